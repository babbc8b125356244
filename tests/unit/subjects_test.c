/* SPDX-License-Identifier: Apache-2.0 */
/* subjects_test.c - keys of several columns, units of the organisation, levels, look-ups.
 */
#include "inputs_kit.h"

static void test_units_are_resolved_or_rejected(void)
{
    kit_text("orgs.csv", "id,parent,level,aliases\nHA,,province,\nZZ,HA,city,郑州|郑州市\n"
                         "KF,HA,city,开封\n");
    kit_configure(
        "orgs = \"orgs.csv\";", "\"city\"",
        "levels = ( { id = \"city\"; of = ( \"city\" ); } ); inputs = { events = { "
        "file = \"e.csv\"; columns = { city = { header = \"地市\"; map = ( { from = "
        "\"省会\"; to = \"ZZ\"; } ); }; }; }; };");
    kit_text("m/e.csv",
             "地市,at,level,person\n郑州,2011-04-30,minor,Li\n 郑州市　,2011-04-30,"
             "minor,Li\n省会,2011-04-30,minor,Li\nＫＦ,2011-04-30,minor,Li\n"
             "开丰,2011-04-30,minor,Li\nHA,2011-04-30,minor,Li\n"
             "火星基地,2011-04-30,minor,Li\n开丰,2011-04-30,minor,Li\n");
    struct kit k = kit_open(64, 1);
    check_text(kit_findings(&k), "", 0);
    struct kit_result r = kit_read(&k, EVENTS, 2);
    check_text(r.rows,
               "0:2 ZZ|-|2011-04-30|minor|-|-|-|-|-|Li|-|-\n"
               "0:3 ZZ|-|2011-04-30|minor|-|-|-|-|-|Li|-|-\n"
               "0:4 ZZ|-|2011-04-30|minor|-|-|-|-|-|Li|-|-\n"
               "0:5 KF|-|2011-04-30|minor|-|-|-|-|-|Li|-|-\n",
               0);
    check_text(
        r.rejects,
        "0:6 地市: no such unit in the organisation file; did you mean \"开封\"?: 开丰\n"
        "0:7 地市: no such unit in the organisation file: HA\n"
        "0:8 地市: no such unit in the organisation file: 火星基地\n"
        "0:9 地市: no such unit in the organisation file; did you mean \"开封\"?: 开丰\n",
        0);
    kit_result_end(&r);
    kit_close(&k);
}

static void test_several_columns_make_a_key(void)
{
    kit_configure(
        "", "\"contractor\", \"role\", \"city\"",
        "levels = ( { id = \"unit\"; of = ( \"contractor\", \"role\", \"city\" ); }, "
        "{ id = \"city\"; of = ( \"city\" ); from = \"unit\"; by = \"mean\"; } ); "
        "inputs = { events = { file = \"e.csv\"; columns = { role = { value = "
        "\"SG\"; }; city = { file_part = \"city\"; }; }; }; };");
    kit_text("m/e.csv", "");
    char domain[1024];
    snprintf(
        domain, sizeof domain,
        "levels = ( { id = \"unit\"; of = ( \"contractor\", \"role\", \"city\" ); } ); "
        "inputs = { events = { file = \"f-{city}.csv\"; columns = { role = { value = "
        "\"SG\"; }; city = { file_part = \"city\"; }; }; }; };");
    kit_configure("", "\"contractor\", \"role\", \"city\"", domain);
    kit_text("m/f-ZZ.csv",
             "contractor,at,level\nA/B\\C,2011-04-30,minor\n,2011-04-30,minor\n");
    struct kit k = kit_open(0, 1);
    check_text(kit_findings(&k), "", 0);
    struct kit_result r = kit_read(&k, EVENTS, 1);
    check_text(r.rows, "0:2 A\\/B\\\\C/SG/ZZ|-|2011-04-30|minor|-|-|-|-|-|-|-|-\n", 0);
    check_text(r.rejects, "0:3 contractor: no value in a column of the subject\n", 0);
    kit_result_end(&r);
    kit_close(&k);
    kit_remove("m/f-ZZ.csv");
}

/* Rows for a higher unit have its column only. */
static void test_rows_enter_at_their_level(void)
{
    kit_configure(
        "", "\"contractor\", \"city\"",
        "levels = ( { id = \"unit\"; of = ( \"contractor\", \"city\" ); }, { id = "
        "\"town\"; of = ( \"city\" ); from = \"unit\"; by = \"mean\"; } ); inputs = "
        "{ events = { file = \"e.csv\"; at = \"town\"; }; };");
    kit_text("m/e.csv", "city,at,level\nZ/Z,2011-04-30,minor\n");
    struct kit k = kit_open(0, 1);
    check_text(kit_findings(&k), "", 0);
    check_i64(inputs_level(k.in, EVENTS), 1, 0);
    struct kit_result r = kit_read(&k, EVENTS, 1);
    check_text(r.rows, "0:2 Z\\/Z|-|2011-04-30|minor|-|-|-|-|-|-|-|-\n", 0);
    kit_result_end(&r);
    kit_close(&k);
}

#define LOOKING                                                                            \
    "levels = ( { id = \"unit\"; of = ( \"contractor\", \"role\" ); } ); inputs = { "      \
    "events "                                                                              \
    "= { file = \"e.csv\"; columns = { contractor = { lookup = \"projects\"; by = ( "      \
    "\"project_id\" ); }; role = { lookup = \"projects\"; by = ( \"project_id\" ); map = " \
    "{ "                                                                                   \
    "S = \"SG\"; }; }; }; }; projects = { file = \"p*.csv\"; columns = { contractor = "    \
    "\"乙方\"; }; %s }; };"

static void test_look_ups_find_columns_of_another_dataset(void)
{
    char domain[1024];
    snprintf(domain, sizeof domain, LOOKING, "");
    kit_configure("", "\"contractor\", \"role\"", domain);
    kit_text("m/e.csv",
             "project_id,at,level\nP1,2011-04-30,minor\n Ｐ２ ,2011-04-30,minor\n"
             "P9,2011-04-30,minor\n,2011-04-30,minor\nP3,2011-04-30,minor\n");
    kit_text("m/p1.csv", "project_id,乙方,role,rev\nP1,Alpha,S,1\nP2,Beta,JL,1\n");
    kit_text("m/p2.csv",
             "project_id,乙方,role,rev\nP1,Alpha,S,1\nP3,Gamma,,1\nP2,New,JL,2\n");
    for (size_t chunk = 1; chunk < 5000; chunk = chunk * 9 + 1) {
        struct kit k = kit_open(chunk, 1);
        check_text(kit_findings(&k), "", chunk);
        struct kit_result r = kit_read(&k, EVENTS, 2);
        check_text(r.rows,
                   "0:2 Alpha/SG|-|2011-04-30|minor|-|-|-|-|-|-|-|P1\n"
                   "0:3 New/JL|-|2011-04-30|minor|-|-|-|-|-|-|-|P2\n",
                   chunk);
        check_text(r.rejects,
                   "0:4 project_id: the look-up finds no row: P9\n"
                   "0:5 project_id: no value in a column of the subject\n"
                   "0:6 project_id: the look-up finds no row: P3\n",
                   chunk);
        kit_result_end(&r);
        kit_close(&k);
    }
}

static void test_ambiguous_look_ups_are_refused(void)
{
    char domain[1024];
    snprintf(domain, sizeof domain, LOOKING, "key = false;");
    kit_configure("", "\"contractor\", \"role\"", domain);
    struct kit k = kit_open(0, 1);
    check_text(
        kit_findings(&k),
        "m/p2.csv:4: 'contractor' is \"New\" here and \"Beta\" on m/p1.csv:3 for the "
        "same project_id \"P2\"; look-ups and groups need one; correct one of the rows\n",
        0);
    check_i64(k.rc, ST_INPUT, 0);
    kit_close(&k);
    kit_remove("m/p2.csv");
    kit_text("m/p1.csv", "project_id,role,rev\nP1,S,1\n");
    k = kit_open(0, 1);
    check_text(kit_findings(&k),
               "m/p1.csv:1: there is no column \"乙方\" for 'contractor'; the header has: "
               "project_id, role, rev\n",
               1);
    kit_close(&k);
}

static const struct unit_case cases[] = {
    { "units are resolved or rejected", test_units_are_resolved_or_rejected },
    { "several columns make a key", test_several_columns_make_a_key },
    { "rows enter at their level", test_rows_enter_at_their_level },
    { "look-ups find columns of another dataset",
      test_look_ups_find_columns_of_another_dataset },
    { "ambiguous look-ups are refused", test_ambiguous_look_ups_are_refused },
};
UNIT_MAIN("subjects", cases)
