# SPDX-License-Identifier: Apache-2.0
"""contractor.py - inputs of the engineering contractors: project register, deduction events,
penalty tickets, site visits, spot checks, filings, for the city cycles 2010-12, 2011-02 and
2011-04 and the region cycles 2010-12 and 2011-04.

The story: 豫通线路 leads its role, 中原管线 caused a death in Pingdingshan (veto: project 0, plate
red), 大河通信工程 is careless in Zhoukou (green, yellow, red) and reaches the ticket cap there,
淮海通信建设 is red in Hebi after two yellows, 嵩山电信建设 in Jiyuan too and on probation after
that, 黄河勘测设计 begins red in Puyang, 汇智监理 missed what the owner found.  Kaifeng did not
visit all of its projects, around the spring festival nobody did; Hebi files late, Zhoukou once
not at all.  The region checked too few projects of Zhumadian and none of 中讯.  Appeals that are
pending in one month are decided in a later one: the event comes again with a higher revision."""

import datetime

from base import MONTHS, Lcg, Table, cities_of, month_days

CYCLES = [(2010, 12), (2011, 2), (2011, 4)]
FIRMS = {
    "SG": ["豫通线路", "中原管线", "大河通信工程", "嵩山电信建设", "鸿信网络", "淮海通信建设"],
    "JL": ["诚信监理", "汇智监理", "中豫项目管理"],
    "SJ": ["华信设计", "中讯邮电设计院河南分院", "黄河勘测设计"],
    "DD": ["华为督导", "中兴督导"],
}
ROLE_NAMES = {"SG": "施工", "JL": "监理", "SJ": "设计", "DD": "督导"}
# Items with how often, in permille of projects and cycle, a firm of average care is caught.
ITEMS = {
    "SG": [("SG-P1", 90, 4), ("SG-P2", 120, 8), ("SG-P3", 110, 3), ("SG-Q1", 260, 4),
           ("SG-Q2", 60, 2), ("SG-Q3", 30, 1), ("SG-Q4", 70, 2), ("SG-Q5", 40, 2),
           ("SG-S1", 110, 3), ("SG-S2", 30, 1), ("SG-S3", 15, 1), ("SG-D1", 90, 6),
           ("SG-D2", 150, 3), ("SG-C1", 80, 2), ("SG-C2", 70, 2), ("SG-C3", 40, 1)],
    "JL": [("JL-Q1", 150, 3), ("JL-Q2", 140, 3), ("JL-Q3", 60, 2), ("JL-P1", 60, 1),
           ("JL-P2", 120, 3), ("JL-S1", 90, 2), ("JL-I2", 40, 1), ("JL-D1", 160, 6),
           ("JL-D2", 90, 2), ("JL-M1", 50, 1), ("JL-M2", 50, 1)],
    "SJ": [("SJ-A1", 120, 2), ("SJ-B1", 220, 3), ("SJ-C1", 130, 7), ("SJ-E1", 60, 1),
           ("SJ-X1", 250, 1)],
    "DD": [("DD-R1", 140, 3), ("DD-R2", 50, 1), ("DD-S1", 110, 2), ("DD-G1", 130, 6),
           ("DD-G2", 60, 1), ("DD-D1", 130, 2), ("DD-F1", 70, 1), ("DD-F2", 30, 1)],
}
# In permille of the average; the story.
CARE = {"豫通线路": 250, "中原管线": 900, "大河通信工程": 2600, "汇智监理": 2200, "诚信监理": 400,
        "华信设计": 500, "黄河勘测设计": 1700, "华为督导": 500, "中兴督导": 1300}


class Project:
    def __init__(self, city, code, role, firm, number, rng):
        self.id = f"XM{code:02}11{role}{number:03}"
        self.city, self.role, self.firm = city, role, firm
        self.grade = rng.weighted([(1, 1), (2, 3), (3, 8), (4, 12)])
        self.started = datetime.date(2010, 9, 1) + datetime.timedelta(days=rng.below(170))
        self.accepted = (datetime.date(2011, 3, 10) + datetime.timedelta(days=rng.below(60))
                         if rng.happens(220) else None)
        self.capitalised = (self.accepted + datetime.timedelta(days=rng.between(20, 60))
                            if self.accepted and rng.happens(300) else None)
        self.fee = rng.between(2, 60) * 10000
        self.is_older = False
        self.losses = None  # by cycle, where the story fixes them


def older(city, code, role, firm, number, rng):
    """A project of the year before, accepted in the course of the winter."""
    p = Project(city, code, role, firm, number, rng)
    p.id, p.is_older = f"XM{code:02}10{role}{number:03}", True
    p.started = datetime.date(2010, 3, 1) + datetime.timedelta(days=rng.below(180))
    p.accepted = datetime.date(2010, 11, 5) + datetime.timedelta(days=rng.below(110))
    p.capitalised = (p.accepted + datetime.timedelta(days=rng.between(20, 60))
                     if rng.happens(300) else None)
    return p


YELLOW = [("SG-Q1", 4), ("SG-Q2", 3), ("SG-P2", 8), ("SG-D2", 5)]  # 78 points
RED = [("SG-Q1", 6), ("SG-Q2", 4), ("SG-Q3", 2), ("SG-S2", 3), ("SG-S3", 2)]
SLIGHT = [("SG-P2", 6), ("SG-D2", 2)]
# Plates over cycles: the losses of 2010-12, 2011-02, 2011-04 on one project of its own.
SCRIPTS = [
    ("zhoukou", "SG", "大河通信工程", 60000, [SLIGHT, YELLOW, RED]),
    ("hebi", "SG", "淮海通信建设", 150000, [SLIGHT, YELLOW, YELLOW]),
    ("jiyuan", "SG", "嵩山电信建设", 240000, [YELLOW, YELLOW, SLIGHT]),
    ("puyang", "SJ", "黄河勘测设计", 320000,
     [[("SJ-B1", 3), ("SJ-C1", 8), ("SJ-A1", 3)], [("SJ-B1", 1)], [("SJ-C1", 2)]]),
    ("anyang", "JL", "汇智监理", 180000,
     [[("JL-Q1", 5), ("JL-S1", 4)], [("JL-Q1", 3)], [("JL-Q1", 5), ("JL-S1", 4)]]),
]


def follow_scripts(found):
    """Each script's firm has one project in its city, under construction all the time."""
    for city, role, firm, fee, losses in SCRIPTS:
        mine = [p for p in found if (p.city.id, p.role) == (city, role)]
        others = [f for f in FIRMS[role] if f != firm and f not in CARE] or FIRMS[role][-1:]
        for p in mine:
            if p.firm == firm and p is not mine[0]:
                p.firm = others[0]
        p = mine[0]
        p.firm, p.fee, p.accepted, p.capitalised = firm, fee, None, None
        p.grade, p.started = 2, datetime.date(2010, 10, 11)
        p.losses = dict(zip(CYCLES, losses))


def projects_of(units):
    found = []
    for code, city in enumerate(cities_of(units), 1):
        rng, n = Lcg("projects", city.id), 0
        for role, count in (("SG", 4), ("JL", 2), ("SJ", 2), ("DD", 1)):
            firms = [f for f in FIRMS[role]]
            for k in range(count):
                n += 1
                firm = firms[(rng.below(len(firms)) + k) % len(firms)]
                if city.id == "zhoukou" and role == "SG":
                    firm = "大河通信工程" if k == 0 else "鸿信网络"
                if (city.id, role, k) == ("pingdingshan", "SG", 0):
                    firm = "中原管线"
                found.append(Project(city, code, role, firm, n, rng))
        rng, n = Lcg("older", city.id), 0
        for role, count in (("SG", 2), ("JL", 1), ("SJ", 1)):
            for k in range(count):
                n += 1
                found.append(older(city, code, role, rng.pick(FIRMS[role]), n, rng))
    for p in found:
        if p.city.id == "pingdingshan" and p.firm == "中原管线":
            p.accepted = p.capitalised = None
    follow_scripts(found)
    return found


def text(date):
    return date.strftime("%Y/%m/%d").replace("/0", "/") if date else ""


def projects(found):
    t = Table("projects.csv", ["项目编号", "服务商", "角色", "地市", "项目类别", "开工日期", "验收日期",
                               "转固日期", "合同费用"])
    for p in found:
        t.add(p.id, p.firm, ROLE_NAMES[p.role], p.city.name, p.grade, text(p.started),
              text(p.accepted), text(p.capitalised), f"{p.fee:,}")
    return t


EVENT_HEADER = ["事件号", "项目编号", "扣分项", "日期", "数量", "严重程度", "实测值", "审定值", "原因",
                "申诉状态", "revision"]


def is_busy(p, year, month):
    """Can something happen on the project in this month?"""
    last = datetime.date(year, month, month_days(year, month))
    return (p.started <= last and (not p.accepted or p.accepted >= last.replace(day=1))
            and (not p.capitalised or p.capitalised > last))


def scripted(add, p, year, month):
    """Half of a cycle's losses: the first items in its first month."""
    cycle = (year, month + month % 2)
    items = p.losses[cycle]
    for item, count in items[1:] if month % 2 else items[:1]:
        add(p, item, count, dom=19)


def measured(add, p, rng, month):
    """Rate items, once a cycle."""
    if month % 2:
        return
    if p.role == "SG" and rng.happens(300):
        audited = rng.between(200, 900)
        add(p, "SG-D3", 1, a=audited * rng.between(1000, 1120) // 1000, b=audited)
    if p.role == "SJ":
        settled = rng.between(500, 4000)
        add(p, "SJ-D1", 1, a=settled * rng.between(930, 1130) // 1000, b=settled)
        add(p, "SJ-B2", 1, a=rng.between(0, 6), b=rng.between(30, 50))


def events_of(found, year, month):
    """Rows of one month as they are first delivered."""
    rows = []

    def add(p, item, count, severity="", a="", b="", cause="", appeal="", dom=None):
        rng = Lcg("date", p.id, item, year, month, len(rows))
        dom = dom or rng.between(1, month_days(year, month))
        rows.append([f"KF{year % 100:02}{month:02}{len(rows) + 1:04}", p.id, item,
                     f"{year}-{month:02}-{dom:02}", count, severity, a, b, cause, appeal, 1])

    for p in found:
        rng, care = Lcg("deduct", p.id, year, month), CARE.get(p.firm, 1000)
        if p.losses:
            scripted(add, p, year, month)
            continue
        if (p.is_older or (year, month) < (2011, 3)) and not is_busy(p, year, month):
            continue
        for item, permille, most in ITEMS[p.role]:
            if not rng.happens(min(950, permille * care // 2000)):
                continue
            severity = rng.weighted([("一般", 3), ("严重", 1)]) if item == "JL-Q2" else ""
            cause = rng.weighted([("", 94), ("不可抗力", 4), ("客户原因", 2)])
            appeal = rng.weighted([("", 92), ("申诉中", 3), ("成立", 2), ("驳回", 3)])
            add(p, item, rng.between(1, most), severity, cause=cause, appeal=appeal)
        measured(add, p, rng, month)
    if (year, month) == (2011, 4):
        fatal = next(p for p in found if p.city.id == "pingdingshan" and p.firm == "中原管线")
        add(fatal, "SG-S5", 1, dom=13)
    return rows


def decided(found, year, month):
    """Appeals of earlier months that are decided in this one, and quantities put right."""
    for n, earlier in enumerate(MONTHS):
        if earlier >= (year, month):
            continue
        for row in events_of(found, *earlier):
            rng = Lcg("decided", row[0])
            when = MONTHS[min(n + rng.between(1, 3), len(MONTHS) - 1)]
            if row[9] == "申诉中" and rng.happens(750) and when == (year, month):
                yield row[:9] + [rng.pick(["成立", "驳回"]), 2]
            elif earlier == (2011, 1) and (year, month) == (2011, 2) and row[4] == 5:
                yield row[:4] + [4] + row[5:10] + [2]


def deductions(found, year, month):
    t = Table(f"deductions-{year}{month:02}.csv", EVENT_HEADER)
    rows = events_of(found, year, month)
    for row in rows + list(decided(found, year, month)):
        t.add(*row)
    if (year, month) == (2010, 12):
        t.add(*rows[3])  # the same line twice
    careless = next(p for p in found if p.losses and p.city.id == "zhoukou")
    wrong = {
        (2011, 1): [("KF11019901", careless.id, "SG-Q1", "2011-01-32", 1)],
        (2011, 4): [("KF11049901", "XM9911SG999", "SG-Q1", "2011-04-20", 1),
                    ("KF11049902", careless.id, "SG-Q1", "2011-04-21", 0),
                    ("KF11049903", careless.id, "SG-Z9", "2011-04-22", 1)],
    }
    for row in wrong.get((year, month), ()):
        t.add(*row, "", "", "", "", "", 1)
    return t


def tickets(found):
    t = Table("tickets.csv", ["罚单号", "项目编号", "罚单类别", "开具日期", "违约事项"])
    careless = next(p for p in found if p.losses and p.city.id == "zhoukou")
    t.add("FD1012001", careless.id, "I", "2010-12-08", "周报迟报")
    t.add("FD1102001", careless.id, "I", "2011-02-22", "未戴安全帽")
    t.add("FD1103001", careless.id, "I", "2011-03-15", "未戴安全帽")
    t.add("FD1104001", careless.id, "II", "2011-04-19", "违章登高作业")
    fatal = next(p for p in found if p.city.id == "pingdingshan" and p.firm == "中原管线")
    t.add("FD1104002", fatal.id, "IV", "2011-04-14", "重大安全事故")
    t.add("FD1104003", "XM9911SG999", "I", "2011-04-20", "未戴安全帽")
    done = next(p for p in found if p.is_older and p.role == "SG" and p.accepted.month == 2)
    t.add("FD1104004", done.id, "I", "2011-04-11", "竣工资料不符")  # not assessed any more
    n = 0
    for year, month in MONTHS:
        rng = Lcg("tickets", year, month)
        for p in found:
            if p.role == "DD" or p.losses or not is_busy(p, year, month):
                continue
            if rng.happens(40 * CARE.get(p.firm, 1000) // 1000):
                n += 1
                t.add(f"FD{year % 100:02}{month:02}{n + 100:03}", p.id,
                      rng.weighted([("I", 5), ("II", 3), ("III", 1)]),
                      f"{year}-{month:02}-{rng.between(1, 28):02}",
                      rng.pick(["周报迟报", "现场材料混乱", "未按图施工", "人员未持证"]))
    return t


# Visits that do not happen, in permille of projects and months.
MISSED = {"kaifeng": 350, "zhumadian": 120, "luohe": 60, "nanyang": 40}


def visits(found, year, month):
    t = Table(f"visits-{year}{month:02}.csv", ["检查号", "项目编号", "检查日期", "检查单位"])
    for p in found:
        last = datetime.date(year, month, month_days(year, month))
        if p.started > last or (p.accepted and p.accepted < datetime.date(year, month, 1)):
            continue
        rng = Lcg("visit", p.id, year, month)
        missed = MISSED.get(p.city.id, 15) + (80 if (year, month) == (2011, 2) else 0)
        if p.city.id == "kaifeng" and p.role == "SG":
            missed = 750
        if rng.happens(missed):
            continue
        first = max(1, p.started.day if (p.started.year, p.started.month) == (year, month) else 1)
        until = p.accepted.day if p.accepted and p.accepted <= last else last.day
        for by in ["地市"] + (["区域"] if rng.happens(90) else []):
            t.add(f"JC{year % 100:02}{month:02}{len(t.rows) + 1:04}", p.id,
                  f"{year}-{month:02}-{rng.between(min(first, until), until):02}", by)
    return t


UNCHECKED = "中讯邮电设计院河南分院"


def chosen(found, city, year):
    """The projects of one city that the region checks in a cycle."""
    rng = Lcg("spotchecks", city, year)
    wanted = -(-len(found) // 10) + rng.below(3)
    if (city, year) == ("xinyang", 2010):
        wanted = 0
    if city == "zhumadian":
        wanted = 1
    left = [p for p in found if p.firm != UNCHECKED]
    picked = [p for p in left if p.losses and city == "zhoukou"]
    left = [p for p in left if p not in picked]
    while len(picked) < wanted:
        picked.append(left.pop(rng.below(len(left))))
    return picked


def spotchecks(found):
    """The region checks a tenth of each city's projects and more in its four months, but of
    Zhumadian one, in the first cycle none of Xinyang, and never those of 中讯."""
    t = Table("spotchecks.csv", ["项目编号", "抽查日期", "得分"])
    for year, month in ((2010, 12), (2011, 4)):
        first, last = datetime.date(year, month - 3, 1), datetime.date(year, month, 28)
        cities = {}
        for p in found:
            if p.started <= last and (not p.accepted or p.accepted >= first):
                cities.setdefault(p.city.id, []).append(p)
        picked = [p for city in sorted(cities) for p in chosen(cities[city], city, year)]
        for firm in (f for role in FIRMS.values() for f in role if f != UNCHECKED):
            if firm not in {p.firm for p in picked}:
                picked.append(next(p for c in ("luoyang", "zhengzhou", *sorted(cities))
                                   for p in cities[c] if p.firm == firm))
        for p in picked:
            rng = Lcg("spotcheck", p.id, year)
            score = 10000 - rng.between(100, 900) * CARE.get(p.firm, 1000) // 1000
            if p.losses and p.city.id == "zhoukou":
                score = 7400 if year == 2010 else 5850
            begin, end = max(first, p.started), min(last, p.accepted or last)
            date = begin + datetime.timedelta(days=rng.between(0, max(0, (end - begin).days)))
            t.add(p.id, date, f"{max(score, 5000) / 100:.1f}")
    return t


def filings(units):
    t = Table("filings.csv", ["地市", "考核周期", "上报时间"])
    late = {("hebi", 2011, 4), ("kaifeng", 2011, 2), ("luohe", 2010, 12)}
    for year, month in CYCLES:
        for city in cities_of(units):
            rng = Lcg("filing", city.id, year, month)
            if (city.id, year, month) == ("zhoukou", 2010, 12):
                continue
            day = 27 if (city.id, year, month) in late else rng.between(20, 25)
            t.add(city.name, f"{year}-{month:02}",
                  f"{year}-{month:02}-{day} {rng.between(9, 18):02}:{rng.below(60):02}:00")
    return t


def tables(units):
    found = projects_of(units)
    made = [projects(found), tickets(found), spotchecks(found), filings(units)]
    made += [visits(found, 2010, 9), visits(found, 2010, 10)]  # what the older projects need
    for year, month in MONTHS:
        made += [deductions(found, year, month), visits(found, year, month)]
    return made
