/* SPDX-License-Identifier: Apache-2.0 */
/* unit.h - table-driven checks on CUnit: a failure prints row, expected, found. */
#ifndef KH_TESTS_UNIT_H
#define KH_TESTS_UNIT_H

#include <CUnit/CUnit.h>
#include <stddef.h>
#include <stdint.h>

void check_text_at(const char *file, int line, const char *found, const char *expected,
                   size_t row);
void check_i64_at(const char *file, int line, int64_t found, int64_t expected, size_t row);
void check_true_at(const char *file, int line, int holds, const char *what, size_t row);
#define check_text(found, expected, row) \
    check_text_at(__FILE__, __LINE__, found, expected, row)
#define check_i64(found, expected, row) \
    check_i64_at(__FILE__, __LINE__, (int64_t)(found), (int64_t)(expected), row)
#define check_true(what, row) check_true_at(__FILE__, __LINE__, !!(what), #what, row)

/* A fresh empty folder for this program, removed at exit; the same each call. */
const char *unit_folder(void);
/* Write a file into it; returns its path in static storage that lives to the end. */
const char *unit_file(const char *name, const char *bytes, size_t n);

struct unit_case {
    const char *name; /* a statement */
    void (*run)(void);
};
/* main of a suite: runs all, prints CUnit's closing lines, returns 0 if all held. */
int unit_main(const char *suite, const struct unit_case *cases, size_t n);
#define UNIT_MAIN(suite, cases)                                          \
    int main(void)                                                       \
    {                                                                    \
        return unit_main(suite, cases, sizeof(cases) / sizeof *(cases)); \
    }

#endif
