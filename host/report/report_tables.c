/* SPDX-License-Identifier: Apache-2.0 */
/* report_tables.c - see report_tables.h. */
#include "report/report_tables.h"

#include "report/report_rows.h"

#include <jansson.h>
#include <string.h>

struct text_row {
    const char *level, *subject, *name, *cells;
};

static void fill_table(struct row *w, void *item)
{
    struct table *t = item;
    t->name = row_text(w);
    t->doc = row_text(w);
    t->json = row_text(w);
    t->n_all = row_int(w);
}

static void fill_row(struct row *w, void *item)
{
    struct text_row *t = item;
    t->level = row_text(w);
    t->subject = row_text(w);
    t->name = row_text(w);
    t->cells = row_text(w);
}

/* The texts of a JSON array that the store wrote. */
static kh_status texts(struct arena *a, const char *text, const char ***out, uint32_t *n,
                       kh_err *e)
{
    json_t *list = json_loads(text, 0, NULL);
    size_t len = json_is_array(list) ? json_array_size(list) : 0;
    bool ok = json_is_array(list);
    *out = arena_array(a, len + 1, sizeof **out);
    *n = (uint32_t)len;
    for (size_t i = 0; *out && i < len; i++) {
        const char *s = json_string_value(json_array_get(list, i));
        (*out)[i] = arena_text(a, s ? s : "");
        ok = ok && (*out)[i];
    }
    json_decref(list);
    return ok && *out ? KH_OK : kh_fail(e, ST_IO, _("the store holds a damaged table row"));
}

static kh_status load_rows(struct tables *l, const struct report *r, const char *domain,
                           struct table *t, kh_err *e)
{
    static const char sql[] =
        "SELECT level, subject, ifnull((SELECT s.subject_name FROM score s WHERE s.run = ?1"
        " AND s.domain = ?3 AND s.level = o.level AND s.subject = o.subject LIMIT 1),"
        " subject), cells FROM domain_row o WHERE run = ?1 AND domain = ?3 AND name = ?4"
        " ORDER BY seq LIMIT 30";
    const struct rows what = {
        sql, domain, t->name, NULL, sizeof(struct text_row), fill_row
    };
    struct text_row *rows = NULL;
    uint32_t n = 0;
    kh_status rc = rows_load(r, &l->arena, &what, (void **)&rows, &n, e);
    if (!rc)
        rc = texts(&l->arena, t->json, &t->columns, &t->n_columns, e);
    t->rows = rc ? NULL : arena_array(&l->arena, (size_t)n + 1, sizeof *t->rows);
    if (!rc && !t->rows)
        rc = kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    for (uint32_t i = 0; !rc && i < n; i++) {
        struct table_row *to = &t->rows[t->n_rows++];
        to->level = rows[i].level;
        to->subject = rows[i].subject;
        to->name = rows[i].name;
        rc = texts(&l->arena, rows[i].cells, &to->cells, &to->n_cells, e);
    }
    return rc;
}

void tables_init(struct tables *l)
{
    *l = (struct tables){ .at = NULL };
    arena_init(&l->arena, 0);
}

kh_status tables_load(struct tables *l, const struct report *r, const char *domain,
                      kh_err *e)
{
    static const char sql[] =
        "SELECT name, doc, columns, (SELECT count(*) FROM domain_row o WHERE o.run = t.run"
        " AND o.domain = t.domain AND o.name = t.name) FROM domain_table t WHERE run = ?1"
        " AND domain = ?3 ORDER BY name LIMIT 64";
    const struct rows what = { sql, domain, NULL, NULL, sizeof *l->at, fill_table };
    arena_end(&l->arena);
    kh_status rc = rows_load(r, &l->arena, &what, (void **)&l->at, &l->n, e);
    for (uint32_t i = 0; !rc && i < l->n; i++)
        rc = load_rows(l, r, domain, &l->at[i], e);
    return rc;
}

const char *tables_cell(struct words *w, const struct table *t, const struct table_row *r,
                        uint32_t column)
{
    const char *text = column < r->n_cells ? r->cells[column] : "";
    return strcmp(t->columns[column], "recommended") ? text : words_code(w, text);
}

void tables_end(struct tables *l)
{
    arena_end(&l->arena);
}
