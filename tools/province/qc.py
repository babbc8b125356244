# SPDX-License-Identifier: Apache-2.0
"""qc.py - inputs of the QC groups: registers of groups and topics, meetings from 2010-07 to
2011-04, series before and after, marks of judges for the half-year that ends 2010-12, staff,
recommendations.

The story: the first group of Luoyang has the panel 88 92 85 90 95 87 91 and 86.4 on site.  Groups
of Kaifeng, Hebi, Zhoukou, Xinyang, Puyang, Anyang, Jiaozuo and Shangqiu fail one condition each
(SPOILT); one panel of Xinxiang has two judges, one of Nanyang a judge of the group's own unit, one
of Pingdingshan a judge who left out an item, one of Xuchang a mark above its maximum."""

import datetime

from base import Lcg, Table, at, cities_of, month_days, quality

TYPES = ["现场型", "服务型", "攻关型", "管理型", "创新型"]
UNITS = ["网络维护中心", "客户服务中心", "市场营销中心", "综合管理部"]
ONSITE = [("质量管理小组的组织", 10), ("活动情况与活动记录", 30), ("活动真实性和有效性", 30),
          ("成果的维持与巩固", 20), ("质量管理小组教育", 10)]
PROBLEM = [("选题", 15), ("原因分析", 30), ("对策与实施", 20), ("效果", 20), ("发表", 5), ("特点", 10)]
INNOVATION = [("选题", 20), ("提出方案确定最佳方案", 30), ("对策与实施", 20), ("效果", 15), ("发表", 5),
              ("特点", 10)]
# What is measured: title, unit of the value, before, target; the first of two is better.
WORKS = [("降低光缆故障平均修复时长", 2200, 1500), ("减少宽带装机超时率", 180, 80),
         ("提高热线一次解决率", 720, 850), ("提高基站退服处理及时率", 800, 930),
         ("降低网络投诉重复率", 95, 50), ("提高营业厅排队等候满意率", 780, 900),
         ("缩短集团专线开通时长", 400, 200), ("研制杆路巡检定位装置", 300, 120)]
MEETINGS = [(2010, m) for m in range(7, 13)] + [(2011, m) for m in range(1, 5)]
SPOILT = {"kaifeng": "registration", "hebi": "members", "zhoukou": "meeting", "xinyang": "attendance",
          "puyang": "struck_off", "anyang": "idle", "jiaozuo": "periods", "shangqiu": "late"}


class Group:
    def __init__(self, city, code, number, rng):
        self.city, self.number = city, number
        self.id = f"QC{code:02}{number:02}"
        self.type = "创新型" if (city.id, number) == ("luoyang", 1) else TYPES[(code + number) % 5]
        self.unit = city.name + rng.pick(UNITS)
        self.members = rng.between(4, 10)
        self.spoilt = SPOILT.get(city.id, "") if number == 2 else ""


class Topic:
    def __init__(self, group, number, rng):
        self.group, self.id = group, f"KT{group.id[2:]}{number}"
        self.work = WORKS[7] if group.type == "创新型" else WORKS[rng.below(7)]
        self.started = datetime.date(2010, 3, 1) + datetime.timedelta(days=rng.below(60))
        late = group.spoilt == "late"
        self.registered = self.started + datetime.timedelta(days=21 if late else -rng.between(3, 20))
        last = number == 1 and (rng.happens(800) or group.number <= 2)
        self.finished = datetime.date(2010, 9, 1) + datetime.timedelta(days=rng.below(100)) if last else None


def groups_of(units):
    found = []
    for code, city in enumerate(cities_of(units), 1):
        rng = Lcg("qc groups", city.id)
        found += [Group(city, code, n, rng) for n in range(1, 5)]
    return found


def topics_of(groups):
    found = []
    for g in groups:
        rng = Lcg("qc topics", g.id)
        found += [Topic(g, n, rng) for n in range(1, 3 if rng.happens(250) else 2)]
    return found


def groups_table(groups):
    t = Table("qc-groups.csv", ["地市", "所属单位", "小组编号", "小组类型", "注册日期", "成员人数", "注销日期"])
    for g in groups:
        rng = Lcg("register", g.id)
        members = 12 if g.spoilt == "members" else g.members
        gone = "2010-11-15" if g.spoilt == "struck_off" else ""
        for year in (2009, 2010, 2011):
            day = f"{year}-01-{rng.between(5, 28):02}"
            if (year == 2010 and g.spoilt == "registration") or (year == 2011 and gone):
                continue
            t.add(g.city.name, g.unit, g.id, g.type, day, members, gone if year == 2010 else "")
    return t


def topics_table(topics):
    t = Table("qc-topics.csv", ["课题编号", "小组编号", "课题名称", "课题性质", "注册日期", "开始日期", "完成日期"])
    for k in topics:
        t.add(k.id, k.group.id, k.work[0], "创新型" if k.group.type == "创新型" else "问题解决型",
              k.registered, k.started, k.finished or "")
    return t


def meetings_table(groups, year, month):
    t = Table(f"qc-meetings-{year}{month:02}.csv", ["小组编号", "活动日期", "应到人数", "实到人数"])
    for g in groups:
        rng = Lcg("meetings", g.id, year, month)
        if (g.spoilt == "meeting" and (year, month) == (2010, 9)) or g.spoilt == "idle":
            continue
        if g.spoilt == "struck_off" and (year, month) > (2010, 10):
            continue
        for first in (1, 16)[:1 + rng.happens(300)]:
            came = g.members - rng.weighted([(0, 6), (1, 3)] if g.members > 5 else [(0, 1)])
            if g.spoilt == "attendance":
                came = g.members * 6 // 10
            last = min(first + 14, month_days(year, month))
            t.add(g.id, at(rng, year, month, first, last).date(), g.members, came)
    return t


def value(n):
    return f"{n // 10}.{n % 10}"


def series_table(topics):
    t = Table("qc-series.csv", ["课题编号", "阶段", "统计期", "数值", "目标值", "方向"])
    for k in topics:
        if not k.finished:
            continue
        rng, (_, before, target) = Lcg("series", k.id), k.work
        reached = rng.between(70, 125) + quality(k.group.city) // 5
        after = before + (target - before) * reached // 100
        way = "越高越好" if target > before else "越低越好"
        few = 2 if k.group.spoilt == "periods" else 3
        for i in range(few):
            t.add(k.id, "改进前", f"2010年{i + 1}月", value(before + rng.between(-20, 20)), value(target), way)
        for i in range(3):
            t.add(k.id, "改进后", f"2010年{i + 9}月", value(after + rng.between(-15, 15)), value(target), way)
    return t


def split(total, items):
    """Halves of points over items, in proportion to their maxima; total in halves."""
    points = [total * most // 100 for _, most in items]
    for i in range(total - sum(points)):
        points[i % len(items)] += 1
    return points


def half(n):
    return f"{n // 2}.5" if n % 2 else str(n // 2)


def judges_of(k, rng, form, cities):
    """(judge, unit, total in halves) of one panel."""
    base = 170 + quality(k.group.city) // 5 + rng.between(-16, 12)
    count = rng.weighted([(7, 5), (5, 3), (4, 1)])
    if k.group.city.id == "xinxiang" and k.group.number == 1 and form == "发表评审":
        count = 2
    made = []
    for i in range(count):
        unit = rng.pick([c for c in cities if c.id != k.group.city.id]).name + rng.pick(UNITS)
        made.append((f"评委{i + 1:02}", unit, min(198, base + rng.between(-8, 8))))
    if (k.group.city.id, k.group.number) == ("luoyang", 1):
        totals = {"发表评审": [88, 92, 85, 90, 95, 87, 91], "现场评审": [86, 86, 87, 87, 86, 80, 93]}[form]
        made = [(f"评委{i + 1:02}", "省公司质量管理部", 2 * n) for i, n in enumerate(totals)]
    return made


def marks_table(topics, cities):
    t = Table("qc-marks.csv", ["课题编号", "评审形式", "评委", "评委单位", "评审项目", "得分"], encoding="gb18030")
    for k in topics:
        if not k.finished:
            continue
        city, first = k.group.city.id, k.group.number == 1
        for form in ("现场评审", "发表评审"):
            items = ONSITE if form == "现场评审" else INNOVATION if k.group.type == "创新型" else PROBLEM
            rng = Lcg("marks", k.id, form)
            for i, (judge, unit, total) in enumerate(judges_of(k, rng, form, cities)):
                unit = k.group.unit if (city, first, i) == ("nanyang", True, 0) else unit
                for n, ((item, most), points) in enumerate(zip(items, split(total, items))):
                    points = min(points, 2 * most)
                    if (city, first, i, n) == ("pingdingshan", True, 1, 2):
                        continue
                    if (city, first, i, n) == ("xuchang", True, 2, 0):
                        points = 2 * most + 2
                    t.add(k.id, form, judge, unit, item, half(points))
    return t


def staff_table(cities):
    t = Table("qc-staff.csv", ["地市", "单位", "日期", "员工人数"])
    for city in cities:
        rng = Lcg("staff", city.id)
        for unit in UNITS:
            n = rng.between(20, 45)
            for day in ("2010-06-30", "2010-12-31", "2011-03-31"):
                t.add(city.name, city.name + unit, day, n + rng.between(-3, 3))
    return t


def recommended_table(topics):
    t = Table("qc-recommended.csv", ["小组编号", "推荐日期", "推荐级别", "是否获奖"])
    for k in topics:
        rng = Lcg("recommended", k.id)
        if k.finished and not k.group.spoilt and k.group.number <= 2:
            t.add(k.group.id, f"2010-12-{rng.between(20, 28)}", rng.pick(["行业", "全国", "集团"]),
                  "是" if rng.happens(780 + quality(k.group.city)) else "否")
    return t


def tables(units):
    cities = cities_of(units)
    groups = groups_of(units)
    topics = topics_of(groups)
    return [groups_table(groups), topics_table(topics), series_table(topics),
            marks_table(topics, cities), staff_table(cities), recommended_table(topics)] + [
                meetings_table(groups, *month) for month in MEETINGS]
