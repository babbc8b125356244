/* SPDX-License-Identifier: Apache-2.0 */
/* deliver.c - see deliver.h. */
#include "worker/deliver.h"

#include <string.h>

/* Mark the units that rows of the dataset name. */
static void mark_rows(const struct ladder *l, uint32_t variant, uint32_t dataset,
                      const char *level, bool *delivered)
{
    const struct job *j = l->job;
    uint32_t entry = j->level[dataset];
    for (uint32_t c = 0; c < l->crew->n_cells; c++) {
        const struct cell *cell = l->crew->cell[c];
        const struct dict *d = cell ? cell->subject[entry] : NULL;
        uint32_t n = d ? dict_len(d) : 0, len = 0;
        for (uint32_t i = 0; i < n; i++) {
            const struct org_unit *u =
                cell_bit(&cell->seen[(size_t)variant * j->n_datasets + dataset], i)
                    ? ladder_unit(j, entry, dict_text(d, i, &len), level)
                    : NULL;
            if (u)
                delivered[u->index] = true;
        }
    }
}

/* Mark the units that files of the window's months are named for, or that stand above
 * those. */
static void mark_files(const struct job *j, uint32_t variant, uint32_t dataset,
                       const char *level, bool *delivered)
{
    const struct input_file *file = NULL;
    const struct variant *v = &j->variants[variant];
    uint32_t n = inputs_files(j->inputs, dataset, &file);
    const struct span_cover window =
        spans_cover(inputs_bound(j->domain, schema_dataset(j->schema, dataset)->name),
                    (struct span_window){ v->from, v->to, 0 });
    for (uint32_t i = 0; i < n; i++) {
        struct span_cover c = window;
        span_cover_add(&c, file[i].months);
        if (!file[i].part_level || !file[i].part_unit || (c.of && !c.have))
            continue;
        const struct org_unit *u =
            orgs_find(j->orgs, file[i].part_level, file[i].part_unit);
        u = u ? orgs_above(u, level) : NULL;
        if (u)
            delivered[u->index] = true;
    }
}

static kh_status send_dataset(const struct ladder *l, uint32_t variant, uint32_t dataset,
                              const char *level, struct pack *p, kh_err *e)
{
    struct job *j = l->job;
    uint32_t n = orgs_len(j->orgs);
    bool *delivered = arena_array(&j->arena, n, sizeof *delivered);
    kh_status rc = delivered ? KH_OK : job_no_memory(e);
    if (!rc && job_is_fact(j, dataset))
        mark_rows(l, variant, dataset, level, delivered);
    if (!rc)
        mark_files(j, variant, dataset, level, delivered);
    for (uint32_t i = 0; !rc && i < n; i++) {
        const struct org_unit *u = orgs_at(j->orgs, i);
        if (strcmp(u->level, level) != 0 || u->is_closed)
            continue;
        const struct measured_delivery d = { dataset, level, u->id, delivered[u->index],
                                             variant };
        payload_put_delivery(&p->body, &d);
        rc = pack_next(p, e);
    }
    return rc;
}

kh_status deliver_send(const struct ladder *l, kh_err *e)
{
    const struct job *j = l->job;
    struct pack p;
    kh_status rc = KH_OK;
    pack_begin(&p, j->out, FRAME_DELIVERIES);
    for (uint32_t v = 0; j->orgs && v < j->n_variants; v++)
        for (uint32_t d = 0; !rc && j->is_lead[v] && d < j->n_datasets; d++) {
            const struct conf_input *in =
                inputs_bound(j->domain, schema_dataset(j->schema, d)->name);
            if (in && in->expect)
                rc = send_dataset(l, v, d, in->expect, &p, e);
        }
    return pack_end(&p, rc, e);
}
