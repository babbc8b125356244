/* SPDX-License-Identifier: Apache-2.0 */
/* run.c - see job.h: job_run, from the order to the last frame but one. */
#include "base/lang.h"
#include "base/path.h"
#include "worker/columns.h"
#include "worker/deliver.h"
#include "worker/emit.h"
#include "worker/select.h"

#include <stdlib.h>

enum { RUN_REJECTS_TOLD = 5 }; /* rejects that a refusal names */

/* Where the rows of each dataset enter, which column is the subject, what is private. */
static void place_datasets(struct job *j)
{
    for (uint32_t d = 0; d < j->n_datasets; d++) {
        const kh_dataset *ds = schema_dataset(j->schema, d);
        j->level[d] = inputs_level(j->inputs, d);
        j->enters[j->level[d]] = true;
        j->subject[d] = UINT32_MAX;
        if (!inputs_is_bound(j->inputs, d))
            j->unbound |= UINT64_C(1) << d;
        const struct conf_input *in = inputs_bound(j->domain, ds->name);
        for (uint32_t k = 0; k < ds->columns.count; k++) {
            const kh_field *f = schema_field(ds->columns, k);
            if (f->type != KH_KEY)
                continue;
            if (!f->space && job_is_fact(j, d))
                j->subject[d] = k;
            for (uint32_t i = 0; in && i < in->n_columns; i++)
                if (in->columns[i].is_private && !strcmp(in->columns[i].name, f->name))
                    j->is_private[f->space] = f->space > 0;
        }
    }
}

static kh_status open_inputs(struct job *j, struct findings *f, kh_err *e)
{
    const struct variant *v = j->variants;
    struct span_window windows[VARIANTS_MAX], hull;
    measured_windows(j->schema, v, j->n_variants, windows, &hull);
    if (j->conf->orgs) {
        j->orgs = inputs_orgs(&j->arena, j->conf, j->domain, windows, j->n_variants, f);
        j->has_closed = orgs_has_closed(j->orgs);
        if (!j->orgs || f->errors)
            return kh_fail(e, ST_INPUT, _("%s cannot be used"), j->conf->orgs);
    }
    const struct inputs_spec spec = {
        .conf = j->conf,
        .domain = j->domain,
        .schema = j->schema,
        .orgs = j->orgs,
        .from = hull.from,
        .to = hull.to,
        .own_from = v[0].from,
        .own_to = v[0].to,
        .windows = windows,
        .n_windows = j->n_variants,
        .chunk_size = j->chunk_size,
    };
    kh_status rc = inputs_open(&j->inputs, &spec, f, e);
    if (!rc)
        place_datasets(j);
    return rc;
}

static kh_status send_files(struct job *j, kh_err *e)
{
    struct pack p;
    kh_status rc = KH_OK;
    pack_begin(&p, j->out, FRAME_FILES);
    for (uint32_t d = 0; !rc && d < j->n_datasets; d++) {
        const struct input_file *at = NULL;
        uint32_t n = inputs_files(j->inputs, d, &at);
        for (uint32_t i = 0; !rc && i < n; i++) {
            struct measured_file f = { .dataset = d,
                                       .name = at[i].name,
                                       .path = at[i].path,
                                       .encoding = at[i].encoding ? at[i].encoding : "",
                                       .size = at[i].size,
                                       .months = at[i].months };
            memcpy(f.sha, at[i].sha, SHA_SIZE);
            payload_put_file(&p.body, &f);
            rc = pack_next(&p, e);
        }
    }
    return pack_end(&p, rc, e);
}

/* Name the first rejects of a dataset that is refused for having too many. */
static void tell_rejects(struct job *j, uint32_t dataset, const struct rejects *r,
                         struct findings *f)
{
    const struct input_file *file = NULL;
    uint32_t files = inputs_files(j->inputs, dataset, &file), told = 0;
    for (uint32_t i = 0; i < r->len && told < RUN_REJECTS_TOLD; i++) {
        const struct reject *x = &r->at[i];
        if (x->dataset != dataset || x->file >= files)
            continue;
        told++;
        bool has_column = *x->column, has_text = *x->text;
        const char *why = rejects_reason(&j->arena, lang_messages(), x->reason);
        findings_add(f, FINDING_NOTE, ST_INPUT, file[x->file].name, (uint32_t)x->line, 0,
                     "%s%s%s%s%s%s%s", has_column ? _("column '") : "", x->column,
                     has_column ? "': " : "", has_text ? "\"" : "", x->text,
                     has_text ? "\": " : "", why ? why : "");
    }
}

static kh_status send_inputs(struct job *j, const struct crew *c, const struct rejects *r,
                             struct findings *f, kh_err *e)
{
    struct pack p;
    kh_status rc = KH_OK;
    bool is_refused = false;
    pack_begin(&p, j->out, FRAME_INPUTS);
    for (uint32_t d = 0; !rc && d < j->n_datasets; d++) {
        struct measured_input in;
        crew_counts(c, d, &in);
        payload_put_input(&p.body, &in);
        rc = pack_next(&p, e);
        uint64_t rejects = in.counts.rejected + in.plugin_rejects;
        uint64_t most = in.bound ? inputs_max_rejects(j->inputs, d, in.counts.rows) : 0;
        if (rc || !in.bound || rejects <= most)
            continue;
        findings_add(f, FINDING_ERROR, ST_INPUT, NULL, 0, 0,
                     _("domain '%s': input '%s': %llu of %llu rows are rejected, at most "
                       "%llu may be; correct them or raise max_rejects"),
                     j->domain->id, schema_dataset(j->schema, d)->name,
                     (unsigned long long)rejects, (unsigned long long)in.counts.rows,
                     (unsigned long long)most);
        tell_rejects(j, d, r, f);
        is_refused = true;
    }
    rc = pack_end(&p, rc, e);
    return rc || !is_refused ? rc : kh_fail(e, ST_INPUT, _("too many rows are rejected"));
}

static kh_status send_rejects(struct job *j, const struct rejects *r, kh_err *e)
{
    struct pack p;
    kh_status rc = KH_OK;
    pack_begin(&p, j->out, FRAME_REJECTS);
    for (uint32_t i = 0; !rc && i < r->len; i++) {
        payload_put_reject(&p.body, &r->at[i]);
        rc = pack_next(&p, e);
    }
    return pack_end(&p, rc, e);
}

/* Ask all states of a level. */
static kh_status score_level(struct ladder *l, uint32_t level, kh_err *e)
{
    struct job *j = l->job;
    const struct rung *r = &l->rung[level];
    kh_status rc = KH_OK;
    for (uint32_t v = 0; !rc && v < j->n_variants; v++)
        for (uint32_t i = 0; !rc && i < r->days[v].len; i++) {
            void *state = NULL;
            bool made = false;
            int32_t day = r->days[v].at[i].day;
            if (j->variants[v].each_day && day == VARIANT_NO_DAY)
                continue;
            const struct emit_ask ask = { .level = level,
                                          .variant = v,
                                          .day = day,
                                          .results = true,
                                          .entered = !v && r->below < 0,
                                          .merged = !v };
            rc = ladder_day(l, level, v, i, &state, &made, e);
            if (!rc)
                rc = emit_state(l, state, &ask, e);
            if (made)
                cell_end_state(j, l->slot, state);
        }
    return rc;
}

/* A level with states of its own and of the level below: tables that show what entered
 * are asked before the two are merged, or they would show the rows below once more. */
static kh_status score_entered(struct ladder *l, uint32_t level, kh_err *e)
{
    const struct job *j = l->job;
    const struct rung *r = &l->rung[level];
    const struct emit_ask ask = { .level = level, .day = VARIANT_NO_DAY, .entered = true };
    if (r->below < 0 || !j->enters[level] || !j->schema->tables.count)
        return KH_OK;
    return emit_state(l, r->days[0].at[0].state, &ask, e);
}

static kh_status climb(struct ladder *l, kh_err *e)
{
    const struct job *j = l->job;
    kh_status rc = KH_OK;
    for (uint32_t k = 0; !rc && k < j->domain->n_levels; k++) {
        if (!j->in_chain[k])
            continue;
        rc = emit_subjects(l, k, e);
        if (!rc)
            rc = ladder_enter(l, k, e);
        if (!rc)
            rc = score_entered(l, k, e);
        if (!rc)
            rc = ladder_climb(l, k, e);
        if (!rc)
            rc = score_level(l, k, e);
    }
    return rc;
}

static kh_status tell_counts(struct job *j, const struct crew *c, struct findings *f,
                             kh_err *e)
{
    struct rejects rejects;
    kh_status rc = crew_rejects(c, &rejects, e);
    if (!rc)
        rc = send_inputs(j, c, &rejects, f, e);
    return rc ? rc : send_rejects(j, &rejects, e);
}

kh_status job_run(struct job *j, const struct worker_order *o, struct findings *f,
                  kh_err *e)
{
    struct crew crew = { 0 };
    struct ladder ladder = { 0 };
    j->variants = o->variants;
    j->n_variants = o->n_variants;
    for (uint32_t v = 0; v < j->n_variants; v++)
        job_inst_of(j, &j->variants[v])->is_measured = true;
    kh_status rc = select_init(j, e);
    if (!rc)
        rc = open_inputs(j, f, e);
    if (!rc)
        rc = send_files(j, e);
    if (!rc)
        rc = crew_run(&crew, j, e);
    if (!rc)
        rc = tell_counts(j, &crew, f, e);
    if (!rc)
        rc = ladder_keys(&ladder, j, &crew, f, e);
    if (!rc)
        rc = climb(&ladder, e);
    if (!rc)
        rc = deliver_send(&ladder, e);
    if (!rc)
        rc = columns_send(&ladder, e);
    ladder_end(&ladder);
    crew_end(&crew);
    return rc;
}
