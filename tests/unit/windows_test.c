/* SPDX-License-Identifier: Apache-2.0 */
/* windows_test.c - for every day of 2000 to 2030, every length of a cycle and every last
 * day of its months: a row falls into exactly the windows that the calendar declares.
 *
 * The calendar is declared here, by walking from day to day and naming, for each, the month
 * it is counted in and the cycle of that month; nothing of base/civil.h takes part in it.
 * What is held against it is the program's own way: cycle_last and cycle_window make the
 * variants, worker/select.c picks the rows of a batch for each of them. */
#include "unit.h"
#include "worker/select.h"

#include <stdlib.h>

enum {
    FIRST_YEAR = 2000,
    LAST_YEAR = 2030,
    FIRST_DAY = 10957, /* 2000-01-01, from 1970 */
    DAYS = 11323,      /* to the end of 2030 */
    MONTHS = (LAST_YEAR - FIRST_YEAR + 1) * 12,
    WINDOWS = MONTHS + 24 /* and those that reach in from either end */
};

static const int lengths[] = { 1, 2, 3, 4, 6, 12 };

/* ---- The calendar, declared ------------------------------------------------------ */

struct day {
    int year, month, dom; /* month 1 to 12 */
};
static struct day calendar[DAYS];

static int days_in(int year, int month)
{
    static const int days[] = { 31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month != 2)
        return days[month - 1];
    if (year % 400 == 0)
        return 29;
    return year % 100 != 0 && year % 4 == 0 ? 29 : 28;
}

static void declare(void)
{
    struct day d = { FIRST_YEAR, 1, 1 };
    for (int i = 0; i < DAYS; i++) {
        calendar[i] = d;
        if (++d.dom > days_in(d.year, d.month)) {
            d.dom = 1;
            d.month++;
        }
        if (d.month > 12) {
            d.month = 1;
            d.year++;
        }
    }
}

/* The last month, as year * 12 + month - 1, of the cycle that a day belongs to: days after
 * the last day of a month are the next month's; cycles are counted from January. */
static int32_t declared_cycle(struct day d, int length, int last_day)
{
    int32_t month = d.year * 12 + d.month - 1;
    if (last_day && d.dom > last_day)
        month++;
    int of_year = month % 12; /* 0: January */
    int cycle = of_year / length;
    return month - of_year + cycle * length + length - 1;
}

/* ---- The program's own way --------------------------------------------------------- */

/* A facts dataset with the columns key and `when`, all days at noon or at an edge of the
 * day, in batches. */
static const kh_field fields[] = {
    { "who", "Who.", .type = KH_KEY },
    { "day", "When.", .type = KH_TIME },
};
static const kh_dataset datasets[] = {
    { "rows", "Rows.", KH_FACT, .when = 2, .columns = KH_LIST(fields) },
};
static const kh_domain schema = { .datasets = KH_LIST(datasets) };

static int64_t when[DAYS];
static uint32_t row[DAYS];
static int32_t found[DAYS]; /* window that took the day; 0: none, -1: several */

static void place_rows(void)
{
    for (int i = 0; i < DAYS; i++) {
        static const int64_t edge[] = { 0, CIVIL_DAY_US / 2, CIVIL_DAY_US - 1 };
        when[i] = (FIRST_DAY + i) * CIVIL_DAY_US + edge[i % 3];
    }
}

/* Windows of a cycle as variants of a job, and the rows that each takes. */
static void take(const struct cycle *c, int broken)
{
    static struct variant variant[WINDOWS];
    static struct conf_input input = { .dataset = "rows" };
    struct conf_domain domain = { .id = "d", .inputs = &input, .n_inputs = 1 };
    uint32_t n = 0;
    for (int32_t m = FIRST_YEAR * 12 - 12; m < (LAST_YEAR + 2) * 12; m++) {
        if (cycle_last(c, m) != m)
            continue;
        check_true(cycle_ends(c, m), (size_t)m);
        struct variant *v = &variant[n++];
        *v = (struct variant){ .months = c->months, .month = m };
        cycle_window(c, c->months, m, &v->from, &v->to);
        v->to -= broken == 1 && m == 2012 * 12 + 11; /* ends a day early, once */
        v->from -= broken == 2 && m % 12 == 11;      /* reaches into the cycle before */
    }
    const kh_col cols[] = { { .data = NULL }, { .data = when } };
    const kh_batch batch = { .size = sizeof batch, .rows = DAYS, .cols = 2, .col = cols };
    memset(found, 0, sizeof found);
    for (uint32_t first = 0; first < n; first += VARIANTS_MAX) {
        struct job j = { .domain = &domain,
                         .schema = &schema,
                         .n_datasets = 1,
                         .variants = variant + first,
                         .n_variants =
                             n - first < VARIANTS_MAX ? n - first : VARIANTS_MAX };
        kh_err e = { 0 };
        arena_init(&j.arena, 0);
        check_i64(select_init(&j, &e), KH_OK, first);
        for (uint32_t v = 0; v < j.n_variants; v++) {
            uint32_t took = select_rows(&j, v, &batch, row);
            for (uint32_t i = 0; i < took; i++)
                found[row[i]] = found[row[i]] ? -1 : j.variants[v].month;
        }
        arena_end(&j.arena);
    }
}

/* Days that are not in exactly the declared window. */
static int differences(const struct cycle *c, int broken, bool is_told)
{
    int wrong = 0;
    take(c, broken);
    for (int i = 0; i < DAYS; i++) {
        int32_t expected = declared_cycle(calendar[i], c->months, c->last_day);
        if (found[i] == expected)
            continue;
        if (is_told && !wrong)
            fprintf(stderr, "%d months to day %d: %04d-%02d-%02d is in %d, not in %d\n",
                    c->months, c->last_day, calendar[i].year, calendar[i].month,
                    calendar[i].dom, found[i], expected);
        wrong++;
    }
    return wrong;
}

static void test_every_day_is_in_its_window(void)
{
    size_t cases = 0;
    check_i64(calendar[DAYS - 1].year * 10000 + calendar[DAYS - 1].month * 100 +
                  calendar[DAYS - 1].dom,
              LAST_YEAR * 10000 + 1231, 0);
    for (size_t k = 0; k < COUNT(lengths); k++)
        for (int last_day = 0; last_day <= 28; last_day++, cases++) {
            const struct cycle c = { .months = lengths[k], .last_day = last_day };
            check_i64(differences(&c, 0, true), 0, cases);
        }
    check_i64((int64_t)cases, 174, 0);
}

/* The check is no tautology: a window that is a day short or long is found. */
static void test_a_broken_cycle_is_found(void)
{
    static const struct {
        int months, last_day, broken, wrong;
    } rows[] = {
        { 1, 0, 1, 1 },   { 12, 25, 1, 1 }, { 1, 0, 2, 31 },
        { 6, 28, 2, 31 }, { 12, 0, 2, 31 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct cycle c = { .months = rows[i].months, .last_day = rows[i].last_day };
        check_i64(differences(&c, rows[i].broken, false), rows[i].wrong, i);
    }
    /* A cycle that is not anchored in January, or cut on another day. */
    const struct cycle cut = { .months = 2, .last_day = 25 };
    take(&cut, 0);
    int wrong = 0;
    for (int i = 0; i < DAYS; i++)
        wrong += found[i] != declared_cycle(calendar[i], 2, 24);
    check_i64(wrong, MONTHS / 2, 0);
}

/* A row with an end falls into every window it touches, and into no other. */
static void test_intervals_touch_their_windows(void)
{
    static const kh_field spanned[] = {
        { "who", "Who.", .type = KH_KEY },
        { "begins", "From.", .type = KH_TIME },
        { "ends", "To.", KH_TIME, KH_NULLABLE },
    };
    static const kh_dataset leases[] = { { "rows", "Rows.", KH_FACT, .when = 2, .until = 3,
                                           .columns = KH_LIST(spanned) } };
    static const kh_domain described = { .datasets = KH_LIST(leases) };
    static int64_t until[DAYS];
    static struct conf_input input = { .dataset = "rows" };
    struct conf_domain domain = { .id = "d", .inputs = &input, .n_inputs = 1 };
    const kh_col cols[] = { { .data = NULL }, { .data = when }, { .data = until } };
    const kh_batch batch = { .size = sizeof batch, .rows = DAYS, .cols = 3, .col = cols };
    for (int i = 0; i < DAYS; i++) /* up to 40 days long */
        until[i] = when[i] + (i * 7 % 41) * CIVIL_DAY_US;
    size_t cases = 0;
    for (int32_t m = 2010 * 12; m < 2013 * 12; m++, cases++) {
        const struct cycle c = { .months = 1, .last_day = (int)(m % 2) * 25 };
        struct variant v = { .months = 1, .month = m };
        struct job j = { .domain = &domain,
                         .schema = &described,
                         .n_datasets = 1,
                         .variants = &v,
                         .n_variants = 1 };
        kh_err e = { 0 };
        cycle_window(&c, 1, m, &v.from, &v.to);
        arena_init(&j.arena, 0);
        check_i64(select_init(&j, &e), KH_OK, cases);
        uint32_t took = select_rows(&j, 0, &batch, row), k = 0;
        for (int i = 0; i < DAYS; i++) {
            bool touches = false;
            for (int d = i; d <= i + i * 7 % 41 && d < DAYS; d++)
                touches |= declared_cycle(calendar[d], 1, c.last_day) == m;
            bool taken = k < took && row[k] == (uint32_t)i;
            k += taken;
            if (touches != taken)
                check_true(false, (size_t)i);
        }
        arena_end(&j.arena);
    }
}

static const struct unit_case cases[] = {
    { "every day is in its window", test_every_day_is_in_its_window },
    { "a broken cycle is found", test_a_broken_cycle_is_found },
    { "intervals touch their windows", test_intervals_touch_their_windows },
};

int main(void)
{
    declare();
    place_rows();
    return unit_main("windows", cases, COUNT(cases));
}
