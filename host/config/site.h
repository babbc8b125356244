/* SPDX-License-Identifier: Apache-2.0 */
/* site.h - single settings laid over the shipped files: site.cfg, and `whatif --set`.
 *
 * A path begins with a domain's id, or with `kaohe`, and goes down by dots: members by
 * name, elements of lists by their `id`, else their `from`, else their first member; nodes
 * of a scheme by their path: customer.scheme.2011-01.B/B1.weight.  A setting that its group
 * may have and does not have is added (its name is checked with the rest); a path that
 * leads nowhere is a mistake. */
#ifndef KH_CONFIG_SITE_H
#define KH_CONFIG_SITE_H

#include "config/tree.h"

struct site_root {
    const char *id; /* "kaohe", or of a domain */
    struct cfg *root;
};

/* Lay `value` over what `path` names in one of the roots.  `at`: where the setting stands,
 * for messages; `origin`: what cfg.origin becomes.  false: nothing was changed and the
 * mistake is in `f`. */
bool site_set(struct arena *a, const struct site_root *roots, uint32_t n,
              const struct cfg *at, const char *path, const struct cfg *value,
              const char *origin, struct findings *f);

/* All of `set` in a site file whose paths begin with `kaohe.`, or all others. */
void site_apply(struct arena *a, const struct cfg *site, bool kaohe,
                const struct site_root *roots, uint32_t n, struct findings *f);

#endif
