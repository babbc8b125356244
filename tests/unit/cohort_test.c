/* SPDX-License-Identifier: Apache-2.0 */
/* cohort_test.c - ranks with a tolerance and standard scores (domain.md 10.2, S5 and S6):
 * cohorts by column, and who is exempt. */
#include "score/rule.h"
#include "score_kit.h"

enum { UNITS = 6 };

static struct kit kit;

static const char measures[] = "v dec2 up\nlow dec2\nf f64 up\n";

/* Subjects a/1, a/2 ... b/6: the first column is the group. */
struct row {
    const char *indicator, *rule;
    const char *values[UNITS]; /* of a/1 to a/3, b/4 to b/6; NULL: no such subject */
    const char *scores[UNITS];
};

static const char *key_of(size_t unit)
{
    static const char *const keys[UNITS] = { "a/1", "a/2", "a/3", "b/4", "b/5", "b/6" };
    return keys[unit];
}

static bool run_row(const struct row *row, const char *full)
{
    char text[2048], results[512] = "";
    size_t n = 0;
    snprintf(
        text, sizeof text,
        "subject = ( \"g\", \"u\" ); levels = ( { id = \"u\"; of = ( \"g\", \"u\" ); } );\n"
        "scheme = ( { from = \"2011-01\"; nodes = ( { id = \"L\"; weight = 100; full = %s; "
        "indicator = \"%s\"; points = { %s }; } ); } );",
        full, row->indicator, row->rule);
    for (size_t i = 0; i < UNITS; i++)
        if (row->values[i])
            n += (size_t)snprintf(results + n, sizeof results - n, "%s %s %s\n", key_of(i),
                                  row->indicator, row->values[i]);
    return kit_run(&kit, text, measures, results);
}

static void check_rows(const struct row *rows, size_t n, const char *full,
                       const char *column)
{
    for (size_t i = 0; i < n; i++) {
        check_true(run_row(&rows[i], full), i);
        check_text(kit_unsound(&kit), NULL, i);
        for (size_t u = 0; u < UNITS; u++)
            if (rows[i].values[u])
                check_text(kit_cell(&kit, "u", key_of(u), "L", column), rows[i].scores[u],
                           i * 10 + u);
    }
}

/* domain.md 10.2 S5: n 6, 10 to 5: rank 2 = 9; tie on 2-3 by mean 8.5.  9.8: firms that
 * differ by less than 1 are comparable. */
#define RANK "kind = \"rank\"; max = 10; min = 5; "
static void test_ranks(void)
{
    static const struct row rows[] = {
        { "v", RANK, { "9", "8", "7", "6", "5", "4" }, { "10", "9", "8", "7", "6", "5" } },
        { "v",
          RANK "ties = \"mean\";",
          { "9", "8", "8", "6", "5", "4" },
          { "10", "17/2", "17/2", "7", "6", "5" } },
        { "v",
          RANK "within = 1;",
          { "9", "8", "7", "6", "5", "4" },
          { "10", "10", "8", "8", "6", "6" } },
        { "v",
          RANK "within = 0.99;",
          { "9", "8", "7", "6", "5", "4" },
          { "10", "9", "8", "7", "6", "5" } },
        { "v",
          RANK "within = 1; ties = \"mean\";",
          { "9", "8", "7", "6", "5", "3.99" },
          { "19/2", "19/2", "15/2", "15/2", "6", "5" } },
        { "v",
          RANK "within = 1; ties = \"dense\";",
          { "9", "8", "7", "6", "5", "4" },
          { "10", "10", "9", "9", "8", "8" } },
        { "low",
          RANK "within = 1;",
          { "1", "2", "3", "4", "5", "6" },
          { "10", "10", "8", "8", "6", "6" } },
        { "v",
          RANK "group = \"g\";",
          { "9", "8", "7", "6", "5", "4" },
          { "10", "15/2", "5", "10", "15/2", "5" } },
        { "v",
          RANK "exempt = { u = ( \"1\", \"5\" ); };",
          { "9", "8", "7", "6", "5", "4" },
          { "", "10", "25/3", "20/3", "", "5" } },
        { "v",
          RANK "exempt = { g = \"a\"; };",
          { "9", "missing", "7", "6", "5", "4" },
          { "", "", "", "10", "15/2", "5" } },
    };
    check_rows(rows, COUNT(rows), "10", "=score");
    check_text(kit_cell(&kit, "u", "a/2", "L", "flags"), "exempt", 0);
    check_text(kit_cell(&kit, "u", "a/2", "L", "state"), "na", 1);
}

/* domain.md 10.2 S6: 80, 85, 90: best = 62.25 (population), 60.00 (sample). */
#define Z "kind = \"zscore\"; "
static void test_zscores(void)
{
    static const struct row rows[] = {
        { "v", Z, { "80", "85", "90" }, { "37.75", "50.00", "62.25" } },
        { "v",
          Z "variance = \"population\";",
          { "80", "85", "90" },
          { "37.75", "50.00", "62.25" } },
        { "v",
          Z "variance = \"sample\";",
          { "80", "85", "90" },
          { "40.00", "50.00", "60.00" } },
        { "low",
          Z "variance = \"sample\";",
          { "80", "85", "90" },
          { "60.00", "50.00", "40.00" } },
        { "v", Z, { "7", "7", "7", "7" }, { "50.00", "50.00", "50.00", "50.00" } },
        { "v", Z, { "7", "8" }, { "", "" } },
        { "v",
          Z,
          { "80", "85", "90", "none", "n/a" },
          { "37.75", "50.00", "62.25", "", "" } },
        { "v", Z, { "80", "85", "90", "missing" }, { "37.75", "50.00", "62.25", "0.00" } },
        { "v",
          Z "clamp = ( 40, 61.5 );",
          { "80", "85", "90" },
          { "40.00", "50.00", "61.50" } },
        { "v",
          Z "group = \"g\";",
          { "80", "85", "90", "1", "2", "3" },
          { "37.75", "50.00", "62.25", "37.75", "50.00", "62.25" } },
        { "v",
          Z "group = \"g\";",
          { "80", "85", "90", "1", "2" },
          { "37.75", "50.00", "62.25", "", "" } },
        { "v",
          Z "exempt = { u = \"4\"; };",
          { "80", "85", "90", "100" },
          { "37.75", "50.00", "62.25", "" } },
    };
    check_rows(rows, COUNT(rows), "100", "score");
    check_true(run_row(&rows[5], "100"), 0);
    check_text(kit_cell(&kit, "u", "a/1", "L", "flags"), "small_cohort", 1);
}

/* z is a root to 12 decimals, half up, and exact from there on: root(3/2) is
 * 1.224744871391589...; so are 37.752551286084 and 62.247448713916 about 50. */
static void test_exact(void)
{
    static const char *const exact[] = { "37.75255128608", "50", "62.24744871392" };
    mpq_t v[3], mean, variance, z, wanted;
    mpq_srcptr values[3];
    mpq_inits(mean, variance, z, wanted, NULL);
    for (size_t i = 0; i < 3; i++) {
        mpq_init(v[i]);
        mpq_set_ui(v[i], 80 + 5 * (unsigned long)i, 1);
        values[i] = v[i];
    }
    zscore_moments(mean, variance, values, 3, false);
    for (size_t i = 0; i < 3; i++) {
        zscore_of(z, v[i], mean, variance, true);
        num_parse(wanted, exact[i], strlen(exact[i]));
        check_true(mpq_equal(z, wanted), i);
    }
    for (size_t i = 0; i < 3; i++)
        mpq_clear(v[i]);
    mpq_clears(mean, variance, z, wanted, NULL);
}

static const struct unit_case cases[] = {
    { "ranks: tolerance, ties, cohorts, exempt units", test_ranks },
    { "standard scores", test_zscores },
    { "a standard score is exact from its twelfth decimal on", test_exact },
};
UNIT_MAIN("cohort", cases)
