/* SPDX-License-Identifier: Apache-2.0 */
/* job.c - see job.h: configuration, plugin, parameters and bindings, up to the schema. */
#include "worker/job.h"
#include "base/lang.h"
#include "base/text.h"
#include "plugin/params.h"
#include "worker/feed.h"
#include "worker/limits.h"

#include <stdlib.h>

void job_tell_no_memory(kh_err *e)
{
    kh_fail(e, KH_ENOMEM, _("no memory"));
}

void job_clean(char *out, size_t size, const char *text, size_t n)
{
    size_t len = 0;
    n = strnlen(text, n < size ? n : size - 1);
    while (n && (text[n - 1] & 0xC0) == 0x80 && !text_is_utf8(text, n))
        n--; /* the cut may have parted a character */
    if (n && (unsigned char)text[n - 1] >= 0xC0)
        n--;
    bool is_text = text_is_utf8(text, n);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        bool is_printable = c >= ' ' && c != 0x7F && (is_text || c < 0x80);
        out[len++] = is_printable ? text[i] : '?';
    }
    out[len] = 0;
}

kh_status job_failed(const struct job *j, enum slot_place place, const char *where,
                     kh_status rc, kh_err *e)
{
    char text[sizeof e->text];
    job_clean(text, sizeof text, e->text, sizeof e->text);
    if (!*text)
        snprintf(text, sizeof text, _("status %d without a sentence"), (int)rc);
    if (rc < KH_ENOMEM || rc > KH_EBUG)
        rc = KH_EBUG;
    char whole[2 * sizeof e->text];
    snprintf(whole, sizeof whole, _("plugin '%s' %s failed in %s%s%s: %s"),
             j->plugin.schema.plugin, j->plugin.schema.version, slots_place(place),
             where ? ", " : "", where ? where : "", text);
    job_clean(e->text, sizeof e->text, whole, sizeof whole);
    e->code = rc;
    return rc;
}

kh_status job_unsound(const struct job *j, enum slot_place place, const char *problem,
                      const char *what, kh_err *e)
{
    char whole[2 * sizeof e->text];
    snprintf(whole, sizeof whole, _("plugin '%s' %s gave %s in %s%s%s"),
             j->plugin.schema.plugin, j->plugin.schema.version, gettext(problem),
             slots_place(place), what ? ", " : "", what ? what : "");
    job_clean(e->text, sizeof e->text, whole, sizeof whole);
    e->code = KH_EBUG;
    return KH_EBUG;
}

static void host_log(void *ctx, uint32_t level, const char *text)
{
    struct job *j = ctx;
    char clean[2048];
    if (level < KH_LOG_ERROR || level > KH_LOG_DEBUG || !text)
        return;
    job_clean(clean, sizeof clean, text, sizeof clean);
    outlet_log(j->out, level, clean);
}

static kh_status read_conf(struct job *j, const struct hello *h, struct findings *f,
                           kh_err *e)
{
    j->conf = conf_load(&j->arena, h->conf, h->over, h->n_over, f);
    if (!j->conf || f->errors)
        return kh_fail(e, KH_ECONFIG, _("the configuration cannot be used"));
    if (memcmp(j->conf->sha, h->sha, SHA_SIZE) != 0)
        return kh_fail(e, ST_AGAIN,
                       _("the configuration changed while the run began; "
                         "start it again"));
    j->domain = conf_domain_of(j->conf, h->domain);
    return j->domain ? KH_OK : kh_fail(e, KH_EBUG, _("no domain '%s'"), h->domain);
}

static kh_status load_plugin(struct job *j, const struct hello *h, kh_err *e)
{
    char *path = NULL;
    kh_status rc =
        loaded_find(&path, &j->arena, h->folders, h->n_folders, j->domain->plugin, e);
    if (rc)
        return rc;
    slot_enter(j->slots->slot, AT_LOAD);
    rc = loaded_open(&j->plugin, &j->arena, path, e);
    slot_leave(j->slots->slot);
    return rc;
}

/* The coordinator refuses windows without parameters; the first version stands in for them
 * so that every variant has an instance. */
struct job_inst *job_inst_of(const struct job *j, const struct variant *v)
{
    const struct conf_params *p = conf_params_of(j->domain, v->months, v->month);
    return &j->inst[p ? p - j->domain->params : 0];
}

static kh_status open_version(struct job *j, const struct conf_params *p,
                              struct job_inst *to, struct findings *f, kh_err *e)
{
    slot_enter(j->slots->slot, AT_OPEN);
    kh_status rc = j->plugin.table.open(&j->host, to->params, &to->inst, e);
    slot_leave(j->slots->slot);
    if (rc)
        to->inst = NULL;
    if (rc == KH_ECONFIG) {
        uint32_t param = (uint32_t)e->param;
        bool is_known = param && param <= j->plugin.schema.params.count;
        const struct cfg *at =
            is_known ? params_place_in(&j->plugin.schema, p->group, param - 1, e->text)
                     : NULL;
        job_failed(j, AT_OPEN, NULL, rc, e);
        cfg_error(f, at ? at : p->at ? p->at : j->domain->tree, "%s", e->text);
    } else if (rc)
        job_failed(j, AT_OPEN, NULL, rc, e);
    return rc;
}

/* Every version is read and opened, in force or not: all mistakes are told at once. */
static kh_status open_plugin(struct job *j, struct findings *f, kh_err *e)
{
    const struct conf_domain *d = j->domain;
    j->inst = arena_array(&j->arena, d->n_params, sizeof *j->inst);
    if (!j->inst)
        return job_no_memory(e);
    bool is_read = true;
    for (uint32_t i = 0; i < d->n_params; i++) {
        j->inst[i].params =
            params_read(&j->arena, &j->plugin.schema, d->params[i].group, d->id, f);
        is_read = is_read && j->inst[i].params;
    }
    if (!is_read)
        return f->errors ? kh_fail(e, KH_ECONFIG, _("parameters are refused"))
                         : job_no_memory(e);
    loaded_host(&j->host, &j->mem);
    j->host.log = host_log;
    j->host.reject = feed_reject;
    j->host.stopping = feed_stopping;
    kh_status rc = KH_OK;
    for (uint32_t i = 0; (!rc || rc == KH_ECONFIG) && i < d->n_params; i++) {
        kh_status now = open_version(j, &d->params[i], &j->inst[i], f, e);
        j->n_inst = i + 1;
        rc = now ? now : rc;
    }
    return rc;
}

static kh_status describe_version(struct job *j, const struct job_inst *with,
                                  kh_domain *out, kh_err *e)
{
    const kh_domain *domain = NULL;
    slot_enter(j->slots->slot, AT_DESCRIBE);
    kh_status rc = j->plugin.table.describe(with->inst, &domain, e);
    slot_leave(j->slots->slot);
    if (rc)
        return job_failed(j, AT_DESCRIBE, NULL, rc, e);
    if (!domain)
        return job_unsound(j, AT_DESCRIBE, N_("no domain"), NULL, e);
    rc = schema_domain(out, &j->arena, domain, e);
    return rc ? job_failed(j, AT_DESCRIBE, NULL, rc, e) : KH_OK;
}

static bool same_domain(const struct job *j, const kh_domain *other)
{
    struct schema x = j->plugin.schema;
    struct buf a, b;
    buf_init(&a, FRAMES_MAX);
    buf_init(&b, FRAMES_MAX);
    schema_put(&a, &x);
    x.domain = *other;
    schema_put(&b, &x);
    bool same = !a.failed && !b.failed && a.len == b.len && !memcmp(a.at, b.at, a.len);
    buf_end(&a);
    buf_end(&b);
    return same;
}

/* One scheme stands for all versions of the parameters, so all describe the same. */
static kh_status describe(struct job *j, struct findings *f, kh_err *e)
{
    if (j->plugin.schema.has_domain)
        return KH_OK;
    if (!j->plugin.table.describe)
        return job_unsound(j, AT_DESCRIBE, N_("no domain"), NULL, e);
    kh_status rc = describe_version(j, &j->inst[0], &j->plugin.schema.domain, e);
    j->plugin.schema.has_domain = !rc;
    for (uint32_t i = 1; !rc && i < j->n_inst; i++) {
        kh_domain other = { 0 };
        rc = describe_version(j, &j->inst[i], &other, e);
        if (!rc && !same_domain(j, &other))
            cfg_error(f, j->domain->params[i].at,
                      _("with these parameters plugin '%s' describes other datasets or "
                        "indicators than with those from '%s'; declare the same in all "
                        "versions"),
                      j->plugin.schema.plugin, j->domain->params[0].id);
    }
    return !rc && f->errors ? kh_fail(e, KH_ECONFIG, _("parameters are refused")) : rc;
}

static kh_status check_domain(struct job *j, struct findings *f, kh_err *e)
{
    j->schema = &j->plugin.schema.domain;
    j->n_datasets = j->schema->datasets.count;
    j->n_spaces = j->schema->spaces.count;
    if (j->schema->order == KH_BY_SUBJECT)
        return kh_fail(e, KH_EBUG,
                       _("plugin '%s' %s wants its rows by subject (KH_BY_SUBJECT), which "
                         "this version does not offer"),
                       j->plugin.schema.plugin, j->plugin.schema.version);
    measured_chain(j->domain, j->in_chain);
    inputs_check(j->domain, j->schema, f);
    for (uint32_t i = 0; i < j->domain->n_inputs; i++)
        for (uint32_t l = 0; j->domain->inputs[i].at && l < j->domain->n_levels; l++)
            if (!strcmp(j->domain->levels[l].id, j->domain->inputs[i].at) &&
                !j->in_chain[l])
                cfg_error(f, j->domain->inputs[i].tree,
                          _("rows cannot enter at level '%s', which is not merged from "
                            "the levels below it"),
                          j->domain->inputs[i].at);
    return f->errors ? kh_fail(e, KH_ECONFIG, _("inputs are refused")) : KH_OK;
}

kh_status job_open(struct job *j, const struct hello *h, struct findings *f, kh_err *e)
{
    j->threads = h->threads;
    j->chunk_size = (size_t)h->chunk_size;
    kh_status rc = read_conf(j, h, f, e);
    if (rc)
        return rc;
    limits_set(&j->conf->limits, j->threads);
    mem_init(&j->mem, (size_t)j->conf->limits.memory);
    rc = load_plugin(j, h, e);
    if (!rc)
        rc = open_plugin(j, f, e);
    if (!rc)
        rc = describe(j, f, e);
    if (!rc)
        rc = check_domain(j, f, e);
    return rc;
}

void job_close(struct job *j)
{
    for (uint32_t i = 0; i < j->n_inst; i++) {
        if (!j->inst[i].inst)
            continue;
        slot_enter(j->slots->slot, AT_CLOSE);
        j->plugin.table.close(j->inst[i].inst);
        slot_leave(j->slots->slot);
        j->inst[i].inst = NULL;
    }
    inputs_close(j->inputs);
    j->inputs = NULL;
}
