/* SPDX-License-Identifier: Apache-2.0 */
/* effective_test.c - versions by month: which one a window uses, and what lies inside. */
#include "score_kit.h"

#include "score/scheme.h"

static int32_t month_of(const char *s)
{
    int32_t month = 0;
    check_true(month_parse(&month, s), 0);
    return month;
}

static void test_in_force(void)
{
    /* Versions from 2010-01, 2011-03 and 2011-06. */
    static const struct {
        enum conf_change change;
        bool whole;
        int32_t months;
        const char *month, *id;
    } rows[] = {
        { CHANGE_REFUSED, false, 1, "2011-02", "2010-01" },
        { CHANGE_REFUSED, false, 1, "2011-03", "2011-03" },
        { CHANGE_REFUSED, false, 1, "2011-05", "2011-03" },
        { CHANGE_REFUSED, false, 1, "2011-06", "2011-06" },
        { CHANGE_REFUSED, false, 1, "2999-12", "2011-06" },
        { CHANGE_REFUSED, false, 1, "2010-01", "2010-01" },
        { CHANGE_REFUSED, false, 1, "2009-12", NULL },
        { CHANGE_LAST, false, 4, "2011-04", "2011-03" },
        { CHANGE_FIRST, false, 4, "2011-04", "2010-01" },
        { CHANGE_FIRST, false, 4, "2011-08", "2011-03" }, /* not that of June */
        { CHANGE_FIRST, false, 2, "2010-01", NULL },      /* December has none */
        { CHANGE_FIRST, true, 4, "2011-04", "2011-03" },  /* all dates: no inside */
    };
    struct conf_params versions[] = { { .id = "2011-03", .from = month_of("2011-03") },
                                      { .id = "2010-01", .from = month_of("2010-01") },
                                      { .id = "2011-06", .from = month_of("2011-06") } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct conf_domain d = { .change = rows[i].change,
                                       .cycle = { .months = 1, .whole = rows[i].whole },
                                       .params = versions,
                                       .n_params = COUNT(versions) };
        const struct conf_params *p =
            conf_params_of(&d, rows[i].months, month_of(rows[i].month));
        check_text(p ? p->id : "-", rows[i].id ? rows[i].id : "-", i);
    }
}

static void test_begins_inside(void)
{
    static const struct {
        const char *from;
        int32_t months;
        const char *month;
        bool whole, inside;
    } rows[] = {
        { "2011-01", 4, "2011-04", false, false },
        { "2011-02", 4, "2011-04", false, true },
        { "2011-04", 4, "2011-04", false, true },
        { "2011-05", 4, "2011-04", false, false },
        { "2010-12", 4, "2011-04", false, false },
        { "2011-04", 1, "2011-04", false, false },
        { "2010-12", 6, "2010-12", false, true },
        { "2011-01", 6, "2010-12", false, false },
        { "2011-02", 4, "2011-04", true, false },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct conf_domain d = { .cycle = { .whole = rows[i].whole } };
        check_i64(conf_begins_inside(&d, month_of(rows[i].from), rows[i].months,
                                     month_of(rows[i].month)),
                  rows[i].inside, i);
    }
}

/* Every length of cycle, every month: a first month is never inside, all others are. */
static void test_borders(void)
{
    static const int32_t lengths[] = { 1, 2, 3, 4, 6, 12 };
    struct kit kit = { 0 };
    for (size_t i = 0; i < COUNT(lengths); i++)
        for (int32_t m = 0; m < 12; m++) {
            char text[1024], expected[300] = "";
            snprintf(text, sizeof text,
                     "subject = ( \"u\" ); levels = ( { id = \"u\"; of = \"u\"; } );\n"
                     "cycle = { months = %d; };\n"
                     "scheme = ( { from = \"2011-%02d\"; nodes = ( { id = \"A\"; weight = "
                     "100; indicator = \"v\"; points = { kind = \"value\"; }; } ); } );\n",
                     (int)lengths[i], (int)m + 1);
            kit_load(&kit, NULL, NULL, text);
            kit_measures(&kit, "v dec2 up\n");
            kit_scheme(&kit);
            int32_t first = m - m % lengths[i], next = first + lengths[i];
            char from[11], to[11], next_month[8];
            day_text(from, civil_day(2011, first + 1, 1));
            day_text(to, civil_day(2011 + next / 12, next % 12 + 1, 1) - 1);
            month_text(next_month, 2011 * 12 + next);
            if (m % lengths[i])
                snprintf(expected, sizeof expected,
                         "k/m/d.cfg:4: the version '2011-%02d' begins inside the window %s "
                         "to %s of domain 'd'; let it begin with 2011-%02d or %s, or let "
                         "the domain say change = \"first\" or \"last\"",
                         (int)m + 1, from, to, (int)first + 1, next_month);
            check_text(findings_text(&kit.f), expected, (size_t)(lengths[i] * 100 + m));
        }
    kit_end(&kit);
}

static const struct unit_case cases[] = {
    { "in force", test_in_force },
    { "begins inside", test_begins_inside },
    { "borders of cycles", test_borders },
};
UNIT_MAIN("effective", cases)
