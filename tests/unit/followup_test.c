/* SPDX-License-Identifier: Apache-2.0 */
/* followup_test.c - improvement orders of earlier cycles, checked again. */
#include "score_kit.h"

static struct kit kit;

static const char domain[] =
    "subject = ( \"c\", \"p\" ); levels = ( { id = \"p\"; of = ( \"c\", \"p\" ); },\n"
    " { id = \"c\"; of = \"c\"; from = \"p\"; by = \"mean\"; },\n"
    " { id = \"s\"; of = \"c\"; from = \"p\"; by = \"mean\"; scored = false; } );\n"
    "scheme = ( { from = \"2011-01\"; nodes = (\n"
    " { id = \"A\"; weight = 60; full = 100; indicator = \"a\"; order_below = 80; points = "
    "{ "
    "kind = \"value\"; }; },\n"
    " { id = \"B\"; weight = 40; full = 100; indicator = \"b\"; points = { kind = "
    "\"value\"; "
    "}; } ); } );";

static bool run(const struct scored_order *open, uint32_t n, const char *results)
{
    kit_load(&kit, NULL, NULL, domain);
    kit_measures(&kit, "a f64 up\nb dec2 up\n");
    if (!kit_scheme(&kit))
        return false;
    kit.open = open;
    kit.n_open = n;
    kit_results(&kit, results);
    return kit_score(&kit);
}

/* Orders as "level:subject:node opened state stage checked score" of those with a state. */
static const char *orders(void)
{
    static char text[2048];
    size_t n = 0;
    text[0] = 0;
    for (uint32_t i = 0; i < kit.out.n_orders && n < sizeof text; i++) {
        const struct scored_order *o = &kit.out.orders[i];
        char month[8] = "now", due[11];
        if (o->opened)
            month_text(month, o->opened);
        day_text(due, o->due);
        n += (size_t)snprintf(
            text + n, sizeof text - n, "%s%s:%s:%s %s %s %u %s %s %s", n ? "\n" : "",
            o->level, o->subject, o->node, month, o->state ? o->state : "new", o->stage,
            o->checked ? o->checked : "-", o->checked_score ? o->checked_score : "-", due);
    }
    return text;
}

#define ORDER(l, s, n, below)                                                             \
    {                                                                                     \
        .level = l, .subject = s, .subject_name = s, .node = n,                           \
        .threshold = { below, below }, .score = { "70", "70" }, .full = { "100", "100" }, \
        .owner = "", .opened = 2011 * 12 + 2, .state = "open", .stage = 1                 \
    }

static void test_checked_again(void)
{
    static const struct scored_order a = ORDER("p", "x/1", "A", "80");
    static const struct scored_order gone = ORDER("p", "x/1", "Z", "80");
    static const struct scored_order level = ORDER("q", "x/1", "A", "80");
    static const struct scored_order hidden = ORDER("s", "x", "A", "80");
    static const struct scored_order strict = ORDER("p", "x/1", "A", "90");
    static const struct scored_order above = ORDER("c", "x", "total", "70");
    static const struct {
        const struct scored_order *open;
        const char *results, *orders;
    } rows[] = {
        { NULL, "x/1 a 79.5\n",
          "p:x/1:A now new 0 - - 2011-05-31\nc:x:A now new 0 - - "
          "2011-05-31" },
        { &a, "x/1 a 80\n", "p:x/1:A 2011-03 closed 1 2011-04 80.00 1970-01-01" },
        { &a, "x/1 a 79.99609375\n", "p:x/1:A 2011-03 closed 1 2011-04 80.00 1970-01-01" },
        /* not met: one stage up, and no second order for the same node */
        { &a, "x/1 a 79.5\nx/2 a 90\n",
          "p:x/1:A 2011-03 escalated 2 2011-04 79.50 2011-05-31" },
        { &a, "x/1 a missing\nx/2 a 99\nx/3 a 99\n",
          "p:x/1:A 2011-03 escalated 2 2011-04 0.00 2011-05-31\n"
          "c:x:A now new 0 - - 2011-05-31" },
        { &a, "x/1 a none\nx/1 b 1\n", "p:x/1:A 2011-03 open 1 - - 1970-01-01" },
        { &a, "y/1 a 99\n", "p:x/1:A 2011-03 open 1 - - 1970-01-01" },
        { &gone, "x/1 a 99\n", "p:x/1:Z 2011-03 void 1 - - 1970-01-01" },
        { &gone, "y/1 a 99\n", "p:x/1:Z 2011-03 open 1 - - 1970-01-01" },
        { &level, "x/1 a 99\n", "q:x/1:A 2011-03 void 1 - - 1970-01-01" },
        { &hidden, "x/1 a 99\n", "s:x:A 2011-03 void 1 - - 1970-01-01" },
        /* held against the limit that opened it */
        { &strict, "x/1 a 85\n", "p:x/1:A 2011-03 escalated 2 2011-04 85.00 1970-01-01" },
        { &above, "x/1 a 90\nx/1 b 10\n",
          "c:x:total 2011-03 escalated 2 2011-04 58.00 1970-01-01" },
        { &above, "x/1 a 90\nx/1 b 90\n",
          "c:x:total 2011-03 closed 1 2011-04 90.00 "
          "1970-01-01" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run(rows[i].open, rows[i].open ? 1 : 0, rows[i].results), i);
        check_text(orders(), rows[i].orders, i);
    }
    kit_end(&kit);
}

/* What one cycle leaves open is what the next begins with. */
static void test_chain(void)
{
    static const struct {
        const char *results, *orders;
    } rows[] = {
        { "x/1 a 10\nx/2 a 90\nx/3 a 100\n",
          "p:x/1:A 2011-03 escalated 2 2011-04 10.00 2011-05-31\n"
          "c:x:A now new 0 - - 2011-05-31" },
        { "x/1 a 20\nx/2 a 100\nx/3 a 100\n",
          "p:x/1:A 2011-03 escalated 3 2011-04 20.00 2011-05-31\n"
          "c:x:A 2011-04 escalated 2 2011-04 73.33 2011-05-31" },
        { "x/1 a 95\nx/2 a 95\n", "p:x/1:A 2011-03 closed 3 2011-04 95.00 2011-05-31\n"
                                  "c:x:A 2011-04 closed 2 2011-04 95.00 2011-05-31" },
    };
    struct scored_order open[8] = { ORDER("p", "x/1", "A", "80") };
    struct arena kept;
    uint32_t n = 1;
    arena_init(&kept, 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_true(run(open, n, rows[i].results), i);
        check_text(orders(), rows[i].orders, i);
        n = 0;
        for (uint32_t k = 0; k < kit.out.n_orders && n < COUNT(open); k++) {
            struct scored_order o = kit.out.orders[k];
            o.opened = o.opened ? o.opened : kit.month;
            o.state = o.state ? o.state : "open";
            o.stage = o.stage ? o.stage : 1;
            const char **texts[] = { &o.level,       &o.subject, &o.subject_name, &o.node,
                                     &o.threshold.x, &o.checked, &o.checked_score };
            for (size_t t = 0; t < COUNT(texts); t++)
                *texts[t] = *texts[t] ? arena_text(&kept, *texts[t]) : NULL;
            open[n++] = o;
        }
    }
    arena_end(&kept);
    kit_end(&kit);
}

static const struct unit_case cases[] = {
    { "orders are checked by the next score of their node", test_checked_again },
    { "orders go on from cycle to cycle", test_chain },
};
UNIT_MAIN("followup", cases)
