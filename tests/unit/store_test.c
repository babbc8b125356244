/* SPDX-License-Identifier: Apache-2.0 */
/* store_test.c - one run is one transaction; history; who may open what. */
#include "made.h"
#include "unit.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *path_of(const char *name)
{
    static char paths[16][128];
    static size_t n;
    char *path = paths[n++ % COUNT(paths)];
    snprintf(path, sizeof paths[0], "%s/%s", unit_folder(), name);
    return path;
}

static struct store *opened(const char *path, bool dry)
{
    kh_err e = { 0 };
    struct store *s = NULL;
    check_i64(store_open(&s, path, dry, &e), KH_OK, 0);
    check_text(e.text, "", 0);
    return s;
}

/* The one cell of a query as text; "(none)" without a row. */
static const char *cell(struct store *s, const char *sql)
{
    static char text[4096];
    sqlite3_stmt *st = NULL;
    snprintf(text, sizeof text, "(none)");
    if (sqlite3_prepare_v2(store_handle(s), sql, -1, &st, NULL))
        snprintf(text, sizeof text, "%s", sqlite3_errmsg(store_handle(s)));
    else if (sqlite3_step(st) == SQLITE_ROW) {
        const char *found = (const char *)sqlite3_column_text(st, 0);
        snprintf(text, sizeof text, "%s", found ? found : "(null)");
    }
    sqlite3_finalize(st);
    return text;
}

static const struct {
    const char *sql, *found;
} whole[] = {
    { "SELECT count(*) FROM run", "1" },
    { "SELECT period || title_zh || version || lang || exit_status FROM run",
      "2011-04河南通信服务质量考核0.1.0zh0" },
    { "SELECT count(*) || ',' || count(fault) FROM domain", "2,1" },
    { "SELECT plugin_version || from_day || to_day || month FROM domain WHERE domain ="
      " 'care'",
      "1.02011-04-012011-04-302011-04" },
    { "SELECT group_concat(level) FROM level WHERE domain = 'care'", "district,city" },
    { "SELECT count(*) FROM score", "10" },
    { "SELECT subject_name FROM score WHERE subject = 'zhengzhou' LIMIT 1",
      "郑州,\"<b>&'" },
    { "SELECT numerator || '/' || denominator || '/' || samples || value || value_x ||"
      " score || contribution || unit FROM score WHERE node = 'G/A'",
      "1830/2000/200091.5091.5055.0055.00%" },
    { "SELECT count(*) FROM score WHERE numerator IS NULL AND contribution IS NULL AND"
      " node = 'total'",
      "3" },
    { "SELECT group_concat(kind) FROM outcome", "grade,plate,plate,veto,ticket" },
    { "SELECT value_name_zh || value_name_en FROM outcome WHERE kind = 'grade'",
      "良好good" },
    { "SELECT rule || count || effect FROM reason", "queue, too \"long\"170-4.25" },
    { "SELECT state || stage || owner || due || opened FROM improvement",
      "open1李工2011-05-312011-04" },
    { "SELECT columns FROM domain_table", "[\"cause\",\"count\"]" },
    { "SELECT json_extract(cells, '$[0]') FROM domain_row WHERE seq = 0", "排队, \"长\"" },
    { "SELECT json_extract(cells, '$[0]') FROM domain_row WHERE seq = 1",
      "line\nbreak\t\\" },
    { "SELECT rows || ',' || rejected || ',' || skipped || ',' || outside FROM dataset"
      " WHERE dataset = 'calls'",
      "12,2,1,3" },
    { "SELECT missing FROM dataset WHERE dataset = 'surveys'", "1" },
    { "SELECT name || path || encoding || size FROM input",
      "data/calls.csv/somewhere/data/calls.csvGB180304096" },
    { "SELECT substr(sha, 1, 8) FROM input", "01020300" },
    { "SELECT group_concat(unit || delivered) FROM delivery", "zhengzhou1,luoyang0" },
    { "SELECT file || line || reason FROM reject WHERE \"column\" = '等待,时长'",
      "data/calls.csv7not a number" },
    { "SELECT group_concat(rank || grade || previous_rank) FROM ranking", "1good2" },
    { "SELECT score FROM ranking WHERE rank IS NULL", "(null)" },
    { "SELECT count(*) FROM pragma_foreign_key_check", "0" },
    { "PRAGMA integrity_check", "ok" },
    { "PRAGMA journal_mode", "wal" },
    { "PRAGMA user_version", "8" },
    { "SELECT run || faults FROM v_runs", "1works" },
    { "SELECT count(*) FROM v_scores WHERE period = '2011-04'", "10" },
    { "SELECT count(*) FROM v_ranking", "2" },
    { "SELECT count(*) FROM v_outcomes", "5" },
    { "SELECT count(*) FROM v_reasons", "1" },
    { "SELECT count(*) FROM v_orders", "1" },
    { "SELECT count(*) FROM v_rejects", "2" },
    { "SELECT count(*) FROM v_tables", "2" },
    { "SELECT group_concat(domain || month || run) FROM v_current", "care2011-041" },
};

static void test_a_run_is_there_whole(void)
{
    struct made m;
    struct store *s = opened(path_of("whole.db"), false);
    made_small(&m, "2011-04");
    check_i64(made_store(&m, s), 1, 0);
    for (size_t i = 0; i < COUNT(whole); i++)
        check_text(cell(s, whole[i].sql), whole[i].found, i);
    store_close(s);
    made_end(&m);
}

static void test_a_rollback_leaves_nothing(void)
{
    struct made m;
    kh_err e = { 0 };
    int64_t run = 0;
    struct store *s = opened(path_of("rollback.db"), false);
    made_small(&m, "2011-04");
    check_i64(store_write(s, &m.record, &run, NULL, NULL, &e), KH_OK, 0);
    check_i64(run, 1, 0);
    store_rollback(s);
    store_rollback(s); /* a second one is harmless */
    check_text(cell(s, "SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM score)"),
               "0", 0);
    check_i64(made_store(&m, s), 1, 0);
    store_close(s);
    made_end(&m);
}

/* The process ends at a stage of the write; nothing of the run is there, the next works. */
struct death {
    int left;
};

static void die(void *ctx, const char *stage)
{
    struct death *d = ctx;
    (void)stage;
    if (!d->left--)
        _exit(7);
}

static void test_a_death_before_the_commit_leaves_nothing(void)
{
    const char *path = path_of("death.db");
    for (int stage = 0; stage < 4; stage++) {
        pid_t child = fork();
        if (!child) {
            struct made m;
            struct store *s = NULL;
            kh_err e = { 0 };
            int64_t run = 0;
            struct death d = { stage };
            made_small(&m, "2011-04");
            if (!store_open(&s, path, false, &e))
                store_write(s, &m.record, &run, die, &d, &e);
            _exit(1);
        }
        int status = 0;
        waitpid(child, &status, 0);
        check_i64(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 7, (size_t)stage);
        struct store *s = opened(path, false);
        check_text(cell(s, "SELECT count(*) FROM run"), "0", (size_t)stage);
        check_text(cell(s, "PRAGMA integrity_check"), "ok", (size_t)stage);
        store_close(s);
    }
    struct made m;
    struct store *s = opened(path, false);
    made_small(&m, "2011-04");
    check_i64(made_store(&m, s), 1, 0);
    store_close(s);
    made_end(&m);
}

static void test_a_second_writer_is_told_to_try_again(void)
{
    const char *path = path_of("busy.db");
    struct made m;
    kh_err e = { 0 };
    int64_t run = 0;
    struct store *first = opened(path, false), *second = opened(path, false);
    made_small(&m, "2011-04");
    check_i64(store_write(first, &m.record, &run, NULL, NULL, &e), KH_OK, 0);
    sqlite3_busy_timeout(store_handle(second), 1);
    check_i64(store_write(second, &m.record, &run, NULL, NULL, &e), ST_AGAIN, 0);
    check_true(strstr(e.text, "in use by another run"), 0);
    check_text(cell(second, "SELECT count(*) FROM run"), "0", 0); /* readers do not wait */
    check_i64(store_commit(first, &e), KH_OK, 0);
    check_i64(made_store(&m, second), 2, 0);
    store_close(second);
    store_close(first);
    made_end(&m);
}

static void test_a_full_disk_is_told_and_leaves_nothing(void)
{
    struct made m;
    kh_err e = { 0 };
    int64_t run = 0;
    struct store *s = opened(path_of("full.db"), false);
    made_province(&m, "2011-04", 18, 20);
    sqlite3_exec(store_handle(s), "PRAGMA max_page_count = 60", NULL, NULL, NULL);
    check_i64(store_write(s, &m.record, &run, NULL, NULL, &e), ST_AGAIN, 0);
    check_true(strstr(e.text, "the disk is full"), 0);
    store_rollback(s);
    check_text(cell(s, "SELECT count(*) FROM run"), "0", 0);
    sqlite3_exec(store_handle(s), "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
    check_i64(made_store(&m, s), 1, 0);
    store_close(s);
    made_end(&m);
}

static void test_what_is_no_store_is_refused(void)
{
    static const char text[] =
        "this is a letter, and it is long enough to be no database\n"
        "this is a letter, and it is long enough to be no database\n";
    kh_err e = { 0 };
    struct store *s = opened(path_of("newer.db"), false);
    sqlite3_exec(store_handle(s), "PRAGMA user_version = 99", NULL, NULL, NULL);
    store_close(s);
    for (int dry = 0; dry < 2; dry++) {
        check_i64(store_open(&s, path_of("newer.db"), dry, &e), KH_ECONFIG, (size_t)dry);
        check_true(strstr(e.text, "update the program"), (size_t)dry);
        check_true(!s, (size_t)dry);
        const char *letter = unit_file("letter.db", text, sizeof text - 1);
        check_i64(store_open(&s, letter, dry, &e), KH_ECONFIG, (size_t)dry);
        check_true(strstr(e.text, "is not a database of kaohe"), (size_t)dry);
        check_i64(store_open(&s, unit_folder(), dry, &e), ST_IO, (size_t)dry);
    }
}

static void test_a_dry_store_writes_nothing(void)
{
    const char *path = path_of("dry.db");
    struct made m;
    struct stat st;
    made_small(&m, "2011-03");
    struct store *s = opened(path, true);
    check_i64(made_store(&m, s), 1, 0);
    store_close(s);
    check_i64(stat(path, &st), -1, 0); /* an absent one is not made */
    s = opened(path, false);
    check_i64(made_store(&m, s), 1, 0);
    store_close(s);
    s = opened(path, true); /* a copy sees history */
    check_text(cell(s, "SELECT period FROM run"), "2011-03", 0);
    check_i64(made_store(&m, s), 2, 0);
    store_close(s);
    s = opened(path, false);
    check_text(cell(s, "SELECT count(*) FROM run"), "1", 0);
    store_close(s);
    made_end(&m);
}

static void test_a_dry_store_sees_what_is_only_in_the_log(void)
{
    const char *path = path_of("log.db");
    struct made m;
    made_small(&m, "2011-03");
    struct store *writer = opened(path, false);
    check_i64(made_store(&m, writer), 1, 0); /* still open: not yet in the main file */
    struct store *s = opened(path, true);
    check_text(cell(s, "SELECT count(*) FROM run"), "1", 0);
    store_close(s);
    store_close(writer);
    made_end(&m);
}

static void test_runs_are_found_and_listed(void)
{
    static const char *const periods[] = { "2011-03", "2011-04", "2011-03" };
    static const struct {
        const char *which;
        kh_status rc;
        int64_t run;
    } rows[] = {
        { "last", KH_OK, 3 },         { "1", KH_OK, 1 },
        { "2011-03", KH_OK, 3 },      { "2011-04", KH_OK, 2 },
        { "4", ST_INPUT, 0 },         { "2011-05", ST_INPUT, 0 },
        { "", ST_INPUT, 0 },          { "99999999999999999999", ST_INPUT, 0 },
        { "' OR 1 --", ST_INPUT, 0 },
    };
    kh_err e = { 0 };
    int64_t run = 0;
    struct store *s = opened(path_of("list.db"), false);
    check_i64(store_find_run(s, "last", &run, &e), ST_INPUT, 0);
    check_true(strstr(e.text, "`kaohe runs` lists them"), 0);
    for (size_t i = 0; i < COUNT(periods); i++) {
        struct made m;
        made_small(&m, periods[i]);
        m.record.exit_status = (int)i;
        check_i64(made_store(&m, s), (int64_t)i + 1, i);
        made_end(&m);
    }
    for (size_t i = 0; i < COUNT(rows); i++) {
        run = 0;
        check_i64(store_find_run(s, rows[i].which, &run, &e), rows[i].rc, i);
        check_i64(run, rows[i].run, i);
    }
    struct arena a;
    struct store_listed *at = NULL;
    uint32_t n = 0;
    arena_init(&a, 0);
    check_i64(store_list(s, &a, &at, &n, &e), KH_OK, 0);
    check_i64(n, 3, 0);
    for (uint32_t i = 0; i < n; i++) {
        check_i64(at[i].run, 3 - i, i);
        check_text(at[i].period, periods[2 - i], i);
        check_i64(at[i].exit_status, 2 - i, i);
        check_text(at[i].domains, "care works", i);
        check_text(at[i].faults, "works", i);
    }
    arena_end(&a);
    store_close(s);
}

/* The ranking before, as a run of `period` sees it: "subject score rank" of the first. */
static const char *before(struct store *s, const struct made *m, const char *period)
{
    static char text[128];
    struct arena a;
    struct score_previous *at = NULL;
    uint32_t n = 0;
    kh_err e = { 0 };
    arena_init(&a, 0);
    check_i64(store_previous(s, &a, &m->conf, period, &at, &n, &e), KH_OK, 0);
    snprintf(text, sizeof text, "(none)");
    for (uint32_t i = 0; i < n; i++)
        if (!i)
            snprintf(text, sizeof text, "%u: %s %s %s %s %u", n, at[i].board, at[i].group,
                     at[i].subject, at[i].score, at[i].rank);
    arena_end(&a);
    return text;
}

static void test_the_ranking_before_is_the_current_one_of_the_window_before(void)
{
    struct made m;
    struct store *s = opened(path_of("before.db"), false);
    made_small(&m, "2011-03");
    check_text(before(s, &m, "2011-04"), "(none)", 0);
    check_i64(made_store(&m, s), 1, 0);
    check_text(before(s, &m, "2011-04"), "2: cities 一类 zhengzhou 88.00 1", 0);
    check_text(before(s, &m, "2011-03"), "(none)", 0);
    check_text(before(s, &m, "2011-05"), "(none)", 0); /* nothing older is taken */
    struct scored_rank *rank = &m.run.ranks[0];
    rank->score.p = "89.00";
    check_i64(made_store(&m, s), 2, 0); /* a correction counts from then on */
    check_text(before(s, &m, "2011-04"), "2: cities 一类 zhengzhou 89.00 1", 0);
    rank->score.p = "10.00";
    m.run.domains[0].fault = "died";
    check_i64(made_store(&m, s), 3, 0); /* a run in which the domain failed does not */
    check_text(before(s, &m, "2011-04"), "2: cities 一类 zhengzhou 89.00 1", 0);
    rank->score.p = "88.00";
    store_close(s);
    made_end(&m);
}

/* A carried domain written again: everything is there, but for grades and orders. */
static const struct {
    const char *sql, *found;
} carried[] = {
    { "SELECT carried FROM domain WHERE run = 2 AND domain = 'care'", "1" },
    { "SELECT group_concat(run) FROM v_current WHERE domain = 'care'", "1" },
    { "SELECT count(*) FROM (SELECT seq, level, subject, subject_name, node, node_name_zh,"
      " node_name_en, depth, kind, indicator, unit, state, numerator, denominator, samples,"
      " value, value_x, score, score_x, \"full\", full_x, weight, weight_x, weight_used,"
      " weight_used_x, contribution, contribution_x, count(DISTINCT run) FROM score WHERE"
      " domain = 'care' GROUP BY 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,"
      "23,24,25,26,27 HAVING count(DISTINCT run) = 2)",
      "10" },
    { "SELECT count(*) FROM score WHERE run = 2 AND flags NOT LIKE '%carried'", "0" },
    { "SELECT count(*) FROM score WHERE run = 2 AND flags LIKE '%carried%carried%'", "0" },
    { "SELECT group_concat(kind) FROM outcome WHERE run = 2", "plate,plate,veto,ticket" },
    { "SELECT group_concat(value_name_zh) FROM outcome WHERE run = 2 AND kind = 'plate'",
      "green,red" },
    { "SELECT rule || count || effect || effect_x FROM reason WHERE run = 2",
      "queue, too \"long\"170-4.25-4.25" },
    { "SELECT count(*) FROM improvement WHERE run = 2", "0" },
    { "SELECT columns FROM domain_table WHERE run = 2", "[\"cause\",\"count\"]" },
    { "SELECT count(*) FROM (SELECT cells, level, subject FROM domain_row WHERE run = 1"
      " EXCEPT SELECT cells, level, subject FROM domain_row WHERE run = 2)",
      "0" },
    { "SELECT count(*) FROM domain_row WHERE run = 2", "2" },
    { "SELECT count(*) FROM dataset WHERE run = 2", "0" },
    { "SELECT count(*) FROM pragma_foreign_key_check", "0" },
};

static void test_a_domain_is_carried_whole(void)
{
    struct made m;
    struct store *s = opened(path_of("carried.db"), false);
    struct scored_domain care;
    kh_err e = { 0 };
    bool found = true;
    int32_t month = 0;
    made_small(&m, "2011-04");
    const struct conf_domain *d = m.run.domains[0].conf;
    month_parse(&month, "2011-04");
    check_i64(store_domain(s, &m.arena, d, month, &care, &found, &e), KH_OK, 0);
    check_true(!found && care.carried && !care.n_rows && care.conf == d, 0);
    check_i64(made_store(&m, s), 1, 0);
    check_i64(store_domain(s, &m.arena, d, month - 1, &care, &found, &e), KH_OK, 0);
    check_true(!found, 0); /* nothing older or newer is taken */
    check_i64(store_domain(s, &m.arena, m.run.domains[1].conf, month, &care, &found, &e),
              KH_OK, 0);
    check_true(!found, 0); /* at fault */
    check_i64(store_domain(s, &m.arena, d, month, &care, &found, &e), KH_OK, 0);
    check_true(found && care.carried && !care.n_orders && !care.n_notes, 0);
    care.schema = m.run.domains[0].schema;
    m.run.domains[0] = care;
    check_i64(made_store(&m, s), 2, 0);
    for (size_t i = 0; i < COUNT(carried); i++)
        check_text(cell(s, carried[i].sql), carried[i].found, i);
    /* once more from what is still run 1, with a level that is not scored any more */
    struct conf_domain fewer = *d;
    fewer.levels[1].scored = false;
    check_i64(store_domain(s, &m.arena, &fewer, month, &care, &found, &e), KH_OK, 0);
    check_i64(care.n_notes, 1, 0);
    check_true(care.n_notes && strstr(care.notes[0], "run 1 has scores at level 'city'"),
               0);
    for (uint32_t i = 0; i < care.n_rows; i++)
        check_text(care.rows[i].level, "district", i);
    store_close(s);
    made_end(&m);
}

static void test_a_window_is_the_totals_of_its_current_run(void)
{
    struct made m;
    struct store *s = opened(path_of("window.db"), false);
    struct scored_window w = { .domain = "care" };
    kh_err e = { 0 };
    made_small(&m, "2011-04");
    month_parse(&w.month, "2011-04");
    check_i64(store_window(s, &m.arena, &w, &e), KH_OK, 0);
    check_true(!w.is_known && !w.n_totals, 0);
    check_i64(made_store(&m, s), 1, 0);
    check_i64(store_window(s, &m.arena, &w, &e), KH_OK, 1);
    check_true(w.is_known, 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < m.run.domains[0].n_rows; i++) {
        const struct scored_row *r = &m.run.domains[0].rows[i];
        if (strcmp(r->node, "total") != 0)
            continue;
        check_text(w.totals[n].level, r->level, n);
        check_text(w.totals[n].subject, r->subject, n);
        check_text(w.totals[n].state, r->state, n);
        check_text(w.totals[n].score, r->score.x, n);
        check_text(w.totals[n].full, r->full.x, n);
        n++;
    }
    check_i64(w.n_totals, n, 1);
    check_i64(w.from, civil_day(2011, 4, 1), 1);
    check_i64(w.to, civil_day(2011, 5, 1), 1);
    m.run.domains[0].n_rows = 0; /* a newer result counts, even an empty one */
    check_i64(made_store(&m, s), 2, 2);
    check_i64(store_window(s, &m.arena, &w, &e), KH_OK, 2);
    check_true(w.is_known && !w.n_totals, 2);
    m.run.domains[0].carried = true;
    check_i64(made_store(&m, s), 3, 3);
    check_i64(store_window(s, &m.arena, &w, &e), KH_OK, 3);
    check_true(w.is_known && !w.n_totals, 3);
    store_close(s);
    made_end(&m);
}

static void count_stage(void *ctx, const char *stage)
{
    int *counts = ctx;
    counts[!strcmp(stage, "inserted")]++;
}

static void test_stages_are_told(void)
{
    struct made m;
    kh_err e = { 0 };
    int64_t run = 0;
    int counts[2] = { 0, 0 };
    struct store *s = opened(path_of("stages.db"), false);
    made_province(&m, "2011-04", 18, 20);
    check_i64(store_write(s, &m.record, &run, count_stage, counts, &e), KH_OK, 0);
    check_true(counts[0] >= 10, 0); /* moments at which a test may kill */
    check_i64(counts[1], 1, 0);
    store_rollback(s);
    store_close(s);
    made_end(&m);
}

static const struct unit_case cases[] = {
    { "a run is there whole", test_a_run_is_there_whole },
    { "a rollback leaves nothing", test_a_rollback_leaves_nothing },
    { "a death before the commit leaves nothing",
      test_a_death_before_the_commit_leaves_nothing },
    { "a second writer is told to try again", test_a_second_writer_is_told_to_try_again },
    { "a full disk is told and leaves nothing",
      test_a_full_disk_is_told_and_leaves_nothing },
    { "what is no store is refused", test_what_is_no_store_is_refused },
    { "a dry store writes nothing", test_a_dry_store_writes_nothing },
    { "a dry store sees what is only in the log",
      test_a_dry_store_sees_what_is_only_in_the_log },
    { "runs are found and listed", test_runs_are_found_and_listed },
    { "the ranking before is the current one of the window before",
      test_the_ranking_before_is_the_current_one_of_the_window_before },
    { "a domain is carried whole", test_a_domain_is_carried_whole },
    { "a window is the totals of its current run",
      test_a_window_is_the_totals_of_its_current_run },
    { "stages are told", test_stages_are_told },
};
UNIT_MAIN("store", cases)
