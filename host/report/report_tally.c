/* SPDX-License-Identifier: Apache-2.0 */
/* report_tally.c - the few figures of a domain that the summary tells. */
#include "base/num.h"
#include "report/report_parts.h"
#include "report/report_rows.h"

#include <string.h>

enum { NEWLY_TOLD = 8 }; /* names of a domain; the others stand in outcomes.csv */

/* Vetoes by their name, each at the first level that has it. */
static const char vetoes_sql[] =
    "WITH v AS (SELECT DISTINCT o.subject, o.reason, l.seq FROM outcome o JOIN level l"
    " ON l.run = o.run AND l.domain = o.domain AND l.level = o.level WHERE o.run = ?1"
    " AND o.domain = ?3 AND o.kind = 'veto') SELECT count(*) FROM v WHERE seq ="
    " (SELECT min(seq) FROM v w WHERE w.reason = v.reason)";

static void fill_number(struct row *w, void *item)
{
    *(int64_t *)item = row_int(w);
}

static void fill_text(struct row *w, void *item)
{
    *(const char **)item = row_text(w);
}

static kh_status count_vetoes(struct report *r, struct model_domain *d, kh_err *e)
{
    const struct rows what = {
        vetoes_sql, d->id, NULL, NULL, sizeof(int64_t), fill_number
    };
    int64_t *number = NULL;
    uint32_t n = 0;
    kh_status rc = rows_load(r, &r->arena, &what, (void **)&number, &n, e);
    d->tally.vetoes = n ? *number : 0;
    return rc;
}

/* Charged at the first level that has tickets: those above it charge the same money. */
static kh_status sum_tickets(struct report *r, struct model_domain *d, kh_err *e)
{
    static const char sql[] =
        "SELECT value FROM outcome o JOIN level l ON l.run = o.run AND l.domain = o.domain"
        " AND l.level = o.level WHERE o.run = ?1 AND o.domain = ?3 AND o.kind = 'ticket'"
        " AND l.seq = (SELECT min(k.seq) FROM outcome t JOIN level k ON k.run = t.run AND"
        " k.domain = t.domain AND k.level = t.level WHERE t.run = ?1 AND t.domain = ?3"
        " AND t.kind = 'ticket')";
    const struct rows what = { sql, d->id, NULL, NULL, sizeof(char *), fill_text };
    const char **values = NULL;
    uint32_t n = 0;
    int digits = 0;
    mpq_t sum, q;
    mpq_inits(sum, q, NULL);
    kh_status rc = rows_load(r, &r->arena, &what, (void **)&values, &n, e);
    for (uint32_t i = 0; !rc && i < n; i++) {
        const char *point = strchr(values[i], '.');
        if (point && (int)strlen(point + 1) > digits)
            digits = (int)strlen(point + 1);
        if (num_parse(q, values[i], strlen(values[i])))
            mpq_add(sum, sum, q);
    }
    d->tally.tickets = !n ? "" : num_text(&r->arena, sum, digits, ROUND_HALF_UP);
    mpq_clears(sum, q, NULL);
    if (!rc && !d->tally.tickets)
        rc = kh_fail(e, KH_ENOMEM, _("no memory for the report"));
    return rc;
}

/* Red now and not in the cycle before, as that stood when this run was made. */
static const char newly_sql[] =
    "WITH old AS (SELECT max(run) AS run FROM domain WHERE domain = ?3 AND fault IS NULL"
    " AND carried = 0 AND run < ?1 AND month = (SELECT max(month) FROM domain WHERE domain"
    " = ?3 AND fault IS NULL AND carried = 0 AND run < ?1 AND month < (SELECT month FROM"
    " domain WHERE run = ?1 AND domain = ?3)))"
    " SELECT ifnull((SELECT s.subject_name FROM score s WHERE s.run = ?1 AND s.domain = ?3"
    " AND s.level = ?4 AND s.subject = p.subject LIMIT 1), p.subject) FROM plate p, old"
    " WHERE p.run = ?1 AND p.domain = ?3 AND p.level = ?4 AND p.plate = 'red'"
    " AND old.run IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plate q WHERE q.run = old.run"
    " AND q.domain = ?3 AND q.level = ?4 AND q.subject = p.subject AND q.plate = 'red')"
    " ORDER BY p.subject";

static kh_status find_newly_red(struct report *r, struct model_domain *d, const char *level,
                                kh_err *e)
{
    const struct rows what = { newly_sql, d->id, level, NULL, sizeof(char *), fill_text };
    const char **names = NULL, *text = "";
    uint32_t n = 0;
    if (!level || d->carried)
        return KH_OK;
    kh_status rc = rows_load(r, &r->arena, &what, (void **)&names, &n, e);
    for (uint32_t i = 0; !rc && text && i < n && i <= NEWLY_TOLD; i++)
        text = arena_printf(&r->arena, "%s%s%s", text, i ? ", " : "",
                            i < NEWLY_TOLD ? names[i] : "…");
    d->tally.newly_red = n;
    d->tally.newly = text;
    return rc || text ? rc : kh_fail(e, KH_ENOMEM, _("no memory for the report"));
}

/* Of the first level as configured: counts are by level, the widest first.  The level, or
 * NULL. */
static const char *count_plates(struct model_domain *d)
{
    const char *level = NULL;
    for (uint32_t i = 0; i < d->n_counts; i++)
        if (!strcmp(d->counts[i].kind, "plate"))
            level = d->counts[i].level;
    for (uint32_t i = 0; i < d->n_counts; i++) {
        const struct model_count *c = &d->counts[i];
        if (strcmp(c->kind, "plate") != 0 || strcmp(c->level, level) != 0)
            continue;
        d->tally.green += !strcmp(c->value, "green") ? c->n : 0;
        d->tally.yellow += !strcmp(c->value, "yellow") ? c->n : 0;
        d->tally.red += !strcmp(c->value, "red") ? c->n : 0;
    }
    return level;
}

static kh_status name_awards(struct report *r, struct model_domain *d, kh_err *e)
{
    const char *text = "";
    for (uint32_t i = 0; text && i < d->n_counts; i++)
        if (!strcmp(d->counts[i].kind, "award")) {
            d->tally.n_awards += d->counts[i].n;
            text = arena_printf(&r->arena, "%s%s%s %lld", text, *text ? ", " : "",
                                d->counts[i].value_name, (long long)d->counts[i].n);
        }
    d->tally.awards = text;
    return text ? KH_OK : kh_fail(e, KH_ENOMEM, _("no memory for the report"));
}

/* The composite's level if it has it, else the widest with two scores to compare, else the
 * widest with one. */
static const struct model_level *told_level(const struct model *m,
                                            const struct model_domain *d)
{
    const struct model_level *one = NULL, *two = NULL;
    for (uint32_t i = 0; i < d->n_levels; i++) {
        const struct model_level *l = &d->levels[i];
        int64_t chapter = model_chapter_of(m, d->id, l->id);
        if (chapter >= 0 && m->chapters[chapter].is_composite)
            return l;
        if (l->best)
            one = l;
        if (l->best && l->best != l->worst)
            two = l;
    }
    return two ? two : one;
}

bool tally_says(const struct model_domain *d)
{
    const struct model_tally *t = &d->tally;
    return t->green || t->yellow || t->red || t->vetoes || *t->tickets || t->n_awards ||
           t->orders || t->owed || d->n_rejected;
}

kh_status tally_load(struct report *r, struct model *m, kh_err *e)
{
    kh_status rc = KH_OK;
    for (uint32_t i = 0; !rc && i < m->n_domains; i++) {
        struct model_domain *d = &m->domains[i];
        d->tally = (struct model_tally){ .tickets = "", .awards = "", .newly = "" };
        for (uint32_t k = 0; k < d->n_orders; k++)
            d->tally.orders += d->orders[k].is_open;
        d->tally.owed = d->n_owed;
        d->tally.level = d->fault ? NULL : told_level(m, d);
        rc = find_newly_red(r, d, count_plates(d), e);
        if (!rc)
            rc = count_vetoes(r, d, e);
        if (!rc)
            rc = sum_tickets(r, d, e);
        if (!rc)
            rc = name_awards(r, d, e);
    }
    return rc;
}
