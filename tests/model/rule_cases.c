/* SPDX-License-Identifier: Apache-2.0 */
/* rule_cases.c - the rule core for the reference rule_model.py: reads cases from standard
 * input, prints what the core finds, exact.
 *
 *   %case N            a case begins
 *   %kaohe             then lines of kaohe.cfg
 *   %domain            lines of the domain
 *   %measures          lines of indicators (score_kit.h)
 *   %results           lines of results (score_kit.h)
 *   %end               score it
 *
 * Each case is answered by "case N", lines of cells with tabs between them (row, outcome,
 * rank) or one line "refused TEXT", and "end". */
#include "score_kit.h"

enum { SECTIONS = 4, SECTION_BYTES = 1 << 18, LINE_BYTES = 1 << 16 };
static const char *const sections[SECTIONS] = { "%kaohe\n", "%domain\n", "%measures\n",
                                                "%results\n" };

struct rule_case {
    char text[SECTIONS][SECTION_BYTES];
    size_t len[SECTIONS];
    int at; /* section of the next line; -1 = none */
};

static const char *cell(const char *s)
{
    return s ? s : "";
}

static void print_row(const struct scored_row *r)
{
    printf("row\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r->level,
           r->subject, r->node, r->kind, r->state, cell(r->value.x), cell(r->score.x),
           cell(r->score.p), cell(r->full.x), cell(r->weight.x), cell(r->weight_used.x),
           cell(r->contribution.x), cell(r->contribution.p), r->flags);
}

static void print_found(const struct kit *k)
{
    for (uint32_t i = 0; i < k->out.n_rows; i++)
        print_row(&k->out.rows[i]);
    for (uint32_t i = 0; i < k->out.n_outcomes; i++) {
        const struct scored_outcome *o = &k->out.outcomes[i];
        printf("outcome\t%s\t%s\t%s\t%s\t%s\n", o->level, o->subject, o->kind, o->value,
               o->reason);
    }
    for (uint32_t i = 0; i < k->run.n_ranks; i++) {
        const struct scored_rank *r = &k->run.ranks[i];
        printf("rank\t%s\t%s\t%s\t%u\t%s\t%s\n", r->board, r->group, r->subject, r->rank,
               r->grade, cell(r->score.p));
    }
}

static void answer(struct kit *k, const struct rule_case *c)
{
    kit_load(k, c->text[0], NULL, c->text[1]);
    kit_measures(k, c->text[2]);
    if (!kit_scheme(k)) {
        char *found = strdup(k->f.errors ? findings_text(&k->f) : k->e.text);
        for (char *at = found; at && *at; at++)
            if (*at == '\n')
                *at = '|';
        printf("refused %s\n", cell(found));
        free(found);
    } else {
        kit_results(k, c->text[3]);
        if (kit_score(k))
            print_found(k);
        else
            printf("refused %s\n", k->e.text);
    }
    printf("end\n");
}

/* false: the line is too much, or stands nowhere. */
static bool take_line(struct kit *k, struct rule_case *c, const char *line)
{
    if (!strncmp(line, "%case ", 6)) {
        memset(c->len, 0, sizeof c->len);
        for (int i = 0; i < SECTIONS; i++)
            c->text[i][0] = 0;
        c->at = -1;
        printf("case %s", line + 6);
        return true;
    }
    if (!strcmp(line, "%end\n")) {
        answer(k, c);
        return true;
    }
    for (int i = 0; i < SECTIONS; i++)
        if (!strcmp(line, sections[i])) {
            c->at = i;
            return true;
        }
    size_t n = strlen(line);
    if (c->at < 0 || c->len[c->at] + n >= SECTION_BYTES)
        return false;
    memcpy(c->text[c->at] + c->len[c->at], line, n + 1);
    c->len[c->at] += n;
    return true;
}

int main(void)
{
    static struct kit kit;
    static struct rule_case one;
    static char line[LINE_BYTES];
    bool ok = true;
    one.at = -1;
    while (ok && fgets(line, sizeof line, stdin))
        ok = take_line(&kit, &one, line);
    kit_end(&kit);
    if (!ok)
        fprintf(stderr, "rule_cases: a line in no section, or a section too long: %s",
                line);
    return ok ? 0 : 1;
}
