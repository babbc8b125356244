# SPDX-License-Identifier: Apache-2.0
"""satisfaction.py - inputs of the domains `satisfaction` and `kano`: interviews, elements and
published indices of the second half of 2010 in four cities, KANO answers about five services.

The story: Luoyang leads its competitors, Zhoukou has lost its lead; a bill by short message is
taken for granted, a green channel delights, a weekly call of the account manager annoys."""

import datetime

from base import Lcg, Table, cities_of, quality

ELEMENTS = ["功能性", "经济性", "安全性", "时间性", "舒适性", "文明性"]
# Service to weights of the classes A O M I R Q.
SERVICES = {"短信账单": (5, 12, 60, 15, 3, 1), "绿色通道": (55, 20, 8, 14, 2, 1),
            "宽带提速": (20, 58, 12, 8, 1, 1), "客户经理每周来电": (8, 4, 3, 25, 58, 2),
            "网上营业厅换肤": (12, 3, 4, 76, 4, 1)}
PAIRS = [("喜欢", "无所谓"), ("喜欢", "不喜欢"), ("理应如此", "不喜欢"), ("无所谓", "能忍受"), ("不喜欢", "喜欢"),
         ("喜欢", "喜欢")]
YEAR = 2010
OPERATORS = ["中国联通", "中国移动", "中国电信"]


def day(rng):
    return datetime.date(YEAR, 7, 1) + datetime.timedelta(days=rng.below(180))


def graded(rng, city, low, high):
    """An answer of a scale: seldom the worst of two draws where a city is good."""
    first, second = rng.between(low, high), rng.between(low, high)
    good = rng.below(1000) < 780 + quality(city) * 3
    return max(first, second, (low + high * 2) // 3 if good else low)


def interviews_table(units):
    t = Table(f"interviews-{YEAR}.csv", ["地市", "样本编号", "调查日期", "城乡", "总体满意度(1-5)", "总体满意(1-10)",
                                         "与期望相比(1-10)", "与理想相比(1-10)", "推荐意愿(0-10)"])
    for city in cities_of(units):
        rng = Lcg("interviews", city.id)
        for k in range(45):
            refused = rng.happens(40)
            t.add(city.name, f"{city.id[:4].upper()}{k:04}", day(rng), "农村" if k % 3 == 2 else "城市",
                  "拒答" if refused else graded(rng, city, 2, 5), graded(rng, city, 4, 10),
                  graded(rng, city, 4, 10), graded(rng, city, 3, 10), "不清楚" if refused else graded(rng, city, 2, 10))
    return t


def strata_table(units):
    t = Table(f"strata-{YEAR}.csv", ["地市", "城乡", "用户数"])
    for city in cities_of(units):
        rng = Lcg("strata", city.id)
        t.add(city.name, "城市", rng.between(400, 900) * 1000)
        t.add(city.name, "农村", rng.between(300, 800) * 1000)
    return t


def elements_table(units):
    t = Table(f"elements-{YEAR}.csv", ["地市", "调查日期", "服务要素", "期望(1-5)", "感知(1-5)"])
    for city in cities_of(units):
        rng = Lcg("elements", city.id)
        for _ in range(10):
            when = day(rng)
            for element in ELEMENTS:
                t.add(city.name, when, element, rng.between(4, 5), graded(rng, city, 3, 5))
    return t


def indices_table(units):
    t = Table(f"satisfaction-index-{YEAR}.csv", ["地市", "公布日期", "运营商", "本期指数", "上期指数"])
    for city in cities_of(units):
        rng = Lcg("indices", city.id)
        for operator in OPERATORS:
            own = quality(city) // 2 if operator == OPERATORS[0] else 0
            now = 770 + rng.between(-10, 10) + own
            before = now - rng.between(-8, 12) - own // 3
            t.add(city.name, f"{YEAR}-12-20", operator, f"{now // 10}.{now % 10}", f"{before // 10}.{before % 10}")
    return t


def kano_table(_units):
    t = Table(f"kano-{YEAR}.csv", ["服务项目", "调查日期", "具备时的感受", "不具备时的感受"])
    for service, weights in SERVICES.items():
        rng = Lcg("kano", service)
        for _ in range(60):
            having, lacking = rng.weighted(list(zip(PAIRS, weights)))
            t.add(service, day(rng), having, lacking)
    return t


def tables(units):
    return [make(units) for make in (interviews_table, strata_table, elements_table, indices_table,
                                     kano_table)]
