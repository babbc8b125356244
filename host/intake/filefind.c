/* SPDX-License-Identifier: Apache-2.0 */
/* filefind.c - see filefind.h.
 *
 * A pattern is expanded month by month; what still has a wildcard goes to glob(3), and each
 * path that comes back is matched once more here, to learn its parts. */
#include "intake/filefind.h"
#include "base/lang.h"
#include "base/path.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { PATTERN_MAX = 4096 };

struct finding_files {
    struct found_files *out;
    struct arena *a;
    const struct filefind_spec *spec;
    const struct conf_input *in;
    const struct span_months *months;
    struct findings *f;
    struct file_months now; /* months of the pattern at hand */
    size_t folder; /* bytes of the pattern that are the folder: no wildcards in it */
    bool no_memory;
};

static kh_status no_memory(kh_err *e)
{
    return kh_fail(e, KH_ENOMEM, "no memory for the list of files");
}

/* Bytes in front of a pattern that are the folder of data, or of the file that binds it. */
static size_t folder_of(const struct conf_input *in, const char *data, const char *pattern)
{
    const char *file = in->tree ? in->tree->file : NULL;
    size_t n = data ? strlen(data) : 0;
    if (n && !strncmp(data, pattern, n) && (data[n - 1] == '/' || pattern[n] == '/'))
        return n + (data[n - 1] != '/');
    n = file ? (size_t)(path_name(file) - file) : 0;
    return n && !strncmp(file, pattern, n) ? n : 0;
}

/* Does "{word}" stand at p? */
static bool is_brace(const char *p, const char *word)
{
    size_t n = strlen(word);
    return p[0] == '{' && !strncmp(p + 1, word, n) && p[n + 1] == '}';
}

/* The pattern of one month; month < 0 leaves {YYYY} and {MM} as they are. */
static char *month_pattern(struct finding_files *x, const char *pattern, int32_t month)
{
    struct buf b;
    buf_init(&b, PATTERN_MAX);
    buf_add(&b, pattern, x->folder);
    for (const char *p = pattern + x->folder; *p; p++) {
        if (month >= 0 && is_brace(p, "YYYY")) {
            buf_printf(&b, "%04d", month / 12);
            p += 5;
        } else if (month >= 0 && is_brace(p, "MM")) {
            buf_printf(&b, "%02d", month % 12 + 1);
            p += 3;
        } else {
            buf_char(&b, *p);
        }
    }
    char *text = b.failed ? NULL : arena_bytes(x->a, b.at, b.len);
    x->no_memory |= !text;
    buf_end(&b);
    return text;
}

/* The same as a pattern of glob(3). */
static char *glob_pattern(struct finding_files *x, const char *pattern)
{
    struct buf b;
    buf_init(&b, 2 * PATTERN_MAX);
    for (const char *p = pattern; *p; p++) {
        bool is_folder = (size_t)(p - pattern) < x->folder;
        if (!is_folder && is_brace(p, "YYYY")) {
            buf_text(&b, "[0-9][0-9][0-9][0-9]");
            p += 5;
        } else if (!is_folder && is_brace(p, "MM")) {
            buf_text(&b, "[01][0-9]");
            p += 3;
        } else if (!is_folder && *p == '{') {
            buf_char(&b, '*');
            p += strcspn(p, "}");
        } else if (!is_folder && *p == '*') {
            buf_char(&b, '*');
        } else {
            if (strchr("\\*?[", *p))
                buf_char(&b, '\\');
            buf_char(&b, *p);
        }
    }
    char *text = b.failed ? NULL : arena_bytes(x->a, b.at, b.len);
    x->no_memory |= !text;
    buf_end(&b);
    return text;
}

struct part_span {
    const char *name, *at;
    size_t name_len, len;
};
struct matching {
    struct part_span part[FILEFIND_PARTS_MAX];
    uint32_t n;
    int year, month; /* 0: not in the name */
};

static bool take_digits(const char **s, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++, (*s)++) {
        if (**s < '0' || **s > '9')
            return false;
        *out = *out * 10 + (**s - '0');
    }
    return true;
}

static bool match(struct matching *m, const char *pattern, const char *s, uint32_t depth);

/* {YYYY} or {MM}, and what follows; a number that stands twice is the same. */
static bool match_number(struct matching *m, const char *pattern, const char *s,
                         uint32_t depth)
{
    bool is_year = is_brace(pattern, "YYYY");
    int number = 0, *kept = is_year ? &m->year : &m->month;
    if (!take_digits(&s, is_year ? 4 : 2, &number) || (*kept && *kept != number))
        return false;
    *kept = number;
    return match(m, pattern + (is_year ? 6 : 4), s, depth);
}

/* Match what follows; a wildcard takes as little as it can. */
static bool match(struct matching *m, const char *pattern, const char *s, uint32_t depth)
{
    while (*pattern && *pattern != '*' && *pattern != '{')
        if (*pattern++ != *s++)
            return false;
    if (!*pattern)
        return !*s;
    if (is_brace(pattern, "YYYY") || is_brace(pattern, "MM"))
        return match_number(m, pattern, s, depth);
    if (depth == FILEFIND_PARTS_MAX)
        return false;
    bool is_part = *pattern == '{';
    size_t width = is_part ? strcspn(pattern, "}") + 1 : 1;
    uint32_t n = m->n;
    for (size_t len = is_part; !len || (s[len - 1] && s[len - 1] != '/'); len++) {
        m->n = n;
        if (is_part)
            m->part[m->n++] = (struct part_span){ pattern + 1, s, width - 2, len };
        if (match(m, pattern + width, s + len, depth + 1))
            return true;
    }
    return false;
}

static bool is_found(const struct finding_files *x, const char *path)
{
    for (uint32_t i = x->out->n; i > 0; i--)
        if (!strcmp(x->out->at[i - 1].path, path))
            return true;
    return false;
}

static void add_file(struct finding_files *x, const char *path, const struct matching *m)
{
    if (x->out->n == x->spec->max)
        findings_add(x->f, FINDING_ERROR, ST_INPUT, path, 0, 0,
                     _("more than %u files of one dataset; join some"), x->spec->max);
    if (x->out->n >= x->spec->max || is_found(x, path))
        return;
    struct file_part *parts = arena_array(x->a, m->n, sizeof *parts);
    void *at = x->out->at;
    struct found_file *file =
        parts ? arena_push(x->a, &at, &x->out->n, &x->out->cap, sizeof *file) : NULL;
    x->out->at = at;
    if (!file) {
        x->no_memory = true;
        return;
    }
    for (uint32_t i = 0; i < m->n; i++) {
        parts[i].name = arena_bytes(x->a, m->part[i].name, m->part[i].name_len);
        parts[i].text = arena_bytes(x->a, m->part[i].at, m->part[i].len);
        x->no_memory |= !parts[i].name || !parts[i].text;
    }
    file->path = arena_text(x->a, path);
    x->no_memory |= !file->path;
    file->parts = parts;
    file->n_parts = m->n;
    file->months = x->now;
    if (m->year) {
        int32_t first = m->year * 12 + (m->month ? m->month - 1 : 0);
        file->months = (struct file_months){ first, m->month ? first : first + 11 };
    }
    if (!file->path)
        return;
    bool is_absolute = !x->folder && path[0] == '/';
    file->name = is_absolute ? path_name(file->path) : file->path + x->folder;
}

/* How many files one pattern of glob(3) finds, in months that are read. */
static uint32_t add_matches(struct finding_files *x, const char *pattern)
{
    glob_t g = { 0 };
    uint32_t n = 0;
    char *text = glob_pattern(x, pattern);
    if (!text)
        return 0;
    int rc = glob(text, GLOB_NOSORT, NULL, &g);
    x->no_memory |= rc == GLOB_NOSPACE;
    for (size_t i = 0; !rc && i < g.gl_pathc && !x->no_memory; i++) {
        struct matching m = { 0 };
        const char *path = g.gl_pathv[i];
        if (!match(&m, pattern + x->folder, path + x->folder, 0))
            continue;
        int32_t month = m.year * 12 + (m.month ? m.month - 1 : 0);
        if (m.month > 12 || (m.year && month > x->months->last))
            continue;
        add_file(x, path, &m);
        n++;
    }
    globfree(&g);
    return n;
}

/* A name without wildcards. */
static void add_named(struct finding_files *x, const char *path, bool must_exist)
{
    struct matching none = { 0 };
    struct stat st;
    if (!stat(path, &st) || (errno != ENOENT && errno != ENOTDIR))
        add_file(x, path, &none); /* what else is wrong is told when it is opened */
    else if (must_exist && !x->in->may_be_missing)
        findings_add(
            x->f, FINDING_ERROR, ST_INPUT, path, 0, 0,
            _("there is no such file; deliver it, or set may_be_missing = true for "
              "'%s'"),
            x->in->dataset);
}

static void add_pattern(struct finding_files *x, const char *pattern, bool must_exist)
{
    if (!pattern || x->no_memory)
        return;
    if (!strpbrk(pattern + x->folder, "*{"))
        add_named(x, pattern, must_exist);
    else if (!add_matches(x, pattern) && must_exist && !x->in->may_be_missing)
        findings_add(x->f, FINDING_WARNING, ST_INPUT, NULL, 0, 0,
                     _("no file matches %s; '%s' counts as not delivered"), pattern,
                     x->in->dataset);
}

/* Does a window, with what its span looks back to, reach into the month?  A file of a year
 * is wanted for any of its months. */
static bool is_wanted(const struct finding_files *x, int32_t month, bool has_month)
{
    bool wanted = !x->spec->windows || !has_month;
    for (uint32_t i = 0; i < x->spec->n_windows && !wanted; i++) {
        struct span_window w = x->spec->windows[i];
        struct span_months m = spans_months(x->in, w.from, w.to, w.from, w.to);
        wanted = month >= m.first && month <= m.last;
    }
    return wanted;
}

static void add_months(struct finding_files *x, const char *pattern)
{
    const struct span_months *m = x->months;
    bool has_month = strstr(pattern + x->folder, "{MM}");
    if (m->is_open)
        add_pattern(x, pattern, false);
    /* Months that must have files are asked one by one in any case. */
    int32_t first = m->is_open ? m->must_first : m->first;
    int32_t last = m->is_open ? m->must_last : m->last;
    int32_t before = -1;
    for (int32_t month = first; month <= last && !x->no_memory; month++) {
        if (!has_month && month / 12 == before)
            continue;
        bool must = month >= m->must_first && month <= m->must_last;
        for (int32_t k = month; !has_month && k <= last && k / 12 == month / 12; k++)
            must |= k >= m->must_first && k <= m->must_last;
        if (!is_wanted(x, month, has_month))
            continue;
        before = month / 12;
        x->now = has_month ? (struct file_months){ month, month }
                           : (struct file_months){ before * 12, before * 12 + 11 };
        add_pattern(x, month_pattern(x, pattern, month), must);
    }
    x->now = FILE_MONTHS_ALL;
}

/* ---- Months of other windows --------------------------------------------- */

/* "2010-07", or "2010-07 to 2010-11". */
static void tell_months(struct finding_files *x, int32_t first, int32_t last)
{
    char from[8], to[8];
    month_text(from, first);
    month_text(to, last);
    findings_add(x->f, FINDING_WARNING, ST_INPUT, NULL, 0, 0,
                 _("%s.%s: no file for %s%s%s, which leaves of longer windows look at; "
                   "deliver it, or set may_be_missing = true"),
                 x->spec->domain ? x->spec->domain : "", x->in->dataset, from,
                 last > first ? _(" to ") : "", last > first ? to : "");
}

/* Months that some window must have files for and has not; the own one's are told where
 * they are looked for. */
static void tell_gaps(struct finding_files *x)
{
    int32_t first = 0, last = -1;
    for (int32_t month = x->months->first;
         x->months->last - month < SPANS_MONTHS_MAX && month <= x->months->last + 1;
         month++) {
        bool is_gap = false;
        for (uint32_t i = 1; i < x->spec->n_windows; i++) {
            const struct span_window *w = &x->spec->windows[i];
            struct span_cover c = spans_cover(x->in, *w);
            is_gap |= w->needs >> x->spec->dataset & 1 && month >= c.first &&
                      month < c.first + (int32_t)c.of;
        }
        is_gap &= month < x->months->must_first || month > x->months->must_last;
        for (uint32_t i = 0; i < x->out->n && is_gap; i++)
            is_gap =
                month < x->out->at[i].months.first || month > x->out->at[i].months.last;
        if (is_gap && last < first)
            first = month;
        if (is_gap)
            last = month;
        else if (last >= first) {
            tell_months(x, first, last);
            first = 0;
            last = -1;
        }
    }
}

static int by_name(const void *a, const void *b)
{
    const struct found_file *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : strcmp(x->path, y->path);
}

kh_status filefind(struct found_files *out, struct arena *a,
                   const struct filefind_spec *spec, struct findings *f, kh_err *e)
{
    struct finding_files x = { .out = out,
                               .a = a,
                               .spec = spec,
                               .in = spec->input,
                               .months = &spec->months,
                               .now = FILE_MONTHS_ALL,
                               .f = f };
    for (uint32_t i = 0; i < x.in->n_files && !x.no_memory; i++) {
        const char *pattern = x.in->files[i];
        x.folder = folder_of(x.in, spec->data, pattern);
        if (strstr(pattern + x.folder, "{YYYY}"))
            add_months(&x, pattern);
        else
            add_pattern(&x, pattern, true);
    }
    if (x.no_memory)
        return no_memory(e);
    if (!x.in->may_be_missing)
        tell_gaps(&x);
    if (out->n)
        qsort(out->at, out->n, sizeof *out->at, by_name);
    return KH_OK;
}
