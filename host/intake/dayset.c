/* SPDX-License-Identifier: Apache-2.0 */
/* dayset.c - see dayset.h. */
#include "intake/dayset.h"
#include "base/lang.h"

#include <stdlib.h>
#include <string.h>

enum { DAYSET_TOLD = 5 /* rows that a refusal names */ };
enum { FROM, TO };

static const kh_field columns[] = {
    { .name = "from", .doc = "First day or time.", .type = KH_TIME },
    { .name = "to",
      .doc = "Last one; empty: not ended.",
      .type = KH_TIME,
      .flags = KH_NULLABLE },
};

/* A set while it is read. */
struct reading_days {
    struct dayset *out;
    const struct span_window *windows;
    uint32_t n_windows;
    struct span_window hull;
    bool *touched; /* [day - hull.from] */
    struct rejects rejects;
};

static bool touches(const struct reading_days *r, int32_t first, int32_t last)
{
    for (uint32_t i = 0; i < r->n_windows; i++)
        if (first < r->windows[i].to && last >= r->windows[i].from)
            return true;
    return false;
}

/* What the file calls the end of an interval. */
static const char *end_header(const struct dayset *s)
{
    for (uint32_t i = 0; i < s->conf->file->n_columns; i++)
        if (!strcmp(s->conf->file->columns[i].name, columns[TO].name))
            return s->conf->file->columns[i].text;
    return columns[TO].name;
}

static kh_status take_rows(void *ctx, const struct batch *b, kh_err *e)
{
    struct reading_days *r = ctx;
    const kh_col *from = &b->view.col[FROM], *to = &b->view.col[TO];
    (void)e;
    for (uint32_t i = 0; i < b->view.rows; i++) {
        int64_t begins = kh_i64(from, i), ends = kh_has(to, i) ? kh_i64(to, i) : INT64_MAX;
        int32_t first = civil_day_of(begins);
        int32_t last = ends == INT64_MAX ? r->hull.to : civil_day_of(ends);
        if (ends < begins) {
            char text[27];
            time_text(text, ends);
            rejects_add(&r->rejects, 0, b->files ? b->files[i] : b->file, b->line[i],
                        end_header(r->out), N_("ends before it begins"), text,
                        strlen(text));
            continue;
        }
        r->out->outside += !touches(r, first, last);
        first = first < r->hull.from ? r->hull.from : first;
        last = last >= r->hull.to ? r->hull.to - 1 : last;
        for (int32_t day = first; day <= last; day++)
            r->touched[day - r->hull.from] = true;
    }
    return KH_OK;
}

/* A row that cannot be read might have named a day: the file is refused. */
static kh_status tell_rejects(struct reading_days *r, struct arena *a, struct findings *f,
                              kh_err *e)
{
    const struct rejects *all = &r->rejects;
    rejects_sort(&r->rejects);
    for (uint32_t i = 0; i < all->len && i < DAYSET_TOLD; i++) {
        const struct reject *x = &all->at[i];
        const char *why = rejects_reason(a, lang_messages(), x->reason);
        bool has_column = *x->column, has_text = *x->text;
        findings_add(f, FINDING_ERROR, ST_INPUT, r->out->files[x->file].path,
                     (uint32_t)x->line, 0, "%s%s%s%s%s%s%s",
                     has_column ? _("column '") : "", x->column, has_column ? "': " : "",
                     has_text ? "\"" : "", x->text, has_text ? "\": " : "", why ? why : "");
    }
    if (!all->count)
        return KH_OK;
    return kh_fail(e, ST_INPUT, _("%s: %llu rows cannot be read; correct them"),
                   r->out->name, (unsigned long long)all->count);
}

/* What was found, before the inputs are closed. */
static kh_status keep_files(struct dayset *out, struct arena *a, const struct inputs *in,
                            kh_err *e)
{
    const struct input_file *at = NULL;
    uint32_t n = inputs_files(in, 0, &at);
    out->files = arena_array(a, n, sizeof *out->files);
    bool ok = out->files;
    for (uint32_t i = 0; ok && i < n; i++) {
        struct input_file *file = &out->files[out->n_files++];
        *file = at[i];
        file->path = arena_text(a, at[i].path);
        file->name = arena_text(a, at[i].name);
        file->part_level = file->part_unit = NULL;
        ok = file->path && file->name;
    }
    return ok ? KH_OK : kh_fail(e, KH_ENOMEM, _("no memory for %s"), out->name);
}

static kh_status read_rows(struct reading_days *r, struct arena *a, const struct inputs *in,
                           struct findings *f, kh_err *e)
{
    struct reader *reader = NULL;
    struct dict *dicts[1] = { NULL };
    struct counts counts = { 0 };
    kh_status rc = keep_files(r->out, a, in, e);
    if (!rc)
        rc = reader_new(&reader, in, &r->rejects, e);
    for (uint32_t i = 0; !rc && i < inputs_chunks(in, 0); i++)
        rc = reader_chunk(reader, 0, i, dicts, take_rows, r, e);
    if (!rc) {
        reader_counts(reader, 0, &counts);
        r->out->rows = counts.rows;
        rc = tell_rejects(r, a, f, e);
    }
    reader_end(reader);
    return rc;
}

static kh_status open_and_read(struct reading_days *r, struct arena *a,
                               const struct conf *c, const char *domain, struct findings *f,
                               kh_err *e)
{
    /* Whether a file is missing is this file's to tell. */
    struct conf_input input = *r->out->conf->file;
    input.may_be_missing = true;
    const kh_dataset dataset = { .name = input.dataset,
                                 .role = KH_FACT,
                                 .when = FROM + 1,
                                 .until = TO + 1,
                                 .columns = KH_LIST(columns) };
    const kh_domain schema = { .datasets = { &dataset, 1, sizeof dataset } };
    const struct conf_domain d = { .id = domain, .inputs = &input, .n_inputs = 1 };
    const struct inputs_spec spec = { .conf = c,
                                      .domain = &d,
                                      .schema = &schema,
                                      .from = r->hull.from,
                                      .to = r->hull.to,
                                      .own_from = r->windows[0].from,
                                      .own_to = r->windows[0].to,
                                      .windows = r->windows,
                                      .n_windows = r->n_windows };
    struct inputs *in = NULL;
    kh_status rc = inputs_open(&in, &spec, f, e);
    if (!rc)
        rc = read_rows(r, a, in, f, e);
    inputs_close(in);
    return rc;
}

static kh_status list_days(struct reading_days *r, struct arena *a, kh_err *e)
{
    uint32_t span = (uint32_t)(r->hull.to - r->hull.from);
    int32_t *days = arena_array(a, span, sizeof *days);
    if (!days)
        return kh_fail(e, KH_ENOMEM, _("no memory for %s"), r->out->name);
    for (uint32_t i = 0; i < span; i++)
        if (r->touched[i])
            days[r->out->n++] = r->hull.from + (int32_t)i;
    r->out->days = days;
    return KH_OK;
}

static void tell_windows(const struct reading_days *r, const char *domain,
                         struct findings *f)
{
    for (uint32_t i = 0; i < r->n_windows; i++) {
        const struct span_window w = r->windows[i];
        const int32_t *at = NULL;
        char from[11], to[11];
        day_text(from, w.from);
        day_text(to, w.to - 1);
        if (dayset_is_missing(r->out, w))
            findings_add(f, FINDING_WARNING, ST_INPUT, NULL, 0, 0,
                         _("%s.%s: no file %s for %s to %s; leaves on these days are "
                           "missing; deliver it, or set may_be_missing = true"),
                         domain, r->out->name, r->out->conf->file->files[0], from, to);
        else if (!dayset_within(r->out, w, &at))
            findings_add(f, FINDING_WARNING, ST_INPUT, NULL, 0, 0,
                         _("%s.%s: no day from %s to %s; leaves on these days are na"),
                         domain, r->out->name, from, to);
    }
}

kh_status dayset_read(struct dayset *out, struct arena *a, const struct conf *c,
                      const char *domain, const struct conf_day_set *set,
                      const struct span_window *windows, uint32_t n, struct findings *f,
                      kh_err *e)
{
    *out = (struct dayset){ .conf = set, .name = set->file->dataset };
    struct reading_days r = {
        .out = out, .windows = windows, .n_windows = n, .hull = windows[0]
    };
    struct arena kept; /* texts of rejects */
    for (uint32_t i = 1; i < n; i++) {
        r.hull.from = windows[i].from < r.hull.from ? windows[i].from : r.hull.from;
        r.hull.to = windows[i].to > r.hull.to ? windows[i].to : r.hull.to;
    }
    if (r.hull.to - r.hull.from > DAYSET_SPAN_MAX)
        return kh_fail(e, KH_ERANGE, _("%s: more than %d days"), out->name,
                       DAYSET_SPAN_MAX);
    arena_init(&kept, 0);
    r.rejects.arena = &kept;
    r.touched = calloc((size_t)(r.hull.to - r.hull.from) + 1, sizeof *r.touched);
    kh_status rc = r.touched ? open_and_read(&r, a, c, domain, f, e)
                             : kh_fail(e, KH_ENOMEM, _("no memory for %s"), out->name);
    if (!rc)
        rc = list_days(&r, a, e);
    if (!rc) {
        out->missing = dayset_is_missing(out, windows[0]);
        tell_windows(&r, domain, f);
    }
    free(r.touched);
    arena_end(&kept);
    return rc;
}

bool dayset_is_missing(const struct dayset *s, struct span_window w)
{
    const struct conf_input *in = s->conf->file;
    struct span_cover c = spans_cover(in, w);
    for (uint32_t i = 0; i < s->n_files; i++)
        span_cover_add(&c, s->files[i].months);
    return !in->may_be_missing && span_cover_is_missing(&c, in, s->n_files);
}

uint32_t dayset_within(const struct dayset *s, struct span_window w, const int32_t **at)
{
    uint32_t first = 0, last = s->n;
    while (first < last && s->days[first] < w.from)
        first++;
    while (last > first && s->days[last - 1] >= w.to)
        last--;
    *at = s->days + first;
    return last - first;
}
