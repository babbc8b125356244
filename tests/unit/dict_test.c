/* SPDX-License-Identifier: Apache-2.0 */
/* dict_test.c - ids are dense, stable and of the first appearance. */
#include "intake/dict.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static uint32_t id_of(struct dict *d, const char *key, uint32_t len)
{
    uint32_t id = UINT32_MAX;
    kh_err e = { 0 };
    return dict_id(d, key, len, &id, &e) ? UINT32_MAX : id;
}

static void test_ids_follow_first_appearance(void)
{
    static const struct {
        const char *key;
        uint32_t id;
    } rows[] = { { "郑州", 0 }, { "开封", 1 }, { "郑州", 0 },
                 { "", 2 },     { "郑", 3 },   { "", 2 } };
    struct dict *d = dict_new();
    for (size_t i = 0; i < COUNT(rows); i++)
        check_i64(id_of(d, rows[i].key, (uint32_t)strlen(rows[i].key)), rows[i].id, i);
    check_i64(dict_len(d), 4, 0);
    dict_end(d);
}

static void test_texts_and_ids_outlive_growth(void)
{
    enum { KEYS = 100000 };
    struct dict *d = dict_new();
    char key[32];
    const char *first = NULL;
    bool holds = true;
    for (uint32_t i = 0; i < KEYS; i++) {
        int n = snprintf(key, sizeof key, "key-%u", i * 7919u);
        holds = holds && id_of(d, key, (uint32_t)n) == i;
        if (!i)
            first = dict_text(d, 0, NULL);
    }
    check_true(holds, 0);
    check_true(first == dict_text(d, 0, NULL), 0);
    for (uint32_t i = 0; i < KEYS; i++) {
        uint32_t id = 0, len = 0;
        int n = snprintf(key, sizeof key, "key-%u", i * 7919u);
        holds = holds && dict_find(d, key, (uint32_t)n, &id) && id == i &&
                !strcmp(dict_text(d, i, &len), key) && len == (uint32_t)n;
    }
    check_true(holds, 1);
    uint32_t id = 0;
    check_true(!dict_find(d, "key-1", 5, &id), 0);
    dict_end(d);
    dict_end(NULL);
}

static void test_long_keys_are_refused_and_change_nothing(void)
{
    static char key[DICT_KEY_MAX + 1];
    memset(key, 'x', sizeof key);
    struct dict *d = dict_new();
    uint32_t id = 7;
    kh_err e = { 0 };
    check_i64(dict_id(d, key, DICT_KEY_MAX + 1, &id, &e), KH_ERANGE, 0);
    check_i64(dict_len(d), 0, 0);
    check_i64(id_of(d, key, DICT_KEY_MAX), 0, 0);
    dict_end(d);
}

static const struct unit_case cases[] = {
    { "ids follow first appearance", test_ids_follow_first_appearance },
    { "texts and ids outlive growth", test_texts_and_ids_outlive_growth },
    { "long keys are refused and change nothing",
      test_long_keys_are_refused_and_change_nothing },
};
UNIT_MAIN("dict", cases)
