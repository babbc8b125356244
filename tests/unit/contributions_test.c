/* SPDX-License-Identifier: Apache-2.0 */
/* contributions_test.c - on random schemes and inputs: contributions add up to the total,
 * exactly and as printed, and the order of results changes nothing. */
#include "score_kit.h"

enum { SCHEMES = 400, SUBJECTS = 12, INDICATORS = 12 };

static struct kit kit;

/* A linear congruential generator: the same schemes on every machine. */
static uint64_t state;
static uint32_t draw(uint32_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

static char text[1 << 16];
static size_t len;
KH_PRINTF(1, 2) static void put(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    len += (size_t)vsnprintf(text + len, sizeof text - len, fmt, ap);
    va_end(ap);
}

/* ---- Schemes ------------------------------------------------------------------ */

enum { PLAIN_RULES = 14, FREE_INDICATORS = 2 };

/* The later ones name indicators, none of them among the first FREE_INDICATORS. */
static const char *const rules[] = {
    "kind = \"value\";",
    "kind = \"each\"; deduct = 0.7; cap = 9;",
    "kind = \"unit\"; beyond = 13; side = \"above\"; unit = 3; each = 1.1; steps = "
    "\"exact\";",
    "kind = \"unit\"; beyond = 50; side = \"below\"; unit = 7; each = 2; steps = "
    "\"ceil\";",
    "kind = \"tier\"; steps = ( { below = 10; points = 0; }, { upto = 40; points = 3; "
    "}, { "
    "points = 7.3; } );",
    "kind = \"occ\";",
    "kind = \"share\";",
    "kind = \"linear\"; per = 37;",
    "kind = \"pwl\"; at = ( (3, 0), (10, 0.3), (70, 1.1) );",
    "kind = \"pwl\"; at = ( (90, 0), (33, 0.8), (7, 1) );",
    "kind = \"rank\"; max = 5; min = 1; ties = \"mean\";",
    "kind = \"rank\"; max = 9; within = 5;",
    "kind = \"zscore\";",
    "kind = \"zscore\"; variance = \"sample\"; clamp = ( 30, 70 );",
    "kind = \"ramp\"; direction = \"rising\"; from = \"i3\"; to = \"i9\"; low = 1; "
    "high = "
    "7; above = 9; inside = { add = 0.5; digits = 0; max = 6; }; equal = 3; reversed = "
    "\"to_first\";",
    "kind = \"pwl\"; direction = \"falling\"; at = ( (90, 0), (\"i2\", 0.5), (\"i6\", "
    "1) ); "
    "equal = \"na\"; reversed = \"from_first\";",
    "kind = \"linear\"; per = \"i7\"; equal = 0; reversed = 0;",
};

static void put_leaf_of(uint32_t id, const char *key, uint32_t weight)
{
    static const char *const zeros[] = { "", "zero = \"full\";", "zero = \"zero\";" };
    uint32_t rule = draw(weight ? COUNT(rules) : 6);
    put("{ id = \"n%u\"; indicator = \"i%u\"; %s", id,
        draw(rule < PLAIN_RULES ? INDICATORS : FREE_INDICATORS), zeros[draw(3)]);
    if (weight)
        put(" %s = %u.%u;", key, weight / 10, weight % 10);
    if (weight && *key == 'w' && !draw(3))
        put(" full = %u;", 1 + draw(100));
    if (!draw(8))
        put(" min_samples = 1; thin = \"na\";");
    if (weight && !draw(4))
        put(" round = true; digits = %u;", draw(3));
    put(" points = { %s }; }", rules[rule]);
}

static void put_leaf(uint32_t id, uint32_t weight)
{
    put_leaf_of(id, "weight", weight);
}

static void put_extra(uint32_t *id)
{
    put(", { id = \"n%u\"; kind = \"%s\";", ++*id, draw(3) ? "deductions" : "bonus");
    if (draw(2))
        put(" cap = %u;", 1 + draw(12));
    put(" nodes = ( ");
    for (uint32_t i = 0, n = 1 + draw(3); i < n; i++) {
        put("%s", i ? ", " : "");
        put_leaf(++*id, 0);
    }
    put(" ); }");
}

/* The nodes of a group of any other kind: each with a full of its own. */
static void put_folded(uint32_t depth, uint32_t *id)
{
    static const char *const kinds[] = { "best", "worst", "sum", "mean", "all" };
    uint32_t n = 1 + draw(3), kind = draw(COUNT(kinds));
    put(" kind = \"%s\";", kinds[kind]);
    if (kind == 4)
        put(" pass = 0.%u;", 1 + draw(9));
    if (!draw(3))
        put(" min_children = %u;", 1 + draw(n));
    put(" nodes = ( ");
    for (uint32_t i = 0; i < n; i++) {
        put("%s", i ? ", " : "");
        if (depth < 3 && !draw(3)) {
            put("{ id = \"n%u\"; full = %u;", ++*id, 1 + draw(50));
            if (draw(2))
                put(" floor = 0;");
            put_folded(depth + 1, id);
            put(" }");
        } else
            put_leaf_of(++*id, "full", 10 + draw(400));
    }
    if (!draw(3))
        put_extra(id);
    put(" );");
}

/* Children that share `weight` tenths of a point. */
static void put_nodes(uint32_t weight, uint32_t depth, uint32_t *id)
{
    uint32_t n = 1 + draw(4);
    put(" nodes = ( ");
    for (uint32_t i = 0; i < n; i++) {
        uint32_t own = i + 1 == n ? weight : weight > n ? 1 + draw(weight - n + i) : 1;
        own = own < weight ? own : weight;
        if (i + 1 < n && own == weight)
            own = weight > 1 ? weight - 1 : weight;
        weight -= own;
        put("%s", i ? ", " : "");
        if (depth < 3 && own > 8 && !draw(2)) {
            put("{ id = \"n%u\"; weight = %u.%u;", ++*id, own / 10, own % 10);
            if (draw(2))
                put(" floor = 0;");
            if (!draw(3))
                put(" cap = %u;", 1 + own / 20);
            if (!draw(4))
                put(" round = true; digits = 1;");
            if (draw(2))
                put_folded(depth + 1, id);
            else
                put_nodes(own, depth + 1, id);
            put(" }");
        } else
            put_leaf(++*id, own);
        if (!weight)
            break;
    }
    if (!draw(2))
        put_extra(id);
    put(" );");
}

static const char *make_scheme(void)
{
    static const char *const roundings[] = { "half_up", "half_even", "truncate" };
    const char *by = draw(5) ? "mean" : "sum";
    uint32_t id = 0;
    len = 0;
    put("subject = ( \"c\", \"p\" ); levels = ( { id = \"p\"; of = ( \"c\", \"p\" ); },\n"
        " { id = \"c\"; of = \"c\"; from = \"p\"; by = \"%s\"; %s } );\n",
        by, draw(2) && *by == 'm' ? "weight = \"i0\";" : "");
    put("vetoes = ( { id = \"V\"; indicator = \"i1\"; above = 95; actions = ( { %s } ); } "
        ");\n",
        draw(2)   ? "total = 3;"
        : draw(2) ? "node = \"n1\"; score = 0;"
                  : "node = \"n1\"; minus = 0.1; each = true;");
    put("scheme = ( { from = \"2011-01\"; digits = %u; rounding = \"%s\"; %s", draw(4),
        roundings[draw(3)], draw(3) ? "" : "round = true;");
    if (!draw(3))
        put(" cap = 130;");
    put_nodes(1000, 0, &id);
    put(" } );");
    return text;
}

/* ---- Results -------------------------------------------------------------------- */

static const char measures[] = "i0 dec2 up\ni1 dec2 up\ni2 dec2\ni3 dec2 up\ni4 ratio "
                               "up\ni5 ratio\ni6 i64\ni7 i64 up\n"
                               "i8 f64\ni9 dec2 up\ni10 dec2\ni11 dec2 up\n";

static void put_value(uint32_t i)
{
    if (i == 4 || i == 5)
        put("%u/%u", draw(90), draw(12) ? 1 + draw(130) : 0);
    else if (i == 6 || i == 7)
        put("%u", draw(100));
    else
        put("%u.%02u", draw(100), draw(100));
}

static const char *make_results(void)
{
    len = 0;
    for (uint32_t s = 0; s < SUBJECTS; s++)
        for (uint32_t i = 0; i < INDICATORS; i++) {
            uint32_t dice = draw(20);
            if (dice == 0)
                continue;
            put("c%u/p%u i%u ", s / 4, s, i);
            if (dice < 3)
                put("none");
            else if (dice == 3)
                put("missing");
            else
                put_value(i);
            if (dice == 4) {
                put(" upheld ");
                put_value(i);
            }
            if (dice == 5)
                put(" flags 2");
            put("\n");
        }
    return text;
}

/* ---- The properties --------------------------------------------------------------- */

/* One line of text per row, to compare two runs. */
static uint64_t digest(void)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < kit.out.n_rows; i++) {
        const struct scored_row *r = &kit.out.rows[i];
        const char *cells[] = { r->subject,       r->node,           r->state,
                                r->flags,         r->score.x,        r->score.p,
                                r->value.x,       r->contribution.x, r->contribution.p,
                                r->weight_used.x, r->weight_used.p };
        for (size_t k = 0; k < COUNT(cells); k++) {
            const char *cell = cells[k] ? cells[k] : "(none)";
            h = h * 31 + hash64(cell, strlen(cell));
        }
    }
    return h;
}

/* The same results with their lines in another order. */
static const char *shuffle(const char *lines)
{
    static char shuffled[1 << 16];
    const char *at[SUBJECTS * INDICATORS];
    uint32_t n = 0;
    for (const char *s = lines; *s; s = strchr(s, '\n') + 1)
        at[n++] = s;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = draw(i);
        const char *swap = at[k];
        at[k] = at[i - 1];
        at[i - 1] = swap;
    }
    size_t to = 0;
    for (uint32_t i = 0; i < n; i++) {
        size_t line = (size_t)(strchr(at[i], '\n') - at[i]) + 1;
        memcpy(shuffled + to, at[i], line);
        to += line;
    }
    shuffled[to] = 0;
    return shuffled;
}

static void test_contributions_add_up(void)
{
    static char scheme[1 << 16], results[1 << 16];
    uint32_t totals = 0, adjustments = 0;
    state = 20110430;
    for (size_t i = 0; i < SCHEMES; i++) {
        snprintf(scheme, sizeof scheme, "%s", make_scheme());
        snprintf(results, sizeof results, "%s", make_results());
        if (!kit_run(&kit, scheme, measures, results)) {
            fprintf(stderr, "%s\n", scheme);
            CU_FAIL("a random scheme is refused");
            return;
        }
        check_text(kit_unsound(&kit), NULL, i);
        uint64_t before = digest();
        for (uint32_t k = 0; k < kit.out.n_rows; k++) {
            totals += !strcmp(kit.out.rows[k].node, "total") && kit.out.rows[k].score.x;
            adjustments += strchr(kit.out.rows[k].node, '~') != NULL;
        }
        kit_results(&kit, shuffle(results));
        check_true(kit_score(&kit), i);
        check_true(digest() == before, i);
    }
    /* The generator reaches what it is for. */
    check_true(totals > SCHEMES * SUBJECTS / 2, 0);
    check_true(adjustments > SCHEMES, 1);
    kit_end(&kit);
}

/* Refused memory anywhere is a status and a sentence, and leaves nothing behind. */
static void test_refused_memory(void)
{
    static char scheme[1 << 16], results[1 << 16];
    uint32_t refused = 0;
    state = 7;
    snprintf(scheme, sizeof scheme, "%s", make_scheme());
    snprintf(results, sizeof results, "%s", make_results());
    check_true(kit_run(&kit, scheme, measures, results), 0);
    struct score_input in = { kit.conf,   kit.domain, &kit.schema,
                              kit.scheme, &kit.order, &kit.m,
                              kit.orgs,   kit.month,  kit.conf->rounding };
    for (size_t limit = 64; limit < 4 << 20; limit += limit / 8) {
        struct arena a;
        struct scored_domain out;
        kh_err e = { 0 };
        arena_init(&a, limit);
        kh_status rc = score_domain(&a, &in, &out, &e);
        check_true(!rc || (rc == KH_ENOMEM && *e.text), limit);
        refused += rc != KH_OK;
        arena_end(&a);
    }
    check_true(refused > 10, 0);
    for (size_t limit = 64; limit < 4 << 20; limit += limit / 8) {
        struct arena a;
        struct findings f = { 0 };
        arena_init(&a, limit);
        const struct scheme_set *set =
            scheme_read(&a, kit.conf, kit.domain, &kit.schema, NULL, &f);
        check_true(set || f.errors, limit);
        findings_end(&f);
        arena_end(&a);
    }
    kit_end(&kit);
}

static const struct unit_case cases[] = {
    { "contributions add up on random schemes, whatever the order",
      test_contributions_add_up },
    { "refused memory is a status and a sentence", test_refused_memory },
};
UNIT_MAIN("contributions", cases)
