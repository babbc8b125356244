# SPDX-License-Identifier: Apache-2.0
"""contractor_made.py - small random inputs of the contractor domain, always the same of a seed:
lines delivered twice, revisions, rejects, unknown projects and items, other roles, appeals,
projects that are not assessed, rates above their limit, tickets over their cap."""

import csv
import datetime

FIRMS = ["甲公司", "乙公司", "丙公司"]
CITIES = ["安阳市", "鹤壁市", "焦作市"]
ROLES = [("施工", "SG"), ("监理", "JL"), ("设计", "SJ"), ("督导", "DD")]
ITEMS = {"SG": ["SG-P1", "SG-P2", "SG-Q1", "SG-Q1", "SG-Q2", "SG-S4", "SG-S5", "SG-D3", "SG-D3",
                "SG-D2"],
         "JL": ["JL-Q1", "JL-Q2", "JL-Q2", "JL-D1", "JL-V1"],
         "SJ": ["SJ-A1", "SJ-B1", "SJ-B2", "SJ-D1", "SJ-X1"],
         "DD": ["DD-R1", "DD-G1", "DD-F1"]}
RATES = ("SG-D3", "SJ-B2", "SJ-D1")
MONTHS = ["2010-12", "2011-01", "2011-02", "2011-03", "2011-04", "2011-05"]
EVENT_HEADER = ["事件号", "项目编号", "扣分项", "日期", "数量", "严重程度", "实测值", "审定值", "原因",
                "申诉状态", "revision"]


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def pick(lcg, items):
    return items[lcg.below(len(items))]


def happens(lcg, percent):
    return lcg.below(100) < percent


def some_date(lcg, first="2010-12-01", days=170):
    return str(datetime.date.fromisoformat(first) + datetime.timedelta(days=lcg.below(days)))


def projects(lcg):
    rows = []
    for n in range(6 + lcg.below(8)):
        role, code = pick(lcg, ROLES)
        ended = some_date(lcg, "2011-01-05", 110) if happens(lcg, 15) else ""
        capitalised = some_date(lcg, "2011-02-01", 90) if happens(lcg, 12) else ""
        fee = "" if happens(lcg, 10) else f"{(1 + lcg.below(30)) * 10000:,}"
        rows.append([f"X{n}{code}", pick(lcg, FIRMS), role, pick(lcg, CITIES),
                     pick(lcg, ["1", "2", "3", "3", "4", "4", "4", "5", ""]),
                     "" if happens(lcg, 4) else some_date(lcg, "2010-08-01", 190), ended,
                     capitalised, fee])
    return rows


def event(lcg, number, found):
    project = pick(lcg, found)
    code = project[0][-2:]
    item = pick(lcg, ITEMS[code])
    if happens(lcg, 6):
        item = pick(lcg, ["SG-Z9", pick(lcg, ITEMS[pick(lcg, ROLES)[1]])])
    a = b = ""
    if item in RATES and not happens(lcg, 10):
        b = 50 + lcg.below(400)
        a = f"{b * (85 + lcg.below(40)) / 100:.2f}"
    severity = pick(lcg, ["一般", "严重"]) if item in ("SG-S4", "JL-Q2") else ""
    row = [f"E{number}" if happens(lcg, 95) else "", project[0], item, some_date(lcg),
           "" if happens(lcg, 15) else 1 + lcg.below(6), severity, a, b,
           pick(lcg, ["不可抗力", "客户原因"]) if happens(lcg, 8) else "",
           pick(lcg, ["申诉中", "成立", "驳回"]) if happens(lcg, 20) else "", 1]
    return spoiled(lcg, row) if happens(lcg, 8) else row


def spoiled(lcg, row):
    """A row that is a reject, by the host or by the plugin."""
    at, text = pick(lcg, [(1, "X99SG"), (3, "2011-02-30"), (3, ""), (4, "two"), (4, "0"),
                          (4, "-3"), (5, "grave"), (8, "weather"), (9, "maybe"), (2, ""),
                          (6, "-1")])
    return row[:at] + [text] + row[at + 1:]


def again(lcg, row):
    """What comes of a line later: the same, a decided appeal, another count, another day."""
    kind = lcg.below(4)
    if kind == 0 or not row[0]:
        return list(row)
    if kind == 1:
        return row[:9] + [pick(lcg, ["成立", "驳回", "申诉中"]), row[10] + 1]
    if kind == 2:
        return row[:4] + [1 + lcg.below(12)] + row[5:]
    return row[:3] + [some_date(lcg)] + row[4:10] + [row[10] + lcg.below(2)]


def deductions(lcg, found):
    """Rows by month of delivery; the dates of a file are anywhere."""
    files = {m: [] for m in MONTHS}
    for n in range(40 + lcg.below(80)):
        row = event(lcg, n, found)
        at = lcg.below(len(MONTHS))
        files[MONTHS[at]].append(row)
        while happens(lcg, 25):
            row = again(lcg, row)
            at = min(at + lcg.below(2), len(MONTHS) - 1)
            files[MONTHS[at]].append(row)
    return files


def tickets(lcg, found):
    rows = []
    for n in range(10 + lcg.below(25)):
        row = [f"T{n}" if happens(lcg, 95) else "", pick(lcg, found)[0],
               pick(lcg, ["I", "I", "II", "III", "IV"]), some_date(lcg),
               pick(lcg, ["未戴安全帽", "周报迟报", "SG-D3", ""])]
        if happens(lcg, 8):
            at, text = pick(lcg, [(1, "X99SG"), (2, "V"), (3, "20110431"), (3, "soon")])
            row[at] = text
        rows.append(row)
        if happens(lcg, 12):
            rows.append(list(row))
    return rows


def make(lcg, data):
    """Write the files of one random contractor domain."""
    data.mkdir(parents=True)
    found = projects(lcg)
    write(data / "projects.csv", ["项目编号", "服务商", "角色", "地市", "项目类别", "开工日期", "验收日期",
                                  "转固日期", "合同费用"], found)
    for month, rows in deductions(lcg, found).items():
        lcg.shuffle(rows)
        write(data / f"deductions-{month.replace('-', '')}.csv", EVENT_HEADER, rows)
    write(data / "tickets.csv", ["罚单号", "项目编号", "罚单类别", "开具日期", "违约事项"],
          tickets(lcg, found))
