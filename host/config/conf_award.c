/* SPDX-License-Identifier: Apache-2.0 */
/* conf_award.c - awards of a board: shares of the best units of a group. */
#include "config/reading.h"

enum { STEPS_MAX = 50 };

static const struct cfg_key awards_keys[] = {
    { .name = "from", .want = WANT_NUMBER, .doc = N_("Least printed score; none: any.") },
    { .name = "steps", .want = WANT_LIST, .doc = N_("Awards, the best first.") },
    { .name = "recommend",
      .want = WANT_INTEGER,
      .min = "1",
      .max = "1000000",
      .doc = N_("How many of the best of a group are recommended.") },
};
static const struct cfg_key step_keys[] = {
    { .name = "id", .want = WANT_TEXT, .required = true, .doc = N_("Name of the award.") },
    { .name = "name", .want = WANT_NAME, .doc = N_("Name shown to people.") },
    { .name = "share",
      .want = WANT_NUMBER,
      .required = true,
      .min = "0",
      .max = "1",
      .doc = N_("Share of the units of a group that count for awards.") },
};

const struct conf_table *conf_award_tables(size_t *n)
{
    static const struct conf_table tables[] = {
        { "kaohe.cfg: boards.awards", awards_keys, COUNT(awards_keys) },
        { "kaohe.cfg: boards.awards.steps", step_keys, COUNT(step_keys) },
    };
    *n = COUNT(tables);
    return tables;
}

static void read_step(struct reading *r, struct conf_awards *w, const struct cfg *at,
                      mpq_t sum)
{
    struct conf_award *s = &w->steps[w->n_steps];
    mpq_t share;
    if (!cfg_check(at, step_keys, COUNT(step_keys), r->f))
        return;
    s->id = reading_id(r, at, false);
    s->name = conf_name_of(at, "name", s->id);
    s->share = cfg_text(at, "share", "0");
    for (uint32_t i = 0; i < w->n_steps; i++)
        if (*s->id && !strcmp(w->steps[i].id, s->id))
            cfg_error(r->f, at, _("%s: the award \"%s\" stands twice"),
                      reading_label(r, at), s->id);
    mpq_init(share);
    if (num_parse(share, s->share, strlen(s->share)))
        mpq_add(sum, sum, share);
    mpq_clear(share);
    w->n_steps++;
}

static void read_steps(struct reading *r, struct conf_awards *w, const struct cfg *list)
{
    mpq_t sum;
    if (!list->len || list->len > STEPS_MAX) {
        cfg_error(r->f, list, _("%s must hold 1 to %d awards"), reading_label(r, list),
                  STEPS_MAX);
        return;
    }
    w->steps = reading_array(r, list->len, sizeof *w->steps);
    mpq_init(sum);
    for (uint32_t i = 0; w->steps && i < list->len; i++)
        read_step(r, w, list->child[i], sum);
    if (mpq_cmp_ui(sum, 1, 1) > 0)
        cfg_error(r->f, list, _("%s: the shares add up to %s, more than all (1)"),
                  reading_label(r, list), num_exact_text(r->a, sum));
    mpq_clear(sum);
}

void conf_awards_read(struct reading *r, struct conf_board *b)
{
    const struct cfg *at = cfg_get(b->at, "awards");
    if (!at || at->kind != CFG_GROUP ||
        !cfg_check(at, awards_keys, COUNT(awards_keys), r->f))
        return;
    struct conf_awards *w = reading_array(r, 1, sizeof *w);
    const struct cfg *steps = cfg_get(at, "steps");
    if (!w)
        return;
    w->at = at;
    w->from = cfg_text(at, "from", NULL);
    w->recommend = (uint32_t)reading_integer(at, "recommend", 0);
    if (steps)
        read_steps(r, w, steps);
    else if (!w->recommend)
        cfg_error(r->f, at, _("%s names neither `steps` nor `recommend`; set one of both"),
                  reading_label(r, at));
    b->awards = w;
}
