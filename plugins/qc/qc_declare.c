/* SPDX-License-Identifier: Apache-2.0 */
/* qc_declare.c - what the plugin reads, measures and lists; see qc.h. */
#include "qc.h"

#include <kaohe/sdk.h>

enum { MAYBE = KH_NULLABLE | KH_OPTIONAL };
enum { NAME_BYTES = QC_ID_MAX + sizeof "panel." };

static const char *const spaces[SPACE_COUNT] = { "subject", "unit", "group", "topic",
                                                 "type",    "kind", "title", "period",
                                                 "form",    "item", "judge" };
static const char *const phases[] = { "before", "after", NULL };
static const char *const betters[] = { "higher", "lower", NULL };
static const char *const kpis[] = { "activity",   "result", "participation",
                                    "attendance", "award",  NULL };

#define KEY(name, doc, in)                      \
    {                                           \
        name, doc, KH_KEY, MAYBE, .space = (in) \
    }
#define SUBJECT_COLUMN                        \
    {                                         \
        "subject", "Who is assessed.", KH_KEY \
    }
#define TOPIC_COLUMN \
    KEY("topic_id", "The topic; needed where a subject has several.", SPACE_TOPIC)
#define GROUP_COLUMN \
    KEY("group_id", "The group; needed where a subject has several.", SPACE_GROUP)
#define UNIT_COLUMN \
    KEY("unit", "The unit of the group; needed where ids are the unit's own.", SPACE_UNIT)

static const kh_field groups[GR_COUNT] = {
    SUBJECT_COLUMN,
    UNIT_COLUMN,
    GROUP_COLUMN,
    KEY("type", "Type of the group.", SPACE_TYPE),
    { "registered_on", "Day of this year's registration.", KH_TIME, MAYBE },
    { "members", "How many members.", KH_I64, MAYBE },
    { "struck_off", "Day on which it was struck off; empty: it was not.", KH_TIME, MAYBE },
};
static const kh_field topics[TO_COUNT] = {
    SUBJECT_COLUMN,
    TOPIC_COLUMN,
    KEY("title", "What it is about.", SPACE_TITLE),
    KEY("kind", "Kind of the topic, as the forms name it.", SPACE_KIND),
    KEY("unit", "Unit of the group, whose judges do not count.", SPACE_UNIT),
    { "registered_on", "Day of registration; empty: not registered.", KH_TIME, MAYBE },
    { "started_on", "First day of work; empty: not begun.", KH_TIME, MAYBE },
    { "finished_on", "Day of the result; empty: none yet.", KH_TIME, MAYBE },
};
static const kh_field meetings[ME_COUNT] = {
    SUBJECT_COLUMN,
    UNIT_COLUMN,
    GROUP_COLUMN,
    { "date", "Day of the meeting.", KH_TIME },
    { "expected", "Members expected.", KH_I64, MAYBE },
    { "attended", "Members who came.", KH_I64, MAYBE },
};
static const kh_field series[SE_COUNT] = {
    SUBJECT_COLUMN,
    TOPIC_COLUMN,
    { "phase", "Before or after the countermeasures.", KH_ENUM, .labels = phases },
    { "period", "Name of the period.", KH_KEY, .space = SPACE_PERIOD },
    { "value", "What was measured.", KH_DEC, .scale = VALUE_SCALE },
    { "target", "The topic's target.", KH_DEC, MAYBE, .scale = VALUE_SCALE },
    { "better", "Which way is better.", KH_ENUM, MAYBE, .labels = betters },
};
static const kh_field marks[MA_COUNT] = {
    SUBJECT_COLUMN,
    TOPIC_COLUMN,
    { "form", "The review form.", KH_KEY, .space = SPACE_FORM },
    { "judge", "The judge.", KH_KEY, .space = SPACE_JUDGE },
    KEY("judge_unit", "The judge's unit.", SPACE_UNIT),
    { "item", "The item of the form.", KH_KEY, .space = SPACE_ITEM },
    { "points", "Points; empty: none given.", KH_DEC, KH_NULLABLE, .scale = POINTS_SCALE },
};
static const kh_field items[IT_COUNT] = {
    SUBJECT_COLUMN,
    TOPIC_COLUMN,
    { "form", "The review form.", KH_KEY, .space = SPACE_FORM },
    { "item", "An item of it, for this topic only.", KH_KEY, .space = SPACE_ITEM },
    { "min", "Least points; 0 if empty.", KH_DEC, MAYBE, .scale = POINTS_SCALE },
    { "max", "Most points; open if empty.", KH_DEC, MAYBE, .scale = POINTS_SCALE },
    { "factor", "By which its points are multiplied; 1 if empty.", KH_DEC, MAYBE,
      .scale = FACTOR_SCALE },
};
static const kh_field extra[EX_COUNT] = {
    SUBJECT_COLUMN,
    TOPIC_COLUMN,
    { "plus", "Points beside the panels.", KH_DEC, MAYBE, .scale = POINTS_SCALE },
    { "minus", "Points taken off, printed with either sign.", KH_DEC, MAYBE,
      .scale = POINTS_SCALE },
};
static const kh_field staff[ST_COUNT] = {
    SUBJECT_COLUMN,
    UNIT_COLUMN,
    { "date", "Day of the count.", KH_TIME },
    { "employees", "How many employees.", KH_I64 },
};
static const kh_field recommended[RE_COUNT] = {
    SUBJECT_COLUMN,
    GROUP_COLUMN,
    { "date", "Day of the recommendation.", KH_TIME },
    { "awarded", "Was it awarded?  Empty: no.", KH_BOOL, MAYBE },
};
static const kh_field counts[CO_COUNT] = {
    SUBJECT_COLUMN,
    { "date", "Day the counts belong to; left out: every window.", KH_TIME, MAYBE },
    { "indicator", "What is counted.", KH_ENUM, .labels = kpis },
    { "numerator", "The part.", KH_I64 },
    { "denominator", "The whole.", KH_I64 },
};

#define SET(name, doc, ...)                                                   \
    {                                                                         \
#name, doc, KH_FACT, KH_OPTIONAL, __VA_ARGS__.columns = KH_LIST(name) \
    }
#define WHEN(column) .when = (column) + 1,
static const kh_dataset datasets[D_COUNT] = {
    SET(groups, "The register of groups.", ),
    SET(topics, "The register of topics.", .key = TO_TOPIC + 1, ),
    SET(meetings, "Meetings of groups.", WHEN(ME_DATE)),
    SET(series, "What topics measured before and after.", ),
    SET(marks, "Marks of judges.", ),
    SET(items, "Items of forms that differ from topic to topic.", ),
    SET(extra, "Points beside the panels.", ),
    SET(staff, "Employees; span to_end.", WHEN(ST_DATE)),
    SET(recommended, "Groups recommended for awards.", WHEN(RE_DATE)),
    SET(counts, "Pooled counts of offices that deliver no more.", WHEN(CO_DATE)),
};

#define NEEDS(dataset) (UINT64_C(1) << (dataset))
#define FAILURES (KH_ADDITIVE | KH_SUM)
#define FAILED(id, doc, needs_sets)                          \
    {                                                        \
        id, "", doc, KH_I64, FAILURES, .needs = (needs_sets) \
    }
#define PERCENT(id, doc, needs_sets)                                                \
    {                                                                               \
        id, "%", doc, KH_I64, KH_RATIO | KH_HIGHER_IS_BETTER, .times = 100,         \
                                                              .needs = (needs_sets) \
    }
static const kh_indicator of_review[I_PANELS] = {
    { "before", "", "Mean of the periods before.", KH_I64, KH_RATIO,
      .needs = NEEDS(D_SERIES) },
    { "target", "", "The topic's target.", KH_DEC, .scale = VALUE_SCALE,
      .needs = NEEDS(D_SERIES) },
    { "after", "", "Mean of the periods after.", KH_I64, KH_RATIO,
      .needs = NEEDS(D_SERIES) },
    PERCENT("attainment", "Share of the way from before to the target.", NEEDS(D_SERIES)),
    { "progress", "%", "Change against before.", KH_I64, KH_RATIO, .times = 100,
      .needs = NEEDS(D_SERIES) },
    PERCENT("attained_rate", "Topics that reached their target.", NEEDS(D_SERIES)),
    FAILED("thin_series", "Topics with too few periods before or after.", NEEDS(D_SERIES)),
    FAILED("late_topics", "Topics not registered before work started.", NEEDS(D_TOPICS)),
    { "extra.plus", "points", "Points beside the panels.", KH_DEC,
      KH_SUM | KH_HIGHER_IS_BETTER, .scale = POINTS_SCALE, .needs = NEEDS(D_EXTRA) },
    { "extra.minus", "points", "Points taken off.", KH_DEC, KH_SUM, .scale = POINTS_SCALE,
      .needs = NEEDS(D_EXTRA) },
    FAILED("unregistered", "Groups not registered this year.", NEEDS(D_GROUPS)),
    FAILED("members_wrong", "Groups with too few or too many members.", NEEDS(D_GROUPS)),
    FAILED("months_without_meeting", "Months of activity without a meeting.",
           NEEDS(D_GROUPS) | NEEDS(D_MEETINGS)),
    PERCENT("attendance", "Members who came to meetings.", NEEDS(D_MEETINGS)),
    FAILED("struck_off", "Groups struck off.", NEEDS(D_GROUPS)),
    FAILED("idle", "Groups without a meeting for long.",
           NEEDS(D_GROUPS) | NEEDS(D_MEETINGS)),
};
static const kh_indicator of_panel = { .unit = "points",
                                       .doc = "Mean of the judges, after trimming.",
                                       .type = KH_I64,
                                       .flags = KH_RATIO | KH_HIGHER_IS_BETTER,
                                       .needs = NEEDS(D_MARKS) };
static const kh_indicator of_organiser[O_INDICATORS] = {
    PERCENT("activity_rate", "Registered groups that were active.",
            NEEDS(D_GROUPS) | NEEDS(D_MEETINGS)),
    PERCENT("result_rate", "Registered topics with a result.", NEEDS(D_TOPICS)),
    PERCENT("participation", "Employees who are members of groups.",
            NEEDS(D_GROUPS) | NEEDS(D_STAFF)),
    PERCENT("attendance", "Members who came to meetings.", NEEDS(D_MEETINGS)),
    PERCENT("award_rate", "Recommended groups that were awarded.", NEEDS(D_RECOMMENDED)),
    PERCENT("counts.activity", "Activity rate, from pooled counts.", NEEDS(D_COUNTS)),
    PERCENT("counts.result", "Result rate, from pooled counts.", NEEDS(D_COUNTS)),
    PERCENT("counts.participation", "Participation, from pooled counts.", NEEDS(D_COUNTS)),
    PERCENT("counts.attendance", "Attendance, from pooled counts.", NEEDS(D_COUNTS)),
    PERCENT("counts.award", "Award rate, from pooled counts.", NEEDS(D_COUNTS)),
};

static const char *const remarks[] = { "no_before",    "no_after",
                                       "no_target",    "targets_differ",
                                       "no_direction", "against_direction",
                                       "out_of_range", NULL };
static const char *const reasons[] = {
    "other_window", "unknown_form", "own_unit",   "unknown_item",   "no_points",
    "out_of_range", "twice",        "incomplete", "too_few_judges", NULL
};
#define CELL(name, doc, in)                           \
    {                                                 \
        name, doc, KH_KEY, KH_NULLABLE, .space = (in) \
    }
#define NUMBER(name, doc)                          \
    {                                              \
        name, doc, KH_DEC, KH_NULLABLE, .scale = 2 \
    }
static const kh_field improvement_cells[TI_COUNT] = {
    CELL("topic", "The topic.", SPACE_TOPIC),
    CELL("title", "What it is about.", SPACE_TITLE),
    NUMBER("before", "Mean before."),
    NUMBER("target", "The target."),
    NUMBER("after", "Mean after."),
    NUMBER("attainment", "Share of the way to the target, %."),
    NUMBER("progress", "Change against before, %."),
    { "remark", "What is missing or odd.", KH_ENUM, KH_NULLABLE, .labels = remarks },
};
static const kh_field panel_cells[TP_COUNT] = {
    CELL("topic", "The topic.", SPACE_TOPIC),
    CELL("form", "The review form.", SPACE_FORM),
    CELL("item", "The item; empty: the judges' totals.", SPACE_ITEM),
    { "judges", "Judges that count, dropped ones too.", KH_I64 },
    NUMBER("dropped_high", "The highest, dropped."),
    NUMBER("dropped_low", "The lowest, dropped."),
    NUMBER("mean", "Mean of the others."),
};
static const kh_field excluded_cells[TE_COUNT] = {
    CELL("topic", "The topic.", SPACE_TOPIC),
    CELL("form", "The review form.", SPACE_FORM),
    CELL("judge", "The judge.", SPACE_JUDGE),
    { "reason", "Why they do not count.", KH_ENUM, .labels = reasons },
    { "rows", "How many marks.", KH_I64 },
};
static const kh_table tables[TABLE_COUNT] = {
    { "improvement", "What each topic improved.", .columns = KH_LIST(improvement_cells) },
    { "panels", "Judges, dropped values and mean of each panel.",
      .columns = KH_LIST(panel_cells) },
    { "excluded_marks", "Marks that do not count, and why.",
      .columns = KH_LIST(excluded_cells) },
};

static kh_status declare_review(qc *c, kh_err *e)
{
    uint32_t n = I_PANELS + c->forms;
    c->indicator = kh_new(c->host, n * sizeof *c->indicator, e);
    c->names = kh_new(c->host, (size_t)QC_FORMS_MAX * NAME_BYTES, e);
    if (!c->indicator || !c->names)
        return KH_ENOMEM;
    memcpy(c->indicator, of_review, sizeof of_review);
    for (uint32_t i = 0; i < c->forms; i++) {
        char *name = c->names + (size_t)i * NAME_BYTES;
        snprintf(name, NAME_BYTES, "panel.%s", c->form[i]);
        c->indicator[I_PANELS + i] = of_panel;
        c->indicator[I_PANELS + i].id = name;
    }
    c->indicators = n;
    return KH_OK;
}

kh_status qc_declare(qc *c, kh_err *e)
{
    const kh_list space = KH_LIST(spaces), sets = KH_LIST(datasets);
    const kh_list shown = KH_LIST(tables), kpi = KH_LIST(of_organiser);
    c->domain = (kh_domain){ sizeof c->domain, KH_EXACT, space, sets, kpi };
    if (c->use == USE_ORGANISER)
        return KH_OK;
    kh_status rc = declare_review(c, e);
    const kh_list own = { c->indicator, c->indicators, sizeof *c->indicator };
    c->domain.indicators = own;
    c->domain.tables = shown;
    return rc;
}
