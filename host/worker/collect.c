/* SPDX-License-Identifier: Apache-2.0 */
/* collect.c - see collect.h. */
#include "worker/collect.h"
#include "base/lang.h"
#include "base/path.h"
#include "base/text.h"
#include "worker/sound.h"

#include <stdlib.h>

kh_status collect_begin(struct collect *c, const struct conf_domain *d,
                        const kh_domain *schema, const struct worker_order *o, kh_err *e)
{
    *c = (struct collect){ .domain = d, .schema = schema, .order = o };
    measured_chain(d, c->in_chain);
    c->m = calloc(1, sizeof *c->m);
    if (!c->m)
        return kh_fail(e, KH_ENOMEM, _("no memory"));
    arena_init(&c->m->arena, COLLECT_BYTES_MAX);
    return KH_OK;
}

/* The next element of a list of the measured; NULL fails the frame. */
static void *next(struct collect *c, struct wire *w, void **at, uint32_t *len,
                  uint32_t *cap, size_t size)
{
    void *p = w->failed ? NULL : arena_push(&c->m->arena, at, len, cap, size);
    w->failed = w->failed || !p;
    return p;
}

static const char *bad_place(const struct collect *c, uint32_t variant, uint32_t level)
{
    if (variant >= c->order->n_variants)
        return N_("an unknown variant");
    if (level >= c->domain->n_levels || !c->in_chain[level])
        return N_("an unknown level");
    return NULL;
}

static bool is_day_of(const struct variant *v, int32_t day)
{
    return v->each_day ? day >= v->from && day < v->to : day == VARIANT_NO_DAY;
}

static const char *take_subjects(struct collect *c, struct wire *w)
{
    uint32_t level = 0;
    const char *key = NULL;
    if (!payload_get_sentence(w, &c->m->arena, &level, &key))
        return NULL;
    const char *problem = bad_place(c, 0, level);
    if (problem)
        return problem;
    struct measured_level *l = &c->m->level[level];
    if (l->n && strcmp(l->subject[l->n - 1], key) >= 0)
        return N_("subjects out of order");
    const char **to =
        next(c, w, (void **)&l->subject, &l->n, &c->cap_level[level], sizeof *l->subject);
    if (to)
        *to = key;
    return NULL;
}

static const char *take_result(struct collect *c, struct wire *w)
{
    struct measured *m = c->m;
    struct measured_result *r =
        next(c, w, (void **)&m->results, &m->n_results, &c->cap_results, sizeof *r);
    if (!r)
        return NULL;
    payload_get_result(w, r);
    const char *problem = w->failed ? NULL : bad_place(c, r->variant, r->level);
    if (w->failed || problem)
        return problem;
    if (!is_day_of(&c->order->variants[r->variant], r->day))
        return N_("a day outside of the window");
    return sound_result(c->schema, m->level[r->level].n, r);
}

static const char *take_reason(struct collect *c, struct wire *w)
{
    struct measured *m = c->m;
    struct measured_reason *r =
        next(c, w, (void **)&m->reasons, &m->n_reasons, &c->cap_reasons, sizeof *r);
    if (!r)
        return NULL;
    payload_get_reason(w, &m->arena, r);
    const char *problem = w->failed ? NULL : bad_place(c, r->variant, r->level);
    if (w->failed || problem)
        return problem;
    return sound_reason(c->schema, m->level[r->level].n, r);
}

static const char *take_row(struct collect *c, struct wire *w)
{
    struct measured *m = c->m;
    struct measured_row *r =
        next(c, w, (void **)&m->rows, &m->n_rows, &c->cap_rows, sizeof *r);
    if (!r)
        return NULL;
    r->table = wire_u32(w);
    if (r->table >= c->schema->tables.count)
        return N_("a row of an unknown table");
    payload_get_row(w, &m->arena, r, schema_table(c->schema, r->table)->columns.count);
    const char *problem = w->failed ? NULL : bad_place(c, 0, r->level);
    if (w->failed || problem)
        return problem;
    return r->subject < m->level[r->level].n ? NULL : N_("an unknown subject");
}

static const char *take_delivery(struct collect *c, struct wire *w)
{
    struct measured *m = c->m;
    struct measured_delivery *d = next(c, w, (void **)&m->deliveries, &m->n_deliveries,
                                       &c->cap_deliveries, sizeof *d);
    if (!d)
        return NULL;
    payload_get_delivery(w, &m->arena, d);
    if (w->failed)
        return NULL;
    if (d->dataset >= c->schema->datasets.count)
        return N_("an unknown dataset");
    if (d->variant >= c->order->n_variants ||
        measured_lead(c->order->variants, d->variant) != d->variant)
        return N_("an unknown window");
    const struct conf_input *in =
        inputs_bound(c->domain, schema_dataset(c->schema, d->dataset)->name);
    bool is_owed = in && in->expect && !strcmp(in->expect, d->level);
    return is_owed ? NULL : N_("a delivery that nobody owes");
}

static const char *take_input(struct collect *c, struct wire *w)
{
    struct measured *m = c->m;
    struct measured_input *i =
        next(c, w, (void **)&m->inputs, &m->n_inputs, &c->cap_inputs, sizeof *i);
    if (!i)
        return NULL;
    payload_get_input(w, i);
    bool is_next = i->dataset == m->n_inputs - 1 && i->dataset < c->schema->datasets.count;
    return w->failed || is_next ? NULL : N_("an unknown dataset");
}

static const char *take_file(struct collect *c, struct wire *w)
{
    struct measured *m = c->m;
    struct measured_file *f =
        next(c, w, (void **)&m->files, &m->n_files, &c->cap_files, sizeof *f);
    if (!f)
        return NULL;
    payload_get_file(w, &m->arena, f);
    if (w->failed)
        return NULL;
    if (f->dataset >= c->schema->datasets.count ||
        (m->n_files > 1 && f->dataset < m->files[m->n_files - 2].dataset))
        return N_("an unknown dataset");
    c->files[f->dataset]++;
    return NULL;
}

static const char *take_reject(struct collect *c, struct wire *w)
{
    struct measured *m = c->m;
    struct reject *r =
        next(c, w, (void **)&m->rejects, &m->n_rejects, &c->cap_rejects, sizeof *r);
    if (!r)
        return NULL;
    payload_get_reject(w, &m->arena, r);
    if (w->failed)
        return NULL;
    if (r->dataset >= c->schema->datasets.count)
        return N_("an unknown dataset");
    return r->file < c->files[r->dataset] ? NULL : N_("an unknown file");
}

static int column_compare(const struct measured_column *a, const struct measured_column *b)
{
    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    if (a->subject != b->subject)
        return a->subject < b->subject ? -1 : 1;
    return strcmp(a->column, b->column);
}

static const char *take_column(struct collect *c, struct wire *w)
{
    struct measured *m = c->m;
    struct measured_column *to =
        next(c, w, (void **)&m->columns, &m->n_columns, &c->cap_columns, sizeof *to);
    if (!to)
        return NULL;
    payload_get_column(w, &m->arena, to);
    const char *problem = w->failed ? NULL : bad_place(c, 0, to->level);
    if (w->failed || problem)
        return problem;
    bool is_asked = false;
    for (uint32_t i = 0; i < c->domain->n_asked; i++)
        is_asked = is_asked || !strcmp(c->domain->asked[i], to->column);
    if (!is_asked)
        return N_("a column that nobody asked for");
    if (to->subject >= m->level[to->level].n)
        return N_("an unknown subject");
    bool in_order = m->n_columns < 2 || column_compare(to - 1, to) < 0;
    return in_order ? NULL : N_("columns out of order");
}

static const char *take_end(struct collect *c, struct wire *w)
{
    struct measured *m = c->m;
    int64_t total[4] = { 0 };
    for (size_t i = 0; i < COUNT(total); i++) {
        total[i] = wire_i64(w);
        w->failed = w->failed || total[i] < 0;
    }
    m->chunks = (uint64_t)total[0];
    m->states = (uint64_t)total[1];
    m->peak_bytes = (uint64_t)total[2];
    m->left_blocks = (uint64_t)total[3];
    if (m->n_inputs != c->schema->datasets.count)
        return N_("an end before all inputs were told");
    measured_sort(m);
    if (sound_twice(m->results, m->n_results) < m->n_results)
        return N_("two results for one subject");
    c->is_done = !w->failed && w->at == w->end;
    return NULL;
}

struct taker {
    const char *(*take)(struct collect *c, struct wire *w); /* what is wrong, or NULL */
    size_t least; /* bytes of an element; 0: the frame is not a list */
};

static const struct taker *taker_of(uint32_t type)
{
    static const struct taker takers[] = {
        [FRAME_FILES] = { take_file, PAYLOAD_FILE },
        [FRAME_SUBJECTS] = { take_subjects, 8 },
        [FRAME_RESULTS] = { take_result, PAYLOAD_RESULT },
        [FRAME_REASONS] = { take_reason, PAYLOAD_REASON },
        [FRAME_ROWS] = { take_row, PAYLOAD_ROW },
        [FRAME_DELIVERIES] = { take_delivery, PAYLOAD_DELIVERY },
        [FRAME_INPUTS] = { take_input, PAYLOAD_INPUT },
        [FRAME_REJECTS] = { take_reject, PAYLOAD_REJECT },
        [FRAME_COLUMNS] = { take_column, PAYLOAD_COLUMN },
        [FRAME_END] = { take_end, 0 },
    };
    return type < COUNT(takers) && takers[type].take ? &takers[type] : NULL;
}

kh_status collect_frame(struct collect *c, struct frame *f, kh_err *e)
{
    const struct taker *t = taker_of(f->type);
    struct wire *w = &f->body;
    const char *problem = NULL;
    if (!t || c->is_done)
        return kh_fail(e, KH_EBUG, _("an unexpected frame (type %u)"), f->type);
    uint32_t n = t->least ? wire_count(w, t->least) : 1;
    for (uint32_t i = 0; i < n && !problem && !w->failed; i++)
        problem = t->take(c, w);
    if (problem)
        return kh_fail(e, KH_EBUG, "%s", gettext(problem));
    if (w->failed || w->at != w->end)
        return kh_fail(e, KH_EBUG, _("a damaged frame (type %u)"), f->type);
    return KH_OK;
}

const char *collect_file(const struct collect *c, uint32_t dataset, uint32_t file)
{
    for (uint32_t i = 0; c->m && i < c->m->n_files; i++)
        if (c->m->files[i].dataset == dataset && !file--)
            return path_name(c->m->files[i].name);
    return NULL;
}

struct measured *collect_take(struct collect *c)
{
    struct measured *m = c->is_done ? c->m : NULL;
    if (m)
        c->m = NULL;
    return m;
}

void collect_end(struct collect *c)
{
    measured_end(c->m);
    *c = (struct collect){ 0 };
}
