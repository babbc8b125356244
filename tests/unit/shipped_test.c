/* SPDX-License-Identifier: Apache-2.0 */
/* shipped_test.c - the schemes and boards of conf/ fit the plugins that are built here. */
#include "findings_text.h"
#include "intake/orgs.h"
#include "plugin/loaded.h"
#include "plugin/params.h"
#include "score/proof.h"
#include "unit.h"

#include <unistd.h>

static struct arena arena;
static struct findings found;
static kh_err error;

/* What the plugin declares under the domain's parameters. */
static bool describe(const struct conf_domain *d, struct schema *out)
{
    char path[512];
    struct loaded *l = arena_new(&arena, sizeof *l);
    kh_host *host = arena_new(&arena, sizeof *host);
    struct mem *mem = arena_new(&arena, sizeof *mem);
    void *inst = NULL;
    const kh_domain *domain = NULL;
    snprintf(path, sizeof path, "%s/plugins/kh_%s.so", TEST_BINARY, d->plugin);
    mem_init(mem, 0);
    loaded_host(host, mem);
    if (loaded_open(l, &arena, path, &error))
        return false;
    const kh_value *values =
        params_read(&arena, &l->schema, d->params[0].group, d->id, &found);
    if (!values || l->table.open(host, values, &inst, &error))
        return false;
    domain = l->table.domain;
    kh_status rc = l->table.describe ? l->table.describe(inst, &domain, &error) : KH_OK;
    *out = l->schema;
    if (!rc)
        rc = schema_domain(&out->domain, &arena, domain, &error);
    l->table.close(inst);
    return !rc;
}

static void test_shipped(void)
{
    const struct conf *c =
        conf_load(&arena, TEST_SOURCE "/conf/kaohe.cfg", NULL, 0, &found);
    check_text(findings_text(&found), "", 0);
    if (!c || found.errors)
        return;
    const struct orgs *orgs =
        orgs_read(&arena, c->orgs, civil_day(2011, 4, 1), civil_day(2011, 5, 1), &found);
    for (uint32_t i = 0; i < c->n_domains; i++) {
        const struct conf_domain *d = &c->domains[i];
        struct schema schema = { 0 };
        struct worker_order order = { 0 };
        if (!describe(d, &schema)) {
            fprintf(stderr, "%s: %s\n", d->id, error.text);
            CU_FAIL("a plugin does not describe itself");
            continue;
        }
        const struct scheme_set *s = scheme_read(&arena, c, d, &schema, orgs, &found);
        if (s) {
            score_boards_check(c, d, s, orgs, &found);
            proof_domain(s, &found);
            check_true(!scheme_variants(&arena, s, 2011 * 12 + 3, &order, &error), i);
            check_true(order.n_variants >= 1, i);
        }
        check_text(findings_text(&found), "", i);
    }
    check_true(c->n_domains >= 3, 0);
    findings_end(&found);
    arena_end(&arena);
}

static const struct unit_case cases[] = {
    { "the shipped schemes fit their plugins", test_shipped },
};
UNIT_MAIN("shipped", cases)
