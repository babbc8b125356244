/* SPDX-License-Identifier: Apache-2.0 */
/* aborts.c - a plugin that calls abort() in its fold.
 *
 *  R1  The first row ends the process. */
#include <kaohe/sdk.h>
#include <kaohe/tally.h>
#include <stdlib.h>

enum { LAST, N_SUMS };

static const char *const spaces[] = { "who" };
static const kh_field columns[] = {
    { "subject", "Who.", .type = KH_KEY },
    { "n", "A number.", .type = KH_I64 },
};
static const kh_dataset datasets[] = {
    { "rows", "Rows.", KH_FACT, .columns = KH_LIST(columns) },
};
static const kh_indicator indicators[] = {
    { "last", "", "The last n.", KH_I64, KH_HIGHER_IS_BETTER },
};
static const kh_domain domain = { sizeof domain, KH_EXACT, KH_LIST(spaces),
                                  KH_LIST(datasets), KH_LIST(indicators) };

static kh_status aborts_open(const kh_host *h, const kh_value *p, void **inst, kh_err *e)
{
    return kh_tally_open(h, p, N_SUMS, inst, e);
}

static kh_status aborts_consume(void *state, const kh_batch *b, kh_err *e)
{
    (void)state, (void)e;
    if (b->rows)
        abort(); /* R1 */
    return KH_OK;
}

static kh_status aborts_score(const void *state, const kh_emit *out, kh_err *e)
{
    const kh_tally *t = state;
    kh_status rc = KH_OK;
    (void)e;
    for (uint32_t s = 0; !rc && s < out->space_len[0]; s++)
        rc = kh_result_i64(out, s, LAST, KH_SCORED, kh_tally_of(t, s)[0] % 101, 1);
    return rc;
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,
    KH_TALLY,
    .id = "aborts",
    .version = "1.0.0",
    .state_version = 1,
    .doc = "A plugin that aborts.",
    .domain = &domain,
    .open = aborts_open,
    .consume = aborts_consume,
    .score = aborts_score,
};
KH_PLUGIN(plugin)
