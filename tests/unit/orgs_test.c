/* SPDX-License-Identifier: Apache-2.0 */
/* orgs_test.c - units, what names them, who stands above, and what is wrong with a file. */
#include "base/buf.h"
#include "base/civil.h"
#include "intake/orgs.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static struct arena arena;
static struct findings found;

static const struct orgs *read_orgs(const char *bytes)
{
    const char *path = unit_file("orgs.csv", bytes, strlen(bytes));
    arena_end(&arena);
    findings_end(&found);
    return orgs_read(&arena, path, civil_day(2011, 4, 1), civil_day(2011, 5, 1), &found);
}

/* Findings without the folder. */
static const char *told(void)
{
    static char out[4096];
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < found.len; i++)
        len += (size_t)snprintf(out + len, sizeof out - len, "%s\n",
                                found.at[i].text + strlen(unit_folder()) + 1);
    return out;
}

static const char good[] = "id,name,parent,level,class,from,to,aliases,head\n"
                           "HA,河南,,province,,,,,\n"
                           "ZZ,郑州,HA,city,A,,,郑州市|ＺＺＳ| 410100,王\n"
                           "KF,,HA,city,B,2011-04,,,李\n"
                           "XX,新乡,HA,city,B,,2011-03,,\n"
                           "LY,洛阳,HA,city,A,2011-01,2011-04-01,,赵\n"
                           "LY,洛阳,HA,city,A,2011-04-02,,,赵\n"
                           "ZZ1,金水区,ZZ,district,,,,金水|郑州,\n";

static void test_units_are_found_by_what_names_them(void)
{
    static const struct {
        const char *level, *key, *id;
    } rows[] = {
        { "city", "ZZ", "ZZ" },        { "city", "郑州市", "ZZ" },
        { "city", "ZZS", "ZZ" },       { "city", "410100", "ZZ" },
        { "city", "KF", "KF" },        { "city", "XX", NULL },
        { "city", "HA", NULL },        { "province", "HA", "HA" },
        { "district", "郑州", "ZZ1" }, { "district", "ZZ1", "ZZ1" },
        { "city", "", NULL },          { "none", "ZZ", NULL },
    };
    const struct orgs *o = read_orgs(good);
    check_text(told(), "", 0);
    if (!o)
        return;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct org_unit *u = orgs_find(o, rows[i].level, rows[i].key);
        check_text(u ? u->id : NULL, rows[i].id, i);
    }
    check_i64(orgs_len(o), 5, 0);
    static const char *const ids[] = { "HA", "KF", "LY", "ZZ", "ZZ1" };
    for (uint32_t i = 0; i < COUNT(ids); i++) {
        check_text(orgs_at(o, i)->id, ids[i], i);
        check_i64(orgs_at(o, i)->index, i, i);
    }
    check_true(orgs_has_level(o, "city") && !orgs_has_level(o, "unit"), 0);
    check_true(!orgs_has_level(NULL, "city"), 0);
    check_text(orgs_nearest(o, "city", "郑州是"), "郑州市", 0);
    check_text(orgs_nearest(o, "city", "Beijing"), NULL, 0);
}

static void test_units_know_what_stands_above_and_beside(void)
{
    const struct orgs *o = read_orgs(good);
    if (!o)
        return;
    const struct org_unit *u = orgs_find(o, "district", "ZZ1");
    check_text(orgs_above(u, "city")->name, "郑州", 0);
    check_text(orgs_above(u, "province")->id, "HA", 1);
    check_true(orgs_above(u, "district") == u, 2);
    check_true(!orgs_above(u, "country"), 3);
    check_text(orgs_find(o, "city", "KF")->name, "KF", 4); /* no name: the id */
    u = orgs_find(o, "city", "ZZ");
    check_text(orgs_column(o, u, "class"), "A", 5);
    check_text(orgs_column(o, u, "head"), "王", 6);
    check_text(orgs_column(o, u, "tail"), NULL, 7);
}

static void test_other_writings_of_a_file(void)
{
    static const char *const files[] = {
        "\xEF\xBB\xBFid;level\r\nZZ;city\r\n\r\n",
        "id\tlevel\nZZ\tcity",
        "level,id\n\"city\",\"ZZ\"\n",
        "id,level,name\nZZ,city,\xD6\xA3\xD6\xDD\n",
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        const struct orgs *o = read_orgs(files[i]);
        check_text(told(), "", i);
        check_true(o && orgs_find(o, "city", "ZZ"), i);
    }
    check_text(orgs_at(read_orgs(files[3]), 0)->name, "郑州", 0);
}

static void test_mistakes_are_told_with_their_line(void)
{
    static const struct {
        const char *file, *told;
    } rows[] = {
        { "", "orgs.csv: the file is empty; it must have a header line\n" },
        { "id,name\nA,B\n", "orgs.csv:1: there is no column 'level'; an organisation file "
                            "has the columns id, "
                            "name, parent, level, class, from, to, aliases\n" },
        { "id,level,id\n", "orgs.csv:1: column 'id' stands twice\n" },
        { "id,level\n,city\n", "orgs.csv:2: column 'id' is empty\n" },
        { "id,level\nA,\n", "orgs.csv:2: column 'level' is empty\n" },
        { "id,level,name\nA,city,\"a\nb\"\nB,city,x,y\n",
          "orgs.csv:4: 4 fields; the header has 3\n" },
        { "id,level,parent\nA,city,X\n",
          "orgs.csv:2: column 'parent': 'X' is the id of no unit that is valid in the "
          "window\n" },
        { "id,level,parent\nA,city,B\nB,city,A\n",
          "orgs.csv:2: unit 'A' has more than 16 units above it, or stands above itself\n"
          "orgs.csv:3: unit 'B' has more than 16 units above it, or stands above "
          "itself\n" },
        { "id,level,aliases\nA,city,x\nB,city,x\n",
          "orgs.csv:3: 'x' names unit 'A' on line 2 too; within a level a name is one "
          "unit's\n" },
        { "id,level,aliases\nA,city,B\nB,city,\n",
          "orgs.csv:2: 'B' names unit 'B' on line 3 too; within a level a name is one "
          "unit's\n" },
        { "id,level,class\nA,city,1\nA,city,2\n",
          "orgs.csv:3: unit 'A' stands on line 2 too, with other content, and both are "
          "valid "
          "in the window; end one with `to`\n" },
        { "id,level,from\nA,city,soon\n",
          "orgs.csv:2: column 'from': \"soon\" is neither a day nor a month\n" },
        { "id,level,from,to\nA,city,2011-05,2011-04\n",
          "orgs.csv:2: `from` is after `to`\n" },
        { "id,level\nA,\"city\n", "orgs.csv:2: a quote opens here and is never closed\n" },
        { "id,level\nA\"B,city\n", "orgs.csv:2: a quote inside a field\n" },
        { "id,level\n\xFF\xFF,city\n",
          "orgs.csv: neither UTF-8 nor GB18030; save it as UTF-8\n" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(!read_orgs(rows[i].file), i);
        check_text(told(), rows[i].told, i);
    }
    findings_end(&found);
    check_true(!orgs_read(&arena, "/nowhere/orgs.csv", 0, 1, &found), 0);
    check_true(found.errors == 1, 0);
    findings_end(&found);
    arena_end(&arena);
}

/* Units closed before the window are known for rows of earlier dates, from January on; a
 * name that was given on is that of the unit in the window. */
static void test_closed_units_are_known_for_earlier_rows(void)
{
    static const char text[] = "id,name,parent,level,to,from,aliases,class\n"
                               "A,Alpha,,city,,,,1\n"
                               "B,Beta,,city,2011-02,,Bee,2\n"
                               "C,Gamma,,city,2010-12,,,2\n"
                               "D,Delta,,city,,2011-03,Bee,1\n"
                               "a1,One,A,district,2011-03-31,,uno,1\n"
                               "a2,Two,A,district,,2011-04,uno,1\n"
                               "b1,Three,B,district,2011-02,,,1\n"
                               "c1,Four,C,district,2011-02,,,1\n"
                               "a3,Old,B,district,2011-02,,,1\n"
                               "a3,New,A,district,,2011-04,,2\n"
                               "b2,Once,B,district,2011-01,,,1\n"
                               "b2,Twice,B,district,2011-02,2011-02,,1\n";
    static const struct {
        const char *level, *key, *name;
        int is_closed;
        const char *city;
    } rows[] = {
        { "city", "A", "Alpha", 0, "A" },      { "city", "B", "Beta", 1, "B" },
        { "city", "C", NULL, 0, NULL },        { "city", "Bee", "Delta", 0, "D" },
        { "district", "a1", "One", 1, "A" },   { "district", "uno", "Two", 0, "A" },
        { "district", "b1", "Three", 1, "B" }, { "district", "c1", NULL, 0, NULL },
        { "district", "a3", "New", 0, "A" },   { "district", "b2", "Twice", 1, "B" },
    };
    const char *path = unit_file("orgs.csv", text, strlen(text));
    int32_t from = civil_day(2011, 4, 1), to = civil_day(2011, 5, 1);
    const struct orgs *o =
        orgs_read_back(&arena, path, from, to, civil_day(2011, 1, 1), to, &found);
    check_text(told(), "", 0);
    for (size_t i = 0; o && i < COUNT(rows); i++) {
        const struct org_unit *u = orgs_find(o, rows[i].level, rows[i].key);
        const struct org_unit *city = orgs_above(u, "city");
        check_text(u ? u->name : NULL, rows[i].name, i);
        check_i64(u && u->is_closed, rows[i].is_closed, i);
        check_text(city ? city->id : NULL, rows[i].city, i);
    }
    check_true(orgs_has_closed(o), 0);
    check_text(orgs_nearest(o, "district", "b3"), "a3", 0); /* b1 and b2 are closed */
    o = orgs_read(&arena, path, from, to, &found);
    check_true(o && !orgs_has_closed(o) && !orgs_find(o, "city", "B"), 0);
    findings_end(&found);
    arena_end(&arena);
}

static const struct unit_case cases[] = {
    { "units are found by what names them", test_units_are_found_by_what_names_them },
    { "units know what stands above and beside",
      test_units_know_what_stands_above_and_beside },
    { "other writings of a file", test_other_writings_of_a_file },
    { "closed units are known for earlier rows",
      test_closed_units_are_known_for_earlier_rows },
    { "mistakes are told with their line", test_mistakes_are_told_with_their_line },
};
UNIT_MAIN("orgs", cases)
