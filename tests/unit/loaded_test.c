/* SPDX-License-Identifier: Apache-2.0 */
/* loaded_test.c - the handshake with tables, and where plugins are looked for. */
#include "base/path.h"
#include "plugin/loaded.h"
#include "unit.h"

#include <sys/stat.h>

static struct arena arena;

#define PLUGINS TEST_BINARY "/tests/plugins"

static const kh_plugin *penalty(struct loaded *l)
{
    kh_err e = { 0 };
    check_i64(loaded_open(l, &arena, PLUGINS "/kh_penalty.so", &e), KH_OK, 0);
    check_text(e.text, "", 0);
    return &l->table;
}

static void test_the_sample_is_loaded(void)
{
    struct loaded l;
    penalty(&l);
    check_text(l.schema.plugin, "penalty", 0);
    check_text(l.schema.version, "1.0.0", 0);
    check_text(l.schema.file, PLUGINS "/kh_penalty.so", 0);
    check_i64(l.schema.params.count, 5, 0);
    check_true(l.schema.has_domain && !l.schema.by_default, 0);
    unsigned char sha[SHA_SIZE];
    kh_err e = { 0 };
    check_i64(sha_file(sha, PLUGINS "/kh_penalty.so", &e), KH_OK, 0);
    check_true(!memcmp(sha, l.schema.sha, sizeof sha), 0);
}

/* A plugin of a later header has a longer table; the host copies what it knows. */
static void test_a_longer_table_is_cut(void)
{
    struct {
        kh_plugin table;
        void *later[4];
    } longer = { { 0 }, { NULL } };
    struct loaded l, again;
    kh_err e = { 0 };
    longer.table = *penalty(&l);
    longer.table.size = sizeof longer;
    longer.table.abi_minor = 3;
    check_i64(loaded_table(&again, &arena, &longer.table, "x/kh_penalty.so", &e), KH_OK, 0);
    check_i64(again.schema.abi_minor, 3, 0);
    check_text(again.schema.file, "x/kh_penalty.so", 0);
}

static void test_required_callbacks_are_required(void)
{
    static const struct {
        size_t at;
        const char *why; /* NULL: it is optional */
    } rows[] = {
        { offsetof(kh_plugin, open), "open" },
        { offsetof(kh_plugin, describe), NULL },
        { offsetof(kh_plugin, prepare), NULL },
        { offsetof(kh_plugin, begin), "begin" },
        { offsetof(kh_plugin, consume), "consume" },
        { offsetof(kh_plugin, merge), "merge" },
        { offsetof(kh_plugin, save), "save" },
        { offsetof(kh_plugin, load), "load" },
        { offsetof(kh_plugin, score), "score" },
        { offsetof(kh_plugin, end), "end" },
        { offsetof(kh_plugin, close), "close" },
        { offsetof(kh_plugin, extension), NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct loaded l, again;
        kh_err e = { 0 };
        kh_plugin t = *penalty(&l);
        memset((char *)&t + rows[i].at, 0, sizeof(void *));
        kh_status rc = loaded_table(&again, &arena, &t, "kh_penalty.so", &e);
        check_i64(rc, rows[i].why ? KH_EBUG : KH_OK, i);
        check_text(e.text,
                   rows[i].why
                       ? arena_printf(&arena,
                                      "kh_penalty.so: callback '%s' is missing; it is "
                                      "required",
                                      rows[i].why)
                       : "",
                   i);
    }
}

static void test_ids_come_from_file_names(void)
{
    static const struct {
        const char *path, *id;
    } rows[] = {
        { "/a/b/kh_qc.so", "qc" },
        { "kh_qc_2.so", "qc_2" },
        { "kh_.so", NULL },
        { "kh_Qc.so", NULL },
        { "kh_qc.so.1", NULL },
        { "libqc.so", NULL },
        { "/kh_a.so/kh_b.dll", NULL },
        { "", NULL },
        { "kh_2.so", NULL },
        { "kh_so", NULL },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(loaded_id_of(&arena, rows[i].path), rows[i].id, i);
}

static void test_plugins_are_found_in_order(void)
{
    const char *mine = unit_file("kh_penalty.so", "x", 1);
    const char *open_file = unit_file("kh_open.so", "x", 1);
    chmod(open_file, 0666);
    const char *here[] = { "/nonexistent", unit_folder(), PLUGINS };
    const char *there[] = { PLUGINS, unit_folder() };
    char *path = NULL;
    kh_err e = { 0 };
    check_i64(loaded_find(&path, &arena, here, 3, "penalty", &e), KH_OK, 0);
    check_text(path, mine, 0);
    check_i64(loaded_find(&path, &arena, there, 2, "penalty", &e), KH_OK, 1);
    check_text(path, PLUGINS "/kh_penalty.so", 1);
    check_i64(loaded_find(&path, &arena, here, 3, "open", &e), KH_EBUG, 2);
    check_text(e.text, "kh_open.so: everybody may write to it; take that away (chmod o-w)",
               2);
    const char *few[] = { "/nonexistent", "/also" };
    check_i64(loaded_find(&path, &arena, few, 2, "qc", &e), KH_EBUG, 3);
    check_text(e.text,
               "plugin 'qc' is not installed: no file kh_qc.so in /nonexistent, /also; "
               "correct 'plugin' or install it",
               3);
    check_i64(loaded_find(&path, &arena, few, 0, "qc", &e), KH_EBUG, 4);
    check_text(e.text,
               "plugin 'qc' is not installed: no file kh_qc.so in any folder; correct "
               "'plugin' or install it",
               4);
}

static void test_the_host_table_counts(void)
{
    struct mem m;
    kh_host h;
    mem_init(&m, 1 << 20);
    loaded_host(&h, &m);
    void *p = h.resize(h.ctx, NULL, 100);
    check_true(p && atomic_load(&m.bytes) >= 100 && atomic_load(&m.blocks) == 1, 0);
    check_true(!h.resize(h.ctx, NULL, 1 << 21), 1);
    h.log(h.ctx, KH_LOG_INFO, "nobody hears this");
    h.reject(h.ctx, NULL, 0, 0, "nor this");
    check_true(!h.stopping(h.ctx) && !h.extension(h.ctx, "kh.none/1"), 2);
    h.resize(h.ctx, p, 0);
    check_i64(atomic_load(&m.blocks), 0, 3);
}

/* Every allocation of a run is refused in turn: a status, and nothing left behind. */
static void test_the_sample_survives_refused_memory(void)
{
    struct loaded l;
    const kh_plugin *t = penalty(&l);
    static const uint32_t who[] = { 0, 1, 2, 1 };
    static const uint16_t how[] = { 0, 1, 2, 2 };
    const kh_col col[] = { { .data = who }, { .data = how } };
    const uint32_t len = 3;
    const kh_value params[] = { { .u.i = 20, .set = 1 },
                                { .u.i = 15000, .set = 1 },
                                { .u.i = 1, .set = 1 },
                                { .u.i = 5, .set = 1 },
                                { .u.i = 20, .set = 1 } };
    const kh_batch b = { sizeof b, 0, 4, 2, col, &len, 0, 0 };
    for (long fail_at = 1; fail_at < 8; fail_at++) {
        struct mem m;
        kh_host h;
        kh_err e = { 0 };
        void *inst = NULL, *state = NULL;
        mem_init(&m, 0);
        atomic_store(&m.fail_at, fail_at);
        loaded_host(&h, &m);
        kh_status rc = t->open(&h, params, &inst, &e);
        bool is_open = !rc;
        if (!rc)
            rc = t->begin(inst, &(kh_window){ sizeof(kh_window), 1, 0, 1 }, &state, &e);
        bool is_begun = !rc;
        if (!rc)
            rc = t->consume(state, &b, &e);
        check_true(rc == (fail_at > 3 ? KH_OK : KH_ENOMEM), (size_t)fail_at);
        if (is_begun)
            t->end(state);
        if (is_open)
            t->close(inst);
        check_i64(atomic_load(&m.blocks), 0, (size_t)fail_at);
    }
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "the sample is loaded", test_the_sample_is_loaded },
        { "a longer table is cut", test_a_longer_table_is_cut },
        { "required callbacks are required", test_required_callbacks_are_required },
        { "ids come from file names", test_ids_come_from_file_names },
        { "plugins are found in order", test_plugins_are_found_in_order },
        { "the host table counts", test_the_host_table_counts },
        { "the sample survives refused memory", test_the_sample_survives_refused_memory },
    };
    arena_init(&arena, 0);
    int rc = unit_main("loaded", cases, COUNT(cases));
    arena_end(&arena);
    return rc;
}
