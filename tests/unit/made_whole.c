/* SPDX-License-Identifier: Apache-2.0 */
/* made_whole.c - a run of every kind of domain: scored, carried, at fault, composed. */
#include "made.h"

#include "unit.h"

#define X(text)    \
    {              \
        text, text \
    }
#define NONE       \
    {              \
        NULL, NULL \
    }

static const struct conf_level city[] = {
    { .id = "city", .scored = true, .from = -1 },
};
static const struct conf_level firm[] = {
    { .id = "city", .scored = true, .from = -1 },
    { .id = "firm", .scored = true, .from = 0, .by = LEVEL_MEAN },
};
static struct conf_domain composite = { .id = "composite",
                                        .plugin = "composite",
                                        .name = { "综合考核", "Composite" },
                                        .cycle = { 1, 0, false },
                                        .n_levels = COUNT(city) };
static struct conf_domain network = { .id = "network",
                                      .plugin = "network",
                                      .name = { "网络质量", "Network quality" },
                                      .cycle = { 6, 0, false },
                                      .n_levels = COUNT(city) };
static struct conf_domain firms = { .id = "firms",
                                    .plugin = "contractor",
                                    .name = { "工程服务商", "Contractors" },
                                    .cycle = { 4, 0, false },
                                    .n_levels = COUNT(firm) };

static struct schema other = { .plugin = "network", .version = "1.0", .file = "y.so" };

static const struct conf_name total = { "总分", "Total" };

struct unit {
    const char *subject, *name;
};

static struct scored_row row(struct unit u, const char *level, const char *node,
                             struct conf_name name, const char *kind, const char *state)
{
    return (struct scored_row){ .level = level,
                                .subject = u.subject,
                                .subject_name = u.name,
                                .node = node,
                                .node_name = name,
                                .depth = strcmp(node, "total") != 0,
                                .kind = kind,
                                .indicator = "",
                                .unit = "",
                                .state = state,
                                .full = X("100.00"),
                                .flags = "" };
}

/* Half a year of the network, scored in December: every second city of the composite. */
static void fill_network(struct made *m, struct scored_domain *d,
                         const struct scored_row *of, uint32_t cities)
{
    static const struct conf_name drops = { "掉话率", "Dropped calls" };
    month_parse(&d->month, "2010-12");
    cycle_window(&network.cycle, 6, d->month, &d->from, &d->to);
    memcpy(network.levels, city, sizeof city);
    d->conf = &network;
    d->schema = &other;
    d->scheme = "2010-07";
    d->carried = true;
    d->rows = arena_array(&m->arena, (size_t)cities * 2, sizeof *d->rows);
    d->reasons = arena_array(&m->arena, cities, sizeof *d->reasons);
    for (uint32_t i = 0; i < cities; i += 2) {
        struct unit u = { of[4 * i].subject, of[4 * i].subject_name };
        struct scored_row *r = &d->rows[d->n_rows];
        r[0] = row(u, "city", "total", total, "total", "ok");
        r[1] = row(u, "city", "N1", drops, "leaf", "ok");
        r[1].indicator = "drops";
        r[1].contribution = r[0].score = r[1].score = (struct exact)X("71.25");
        r[0].flags = r[1].flags = "carried:2010-12";
        d->n_rows += 2;
        d->reasons[d->n_reasons++] =
            (struct scored_reason){ "city", u.subject, "drops", "dropped", 9, X("-28.75") };
    }
}

static struct scored_outcome firm_outcomes[] = {
    { "city",
      "华讯/SG/c000",
      "华讯/施工/郑州",
      "plate",
      "green",
      "",
      { "green", "green" } },
    { "city",
      "豫通/SG/c000",
      "豫通/施工/郑州",
      "plate",
      "yellow",
      "",
      { "yellow", "yellow" } },
    { "city", "豫通/SG/c001", "豫通/施工/开封", "plate", "red", "run", { "red", "red" } },
    { "city",
      "豫通/SG/c001",
      "豫通/施工/开封",
      "veto",
      "plate red",
      "count.V1",
      { "重大事故", "grave accident" } },
    { "city", "豫通/SG/c000", "豫通/施工/郑州", "ticket", "1000.50", "", { "", "" } },
    { "city",
      "豫通/SG/c001",
      "豫通/施工/开封",
      "ticket",
      "2500.00",
      "overflow 500.00",
      { "", "" } },
    { "firm",
      "华讯/SG",
      "华讯/施工",
      "award",
      "first",
      "firms",
      { "一等奖", "first prize" } },
    { "firm",
      "豫通/SG",
      "豫通/施工",
      "veto",
      "plate red",
      "count.V1",
      { "重大事故", "grave accident" } },
    { "firm", "豫通/SG", "豫通/施工", "ticket", "3500.50", "overflow 500.00", { "", "" } },
    { "firm", "豫通/SG", "豫通/施工", "access", "exit", "", { "exit", "exit" } },
};

static struct scored_plate firm_plates[] = {
    { "city", "华讯/SG/c000", "green", "green", "", "", "", "91.00", "" },
    { "city", "豫通/SG/c000", "yellow", "yellow", "", "", "", "88.50", "" },
    { "city", "豫通/SG/c001", "yellow", "red", "run", "exit", "", "52.00", "" },
};

/* Contractors by city: plates, tickets at two levels, a veto at two, awards. */
static void fill_firms(struct made *m, struct scored_domain *d)
{
    static const struct unit units[] = {
        { "华讯/SG/c000", "华讯/施工/郑州" },
        { "豫通/SG/c000", "豫通/施工/郑州" },
        { "豫通/SG/c001", "豫通/施工/开封" },
    };
    static const struct unit above[] = { { "华讯/SG", "华讯/施工" },
                                         { "豫通/SG", "豫通/施工" } };
    static const char *const scores[] = { "91.00", "88.50", "52.00", "91.00", "70.25" };
    memcpy(firms.levels, firm, sizeof firm);
    *d = (struct scored_domain){ .conf = &firms, .schema = &other, .scheme = "SG-2011-01" };
    month_parse(&d->month, m->run.period);
    cycle_window(&firms.cycle, 4, d->month, &d->from, &d->to);
    d->rows = arena_array(&m->arena, COUNT(scores), sizeof *d->rows);
    for (size_t i = 0; i < COUNT(scores); i++) {
        bool low = i < COUNT(units);
        struct scored_row *r = &d->rows[d->n_rows++];
        *r = row(low ? units[i] : above[i - COUNT(units)], low ? "city" : "firm", "total",
                 total, "total", "ok");
        r->score = (struct exact){ scores[i], scores[i] };
    }
    d->plates = firm_plates;
    d->n_plates = COUNT(firm_plates);
    d->outcomes = firm_outcomes;
    d->n_outcomes = COUNT(firm_outcomes);
}

static void composite_leaf(struct scored_row *r, struct exact value, struct exact points,
                           const char *weight)
{
    r->indicator = "";
    r->value = value;
    r->score = r->contribution = points;
    r->full = r->weight = r->weight_used = (struct exact){ weight, weight };
}

/* care 60, works 30 (at fault), network 10 (carried; some cities have none). */
static void fill_composite(struct made *m, struct scored_domain *d, uint32_t cities,
                           bool held)
{
    const struct scored_domain *care = &m->run.domains[0];
    memcpy(composite.levels, city, sizeof city);
    *d = (struct scored_domain){ .conf = &composite, .scheme = "" };
    month_parse(&d->month, m->run.period);
    cycle_window(&composite.cycle, 1, d->month, &d->from, &d->to);
    d->rows = arena_array(&m->arena, (size_t)cities * 4, sizeof *d->rows);
    for (uint32_t i = 0, at = 0; at < care->n_rows; at++) {
        const struct scored_row *of = &care->rows[at];
        if (strcmp(of->node, "total") != 0 || strcmp(of->level, "city") != 0)
            continue;
        struct unit u = { of->subject, of->subject_name };
        struct scored_row *r = &d->rows[d->n_rows];
        r[0] = row(u, "city", "total", total, "total", held ? "fault" : "ok");
        r[1] = row(u, "city", "care", (struct conf_name){ "客户服务", "Customer care" },
                   "leaf", "ok");
        r[2] = row(u, "city", "works", (struct conf_name){ "工程服务", "Works" }, "leaf",
                   held ? "fault" : "missing");
        r[0].flags = held ? "held:works" : "zeroed:works";
        r[2].flags = "no_result";
        r[3] = row(u, "city", "network", network.name, "leaf", i % 2 ? "na" : "ok");
        if (!held)
            r[0].score = of->score;
        composite_leaf(&r[1], of->score, of->score, "60.00");
        composite_leaf(&r[2], (struct exact)NONE, (struct exact)X("0.00"), "30.00");
        if (i % 2 == 0) {
            composite_leaf(&r[3], (struct exact)X("71.25"), (struct exact)X("7.13"),
                           "10.00");
            r[3].flags = "carried:2010-12";
        }
        d->n_rows += 4;
        i++;
    }
}

/* The board of the composite: as that of care, in two groups. */
static void rank_composite(struct made *m, bool held)
{
    uint32_t n = m->run.n_ranks, of[2] = { 0, 0 };
    struct scored_rank *ranks = arena_array(&m->arena, 2 * (size_t)n, sizeof *ranks);
    memcpy(ranks, m->run.ranks, n * sizeof *ranks);
    for (uint32_t group = 0, at = n; group < 2; group++)
        for (uint32_t i = 0; i < n; i++) {
            if (i % 2 != group)
                continue;
            struct scored_rank *k = &ranks[at++];
            *k = m->run.ranks[i];
            k->board = "whole";
            k->board_name =
                (struct conf_name){ "全省综合考核榜", "Composite of the cities" };
            k->domain = "composite";
            k->group = group ? "B" : "A";
            k->rank = held ? 0 : ++of[group];
            k->previous_rank = k->rank ? k->rank % 3 + 1 : 0;
            if (held) {
                k->state = "fault";
                k->score = (struct exact)NONE;
                k->grade = "";
                k->grade_name = (struct conf_name){ "", "" };
            }
        }
    m->run.ranks = ranks;
    m->run.n_ranks = 2 * n;
}

void made_before(struct made *m)
{
    static struct scored_plate plates[] = {
        { "city", "华讯/SG/c000", "red", "red", "", "", "", "60.00", "" },
        { "city", "豫通/SG/c000", "green", "green", "", "", "", "92.00", "" },
        { "city", "豫通/SG/c001", "yellow", "yellow", "", "", "", "80.00", "" },
    };
    made_province(m, "2010-12", 1, 1);
    struct scored_domain *d = arena_new(&m->arena, sizeof *d);
    m->run.domains = d;
    m->run.n_domains = 1;
    m->run.n_ranks = 0;
    fill_firms(m, d);
    d->plates = plates;
    d->n_plates = COUNT(plates);
}

void made_whole(struct made *m, const char *period, uint32_t cities, bool held)
{
    made_province(m, period, cities, 2);
    struct scored_domain *d = arena_array(&m->arena, 5, sizeof *d);
    struct scored_domain care = m->run.domains[0], works = m->run.domains[1];
    fill_composite(m, &d[1], cities, held);
    d[0] = care;
    m->run.domains = d;
    m->run.n_domains = 5;
    fill_firms(m, &d[2]);
    fill_network(m, &d[3], d[1].rows, cities);
    d[4] = works;
    static struct conf_board boards[2];
    boards[0] = m->conf.boards[0];
    boards[1] =
        (struct conf_board){ .id = "whole",
                             .name = { "全省综合考核榜", "Composite of the cities" },
                             .level = "city",
                             .group = "class" };
    m->conf.boards = boards;
    m->conf.n_boards = COUNT(boards);
    rank_composite(m, held);
}
