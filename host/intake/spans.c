/* SPDX-License-Identifier: Apache-2.0 */
/* spans.c - the dates an input feeds, for a window: see inputs.h and spans.h.
 *
 * Windows begin and end on the same day of a month (the first, or the day behind the
 * cycle's last), so that the window before is as many months long.  A window that spans all
 * dates (cycle = whole) is fed everything. */
#include "intake/spans.h"
#include "intake/inputs.h"

#include <string.h>

enum { YEAR_LAST = 9999 };

static bool is_whole(int32_t from, int32_t to)
{
    return from <= civil_day(1, 1, 1) && to > civil_day(YEAR_LAST, 12, 31);
}

static int32_t month_of(int32_t day)
{
    int year = 0, month = 0, dom = 0;
    civil_date(day, &year, &month, &dom);
    return year * 12 + month - 1;
}

/* The day `months` later; a day the month lacks is its last. */
static int32_t shift(int32_t day, int32_t months)
{
    int year = 0, month = 0, dom = 0;
    civil_date(day, &year, &month, &dom);
    int32_t to = year * 12 + month - 1 + months;
    int last = civil_month_days(to / 12, to % 12 + 1);
    return civil_day(to / 12, to % 12 + 1, dom < last ? dom : last);
}

/* [*from, *to) moved to the dates the span feeds; to_end leaves *from alone. */
static void move(const struct conf_input *input, int32_t *from, int32_t *to)
{
    int32_t months = month_of(*to) - month_of(*from);
    switch (input->span) {
    case SPAN_PREVIOUS: {
        bool is_aligned = months > 0 && shift(*from, months) == *to;
        int32_t before = is_aligned ? shift(*from, -months) : *from - (*to - *from);
        *to = *from;
        *from = before;
        break;
    }
    case SPAN_YEAR_AGO:
        *from = shift(*from, -12);
        *to = shift(*to, -12);
        break;
    case SPAN_WINDOW:
        *from -= input->lookback_days;
        break;
    case SPAN_TO_END:
        break;
    }
}

void inputs_span(const struct conf_input *input, int32_t from, int32_t to, int64_t *lo,
                 int64_t *hi)
{
    *lo = INT64_MIN;
    *hi = INT64_MAX;
    if (is_whole(from, to))
        return;
    move(input, &from, &to);
    if (input->span != SPAN_TO_END)
        *lo = from * CIVIL_DAY_US;
    *hi = to * CIVIL_DAY_US;
}

struct span_months spans_months(const struct conf_input *input, int32_t from, int32_t to,
                                int32_t own_from, int32_t own_to)
{
    struct span_months m = { .must_first = 1, .must_last = 0 };
    if (is_whole(from, to)) {
        m.is_open = true;
        m.last = YEAR_LAST * 12 + 11;
        return m;
    }
    struct conf_input own = *input;
    own.lookback_days = 0;
    move(input, &from, &to);
    if (!is_whole(own_from, own_to)) {
        move(&own, &own_from, &own_to);
        m.must_first = month_of(own_from);
        m.must_last = month_of(own_to - 1);
    }
    m.first = month_of(from);
    m.last = month_of(to - 1);
    m.is_open = input->span == SPAN_TO_END || m.last - m.first > SPANS_MONTHS_MAX;
    return m;
}

struct span_months spans_months_all(const struct conf_input *input,
                                    const struct span_window *windows, uint32_t n)
{
    struct span_window w = windows[0];
    struct span_months all = spans_months(input, w.from, w.to, w.from, w.to);
    for (uint32_t i = 1; i < n; i++) {
        w = windows[i];
        struct span_months m = spans_months(input, w.from, w.to, w.from, w.to);
        all.first = m.first < all.first ? m.first : all.first;
        all.last = m.last > all.last ? m.last : all.last;
        all.is_open |= m.is_open;
    }
    all.is_open |= all.last - all.first > SPANS_MONTHS_MAX;
    return all;
}

struct span_cover spans_cover(const struct conf_input *input, struct span_window w)
{
    struct span_months m = spans_months(input, w.from, w.to, w.from, w.to);
    struct span_cover c = { .first = m.must_first };
    bool has_month = false;
    for (uint32_t i = 0; i < input->n_files; i++)
        has_month |= strstr(input->files[i], "{YYYY}") != NULL;
    if (has_month && m.must_last >= m.must_first &&
        m.must_last - m.must_first < SPAN_COVER_MAX)
        c.of = (uint32_t)(m.must_last - m.must_first) + 1;
    return c;
}

void span_cover_add(struct span_cover *c, struct file_months m)
{
    for (uint32_t i = 0; i < c->of; i++)
        if (m.first <= c->first + (int32_t)i && c->first + (int32_t)i <= m.last)
            c->have |= UINT64_C(1) << i;
}

uint32_t span_cover_with(const struct span_cover *c)
{
    return (uint32_t)__builtin_popcountll(c->have);
}

bool span_cover_is_missing(const struct span_cover *c, const struct conf_input *input,
                           uint32_t n)
{
    return !n || (c->of && !c->have && input->span != SPAN_TO_END);
}
