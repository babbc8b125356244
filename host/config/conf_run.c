/* SPDX-License-Identifier: Apache-2.0 */
/* conf_run.c - the settings of kaohe.cfg that concern the whole run, and day sets. */
#include "base/path.h"
#include "config/reading.h"

enum {
    MEMORY_MIN = 1 << 20, /* bytes */
    DAY_SETS_MAX = 100,
    DAYS_MAX = 62 /* each day of a month, from either end */
};
#define MEMORY_MAX (INT64_C(1) << 40)

static const char *const languages[] = { "zh", "en", NULL };
static const char *const roundings[] = { "half_up", "half_even", "truncate", NULL };

static const struct cfg_key run_keys[] = {
    { .name = "database",
      .want = WANT_TEXT,
      .dflt = "kaohe.db",
      .doc = N_("File of the store.") },
    { .name = "plugins",
      .want = WANT_TEXTS,
      .doc = N_("Folders searched for plugins before `plugins` beside the program and the "
                "installed ones.") },
    { .name = "modules",
      .want = WANT_TEXT,
      .dflt = "modules.d",
      .doc = N_("Folder of the module files; each *.cfg in it is one domain.") },
    { .name = "orgs",
      .want = WANT_TEXT,
      .doc = N_("The organisation file; without it levels are of subject columns only.") },
    { .name = "data",
      .want = WANT_TEXT,
      .doc = N_("Folder of the input files; without it they stand beside their module.") },
    { .name = "report", .want = WANT_GROUP, .doc = N_("Language and form of reports.") },
    { .name = "utc_offset",
      .want = WANT_TEXT,
      .dflt = "+08:00",
      .doc = N_("The wall clock of times that have no offset of their own.") },
    { .name = "day_sets", .want = WANT_LIST, .doc = N_("Named sets of days of a month.") },
    { .name = "limits", .want = WANT_GROUP, .doc = N_("What a domain may use.") },
    { .name = "composite",
      .want = WANT_GROUP,
      .doc = N_("The score made of several domains' totals; none without it.") },
    { .name = "boards", .want = WANT_LIST, .doc = N_("Rankings.") },
};
static const struct cfg_key report_keys[] = {
    { .name = "language",
      .want = WANT_TEXT,
      .choice = languages,
      .dflt = "zh",
      .doc = N_("Language of the written files.") },
    { .name = "rounding",
      .want = WANT_TEXT,
      .choice = roundings,
      .dflt = "half_up",
      .doc = N_("How printed numbers are rounded.") },
    { .name = "title",
      .want = WANT_TEXT,
      .doc = N_("Heading of the report; without it that of the language.") },
};
static const struct cfg_key limit_keys[] = {
    { .name = "memory",
      .want = WANT_SCALAR,
      .dflt = "1G",
      .doc = N_("Bytes of a plugin's allocations per domain, 1M to 1024G.") },
    { .name = "wall_s",
      .want = WANT_INTEGER,
      .min = "1",
      .max = "604800",
      .dflt = "3600",
      .doc = N_("Seconds a domain may take.") },
    { .name = "batch_wall_s",
      .want = WANT_INTEGER,
      .min = "1",
      .max = "604800",
      .dflt = "60",
      .doc = N_("Seconds a plugin may take for one batch.") },
    { .name = "cpu_s",
      .want = WANT_INTEGER,
      .min = "1",
      .max = "2592000",
      .dflt = "7200",
      .doc = N_("Seconds of processor time, all threads together.") },
};
static const struct cfg_key day_set_keys[] = {
    { .name = "id", .want = WANT_TEXT, .required = true, .doc = N_("Name of the set.") },
    { .name = "days",
      .want = WANT_LIST,
      .doc = N_("Days of each month; negative ones count from its end.") },
    { .name = "file",
      .want = WANT_TEXTS,
      .doc = N_("Or files of intervals; every day that one touches counts.") },
    { .name = "columns",
      .want = WANT_GROUP,
      .doc = N_("Headers of the columns `from` and `to`.") },
    { .name = "encoding",
      .want = WANT_TEXT,
      .choice = conf_encodings,
      .doc = N_("As of an input.") },
    { .name = "delimiter",
      .want = WANT_TEXT,
      .choice = conf_delimiters,
      .doc = N_("As of an input.") },
    { .name = "dates", .want = WANT_TEXTS, .doc = N_("As of an input.") },
    { .name = "missing", .want = WANT_TEXTS, .doc = N_("As of an input.") },
    { .name = "may_be_missing",
      .want = WANT_BOOL,
      .dflt = "false",
      .doc = N_("true: a month without a file has no such day.") },
};

const struct conf_table *conf_run_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "kaohe.cfg", run_keys, COUNT(run_keys) },
        { "kaohe.cfg: report", report_keys, COUNT(report_keys) },
        { "kaohe.cfg: limits", limit_keys, COUNT(limit_keys) },
        { "kaohe.cfg: day_sets; domain.days", day_set_keys, COUNT(day_set_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

static void read_report(struct reading *r)
{
    struct conf *c = r->c;
    const struct cfg *report = cfg_get(c->tree, "report");
    c->language = LANG_ZH;
    c->rounding = ROUND_HALF_UP;
    if (!report || report->kind != CFG_GROUP)
        return;
    cfg_check(report, report_keys, COUNT(report_keys), r->f);
    lang_named(cfg_text(report, "language", "zh"), &c->language);
    round_mode_named(cfg_text(report, "rounding", "half_up"), &c->rounding);
    c->title = cfg_text(report, "title", NULL);
}

/* "+08:00" in microseconds. */
static bool offset_parse(const char *s, int64_t *us)
{
    int digit[4];
    if (strlen(s) != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':')
        return false;
    for (int i = 0; i < 4; i++) {
        char c = s[1 + i + (i > 1)];
        if (c < '0' || c > '9')
            return false;
        digit[i] = c - '0';
    }
    int hours = digit[0] * 10 + digit[1], minutes = digit[2] * 10 + digit[3];
    if (hours > 14 || minutes > 59 || (hours == 14 && minutes))
        return false;
    *us = (int64_t)(hours * 60 + minutes) * 60 * 1000000 * (s[0] == '-' ? -1 : 1);
    return true;
}

static void read_offset(struct reading *r)
{
    const struct cfg *c = cfg_get(r->c->tree, "utc_offset");
    r->c->utc_offset_us = INT64_C(8) * 3600 * 1000000;
    if (c && c->kind == CFG_TEXT && !offset_parse(c->text, &r->c->utc_offset_us))
        cfg_error(r->f, c, _("utc_offset: \"%.80s\" is no offset like \"+08:00\""),
                  c->text);
}

/* "512M" in bytes. */
static bool memory_parse(const char *s, int64_t *bytes)
{
    size_t n = strlen(s);
    int shift = 0;
    char unit = n ? s[n - 1] : 0;
    if (unit == 'K' || unit == 'M' || unit == 'G')
        shift = unit == 'K' ? 10 : unit == 'M' ? 20 : 30;
    kh_err e;
    int64_t v = 0;
    if (dec_parse(&v, 0, s, n - (shift > 0), &e) || v < 0 || v > MEMORY_MAX >> shift)
        return false;
    *bytes = v << shift;
    return *bytes >= MEMORY_MIN;
}

static void read_limits(struct reading *r)
{
    const struct cfg *limits = cfg_get(r->c->tree, "limits");
    struct conf_limits *l = &r->c->limits;
    if (limits && limits->kind == CFG_GROUP)
        cfg_check(limits, limit_keys, COUNT(limit_keys), r->f);
    l->wall_s = (uint32_t)reading_integer(limits, "wall_s", 3600);
    l->batch_wall_s = (uint32_t)reading_integer(limits, "batch_wall_s", 60);
    l->cpu_s = (uint32_t)reading_integer(limits, "cpu_s", 7200);
    const struct cfg *memory = cfg_get(limits, "memory");
    int64_t bytes = INT64_C(1) << 30;
    if (memory && memory->text && !memory_parse(memory->text, &bytes))
        cfg_error(r->f, memory,
                  _("limits.memory: \"%.80s\" is no size from 1M to 1024G; write 512M or "
                    "1G"),
                  memory->text);
    l->memory = (uint64_t)bytes;
}

static void read_days(struct reading *r, struct conf_day_set *set, const struct cfg *list)
{
    if (!list || list->kind != CFG_LIST)
        return;
    if (!list->len || list->len > DAYS_MAX)
        cfg_error(r->f, list, _("%s must hold 1 to %d days"), reading_label(r, list),
                  DAYS_MAX);
    set->days = reading_array(r, list->len, sizeof *set->days);
    for (uint32_t i = 0; set->days && i < list->len; i++) {
        const struct cfg *c = list->child[i];
        kh_err e;
        int64_t day = 0;
        bool scalar = c->kind == CFG_NUMBER || c->kind == CFG_TEXT;
        if (!scalar || dec_parse(&day, 0, c->text, strlen(c->text), &e) || !day ||
            day < -31 || day > 31) {
            cfg_error(r->f, c,
                      _("%s must be a day from 1 to 31, or -1 to -31 from the end"),
                      reading_label(r, c));
            continue;
        }
        for (uint32_t k = 0; k < set->n; k++)
            if (set->days[k] == day)
                cfg_error(r->f, c, _("%s: the day %d stands twice"), reading_label(r, c),
                          (int)day);
        set->days[set->n++] = (int32_t)day;
    }
}

/* Days of each month, or a file of intervals. */
static void read_set(struct reading *r, struct conf_day_set *set)
{
    const struct cfg *at = set->at, *days = cfg_get(at, "days"),
                     *file = cfg_get(at, "file");
    if (days && file)
        cfg_error(r->f, file, _("%s: a day set has `days` or a `file`, not both"),
                  reading_label(r, file));
    else if (file)
        set->file = conf_day_file_read(r, at, set->id);
    else if (days)
        read_days(r, set, days);
    else
        cfg_error(r->f, at, _("%s lacks `days` or a `file`"), reading_label(r, at));
    for (uint32_t i = 0; !file && i < at->len; i++) {
        const char *name = at->child[i]->name;
        if (name && strcmp(name, "id") && strcmp(name, "days"))
            cfg_error(r->f, at->child[i], _("%s goes with `file` only"),
                      reading_label(r, at->child[i]));
    }
}

/* A set of the domain hides the run's of the same name. */
static struct conf_day_set *place_for(struct reading *r, const struct cfg *at,
                                      struct conf_day_set *sets, uint32_t *n, uint32_t own,
                                      const char *id)
{
    for (uint32_t i = 0; i < *n; i++) {
        if (strcmp(sets[i].id, id) != 0)
            continue;
        if (i >= own && *id)
            cfg_error(r->f, at, _("the day set \"%s\" stands twice"), id);
        return &sets[i];
    }
    return &sets[(*n)++];
}

void conf_days_read(struct reading *r, const struct cfg *list, struct conf_day_set **sets,
                    uint32_t *n)
{
    if (!list || list->kind != CFG_LIST)
        return;
    if (list->len > DAY_SETS_MAX) {
        cfg_error(r->f, list, _("more than %d day sets"), DAY_SETS_MAX);
        return;
    }
    uint32_t own = *n;
    struct conf_day_set *all = reading_array(r, *n + list->len, sizeof *all);
    for (uint32_t i = 0; all && i < own; i++)
        all[i] = (*sets)[i];
    for (uint32_t i = 0; all && i < list->len; i++) {
        const struct cfg *at = list->child[i];
        bool fine = cfg_check(at, day_set_keys, COUNT(day_set_keys), r->f);
        const char *id = reading_id(r, at, true);
        struct conf_day_set *set = place_for(r, at, all, n, own, id);
        *set = (struct conf_day_set){ .id = id, .at = at };
        if (fine)
            read_set(r, set);
    }
    if (all)
        *sets = all;
}

void conf_run_read(struct reading *r)
{
    struct conf *c = r->c;
    cfg_check(c->tree, run_keys, COUNT(run_keys), r->f);
    c->database = reading_path(r, c->tree, "database");
    if (!c->database)
        c->database = path_beside(r->a, c->path, "kaohe.db");
    if (!c->database)
        r->no_memory = true;
    c->orgs = reading_path(r, c->tree, "orgs");
    c->data = reading_path(r, c->tree, "data");
    const struct cfg *plugins = cfg_get(c->tree, "plugins");
    c->plugins = reading_texts(r, plugins, &c->n_plugins);
    for (uint32_t i = 0; i < c->n_plugins; i++) {
        /* Beside the file that holds the list, which may be an included one. */
        c->plugins[i] = path_beside(r->a, plugins->file, c->plugins[i]);
        if (!c->plugins[i])
            r->no_memory = true;
    }
    read_report(r);
    read_offset(r);
    read_limits(r);
    conf_days_read(r, cfg_get(c->tree, "day_sets"), &r->days, &r->n_days);
}
