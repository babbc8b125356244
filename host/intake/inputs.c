/* SPDX-License-Identifier: Apache-2.0 */
/* inputs.c - opening and asking the inputs of one domain; see inputs.h. */
#include "intake/inputs.h"
#include "base/lang.h"
#include "base/text.h"
#include "intake/filefind.h"
#include "intake/inputs_inside.h"

#include <stdlib.h>
#include <string.h>

enum { REJECTS_FLOOR = 20, REJECTS_SHARE = 1000 /* one in a thousand */ };

static kh_status no_memory(kh_err *e)
{
    return kh_fail(e, KH_ENOMEM, "no memory for the inputs");
}

const struct conf_input *inputs_bound(const struct conf_domain *d, const char *dataset)
{
    for (uint32_t i = 0; i < d->n_inputs; i++)
        if (!strcmp(d->inputs[i].dataset, dataset))
            return &d->inputs[i];
    return NULL;
}

const struct orgs *inputs_orgs(struct arena *a, const struct conf *c,
                               const struct conf_domain *d, const struct span_window *w,
                               uint32_t n, struct findings *f)
{
    int32_t from = w[0].from, to = w[0].to;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < d->n_inputs; k++) {
            int64_t lo = 0, hi = 0;
            if (i && d->inputs[k].own_window)
                continue;
            inputs_span(&d->inputs[k], w[i].from, w[i].to, &lo, &hi);
            int32_t first = lo == INT64_MIN ? INT32_MIN : civil_day_of(lo);
            from = first < from ? first : from;
        }
    return orgs_read_back(a, c->orgs, w[0].from, w[0].to, from, to, f);
}

/* A file of the own window, or of no month, is named for a unit of the window. */
static bool is_too_late(const struct inputs *in, const struct plan *p,
                        const struct found_file *found, const struct org_unit *u)
{
    struct span_cover c =
        spans_cover(p->conf, (struct span_window){ in->spec.own_from, in->spec.own_to, 0 });
    span_cover_add(&c, found->months);
    return u->is_closed && (!c.of || c.have);
}

/* The part of the name that is a unit of a level of the domain or of the organisation. */
static bool place_part(struct inputs *in, const struct plan *p,
                       const struct found_file *found, struct input_file *file,
                       struct findings *f)
{
    const struct inputs_spec *spec = &in->spec;
    for (uint32_t i = 0; i < found->n_parts && !file->part_level; i++) {
        const struct file_part *part = &found->parts[i];
        bool is_org = orgs_has_level(spec->orgs, part->name), is_level = is_org;
        for (uint32_t k = 0; k < spec->domain->n_levels; k++)
            is_level |= !strcmp(spec->domain->levels[k].id, part->name);
        size_t n = strlen(part->text);
        char *key = is_level ? arena_bytes(&in->a, part->text, n) : NULL;
        if (!key)
            continue;
        key[text_fold_key(key, part->text, n)] = '\0';
        const struct org_unit *u = is_org ? orgs_find(spec->orgs, part->name, key) : NULL;
        if (u && is_too_late(in, p, found, u))
            u = NULL;
        file->part_level = part->name;
        file->part_unit = u ? u->id : key;
        if (u || !is_org)
            continue;
        const char *nearest = orgs_nearest(spec->orgs, part->name, key);
        findings_add(
            f, FINDING_ERROR, ST_INPUT, file->path, 0, 0,
            _("the organisation file has no %s \"%.80s\"%s%.80s%s; rename the file "
              "or the pattern"),
            part->name, key, nearest ? _("; did you mean \"") : "", nearest ? nearest : "",
            nearest ? "\"" : "");
        return false;
    }
    return true;
}

static const char **parts_of_sources(struct inputs *in, const struct plan *p,
                                     const struct found_file *found)
{
    const char **part = arena_array(&in->a, p->n_sources, sizeof *part);
    for (uint32_t s = 0; part && s < p->n_sources; s++)
        for (uint32_t i = 0; i < found->n_parts; i++)
            if (p->sources[s].kind == COLUMN_FILE_PART &&
                !strcmp(p->sources[s].text, found->parts[i].name))
                part[s] = found->parts[i].text;
    return part;
}

/* The files of one dataset, each opened. */
static kh_status open_files(struct inputs *in, struct plan *p, struct findings *f,
                            kh_err *e)
{
    const struct inputs_spec *spec = &in->spec;
    const struct filefind_spec wanted = {
        .input = p->conf,
        .data = spec->conf->data,
        .months =
            spec->windows
                ? spans_months_all(p->conf, spec->windows,
                                   p->conf->own_window ? 1 : spec->n_windows)
                : spans_months(p->conf, spec->from, spec->to, spec->own_from, spec->own_to),
        .windows = spec->windows,
        .n_windows = spec->windows && p->conf->own_window ? 1 : spec->n_windows,
        .dataset = p->dataset,
        .max = INTAKE_FILES_MAX,
        .domain = spec->domain->id,
    };
    struct found_files found = { 0 };
    kh_status rc = filefind(&found, &in->a, &wanted, f, e);
    p->files = arena_array(&in->a, found.n, sizeof *p->files);
    p->read = arena_array(&in->a, found.n, sizeof *p->read);
    if (!rc && (!p->files || !p->read))
        rc = no_memory(e);
    uint64_t chunks = 0;
    for (uint32_t i = 0; i < found.n && !rc; i++) {
        struct input_file *file = &p->files[i];
        *file = (struct input_file){ .dataset = p->dataset,
                                     .path = found.at[i].path,
                                     .name = found.at[i].name,
                                     .months = found.at[i].months };
        p->n_files++;
        p->read[i].bytes.fd = -1;
        p->read[i].first_chunk = chunks;
        p->read[i].part = parts_of_sources(in, p, &found.at[i]);
        if (!p->read[i].part)
            return no_memory(e);
        if (!place_part(in, p, &found.at[i], file, f))
            continue;
        rc = inputs_file_open(in, p, i, f, e);
        chunks += file->chunks;
        if (rc == ST_INPUT)
            rc = KH_OK; /* the other files are looked at too */
    }
    if (!rc && chunks > UINT32_MAX)
        rc = kh_fail(e, KH_ERANGE, _("'%s' has too many chunks; use a larger chunk size"),
                     p->conf->dataset);
    p->n_chunks = (uint32_t)chunks;
    return rc;
}

/* Can two rows of the dataset have one key at all? */
static bool has_key(const struct plan *p)
{
    if (p->key == PLAN_NONE || !p->n_chunks)
        return false;
    const struct column *c = &p->columns[p->key];
    for (uint32_t i = 0; i < p->n_files && !c->is_subject; i++)
        if (p->sources[c->source].kind != COLUMN_HEADER ||
            p->read[i].field[c->source] != PLAN_NONE)
            return true;
    return c->is_subject;
}

/* Is the key made with the help of a look-up? */
static bool key_waits(const struct plan *p)
{
    for (uint32_t i = 0; i < p->n_subject && p->columns[p->key].is_subject; i++)
        if (p->sources[p->subject[i]].kind == COLUMN_LOOKUP)
            return true;
    return false;
}

static kh_status find_dupes(struct inputs *in, struct plan *p, kh_err *e)
{
    struct reader *r = NULL;
    struct dupe_search *s = dupes_search();
    kh_status rc = s ? reader_quiet(&r, in, e) : no_memory(e);
    if (!rc)
        rc = reader_keys(r, p->dataset, s, e);
    if (!rc)
        rc = dupes_found(s, &in->dupes[p->dataset], e);
    p->dupes = rc ? NULL : in->dupes[p->dataset];
    reader_end(r);
    dupes_search_end(s);
    return rc;
}

static kh_status find_all_dupes(struct inputs *in, bool waiting, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < in->n && !rc; i++) {
        struct plan *p = &in->plans[i];
        if (p->conf && has_key(p) && key_waits(p) == waiting)
            rc = find_dupes(in, p, e);
    }
    return rc;
}

static kh_status make_plans(struct inputs *in, kh_err *e)
{
    struct inputs_spec *spec = &in->spec;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < in->n && !rc; i++)
        rc = plan_make(&in->plans[i], &in->a, spec, i, e);
    if (!rc)
        rc = lookup_plan(&in->lookups, in->plans, in->n, &in->a, spec, e);
    if (!rc)
        rc = registers_plan(in, e);
    for (uint32_t i = 0; i < in->n; i++) {
        in->first_source[i] = in->n_sources;
        in->n_sources += in->plans[i].n_sources;
    }
    return rc;
}

static kh_status open_all(struct inputs *in, struct findings *f, kh_err *e)
{
    kh_status rc = make_plans(in, e);
    uint32_t errors = f->errors;
    for (uint32_t i = 0; i < in->n && !rc; i++)
        if (in->plans[i].conf)
            rc = open_files(in, &in->plans[i], f, e);
    if (!rc && f->errors > errors)
        rc = kh_fail(e, ST_INPUT, _("input files are refused"));
    if (!rc)
        rc = find_all_dupes(in, false, e);
    if (!rc)
        rc = lookup_fill(in->lookups, in, f, e);
    if (!rc && f->errors > errors)
        rc = kh_fail(e, ST_INPUT, _("look-ups or registers are ambiguous"));
    return rc ? rc : find_all_dupes(in, true, e);
}

kh_status inputs_open(struct inputs **out, const struct inputs_spec *spec,
                      struct findings *f, kh_err *e)
{
    struct inputs *in = calloc(1, sizeof *in);
    *out = NULL;
    if (!in)
        return no_memory(e);
    arena_init(&in->a, 0);
    spill_init(&in->inflated);
    in->spec = *spec;
    in->n = spec->schema->datasets.count;
    in->plans = arena_array(&in->a, in->n, sizeof *in->plans);
    in->first_source = arena_array(&in->a, in->n, sizeof *in->first_source);
    in->dupes = arena_array(&in->a, in->n, sizeof(struct dupes *));
    kh_status rc =
        in->plans && in->first_source && in->dupes ? open_all(in, f, e) : no_memory(e);
    if (rc) {
        inputs_close(in);
        return rc;
    }
    in->spec.windows = NULL; /* the caller's; only the search for files needed them */
    *out = in;
    return KH_OK;
}

void inputs_close(struct inputs *in)
{
    if (!in)
        return;
    for (uint32_t i = 0; in->plans && in->dupes && i < in->n; i++) {
        for (uint32_t k = 0; k < in->plans[i].n_files; k++)
            survey_end(&in->plans[i].read[k].survey);
        dupes_end(in->dupes[i]);
    }
    lookup_end(in->lookups);
    spill_close(&in->inflated);
    arena_end(&in->a);
    free(in);
}

uint32_t inputs_files(const struct inputs *in, uint32_t dataset,
                      const struct input_file **at)
{
    *at = in->plans[dataset].files;
    return in->plans[dataset].n_files;
}

uint32_t inputs_chunks(const struct inputs *in, uint32_t dataset)
{
    return in->plans[dataset].n_chunks;
}

bool inputs_is_bound(const struct inputs *in, uint32_t dataset)
{
    return in->plans[dataset].conf;
}

bool inputs_is_missing(const struct inputs *in, uint32_t dataset)
{
    const struct plan *p = &in->plans[dataset];
    if (!p->conf)
        return false;
    struct span_cover c =
        spans_cover(p->conf, (struct span_window){ in->spec.own_from, in->spec.own_to, 0 });
    for (uint32_t i = 0; i < p->n_files; i++)
        span_cover_add(&c, p->files[i].months);
    return span_cover_is_missing(&c, p->conf, p->n_files);
}

uint32_t inputs_level(const struct inputs *in, uint32_t dataset)
{
    return in->plans[dataset].level;
}

uint64_t inputs_max_rejects(const struct inputs *in, uint32_t dataset, uint64_t rows)
{
    const struct plan *p = &in->plans[dataset];
    const char *set = p->conf ? p->conf->max_rejects : NULL;
    uint64_t most = rows / REJECTS_SHARE;
    if (!set) {
        if (p->schema->role == KH_REFERENCE)
            return 0;
        return most > REJECTS_FLOOR ? most : REJECTS_FLOOR;
    }
    mpq_t q, n;
    mpz_t whole;
    mpq_inits(q, n, NULL);
    mpz_init(whole);
    if (num_parse(q, set, strlen(set)) && p->conf->reject_share) {
        num_from_i64(n, rows > INT64_MAX ? INT64_MAX : (int64_t)rows);
        mpq_mul(q, q, n);
        mpq_set_ui(n, 100, 1);
        mpq_div(q, q, n);
    }
    mpz_tdiv_q(whole, mpq_numref(q), mpq_denref(q));
    most = mpz_sizeinbase(whole, 2) > 63 ? UINT64_MAX : (uint64_t)mpz_get_ui(whole);
    mpz_clear(whole);
    mpq_clears(q, n, NULL);
    return most;
}
