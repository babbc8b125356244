/* SPDX-License-Identifier: Apache-2.0 */
/* inputs_kit.h - a small domain, its files in the suite's folder, and what is read of them
 * as text. */
#ifndef KH_TESTS_UNIT_INPUTS_KIT_H
#define KH_TESTS_UNIT_INPUTS_KIT_H

#include "base/buf.h"
#include "intake/inputs.h"
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EVENTS, PROJECTS, LIST, KIT_SPACES = 3 };

static const char *const kit_spaces[] = { "unit", "person", "project" };
static const char *const kit_levels[] = { "minor", "major", "critical", NULL };
static const kh_field kit_events[] = {
    { .name = "subject", .type = KH_KEY },
    { .name = "event_id", .type = KH_TEXT, .flags = KH_NULLABLE | KH_OPTIONAL },
    { .name = "at", .type = KH_TIME },
    { .name = "level", .type = KH_ENUM, .labels = kit_levels },
    { .name = "wait_s", .type = KH_I64, .flags = KH_NULLABLE | KH_OPTIONAL },
    { .name = "amount", .type = KH_DEC, .scale = 2, .flags = KH_NULLABLE | KH_OPTIONAL },
    { .name = "ratio", .type = KH_F64, .flags = KH_NULLABLE | KH_OPTIONAL },
    { .name = "ok", .type = KH_BOOL, .flags = KH_NULLABLE | KH_OPTIONAL },
    { .name = "note", .type = KH_TEXT, .flags = KH_NULLABLE | KH_OPTIONAL },
    { .name = "person", .type = KH_KEY, .space = 1, .flags = KH_NULLABLE | KH_OPTIONAL },
    { .name = "rev", .type = KH_I64, .flags = KH_NULLABLE | KH_OPTIONAL },
    { .name = "project_id", .type = KH_KEY, .space = 2, .flags = KH_OPTIONAL },
};
static const kh_field kit_projects[] = {
    { .name = "project_id", .type = KH_KEY, .space = 2 },
    { .name = "role", .type = KH_TEXT, .flags = KH_OPTIONAL },
    { .name = "rev", .type = KH_I64, .flags = KH_OPTIONAL },
};
static const kh_field kit_list[] = {
    { .name = "item", .type = KH_TEXT },
    { .name = "points", .type = KH_I64 },
};
static const kh_dataset kit_datasets[] = {
    { .name = "events",
      .role = KH_FACT,
      .when = 3,
      .key = 2,
      .revision = 11,
      .columns = KH_LIST(kit_events) },
    { .name = "projects",
      .role = KH_FACT,
      .flags = KH_OPTIONAL,
      .key = 1,
      .revision = 3,
      .columns = KH_LIST(kit_projects) },
    { .name = "list",
      .role = KH_REFERENCE,
      .flags = KH_OPTIONAL,
      .columns = KH_LIST(kit_list) },
};
static const kh_domain kit_schema = { .size = sizeof kit_schema,
                                      .order = KH_EXACT,
                                      .spaces = KH_LIST(kit_spaces),
                                      .datasets = KH_LIST(kit_datasets) };

/* A domain, opened. */
struct kit {
    struct arena a;
    struct findings f;
    const struct conf *conf;
    struct inputs_spec spec;
    struct inputs *in;
    kh_status rc;
    kh_err e;
};

/* Write a file into a folder of the suite's. */
static inline void kit_file(const char *name, const char *bytes, size_t n)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", unit_folder(), name);
    for (char *p = path + strlen(unit_folder()) + 1; *p; p++)
        if (*p == '/') {
            *p = '\0';
            mkdir(path, 0777);
            *p = '/';
        }
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, n, f) != n || fclose(f)) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        abort();
    }
}

static inline void kit_text(const char *name, const char *text)
{
    kit_file(name, text, strlen(text));
}

static inline void kit_remove(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", unit_folder(), name);
    unlink(path);
}

/* Write the configuration: `domain` is what stands behind the subject. */
static inline void kit_configure(const char *run, const char *subject, const char *domain)
{
    char text[1 << 14];
    snprintf(text, sizeof text, "modules = \"m\"; database = \"d.db\"; %s\n", run);
    kit_text("kaohe.cfg", text);
    snprintf(text, sizeof text,
             "domain = { id = \"d\"; plugin = \"p\"; cycle = { months = 1; }; subject = ( "
             "%s ); %s scheme = ( { from = \"2011-01\"; full = 100; nodes = ( { id = "
             "\"A\"; weight "
             "= 100; indicator = \"x\"; points = { kind = \"value\"; }; } ); } ); };",
             subject, domain);
    kit_text("m/d.cfg", text);
}

/* Open for a month (2011-04 is 2011 * 12 + 3). */
static inline struct kit kit_open(size_t chunk_size, int32_t months)
{
    struct kit k = { 0 };
    char path[512];
    snprintf(path, sizeof path, "%s/kaohe.cfg", unit_folder());
    arena_init(&k.a, 0);
    k.conf = conf_load(&k.a, path, NULL, 0, &k.f);
    k.rc = KH_ECONFIG;
    if (!k.conf || k.f.errors || !k.conf->n_domains)
        return k;
    const struct conf_domain *d = &k.conf->domains[0];
    inputs_check(d, &kit_schema, &k.f);
    if (k.f.errors)
        return k;
    k.spec = (struct inputs_spec){
        .conf = k.conf, .domain = d, .schema = &kit_schema, .chunk_size = chunk_size
    };
    cycle_window(&d->cycle, months, 2011 * 12 + 3, &k.spec.from, &k.spec.to);
    cycle_window(&d->cycle, 1, 2011 * 12 + 3, &k.spec.own_from, &k.spec.own_to);
    if (k.conf->orgs)
        k.spec.orgs = orgs_read(&k.a, k.conf->orgs, k.spec.own_from, k.spec.own_to, &k.f);
    if (!k.f.errors)
        k.rc = inputs_open(&k.in, &k.spec, &k.f, &k.e);
    return k;
}

static inline void kit_close(struct kit *k)
{
    inputs_close(k->in);
    findings_end(&k->f);
    arena_end(&k->a);
}

/* All findings, a line each, without the suite's folder. */
static inline const char *kit_findings(const struct kit *k)
{
    static char out[1 << 14];
    size_t len = 0, folder = strlen(unit_folder());
    out[0] = '\0';
    for (uint32_t i = 0; i < k->f.len; i++) {
        for (const char *s = k->f.at[i].text; *s && len < sizeof out - 2;)
            if (!strncmp(s, unit_folder(), folder) && s[folder] == '/')
                s += folder + 1;
            else
                out[len++] = *s++;
        out[len++] = '\n';
        out[len] = '\0';
    }
    return out;
}

/* What the rows of a dataset are, a line each. */
struct kit_reading {
    const struct kit *k;
    struct buf rows;
    struct dict *dicts[KIT_SPACES];
    uint32_t dataset;
    bool is_sound;
};

static inline void kit_cell(struct kit_reading *x, const kh_field *f, const kh_col *c,
                            uint32_t row)
{
    char text[32];
    struct buf *b = &x->rows;
    if (!kh_has(c, row)) {
        buf_char(b, '-');
        return;
    }
    switch (f->type) {
    case KH_BOOL:
        buf_text(b, ((const uint8_t *)c->data)[row] ? "true" : "false");
        break;
    case KH_I64:
        buf_printf(b, "%lld", (long long)kh_i64(c, row));
        break;
    case KH_DEC:
        dec_text(text, kh_i64(c, row), f->scale);
        buf_text(b, text);
        break;
    case KH_F64:
        buf_printf(b, "%.17g", ((const double *)c->data)[row]);
        break;
    case KH_TIME:
        time_text(text, kh_i64(c, row));
        buf_text(b, text);
        break;
    case KH_ENUM:
        buf_text(b, f->labels[kh_enum(c, row)]);
        break;
    case KH_KEY:
        buf_text(b, dict_text(x->dicts[f->space], kh_key(c, row), NULL));
        break;
    default:
        buf_add(b, (const char *)c->data + c->offsets[row],
                c->offsets[row + 1] - c->offsets[row]);
        break;
    }
}

static inline kh_status kit_batch(void *ctx, const struct batch *b, kh_err *e)
{
    struct kit_reading *x = ctx;
    const kh_dataset *ds = &kit_datasets[x->dataset];
    (void)e;
    x->is_sound = x->is_sound && b->view.rows && b->view.rows <= INTAKE_BATCH_ROWS &&
                  b->view.cols == ds->columns.count && b->view.dataset == x->dataset;
    for (uint32_t s = 0; s < KIT_SPACES; s++)
        x->is_sound = x->is_sound && b->view.space_len[s] == dict_len(x->dicts[s]);
    for (uint32_t k = 0; k < ds->columns.count; k++)
        x->is_sound = x->is_sound && (uintptr_t)b->view.col[k].data % 64 == 0 &&
                      (uintptr_t)b->view.col[k].valid % 64 == 0;
    for (uint32_t i = 0; i < b->view.rows; i++) {
        buf_printf(&x->rows, "%u:%llu", b->files ? b->files[i] : b->file,
                   (unsigned long long)b->line[i]);
        for (uint32_t k = 0; k < ds->columns.count; k++) {
            buf_char(&x->rows, k ? '|' : ' ');
            kit_cell(x, (const kh_field *)ds->columns.at + k, &b->view.col[k], i);
        }
        buf_char(&x->rows, '\n');
    }
    return KH_OK;
}

/* Rows, rejects and counts of a dataset, read by `readers` in turn. */
struct kit_result {
    char *rows, *rejects;
    struct counts counts;
};

static inline void kit_rejects(struct buf *out, struct rejects *r)
{
    struct arena a;
    arena_init(&a, 0);
    rejects_sort(r);
    for (uint32_t i = 0; i < r->len; i++) {
        const struct reject *x = &r->at[i];
        buf_printf(out, "%u:%llu %s: %s%s%s\n", x->file, (unsigned long long)x->line,
                   x->column, rejects_reason(&a, LANG_EN, x->reason), *x->text ? ": " : "",
                   x->text);
    }
    arena_end(&a);
}

static inline int kit_compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline struct kit_result kit_read(const struct kit *k, uint32_t dataset,
                                         uint32_t readers)
{
    enum { READERS_MAX = 8 };
    struct reader *all[READERS_MAX] = { 0 };
    struct rejects rejects[READERS_MAX];
    struct arena arena[READERS_MAX];
    struct kit_reading x = { .k = k, .dataset = dataset, .is_sound = true };
    struct kit_result result = { 0 };
    kh_err e = { 0 };
    kh_status rc = KH_OK;
    buf_init(&x.rows, 1 << 28);
    for (uint32_t s = 0; s < KIT_SPACES; s++)
        x.dicts[s] = dict_new();
    for (uint32_t i = 0; i < readers && !rc; i++) {
        arena_init(&arena[i], 0);
        rejects[i] = (struct rejects){ .arena = &arena[i] };
        rc = reader_new(&all[i], k->in, &rejects[i], &e);
    }
    for (uint32_t c = 0; c < inputs_chunks(k->in, dataset) && !rc; c++)
        rc = reader_chunk(all[(c * 7 + c / 3) % readers], dataset, c, x.dicts, kit_batch,
                          &x, &e);
    if (!rc)
        rc = reader_settle(all[0], all, readers, dataset, x.dicts, kit_batch, &x, &e);
    check_text(rc ? e.text : NULL, NULL, dataset);
    check_true(x.is_sound, dataset);
    struct arena joined;
    arena_init(&joined, 0);
    struct rejects sum = { .arena = &joined };
    for (uint32_t i = 0; i < readers; i++) {
        struct counts c;
        reader_counts(all[i], dataset, &c);
        result.counts.rows += c.rows;
        result.counts.rejected += c.rejected;
        result.counts.skipped += c.skipped;
        result.counts.revised += c.revised;
        rejects_join(&sum, &rejects[i]);
    }
    struct buf text;
    buf_init(&text, 1 << 28);
    buf_text(&text, "");
    kit_rejects(&text, &sum);
    result.rejects = text.at ? text.at : strdup("");
    result.rows = x.rows.at ? x.rows.at : strdup("");
    arena_end(&joined);
    for (uint32_t i = 0; i < readers; i++) {
        reader_end(all[i]);
        arena_end(&arena[i]);
    }
    for (uint32_t s = 0; s < KIT_SPACES; s++)
        dict_end(x.dicts[s]);
    return result;
}

static inline void kit_result_end(struct kit_result *r)
{
    free(r->rows);
    free(r->rejects);
}

/* The lines of a text in bytewise order, in place. */
static inline void kit_sort_lines(char *text)
{
    size_t n = 0, len = strlen(text), k = 0;
    for (const char *p = text; *p; p++)
        n += *p == '\n';
    char **lines = malloc((n + 1) * sizeof *lines), *copy = malloc(len + 1);
    memcpy(copy, text, len + 1);
    for (char *p = copy; *p && k < n;) {
        char *end = strchr(p, '\n');
        lines[k++] = p;
        *end = '\0';
        p = end + 1;
    }
    qsort(lines, k, sizeof *lines, kit_compare_lines);
    size_t at = 0;
    for (size_t i = 0; i < k; i++) {
        size_t n_line = strlen(lines[i]);
        memcpy(text + at, lines[i], n_line);
        at += n_line;
        text[at++] = '\n';
    }
    text[at] = '\0';
    free(lines);
    free(copy);
}

#endif
