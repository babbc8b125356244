/* SPDX-License-Identifier: Apache-2.0 */
/* report_levels.c - subjects per level: who is best, who is in trouble, who is shown.
 *
 * Comparing printed scores as SQLite's REAL keeps their order: decimals are rounded to the
 * nearest double, which never swaps two of them, and equal texts stay equal. */
#include "report/report_levels.h"
#include "report/report_rows.h"

static void fill_level(struct row *w, void *item)
{
    ((struct model_level *)item)->id = row_text(w);
}

static const char levels_sql[] = "SELECT level FROM level WHERE run = ?1 AND domain = ?3"
                                 " AND scored ORDER BY seq";

/* Everything of a subject that is known without its nodes.  Outcomes of one kind are at
 * most one per subject here: plates and grades of the first board. */
static const char subjects_sql[] =
    "SELECT s.subject, s.subject_name, s.state, s.score, s.\"full\","
    " ifnull((SELECT o.value FROM outcome o WHERE o.run = ?1 AND o.domain = ?3 AND o.level "
    "="
    "   ?4 AND o.subject = s.subject AND o.kind = 'plate' ORDER BY seq LIMIT 1), ''),"
    " ifnull((SELECT o.value FROM outcome o WHERE o.run = ?1 AND o.domain = ?3 AND o.level "
    "="
    "   ?4 AND o.subject = s.subject AND o.kind = 'grade' ORDER BY seq LIMIT 1), ''),"
    " ifnull((SELECT " BY_LANG(
        "o.value_name") " FROM outcome o WHERE o.run = ?1 AND o.domain ="
                        "   ?3 AND o.level = ?4 AND o.subject = s.subject AND o.kind ="
                        "   'grade' ORDER BY seq LIMIT 1), ''),"
                        " s.state IN ('missing', 'pending', 'fault')"
                        " OR s.subject IN (SELECT t.subject FROM score t WHERE t.run = ?1"
                        "   AND t.domain = ?3 AND t.level = ?4 AND t.state IN ('missing',"
                        "   'pending', 'fault'))"
                        " OR s.subject IN (SELECT t.subject FROM outcome t WHERE t.run = ?1"
                        "   AND t.domain = ?3 AND t.level = ?4 AND (t.kind = 'veto' OR"
                        "   t.value IN ('red', 'exit')))"
                        " OR s.subject IN (SELECT t.subject FROM improvement t WHERE t.run"
                        "   = ?1 AND t.domain = ?3 AND t.level = ?4 AND t.state IN "
                        "('open', 'escalated'))"
                        " FROM score s WHERE s.run = ?1 AND s.domain = ?3 AND s.level = ?4"
                        " AND s.node = 'total' ORDER BY s.seq";

static void fill_subject(struct row *w, void *item)
{
    struct model_subject *s = item;
    s->subject = row_text(w);
    s->name = row_text(w);
    s->state = row_text(w);
    s->score = row_text(w);
    s->full = row_text(w);
    s->plate = row_text(w);
    s->grade = row_text(w);
    s->grade_name = row_text(w);
    s->trouble = row_int(w);
}

/* Positions of the subjects with a score, best first, ties by subject. */
static const char order_sql[] =
    "SELECT place - 1 FROM (SELECT row_number() OVER (ORDER BY seq) AS place, score, "
    "subject"
    " FROM score WHERE run = ?1 AND domain = ?3 AND level = ?4 AND node = 'total')"
    " WHERE score IS NOT NULL ORDER BY CAST(score AS REAL) DESC, subject";

static void fill_place(struct row *w, void *item)
{
    *(int64_t *)item = row_int(w);
}

static void count_states(struct model_level *l)
{
    for (uint32_t i = 0; i < l->n_subjects; i++) {
        const struct model_subject *s = &l->subjects[i];
        l->n_scored += *s->state == 'o';
        l->n_na += *s->state == 'n';
        l->n_missing += *s->state == 'm';
        l->n_pending += *s->state == 'p';
        l->n_trouble += s->trouble;
    }
}

static void show(struct model_level *l, struct model_subject *s)
{
    if (s->is_shown)
        return;
    s->is_shown = true;
    l->n_shown++;
}

/* All subjects, or both ends of the ranking and the first ones with trouble. */
static void choose(struct model_level *l, const int64_t *place, uint32_t n)
{
    bool all = l->n_subjects <= SUBJECTS_MAX;
    uint32_t troubles = 0;
    for (uint32_t i = 0; i < n; i++)
        if (i < SUBJECTS_ENDS || i + SUBJECTS_ENDS >= n)
            show(l, &l->subjects[place[i]]);
    for (uint32_t i = 0; i < l->n_subjects; i++)
        if (all || (l->subjects[i].trouble && troubles++ < TROUBLES_MAX))
            show(l, &l->subjects[i]);
}

static kh_status load_level(struct report *r, const struct model_domain *d,
                            struct model_level *l, kh_err *e)
{
    const struct rows subjects = { subjects_sql,        d->id,       l->id, NULL,
                                   sizeof *l->subjects, fill_subject };
    const struct rows order = {
        order_sql, d->id, l->id, NULL, sizeof(int64_t), fill_place
    };
    struct arena scratch;
    int64_t *place = NULL;
    uint32_t n = 0;
    arena_init(&scratch, 0);
    kh_status rc =
        rows_load(r, &r->arena, &subjects, (void **)&l->subjects, &l->n_subjects, e);
    if (!rc)
        rc = rows_load(r, &scratch, &order, (void **)&place, &n, e);
    if (!rc) {
        count_states(l);
        choose(l, place, n);
        l->best = n ? &l->subjects[place[0]] : NULL;
        l->worst = n ? &l->subjects[place[n - 1]] : NULL;
    }
    arena_end(&scratch);
    return rc;
}

kh_status levels_load(struct report *r, struct model_domain *d, kh_err *e)
{
    const struct rows levels = { levels_sql,        d->id,     NULL, NULL,
                                 sizeof *d->levels, fill_level };
    kh_status rc = rows_load(r, &r->arena, &levels, (void **)&d->levels, &d->n_levels, e);
    for (uint32_t i = 0; !rc && i < d->n_levels; i++)
        rc = load_level(r, d, &d->levels[i], e);
    return rc;
}
