/* SPDX-License-Identifier: Apache-2.0 */
/* network_lines.c - the time that a line (a circuit, a cable) was down, each instant once.
 *
 * At every instant of a line one outage owns the loss: of those going on the one with most
 * circuits, of equal ones the first to begin.  So overlapping outages are merged, the
 * greatest counts, and each outage knows how much of its time was its own.  A sweep over
 * the line's outages in order of their begin, with a heap of those going on: n log n. */
#include "network.h"

struct sweep {
    struct outlet *o;
    struct events *s;
    const kh_ledger *order; /* line, from, -circuits, index */
    size_t *heap;           /* places in `order` */
    size_t len;
};

static struct event *event_at(const struct sweep *w, size_t place)
{
    return &w->s->of[kh_ledger_row(w->order, place)[SCRATCH_WIDTH - 1]];
}

/* More circuits first, then what stands first in order. */
static int owns(const struct sweep *w, size_t a, size_t b)
{
    int64_t x = event_at(w, a)->row[E_CIRCUITS], y = event_at(w, b)->row[E_CIRCUITS];
    return x != y ? x > y : a < b;
}

static void heap_push(struct sweep *w, size_t place)
{
    size_t i = w->len++;
    for (; i && owns(w, place, w->heap[(i - 1) / 2]); i = (i - 1) / 2)
        w->heap[i] = w->heap[(i - 1) / 2];
    w->heap[i] = place;
}

static void heap_pop(struct sweep *w)
{
    size_t place = w->heap[--w->len], i = 0;
    for (size_t child; (child = 2 * i + 1) < w->len; i = child) {
        if (child + 1 < w->len && owns(w, w->heap[child + 1], w->heap[child]))
            child++;
        if (owns(w, place, w->heap[child]))
            break;
        w->heap[i] = w->heap[child];
    }
    w->heap[i] = place;
}

/* One line: the places [at, end).  Lengths are within the window, whose own fits. */
static void line_sweep(struct sweep *w, size_t at, size_t end)
{
    int64_t now = INT64_MIN;
    w->len = 0;
    while (at < end || w->len) {
        if (!w->len && event_at(w, at)->from > now)
            now = event_at(w, at)->from;
        while (at < end && event_at(w, at)->from <= now)
            heap_push(w, at++);
        while (w->len && event_at(w, w->heap[0])->to <= now)
            heap_pop(w);
        if (!w->len)
            continue;
        struct event *v = event_at(w, w->heap[0]);
        int64_t next = v->to;
        if (at < end && event_at(w, at)->from < next)
            next = event_at(w, at)->from;
        outlet_add(w->o, &v->owned, outlet_times(w->o, next - now, v->row[E_CIRCUITS]));
        now = next;
    }
}

/* R6: without a line every outage stands alone. */
void events_sweep(struct outlet *o, struct events *s)
{
    kh_ledger order;
    struct sweep w = { o, s, &order, NULL, 0 };
    scratch_init(o, &order);
    for (size_t i = 0; i < s->len && !o->rc; i++) {
        struct event *v = &s->of[i];
        if (v->row[E_FLAGS] & FLAG_IDLE || v->from >= v->to || !v->row[E_CIRCUITS])
            continue;
        if (v->row[E_LINE] == ID_NONE)
            v->owned = v->raw - v->spared;
        else
            scratch_add(o, &order, v->row[E_LINE], v->from, -v->row[E_CIRCUITS],
                        (int64_t)i);
    }
    scratch_settle(o, &order);
    w.heap = order.len ? outlet_room(o, order.len, sizeof *w.heap) : NULL;
    for (size_t at = 0, end = 0; !o->rc && at < order.len; at = end) {
        while (end < order.len && *kh_ledger_row(&order, end) == *kh_ledger_row(&order, at))
            end++;
        line_sweep(&w, at, end);
    }
    for (size_t i = 0; i < s->len; i++)
        outlet_add(o, &s->owned, s->of[i].owned);
    outlet_free(o, w.heap);
    kh_ledger_free(&order);
}
