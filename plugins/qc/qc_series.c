/* SPDX-License-Identifier: Apache-2.0 */
/* qc_series.c - what a topic improved: before, target, after; rules R9 to R11 as in qc.c.
 *
 * The mean before is B / nb, after A / na, the target T, all in units of 1 / VALUE_ONE:
 *   attainment (A / na - B / nb) / (T - B / nb) = (A nb - B na) / (na (T nb - B))
 *   progress   (A / na - B / nb) / |B / nb|     = (A nb - B na) / (na |B|)              */
#include "qc_review.h"

#include <kaohe/stat.h>

typedef struct change {
    int64_t rows[PHASES], sum[PHASES], periods[PHASES];
    int64_t target, better; /* NUMBER_NONE, BETTER_NONE: none */
    int differ, divided;    /* targets; directions */
    int remark;
    fraction attainment, progress; /* d = 0: none */
} change;

/* Nonzero: a sum left its type. */
static int fold(change *ch, const kh_ledger *l, size_t lo, size_t hi)
{
    const int64_t *last = NULL;
    for (; lo < hi; lo++) {
        const int64_t *row = kh_ledger_row(l, lo);
        int64_t phase = row[S_PHASE];
        if (!last || last[S_PHASE] != phase || last[S_PERIOD] != row[S_PERIOD])
            ch->periods[phase]++;
        last = row;
        if (kh_add(&ch->rows[phase], row[S_ROWS]) || kh_add(&ch->sum[phase], row[S_VALUE]))
            return 1;
        if (row[S_TARGET] != NUMBER_NONE) {
            ch->differ |= ch->target != NUMBER_NONE && ch->target != row[S_TARGET];
            ch->target = row[S_TARGET];
        }
        if (row[S_BETTER] != BETTER_NONE) {
            ch->divided |= ch->better != BETTER_NONE && ch->better != row[S_BETTER];
            ch->better = row[S_BETTER];
        }
    }
    return 0;
}

/* R9: the way is nothing: full if the value is at least as good as the target. */
static int no_way(change *ch)
{
    int64_t wanted;
    if (ch->better == BETTER_NONE || ch->divided) {
        ch->remark = REMARK_NO_DIRECTION;
        return 0;
    }
    if (kh_mul(&wanted, ch->target, ch->rows[PHASE_AFTER]))
        return 1;
    int is_full = ch->better == BETTER_HIGHER ? ch->sum[PHASE_AFTER] >= wanted
                                              : ch->sum[PHASE_AFTER] <= wanted;
    ch->attainment = (fraction){ is_full, 1 };
    return 0;
}

/* R9.  Nonzero: a product leaves int64. */
static int attain(change *ch, int64_t moved)
{
    int64_t way, below;
    if (kh_mul(&way, ch->target, ch->rows[PHASE_BEFORE]) ||
        kh_sub(&way, ch->sum[PHASE_BEFORE]))
        return 1;
    if (!way)
        return no_way(ch);
    if (ch->better != BETTER_NONE && !ch->divided &&
        (way > 0) != (ch->better == BETTER_HIGHER))
        ch->remark = REMARK_AGAINST_DIRECTION;
    if (kh_mul(&below, way, ch->rows[PHASE_AFTER]) || below == INT64_MIN ||
        moved == INT64_MIN)
        return 1;
    ch->attainment = (fraction){ below < 0 ? -moved : moved, below < 0 ? -below : below };
    fraction_shorten(&ch->attainment, VALUE_SCALE);
    return 0;
}

/* R10.  Nonzero: a product leaves int64. */
static int progress(change *ch, int64_t moved, int64_t zero_base)
{
    int64_t base = ch->sum[PHASE_BEFORE], below;
    if (!base && zero_base == ZERO_BASE_ONE) {
        if (kh_mul(&below, ch->rows[PHASE_AFTER], VALUE_ONE))
            return 1;
        ch->progress = (fraction){ ch->sum[PHASE_AFTER], below };
    } else if (base) {
        if (base == INT64_MIN ||
            kh_mul(&below, ch->rows[PHASE_AFTER], base < 0 ? -base : base))
            return 1;
        ch->progress = (fraction){ moved, below };
    }
    if (ch->progress.d)
        fraction_shorten(&ch->progress, VALUE_SCALE);
    return 0;
}

static void compare(change *ch, int64_t zero_base)
{
    int64_t moved, back;
    ch->remark = REMARK_NONE;
    if (!ch->rows[PHASE_BEFORE] || !ch->rows[PHASE_AFTER]) {
        ch->remark = ch->rows[PHASE_BEFORE] ? REMARK_NO_AFTER : REMARK_NO_BEFORE;
        return;
    }
    int left = kh_mul(&moved, ch->sum[PHASE_AFTER], ch->rows[PHASE_BEFORE]) ||
               kh_mul(&back, ch->sum[PHASE_BEFORE], ch->rows[PHASE_AFTER]) ||
               kh_sub(&moved, back) || progress(ch, moved, zero_base);
    if (ch->target == NUMBER_NONE)
        ch->remark = REMARK_NO_TARGET;
    else if (ch->differ)
        ch->remark = REMARK_TARGETS_DIFFER;
    else
        left = left || attain(ch, moved);
    if (left) {
        ch->attainment.d = ch->progress.d = 0;
        ch->remark = REMARK_OUT_OF_RANGE;
    }
}

static fraction mean_of(const change *ch, int phase)
{
    fraction f = { ch->sum[phase], 0 };
    if (kh_mul(&f.d, ch->rows[phase], VALUE_ONE))
        f.d = 0;
    if (f.d)
        fraction_shorten(&f, VALUE_SCALE);
    return f;
}

/* The fraction in hundredths; empty if it has no value or no room. */
static kh_value cell_of(fraction f, int64_t times)
{
    int64_t n;
    if (!f.d || kh_mul(&n, f.n, times))
        return kh_cell_none();
    return kh_cell_i64(kh_round_half_up(n, f.d));
}

static kh_status improvement_row(const review *r, const topic *t, const change *ch)
{
    int has_target = ch->target != NUMBER_NONE && !ch->differ;
    const kh_value cell[TI_COUNT] = {
        [TI_TOPIC] = { .u.i = t->id, .set = t->id >= 0 },
        [TI_TITLE] = { .u.i = t->title, .set = t->title >= 0 },
        [TI_BEFORE] = cell_of(mean_of(ch, PHASE_BEFORE), 100),
        [TI_TARGET] = cell_of((fraction){ ch->target, has_target ? VALUE_ONE : 0 }, 100),
        [TI_AFTER] = cell_of(mean_of(ch, PHASE_AFTER), 100),
        [TI_ATTAINMENT] = cell_of(ch->attainment, 10000),
        [TI_PROGRESS] = cell_of(ch->progress, 10000),
        [TI_REMARK] = { .u.i = ch->remark, .set = ch->remark != REMARK_NONE },
    };
    return kh_row_put(r->out, TABLE_IMPROVEMENT, r->subject, cell, TI_COUNT);
}

static kh_status emit_change(const review *r, const change *ch)
{
    static const uint32_t of_phase[PHASES] = { I_BEFORE, I_AFTER };
    uint32_t s = r->subject;
    kh_status rc = KH_OK;
    for (int k = 0; !rc && k < PHASES; k++) {
        fraction f = mean_of(ch, k);
        rc = kh_result_ratio(r->out, s, of_phase[k], f.n, f.d, ch->rows[k]);
    }
    if (!rc && ch->target != NUMBER_NONE && !ch->differ)
        rc = kh_result_i64(r->out, s, I_TARGET, KH_SCORED, ch->target, 1);
    if (!rc)
        rc = kh_result_ratio(r->out, s, I_ATTAINMENT, ch->attainment.n, ch->attainment.d,
                             ch->rows[PHASE_AFTER]);
    if (!rc)
        rc = kh_result_ratio(r->out, s, I_PROGRESS, ch->progress.n, ch->progress.d,
                             ch->rows[PHASE_AFTER]);
    return rc;
}

kh_status series_of(review *r, const topic *t, int alone)
{
    const int64_t key[] = { r->subject, t->id };
    const kh_ledger *l = &r->s->l[D_SERIES];
    int64_t least = r->c->param[P_PERIODS_MIN].u.i;
    change ch = { .target = NUMBER_NONE, .better = BETTER_NONE };
    size_t lo, hi;
    kh_ledger_find(l, key, 2, &lo, &hi);
    if (fold(&ch, l, lo, hi))
        return kh_fail(r->e, KH_ERANGE, "series: a sum leaves its type");
    int before = ch.periods[PHASE_BEFORE] < least, after = ch.periods[PHASE_AFTER] < least;
    if (before || after) /* R11 */
        r->thin[before && after ? PHASES : before ? PHASE_BEFORE : PHASE_AFTER]++;
    if (lo == hi)
        return KH_OK;
    compare(&ch, r->c->param[P_ZERO_BASE].u.i);
    r->with_attainment += ch.attainment.d > 0;
    r->attained += ch.attainment.d > 0 && ch.attainment.n >= ch.attainment.d;
    kh_status rc = improvement_row(r, t, &ch);
    return rc || !alone ? rc : emit_change(r, &ch);
}
