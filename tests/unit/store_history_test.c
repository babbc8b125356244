/* SPDX-License-Identifier: Apache-2.0 */
/* store_history_test.c - earlier cycles as the store gives them back: current results only,
 * oldest first, unknown ones in between. */
#include "made.h"
#include "unit.h"

#include <stdio.h>

enum what { SOUND, FAULT, CARRIED };

static struct store *opened(const char *name)
{
    char path[128];
    kh_err e = { 0 };
    struct store *s = NULL;
    snprintf(path, sizeof path, "%s/%s", unit_folder(), name);
    check_i64(store_open(&s, path, false, &e), KH_OK, 0);
    return s;
}

/* A run of one period whose domain `care` has these plates. */
static void run_of(struct store *s, const char *period, enum what what,
                   struct scored_plate *plates, uint32_t n)
{
    struct made m;
    made_small(&m, period);
    m.run.domains[0].plates = plates;
    m.run.domains[0].n_plates = n;
    m.run.domains[0].fault = what == FAULT ? "died" : NULL;
    m.run.domains[0].carried = what == CARRIED;
    check_true(made_store(&m, s) > 0, 0);
    made_end(&m);
}

/* "2011-01:city/a=red>yellow(probation)exit:V 2011-02:? ..." */
static const char *history(struct store *s, const struct conf_domain *d, const char *period)
{
    static char text[2048];
    struct arena a;
    struct scored_cycle *c = NULL;
    kh_err e = { 0 };
    uint32_t n = 0;
    int32_t month = 0;
    size_t at = 0;
    arena_init(&a, 0);
    month_parse(&month, period);
    check_i64(store_history(s, &a, d, month, &c, &n, &e), KH_OK, 0);
    check_text(e.text, "", 0);
    *text = 0;
    for (uint32_t i = 0; i < n; i++) {
        char name[8];
        month_text(name, c[i].month);
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%s:%s", i ? " " : "", name,
                               c[i].is_known ? "" : "?");
        for (uint32_t k = 0; k < c[i].n_plates; k++) {
            const struct scored_plate *p = &c[i].plates[k];
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%s/%s=%s>%s(%s)%s:%s",
                                   k ? "," : "", p->level, p->subject, p->own, p->plate,
                                   p->cause, p->access, p->exit_veto);
        }
    }
    arena_end(&a);
    return text;
}

static struct scored_plate one[] = {
    { "city", "a", "red", "red", "veto V", "exit", "V", "90.00", "A" },
    { "city", "b", "green", "yellow", "probation", "", "", "91.00", "B" },
};
static struct scored_plate two[] = {
    { "city", "b", "", "green", "kept", "", "", "", "B" },
    { "district", "a", "yellow", "yellow", "", "", "", "80.00", "A" },
};
static struct scored_plate wrong[] = {
    { "city", "a", "green", "green", "", "", "", "95.00", "A" },
};

static void test_history(void)
{
    struct store *s = opened("history.db");
    struct made m;
    made_small(&m, "2011-04");
    const struct conf_domain *care = &m.conf.domains[0];
    struct conf_domain slow = *care, whole = *care;
    slow.cycle.months = 2;
    whole.cycle = (struct cycle){ .months = 1, .whole = true };
    check_text(history(s, care, "2011-04"), "", 0);
    run_of(s, "2010-11", SOUND, wrong, 1);
    run_of(s, "2011-02", SOUND, two, 2);
    run_of(s, "2010-11", SOUND, one, 2); /* restates */
    run_of(s, "2010-11", FAULT, NULL, 0);
    run_of(s, "2010-11", CARRIED, wrong, 1);
    run_of(s, "2011-01", FAULT, NULL, 0);
    run_of(s, "2011-03", SOUND, NULL, 0); /* known, without plates */
    check_text(history(s, care, "2010-11"), "", 1);
    check_text(history(s, care, "2010-12"),
               "2010-11:city/a=red>red(veto V)exit:V,city/b=green>yellow(probation):", 2);
    check_text(
        history(s, care, "2011-05"),
        "2010-11:city/a=red>red(veto V)exit:V,city/b=green>yellow(probation): "
        "2010-12:? 2011-01:? "
        "2011-02:city/b=>green(kept):,district/a=yellow>yellow(): 2011-03: 2011-04:?",
        3);
    /* only months with which a cycle ends now; a cycle of all dates has none before it */
    check_text(history(s, &slow, "2011-04"),
               "2011-02:city/b=>green(kept):,district/a=yellow>yellow():", 4);
    check_text(history(s, &whole, "2011-04"), "", 5);
    store_close(s);
    made_end(&m);
}

/* Columns of registers come back with the domain they group. */
static void test_columns_are_carried(void)
{
    static struct scored_column columns[] = { { "city", "a", "type", "x\"y" },
                                              { "city", "b", "type", "z" } };
    struct store *s = opened("columns.db");
    struct made m;
    struct arena a;
    struct scored_domain out;
    bool found = false;
    kh_err e = { 0 };
    arena_init(&a, 0);
    made_small(&m, "2011-04");
    m.run.domains[0].columns = columns;
    m.run.domains[0].n_columns = COUNT(columns);
    check_true(made_store(&m, s) > 0, 0);
    kh_status rc = store_domain(s, &a, m.run.domains[0].conf, m.run.domains[0].month, &out,
                                &found, &e);
    check_i64(rc, KH_OK, 0);
    check_true(found, 0);
    check_i64(found ? out.n_columns : 0, COUNT(columns), 0);
    for (uint32_t i = 0; found && i < out.n_columns; i++) {
        check_text(out.columns[i].level, columns[i].level, i);
        check_text(out.columns[i].subject, columns[i].subject, i);
        check_text(out.columns[i].column, columns[i].column, i);
        check_text(out.columns[i].text, columns[i].text, i);
    }
    made_end(&m);
    arena_end(&a);
    store_close(s);
}

static const struct unit_case cases[] = {
    { "current results of the cycles before, and the gaps between", test_history },
    { "columns of registers are carried", test_columns_are_carried },
};
UNIT_MAIN("store_history", cases)
