# SPDX-License-Identifier: Apache-2.0
"""customer.py - inputs of the customer-service domain: what hotline, billing, survey and order
systems of the cities deliver for 2010-11 to 2011-04, and the surveys before.

The story: Luoyang climbs to the top, Zhoukou falls behind month by month with its hotline and
its broadband, Shangqiu leaks customer data (grade at most pass), Xinyang falsified its call-back
figures.  Xinxiang delivers no counts for December, Hebi no calls for January, Jiyuan no
call-backs for April; Taiqian (Puyang) took no call in February.  Orders that were open at the
end of a month come again with the next one: some cities deliver such revisions."""

import datetime

from base import (MONTHS, Lcg, Table, at, cities_of, districts_of, month_before, month_days,
                  quality, stamp, volume)

# What was not delivered: dataset, unit, year, month.
ABSENT = {("callbacks", "jiyuan", 2011, 4), ("counts", "xinxiang", 2010, 12),
          ("calls", "hebi", 2011, 1), ("calls", "puyang.taiqian", 2011, 2)}
REVISING = ("luoyang", "xuchang")  # deliver orders again once they are closed


def share(base, q, strength=10):
    """A permille share moved by the city's quality, kept within 0 to 1000."""
    return max(0, min(1000, base + q * strength // 10))


def calls(units, year, month):
    t = Table(f"calls-{year}{month:02}.csv",
              ["流水号", "区县", "呼入时间", "客户级别", "排队时长", "是否接通", "通话时长", "满意度"])
    n = 0
    for city in cities_of(units):
        q = quality(city, year, month)
        if ("calls", city.id, year, month) in ABSENT:
            continue
        for d in districts_of(units, city):
            rng = Lcg("calls", d.id, year, month)
            if ("calls", d.id, year, month) in ABSENT:
                continue
            for _ in range(rng.between(*volume(year, month, 36, 52))):
                n += 1
                vip = rng.happens(180)
                moment = at(rng, year, month)
                busy = 60 if moment.day <= 4 or moment.day > month_days(year, month) - 2 else 0
                answered = rng.happens(share(955 - busy // 2, q, 5))
                quick = rng.happens(share(885 + (40 if vip else 0) - busy, q))
                wait = rng.between(2, 15) if quick else rng.between(16, 90)
                rating = rng.weighted([(5, 50), (4, 34), (3, 10), (2, 3), (1, 3)])
                t.add(f"{year % 100:02}{month:02}{n:06}", d.name, stamp(moment),
                      "VIP" if vip else "普通", wait if answered else "", "是" if answered else "否",
                      f"0:{rng.between(0, 9):02}:{rng.between(0, 59):02}" if answered else "",
                      rating if answered and rng.happens(400) else "")
    if (year, month) == (2010, 12):
        t.add("1012999001", "中原区", "2010-12-24 25:10:00", "普通", 5, "是", "0:01:00", "")
    if (year, month) == (2011, 4):
        t.add("1104999001", "火星区", "2011-04-12 09:30:00", "普通", 5, "是", "0:01:00", "")
        t.add("1104999002", "金水区", "2011-04-31 09:30:00", "普通", 5, "是", "0:01:00", "")
        t.add("1104999003", "金水区", "2011-04-12 09:30:00", "白金", 5, "是", "0:01:00", "")
    return t


def order(rng, kind, city, year, month):
    """The cells behind the kind, of an order as it stands at the end of its month and later."""
    q = quality(city, year, month)
    opened = at(rng, year, month)
    hours = 48 if kind == "修障" else 7 * 24
    due = opened + datetime.timedelta(hours=hours)
    contact_due = opened + datetime.timedelta(hours=2)
    late = not rng.happens(share(975, q, 4))
    took = rng.between(hours + 1, hours * 2) if late else rng.between(2, hours)
    closed = opened + datetime.timedelta(hours=took)
    first = opened + datetime.timedelta(minutes=rng.between(5, 110) if rng.happens(share(962, q, 4))
                                        else rng.between(125, 600))
    times = [stamp(opened), stamp(due), stamp(first), stamp(contact_due)]
    if closed > datetime.datetime(year, month, month_days(year, month), 23):
        return times + ["", "", ""], times + [stamp(closed), "Y", "Y" if rng.happens(800) else ""]
    auto = "Y" if rng.happens(share(955, q, 4)) else "N"
    satisfied = ("" if not rng.happens(800) else "Y" if rng.happens(share(915, q, 6)) else "N")
    return times + [stamp(closed), auto, satisfied], None


def orders_of(units, year, month):
    """(city, cells at the end of the month, cells of the revision or None)"""
    n = 0
    for city in cities_of(units):
        for d in districts_of(units, city):
            rng = Lcg("orders", d.id, year, month)
            for _ in range(rng.between(*volume(year, month, 16, 26))):
                n += 1
                kind = rng.weighted([("装机", 45), ("移机", 15), ("修障", 40)])
                now, later = order(rng, kind, city, year, month)
                head = [f"GD{year % 100:02}{month:02}{n:05}", d.name, kind]
                yield city, head + now, head + later if later else None


def orders(units, year, month):
    """GB18030, as the work-order system writes it."""
    t = Table(f"orders-{year}{month:02}.csv",
              ["工单号", "区县", "工单类型", "受理时间", "要求完成时间", "首次联系时间", "要求联系时间",
               "竣工时间", "自动报竣", "是否满意"], encoding="gb18030", newline="\r\n")
    for _, now, _ in orders_of(units, year, month):
        t.add(*now)
    if (year, month) != MONTHS[0]:
        for city, _, later in orders_of(units, *month_before(year, month)):
            if later and city.id in REVISING:
                t.add(*later)
    if (year, month) == (2011, 2):
        t.add("GD110299901", "西工区", "装机", "2011-02-30 09:00:00", "", "", "", "", "", "")
    return t


def complaints(units, year, month):
    """With semicolons, as the complaint system exports it."""
    t = Table(f"complaints-{year}{month:02}.csv",
              ["投诉编号", "区县", "投诉时间", "业务", "最高受理级别", "是否有效", "是否态度类", "用户号码",
               "投诉原因"],
              delimiter=";")
    n = 0
    for city in cities_of(units):
        q = quality(city, year, month)
        for d in districts_of(units, city):
            rng = Lcg("complaints", d.id, year, month)
            for _ in range(max(2, rng.between(5, 10) - q // 20)):
                n += 1
                service = rng.weighted([("3G", 40), ("宽带", 30), ("固话", 15), ("2G", 15)])
                level = rng.weighted([("市", 970 + q // 4), ("省", 18), ("集团", 7), ("监管", 2)])
                t.add(f"TS{year % 100:02}{month:02}{n:05}", d.name, stamp(at(rng, year, month)),
                      service, level, "是" if rng.happens(600) else "否",
                      "是" if rng.happens(30) else "否", f"KH{rng.below(90000) + 10000}",
                      rng.pick(["计费争议", "信号覆盖", "上网速率", "装维时限", "业务办理", "不明扣费"]))
    if (year, month) == (2011, 1):
        t.add("TS110199901", "金水区", "2011-01-19 10:00:00", "4G", "市", "是", "否", "KH00001", "信号覆盖")
    return t


def survey_rows(t, code, rng, unit, year, month, service, operator, good, n):
    """n answers of which `good` permille, to the next whole number, are 4 or 5."""
    left = (good * n + rng.below(1000)) // 1000
    for asked in range(n, 0, -1):
        is_good = rng.below(asked) < left
        left -= is_good
        score = (rng.weighted([(5, 6), (4, 4)]) if is_good
                 else rng.weighted([(3, 6), (2, 3), (1, 1)]))
        t.add(f"{code}{year % 100:02}{month:02}{len(t.rows) + 1:05}", unit.name,
              stamp(at(rng, year, month))[:10], service, operator, score)


SURVEY_HEADER = ["问卷编号", "地市", "调查日期", "调查对象", "运营商", "评分"]


def surveys_monthly(units, year, month):
    """Halls, activities, VIP customers and installation, the own customers only; before the
    first month VIP customers alone, for the quarters."""
    t = Table(f"surveys-{year}{month:02}.csv", SURVEY_HEADER)
    asked = (("营业厅", 905, 40), ("会员活动", 900, 25), ("VIP", 850, 30), ("装移修", 915, 20))
    for city in cities_of(units):
        rng, q = Lcg("survey", city.id, year, month), quality(city, year, month)
        for service, good, n in asked:
            if (year, month) >= MONTHS[0] or service == "VIP":
                survey_rows(t, "DC", rng, city, year, month, service, "联通", share(good, q, 6),
                            volume(year, month, n, n)[0])
    return t


def surveys_half(units, year, month):
    """The third-party survey of a half-year, done in its last month: own customers, and those
    of the competitors where the lead is assessed; in 2009 what the improvement needs."""
    t = Table(f"surveys-{year}{month:02}-half.csv", SURVEY_HEADER)
    for city in cities_of(units):
        rng, q = Lcg("half", city.id, year, month), quality(city, 2011, 4)
        for service, good in (("2G", 760), ("固话", 780), ("宽带", 700), ("3G", 770)):
            is_lead = service in ("宽带", "3G")
            if is_lead and year == 2009:
                continue
            mine = share(good + 6, q, 8) if year == 2010 else share(good, q, 4)
            survey_rows(t, "SF", rng, city, year, month, service, "联通", mine, 30)
            for other, less in (("移动", 0), ("电信", 10)) if is_lead else ():
                survey_rows(t, "SF", rng, city, year, month, service, other, good - less, 20)
    return t


def callbacks(units, year, month):
    t = Table(f"callbacks-{year}{month:02}.csv", ["任务号", "区县", "任务日期", "回访类型", "是否完成"])
    for city in cities_of(units):
        if ("callbacks", city.id, year, month) in ABSENT:
            continue
        q = quality(city, year, month)
        for d in districts_of(units, city):
            rng = Lcg("callbacks", d.id, year, month)
            for kind, base in (("3G新用户", 955), ("3G转网用户", 945)):
                for _ in range(rng.between(*volume(year, month, 6, 12))):
                    t.add(f"HF{year % 100:02}{month:02}{len(t.rows) + 1:05}", d.name,
                          stamp(at(rng, year, month))[:10], kind,
                          "是" if rng.happens(share(base, q, 5)) else "否")
    return t


def counts(units, year, month):
    """What the cities deliver as numerator and denominator, for the whole city; before the
    first month the weak points of the halls alone, for the quarters."""
    t = Table(f"counts-{year}{month:02}.csv", ["地市", "日期", "指标", "分子", "分母"])
    for city in cities_of(units):
        rng, q = Lcg("counts", city.id, year, month), quality(city, year, month)
        if ("counts", city.id, year, month) in ABSENT:
            continue
        date = f"{year}年{month}月{month_days(year, month)}日"

        def add(name, low, high, permille, spread=20):
            whole = rng.between(low, high)
            part = whole * share(permille + rng.between(-spread, spread), q, 5) // 1000
            t.add(city.name, date, name, part, whole)

        def add_target(name, target, low, high):
            t.add(city.name, date, name, target * rng.between(low + q, high + q) // 1000, target)

        if (year, month) >= MONTHS[0]:
            add("持卡", 3000, 9000, 962)
            add("持卡抽查", 60, 90, 988, 10)
            add("绿色通道知晓", 200, 400, 870)
            add("活动参与", 800, 2500, 700)
            add_target("电销发展", rng.between(800, 2000), 880, 1180)
            for name, low, high in (("存量收入", 940, 1070), ("新增收入", 820, 1190)):
                add_target(name, rng.between(3000000, 9000000) * 100, low, high)
        add_target("营业厅短板", rng.between(20, 60), 700 + q, 1250 + q)
    return t


def subscribers(units, year, month, grown):
    t = Table(f"subscribers-{year}{month:02}.csv", ["区县", "业务", "日期", "用户数"])
    for city in cities_of(units):
        for d in districts_of(units, city):
            rng = Lcg("subscribers", d.id)
            for service, low, high in (("2G", 40000, 160000), ("3G", 4000, 16000),
                                       ("固话", 20000, 60000), ("宽带", 15000, 50000)):
                t.add(d.name, service, f"{year}{month:02}{month_days(year, month):02}",
                      rng.between(low, high) * (1000 + grown) // 1000)
    return t


CONTROLS = {  # months without an event have a file without rows
    (2010, 12): [("KZ2010120001", "驻马店", "2010-12-15", "D3", "", "12月投诉报表迟报")],
    (2011, 1): [("KZ2011010001", "周口", "2011-01-28", "D3", "", "春节保障方案迟报"),
                ("KZ2011010002", "焦作", "2011-01-30", "D2", "", "群体投诉：宽带大面积中断")],
    (2011, 3): [("KZ2011030001", "南阳", "2011-03-18", "D2", "",
                 "媒体曝光：营业厅强制捆绑，省台播出")],
    (2011, 4): [("KZ2011040001", "商丘", "2011-04-09", "D5", "", "客户资料泄露，公安机关立案"),
                ("KZ2011040002", "信阳", "2011-04-20", "D4", "callback.3g_new",
                 "回访记录造假，抽查录音不符"),
                ("KZ2011040003", "周口", "2011-04-26", "D3", "", "4月客服月报迟报"),
                ("KZ2011040004", "驻马店", "2011-04-27", "D3", "", "投诉分析报告漏报")],
}


def controls(_units, year, month):
    t = Table(f"controls-{year}{month:02}.csv", ["事件编号", "地市", "日期", "项目", "失实指标", "说明"])
    for row in CONTROLS.get((year, month), ()):
        t.add(*row)
    return t


HALVES = [(2009, 6), (2009, 12), (2010, 6), (2010, 12)]
QUARTERS = [(2010, 7), (2010, 8), (2010, 9), (2010, 10)]  # months before the first
GROWN = {(2010, 10): -50, (2010, 11): -38, (2010, 12): -25, (2011, 1): -12, (2011, 2): 0,
         (2011, 3): 12, (2011, 4): 25}  # permille


def tables(units):
    found = [surveys_half(units, *m) for m in HALVES]
    found += [make(units, *m) for m in QUARTERS for make in (surveys_monthly, counts)]
    found += [subscribers(units, *m, g) for m, g in GROWN.items()]
    for m in MONTHS:
        found += [make(units, *m) for make in (calls, orders, complaints, surveys_monthly,
                                               callbacks, counts, controls)]
    return found
