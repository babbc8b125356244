/* SPDX-License-Identifier: Apache-2.0 */
/* nodes.h - nodes of a scheme by their path, without knowing rules.  Pure. */
#ifndef KH_CONFIG_NODES_H
#define KH_CONFIG_NODES_H

#include "config/tree.h"

/* The `nodes` of a version or of a group node; NULL if there are none. */
const struct cfg *nodes_of(const struct cfg *group);
/* Is it a version of a scheme; the list of nodes of a version, or of a node in one? */
bool nodes_is_version(const struct cfg *c);
bool nodes_is_list(const struct cfg *c);
/* The node at "B/B1" below a version; NULL. */
const struct cfg *nodes_find(const struct cfg *version, const char *path);
/* Paths of all nodes of one version, in scheme order; NULL if memory is refused. */
const char **nodes_paths(struct arena *a, const struct cfg *version, uint32_t *n);
/* Call `fn` for every node of every version, parents first. */
void nodes_each(const struct cfg *scheme, void (*fn)(void *ctx, const struct cfg *node),
                void *ctx);
/* How an element of a list is called in a path: by its `id`, else its `from`, else its
 * first member if that is a scalar (the domain of a composite's part, the item of a
 * catalogue).  NULL if it has no name. */
const char *nodes_key(const struct cfg *element);

#endif
