/* SPDX-License-Identifier: Apache-2.0 */
/* penalty.c - contractor points and penalties.
 *
 *  R1  An event adds its severity's points to its contractor; null adds none.
 *  R2  Each point above `cap` costs `rate`.
 *  R3  The score is 100 less the points, and never below 0.
 *  R4  A contractor without events has no data; it does not score 100. */
#include <kaohe/sdk.h>
#include <kaohe/tally.h>

enum { CONTRACTOR, SEVERITY };   /* columns of `events` */
enum { CAP, RATE, WORTH };       /* parameters; WORTH + k belongs to label k */
enum { POINTS, PENALTY, SCORE }; /* indicators */
enum { UNGRADED = 3, N_SUMS };   /* events counted per contractor: by label, or none */

static const char *const severities[] = { "minor", "major", "critical", NULL };
static const char *const spaces[] = { "contractor" };
static const kh_field columns[] = {
    { "contractor", "Who is charged.", .type = KH_KEY },
    { "severity", "How bad.", KH_ENUM, KH_NULLABLE, .labels = severities },
};
static const kh_dataset datasets[] = {
    { "events", "Site events.", KH_FACT, .columns = KH_LIST(columns) },
};
static const kh_indicator indicators[] = {
    { "points", "points", "Points charged.", KH_I64 },
    { "penalty", "EUR", "Money owed.", KH_DEC, .scale = 2 },
    { "score", "%", "What is left of 100.", KH_I64, KH_HIGHER_IS_BETTER },
};
static const kh_domain domain = { sizeof domain, KH_EXACT, KH_LIST(spaces),
                                  KH_LIST(datasets), KH_LIST(indicators) };
static const kh_field params[] = {
    { "cap", "Points free of charge.", KH_I64, .dflt = "20", .min = "0" },
    { "rate", "Price of a point.", KH_DEC, .scale = 2, .dflt = "150.00", .min = "0" },
    { "minor", "Points of a minor event.", KH_I64, .dflt = "1", .min = "0" },
    { "major", "Points of a major event.", KH_I64, .dflt = "5", .min = "0" },
    { "critical", "Points of a critical event.", KH_I64, .dflt = "20", .min = "0" },
};

static kh_status penalty_open(const kh_host *h, const kh_value *p, void **inst, kh_err *e)
{
    return kh_tally_open(h, p, N_SUMS, inst, e);
}

static kh_status penalty_consume(void *state, const kh_batch *b, kh_err *e)
{
    kh_tally *t = state;
    const kh_col *who = &b->col[CONTRACTOR], *severity = &b->col[SEVERITY];
    kh_status rc = kh_tally_grow(t, b->space_len[0], e);
    for (uint32_t i = 0; !rc && i < b->rows; i++) {
        uint32_t k = kh_has(severity, i) ? kh_enum(severity, i) : UNGRADED;
        t->sum[(size_t)kh_key(who, i) * N_SUMS + k]++;
    }
    return rc;
}

static kh_status penalty_score(const void *state, const kh_emit *out, kh_err *e)
{
    const kh_tally *t = state;
    const kh_value *p = t->inst->param;
    kh_status rc = KH_OK;
    for (uint32_t s = 0; !rc && s < out->space_len[0]; s++) {
        const int64_t *count = kh_tally_of(t, s);
        int64_t events = count[UNGRADED], points = 0, part, money;
        for (uint32_t k = 0; !rc && k < UNGRADED; k++) {
            if (kh_mul(&part, count[k], p[WORTH + k].u.i) || kh_add(&points, part)) /* R1 */
                return kh_fail(e, KH_ERANGE, "points overflow");
            events += count[k];
            if (part)
                rc = kh_reason_i64(out, s, POINTS, severities[k], part, count[k]);
        }
        int64_t over = points > p[CAP].u.i ? points - p[CAP].u.i : 0;
        if (kh_mul(&money, over, p[RATE].u.i)) /* R2 */
            return kh_fail(e, KH_ERANGE, "penalty overflows");
        const int64_t value[] = { points, money, points < 100 ? 100 - points : 0 }; /* R3 */
        const uint32_t how = events ? KH_SCORED : KH_NO_DATA;                       /* R4 */
        for (uint32_t k = POINTS; !rc && k <= SCORE; k++)
            rc = kh_result_i64(out, s, k, how, value[k], events);
    }
    return rc;
}

static const kh_plugin plugin = {
    KH_PLUGIN_HEADER,          KH_TALLY,
    .id = "penalty",           .version = "1.0.0",
    .state_version = 1,        .doc = "Contractor points and penalties.",
    .params = KH_LIST(params), .domain = &domain,
    .open = penalty_open,      .consume = penalty_consume,
    .score = penalty_score
};
KH_PLUGIN(plugin)
