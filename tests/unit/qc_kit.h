/* SPDX-License-Identifier: Apache-2.0 */
/* qc_kit.h - what the suites of plugins/qc share: small forms, and tables of expected
 * values. */
#ifndef KH_TESTS_QC_KIT_H
#define KH_TESTS_QC_KIT_H

#include "batches.h"
#include "unit.h"

/* Two items on site for all; one or two to present, by kind. */
static const char forms[] = "form,kind,item,min,max,factor\n"
                            "onsite,,work,0,60,1\nonsite,,proof,10,40,1\n"
                            "show,problem,cause,0,100,1\n"
                            "show,innovation,idea,0,50,1\nshow,innovation,plan,0,50,1\n";

static struct batches *qc_new(void)
{
    struct batches *b = batches_new(kh_plugin_v1());
    batches_table(b, "forms", forms);
    return b;
}

static struct batches_state *qc_begun(struct batches *b)
{
    check_text(batches_open(b) ? batches_error(b) : "", "", 0);
    return batches_begin(b, "2010-07-01", "2011-01-01", 6);
}

static void fed(struct batches_state *s, const char *dataset, const char *csv)
{
    check_i64(batches_feed(s, dataset, csv), KH_OK, 0);
}

/* One dataset fed to a fresh instance, one value asked for. */
struct value_row {
    const char *dataset, *csv, *subject, *indicator, *value;
};

static inline void check_values(const struct value_row *rows, size_t n, const char *use)
{
    for (size_t i = 0; i < n; i++) {
        struct batches *b = qc_new();
        batches_param(b, "use", use);
        struct batches_state *s = qc_begun(b);
        fed(s, rows[i].dataset, rows[i].csv);
        check_i64(batches_score(s), KH_OK, i);
        check_text(batches_value(s, rows[i].subject, rows[i].indicator), rows[i].value, i);
        check_i64(batches_end(b), 0, i);
    }
}
#define CHECK_VALUES(rows) check_values(rows, sizeof(rows) / sizeof *(rows), "review")
#define CHECK_RATES(rows) check_values(rows, sizeof(rows) / sizeof *(rows), "organiser")

#endif
