/* SPDX-License-Identifier: Apache-2.0 */
/* params_test.c - what the operator set against what the plugin declares. */
#include "plugin/params.h"
#include "unit.h"

static const char *const labels[] = { "minor", "major", NULL };
static const kh_field bands[] = {
    { "below", .type = KH_DEC, .scale = 1, .flags = KH_OPTIONAL, .max = "100" },
    { "points", .type = KH_I64, .dflt = "0", .min = "0" },
    { "class", .type = KH_TEXT },
};
static const kh_field params[] = {
    { "cap", "Points free.", KH_I64, .dflt = "20", .min = "0" },
    { "rate", "Price.", KH_DEC, .scale = 2, .dflt = "150.00", .min = "0", .max = "999" },
    { "level", "Worst.", KH_ENUM, .labels = labels, .dflt = "major" },
    { "share", "Share.", KH_F64, .dflt = "0.5" },
    { "strict", "Strict.", KH_BOOL, .dflt = "false" },
    { "start", "First day.", KH_TIME, KH_OPTIONAL },
    { "note", "Text.", KH_TEXT, .dflt = "a \"b\" \\" },
    { "bands", "Bands.", KH_TABLE, .dflt = "", .fields = KH_LIST(bands) },
    { "old", "Use cap.", KH_I64, KH_DEPRECATED, .dflt = "1" },
};
static const kh_field needy[] = { { "catalogue", "Items.", KH_TABLE,
                                    .fields = KH_LIST(bands) },
                                  { "limit", "Limit.", KH_I64 } };

static const kh_field columns[] = { { "name", .type = KH_TEXT },
                                    { "scale", .type = KH_I64, .dflt = "0" } };
static const kh_field sets[] = { { "id", .type = KH_TEXT },
                                 { "columns", "Columns.", KH_TABLE, .dflt = "",
                                   .fields = KH_LIST(columns) } };
static const kh_field nested[] = { { "sets", "Datasets.", KH_TABLE, .dflt = "",
                                     .fields = KH_LIST(sets) } };

static struct arena arena;

static struct schema schema_with(const kh_field *fields, uint32_t n)
{
    return (struct schema){ .plugin = "penalty",
                            .version = "1",
                            .params = { fields, n, sizeof *fields } };
}

/* The group `params` of a file with this text in it, on line 1. */
static const struct cfg *group_of(const char *text, struct findings *f)
{
    const char *all = arena_printf(&arena, "params = { %s };\n", text);
    const char *path = unit_file("site.cfg", all, strlen(all));
    const struct cfg *root = tree_read(&arena, path, f);
    return root ? cfg_get(root, "params") : NULL;
}

static const char *canonical(const struct schema *s, const kh_value *v)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    check_i64(params_canonical(&b, s, v), KH_OK, 0);
    const char *text = arena_text(&arena, b.at);
    buf_end(&b);
    return text;
}

static void test_defaults_are_values(void)
{
    struct schema s = schema_with(params, COUNT(params));
    struct findings f = { 0 };
    const kh_value *v = params_read(&arena, &s, NULL, "contractor", &f);
    check_i64(f.len, 0, 0);
    check_true(v != NULL, 0);
    check_text(canonical(&s, v),
               "cap = 20\nrate = 150.00\nlevel = major\nshare = 0.5\nstrict = false\n"
               "start = unset\nnote = \"a \\\"b\\\" \\\\\"\nbands = 0\nold = 1\n",
               0);
    check_i64(v[1].u.i, 15000, 0);
    check_i64(v[6].count, 7, 0);
    check_true(!v[5].set && v[7].set, 0);
}

static void test_settings_are_values(void)
{
    struct schema s = schema_with(params, COUNT(params));
    struct findings f = { 0 };
    const struct cfg *group = group_of(
        "cap = 25; rate = \"175.5\"; level = \"minor\"; strict = true; share = 0.25;"
        "start = \"2011-01-01\"; note = \"x\";"
        "bands = ( { below = 5.5; points = 3; class = \"A\"; }, { class = \"B\"; } );",
        &f);
    const kh_value *v = params_read(&arena, &s, group, "contractor", &f);
    check_i64(f.len, 0, 0);
    check_true(v != NULL, 0);
    if (!v)
        return;
    check_text(canonical(&s, v),
               "cap = 25\nrate = 175.50\nlevel = minor\nshare = 0.25\nstrict = true\n"
               "start = 2011-01-01\nnote = \"x\"\nbands = 2\nbands[0].below = 5.5\n"
               "bands[0].points = 3\nbands[0].class = \"A\"\nbands[1].below = unset\n"
               "bands[1].points = 0\nbands[1].class = \"B\"\nold = 1\n",
               0);
    check_i64(params_place(&s, group, 1)->line, 1, 0);
    check_true(!params_place(&s, group, 8) && !params_place(&s, group, 99), 0);
    check_text(params_text(&arena, &params[1], &v[1]), "175.50", 0);
}

static void test_mistakes_are_told_with_their_place(void)
{
    static const struct {
        const char *text, *why; /* behind "site.cfg:1: " */
    } rows[] = {
        { "cpa = 25;", "params.cpa: unknown parameter of plugin 'penalty'; did you mean "
                       "'cap'? known: cap, rate, level, share, strict, start, note, bands, "
                       "old" },
        { "zzzzzz = 25;", "params.zzzzzz: unknown parameter of plugin 'penalty'; known: "
                          "cap, rate, level, share, strict, start, note, bands, old" },
        { "rate = \"175.005\";", "params.rate: \"175.005\" has 3 digits after the point, "
                                 "at most 2 allowed" },
        { "cap = -1;", "params.cap: -1 is below the least value allowed, 0" },
        { "rate = 1000;", "params.rate: 1000.00 is above the greatest value allowed, 999" },
        { "cap = true;", "params.cap: expected a whole number" },
        { "cap = ( 1 );", "params.cap: expected a whole number" },
        { "level = \"grave\";", "params.level: \"grave\" is none of minor, major" },
        { "level = 1;", "params.level: expected a text in quotes" },
        { "strict = 1;", "params.strict: expected true or false" },
        { "start = 20110101;", "params.start: expected a date in quotes" },
        { "bands = { below = 1; };", "params.bands: expected a list of groups" },
        { "bands = ( 7 );", "params.bands[0]: expected a group { ... } with below, "
                            "points, class" },
        { "bands = ( { class = \"A\"; upto = 5; } );",
          "params.bands[0].upto: unknown parameter of plugin 'penalty'; known: below, "
          "points, class" },
        { "bands = ( { points = 5; } );",
          "params.bands[0]: 'class' is missing; plugin 'penalty' requires it" },
        { "bands = ( { class = \"A\"; below = 100.5; } );",
          "params.bands[0].below: 100.5 is above the greatest value allowed, 100" },
    };
    struct schema s = schema_with(params, COUNT(params));
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct findings f = { 0 };
        const struct cfg *group = group_of(rows[i].text, &f);
        check_true(!params_read(&arena, &s, group, "contractor", &f), i);
        check_i64(f.errors, 1, i);
        const char *told = f.len ? strstr(f.at[0].text, "site.cfg:1: ") : NULL;
        check_text(told ? told + 12 : "", rows[i].why, i);
        findings_end(&f);
    }
}

static void test_every_mistake_is_told_at_once(void)
{
    struct schema s = schema_with(params, COUNT(params));
    struct findings f = { 0 };
    const struct cfg *group = group_of("cap = -1; rate = \"x\"; levle = \"minor\";", &f);
    check_true(!params_read(&arena, &s, group, "contractor", &f), 0);
    check_i64(f.errors, 3, 0);
    findings_end(&f);
}

static void test_required_ones_are_asked_for(void)
{
    struct schema s = schema_with(needy, COUNT(needy));
    struct findings f = { 0 };
    check_true(!params_read(&arena, &s, NULL, "contractor", &f), 0);
    check_i64(f.errors, 2, 0);
    check_text(f.at[1].text,
               "domain 'contractor': 'params' lacks 'limit'; plugin 'penalty' requires it",
               0);
    findings_end(&f);
    const struct cfg *group = group_of("limit = 3; catalogue = ();", &f);
    check_true(params_read(&arena, &s, group, "contractor", &f) != NULL, 1);
    findings_end(&f);
}

static void test_old_parameters_warn(void)
{
    struct schema s = schema_with(params, COUNT(params));
    struct findings f = { 0 };
    const struct cfg *group = group_of("old = 3;", &f);
    check_true(params_read(&arena, &s, group, "contractor", &f) != NULL, 0);
    check_i64(f.warnings, 1, 0);
    const char *told = strstr(f.at[0].text, "params.old");
    check_text(told,
               "params.old: this parameter of plugin 'penalty' will go away; Use cap.", 0);
    findings_end(&f);
}

static void test_no_parameters_at_all(void)
{
    struct schema s = schema_with(NULL, 0);
    struct findings f = { 0 };
    check_true(params_read(&arena, &s, NULL, "x", &f) != NULL, 0);
    const struct cfg *group = group_of("cap = 1;", &f);
    check_true(!params_read(&arena, &s, group, "x", &f), 1);
    const char *told = strstr(f.at[0].text, "params.cap");
    check_text(told, "params.cap: plugin 'penalty' has no parameters; remove it", 1);
    findings_end(&f);
}

static void test_rows_may_hold_tables(void)
{
    struct schema s = schema_with(nested, COUNT(nested));
    struct findings f = { 0 };
    const struct cfg *group =
        group_of("sets = ( { id = \"a\"; columns = (\n { name = \"x\"; scale = 2; },\n"
                 "{ name = \"y\"; } ); }, { id = \"b\"; } );",
                 &f);
    const kh_value *v = params_read(&arena, &s, group, "x", &f);
    check_i64(f.len, 0, 0);
    check_true(v != NULL, 0);
    if (!v)
        return;
    check_text(canonical(&s, v),
               "sets = 2\nsets[0].id = \"a\"\nsets[0].columns = 2\n"
               "sets[0].columns[0].name = \"x\"\nsets[0].columns[0].scale = 2\n"
               "sets[0].columns[1].name = \"y\"\nsets[0].columns[1].scale = 0\n"
               "sets[1].id = \"b\"\nsets[1].columns = 0\n",
               0);
    static const struct {
        const char *text;
        uint32_t line;
    } places[] = {
        { "sets[0].columns[1].name: wrong", 3 },
        { "sets[0].columns[0]: wrong", 2 },
        { "sets[0].columns[9].name: wrong", 1 },
        { "sets[0].nothing: wrong", 1 },
        { "sets[99999999999]: wrong", 1 },
        { "sets[", 1 },
        { "sets[0", 1 },
        { "other[0]: wrong", 1 },
        { "sets[0].columns[1].nam: wrong", 3 },
        { "sets.: wrong", 1 },
    };
    for (size_t i = 0; i < COUNT(places); i++)
        check_i64(params_place_in(&s, group, 0, places[i].text)->line, places[i].line, i);
    check_true(!params_place_in(&s, group, 7, "sets[0]"), 0);
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "defaults are values", test_defaults_are_values },
        { "settings are values", test_settings_are_values },
        { "mistakes are told with their place", test_mistakes_are_told_with_their_place },
        { "every mistake is told at once", test_every_mistake_is_told_at_once },
        { "required ones are asked for", test_required_ones_are_asked_for },
        { "old parameters warn", test_old_parameters_warn },
        { "no parameters at all", test_no_parameters_at_all },
        { "rows may hold tables", test_rows_may_hold_tables },
    };
    arena_init(&arena, 0);
    int rc = unit_main("params", cases, COUNT(cases));
    arena_end(&arena);
    return rc;
}
