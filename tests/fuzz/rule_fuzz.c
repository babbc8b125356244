/* SPDX-License-Identifier: Apache-2.0 */
/* rule_fuzz.c - any bytes as the configuration of a domain, measured values to its scheme.
 *
 * The first byte chooses: the rest is the text of the domain as it stands, or each byte is
 * a choice of a grammar that makes schemes most of which are accepted.  Beside what
 * sanitizers see it is checked that a refusal says something; that what is accepted is
 * scored; that contributions add up, exactly and as printed; that a total lies within its
 * floor and cap; that `na` has no score and nothing else lacks one; and that the same
 * results in another order give the same rows. */
#include "score/scheme.h"
#include "score_kit.h"

enum { TEXT_BYTES = 1 << 18, RAW_MAX = 1 << 16, DEPTH_MAX = 4, SUBJECTS = 4, RESULTS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libconfig 1.5 loses the text that it read last when a syntax error follows it. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so";
}

static struct {
    const uint8_t *at;
    size_t left;
    char text[TEXT_BYTES];
    size_t len;
    unsigned nodes;
} in;

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

static unsigned pick(unsigned below)
{
    unsigned byte = in.left ? *in.at : 0;
    in.at += in.left != 0;
    in.left -= in.left != 0;
    return byte % below;
}

__attribute__((format(printf, 1, 2))) static void put(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(in.text + in.len, sizeof in.text - in.len, fmt, ap);
    va_end(ap);
    in.len += n > 0 ? (size_t)n : 0;
    if (in.len >= sizeof in.text)
        in.len = sizeof in.text - 1;
}

/* ---- The grammar --------------------------------------------------------- */

#define ONE_OF(list) list[pick(COUNT(list))]
static const char *const numbers[] = { "0",    "1",    "2",           "0.5", "5",      "10",
                                       "20",   "1.65", "33.335",      "99",  "100",    "-1",
                                       "-2.5", "120",  "\"0.00001\"", "-7",  "1000000" };
/* Mostly what is allowed; now and then any number. */
static const char *positive(void)
{
    static const char *const list[] = { "1",    "0.5",    "5",          "20",
                                        "1.65", "33.335", "\"0.00001\"" };
    return pick(40) == 1 ? ONE_OF(numbers) : ONE_OF(list);
}
static const char *const indicators[] = { "a", "b", "i", "r", "p", "f", "s" };
static const char *const modes[] = { "half_up", "half_even", "truncate" };
static const char *const folds[] = { "wsum", "best", "worst", "sum", "mean", "all" };

static void put_operand(void)
{
    if (pick(2))
        put("\"%s\"", ONE_OF(indicators));
    else
        put("%s", ONE_OF(numbers));
}

static void put_steps(const char *key)
{
    put("%s = ( ", key);
    int bound = (int)pick(20) - 5;
    for (unsigned n = pick(4); n; n--, bound += 1 + (int)pick(30))
        put("{ %s = %d.%u; %s = %s; }, ", pick(2) ? "below" : "upto", bound, pick(10),
            pick(2) ? "y" : "points", positive());
    put("{ points = %u; } ); ", pick(30));
}

/* What breakpoints of indicators give that are equal or reversed. */
static void put_gap(void)
{
    static const char *const gaps[] = { "0", "5", "\"na\"", "\"from_first\"",
                                        "\"to_first\"" };
    put("direction = \"%s\"; equal = %s; reversed = %s; ", pick(2) ? "rising" : "falling",
        ONE_OF(gaps), ONE_OF(gaps));
}

static void put_line(void)
{
    int x = (int)pick(40) - 20, step = pick(2) ? 1 : -1;
    put("at = ( ");
    if (pick(4) == 0) {
        put("(\"%s\", 0), (\"%s\", 1) ); ", ONE_OF(indicators), ONE_OF(indicators));
        put_gap();
        return;
    }
    for (unsigned n = 2 + pick(4); n; n--, x += step * (1 + (int)pick(20)))
        put("(%d, 0.%u)%s", x, pick(100), n > 1 ? ", " : " ); ");
}

static void put_ramp(void)
{
    int from = (int)pick(60) - 20;
    bool named = pick(2);
    if (named)
        put("from = \"%s\"; ", ONE_OF(indicators));
    else
        put("from = %d; ", from);
    if (named && pick(2))
        put("to = \"%s\"; ", ONE_OF(indicators));
    else
        put("to = %d; ", from + 1 + (int)pick(40));
    put("low = %u; high = %u; ", pick(10), pick(30));
    if (pick(2))
        put("inside = { digits = %u; mode = \"%s\"; min = %u; }; ", pick(4), ONE_OF(modes),
            pick(5));
    if (pick(3) == 0)
        put("at_from = \"below\"; at_to = \"inside\"; ");
    if (named)
        put_gap();
}

static void put_cohort(const char *kind)
{
    if (!strcmp(kind, "zscore")) {
        if (pick(2))
            put("variance = \"sample\"; clamp = ( 20, 80 ); ");
    } else {
        put("ties = \"%s\"; ", pick(2) ? "mean" : "dense");
        if (pick(3) == 0)
            put_steps("bands");
        else if (pick(2))
            put("max = %u; min = %u; ", 10 + pick(20), pick(10));
        if (pick(4) == 0)
            put("within = %s; ", positive());
    }
    if (pick(3) == 0)
        put("group = \"g\"; ");
    if (pick(4) == 0)
        put("exempt = { g = \"y\"; }; ");
}

static void put_points(const char *kind)
{
    put("points = { kind = \"%s\"; ", kind);
    if (!strcmp(kind, "pwl"))
        put_line();
    if (!strcmp(kind, "linear"))
        put("per = %s; ", positive());
    if (!strcmp(kind, "tier"))
        put_steps("steps");
    if (!strcmp(kind, "unit"))
        put("beyond = %s; side = \"%s\"; unit = %u; each = %u; steps = \"%s\"; ",
            ONE_OF(numbers), pick(2) ? "above" : "below", 1 + pick(9), pick(9),
            pick(2) ? "ceil" : "exact");
    if (!strcmp(kind, "each"))
        put("deduct = %s; ", positive());
    if (!strcmp(kind, "ramp"))
        put_ramp();
    if (!strcmp(kind, "rank") || !strcmp(kind, "zscore"))
        put_cohort(kind);
    if (!strcmp(kind, "audit")) {
        put("reported = \"%s\"; audited = \"%s\"; ", ONE_OF(indicators),
            ONE_OF(indicators));
        put_steps("steps");
    }
    put("}; ");
}

static void put_measure(void)
{
    static const char *const hows[] = { "abs", "rel", "attainment" };
    if (pick(3) == 0) {
        put("of = { kind = \"lead\"; against = ( \"%s\", \"%s\" ); ref = \"%s\"; }; ",
            ONE_OF(indicators), ONE_OF(indicators), pick(2) ? "best" : "mean");
        return;
    }
    const char *how = ONE_OF(hows);
    put("of = { kind = \"delta\"; how = \"%s\"; base = ", how);
    put_operand();
    if (!strcmp(how, "attainment")) {
        put("; target = ");
        put_operand();
    }
    put("; }; ");
}

static void put_leaf(void)
{
    static const char *const kinds[] = { "pwl",  "share", "linear", "value",
                                         "tier", "unit",  "each",   "occ",
                                         "rank", "audit", "ramp",   "zscore" };
    static const char *const zeros[] = { "na", "full", "zero" };
    const char *kind = ONE_OF(kinds);
    if (strcmp(kind, "audit") != 0) {
        put("indicator = \"%s\"; ", ONE_OF(indicators));
        if (pick(4) == 0)
            put_measure();
    }
    put_points(kind);
    if (pick(3) == 0)
        put("zero = \"%s\"; ", ONE_OF(zeros));
    if (pick(8) == 0)
        put("min_samples = %u; ", 1 + pick(20));
}

static unsigned put_nodes(const char *up, unsigned depth);

/* `floor`, `cap`, rounding: of groups and of the total. */
static void put_bounds(unsigned full)
{
    if (pick(3) == 0)
        put("floor = %s; ", pick(2) ? "0" : "-5");
    if (pick(3) == 0)
        put("cap = %u.5; ", full + pick(9));
    if (pick(3) == 0)
        put("round = true; rounding = \"%s\"; ", ONE_OF(modes));
    if (pick(4) == 0)
        put("digits = %u; ", pick(4));
}

static void put_group(const char *up, unsigned depth)
{
    static const char *const amounts[] = { "deductions", "bonus" };
    bool in_scored = strcmp(up, "deductions") != 0 && strcmp(up, "bonus") != 0;
    const char *kind = !in_scored ? up : pick(4) == 0 ? ONE_OF(amounts) : ONE_OF(folds);
    bool scored = strcmp(kind, "deductions") != 0 && strcmp(kind, "bonus") != 0;
    if (scored && !strcmp(up, "wsum"))
        put("weight = %u; ", 1 + pick(20));
    put("kind = \"%s\"; nodes = ( ", kind);
    unsigned full = put_nodes(kind, depth + 1);
    put(" ); ");
    if (!scored) {
        if (pick(2))
            put("cap = %u; ", 1 + pick(20));
        return;
    }
    if (strcmp(kind, "wsum") != 0)
        full = 1 + pick(30);
    put("full = %u; ", full);
    if (pick(6) == 0)
        put("min_children = %u; ", 1 + pick(3));
    put_bounds(full);
}

/* The sum of the weights. */
static unsigned put_nodes(const char *up, unsigned depth)
{
    unsigned sum = 0;
    bool wsum = !strcmp(up, "wsum");
    for (unsigned i = 0, n = 1 + pick(4); i < n; i++) {
        put("%s{ id = \"n%u\"; ", i ? ", " : "", in.nodes++);
        size_t head = in.len;
        if (i && depth < DEPTH_MAX && pick(3) == 0) {
            put_group(up, depth);
            const char *at = wsum ? strstr(in.text + head, "weight = ") : NULL;
            if (at == in.text + head)
                sum += (unsigned)strtoul(at + 9, NULL, 10);
        } else {
            unsigned weight = 1 + pick(20);
            sum += weight;
            put("%s = %u; ", wsum ? "weight" : "full", weight);
            put_leaf();
        }
        put("}");
    }
    return sum;
}

static void put_version(unsigned i)
{
    static const char *const from[] = { "2011-01", "2010-01", "2011-09" };
    const char *kind = pick(3) ? "wsum" : ONE_OF(folds);
    put("%s{ id = \"v%u\"; from = \"%s\"; kind = \"%s\"; ", i ? ", " : "", i, from[i % 3],
        kind);
    if (pick(4) == 0)
        put("for = { g = \"x\"; }; ");
    put("nodes = ( ");
    unsigned full = put_nodes(kind, 0);
    put(" ); full = %u; ", strcmp(kind, "wsum") ? 100 : full);
    put_bounds(strcmp(kind, "wsum") ? 100 : full);
    put("}");
}

static void put_vetoes(void)
{
    if (pick(3))
        return;
    put("vetoes = ( { id = \"V\"; indicator = \"%s\"; %s = %s; level = \"u\"; actions = ( ",
        ONE_OF(indicators), pick(2) ? "above" : "below", ONE_OF(numbers));
    if (pick(2))
        put("{ total = %u; }, ", pick(60));
    put("{ node = \"n0\"; score = %u; } ); } );\n", pick(9));
}

static void put_domain(void)
{
    static const char *const bys[] = { "mean", "sum", "merge" };
    put("subject = ( \"g\", \"u\" ); levels = ( { id = \"u\"; of = ( \"g\", \"u\" ); }");
    if (pick(2))
        put(", { id = \"g\"; of = ( \"g\" ); from = \"u\"; by = \"%s\"; }", ONE_OF(bys));
    put(" );\n");
    put_vetoes();
    if (pick(4) == 0)
        put("plates = { green = 85; yellow = 70; };\n");
    put("scheme = ( ");
    for (unsigned i = 0, n = 1 + (pick(4) == 0); i < n; i++)
        put_version(i);
    put(" );\n");
}

/* ---- Results ------------------------------------------------------------- */

static const char measures[] =
    "a dec2 up\nb dec2\ni i64\nr ratio up\np per\nf f64 up\ns dec2 up sum\n";
static struct {
    char line[RESULTS][160];
    unsigned n;
    char text[RESULTS * 160];
} results;

static const char *value_of(char kind)
{
    static const char *const decimals[] = {
        "0",  "1",   "-1",    "0.5", "1.65", "33.33",
        "99", "100", "99.99", "12",  "50",   "92233720368547758.07"
    };
    static const char *const whole[] = { "0",  "1",   "2",  "3",
                                         "12", "100", "-4", "9223372036854775807" };
    static const char *const ratios[] = {
        "0/0", "0/7", "3/4", "7/3", "1/9223372036854775807", "9223372036854775807/1"
    };
    static const char *const reals[] = { "0", "0.5", "-3.125", "99.875", "1000000" };
    static const char *const states[] = { "none", "missing", "n/a" };
    if (pick(5) == 0)
        return ONE_OF(states);
    return kind == 'i'          ? ONE_OF(whole)
           : kind == 'f'        ? ONE_OF(reals)
           : strchr("rp", kind) ? ONE_OF(ratios)
                                : ONE_OF(decimals);
}

static void make_results(void)
{
    static const char *const subjects[SUBJECTS] = { "x/1", "x/2", "y/1", "x" };
    results.n = 0;
    for (unsigned s = 0; s < SUBJECTS; s++)
        for (unsigned k = 0; k < COUNT(indicators); k++) {
            char *line = results.line[results.n];
            if (pick(12) == 1)
                continue;
            const char *value = value_of(*indicators[k]);
            int n = snprintf(line, sizeof results.line[0], "%s %s %s samples %u",
                             subjects[s], indicators[k], value, pick(30));
            if (s == 3)
                n += snprintf(line + n, sizeof results.line[0] - (size_t)n, " level 1");
            const char *then = pick(6) == 1 ? value_of(*indicators[k]) : "none";
            bool both = strspn(value, "-0123456789") && strspn(then, "-0123456789");
            if (both)
                snprintf(line + n, sizeof results.line[0] - (size_t)n, " upheld %s", then);
            else if (pick(9) == 1)
                snprintf(line + n, sizeof results.line[0] - (size_t)n, " flags 2");
            results.n++;
        }
}

static const char *results_text(bool backwards)
{
    size_t n = 0;
    results.text[0] = 0;
    for (unsigned i = 0; i < results.n; i++)
        n += (size_t)snprintf(results.text + n, sizeof results.text - n, "%s\n",
                              results.line[backwards ? results.n - 1 - i : i]);
    return results.text;
}

/* ---- What must hold ------------------------------------------------------ */

static void check_bounds(const struct kit *k, const struct scored_row *r)
{
    const struct version *v = k->scheme->versions;
    bool within = strstr(r->flags, "vetoed:");
    mpq_t score;
    mpq_init(score);
    require(num_parse_fraction(score, r->score.x), "a score is a fraction");
    for (uint32_t i = 0; i < k->scheme->n_versions; i++)
        within = within || v[i].nodes[0].round ||
                 (mpq_cmp(score, v[i].nodes[0].floor) >= 0 &&
                  mpq_cmp(score, v[i].nodes[0].cap) <= 0);
    require(within, "a total lies within floor and cap");
    mpq_clear(score);
}

static void check_rows(const struct kit *k)
{
    for (uint32_t i = 0; i < k->out.n_rows; i++) {
        const struct scored_row *r = &k->out.rows[i];
        bool is_na = !strcmp(r->state, STATE_NA);
        if (strcmp(r->kind, "adjustment") != 0)
            require(is_na == !r->score.x, "na, and nothing else, has no score");
        require(!is_na || !r->value.x, "na has no value");
        require(!r->score.x == !r->score.p, "what is exact is printed");
        if (!strcmp(r->node, "total") && !is_na && !strcmp(r->level, "u"))
            check_bounds(k, r);
    }
    require(!kit_unsound(k), "contributions add up to the total");
}

static uint64_t add(uint64_t sum, const char *s)
{
    for (s = s ? s : "-"; *s; s++)
        sum = (sum ^ (unsigned char)*s) * 1099511628211u;
    return (sum ^ 10) * 1099511628211u;
}

static uint64_t sum_of(const struct kit *k)
{
    uint64_t sum = k->out.n_rows;
    for (uint32_t i = 0; i < k->out.n_rows; i++) {
        const struct scored_row *r = &k->out.rows[i];
        const char *cells[] = { r->subject,      r->node,           r->state,
                                r->flags,        r->score.x,        r->score.p,
                                r->value.x,      r->contribution.x, r->contribution.p,
                                r->weight_used.x };
        for (size_t c = 0; c < COUNT(cells); c++)
            sum = add(sum, cells[c]);
    }
    return sum;
}

static uint64_t run_once(struct kit *k, bool backwards)
{
    kit_load(k, NULL, NULL, in.text);
    kit_measures(k, measures);
    if (!kit_scheme(k)) {
        require(k->f.errors || *k->e.text, "a refusal says something");
        return 0;
    }
    kit_results(k, results_text(backwards));
    require(kit_score(k), "what is accepted is scored");
    check_rows(k);
    return sum_of(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kit kit;
    in.at = data;
    in.left = size;
    in.len = in.nodes = 0;
    in.text[0] = 0;
    if (pick(4) == 0) {
        size_t n = in.left < RAW_MAX ? in.left : RAW_MAX;
        memcpy(in.text, in.at, n);
        in.text[n] = 0;
        if (strchr(in.text, '@')) /* files elsewhere are none of its business */
            return 0;
    } else {
        put_domain();
    }
    make_results();
    uint64_t sum = run_once(&kit, false);
    require(run_once(&kit, true) == sum, "the order of results changes nothing");
    kit_end(&kit);
    return 0;
}
