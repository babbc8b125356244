/* SPDX-License-Identifier: Apache-2.0 */
/* measure.c - see measure.h. */
#include "score/measure.h"

void measure_rate(mpq_t v, int64_t numerator, const mpq_t least, int64_t times)
{
    mpq_t q;
    mpq_init(q);
    num_from_i64(v, numerator);
    num_from_i64(q, times);
    mpq_mul(v, v, q);
    mpq_div(v, v, least);
    mpq_clear(q);
}

/* v becomes (v - base) / over in percent. */
static void percent_of(mpq_t v, const mpq_t base, const mpq_t over)
{
    mpq_t hundred;
    mpq_init(hundred);
    mpq_set_ui(hundred, 100, 1);
    mpq_sub(v, v, base);
    mpq_div(v, v, over);
    mpq_mul(v, v, hundred);
    mpq_clear(hundred);
}

/* The way is nothing: full if the value is at least as good as the target. */
static void no_way(mpq_t v, const mpq_t target, bool higher_is_better)
{
    int order = mpq_cmp(v, target);
    mpq_set_ui(v, (higher_is_better ? order >= 0 : order <= 0) ? 100 : 0, 1);
}

bool measure_change(mpq_t v, const struct measure *of, const mpq_t base, const mpq_t target,
                    bool higher_is_better)
{
    if (of->how == DELTA_ABS) {
        mpq_sub(v, v, base);
        return true;
    }
    if (of->how == DELTA_ATTAINMENT && mpq_equal(base, target)) {
        no_way(v, target, higher_is_better);
        return true;
    }
    mpq_t over;
    mpq_init(over);
    if (of->how == DELTA_ATTAINMENT)
        mpq_sub(over, target, base);
    else if (!mpq_sgn(base) && of->zero_base_is_one)
        mpq_set_ui(over, 1, 1);
    else
        mpq_abs(over, base);
    bool has = mpq_sgn(over);
    if (has)
        percent_of(v, base, over);
    mpq_clear(over);
    return has;
}

void measure_compare(mpq_t ref, uint32_t *n, const struct measure *of, const mpq_t one)
{
    int order = *n ? mpq_cmp(one, ref) : 0;
    if (!*n)
        mpq_set(ref, one);
    else if (of->mean)
        mpq_add(ref, ref, one);
    else if (of->lower_is_better ? order < 0 : order > 0)
        mpq_set(ref, one);
    ++*n;
}

void measure_lead(mpq_t v, const struct measure *of, mpq_t ref, uint32_t n)
{
    if (of->mean) {
        mpq_t q;
        mpq_init(q);
        mpq_set_ui(q, n, 1);
        mpq_div(ref, ref, q);
        mpq_clear(q);
    }
    if (of->lower_is_better)
        mpq_sub(v, ref, v);
    else
        mpq_sub(v, v, ref);
}

void measure_deviation(mpq_t v, const mpq_t audited, bool in_favour_only,
                       bool higher_is_better)
{
    int order = mpq_cmp(v, audited);
    bool in_favour = higher_is_better ? order > 0 : order < 0;
    mpq_t over;
    mpq_init(over);
    mpq_abs(over, v);
    if (!mpq_sgn(over))
        mpq_set_ui(over, 1, 1);
    percent_of(v, audited, over);
    mpq_abs(v, v);
    if (in_favour_only && !in_favour)
        mpq_set_ui(v, 0, 1);
    mpq_clear(over);
}
