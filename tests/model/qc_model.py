# SPDX-License-Identifier: Apache-2.0
"""qc_model.py - an independent model of the shipped QC domains: it reads the CSV files of the
half-year 2010-07 to 2010-12 and says what a run must write, in fractions."""

import collections
import csv
from fractions import Fraction

ONSITE = {"质量管理小组的组织": 10, "活动情况与活动记录": 30, "活动真实性和有效性": 30,
          "成果的维持与巩固": 20, "质量管理小组教育": 10}
PROBLEM = {"选题": 15, "原因分析": 30, "对策与实施": 20, "效果": 20, "发表": 5, "特点": 10}
INNOVATION = {"选题": 20, "提出方案确定最佳方案": 30, "对策与实施": 20, "效果": 15, "发表": 5,
              "特点": 10}
FORMS = {"现场评审": "onsite", "发表评审": "presentation"}
WEIGHTS = {"onsite": 60, "presentation": 40}
FROM, LAST = "2010-07-01", "2010-12-31"
MONTHS = [f"2010-{m:02}" for m in range(7, 13)]


def table(path, encoding="utf-8-sig"):
    with open(path, encoding=encoding, newline="") as f:
        return list(csv.DictReader(f))


def half_up(value, digits=2):
    """A fraction as it is printed."""
    scaled = abs(value) * 10**digits
    whole = int(scaled + Fraction(1, 2))
    text = f"{whole // 10**digits}.{whole % 10**digits:0{digits}}"
    return "-" + text if value < 0 and whole else text


def mean(values):
    return sum(values, Fraction(0)) / len(values)


class Model:
    def __init__(self, data):
        registers = table(data / "qc-groups.csv")
        self.topics = {r["课题编号"]: r for r in table(data / "qc-topics.csv")}
        self.city = {r["小组编号"]: r["地市"] for r in registers}
        self.unit = {r["小组编号"]: r["所属单位"] for r in registers}
        self.groups = self.in_force(registers)
        self.marks = table(data / "qc-marks.csv", "gb18030")
        self.meetings = [r for m in MONTHS
                         for r in table(data / f"qc-meetings-{m.replace('-', '')}.csv")]
        self.panels, self.excluded = {}, collections.Counter()
        self.judge_all()
        self.series = table(data / "qc-series.csv")
        self.staff = table(data / "qc-staff.csv")
        self.recommended = table(data / "qc-recommended.csv")

    @staticmethod
    def in_force(registers):
        """The row registered last by the end; groups that left before the window are none."""
        rows = {}
        for r in sorted(registers, key=lambda r: r["注册日期"]):
            if r["注册日期"] <= LAST:
                rows[r["小组编号"]] = r
        return {g: r for g, r in rows.items() if not r["注销日期"] or r["注销日期"] >= FROM}

    def is_reviewed(self, topic):
        return FROM <= self.topics[topic]["完成日期"] <= LAST

    def judge_all(self):
        sheets = collections.defaultdict(list)
        for r in self.marks:
            sheets[r["课题编号"], FORMS[r["评审形式"]]].append(r)
        for (topic, form), rows in sheets.items():
            if not self.is_reviewed(topic):
                self.excluded[topic, form, "", "other_window"] += len(rows)
            else:
                self.judge(topic, form, rows)

    def judge(self, topic, form, rows):
        row = self.topics[topic]
        kinds = {"创新型": INNOVATION, "问题解决型": PROBLEM}
        items = ONSITE if form == "onsite" else kinds[row["课题性质"]]
        judges, totals = collections.defaultdict(list), {}
        for r in rows:
            judges[r["评委"]].append(r)
        for judge, own in judges.items():
            good = self.sheet(topic, form, judge, own, items)
            if len(good) == len(items):
                totals[judge] = sum(good)
            elif good:
                self.excluded[topic, form, judge, "incomplete"] += len(good)
        if len(totals) < 3:
            for judge in totals:
                self.excluded[topic, form, judge, "too_few_judges"] += len(items)
            self.panels[topic, form] = (len(totals), None, None, None)
            return
        order = sorted(totals.values())
        kept = order[1:-1] if len(order) >= 5 else order
        dropped = (order[-1], order[0]) if len(order) >= 5 else (None, None)
        self.panels[topic, form] = (len(order), *dropped, mean(kept))

    def sheet(self, topic, form, judge, own, items):
        """Points of a judge that count; the others are excluded, each for its first reason."""
        unit = self.unit[self.topics[topic]["小组编号"]]
        if any(r["评委单位"] == unit for r in own):
            self.excluded[topic, form, judge, "own_unit"] += len(own)
            return []
        good = collections.defaultdict(list)
        for r in own:
            why = ("unknown_item" if r["评审项目"] not in items
                   else "no_points" if not r["得分"]
                   else "" if 0 <= Fraction(r["得分"]) <= items[r["评审项目"]]
                   else "out_of_range")
            if why:
                self.excluded[topic, form, judge, why] += 1
            else:
                good[r["评审项目"]].append(Fraction(r["得分"]))
        for points in good.values():
            if len(points) > 1:
                self.excluded[topic, form, judge, "twice"] += len(points)
        return [p[0] for p in good.values() if len(p) == 1]

    def accounted(self):
        """Marks in panels and marks listed: together all there are."""
        return (sum(n * (5 if form == "onsite" else 6)
                    for (_, form), (n, _, _, m) in self.panels.items() if m is not None),
                sum(self.excluded.values()))

    # ---- Totals

    def total_of(self, topics):
        """Of a topic, or of a group by its topics; None without a valid panel."""
        points, weight = Fraction(0), 0
        for form, w in WEIGHTS.items():
            means = [p[3] for t in topics for p in [self.panels.get((t, form))]
                     if p and p[3] is not None]
            if means:
                points += mean(means) * w
                weight += w
        return points / weight if weight else None

    def totals(self):
        """By level and by (city, group, topic), in the names of the files."""
        reviewed = [t for t in self.topics if self.is_reviewed(t)]
        by_group = collections.defaultdict(list)
        for t in reviewed:
            by_group[self.topics[t]["小组编号"]].append(t)
        topics = {(self.city[self.topics[t]["小组编号"]], self.topics[t]["小组编号"], t):
                  self.total_of([t]) for t in reviewed}
        groups = {(self.city[g], g): self.total_of(by_group[g])
                  for g in set(by_group) | set(self.groups)}
        cities = {}
        for city in {c for c, _ in groups}:
            scores = [s for (c, _), s in groups.items() if c == city and s is not None]
            cities[(city,)] = mean(scores) if scores else None
        return {"topic": topics, "group": groups, "city": cities}

    # ---- Improvement and rates

    def improvement(self):
        found = {}
        for topic in {r["课题编号"] for r in self.series if self.is_reviewed(r["课题编号"])}:
            rows = [r for r in self.series if r["课题编号"] == topic]
            before, after = (mean([Fraction(r["数值"]) for r in rows if r["阶段"] == p])
                             for p in ("改进前", "改进后"))
            target = Fraction(rows[0]["目标值"])
            found[topic] = tuple(half_up(v) for v in (
                before, target, after, 100 * (after - before) / (target - before),
                100 * (after - before) / before))
        return found

    def rates(self):
        """Node of the organisers' sheet and city to (numerator, denominator)."""
        sums = collections.defaultdict(lambda: [0, 0])

        def count(node, city, part, whole=1):
            sums[node, city][0] += part
            sums[node, city][1] += whole

        met = {r["小组编号"] for r in self.meetings}
        for g, r in self.groups.items():
            if r["注册日期"][:4] == "2010":
                count("activity", r["地市"], g in met)
                count("participation", r["地市"], int(r["成员人数"]), 0)
        for r in self.topics.values():
            if r["注册日期"] <= LAST and not (r["完成日期"] and r["完成日期"] < FROM):
                count("result", self.city[r["小组编号"]], FROM <= r["完成日期"] <= LAST)
        for r in self.meetings:
            count("attendance", self.city[r["小组编号"]], int(r["实到人数"]), int(r["应到人数"]))
        for r in self.recommended:
            count("award", self.city[r["小组编号"]], r["是否获奖"] == "是")
        for r in self.staff:
            latest = max(o["日期"] for o in self.staff
                         if o["单位"] == r["单位"] and o["日期"] <= LAST)
            if r["日期"] == latest:
                count("participation", r["地市"], 0, int(r["员工人数"]))
        return {k: tuple(v) for k, v in sums.items()}
