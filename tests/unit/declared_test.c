/* SPDX-License-Identifier: Apache-2.0 */
/* declared_test.c - folds and indicators of declared domains. */
#include "declared_kit.h"

#define COLUMNS                                                                      \
    "{ name = \"at\"; type = \"time\"; optional = true; },"                          \
    "{ name = \"end\"; type = \"time\"; optional = true; },"                         \
    "{ name = \"n\"; type = \"int\"; optional = true; },"                            \
    "{ name = \"d\"; type = \"dec\"; scale = 2; optional = true; },"                 \
    "{ name = \"b\"; type = \"bool\"; optional = true; },"                           \
    "{ name = \"c\"; type = \"choice\"; values = \"low, high\"; optional = true; }," \
    "{ name = \"t\"; type = \"text\"; optional = true; },"                           \
    "{ name = \"k\"; type = \"key\"; optional = true; },"                            \
    "{ name = \"j\"; type = \"key\"; optional = true; },"                            \
    "{ name = \"x\"; type = \"dec\"; scale = 1; optional = true; }"
#define ROWS "datasets = ( { id = \"rows\"; columns = ( " COLUMNS " ); } );"
#define SPANS                                                                            \
    "datasets = ( { id = \"rows\"; when = \"at\"; until = \"end\"; columns = ( " COLUMNS \
    " ); } );"
/* One measure m, and it as the indicator i. */
#define ONE(measure)                                \
    "measures = ( { name = \"m\"; " measure " } );" \
    "indicators = ( { id = \"i\"; of = \"m\"; } );"

struct fold {
    const char *params, *rows, *value;
};

/* The value of indicator i of subject A, whatever the batches and their order. */
static void check_fold(const struct fold *f, size_t row)
{
    for (uint32_t size = 0; size < 3; size++) {
        struct batches *b = kit_open(f->params);
        batches_rows(b, size);
        struct batches_state *s = kit_state(b), *other = kit_state(b);
        kit_feed(s, "rows", f->rows);
        batches_subject(other, "A");
        check_i64(batches_merge(other, s), KH_OK, row);
        struct batches_state *again = batches_reload(other);
        check_true(again != NULL, row);
        if (again)
            check_i64(batches_score(again), KH_OK, row);
        check_text(batches_error(b), "", row);
        if (again)
            check_text(batches_value(again, "A", "i"), f->value, row);
        check_text(batches_rejects(b), "", row);
        check_i64(batches_end(b), 0, row);
    }
}

/* R1, R2, R7, R8, R9. */
static void test_each_fold_gives_its_number(void)
{
    static const struct fold rows[] = {
        { ROWS ONE("fold = \"count\";"), "subject,n\nA,1\nA,\n", "2,2" },
        { ROWS ONE("fold = \"count\"; of = \"n\";"), "subject,n\nA,1\nA,\n", "1,1" },
        { ROWS ONE("fold = \"count\"; where = \"n > 1\";"), "subject,n\nA,1\nA,\nA,2\n",
          "1,1" },
        { ROWS ONE("fold = \"sum\"; of = \"d\";"), "subject,d\nA,1.25\nA,\nA,2\n",
          "3.25,2" },
        { ROWS ONE("fold = \"sum\"; of = \"n > 1\";"), "subject,n\nA,1\nA,2\nA,3\n",
          "2,3" },
        { ROWS ONE("fold = \"sum\"; of = \"n\";"), "subject,n\nA,\n", "0,0" },
        { ROWS ONE("fold = \"mean\"; of = \"n\";"), "subject,n\nA,1\nA,2\nA,5\n", "8/3,3" },
        { ROWS ONE("fold = \"mean\"; of = \"n\";"), "subject,n\nA,\n", "no_data,,0" },
        { ROWS ONE("fold = \"min\"; of = \"n\";"), "subject,n\nA,3\nA,-2\n", "-2,2" },
        { ROWS ONE("fold = \"max\"; of = \"n\";"), "subject,n\nA,-3\nA,-2\n", "-2,2" },
        { ROWS ONE("fold = \"any\"; of = \"b\";"), "subject,b\nA,false\nA,true\n", "1,2" },
        { ROWS ONE("fold = \"all\"; of = \"b\";"), "subject,b\nA,false\nA,true\n", "0,2" },
        { ROWS ONE("fold = \"all\"; of = \"b\";"), "subject,b\nA,\n", "no_data,,0" },
        { ROWS ONE("fold = \"distinct\"; of = \"k\";"), "subject,k\nA,x\nA,y\nA,x\n",
          "2,3" },
        { ROWS ONE("fold = \"distinct\"; of = \"c\";"), "subject,c\nA,low\nA,low\nA,high\n",
          "2,3" },
        { ROWS ONE("fold = \"percentile\"; p = 950; of = \"n\";"),
          "subject,n\nA,20\nA,1\nA,2\nA,3\nA,4\nA,5\nA,6\nA,7\nA,8\nA,9\nA,10\nA,11\nA,12\n"
          "A,13\nA,14\nA,15\nA,16\nA,17\nA,18\nA,19\n",
          "19,20" },
        { ROWS ONE("fold = \"percentile\"; p = 0; of = \"n\";"), "subject,n\nA,7\nA,3\n",
          "3,2" },
        { ROWS ONE("fold = \"percentile\"; p = 1000; of = \"n\";"), "subject,n\nA,7\nA,3\n",
          "7,2" },
        { ROWS ONE("fold = \"trimmed\"; of = \"n\";"),
          "subject,n\nA,88\nA,92\nA,85\nA,90\nA,95\nA,87\nA,91\n", "448/5,7" },
        { ROWS ONE("fold = \"trimmed\"; of = \"n\";"), "subject,n\nA,5\nA,5\nA,5\nA,1\n",
          "5/1,4" },
        { ROWS ONE("fold = \"trimmed\"; of = \"n\";"), "subject,n\nA,5\nA,1\n", "3/1,2" },
        { ROWS ONE("fold = \"trimmed\"; trim = 2; of = \"n\";"),
          "subject,n\nA,1\nA,2\nA,3\nA,4\nA,9\n", "3/1,5" },
        { ROWS ONE("fold = \"first\"; by = \"at\"; of = \"n\";"),
          "subject,at,n\nA,2011-03-02,7\nA,2011-03-01,9\nA,2011-03-01,8\nA,,1\n", "8,3" },
        { ROWS ONE("fold = \"last\"; by = \"at\"; of = \"n\";"),
          "subject,at,n\nA,2011-03-02,7\nA,2011-03-02,6\nA,2011-03-01,8\n", "6,3" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_fold(&rows[i], i);
}

/* R10. */
static void test_covered_time_counts_once(void)
{
    static const struct fold rows[] = {
        { SPANS "measures = ( { name = \"m\"; fold = \"covered\"; } );"
                "indicators = ( { id = \"i\"; of = \"hours(m)\"; } );",
          "subject,at,end\nA,2011-03-02 00:00,2011-03-02 04:00\n"
          "A,2011-03-02 02:00,2011-03-02 06:00\nA,2011-03-02 03:00,2011-03-02 03:30\n"
          "A,2011-02-27 00:00,2011-03-01 01:00\nA,2011-03-31 23:00,\n",
          "8/1,5" },
        { SPANS "measures = ( { name = \"m\"; fold = \"covered\"; by = \"k\"; } );"
                "indicators = ( { id = \"i\"; of = \"hours(m)\"; } );",
          "subject,k,at,end\nA,x,2011-03-02 00:00,2011-03-02 04:00\n"
          "A,y,2011-03-02 02:00,2011-03-02 06:00\nA,y,2011-03-02 02:00,2011-03-02 06:00\n",
          "8/1,3" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_fold(&rows[i], i);
}

/* R15, R16, R17, and domain.md 10.1 M1. */
static void test_indicators_are_fractions_of_measures(void)
{
#define TWO(indicator)                                                 \
    ROWS "measures = ( { name = \"a\"; fold = \"sum\"; of = \"n\"; }," \
         "{ name = \"z\"; fold = \"sum\"; of = \"d\"; } );"            \
         "indicators = ( { id = \"i\"; " indicator " } );"
    static const struct fold rows[] = {
        { TWO("of = \"12 + 5 * a\"; per = \"8800\"; times = 100;"), "subject,n\nA,2\n",
          "22/8800,1" },
        { TWO("of = \"a\"; per = \"z\";"), "subject,n,d\nA,3,1.50\n", "6/3,1" },
        { TWO("of = \"a\"; per = \"z\"; least = 470;"), "subject,n,d\nA,3,300\n",
          "3/470,1" },
        { TWO("of = \"a\"; per = \"z\"; least = 470;"), "subject,n,d\nA,3,500\n",
          "3/500,1" },
        { TWO("of = \"a\"; per = \"z\";"), "subject,n,d\nA,3,0\n", "no_data,,1" },
        { TWO("of = \"a\"; per = \"z\"; zero = \"one\";"), "subject,n,d\nA,3,0\n",
          "3/1,1" },
        { TWO("of = \"a\"; per = \"z\"; zero = \"missing\";"), "subject,n,d\nA,3,0\n",
          "missing,,1" },
        { TWO("of = \"a\"; per = \"-z\";"), "subject,n,d\nA,3,5\n", "-3/5,1" },
        { TWO("of = \"z\";"), "subject,n,d\nA,3,5.5\n", "5.50,1" },
        { TWO("of = \"z\"; scale = 3;"), "subject,n,d\nA,3,5.5\n", "5.500,1" },
        { TWO("of = \"z\"; scale = 1;"), "subject,n,d\nA,3,5.25\n", "21/4,1" },
        { TWO("of = \"a / 3\";"), "subject,n,d\nA,4,0\n", "4/3,1" },
        { TWO("of = \"a / z\";"), "subject,n,d\nA,4,0\n", "no_data,,1" },
        { TWO("of = \"which(a, z, 3)\";"), "subject,n,d\nA,3,3\n", "1,1" },
        { TWO("of = \"window_days() * a\";"), "subject,n\nA,3\n", "93/1,1" },
        { TWO("of = \"a\"; applies = \"a > 5\";"), "subject,n\nA,3\n", "na,,1" },
        { TWO("of = \"a\"; falsified = \"a > 2\";"), "subject,n\nA,3\n", "3,1,falsified" },
        { TWO("of = \"a\"; falsified = \"a > 3\";"), "subject,n\nA,3\n", "3,1" },
        { TWO("of = \"max(a, 10)\"; samples = \"z\";"), "subject,n\nA,3\n", "10,0" },
        { TWO("of = \"if(a > 2 and z == 0, a, z)\";"), "subject,n\nA,3\n", "3.00,1" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_fold(&rows[i], i);
}

static void test_totals_are_over_all_subjects(void)
{
    struct batches *b =
        kit_open(ROWS "measures = ( { name = \"m\"; fold = \"sum\"; of = \"n\"; } );"
                      "indicators = ( { id = \"i\"; of = \"m\"; per = \"total(m)\"; } );");
    struct batches_state *s = kit_state(b);
    kit_feed(s, "rows", "subject,n\nA,4081\nB,5940\nC,6034\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(
        batches_results(s),
        "A,i,scored,4081/16055,1\nB,i,scored,5940/16055,1\nC,i,scored,6034/16055,1\n", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R3, R4, R5. */
static void test_rows_that_cannot_be_counted_are_rejects(void)
{
    struct batches *b = kit_open(
        "datasets = ( { id = \"rows\"; reject = \"n > 5\"; columns = ( " COLUMNS " ); },"
        "{ id = \"ref\"; kind = \"reference\"; key = \"k\"; unknown = \"reject\"; columns "
        "= "
        "( { name = \"k\"; type = \"key\"; }, { name = \"fee\"; type = \"int\"; } ); } );"
        "measures = ( { name = \"m\"; fold = \"sum\"; of = \"n * 9223372036854775807\"; "
        "where = \"not (n == 3)\"; },"
        "{ name = \"f\"; fold = \"sum\"; of = \"ref.fee\"; } );"
        "indicators = ( { id = \"i\"; of = \"m\"; }, { id = \"f\"; of = \"f\"; } );");
    check_i64(batches_prepare(b, "ref", "k,fee\nx,40\ny,2\n"), KH_OK, 0);
    struct batches_state *s = kit_state(b);
    kit_feed(s, "rows", "subject,n,k\nA,1,x\nA,2,x\nA,6,x\nA,0,q\nA,3,y\nA,,\n");
    check_text(
        batches_rejects(b),
        "rows,1,,measure 'm': at column 3 of its expression the value leaves 64 bits\n"
        "rows,2,,dataset 'rows' rejects such rows by `reject`\n"
        "rows,3,k,dataset 'ref' has no row for its key\n",
        0);
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_results(s), "A,f,scored,42,2\nA,i,scored,9223372036854775807,1\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R6: domain.md 10.2 S4. */
static void test_occurrences_are_capped_by_item(void)
{
    static const char params[] = ROWS
        "catalogues = ( { id = \"hall\"; items = ("
        "{ item = \"queue\"; deduct = \"5\"; section = \"A\"; },"
        "{ item = \"dress\"; deduct = 1; cap = 2; section = \"A\"; },"
        "{ item = \"排队\"; rule = \"P\"; deduct = \"0.5\"; section = \"B\"; } ); } );"
        "measures = ( { name = \"m\"; fold = \"occ\"; catalogue = \"hall\"; by = \"t\"; "
        "of = \"value(n, 1)\"; },"
        "{ name = \"a\"; fold = \"occ\"; catalogue = \"hall\"; by = \"t\"; section = "
        "\"A\"; "
        "once = \"k\"; } );"
        "indicators = ( { id = \"i\"; of = \"m\"; }, { id = \"a\"; of = \"100 - a\"; },"
        "{ id = \"s\"; of = \"m\"; scale = 3; } );";
    struct batches *b = kit_open(params);
    struct batches_state *s = kit_state(b);
    kit_feed(s, "rows",
             "subject,t,n,k\nA,queue,1,\nA,dress,3,f\nA,dress,1,f\nA,排队,4,\nA,quue,1,\n"
             "A,dress,-1,\n");
    check_text(batches_rejects(b),
               "rows,4,t,\"quue\" is no item of catalogue 'hall'\n"
               "rows,5,t,measure 'm': an item counts less than 0 times\n",
               0);
    batches_subject(s, "B");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_results(s),
               "A,a,scored,94.0,3\nA,i,scored,9.0,4\nA,s,scored,9.000,4\n"
               "B,a,scored,100.0,0\nB,i,scored,0.0,0\nB,s,scored,0.000,0\n",
               0);
    check_text(batches_reasons(s),
               "A,i,P,2.0,1\nA,i,cap,-2.0,1\nA,i,dress,4.0,2\n"
               "A,i,queue,5.0,1\nA,s,P,2.000,1\nA,s,cap,-2.000,1\nA,s,dress,4.000,2\n"
               "A,s,queue,5.000,1\n",
               0);
    check_i64(batches_end(b), 0, 0);
}

/* R6: an indicator may have more digits than its points; reasons add up to it. */
static void test_reasons_have_the_digits_of_their_indicator(void)
{
    struct batches *b = kit_open(
        ROWS
        "catalogues = ( { id = \"c\"; items = ( { item = \"x\"; deduct = 5; cap = 7; }, "
        "{ item = \"y\"; deduct = \"0.5\"; } ); } );"
        "measures = ( { name = \"m\"; fold = \"occ\"; catalogue = \"c\"; by = \"t\"; } );"
        "indicators = ( { id = \"i\"; of = \"m\"; scale = 3; } );");
    struct batches_state *s = kit_state(b);
    kit_feed(s, "rows", "subject,t\nA,x\nA,x\nA,y\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_results(s), "A,i,scored,7.500,3\n", 0);
    check_text(batches_reasons(s), "A,i,cap,-3.000,1\nA,i,x,10.000,2\nA,i,y,0.500,1\n", 0);
    check_i64(batches_end(b), 0, 0);
}

/* R6: rows of one event count once, as the gravest of them. */
static void test_an_event_counts_once(void)
{
    static const struct fold rows[] = {
        { ROWS
          "catalogues = ( { id = \"c\"; items = ( { item = \"x\"; deduct = 5; } ); } );"
          "measures = ( { name = \"m\"; fold = \"occ\"; catalogue = \"c\"; by = \"t\";"
          "once = \"k\"; of = \"n\"; } ); indicators = ( { id = \"i\"; of = \"m\"; } );",
          "subject,t,n,k\nA,x,4,f\nA,x,1,f\nA,x,4,f\nA,x,2,g\nA,x,1,\nA,x,1,\n", "40,6" },
    };
    check_fold(&rows[0], 0);
}

#define PANEL(more)                                                                   \
    ROWS "measures = ( { name = \"m\"; fold = \"panel\"; of = \"d\"; judge = \"j\"; " \
         "where = \"d > 0\"; " more " } );"                                           \
         "indicators = ( { id = \"i\"; of = \"m\"; scale = 2; } );"

/* R11, R12, R13, R14: domain.md 10.2 S7. */
static void test_panels_are_trimmed(void)
{
    static const struct {
        const char *params, *rows, *value, *table;
    } rows[] = {
        { PANEL("mode = \"total\";"),
          "subject,j,d\nA,a,88\nA,b,92\nA,c,85\nA,d,90\nA,e,95\nA,f,87\nA,g,91\n",
          "448/5,7", "A,7,95.00,85.00,89.60\n" },
        { PANEL("mode = \"total\";"), "subject,j,d\nA,a,88\nA,b,92\nA,c,0\n", "no_data,,2",
          "A,2,,,\n" },
        { PANEL("mode = \"total\"; by = \"k\"; factor = \"x\";"),
          "subject,j,k,d,x\nA,a,p,10,1\nA,a,q,10,2\nA,b,p,20,1\nA,b,q,20,2\nA,c,p,30,1\n"
          "A,c,q,30,2\nA,d,p,99,1\n",
          "60/1,7", "A,3,,,60.00\n" },
        { PANEL("by = \"k\"; factor = \"x\";"),
          "subject,j,k,d,x\nA,a,p,7.5,1.6\nA,b,p,7.5,1.6\nA,c,p,7.25,1.5\nA,d,p,9,1.6\n"
          "A,e,p,1,0\nA,a,q,1,1\nA,b,q,1,1\nA,c,q,2,1\nA,d,q,2,1\nA,d,q,3,1\n",
          /* (7.5 + 7.5 + 7.25) / 3 = 7.42, x 1.6 = 11.87; d twice for q */
          "66/5,10", "A,p,5,9.00,1.00,7.42\nA,q,3,,,1.33\n" },
        { PANEL("by = \"k\"; judges_min = 4;"),
          "subject,j,k,d\nA,a,p,7\nA,b,p,7\nA,c,p,7\nA,d,p,7\nA,a,q,7\n", "no_data,,5",
          "A,p,4,,,7.00\nA,q,1,,,\n" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct batches *b = kit_open(rows[i].params);
        struct batches_state *s = kit_state(b);
        kit_feed(s, "rows", rows[i].rows);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, "A", "i"), rows[i].value, i);
        check_text(batches_table_rows(s, "m"), rows[i].table, i);
        check_i64(batches_end(b), 0, i);
    }
}

static void test_tables_count_combinations(void)
{
    struct batches *b = kit_open(
        ROWS
        "measures = ( { name = \"m\"; fold = \"count\"; } );"
        "indicators = ( { id = \"i\"; of = \"m\"; } );"
        "tables = ( { id = \"causes\"; by = \"k, c\"; of = \"d\"; where = \"b\"; } );");
    struct batches_state *s = kit_state(b);
    kit_feed(
        s, "rows",
        "subject,k,c,d,b\nA,x,low,1,true\nA,x,low,2,true\nA,x,,3,true\nA,,high,4,true\n"
        "A,y,low,5,false\nB,x,low,,true\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_table_rows(s, "causes"),
               "A,,high,1,4.00\nA,x,,1,3.00\nA,x,low,2,3.00\nB,x,low,1,0.00\n", 0);
    check_i64(batches_end(b), 0, 0);
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "each fold gives its number", test_each_fold_gives_its_number },
        { "covered time counts once", test_covered_time_counts_once },
        { "indicators are fractions of measures",
          test_indicators_are_fractions_of_measures },
        { "totals are over all subjects", test_totals_are_over_all_subjects },
        { "rows that cannot be counted are rejects",
          test_rows_that_cannot_be_counted_are_rejects },
        { "occurrences are capped by item", test_occurrences_are_capped_by_item },
        { "reasons have the digits of their indicator",
          test_reasons_have_the_digits_of_their_indicator },
        { "an event counts once", test_an_event_counts_once },
        { "panels are trimmed", test_panels_are_trimmed },
        { "tables count combinations", test_tables_count_combinations },
    };
    arena_init(&kit_arena, 0);
    int rc = unit_main("declared", cases, sizeof cases / sizeof *cases);
    arena_end(&kit_arena);
    return rc;
}
