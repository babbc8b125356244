/* SPDX-License-Identifier: Apache-2.0 */
/* payload.c - see payload.h: what is found.  What is asked stands in asked.c. */
#include "worker/payload.h"
#include "base/text.h"

/* A text that must be there and must be UTF-8. */
static const char *need_text(struct wire *w, struct arena *a, size_t max)
{
    const char *s = wire_text(w, a, max);
    if (!s || !text_is_utf8(s, strlen(s)))
        w->failed = true;
    return s ? s : "";
}

void payload_put_findings(struct buf *b, const struct findings *f)
{
    wire_put_u32(b, f->len);
    for (uint32_t i = 0; i < f->len; i++) {
        wire_put_u32(b, (uint32_t)f->at[i].kind);
        wire_put_u32(b, (uint32_t)f->at[i].code);
        wire_put_text(b, f->at[i].text ? f->at[i].text : "");
    }
}

bool payload_get_findings(struct wire *w, struct arena *a, struct findings *f)
{
    uint32_t n = wire_count(w, 12);
    for (uint32_t i = 0; i < n && !w->failed; i++) {
        uint32_t kind = wire_u32(w);
        uint32_t code = wire_u32(w);
        const char *text = need_text(w, a, PAYLOAD_TEXT_MAX);
        if (kind > FINDING_NOTE || code > ST_IO)
            w->failed = true;
        if (!w->failed)
            findings_add(f, (enum finding_kind)kind, (kh_status)code, NULL, 0, 0, "%s",
                         text);
    }
    return !w->failed;
}

void payload_put_sentence(struct buf *b, uint32_t number, const char *text)
{
    wire_put_u32(b, number);
    wire_put_text(b, text);
}

bool payload_get_sentence(struct wire *w, struct arena *a, uint32_t *number,
                          const char **text)
{
    *number = wire_u32(w);
    *text = need_text(w, a, PAYLOAD_TEXT_MAX);
    return !w->failed;
}

void payload_put_result(struct buf *b, const struct measured_result *r)
{
    wire_put_u32(b, r->variant);
    wire_put_u32(b, r->level);
    wire_put_u32(b, r->subject);
    wire_put_u32(b, r->indicator);
    wire_put_i64(b, r->day);
    wire_put_u32(b, r->outcome);
    wire_put_u32(b, r->flags);
    wire_put_i64(b, r->numerator);
    wire_put_i64(b, r->denominator);
    wire_put_i64(b, r->value);
    wire_put_f64(b, r->real);
    wire_put_i64(b, r->samples);
    wire_put_i64(b, r->upheld_numerator);
    wire_put_i64(b, r->upheld_denominator);
    wire_put_i64(b, r->upheld_value);
    wire_put_f64(b, r->upheld_real);
}

/* A day number, refused beyond int32. */
static int32_t get_day(struct wire *w)
{
    int64_t day = wire_i64(w);
    if (day < INT32_MIN || day > INT32_MAX) {
        w->failed = true;
        return 0;
    }
    return (int32_t)day;
}

void payload_get_result(struct wire *w, struct measured_result *r)
{
    r->variant = wire_u32(w);
    r->level = wire_u32(w);
    r->subject = wire_u32(w);
    r->indicator = wire_u32(w);
    r->day = get_day(w);
    r->outcome = wire_u32(w);
    r->flags = wire_u32(w);
    r->numerator = wire_i64(w);
    r->denominator = wire_i64(w);
    r->value = wire_i64(w);
    r->real = wire_f64(w);
    r->samples = wire_i64(w);
    r->upheld_numerator = wire_i64(w);
    r->upheld_denominator = wire_i64(w);
    r->upheld_value = wire_i64(w);
    r->upheld_real = wire_f64(w);
}

void payload_put_reason(struct buf *b, const struct measured_reason *r)
{
    wire_put_u32(b, r->variant);
    wire_put_u32(b, r->level);
    wire_put_u32(b, r->subject);
    wire_put_u32(b, r->indicator);
    wire_put_text(b, r->rule);
    wire_put_i64(b, r->effect);
    wire_put_f64(b, r->effect_real);
    wire_put_i64(b, r->count);
}

void payload_get_reason(struct wire *w, struct arena *a, struct measured_reason *r)
{
    r->variant = wire_u32(w);
    r->level = wire_u32(w);
    r->subject = wire_u32(w);
    r->indicator = wire_u32(w);
    r->rule = need_text(w, a, CONF_ID_MAX);
    r->effect = wire_i64(w);
    r->effect_real = wire_f64(w);
    r->count = wire_i64(w);
}

void payload_put_row(struct buf *b, const struct measured_row *r, uint32_t cells)
{
    wire_put_u32(b, r->table);
    wire_put_u32(b, r->level);
    wire_put_u32(b, r->subject);
    for (uint32_t i = 0; i < cells; i++)
        wire_put_text(b, r->cell[i]);
}

/* The table must have been looked at by the caller, who knows how many cells it has. */
void payload_get_row(struct wire *w, struct arena *a, struct measured_row *r,
                     uint32_t cells)
{
    r->level = wire_u32(w);
    r->subject = wire_u32(w);
    r->cell = arena_array(a, (size_t)cells + 1, sizeof *r->cell);
    w->failed = w->failed || !r->cell;
    for (uint32_t i = 0; i < cells && !w->failed; i++)
        r->cell[i] = need_text(w, a, PAYLOAD_CELL_MAX);
}

void payload_put_delivery(struct buf *b, const struct measured_delivery *d)
{
    wire_put_u32(b, d->dataset);
    wire_put_u32(b, d->variant);
    wire_put_u32(b, d->delivered);
    wire_put_text(b, d->level);
    wire_put_text(b, d->unit);
}

void payload_get_delivery(struct wire *w, struct arena *a, struct measured_delivery *d)
{
    d->dataset = wire_u32(w);
    d->variant = wire_u32(w);
    uint32_t delivered = wire_u32(w);
    d->level = need_text(w, a, CONF_ID_MAX);
    d->unit = need_text(w, a, DICT_KEY_MAX);
    d->delivered = delivered == 1;
    w->failed = w->failed || delivered > 1;
}

void payload_put_column(struct buf *b, const struct measured_column *c)
{
    wire_put_u32(b, c->level);
    wire_put_u32(b, c->subject);
    wire_put_text(b, c->column);
    wire_put_text(b, c->text);
}

void payload_get_column(struct wire *w, struct arena *a, struct measured_column *c)
{
    c->level = wire_u32(w);
    c->subject = wire_u32(w);
    c->column = need_text(w, a, CONF_ID_MAX);
    c->text = need_text(w, a, PAYLOAD_CELL_MAX);
    w->failed = w->failed || !*c->text;
}

void payload_put_input(struct buf *b, const struct measured_input *i)
{
    wire_put_u32(b, i->dataset);
    wire_put_u32(b, i->bound);
    wire_put_u32(b, i->missing);
    wire_put_i64(b, (int64_t)i->counts.rows);
    wire_put_i64(b, (int64_t)i->counts.rejected);
    wire_put_i64(b, (int64_t)i->counts.skipped);
    wire_put_i64(b, (int64_t)i->counts.revised);
    wire_put_i64(b, (int64_t)i->outside);
    wire_put_i64(b, (int64_t)i->plugin_rejects);
}

/* A count: never negative. */
static uint64_t get_count(struct wire *w)
{
    int64_t n = wire_i64(w);
    w->failed = w->failed || n < 0;
    return n < 0 ? 0 : (uint64_t)n;
}

void payload_get_input(struct wire *w, struct measured_input *i)
{
    i->dataset = wire_u32(w);
    uint32_t bound = wire_u32(w);
    uint32_t missing = wire_u32(w);
    i->bound = bound == 1;
    i->missing = missing == 1;
    i->counts.rows = get_count(w);
    i->counts.rejected = get_count(w);
    i->counts.skipped = get_count(w);
    i->counts.revised = get_count(w);
    i->outside = get_count(w);
    i->plugin_rejects = get_count(w);
    w->failed = w->failed || bound > 1 || missing > 1;
}

void payload_put_file(struct buf *b, const struct measured_file *f)
{
    wire_put_u32(b, f->dataset);
    wire_put_text(b, f->name);
    wire_put_text(b, f->path);
    wire_put_text(b, f->encoding);
    wire_put_i64(b, (int64_t)f->size);
    wire_put_u32(b, (uint32_t)f->months.first);
    wire_put_u32(b, (uint32_t)f->months.last);
    wire_put_bytes(b, f->sha, SHA_SIZE);
}

void payload_get_file(struct wire *w, struct arena *a, struct measured_file *f)
{
    size_t n = 0;
    f->dataset = wire_u32(w);
    /* Names of files are bytes, not always UTF-8: no need_text here. */
    f->name = wire_text(w, a, PAYLOAD_PATH_MAX);
    f->path = wire_text(w, a, PAYLOAD_PATH_MAX);
    f->encoding = need_text(w, a, CONF_ID_MAX);
    f->size = get_count(w);
    f->months.first = (int32_t)wire_u32(w);
    f->months.last = (int32_t)wire_u32(w);
    const void *sha = wire_bytes(w, &n, SHA_SIZE);
    w->failed = w->failed || n != SHA_SIZE || !f->name || !f->path;
    if (!w->failed)
        memcpy(f->sha, sha, SHA_SIZE);
}

void payload_put_reject(struct buf *b, const struct reject *r)
{
    wire_put_u32(b, r->dataset);
    wire_put_u32(b, r->file);
    wire_put_i64(b, (int64_t)r->line);
    wire_put_text(b, r->column);
    wire_put_text(b, r->reason);
    wire_put_text(b, r->text);
}

void payload_get_reject(struct wire *w, struct arena *a, struct reject *r)
{
    r->dataset = wire_u32(w);
    r->file = wire_u32(w);
    r->line = get_count(w);
    r->column = need_text(w, a, PAYLOAD_TEXT_MAX);
    r->reason = need_text(w, a, PAYLOAD_TEXT_MAX);
    r->text = need_text(w, a, PAYLOAD_TEXT_MAX);
}
