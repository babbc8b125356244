/* SPDX-License-Identifier: Apache-2.0 */
/* read.h - the parts of scheme_read: each reads one kind of group, checks it whole and
 * adds a finding per mistake. */
#ifndef KH_SCORE_READ_H
#define KH_SCORE_READ_H

#include "score/scheme.h"

struct parse {
    struct arena *a;
    const struct conf *conf;
    const struct conf_domain *domain;
    const struct schema *schema;
    const struct orgs *orgs;
    struct findings *f;
    struct scheme_set *set;
};

/* ---- read.c: scalars.  Each of them tells a mistake itself. */
/* A decimal; `dflt` (may be NULL: 0) if absent.  Returns whether it is there. */
bool read_number(struct parse *r, const struct cfg *group, const char *key,
                 const char *dflt, mpq_t out);
bool read_decimal(struct parse *r, const struct cfg *value, mpq_t out);
int32_t read_integer(const struct cfg *group, const char *key, int32_t dflt);
/* Place of the text in `names` (ends with NULL); 0 if absent or, after a finding, wrong. */
uint32_t read_choice(struct parse *r, const struct cfg *group, const char *key,
                     const char *const *names);
/* Index of an indicator of the domain; -1 after a finding with "did you mean". */
int32_t read_indicator(struct parse *r, const struct cfg *at, const char *id);
/* Index of a level; -1 after a finding. */
int32_t read_level(struct parse *r, const struct cfg *at, const char *id);
/* `for`: columns of the subject or of the organisation file. */
void read_matches(struct parse *r, const struct cfg *group, struct matches *out);
/* The same of another key. */
void read_columns(struct parse *r, const struct cfg *group, const char *key,
                  struct matches *out);
/* Finds fault with a column that no unit of the domain has. */
void read_column(struct parse *r, const struct cfg *at, const char *key);
/* Memory refused while reading. */
void read_no_memory(struct parse *r, const struct cfg *at);
/* The children of a list of groups.  False, after a finding, if it is none or too long. */
bool read_list(struct parse *r, const struct cfg *list, const char *what);

/* `levels` by id, as flags by level; all scored ones if none are named. */
void read_levels(struct parse *r, const struct cfg *group, bool *at);

/* ---- rule_read.c: `points` of a leaf, or another group that is a rule */
void rule_read(struct parse *r, const struct cfg *points, enum rule_use use, bool has_full,
               struct rule *out);
/* ---- measure_read.c: `of` of a leaf */
void measure_read(struct parse *r, const struct cfg *of, struct measure *out);
/* ---- node_keys.c: the keys of nodes; false after a finding */
extern const char *const node_roundings[], *const node_folds[], *const node_kinds[];
bool node_check(struct parse *r, const struct cfg *node, bool is_group);
#define NODE_FOLD_KEYS                                                          \
    { .name = "min_children",                                                   \
      .want = WANT_INTEGER,                                                     \
      .min = "1",                                                               \
      .max = "1000",                                                            \
      .doc = N_("With fewer nodes that have a score it is na.") },              \
    {                                                                           \
        .name = "pass", .want = WANT_NUMBER, .min = "0", .dflt = "1",           \
        .doc = N_("kind all: least share of its full that every node reaches.") \
    }
const char *node_kind_name(enum node_kind kind);
/* ---- node_read.c: the tree of one version; sets nodes and n_nodes */
void node_read(struct parse *r, struct version *v);
/* ---- results_read.c: `results` of a leaf; NULL after a finding */
const struct source *results_read(struct parse *r, const struct cfg *leaf);
/* ---- settlement_read.c: after the versions */
void settlement_read(struct parse *r);
/* ---- gate_read.c: vetoes, plates, tickets; before the trees, and a check after them */
void gate_read(struct parse *r);
void gate_check(struct parse *r);

/* Their tables, for the reference manual. */
const struct conf_table *rule_tables(size_t *n);
const struct conf_table *measure_tables(size_t *n);
const struct conf_table *leaf_tables(size_t *n);
const struct conf_table *node_tables(size_t *n);

#endif
