/* SPDX-License-Identifier: Apache-2.0 */
/* plates_test.c - plates over cycles: tables of cases for P1 to P8 (plates.h), and random
 * histories against a slow reading of the same rules that looks back from every cycle.
 *
 * A history is a text, a letter a cycle of four months: g y r own plates, '.' without
 * score,
 * '?' without any result, x an exit veto with a red plate, X one without score.  What comes
 * of it: G Y R, '!' behind an exit, '+' behind a re-admission. */
#include "score_kit.h"

#include "score/plates.h"

enum { LONGEST = 24, MONTHS = 4, FIRST = 2008 * 12 + 3 };

static const struct plate_rules usual = { 2, true, 2, 3, 12 };

static struct plate_cycle cycle_of(char letter, size_t i)
{
    static const char letters[] = ".gyr";
    const char *own = strchr(letters, letter == 'x' ? 'r' : letter);
    return (struct plate_cycle){ .month = FIRST + (int32_t)i * MONTHS,
                                 .is_known = letter != '?',
                                 .own = own ? (enum plate)(own - letters) : PLATE_NONE,
                                 .is_exit = letter == 'x' || letter == 'X' };
}

static char *print(char *to, enum plate plate, enum plate_access access)
{
    *to++ = "-GYR"[plate];
    if (access)
        *to++ = access == ACCESS_EXIT ? '!' : '+';
    *to = 0;
    return to;
}

static void play(char *out, const struct plate_rules *rules, const char *history)
{
    struct plate_state s;
    plates_begin(&s);
    *out = 0;
    for (size_t i = 0; history[i]; i++) {
        struct plate_cycle c = cycle_of(history[i], i);
        plates_step(&s, rules, &c);
        out = print(out, s.plate, s.access);
    }
}

/* domain.md 10.5 O2, and 10.8 trap 12: cycles without score between two yellows. */

/* ---- Tables ---------------------------------------------------------------------- */

static const struct plate_rules none = { 0 }, three = { .run = 3 },
                                forever = { 2, true, 2, 3, 0 },
                                no_exit = { .run = 2, .probation = true },
                                once = { .reds = 1, .cycles = 1, .readmit_months = 4 };
static const struct {
    const struct plate_rules *rules;
    const char *history, *plates;
} histories[] = {
    /* the issue's own: 88, 78, 76, 91, 78, 78 */
    { &usual, "gyygyy", "GYRYYR" },
    /* P1 */
    { &usual, "", "" },
    { &usual, ".", "G" },
    { &usual, "?..g", "GGGG" },
    { &usual, "y.y", "YYR" },
    { &usual, "y?y", "YYR" },
    { &usual, "y.?.y", "YYYYR" },
    { &usual, "g.", "GG" },
    { &usual, "r..", "RRR" },
    /* P3 */
    { &usual, "ygy", "YGY" },
    { &usual, "yyyy", "YRYY" },
    { &three, "yy.yyy.g", "YYYRYYYG" },
    { &three, "yyry", "YYRY" },
    { &none, "yyrgyy.rr", "YYRGYYYRR" },
    /* P4: and across cycles without score */
    { &usual, "rg", "RY" },
    { &usual, "r.g", "RRY" },
    { &usual, "r?g", "RRY" },
    { &usual, "rgy", "RYY" },
    { &usual, "rgyy", "RYYR" },
    { &usual, "ryy", "RYY" },
    { &usual, "ryyy", "RYYR" },
    { &usual, "rgg", "RYG" },
    { &no_exit, "rrg", "RRY" },
    /* P5: in three cycles, not four apart */
    { &usual, "rr", "RR!" },
    { &usual, "rgr", "RYR!" },
    { &usual, "r.r", "RRR!" },
    { &usual, "r?r", "RRR!" },
    { &usual, "rggr", "RYGR" },
    { &usual, "r..r", "RRRR" },
    { &usual, "r?.r", "RRRR" },
    { &usual, "yyyr", "YRYR!" },
    { &usual, "gx", "GR!" },
    { &usual, "gX", "GR!" },
    { &usual, "X", "R!" },
    { &no_exit, "x", "R" },
    { &no_exit, "xg", "RY" },
    /* P6 */
    { &usual, "xgg", "R!RR" },
    { &forever, "xgggggg", "R!RRRRRR" },
    { &usual, "xgxggg", "R!RR!RRY+" },
    /* P7 */
    { &usual, "xgggg", "R!RRY+G" },
    { &usual, "x....", "R!RRY+Y" },
    { &usual, "x..yyy", "R!RRY+YR" },
    { &usual, "x..ryy", "R!RRR+YY" },
    { &usual, "x???g", "R!RRRY+" },
    { &usual, "xgg?g", "R!RRRY+" },
    { &usual, "xggx", "R!RRR!" },
    { &usual, "rrgggr", "RR!RRY+R" },
    { &usual, "rr..rr", "RR!RRR+R!" },
    { &once, "rg", "R!Y+" },
    { &once, "rr", "R!R!" },
};

static void test_cases(void)
{
    for (size_t i = 0; i < COUNT(histories); i++) {
        char found[3 * LONGEST];
        play(found, histories[i].rules, histories[i].history);
        check_text(found, histories[i].plates, i);
    }
}

/* The words of the cause, which outcomes.csv and the store show. */
static void test_causes(void)
{
    static const struct {
        const char *history, *cause;
    } rows[] = {
        { "g", "" },
        { "yy", "run" },
        { "rg", "probation" },
        { "ry", "probation" },
        { "rr", "" },
        { "g.", "kept" },
        { "g?", "kept" },
        { "xg", "exit" },
        { "x?", "exit" },
        { "x", "" },
        { "X", "exit" },
        { "gX", "exit" },
        { "x...", "readmitted" },
        { "x..g", "readmitted" },
        { "x..r", "" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct plate_state s;
        plates_begin(&s);
        for (size_t k = 0; rows[i].history[k]; k++) {
            struct plate_cycle c = cycle_of(rows[i].history[k], k);
            plates_step(&s, &usual, &c);
        }
        check_text(plate_cause_text(s.cause), rows[i].cause, i);
    }
    check_i64(plate_parse("yellow"), PLATE_YELLOW, 0);
    check_i64(plate_parse(""), PLATE_NONE, 0);
    check_i64(plate_parse("blue"), PLATE_NONE, 0);
}

/* ---- Random histories against a slow reading ------------------------------------- */

enum broken { /* a mistake somebody could make */
              SOUND,
              SCORELESS_BREAKS_A_RUN,
              PROBATION_STARTS_A_RUN,
              KEPT_RED_COUNTS,
              WINDOW_IS_LONGER,
              WINDOW_SKIPS_SCORELESS,
              BACK_IS_GREEN,
              RUN_MAKES_NO_RED,
              UNKNOWN_READMITS,
              BROKEN_COUNT
};

struct slow {
    const struct plate_rules *r;
    const char *history;
    enum broken broken;
    enum plate plate[LONGEST];
    bool left[LONGEST], back[LONGEST], probation[LONGEST];
};

/* The cycle of the last exit or re-admission before `i`; -1. */
static int last_turn(const struct slow *s, int i)
{
    while (--i >= 0 && !s->left[i] && !s->back[i]) {
    }
    return i;
}

static bool is_out(const struct slow *s, int i)
{
    int turn = last_turn(s, i);
    return turn >= 0 && s->left[turn];
}

static bool has_score(const struct slow *s, int i)
{
    return cycle_of(s->history[i], 0).own != PLATE_NONE;
}

static enum plate plate_before(const struct slow *s, int i)
{
    return i ? s->plate[i - 1] : PLATE_GREEN;
}

static bool run_is_full(const struct slow *s, int i)
{
    uint32_t n = 1;
    for (int k = i - 1; k > last_turn(s, i); k--) {
        bool starts = s->broken == PROBATION_STARTS_A_RUN || !s->probation[k];
        enum plate own = cycle_of(s->history[k], 0).own;
        if (!has_score(s, k) && s->broken != SCORELESS_BREAKS_A_RUN)
            continue;
        if (own != PLATE_YELLOW || s->plate[k] != PLATE_YELLOW || !starts)
            break;
        n++;
    }
    return s->r->run && n >= s->r->run;
}

static bool reds_are_full(const struct slow *s, int i)
{
    uint32_t n = 0, seen = 0;
    uint32_t cycles = s->r->cycles + (s->broken == WINDOW_IS_LONGER);
    int turn = last_turn(s, i), first = turn < 0 ? 0 : s->left[turn] ? i : turn;
    for (int k = i; k >= first && seen < cycles; k--) {
        bool counts = has_score(s, k) || s->broken == KEPT_RED_COUNTS;
        if (s->broken == RUN_MAKES_NO_RED)
            counts = cycle_of(s->history[k], 0).own == PLATE_RED;
        seen += has_score(s, k) || s->broken != WINDOW_SKIPS_SCORELESS;
        n += counts && s->plate[k] == PLATE_RED;
    }
    return s->r->reds && n >= s->r->reds;
}

static void look_at_own(struct slow *s, int i, enum plate own)
{
    if (own == PLATE_NONE)
        return;
    s->probation[i] = s->r->probation && plate_before(s, i) == PLATE_RED;
    s->plate[i] = s->probation[i] && own == PLATE_GREEN ? PLATE_YELLOW : own;
    if (own == PLATE_YELLOW && !s->probation[i] && run_is_full(s, i))
        s->plate[i] = PLATE_RED;
}

static void look_back(struct slow *s, int i)
{
    struct plate_cycle c = cycle_of(s->history[i], (size_t)i);
    int turn = last_turn(s, i);
    bool out = is_out(s, i);
    bool holds = s->r->reds || s->r->readmit_months;
    bool over = out && s->r->readmit_months && (i - turn) * MONTHS >= s->r->readmit_months;
    s->left[i] = s->back[i] = s->probation[i] = false;
    s->plate[i] = plate_before(s, i);
    if (!c.is_known && !(over && s->broken == UNKNOWN_READMITS))
        return;
    if (c.is_exit && holds) {
        s->left[i] = true;
        s->plate[i] = PLATE_RED;
        return;
    }
    if (out && !over)
        return;
    if (!over)
        look_at_own(s, i, c.own);
    else {
        s->back[i] = true;
        s->plate[i] = c.own == PLATE_RED           ? PLATE_RED
                      : s->broken == BACK_IS_GREEN ? PLATE_GREEN
                                                   : PLATE_YELLOW;
    }
    if (s->plate[i] == PLATE_RED && c.own != PLATE_NONE && reds_are_full(s, i)) {
        s->left[i] = true;
        s->back[i] = false;
    }
}

static void play_slowly(char *out, const struct plate_rules *r, const char *history,
                        enum broken broken)
{
    struct slow s = { .r = r, .history = history, .broken = broken };
    *out = 0;
    for (int i = 0; history[i]; i++) {
        look_back(&s, i);
        out = print(out, s.plate[i],
                    s.left[i]   ? ACCESS_EXIT
                    : s.back[i] ? ACCESS_ADMITTED
                                : ACCESS_SAME);
    }
}

static uint32_t dice(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % sides;
}

static void make_case(uint64_t *seed, struct plate_rules *r, char *history)
{
    static const char letters[] = "gggyyyyrrr..??xX";
    uint32_t n = dice(seed, LONGEST);
    *r = (struct plate_rules){ .run = dice(seed, 4), .probation = dice(seed, 2) };
    r->run += r->run == 1;
    r->cycles = dice(seed, 6);
    r->reds = r->cycles ? 1 + dice(seed, r->cycles) : 0;
    r->readmit_months = (int32_t)dice(seed, 5) * MONTHS;
    for (uint32_t i = 0; i < n; i++)
        history[i] = letters[dice(seed, sizeof letters - 1)];
    history[n] = 0;
}

static void test_random(void)
{
    uint64_t seed = 20110430;
    uint32_t caught[BROKEN_COUNT] = { 0 };
    for (size_t i = 0; i < 20000; i++) {
        struct plate_rules r;
        char history[LONGEST + 1], found[3 * LONGEST], slow[3 * LONGEST];
        make_case(&seed, &r, history);
        play(found, &r, history);
        for (enum broken b = SOUND; b < BROKEN_COUNT; b++) {
            play_slowly(slow, &r, history, b);
            caught[b] += strcmp(found, slow) != 0;
            if (b == SOUND && caught[b]) {
                fprintf(stderr, "%s: run %u probation %d %u of %u readmit %d\n", history,
                        r.run, r.probation, r.reds, r.cycles, (int)r.readmit_months);
                check_text(found, slow, i);
                return;
            }
        }
    }
    /* The comparison would notice each of the mistakes. */
    for (enum broken b = SOUND + 1; b < BROKEN_COUNT; b++)
        check_true(caught[b] > 0, b);
}

/* ---- Through score_domain --------------------------------------------------------- */

static struct kit kit;

#define DOMAIN                                                                           \
    "subject = ( \"c\", \"role\" ); levels = ( { id = \"c\"; of = ( \"c\", \"role\" ); " \
    "} );\n"                                                                             \
    "cycle = { months = 4; };\n"                                                         \
    "plates = { green = 85; yellow = 70; run = 2; probation = true; "                    \
    "exit = { reds = 2; cycles = 3; }; readmit_months = 12; "                            \
    "for = { role = ( \"SG\", \"JL\" ); }; };\n"                                         \
    "vetoes = ( { id = \"V\"; indicator = \"v\"; "                                       \
    "actions = ( { plate = \"red\"; }, { exit = true; } ); }, "                          \
    "{ id = \"W\"; indicator = \"w\"; actions = ( { plate = \"red\"; } ); } );\n"        \
    "scheme = ( { from = \"2001-01\"; nodes = ( { id = \"f\"; weight = 100; "            \
    "indicator = \"f\"; points = { kind = \"value\"; }; } ); } );"

/* Scores one cycle after `before`. */
static bool score_after(const char *results, struct scored_cycle *before, uint32_t n)
{
    kit_load(&kit, NULL, NULL, DOMAIN);
    kit_measures(&kit, "f per up\nv i64\nw i64\n");
    kit.month = n ? before[n - 1].month + MONTHS : FIRST;
    if (!kit_scheme(&kit)) {
        fprintf(stderr, "configuration: %s\n", findings_text(&kit.f));
        return false;
    }
    kit_results(&kit, results);
    struct score_input in = { .conf = kit.conf,
                              .domain = kit.domain,
                              .schema = &kit.schema,
                              .scheme = kit.scheme,
                              .order = &kit.order,
                              .measured = &kit.m,
                              .month = kit.month,
                              .rounding = kit.conf->rounding,
                              .history = before,
                              .n_history = n };
    return !score_domain(&kit.a, &in, &kit.out, &kit.e);
}

/* A cycle as the store would give it back; texts outlive the kit. */
static void keep(struct scored_cycle *to, struct arena *a)
{
    *to = (struct scored_cycle){ .month = kit.month,
                                 .is_known = true,
                                 .n_plates = kit.out.n_plates };
    to->plates = arena_array(a, kit.out.n_plates + 1, sizeof *to->plates);
    for (uint32_t i = 0; i < kit.out.n_plates; i++) {
        const struct scored_plate *p = &kit.out.plates[i];
        to->plates[i] = (struct scored_plate){ arena_text(a, p->level),
                                               arena_text(a, p->subject),
                                               arena_text(a, p->own),
                                               arena_text(a, p->plate),
                                               arena_text(a, p->cause),
                                               arena_text(a, p->access),
                                               arena_text(a, p->exit_veto),
                                               "",
                                               "" };
    }
}

/* Golden: 88, 78, 76, 91, 78, 78; and with the third corrected to 86. */
static void test_chain(void)
{
    static const struct {
        const char *results, *outcomes, *corrected;
    } rows[] = {
        { "a/SG f 88\n", "c:plate:green:88.00", "c:plate:green:88.00" },
        { "a/SG f 78\n", "c:plate:yellow:78.00", "c:plate:yellow:78.00" },
        { "a/SG f 76\n", "c:plate:red:run 76.00", "c:plate:green:86.00" },
        { "a/SG f 91\n", "c:plate:yellow:probation 91.00", "c:plate:green:91.00" },
        { "a/SG f 78\n", "c:plate:yellow:78.00", "c:plate:yellow:78.00" },
        { "a/SG f 78\n", "c:plate:red:run 78.00", "c:plate:red:run 78.00" },
    };
    for (size_t pass = 0; pass < 2; pass++) {
        struct scored_cycle before[COUNT(rows)];
        struct arena a;
        arena_init(&a, 0);
        for (uint32_t i = 0; i < COUNT(rows); i++) {
            bool corrected = pass && i == 2;
            check_true(score_after(corrected ? "a/SG f 86\n" : rows[i].results, before, i),
                       i);
            check_text(kit_outcomes(&kit, "a/SG"),
                       pass ? rows[i].corrected : rows[i].outcomes, i);
            keep(&before[i], &a);
        }
        arena_end(&a);
    }
}

/* What later runs wrote into the history of a corrected cycle is of no account. */
static void test_replay(void)
{
    static struct scored_plate first[] = {
        { "c", "a/SG", "yellow", "yellow", "", "", "", "", "" },
        { "c", "b/SG", "red", "red", "veto V", "exit", "V", "", "" },
    };
    static struct scored_plate second[] = {
        /* as if the cycle before had been yellow, too */
        { "c", "a/SG", "green", "red", "run", "exit", "", "", "" },
        { "other", "a/SG", "red", "red", "", "", "", "", "" },
    };
    struct scored_cycle before[] = {
        { FIRST, true, first, COUNT(first) },
        { FIRST + MONTHS, true, second, COUNT(second) },
        { FIRST + 2 * MONTHS, false, NULL, 0 },
    };
    check_true(score_after("a/SG f 78\n", before, 3), 0);
    check_text(kit_outcomes(&kit, "a/SG"), "c:plate:yellow:78.00", 0);
    /* twelve months after its exit b is admitted, though it is no unit */
    check_text(kit_outcomes(&kit, "b/SG"),
               "c:access:admitted:readmitted\nc:plate:yellow:readmitted", 0);
    check_i64(kit.out.n_plates, 2, 0);
    check_text(kit.out.plates[1].own, "", 0);
    check_text(kit.out.plates[1].access, "admitted", 0);
}

static void test_outcomes(void)
{
    static struct scored_plate plates[] = {
        { "c", "away/SG", "red", "red", "", "", "", "", "" },
        { "c", "dd/DD", "red", "red", "", "", "", "", "" },
        { "c", "gone/SG", "green", "green", "", "", "", "", "" },
        { "c", "n/SG", "yellow", "yellow", "", "", "", "", "" },
        { "c", "r/SG", "red", "red", "", "", "", "", "" },
        { "c", "v/SG", "red", "red", "veto V", "exit", "V", "", "" },
    };
    struct scored_cycle before[] = { { FIRST, true, plates, COUNT(plates) } };
    static const struct {
        const char *subject, *outcomes;
    } rows[] = {
        { "away/SG", "c:plate:red:kept" },
        { "dd/DD", "" },
        { "gone/SG", "" },
        { "n/SG", "c:plate:yellow:kept" },
        { "new/JL", "c:plate:green:kept" },
        { "r/SG", "c:access:exit:reds\nc:plate:red:69.99" },
        { "v/SG", "c:plate:red:exit 90.00" },
        { "w/SG", "c:plate:red:W\nc:veto:plate red:w" },
        { "x/SG", "c:access:exit:V\nc:plate:red:V\nc:veto:exit:v\nc:veto:plate red:v" },
        { "y/SG", "c:plate:green:85.00" },
        { "z/SG", "c:plate:yellow:84.99" },
    };
    check_true(score_after("n/SG f none\nnew/JL f none\nr/SG f 6999/100\nv/SG f 90\n"
                           "w/SG f none\nw/SG w 1\nx/SG f 95\nx/SG v 1\n"
                           "y/SG f 16999/200\nz/SG f 42497/500\ndd/DD f 10\n",
                           before, 1),
               0);
    for (size_t i = 0; i < COUNT(rows); i++)
        check_text(kit_outcomes(&kit, rows[i].subject), rows[i].outcomes, i);
    /* in order of subject, units or not */
    for (uint32_t i = 1; i < kit.out.n_outcomes; i++)
        check_true(
            strcmp(kit.out.outcomes[i - 1].subject, kit.out.outcomes[i].subject) <= 0, i);
    for (uint32_t i = 1; i < kit.out.n_plates; i++)
        check_true(strcmp(kit.out.plates[i - 1].subject, kit.out.plates[i].subject) < 0, i);
}

/* ---- Configuration ------------------------------------------------------------------ */

static void test_wrong(void)
{
    static const struct {
        const char *settings, *found;
    } rows[] = {
        { "run = 1;", "run" },
        { "run = 61;", "run" },
        { "exit = { reds = 2; };", "cycles" },
        { "exit = { reds = 4; cycles = 3; };", "4 reds within 3 cycles" },
        { "exit = { reds = 0; cycles = 3; };", "reds" },
        { "readmit_months = 0;", "readmit_months" },
        { "probaton = true;", "probation" },
        { "run = 2; }; cycle = { whole = true;", "cycle of months" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "subject = \"p\"; levels = ( { id = \"p\"; of = \"p\"; } );\n"
                 "plates = { green = 85; yellow = 70; %s };\n"
                 "scheme = ( { from = \"2001-01\"; nodes = ( { id = \"f\"; weight = 100; "
                 "indicator = \"f\"; points = { kind = \"value\"; }; } ); } );",
                 rows[i].settings);
        kit_load(&kit, NULL, NULL, text);
        check_true(kit.f.errors > 0, i);
        if (!strstr(findings_text(&kit.f), rows[i].found))
            check_text(findings_text(&kit.f), rows[i].found, i);
    }
}

static const struct unit_case cases[] = {
    { "the rules over cycles, case by case", test_cases },
    { "a cause for every plate", test_causes },
    { "random histories agree with a slow reading, and mistakes do not", test_random },
    { "a chain of cycles, and the same with one of them corrected", test_chain },
    { "earlier cycles enter with their own plates", test_replay },
    { "plates, vetoes and access of units and of those who are away", test_outcomes },
    { "settings that make no sense are refused", test_wrong },
};
UNIT_MAIN("plates", cases)
