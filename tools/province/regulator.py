# SPDX-License-Identifier: Apache-2.0
"""regulator.py - inputs of the domain `regulator`: what four cities report on the standards of
the regulator for the last quarter of 2010, and the petitions of the quarter before.

The story: Luoyang meets every standard; one rural repair of Nanyang took longer than 72 hours, so
that its pair is lost though the mean is fine; in Zhoukou petitions grow, and customer data leak."""

import datetime

from base import Lcg, Table, cities_of, quality, stamp

CITIES = ["luoyang", "nanyang", "zhengzhou", "zhoukou"]
YEAR = 2010
QUARTER = [10, 11, 12]
# kind, area, hours at least and at most, how many
ORDERS = [("装机", "城市", 24, 400, 8), ("装机", "农村", 48, 520, 5), ("移机", "城市", 24, 380, 4),
          ("移机", "农村", 48, 480, 3), ("复话", "城市", 1, 20, 5), ("修障", "城市", 2, 40, 8),
          ("修障", "农村", 4, 60, 6), ("移动复话", "城市", 0, 1, 4), ("移动修障", "城市", 2, 40, 4)]
# item, least and greatest result in thousandths
TESTS = [("拨号前时延", 400, 900), ("短信平均时延", 100, 4000), ("短信中心响应时间", 2000, 30000),
         ("客服自动应答时延", 3000, 12000), ("客服人工应答时延", 2000, 14000),
         ("IP包往返时延", 40000, 160000), ("IP包时延抖动", 5000, 60000),
         ("移动拨固定接续时延", 5000, 11000), ("固定拨移动接续时延", 5000, 12000),
         ("移动拨移动接续时延", 6000, 13000), ("可视电话接续时延", 9000, 18000),
         ("彩信时延", 500, 4000), ("用户满意度指数", 74000, 82000)]
# item, permille of 0.1, below and above
COUNTS = [("计费差错率", 0, 0), ("短信及时率", 9930, 9990), ("客服15秒应答率", 8500, 9300),
          ("IP包丢失率", 20, 150), ("IP业务可用性", 9991, 9999), ("网内本地接通率", 9200, 9800),
          ("网内长途接通率", 8700, 9400), ("网间接通率", 8200, 9000), ("掉话率", 80, 300),
          ("可视电话接通率", 8600, 9300), ("数据业务接入成功率", 9100, 9700), ("数据下载成功率", 9100, 9700),
          ("彩信成功率", 9550, 9900), ("彩信及时率", 9100, 9700), ("流媒体成功率", 9050, 9600),
          ("流媒体中断率", 100, 450)]


def chosen(units):
    return [c for c in cities_of(units) if c.id in CITIES]


def moment(rng, month):
    return datetime.datetime(YEAR, month, rng.between(1, 28), rng.between(8, 20), rng.below(60))


def orders(units):
    t = Table(f"regulator-orders-{YEAR}.csv", ["工单号", "地市", "业务类型", "城乡", "受理时间", "完成时间",
                                             "有无线路资源"],
              encoding="gb18030", newline="\r\n")
    for city in chosen(units):
        rng, slow = Lcg("regulator orders", city.id), 100 - quality(city)
        for kind, area, low, high, n in ORDERS:
            for _ in range(n):
                done = moment(rng, rng.pick(QUARTER))
                minutes = rng.between(low * 60 + 10, low * 60 + (high - low) * 40 * slow // 100)
                if (city.id, kind, area, n) == ("nanyang", "修障", "农村", 6) and _ == 0:
                    minutes = 73 * 60
                t.add(f"DX10{len(t.rows) + 1:05}", city.name, kind, area,
                      stamp(done - datetime.timedelta(minutes=minutes)), stamp(done), "")
    return t


def tests(units):
    t = Table(f"regulator-tests-{YEAR}.csv", ["地市", "测试日期", "测试项目", "结果"])
    for city in chosen(units):
        rng = Lcg("regulator tests", city.id)
        for item, low, high in TESTS:
            for _ in range(4):
                value = rng.between(low, high)
                t.add(city.name, stamp(moment(rng, rng.pick(QUARTER)))[:10], item,
                      f"{value // 1000}.{value % 1000:03}")
    return t


def counts(units):
    t = Table(f"regulator-counts-{YEAR}.csv", ["地市", "日期", "指标", "分子", "分母"])
    for city in chosen(units):
        rng = Lcg("regulator counts", city.id)
        for month in QUARTER:
            for item, low, high in COUNTS:
                whole = rng.between(20000, 60000)
                part = rng.below(3) if item == "计费差错率" else whole * rng.between(low, high) // 10000
                t.add(city.name, f"{YEAR}-{month:02}-28", item, part, whole)
    return t


def petitions(units):
    t = Table(f"petitions-{YEAR}.csv",
              ["申诉编号", "地市", "申诉类别", "向企业投诉日期", "企业答复日期", "申诉日期"])
    for city in chosen(units):
        rng = Lcg("petitions", city.id)
        for month in range(7, 13):
            grown = 14 if city.id == "zhoukou" and month >= 10 else 0
            for _ in range(max(1, 6 + grown - quality(city) // 10 + rng.below(5))):
                filed = moment(rng, month)
                complained = filed - datetime.timedelta(days=rng.between(16, 30))
                answered = complained + datetime.timedelta(days=rng.between(2, 16))
                t.add(f"SS10{len(t.rows) + 1:05}", city.name,
                      rng.weighted([("服务质量", 43), ("网络质量", 20), ("收费争议", 37)]),
                      stamp(complained)[:10], stamp(answered)[:10] if rng.happens(900) else "",
                      stamp(filed)[:10])
    return t


def users(units):
    t = Table(f"regulator-users-{YEAR}.csv", ["地市", "日期", "电话用户数"])
    for city in chosen(units):
        whole = Lcg("regulator users", city.id).between(1200000, 2600000)
        for month, days in ((7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31)):
            t.add(city.name, f"{YEAR}-{month:02}-{days}", whole * (980 + 5 * (month - 7)) // 980)
    return t


def coverage(units):
    t = Table(f"regulator-coverage-{YEAR}.csv", ["地市", "日期", "范围", "已覆盖", "总量"])
    for city in chosen(units):
        rng = Lcg("regulator coverage", city.id)
        for area, low, high, permille in (("城市", 300, 600, 985), ("农村", 1500, 4000, 955),
                                          ("重点场所", 40, 120, 920), ("铁路", 100, 300, 970),
                                          ("公路", 400, 900, 965)):
            whole = rng.between(low, high)
            t.add(city.name, f"{YEAR}-12-31", area,
                  min(whole, whole * (permille + quality(city) // 4) // 1000), whole)
    return t


def incidents(_units):
    t = Table(f"security-incidents-{YEAR}.csv", ["事件编号", "地市", "发生时间", "事件类别", "事件等级"])
    t.add("AQ1000001", "南阳市", "2010-10-19 09:20:00", "系统故障", "一般")
    t.add("AQ1000002", "郑州市", "2010-11-05 22:10:00", "网络攻击", "一般")
    t.add("AQ1000003", "郑州市", "2010-11-21 03:45:00", "有害信息", "较大")
    t.add("AQ1000004", "周口市", "2010-12-08 16:30:00", "信息泄露", "重大")
    return t


def reports(units):
    t = Table("regulator-reports.csv", ["地市", "应报日期", "上报时间", "是否说明理由", "是否失实"])
    for city in chosen(units):
        late = city.id == "nanyang"
        t.add(city.name, "2010-10-15", "2010-10-17 10:00:00" if late else "2010-10-14 16:00:00", "否", "否")
    return t


def tables(units):
    return [make(units) for make in (orders, tests, counts, petitions, users, coverage, incidents,
                                     reports)]
