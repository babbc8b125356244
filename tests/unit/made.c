/* SPDX-License-Identifier: Apache-2.0 */
/* made.c - see made.h. */
#include "made.h"

#include "unit.h"

#include <stdlib.h>

/* A decimal that is its own fraction's text, as far as the tests look at it. */
#define X(text)    \
    {              \
        text, text \
    }

static const kh_dataset datasets[] = { { .name = "calls" }, { .name = "surveys" } };

static const struct conf_level levels[] = {
    { .id = "district", .scored = true, .from = -1 },
    { .id = "city", .scored = true, .from = 0, .by = LEVEL_MERGE },
};

static struct conf_domain care = {
    .id = "care",
    .plugin = "customer",
    .name = { "客户服务", "Customer care" },
    .enabled = true,
    .cycle = { 1, 0, false },
    .n_levels = COUNT(levels),
};
static struct conf_domain works = {
    .id = "works",
    .plugin = "contractor",
    .name = { "工程服务", "Works" },
    .enabled = true,
    .cycle = { 2, 0, false },
    .n_levels = COUNT(levels),
};

static struct schema schema = { .plugin = "customer", .version = "1.0", .file = "x.so" };

static struct conf_file files[] = { { .path = "conf/kaohe.cfg" } };
static struct conf_board boards[] = {
    { .id = "cities", .name = { "地市榜", "Cities" }, .domain = "care", .level = "city" }
};

/* ---- small --------------------------------------------------------------- */

#define ZZ "郑州,\"<b>&'"
#define LY "洛阳\n\x1b[31m"

static struct scored_row small_rows[] = {
    { "district",
      "jinshui",
      "金水",
      "total",
      { "总分", "Total" },
      0,
      false,
      false,
      "total",
      "",
      "",
      "ok",
      .score = X("91.50"),
      .full = X("100.00"),
      .flags = "" },
    { "district", "jinshui",  "金水",      "A",         { "热线", "Hotline" },
      1,          true,       true,        "leaf",      "answer",
      "%",        "ok",       915,         1000,        1000,
      X("91.50"), X("91.50"), X("100.00"), X("100.00"), X("100.00"),
      X("91.50"), "" },
    { "city",
      "luoyang",
      LY,
      "total",
      { "总分", "Total" },
      0,
      false,
      false,
      "total",
      "",
      "",
      "missing",
      .score = X("0.00"),
      .full = X("100.00"),
      .flags = "" },
    { "city",
      "luoyang",
      LY,
      "A",
      { "热线", "Hotline" },
      1,
      false,
      false,
      "leaf",
      "answer",
      "%",
      "missing",
      .score = X("0.00"),
      .full = X("60.00"),
      .weight = X("60.00"),
      .weight_used = X("100.00"),
      .contribution = X("0.00"),
      .flags = "" },
    { "city",
      "luoyang",
      LY,
      "B",
      { "满意度", "Satisfaction" },
      1,
      false,
      false,
      "leaf",
      "csat",
      "points",
      "na",
      .full = X("40.00"),
      .weight = X("40.00"),
      .flags = "thin" },
    { "city",
      "zhengzhou",
      ZZ,
      "total",
      { "总分", "Total" },
      0,
      false,
      false,
      "total",
      "",
      "",
      "ok",
      .score = X("88.00"),
      .full = X("100.00"),
      .flags = "partial:1/2" },
    { "city",
      "zhengzhou",
      ZZ,
      "G",
      { "接通", "Access" },
      1,
      false,
      false,
      "group",
      "",
      "",
      "ok",
      .score = X("52.00"),
      .full = X("60.00"),
      .weight = X("60.00"),
      .weight_used = X("60.00"),
      .flags = "" },
    { "city",     "zhengzhou", ZZ,         "G/A",      { "热线", "Hotline" },
      2,          true,        true,       "leaf",     "answer",
      "%",        "ok",        1830,       2000,       2000,
      X("91.50"), X("55.00"),  X("60.00"), X("60.00"), X("60.00"),
      X("55.00"), "" },
    { "city",
      "zhengzhou",
      ZZ,
      "G/~cap",
      { "封顶", "Cap" },
      2,
      false,
      false,
      "adjustment",
      "",
      "",
      "ok",
      .contribution = X("-3.00"),
      .flags = "capped" },
    { "city",
      "zhengzhou",
      ZZ,
      "B",
      { "满意度", "Satisfaction" },
      1,
      false,
      false,
      "leaf",
      "csat",
      "points",
      "pending",
      .value = X("90.00"),
      .score = X("36.00"),
      .full = X("40.00"),
      .weight = X("40.00"),
      .weight_used = X("40.00"),
      .contribution = X("36.00"),
      .flags = "partial:1/2" },
};

static struct scored_outcome small_outcomes[] = {
    { "city", "zhengzhou", ZZ, "grade", "good", "", { "良好", "good" } },
    { "city", "zhengzhou", ZZ, "plate", "green", "", { "green", "green" } },
    { "city", "luoyang", LY, "plate", "red", "", { "red", "red" } },
    { "city", "luoyang", LY, "veto", "plate red", "count.V1", { "", "" } },
    { "city", "luoyang", LY, "ticket", "3000.00", "overflow 500.00", { "", "" } },
};

static struct scored_reason small_reasons[] = {
    { "city", "zhengzhou", "answer", "queue, too \"long\"", 170, X("-4.25") },
};

static struct scored_order small_orders[] = {
    { "city",
      "luoyang",
      LY,
      "A",
      { "热线", "Hotline" },
      X("0.00"),
      X("60.00"),
      X("48.00"),
      "李工",
      15125 /* 2011-05-31 */ },
};

static const char *small_columns[] = { "cause", "count" };
static const char *small_cells[2][2] = { { "排队, \"长\"", "7" },
                                         { "line\nbreak\t\\", "" } };
static struct scored_table_row small_table_rows[] = {
    { "city", "luoyang", small_cells[0] },
    { "city", "zhengzhou", small_cells[1] },
};
static struct scored_table small_tables[] = {
    { "causes", "Causes of lost calls.", small_columns, 2, small_table_rows, 2 },
};

static struct scored_rank small_ranks[] = {
    { "cities",
      { "地市榜", "Cities" },
      "care",
      "city",
      "一类",
      "zhengzhou",
      ZZ,
      "ok",
      X("88.00"),
      1,
      "good",
      { "良好", "good" },
      "85.00",
      2 },
    { "cities",
      { "地市榜", "Cities" },
      "care",
      "city",
      "二类",
      "luoyang",
      LY,
      "missing",
      { NULL, NULL },
      0,
      "",
      { "", "" },
      "",
      0 },
};

static struct reject small_rejects[] = {
    { 0, 0, 7, "等待,时长", "not a number", "1\"2" },
    { 0, 0, 9, "", "no such unit in the organisation file; did you mean \"%s\"?\n郑州",
      "" },
};
static struct measured_input small_inputs[] = {
    { 0, true, false, { 12, 2, 1, 0 }, 3, 0 },
    { 1, true, true, { 0, 0, 0, 0 }, 0, 0 },
};
static struct measured_file small_files[] = {
    { 0, "data/calls.csv", "/somewhere/data/calls.csv", "GB18030", 4096, { 1, 2, 3 } },
};
static struct measured_delivery small_deliveries[] = {
    { 0, "city", "zhengzhou", true },
    { 1, "city", "luoyang", false },
};
static struct measured small_found = {
    .inputs = small_inputs,
    .n_inputs = COUNT(small_inputs),
    .files = small_files,
    .n_files = COUNT(small_files),
    .rejects = small_rejects,
    .n_rejects = COUNT(small_rejects),
    .deliveries = small_deliveries,
    .n_deliveries = COUNT(small_deliveries),
};

static void common(struct made *m, const char *period)
{
    memset(m, 0, sizeof *m);
    arena_init(&m->arena, 0);
    m->run.period = arena_text(&m->arena, period);
    memcpy(care.levels, levels, sizeof levels);
    memcpy(works.levels, levels, sizeof levels);
    schema.domain.datasets =
        (kh_list){ .at = datasets, .count = COUNT(datasets), .stride = sizeof *datasets };
    m->conf = (struct conf){ .path = "conf/kaohe.cfg",
                             .files = files,
                             .n_files = COUNT(files),
                             .boards = boards,
                             .n_boards = COUNT(boards),
                             .title = "河南通信服务质量考核" };
    m->run.conf = &m->conf;
    m->record = (struct store_run){ .scored = &m->run,
                                    .version = "0.1.0",
                                    .command = "kaohe run",
                                    .threads = 1,
                                    .lang = "zh" };
}

void made_small(struct made *m, const char *period)
{
    common(m, period);
    int32_t month = 0, from = 0, to = 0;
    month_parse(&month, period);
    cycle_window(&care.cycle, 1, month, &from, &to);
    struct scored_domain *d = arena_array(&m->arena, 2, sizeof *d);
    m->run.domains = d;
    m->run.n_domains = 2;
    d[0] = (struct scored_domain){
        .conf = &care,
        .schema = &schema,
        .found = &small_found,
        .scheme = "2011-01",
        .month = month,
        .from = from,
        .to = to,
        .rows = small_rows,
        .n_rows = COUNT(small_rows),
        .outcomes = small_outcomes,
        .n_outcomes = COUNT(small_outcomes),
        .reasons = small_reasons,
        .n_reasons = COUNT(small_reasons),
        .orders = small_orders,
        .n_orders = COUNT(small_orders),
        .tables = small_tables,
        .n_tables = COUNT(small_tables),
    };
    d[1] = (struct scored_domain){ .conf = &works,
                                   .fault = "died by signal 11 <at> row 7",
                                   .month = month,
                                   .from = from,
                                   .to = to };
    m->run.ranks = small_ranks;
    m->run.n_ranks = COUNT(small_ranks);
    m->conf.domains = arena_array(&m->arena, 2, sizeof *m->conf.domains);
    m->conf.domains[0] = care;
    m->conf.domains[1] = works;
    m->conf.n_domains = 2;
}

/* ---- province ------------------------------------------------------------ */

static const struct {
    const char *node, *zh, *en, *kind, *indicator;
    uint32_t depth;
    int64_t full;
} sheet[] = {
    { "total", "总分", "Total", "total", "", 0, 100 },
    { "A", "服务感知", "Perceived service", "group", "", 1, 40 },
    { "A/A1", "综合满意率", "Overall satisfaction", "leaf", "satisfaction", 2, 25 },
    { "A/A2", "投诉处理满意率", "Satisfaction with complaints", "leaf", "case_csat", 2,
      15 },
    { "B", "热线服务", "Hotline", "group", "", 1, 36 },
    { "B/B1", "10010人工接通率", "Service level of the hotline", "leaf", "level_15s", 2,
      20 },
    { "B/B2", "账期服务水平", "Level on billing days", "leaf", "billing", 2, 10 },
    { "B/B3", "首次解决率", "First contact resolution", "leaf", "fcr", 2, 6 },
    { "C", "装移修及时率", "Installation in time", "leaf", "install", 1, 24 },
};

static const char *const cities_zh[] = { "郑州", "开封",   "洛阳", "平顶山", "安阳",
                                         "鹤壁", "新乡",   "焦作", "濮阳",   "许昌",
                                         "漯河", "三门峡", "南阳", "商丘",   "信阳",
                                         "周口", "驻马店", "济源" };

static struct exact cents(struct arena *a, int64_t v)
{
    char *text = arena_printf(a, "%s%lld.%02lld", v < 0 ? "-" : "",
                              (long long)(llabs(v) / 100), (long long)(llabs(v) % 100));
    return (struct exact){ text, text };
}

/* Hundredths that leaf `i` of a subject earns. */
static int64_t earned(uint32_t subject, size_t i)
{
    uint32_t h = (subject * 2654435761u) ^ ((uint32_t)i * 40503u);
    h ^= h >> 15;
    return sheet[i].full * (100 - (int64_t)(h % 41) * (int64_t)(subject % 5 + 1) / 8);
}

static int64_t sum_below(uint32_t subject, const char *group)
{
    int64_t sum = 0;
    for (size_t i = 0; i < COUNT(sheet); i++)
        if (!strcmp(sheet[i].kind, "leaf") &&
            (!strcmp(group, "total") || sheet[i].node[0] == group[0]))
            sum += earned(subject, i);
    return sum;
}

static void fill(struct made *m, struct scored_row *rows, const char *level,
                 const char *subject, const char *name, uint32_t seed)
{
    for (size_t i = 0; i < COUNT(sheet); i++) {
        bool leaf = !strcmp(sheet[i].kind, "leaf");
        int64_t got = leaf ? earned(seed, i) : sum_below(seed, sheet[i].node);
        struct exact points = cents(&m->arena, got), none = { NULL, NULL };
        struct exact full = cents(&m->arena, sheet[i].full * 100);
        rows[i] =
            (struct scored_row){ .level = level,
                                 .subject = subject,
                                 .subject_name = name,
                                 .node = sheet[i].node,
                                 .node_name = { sheet[i].zh, sheet[i].en },
                                 .depth = sheet[i].depth,
                                 .kind = sheet[i].kind,
                                 .indicator = sheet[i].indicator,
                                 .unit = leaf ? "%" : "",
                                 .state = "ok",
                                 .has_ratio = leaf,
                                 .has_samples = leaf,
                                 .numerator = got,
                                 .denominator = sheet[i].full * 100,
                                 .samples = 100,
                                 .value = leaf ? cents(&m->arena, got * 100 / sheet[i].full)
                                               : none,
                                 .score = points,
                                 .full = full,
                                 .weight = i ? full : none,
                                 .weight_used = i ? full : none,
                                 .contribution = leaf ? points : none,
                                 .flags = "" };
    }
}

static int by_score(const void *a, const void *b)
{
    const struct scored_rank *x = a, *y = b;
    mpq_t q[2];
    mpq_inits(q[0], q[1], NULL);
    num_parse(q[0], x->score.p, strlen(x->score.p));
    num_parse(q[1], y->score.p, strlen(y->score.p));
    int order = -mpq_cmp(q[0], q[1]);
    mpq_clears(q[0], q[1], NULL);
    return order ? order : strcmp(x->subject, y->subject);
}

static void rank_cities(struct made *m, struct scored_domain *d,
                        const struct scored_row *rows, uint32_t cities)
{
    static const struct conf_name good = { "良好", "good" }, pass = { "达标", "pass" };
    m->run.ranks = arena_array(&m->arena, cities, sizeof *m->run.ranks);
    m->run.n_ranks = cities;
    for (uint32_t i = 0; i < cities; i++) {
        const struct scored_row *total = &rows[i * COUNT(sheet)];
        m->run.ranks[i] = (struct scored_rank){ "cities",
                                                { "地市综合榜", "Cities" },
                                                "care",
                                                "city",
                                                "",
                                                total->subject,
                                                total->subject_name,
                                                "ok",
                                                total->score,
                                                0,
                                                "",
                                                { "", "" },
                                                "81.20",
                                                i + 1 };
    }
    qsort(m->run.ranks, cities, sizeof *m->run.ranks, by_score);
    d->outcomes = arena_array(&m->arena, 2 * (size_t)cities + 1, sizeof *d->outcomes);
    for (uint32_t i = 0; i < cities; i++) {
        struct scored_rank *k = &m->run.ranks[i];
        k->rank = i + 1;
        k->grade = i < 5 ? "good" : "pass";
        k->grade_name = i < 5 ? good : pass;
        const char *plate = i < 8 ? "green" : i + 1 < cities ? "yellow" : "red";
        d->outcomes[d->n_outcomes++] =
            (struct scored_outcome){ "city",   k->subject, k->subject_name, "grade",
                                     k->grade, "",         k->grade_name };
        d->outcomes[d->n_outcomes++] =
            (struct scored_outcome){ "city", k->subject, k->subject_name, "plate",
                                     plate,  "",         { plate, plate } };
    }
    const struct scored_rank *last = &m->run.ranks[cities - 1];
    d->outcomes[d->n_outcomes++] = (struct scored_outcome){
        "city",      last->subject, last->subject_name,          "veto",
        "plate red", "count.V1",    { "plate red", "plate red" }
    };
}

void made_province(struct made *m, const char *period, uint32_t cities, uint32_t districts)
{
    made_small(m, period);
    struct scored_domain *d = &m->run.domains[0];
    uint32_t n = cities * districts;
    *d = (struct scored_domain){ .conf = d->conf,
                                 .schema = d->schema,
                                 .found = d->found,
                                 .scheme = d->scheme,
                                 .month = d->month,
                                 .from = d->from,
                                 .to = d->to };
    d->n_rows = (n + cities) * (uint32_t)COUNT(sheet);
    d->rows = arena_array(&m->arena, d->n_rows, sizeof *d->rows);
    for (uint32_t i = 0; i < n; i++) {
        char *id = arena_printf(&m->arena, "d%05u", i);
        char *name = arena_printf(&m->arena, "%s第%u区", cities_zh[i / districts % 18],
                                  i % districts + 1);
        fill(m, d->rows + i * COUNT(sheet), "district", id, name, i + 1);
    }
    for (uint32_t i = 0; i < cities; i++) {
        char *id = arena_printf(&m->arena, "c%03u", i);
        char *name = i < 18 ? arena_text(&m->arena, cities_zh[i])
                            : arena_printf(&m->arena, "城市%u", i);
        fill(m, d->rows + (n + i) * COUNT(sheet), "city", id, name, i + 3);
    }
    d->reasons = arena_array(&m->arena, cities, sizeof *d->reasons);
    for (uint32_t i = 0; i < cities; i++)
        d->reasons[d->n_reasons++] =
            (struct scored_reason){ "city",      d->rows[(n + i) * COUNT(sheet)].subject,
                                    "level_15s", "放弃 (排队超过15秒)",
                                    120 + i,     cents(&m->arena, -(int64_t)(137 + i)) };
    rank_cities(m, d, d->rows + (size_t)n * COUNT(sheet), cities);
}

void made_end(struct made *m)
{
    arena_end(&m->arena);
}

int64_t made_store(const struct made *m, struct store *s)
{
    kh_err e = { 0 };
    int64_t run = -1;
    kh_status rc = store_write(s, &m->record, &run, NULL, NULL, &e);
    if (!rc)
        rc = store_commit(s, &e);
    check_text(e.text, "", 0);
    return rc ? -1 : run;
}
