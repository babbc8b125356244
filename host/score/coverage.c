/* SPDX-License-Identifier: Apache-2.0 */
/* coverage.c - what was delivered for the window of each variant: months that have files,
 * datasets without any. */
#include "score/scorer.h"

static const struct conf_input *input_of(const struct scorer *s, uint32_t dataset)
{
    return inputs_bound(s->in->domain,
                        schema_dataset(&s->in->schema->domain, dataset)->name);
}

static void cover(const struct scorer *s, uint32_t variant, uint32_t dataset,
                  struct coverage *out)
{
    const struct measured *m = s->in->measured;
    const struct conf_input *in = input_of(s, dataset);
    const struct variant *v = &s->in->order->variants[variant];
    uint32_t files = 0;
    if (!in)
        return;
    struct span_cover c = spans_cover(in, (struct span_window){ v->from, v->to, 0 });
    for (uint32_t i = 0; i < m->n_files; i++)
        if (m->files[i].dataset == dataset) {
            span_cover_add(&c, m->files[i].months);
            files++;
        }
    /* A dataset whose files may be missing has months in which nothing happened. */
    out->of = in->may_be_missing ? 0 : c.of;
    out->with = in->may_be_missing ? 0 : span_cover_with(&c);
    for (uint32_t i = 0; i < m->n_inputs; i++)
        if (m->inputs[i].dataset == dataset && m->inputs[i].bound)
            out->missing =
                variant ? span_cover_is_missing(&c, in, files) : m->inputs[i].missing;
}

kh_status coverage_find(struct scorer *s)
{
    uint32_t variants = s->in->order->n_variants;
    uint32_t datasets = s->in->schema->domain.datasets.count;
    s->cover = arena_array(&s->work, (size_t)variants * datasets + 1, sizeof *s->cover);
    if (!s->cover)
        return scorer_no_memory(s);
    for (uint32_t v = 0; v < variants; v++)
        for (uint32_t d = 0; d < datasets; d++)
            cover(s, v, d, &s->cover[(size_t)v * datasets + d]);
    return KH_OK;
}

const struct coverage *coverage_of(const struct scorer *s, uint32_t variant,
                                   uint32_t dataset)
{
    return &s->cover[(size_t)variant * s->in->schema->domain.datasets.count + dataset];
}

/* Of several the one that lacks most is what a leaf lacks. */
void coverage_join(struct fact *f, uint32_t with, uint32_t of)
{
    if (of - with > f->months_of - f->months_with) {
        f->months_of = of;
        f->months_with = with;
    }
}
