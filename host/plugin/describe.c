/* SPDX-License-Identifier: Apache-2.0 */
/* describe.c - plugin list and plugin describe as text; see describe.h.
 *
 * A table is collected cell by cell and printed with columns as wide as their widest cell
 * on a terminal, so that Chinese texts stay aligned. */
#include "plugin/describe.h"

#include "base/lang.h"
#include "base/path.h"
#include "base/text.h"
#include "plugin/loaded.h"
#include "plugin/scalar.h"

enum {
    GRID_COLUMNS = 6,
    INDENT = 2,
    GAP = 2 /* blanks between columns */
};

struct grid {
    struct arena arena;
    const char **cell; /* row after row */
    uint32_t len, cap, columns;
    bool failed;
};

static void grid_add(struct grid *g, const char *text)
{
    const char **cell =
        arena_push(&g->arena, (void **)&g->cell, &g->len, &g->cap, sizeof *cell);
    if (cell && text)
        *cell = text;
    else
        g->failed = true;
}

static void put_blanks(struct buf *out, int n)
{
    for (int i = 0; i < n; i++)
        buf_char(out, ' ');
}

/* Print the rows; the last column runs on, and no line ends in blanks. */
static void grid_print(struct grid *g, struct buf *out, int indent)
{
    int width[GRID_COLUMNS] = { 0 };
    for (uint32_t i = 0; !g->failed && i < g->len; i++) {
        int w = text_width(g->cell[i]);
        if (w > width[i % g->columns])
            width[i % g->columns] = w;
    }
    int pending = 0;
    for (uint32_t i = 0; !g->failed && i < g->len; i++) {
        uint32_t k = i % g->columns;
        pending = k ? pending : indent;
        if (*g->cell[i]) {
            put_blanks(out, pending);
            buf_text(out, g->cell[i]);
            pending = 0;
        }
        pending += width[k] - text_width(g->cell[i]) + (width[k] ? GAP : 0);
        if (k + 1 == g->columns)
            buf_char(out, '\n');
    }
    out->failed = out->failed || g->failed;
    arena_end(&g->arena);
    *g = (struct grid){ .columns = g->columns };
}

static struct grid grid_of(uint32_t columns)
{
    struct grid g = { .columns = columns };
    arena_init(&g.arena, 0);
    return g;
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

/* "dec(2)", "key(contractor)" */
static const char *type_text(struct arena *a, const kh_field *f, const kh_domain *d)
{
    const char *type = scalar_type(f->type);
    if (f->type == KH_DEC)
        return arena_printf(a, "%s(%d)", type, (int)f->scale);
    if (f->type == KH_KEY && d && f->space < d->spaces.count)
        return arena_printf(a, "%s(%s)", type,
                            ((const char *const *)d->spaces.at)[f->space]);
    return type;
}

/* "0..100", ">= 0", "<= 5" */
static const char *bounds_text(struct arena *a, const kh_field *f)
{
    if (f->min && f->max)
        return arena_printf(a, "%s..%s", f->min, f->max);
    if (f->min)
        return arena_printf(a, ">= %s", f->min);
    return f->max ? arena_printf(a, "<= %s", f->max) : "";
}

static const char *default_text(struct arena *a, const kh_field *f)
{
    if (!f->dflt)
        return f->flags & KH_OPTIONAL ? _("optional") : _("required");
    if (f->type == KH_TABLE)
        return _("no rows");
    if (f->type == KH_TEXT)
        return arena_printf(a, "= \"%s\"", f->dflt);
    return arena_printf(a, "= %s", f->dflt);
}

/* The doc, and behind it the labels of an enum: "How bad. (minor, major, critical)" */
static const char *doc_text(struct arena *a, const kh_field *f)
{
    const char *doc = or_empty(f->doc);
    if (f->flags & KH_DEPRECATED)
        doc = arena_printf(a, "%s %s", _("(deprecated)"), doc);
    if (f->type != KH_ENUM)
        return doc;
    for (uint32_t i = 0; doc && f->labels[i]; i++)
        doc = arena_printf(a, "%s%s%s", doc, i ? ", " : *doc ? " (" : "(", f->labels[i]);
    return doc ? arena_printf(a, "%s)", doc) : NULL;
}

static void add_params(struct grid *g, kh_list params, const char *lead)
{
    for (uint32_t i = 0; i < params.count; i++) {
        const kh_field *f = schema_field(params, i);
        const char *name = arena_printf(&g->arena, "%s%s", lead, f->name);
        grid_add(g, name);
        grid_add(g, type_text(&g->arena, f, NULL));
        grid_add(g, default_text(&g->arena, f));
        grid_add(g, bounds_text(&g->arena, f));
        grid_add(g, doc_text(&g->arena, f));
        const char *inner = arena_printf(&g->arena, "%s[].", or_empty(name));
        if (f->type == KH_TABLE && inner)
            add_params(g, f->fields, inner);
    }
}

static void put_columns(struct buf *out, kh_list columns, const kh_domain *d)
{
    struct grid g = grid_of(4);
    for (uint32_t i = 0; i < columns.count; i++) {
        const kh_field *f = schema_field(columns, i);
        grid_add(&g, f->name);
        grid_add(&g, type_text(&g.arena, f, d));
        grid_add(&g, f->flags & KH_OPTIONAL   ? _("optional")
                     : f->flags & KH_NULLABLE ? _("may be empty")
                                              : "");
        grid_add(&g, doc_text(&g.arena, f));
    }
    grid_print(&g, out, 2 * INDENT);
}

static const char *column_name(const kh_dataset *d, uint32_t at)
{
    return at ? schema_field(d->columns, at - 1)->name : "";
}

static void put_dataset(struct buf *out, const kh_dataset *x, const kh_domain *d)
{
    const struct {
        const char *what;
        uint32_t at;
    } refs[] = { { "when", x->when },
                 { "until", x->until },
                 { "key", x->key },
                 { "revision", x->revision } };
    put_blanks(out, INDENT);
    buf_printf(out, "%s: %s", x->name, x->role == KH_FACT ? _("facts") : _("reference"));
    if (x->flags & KH_OPTIONAL)
        buf_printf(out, ", %s", _("optional"));
    for (size_t i = 0; i < COUNT(refs); i++)
        if (refs[i].at)
            buf_printf(out, ", %s = %s", refs[i].what, column_name(x, refs[i].at));
    buf_printf(out, ". %s\n", or_empty(x->doc));
    put_columns(out, x->columns, d);
}

/* "calls, orders": the datasets without which an indicator cannot be measured. */
static const char *needs_text(struct arena *a, const kh_indicator *x, const kh_domain *d)
{
    const char *list = "";
    for (uint32_t i = 0; list && i < d->datasets.count; i++)
        if (x->needs >> i & 1)
            list = arena_printf(a, "%s%s%s", list, *list ? ", " : "",
                                schema_dataset(d, i)->name);
    return list && *list ? arena_printf(a, _("needs %s"), list) : list;
}

static const char *kind_text(struct arena *a, const kh_indicator *x)
{
    const char *type = scalar_type(x->type);
    const char *kind = type;
    if (x->type == KH_DEC)
        kind = arena_printf(a, "%s(%d)", type, (int)x->scale);
    if (kind && x->flags & KH_RATIO)
        kind = arena_printf(a, _("%s ratio x %lld"), kind,
                            (long long)(x->times ? x->times : 1));
    if (kind && x->flags & KH_SUM)
        kind = arena_printf(a, _("%s, summed"), kind);
    return kind;
}

static void put_indicators(struct buf *out, const kh_domain *d)
{
    struct grid g = grid_of(6);
    for (uint32_t i = 0; i < d->indicators.count; i++) {
        const kh_indicator *x = schema_indicator(d, i);
        grid_add(&g, x->id);
        grid_add(&g, or_empty(x->unit));
        grid_add(&g, kind_text(&g.arena, x));
        grid_add(&g, x->flags & KH_HIGHER_IS_BETTER ? _("higher is better") : "");
        grid_add(&g, needs_text(&g.arena, x, d));
        grid_add(&g, or_empty(x->doc));
    }
    grid_print(&g, out, INDENT);
}

static void put_domain(struct buf *out, const struct schema *s)
{
    const kh_domain *d = &s->domain;
    if (s->by_default)
        buf_printf(out, "\n%s\n",
                   _("What follows depends on the parameters; it is shown for the "
                     "defaults."));
    buf_printf(out, "\n%s\n", _("Datasets"));
    for (uint32_t i = 0; i < d->datasets.count; i++)
        put_dataset(out, schema_dataset(d, i), d);
    buf_printf(out, "\n%s\n", _("Indicators"));
    put_indicators(out, d);
    if (d->tables.count)
        buf_printf(out, "\n%s\n", _("Tables"));
    for (uint32_t i = 0; i < d->tables.count; i++) {
        const kh_table *t = schema_table(d, i);
        put_blanks(out, INDENT);
        buf_printf(out, "%s. %s\n", t->name, or_empty(t->doc));
        put_columns(out, t->columns, d);
    }
}

kh_status describe_text(struct buf *out, const struct schema *s)
{
    buf_printf(out, "%s %s\n", s->plugin, s->version);
    if (s->doc)
        buf_printf(out, "%s\n", s->doc);
    if (s->params.count) {
        struct grid g = grid_of(5);
        buf_printf(out, "\n%s\n", _("Parameters"));
        add_params(&g, s->params, "");
        grid_print(&g, out, INDENT);
    }
    if (s->has_domain)
        put_domain(out, s);
    else
        buf_printf(out, "\n%s\n",
                   _("Datasets and indicators depend on parameters that have no "
                     "default."));
    return out->failed ? KH_ENOMEM : KH_OK;
}

kh_status describe_list(struct buf *out, const struct scanned *files, uint32_t n)
{
    struct grid g = grid_of(3);
    for (uint32_t i = 0; i < n; i++) {
        const struct scanned *x = &files[i];
        const char *id = loaded_id_of(&g.arena, x->path);
        grid_add(&g, x->failure ? (id ? id : path_name(x->path)) : x->schema.plugin);
        grid_add(&g, x->failure ? "-" : x->schema.version);
        grid_add(&g, x->failure
                         ? arena_printf(&g.arena, _("cannot be used: %s"), x->failure)
                         : or_empty(x->schema.doc));
    }
    grid_print(&g, out, 0);
    return out->failed ? KH_ENOMEM : KH_OK;
}
