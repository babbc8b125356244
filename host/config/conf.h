/* SPDX-License-Identifier: Apache-2.0 */
/* conf.h - the whole configuration of a run, checked as far as it can be without plugins.
 *
 * kaohe.cfg, the module files and site.cfg, layered, in one read-only structure in an
 * arena. Parameters and schemes stay trees: plugins' schemas (room plugin) and the rule
 * core (room score) read them.  docs/configuration.md is the grammar.  Domains are in
 * bytewise order of their ids whatever the order of files. */
#ifndef KH_CONFIG_CONF_H
#define KH_CONFIG_CONF_H

#include "base/buf.h"
#include "base/civil.h"
#include "base/hash.h"
#include "base/lang.h"
#include "base/num.h"
#include "config/tree.h"

enum {
    CONF_ID_MAX = 63,
    CONF_DOMAINS_MAX = 64,
    CONF_LEVELS_MAX = 8,
    CONF_INPUTS_MAX = 64, /* one bit of kh_indicator.needs each */
    CONF_SUBJECT_MAX = 8,
    CONF_ASKED_MAX = 32 /* columns that groups and conditions of a domain name */
};

struct conf_name {
    const char *zh, *en; /* both set; equal if only one text was given */
};
static inline const char *conf_name_in(struct conf_name n, enum lang lang)
{
    return lang == LANG_ZH ? n.zh : n.en;
}

enum level_by { LEVEL_FIRST, LEVEL_MERGE, LEVEL_MEAN, LEVEL_SUM };
struct conf_level {
    const char *id;
    const char **of; /* columns it keeps; for an org level the one column named like it */
    uint32_t n_of;
    int32_t from; /* index of the level below; -1 for the first */
    enum level_by by;
    bool org; /* parent of `from` in the organisation file */
    bool scored;
    const char *weight; /* LEVEL_MEAN: indicator; NULL = equal */
    const struct cfg *at;
};

struct conf_map {
    const char *from, *to;
};
enum column_kind { COLUMN_HEADER, COLUMN_CONSTANT, COLUMN_FILE_PART, COLUMN_LOOKUP };
struct conf_column {
    const char *name; /* the plugin's column, or a subject column */
    enum column_kind kind;
    const char
        *text; /* header text, constant, name of the file part, or dataset of the look-up */
    const char **by; /* COLUMN_LOOKUP: columns */
    uint32_t n_by;
    struct conf_map *map;
    uint32_t n_map;
    const char **missing; /* NULL: the input's */
    uint32_t n_missing;
    const char **dates; /* NULL: the input's */
    uint32_t n_dates;
    const char *suffix; /* every value ends in it and is what stands before it; or NULL */
    bool is_private;
    const struct cfg *at;
};

enum span { SPAN_WINDOW, SPAN_PREVIOUS, SPAN_YEAR_AGO, SPAN_TO_END };
struct conf_input {
    const char *dataset;
    const char **files; /* patterns, resolved against the file they stand in */
    uint32_t n_files;
    struct conf_column *columns;
    uint32_t n_columns;
    const char *encoding;          /* NULL = detect */
    char delimiter;                /* 0 = detect */
    char decimal, thousands;       /* '.', 0 */
    const char **dates, **missing; /* NULL = the defaults */
    uint32_t n_dates, n_missing;
    enum span span;
    int32_t lookback_days;
    const char *at, *expect;    /* levels; NULL */
    bool own_window;            /* not shown to leaves with windows of their own */
    bool may_be_missing, keyed; /* keyed: use the dataset's key column (default true) */
    bool reject_share;          /* max_rejects is in percent of the rows */
    const char *max_rejects;    /* decimal text without "%"; NULL = the default */
    const char **only_with;
    uint32_t n_only_with;
    const struct cfg *tree;
};

struct conf_day_set {
    const char *id;
    int32_t *days; /* 1..31, or -1..-31 from the end of the month */
    uint32_t n;
    /* Or a file of intervals with the columns `from` and `to`; its dataset is "days:ID". */
    struct conf_input *file;
    const struct cfg *at;
};

struct conf_grade {
    const char *id;
    struct conf_name name;
    const char *from;  /* decimal text; NULL for the last */
    const char *quota; /* decimal share; NULL */
    const char *worst; /* of the last: at least this share gets it; NULL */
};
struct conf_award {
    const char *id;
    struct conf_name name;
    const char *share; /* decimal share */
};
struct conf_awards {
    const char *from; /* least printed score, decimal text; NULL = none */
    struct conf_award *steps;
    uint32_t n_steps, recommend;
    const struct cfg *at;
};
struct conf_column_texts { /* units whose column has one of the texts */
    const char *column, **texts;
    uint32_t n;
};
struct conf_shares {       /* of the workload; decimal texts */
    const char *factor[3]; /* green, yellow, red */
    const char *bonus;     /* of the first of a group; NULL = none */
    const char *from;      /* its least printed score; NULL = any */
    int32_t digits;
};
struct conf_board {
    const char *id;
    struct conf_name name;
    const char *domain; /* NULL: the composite */
    const char *level, *node, *group;
    bool dense;
    const char **then;
    uint32_t n_then;
    struct conf_grade *grades;
    uint32_t n_grades;
    const struct conf_awards *awards; /* NULL = none */
    const struct conf_shares *shares; /* NULL = none */
    struct conf_column_texts *exempt; /* from quotas; all columns must match */
    uint32_t n_exempt;
    const struct cfg *at;
};

/* Which version counts where one begins inside a window, behind its first month. */
enum conf_change { CHANGE_REFUSED, CHANGE_FIRST, CHANGE_LAST };
struct conf_params {
    const char *id;          /* "2011-07"; NULL: a plain group, in force for ever */
    int32_t from;            /* month */
    const struct cfg *group; /* the parameters; NULL: defaults */
    const struct cfg *at;
};

struct conf_domain {
    const char *id, *plugin;
    struct conf_name name;
    bool enabled;
    struct cycle cycle;
    const char **subject;
    uint32_t n_subject;
    struct conf_level levels[CONF_LEVELS_MAX];
    uint32_t n_levels;
    struct conf_input *inputs; /* in bytewise order of dataset */
    uint32_t n_inputs;
    struct conf_day_set *days; /* the run's and the domain's */
    uint32_t n_days;
    enum conf_change change;
    struct conf_params *params; /* one or more, as written */
    uint32_t n_params;
    const struct cfg *scheme;                                 /* list */
    const struct cfg *vetoes, *plates, *tickets, *settlement; /* or NULL */
    /* Columns that groups of its boards and ranks and every `for` name, but those of the
     * subject: of the organisation file or of a register; in bytewise order. */
    const char **asked;
    uint32_t n_asked;
    const struct cfg *tree; /* the whole `domain` group */
    const char *file;
};

/* What a domain without a known result does to the composite. */
enum composite_policy { COMPOSITE_HOLD, COMPOSITE_REDISTRIBUTE, COMPOSITE_ZERO };
struct conf_composed {
    const struct conf_domain *domain;
    const char *level; /* of that domain; its subjects are units of the composite's level */
    const char *weight; /* decimal; NULL for a deduction */
    const char *cap;    /* of a deduction, decimal; NULL = none */
    bool deduct;        /* what a unit lacks to the domain's full is taken off */
    const struct cfg *at;
};
struct conf_composite {
    struct conf_domain domain; /* its own: id `composite`, one level, a cycle of a month */
    const char *full, *floor, *cap; /* decimals */
    int32_t digits;
    bool has_rounding, round; /* round: the total is kept rounded */
    enum round_mode rounding;
    enum composite_policy policy;
    struct conf_composed *parts; /* as written */
    uint32_t n_parts;
    const struct cfg *at;
};

struct conf_limits {
    uint64_t memory;                      /* bytes of plugin allocations per domain */
    uint32_t wall_s, batch_wall_s, cpu_s; /* seconds */
};

struct conf_file {
    const char *path;
    unsigned char sha[SHA_SIZE];
};

struct conf {
    const char *path, *database, *orgs; /* orgs may be NULL */
    const char *data;     /* folder of input files, or NULL: beside their module */
    const char **plugins; /* folders, in order */
    uint32_t n_plugins;
    enum lang language;
    enum round_mode rounding;
    const char *title; /* or NULL */
    int64_t utc_offset_us;
    struct conf_limits limits;
    struct conf_domain *domains; /* all, enabled or not */
    uint32_t n_domains;
    struct conf_board *boards;
    uint32_t n_boards;
    const struct conf_composite *composite; /* or NULL */
    const struct cfg *tree;                 /* of kaohe.cfg */
    struct conf_file *files; /* every file read, kaohe.cfg first, then bytewise */
    uint32_t n_files;
    unsigned char sha[SHA_SIZE]; /* of the canonical form: independent of file order */
};

/* --input DOMAIN.DATASET=FILE */
struct conf_override {
    const char *domain, *dataset, *file;
};

/* Read and check everything.  NULL if `path` cannot be used at all; otherwise a structure
 * that may be used only if `f->errors` is 0. */
const struct conf *conf_load(struct arena *a, const char *path,
                             const struct conf_override *over, uint32_t n_over,
                             struct findings *f);
/* NULL if there is none; the composite is not among them. */
const struct conf_domain *conf_domain_of(const struct conf *c, const char *id);
/* Read { zh, en } or a text; `dflt` if absent. */
struct conf_name conf_name_of(const struct cfg *group, const char *key, const char *dflt);
/* The checked configuration with the origin of every value, one line each. */
kh_status conf_print(const struct conf *c, struct buf *out);

/* Versions by month.  A window is that of `months` months which ends with `month`.
 * conf_effective_month: the month whose version the window uses, by the domain's `change`.
 * conf_begins_inside: does a version of that month change the window's rules inside it?
 * conf_params_of: the parameters in force; NULL if their first version begins later.
 * conf_change_told: the error at version `at` (`what`: a translated noun; `of`: whose
 * window).  conf_change_check: the same for the domain's own windows, whatever the period,
 * unless its `change` says which version counts. */
int32_t conf_effective_month(const struct conf_domain *d, int32_t months, int32_t month);
bool conf_begins_inside(const struct conf_domain *d, int32_t from, int32_t months,
                        int32_t month);
const struct conf_params *conf_params_of(const struct conf_domain *d, int32_t months,
                                         int32_t month);
void conf_change_told(const struct conf_domain *d, const struct cfg *at, const char *what,
                      int32_t months, int32_t month, const char *of, struct findings *f);
void conf_change_check(const struct conf_domain *d, const struct cfg *at, const char *what,
                       int32_t from, struct findings *f);

/* What each group of the files may hold, for the reference manual: in reading order. */
struct conf_table {
    const char *where; /* "kaohe.cfg: report", "domain.inputs.DATASET" */
    const struct cfg_key *keys;
    size_t n;
};
/* NULL behind the last. */
const struct conf_table *conf_table_at(size_t index);

#endif
