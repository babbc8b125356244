/* SPDX-License-Identifier: Apache-2.0 */
/* worker_death_test.c - a plugin that dies, hangs or lies costs its domain and nothing
 * else: the verdict names cause, callback and rows, and nothing is left running. */
#include "worker_kit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROWS "rows = { file = \"../rows.csv\"; };"
#define RETRIED ", after 1 retry"
#if defined(__SANITIZE_THREAD__) /* hands signals over late: the hard limit comes first */
#define CPU_SPENT "plugin 'moody' 1.2 was killed by signal 9 (Killed) in merge"
#else
#define CPU_SPENT "plugin 'moody' 1.2 used more than 1 s of processor time in merge"
#endif

static void write_rows(void)
{
    kit_file("rows.csv", "who,n\na,1\nb,2\na,3\n");
}

static struct kit_ran run_mood(const char *mood, const char *where, const char *limits)
{
    static char params[200];
    write_rows();
    snprintf(params, sizeof params, "mood = \"%s\"; where = \"%s\";", mood, where);
    const struct kit k = {
        .plugin = "moody", .params = params, .inputs = ROWS, .limits = limits, .threads = 3
    };
    return kit_run(&k);
}

/* Deaths by a signal that sanitizers take for themselves are told by their exit status
 * there; `bare` is what a build without them says. */
static void test_a_death_is_told_with_its_place(void)
{
    static const struct {
        const char *mood, *where, *bare, *always;
    } rows[] = {
        { "abort", "consume", "was killed by signal 6 (Aborted) in consume",
          "plugin 'moody' 1.2 was killed by signal 6 (Aborted) in consume, rows.csv lines "
          "2-4" RETRIED },
        { "segv", "consume", "was killed by signal 11 (Segmentation fault)",
          " in consume, rows.csv lines 2-4" RETRIED },
        { "overflow", "consume", "was killed by signal 11 (Segmentation fault)",
          " in consume, rows.csv lines 2-4" RETRIED },
        { "divide", "consume", "was killed by signal 8 (Floating point exception)",
          " in consume, rows.csv lines 2-4" RETRIED },
        { "exit", "consume", "exit status 3", "ended the process with exit status" },
        { "quit", "consume", "exit status 0 in consume, rows.csv lines 2-4" RETRIED,
          " in consume, rows.csv lines 2-4" RETRIED },
        { "abort", "open", "killed by signal 6", "plugin 'moody' was killed by signal 6" },
        { "abort", "describe", "killed by signal 6", "(Aborted) in describe" },
        { "abort", "begin", "killed by signal 6", "(Aborted) in begin" RETRIED },
        { "abort", "merge", "killed by signal 6", "(Aborted) in merge" RETRIED },
        { "abort", "score", "killed by signal 6", "(Aborted) in score" RETRIED },
        { "abort", "end", "killed by signal 6", "(Aborted) in end" RETRIED },
        { "abort", "close", "killed by signal 6", "(Aborted) in close" RETRIED },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kit_ran r = run_mood(rows[i].mood, rows[i].where, NULL);
        check_i64(r.rc, KH_EBUG, i);
        check_true(!r.text, i);
        if (!KIT_SANITIZED)
            kit_has(r.err.text, rows[i].bare, i);
        kit_has(r.err.text, rows[i].always, i);
        check_i64(kit_left(), 0, i);
        kit_clean();
    }
}

static void test_a_limit_ends_what_does_not_end(void)
{
    static const struct {
        const char *mood, *where, *limits, *told;
    } rows[] = {
        { "hang", "consume", "batch_wall_s = 1;",
          "plugin 'moody' 1.2 did not come back within 1 s in consume, rows.csv lines "
          "2-4" },
        { "hang", "open", "batch_wall_s = 1;",
          "plugin 'moody' did not come back within 1 s in open" },
        { "hang", "close", "batch_wall_s = 1;", "did not come back within 1 s in close" },
        { "hang", "score", "wall_s = 1;", "did not come back within 1 s in score" },
        { "spin", "merge", "cpu_s = 1;", CPU_SPENT },
        { "hog", "consume", "memory = \"16M\";",
          "plugin 'moody' 1.2 failed in consume, rows.csv lines 2-4: no memory left" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kit_ran r = run_mood(rows[i].mood, rows[i].where, rows[i].limits);
        check_i64(r.rc, KH_EBUG, i);
        kit_has(r.err.text, rows[i].told, i);
        check_i64(kit_left(), 0, i);
        kit_clean();
    }
}

/* A plugin that takes memory past the host's allocator meets the system's limit. */
static void test_memory_of_its_own_is_limited_too(void)
{
    if (KIT_SANITIZED) /* these need address space without end */
        return;
    struct kit_ran r = run_mood("malloc", "consume", "memory = \"16M\";");
    check_i64(r.rc, KH_EBUG, 0);
    kit_has(r.err.text, "was killed by signal 6 (Aborted) in consume", 0);
    kit_clean();
}

static void test_what_a_plugin_says_is_judged(void)
{
    static const struct {
        const char *mood, *told;
    } rows[] = {
        { "fail", "failed in consume, rows.csv lines 2-4: this cannot be assessed" },
        { "mute", "failed in consume, rows.csv lines 2-4: status 4 without a sentence" },
        { "odd", "failed in consume, rows.csv lines 2-4: status 4711 without a sentence" },
        { "reject", "gave a reject of a row it was not shown in consume" },
        { "twice", "gave two results for one subject in score, n" },
        { "nan", "gave a value that is no number in score, mean" },
        { "alien", "gave an unknown subject in score, n" },
        { "bad_rule", "gave a malformed name of a rule in score, n" },
        { "bad_sum", "gave reasons that do not add up to the result in score, n" },
        { "bad_row", "gave a cell that is no date in score, days" },
        { "ignores", "gave an unknown indicator in score" },
        { "babble", "the child of plugin 'moody' sent garbage: bytes that are no frame" },
        { "shut", "plugin 'moody'" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kit_ran r = run_mood(rows[i].mood, "consume", NULL);
        check_i64(r.rc, KH_EBUG, i);
        kit_has(r.err.text, rows[i].told, i);
        check_true(!r.text, i);
        check_i64(kit_left(), 0, i);
        kit_clean();
    }
}

static void test_habits_that_harm_nobody_pass(void)
{
    static const struct {
        const char *mood, *where;
    } rows[] = { { "calm", "consume" },  { "socket", "consume" }, { "socket", "open" },
                 { "fork", "consume" },  { "print", "open" },     { "print", "score" },
                 { "print", "consume" }, { "calm", "close" } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kit_ran r = run_mood(rows[i].mood, rows[i].where, NULL);
        check_i64(r.rc, KH_OK, i);
        check_text(r.err.text, "", i);
        kit_has(r.text, "result 0 0 a n - 1 0/0 2 0 2 0\n", i);
        kit_has(r.text, "chunks 1 left 0\n", i);
        check_i64(kit_left(), 0, i);
        kit_clean();
    }
}

static void test_what_it_prints_goes_to_the_log(void)
{
    kit_listen();
    struct kit_ran r = run_mood("print", "consume", NULL);
    const char *heard = kit_heard();
    check_i64(r.rc, KH_OK, 0);
    kit_has(heard, "demo: a plugin's own words\n", 0);
    kit_has(heard, "demo: and half a line\n", 0);
    kit_has(heard, "demo: and its complaints\n", 0);
    kit_clean();
}

/* Under AddressSanitizer the child itself ends with a failure, which is a fault. */
static void test_a_leak_is_counted(void)
{
    kit_listen();
    struct kit_ran r = run_mood("leak", "consume", NULL);
    const char *heard = kit_heard();
#if defined(__SANITIZE_ADDRESS__)
    check_i64(r.rc, KH_EBUG, 0);
    kit_has(heard, "LeakSanitizer", 0);
#else
    check_i64(r.rc, KH_OK, 0);
    kit_has(r.text, "left 1\n", 0);
    kit_has(heard, "plugin 'moody' left 1 allocations unfreed", 0);
#endif
    kit_clean();
}

static void test_a_death_that_does_not_come_again_is_forgiven(void)
{
    char mark[300];
    snprintf(mark, sizeof mark, "%s/mark", unit_folder());
    setenv("MOODY_MARK", mark, 1);
    struct kit_ran r = run_mood("once", "consume", NULL);
    check_i64(r.rc, KH_OK, 0);
    check_text(r.err.text, "", 0);
    kit_has(r.text, "result 0 0 b n - 1 0/0 1 0 1 0\n", 0);
    unsetenv("MOODY_MARK");
    kit_clean();
}

/* ---- The coordinator's own end ---------------------------------------------- */

static volatile int stop;

static void on_alarm(int signal)
{
    (void)signal;
    stop = 1;
}

static void test_the_operator_may_stop_it(void)
{
    write_rows();
    const struct kit k = { .plugin = "moody",
                           .params = "mood = \"hang\"; where = \"score\";",
                           .inputs = ROWS,
                           .stop = &stop };
    signal(SIGALRM, on_alarm);
    alarm(1);
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, ST_AGAIN, 0);
    check_text(r.err.text, "stopped", 0);
    check_i64(kit_left(), 0, 0);
    signal(SIGALRM, SIG_DFL);
    kit_clean();
}

static void nap(void)
{
    const struct timespec t = { 0, 20 * 1000000L };
    nanosleep(&t, NULL);
}

static void test_no_child_outlives_its_coordinator(void)
{
    static const char *const wheres[] = { "open", "consume", "score" };
    for (size_t i = 0; i < COUNT(wheres); i++) {
        fflush(stdout);
        pid_t pid = fork();
        if (!pid) {
            run_mood("hang", wheres[i], NULL);
            _exit(0);
        }
        int tries = 0;
        while (kit_others() < 2 && tries++ < 500)
            nap();
        check_i64(kit_others(), 2, i);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        check_i64(kit_left(), 0, i);
    }
}

static void test_a_configuration_that_changed_is_told(void)
{
    write_rows();
    const struct kit k = { .plugin = "moody",
                           .inputs = ROWS,
                           .spoil =
                               "database = \"other.db\";\nmodules = \"modules.d\";\n" };
    struct kit_ran r = kit_run(&k);
    check_i64(r.rc, ST_AGAIN, 0);
    kit_has(r.err.text, "the configuration changed", 0);
    kit_clean();
}

static const struct unit_case cases[] = {
    { "a death is told with its place", test_a_death_is_told_with_its_place },
    { "a limit ends what does not end", test_a_limit_ends_what_does_not_end },
    { "memory of its own is limited too", test_memory_of_its_own_is_limited_too },
    { "what a plugin says is judged", test_what_a_plugin_says_is_judged },
    { "habits that harm nobody pass", test_habits_that_harm_nobody_pass },
    { "what it prints goes to the log", test_what_it_prints_goes_to_the_log },
    { "a leak is counted", test_a_leak_is_counted },
    { "a death that does not come again is forgiven",
      test_a_death_that_does_not_come_again_is_forgiven },
    { "the operator may stop it", test_the_operator_may_stop_it },
    { "no child outlives its coordinator", test_no_child_outlives_its_coordinator },
    { "a configuration that changed is told", test_a_configuration_that_changed_is_told },
};

int main(int argc, char **argv)
{
    return kit_main(argc, argv, "worker_death", cases, COUNT(cases));
}
