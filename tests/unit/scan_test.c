/* SPDX-License-Identifier: Apache-2.0 */
/* scan_test.c - every broken plugin is refused with its reason, and harms no other.
 *
 * This program is its own scanning child, as kaohe is. */
#include "base/path.h"
#include "plugin/describe.h"
#include "plugin/scan.h"
#include "unit.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define BROKEN TEST_BINARY "/tests/broken"
#define PLUGINS TEST_BINARY "/tests/plugins"
#define PROGRAM "/proc/self/exe"
enum { PATIENT_MS = 60000, HASTY_MS = 4000 };

static struct arena arena;

/* The failure told for one file of tests/broken; "" if it can be used. */
static const char *failure_of(const char *name, int wall_ms, struct scanned *s)
{
    kh_err e = { 0 };
    *s = (struct scanned){ .path = arena_printf(&arena, BROKEN "/kh_%s.so", name) };
    check_i64(scan_files(s, 1, &arena, PROGRAM, wall_ms, &e), KH_OK, 0);
    check_text(e.text, "", 0);
    return s->failure ? s->failure : "";
}

static void test_every_refusal_has_its_sentence(void)
{
    static const struct {
        const char *name, *why; /* after the file's name */
    } rows[] = {
        { "accepted_tiny", NULL },
        { "accepted_loud", NULL },
        { "accepted_describe", NULL },
        { "refused_symbol", "exports no kh_plugin_v1; end its source with "
                            "KH_PLUGIN(table) and build it with kaohe_add_plugin" },
        { "refused_older", "built for ABI 0, this host offers 1; rebuild it or update "
                           "the host" },
        { "refused_null", "kh_plugin_v1 returned no table; return &(table)" },
        { "refused_magic", "its table begins with 0x30504948, not with 0x3150484b; start "
                           "it with KH_PLUGIN_HEADER" },
        { "refused_major", "built for ABI 2, this host offers 1; rebuild it or update "
                           "the host" },
        { "refused_minor", "needs ABI 1.7, this host offers 1.0; update the host" },
        { "refused_claim", "needs ABI 1.7 but was built with 1.0; correct needs_minor" },
        { "refused_small", "its table claims 64 bytes, possible are 168 to 65536; start "
                           "it with KH_PLUGIN_HEADER" },
        { "refused_large", "its table claims 65544 bytes, possible are 168 to 65536; "
                           "start it with KH_PLUGIN_HEADER" },
        { "refused_callback", "callback 'merge' is missing; it is required" },
        { "refused_domain",
          "has neither a domain nor the callback 'describe'; give it one" },
        { "refused_flag", "flag 0x100000 is not known to this host; update the host" },
        { "refused_state", "state_version is 0; count from 1" },
        { "refused_version", "version is missing; give it a text" },
        { "refused_schema", "datasets[0] 'events'.columns[1] 'level': type 12 is not "
                            "known to this host, which knows 1 to 9" },
        { "refused_default", "params[0] 'limit': dflt: -1 is below the least value "
                             "allowed, 0" },
        { "refused_id", "holds plugin 'other'; the file must be named kh_other.so" },
        { "refused_rounding",
          "changes how the processor rounds; build it without -ffast-math" },
        { "refused_exit", "ended the process with status 3 while it was loaded; ask its "
                          "author or remove it" },
        { "refused_fork", "ended the process with status 4 while it was loaded; ask its "
                          "author or remove it" },
        { "refused_crash", "was killed by signal 6 (Aborted) in kh_plugin_v1; ask its "
                           "author or remove it" },
        { "refused_open", "was killed by signal 6 (Aborted) in open with default "
                          "parameters; ask its author or remove it" },
        { "refused_noise", "garbled the host's answer while it was loaded; ask its "
                           "author or remove it" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scanned s;
        const char *found = failure_of(rows[i].name, PATIENT_MS, &s);
        check_text(found,
                   rows[i].why
                       ? arena_printf(&arena, "kh_%s.so: %s", rows[i].name, rows[i].why)
                       : "",
                   i);
        if (!rows[i].why)
            check_text(s.schema.plugin, rows[i].name, i);
    }
}

static void test_the_loader_says_what_is_missing(void)
{
    struct scanned s;
    const char *found = failure_of("refused_library", PATIENT_MS, &s);
    check_true(strstr(found, "kh_refused_library.so: cannot be loaded: ") == found, 0);
    check_true(strstr(found, "kh_nowhere") != NULL, 0);
}

static void test_a_hang_is_ended(void)
{
    struct scanned s;
    check_text(failure_of("refused_hang", HASTY_MS, &s),
               "kh_refused_hang.so: did not answer within 4000 ms in kh_plugin_v1; ask its "
               "author or remove it",
               0);
}

static void test_domain_of_default_parameters_is_told(void)
{
    struct scanned s;
    check_text(failure_of("accepted_describe", PATIENT_MS, &s), "", 0);
    check_true(s.schema.has_domain && s.schema.by_default, 0);
    check_i64(s.schema.domain.datasets.count, 1, 0);
    check_text(failure_of("accepted_tiny", PATIENT_MS, &s), "", 1);
    check_true(s.schema.has_domain && !s.schema.by_default, 1);
    unsigned char sha[SHA_SIZE];
    kh_err e = { 0 };
    check_i64(sha_file(sha, BROKEN "/kh_accepted_tiny.so", &e), KH_OK, 1);
    check_true(!memcmp(sha, s.schema.sha, sizeof sha), 1);
}

/* The whole folder but the one that hangs: each has its own verdict, in order of names. */
static void test_a_bad_file_harms_no_other(void)
{
    static const char *const names[] = {
        "kh_accepted_tiny.so", "kh_refused_crash.so",    "kh_refused_exit.so",
        "kh_refused_noise.so", "kh_refused_rounding.so", "kh_accepted_loud.so",
        "kh_refused_open.so",  "kh_accepted_describe.so"
    };
    struct scanned list[COUNT(names)] = { { 0 } };
    kh_err e = { 0 };
    for (size_t i = 0; i < COUNT(names); i++)
        list[i].path = path_join(&arena, BROKEN, names[i]);
    check_i64(scan_files(list, COUNT(names), &arena, PROGRAM, PATIENT_MS, &e), KH_OK, 0);
    for (size_t i = 0; i < COUNT(names); i++)
        check_i64(list[i].failure == NULL, strncmp(names[i], "kh_accepted", 11) == 0, i);
}

/* Put a copy of the sample plugin into the test's folder. */
static const char *copy_as(const char *name)
{
    struct buf b;
    kh_err e = { 0 };
    buf_init(&b, 1 << 24);
    check_i64(path_read(&b, PLUGINS "/kh_penalty.so", 1 << 24, &e), KH_OK, 0);
    const char *path = unit_file(name, b.at, b.len);
    buf_end(&b);
    return path;
}

static const struct scanned *find(const struct scanned *list, uint32_t n, const char *path)
{
    for (uint32_t i = 0; i < n; i++)
        if (!strcmp(list[i].path, path))
            return &list[i];
    return NULL;
}

static void test_folders_are_listed_whole(void)
{
    const char *open_file = copy_as("kh_open.so"), *twin = copy_as("kh_penalty.so");
    const char *named = copy_as("kh_Bad-Name.so"), *empty = unit_file("kh_empty.so", "", 0);
    const char *other = unit_file("libother.so", "x", 1);
    const char *folder = path_join(&arena, unit_folder(), "kh_folder.so");
    chmod(open_file, 0666);
    mkdir(folder, 0755);
    const char *folders[] = { unit_folder(), PLUGINS, "/nonexistent", unit_folder() };
    const struct {
        const char *path, *why; /* a part of the reason */
    } rows[] = {
        { open_file, "kh_open.so: everybody may write to it; take that away (chmod o-w)" },
        { named, "kh_Bad-Name.so: its name is not kh_ID.so" },
        { empty, "kh_empty.so: cannot be loaded: " },
        { folder, "kh_folder.so: is no regular file" },
        { twin, "has the same id as " PLUGINS "/kh_penalty.so; remove one of them" },
        { PLUGINS "/kh_penalty.so", "remove one of them" },
    };
    struct scanned *list = NULL;
    uint32_t n = 0;
    kh_err e = { 0 };
    kh_status rc = scan_folders(&list, &n, &arena, PROGRAM, folders, COUNT(folders), &e);
    check_i64(rc, KH_OK, 0);
    check_text(e.text, "", 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct scanned *s = find(list, n, rows[i].path);
        check_true(s && s->failure && strstr(s->failure, rows[i].why), i);
    }
    check_true(!find(list, n, other), 0);
    for (uint32_t i = 1; i < n; i++)
        check_true(strcmp(path_name(list[i - 1].path), path_name(list[i].path)) <= 0, i);
}

static void test_sample_is_described(void)
{
    struct scanned s = { .path = PLUGINS "/kh_penalty.so" };
    struct buf b;
    kh_err e = { 0 };
    buf_init(&b, 1 << 20);
    check_i64(scan_files(&s, 1, &arena, PROGRAM, PATIENT_MS, &e), KH_OK, 0);
    check_text(s.failure, NULL, 0);
    check_i64(describe_text(&b, &s.schema), KH_OK, 0);
    check_text(
        b.at,
        "penalty 1.0.0\n"
        "Contractor points and penalties.\n"
        "\n"
        "Parameters\n"
        "  cap       i64     = 20      >= 0  Points free of charge.\n"
        "  rate      dec(2)  = 150.00  >= 0  Price of a point.\n"
        "  minor     i64     = 1       >= 0  Points of a minor event.\n"
        "  major     i64     = 5       >= 0  Points of a major event.\n"
        "  critical  i64     = 20      >= 0  Points of a critical event.\n"
        "\n"
        "Datasets\n"
        "  events: facts. Site events.\n"
        "    contractor  key(contractor)                Who is charged.\n"
        "    severity    enum             may be empty  How bad. (minor, major, critical)\n"
        "\n"
        "Indicators\n"
        "  points   points  i64                       Points charged.\n"
        "  penalty  EUR     dec(2)                    Money owed.\n"
        "  score    %       i64     higher is better  What is left of 100.\n",
        0);
    buf_clear(&b);
    check_i64(describe_json(&b, &s.schema), KH_OK, 0);
    check_true(strstr(b.at, "\"name\": \"rate\",\n      \"type\": \"dec\""), 0);
    check_true(strstr(b.at, "\"default\": \"150.00\""), 0);
    buf_end(&b);
}

static void wait_for_child_of(pid_t pid)
{
    const char *path = arena_printf(&arena, "/proc/%d/task/%d/children", pid, pid);
    for (int tries = 0; tries < 1000; tries++) {
        char text[32] = "";
        FILE *f = fopen(path, "r");
        bool found = f && fgets(text, sizeof text, f) && *text;
        if (f)
            fclose(f);
        if (found)
            return;
        usleep(10000);
    }
}

/* Orphans come to this process, which so learns what became of the scanning child. */
static void test_the_child_dies_with_its_parent(void)
{
    int status = 0;
    check_i64(prctl(PR_SET_CHILD_SUBREAPER, 1), 0, 0);
    pid_t scanner = fork();
    if (!scanner) {
        struct scanned s;
        failure_of("refused_hang", PATIENT_MS, &s);
        _exit(1);
    }
    wait_for_child_of(scanner);
    kill(scanner, SIGKILL);
    check_i64(waitpid(scanner, &status, 0), scanner, 1);
    check_true(WIFSIGNALED(status), 1);
    pid_t orphan = waitpid(-1, &status, 0);
    check_true(orphan > 0, 2);
    check_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL
                                   : WEXITSTATUS(status) == EXIT_INTERNAL,
               2);
    check_i64(prctl(PR_SET_CHILD_SUBREAPER, 0), 0, 3);
}

static void test_one_is_found_by_its_id(void)
{
    const char *folders[] = { "/nonexistent", PLUGINS };
    struct scanned s;
    kh_err e = { 0 };
    check_i64(scan_named(&s, &arena, PROGRAM, folders, 2, "penalty", &e), KH_OK, 0);
    check_text(s.failure, NULL, 0);
    check_text(s.schema.plugin, "penalty", 0);
    check_i64(scan_named(&s, &arena, PROGRAM, folders, 2, "qc", &e), KH_EBUG, 1);
}

static void test_no_child_without_a_program(void)
{
    struct scanned s = { .path = PLUGINS "/kh_penalty.so" };
    kh_err e = { 0 };
    check_i64(scan_files(&s, 1, &arena, "/nonexistent/kaohe", PATIENT_MS, &e), ST_AGAIN, 0);
    check_text(e.text,
               "/nonexistent/kaohe: cannot start it to look at plugins: No such file or "
               "directory",
               0);
}

int main(int argc, char **argv)
{
    static const struct unit_case cases[] = {
        { "every refusal has its sentence", test_every_refusal_has_its_sentence },
        { "the loader says what is missing", test_the_loader_says_what_is_missing },
        { "a hang is ended", test_a_hang_is_ended },
        { "the domain of default parameters is told",
          test_domain_of_default_parameters_is_told },
        { "a bad file harms no other", test_a_bad_file_harms_no_other },
        { "folders are listed whole", test_folders_are_listed_whole },
        { "the sample is described", test_sample_is_described },
        { "the child dies with its parent", test_the_child_dies_with_its_parent },
        { "one is found by its id", test_one_is_found_by_its_id },
        { "no child without a program", test_no_child_without_a_program },
    };
    if (argc > 3 && !strcmp(argv[1], "--scan"))
        _exit(scan_child((int)strtol(argv[2], NULL, 10), argv + 3, argc - 3));
    arena_init(&arena, 0);
    int rc = unit_main("scan", cases, COUNT(cases));
    arena_end(&arena);
    return rc;
}
