/* SPDX-License-Identifier: Apache-2.0 */
/* worker_kit.h - a domain in a folder of its own, run by a real child.
 *
 * The test program is the child's program too: main gives `--worker FD` to worker_child. */
#ifndef KH_TESTS_WORKER_KIT_H
#define KH_TESTS_WORKER_KIT_H

#include "unit.h"
#include "worker/worker.h"

enum { KIT_VARIANTS_MAX = 8 };

/* What differs from case to case; NULL and 0 take the defaults. */
struct kit {
    const char *plugin; /* census */
    const char *params; /* lines inside params = { }; */
    const char *inputs; /* lines inside inputs = { }; */
    const char *levels; /* the list's elements; one level `who` */
    const char *subject;
    const char *limits; /* lines inside limits = { }; */
    const char *kaohe;  /* further lines of kaohe.cfg */
    bool orgs;          /* the file orgs.csv, written by the case */
    uint32_t threads;   /* 2 */
    size_t chunk;
    struct variant variants[KIT_VARIANTS_MAX]; /* [0]: 2011-04 */
    uint32_t n_variants;
    const volatile int *stop;
    const char *spoil; /* kaohe.cfg, once the coordinator has read it */
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KIT_SANITIZED 1 /* their handlers turn signals into exit statuses */
#else
#define KIT_SANITIZED 0
#endif
struct kit_ran {
    kh_status rc;
    kh_err err;
    char *text;  /* everything measured, one line each; what depends on threads left out */
    char *found; /* findings, a line each */
    uint64_t chunks, states;
};

/* Write a text into the test's folder. */
void kit_file(const char *name, const char *text);
/* Configure, start, order, collect; texts live until the next kit_clean. */
struct kit_ran kit_run(const struct kit *k);
void kit_clean(void);
/* Does `text` hold `part`?  A failure prints both. */
void kit_has_at(const char *file, int line, const char *text, const char *part, size_t row);
#define kit_has(text, part, row) kit_has_at(__FILE__, __LINE__, text, part, row)
/* The lines that hold `part`, in static storage. */
const char *kit_only(const char *text, const char *part);
/* Live processes of this program other than this one; kit_left gives those that were
 * killed a second to be gone. */
int kit_others(void);
int kit_left(void);
/* Everything written to stderr from kit_listen to kit_heard, in static storage. */
void kit_listen(void);
const char *kit_heard(void);

int kit_main(int argc, char **argv, const char *suite, const struct unit_case *cases,
             size_t n);

#endif
