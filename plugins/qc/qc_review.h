/* SPDX-License-Identifier: Apache-2.0 */
/* qc_review.h - one call of score for a review: what topics, panels, series and groups
 * share.  Everything here lives for that call. */
#ifndef KH_QC_REVIEW_H
#define KH_QC_REVIEW_H

#include "qc_state.h"

typedef struct fraction {
    int64_t n, d; /* d > 0 */
} fraction;

/* An item of the panel at hand. */
typedef struct panel_item {
    int64_t id, min, max, factor;
} panel_item;

/* What the reviewed topics of a subject gave one form. */
typedef struct form_sum {
    fraction mean; /* sum of the topics' means */
    int64_t valid, judges, too_few;
    int is_seen; /* there are marks */
} form_sum;

typedef struct review {
    const qc_state *s; /* settled */
    const qc *c;
    const kh_emit *out;
    kh_err *e;
    int64_t form_id[QC_FORMS_MAX]; /* ids of the form's name; ID_NONE: no mark has it */
    int64_t *item_id, *kind_id;    /* by row of the parameter */
    panel_item *item;              /* of the panel at hand */
    uint32_t items;
    unsigned char *verdict; /* by mark of the panel at hand: NOT_..., COUNTED */
    int64_t *value;         /* scratch: one number per judge */
    uint32_t subject;
    form_sum form[QC_FORMS_MAX];
    int64_t topics; /* reviewed ones */
    int64_t with_attainment, attained;
    int64_t thin[PHASES + 1], late; /* thin before, after, both */
    int64_t extras, plus, minus;
} review;

/* A topic of the subject at hand. */
typedef struct topic {
    int64_t id;
    int64_t kind, unit, title; /* ids or ID_NONE */
    int is_reviewed;
} topic;

/* qc_panel.c: fold the topic's marks into r->form; rows of panels and excluded_marks. */
kh_status panels_of(review *r, const topic *t);
/* qc_series.c: fold the topic's series; its results if `alone`, a row of improvement. */
kh_status series_of(review *r, const topic *t, int alone);
/* qc_groups.c: eligibility of the groups registered under the subject. */
kh_status groups_of(review *r);
/* The same register row for review and organiser: the one in force at the window's end of
 * the group whose rows begin at *at, and *at behind them; NULL: none yet. */
const int64_t *group_in_force(const qc_state *s, size_t *at, size_t end);
/* R12: was the group struck off before the window? */
int group_has_left(const qc_state *s, const int64_t *group);
/* R13: is it registered in the year of the window's last month? */
int group_is_registered(const qc_state *s, const int64_t *group);
/* Did the group of a register row meet on the days [from, to)? */
int group_has_met(const qc_state *s, const int64_t *group, int64_t from, int64_t to);
/* R16: members who came to the subject's meetings of the window, of those expected. */
kh_status group_attendance(const qc_state *s, uint32_t subject, fraction *f, kh_err *e);

/* qc_review.c: powers of ten that both parts share are taken out, at most `digits`. */
void fraction_shorten(fraction *f, int digits);
/* The whole of score, by use. */
kh_status review_score(const qc_state *settled, const kh_emit *out, kh_err *e);
kh_status organiser_score(const qc_state *settled, const kh_emit *out, kh_err *e);

#endif
