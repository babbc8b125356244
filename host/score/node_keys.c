/* SPDX-License-Identifier: Apache-2.0 */
/* node_keys.c - what a node of a scheme may hold: tables of keys of groups and of leaves.
 */
#include "score/leaf_read.h"

const char *const node_kinds[] = { "wsum", "best",       "worst", "sum", "mean",
                                   "all",  "deductions", "bonus", NULL };
const char *const node_folds[] = { "wsum", "best", "worst", "sum", "mean", "all", NULL };
const char *const node_roundings[] = { "half_up", "half_even", "truncate", NULL };

#define NODE_KEYS                                                                        \
    { .name = "id",                                                                      \
      .want = WANT_TEXT,                                                                 \
      .required = true,                                                                  \
      .doc = N_("Part of the node's path.") },                                           \
        { .name = "name", .want = WANT_NAME, .doc = N_("Name shown to people.") },       \
        { .name = "weight",                                                              \
          .want = WANT_NUMBER,                                                           \
          .min = "0",                                                                    \
          .doc = N_("Points of the group that it may bring; none for deductions and in " \
                    "groups that add up no weights.") },                                 \
        { .name = "digits",                                                              \
          .want = WANT_INTEGER,                                                          \
          .min = "0",                                                                    \
          .max = "9",                                                                    \
          .doc = N_("Digits of the score; without it the version's.") },                 \
        { .name = "round",                                                               \
          .want = WANT_BOOL,                                                             \
          .dflt = "false",                                                               \
          .doc = N_("The score goes up rounded.") },                                     \
        { .name = "rounding",                                                            \
          .want = WANT_TEXT,                                                             \
          .choice = node_roundings,                                                      \
          .doc = N_("How `round` rounds; without it as the version.") },                 \
        { .name = "order_below",                                                         \
          .want = WANT_NUMBER,                                                           \
          .min = "0",                                                                    \
          .doc = N_("A printed score below it raises an improvement order; without it "  \
                    "none is raised.") },                                                \
        { .name = "order_days",                                                          \
          .want = WANT_INTEGER,                                                          \
          .min = "1",                                                                    \
          .max = "3660",                                                                 \
          .doc =                                                                         \
              N_("Days until an order is due; without it the end of the next cycle.") }, \
    {                                                                                    \
        .name = "owner", .want = WANT_TEXT, .doc = N_("Who answers for orders.")         \
    }

static const struct cfg_key group_keys[] = {
    NODE_KEYS,
    { .name = "kind",
      .want = WANT_TEXT,
      .choice = node_kinds,
      .dflt = "wsum",
      .doc = N_("How the group makes a score of its nodes.") },
    { .name = "nodes",
      .want = WANT_LIST,
      .required = true,
      .doc = N_("The nodes of the group.") },
    { .name = "full",
      .want = WANT_NUMBER,
      .doc = N_("Points of a perfect group; without it the weight.") },
    NODE_FOLD_KEYS,
    { .name = "cap",
      .want = WANT_NUMBER,
      .min = "0",
      .doc = N_("Most points of the group; without it there is no bound.") },
    { .name = "floor",
      .want = WANT_NUMBER,
      .doc = N_("Least points after deductions; without it there is no bound.") },
};
static const struct cfg_key leaf_keys[] = {
    NODE_KEYS,
    LEAF_KEYS,
};

const struct conf_table *node_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "domain.scheme.nodes: group", group_keys, COUNT(group_keys) },
        { "domain.scheme.nodes: leaf", leaf_keys, COUNT(leaf_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

bool node_check(struct parse *r, const struct cfg *node, bool is_group)
{
    return is_group ? cfg_check(node, group_keys, COUNT(group_keys), r->f)
                    : cfg_check(node, leaf_keys, COUNT(leaf_keys), r->f);
}

const char *node_kind_name(enum node_kind kind)
{
    return node_kinds[kind - NODE_WSUM];
}
