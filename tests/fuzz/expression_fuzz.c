/* SPDX-License-Identifier: Apache-2.0 */
/* expression_fuzz.c - any text to the compiler, what compiles to the evaluators.
 *
 * The first byte chooses rows or measures, the next eight seed the values; the rest is the
 * text.  Beside what sanitizers see, it is checked that nothing leaks, that a condition is
 * 0 or 1, that a fraction is in lowest terms, that the same program gives the same value,
 * and that a refusal names a column. */
#include "declared/expression.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD = 9, KINDS = 12, CASES = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t held;

static void *resize(void *ctx, void *p, size_t n)
{
    size_t *block = p ? (size_t *)p - 2 : NULL;
    (void)ctx;
    held -= block ? *block : 0;
    if (!n) {
        free(block);
        return NULL;
    }
    block = realloc(block, n + 2 * sizeof *block);
    if (!block)
        return NULL;
    *block = n;
    held += n;
    return block + 2;
}
static const kh_host host = { .size = sizeof host, .resize = resize };

static void require(int holds)
{
    if (!holds)
        abort();
}

/* Any name of one letter and more is something: its first letter says what. */
static int find(const void *ctx, const char *set, const char *name, ex_operand *out,
                char *why)
{
    static const char *const labels[] = { "low", "high", NULL };
    static const ex_operand kinds[KINDS] = {
        { EX_NUMBER },
        { EX_NUMBER, .scale = 1 },
        { EX_NUMBER, .scale = 2 },
        { EX_NUMBER, .scale = 9 },
        { EX_NUMBER, .is_fraction = 1 },
        { EX_NUMBER, .may_total = 1 },
        { EX_CONDITION },
        { EX_TIME },
        { EX_DURATION },
        { EX_TEXT },
        { EX_TEXT, .labels = labels },
        { EX_KEY, .space = 1 },
    };
    int over_measures = ctx != NULL; /* which are neither texts nor keys */
    (void)why;
    if ((set && *set != 'r') || (over_measures && (unsigned char)*name % KINDS > 8))
        return 0;
    *out = kinds[(unsigned char)*name % KINDS];
    out->slot = (unsigned char)*name;
    return 1;
}

/* A value for a slot from a seed: small, at the ends of int64, or missing. */
static int64_t number_of(uint64_t seed, uint32_t slot, uint32_t *state)
{
    static const int64_t ends[] = { 0,         1,         -1,
                                    INT64_MAX, INT64_MIN, INT64_C(1301644800000000),
                                    5,         100,       INT64_MAX / 2 };
    uint64_t x =
        (seed ^ slot * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 31;
    *state = x % 5 ? EX_KNOWN : EX_MISSING;
    x /= 5;
    return x % 3 ? ends[x / 3 % (sizeof ends / sizeof *ends)] : (int64_t)(x / 3);
}

static void load(void *ctx, uint32_t slot, ex_value *out)
{
    *out = (ex_value){ 0 };
    out->i = number_of(*(const uint64_t *)ctx, slot, &out->state);
    switch (slot % KINDS) {
    case 6:
        out->i &= 1;
        break;
    case 9:
    case 10:
        out->s = out->i & 1 ? "low" : "high";
        out->len = (uint32_t)strlen(out->s);
        break;
    case 11:
        out->i &= UINT32_MAX;
        break;
    default:
        break;
    }
}

static void load_exact(void *ctx, uint32_t slot, ex_fraction *out)
{
    uint32_t state, other;
    int64_t n = number_of(*(const uint64_t *)ctx, slot, &state);
    int64_t d = number_of(*(const uint64_t *)ctx + 1, slot, &other);
    if (slot % KINDS == 6)
        *out = ex_fraction_of(n & 1, 1);
    else
        *out = ex_fraction_of(n, slot % KINDS == 4 && d > 0 ? d : 1);
    out->state = out->state ? out->state : state;
}

static int is_lowest(int64_t a, int64_t b)
{
    uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a, y = (uint64_t)b;
    while (y) {
        uint64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x == 1;
}

static void run_row(const ex_program *p, uint64_t seed)
{
    const ex_row row = { &seed, load, NULL, seed & 1 ? INT64_MIN : 0,
                         seed & 1 ? INT64_MAX : 30 * KH_DAY };
    ex_value v = ex_run(p, &row), again = ex_run(p, &row);
    require(v.state <= EX_OVERFLOW && v.state == again.state && v.i == again.i);
    require(v.state != EX_OVERFLOW || (v.i > 0 && v.i <= EX_TEXT_MAX));
    require(v.state || p->type != EX_CONDITION || v.i == 0 || v.i == 1);
    require(v.state || p->type != EX_TEXT || !v.len || v.s);
}

static void run_exact(const ex_program *p, uint64_t seed)
{
    const ex_subject s = { &seed, load_exact, load_exact, seed & 1 ? INT64_MIN : 0,
                           seed & 1 ? INT64_MAX : 30 * KH_DAY };
    ex_fraction v = ex_run_exact(p, &s), again = ex_run_exact(p, &s);
    require(v.state <= EX_OVERFLOW && v.state == again.state);
    if (v.state)
        return;
    require(v.num == again.num && v.den == again.den && v.den > 0);
    require(p->type != EX_CONDITION || (v.den == 1 && (v.num == 0 || v.num == 1)));
    require(is_lowest(v.num, v.den));
    require(!ex_compare(v, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ex_program p;
    kh_err e = { 0 };
    uint64_t seed = 0;
    if (size < HEAD)
        return 0;
    const ex_scope scope = { data[0] & 1 ? data : NULL, find, data[0] & 1 };
    for (int i = 1; i < HEAD; i++)
        seed = seed << 8 | data[i];
    char *text = malloc(size - HEAD + 1);
    require(text != NULL);
    memcpy(text, data + HEAD, size - HEAD);
    text[size - HEAD] = 0;
    kh_status rc = ex_compile(&host, text, &scope, &p, &e);
    require(!rc || (rc == KH_ECONFIG && !strncmp(e.text, "column ", 7) && !p.op));
    for (uint64_t i = 0; !rc && i < CASES; i++)
        if (scope.over_measures)
            run_exact(&p, seed + i);
        else
            run_row(&p, seed + i);
    ex_free(&host, &p);
    free(text);
    require(!held);
    return 0;
}
