/* SPDX-License-Identifier: Apache-2.0 */
/* walk.c - see walk.h. */
#include "plugin/walk.h"

#include "base/lang.h"
#include "base/text.h"
#include <stdalign.h>
#include <stdlib.h>

enum { NAME_MAX_BYTES = 63 };

size_t walk_down(struct walk *w, const char *fmt, ...)
{
    size_t mark = strlen(w->place), at = mark;
    va_list ap;
    va_start(ap, fmt);
    if (at && at + 1 < sizeof w->place)
        w->place[at++] = '.';
    vsnprintf(w->place + at, sizeof w->place - at, fmt, ap);
    va_end(ap);
    return mark;
}

void walk_up(struct walk *w, size_t mark)
{
    w->place[mark] = 0;
}

kh_status walk_refuse(struct walk *w, const char *fmt, ...)
{
    char why[sizeof w->err->text];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    return kh_fail(w->err, KH_EBUG, "%s%s%s", w->place, *w->place ? ": " : "", why);
}

kh_status walk_no_memory(struct walk *w)
{
    return kh_fail(w->err, KH_ENOMEM, _("no memory for what a plugin declares"));
}

static bool is_printable(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7F)
            return false;
    return text_is_utf8(s, n);
}

kh_status walk_text(struct walk *w, const char **text, const char *member, size_t max,
                    bool required)
{
    if (!*text && !required)
        return KH_OK;
    if (!*text)
        return walk_refuse(w, _("%s is missing; give it a text"), member);
    size_t n = strnlen(*text, max + 1);
    if (n > max)
        return walk_refuse(w, _("%s has more than %zu bytes; shorten it"), member, max);
    if (required && !n)
        return walk_refuse(w, _("%s is empty; give it a text"), member);
    if (!is_printable(*text, n))
        return walk_refuse(
            w, _("%s is not one line of UTF-8; remove control characters and other bytes"),
            member);
    *text = arena_bytes(w->arena, *text, n);
    return *text ? KH_OK : walk_no_memory(w);
}

kh_status walk_name(struct walk *w, const char **text, const char *member)
{
    kh_status rc = walk_text(w, text, member, NAME_MAX_BYTES, true);
    if (!rc && !text_is_name(*text))
        rc = walk_refuse(w,
                         _("%s \"%s\" is not a name; use a small letter, then small "
                           "letters, digits and _"),
                         member, *text);
    return rc;
}

/* Two equal texts side by side after sorting; NULL if all differ. */
static const char *first_twin(const char **sorted, uint32_t n)
{
    qsort(sorted, n, sizeof *sorted, text_compare);
    for (uint32_t i = 1; i < n; i++)
        if (!strcmp(sorted[i - 1], sorted[i]))
            return sorted[i];
    return NULL;
}

static kh_status no_twins(struct walk *w, const char **sorted, uint32_t n,
                          const char *member)
{
    const char *twin = n ? first_twin(sorted, n) : NULL;
    if (!twin)
        return KH_OK;
    return walk_refuse(w, _("%s holds \"%s\" twice; make them different"), member, twin);
}

kh_status walk_texts(struct walk *w, const char *const **texts, const char *member,
                     uint32_t max)
{
    uint32_t n = 0;
    while (n <= max && (*texts)[n])
        n++;
    if (n > max)
        return walk_refuse(w, _("%s holds more than %u texts; end it with NULL"), member,
                           max);
    const char **copy = arena_array(w->arena, n + 1, sizeof *copy);
    const char **sorted = arena_array(w->arena, n + 1, sizeof *sorted);
    if (!copy || !sorted)
        return walk_no_memory(w);
    for (uint32_t i = 0; i < n; i++) {
        copy[i] = (*texts)[i];
        kh_status rc = walk_text(w, &copy[i], member, 255, true);
        if (rc)
            return rc;
        sorted[i] = copy[i];
    }
    *texts = copy;
    return no_twins(w, sorted, n, member);
}

kh_status walk_list(struct walk *w, kh_list *list, const struct walk_shape *shape)
{
    size_t stride = list->stride, size = shape->size;
    uint32_t n = list->count;
    if (!n) {
        *list = (kh_list){ .stride = (uint32_t)size };
        return KH_OK;
    }
    if (!list->at)
        return walk_refuse(w, _("%s counts %u elements but has no address; use KH_LIST"),
                           shape->member, n);
    if (n > shape->max)
        return walk_refuse(w, _("%s holds %u elements, at most %u are allowed"),
                           shape->member, n, shape->max);
    if (stride < shape->least || stride > WALK_STRIDE_MAX || stride % alignof(void *) ||
        (uintptr_t)list->at % alignof(void *))
        return walk_refuse(
            w,
            _("%s has elements of %zu bytes, this host expects %zu or more; use KH_LIST"),
            shape->member, stride, shape->least);
    unsigned char *copy = arena_array(w->arena, n, size);
    if (!copy)
        return walk_no_memory(w);
    for (uint32_t i = 0; i < n; i++)
        memcpy(copy + i * size, (const unsigned char *)list->at + i * stride,
               stride < size ? stride : size);
    *list = (kh_list){ copy, n, (uint32_t)size };
    return KH_OK;
}

kh_status walk_unique(struct walk *w, const kh_list *list)
{
    if (!list->count)
        return KH_OK;
    const char **sorted = arena_array(w->arena, list->count, sizeof *sorted);
    if (!sorted)
        return walk_no_memory(w);
    for (uint32_t i = 0; i < list->count; i++)
        memcpy(&sorted[i], (const unsigned char *)list->at + (size_t)i * list->stride,
               sizeof *sorted);
    const char *twin = first_twin(sorted, list->count);
    if (!twin)
        return KH_OK;
    return walk_refuse(w, _("\"%s\" is declared twice; make the names different"), twin);
}
