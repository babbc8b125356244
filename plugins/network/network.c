/* SPDX-License-Identifier: Apache-2.0 */
/* network.c - network quality: outages of circuits, faults of cables and equipment, drive
 * tests, sessions, delivered counts.
 *
 *  R1  An interruption is an unplanned outage that was not switched to spare within
 *      `spare_minutes`; exactly that many minutes are within.
 *  R2  The outages of one `event_group` are one interruption, in the month in which the
 *      first of them began, as far as rows before the window are fed (lookback_days).
 *      An outage without a group is one by itself, and counts where it began.
 *  R3  The rate is per 10,000 2M circuits and month.  The stock is the latest known at or
 *      before the window's end, each quantity by itself, of each city; a parent's is the
 *      sum over its cities.  Of two rows of one city and day the greater holds.
 *  R4  Time is counted within the window: an outage that began before it is clipped to its
 *      beginning, one that goes on (or has no end) to its end.
 *  R5  Lost is the time of unplanned outages times their circuits, whether switched or not;
 *      with `spare_ends_loss` only until traffic was on spare circuits.
 *  R6  At each instant a circuit is down once, with the greatest number of circuits of the
 *      outages going on.  An outage that names no circuit stands alone.
 *  R7  Availability is circuit time less the time lost per circuit time of the window; a
 *      loss of more than all is 0 %.
 *  R8  Every row that touches the window is an interruption or stands in `not_counted`
 *      with its reason; so does every minute: outage_minutes = lost_minutes + the table's.
 *  R9  An interruption is concealed if any of its outages is.
 *  R10 It is reported late if none of its outages was reported within `report_minutes` of
 *      its begin, and counts in the window in which that time was over.  An empty
 *      `reported_at` is no report; without the column nothing is late.  A concealed one
 *      is not late besides.
 *  R11 It is network-wide if its outages took down `major_circuits` or more in all and one
 *      of them lasted `major_minutes`; it counts in the window in which it had.
 *  R12 A fault belongs to the window in which it was closed.  One still open at the end is
 *      not counted yet and stands in `not_counted`.
 *  R13 A fault is in time if repaired within its `limit_h`, or `fault_limit_h` where it
 *      has none; exactly the limit is within.  Percentiles are nearest rank.
 *  R14 A sample is covered with RSRP and SINR at or above both limits, of samples where
 *      both are known; weak with RSRP below its limit, of samples with RSRP.  `no_signal`
 *      and below is unknown.
 *  R15 A sample without an operator, or of `own_operator`, is the own one's.  Competitors
 *      have values of their own; operators that no parameter names have none.
 *  R16 A test complies with at least `rate_percent` of the contracted rate; a sample
 *      without a contracted or a measured rate is no test.
 *  R17 Cable total failures follow R1 to R8, without switching and times 1 circuit; a
 *      fault that is not total is idle.  The rate is per 100 km and year, a month being a
 *      twelfth; so is the allowance, whose year's value has one decimal, half up.
 *  R18 Counts pool numerators and denominators; a negative count, or a part greater than
 *      its whole, is a reject.  A major telegraph error weighs `major_weight`.
 *  R19 Sessions: connected per attempts, dropped per connected; more is a reject.
 *  R20 `causes` ranks by interruptions, then minutes; cumulative shares are of the sums,
 *      not of rounded shares.  `interruptions` has the window's months, and of
 *      `series_months` those before it of which any outage is fed.  `circuits` ranks by
 *      minutes lost. */
#include "network.h"

static kh_status network_open(const kh_host *h, const kh_value *param, void **out,
                              kh_err *e)
{
    struct inst *in = *out = kh_new(h, sizeof *in, e);
    if (!in)
        return KH_ENOMEM;
    in->host = h;
    in->param = param;
    return KH_OK;
}

static kh_status network_consume(void *state, const kh_batch *b, kh_err *e)
{
    static kh_status (*const fold[N_DATASETS])(struct state *, const kh_batch *,
                                               kh_err *) = {
        [DS_OUTAGES] = events_consume,      [DS_INVENTORY] = inventory_consume,
        [DS_CABLE_FAULTS] = events_consume, [DS_FAULTS] = faults_consume,
        [DS_SAMPLES] = samples_consume,     [DS_SESSIONS] = sessions_consume,
        [DS_COUNTS] = counts_consume,
    };
    const struct state *t = state;
    if (b->dataset >= N_DATASETS)
        return kh_fail(e, KH_EBUG, "no dataset %u", b->dataset);
    if (kh_stopping(t->inst->host))
        return kh_fail(e, KH_ECANCEL, "stopped by the host");
    return fold[b->dataset](state, b, e);
}

static void network_close(void *inst)
{
    const struct inst *in = inst;
    kh_free(in->host, inst);
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,
    .id = "network",
    .version = "1.0.0",
    .doc = "Network quality: outages, cables, faults, drive tests, sessions, counts.",
    .state_version = 1,
    .params = { network_params, N_PARAMS, sizeof *network_params },
    .domain = &network_domain,
    .open = network_open,
    .begin = network_begin,
    .consume = network_consume,
    .merge = network_merge,
    .save = network_save,
    .load = network_load,
    .score = network_score,
    .end = network_end,
    .close = network_close,
};
KH_PLUGIN(plugin)
