/* SPDX-License-Identifier: Apache-2.0 */
/* conf_print.c - the configuration in one form: for people with the origin of every value,
 * and as bytes for the digest.
 *
 * The digest covers what the settings say, after site.cfg: no comments, blanks, file names
 * or lines; members in bytewise order; domains in order of id.  Where the store, the
 * plugins and the modules lie is left out: it decides no result. */
#include "base/text.h"
#include "config/nodes.h"
#include "config/reading.h"

#include <stdlib.h>

enum { FORM_MAX = 64 << 20 /* bytes of the printed or canonical form */ };

static void put_text(struct buf *out, const char *s)
{
    buf_printf(out, "%zu:", strlen(s));
    buf_text(out, s);
}

static int by_member(const void *a, const void *b)
{
    const struct cfg *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

static bool is_place(const struct cfg *c)
{
    static const char *const names[] = { "database", "plugins", "modules", "data" };
    bool top = c->up && !c->up->up;
    return top && c->name && reading_find(names, COUNT(names), c->name) >= 0;
}

/* Lengths stand before texts, so that no two configurations look alike. */
static bool put_canonical(struct buf *out, struct arena *a, const struct cfg *c)
{
    static const char marks[] = "{(tnb";
    buf_char(out, marks[c->kind]);
    if (c->kind != CFG_GROUP && c->kind != CFG_LIST) {
        put_text(out, c->text);
        return true;
    }
    struct cfg **child = arena_array(a, c->len, sizeof *child);
    for (uint32_t i = 0; child && i < c->len; i++)
        child[i] = c->child[i];
    if (child && c->kind == CFG_GROUP)
        qsort(child, c->len, sizeof(struct cfg *), by_member);
    bool fine = child;
    for (uint32_t i = 0; fine && i < c->len; i++) {
        if (is_place(child[i]))
            continue;
        if (child[i]->name)
            put_text(out, child[i]->name);
        fine = put_canonical(out, a, child[i]);
    }
    buf_char(out, ')');
    return fine;
}

void conf_digest(struct reading *r)
{
    struct arena a;
    struct buf out;
    arena_init(&a, 0);
    buf_init(&out, FORM_MAX);
    buf_text(&out, "kaohe configuration 1\n");
    bool fine = put_canonical(&out, &a, r->c->tree);
    for (uint32_t i = 0; fine && i < r->c->n_domains; i++)
        fine = put_canonical(&out, &a, r->c->domains[i].tree);
    if (fine && !out.failed)
        sha_of(r->c->sha, out.at, out.len);
    else
        r->no_memory = true;
    buf_end(&out);
    arena_end(&a);
}

struct printing {
    struct buf *out;
    struct arena a; /* paths */
    bool failed;
};

static void print_scalar(struct buf *out, const struct cfg *c)
{
    static const char raw[] = "\n\"\\\t\r", escaped[] = "n\"\\tr";
    if (c->kind != CFG_TEXT) {
        buf_text(out, c->text);
        return;
    }
    buf_char(out, '"');
    for (const char *p = c->text; *p; p++) {
        const char *at = strchr(raw, *p);
        if (at)
            buf_char(out, '\\');
        buf_char(out, at ? escaped[at - raw] : *p);
    }
    buf_char(out, '"');
}

/* Lists of scalars, and lists of those (points of a line), stand on one line. */
static bool is_flat(const struct cfg *c)
{
    if (c->kind == CFG_GROUP)
        return !c->len;
    for (uint32_t i = 0; c->kind == CFG_LIST && i < c->len; i++)
        if (!is_flat(c->child[i]) || c->child[i]->kind == CFG_GROUP)
            return false;
    return true;
}

static void print_flat(struct buf *out, const struct cfg *c)
{
    if (c->kind == CFG_GROUP) {
        buf_text(out, "{}");
        return;
    }
    if (c->kind != CFG_LIST) {
        print_scalar(out, c);
        return;
    }
    buf_char(out, '(');
    for (uint32_t i = 0; i < c->len; i++) {
        buf_text(out, i ? ", " : " ");
        print_flat(out, c->child[i]);
    }
    buf_text(out, " )");
}

/* The path of a child as site.cfg would write it; elements without a name by index. */
static const char *child_path(struct printing *p, const struct cfg *c, uint32_t i,
                              const char *path)
{
    const struct cfg *one = c->child[i];
    const char *key = one->name ? one->name : nodes_key(one);
    if (nodes_is_list(one))
        return path; /* nodes are called by their path alone */
    if (!key)
        return arena_printf(&p->a, "%s[%u]", path, i);
    bool inner = nodes_is_list(c) && c->up->up && nodes_is_list(c->up->up);
    return arena_printf(&p->a, "%s%s%s", path, inner ? "/" : ".", key);
}

static void print_value(struct printing *p, const struct cfg *c, const char *path,
                        const char *origin)
{
    if (c->origin)
        origin = c->origin;
    if (!is_flat(c)) {
        for (uint32_t i = 0; i < c->len; i++) {
            const char *at = child_path(p, c, i, path);
            if (at)
                print_value(p, c->child[i], at, origin);
            else
                p->failed = true;
        }
        return;
    }
    buf_printf(p->out, "%s = ", path);
    print_flat(p->out, c);
    if (origin)
        buf_printf(p->out, "  # %s\n", origin);
    else
        buf_printf(p->out, "  # %s:%u\n", c->file, c->line);
}

/* What holds where nothing is set: the literal defaults of the group's table.  `in` may be
 * NULL, a group that is not there. */
static void print_defaults(struct buf *out, const char *path, const struct cfg *in,
                           const struct conf_table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct cfg_key *k = &t->keys[i];
        const char *quote = k->want == WANT_TEXT || k->want == WANT_SCALAR ? "\"" : "";
        if (k->dflt && !cfg_get(in, k->name))
            buf_printf(out, "%s.%s = %s%s%s  # %s\n", path, k->name, quote, k->dflt, quote,
                       _("default"));
    }
}

/* kaohe.cfg itself, then its groups that every run has. */
static void print_run_defaults(struct buf *out, const struct conf *c)
{
    size_t n = 0;
    const struct conf_table *tables = conf_run_tables(&n);
    print_defaults(out, "kaohe", c->tree, &tables[0]);
    print_defaults(out, "kaohe.report", cfg_get(c->tree, "report"), &tables[1]);
    print_defaults(out, "kaohe.limits", cfg_get(c->tree, "limits"), &tables[2]);
}

static bool print_domain_defaults(struct printing *p, const struct conf_domain *d)
{
    size_t n = 0;
    const struct conf_table *tables = conf_domain_tables(&n);
    const char *cycle = arena_printf(&p->a, "%s.cycle", d->id);
    if (!cycle)
        return false;
    print_defaults(p->out, d->id, d->tree, &tables[0]);
    print_defaults(p->out, cycle, cfg_get(d->tree, "cycle"), &tables[1]);
    return true;
}

kh_status conf_print(const struct conf *c, struct buf *out)
{
    struct printing p = { .out = out };
    arena_init(&p.a, 0);
    print_value(&p, c->tree, "kaohe", NULL);
    print_run_defaults(out, c);
    for (uint32_t i = 0; i < c->n_domains; i++) {
        print_value(&p, c->domains[i].tree, c->domains[i].id, NULL);
        p.failed = !print_domain_defaults(&p, &c->domains[i]) || p.failed;
    }
    arena_end(&p.a);
    return p.failed || out->failed ? KH_ENOMEM : KH_OK;
}
