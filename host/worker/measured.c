/* SPDX-License-Identifier: Apache-2.0 */
/* measured.c - see measured.h.  Every order here is total, so that equal sets of elements
 * give equal lists whatever order they arrived in. */
#include "worker/measured.h"

#include <stdlib.h>
#include <string.h>

static int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_i64(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Doubles here are finite; -0 and 0 are told apart by nobody. */
static int compare_f64(double a, double b)
{
    return (a > b) - (a < b);
}

int measured_result_order(const void *a, const void *b)
{
    const struct measured_result *x = a, *y = b;
    int c = compare_u64(x->variant, y->variant);
    c = c ? c : compare_u64(x->level, y->level);
    c = c ? c : compare_u64(x->subject, y->subject);
    c = c ? c : compare_u64(x->indicator, y->indicator);
    return c ? c : compare_i64(x->day, y->day);
}

int measured_reason_order(const void *a, const void *b)
{
    const struct measured_reason *x = a, *y = b;
    int c = compare_u64(x->variant, y->variant);
    c = c ? c : compare_u64(x->level, y->level);
    c = c ? c : compare_u64(x->subject, y->subject);
    c = c ? c : compare_u64(x->indicator, y->indicator);
    c = c ? c : strcmp(x->rule, y->rule);
    c = c ? c : compare_i64(x->effect, y->effect);
    c = c ? c : compare_f64(x->effect_real, y->effect_real);
    return c ? c : compare_i64(x->count, y->count);
}

/* The number of cells is the table's, so a NULL ends each row's. */
static int row_compare(const void *a, const void *b)
{
    const struct measured_row *x = a, *y = b;
    int c = compare_u64(x->table, y->table);
    c = c ? c : compare_u64(x->level, y->level);
    c = c ? c : compare_u64(x->subject, y->subject);
    for (size_t i = 0; !c && x->cell[i] && y->cell[i]; i++)
        c = strcmp(x->cell[i], y->cell[i]);
    return c;
}

static int delivery_compare(const void *a, const void *b)
{
    const struct measured_delivery *x = a, *y = b;
    int c = compare_u64(x->variant, y->variant);
    c = c ? c : compare_u64(x->dataset, y->dataset);
    c = c ? c : strcmp(x->level, y->level);
    return c ? c : strcmp(x->unit, y->unit);
}

static int reject_compare(const void *a, const void *b)
{
    const struct reject *x = a, *y = b;
    int c = compare_u64(x->dataset, y->dataset);
    c = c ? c : compare_u64(x->file, y->file);
    c = c ? c : compare_u64(x->line, y->line);
    c = c ? c : strcmp(x->column, y->column);
    c = c ? c : strcmp(x->reason, y->reason);
    return c ? c : strcmp(x->text, y->text);
}

static void sort(void *at, uint32_t n, size_t size,
                 int (*compare)(const void *, const void *))
{
    if (n > 1)
        qsort(at, n, size, compare);
}

uint32_t measured_lead(const struct variant *v, uint32_t variant)
{
    uint32_t lead = 0;
    while (lead < variant &&
           (v[lead].from != v[variant].from || v[lead].to != v[variant].to))
        lead++;
    return lead;
}

void measured_windows(const kh_domain *d, const struct variant *v, uint32_t n,
                      struct span_window *out, struct span_window *hull)
{
    *hull = (struct span_window){ v[0].from, v[0].to, 0 };
    for (uint32_t i = 0; i < n; i++) {
        out[i] = (struct span_window){ v[i].from, v[i].to, 0 };
        for (uint32_t k = 0; k < v[i].n_wanted; k++)
            out[i].needs |= schema_indicator(d, v[i].wanted[k])->needs;
        hull->from = v[i].from < hull->from ? v[i].from : hull->from;
        hull->to = v[i].to > hull->to ? v[i].to : hull->to;
    }
}

void measured_sort(struct measured *m)
{
    sort(m->results, m->n_results, sizeof *m->results, measured_result_order);
    sort(m->reasons, m->n_reasons, sizeof *m->reasons, measured_reason_order);
    sort(m->rows, m->n_rows, sizeof *m->rows, row_compare);
    sort(m->deliveries, m->n_deliveries, sizeof *m->deliveries, delivery_compare);
    sort(m->rejects, m->n_rejects, sizeof *m->rejects, reject_compare);
}

const struct measured_result *measured_find(const struct measured *m, uint32_t variant,
                                            uint32_t level, uint32_t subject,
                                            uint32_t indicator, int32_t day)
{
    const struct measured_result key = {
        .variant = variant,
        .level = level,
        .subject = subject,
        .indicator = indicator,
        .day = day,
    };
    if (!m->n_results)
        return NULL;
    return bsearch(&key, m->results, m->n_results, sizeof key, measured_result_order);
}

void measured_chain(const struct conf_domain *d, bool in_chain[CONF_LEVELS_MAX])
{
    memset(in_chain, 0, CONF_LEVELS_MAX * sizeof *in_chain);
    for (uint32_t l = 0; l < d->n_levels; l++) {
        int32_t from = d->levels[l].from;
        bool is_above = from >= 0 && (uint32_t)from < l && in_chain[from];
        in_chain[l] =
            d->levels[l].by == LEVEL_FIRST || (d->levels[l].by == LEVEL_MERGE && is_above);
    }
}

void measured_end(struct measured *m)
{
    if (!m)
        return;
    arena_end(&m->arena);
    free(m);
}
