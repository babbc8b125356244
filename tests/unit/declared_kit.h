/* SPDX-License-Identifier: Apache-2.0 */
/* declared_kit.h - a declared domain in memory: parameters as the text of a configuration,
 * read by the host's own reader. */
#ifndef KH_TESTS_DECLARED_KIT_H
#define KH_TESTS_DECLARED_KIT_H

#include "batches.h"
#include "plugin/params.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static struct arena kit_arena;

/* `params` is what stands between the braces.  Mistakes that the host finds end the test.
 */
static inline struct batches *kit_new(const char *params)
{
    const kh_plugin *p = kh_plugin_v1();
    struct schema s = { .plugin = p->id, .version = p->version };
    struct findings f = { 0 };
    kh_err e = { 0 };
    const char *all = arena_printf(&kit_arena, "params = {\n%s\n};\n", params);
    const char *path = unit_file("declared.cfg", all, strlen(all));
    struct cfg *root = tree_read(&kit_arena, path, &f);
    check_i64(schema_params(&s.params, &kit_arena, &p->params, &e), KH_OK, 0);
    const kh_value *v =
        root ? params_read(&kit_arena, &s, cfg_get(root, "params"), "d", &f) : NULL;
    for (uint32_t i = 0; i < f.len; i++)
        fprintf(stderr, "%s\n", f.at[i].text);
    findings_end(&f);
    struct batches *b = batches_new(p);
    if (v)
        batches_params(b, v);
    return b;
}

static inline struct batches *kit_open(const char *params)
{
    struct batches *b = kit_new(params);
    kh_status rc = batches_open(b);
    check_text(batches_error(b), "", 0);
    check_i64(rc, KH_OK, 0);
    return b;
}

/* The sentence with which the parameters are refused; lives until the next call. */
static inline const char *kit_refusal(const char *params)
{
    static char text[256];
    struct batches *b = kit_new(params);
    kh_status rc = batches_open(b);
    snprintf(text, sizeof text, "%s%s", rc ? "" : "(opened)", batches_error(b));
    check_i64(batches_end(b), 0, 0);
    return text;
}

static inline struct batches_state *kit_state(struct batches *b)
{
    return batches_begin(b, "2011-03-01", "2011-04-01", 1);
}

static inline void kit_feed(struct batches_state *s, const char *dataset, const char *csv)
{
    check_i64(batches_feed(s, dataset, csv), KH_OK, 0);
}

#endif
