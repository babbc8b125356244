/* SPDX-License-Identifier: Apache-2.0 */
/* tiny.h - the smallest plugin a host accepts.  Each broken plugin changes one thing:
 *
 *     TINY(refused_magic, t.magic = 0)
 *
 * A real plugin returns constant data; these build their table when asked, so that the one
 * line that is wrong is the only line there is. */
#ifndef KH_TESTS_TINY_H
#define KH_TESTS_TINY_H

#include <kaohe/sdk.h>
#include <kaohe/tally.h>

static const char *const tiny_spaces[] = { "unit" };
static kh_field tiny_columns[] = { { "unit", "Who.", .type = KH_KEY },
                                   { "level", "How bad.", .type = KH_I64 } };
static kh_dataset tiny_datasets[] = { { "events", "What happened.", KH_FACT,
                                        .columns = KH_LIST(tiny_columns) } };
static kh_indicator tiny_indicators[] = { { "events", "1", "How many.", KH_I64 } };
static kh_field tiny_params[] = { { "limit", "How many are fine.", KH_I64, .dflt = "3",
                                    .min = "0" } };
static kh_domain tiny_domain = { sizeof tiny_domain, KH_EXACT, KH_LIST(tiny_spaces),
                                 KH_LIST(tiny_datasets), KH_LIST(tiny_indicators) };

static kh_status tiny_open(const kh_host *h, const kh_value *p, void **inst, kh_err *e)
{
    return kh_tally_open(h, p, 1, inst, e);
}

static kh_status tiny_consume(void *state, const kh_batch *b, kh_err *e)
{
    kh_tally *t = state;
    kh_status rc = kh_tally_grow(t, b->space_len[0], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++)
        t->sum[kh_key(&b->col[0], i)]++;
    return rc;
}

static kh_status tiny_score(const void *state, const kh_emit *out, kh_err *e)
{
    kh_status rc = KH_OK;
    (void)e;
    for (uint32_t s = 0; !rc && s < out->space_len[0]; s++)
        rc = kh_result_i64(out, s, 0, KH_SCORED, *kh_tally_of(state, s), 1);
    return rc;
}

static kh_plugin tiny_table(const char *id)
{
    kh_plugin t = { KH_PLUGIN_HEADER,
                    KH_TALLY,
                    .id = id,
                    .version = "1.0.0",
                    .doc = "A test.",
                    .state_version = 1,
                    .params = KH_LIST(tiny_params),
                    .domain = &tiny_domain,
                    .open = tiny_open,
                    .consume = tiny_consume,
                    .score = tiny_score };
    return t;
}

#define TINY(name, change)              \
    const kh_plugin *kh_plugin_v1(void) \
    {                                   \
        static kh_plugin t;             \
        t = tiny_table(#name);          \
        change;                         \
        return &t;                      \
    }

#endif
