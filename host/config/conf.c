/* SPDX-License-Identifier: Apache-2.0 */
/* conf.c - loading: kaohe.cfg, site.cfg, the module files; see conf.h. */
#include "config/conf.h"
#include "base/path.h"
#include "base/text.h"
#include "config/reading.h"
#include "config/site.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* What is read before it is understood. */
struct load {
    struct reading r;
    struct tree_files files;
    struct cfg *kaohe, *site;
    struct cfg *domain[CONF_DOMAINS_MAX]; /* the `domain` groups */
    uint32_t n_domains;
};

struct conf_name conf_name_of(const struct cfg *group, const char *key, const char *dflt)
{
    const struct cfg *c = cfg_get(group, key);
    const char *text = cfg_text(group, key, dflt);
    if (!c || c->kind != CFG_GROUP)
        return (struct conf_name){ text, text };
    const char *zh = cfg_text(c, "zh", NULL), *en = cfg_text(c, "en", NULL);
    return (struct conf_name){ zh ? zh : en ? en : dflt, en ? en : zh ? zh : dflt };
}

const struct conf_domain *conf_domain_of(const struct conf *c, const char *id)
{
    for (uint32_t i = 0; i < c->n_domains; i++)
        if (!strcmp(c->domains[i].id, id))
            return &c->domains[i];
    return NULL;
}

const struct conf_table *conf_table_at(size_t index)
{
    const struct conf_table *(*const all[])(size_t *) = {
        conf_run_tables,   conf_composite_tables, conf_board_tables,  conf_award_tables,
        conf_share_tables, site_tables,           conf_domain_tables, conf_effective_tables,
        conf_input_tables, conf_outcome_tables
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        size_t n = 0;
        const struct conf_table *tables = all[i](&n);
        if (index < n)
            return &tables[index];
        index -= n;
    }
    return NULL;
}

static int is_module(const struct dirent *d)
{
    size_t n = strlen(d->d_name);
    return n > 4 && d->d_name[0] != '.' && !strcmp(d->d_name + n - 4, ".cfg");
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_module(struct load *l, const char *path)
{
    static const struct cfg_key keys[] = {
        { .name = "domain",
          .want = WANT_GROUP,
          .required = true,
          .doc = N_("The one domain of a module file.") },
    };
    struct cfg *root = tree_read_files(l->r.a, path, &l->files, l->r.f);
    uint32_t read = l->n_domains;
    if (root)
        cfg_check(root, keys, COUNT(keys), l->r.f);
    for (uint32_t i = 0; root && i < root->len; i++)
        if (root->child[i]->kind == CFG_GROUP && !strcmp(root->child[i]->name, "domain"))
            l->domain[l->n_domains++] = root->child[i];
    if (read == l->n_domains)
        l->r.partial = true;
}

static void read_modules(struct load *l)
{
    struct reading *r = &l->r;
    struct dirent **entries = NULL;
    const char *folder = reading_path(r, l->kaohe, "modules");
    const struct cfg *at = cfg_get(l->kaohe, "modules");
    if (!folder)
        folder = path_beside(r->a, r->c->path, "modules.d");
    int n = folder ? scandir(folder, &entries, is_module, by_name) : -1;
    if (!at)
        at = l->kaohe;
    r->partial = n <= 0 || n > CONF_DOMAINS_MAX;
    if (n < 0)
        cfg_error(r->f, at, _("the module folder %s cannot be read: %s"),
                  folder ? folder : "?", strerror(errno));
    else if (!n)
        cfg_error(r->f, at, _("the module folder %s holds no *.cfg"), folder);
    else if (n > CONF_DOMAINS_MAX)
        cfg_error(r->f, at, _("the module folder %s holds %d *.cfg; at most %d are read"),
                  folder, n, CONF_DOMAINS_MAX);
    for (int i = 0; i < n; i++) {
        const char *path =
            i < CONF_DOMAINS_MAX ? path_join(r->a, folder, entries[i]->d_name) : NULL;
        if (path)
            read_module(l, path);
        free(entries[i]);
    }
    free(entries);
}

static void read_site(struct load *l)
{
    const char *path = path_beside(l->r.a, l->r.c->path, "site.cfg");
    struct site_root root = { "kaohe", l->kaohe };
    if (!path || access(path, F_OK))
        return;
    l->site = tree_read_files(l->r.a, path, &l->files, l->r.f);
    if (l->site)
        site_apply(l->r.a, l->site, true, &root, 1, l->r.f);
}

static void apply_site(struct load *l)
{
    struct site_root roots[CONF_DOMAINS_MAX + 1] = { { "kaohe", l->kaohe } };
    uint32_t n = 1;
    for (uint32_t i = 0; i < l->n_domains; i++) {
        const char *id = cfg_text(l->domain[i], "id", "");
        if (*id && strcmp(id, "kaohe") != 0)
            roots[n++] = (struct site_root){ id, l->domain[i] };
    }
    if (l->site)
        site_apply(l->r.a, l->site, false, roots, n, l->r.f);
}

static int by_id(const void *a, const void *b)
{
    const struct conf_domain *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order ? order : strcmp(x->file, y->file);
}

static void read_domains(struct load *l)
{
    struct conf *c = l->r.c;
    c->domains = reading_array(&l->r, l->n_domains, sizeof *c->domains);
    for (uint32_t i = 0; c->domains && i < l->n_domains; i++)
        conf_domain_read(&l->r, &c->domains[c->n_domains++], l->domain[i]);
    if (c->domains)
        qsort(c->domains, c->n_domains, sizeof *c->domains, by_id);
    for (uint32_t i = 0; i < c->n_domains; i++) {
        const struct conf_domain *d = &c->domains[i], *last = i ? d - 1 : d;
        if (!strcmp(d->id, "kaohe") || !strcmp(d->id, "composite"))
            cfg_error(l->r.f, cfg_get(d->tree, "id"),
                      _("domain.id: \"%s\" is taken by the program"), d->id);
        if (last != d && *d->id && !strcmp(last->id, d->id))
            cfg_error(l->r.f, cfg_get(d->tree, "id"),
                      _("domain.id: \"%s\" is the domain of %s already"), d->id,
                      last->file);
    }
}

static void override_one(struct reading *r, const struct conf_override *o)
{
    const struct conf_domain *d = conf_domain_of(r->c, o->domain);
    struct conf_input *in = NULL;
    for (uint32_t i = 0; d && i < d->n_inputs; i++)
        if (!strcmp(d->inputs[i].dataset, o->dataset))
            in = &d->inputs[i];
    if (!d)
        findings_add(r->f, FINDING_ERROR, ST_USAGE, NULL, 0, 0,
                     _("--input %s.%s: there is no domain \"%s\""), o->domain, o->dataset,
                     o->domain);
    else if (!in)
        findings_add(r->f, FINDING_ERROR, ST_USAGE, NULL, 0, 0,
                     _("--input %s.%s: the domain has no input \"%s\""), o->domain,
                     o->dataset, o->dataset);
    if (!in)
        return;
    in->files = reading_array(r, 1, sizeof *in->files);
    if (in->files)
        in->files[0] = arena_text(r->a, o->file);
    in->n_files = in->files && in->files[0];
    r->no_memory = r->no_memory || !in->n_files;
}

static int by_path(const void *a, const void *b)
{
    const struct tree_file *x = a, *y = b;
    return strcmp(x->path, y->path);
}

/* kaohe.cfg first, then bytewise; a file that is included twice is listed once. */
static void note_files(struct load *l)
{
    struct conf *c = l->r.c;
    struct tree_files *t = &l->files;
    if (t->len > 1)
        qsort(t->at + 1, t->len - 1, sizeof *t->at, by_path);
    c->files = reading_array(&l->r, t->len, sizeof *c->files);
    for (uint32_t i = 0; c->files && i < t->len; i++) {
        if (c->n_files && (!strcmp(t->at[i].path, t->at[0].path) ||
                           !strcmp(t->at[i].path, t->at[i - 1].path)))
            continue;
        struct conf_file *file = &c->files[c->n_files++];
        file->path = t->at[i].path;
        memcpy(file->sha, t->at[i].sha, SHA_SIZE);
    }
}

const struct conf *conf_load(struct arena *a, const char *path,
                             const struct conf_override *over, uint32_t n_over,
                             struct findings *f)
{
    struct load l = { .r = { .a = a, .f = f } };
    struct conf *c = l.r.c = arena_new(a, sizeof *c);
    if (c) {
        c->path = arena_text(a, path);
        l.kaohe = c->path ? tree_read_files(a, c->path, &l.files, f) : NULL;
    }
    if (!l.kaohe) {
        if (!c || !c->path)
            findings_add(f, FINDING_ERROR, KH_ENOMEM, path, 0, 0, "%s",
                         _("no memory for the configuration"));
        return NULL;
    }
    c->tree = l.kaohe;
    read_site(&l);
    conf_run_read(&l.r);
    read_modules(&l);
    apply_site(&l);
    read_domains(&l);
    conf_results_check(&l.r);
    conf_composite_read(&l.r);
    conf_boards_read(&l.r);
    conf_asked_read(&l.r);
    note_files(&l);
    conf_digest(&l.r);
    for (uint32_t i = 0; i < n_over; i++)
        override_one(&l.r, &over[i]);
    if (l.r.no_memory) {
        findings_add(f, FINDING_ERROR, KH_ENOMEM, path, 0, 0, "%s",
                     _("no memory for the configuration"));
        return NULL;
    }
    return c;
}
