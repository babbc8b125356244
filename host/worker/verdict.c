/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c - see verdict.h.  The slots come from the child: every number is bounded by
 * what it is looked up in. */
#include "worker/verdict.h"
#include "base/lang.h"
#include "base/text.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

enum { VERDICT_PART_MAX = 200, VERDICT_FILE_MAX = 80 };

static bool is_in_plugin(uint32_t place)
{
    return place > AT_HOST && place < AT_READ;
}

/* The slot that was noted; else the first that is in the plugin; else the first that is
 * anywhere. */
static struct slot *culprit(struct slots *s)
{
    uint32_t noted = atomic_load(&s->culprit);
    if (noted && noted <= SLOTS_MAX)
        return &s->slot[noted - 1];
    for (size_t i = 0; i < SLOTS_MAX; i++)
        if (is_in_plugin(atomic_load(&s->slot[i].place)))
            return &s->slot[i];
    return &s->slot[0];
}

const struct slot *verdict_stuck(const struct slots *s, uint32_t limit_s)
{
    int64_t now = slots_now_ms();
    for (size_t i = 0; limit_s && i < SLOTS_MAX; i++)
        if (is_in_plugin(atomic_load(&s->slot[i].place)) &&
            now - atomic_load(&s->slot[i].since_ms) > (int64_t)limit_s * 1000 &&
            is_in_plugin(atomic_load(&s->slot[i].place)))
            return &s->slot[i];
    return NULL;
}

/* " in consume, events.csv lines 2-514"; empty if it was in no place worth telling. */
static void place_text(char out[VERDICT_PART_MAX], const struct verdict *v)
{
    struct slot *s = culprit(v->slots);
    uint32_t place = atomic_load(&s->place);
    uint64_t first = atomic_load(&s->first), last = atomic_load(&s->last);
    const char *file = v->collect ? collect_file(v->collect, atomic_load(&s->dataset),
                                                 atomic_load(&s->file))
                                  : NULL;
    bool has_rows = place == AT_CONSUME || place == AT_PREPARE;
    *out = 0;
    if (place == AT_HOST || place >= AT_PLACES)
        return;
    if (has_rows && file)
        snprintf(out, VERDICT_PART_MAX, _(" in %s, %.*s lines %llu-%llu"),
                 slots_place(place), (int)text_fit(file, VERDICT_FILE_MAX), file,
                 (unsigned long long)first, (unsigned long long)last);
    else if (place == AT_READ)
        snprintf(out, VERDICT_PART_MAX, _(" while rows were read"));
    else
        snprintf(out, VERDICT_PART_MAX, _(" in %s"), slots_place(place));
}

/* e->text is a buffer that snprintf may have cut inside a character. */
static void mend(kh_err *e)
{
    size_t n = strnlen(e->text, sizeof e->text - 1);
    while (n && !text_is_utf8(e->text, n))
        n--;
    e->text[n] = 0;
}

static const char *name_of(const struct verdict *v, char out[VERDICT_PART_MAX])
{
    snprintf(out, VERDICT_PART_MAX, _("plugin '%s'%s%s"), v->plugin, v->version ? " " : "",
             v->version ? v->version : "");
    return out;
}

kh_status verdict_death(const struct verdict *v, kh_err *e)
{
    char name[VERDICT_PART_MAX], place[VERDICT_PART_MAX];
    place_text(place, v);
    name_of(v, name);
    if (WIFSIGNALED(v->wait_status) && WTERMSIG(v->wait_status) == SIGXCPU)
        kh_fail(e, KH_EBUG, _("%s used more than %u s of processor time%s"), name, v->cpu_s,
                place);
    else if (WIFSIGNALED(v->wait_status)) {
        int number = WTERMSIG(v->wait_status);
        const char *what = sigdescr_np(number);
        kh_fail(e, KH_EBUG, _("%s was killed by signal %d (%s)%s"), name, number,
                what ? what : "?", place);
    } else
        kh_fail(e, KH_EBUG, _("%s ended the process with exit status %d%s"), name,
                WEXITSTATUS(v->wait_status), place);
    mend(e);
    return KH_EBUG;
}

kh_status verdict_hang(const struct verdict *v, uint32_t limit_s, kh_err *e)
{
    char name[VERDICT_PART_MAX], place[VERDICT_PART_MAX];
    place_text(place, v);
    kh_fail(e, KH_EBUG, _("%s did not come back within %u s%s"), name_of(v, name), limit_s,
            place);
    mend(e);
    return KH_EBUG;
}

void verdict_tail(kh_err *e, const char *tail)
{
    size_t room = sizeof e->text - 1, n = strlen(e->text), more = strlen(tail);
    if (more > room)
        return;
    if (n > room - more)
        e->text[room - more] = 0;
    mend(e);
    n = strlen(e->text);
    memcpy(e->text + n, tail, more + 1);
}
