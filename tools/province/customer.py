# SPDX-License-Identifier: Apache-2.0
"""customer.py - inputs of the customer-service domain: what hotline, billing, survey and order
systems of the cities deliver for 2011-03 and 2011-04.

The story: Luoyang leads, Zhoukou falls behind with its hotline and its broadband, Shangqiu leaks
customer data (grade at most pass), Xinyang falsified its call-back figures, Jiyuan delivers no
call-backs for April."""

import datetime

from base import MONTHS, Lcg, Table, at, cities_of, districts_of, month_days, quality, stamp

NO_CALLBACKS = ("jiyuan", 2011, 4)


def share(base, q, strength=10):
    """A permille share moved by the city's quality, kept within 0 to 1000."""
    return max(0, min(1000, base + q * strength // 10))


def calls(units, year, month):
    t = Table(f"calls-{year}{month:02}.csv",
              ["流水号", "区县", "呼入时间", "客户级别", "排队时长", "是否接通", "通话时长", "满意度"])
    n = 0
    for city in cities_of(units):
        q = quality(city)
        for d in districts_of(units, city):
            rng = Lcg("calls", d.id, year, month)
            for _ in range(rng.between(36, 52)):
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
    if (year, month) == (2011, 4):
        t.add("1104999001", "火星区", "2011-04-12 09:30:00", "普通", 5, "是", "0:01:00", "")
        t.add("1104999002", "金水区", "2011-04-31 09:30:00", "普通", 5, "是", "0:01:00", "")
        t.add("1104999003", "金水区", "2011-04-12 09:30:00", "白金", 5, "是", "0:01:00", "")
    return t


def orders(units, year, month):
    """GB18030, as the work-order system writes it."""
    t = Table(f"orders-{year}{month:02}.csv",
              ["工单号", "区县", "工单类型", "受理时间", "要求完成时间", "首次联系时间", "要求联系时间",
               "竣工时间", "自动报竣", "是否满意"], encoding="gb18030", newline="\r\n")
    n = 0
    for city in cities_of(units):
        q = quality(city)
        for d in districts_of(units, city):
            rng = Lcg("orders", d.id, year, month)
            for _ in range(rng.between(16, 26)):
                n += 1
                kind = rng.weighted([("装机", 45), ("移机", 15), ("修障", 40)])
                opened = at(rng, year, month)
                hours = 48 if kind == "修障" else 7 * 24
                due = opened + datetime.timedelta(hours=hours)
                contact_due = opened + datetime.timedelta(hours=2)
                late = not rng.happens(share(975, q, 4))
                took = rng.between(hours + 1, hours * 2) if late else rng.between(2, hours)
                closed = opened + datetime.timedelta(hours=took)
                first = opened + datetime.timedelta(
                    minutes=rng.between(5, 110) if rng.happens(share(962, q, 4))
                    else rng.between(125, 600))
                is_open = closed > datetime.datetime(year, month, month_days(year, month), 23)
                t.add(f"GD{year % 100:02}{month:02}{n:05}", d.name, kind, stamp(opened), stamp(due),
                      stamp(first), stamp(contact_due), "" if is_open else stamp(closed),
                      "" if is_open else ("Y" if rng.happens(share(955, q, 4)) else "N"),
                      "" if is_open or not rng.happens(800)
                      else ("Y" if rng.happens(share(915, q, 6)) else "N"))
    return t


def complaints(units, year, month):
    """With semicolons, as the complaint system exports it."""
    t = Table(f"complaints-{year}{month:02}.csv",
              ["投诉编号", "区县", "投诉时间", "业务", "最高受理级别", "是否有效", "是否态度类", "用户号码",
               "投诉原因"],
              delimiter=";")
    n = 0
    for city in cities_of(units):
        q = quality(city)
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
    return t


def survey_rows(t, rng, unit, year, month, service, operator, good, n):
    for _ in range(n):
        score = rng.weighted([(5, good * 6 // 10), (4, good * 4 // 10), (3, (1000 - good) * 6 // 10),
                              (2, (1000 - good) * 3 // 10), (1, (1000 - good) // 10 + 1)])
        t.add(f"DC{year % 100:02}{month:02}{len(t.rows) + 1:05}", unit.name,
              stamp(at(rng, year, month))[:10], service, operator, score)


SURVEY_HEADER = ["问卷编号", "地市", "调查日期", "调查对象", "运营商", "评分"]


def surveys_monthly(units, year, month):
    """Halls, activities, VIP customers and installation, the own customers only."""
    t = Table(f"surveys-{year}{month:02}.csv", SURVEY_HEADER)
    for city in cities_of(units):
        rng, q = Lcg("survey", city.id, year, month), quality(city)
        for service, good, n in (("营业厅", 905, 40), ("会员活动", 900, 25), ("VIP", 850, 30),
                                 ("装移修", 915, 20)):
            survey_rows(t, rng, city, year, month, service, "联通", share(good, q, 6), n)
    return t


def surveys_half(units, year):
    """The third-party survey of a half-year, done in December: own and competing customers."""
    t = Table(f"surveys-{year}12.csv", SURVEY_HEADER)
    for city in cities_of(units):
        rng, q = Lcg("half", city.id, year), quality(city)
        for service, good in (("2G", 760), ("固话", 780), ("宽带", 700), ("3G", 770)):
            better = 6 if year == 2010 else 0
            survey_rows(t, rng, city, year, 12, service, "联通", share(good + better, q, 4), 30)
            for other, less in (("移动", 0), ("电信", 10)):
                survey_rows(t, rng, city, year, 12, service, other, good - less, 20)
    return t


def callbacks(units, year, month):
    t = Table(f"callbacks-{year}{month:02}.csv", ["任务号", "区县", "任务日期", "回访类型", "是否完成"])
    for city in cities_of(units):
        if (city.id, year, month) == NO_CALLBACKS:
            continue
        q = quality(city)
        for d in districts_of(units, city):
            rng = Lcg("callbacks", d.id, year, month)
            for kind, base in (("3G新用户", 955), ("3G转网用户", 945)):
                for _ in range(rng.between(6, 12)):
                    t.add(f"HF{year % 100:02}{month:02}{len(t.rows) + 1:05}", d.name,
                          stamp(at(rng, year, month))[:10], kind,
                          "是" if rng.happens(share(base, q, 5)) else "否")
    return t


def counts(units, year, month):
    """What the cities deliver as numerator and denominator, for the whole city."""
    t = Table(f"counts-{year}{month:02}.csv", ["地市", "日期", "指标", "分子", "分母"])
    for city in cities_of(units):
        rng, q = Lcg("counts", city.id, year, month), quality(city)
        date = f"{year}年{month}月{month_days(year, month)}日"

        def add(name, low, high, permille, spread=20):
            whole = rng.between(low, high)
            part = whole * share(permille + rng.between(-spread, spread), q, 5) // 1000
            t.add(city.name, date, name, part, whole)

        add("持卡", 3000, 9000, 962)
        add("持卡抽查", 60, 90, 988, 10)
        add("绿色通道知晓", 200, 400, 870)
        add("活动参与", 800, 2500, 700)
        target = rng.between(800, 2000)
        t.add(city.name, date, "电销发展", target * rng.between(880 + q, 1180 + q) // 1000, target)
        for name, low, high in (("存量收入", 940, 1070), ("新增收入", 820, 1190)):
            target = rng.between(3000000, 9000000) * 100
            t.add(city.name, date, name, target * rng.between(low + q, high + q) // 1000, target)
        gap = rng.between(20, 60)
        t.add(city.name, date, "营业厅短板", gap * rng.between(700 + q * 2, 1250 + q * 2) // 1000, gap)
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


CONTROLS = {
    3: [("KZ2011030001", "南阳", "2011-03-18", "D2", "", "媒体曝光：营业厅强制捆绑，省台播出")],
    4: [("KZ2011040001", "商丘", "2011-04-09", "D5", "", "客户资料泄露，公安机关立案"),
        ("KZ2011040002", "信阳", "2011-04-20", "D4", "callback.3g_new", "回访记录造假，抽查录音不符"),
        ("KZ2011040003", "周口", "2011-04-26", "D3", "", "4月客服月报迟报"),
        ("KZ2011040004", "驻马店", "2011-04-27", "D3", "", "投诉分析报告漏报")],
}


def controls(year, month):
    t = Table(f"controls-{year}{month:02}.csv", ["事件编号", "地市", "日期", "项目", "失实指标", "说明"])
    for row in CONTROLS[month]:
        t.add(*row)
    return t


def tables(units):
    found = [surveys_half(units, 2009), surveys_half(units, 2010)]
    found += [subscribers(units, 2011, m, g) for m, g in ((2, 0), (3, 12), (4, 25))]
    for year, month in MONTHS:
        found += [calls(units, year, month), orders(units, year, month),
                  complaints(units, year, month), surveys_monthly(units, year, month),
                  callbacks(units, year, month), counts(units, year, month), controls(year, month)]
    return found
