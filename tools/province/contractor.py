# SPDX-License-Identifier: Apache-2.0
"""contractor.py - inputs of the engineering contractors: project register, deduction events,
penalty tickets, site visits, filings, for the city cycle 2011-03 to 2011-04.

The story: 豫通线路 leads its role, 中原管线 caused a death in Pingdingshan (veto: project 0, plate
red), 大河通信工程 is careless in Zhoukou (red plate) and reaches the ticket cap there, 汇智监理 missed
what the owner found, Kaifeng did not visit all of its projects, Hebi files late."""

import datetime

from base import MONTHS, Lcg, Table, cities_of, month_days

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
    for p in found:
        if p.city.id == "zhoukou" and p.firm == "大河通信工程":
            p.fee, p.accepted, p.capitalised = 60000, None, None
        if p.city.id == "pingdingshan" and p.firm == "中原管线":
            p.accepted = p.capitalised = None
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


def deductions(found, year, month):
    t = Table(f"deductions-{year}{month:02}.csv",
              ["事件号", "项目编号", "扣分项", "日期", "数量", "严重程度", "实测值", "审定值", "原因", "申诉状态"])

    def add(p, item, count, severity="", a="", b="", cause="", appeal="", dom=None):
        rng = Lcg("date", p.id, item, year, month, len(t.rows))
        dom = dom or rng.between(1, month_days(year, month))
        t.add(f"KF{year % 100:02}{month:02}{len(t.rows) + 1:04}", p.id, item,
              f"{year}-{month:02}-{dom:02}", count, severity, a, b, cause, appeal)

    for p in found:
        rng, care = Lcg("deduct", p.id, year, month), CARE.get(p.firm, 1000)
        for item, permille, most in ITEMS[p.role]:
            if not rng.happens(min(950, permille * care // 2000)):
                continue
            severity = rng.weighted([("一般", 3), ("严重", 1)]) if item == "JL-Q2" else ""
            cause = rng.weighted([("", 94), ("不可抗力", 4), ("客户原因", 2)])
            appeal = rng.weighted([("", 92), ("申诉中", 3), ("成立", 2), ("驳回", 3)])
            add(p, item, rng.between(1, most), severity, cause=cause, appeal=appeal)
        if p.role == "SG" and month == 4 and rng.happens(300):
            audited = rng.between(200, 900)
            add(p, "SG-D3", 1, a=audited * rng.between(1000, 1120) // 1000, b=audited)
        if p.role == "SJ" and month == 4:
            settled = rng.between(500, 4000)
            add(p, "SJ-D1", 1, a=settled * rng.between(930, 1130) // 1000, b=settled)
            add(p, "SJ-B2", 1, a=rng.between(0, 6), b=rng.between(30, 50))
    by_city = {(p.city.id, p.role, p.firm): p for p in reversed(found)}
    if month == 4:
        add(by_city["pingdingshan", "SG", "中原管线"], "SG-S5", 1, dom=13)
        careless = by_city["zhoukou", "SG", "大河通信工程"]
        for item, count in (("SG-Q2", 4), ("SG-Q3", 2), ("SG-S2", 3), ("SG-S3", 2), ("SG-Q1", 6)):
            add(careless, item, count, dom=19)
        t.add("KF11049901", "XM9911SG999", "SG-Q1", "2011-04-20", 1, "", "", "", "", "")
        t.add("KF11049902", careless.id, "SG-Q1", "2011-04-21", 0, "", "", "", "", "")
        t.add("KF11049903", careless.id, "SG-Z9", "2011-04-22", 1, "", "", "", "", "")
    return t


def tickets(found):
    t = Table("tickets.csv", ["罚单号", "项目编号", "罚单类别", "开具日期", "违约事项"])
    careless = next(p for p in found if p.city.id == "zhoukou" and p.firm == "大河通信工程")
    t.add("FD1102001", careless.id, "I", "2011-02-22", "未戴安全帽")
    t.add("FD1103001", careless.id, "I", "2011-03-15", "未戴安全帽")
    t.add("FD1104001", careless.id, "II", "2011-04-19", "违章登高作业")
    fatal = next(p for p in found if p.city.id == "pingdingshan" and p.firm == "中原管线")
    t.add("FD1104002", fatal.id, "IV", "2011-04-14", "重大安全事故")
    rng, n = Lcg("tickets"), 2
    for p in found:
        if p.role != "DD" and rng.happens(60 * CARE.get(p.firm, 1000) // 1000):
            n += 1
            month = rng.between(3, 4)
            t.add(f"FD11{month:02}{n + 100:03}", p.id, rng.weighted([("I", 5), ("II", 3), ("III", 1)]),
                  f"2011-{month:02}-{rng.between(1, 28):02}",
                  rng.pick(["周报迟报", "现场材料混乱", "未按图施工", "人员未持证"]))
    return t


def visits(found, year, month):
    t = Table(f"visits-{year}{month:02}.csv", ["检查号", "项目编号", "检查日期", "检查单位"])
    for p in found:
        last = datetime.date(year, month, month_days(year, month))
        if p.started > last or (p.accepted and p.accepted < datetime.date(year, month, 1)):
            continue
        rng = Lcg("visit", p.id, year, month)
        if rng.happens(350 if p.city.id == "kaifeng" else 15):
            continue
        first = max(1, p.started.day if (p.started.year, p.started.month) == (year, month) else 1)
        for by in ["地市"] + (["区域"] if rng.happens(90) else []):
            t.add(f"JC{year % 100:02}{month:02}{len(t.rows) + 1:04}", p.id,
                  f"{year}-{month:02}-{rng.between(first, last.day):02}", by)
    return t


def filings(units):
    t = Table("filings.csv", ["地市", "考核周期", "上报时间"])
    for city in cities_of(units):
        rng = Lcg("filing", city.id)
        day = 27 if city.id == "hebi" else rng.between(20, 25)
        t.add(city.name, "2011-04", f"2011-04-{day} {rng.between(9, 18):02}:{rng.below(60):02}:00")
    return t


def tables(units):
    found = projects_of(units)
    made = [projects(found), tickets(found), filings(units)]
    for year, month in MONTHS:
        made += [deductions(found, year, month), visits(found, year, month)]
    return made
