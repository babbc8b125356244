/* SPDX-License-Identifier: Apache-2.0 */
/* declared_params_test.c - parameters that contradict themselves are refused with their
 * place. */
#include "declared_kit.h"

#define COLUMNS                                                                           \
    "columns = ( { name = \"at\"; type = \"time\"; }, { name = \"n\"; type = \"int\"; }," \
    "{ name = \"s\"; type = \"text\"; }, { name = \"k\"; type = \"key\"; } );"
#define SET "datasets = ( { id = \"r\"; " COLUMNS " } );"
#define M "measures = ( { name = \"m\"; fold = \"count\"; } );"
#define I "indicators = ( { id = \"i\"; of = \"m\"; } );"
#define ONE_SET(more) "datasets = ( { id = \"r\"; " more COLUMNS " } );" M I
#define ONE_COLUMN(column) \
    "datasets = ( { id = \"r\"; columns = ( { " column " } ); } );" M I
#define MEASURE(more) SET "measures = ( { name = \"m\"; " more " } );" I
#define INDICATOR(more) SET M "indicators = ( { " more " } );"
#define ITEMS(items) SET M I "catalogues = ( { id = \"c\"; items = ( " items " ); } );"

#define LIST_C                                                                             \
    "catalogues = ( { id = \"c\"; items = ( { item = \"a\"; deduct = 1; section = \"A\"; " \
    "} "                                                                                   \
    "); } );"

static const struct wrong {
    const char *params, *told;
} wrong[] = {
    { "datasets = (); " M I, "datasets: none of kind facts; a domain needs one" },
    { SET "measures = (); " I, "indicators[0].of: column 1: there is no measure 'm'" },
    { SET M "indicators = ();", "indicators: none; a domain measures one or more" },
    { "datasets = ( { id = \"R\"; " COLUMNS " } );" M I,
      "datasets[0].id: 'R' is not a name" },
    { "datasets = ( { id = \"r\"; " COLUMNS " }, { id = \"r\"; " COLUMNS " } );" M I,
      "datasets[1].id: dataset 'r' is there already" },
    { ONE_SET("when = \"att\";"), "datasets[0].when: there is no column 'att' in dataset "
                                  "'r'; did you mean 'at'?" },
    { ONE_SET("when = \"n\";"), "datasets[0].when: column 'n' is no time" },
    { ONE_SET("until = \"at\";"), "datasets[0].until: it needs `when`" },
    { ONE_SET("revision = \"n\";"), "datasets[0].revision: it needs `key`" },
    { ONE_SET("reject = \"n\";"),
      "datasets[0].reject: column 1: a condition is expected here" },
    { ONE_SET("reject = \"n >\";"),
      "datasets[0].reject: column 4: a value is expected here" },
    { ONE_SET("kind = \"reference\";"),
      "datasets[0]: a reference has a `key` by which rows are found" },
    { ONE_SET("kind = \"reference\"; key = \"n\";"),
      "datasets[0].key: column 'n' is no key" },
    { ONE_COLUMN("name = \"N\"; type = \"int\";"),
      "datasets[0].columns[0]: 'N' is not a name; use a small letter, then small letters, "
      "digits and _" },
    { ONE_COLUMN("name = \"not\"; type = \"int\";"),
      "datasets[0].columns[0]: 'not' is a word of the expression language" },
    { ONE_COLUMN("name = \"subject\"; type = \"int\";"),
      "datasets[0].columns[0]: column 'subject' is there already" },
    { ONE_COLUMN("name = \"x\"; type = \"int\"; scale = 2;"),
      "datasets[0].columns[0]: scale belongs to type dec, not int" },
    { ONE_COLUMN("name = \"x\"; type = \"choice\";"),
      "datasets[0].columns[0]: a choice has values = \"minor, major\"" },
    { ONE_COLUMN("name = \"x\"; type = \"choice\"; values = \"a,,b\";"),
      "datasets[0].columns[0]: the values are 1 to 256 texts of 1 to 255 bytes, separated "
      "by "
      "commas" },
    { ONE_COLUMN("name = \"x\"; type = \"choice\"; values = \"a, b, a\";"),
      "datasets[0].columns[0]: 'a' stands there twice" },
    { ONE_COLUMN("name = \"x\"; type = \"key\"; space = \"subject\";"),
      "datasets[0].columns[0]: 'subject' is the host's own space; name another" },
    { SET M I "calendar = \"days\";", "calendar: there is no dataset 'days'" },
    { SET M I "calendar = \"r\";",
      "calendar: dataset 'r' is no reference with the columns date (type date) and working "
      "(type bool)" },
    { MEASURE("fold = \"count\"; dataset = \"q\";"),
      "measures[0].dataset: there is no fact dataset 'q'" },
    { MEASURE("fold = \"sum\";"), "measures[0]: it lacks `of`, what is folded" },
    { MEASURE("fold = \"sum\"; of = \"s\";"),
      "measures[0].of: this fold takes numbers or durations" },
    { MEASURE("fold = \"mean\"; of = \"at\";"),
      "measures[0].of: this fold takes numbers or durations" },
    { MEASURE("fold = \"any\"; of = \"n\";"),
      "measures[0].of: any and all take a condition as `of`" },
    { MEASURE("fold = \"percentile\"; of = \"n\";"),
      "measures[0]: it lacks `p`, the percentile per mille" },
    { MEASURE("fold = \"trimmed\"; of = \"n\"; trim_from = 2;"),
      "measures[0].trim_from: it must be more than twice `trim`" },
    { MEASURE("fold = \"distinct\"; of = \"s\";"),
      "measures[0].of: texts are not kept; make the column a key or a choice" },
    { MEASURE("fold = \"first\"; of = \"n\";"),
      "measures[0]: first and last need a time: `by`, or `when` of the dataset" },
    { MEASURE("fold = \"covered\";"),
      "measures[0]: covered needs a dataset with `when` and `until`" },
    { MEASURE("fold = \"occ\"; catalogue = \"c\"; by = \"s\";"),
      "measures[0].catalogue: there is no catalogue 'c'" },
    { MEASURE("fold = \"mean\"; of = \"n\"; p = 950;"),
      "measures[0].p: this fold does not take it; remove it" },
    { MEASURE("fold = \"count\"; by = \"k\";"),
      "measures[0].by: this fold does not take it; remove it" },
    { MEASURE("fold = \"panel\"; of = \"n\";"), "measures[0]: it lacks `judge`" },
    { MEASURE("fold = \"panel\"; of = \"n\"; judge = \"s\";"),
      "measures[0].judge: a column of type key is needed" },
    { MEASURE("fold = \"count\"; where = \"r.n > 2\";"),
      "measures[0].where: column 1: there is no reference dataset 'r'" },
    { INDICATOR("id = \"i\"; of = \"m\"; least = 5;"),
      "indicators[0].least: there is no denominator; it needs `per`" },
    { SET "measures = ( { name = \"at\"; fold = \"count\"; }, { name = \"wait\"; fold = "
          "\"count\"; } ); indicators = ( { id = \"i\"; of = \"wiat\"; } );",
      "indicators[0].of: column 1: there is no measure 'wiat'; did you mean 'wait'?" },
    { SET "measures = ( { name = \"calls\"; fold = \"count\"; } ); indicators = ( { id = "
          "\"i\"; of = \"calls\"; samples = \"call\"; } );",
      "indicators[0].samples: there is no measure 'call'; did you mean 'calls'?" },
    { "datasets = ( { id = \"rows\"; " COLUMNS " } ); measures = ( { name = \"m\"; fold = "
      "\"count\"; dataset = \"rwos\"; } );" I,
      "measures[0].dataset: there is no fact dataset 'rwos'; did you mean 'rows'?" },
    { INDICATOR("id = \"i\"; of = \"m\"; samples = \"x\";"),
      "indicators[0].samples: there is no measure 'x'" },
    { INDICATOR("id = \"i\"; of = \"1\";"), "indicators[0].of: it names no measure" },
    { INDICATOR("id = \"i\"; of = \"m > 1\"; applies = \"m\";"),
      "indicators[0].applies: column 1: a condition is expected here" },
    { INDICATOR("id = \"i\"; of = \"m\"; }, { id = \"i\"; of = \"m\";"),
      "indicators[1].id: indicator 'i' is there already" },
    { SET "measures = ( { name = \"m\"; fold = \"max\"; of = \"at\"; } );" I,
      "indicators[0].of: a number is expected here" },
    { SET "measures = ( { name = \"m\"; fold = \"max\"; of = \"at - at\"; } );" I,
      "indicators[0].of: a duration has no unit; use seconds(), minutes(), hours() or "
      "days()" },
    { ITEMS("{ item = \"a\"; deduct = 1; }, { item = \"a\"; deduct = 2; }"),
      "catalogues[0].items: item 'a' stands there twice" },
    { ITEMS("{ item = \"排队\"; deduct = 1; }"),
      "catalogues[0].items[0]: '排队' cannot name a reason; give it `rule`, letters, "
      "digits "
      "and _.-" },
    { ITEMS("{ item = \"cap\"; deduct = 1; }"),
      "catalogues[0].items[0]: 'cap' cannot name a reason; give it `rule`, letters, digits "
      "and _.-" },
    { ONE_SET("unknown = \"reject\";"), "datasets[0].unknown: it belongs to a reference" },
    { ONE_SET("when = \"at\"; until = \"at\";"),
      "datasets[0].until: it is the column of `when`" },
    { ONE_SET("key = \"k\"; revision = \"k\";"),
      "datasets[0].revision: it is the column of `key`" },
    { MEASURE("dataset = \"s\"; fold = \"count\";"),
      "measures[0].dataset: there is no fact dataset 's'" },
    { MEASURE("fold = \"count\"; where = \"subject == 'a'\";"),
      "measures[0].where: column 1: there is no column 'subject' in dataset 'r'" },
    { MEASURE("fold = \"occ\"; by = \"s\";") LIST_C, "measures[0]: it lacks `catalogue`" },
    { MEASURE("fold = \"occ\"; catalogue = \"c\";") LIST_C,
      "measures[0]: it lacks `by`, the column of the item" },
    { MEASURE("fold = \"occ\"; catalogue = \"c\"; by = \"s\"; section = \"B\";") LIST_C,
      "measures[0].section: catalogue 'c' has no item of section 'B'; there is 'A'" },
    { MEASURE("fold = \"mean\"; of = \"n\"; trim = 2;"),
      "measures[0].trim: this fold does not take it; remove it" },
    { MEASURE("fold = \"mean\"; of = \"n\"; mode = \"total\";"),
      "measures[0].mode: this fold does not take it; remove it" },
    { MEASURE("fold = \"trimmed\"; of = \"n\"; judges_min = 5;"),
      "measures[0].judges_min: this fold does not take it; remove it" },
    { MEASURE("fold = \"trimmed\"; of = \"n\"; digits = 3;"),
      "measures[0].digits: this fold does not take it; remove it" },
    { INDICATOR("id = \"i\"; of = \"m / 0\";"),
      "indicators[0].of: column 3: it divides by 0, so there is never a value" },
    { INDICATOR("id = \"i\"; of = \"m\"; per = \"0\";"),
      "indicators[0].per: it is always 0, so there is never a value" },
    { INDICATOR("id = \"i 1\"; of = \"m\";"),
      "indicators[0].id: 'i 1' is not an id; use letters, digits and _.-" },
    { SET M "indicators = ( { id = \"i\"; of = \"m\"; samples = \"mm\"; } );",
      "indicators[0].samples: there is no measure 'mm'; did you mean 'm'?" },
    { SET M I "tables = ( { id = \"T\"; by = \"k\"; } );",
      "tables[0].id: 'T' is not a name; use a small letter, then small letters, digits and "
      "_" },
    { SET M I "tables = ( { id = \"t\"; by = \"k\"; }, { id = \"t\"; by = \"k\"; } );",
      "tables[1].id: table 't' is there already" },
    { SET M I "tables = ( { id = \"t\"; by = \"k, k\"; } );",
      "tables[0].by: column 'k' stands there twice" },
    { SET M I "tables = ( { id = \"t\"; by = \"att\"; } );",
      "tables[0].by: there is no column 'att' in dataset 'r'; did you mean 'at'?" },
    { SET M I "calendar = \"rr\";",
      "calendar: there is no dataset 'rr'; did you mean 'r'?" },
    { SET M I "tables = ( { id = \"t\"; by = \"s\"; } );",
      "tables[0].by: texts are not kept; make column 's' a key or a choice" },
    { SET M I "tables = ( { id = \"t\"; by = \"k,\"; } );",
      "tables[0].by: there is no column '' in dataset 'r'" },
    { SET M I "tables = ( { id = \"t\"; by = \"k n\"; } );",
      "tables[0].by: columns are separated by commas" },
};

static void test_contradictions_are_refused_with_their_place(void)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        check_text(kit_refusal(wrong[i].params), wrong[i].told, i);
}

/* R3: a key without a row is missing; two different rows of a key refuse the file. */
static void test_references_are_looked_up(void)
{
    struct batches *b = kit_open(
        "datasets = ( { id = \"r\"; " COLUMNS " },"
        "{ id = \"ref\"; kind = \"reference\"; key = \"k\"; columns = ("
        "{ name = \"k\"; type = \"key\"; }, { name = \"tier\"; type = \"text\"; },"
        "{ name = \"w\"; type = \"int\"; nullable = true; } ); },"
        "{ id = \"days\"; kind = \"reference\"; columns = ( { name = \"date\"; type = "
        "\"date\"; },"
        "{ name = \"working\"; type = \"bool\"; } ); } ); calendar = \"days\";"
        "measures = ( { name = \"m\"; fold = \"count\"; where = \"ref.tier == 'gold'\"; },"
        "{ name = \"w\"; fold = \"sum\"; of = \"value(ref.w, 1000)\"; },"
        "{ name = \"d\"; fold = \"sum\"; of = \"workdays('2011-04-01', at)\"; } );"
        "indicators = ( { id = \"m\"; of = \"m\"; }, { id = \"w\"; of = \"w\"; },"
        "{ id = \"d\"; of = \"d\"; } );");
    check_i64(batches_prepare(b, "ref", "k,tier,w\nx,gold,7\ny,silver,\n"), KH_OK, 0);
    check_i64(batches_prepare(b, "ref", "k,tier,w\nx,gold,7\n"), KH_OK, 0);
    check_i64(batches_prepare(b, "ref", "k,tier,w\nx,gold,8\n"), KH_EDATA, 0);
    check_text(batches_error(b),
               "dataset 'ref': two rows of one key differ in column 'w'; "
               "keep one of them",
               0);
    check_i64(batches_prepare(b, "days", "date,working\n2011-04-05,false\n"), KH_OK, 0);
    check_i64(batches_prepare(b, "days", "date,working\n2011-04-02,true\n"), KH_OK, 0);
    struct batches_state *s = kit_state(b);
    kit_feed(
        s, "r",
        "subject,at,n,s,k\nA,2011-04-08,1,q,x\nA,2011-04-01,1,q,y\nA,2011-04-01,1,q,z\n");
    check_i64(batches_score(s), KH_OK, 0);
    check_text(batches_results(s), "A,d,scored,5,3\nA,m,scored,1,1\nA,w,scored,2007,3\n",
               0);
    check_i64(batches_prepare(b, "days", "date,working\n2011-04-02,false\n"), KH_EDATA, 0);
    check_text(
        batches_error(b),
        "the calendar says of 2011-04-02 both that it is a working day and that it is "
        "not; keep one of the rows",
        1);
    check_i64(batches_end(b), 0, 0);
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "contradictions are refused with their place",
          test_contradictions_are_refused_with_their_place },
        { "references are looked up", test_references_are_looked_up },
    };
    arena_init(&kit_arena, 0);
    int rc = unit_main("declared_params", cases, sizeof cases / sizeof *cases);
    arena_end(&kit_arena);
    return rc;
}
