# SPDX-License-Identifier: Apache-2.0
"""Worked examples of the domains that are made of configuration alone."""

import collections
import csv
import pathlib

from contributions import check_folder

HERE = pathlib.Path(__file__).resolve().parent


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def run(t, name, *inputs):
    """Score the golden NAME for 2010-12; (subject, node) to the row of scores.csv."""
    out = t.folder / name
    done = t.score(HERE / name / "kaohe.cfg", out, *[a for i in inputs for a in ("--input", i)],
                   period="2010-12")
    t.same(done.returncode, 0, f"{name}: exit status ({done.stderr[-800:]})")
    check_folder(t, out, name)
    return out, {(r["domain"], r["subject"], r["node"]): r for r in table(out / "scores.csv")}


def expect(t, rows, domain, subject, column, expected):
    found = {node: rows[domain, subject, node][column] for node in expected}
    print(f"{subject}: {found}")
    t.same(found, expected, f"{domain} {subject} {column}")


def inspection(t):
    """domain.md 7: checklists of 7.2, 30 % mystery visits and the quotas of 7.1, the visit plan."""
    out, rows = run(t, "inspection",
                    f"visit_plan.visits={HERE / 'inspection' / 'data' / 'plan-visits.csv'}")

    def scores(subject, **expected):
        expect(t, rows, "inspection", subject, "score",
               {k.replace("__", "/"): v for k, v in expected.items()})

    # 7.2, hall: 2 faults, late, 12 min, 16 min, pushed away, 3 faults, 1 notice, 1 of 2 answers.
    scores("甲市/营业厅/算例厅", hall__announced__exterior="8.00", hall__announced__opening="0.00",
           hall__announced__queue="16.00", hall__announced__handling="0.00",
           hall__announced__first="0.00", hall__announced__manner="12.00",
           hall__announced__price="8.00", hall__announced__answers="5.00",
           hall__mystery__queue="10.00", hall__announced="49.00", hall__mystery="90.00",
           total="61.30")
    scores("甲市/营业厅/满分厅", total="100.00")
    scores("甲市/营业厅/禁语厅", hall__announced__manner="0.00", total="85.00")
    scores("甲市/营业厅/超时厅", hall__announced__queue="0.00", hall__announced__handling="0.00",
           total="70.00")
    scores("甲市/营业厅/十五分钟厅", hall__announced__queue="16.00", total="96.00")
    scores("甲市/营业厅/两次厅", hall__announced__exterior="8.50", hall__announced__queue="16.00",
           total="94.50")
    scores("甲市/营业厅/争吵厅", total="0.00")
    flags = rows["inspection", "甲市/营业厅/争吵厅", "hall"]["flags"]
    t.check("vetoed:INSULT" in flags and "before:100.00" in flags, f"the veto is told: {flags}")
    t.same(rows["inspection", "甲市/营业厅/禁语厅", "hall/mystery"]["state"], "na",
           "without a mystery visit its weight goes to the announced ones")
    # 7.2, the other channels.
    scores("乙市/客服中心/乙中心", answer="15.00", correct="20.00", manner="14.00",
           callback="10.00", total="59.00")
    scores("乙市/俱乐部/乙俱乐部", card="36.00", activity="24.00", green="30.00", total="90.00")
    scores("乙市/客户经理/乙客户经理", contact="30.00", plan="15.00", record="30.00",
           total="75.00")
    scores("乙市/电子渠道/网上营业厅", availability="40.00", errors="22.00", orders="22.50",
           total="84.50")
    scores("乙市/电子渠道/掌上营业厅", availability="0.00", orders="", total="42.86")
    scores("乙市/服务行为/乙班组", dress="23.00", posture="25.00", language="0.00",
           discipline="24.00", total="72.00")
    scores("乙市/投诉处理/乙投诉班", in_time="20.00", record="26.00", satisfaction="18.00",
           total="64.00")
    scores("乙市", total="70.61")
    faults = [(r["rule"], r["effect"]) for r in table(out / "reasons.csv")
              if r["subject"].endswith("乙班组")]
    t.same(sorted(faults), [("cap", "-5"), ("discipline", "1"), ("dress", "2"),
                            ("language", "30")], "reasons of behaviour")
    # domain.md 7.1: 40 halls, at most 2 excellent and 8 good; who falls counts in the next grade.
    board = {r["subject"].rpartition("/")[2]: r["grade"] for r in table(out / "ranking.csv")}
    count = collections.Counter(board.values())
    print(f"board: {dict(count)}")
    t.same(count, {"excellent": 2, "good": 8, "standard": 27, "fail": 3}, "grades of 40 halls")
    t.same([board[h] for h in ("满分厅", "甲99厅", "甲98厅", "甲91厅", "甲90厅")],
           ["excellent", "excellent", "good", "good", "standard"], "who falls")
    visit_plan(t, rows)


def visit_plan(t, rows):
    """domain.md 7.2: every hall once a quarter, at least two different inspectors a year."""
    for hall, visited, inspectors, total in (
            ("两人厅", "60.00", "40.00", "100.00"), ("一人厅", "60.00", "0.00", "60.00"),
            ("未查厅", "0.00", "40.00", "40.00"), ("从未厅", "0.00", "0.00", "0.00"),
            ("新厅", "", "", ""), ("旧厅", "", "", ""), ("年中厅", "60.00", "", "100.00")):
        expect(t, rows, "visit_plan", f"丙市/{hall}", "score",
               {"visited": visited, "inspectors": inspectors, "total": total})
    expect(t, rows, "visit_plan", "丙市", "score", {"total": "60.00"})


def satisfaction(t):
    """domain.md 6, 9.7 and 10.1 M5: every number that they print; a stratum without data gives
    its weight to the other, invalid answers leave the denominator, few are flagged."""
    out, rows = run(t, "satisfaction")
    # 6: ACSI 74.22, NPS 23.33, gaps and their weighted sum -0.375, perception index 75.75; 9.7: a
    # lead of +3.1.  Strata of 600 and 400 with 80 % and 60 % have 72 %.
    expect(t, rows, "satisfaction", "jia", "value", {
        "survey/csat": "72.00", "survey/scaled": "73.33", "survey/index": "74.22",
        "survey/nps": "23.33", "elements/gap": "-0.375", "elements/perception": "75.75",
        "elements/function": "-0.400", "elements/economy": "-0.600", "elements/safety": "-0.100",
        "elements/time": "-0.700", "elements/comfort": "-0.100", "elements/civility": "0.100",
        "published/lead": "3.10", "published/change": "-0.25"})
    expect(t, rows, "satisfaction", "yi", "value", {"survey/csat": "80.00", "survey/nps": ""})
    t.check("thin" in rows["satisfaction", "jia", "survey/csat"]["flags"],
            "15 valid answers of 18 are few")
    nps = rows["satisfaction", "jia", "survey/nps"]
    t.same((nps["numerator"], nps["denominator"]), ("28", "120"), "46 promoters less 18 detractors")
    published(t, rows)
    kano(t, out, rows)


def published(t, rows):
    """domain.md 9.7: 2002 and 2009; domain.md 6: published gaps of reliability, responsiveness."""
    for item, values in {
            "2002移动电话": {"change": "1.70", "rate": "2.28"},
            "2002中国移动": {"change": "1.80", "lead": "1.40"}, "2001中国移动": {"lead": "1.20"},
            "2002中国联通": {"change": "1.60"}, "2002固定电话": {"change": "0.20", "rate": "0.25"},
            "2009联通固定电话": {"lead": "3.10"}, "2009移动电话": {"change": "0.20"},
            "2009固定电话": {"change": "-0.20"}, "可靠性": {"gap": "-1.3"},
            "响应性": {"gap": "-0.7"}}.items():
        expect(t, rows, "published", item, "value", values)


def kano(t, out, rows):
    """domain.md 6: the pair table, and A30 O45 M60 I55 R6 Q4: better 0.3947, worse -0.5526."""
    expect(t, rows, "kano", "算例", "value", {
        "better": "0.3947", "worse": "-0.5526", "class/class": "3", "class/A": "30",
        "class/O": "45", "class/M": "60", "class/I": "55", "class/R": "6", "class/Q": "4"})
    expect(t, rows, "kano", "对照表", "value", {
        "class/A": "3", "class/O": "1", "class/M": "3", "class/I": "9", "class/R": "7",
        "class/Q": "2", "class/class": "4"})
    pairs = [r for r in table(out / "tables" / "kano.pairs.csv") if r["subject"] == "对照表"]
    t.same(len(pairs), 26, "pairs, one of them with an empty answer")
