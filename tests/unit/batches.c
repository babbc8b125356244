/* SPDX-License-Identifier: Apache-2.0 */
/* batches.c - see batches.h. */
#include "batches.h"
#include "batchcols.h"

#include <stdlib.h>
#include <string.h>

/* Sizes stand in front of each block, so that what is held can be told. */
static void *host_resize(void *ctx, void *p, size_t n)
{
    struct batches *b = ctx;
    size_t *block = p ? (size_t *)p - 2 : NULL, old = block ? *block : 0;
    if (!n) {
        b->held -= old;
        free(block);
        return NULL;
    }
    if (b->refuse && (b->refuse == 1 || !--b->refuse)) {
        b->refuse = 1;
        return NULL;
    }
    block = n > SIZE_MAX / 2 ? NULL : realloc(block, n + 2 * sizeof *block);
    if (!block)
        return NULL;
    *block = n;
    b->held += n - old;
    return block + 2;
}

static void host_log(void *ctx, uint32_t level, const char *text)
{
    (void)ctx, (void)level, (void)text;
}

static void host_reject(void *ctx, const kh_batch *batch, uint32_t row, uint32_t col,
                        const char *why)
{
    struct batches *b = ctx;
    const kh_dataset *d = (const kh_dataset *)b->domain->datasets.at + batch->dataset;
    char place[64];
    lines_add(&b->rejects, d->name);
    snprintf(place, sizeof place, ",%llu,", (unsigned long long)(batch->first_row + row));
    lines_add(&b->rejects, place);
    if (col < d->columns.count)
        lines_add(&b->rejects, ((const kh_field *)d->columns.at)[col].name);
    lines_add(&b->rejects, ",");
    lines_add(&b->rejects, why);
    lines_add(&b->rejects, "\n");
}

static int host_stopping(void *ctx)
{
    return (void)ctx, 0;
}

static const void *host_extension(void *ctx, const char *id)
{
    return (void)ctx, (void)id, NULL;
}

struct batches *batches_new(const kh_plugin *p)
{
    struct batches *b = batch_new(sizeof *b);
    b->p = p;
    b->host =
        (kh_host){ sizeof b->host, KH_ABI_MAJOR,  KH_ABI_MINOR,  b, host_resize, host_log,
                   host_reject,    host_stopping, host_extension };
    b->param = batch_new(p->params.count * sizeof *b->param);
    b->text = batch_new(p->params.count * sizeof *b->text);
    for (uint32_t i = 0; i < p->params.count; i++) {
        const kh_field *f = (const kh_field *)p->params.at + i;
        if (f->dflt && f->type != KH_TABLE)
            b->param[i] = batch_value(f, f->dflt);
    }
    return b;
}

static uint32_t param_named(const struct batches *b, const char *name)
{
    uint32_t i = 0;
    while (i < b->p->params.count &&
           strcmp(((const kh_field *)b->p->params.at)[i].name, name))
        i++;
    if (i == b->p->params.count)
        batch_mistake("no such parameter", name);
    return i;
}

void batches_param(struct batches *b, const char *name, const char *text)
{
    uint32_t i = param_named(b, name);
    b->param[i] = batch_value((const kh_field *)b->p->params.at + i, text);
}

void batches_table(struct batches *b, const char *name, const char *csv)
{
    uint32_t i = param_named(b, name);
    const kh_list *fields = &((const kh_field *)b->p->params.at)[i].fields;
    struct table_text *t = &b->text[i];
    free((void *)(uintptr_t)b->param[i].u.cells);
    table_free(t);
    table_read(t, csv);
    kh_value *cell = batch_new((t->rows + 1) * fields->count * sizeof *cell);
    for (uint32_t r = 1; r < t->rows; r++)
        for (uint32_t k = 0; k < fields->count; k++) {
            const kh_field *f = (const kh_field *)fields->at + k;
            int col = table_column(t, f->name);
            const char *text = col < 0 ? "" : t->cell[r * t->cols + (uint32_t)col];
            text = *text ? text : f->dflt;
            if (text)
                cell[(r - 1) * fields->count + k] = batch_value(f, text);
        }
    b->param[i] =
        (kh_value){ .u.cells = cell, .count = t->rows ? t->rows - 1 : 0, .set = 1 };
}

void batches_params(struct batches *b, const kh_value *values)
{
    memcpy(b->param, values, b->p->params.count * sizeof *values);
}

kh_status batches_open(struct batches *b)
{
    b->err = (kh_err){ 0 };
    kh_status rc = b->p->open(&b->host, b->param, &b->inst, &b->err);
    if (rc) {
        b->inst = NULL;
        return rc;
    }
    b->domain = b->p->domain;
    if (!b->domain)
        rc = b->p->describe(b->inst, &b->domain, &b->err);
    if (!rc &&
        (b->domain->spaces.count > SPACES_MAX || b->domain->tables.count > TABLES_MAX))
        batch_mistake("too many spaces or tables", b->p->id);
    return rc;
}

const char *batches_error(const struct batches *b)
{
    return b->err.text;
}

int32_t batches_error_param(const struct batches *b)
{
    return b->err.param;
}

const kh_domain *batches_domain(const struct batches *b)
{
    return b->domain;
}

void batches_rows(struct batches *b, uint32_t rows)
{
    b->rows = rows;
}

void batches_refuse(struct batches *b, uint32_t nth)
{
    b->refuse = nth;
}

static void state_end(struct batches_state *s)
{
    if (s->state)
        s->of->p->end(s->state);
    for (int i = 0; i < SPACES_MAX; i++)
        keys_free(&s->space[i]);
    for (int i = 0; i < TABLES_MAX; i++)
        free(s->rows[i].at);
    free(s->saved.at);
    free(s->results.at);
    free(s->reasons.at);
    free(s->value.at);
    free(s);
}

size_t batches_end(struct batches *b)
{
    b->refuse = 0;
    for (uint32_t i = 0; i < b->states; i++)
        state_end(b->state[i]);
    if (b->inst)
        b->p->close(b->inst);
    for (uint32_t i = 0; i < b->p->params.count; i++) {
        if (b->text[i].copy)
            free((void *)(uintptr_t)b->param[i].u.cells);
        table_free(&b->text[i]);
    }
    for (int i = 0; i < SPACES_MAX; i++)
        keys_free(&b->reference[i]);
    free(b->text);
    free(b->param);
    free(b->rejects.at);
    size_t held = b->held;
    free(b);
    return held;
}

static uint32_t dataset_named(const struct batches *b, const char *name)
{
    uint32_t i = 0;
    while (i < b->domain->datasets.count &&
           strcmp(((const kh_dataset *)b->domain->datasets.at)[i].name, name))
        i++;
    if (i == b->domain->datasets.count)
        batch_mistake("no such dataset", name);
    return i;
}

/* Cut the text into batches and hand each to consume, or to prepare without a state. */
static kh_status feed(struct batches *b, void *state, struct keys *spaces,
                      const char *dataset, const char *csv)
{
    uint32_t at = dataset_named(b, dataset), len[SPACES_MAX];
    const kh_dataset *d = (const kh_dataset *)b->domain->datasets.at + at;
    struct table_text t;
    kh_status rc = KH_OK;
    table_read(&t, csv);
    for (uint32_t row = 1; !rc && (row < t.rows || row == 1);) {
        uint32_t n = row < t.rows ? t.rows - row : 0;
        n = b->rows && b->rows < n ? b->rows : n;
        kh_col *col = columns_make(d, &t, row, n, spaces);
        for (int i = 0; i < SPACES_MAX; i++)
            len[i] = spaces[i].len;
        kh_batch batch = { sizeof batch, at, n, d->columns.count, col, len, 0, row - 1 };
        b->err = (kh_err){ 0 };
        rc = state ? b->p->consume(state, &batch, &b->err)
                   : b->p->prepare(b->inst, &batch, &b->err);
        columns_free(col, d->columns.count);
        row += n ? n : 1;
    }
    table_free(&t);
    return rc;
}

kh_status batches_prepare(struct batches *b, const char *dataset, const char *csv)
{
    return feed(b, NULL, b->reference, dataset, csv);
}

static struct batches_state *state_new(struct batches *b)
{
    struct batches_state *s = batch_new(sizeof *s);
    s->of = b;
    if (b->states == STATES_MAX)
        batch_mistake("too many states", b->p->id);
    return b->state[b->states++] = s;
}

static struct batches_state *begin(struct batches *b, const kh_window *w)
{
    struct batches_state *s = state_new(b);
    s->window = *w;
    b->err = (kh_err){ 0 };
    if (b->p->begin(b->inst, w, &s->state, &b->err)) {
        s->state = NULL;
        return NULL;
    }
    for (int i = 0; i < SPACES_MAX; i++)
        for (uint32_t k = 0; k < b->reference[i].len; k++)
            keys_id(&s->space[i], b->reference[i].text[k]);
    return s;
}

struct batches_state *batches_begin(struct batches *b, const char *from, const char *to,
                                    uint32_t months)
{
    kh_window w = { sizeof w, months, from ? batch_time(from) : INT64_MIN,
                    to ? batch_time(to) : INT64_MAX };
    return begin(b, &w);
}

kh_status batches_feed(struct batches_state *s, const char *dataset, const char *csv)
{
    return feed(s->of, s->state, s->space, dataset, csv);
}

void batches_subject(struct batches_state *s, const char *key)
{
    keys_id(&s->space[0], key);
}

/* Merge with `parent` applied to the keys of space 0. */
static kh_status merge(struct batches_state *into, const struct batches_state *from,
                       const char *(*parent)(const char *))
{
    struct batches *b = into->of;
    uint32_t n = b->domain->spaces.count, from_len[SPACES_MAX], into_len[SPACES_MAX];
    uint32_t *remap[SPACES_MAX];
    for (uint32_t i = 0; i < n; i++) {
        from_len[i] = from->space[i].len;
        remap[i] = batch_new(from_len[i] * sizeof *remap[i]);
        for (uint32_t k = 0; k < from_len[i]; k++) {
            const char *text = from->space[i].text[k];
            remap[i][k] = keys_id(&into->space[i], !i && parent ? parent(text) : text);
        }
        into_len[i] = into->space[i].len;
    }
    kh_merge m = { sizeof m, n, (const uint32_t *const *)remap, from_len, into_len };
    b->err = (kh_err){ 0 };
    kh_status rc = b->p->merge(into->state, from->state, &m, &b->err);
    for (uint32_t i = 0; i < n; i++)
        free(remap[i]);
    return rc;
}

kh_status batches_merge(struct batches_state *into, const struct batches_state *from)
{
    return merge(into, from, NULL);
}

static kh_status sink_write(void *ctx, const void *bytes, size_t n)
{
    return lines_bytes(ctx, bytes, n), KH_OK;
}

const unsigned char *batches_save(struct batches_state *s, size_t *n)
{
    kh_sink sink = { &s->saved, sink_write };
    s->saved.len = 0;
    lines_add(&s->saved, "");
    s->of->err = (kh_err){ 0 };
    if (s->of->p->save(s->state, &sink, &s->of->err))
        return NULL;
    *n = s->saved.len;
    return (const unsigned char *)s->saved.at;
}

struct span {
    const unsigned char *at;
    size_t left;
};

static kh_status source_read(void *ctx, void *bytes, size_t n)
{
    struct span *from = ctx;
    if (n > from->left)
        return KH_ESTATE;
    memcpy(bytes, from->at, n);
    from->at += n;
    from->left -= n;
    return KH_OK;
}

struct batches_state *batches_load(const struct batches_state *like,
                                   const unsigned char *bytes, size_t n)
{
    struct batches *b = like->of;
    struct span span = { bytes, n };
    kh_source in = { &span, source_read };
    void *state = NULL;
    b->err = (kh_err){ 0 };
    if (b->p->load(b->inst, b->p->state_version, &in, &state, &b->err))
        return NULL;
    struct batches_state *s = state_new(b);
    s->state = state;
    s->window = like->window;
    for (int i = 0; i < SPACES_MAX; i++)
        for (uint32_t k = 0; k < like->space[i].len; k++)
            keys_id(&s->space[i], like->space[i].text[k]);
    return s;
}

struct batches_state *batches_reload(const struct batches_state *s)
{
    struct lines bytes = { 0 };
    kh_sink sink = { &bytes, sink_write };
    s->of->err = (kh_err){ 0 };
    kh_status rc = s->of->p->save(s->state, &sink, &s->of->err);
    struct batches_state *made =
        rc ? NULL : batches_load(s, (const unsigned char *)bytes.at, bytes.len);
    free(bytes.at);
    return made;
}

/* A fresh state with the window of `s` and its keys in byte order: what the host merges
 * into before it scores. */
static struct batches_state *canonical(const struct batches_state *s,
                                       const char *(*parent)(const char *))
{
    struct batches_state *made = begin(s->of, &s->window);
    struct lines order = { 0 };
    for (uint32_t i = 0; made && i < s->of->domain->spaces.count; i++) {
        order.len = 0;
        for (uint32_t k = 0; k < s->space[i].len; k++) {
            const char *text = s->space[i].text[k];
            lines_add(&order, !i && parent ? parent(text) : text);
            lines_add(&order, "\n");
        }
        lines_sort(&order);
        for (char *at = order.at; at && order.len && *at;) {
            char *end = strchr(at, '\n');
            *end = '\0';
            keys_id(&made->space[i], at);
            at = end + 1;
        }
    }
    free(order.at);
    if (made && merge(made, s, parent))
        return NULL;
    return made;
}

struct batches_state *batches_rollup(const struct batches_state *s,
                                     const char *(*parent)(const char *subject))
{
    return canonical(s, parent);
}

kh_status batches_score(struct batches_state *s)
{
    struct batches_state *c = canonical(s, NULL);
    if (!c)
        return s->of->err.code ? s->of->err.code : KH_EBUG;
    s->of->err = (kh_err){ 0 };
    return batch_score(s, c);
}
