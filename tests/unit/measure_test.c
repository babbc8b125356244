/* SPDX-License-Identifier: Apache-2.0 */
/* measure_test.c - measures as tables of exact numbers: domain.md 10.1 M1, M3, M4; 10.3 G2.
 */
#include "score/measure.h"
#include "unit.h"

/* Numbers of a row as texts ("49/8"); NULL is 0. */
static void read(mpq_t q, const char *text)
{
    mpq_init(q);
    if (text)
        mpq_set_str(q, text, 10);
    mpq_canonicalize(q);
}

/* The fraction; lives until the next call. */
static const char *text_of(const mpq_t q)
{
    static char text[256];
    return mpq_get_str(text, 10, q);
}

/* M1: 20 interruptions on 470 km at least; errors in percent of a denominator that is
 * raised. */
static void test_a_small_denominator_counts_as_the_least(void)
{
    static const struct {
        int64_t numerator;
        const char *least;
        int64_t times;
        const char *value;
    } rows[] = { { 20, "5000", 10000, "40" },
                 { 22, "8800", 100, "1/4" },
                 { 0, "470", 100, "0" },
                 { -3, "470", 100, "-30/47" },
                 { 1, "1/2", 1, "2" },
                 { INT64_MAX, "1", 1000000, "9223372036854775807000000" } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        mpq_t v, least;
        read(v, NULL);
        read(least, rows[i].least);
        measure_rate(v, rows[i].numerator, least, rows[i].times);
        check_text(text_of(v), rows[i].value, i);
        mpq_clears(v, least, NULL);
    }
}

/* M3: 40 to 16 with the target 20 is 120 % of the way and 60 % less. */
static void test_changes(void)
{
    static const struct {
        enum delta_how how;
        const char *v, *base, *target;
        bool base1, up;
        const char *value; /* NULL: none */
    } rows[] = {
        { DELTA_ABS, "16", "40", NULL, false, false, "-24" },
        { DELTA_REL, "16", "40", NULL, false, false, "-60" },
        { DELTA_ATTAINMENT, "16", "40", "20", false, false, "120" },
        { DELTA_ATTAINMENT, "16", "40", "20", false, true, "120" }, /* the way decides */
        { DELTA_ATTAINMENT, "50", "40", "20", false, false, "-50" },
        { DELTA_ATTAINMENT, "20", "20", "20", false, false, "100" }, /* t = b: as good */
        { DELTA_ATTAINMENT, "21", "20", "20", false, false, "0" },
        { DELTA_ATTAINMENT, "21", "20", "20", false, true, "100" },
        { DELTA_ATTAINMENT, "7", "0", "14", false, true, "50" },
        { DELTA_REL, "-5", "-10", NULL, false, true, "50" }, /* up from below 0 is up */
        { DELTA_REL, "5", "0", NULL, false, true, NULL },
        { DELTA_REL, "5", "0", NULL, true, true, "500" }, /* base1: its multiple */
        { DELTA_REL, "5", "4", NULL, true, true, "25" },
        { DELTA_REL, "16432", "14942", NULL, false, true, "74500/7471" }, /* 9.1: +9.97 % */
        { DELTA_ABS, "5", "0", NULL, false, true, "5" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct measure of = { .kind = MEASURE_DELTA,
                                    .how = rows[i].how,
                                    .zero_base_is_one = rows[i].base1 };
        mpq_t v, base, target;
        read(v, rows[i].v);
        read(base, rows[i].base);
        read(target, rows[i].target);
        bool has = measure_change(v, &of, base, target, rows[i].up);
        check_text(has ? text_of(v) : "none", rows[i].value ? rows[i].value : "none", i);
        mpq_clears(v, base, target, NULL);
    }
}

/* M4: 80.1 leads 77.0 and 76.8 by 3.1; a weak share leads by what it lies below. */
static void test_leads(void)
{
    static const struct {
        const char *v, *others[4];
        bool mean, low;
        const char *value;
    } rows[] = {
        { "801/10", { "77", "384/5" }, false, false, "31/10" },
        { "801/10", { "384/5", "77" }, false, false, "31/10" },
        { "801/10", { "77", "384/5" }, true, false, "16/5" },
        { "41667/10000", { "57554/10000", "6" }, false, true, "15887/10000" },
        { "3", { "4", "6", "5" }, true, true, "2" },
        { "78", { "79" }, false, false, "-1" },
        { "78", { "78", "78" }, false, false, "0" },
        { "78", { "-1", "-2" }, false, false, "79" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct measure of = { .kind = MEASURE_LEAD,
                                    .mean = rows[i].mean,
                                    .lower_is_better = rows[i].low };
        uint32_t n = 0;
        mpq_t v, ref, one;
        read(v, rows[i].v);
        read(ref, NULL);
        for (size_t k = 0; rows[i].others[k]; k++) {
            read(one, rows[i].others[k]);
            measure_compare(ref, &n, &of, one);
            mpq_clear(one);
            check_i64(n, (int64_t)k + 1, i);
        }
        measure_lead(v, &of, ref, n);
        check_text(text_of(v), rows[i].value, i);
        mpq_clears(v, ref, NULL);
    }
}

/* G2: 0.40 % reported, 0.55 % audited: 37.5 %. */
static void test_deviations(void)
{
    static const struct {
        const char *reported, *audited;
        bool favour, up;
        const char *value;
    } rows[] = {
        { "2/5", "11/20", false, false, "75/2" }, { "2/5", "11/20", true, false, "75/2" },
        { "2/5", "11/20", true, true, "0" },      { "11/20", "2/5", true, true, "300/11" },
        { "0", "3", false, false, "300" },        { "0", "0", false, false, "0" },
        { "-2", "-3", false, true, "50" },        { "5", "5", true, true, "0" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        mpq_t v, audited;
        read(v, rows[i].reported);
        read(audited, rows[i].audited);
        measure_deviation(v, audited, rows[i].favour, rows[i].up);
        check_text(text_of(v), rows[i].value, i);
        mpq_clears(v, audited, NULL);
    }
}

static const struct unit_case cases[] = {
    { "a small denominator counts as the least",
      test_a_small_denominator_counts_as_the_least },
    { "changes", test_changes },
    { "leads", test_leads },
    { "deviations", test_deviations },
};
UNIT_MAIN("measure", cases)
