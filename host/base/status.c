/* SPDX-License-Identifier: Apache-2.0 */
/* status.c - see status.h. */
#include "base/status.h"

#include <errno.h>
#include <stdlib.h>

int status_exit(kh_status code)
{
    switch (code) {
    case KH_OK:
        return EXIT_COMPLETE;
    case ST_USAGE:
        return EXIT_USAGE;
    case KH_ECONFIG:
        return EXIT_CONFIG;
    case ST_INPUT:
    case KH_EDATA:
        return EXIT_INPUT;
    case ST_AGAIN:
    case KH_ECANCEL:
        return EXIT_AGAIN;
    default:
        return EXIT_INTERNAL;
    }
}

/* A cut inside a UTF-8 sequence would make the whole sentence unprintable. */
static void drop_half_sequence(char *s)
{
    size_t n = strlen(s), k = n;
    while (k && ((unsigned char)s[k - 1] & 0xC0) == 0x80)
        k--;
    if (!k || (unsigned char)s[k - 1] < 0xC0)
        return;
    unsigned char lead = (unsigned char)s[k - 1];
    size_t whole = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (n - (k - 1) < whole)
        s[k - 1] = 0;
}

kh_status fail_errno(kh_err *e, kh_status code, const char *fmt, ...)
{
    int saved = errno; /* formatting may change it */
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(e->text, sizeof e->text, fmt, ap);
    va_end(ap);
    e->code = code;
    size_t at = n < 0 ? 0 : (size_t)n;
    if (at < sizeof e->text) {
        char why[128];
        snprintf(e->text + at, sizeof e->text - at, ": %s",
                 strerror_r(saved, why, sizeof why));
    }
    drop_half_sequence(e->text);
    errno = saved;
    return code;
}

static void count(struct findings *f, enum finding_kind kind)
{
    f->errors += kind == FINDING_ERROR;
    f->warnings += kind == FINDING_WARNING;
}

/* Takes `text` over; NULL stands for a sentence that memory refused. */
static void append(struct findings *f, enum finding_kind kind, kh_status code, char *text)
{
    count(f, kind);
    if (f->len >= FINDINGS_MAX || !text) {
        f->errors += !text && kind != FINDING_ERROR;
        free(text);
        return;
    }
    if (f->len == f->cap) {
        uint32_t cap = f->cap ? f->cap * 2 : 16;
        struct finding *at = realloc(f->at, cap * sizeof *at);
        if (!at) {
            f->errors += kind != FINDING_ERROR;
            free(text);
            return;
        }
        f->at = at;
        f->cap = cap;
    }
    f->at[f->len++] = (struct finding){ .kind = kind, .code = code, .text = text };
}

void findings_add(struct findings *f, enum finding_kind kind, kh_status code,
                  const char *file, uint32_t line, uint32_t column, const char *fmt, ...)
{
    char *what = NULL, *text = NULL;
    va_list ap;
    va_start(ap, fmt);
    int n = vasprintf(&what, fmt, ap);
    va_end(ap);
    if (n < 0) {
        append(f, kind, code, NULL);
        return;
    }
    if (!file)
        n = asprintf(&text, "%s", what);
    else if (!line)
        n = asprintf(&text, "%s: %s", file, what);
    else if (!column)
        n = asprintf(&text, "%s:%u: %s", file, line, what);
    else
        n = asprintf(&text, "%s:%u:%u: %s", file, line, column, what);
    free(what);
    append(f, kind, code, n < 0 ? NULL : text);
}

static bool is_told(const struct findings *f, const struct finding *x)
{
    for (uint32_t i = 0; i < f->len; i++)
        if (f->at[i].kind == x->kind && !strcmp(f->at[i].text, x->text))
            return true;
    return false;
}

void findings_merge(struct findings *into, struct findings *from)
{
    uint32_t errors = from->errors, warnings = from->warnings;
    for (uint32_t i = 0; i < from->len; i++) {
        struct finding *x = &from->at[i];
        errors -= x->kind == FINDING_ERROR;
        warnings -= x->kind == FINDING_WARNING;
        if (is_told(into, x))
            continue;
        append(into, x->kind, x->code, x->text);
        x->text = NULL;
    }
    into->errors += errors; /* those that were counted only */
    into->warnings += warnings;
    findings_end(from);
}

void findings_end(struct findings *f)
{
    for (uint32_t i = 0; i < f->len; i++)
        free(f->at[i].text);
    free(f->at);
    *f = (struct findings){ 0 };
}
