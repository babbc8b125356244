/* SPDX-License-Identifier: Apache-2.0 */
/* history.c - see history.h. */
#include "cli/history.h"

#include "base/buf.h"
#include "base/lang.h"
#include "store/store.h"

enum { NAMED_MAX = 12, NAMES_BYTES_MAX = 256 };

/* Missing cycles are said, not invented. */
static void tell_gaps(struct coordinator *c, const char *domain,
                      const struct scored_cycle *at, uint32_t n)
{
    struct buf names;
    uint32_t unknown = 0;
    buf_init(&names, NAMES_BYTES_MAX);
    for (uint32_t i = 0; i < n; i++) {
        char month[8];
        if (at[i].is_known)
            continue;
        month_text(month, at[i].month);
        if (unknown++ < NAMED_MAX)
            buf_printf(&names, "%s%s", unknown > 1 ? ", " : "", month);
    }
    if (unknown > NAMED_MAX)
        buf_text(&names, " ...");
    if (!n)
        findings_add(&c->findings, FINDING_NOTE, KH_OK, NULL, 0, 0,
                     _("domain '%s': no earlier cycle has a result; plates begin green"),
                     domain);
    if (unknown)
        findings_add(&c->findings, FINDING_WARNING, KH_OK, NULL, 0, 0,
                     _("domain '%s': there is no result of the cycle that ended with %s; "
                       "plates are kept over it"),
                     domain, names.at ? names.at : "");
    buf_end(&names);
}

kh_status history_take(struct coordinator *c, struct score_input *in, kh_err *e)
{
    struct scored_cycle *at = NULL;
    uint32_t n = 0;
    if (!c->store || !scheme_has_history(in->scheme))
        return KH_OK;
    kh_status rc = store_history(c->store, &c->arena, in->domain, in->month, &at, &n, e);
    in->history = at;
    in->n_history = n;
    if (!rc)
        tell_gaps(c, in->domain->id, at, n);
    return rc;
}
