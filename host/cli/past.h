/* SPDX-License-Identifier: Apache-2.0 */
/* past.h - the store of a configuration, for commands that look at past runs. */
#ifndef KH_CLI_PAST_H
#define KH_CLI_PAST_H

#include "cli/options.h"
#include "store/store.h"

struct past {
    const struct conf *conf; /* NULL if only --db was given */
    struct store *store;
};

/* Opens --db, else the database of -c, which must exist.  Returns an exit status; a
 * sentence stands on stderr unless it is EXIT_COMPLETE. */
int past_open(struct past *p, struct arena *a, const struct options *o);
void past_close(struct past *p);

#endif
