# SPDX-License-Identifier: Apache-2.0
"""inspection.py - inputs of the domains `inspection` and `visit_plan`: sheets of 2010 for the
channels of four cities.

The story: halls of Luoyang are good, those of Zhoukou are not; a clerk of one hall of Zhoukou
insults a customer on a mystery visit; one hall of Nanyang is not visited in the last quarter and
one is always visited by the same inspector."""

import datetime

from base import Lcg, Table, cities_of, districts_of, quality

CITIES = ["luoyang", "nanyang", "zhengzhou", "zhoukou"]
YEAR = 2010
HALL = ["地市", "营业厅", "检查编号", "检查日期", "检查方式", "检查人", "环境标识缺陷数", "是否未按时开门或空岗",
        "排队时长(分钟)", "办理时长(分钟)", "是否推诿", "服务礼仪缺陷数", "是否使用服务禁语", "资费公示缺陷数",
        "提问数", "答对数", "是否与客户争吵或辱骂客户"]
INSPECTORS = ["王建国", "李秀英", "张志强"]
LIMIT_H = {"一般": 24, "网络": 48, "越级": 4, "申诉": 24}


def yes(holds):
    return "是" if holds else "否"


def day(rng, quarter):
    return datetime.date(YEAR, quarter * 3 + 1, 1) + datetime.timedelta(days=rng.below(85))


def minutes(tenths):
    return f"{tenths // 10}.{tenths % 10}"


def chosen(units):
    return [c for c in cities_of(units) if c.id in CITIES]


def halls_of(units, city):
    return [d.name + "营业厅" for d in districts_of(units, city)]


def ease(city):
    """Permille by which faults are rarer than in the province."""
    return quality(city, 2011, 4) * 4


def visit(t, city, hall, code, when, kind, rng, inspector, insult):
    bad = max(140, 320 - ease(city))
    t.add(city.name, hall, code, when, kind, inspector, rng.below(3) if rng.happens(bad) else 0,
          yes(rng.happens(bad // 6)), minutes(rng.between(30, 120) + rng.below(bad) // 3),
          minutes(rng.between(40, 120) + rng.below(bad) // 5), yes(rng.happens(bad // 8)),
          rng.between(1, 3) if rng.happens(bad) else 0, yes(rng.happens(bad // 15)),
          1 if rng.happens(bad) else 0, 2, 1 if rng.happens(bad) else 2, yes(insult))


def visits_table(units):
    t = Table(f"hall-visits-{YEAR}.csv", HALL, encoding="gb18030")
    for city in chosen(units):
        for n, hall in enumerate(halls_of(units, city)):
            for quarter in range(4):
                rng = Lcg("hall", city.id, hall, quarter)
                if (city.id, n, quarter) == ("nanyang", 3, 3):
                    continue
                for i, kind in enumerate(["明察", "暗访"] if quarter == 3 else ["明察"]):
                    who = INSPECTORS[0 if (city.id, n) == ("nanyang", 5) else (quarter + i) % 3]
                    insult = (city.id, n, kind) == ("zhoukou", 2, "暗访")
                    visit(t, city, hall, f"{city.id[:4].upper()}{n:02}{quarter + 1}{i}", day(rng, quarter),
                          kind, rng, who, insult)
    return t


def register_table(units):
    t = Table("halls.csv", ["地市", "营业厅", "启用日期", "停用日期"])
    for city in chosen(units):
        for n, hall in enumerate(halls_of(units, city)):
            t.add(city.name, hall, "2010-11-15" if n == 1 else f"200{n % 8 + 1}-03-01", "")
    return t


def sampled(name, header, count, row):
    """A table of `count` rows per city of the last quarter."""
    def make(units):
        t = Table(f"{name}-{YEAR}.csv", header)
        for city in chosen(units):
            rng = Lcg(name, city.id)
            bad = max(10, 150 - ease(city))
            for k in range(count):
                t.add(city.name, *row(city, rng, bad, f"{city.id[:4].upper()}{k:03}"))
        return t
    return make


def centre_row(city, rng, bad, code):
    lost, promised = rng.happens(bad // 8), rng.happens(200)
    return (city.name[:-1] + "客服中心", code, day(rng, 3), INSPECTORS[rng.below(3)],
            "" if lost else rng.between(3, 14) + (rng.below(30) if rng.happens(bad) else 0),
            "" if lost else yes(not rng.happens(bad // 2)), 1 if rng.happens(bad // 4) else 0,
            yes(promised), yes(not rng.happens(bad)) if promised else "")


def club_row(city, rng, bad, code):
    return (city.name[:-1] + "客户俱乐部", code, day(rng, 3), *[yes(not rng.happens(bad)) for _ in range(3)])


def manager_row(city, rng, bad, code):
    return (city.name[:-1] + "客户经理队伍", code, day(rng, 3),
            *[yes(not rng.happens(bad)) for _ in range(3)])


def electronic_row(city, rng, bad, code):
    up = not rng.happens(bad // 60)
    return (city.name[:-1] + "网上营业厅", code, day(rng, 3), yes(up), 1 if rng.happens(bad // 6) else 0,
            rng.between(60, 240) + (rng.below(200) if rng.happens(bad) else 0) if up else "")


def behaviour_table(units):
    t = Table(f"behaviour-checks-{YEAR}.csv", ["地市", "受检单位", "检查编号", "检查日期", "检查人", "检查项目", "缺陷数"])
    for city in chosen(units):
        rng = Lcg("behaviour", city.id)
        for team in ("营业班组", "装维班组"):
            for k in range(3):
                when, who = day(rng, 3), INSPECTORS[k]
                for item in ("着装", "姿态", "语言", "纪律"):
                    t.add(city.name, city.name[:-1] + team, f"{city.id[:4].upper()}{team[:1]}{k}", when, who,
                          item, rng.below(3) if rng.happens(max(50, 500 - ease(city))) else 0)
    return t


def complaint_row(city, rng, bad, code):
    kind = rng.weighted([("一般", 60), ("网络", 25), ("越级", 10), ("申诉", 5)])
    received = datetime.datetime.combine(day(rng, 3), datetime.time(rng.between(8, 20), rng.below(60)))
    hours = rng.between(1, LIMIT_H[kind]) + (rng.between(1, 30) if rng.happens(bad) else 0)
    replied = received + datetime.timedelta(hours=hours)
    closed = replied + datetime.timedelta(hours=rng.between(1, 40 if kind != "申诉" else 330))
    return (city.name[:-1] + "投诉处理班", code, kind, received, replied, closed,
            1 if rng.happens(bad // 4) else 0, 5 - rng.weighted([(0, 50), (1, 40), (2, 6), (3, 4)]))


TABLES = [
    visits_table, register_table, behaviour_table,
    sampled("centre-tests", ["地市", "客服中心", "拨测编号", "拨测日期", "拨测人", "应答时长(秒)", "答复是否正确",
                             "脚本与态度缺陷数", "是否承诺回复", "是否按时回复"], 40, centre_row),
    sampled("club-samples", ["地市", "俱乐部", "抽查编号", "抽查日期", "持卡是否属实", "活动是否落实",
                             "绿色通道是否畅通"], 20, club_row),
    sampled("manager-samples", ["地市", "客户经理", "抽查编号", "抽查日期", "是否24小时内联系", "走访计划是否完成",
                                "走访记录是否完整"], 20, manager_row),
    sampled("electronic-tests", ["地市", "电子渠道", "测试编号", "测试日期", "是否可用", "页面与功能错误数",
                                 "下单时长(秒)"], 60, electronic_row),
    sampled("complaint-samples", ["地市", "处理部门", "工单编号", "投诉类别", "受理时间", "首次答复时间", "办结时间",
                                  "记录与回访缺陷数", "处理满意评价"], 40, complaint_row),
]


def tables(units):
    return [make(units) for make in TABLES]
