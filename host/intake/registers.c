/* SPDX-License-Identifier: Apache-2.0 */
/* registers.c - columns of a register, one text per subject: what boards group by and `for`
 * asks for, where neither the key nor the organisation file has it.
 *
 * A register is looked up by the subject's own columns, so what holds of look-ups holds
 * here: all rows count whatever their date, and two different texts of one subject refuse
 * the input. */
#include "base/lang.h"
#include "intake/inputs_inside.h"

#include <string.h>

static kh_status no_memory(kh_err *e)
{
    return kh_fail(e, KH_ENOMEM, "no memory for the registers");
}

/* Does the dataset name subjects, and has it the column?  Money and dates group nobody. */
static bool says(const struct conf_domain *d, const struct conf_input *in,
                 const kh_dataset *ds, const char *column)
{
    bool has_subject = false, has_column = false;
    for (uint32_t i = 0; i < ds->columns.count; i++) {
        const kh_field *f = plan_field(ds, i);
        has_subject = has_subject || (f->type == KH_KEY && !f->space);
        has_column =
            has_column || (!strcmp(f->name, column) &&
                           (f->type == KH_KEY || f->type == KH_TEXT || f->type == KH_ENUM));
    }
    /* Rows of a reference have no subject, but may have all of its columns. */
    bool has_parts = ds->role == KH_REFERENCE && !in->at;
    for (uint32_t k = 0; k < d->n_subject && has_parts; k++) {
        has_parts = plan_conf_column(in, d->subject[k]);
        for (uint32_t i = 0; i < ds->columns.count && !has_parts; i++)
            has_parts = !strcmp(plan_field(ds, i)->name, d->subject[k]);
    }
    return has_column && (ds->role == KH_FACT ? has_subject : has_parts);
}

int32_t inputs_register(const struct conf_domain *d, const kh_domain *schema,
                        const char *column)
{
    for (uint32_t i = 0; i < schema->datasets.count; i++) {
        const kh_dataset *ds = plan_dataset(schema, i);
        const struct conf_input *in = inputs_bound(d, ds->name);
        if (in && !ds->when && says(d, in, ds, column))
            return (int32_t)i;
    }
    return -1;
}

kh_status registers_plan(struct inputs *in, kh_err *e)
{
    const struct conf_domain *d = in->spec.domain;
    in->registers = arena_array(&in->a, (size_t)d->n_asked + 1, sizeof *in->registers);
    in->register_lookup =
        arena_array(&in->a, (size_t)d->n_asked + 1, sizeof(struct lookup *));
    in->register_value =
        arena_array(&in->a, (size_t)d->n_asked + 1, sizeof *in->register_value);
    if (!in->registers || !in->register_lookup || !in->register_value)
        return no_memory(e);
    for (uint32_t i = 0; i < d->n_asked; i++) {
        int32_t dataset = inputs_register(d, in->spec.schema, d->asked[i]);
        if (dataset < 0)
            continue;
        struct plan *p = &in->plans[dataset];
        const struct conf_level *l = p->level ? &d->levels[p->level] : NULL;
        const char **by = l && l->n_of ? l->of : d->subject;
        uint32_t n_by = l && l->n_of ? l->n_of : d->n_subject, value = 0;
        const struct lookup *found =
            lookup_add(&in->lookups, p, by, n_by, d->asked[i], &in->a, &in->spec, &value);
        if (!found)
            return no_memory(e);
        in->registers[in->n_registers] = (struct input_register){ d->asked[i], p->level };
        in->register_lookup[in->n_registers] = found;
        in->register_value[in->n_registers++] = value;
    }
    return KH_OK;
}

uint32_t inputs_registers(const struct inputs *in, const struct input_register **at)
{
    *at = in->registers;
    return in->n_registers;
}

const char *inputs_register_text(const struct inputs *in, uint32_t i, struct arena *scratch,
                                 char *const *parts, size_t n, bool *failed)
{
    const struct lookup *l = in->register_lookup[i];
    struct cell cells[CONF_SUBJECT_MAX], key, text;
    if (n != l->n_by || n > CONF_SUBJECT_MAX)
        return NULL;
    for (size_t k = 0; k < n; k++)
        cells[k] = (struct cell){ parts[k], (uint32_t)strlen(parts[k]) };
    if (!cells_join(scratch, cells, (uint32_t)n, &key)) {
        *failed = true;
        return NULL;
    }
    if (!lookup_find(l, key.at, key.len, in->register_value[i], &text) || !text.len)
        return NULL;
    const char *copy = arena_bytes(scratch, text.at, text.len);
    *failed = *failed || !copy;
    return copy;
}
