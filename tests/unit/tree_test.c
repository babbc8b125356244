/* SPDX-License-Identifier: Apache-2.0 */
/* tree_test.c - configuration files as trees: values, places, and what libconfig hides. */
#include "base/buf.h"
#include "config/tree.h"
#include "findings_text.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static struct findings found;

static const struct cfg *read_bytes(const char *bytes, size_t n)
{
    arena_end(&arena);
    findings_end(&found);
    return tree_read(&arena, unit_file("a.cfg", bytes, n), &found);
}

static const struct cfg *read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

/* The tree in one line: {a:1;b:("x",true)}. */
static void show(struct buf *out, const struct cfg *c)
{
    if (c->kind == CFG_TEXT)
        buf_printf(out, "\"%s\"", c->text);
    else if (c->kind != CFG_GROUP && c->kind != CFG_LIST)
        buf_text(out, c->text);
    if (c->kind != CFG_GROUP && c->kind != CFG_LIST)
        return;
    buf_char(out, c->kind == CFG_GROUP ? '{' : '(');
    for (uint32_t i = 0; i < c->len; i++) {
        if (i)
            buf_char(out, ',');
        if (c->child[i]->name)
            buf_printf(out, "%s:", c->child[i]->name);
        show(out, c->child[i]);
    }
    buf_char(out, c->kind == CFG_GROUP ? '}' : ')');
}

static const char *shown(const struct cfg *c)
{
    static struct buf out;
    buf_end(&out);
    buf_init(&out, 1 << 20);
    if (c)
        show(&out, c);
    return c ? out.at : findings_text(&found);
}

static void test_values(void)
{
    static const struct {
        const char *text, *tree;
    } rows[] = {
        { "", "{}" },
        { "# only a comment", "{}" },
        { "a = 1;", "{a:1}" },
        { "a : 1, b = 2 c = 3", "{a:1,b:2,c:3}" },
        { "\xEF\xBB\xBF"
          "a = 1;\r\n",
          "{a:1}" },
        { "a = \"x\" \"y\";", "{a:\"xy\"}" },
        { "a = \"x\"\n  \"y\" /* on */ \"z\";", "{a:\"xyz\"}" },
        { "a = \"\\n\\t\\\\\\\"\\x41\";", "{a:\"\n\t\\\"A\"}" },
        { "a = \"two\nlines\"; b = 1;", "{a:\"two\nlines\",b:1}" },
        { "a = \"# no // comment /*\"; b = 1;", "{a:\"# no // comment /*\",b:1}" },
        { "a = ( 1, \"x\", true, ( 2 ), { b = 3; } );", "{a:(1,\"x\",true,(2),{b:3})}" },
        { "a = [ 1, 2 ]; b = (); c = []; d = {};", "{a:(1,2),b:(),c:(),d:{}}" },
        { "a = [ 1, 2.5 ];", "{a:(1,2.5)}" },
        { "a = TRUE; b = False;", "{a:true,b:false}" },
        { "名 = 1;", "a.cfg:1: '名' stands outside of quotes; names and marks are plain "
                     "ASCII" },
        { "n = \"区县\";", "{n:\"区县\"}" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(shown(read_text(rows[i].text)), rows[i].tree, i);
}

static void test_numbers_are_the_text_of_the_file(void)
{
    static const struct {
        const char *literal, *text;
    } rows[] = {
        { "0.1", "0.1" },
        { "1e2", "100" },
        { "1E+2", "100" },
        { "1.5e1", "15" },
        { "1.50e0", "1.50" },
        { "12345e-3", "12.345" },
        { "1e-2", "0.01" },
        { "1.0e400", NULL },
        { "1e400", NULL },
        { "1e-400", NULL },
        { "1e99999999999999999999", NULL },
        { "0e99", "0" },
        { ".5", "0.5" },
        { "5.", "5" },
        { "-.5", "-0.5" },
        { "+7", "7" },
        { "-7", "-7" },
        { "0.10", "0.10" },
        { "0.30000000000000004", NULL },
        { "123456789012345", NULL },
        { "123456789012345L", "123456789012345" },
        { "0.123456789012345", "0.123456789012345" },
        { "0.1234567890123456", NULL },
        { "1000000000000000000.0", "1000000000000000000.0" },
        { "99.995", "99.995" },
        { "2147483647", "2147483647" },
        { "2147483648", NULL },
        { "-2147483648", "-2147483648" },
        { "-2147483649", NULL },
        { "4294967297", NULL },
        { "4294967297L", "4294967297" },
        { "4294967297LL", "4294967297" },
        { "9223372036854775807L", "9223372036854775807" },
        { "9223372036854775808L", NULL },
        { "-9223372036854775808L", "-9223372036854775808" },
        { "99999999999999999999L", NULL },
        { "0x1F", "31" },
        { "0X7fffffff", "2147483647" },
        { "0x80000000", NULL },
        { "0x100000001", NULL },
        { "0x100000001L", "4294967297" },
        { "0xFFFFFFFFFFFFFFFFL", NULL },
        { "007", "007" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[128];
        snprintf(text, sizeof text, "a = 1;\nb = %s;\n", rows[i].literal);
        const struct cfg *c = read_text(text);
        check_text(cfg_text(c, "b", NULL), rows[i].text, i);
        check_i64(found.errors, rows[i].text ? 0 : 1, i);
        if (!rows[i].text)
            check_i64(strncmp(findings_text(&found), "a.cfg:2: the ", 13), 0, i);
    }
}

static const struct {
    const char *text, *messages;
} mistakes_rows[] = {
    { "a = 4294967297;", "a.cfg:1: the integer 4294967297 does not fit 32 bits; write "
                         "an L behind it, or quotes around it" },
    { "a = 0x1ffffffffL;\nb = 0x1ffffffff;",
      "a.cfg:2: the integer 0x1ffffffff does not fit 32 bits; write an L behind it, or "
      "quotes around it" },
    { "a = 99999999999999999999L;", "a.cfg:1: the integer 99999999999999999999L does "
                                    "not fit 64 bits; write it in quotes" },
    { "a = 1e400;\nb = 0.1234567890123456;",
      "a.cfg:1: the number 1e400 is too large: written out it has more than 64 digits\n"
      "a.cfg:2: the number 0.1234567890123456 has more than 15 significant digits and "
      "would lose some; write it in quotes" },
    { "a = 1e-30;", "a.cfg:1: the number 1e-30 is too fine: at most 18 digits may "
                    "follow the point" },
    { "a = 2011-04-30;", "a.cfg:1: 2011-04-30 is not a number; a text stands in "
                         "quotes: \"...\"" },
    { "a = 0.1%;", "a.cfg:1: 0.1% is not a number; a text stands in quotes: \"...\"" },
    { "a = 12abc;", "a.cfg:1: 12abc is not a number; a text stands in quotes: "
                    "\"...\"" },
    { "a = -;", "a.cfg:1: - is not a number; a text stands in quotes: \"...\"" },
    { "a = 1e;", "a.cfg:1: 1e is not a number; a text stands in quotes: \"...\"" },
    { "a = 5l;", "a.cfg:1: 5l is not a number; a text stands in quotes: \"...\"" },
    { "a = 0x;", "a.cfg:1: 0x is not a number; a text stands in quotes: \"...\"" },
    { "a = \"x\n;\nb = 2;", "a.cfg:1: the quote that opens here is never closed" },
    { "\n\n/* x\n", "a.cfg:3: the comment that opens here is never closed with */" },
    { "a = (\n 1,\n 2;\n", "a.cfg:1: the '(' that opens here is never closed" },
    { "a = {\n b = (\n 1 };\n", "a.cfg:3: '}' does not close the '(' of line 2" },
    { "a = 1;\n}\n", "a.cfg:2: '}' closes nothing" },
    { "a = (1,2,);", "a.cfg:1: syntax error: unexpected ')' behind ','" },
    { "a = (1 2);", "a.cfg:1: syntax error: unexpected '2' behind '1'" },
    { "a = (\n\"x\"\n\"y\");", "a.cfg:3: no comma between two texts of a list: they "
                               "would become one" },
    { "a = ;\n", "a.cfg:1: syntax error: unexpected ';' behind '='" },
    { "a\n", "a.cfg:1: syntax error: something is missing behind 'a' at the end" },
    { "a = 1;\nb b = 2;", "a.cfg:2: syntax error: unexpected 'b' behind 'b'" },
    { "= 2;", "a.cfg:1: syntax error: unexpected '='" },
    { "true = 2;", "a.cfg:1: syntax error: unexpected 'true'" },
    { "a = 1;\nb = { c = 1;\n c = 2; };", "a.cfg:3: 'c' stands twice in the same "
                                          "group" },
    { "a = [ 1, \"x\" ];", "a.cfg:1: libconfig: mismatched element type in array" },
    { "a = \"C:\\data\";", "a.cfg:1: unknown escape in a text; a backslash is written "
                           "\\\\" },
    { "a = \"\\x00\";", "a.cfg:1: unknown escape in a text; a backslash is written "
                        "\\\\" },
    { "a = \"\\xE5\";", "a.cfg:1: the escapes of this text do not make UTF-8" },
    { "a = 1；\nb = “x”;",
      "a.cfg:1: '；' stands outside of quotes; names and marks are plain ASCII\n"
      "a.cfg:2: '“' stands outside of quotes; names and marks are plain ASCII\n"
      "a.cfg:2: '”' stands outside of quotes; names and marks are plain ASCII" },
    { "a = $x;", "a.cfg:1: unexpected '$'" },
    { "a = 1;\nb = \"\xE5\xC7\";", "a.cfg:2: not UTF-8; save the file as UTF-8" },
    { "@include \"none.cfg\"\n", "a.cfg:1: none.cfg: No such file or directory" },
    { "@include none.cfg\n", "a.cfg:1: expected @include \"file\"" },
    { "@include \"\"\n", "a.cfg:1: expected @include \"file\"" },
    { "\n@include \"a.cfg\"\n", "a.cfg:2: the configuration includes itself: a.cfg <- "
                                "a.cfg" },
    { "@include \".\"\n", "a.cfg:1: .: is not a file" },
};

static void test_mistakes(void)
{
    for (size_t i = 0; i < COUNT(mistakes_rows); i++) {
        const struct cfg *c = read_text(mistakes_rows[i].text);
        check_true(c == NULL, i);
        check_text(findings_text(&found), mistakes_rows[i].messages, i);
        check_i64(found.len ? found.at[0].code : 0, KH_ECONFIG, i);
    }
}

static void test_nul_is_refused(void)
{
    static const char bytes[] = "a = 1;\nb = \"x\0y\";\n";
    check_true(!read_bytes(bytes, sizeof bytes - 1), 0);
    check_text(findings_text(&found), "a.cfg:2: a NUL byte; this is no text file", 0);
}

static void test_a_missing_file(void)
{
    char path[256];
    snprintf(path, sizeof path, "%s/nowhere.cfg", unit_folder());
    findings_end(&found);
    check_true(!tree_read(&arena, path, &found), 0);
    check_text(findings_text(&found), "nowhere.cfg: No such file or directory", 0);
    check_i64(found.at[0].code, KH_ECONFIG, 0);
}

static void write_text(const char *name, const char *text)
{
    unit_file(name, text, strlen(text));
}

static void test_includes(void)
{
    char folder[256];
    snprintf(folder, sizeof folder, "%s/sub", unit_folder());
    mkdir(folder, 0755);
    write_text("sub/b.cfg", "b = 2;\n@include \"c.cfg\"\n");
    write_text("sub/c.cfg", "\nc = ( 3.50,\n 4 );");
    const struct cfg *t = read_text("a = 1;\n@include \"sub/b.cfg\"\nd = 0.1;\n");
    check_text(shown(t), "{a:1,b:2,c:(3.50,4),d:0.1}", 0);
    const struct cfg *c = cfg_get(t, "c");
    check_i64(c->child[1]->line, 3, 1);
    check_i64(cfg_get(t, "d")->line, 3, 2);
    check_text(strrchr(c->file, '/') - 4, "/sub/c.cfg", 3);
    write_text("sub/c.cfg", "c = 4294967297;\n");
    read_text("a = 1;\n@include \"sub/b.cfg\"\n");
    check_text(
        findings_text(&found),
        "sub/c.cfg:1: the integer 4294967297 does not fit 32 bits; write an L behind "
        "it, or quotes around it",
        4);
    write_text("sub/c.cfg", "c = 4 d;\n");
    read_text("a = 1;\n@include \"sub/b.cfg\"\n");
    check_text(findings_text(&found),
               "sub/c.cfg:1: syntax error: unexpected ';' behind 'd'", 5);
    write_text("sub/c.cfg", "c = {\n");
    read_text("a = 1;\n@include \"sub/b.cfg\"\n");
    check_text(findings_text(&found),
               "sub/c.cfg:1: the '{' that opens here is never closed", 6);
}

/* By what the file is: neither ".." nor a link hides the ring. */
static void test_include_cycles(void)
{
    char link_path[256], folder[256];
    snprintf(folder, sizeof folder, "%s/ring", unit_folder());
    snprintf(link_path, sizeof link_path, "%s/ring/again.cfg", unit_folder());
    mkdir(folder, 0755);
    write_text("ring/b.cfg", "\n@include \"../ring/c.cfg\"\n");
    write_text("ring/c.cfg", "@include \"b.cfg\"\n");
    read_text("@include \"ring/b.cfg\"\n");
    check_text(findings_text(&found),
               "ring/../ring/c.cfg:1: the configuration includes itself: b.cfg <- c.cfg <- "
               "b.cfg",
               0);
    check_i64(symlink("b.cfg", link_path), 0, 1);
    write_text("ring/b.cfg", "@include \"again.cfg\"\n");
    read_text("@include \"ring/b.cfg\"\n");
    check_text(findings_text(&found),
               "ring/b.cfg:1: the configuration includes itself: again.cfg <- b.cfg", 2);
    /* The same file twice, side by side, is no ring. */
    write_text("ring/b.cfg", "1,\n");
    check_text(shown(read_text("a = (\n@include \"ring/b.cfg\"\n@include \"ring/b.cfg\"\n"
                               "2 );")),
               "{a:(1,1,2)}", 3);
}

static void test_bounds(void)
{
    char text[70 * 4 + 16] = "a = ";
    memset(text + 4, '(', 65);
    memset(text + 69, ')', 65);
    read_text(text);
    check_text(findings_text(&found),
               "a.cfg:1: more than 64 groups and lists in one another", 0);
    struct buf b;
    buf_init(&b, 8 << 20);
    buf_text(&b, "a = {\n");
    for (int i = 0; i < 4097; i++)
        buf_printf(&b, "n%d = 1;\n", i);
    buf_text(&b, "};");
    read_bytes(b.at, b.len);
    check_text(findings_text(&found), "a.cfg:4098: more than 4096 names in one group", 1);
    buf_clear(&b);
    for (int i = 0; i < (4 << 20) + 1; i++)
        buf_char(&b, ' ');
    read_bytes(b.at, b.len);
    check_text(findings_text(&found), "a.cfg: larger than 4194304 bytes", 2);
    buf_end(&b);
    for (int i = 0; i < 13; i++) {
        char name[32], include[64];
        snprintf(name, sizeof name, "d%d.cfg", i);
        snprintf(include, sizeof include, "@include \"d%d.cfg\"\n", i + 1);
        write_text(name, include);
    }
    read_text("@include \"d0.cfg\"\n");
    check_text(findings_text(&found),
               "d9.cfg:1: d10.cfg: is included too deep; at most 10 files may include one "
               "another",
               3);
}

static void test_paths_and_places(void)
{
    const struct cfg *t = read_text("domain = {\n scheme = (\n { nodes = ( { id = 1; }, {\n"
                                    "id = 2;\n weight\n = 5; } ); } );\n};");
    const struct cfg *scheme = cfg_get(cfg_get(t, "domain"), "scheme");
    const struct cfg *node = cfg_get(scheme->child[0], "nodes")->child[1];
    check_text(cfg_path(&arena, cfg_get(node, "weight")),
               "domain.scheme[0].nodes[1].weight", 0);
    check_i64(cfg_get(node, "weight")->line, 5, 1);
    check_i64(node->line, 3, 2);
    check_i64(scheme->line, 2, 3);
    check_true(cfg_get(node, "nothing") == NULL, 4);
    check_true(cfg_get(NULL, "nothing") == NULL, 5);
    check_text(cfg_text(node, "nothing", "dflt"), "dflt", 6);
    check_text(cfg_text(t, "domain", "dflt"), "dflt", 7);
    check_true(cfg_truth(node, "id", true), 8);
    uint32_t n = 0;
    cfg_texts(&arena, NULL, &n);
    check_i64(n, 0, 9);
}

static const char *const colours[] = { "green", "yellow", "red", NULL };
static const struct cfg_key keys[] = {
    { .name = "name", .want = WANT_NAME },
    { .name = "weight", .want = WANT_NUMBER, .min = "0", .max = "100" },
    { .name = "digits", .want = WANT_INTEGER, .min = "0" },
    { .name = "debt", .want = WANT_NUMBER, .max = "0" },
    { .name = "colour", .want = WANT_TEXT, .choice = colours },
    { .name = "files", .want = WANT_TEXTS },
    { .name = "some", .want = WANT_TEXTS, .choice = colours },
    { .name = "on", .want = WANT_BOOL },
    { .name = "group", .want = WANT_GROUP },
    { .name = "list", .want = WANT_LIST },
    { .name = "scalar", .want = WANT_SCALAR },
    { .name = "any", .want = WANT_ANY },
};

static void test_schema(void)
{
    static const struct {
        const char *text, *messages;
    } rows[] = {
        { "weight = \"0.1\"; digits = 2.0; colour = \"red\"; files = \"x\"; on = true; "
          "group "
          "= {}; list = (); scalar = 1; any = ( 1 ); name = { zh = \"优\"; };",
          "" },
        { "files = ( \"x\", 0 ); weight = 100; name = \"x\"; debt = -0.5;", "" },
        { "wieght = 1;", "a.cfg:1: unknown key 'wieght' in this file; did you mean "
                         "'weight'?" },
        { "\nxyzzy = 1;",
          "a.cfg:2: unknown key 'xyzzy' in this file; it takes name, weight, digits, debt, "
          "colour, files, some, on, group, list, scalar, any" },
        { "weight = \"ten\";", "a.cfg:1: weight must be a number, not the text \"ten\"" },
        { "weight = 100.5;", "a.cfg:1: weight is 100.5; it must be from 0 to 100" },
        { "weight = -1;", "a.cfg:1: weight is -1; it must be from 0 to 100" },
        { "digits = -1;", "a.cfg:1: digits is -1; it must be at least 0" },
        { "debt = 0.001;", "a.cfg:1: debt is 0.001; it must be at most 0" },
        { "digits = 1.5;", "a.cfg:1: digits must be a whole number, not the number 1.5" },
        { "digits = true;", "a.cfg:1: digits must be a whole number, not true" },
        { "digits = ( 1 );", "a.cfg:1: digits must be a whole number, not a list" },
        { "colour = \"gren\";", "a.cfg:1: colour: \"gren\" is none of green, yellow, red; "
                                "did you mean \"green\"?" },
        { "colour = \"blue\";", "a.cfg:1: colour: \"blue\" is none of green, yellow, red" },
        { "colour = 5;", "a.cfg:1: colour must be a text in quotes, not the number 5" },
        { "some = ( \"red\", \"blue\" );",
          "a.cfg:1: some[1]: \"blue\" is none of green, yellow, red" },
        { "files = { };", "a.cfg:1: files must be a text or a list of texts, not a group" },
        { "files = ( ( 1 ) );", "a.cfg:1: files[0] must be a text in quotes, not a list" },
        { "on = 1;", "a.cfg:1: on must be true or false, not the number 1" },
        { "on = \"true\";", "a.cfg:1: on must be true or false, not the text \"true\"" },
        { "group = 1;", "a.cfg:1: group must be a group { ... }, not the number 1" },
        { "list = { };", "a.cfg:1: list must be a list ( ... ), not a group" },
        { "scalar = { };",
          "a.cfg:1: scalar must be a text, a number, true or false, not a group" },
        { "name = 1;", "a.cfg:1: name must be a text or { zh = \"...\"; en = \"...\"; }, "
                       "not the number 1" },
        { "name = { cn = \"x\"; };",
          "a.cfg:1: unknown key 'cn' in name; did you mean 'en'?" },
        { "a = 1;\nb = 2;",
          "a.cfg:1: unknown key 'a' in this file; it takes name, weight, digits, debt, "
          "colour, files, some, on, group, list, scalar, any\n"
          "a.cfg:2: unknown key 'b' in this file; it takes name, weight, digits, debt, "
          "colour, files, some, on, group, list, scalar, any" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct cfg *t = read_text(rows[i].text);
        if (t)
            check_i64(cfg_check(t, keys, COUNT(keys), &found), !*rows[i].messages, i);
        check_text(findings_text(&found), rows[i].messages, i);
    }
    static const struct cfg_key must[] = { { .name = "id", .required = true } };
    const struct cfg *t = read_text("\ng = { x = 1; };");
    check_true(!cfg_check(cfg_get(t, "g"), must, 1, &found), 0);
    check_text(findings_text(&found),
               "a.cfg:2: unknown key 'x' in g; it takes id\na.cfg:2: g lacks the key "
               "'id'",
               0);
}

/* Whatever the bytes: a tree or findings, never both missing. */
static void test_damaged_bytes(void)
{
    static const char good[] = "a = ( 1.5, \"x\\n\" \"y\", { b = true; c = [ 0x1F, 2L ]; } "
                               "); /* c */ # d\nd = \"区\";\n";
    uint32_t seed = 7;
    for (size_t i = 0; i < 3000; i++) {
        char bytes[sizeof good];
        memcpy(bytes, good, sizeof good);
        for (int k = 0; k < 3; k++) {
            seed = seed * 1664525 + 1013904223;
            size_t at = (seed >> 8) % (sizeof good - 1);
            static const char from[] = "\"\\{}()[];,=#/*@\n1x.-eL\xE5\0";
            bytes[at] = from[(seed >> 20) % (sizeof from - 1)];
        }
        const struct cfg *t = read_bytes(bytes, sizeof good - 1);
        check_true((t != NULL) == (found.errors == 0), i);
    }
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "values keep their kinds", test_values },
        { "numbers are the text of the file", test_numbers_are_the_text_of_the_file },
        { "mistakes have a place and a remedy", test_mistakes },
        { "a NUL byte is refused", test_nul_is_refused },
        { "a missing file is told", test_a_missing_file },
        { "includes are relative to their file", test_includes },
        { "a file may not include itself", test_include_cycles },
        { "size, depth and width are bounded", test_bounds },
        { "settings know path and line", test_paths_and_places },
        { "groups are held against tables", test_schema },
        { "damaged bytes are told, not trusted", test_damaged_bytes },
    };
    int rc = unit_main("tree", cases, COUNT(cases));
    arena_end(&arena);
    findings_end(&found);
    return rc;
}
