# SPDX-License-Identifier: Apache-2.0
"""network.py - inputs of the network domain, 2010-11 to 2011-04: outages, inventory, faults of
cables and equipment, drive tests of three operators, sessions.

The story: in April a flood cuts cables of Xinyang and takes down circuits all over the city, one
event; a core outage of Zhoukou is above the reporting line; audits find that Zhumadian (March) and
Nanyang (April) kept back outages; Kaifeng reports late; the scanner of Jiyuan delivers one day of
-200 in February.  What goes on over a month's end stands open in that month's file and closed,
as a second version, in the next one's."""

import datetime

from base import MONTHS, Lcg, Table, at, cities_of, month_days, quality, stamp

OUTAGE_HEADER = ["中断编号", "地市", "网络", "电路编号", "开始时间", "恢复时间", "原因", "是否计划",
                 "影响电路数", "是否隐瞒", "倒换时间", "事件组", "上报时间", "版本"]
CAUSES = [("施工挖断", 30), ("设备故障", 24), ("电源故障", 14), ("光缆劣化", 12), ("传输割接", 8),
          ("自然灾害", 7), ("原因不明", 5)]
CONCEALED = {("zhumadian", 2011, 3): 1, ("nanyang", 2011, 4): 1}
LATE = {("kaifeng", 2011, 2): 1, ("kaifeng", 2011, 4): 2, ("zhoukou", 2011, 3): 1}
NO_SIGNAL = ("jiyuan", 2011, 2, 14)
LAST = datetime.datetime(2011, 5, 1)  # what ends later is open in the last file


def yes(flag):
    return "是" if flag else "否"


def minutes(n):
    return datetime.timedelta(minutes=n)


def stock(city):
    """Circuits, cable in metres and cells of a city at the end of 2010-10."""
    rng = Lcg("stock", city.id)
    size = {"zhengzhou": 3, "luoyang": 2, "nanyang": 2}.get(city.id, 1)
    if city.id == "jiyuan":
        return rng.between(1400, 1900), rng.between(380000, 450000), rng.between(300, 420)
    return (size * rng.between(3800, 6200), size * rng.between(1500000, 2600000),
            size * rng.between(700, 1300))


def inventory(units, year, month):
    t = Table(f"inventory-{year}{month:02}.csv", ["地市", "日期", "2M电路数", "光缆皮长公里", "小区数"])
    age = MONTHS.index((year, month)) + 1
    for city in cities_of(units):
        circuits, metres, cells = stock(city)
        metres += metres * age // 400
        t.add(city.name, f"{year}-{month:02}-{month_days(year, month)}",
              circuits + circuits * age // 150, f"{metres // 1000}.{metres % 1000:03}",
              cells + cells * age // 120)
    return t


class Outage:
    def __init__(self, city, start, end, network, circuit, cause, circuits):
        self.city, self.start, self.end, self.network = city, start, end, network
        self.circuit, self.cause, self.circuits = circuit, cause, circuits
        self.planned = self.concealed = False
        self.switched, self.group, self.reported = None, "", None

    def row(self, number, version, until):
        """What is known of it at an instant."""
        def known(moment):
            return stamp(moment) if moment and moment < until else ""
        return (number, self.city.name, self.network, self.circuit, stamp(self.start),
                known(self.end), self.cause, yes(self.planned), self.circuits,
                yes(self.concealed), known(self.switched), self.group, known(self.reported),
                version)


def circuit_of(rng, city):
    """Some circuits fail again and again."""
    n = rng.between(1, 12) if rng.happens(300) else rng.between(13, 900)
    return f"{city.id[:4].upper()}-{n:04}"


def usual_outages(city, year, month):
    rng, q = Lcg("outages", city.id, year, month), quality(city)
    found = []
    circuits = stock(city)[0]
    for _ in range(max(2, circuits * rng.between(17 - q // 10, 29 - q // 8) // 10000)):
        start = at(rng, year, month)
        took = rng.weighted([(rng.between(12, 90), 60), (rng.between(90, 420), 35),
                             (rng.between(420, 1500), 5)])
        o = Outage(city, start, start + minutes(took),
                   rng.weighted([("传输", 50), ("接入", 25), ("无线", 20), ("核心", 5)]),
                   circuit_of(rng, city), rng.weighted(CAUSES), rng.between(1, 63))
        o.reported = start + minutes(rng.between(5, 110))
        if rng.happens(120):
            o.switched = start + minutes(rng.between(1, 10))
        elif rng.happens(60):
            o.switched = start + minutes(rng.between(12, 60))
        found.append(o)
        if rng.happens(150):  # the circuit fails again before it is back
            more = Outage(city, start + minutes(took // 2), start + minutes(took + 30), o.network,
                          o.circuit, o.cause, max(1, o.circuits - rng.between(-8, 8)))
            more.reported = more.start + minutes(20)
            found.append(more)
    for _ in range(rng.between(1, 3)):
        start = datetime.datetime(year, month, rng.between(1, month_days(year, month)), 0, 30)
        o = Outage(city, start, start + minutes(rng.between(60, 300)), "传输", circuit_of(rng, city),
                   "计划割接", rng.between(8, 126))
        o.planned = True
        found.append(o)
    if rng.happens(350):  # over the month's end
        last = datetime.datetime(year, month, month_days(year, month), 22, rng.below(60))
        o = Outage(city, last, last + minutes(rng.between(150, 700)), "接入", circuit_of(rng, city),
                   "设备故障", rng.between(1, 30))
        o.reported = last + minutes(30)
        found.append(o)
    return found


def flood(city):
    """One night of rain: eleven circuits, one event."""
    rng, found = Lcg("flood"), []
    for k in range(11):
        start = datetime.datetime(2011, 4, 21, 2, 10) + minutes(k * 17)
        o = Outage(city, start, start + minutes(rng.between(300, 900)), "传输",
                   f"{city.id[:4].upper()}-{101 + k // 2:04}", "自然灾害", rng.between(8, 40))
        o.group = "HF-20110421"
        found.append(o)
    found[3].reported = found[0].start + minutes(75)
    return found


def special_outages(city, year, month, found):
    interruptions = [o for o in found if not o.planned and not o.switched]
    for o in interruptions[:CONCEALED.get((city.id, year, month), 0)]:
        o.concealed, o.reported = True, None
    for o in interruptions[-LATE.get((city.id, year, month), 0) or len(interruptions):]:
        o.reported = o.start + minutes(300)
    if (city.id, year, month) == ("xinyang", 2011, 4):
        found += flood(city)
    if (city.id, year, month) == ("zhoukou", 2011, 4):
        start = datetime.datetime(2011, 4, 13, 10, 5)
        o = Outage(city, start, start + minutes(95), "核心", "ZHOU-0001", "设备故障", 1260)
        o.reported = start + minutes(40)
        found.append(o)


def in_versions(name, header, happened, key):
    """One table per month: what began in it, and what was open at the end of the one before.
    `happened` is one list per month of (start, end, row of (number, version, until))."""
    tables, still_open = [], []
    for (year, month), events in zip(MONTHS, happened):
        t = Table(f"{name}-{year}{month:02}.csv", header,
                  encoding="gb18030" if name == "outages" else "utf-8",
                  newline="\r\n" if name == "outages" else "\n")
        until = min(datetime.datetime(year + month // 12, month % 12 + 1, 1), LAST)
        for number, row in still_open:
            t.add(*row(number, 2, until + datetime.timedelta(days=31)))
        still_open = []
        for n, (_, end, row) in enumerate(events, 1):
            number = f"{key}{year % 100:02}{month:02}{n:04}"
            t.add(*row(number, 1, until))
            if end and end >= until:
                still_open.append((number, row))
        tables.append(t)
    return tables


def outages(units):
    months = []
    for year, month in MONTHS:
        events = []
        for city in cities_of(units):
            found = usual_outages(city, year, month)
            special_outages(city, year, month, found)
            events += [(o.start, o.end, o.row) for o in found]
        months.append(events)
    return in_versions("outages", OUTAGE_HEADER, months, "ZD")


def cable_faults(units):
    header = ["障碍编号", "地市", "光缆段", "开始时间", "恢复时间", "事件组", "是否全阻", "版本"]
    months = []
    for year, month in MONTHS:
        events = []

        def add(city, cable, start, end, group, total):
            def row(number, version, until):
                return (number, city.name, cable, stamp(start), stamp(end) if end < until else "",
                        group, yes(total), version)
            events.append((start, end, row))

        for city in cities_of(units):
            rng, q = Lcg("cables", city.id, year, month), quality(city)
            for _ in range(rng.between(1, 3)):
                start = at(rng, year, month)
                add(city, f"{city.name}{rng.between(1, 30)}段", start,
                    start + minutes(rng.between(60, 700)), "", rng.happens(max(0, 90 - q)))
            if (city.id, year, month) == ("xinyang", 2011, 4):
                for k in range(4):
                    start = datetime.datetime(2011, 4, 21, 2, 10) + minutes(k * 40)
                    add(city, f"{city.name}{40 + k}段", start, start + minutes(600 + 90 * k),
                        "HF-20110421", True)
        months.append(events)
    return in_versions("cable-faults", header, months, "GL")


def faults(units):
    header = ["故障单号", "地市", "派单时间", "修复时间", "时限小时", "版本"]
    months = []
    for year, month in MONTHS:
        events = []

        def add(city, opened, closed, limit):
            def row(number, version, until):
                return (number, city.name, stamp(opened), stamp(closed) if closed < until else "",
                        limit, version)
            events.append((opened, closed, row))

        for city in cities_of(units):
            rng, q = Lcg("faults", city.id, year, month), quality(city)
            for _ in range(rng.between(20, 34)):
                opened, limit = at(rng, year, month), rng.pick([8, 12, 12, 24])
                in_time = rng.happens(min(1000, 972 + q // 2))
                took = rng.between(40, limit * 20) if in_time else rng.between(limit * 60 + 1,
                                                                               limit * 110)
                add(city, opened, opened + minutes(took), limit if rng.happens(900) else "")
        months.append(events)
    return in_versions("faults", header, months, "GZ")


OPERATORS = [("联通", 44, 0), ("移动", 22, 6), ("电信", 22, -4)]


def drive_tests(units, year, month):
    t = Table(f"drive-tests-{year}{month:02}.csv",
              ["地市", "运营商", "测试时间", "制式", "RSRP", "SINR", "下行速率", "上行速率", "签约速率"])
    for city in cities_of(units):
        q = quality(city)
        for operator, n, better in OPERATORS:
            rng = Lcg("drive", city.id, operator, year, month)
            own = q if operator == "联通" else 0
            for _ in range(n):
                moment = at(rng, year, month)
                weak = rng.happens(max(5, 42 - better - own // 3))
                rsrp = -rng.between(1051, 1180) if weak else -rng.between(700, 1050)
                sinr = rng.between(-90, 40) if weak and rng.happens(500) else rng.between(0, 260)
                if rng.happens(12) or (city.id, year, month, moment.day) == NO_SIGNAL:
                    rsrp, sinr = -2000, -2000
                down = rng.between(180, 640) + own * 2 + better * 5
                contracted = 20 if operator == "联通" and rng.happens(350) else ""
                if contracted and not rng.happens(min(1000, 915 + own)):
                    down = rng.between(60, 179)
                t.add(city.name, operator, stamp(moment)[:16], "4G", f"{rsrp / 10:.1f}",
                      f"{sinr / 10:.1f}", f"{down / 10:.1f}", rng.between(4, 22), contracted)
        if (city.id, year, month) == NO_SIGNAL[:3]:
            for hour in range(8, 20):  # the whole day
                t.add(city.name, "联通", f"{year}-{month:02}-{NO_SIGNAL[3]:02} {hour:02}:00", "4G",
                      -200, -200, "", "", "")
    return t


def sessions(units, year, month):
    t = Table(f"sessions-{year}{month:02}.csv", ["地市", "日期", "试呼次数", "接通次数", "掉话次数"])
    for city in cities_of(units):
        rng, q = Lcg("sessions", city.id, year, month), quality(city)
        for dom in range(1, month_days(year, month) + 1):
            attempts = rng.between(60000, 90000) * stock(city)[0] // 4000
            connected = attempts * (98600 + q * 8 + rng.between(-350, 350)) // 100000
            dropped = connected * max(200, 800 - q * 6 + rng.between(-150, 150)) // 100000
            t.add(city.name, f"{year}{month:02}{dom:02}", attempts, connected, dropped)
    return t


def tables(units):
    found = outages(units) + cable_faults(units) + faults(units)
    for year, month in MONTHS:
        found += [inventory(units, year, month), drive_tests(units, year, month),
                  sessions(units, year, month)]
    return found
