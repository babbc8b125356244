/* SPDX-License-Identifier: Apache-2.0 */
/* network_kit.h - questions to plugins/network: what is fed, what one indicator of unit A
 * is then. */
#ifndef KH_TESTS_NETWORK_KIT_H
#define KH_TESTS_NETWORK_KIT_H

#include "batches.h"
#include "unit.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { FEEDS_MAX = 3, PARAMS_MAX = 3 };
struct feed {
    const char *dataset, *csv;
};
struct param {
    const char *name, *value;
};
struct question {
    struct feed feed[FEEDS_MAX];
    const char *indicator, *expected; /* of unit A: numerator/denominator,samples */
    struct param param[PARAMS_MAX];
    const char *from, *to; /* NULL: April 2011 */
    uint32_t months;
};

static inline struct batches *opened(const struct param *param)
{
    struct batches *b = batches_new(kh_plugin_v1());
    for (int i = 0; param && i < PARAMS_MAX && param[i].name; i++)
        batches_param(b, param[i].name, param[i].value);
    check_i64(batches_open(b), KH_OK, 0);
    return b;
}

/* The state of a question, scored. */
static inline struct batches_state *answered(struct batches *b, const struct question *q,
                                             size_t i)
{
    struct batches_state *s = q->from ? batches_begin(b, q->from, q->to, q->months)
                                      : batches_begin(b, "2011-04-01", "2011-05-01", 1);
    for (int k = 0; k < FEEDS_MAX && q->feed[k].dataset; k++)
        check_i64(batches_feed(s, q->feed[k].dataset, q->feed[k].csv), KH_OK, i);
    batches_subject(s, "A");
    check_i64(batches_score(s), KH_OK, i);
    return s;
}

static inline void ask(const struct question *q, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct batches *b = opened(q[i].param);
        struct batches_state *s = answered(b, &q[i], i);
        check_text(batches_value(s, "A", q[i].indicator), q[i].expected, i);
        check_i64(batches_end(b), 0, i);
    }
}
#define ASK(questions) ask(questions, COUNT(questions))

#define OUTAGES(rows)                                                                     \
    {                                                                                     \
        "outages",                                                                        \
            "unit,outage_id,circuit_id,started_at,ended_at,planned,circuits,switched_at," \
            "event_group,network,cause\n" rows                                            \
    }
#define INVENTORY(rows)                                      \
    {                                                        \
        "inventory", "unit,date,circuits_2m,cable_km\n" rows \
    }
#define CABLES(rows)                                                                      \
    {                                                                                     \
        "cable_faults",                                                                   \
            "unit,fault_id,cable_id,started_at,ended_at,event_group,total_failure\n" rows \
    }
#define FAULTS(rows)                                                 \
    {                                                                \
        "faults", "unit,fault_id,opened_at,closed_at,limit_h\n" rows \
    }

#endif
