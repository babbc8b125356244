/* SPDX-License-Identifier: Apache-2.0 */
/* sound.c - see sound.h. */
#include "worker/sound.h"
#include "base/lang.h"

#include <math.h>

enum { SOUND_RULE_MAX = 63 };

/* Sums of doubles in another order differ in the last digits. */
static const double REAL_TOLERANCE = 1e-9;

const char *sound_result(const kh_domain *d, uint32_t subjects,
                         const struct measured_result *r)
{
    if (r->indicator >= d->indicators.count)
        return N_("an unknown indicator");
    if (r->subject >= subjects)
        return N_("an unknown subject");
    if (r->outcome < KH_SCORED || r->outcome > KH_NOT_APPLICABLE)
        return N_("an unknown outcome");
    if (r->flags & ~(uint32_t)(KH_PROVISIONAL | KH_FALSIFIED))
        return N_("an unknown flag");
    if (r->samples < 0)
        return N_("a negative number of samples");
    const kh_indicator *in = schema_indicator(d, r->indicator);
    bool is_scored = r->outcome == KH_SCORED;
    if (in->flags & KH_RATIO) {
        if (is_scored && r->denominator <= 0)
            return N_("a ratio whose denominator is not above 0");
        if (is_scored && r->flags & KH_PROVISIONAL && r->upheld_denominator < 0)
            return N_("a ratio whose denominator is not above 0");
    }
    if (!isfinite(r->real) || !isfinite(r->upheld_real))
        return N_("a value that is no number");
    return NULL;
}

static bool is_rule_char(char c, bool first)
{
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool is_other = (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    return is_letter || (!first && is_other);
}

static bool is_rule(const char *s)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++)
        if (!is_rule_char(s[i], !i))
            return false;
    return n && n <= SOUND_RULE_MAX;
}

const char *sound_reason(const kh_domain *d, uint32_t subjects,
                         const struct measured_reason *r)
{
    if (r->indicator >= d->indicators.count)
        return N_("an unknown indicator");
    if (r->subject >= subjects)
        return N_("an unknown subject");
    if (!is_rule(r->rule))
        return N_("a malformed name of a rule");
    if (r->count < 0)
        return N_("a negative count");
    if (!isfinite(r->effect_real))
        return N_("an effect that is no number");
    return NULL;
}

uint32_t sound_twice(const struct measured_result *r, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (!measured_result_order(&r[i - 1], &r[i]))
            return i;
    return n;
}

bool sound_sum(const kh_domain *d, const struct measured_result *r,
               const struct measured_reason *reasons, uint32_t n)
{
    const kh_indicator *in = schema_indicator(d, r->indicator);
    if (!(in->flags & KH_ADDITIVE) || r->outcome != KH_SCORED)
        return true;
    int64_t sum = 0;
    double real = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (kh_add(&sum, reasons[i].effect))
            return false;
        real += reasons[i].effect_real;
    }
    if (in->flags & KH_RATIO)
        return sum == r->numerator;
    if (in->type == KH_F64)
        return fabs(real - r->real) <= REAL_TOLERANCE * fmax(1, fabs(r->real));
    return sum == r->value;
}
