/* SPDX-License-Identifier: Apache-2.0 */
/* contractor_kit.h - what the suites of plugins/contractor share: a catalogue cut from the
 * default one, three projects, and tables of expected values. */
#ifndef KH_TESTS_CONTRACTOR_KIT_H
#define KH_TESTS_CONTRACTOR_KIT_H

#include "batches.h"
#include "unit.h"

static const char catalogue[] =
    "item,role,section,kind,deduct,serious,cap,repeat,ticket,ticket_above\n"
    "SG-P1,SG,SG-P,occurrence,1,,5,,,\n"
    "SG-P2,SG,SG-P,occurrence,0.5,,10,,,\n"
    "SG-Q1,SG,SG-Q,occurrence,1,,15,2,,\n"
    "SG-Q2,SG,SG-Q,occurrence,3,,15,,,\n"
    "SG-S4,SG,SG-S,occurrence,5,10,20,,,\n"
    "SG-S5,SG,,veto,,,,,,\n"
    "SG-D1,SG,SG-D,occurrence,0.5,,5,,,\n"
    "SG-D2,SG,SG-D,occurrence,1,,5,,,\n"
    "SG-D3,SG,,over,,,,,IV,10\n"
    "SG-C3,SG,SG-C,occurrence,2,,6,,,\n"
    "SJ-B1,SJ,,count,,,,,,\n"
    "SJ-B2,SJ,,share,,,,,,\n"
    "SJ-D1,SJ,,deviation,,,,,,\n"
    "SJ-C1,SJ,SJ-C,occurrence,1,,20,,,\n"
    "DD-R1,DD,DD-R,occurrence,1,,10,,,\n"
    "DD-R2,DD,DD-R,occurrence,2,,10,,,\n";
static const char classes[] = "class,yuan\nI,500\nII,2000\nIII,5000\nIV,10000\n";

static struct batches *contractor_new(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    batches_table(b, "catalogue", catalogue);
    batches_table(b, "ticket_classes", classes);
    return b;
}

static struct batches *contractor_open(void)
{
    struct batches *b = contractor_new();
    check_text(batches_open(b) ? batches_error(b) : "", "", 0);
    return b;
}

static void fed(struct batches_state *s, const char *dataset, const char *csv)
{
    check_i64(batches_feed(s, dataset, csv), KH_OK, 0);
}

/* A construction project P and a design project S of March and April 2011. */
static const char projects[] = "subject,role,class,started,accepted,capitalised,fee_yuan\n"
                               "P,SG,2,2010-11-01,,,60000\n"
                               "S,SJ,3,2011-03-05,2011-04-10,,80000.55\n"
                               "D,DD,1,2011-01-01,,,\n";

static struct batches_state *begun(struct batches *b)
{
    struct batches_state *s = batches_begin(b, "2011-03-01", "2011-05-01", 2);
    fed(s, "projects", projects);
    return s;
}

/* Score `events` ("item,date,count,..." with a header) against the projects, and compare
 * one value. */
struct value_row {
    const char *events, *subject, *indicator, *value;
};

static inline void check_values(const struct value_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct batches *b = contractor_open();
        struct batches_state *s = begun(b);
        fed(s, "deductions", rows[i].events);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, rows[i].subject, rows[i].indicator), rows[i].value, i);
        check_i64(batches_end(b), 0, i);
    }
}
#define CHECK_VALUES(rows) check_values(rows, sizeof(rows) / sizeof *(rows))

/* Header lines of events. */
#define EVENTS "subject,item,date,count,severity\n"
#define RATES "subject,item,date,a,b\n"

#endif
