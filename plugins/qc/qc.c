/* SPDX-License-Identifier: Apache-2.0 */
/* qc.c - QC groups by judge panels and what they improved, and the units that organise
 * them.
 *
 * Two uses, by the parameter `use`: groups and their topics (review), and the organising
 * unit (organiser).  Nothing in it is tied to QC groups but the default configuration: any
 * panels of judges can be scored.  README.md is the manual.
 *
 * Review:
 *  R1   A topic is reviewed in the window in which it finished; one without a register, or
 *       whose register has no such column, in every window.
 *  R2   late_topics counts reviewed topics that were not registered by the day on which
 *       work on them started.
 *  R3   The items of a form are the rows of `forms` for the topic's kind, or for all kinds,
 *       and the topic's own rows of the dataset `items`: a row of its own takes the place
 *       of the form's, and of several the greatest stands.
 *  R4   A mark counts unless, in this order, its topic is not reviewed in this window, its
 *       form is unknown, its judge belongs to the topic's unit, its item is not one of the
 *       form, it has no points, its points are out of the item's range, or the judge marked
 *       the item more than once; such marks go to `excluded_marks`.
 *  R5   trim = total: a judge's total is the sum of points x factor; a judge without a mark
 *       that counts for every item is left out (incomplete).  From trim_from judges on one
 *       highest and one lowest total are dropped; panel.FORM is the mean of the others.
 *  R6   trim = item: the same for the marks of each item; the mean is rounded half up to
 *       `digits`, multiplied by the factor, rounded again; panel.FORM is their sum.
 *  R7   With fewer than judges_min judges (R6: for any item) the panel is invalid: no
 *       value, and the reason too_few_judges.  Over several topics, panel.FORM is the mean
 *       of the valid ones.
 *  R8   extra.plus and extra.minus add up points beside the panels; minus has any sign.
 *  R9   attainment is (after - before) / (target - before), of means over the rows of each
 *       phase.  Target equal to before: full if after is at least as good, else 0; without
 *       a direction no value.  Targets that differ are no target.
 *  R10  progress is (after - before) / |before|; from 0 by zero_base.  Of a subject with
 *       several topics only attained_rate has a value: topics with attainment 100 % or more
 *       over those with one.
 *  R11  thin_series counts reviewed topics with fewer than periods_min periods before or
 *       after.
 *  R12  Of the register rows of a group, the one registered last by the window's end is in
 *       force.  A group struck off before the window has no results.
 *  R13  unregistered: not registered in the year of the window's last month.
 *  R14  members_wrong: fewer than members_min or more than members_max members.
 *  R15  months_without_meeting: months of the window, active from first day to last,
 *       without a meeting.
 *  R16  attendance: attended over expected of the window's meetings.
 *  R17  struck_off: by the window's end.
 *  R18  idle: active, and without a meeting, through the idle_months months before the
 *       window's end.
 *
 * Organiser:
 *  R19  activity_rate: groups that met in the window over registered ones (R12, R13).
 *  R20  result_rate: topics that finished in the window over those registered by its end
 *       and not finished before it.
 *  R21  participation: members of registered groups over employees, by the latest count of
 *       each unit by the window's end.
 *  R22  attendance as R16.
 *  R23  award_rate: awarded over recommended groups of the window.
 *  R24  counts.KPI pool delivered numerators and denominators; a part above its whole is a
 *       reject. */
#include "qc.h"
#include "qc_review.h"
#include "qc_state.h"

static kh_status qc_describe(const void *inst, const kh_domain **domain, kh_err *e)
{
    (void)e; /* made by open */
    *domain = &((const qc *)inst)->domain;
    return KH_OK;
}

static kh_status qc_score(const void *state, const kh_emit *out, kh_err *e)
{
    const qc_state *s = state;
    qc_state *settled = NULL;
    if (out->spaces < SPACE_COUNT)
        return kh_fail(e, KH_EBUG, "the host offers %u key spaces of %d",
                       (unsigned)out->spaces, (int)SPACE_COUNT);
    kh_status rc = qc_settled(s, out, &settled, e);
    if (rc)
        return rc;
    rc = s->c->use == USE_ORGANISER ? organiser_score(settled, out, e)
                                    : review_score(settled, out, e);
    qc_end(settled);
    return rc;
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,
    .id = "qc",
    .version = "1.0.0",
    .doc = "QC groups by judge panels and improvement, and the units that organise them.",
    .state_version = 1,
    .params = { qc_params, P_COUNT, sizeof *qc_params },
    .open = qc_open,
    .describe = qc_describe,
    .begin = qc_begin,
    .consume = qc_consume,
    .merge = qc_merge,
    .save = qc_save,
    .load = qc_load,
    .score = qc_score,
    .end = qc_end,
    .close = qc_close,
};
KH_PLUGIN(plugin)
