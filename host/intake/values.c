/* SPDX-License-Identifier: Apache-2.0 */
/* values.c - see values.h. */
#include "intake/values.h"
#include "base/lang.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGN = 64, VALUE_MAX = 8 };

static const char *const not_date = N_("not a date in one of the forms allowed");
static const char *const key_too_long = N_("key longer than 4096 bytes");

size_t values_width(uint32_t type)
{
    switch (type) {
    case KH_BOOL:
        return sizeof(uint8_t);
    case KH_ENUM:
        return sizeof(uint16_t);
    case KH_KEY:
        return sizeof(uint32_t);
    case KH_TEXT:
        return 0;
    default:
        return sizeof(int64_t);
    }
}

kh_status values_ready(struct values *v, uint32_t type, kh_err *e)
{
    bool has_cells = type == KH_KEY || type == KH_TEXT;
    if (!v->data)
        v->data = aligned_alloc(ALIGN, (size_t)VALUE_MAX * INTAKE_BATCH_ROWS);
    if (!v->null)
        v->null = aligned_alloc(ALIGN, INTAKE_BATCH_ROWS);
    if (!v->cells && has_cells)
        v->cells = calloc(INTAKE_BATCH_ROWS, sizeof *v->cells);
    if (!v->data || !v->null || (has_cells && !v->cells))
        return kh_fail(e, KH_ENOMEM, "no memory for a batch");
    memset(v->null, 0, INTAKE_BATCH_ROWS);
    v->has_null = false;
    return KH_OK;
}

void values_end(struct values *v)
{
    free(v->data);
    free(v->null);
    free(v->cells);
    *v = (struct values){ 0 };
}

const char *values_set(struct values *v, const struct column *c, const struct cell *cell,
                       uint32_t row)
{
    const kh_field *f = c->field;
    int64_t *wide = (int64_t *)v->data + row;
    bool is_null = false;
    const char *why = NULL;
    switch (f->type) {
    case KH_BOOL:
        return decode_bool((uint8_t *)v->data + row, cell->at, cell->len);
    case KH_I64:
        return decode_dec(wide, 0, &c->number, cell->at, cell->len);
    case KH_DEC:
        return decode_dec(wide, f->scale, &c->number, cell->at, cell->len);
    case KH_F64:
        why =
            decode_f64((double *)v->data + row, &is_null, &c->number, cell->at, cell->len);
        v->null[row] = is_null;
        v->has_null |= is_null;
        return why || !is_null || c->is_nullable ? why : N_("no value");
    case KH_TIME:
        return dates_parse(&c->dates, wide, cell->at, cell->len) ? NULL : not_date;
    case KH_ENUM:
        return decode_enum((uint16_t *)v->data + row, f->labels, cell->at, cell->len);
    case KH_KEY:
        if (cell->len > DICT_KEY_MAX)
            return key_too_long;
        break;
    default:
        break;
    }
    v->cells[row] = *cell;
    return NULL;
}

struct cell values_bytes(const struct values *v, const struct column *c, uint32_t row,
                         unsigned char out[8])
{
    uint32_t type = c->field->type;
    if (type == KH_KEY || type == KH_TEXT)
        return v->cells[row];
    uint64_t bits = 0;
    if (type == KH_BOOL)
        bits = ((const uint8_t *)v->data)[row];
    else if (type == KH_ENUM)
        bits = ((const uint16_t *)v->data)[row];
    else
        memcpy(&bits, (const char *)v->data + row * sizeof bits, sizeof bits);
    const uint64_t sign = (uint64_t)1 << 63;
    if (type == KH_F64)
        bits = bits & sign ? ~bits : bits | sign;
    else
        bits ^= sign;
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)(bits >> (56 - 8 * i));
    return (struct cell){ (const char *)out, 8 };
}
