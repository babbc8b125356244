/* SPDX-License-Identifier: Apache-2.0 */
/* store_parts.c - see store_parts.h. */
#include "store/store_parts.h"

#include "base/buf.h"
#include "base/lang.h"

enum { CELLS_MAX = 1 << 24 };

static void put_days(struct put *p, const struct scored_domain *d, char from[11],
                     char to[11])
{
    if (d->conf->cycle.whole) {
        put_null(p);
        put_null(p);
        return;
    }
    day_text(from, d->from);
    day_text(to, d->to - 1);
    put_text(p, from);
    put_text(p, to);
}

static kh_status write_domain(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    char sha[SHA_TEXT], month[8], from[11], to[11];
    put_open(&p, w->s, "INSERT INTO domain VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", w->e);
    month_text(month, d->month);
    put_int(&p, w->run);
    put_text(&p, d->conf->id);
    writer_name(&p, d->conf->name);
    put_text(&p, d->conf->plugin);
    put_text(&p, d->schema ? d->schema->version : NULL);
    if (d->schema)
        sha_text(sha, d->schema->sha);
    put_text(&p, d->schema ? sha : NULL);
    put_text(&p, d->scheme);
    put_text(&p, month);
    put_days(&p, d, from, to);
    put_int(&p, d->carried);
    put_text(&p, d->fault);
    put_text(&p, d->params);
    writer_row(w, &p);
    return put_close(&p);
}

static kh_status write_levels(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO level VALUES (?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < d->conf->n_levels; i++) {
        writer_begin(w, &p, d->conf->id, i);
        put_text(&p, d->conf->levels[i].id);
        put_int(&p, d->conf->levels[i].scored);
        writer_row(w, &p);
    }
    return put_close(&p);
}

static void put_score(struct put *p, const struct scored_row *r)
{
    put_text(p, r->level);
    put_text(p, r->subject);
    put_text(p, r->subject_name);
    put_text(p, r->node);
    writer_name(p, r->node_name);
    put_int(p, r->depth);
    put_text(p, r->kind);
    put_text(p, r->indicator);
    put_text(p, r->unit ? r->unit : "");
    put_text(p, r->state);
    if (r->has_ratio) {
        put_int(p, r->numerator);
        put_int(p, r->denominator);
    } else {
        put_null(p);
        put_null(p);
    }
    if (r->has_samples)
        put_int(p, r->samples);
    else
        put_null(p);
    writer_exact(p, r->value);
    writer_exact(p, r->score);
    writer_exact(p, r->full);
    writer_exact(p, r->weight);
    writer_exact(p, r->weight_used);
    writer_exact(p, r->contribution);
    put_text(p, r->flags);
}

static kh_status write_scores(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(
        &p, w->s,
        "INSERT INTO score VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
        "?,?,?)",
        w->e);
    for (uint32_t i = 0; i < d->n_rows; i++) {
        writer_begin(w, &p, d->conf->id, i);
        put_score(&p, &d->rows[i]);
        writer_row(w, &p);
    }
    return put_close(&p);
}

static kh_status write_outcomes(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO outcome VALUES (?,?,?,?,?,?,?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < d->n_outcomes; i++) {
        const struct scored_outcome *o = &d->outcomes[i];
        writer_begin(w, &p, d->conf->id, i);
        put_text(&p, o->level);
        put_text(&p, o->subject);
        put_text(&p, o->subject_name);
        put_text(&p, o->kind);
        put_text(&p, o->value);
        writer_name(&p, o->value_name);
        put_text(&p, o->reason ? o->reason : "");
        writer_row(w, &p);
    }
    return put_close(&p);
}

static kh_status write_plates(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO plate VALUES (?,?,?,?,?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < d->n_plates; i++) {
        const struct scored_plate *o = &d->plates[i];
        writer_begin(w, &p, d->conf->id, -1);
        put_text(&p, o->level);
        put_text(&p, o->subject);
        put_text(&p, o->own);
        put_text(&p, o->plate);
        put_text(&p, o->cause);
        put_text(&p, o->access);
        put_text(&p, o->exit_veto ? o->exit_veto : "");
        writer_row(w, &p);
    }
    return put_close(&p);
}

static kh_status write_reasons(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO reason VALUES (?,?,?,?,?,?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < d->n_reasons; i++) {
        const struct scored_reason *o = &d->reasons[i];
        writer_begin(w, &p, d->conf->id, i);
        put_text(&p, o->level);
        put_text(&p, o->subject);
        put_text(&p, o->indicator);
        put_text(&p, o->rule);
        put_int(&p, o->count);
        writer_exact(&p, o->effect);
        writer_row(w, &p);
    }
    return put_close(&p);
}

static kh_status write_orders(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s,
             "INSERT INTO improvement VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
             "?,?,?,?)",
             w->e);
    for (uint32_t i = 0; i < d->n_orders; i++) {
        const struct scored_order *o = &d->orders[i];
        char due[11], opened[8];
        day_text(due, o->due);
        month_text(opened, o->opened ? o->opened : d->month);
        writer_begin(w, &p, d->conf->id, i);
        put_text(&p, o->level);
        put_text(&p, o->subject);
        put_text(&p, o->subject_name);
        put_text(&p, o->node);
        writer_name(&p, o->node_name);
        writer_exact(&p, o->score);
        writer_exact(&p, o->full);
        writer_exact(&p, o->threshold);
        put_text(&p, o->state ? o->state : ORDER_OPEN);
        put_int(&p, o->stage ? o->stage : 1);
        put_text(&p, o->owner ? o->owner : "");
        put_text(&p, due);
        put_text(&p, o->checked);
        put_text(&p, o->checked_score);
        put_text(&p, o->note);
        put_text(&p, opened);
        writer_row(w, &p);
    }
    return put_close(&p);
}

/* ["a","b"]: cells as JSON, which SQLite's own functions take apart. */
static void json_texts(struct buf *b, const char *const *text, uint32_t n)
{
    buf_clear(b);
    buf_char(b, '[');
    for (uint32_t i = 0; i < n; i++) {
        buf_text(b, i ? ",\"" : "\"");
        for (const unsigned char *s = (const unsigned char *)text[i]; s && *s; s++) {
            if (*s == '"' || *s == '\\')
                buf_printf(b, "\\%c", *s);
            else if (*s < 0x20)
                buf_printf(b, "\\u%04x", *s);
            else
                buf_char(b, (char)*s);
        }
        buf_char(b, '"');
    }
    buf_char(b, ']');
}

static void put_cells(struct put *p, struct buf *b, const char *const *text, uint32_t n)
{
    json_texts(b, text, n);
    if (b->failed && !p->rc)
        p->rc = kh_fail(p->e, KH_ENOMEM, _("no memory for a table's row"));
    put_text(p, b->at);
}

static kh_status write_table_rows(struct writer *w, const struct scored_domain *d,
                                  const struct scored_table *t, struct buf *b)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO domain_row VALUES (?,?,?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < t->n_rows; i++) {
        writer_begin(w, &p, d->conf->id, -1);
        put_text(&p, t->name);
        put_int(&p, i);
        put_text(&p, t->rows[i].level);
        put_text(&p, t->rows[i].subject);
        put_cells(&p, b, t->rows[i].cell, t->n_columns);
        writer_row(w, &p);
    }
    return put_close(&p);
}

static kh_status write_tables(struct writer *w, const struct scored_domain *d)
{
    struct buf b;
    kh_status rc = KH_OK;
    buf_init(&b, CELLS_MAX);
    for (uint32_t i = 0; !rc && i < d->n_tables; i++) {
        const struct scored_table *t = &d->tables[i];
        struct put p;
        put_open(&p, w->s, "INSERT INTO domain_table VALUES (?,?,?,?,?)", w->e);
        writer_begin(w, &p, d->conf->id, -1);
        put_text(&p, t->name);
        put_text(&p, t->doc ? t->doc : "");
        put_cells(&p, &b, t->column, t->n_columns);
        writer_row(w, &p);
        rc = put_close(&p);
        if (!rc)
            rc = write_table_rows(w, d, t, &b);
    }
    buf_end(&b);
    return rc;
}

static const char *dataset_name(const struct scored_domain *d, uint32_t dataset)
{
    return schema_dataset(&d->schema->domain, dataset)->name;
}

/* A day set from a file is a dataset like the others, "days:ID". */
static void put_daysets(struct writer *w, struct put *p, const struct scored_domain *d)
{
    for (uint32_t i = 0; i < d->n_daysets; i++) {
        const struct dayset *s = &d->daysets[i];
        writer_begin(w, p, d->conf->id, -1);
        put_text(p, s->name);
        put_int(p, s->missing);
        put_int(p, (int64_t)s->rows);
        put_int(p, 0);
        put_int(p, 0);
        put_int(p, 0);
        put_int(p, (int64_t)s->outside);
        writer_row(w, p);
    }
}

static kh_status write_datasets(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO dataset VALUES (?,?,?,?,?,?,?,?,?)", w->e);
    put_daysets(w, &p, d);
    for (uint32_t i = 0; i < d->found->n_inputs; i++) {
        const struct measured_input *in = &d->found->inputs[i];
        if (!in->bound)
            continue;
        writer_begin(w, &p, d->conf->id, -1);
        put_text(&p, dataset_name(d, in->dataset));
        put_int(&p, in->missing);
        put_int(&p, (int64_t)in->counts.rows);
        put_int(&p, (int64_t)(in->counts.rejected + in->plugin_rejects));
        put_int(&p, (int64_t)in->counts.skipped);
        put_int(&p, (int64_t)in->counts.revised);
        put_int(&p, (int64_t)in->outside);
        writer_row(w, &p);
    }
    return put_close(&p);
}

static void put_file(struct writer *w, struct put *p, const char *dataset, uint32_t seq,
                     const struct measured_file *f)
{
    char sha[SHA_TEXT];
    sha_text(sha, f->sha);
    put_text(p, dataset);
    put_int(p, seq);
    put_text(p, f->name);
    put_text(p, f->path);
    put_text(p, f->encoding);
    put_int(p, (int64_t)f->size);
    put_text(p, sha);
    writer_row(w, p);
}

static kh_status write_files(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO input VALUES (?,?,?,?,?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < d->found->n_files; i++) {
        writer_begin(w, &p, d->conf->id, -1);
        put_file(w, &p, dataset_name(d, d->found->files[i].dataset), i,
                 &d->found->files[i]);
    }
    for (uint32_t i = 0; i < d->n_daysets; i++)
        for (uint32_t k = 0; k < d->daysets[i].n_files; k++) {
            const struct input_file *at = &d->daysets[i].files[k];
            struct measured_file f = { .name = at->name,
                                       .path = at->path,
                                       .encoding = at->encoding,
                                       .size = at->size };
            memcpy(f.sha, at->sha, SHA_SIZE);
            writer_begin(w, &p, d->conf->id, -1);
            put_file(w, &p, d->daysets[i].name, k, &f);
        }
    return put_close(&p);
}

static kh_status write_deliveries(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO delivery VALUES (?,?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < d->found->n_deliveries; i++) {
        const struct measured_delivery *o = &d->found->deliveries[i];
        if (o->variant) /* of a leaf's own window: its rows tell */
            continue;
        writer_begin(w, &p, d->conf->id, -1);
        put_text(&p, dataset_name(d, o->dataset));
        put_text(&p, o->level);
        put_text(&p, o->unit);
        put_int(&p, o->delivered);
        writer_row(w, &p);
    }
    return put_close(&p);
}

/* The name of file number `file` of a dataset. */
static const char *file_name(const struct measured *m, uint32_t dataset, uint32_t file)
{
    for (uint32_t i = 0; i < m->n_files; i++)
        if (m->files[i].dataset == dataset && file-- == 0)
            return m->files[i].name;
    return "";
}

static kh_status write_rejects(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO reject VALUES (?,?,?,?,?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < d->found->n_rejects; i++) {
        const struct reject *r = &d->found->rejects[i];
        writer_begin(w, &p, d->conf->id, i);
        put_text(&p, dataset_name(d, r->dataset));
        put_text(&p, file_name(d->found, r->dataset, r->file));
        put_int(&p, (int64_t)r->line);
        put_text(&p, r->column);
        put_text(&p, r->reason);
        put_text(&p, r->text);
        writer_row(w, &p);
    }
    return put_close(&p);
}

static kh_status write_columns(struct writer *w, const struct scored_domain *d)
{
    struct put p;
    put_open(&p, w->s, "INSERT INTO subject_column VALUES (?,?,?,?,?,?,?)", w->e);
    for (uint32_t i = 0; i < d->n_columns; i++) {
        writer_begin(w, &p, d->conf->id, i);
        put_text(&p, d->columns[i].level);
        put_text(&p, d->columns[i].subject);
        put_text(&p, d->columns[i].column);
        put_text(&p, d->columns[i].text);
        writer_row(w, &p);
    }
    return put_close(&p);
}

typedef kh_status (*part_fn)(struct writer *w, const struct scored_domain *d);

kh_status parts_write(struct writer *w, const struct scored_domain *d)
{
    static const part_fn always[] = { write_domain,   write_levels, write_scores,
                                      write_outcomes, write_plates, write_reasons,
                                      write_orders,   write_tables, write_columns };
    static const part_fn measured[] = { write_datasets, write_files, write_deliveries,
                                        write_rejects };
    kh_status rc = KH_OK;
    for (size_t i = 0; !rc && i < COUNT(always); i++)
        rc = always[i](w, d);
    for (size_t i = 0; !rc && d->found && i < COUNT(measured); i++)
        rc = measured[i](w, d);
    writer_tell(w, "insert");
    return rc;
}
