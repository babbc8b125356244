# SPDX-License-Identifier: Apache-2.0
"""network_made.py - small random inputs of the network domain, always the same of a seed:
planned and switched outages, floods, overlapping outages of a circuit, outages across the
window's ends and without an end, revisions, lines delivered twice, rejects."""

import csv
import datetime

from network_model import INDICATORS

CITIES = ["安阳市", "鹤壁", "jiaozuo"]
LOOKBACK = {"outages": 30, "cable_faults": 400, "faults": 1}
HEADERS = {
    "outages": ["city", "outage_id", "network", "circuit_id", "started_at", "ended_at", "cause",
                "planned", "circuits", "concealed", "switched_at", "event_group", "reported_at",
                "revision"],
    "cable_faults": ["city", "fault_id", "cable_id", "started_at", "ended_at", "event_group",
                     "total_failure", "revision"],
    "faults": ["city", "fault_id", "opened_at", "closed_at", "limit_h", "revision"],
}


def scheme():
    """Every indicator of the accounts as a leaf."""
    leaves = ",\n".join(f'      {{ id = "{i}"; weight = 10; indicator = "{i}";'
                        ' points = { kind = "value"; not_monotone = true; }; }' for i in INDICATORS)
    return (f'  scheme = ( {{ from = "2010-01"; full = {10 * len(INDICATORS)}; nodes = (\n'
            f'{leaves} ); }} );\n}};\n')


def module():
    inputs = "\n".join(f'    {d} = {{ file = "{d}.csv"; lookback_days = {LOOKBACK[d]}; }};'
                       for d in HEADERS)
    return ('domain = {\n  id = "network"; plugin = "network"; enabled = true;\n'
            '  cycle = { months = 1; }; subject = ( "city" );\n'
            '  levels = ( { id = "city"; of = ( "city" ); } );\n'
            f'  inputs = {{\n{inputs}\n  }};\n{scheme()}')


def pick(lcg, items):
    return items[lcg.below(len(items))]


def happens(lcg, percent):
    return lcg.below(100) < percent


def moment(lcg):
    """From the middle of January to the middle of May 2011, to the second."""
    return datetime.datetime(2011, 1, 15) + datetime.timedelta(seconds=lcg.below(120 * 86400))


def ending(lcg, begun):
    if happens(lcg, 6):
        return ""
    longest = 40 * 86400 if happens(lcg, 12) else 20 * 3600
    return begun + datetime.timedelta(seconds=lcg.below(longest))


def outage(lcg, n):
    begun, switched = moment(lcg), ""
    if happens(lcg, 20):
        switched = begun + datetime.timedelta(seconds=pick(lcg, [60, 599, 600, 601, 3600]))
    return [pick(lcg, CITIES), f"O{n}", pick(lcg, ["transmission", "core", "radio", "access"]),
            pick(lcg, ["C1", "C2", "C3", ""]), begun, ending(lcg, begun),
            pick(lcg, ["光缆", "电源", ""]), pick(lcg, ["", "", "true", "false"]),
            pick(lcg, ["", 0, 1, 2, 5, 30]), "", switched,
            pick(lcg, ["", "", "flood1", "flood2"]), "", 1]


def cable_fault(lcg, n):
    begun = moment(lcg)
    return [pick(lcg, CITIES), f"K{n}", pick(lcg, ["L1", "L2", ""]), begun, ending(lcg, begun),
            pick(lcg, ["", "", "storm"]), pick(lcg, ["true", "true", "false", ""]), 1]


def fault(lcg, n):
    begun = moment(lcg)
    return [pick(lcg, CITIES), f"F{n}", begun, ending(lcg, begun), pick(lcg, ["", "4", "12.5"]), 1]


def spoiled(lcg, row, at):
    """An unknown city, a begin that is no date, an end before the begin."""
    what = lcg.below(3)
    if what == 0:
        return ["火星市"] + row[1:]
    if what == 1:
        return row[:at] + ["2011-02-30 00:00:00"] + row[at + 1:]
    return row[:at + 1] + [row[at] - datetime.timedelta(hours=1)] + row[at + 2:]


def lines(lcg, dataset, one, n):
    at = HEADERS[dataset].index("opened_at" if dataset == "faults" else "started_at")
    rows = []
    for k in range(n):
        row = one(lcg, k)
        if happens(lcg, 4):
            row[1] = ""
        first = row
        if happens(lcg, 6):
            row = spoiled(lcg, row, at)
        rows.append(row)
        while happens(lcg, 20):
            if first[1] and happens(lcg, 70):
                again = one(lcg, k)
                again[0], again[-1] = first[0], row[-1] + 1
                row = again
            rows.append(row)
    lcg.shuffle(rows)
    return rows


def make(lcg, data):
    """Write the files of one random network domain."""
    data.mkdir(parents=True)
    for dataset, one, n in (("outages", outage, 60), ("cable_faults", cable_fault, 25),
                            ("faults", fault, 30)):
        with open(data / f"{dataset}.csv", "w", encoding="utf-8", newline="") as f:
            writer = csv.writer(f, lineterminator="\n")
            writer.writerow(HEADERS[dataset])
            writer.writerows(lines(lcg, dataset, one, n + lcg.below(20)))


def reader(data):
    """What a model reads of these files."""
    def read(dataset):
        with open(data / f"{dataset}.csv", encoding="utf-8", newline="") as f:
            rows = csv.DictReader(f)
            for row in rows:
                yield f"{dataset}.csv", rows.line_num, {k: v.strip() for k, v in row.items()}
    return read
