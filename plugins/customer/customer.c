/* SPDX-License-Identifier: Apache-2.0 */
/* customer.c - customer service: hotline, orders, complaints, surveys, call-backs,
 * delivered counts, control events.
 *
 *  R1  Every call of the window is offered; the answer rate is answered per offered.
 *  R2  A call is in time if it was answered and its wait is known and at most
 *      `answer_limit_s` (for VIP calls `answer_limit_vip_s` where that is set); the service
 *      level is in time per offered.  A wait of exactly the limit is in time.
 *  R3  Ordinary and VIP calls have rates of their own; a call without a class is in the
 *      overall ones only.
 *  R4  The mean rating is over answered calls with a rating of 1 to 5.
 *  R5  Timely is done on or before due.  Contact counts orders opened in the window;
 *      install, move, repair, automatic completion and satisfaction those closed in it.
 *  R6  What was not recorded was not in time.  An order of a file without the column
 *      leaves the indicator.
 *  R7  A closed order without the customer's answer leaves the order satisfaction.
 *  R8  Complaint rate: valid complaints; escalated rate: cases above city, valid or not;
 *      both per average subscribers and month, by service and over all.  Petition rate:
 *      regulator cases per average subscribers, not per month.
 *  R9  Average subscribers are half the sum of the two ends of each month.  No row at all
 *      is no data; a month end of the window without a row is missing.
 *  R10 A complaint repeats if an earlier one of the same customer and cause lies at most
 *      `repeat_days` x 24 h before, in any month and unit; repeats per complaints.  A
 *      case without customer or cause never repeats.
 *  R11 Attitude complaints are valid; liable petitions are valid and at the regulator.
 *  R12 Satisfaction is the share of scores from `satisfied_from` on among scores 1 to 5.
 *      An answer without an operator, or of `own_operator`, is the own one's.
 *  R13 Improvement is satisfaction less that of a year ago; without either there is none.
 *  R14 Lead is satisfaction less the best competitor's; without either there is none.
 *  R15 Call-back completion is completed per tasks, by kind and over all.
 *  R16 Counts pool numerators and denominators; a negative count, or a part greater than
 *      its whole, is a reject.
 *  R17 A weak point is change over planned change; where the plan is to go down both
 *      signs are turned first, so that units pool.  Without a planned change it is
 *      attained unless it went down.
 *  R18 Card holding is multiplied by verified per sampled cards.
 *  R19 Control events count by item.  D4 names an indicator, whose result is flagged. */
#include "customer.h"

static kh_status customer_open(const kh_host *h, const kh_value *param, void **out,
                               kh_err *e)
{
    struct inst *in = *out = kh_new(h, sizeof *in, e);
    if (!in)
        return KH_ENOMEM;
    in->host = h;
    in->param = param;
    for (uint32_t k = 0; k < CALLS_CLASSES; k++)
        in->limit_ms[k] = param[PARAM_LIMIT].u.i;
    if (param[PARAM_LIMIT_VIP].set)
        in->limit_ms[1 + CLASS_VIP] = param[PARAM_LIMIT_VIP].u.i;
    return KH_OK;
}

/* Without a window (a state about to be loaded or merged into) all time is inside. */
kh_status customer_begin(const void *inst, const kh_window *w, void **out, kh_err *e)
{
    const struct inst *in = inst;
    struct state *t = *out = kh_new(in->host, sizeof *t, e);
    if (!t)
        return KH_ENOMEM;
    t->inst = in;
    t->from = w ? w->from : INT64_MIN;
    t->to = w ? w->to : INT64_MAX;
    t->months = w ? w->months : 0;
    return KH_OK;
}

static kh_status customer_consume(void *state, const kh_batch *b, kh_err *e)
{
    static kh_status (*const fold[N_DATASETS])(struct state *, const kh_batch *,
                                               kh_err *) = {
        [DS_CALLS] = calls_consume,
        [DS_ORDERS] = orders_consume,
        [DS_COMPLAINTS] = complaints_consume,
        [DS_SURVEYS] = surveys_consume,
        [DS_SURVEYS_YEAR_AGO] = surveys_consume,
        [DS_CALLBACKS] = tasks_consume,
        [DS_COUNTS] = counts_consume,
        [DS_SUBSCRIBERS] = base_consume,
        [DS_CONTROLS] = controls_consume,
    };
    if (b->dataset >= N_DATASETS)
        return kh_fail(e, KH_EBUG, "no dataset %u", b->dataset);
    return fold[b->dataset](state, b, e);
}

static kh_status customer_merge(void *into, const void *from, const kh_merge *m, kh_err *e)
{
    kh_status rc = blocks_merge(into, from, m, e);
    if (!rc)
        rc = cells_merge(into, from, m, e);
    if (!rc)
        rc = cases_merge(into, from, m, e);
    return rc;
}

void customer_end(void *state)
{
    struct state *t = state;
    blocks_end(t);
    cells_end(t);
    cases_end(t);
    memory_free(t, t);
}

static void customer_close(void *inst)
{
    const struct inst *in = inst;
    in->host->resize(in->host->ctx, inst, 0);
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,
    .id = "customer",
    .version = "1.0.0",
    .doc = "Customer service: hotline, orders, complaints, surveys, counts, controls.",
    .state_version = 1,
    .params = { customer_params, N_PARAMS, sizeof *customer_params },
    .domain = &customer_domain,
    .open = customer_open,
    .begin = customer_begin,
    .consume = customer_consume,
    .merge = customer_merge,
    .save = customer_save,
    .load = customer_load,
    .score = customer_score,
    .end = customer_end,
    .close = customer_close,
};
KH_PLUGIN(plugin)
