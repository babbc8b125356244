# SPDX-License-Identifier: Apache-2.0
"""network_model.py - what must become of every outage, cable fault and fault, from CSV alone.

An independent reading of domain.md 4 and 11.3 in plain Python, in microseconds.  A row of the
window is an interruption (a failure, a closed fault) or is listed in `not_counted` with its
reason; so is every circuit-minute lost or listed.  `findings` holds a run's files against that,
row by row, and against what the run says of itself."""

import csv
import datetime
import json
from collections import Counter, defaultdict
from fractions import Fraction

EPOCH = datetime.datetime(1970, 1, 1)
MINUTE_US = 60 * 10**6
DAY_US = 24 * 60 * MINUTE_US
SPARE_US = 10 * MINUTE_US
NEVER = 2**62
DATASETS = ("outages", "cable_faults", "faults")
NAMES = {"outages": ("outage_id", "started_at", "ended_at", "circuit_id"),
         "cable_faults": ("fault_id", "started_at", "ended_at", "cable_id"),
         "faults": ("fault_id", "opened_at", "closed_at", "")}
# Rows, minutes, rows that count, minutes that count: indicators of each dataset.
ACCOUNTS = {"outages": ("outages", "outage_minutes", "interruptions", "lost_minutes"),
            "cable_faults": ("cable_faults", "cable_fault_minutes", "cable_failures",
                             "cable_down_minutes"),
            "faults": ("faults", "fault_minutes", "faults_closed", "repair_minutes")}
COLUMNS = {"outages": ("city", "outage_id", "circuit_id", "started_at", "ended_at", "planned",
                       "circuits", "switched_at", "event_group", "revision"),
           "cable_faults": ("city", "fault_id", "cable_id", "started_at", "ended_at",
                            "event_group", "total_failure", "revision"),
           "faults": ("city", "fault_id", "opened_at", "closed_at", "revision")}
INDICATORS = [i for account in ACCOUNTS.values() for i in account]


class Wrong(Exception):
    """A cell that makes its row a reject."""


def time_of(text, empty):
    if not text:
        return empty
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S",
                 "%Y/%m/%d %H:%M"):
        try:
            moment = datetime.datetime.strptime(text, form)
            return (moment - EPOCH) // datetime.timedelta(microseconds=1)
        except ValueError:
            continue
    raise Wrong(text)


def flag(text):
    words = {"": False, "true": True, "是": True, "1": True, "y": True,
             "false": False, "否": False, "0": False, "n": False}
    if text.lower() not in words:
        raise Wrong(text)
    return words[text.lower()]


def whole(text, empty):
    try:
        return int(text) if text else empty
    except ValueError as e:
        raise Wrong(text) from e


def settled(rows):
    """Of lines with one id the greatest revision, then the latest begin, wins."""
    groups, kept = defaultdict(list), []
    for row in rows:
        (groups[row["id"]] if row["id"] else kept).append(row)
    for group in groups.values():
        kept.append(max(group, key=lambda r: (r["revision"], r["start"])))
    return kept, len(rows) - len(kept)


def is_switched(row):
    return row["switched"] is not None and row["switched"] - row["start"] <= SPARE_US


def down_once(spans):
    """Circuit-microseconds of one line: at each instant the greatest of what goes on."""
    marks = sorted({t for a, b, _ in spans for t in (a, b)})
    return sum((after - at) * max((n for a, b, n in spans if a <= at and b >= after), default=0)
               for at, after in zip(marks, marks[1:]))


class Model:
    """The books of one month.  `read(dataset)` yields (file, line, cells by the plugin's column
    names) of all lines that are read; `cities` has the spellings of units; `lookback` the days
    before the month of which a dataset's rows reach the plugin."""

    def __init__(self, read, cities, period, lookback):
        year, month = map(int, period.split("-"))
        self.begin = time_of(f"{year}-{month:02}-01", 0)
        self.fed_from = {d: self.begin - days * DAY_US for d, days in lookback.items()}
        self.end = time_of(f"{year + month // 12}-{month % 12 + 1:02}-01", 0)
        self.cities = cities
        self.lines, self.revised, self.outside = Counter(), Counter(), Counter()
        self.rejects, self.rows = set(), defaultdict(list)
        self.listed, self.listed_us = Counter(), Counter()  # (unit, dataset, id, reason)
        self.overlap_us = Counter()                         # (unit, dataset)
        self.value = defaultdict(Fraction)                  # (unit, indicator)
        for dataset in DATASETS:
            self.take(dataset, read(dataset))
        self.count("outages")
        self.count("cable_faults")
        self.count_faults()

    def parse(self, dataset, cells):
        key, start, stop, line = NAMES[dataset]
        if cells["city"] not in self.cities or not cells[start]:
            raise Wrong(cells["city"])
        found = {"unit": self.cities[cells["city"]], "id": cells[key],
                 "start": time_of(cells[start], 0), "stop": time_of(cells[stop], NEVER),
                 "line": cells.get(line, ""), "group": cells.get("event_group", ""),
                 "revision": whole(cells.get("revision", ""), -1), "circuits": 1,
                 "idle": False, "switched": None}
        if dataset == "outages":
            found["circuits"] = whole(cells["circuits"], 1)
            found["idle"] = flag(cells["planned"])
            found["switched"] = time_of(cells["switched_at"], None)
        if dataset == "cable_faults":
            found["idle"] = not flag(cells["total_failure"])
        return found

    def take(self, dataset, lines):
        rows = []
        for file, line, cells in lines:
            self.lines[dataset] += 1
            try:
                row = self.parse(dataset, cells)
                row["place"] = (dataset, file, line)
                rows.append(row)
            except Wrong:
                self.rejects.add((dataset, file, line))
        kept, self.revised[dataset] = settled(rows)
        for row in kept:
            self.outside[dataset] += not self.touches(row)
            if row["start"] >= self.end or row["stop"] < self.fed_from[dataset]:
                continue  # never reaches the plugin
            if (row["circuits"] < 0 or row["stop"] < row["start"]
                    or (row["switched"] or row["start"]) < row["start"]):
                self.rejects.add(row["place"])
            else:
                self.rows[dataset].append(row)

    def touches(self, row):
        return row["start"] < self.end and row["stop"] >= self.begin

    # Outages and cable faults.

    def leaders(self, dataset):
        """The first outage of each event group of each unit, whenever it began."""
        first = {}
        for row in self.rows[dataset]:
            key = (row["unit"], row["group"])
            if row["group"] and not row["idle"] and not is_switched(row):
                if key not in first or row["start"] < first[key]["start"]:
                    first[key] = row
        return first

    def verdict(self, dataset, row, leaders):
        """Why the row is no interruption; "" if it is one."""
        if row["idle"]:
            return "planned" if dataset == "outages" else "not_total"
        if row["start"] < self.begin:
            return "begun_before"
        if is_switched(row):
            return "switched"
        if row["group"] and leaders[row["unit"], row["group"]] is not row:
            return "same_event"
        return ""

    def count(self, dataset):
        n_rows, minutes, events, lost = ACCOUNTS[dataset]
        leaders, lines = self.leaders(dataset), defaultdict(list)
        for row in filter(self.touches, self.rows[dataset]):
            unit = row["unit"]
            a, b = max(row["start"], self.begin), min(row["stop"], self.end)
            spent = (b - a) * row["circuits"]
            why = self.verdict(dataset, row, leaders)
            self.value[unit, n_rows] += 1
            self.value[unit, minutes] += Fraction(spent, MINUTE_US)
            self.value[unit, events] += not why
            if why:
                self.listed[unit, dataset, row["id"], why] += 1
            if row["idle"]:
                self.listed_us[unit, dataset, row["id"], why] += spent
            elif row["line"]:
                lines[unit, row["line"]].append((a, b, row["circuits"]))
            else:
                self.value[unit, lost] += Fraction(spent, MINUTE_US)
        for (unit, _), spans in lines.items():
            down = down_once(spans)
            self.value[unit, lost] += Fraction(down, MINUTE_US)
            self.overlap_us[unit, dataset] += sum((b - a) * n for a, b, n in spans) - down

    def count_faults(self):
        for row in filter(self.touches, self.rows["faults"]):
            unit = row["unit"]
            spent = min(row["stop"], self.end) - row["start"]
            self.value[unit, "faults"] += 1
            self.value[unit, "fault_minutes"] += Fraction(spent, MINUTE_US)
            if row["stop"] < self.end:
                self.value[unit, "faults_closed"] += 1
                self.value[unit, "repair_minutes"] += Fraction(spent, MINUTE_US)
            else:
                self.listed[unit, "faults", row["id"], "open"] += 1
                self.listed_us[unit, "faults", row["id"], "open"] += spent


# Holding a run's files against the books.


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def load(out):
    run = json.loads((out / "run.json").read_text("utf-8"))
    return {"scores": [r for r in table(out / "scores.csv")
                       if (r["domain"], r["level"]) == ("network", "city")],
            "rejects": [r for r in table(out / "rejects.csv") if r["domain"] == "network"],
            "not_counted": table(out / "tables" / "network.not_counted.csv"),
            "datasets": {d["dataset"]: d for d in run["datasets"] if d["domain"] == "network"}}


def values_of(found):
    values = {}
    for r in found["scores"]:
        if r["indicator"] in INDICATORS:
            values[r["subject"], r["indicator"]] = (
                Fraction(int(r["numerator"]), int(r["denominator"])) if r["denominator"]
                else Fraction(r["value"] or "0"))
    return values


def differences(what, expected, found):
    keys = [k for k in {*expected, *found} if expected.get(k, 0) != found.get(k, 0)]
    return [f"{what}: {k}: expected {expected.get(k, 0)}, found {found.get(k, 0)}"
            for k in sorted(keys, key=str)[:6]]


def account_findings(model, found):
    wrong = []
    for name in DATASETS:
        says = found["datasets"].get(name, {})
        rejected = sum(d == name for d, _, _ in model.rejects)
        for key, value in (("rows", model.lines[name]), ("rejected", rejected), ("skipped", 0),
                           ("revised", model.revised[name]), ("outside", model.outside[name])):
            if says.get(key) != value:
                wrong.append(f"{name}: {key} {says.get(key)}, expected {value}")
    rejects = Counter((r["dataset"], r["file"].rsplit("/", 1)[-1], int(r["line"]))
                      for r in found["rejects"] if r["dataset"] in DATASETS)
    return wrong + differences("rejects", Counter(model.rejects), rejects)


def findings(model, found):
    """Sentences, none if every row and every minute is where it belongs, once."""
    wrong = account_findings(model, found)
    rows, spent, overlap = Counter(), Counter(), Counter()
    for r in found["not_counted"]:
        key = (r["subject"], r["dataset"], r["id"], r["reason"])
        us = int(Fraction(r["seconds"]) * 10**6)
        rows[key] += int(r["rows"])
        if r["reason"] == "overlap":  # which of a circuit's outages it is does not matter
            overlap[r["subject"], r["dataset"]] += us
        else:
            spent[key] += us
    wrong += differences("rows listed", model.listed, rows)
    wrong += differences("microseconds listed", model.listed_us, spent)
    wrong += differences("microseconds of overlaps", model.overlap_us, overlap)
    wrong += differences("values", model.value, values_of(found))
    return wrong + sums_findings(found)


def sums_findings(found):
    """What the run says of itself: all rows and minutes are counted or listed."""
    wrong, values = [], values_of(found)
    for dataset, (n_rows, minutes, events, lost) in ACCOUNTS.items():
        for unit in sorted({u for u, _ in values}):
            mine = [r for r in found["not_counted"]
                    if (r["subject"], r["dataset"]) == (unit, dataset)]
            listed = sum(int(r["rows"]) for r in mine)
            if values.get((unit, n_rows), 0) != values.get((unit, events), 0) + listed:
                wrong.append(f"{unit}: {n_rows} are not {events} and what is listed")
            listed = sum((Fraction(r["seconds"]) for r in mine), Fraction(0)) / 60
            if values.get((unit, minutes), 0) != values.get((unit, lost), 0) + listed:
                wrong.append(f"{unit}: {minutes} are not {lost} and what is listed")
    return wrong
