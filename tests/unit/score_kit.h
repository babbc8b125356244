/* SPDX-License-Identifier: Apache-2.0 */
/* score_kit.h - a domain in memory for the suites of host/score: configuration from text,
 * indicators from a list, measured results from lines.
 *
 * Lines of results: SUBJECT INDICATOR VALUE [WORD VALUE].. with VALUE a decimal, a ratio
 * "3/4", "none" (no data), "missing" or "n/a"; words: upheld VALUE, level N, variant N,
 * day N, samples N, flags N. */
#ifndef KH_TESTS_SCORE_KIT_H
#define KH_TESTS_SCORE_KIT_H

#include "base/text.h"
#include "findings_text.h"
#include "intake/orgs.h"
#include "score/score.h"
#include "unit.h"

#include <stdlib.h>
#include <sys/stat.h>

struct kit {
    struct arena a;
    struct findings f;
    kh_err e;
    const struct conf *conf;
    const struct conf_domain *domain;
    struct schema schema;
    const struct scheme_set *scheme;
    struct worker_order order;
    struct measured m;
    const struct orgs *orgs;
    int32_t month;
    const struct scored_window *sources;
    uint32_t n_sources;
    const struct scored_order *open;
    uint32_t n_open;
    struct scored_domain out;
    struct scored_run run;
};

static inline void kit_end(struct kit *k)
{
    arena_end(&k->a);
    findings_end(&k->f);
    memset(k, 0, sizeof *k);
}

static inline const char *kit_path(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", unit_folder(), name);
    return path;
}

/* kaohe.cfg (without database and modules) and the inside of `domain = { ... };`, after id,
 * plugin and inputs: levels, scheme ... `kaohe` and `orgs` may be NULL. */
static inline void kit_load(struct kit *k, const char *kaohe, const char *orgs,
                            const char *domain)
{
    static char text[1 << 20];
    kit_end(k);
    mkdir(kit_path("k"), 0755);
    mkdir(kit_path("k/m"), 0755);
    int n = snprintf(text, sizeof text, "database = \"k.db\"; modules = \"m\"; %s\n%s\n",
                     orgs ? "orgs = \"orgs.csv\";" : "", kaohe ? kaohe : "");
    unit_file("k/kaohe.cfg", text, (size_t)n);
    if (orgs)
        unit_file("k/orgs.csv", orgs, strlen(orgs));
    n = snprintf(text, sizeof text,
                 "domain = { id = \"d\"; plugin = \"p\"; "
                 "inputs = { rows = { file = \"r.csv\"; }; };\n%s };\n",
                 domain);
    unit_file("k/m/d.cfg", text, (size_t)n);
    k->conf = conf_load(&k->a, kit_path("k/kaohe.cfg"), NULL, 0, &k->f);
    k->domain = k->conf ? conf_domain_of(k->conf, "d") : NULL;
    k->month = 2011 * 12 + 3;
}

/* Indicators "NAME TYPE FLAGS" a line; TYPE i64, dec2, f64, ratio (in percent), per (plain
 * ratio); FLAGS: up, sum, needs0, needs1 ... Datasets: rows, then `optional` ones. */
static inline void kit_measures(struct kit *k, const char *lines)
{
    static const kh_dataset sets[] = {
        { .name = "rows", .role = KH_FACT },
        { .name = "extra", .role = KH_FACT, .flags = KH_OPTIONAL },
        { .name = "third", .role = KH_FACT }
    };
    kh_indicator *list = arena_array(&k->a, 64, sizeof *list);
    uint32_t n = 0;
    char *copy = arena_text(&k->a, lines), *save = NULL;
    for (char *line = strtok_r(copy, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        char *word, *at = NULL;
        kh_indicator *i = &list[n++];
        i->id = strtok_r(line, " ", &at);
        i->unit = "";
        i->doc = "";
        i->type = KH_DEC;
        i->scale = 2;
        while ((word = strtok_r(NULL, " ", &at))) {
            if (!strcmp(word, "i64")) {
                i->type = KH_I64;
                i->scale = 0;
            }
            if (!strcmp(word, "f64"))
                i->type = KH_F64;
            if (!strcmp(word, "ratio") || !strcmp(word, "per"))
                i->flags |= KH_RATIO;
            if (!strcmp(word, "ratio"))
                i->times = 100;
            if (!strcmp(word, "up"))
                i->flags |= KH_HIGHER_IS_BETTER;
            if (!strcmp(word, "sum"))
                i->flags |= KH_SUM;
            if (!strncmp(word, "needs", 5))
                i->needs |= UINT64_C(1) << (word[5] - '0');
        }
    }
    k->schema.plugin = "p";
    k->schema.has_domain = true;
    k->schema.domain.indicators = (kh_list){ list, n, sizeof *list };
    k->schema.domain.datasets = (kh_list){ sets, COUNT(sets), sizeof *sets };
}

/* Reads the scheme; what was wrong is in k->f. */
static inline bool kit_scheme(struct kit *k)
{
    if (!k->domain || k->f.errors)
        return false;
    if (k->conf->orgs)
        k->orgs = orgs_read(&k->a, k->conf->orgs, 0, 20000, &k->f);
    k->scheme = scheme_read(&k->a, k->conf, k->domain, &k->schema, k->orgs, &k->f);
    if (k->scheme)
        score_boards_check(k->conf, k->domain, k->scheme, k->orgs, &k->f);
    return k->scheme && !k->f.errors &&
           !scheme_variants(&k->a, k->scheme, k->month, &k->order, &k->e);
}

/* ---- Results ------------------------------------------------------------- */

struct kit_line {
    const char *subject;
    struct measured_result r;
};

static inline int64_t kit_scaled(const kh_indicator *i, const char *s)
{
    int64_t v = 0;
    kh_err e = { 0 };
    if (dec_parse(&v, i->type == KH_DEC ? i->scale : 0, s, strlen(s), &e))
        CU_FAIL("a value of the table is no decimal");
    return v;
}

static inline double kit_real(const char *s)
{
    mpq_t q;
    mpq_init(q);
    if (!num_parse(q, s, strlen(s)))
        CU_FAIL("a value of the table is no decimal");
    double d = mpq_get_d(q); /* truncates; tables use values that are exact */
    mpq_clear(q);
    return d;
}

static inline void kit_value(const kh_indicator *i, const char *s,
                             struct measured_result *r)
{
    r->outcome = KH_SCORED;
    if (!strcmp(s, "none"))
        r->outcome = KH_NO_DATA;
    else if (!strcmp(s, "missing"))
        r->outcome = KH_MISSING;
    else if (!strcmp(s, "n/a"))
        r->outcome = KH_NOT_APPLICABLE;
    else if (i->flags & KH_RATIO) {
        char *end = NULL;
        r->numerator = strtoll(s, &end, 10);
        r->denominator = *end ? strtoll(end + 1, NULL, 10) : 1;
    } else if (i->type == KH_F64)
        r->real = kit_real(s);
    else
        r->value = kit_scaled(i, s);
}

static inline void kit_word(const kh_indicator *i, const char *word, const char *s,
                            struct measured_result *r)
{
    struct measured_result up = { 0 };
    if (!strcmp(word, "upheld")) {
        kit_value(i, s, &up);
        r->flags |= KH_PROVISIONAL;
        r->upheld_numerator = up.numerator;
        r->upheld_denominator = up.denominator;
        r->upheld_value = up.value;
        r->upheld_real = up.real;
    } else if (!strcmp(word, "level"))
        r->level = (uint32_t)strtoul(s, NULL, 10);
    else if (!strcmp(word, "variant"))
        r->variant = (uint32_t)strtoul(s, NULL, 10);
    else if (!strcmp(word, "day"))
        r->day = (int32_t)strtol(s, NULL, 10);
    else if (!strcmp(word, "samples"))
        r->samples = strtoll(s, NULL, 10);
    else if (!strcmp(word, "flags"))
        r->flags |= (uint32_t)strtoul(s, NULL, 10);
    else
        CU_FAIL("a word of the table is unknown");
}

/* Subjects of each level in bytewise order, as the worker hands them over. */
static inline void kit_subjects(struct kit *k, const struct kit_line *lines, uint32_t n)
{
    for (uint32_t l = 0; l < CONF_LEVELS_MAX; l++) {
        const char **list = arena_array(&k->a, (size_t)n + 1, sizeof *list);
        uint32_t len = 0;
        for (uint32_t i = 0; i < n; i++)
            if (lines[i].r.level == l)
                list[len++] = lines[i].subject;
        if (len)
            qsort(list, len, sizeof *list, text_compare);
        uint32_t kept = 0;
        for (uint32_t i = 0; i < len; i++)
            if (!kept || strcmp(list[kept - 1], list[i]))
                list[kept++] = list[i];
        k->m.level[l].subject = list;
        k->m.level[l].n = kept;
    }
}

static inline uint32_t kit_subject(const struct kit *k, uint32_t level, const char *key)
{
    uint32_t low = 0, high = k->m.level[level].n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (strcmp(k->m.level[level].subject[mid], key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static inline void kit_results(struct kit *k, const char *text)
{
    struct kit_line *lines = NULL;
    uint32_t n = 0, cap = 0;
    char *copy = arena_text(&k->a, text), *save = NULL;
    for (char *line = strtok_r(copy, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        char *at = NULL, *word;
        struct kit_line *to = arena_push(&k->a, (void **)&lines, &n, &cap, sizeof *to);
        to->subject = strtok_r(line, " ", &at);
        int32_t i = schema_indicator_of(&k->schema.domain, strtok_r(NULL, " ", &at));
        if (i < 0) {
            CU_FAIL("the table names an indicator that is not there");
            return;
        }
        const kh_indicator *ind = schema_indicator(&k->schema.domain, (uint32_t)i);
        to->r.indicator = (uint32_t)i;
        to->r.day = VARIANT_NO_DAY;
        kit_value(ind, strtok_r(NULL, " ", &at), &to->r);
        while ((word = strtok_r(NULL, " ", &at)))
            kit_word(ind, word, strtok_r(NULL, " ", &at), &to->r);
    }
    kit_subjects(k, lines, n);
    k->m.results = arena_array(&k->a, (size_t)n + 1, sizeof *k->m.results);
    k->m.n_results = n;
    for (uint32_t i = 0; i < n; i++) {
        k->m.results[i] = lines[i].r;
        k->m.results[i].subject = kit_subject(k, lines[i].r.level, lines[i].subject);
    }
    measured_sort(&k->m);
}

/* ---- Scores -------------------------------------------------------------- */

static inline bool kit_score(struct kit *k)
{
    struct score_input in = { k->conf, k->domain, &k->schema, k->scheme,        &k->order,
                              &k->m,   k->orgs,   k->month,   k->conf->rounding };
    in.sources = k->sources;
    in.n_sources = k->n_sources;
    in.open = k->open;
    in.n_open = k->n_open;
    kh_status rc = score_domain(&k->a, &in, &k->out, &k->e);
    k->run = (struct scored_run){
        .conf = k->conf, .period = "2011-04", .domains = &k->out, .n_domains = 1
    };
    if (!rc)
        rc = score_boards(&k->a, &k->run, k->orgs, NULL, 0, &k->e);
    if (rc)
        fprintf(stderr, "score failed: %s\n", k->e.text);
    return !rc;
}

/* Everything from texts; false after printing what was wrong. */
static inline bool kit_run(struct kit *k, const char *domain, const char *measures,
                           const char *results)
{
    kit_load(k, NULL, NULL, domain);
    kit_measures(k, measures);
    if (!kit_scheme(k)) {
        fprintf(stderr, "configuration: %s\n", findings_text(&k->f));
        return false;
    }
    kit_results(k, results);
    return kit_score(k);
}

static inline const struct scored_row *kit_row(const struct kit *k, const char *level,
                                               const char *subject, const char *node)
{
    for (uint32_t i = 0; i < k->out.n_rows; i++) {
        const struct scored_row *r = &k->out.rows[i];
        if ((!level || !strcmp(r->level, level)) && !strcmp(r->subject, subject) &&
            !strcmp(r->node, node))
            return r;
    }
    return NULL;
}

/* A cell as printed; with a leading '=' exact.  "(no row)" if there is none. */
static inline const char *kit_cell(const struct kit *k, const char *level,
                                   const char *subject, const char *node,
                                   const char *column)
{
    const struct scored_row *r = kit_row(k, level, subject, node);
    bool exact = *column == '=';
    column += exact;
    if (!r)
        return "(no row)";
    if (!strcmp(column, "state"))
        return r->state;
    if (!strcmp(column, "flags"))
        return r->flags;
    if (!strcmp(column, "kind"))
        return r->kind;
    const struct exact *x = !strcmp(column, "score")          ? &r->score
                            : !strcmp(column, "value")        ? &r->value
                            : !strcmp(column, "full")         ? &r->full
                            : !strcmp(column, "weight")       ? &r->weight
                            : !strcmp(column, "weight_used")  ? &r->weight_used
                            : !strcmp(column, "contribution") ? &r->contribution
                                                              : NULL;
    if (!x)
        return "(no column)";
    return exact ? (x->x ? x->x : "") : (x->p ? x->p : "");
}

/* Outcomes of a subject as "level:kind:value:reason", a line each. */
static inline const char *kit_outcomes(const struct kit *k, const char *subject)
{
    static char text[8192];
    size_t n = 0;
    text[0] = 0;
    for (uint32_t i = 0; i < k->out.n_outcomes; i++) {
        const struct scored_outcome *o = &k->out.outcomes[i];
        if (!strcmp(o->subject, subject))
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s:%s:%s:%s", n ? "\n" : "",
                                  o->level, o->kind, o->value, o->reason);
    }
    return text;
}

/* Do the contributions of every subject add up to its total, exactly and as printed?  The
 * first subject that fails, or NULL. */
static inline const char *kit_unsound(const struct kit *k)
{
    const struct scored_row *total = NULL;
    const char *bad = NULL;
    mpq_t exact, printed, one;
    mpq_inits(exact, printed, one, NULL);
    for (uint32_t i = 0; i <= k->out.n_rows && !bad; i++) {
        const struct scored_row *r = i < k->out.n_rows ? &k->out.rows[i] : NULL;
        if (r && strcmp(r->node, "total") && r->contribution.x) {
            if (!num_parse_fraction(one, r->contribution.x))
                bad = r->subject;
            mpq_sub(exact, exact, one);
            num_parse(one, r->contribution.p, strlen(r->contribution.p));
            mpq_sub(printed, printed, one);
        }
        if (r && strcmp(r->node, "total"))
            continue;
        if (total && (mpq_sgn(exact) || mpq_sgn(printed)))
            bad = total->subject;
        total = r;
        if (!r || !r->score.x || !num_parse_fraction(exact, r->score.x) ||
            !num_parse(printed, r->score.p, strlen(r->score.p))) {
            mpq_set_ui(exact, 0, 1);
            mpq_set_ui(printed, 0, 1);
        }
    }
    mpq_clears(exact, printed, one, NULL);
    return bad;
}

#endif
