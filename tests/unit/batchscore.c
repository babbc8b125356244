/* SPDX-License-Identifier: Apache-2.0 */
/* batchscore.c - what a plugin emits, as sorted lines of text. */
#include "batchcols.h"
#include "batches.h"

#include <stdlib.h>
#include <string.h>

/* The emitter's context: where the texts go and whose keys are meant. */
struct emitting {
    struct batches_state *into;
    const struct batches_state *keys;
};

static const char *emit_text(void *ctx, uint32_t space, uint32_t id)
{
    const struct batches_state *s = ((struct emitting *)ctx)->keys;
    if (space >= SPACES_MAX || id >= s->space[space].len)
        batch_mistake("the plugin asks for a key that is not there", s->of->p->id);
    return s->space[space].text[id];
}

static void add_i64(struct lines *out, int64_t v)
{
    kh_value value = { .u.i = v, .set = 1 };
    batch_print(out, KH_I64, 0, NULL, &value);
}

static const kh_indicator *indicator_at(const struct emitting *to, uint32_t i)
{
    if (i >= to->keys->of->domain->indicators.count)
        batch_mistake("the plugin emits an unknown indicator", to->keys->of->p->id);
    return (const kh_indicator *)to->keys->of->domain->indicators.at + i;
}

static void add_value(struct lines *out, const kh_indicator *in, const kh_value *v,
                      int64_t numerator, int64_t denominator)
{
    if (!(in->flags & KH_RATIO)) {
        batch_print(out, in->type, in->scale, NULL, v);
        return;
    }
    add_i64(out, numerator);
    lines_add(out, "/");
    add_i64(out, denominator);
}

static kh_status emit_result(void *ctx, const kh_result *r)
{
    static const char *const outcomes[] = { "scored", "no_data", "missing", "na" };
    struct emitting *to = ctx;
    struct lines *out = &to->into->results;
    const kh_indicator *in = indicator_at(to, r->indicator);
    if (r->outcome < KH_SCORED || r->outcome > KH_NOT_APPLICABLE)
        batch_mistake("the plugin emits an unknown outcome", in->id);
    lines_add(out, emit_text(ctx, 0, r->subject));
    lines_add(out, ",");
    lines_add(out, in->id);
    lines_add(out, ",");
    lines_add(out, outcomes[r->outcome - KH_SCORED]);
    lines_add(out, ",");
    if (r->outcome == KH_SCORED)
        add_value(out, in, &r->value, r->numerator, r->denominator);
    lines_add(out, ",");
    add_i64(out, r->samples);
    if (r->flags & KH_PROVISIONAL) {
        lines_add(out, ",upheld ");
        add_value(out, in, &r->upheld, r->upheld_numerator, r->upheld_denominator);
    }
    lines_add(out, r->flags & KH_FALSIFIED ? ",falsified\n" : "\n");
    return KH_OK;
}

static kh_status emit_reason(void *ctx, const kh_reason *r)
{
    struct emitting *to = ctx;
    struct lines *out = &to->into->reasons;
    const kh_indicator *in = indicator_at(to, r->indicator);
    lines_add(out, emit_text(ctx, 0, r->subject));
    lines_add(out, ",");
    lines_add(out, in->id);
    lines_add(out, ",");
    lines_add(out, r->rule);
    lines_add(out, ",");
    batch_print(out, in->type, in->scale, NULL, &r->effect);
    lines_add(out, ",");
    add_i64(out, r->count);
    lines_add(out, "\n");
    return KH_OK;
}

static kh_status emit_row(void *ctx, const kh_row *r)
{
    struct emitting *to = ctx;
    const kh_domain *d = to->keys->of->domain;
    if (r->table >= d->tables.count)
        batch_mistake("the plugin emits into an unknown table", to->keys->of->p->id);
    const kh_table *t = (const kh_table *)d->tables.at + r->table;
    struct lines *out = &to->into->rows[r->table];
    if (r->cells != t->columns.count)
        batch_mistake("a row has not as many cells as its table", t->name);
    lines_add(out, emit_text(ctx, 0, r->subject));
    for (uint32_t i = 0; i < r->cells; i++) {
        const kh_field *f = (const kh_field *)t->columns.at + i;
        lines_add(out, ",");
        if (f->type == KH_KEY && r->cell[i].set)
            lines_add(out, emit_text(ctx, f->space, (uint32_t)r->cell[i].u.i));
        else
            batch_print(out, f->type, f->scale, f->labels, &r->cell[i]);
    }
    lines_add(out, "\n");
    return KH_OK;
}

kh_status batch_score(struct batches_state *s, const struct batches_state *c)
{
    struct emitting to = { s, c };
    uint32_t len[SPACES_MAX], tables = s->of->domain->tables.count;
    for (int i = 0; i < SPACES_MAX; i++)
        len[i] = c->space[i].len;
    kh_emit out = { sizeof out,  s->of->domain->spaces.count,
                    &to,         len,
                    emit_text,   emit_result,
                    emit_reason, emit_row };
    s->results.len = s->reasons.len = 0;
    lines_add(&s->results, "");
    lines_add(&s->reasons, "");
    for (uint32_t i = 0; i < tables; i++) {
        s->rows[i].len = 0;
        lines_add(&s->rows[i], "");
    }
    kh_status rc = s->of->p->score(c->state, &out, &s->of->err);
    lines_sort(&s->results);
    lines_sort(&s->reasons);
    for (uint32_t i = 0; i < tables; i++)
        lines_sort(&s->rows[i]);
    return rc;
}

const char *batches_results(const struct batches_state *s)
{
    return s->results.at;
}

const char *batches_reasons(const struct batches_state *s)
{
    return s->reasons.at;
}

const char *batches_table_rows(const struct batches_state *s, const char *table)
{
    const kh_list *tables = &s->of->domain->tables;
    for (uint32_t i = 0; i < tables->count; i++)
        if (!strcmp(((const kh_table *)tables->at)[i].name, table))
            return s->rows[i].at;
    batch_mistake("no such table", table);
    return NULL;
}

const char *batches_value(struct batches_state *s, const char *subject,
                          const char *indicator)
{
    const char *at = s->results.at ? s->results.at : "";
    size_t who = strlen(subject), what = strlen(indicator);
    s->value.len = 0;
    lines_add(&s->value, "");
    for (; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        const char *p = at + who + 1;
        if (strncmp(at, subject, who) || at[who] != ',' || strncmp(p, indicator, what) ||
            p[what] != ',')
            continue;
        p += what + 1;
        p += strncmp(p, "scored,", 7) ? 0 : 7;
        lines_bytes(&s->value, p, strcspn(p, "\n"));
        break;
    }
    return s->value.at;
}

const char *batches_rejects(const struct batches *b)
{
    return b->rejects.at ? b->rejects.at : "";
}
