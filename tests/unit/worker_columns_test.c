/* SPDX-License-Identifier: Apache-2.0 */
/* worker_columns_test.c - columns of registers on their way out of a real child. */
#include "worker_kit.h"

#include <stdio.h>

static const char *const visits =
    "who,item,amount,day\nb,x,5,2011-04-01\na,y,7,2011-04-30\n"
    "c,x,1,2011-04-15\nz,x,1,2011-03-15\n";

#define BOARD                                                                           \
    "boards = ( { id = \"b\"; domain = \"demo\"; level = \"who\"; group = \"kind\"; } " \
    ");\n"
#define QUOTA \
    "visits = { file = \"../visits.csv\"; }; quota = { file = \"../quota*.csv\"; %s };"

static struct kit_ran run(const char *quota, const char *kaohe, uint32_t threads,
                          size_t chunk)
{
    char inputs[512];
    snprintf(inputs, sizeof inputs, QUOTA, quota);
    const struct kit k = {
        .inputs = inputs, .kaohe = kaohe, .threads = threads, .chunk = chunk
    };
    return kit_run(&k);
}

/* Whoever the domain's own window knows has the text of the register; order of rows, files,
 * chunks and threads do not matter. */
static void test_texts_of_subjects(void)
{
    static const char *const files[][2] = {
        { "who,n,kind\na,1,onsite\nb,2,service\nc,3,onsite\n",
          "who,n,kind\nz,1,tackling\n" },
        { "who,n,kind\nz,1,tackling\nc,3,onsite\n",
          "kind,who,n\nservice,b,2\nonsite,a,1\n" },
        { "who,n,kind\na,1, onsite \nc,3,onsite\na,1,onsite\n",
          "who,n,kind\nz,1,tackling\nb,2,service\n" },
    };
    kit_file("visits.csv", visits);
    for (size_t i = 0; i < COUNT(files); i++) {
        kit_file("quota1.csv", files[i][0]);
        kit_file("quota2.csv", files[i][1]);
        struct kit_ran r = run("", BOARD, 1 + (uint32_t)i, 1 + 16 * i);
        check_i64(r.rc, KH_OK, i);
        check_text(r.found, "", i);
        check_text(kit_only(r.text, "column "),
                   "column 0 a kind: onsite\ncolumn 0 b kind: service\n"
                   "column 0 c kind: onsite\ncolumn 0 z kind: tackling\n",
                   i);
        kit_clean();
    }
    /* Nobody asks: nothing is read or told. */
    struct kit_ran r = run("", NULL, 1, 0);
    check_text(kit_only(r.text, "column "), "", 9);
    kit_clean();
}

/* A subject without a row, or with an empty text, has none. */
static void test_silent_subjects(void)
{
    kit_file("visits.csv", visits);
    kit_file("quota1.csv", "who,n,kind\na,1,\nb,2,service\n");
    kit_file("quota2.csv", "who,n,kind\n");
    struct kit_ran r = run("", BOARD, 2, 0);
    check_i64(r.rc, KH_OK, 0);
    check_text(kit_only(r.text, "column "), "column 0 b kind: service\n", 0);
    kit_clean();
}

static void test_two_texts_are_refused(void)
{
    kit_file("visits.csv", visits);
    kit_file("quota1.csv", "who,n,kind\na,1,onsite\nb,2,service\n");
    kit_file("quota2.csv", "who,n,kind\na,1,management\n");
    struct kit_ran r = run("", BOARD, 2, 0);
    check_i64(r.rc, ST_INPUT, 0);
    kit_has(r.found, "quota2.csv:2: 'kind' is \"management\" here and \"onsite\" on ", 0);
    kit_has(r.found,
            "quota1.csv:2 for the same who \"a\"; look-ups and groups need one; correct "
            "one of the rows",
            0);
    kit_clean();
    r = run("", NULL, 2, 0); /* nobody asks */
    check_i64(r.rc, KH_OK, 1);
    kit_clean();
}

static void test_a_column_must_be_there_and_may_be_shown(void)
{
    kit_file("visits.csv", visits);
    kit_file("quota1.csv", "who,n\na,1\n");
    kit_file("quota2.csv", "who,n,kind\n");
    struct kit_ran r = run("", BOARD, 2, 0);
    check_i64(r.rc, ST_INPUT, 0);
    kit_has(r.found, "quota1.csv:1: there is no column", 0);
    kit_clean();
    r = run("columns = { kind = { header = \"kind\"; private = true; }; };", BOARD, 2, 0);
    check_true(r.rc != KH_OK, 1);
    kit_has(
        r.found,
        "the column 'kind' is private, but a group or a `for` of domain 'demo' shows it",
        1);
    kit_clean();
}

static const struct unit_case cases[] = {
    { "subjects have the text of their register", test_texts_of_subjects },
    { "no row, or no text, is no text", test_silent_subjects },
    { "two texts of one subject are refused", test_two_texts_are_refused },
    { "a column must be there and may be shown",
      test_a_column_must_be_there_and_may_be_shown },
};

int main(int argc, char **argv)
{
    return kit_main(argc, argv, "worker_columns", cases, COUNT(cases));
}
