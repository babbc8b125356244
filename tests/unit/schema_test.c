/* SPDX-License-Identifier: Apache-2.0 */
/* schema_test.c - what a plugin declares is copied whole, or refused with the place. */
#include "plugin/scalar.h"
#include "plugin/schema.h"
#include "unit.h"

#include <stdlib.h>

/* A domain whose every part a test may change. */
struct made {
    const char *labels[4];
    kh_field bands[2], params[4], facts[7], look[2], ticket[3];
    kh_dataset datasets[2];
    kh_indicator indicators[3];
    kh_table tables[1];
    const char *spaces[3];
    kh_domain domain;
    kh_list list;
};

static void make(struct made *m)
{
    *m = (struct made){
        .labels = { "minor", "major", "critical", NULL },
        .spaces = { "unit", "project", NULL },
        .bands = { { "below", .type = KH_DEC, .scale = 1, .min = "0" },
                   { "class", .type = KH_TEXT, .dflt = "" } },
        .params = { { "cap", "Free.", KH_I64, .dflt = "20", .min = "0", .max = "100" },
                    { "rate", "Price.", KH_DEC, .scale = 2, .dflt = "1.50" },
                    { "level", NULL, KH_ENUM, .dflt = "major" },
                    { "bands", "Bands.", KH_TABLE, .dflt = "" } },
        .facts = { { "unit", "Who.", KH_KEY },
                   { "day", "When.", KH_TIME },
                   { "till", "Till.", KH_TIME, KH_NULLABLE },
                   { "project", "Which.", KH_KEY, KH_NULLABLE, .space = 1 },
                   { "level", "How bad.", KH_ENUM, KH_OPTIONAL },
                   { "cost", "Money.", KH_DEC, .scale = 2 },
                   { "no", "Number.", KH_TEXT } },
        .look = { { "project", "Which.", KH_KEY, .space = 1 }, { "fee", "Fee.", KH_F64 } },
        .ticket = { { "item", "Item.", KH_TEXT },
                    { "amount", "Money.", KH_DEC, .scale = 2 },
                    { "project", "Which.", KH_KEY, .space = 1 } },
        .datasets = { { "events", "Events.", KH_FACT, 0, 2, 3, 7, 6 },
                      { "projects", NULL, KH_REFERENCE, KH_OPTIONAL } },
        .indicators = { { "deducted.SG-P", "points", "Lost.", KH_DEC, KH_ADDITIVE, 2 },
                        { "rate", "%", "Rate.", KH_DEC, KH_RATIO | KH_HIGHER_IS_BETTER, 2,
                          .times = 100, .needs = 3 },
                        { "count", NULL, NULL, KH_I64, KH_SUM } },
        .tables = { { "tickets", "Tickets.", KH_EVERY_LEVEL } },
    };
    m->params[2].labels = m->facts[4].labels = m->labels;
    m->params[3].fields = (kh_list)KH_LIST(m->bands);
    m->datasets[0].columns = (kh_list)KH_LIST(m->facts);
    m->datasets[1].columns = (kh_list)KH_LIST(m->look);
    m->tables[0].columns = (kh_list)KH_LIST(m->ticket);
    m->list = (kh_list)KH_LIST(m->params);
    m->domain = (kh_domain){ sizeof m->domain,
                             KH_EXACT,
                             { m->spaces, 2, sizeof(char *) },
                             KH_LIST(m->datasets),
                             KH_LIST(m->indicators),
                             KH_LIST(m->tables) };
}

static struct arena arena;

static void test_a_whole_domain_is_copied(void)
{
    struct made m;
    kh_domain d;
    kh_list params;
    kh_err e = { 0 };
    make(&m);
    check_i64(schema_domain(&d, &arena, &m.domain, &e), KH_OK, 0);
    check_i64(schema_params(&params, &arena, &m.list, &e), KH_OK, 1);
    check_text(e.text, "", 0);
    memset(&m, 0, sizeof m); /* nothing may point into it */
    check_text(schema_dataset(&d, 0)->name, "events", 0);
    check_text(schema_field(schema_dataset(&d, 0)->columns, 4)->labels[2], "critical", 0);
    check_text(schema_field(schema_table(&d, 0)->columns, 1)->name, "amount", 0);
    check_text(schema_field(schema_field(params, 3)->fields, 0)->min, "0", 0);
    check_text(((const char *const *)d.spaces.at)[1], "project", 0);
    check_i64(schema_indicator_of(&d, "count"), 2, 0);
    check_i64(schema_indicator_of(&d, "none"), -1, 0);
    check_i64(schema_dataset_of(&d, "projects"), 1, 0);
    check_i64(schema_dataset_of(&d, "none"), -1, 0);
    check_i64(schema_indicator(&d, 1)->needs, 3, 0);
}

/* A plugin of a later header: its elements are longer; the host sees what it knows. */
static void test_longer_elements_are_cut(void)
{
    struct {
        kh_indicator head;
        int64_t later[3];
    } longer[2] = { { { "first", .type = KH_I64 }, { 1, 2, 3 } },
                    { { "second", .type = KH_I64 }, { 4, 5, 6 } } };
    struct made m;
    kh_domain d;
    kh_err e = { 0 };
    make(&m);
    m.domain.indicators = (kh_list)KH_LIST(longer);
    check_i64(schema_domain(&d, &arena, &m.domain, &e), KH_OK, 0);
    check_i64(d.indicators.stride, sizeof(kh_indicator), 0);
    check_text(schema_indicator(&d, 1)->id, "second", 0);
}

static const char long_name[] =
    "a123456789012345678901234567890123456789012345678901234567890123";

/* One change each. */
#define CHANGE(name, change)         \
    static void name(struct made *m) \
    {                                \
        change;                      \
    }
CHANGE(no_size, m->domain.size = 8)
CHANGE(no_order, m->domain.order = 9)
CHANGE(no_spaces, m->domain.spaces.count = 0)
CHANGE(lost_list, m->domain.datasets.at = NULL)
CHANGE(short_stride, m->domain.indicators.stride = 16)
CHANGE(odd_stride, m->domain.indicators.stride = sizeof(kh_indicator) + 1)
CHANGE(many_spaces, m->domain.spaces.count = 65)
CHANGE(bad_space, m->spaces[1] = "Unit")
CHANGE(twin_space, m->spaces[1] = "unit")
CHANGE(no_facts, m->datasets[0].role = KH_REFERENCE)
CHANGE(bad_role, m->datasets[1].role = 3)
CHANGE(no_name, m->datasets[1].name = NULL)
CHANGE(twin_dataset, m->datasets[1].name = "events")
CHANGE(long_column, m->facts[5].name = long_name)
CHANGE(empty_name, m->facts[5].name = "")
CHANGE(twin_column, m->facts[5].name = "no")
CHANGE(no_columns, m->datasets[1].columns.count = 0)
CHANGE(table_column, m->facts[5].type = KH_TABLE)
CHANGE(high_flag, m->facts[5].flags = 1u << 16)
CHANGE(big_scale, m->facts[5].scale = 19)
CHANGE(minus_scale, m->facts[5].scale = -1)
CHANGE(other_scale, m->facts[6].scale = 2)
CHANGE(far_space, m->facts[3].space = 2)
CHANGE(no_subject, m->facts[0].space = 1)
CHANGE(two_subjects, m->facts[3].space = 0; m->facts[3].flags = 0)
CHANGE(null_subject, m->facts[0].flags = KH_NULLABLE)
CHANGE(no_labels, m->facts[4].labels = NULL)
CHANGE(idle_labels, m->facts[5].labels = m->labels)
CHANGE(zero_labels, m->labels[0] = NULL)
CHANGE(twin_labels, m->labels[1] = "minor")
CHANGE(blank_label, m->labels[1] = "")
CHANGE(far_when, m->datasets[0].when = 8)
CHANGE(wrong_when, m->datasets[0].when = 6)
CHANGE(until_alone, m->datasets[0].when = 0)
CHANGE(far_key, m->datasets[0].key = 99)
CHANGE(revision_alone, m->datasets[0].key = 0)
CHANGE(bad_doc, m->facts[0].doc = "one\ntwo")
CHANGE(bad_utf8, m->facts[0].doc = "\xff\xfe")
CHANGE(no_indicators, m->domain.indicators.count = 0)
CHANGE(bad_id, m->indicators[0].id = "deducted SG")
CHANGE(digit_id, m->indicators[0].id = "1st")
CHANGE(twin_id, m->indicators[0].id = "count")
CHANGE(text_indicator, m->indicators[0].type = KH_TEXT)
CHANGE(minus_times, m->indicators[1].times = -1)
CHANGE(far_needs, m->indicators[1].needs = 4)
CHANGE(reserved, m->indicators[1].reserved = 1)
CHANGE(own_column, m->ticket[0].name = "period")
CHANGE(empty_table, m->tables[0].columns.count = 0)
CHANGE(bad_table, m->tables[0].name = "../tickets")

static const struct {
    void (*change)(struct made *m);
    const char *why;
} domain_mistakes[] = {
    { no_size, "domain: size 8 is wrong; set it to sizeof(kh_domain)" },
    { no_order, "domain: order 9 is none of KH_EXACT, KH_CHUNKED, KH_BY_SUBJECT" },
    { no_spaces, "spaces is empty; the first is the subject assessed" },
    { lost_list, "datasets counts 2 elements but has no address; use KH_LIST" },
    { short_stride, "indicators has elements of 16 bytes, this host expects 56 or "
                    "more; use KH_LIST" },
    { odd_stride, "indicators has elements of 57 bytes, this host expects 56 or more; "
                  "use KH_LIST" },
    { many_spaces, "spaces holds 65 elements, at most 64 are allowed" },
    { bad_space, "spaces[1]: name \"Unit\" is not a name; use a small letter, then "
                 "small letters, digits and _" },
    { twin_space, "\"unit\" is declared twice; make the names different" },
    { no_facts, "datasets holds no KH_FACT; a domain needs one or more" },
    { bad_role, "datasets[1] 'projects': role 3 is neither KH_FACT nor KH_REFERENCE" },
    { no_name, "datasets[1]: name is missing; give it a text" },
    { twin_dataset, "datasets: \"events\" is declared twice; make the names different" },
    { long_column, "datasets[0] 'events'.columns[5]: name has more than 63 bytes; "
                   "shorten it" },
    { empty_name, "datasets[0] 'events'.columns[5]: name is empty; give it a text" },
    { twin_column, "datasets[0] 'events'.columns: \"no\" is declared twice; make the "
                   "names different" },
    { no_columns, "datasets[1] 'projects': a dataset needs one column or more" },
    { table_column,
      "datasets[0] 'events'.columns[5] 'cost': only a parameter, or a field of its "
      "rows, can be a table; use a scalar type" },
    { high_flag, "datasets[0] 'events'.columns[5] 'cost': flag 0x10000 is not known to "
                 "this host; update the host" },
    { big_scale, "datasets[0] 'events'.columns[5] 'cost': scale 19 is wrong; a KH_DEC "
                 "has 0 to 18, other types none" },
    { minus_scale, "datasets[0] 'events'.columns[5] 'cost': scale -1 is wrong; a "
                   "KH_DEC has 0 to 18, other types none" },
    { other_scale, "datasets[0] 'events'.columns[6] 'no': scale 2 is wrong; a KH_DEC "
                   "has 0 to 18, other types none" },
    { far_space, "datasets[0] 'events'.columns[3] 'project': key space 2 does not "
                 "exist, the domain has 2" },
    { no_subject, "datasets[0] 'events': a fact dataset has one column of key space "
                  "0, not 0" },
    { two_subjects, "datasets[0] 'events': a fact dataset has one column of key space "
                    "0, not 2" },
    { null_subject, "datasets[0] 'events': column 'unit' is the subject; it cannot be "
                    "left out" },
    { no_labels, "datasets[0] 'events'.columns[4] 'level': a KH_ENUM has labels, and "
                 "no other type has them" },
    { idle_labels, "datasets[0] 'events'.columns[5] 'cost': a KH_ENUM has labels, and "
                   "no other type has them" },
    { zero_labels, "datasets[0] 'events'.columns[4] 'level': labels is empty; a "
                   "KH_ENUM needs one or more" },
    { twin_labels, "datasets[0] 'events'.columns[4] 'level': labels holds \"minor\" "
                   "twice; make them different" },
    { blank_label, "datasets[0] 'events'.columns[4] 'level': labels is empty; give it "
                   "a text" },
    { far_when, "datasets[0] 'events': when names column 8 of 7; it is 1 + the index "
                "of a column" },
    { wrong_when, "datasets[0] 'events': when names column 'cost', which is no KH_TIME" },
    { until_alone, "datasets[0] 'events': until needs a column when" },
    { far_key, "datasets[0] 'events': key names column 99 of 7; it is 1 + the index "
               "of a column" },
    { revision_alone, "datasets[0] 'events': revision needs a column key" },
    { bad_doc, "datasets[0] 'events'.columns[0] 'unit': doc is not one line of UTF-8; "
               "remove control characters and other bytes" },
    { bad_utf8, "datasets[0] 'events'.columns[0] 'unit': doc is not one line of "
                "UTF-8; remove control characters and other bytes" },
    { no_indicators, "indicators is empty; a domain measures one or more" },
    { bad_id, "indicators[0]: id \"deducted SG\" is not an id; use letters, digits "
              "and _.-" },
    { digit_id, "indicators[0]: id \"1st\" is not an id; use letters, digits and _.-" },
    { twin_id, "indicators: \"count\" is declared twice; make the names different" },
    { text_indicator,
      "indicators[0] 'deducted.SG-P': type 8 is none of KH_I64, KH_F64, KH_DEC" },
    { minus_times, "indicators[1] 'rate': times is negative; use 100 for a percentage" },
    { far_needs, "indicators[1] 'rate': needs names a dataset that does not exist; "
                 "bit i is for dataset i of 2" },
    { reserved, "indicators[1] 'rate': reserved is not 0; leave it out" },
    { own_column, "tables[0] 'tickets': column 'period' is the host's own; rename it" },
    { empty_table, "tables[0] 'tickets': a table needs one column or more" },
    { bad_table, "tables[0]: name \"../tickets\" is not a name; use a small letter, "
                 "then small letters, digits and _" },
};

static void test_each_mistake_is_named(void)
{
    for (size_t i = 0; i < COUNT(domain_mistakes); i++) {
        struct made m;
        kh_domain d;
        kh_err e = { 0 };
        make(&m);
        domain_mistakes[i].change(&m);
        check_i64(schema_domain(&d, &arena, &m.domain, &e), KH_EBUG, i);
        check_text(e.text, domain_mistakes[i].why, i);
    }
}

CHANGE(key_param, m->params[0].type = KH_KEY)
CHANGE(bad_default, m->params[0].dflt = "20.5")
CHANGE(low_default, m->params[0].min = "21")
CHANGE(crossed_bounds, m->params[0].max = "-1")
CHANGE(fine_default, m->params[1].dflt = "1.505")
CHANGE(no_label, m->params[2].dflt = "grave")
CHANGE(label_bound, m->params[2].min = "minor")
CHANGE(table_default, m->params[3].dflt = "x")
CHANGE(no_fields, m->params[3].fields.count = 0)
static const kh_field third[] = { { "steps", "Steps.", KH_TABLE, .dflt = "",
                                    .fields = { 0 } } };
CHANGE(nested, m->bands[0].type = KH_TABLE; m->bands[0].scale = 0; m->bands[0].min = NULL;
       m->bands[0].max = NULL; m->bands[0].dflt = NULL;
       m->bands[0].fields = (kh_list)KH_LIST(third))
CHANGE(bad_bound, m->bands[0].min = "zero")

static void test_parameters_are_checked_by_the_operators_parser(void)
{
    static const struct {
        void (*change)(struct made *m);
        const char *why;
    } rows[] = {
        { key_param, "params[0] 'cap': only a column can be a key; use KH_TEXT" },
        { bad_default, "params[0] 'cap': dflt: \"20.5\" is not a whole number" },
        { low_default, "params[0] 'cap': dflt: 20 is below the least value allowed, 21" },
        { crossed_bounds, "params[0] 'cap': max: -1 is below the least value allowed, 0" },
        { fine_default, "params[1] 'rate': dflt: \"1.505\" has 3 digits after the point, "
                        "at most 2 allowed" },
        { no_label,
          "params[2] 'level': dflt: \"grave\" is none of minor, major, critical" },
        { label_bound,
          "params[2] 'level': min and max belong to numbers and times; remove them" },
        { table_default,
          "params[3] 'bands': the default of a table is \"\" (no rows) or none" },
        { no_fields, "params[3] 'bands': a table needs one field or more" },
        { nested,
          "params[3] 'bands'.fields[0] 'below'.fields[0] 'steps': only a parameter, or a "
          "field of its rows, can be a table; use a scalar type" },
        { bad_bound,
          "params[3] 'bands'.fields[0] 'below': min: \"zero\" is not a decimal number" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct made m;
        kh_list params;
        kh_err e = { 0 };
        make(&m);
        rows[i].change(&m);
        check_i64(schema_params(&params, &arena, &m.list, &e), KH_EBUG, i);
        check_text(e.text, rows[i].why, i);
    }
}

static void put_made(struct buf *b, struct schema *s)
{
    struct made m;
    kh_err e = { 0 };
    make(&m);
    *s = (struct schema){ .plugin = "penalty",
                          .version = "1.0",
                          .doc = "Doc.",
                          .file = "/x/kh_penalty.so",
                          .state_version = 3,
                          .has_domain = true };
    memset(s->sha, 7, sizeof s->sha);
    check_i64(schema_domain(&s->domain, &arena, &m.domain, &e), KH_OK, 0);
    check_i64(schema_params(&s->params, &arena, &m.list, &e), KH_OK, 0);
    buf_init(b, 1 << 20);
    schema_put(b, s);
    check_true(!b->failed, 0);
}

static void test_a_schema_survives_the_wire(void)
{
    struct schema s, t;
    struct buf b, again;
    put_made(&b, &s);
    struct wire w = { (unsigned char *)b.at, (unsigned char *)b.at + b.len, false };
    check_true(schema_get(&w, &arena, &t), 0);
    check_true(w.at == w.end, 0);
    buf_init(&again, 1 << 20);
    schema_put(&again, &t);
    check_i64(again.len, b.len, 0);
    check_true(!memcmp(again.at, b.at, b.len), 0);
    buf_end(&again);
    buf_end(&b);
}

/* The shortest names, no texts, many of them at the end of the frame: what bounds the
 * counts that are read must not be more than an element takes. */
static void test_the_shortest_schema_survives_the_wire(void)
{
    static const kh_field column[] = { { .name = "c", .doc = "", .type = KH_KEY } };
    static const kh_dataset dataset[] = {
        { .name = "d", .doc = "", .role = KH_FACT, .columns = KH_LIST(column) }
    };
    static const kh_indicator indicator[] = {
        { .id = "a", .unit = "", .doc = "", .type = KH_I64 },
        { .id = "b", .unit = "", .doc = "", .type = KH_I64 },
        { .id = "c", .unit = "", .doc = "", .type = KH_I64 },
        { .id = "d", .unit = "", .doc = "", .type = KH_I64 }
    };
    static const kh_table table[] = {
        { .name = "t", .doc = "", .columns = KH_LIST(column) },
        { .name = "u", .doc = "", .columns = KH_LIST(column) }
    };
    static const char *const space[] = { "s" };
    const struct {
        kh_list indicators, tables;
    } rows[] = { { KH_LIST(indicator), { NULL, 0, 0 } },
                 { KH_LIST(indicator), KH_LIST(table) } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const kh_domain domain = { sizeof domain,    KH_EXACT,           KH_LIST(space),
                                   KH_LIST(dataset), rows[i].indicators, rows[i].tables };
        struct schema t, s = { .plugin = "p",
                               .version = "1",
                               .doc = "",
                               .file = "f",
                               .has_domain = true,
                               .domain = domain };
        struct buf b;
        buf_init(&b, 1 << 20);
        schema_put(&b, &s);
        struct wire w = { (unsigned char *)b.at, (unsigned char *)b.at + b.len, false };
        check_true(schema_get(&w, &arena, &t) && w.at == w.end, i);
        buf_end(&b);
    }
}

/* Every prefix is damaged; a flipped byte is refused or gives a schema that is sound. */
static void test_damaged_frames_are_survived(void)
{
    struct schema s, t;
    struct buf b;
    put_made(&b, &s);
    for (size_t n = 0; n < b.len; n++) {
        struct arena a;
        arena_init(&a, 1 << 24);
        unsigned char *part = malloc(n ? n : 1); /* so that a sanitizer sees its end */
        memcpy(part, b.at, n);
        struct wire w = { part, part + n, false };
        check_true(!schema_get(&w, &a, &t), n);
        free(part);
        arena_end(&a);
    }
    size_t refused = 0;
    for (size_t n = 0; n < b.len * 8; n++) {
        struct arena a;
        arena_init(&a, 1 << 24);
        b.at[n / 8] = (char)(b.at[n / 8] ^ (1 << n % 8));
        struct wire w = { (unsigned char *)b.at, (unsigned char *)b.at + b.len, false };
        refused += !schema_get(&w, &a, &t) || w.at != w.end;
        b.at[n / 8] = (char)(b.at[n / 8] ^ (1 << n % 8));
        arena_end(&a);
    }
    check_true(refused > b.len && refused < b.len * 8, refused);
    buf_end(&b);
}

static void test_scalars_are_read_exactly(void)
{
    static const char *const labels[] = { "low", "high", NULL };
    static const struct {
        kh_field f;
        const char *text, *back; /* NULL: as text */
    } rows[] = {
        { { .type = KH_BOOL }, "true", NULL },
        { { .type = KH_BOOL }, "false", NULL },
        { { .type = KH_I64 }, "-9223372036854775808", NULL },
        { { .type = KH_I64 }, "+5", "5" },
        { { .type = KH_I64 }, "5.00", "5" },
        { { .type = KH_DEC, .scale = 2 }, "175", "175.00" },
        { { .type = KH_DEC, .scale = 2 }, "-0.05", NULL },
        { { .type = KH_DEC, .scale = 2 }, "1.2300", "1.23" },
        { { .type = KH_DEC, .scale = 18 }, "9.223372036854775807", NULL },
        { { .type = KH_F64 }, "0.1", NULL },
        { { .type = KH_F64 }, "0", NULL },
        { { .type = KH_F64 }, "-0.30000000000000004", NULL },
        { { .type = KH_F64 },
          "123456789012345678901234567890",
          "123456789012345677877719597056" },
        { { .type = KH_TIME }, "2011-04-30", NULL },
        { { .type = KH_TIME }, "2011-04-30T08:05", "2011-04-30 08:05:00" },
        { { .type = KH_TIME }, "2011-04-30 23:59:59.5", "2011-04-30 23:59:59.500000" },
        { { .type = KH_TIME }, "1969-12-31 00:00:01", NULL },
        { { .type = KH_ENUM, .labels = labels }, "high", NULL },
        { { .type = KH_TEXT }, "", NULL },
        { { .type = KH_TEXT }, "\xe8\x80\x83\xe6\xa0\xb8", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kh_value v;
        kh_err e = { 0 };
        check_i64(scalar_parse(&v, &arena, &rows[i].f, rows[i].text, &e), KH_OK, i);
        check_text(scalar_text(&arena, &rows[i].f, &v),
                   rows[i].back ? rows[i].back : rows[i].text, i);
    }
}

static void test_wrong_scalars_say_why(void)
{
    static const char *const labels[] = { "low", "high", NULL };
    static const struct {
        kh_field f;
        const char *text, *why;
    } rows[] = {
        { { .type = KH_BOOL }, "yes", "\"yes\" is neither true nor false" },
        { { .type = KH_I64 }, "", "\"\" is not a whole number" },
        { { .type = KH_I64 }, "1e3", "\"1e3\" is not a whole number" },
        { { .type = KH_I64 }, " 1", "\" 1\" is not a whole number" },
        { { .type = KH_I64 },
          "9223372036854775808",
          "\"9223372036854775808\" is too large a number" },
        { { .type = KH_DEC, .scale = 2 },
          "175.005",
          "\"175.005\" has 3 digits after the point, at most 2 allowed" },
        { { .type = KH_DEC, .scale = 2 }, "1,5", "\"1,5\" is not a decimal number" },
        { { .type = KH_F64 }, "nan", "\"nan\" is not a decimal number" },
        { { .type = KH_F64 }, "0x10", "\"0x10\" is not a decimal number" },
        { { .type = KH_TIME },
          "2011-02-29",
          "\"2011-02-29\" is not a date; write 2011-04-30 or 2011-04-30 12:00:00" },
        { { .type = KH_TIME },
          "2011-04-30 24:00",
          "\"2011-04-30 24:00\" is not a date; write 2011-04-30 or 2011-04-30 12:00:00" },
        { { .type = KH_TIME },
          "2011-4-30",
          "\"2011-4-30\" is not a date; write 2011-04-30 or 2011-04-30 12:00:00" },
        { { .type = KH_ENUM, .labels = labels }, "Low", "\"Low\" is none of low, high" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kh_value v;
        kh_err e = { 0 };
        check_i64(scalar_parse(&v, &arena, &rows[i].f, rows[i].text, &e), KH_ECONFIG, i);
        check_text(e.text, rows[i].why, i);
    }
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "a whole domain is copied", test_a_whole_domain_is_copied },
        { "longer elements are cut", test_longer_elements_are_cut },
        { "each mistake is named", test_each_mistake_is_named },
        { "parameters are checked by the operator's parser",
          test_parameters_are_checked_by_the_operators_parser },
        { "a schema survives the wire", test_a_schema_survives_the_wire },
        { "the shortest schema survives the wire",
          test_the_shortest_schema_survives_the_wire },
        { "damaged frames are survived", test_damaged_frames_are_survived },
        { "scalars are read exactly", test_scalars_are_read_exactly },
        { "wrong scalars say why", test_wrong_scalars_say_why },
    };
    arena_init(&arena, 0);
    int rc = unit_main("schema", cases, COUNT(cases));
    arena_end(&arena);
    return rc;
}
