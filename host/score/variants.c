/* SPDX-License-Identifier: Apache-2.0 */
/* variants.c - scheme_variants: which windows and day sets a domain's child measures. */
#include "score/scheme.h"

#include <stdlib.h>

/* Does the day set name this day?  Days count from 1, or back from the month's end. */
static bool is_named(const struct conf_day_set *set, int32_t day)
{
    int year, month, dom;
    civil_date(day, &year, &month, &dom);
    int days = civil_month_days(year, month);
    for (uint32_t i = 0; i < set->n; i++)
        if (set->days[i] == dom || set->days[i] == dom - days - 1)
            return true;
    return false;
}

static bool list_days(struct arena *a, const struct conf_day_set *set, struct variant *v)
{
    int32_t *days = arena_array(a, (size_t)(v->to - v->from) + 1, sizeof *days);
    if (!days)
        return false;
    for (int32_t day = v->from; day < v->to; day++)
        if (is_named(set, day))
            days[v->n_days++] = day;
    v->days = days;
    return true;
}

/* Marks what a leaf looks at, its own indicator and those it is held against. */
static void mark_wanted(const struct leaf *leaf, bool *wanted)
{
    if (leaf->indicator >= 0)
        wanted[leaf->indicator] = true;
    if (leaf->rule.kind == RULE_AUDIT)
        wanted[leaf->rule.reported] = wanted[leaf->rule.audited] = true;
    if (leaf->of.base.indicator >= 0)
        wanted[leaf->of.base.indicator] = true;
    if (leaf->of.target.indicator >= 0)
        wanted[leaf->of.target.indicator] = true;
    for (uint32_t i = 0; i < leaf->of.n_against; i++)
        wanted[leaf->of.against[i]] = true;
}

static bool list_wanted(struct arena *a, const struct scheme_set *s, uint32_t choice,
                        int32_t month, struct variant *v)
{
    uint32_t n = s->schema->domain.indicators.count;
    bool *wanted = arena_array(a, n + 1, sizeof *wanted);
    uint32_t *list = arena_array(a, n + 1, sizeof *list);
    if (!wanted || !list)
        return false;
    for (uint32_t who = 0; who < s->n_whos; who++) {
        const struct version *version = scheme_in_force(s, who, month);
        for (uint32_t i = 0; version && i < version->n_nodes; i++) {
            const struct leaf *leaf = version->nodes[i].leaf;
            if (leaf && leaf->choice == choice)
                mark_wanted(leaf, wanted);
        }
    }
    for (uint32_t i = 0; i < s->n_vetoes; i++)
        if (s->vetoes[i].choice == choice)
            wanted[s->vetoes[i].indicator] = true;
    for (uint32_t i = 0; i < n; i++)
        if (wanted[i])
            list[v->n_wanted++] = i;
    v->wanted = list;
    return true;
}

kh_status scheme_variants(struct arena *a, const struct scheme_set *s, int32_t month,
                          struct worker_order *out, kh_err *e)
{
    int32_t variant[VARIANTS_MAX];
    uint32_t n = scheme_choices(s, month, variant);
    struct variant *list = arena_array(a, n, sizeof *list);
    bool ok = list;
    for (uint32_t i = 0; ok && i < s->n_choices; i++) {
        if (variant[i] < 0)
            continue;
        struct variant *v = &list[variant[i]];
        scheme_window(s, i, month, v);
        v->each_day = s->choices[i].each_day;
        if (s->choices[i].days && s->choices[i].days->file)
            v->set = s->choices[i].days;
        else if (s->choices[i].days)
            ok = list_days(a, s->choices[i].days, v);
        if (i && ok)
            ok = list_wanted(a, s, i, month, v);
    }
    if (!ok)
        return kh_fail(e, KH_ENOMEM, _("no memory for the windows of domain '%s'"),
                       s->domain->id);
    *out = (struct worker_order){ list, n };
    return KH_OK;
}
