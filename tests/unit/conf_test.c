/* SPDX-License-Identifier: Apache-2.0 */
/* conf_test.c - the whole configuration: what is read and what is digested. */
#include "conf_sample.h"

static void test_run_settings(void)
{
    write_good();
    const struct conf *c = load();
    check_text(findings_text(&found), "", 0);
    check_true(c != NULL, 0);
    if (!c)
        return;
    size_t skip = strlen(unit_folder());
    check_text(c->database + skip, "/c/db/kaohe.db", 1);
    check_text(c->orgs + skip, "/c/orgs.csv", 2);
    check_text(c->plugins[0] + skip, "/c/plugins", 3);
    check_i64(c->language, LANG_EN, 4);
    check_i64(c->rounding, ROUND_HALF_EVEN, 5);
    check_text(c->title, "T", 6);
    check_i64(c->utc_offset_us, -(INT64_C(3) * 60 + 30) * 60000000, 7);
    check_i64(c->limits.memory, 64 << 20, 8);
    check_i64(c->limits.wall_s, 10, 9);
    check_i64(c->limits.batch_wall_s, 60, 10);
    check_i64(c->limits.cpu_s, 7200, 11);
    check_i64(c->n_domains, 2, 12);
    check_text(c->domains[1].id, "beta", 13);
    check_true(c->domains[1].enabled, 14);
    check_i64(c->n_boards, 2, 15);
    const struct conf_board *b = &c->boards[0];
    check_text(b->node, "B/B1", 16);
    check_true(b->dense, 17);
    check_i64(b->n_then, 2, 18);
    check_text(b->grades[0].quota, "0.05", 19);
    check_true(b->grades[1].from == NULL, 20);
    check_true(c->boards[1].domain == NULL, 21);
    check_i64(c->n_files, 3, 22);
    check_text(c->files[1].path + skip, "/c/modules.d/a.cfg", 23);
    check_true(conf_domain_of(c, "beta") == &c->domains[1], 24);
    check_true(conf_domain_of(c, "gamma") == NULL, 25);
}

static void test_domain_settings(void)
{
    write_good();
    const struct conf *c = load();
    if (!c)
        return;
    const struct conf_domain *d = &c->domains[0];
    check_text(conf_name_in(d->name, LANG_ZH), "甲", 0);
    check_text(conf_name_in(d->name, LANG_EN), "Alpha", 1);
    check_i64(d->cycle.months, 2, 2);
    check_i64(d->cycle.last_day, 25, 3);
    check_i64(d->n_subject, 2, 4);
    check_i64(d->n_levels, 3, 5);
    check_i64(d->levels[0].from, -1, 6);
    check_i64(d->levels[0].by, LEVEL_FIRST, 7);
    check_i64(d->levels[1].by, LEVEL_MERGE, 8);
    check_true(!d->levels[1].org, 9);
    check_true(d->levels[2].org, 10);
    check_text(d->levels[2].of[0], "city", 11);
    check_i64(d->levels[2].from, 1, 12);
    check_text(d->levels[2].weight, "calls", 13);
    check_i64(d->n_days, 2, 14);
    check_i64(d->days[0].days[2], -1, 15);
    const struct conf_name name = conf_name_of(d->tree, "nothing", "dflt");
    check_text(name.zh, "dflt", 16);
    check_true(d->params && d->scheme && d->vetoes && d->plates && d->tickets, 17);
}

static void test_inputs(void)
{
    write_good();
    const struct conf *c = load();
    if (!c)
        return;
    const struct conf_input *in = &c->domains[0].inputs[0];
    check_text(in->dataset, "calls", 0);
    check_text(in->files[0] + strlen(unit_folder()),
               "/c/modules.d/in/calls-{city}-{YYYY}{MM}*.csv", 1);
    check_text(in->encoding, "GB18030", 2);
    check_i64(in->delimiter, '\t', 3);
    check_i64(in->decimal, ',', 4);
    check_i64(in->thousands, '.', 5);
    check_i64(in->n_missing, 3, 6);
    check_text(in->missing[2], "0", 7);
    check_i64(in->lookback_days, 31, 8);
    check_true(in->reject_share && !in->keyed, 9);
    check_text(in->max_rejects, "0.1", 10);
    check_text(in->expect, "city", 11);
    check_i64(in->n_columns, 6, 12);
    const struct conf_column *col = in->columns;
    check_text(col[0].text, "区县", 13);
    check_text(col[1].dates[0], "d-mon-yy", 14);
    check_text(col[2].text, "ok", 15);
    check_text(col[2].map[0].to, "true", 16);
    check_i64(col[3].kind, COLUMN_CONSTANT, 17);
    check_text(col[3].text, "5", 18);
    check_i64(col[4].kind, COLUMN_FILE_PART, 19);
    check_true(col[4].is_private, 20);
    check_i64(col[5].kind, COLUMN_LOOKUP, 21);
    check_text(col[5].by[0], "id", 22);
    check_text(col[5].map[0].from, "高", 23);
    in = &c->domains[0].inputs[1];
    check_text(in->files[0], "/data/people.csv", 24);
    check_i64(in->span, SPAN_TO_END, 25);
    check_text(in->at, "city", 26);
    check_true(in->may_be_missing && in->keyed && !in->reject_share, 27);
    check_i64(in->decimal, '.', 28);
    check_i64(in->delimiter, 0, 29);
}

static void test_data_folder(void)
{
    write_good();
    write_changed("c/kaohe.cfg", kaohe_text, "orgs = ", "data = \"d\"; orgs = ");
    const struct conf *c = load();
    check_text(findings_text(&found), "", 0);
    if (!c)
        return;
    const struct conf_input *in = c->domains[0].inputs;
    check_text(in[0].files[0] + strlen(unit_folder()),
               "/c/d/in/calls-{city}-{YYYY}{MM}*.csv", 1);
    check_text(in[1].files[0], "/data/people.csv", 2);
}

/* What is shipped is free of mistakes, and holds the boards and domains it promises. */
static void test_shipped_configuration(void)
{
    arena_end(&arena);
    findings_end(&found);
    const struct conf *c =
        conf_load(&arena, TEST_SOURCE "/conf/kaohe.cfg", NULL, 0, &found);
    check_text(findings_text(&found), "", 0);
    check_true(c && c->n_boards && c->orgs, 1);
    static const char *const domains[] = { "customer", "contractor", "assessor", "qc",
                                           "organiser" };
    for (size_t i = 0; c && i < COUNT(domains); i++) {
        const struct conf_domain *d = conf_domain_of(c, domains[i]);
        check_true(d && d->enabled, 2 + i);
    }
}

static void digest(char out[SHA_TEXT])
{
    const struct conf *c = load();
    check_text(findings_text(&found), "", 0);
    out[0] = 0;
    if (c)
        sha_text(out, c->sha);
}

/* Every run configuration of the tree can be used. */
static void test_configurations_of_the_tree(void)
{
    static const char *const names[] = { "examples", "tests/decks/calls",
                                         "tests/decks/daily", "tests/decks/inspections",
                                         "tests/golden/contractor" };
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[512];
        snprintf(path, sizeof path, TEST_SOURCE "/%s/kaohe.cfg", names[i]);
        arena_end(&arena);
        findings_end(&found);
        check_true(conf_load(&arena, path, NULL, 0, &found) != NULL, i);
        check_text(findings_text(&found), "", i);
    }
}

/* Settings in the wrong places and of the wrong kinds: told, never trusted. */
static void test_shuffled_words(void)
{
    static const char *const words[] = { "1",       "\"x\"",     "( )",  "{ }",
                                         "true",    "-1.5",      "\"\"", "( 1 )",
                                         "( ( ) )", "\"total\"", "0x10", "\"alpha\"" };
    uint32_t seed = 11;
    for (size_t i = 0; i < 1500; i++) {
        char text[8192];
        const char *source = i & 1 ? kaohe_text : module_text;
        size_t equals = 0, n = 0, chosen = 0;
        for (const char *p = source; *p; p++)
            equals += *p == '=';
        seed = seed * 1664525 + 1013904223;
        chosen = (seed >> 8) % equals;
        const char *p = source;
        for (; chosen || *p != '='; p++)
            chosen -= *p == '=';
        /* A scalar behind the sign is replaced; before a bracket the word is a mistake. */
        size_t value = strcspn(p, ";{(\n");
        n = (size_t)(p - source);
        snprintf(text, sizeof text, "%.*s= %s%s", (int)n, source,
                 words[(seed >> 20) % COUNT(words)], p + value);
        write_good();
        write_file(i & 1 ? "c/kaohe.cfg" : "c/modules.d/a.cfg", text);
        const struct conf *c = load();
        check_true(c || found.errors, i);
    }
}

static void test_digest(void)
{
    char first[SHA_TEXT], next[SHA_TEXT];
    write_good();
    digest(first);
    static const struct {
        const char *name, *text, *from, *to;
        int same;
    } rows[] = {
        { "c/kaohe.cfg", kaohe_text, "database", "# remark\n\n  database", 1 },
        { "c/kaohe.cfg", kaohe_text, "language = \"en\"; rounding = \"half_even\"",
          "rounding = \"half_even\";\nlanguage = \"en\"", 1 },
        { "c/kaohe.cfg", kaohe_text, "db/kaohe.db", "other.db", 1 },
        { "c/kaohe.cfg", kaohe_text, "orgs = ", "data = \"/data\"; orgs = ", 1 },
        { "c/kaohe.cfg", kaohe_text, "half_even", "half_up", 0 },
        { "c/kaohe.cfg", kaohe_text, "0.05", "0.06", 0 },
        { "c/modules.d/a.cfg", module_text, "limit_s = 15", "limit_s = 16", 0 },
        { "c/modules.d/a.cfg", module_text, "limit_s = 15", "limit_s=15", 1 },
        { "c/modules.d/a.cfg", module_text, "{ kind = \"x\"; }", "{ kind = \"y\"; }", 0 },
        { "c/modules.d/b.cfg", beta_text, "enabled = true; ", "", 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        write_good();
        write_changed(rows[i].name, rows[i].text, rows[i].from, rows[i].to);
        digest(next);
        check_i64(!strcmp(first, next), rows[i].same, i);
    }
    /* Module files by other names are read in another order. */
    write_good();
    write_file("c/modules.d/z.cfg", module_text);
    remove_file("c/modules.d/a.cfg");
    digest(next);
    check_text(next, first, COUNT(rows));
    remove_file("c/modules.d/z.cfg");
}

static void test_input_override(void)
{
    static const struct conf_override over[] = { { "alpha", "people", "mine.csv" } };
    static const struct conf_override wrong[] = { { "alpa", "people", "x" },
                                                  { "alpha", "persons", "x" } };
    char first[SHA_TEXT], next[SHA_TEXT];
    write_good();
    digest(first);
    const struct conf *c = load_with(over, 1);
    check_text(c->domains[0].inputs[1].files[0], "mine.csv", 0);
    check_i64(c->domains[0].inputs[1].n_files, 1, 1);
    sha_text(next, c->sha);
    check_text(next, first, 2);
    load_with(wrong, 2);
    check_text(findings_text(&found),
               "--input alpa.people: there is no domain \"alpa\"\n"
               "--input alpha.persons: the domain has no input \"persons\"",
               3);
    check_i64(found.at[0].code, ST_USAGE, 4);
}

static void test_unusable(void)
{
    write_good();
    write_file("c/kaohe.cfg", "@include \"kaohe.cfg\"\n");
    check_true(load() == NULL, 0);
    check_text(findings_text(&found),
               "c/kaohe.cfg:1: the configuration includes itself: kaohe.cfg <- kaohe.cfg",
               1);
    check_i64(status_exit(found.at[0].code), EXIT_CONFIG, 2);
    remove_file("c/kaohe.cfg");
    check_true(load() == NULL, 3);
    check_text(findings_text(&found), "c/kaohe.cfg: No such file or directory", 4);
    write_good();
    write_file("c/modules.d/c.cfg", "domain = {");
    load();
    check_text(findings_text(&found),
               "c/modules.d/c.cfg:1: the '{' that opens here is never closed", 5);
    remove_file("c/modules.d/c.cfg");
    /* Names that are no modules: editors' copies and hidden files. */
    write_file("c/modules.d/c.cfg~", "x");
    write_file("c/modules.d/.c.cfg", "x");
    check_true(load() && !found.errors, 6);
    remove_file("c/modules.d/c.cfg~");
    remove_file("c/modules.d/.c.cfg");
}

static void test_minimal(void)
{
    write_good();
    write_file("c/kaohe.cfg", "modules = \"other\";");
    write_changed("c/other/b.cfg", beta_text,
                  "results = { domain = \"alpha\"; level = "
                  "\"city\"; };",
                  "indicator = \"x\";");
    const struct conf *c = load();
    check_text(findings_text(&found), "", 0);
    if (!c)
        return;
    check_text(c->database + strlen(unit_folder()), "/c/kaohe.db", 1);
    check_true(!c->orgs && !c->title && !c->n_boards && !c->composite, 2);
    check_i64(c->language, LANG_ZH, 3);
    check_i64(c->utc_offset_us, INT64_C(8) * 3600000000, 4);
    check_i64(c->limits.memory, INT64_C(1) << 30, 5);
    check_text(c->domains[0].name.zh, "beta", 6);
    remove_file("c/other/b.cfg");
}

/* Every allocation of the arena may be refused: no crash, and never a silent success. */
static void test_memory_is_refused(void)
{
    write_good();
    char path[256];
    snprintf(path, sizeof path, "%s/c/kaohe.cfg", unit_folder());
    bool complete = false;
    for (size_t limit = 64; !complete && limit < (4u << 20); limit += limit / 16 + 64) {
        struct arena a;
        arena_init(&a, limit);
        findings_end(&found);
        const struct conf *c = conf_load(&a, path, NULL, 0, &found);
        complete = c && !found.errors;
        check_true(complete || found.errors, limit);
        arena_end(&a);
    }
    check_true(complete, 0);
}

static void test_tables_are_documented(void)
{
    size_t i = 0;
    for (const struct conf_table *t = conf_table_at(0); t; t = conf_table_at(++i)) {
        check_true(t->where && t->n, i);
        for (size_t k = 0; k < t->n; k++) {
            check_true(t->keys[k].doc != NULL, i * 100 + k);
            size_t n = t->keys[k].doc ? strlen(t->keys[k].doc) : 0;
            check_true(n && t->keys[k].doc[n - 1] == '.', i * 100 + k);
        }
    }
    check_true(i > 15, i);
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "settings of the run are read", test_run_settings },
        { "settings of a domain are read", test_domain_settings },
        { "inputs and columns are read", test_inputs },
        { "inputs may stand in a folder of their own", test_data_folder },
        { "the shipped configuration is right", test_shipped_configuration },
        { "the configurations of the tree are right", test_configurations_of_the_tree },
        { "shuffled words are told", test_shuffled_words },
        { "the digest is of what the settings say", test_digest },
        { "--input replaces files", test_input_override },
        { "unusable files are told", test_unusable },
        { "little is enough", test_minimal },
        { "refused memory is told", test_memory_is_refused },
        { "every setting has a sentence", test_tables_are_documented },
    };
    int rc = unit_main("conf", cases, COUNT(cases));
    arena_end(&arena);
    findings_end(&found);
    return rc;
}
