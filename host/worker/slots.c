/* SPDX-License-Identifier: Apache-2.0 */
/* slots.c - see slots.h. */
#include "worker/slots.h"
#include "base/lang.h"

#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const char *const places[AT_PLACES] = {
    [AT_HOST] = "host",         [AT_LOAD] = "kh_plugin_v1", [AT_OPEN] = "open",
    [AT_DESCRIBE] = "describe", [AT_PREPARE] = "prepare",   [AT_BEGIN] = "begin",
    [AT_CONSUME] = "consume",   [AT_MERGE] = "merge",       [AT_SCORE] = "score",
    [AT_END] = "end",           [AT_CLOSE] = "close",       [AT_READ] = "read",
};

const char *slots_place(uint32_t place)
{
    return place < AT_PLACES ? places[place] : places[AT_HOST];
}

static struct slots *map(int fd)
{
    void *p = mmap(NULL, sizeof(struct slots), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return p == MAP_FAILED ? NULL : p;
}

struct slots *slots_new(int *fd, kh_err *e)
{
    *fd = memfd_create("kaohe-slots", MFD_CLOEXEC);
    struct slots *s = NULL;
    if (*fd >= 0 && !ftruncate(*fd, (off_t)sizeof *s))
        s = map(*fd);
    if (s)
        return s;
    fail_errno(e, ST_IO, _("cannot share memory with a child"));
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    return NULL;
}

struct slots *slots_map(int fd)
{
    return lseek(fd, 0, SEEK_END) == (off_t)sizeof(struct slots) ? map(fd) : NULL;
}

void slots_end(struct slots *s)
{
    if (s)
        munmap(s, sizeof *s);
}

int64_t slots_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* `since_ms` before `place`: who sees the new place sees no older time. */
void slot_rows(struct slot *s, enum slot_place place, uint32_t dataset, uint32_t file,
               uint64_t first, uint64_t last)
{
    atomic_store_explicit(&s->dataset, dataset, memory_order_relaxed);
    atomic_store_explicit(&s->file, file, memory_order_relaxed);
    atomic_store_explicit(&s->first, first, memory_order_relaxed);
    atomic_store_explicit(&s->last, last, memory_order_relaxed);
    atomic_store_explicit(&s->since_ms, slots_now_ms(), memory_order_relaxed);
    atomic_store_explicit(&s->place, (uint32_t)place, memory_order_release);
}

void slot_enter(struct slot *s, enum slot_place place)
{
    slot_rows(s, place, 0, 0, 0, 0);
}

void slot_leave(struct slot *s)
{
    atomic_store_explicit(&s->place, AT_HOST, memory_order_release);
}
