/* SPDX-License-Identifier: Apache-2.0 */
/* held.c - see held.h.
 *
 * A record is a head and the bytes of key and rank.  Runs are sorted by key, then by rank
 * (greatest first), then by place; a merge of sorted runs meets the winner of each key
 * first. */
#include "intake/held.h"

#include <stdlib.h>
#include <string.h>

enum { READ_AHEAD = 1 << 16 };

struct head {
    uint32_t size; /* of the whole record, a multiple of 8 */
    uint32_t key_len, rank_len, file;
    uint64_t line;
};

void held_init(struct held *h)
{
    *h = (struct held){ 0 };
    spill_init(&h->spill);
}

void held_end(struct held *h)
{
    spill_close(&h->spill);
    free(h->at);
    free(h->offsets);
    free(h->runs);
    held_init(h);
}

static struct held_row row_at(const char *record)
{
    struct head head;
    memcpy(&head, record, sizeof head);
    const unsigned char *bytes = (const unsigned char *)record + sizeof head;
    return (struct held_row){ bytes,        bytes + head.key_len,
                              head.key_len, head.rank_len,
                              head.file,    head.line };
}

static int by_bytes(const unsigned char *a, uint32_t na, const unsigned char *b,
                    uint32_t nb)
{
    int order = memcmp(a, b, na < nb ? na : nb);
    return order ? order : (na > nb) - (na < nb);
}

static int compare(const struct held_row *x, const struct held_row *y)
{
    int order = by_bytes(x->key, x->key_len, y->key, y->key_len);
    if (!order)
        order = by_bytes(y->rank, y->rank_len, x->rank, x->rank_len);
    if (!order)
        order = (x->file > y->file) - (x->file < y->file);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static int by_offset(const void *a, const void *b, void *records)
{
    struct held_row x = row_at((const char *)records + *(const uint32_t *)a);
    struct held_row y = row_at((const char *)records + *(const uint32_t *)b);
    return compare(&x, &y);
}

static void sort(struct held *h)
{
    if (h->n)
        qsort_r(h->offsets, h->n, sizeof *h->offsets, by_offset, h->at);
}

static kh_status no_memory(kh_err *e)
{
    return kh_fail(e, KH_ENOMEM, "no memory for rows whose key stands more than once");
}

static kh_status write_run(struct held *h, kh_err *e)
{
    if (h->n_runs == h->cap_runs) {
        uint32_t cap = h->cap_runs ? h->cap_runs * 2 : 8;
        struct held_run *runs = realloc(h->runs, cap * sizeof *runs);
        if (!runs)
            return no_memory(e);
        h->runs = runs;
        h->cap_runs = cap;
    }
    sort(h);
    struct held_run run = { h->spill.size, h->len };
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < h->n && !rc; i++) {
        const char *record = h->at + h->offsets[i];
        struct head head;
        memcpy(&head, record, sizeof head);
        rc = spill_add(&h->spill, record, head.size, e);
    }
    h->runs[h->n_runs++] = run;
    h->len = h->n = 0;
    return rc;
}

static kh_status reserve(struct held *h, size_t more, kh_err *e)
{
    if (h->cap - h->len < more) {
        size_t cap = h->cap ? h->cap : 4096;
        while (cap - h->len < more)
            cap *= 2;
        char *at = realloc(h->at, cap);
        if (!at)
            return no_memory(e);
        h->at = at;
        h->cap = cap;
    }
    if (h->n == h->cap_n) {
        uint32_t cap = h->cap_n ? h->cap_n * 2 : 64;
        uint32_t *offsets = realloc(h->offsets, cap * sizeof *offsets);
        if (!offsets)
            return no_memory(e);
        h->offsets = offsets;
        h->cap_n = cap;
    }
    return KH_OK;
}

kh_status held_add(struct held *h, const struct held_row *row, kh_err *e)
{
    size_t size = sizeof(struct head) + row->key_len + row->rank_len;
    size = (size + 7) / 8 * 8;
    kh_status rc = h->n && h->len + size > HELD_RUN ? write_run(h, e) : KH_OK;
    if (!rc)
        rc = reserve(h, size, e);
    if (rc)
        return rc;
    struct head head = { (uint32_t)size, row->key_len, row->rank_len, row->file,
                         row->line };
    char *at = h->at + h->len;
    memset(at + size - 8, 0, 8);
    memcpy(at, &head, sizeof head);
    memcpy(at + sizeof head, row->key, row->key_len);
    memcpy(at + sizeof head + row->key_len, row->rank, row->rank_len);
    h->offsets[h->n++] = (uint32_t)h->len;
    h->len += size;
    return KH_OK;
}

/* One sorted run, in memory or in a file. */
struct cursor {
    const struct held *from;
    uint32_t next;    /* memory: record */
    uint64_t at, end; /* file: bytes not yet read ahead */
    char *ahead;      /* file */
    size_t pos, len, cap;
    bool is_file, is_done;
    struct held_row row;
};

/* Have `need` bytes at c->pos. */
static kh_status read_ahead(struct cursor *c, size_t need, kh_err *e)
{
    if (c->len - c->pos >= need)
        return KH_OK;
    memmove(c->ahead, c->ahead + c->pos, c->len - c->pos);
    c->len -= c->pos;
    c->pos = 0;
    if (c->cap < need) {
        char *ahead = realloc(c->ahead, need);
        if (!ahead)
            return no_memory(e);
        c->ahead = ahead;
        c->cap = need;
    }
    size_t n = c->cap - c->len;
    if (n > c->end - c->at)
        n = (size_t)(c->end - c->at);
    kh_status rc = spill_read(&c->from->spill, c->ahead + c->len, n, c->at, e);
    c->at += n;
    c->len += n;
    return rc;
}

static kh_status advance(struct cursor *c, kh_err *e)
{
    if (!c->is_file) {
        c->is_done = c->next == c->from->n;
        if (!c->is_done)
            c->row = row_at(c->from->at + c->from->offsets[c->next++]);
        return KH_OK;
    }
    c->is_done = c->pos == c->len && c->at == c->end;
    if (c->is_done)
        return KH_OK;
    struct head head;
    kh_status rc = read_ahead(c, sizeof head, e);
    if (!rc) {
        memcpy(&head, c->ahead + c->pos, sizeof head);
        rc = read_ahead(c, head.size, e);
    }
    if (!rc) {
        c->row = row_at(c->ahead + c->pos);
        c->pos += head.size;
    }
    return rc;
}

struct merge {
    struct cursor *cursors;
    uint32_t n;
    unsigned char *key; /* of the group that is open */
    uint32_t key_len, key_cap;
};

static kh_status open_cursors(struct merge *m, struct held *const *all, uint32_t n,
                              kh_err *e)
{
    uint32_t count = n;
    for (uint32_t i = 0; i < n; i++)
        count += all[i]->n_runs;
    m->cursors = calloc(count ? count : 1, sizeof *m->cursors);
    if (!m->cursors)
        return no_memory(e);
    kh_status rc = KH_OK;
    for (uint32_t i = 0; i < n && !rc; i++) {
        sort(all[i]);
        m->cursors[m->n++].from = all[i];
        for (uint32_t k = 0; k < all[i]->n_runs && !rc; k++) {
            struct cursor *c = &m->cursors[m->n++];
            *c = (struct cursor){ .from = all[i], .is_file = true, .cap = READ_AHEAD };
            c->at = all[i]->runs[k].offset;
            c->end = c->at + all[i]->runs[k].size;
            c->ahead = malloc(READ_AHEAD);
            rc = c->ahead ? KH_OK : no_memory(e);
        }
    }
    for (uint32_t i = 0; i < m->n && !rc; i++)
        rc = advance(&m->cursors[i], e);
    return rc;
}

static struct cursor *least(const struct merge *m)
{
    struct cursor *best = NULL;
    for (uint32_t i = 0; i < m->n; i++) {
        struct cursor *c = &m->cursors[i];
        if (!c->is_done && (!best || compare(&c->row, &best->row) < 0))
            best = c;
    }
    return best;
}

/* Pass over the rows with the open group's key. */
static kh_status skip_group(struct merge *m, uint64_t *others, kh_err *e)
{
    for (;;) {
        struct cursor *c = least(m);
        if (!c || by_bytes(c->row.key, c->row.key_len, m->key, m->key_len))
            return KH_OK;
        kh_status rc = advance(c, e);
        if (rc)
            return rc;
        ++*others;
    }
}

/* The winner, copied, because the cursors move on before it is told. */
static kh_status copy_winner(struct merge *m, const struct held_row *row,
                             struct held_row *copy, kh_err *e)
{
    uint32_t size = row->key_len + row->rank_len;
    if (size > m->key_cap) {
        unsigned char *key = realloc(m->key, size);
        if (!key)
            return no_memory(e);
        m->key = key;
        m->key_cap = size;
    }
    if (size)
        memcpy(m->key, row->key, size); /* the rank stands behind the key */
    m->key_len = row->key_len;
    *copy = *row;
    copy->key = m->key;
    copy->rank = m->key + m->key_len;
    return KH_OK;
}

kh_status held_settle(struct held *const *all, uint32_t n, held_fn fn, void *ctx, kh_err *e)
{
    struct merge m = { 0 };
    kh_status rc = open_cursors(&m, all, n, e);
    for (struct cursor *c = rc ? NULL : least(&m); c && !rc; c = rc ? NULL : least(&m)) {
        struct held_row winner;
        uint64_t others = 0;
        rc = copy_winner(&m, &c->row, &winner, e);
        if (!rc)
            rc = advance(c, e);
        if (!rc)
            rc = skip_group(&m, &others, e);
        if (!rc)
            rc = fn(ctx, &winner, others, e);
    }
    for (uint32_t i = 0; i < m.n; i++)
        free(m.cursors[i].ahead);
    free(m.cursors);
    free(m.key);
    return rc;
}
