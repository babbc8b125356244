/* SPDX-License-Identifier: Apache-2.0 */
/* unite_test.c - keys of several states get one numbering, in key order. */
#include "plugin/unite.h"
#include "unit.h"

#include <stdlib.h>

static struct arena arena;

/* "b=0.1 a=0.0|1.2": key, then list.id of each entry that went to it. */
static const char *shown(const struct united *u, const uint32_t *lens)
{
    const char *text = "";
    for (uint32_t i = 0; i < u->len; i++) {
        text = arena_printf(&arena, "%s%s%s=", text, i ? " " : "", u->key[i]);
        const char *bar = "";
        for (uint32_t k = 0; k < u->n; k++)
            for (uint32_t id = 0; id < lens[k]; id++)
                if (u->remap[k][id] == i) {
                    text = arena_printf(&arena, "%s%s%u.%u", text, bar, k, id);
                    bar = "|";
                }
    }
    return text;
}

static void test_keys_are_united_in_order(void)
{
    static const struct {
        const char *lists[3][4];
        uint32_t lens[3];
        const char *expected;
    } rows[] = {
        { { { 0 } }, { 0, 0, 0 }, "" },
        { { { "b", "a" }, { 0 }, { "a", "c" } }, { 2, 0, 2 }, "a=0.1|2.0 b=0.0 c=2.1" },
        { { { "x" }, { "x" }, { "x" } }, { 1, 1, 1 }, "x=0.0|1.0|2.0" },
        { { { "p", "q", "p", "p" } }, { 4, 0, 0 }, "p=0.0|0.2|0.3 q=0.1" },
        { { { "\xe4\xba\xac", "z", "", "Z" } },
          { 4, 0, 0 },
          "=0.2 Z=0.3 z=0.1 \xe4\xba\xac=0.0" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *const *lists[] = { rows[i].lists[0], rows[i].lists[1],
                                       rows[i].lists[2] };
        struct united u;
        kh_err e = { 0 };
        check_i64(unite_keys(&u, &arena, lists, rows[i].lens, 3, &e), KH_OK, i);
        check_text(shown(&u, rows[i].lens), rows[i].expected, i);
    }
}

static void test_dictionaries_are_united(void)
{
    static const char *const words[] = { "kaifeng", "anyang", "luoyang", "hebi", "anyang" };
    struct dict *one = dict_new(), *two = dict_new();
    kh_err e = { 0 };
    for (uint32_t i = 0; i < COUNT(words); i++) {
        uint32_t id = 0;
        struct dict *d = i < 3 ? one : two;
        check_i64(dict_id(d, words[i], (uint32_t)strlen(words[i]), &id, &e), KH_OK, i);
    }
    const struct dict *dicts[] = { one, NULL, two };
    const uint32_t lens[] = { 3, 0, 2 };
    struct united u;
    check_i64(unite_dicts(&u, &arena, dicts, 3, &e), KH_OK, 0);
    dict_end(one); /* the union lives on */
    dict_end(two);
    check_text(shown(&u, lens), "anyang=0.1|2.1 hebi=2.0 kaifeng=0.0 luoyang=0.2", 0);
}

/* However keys are spread over lists, the canonical list is the same. */
static void test_spreading_does_not_show(void)
{
    enum { KEYS = 500, LISTS = 7 };
    const char *name[KEYS];
    for (int i = 0; i < KEYS; i++)
        name[i] = arena_printf(&arena, "k%d", i * 7919 % KEYS / 2);
    const char *first = NULL;
    for (uint32_t n = 1; n <= LISTS; n++) {
        const char *part[LISTS][KEYS];
        const char *const *lists[LISTS];
        uint32_t lens[LISTS] = { 0 };
        for (uint32_t i = 0; i < KEYS; i++)
            part[i % n][lens[i % n]++] = name[(i * 3 + n) % KEYS];
        for (uint32_t k = 0; k < n; k++)
            lists[k] = part[k];
        struct united u;
        kh_err e = { 0 };
        check_i64(unite_keys(&u, &arena, lists, lens, n, &e), KH_OK, n);
        for (uint32_t k = 0; k < n; k++)
            for (uint32_t i = 0; i < lens[k]; i++)
                check_text(u.key[u.remap[k][i]], part[k][i], i);
        for (uint32_t i = 1; i < u.len; i++)
            check_true(strcmp(u.key[i - 1], u.key[i]) < 0, i);
        const char *keys = "";
        for (uint32_t i = 0; i < u.len; i++)
            keys = arena_printf(&arena, "%s %s", keys, u.key[i]);
        first = first ? first : keys;
        check_text(keys, first, n);
    }
}

static void test_refused_memory_is_told(void)
{
    struct arena small;
    static const char *const keys[] = { "a", "b" };
    const char *const *lists[] = { keys };
    const uint32_t lens[] = { 2 };
    for (size_t limit = 16; limit < 128; limit += 16) {
        struct united u;
        kh_err e = { 0 };
        arena_init(&small, limit);
        kh_status rc = unite_keys(&u, &small, lists, lens, 1, &e);
        check_true(rc == KH_OK || (rc == KH_ENOMEM && *e.text), limit);
        arena_end(&small);
    }
}

int main(void)
{
    static const struct unit_case cases[] = {
        { "keys are united in order", test_keys_are_united_in_order },
        { "dictionaries are united", test_dictionaries_are_united },
        { "spreading does not show", test_spreading_does_not_show },
        { "refused memory is told", test_refused_memory_is_told },
    };
    arena_init(&arena, 0);
    int rc = unit_main("unite", cases, COUNT(cases));
    arena_end(&arena);
    return rc;
}
