/* SPDX-License-Identifier: Apache-2.0 */
/* unit.c - see unit.h. */
#include "unit.h"

#include <CUnit/Basic.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void check_text_at(const char *file, int line, const char *found, const char *expected,
                   size_t row)
{
    int same = (!found && !expected) || (found && expected && !strcmp(found, expected));
    if (!same)
        fprintf(stderr, "%s:%d: row %zu: expected \"%s\", found \"%s\"\n", file, line, row,
                expected ? expected : "(null)", found ? found : "(null)");
    CU_assertImplementation(same, (unsigned)line, "texts are equal", file, "", CU_FALSE);
}

void check_i64_at(const char *file, int line, int64_t found, int64_t expected, size_t row)
{
    if (found != expected)
        fprintf(stderr, "%s:%d: row %zu: expected %lld, found %lld\n", file, line, row,
                (long long)expected, (long long)found);
    CU_assertImplementation(found == expected, (unsigned)line, "numbers are equal", file,
                            "", CU_FALSE);
}

void check_true_at(const char *file, int line, int holds, const char *what, size_t row)
{
    if (!holds)
        fprintf(stderr, "%s:%d: row %zu: does not hold: %s\n", file, line, row, what);
    CU_assertImplementation(holds, (unsigned)line, what, file, "", CU_FALSE);
}

static char folder[64];

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *unit_folder(void)
{
    if (!*folder) {
        snprintf(folder, sizeof folder, "/tmp/kaohe-unit-XXXXXX");
        if (!mkdtemp(folder))
            abort();
        atexit(remove_folder);
    }
    return folder;
}

const char *unit_file(const char *name, const char *bytes, size_t n)
{
    static char paths[256][128];
    static int next;
    char *path = paths[next++ % 256];
    snprintf(path, sizeof paths[0], "%s/%s", unit_folder(), name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, n, f) != n || fclose(f))
        abort();
    return path;
}

int unit_main(const char *suite, const struct unit_case *cases, size_t n)
{
    if (CU_initialize_registry())
        return 2;
    CU_pSuite s = CU_add_suite(suite, NULL, NULL);
    for (size_t i = 0; s && i < n; i++)
        if (!CU_add_test(s, cases[i].name, cases[i].run))
            s = NULL;
    if (!s)
        return 2;
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed ? 1 : 0;
}
