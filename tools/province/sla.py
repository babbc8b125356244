# SPDX-License-Identifier: Apache-2.0
"""sla.py - inputs of the domain `sla`: circuits of group customers of four cities, their faults
of the last quarter of 2010, orders, visits and packet losses.

The story: an AAA circuit of Zhoukou is down for seven hours, two of them because nobody of the
customer could be reached; its service is far below the agreement and the credit is due.  An
alarm came before the customer's report, or after; one stop has a reason that was not agreed."""

import datetime

from base import Lcg, Table, cities_of, quality, stamp

CITIES = ["luoyang", "nanyang", "zhengzhou", "zhoukou"]
YEAR = 2010
TIERS = [("AAA", "金", 12000), ("AA", "银", 6000), ("A", "铜", 2500), ("普通", "标准", 900)]
CUSTOMERS = ["商业银行", "市政府", "教育局", "物流公司"]
LIMIT_H = {"AAA": 2, "AA": 3, "A": 4, "普通": 8}
RESPOND = {"AAA": 15, "AA": 30, "A": 30, "普通": 60}


def chosen(units):
    return [c for c in cities_of(units) if c.id in CITIES]


def circuits_of(units):
    """(city, customer, circuit, tier, grade, monthly fee)"""
    for city in chosen(units):
        for c, customer in enumerate(CUSTOMERS):
            for k in range(2):
                tier, grade, fee = TIERS[(c + k) % 4]
                yield (city, city.name[:-1] + customer, f"{city.id[:4].upper()}{c}{k}", tier, grade,
                       fee)


def circuits(units):
    t = Table("sla-circuits.csv", ["地市", "集团客户", "电路编号", "保障等级", "开通日期", "退网日期", "月租费"])
    for city, customer, circuit, tier, _, fee in circuits_of(units):
        closed = "2010-12-16" if circuit == "NANY31" else ""
        t.add(city.name, customer, circuit, tier, "2009-06-01", closed, f"{fee}.00")
    return t


FAULT = ["故障单号", "电路编号", "故障影响", "电路范围", "客户申告时间", "告警时间", "首次响应时间", "恢复时间",
         "停表1开始", "停表1结束", "停表1原因", "停表2开始", "停表2结束", "停表2原因", "影响业务数",
         "影响省际AAA业务数", "是否重大故障", "故障报告日期"]


def minutes(moment, n):
    return moment + datetime.timedelta(minutes=n)


def fault(t, circuit, tier, rng, month, good):
    begin = datetime.datetime(YEAR, month, rng.between(1, 27), rng.between(0, 20), rng.below(60))
    heard = rng.pick(["alarm", "report", "both"])
    alarm = begin if heard != "report" else None
    report = begin if heard == "report" else minutes(begin, rng.between(2, 20)) if heard == "both" else None
    limit = LIMIT_H[tier] * 60
    took = rng.between(limit // 4, limit) if rng.happens(good) else rng.between(limit + 1, limit * 2)
    stop = ["", "", ""]
    if rng.happens(250):
        at = minutes(begin, took // 3)
        wait = rng.between(20, 90)
        took += wait
        stop = [stamp(at), stamp(minutes(at, wait)), rng.pick(["客户原因", "不可抗力", "其他"])]
    quick = rng.happens(good)
    answer = RESPOND[tier] // 2 if quick else RESPOND[tier] + 10
    t.add(f"JK10{len(t.rows) + 1:05}", circuit, "中断" if rng.happens(800) else "劣化", "本地",
          stamp(report) if report else "", stamp(alarm) if alarm else "", stamp(minutes(begin, answer)),
          stamp(minutes(begin, took)), *stop, "", "", "", 1, 0, "否", "")


def faults(units):
    t = Table(f"sla-faults-{YEAR}.csv", FAULT)
    for city, _, circuit, tier, _, _ in circuits_of(units):
        rng, good = Lcg("sla", circuit), 850 + quality(city) * 2
        for month in (10, 11, 12):
            if rng.happens(350 - quality(city) * 3):
                fault(t, circuit, tier, rng, month, good)
    t.add("JK1099001", "ZHOU00", "中断", "本地", "2010-12-14 09:20:00", "2010-12-14 09:05:00",
          "2010-12-14 09:25:00", "2010-12-14 16:05:00", "2010-12-14 11:00:00", "2010-12-14 13:00:00", "客户原因",
          "", "", "", 12, 0, "是", "2010-12-17")
    t.add("JK1099002", "NANY10", "中断", "本地", "2010-12-30 23:00:00", "", "2010-12-30 23:20:00", "", "", "", "",
          "", "", "", 1, 0, "否", "")
    return t


def orders(units):
    t = Table(f"sla-orders-{YEAR}.csv",
              ["工单号", "电路编号", "客户级别", "工单类型", "电路范围", "受理日期", "完成日期"])
    for city, _, circuit, tier, grade, _ in circuits_of(units):
        rng = Lcg("sla orders", circuit)
        if not rng.happens(500):
            continue
        asked = datetime.date(YEAR, 12, rng.between(1, 8))
        surveyed = asked + datetime.timedelta(days=rng.between(1, 6))
        opened = surveyed + datetime.timedelta(days=rng.between(5, 15 if quality(city) < 0 else 11))
        t.add(f"KT10{len(t.rows) + 1:05}", circuit, grade, "资源勘查", "本地", asked, surveyed)
        t.add(f"KT10{len(t.rows) + 1:05}", circuit, grade, "开通", "本地", surveyed, opened)
    return t


def visits(units):
    t = Table(f"sla-visits-{YEAR}.csv", ["电路编号", "走访日期"])
    for city, _, circuit, tier, _, _ in circuits_of(units):
        for month in {"AAA": (2, 5, 8, 11), "AA": (6,)}.get(tier, ()):
            if (city.id, month) != ("zhoukou", 11):
                t.add(circuit, f"{YEAR}-{month:02}-16")
    return t


def losses(units):
    t = Table(f"sla-losses-{YEAR}.csv", ["电路编号", "测试日期", "发送包数", "丢失包数"])
    for city, _, circuit, _, _, _ in circuits_of(units):
        rng = Lcg("sla losses", circuit)
        if circuit.endswith("1"):
            sent = rng.pick([500, 1000, 2000])
            t.add(circuit, "2010-12-20", sent, sent * rng.between(2, 55 - quality(city) // 4) // 1000)
    return t


def tables(units):
    return [make(units) for make in (circuits, faults, orders, visits, losses)]
