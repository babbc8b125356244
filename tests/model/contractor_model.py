# SPDX-License-Identifier: Apache-2.0
"""contractor_model.py - what must become of every deduction and ticket, from the CSV files alone.

An independent reading of domain.md 1.3, 1.4 and 11.2 in plain Python: no code of kaohe is used,
only the catalogue and the ticket classes of the module file.  `findings` holds a run's files
against it, row by row and fen by fen."""

import csv
import datetime
import json
import re
from collections import Counter, defaultdict
from decimal import Decimal, InvalidOperation
from fractions import Fraction

ROLES = {"施工": "SG", "监理": "JL", "设计": "SJ", "督导": "DD"}
SEVERITIES = {"": "", "一般": "general", "严重": "serious"}
CAUSES = {"": "", "不可抗力": "force_majeure", "客户原因": "customer"}
APPEALS = {"": "", "申诉中": "pending", "成立": "granted", "驳回": "rejected"}
TICKETED = ("SG", "JL", "SJ")  # roles whose tickets are outcomes
NEVER = datetime.date.max


class Wrong(Exception):
    """A cell that makes its row a reject."""


def date_of(text):
    try:
        return datetime.date(*map(int, re.split("[-/]", text)))
    except (ValueError, TypeError) as e:
        raise Wrong(text) from e


def whole(text):
    if not re.fullmatch(r"-?\d+", text):
        raise Wrong(text)
    return int(text)


def decimal(text):
    try:
        return Fraction(Decimal(text))
    except InvalidOperation as e:
        raise Wrong(text) from e


def one_of(words, text):
    if text not in words:
        raise Wrong(text)
    return words[text]


def required(text):
    if not text:
        raise Wrong(text)
    return text


def records(path):
    """(line, row as a dict) of every data line."""
    with open(path, encoding="utf-8-sig", newline="") as f:
        reader = csv.DictReader(f)
        for row in reader:
            yield reader.line_num, {k: (v or "").strip() for k, v in row.items()}


class Rules:
    """Catalogue and ticket classes as the module file has them."""

    def __init__(self, module):
        text = module.read_text("utf-8")
        self.items = {}
        for body in re.findall(r"\{ (item = [^}]*)\}", text):
            item = dict(re.findall(r'(\w+) = "?([^";]+)"?;', body))
            self.items[item["item"]] = item
        pairs = re.findall(r'class = "(\w+)"; yuan = (\d+);', text)
        self.classes = {name: int(yuan) * 100 for name, yuan in pairs}
        assert len(self.items) > 40 and len(self.classes) == 4

    def is_rate(self, item):
        return self.items[item].get("kind") in ("over", "deviation", "share")

    def per(self, item, severity):
        one = self.items[item]
        return Fraction(one.get("serious", one["deduct"]) if severity == "serious"
                        else one["deduct"])


def settled(rows):
    """The winner of every id, and how many lines lost: greatest revision, latest date, greatest
    text; lines without an id are all kept."""
    groups, kept = defaultdict(list), []
    for row in rows:
        (groups[row["id"]] if row["id"] else kept).append(row)
    for group in groups.values():
        kept.append(max(group, key=lambda r: (r["revision"] is not None, r["revision"] or 0,
                                              r["date"], r["text"])))
    return kept, sum(len(g) - 1 for g in groups.values())


def first_of_month(month):
    return datetime.date(month // 12, month % 12 + 1, 1)


class Model:
    """The books of one window: `period` names its last month."""

    def __init__(self, data, module, orgs, period):
        self.rules = Rules(module)
        self.period = period
        year, month = map(int, period.split("-"))
        self.last = year * 12 + month - 1
        self.cities = {r["name"]: r["id"] for _, r in records(orgs) if r["level"] == "city"}
        self.lines, self.rejects, self.revised = Counter(), set(), Counter()
        self.outside = Counter()
        self.projects = {}
        self.read_projects(data)
        files = sorted(p for p in data.glob("deductions-*.csv")
                       if p.stem[-6:] <= period.replace("-", ""))
        self.events = self.read("deductions", files, self.deduction)
        self.tickets = self.read("tickets", [data / "tickets.csv"], self.ticket)
        self.count_events()
        self.charge_tickets()

    # Reading.

    def read_projects(self, data):
        for _, row in records(data / "projects.csv"):
            role = ROLES[row["角色"]]
            city = self.cities[row["地市"]]
            opened = {k: date_of(row[k]) if row[k] else NEVER
                      for k in ("开工日期", "验收日期", "转固日期")}
            fee = row["合同费用"].replace(",", "")
            self.projects[row["项目编号"]] = {
                "subject": f"{row['服务商']}/{role}/{city}/{row['项目编号']}", "role": role,
                "class": int(row["项目类别"] or 0), "started": opened["开工日期"],
                "accepted": opened["验收日期"], "capitalised": opened["转固日期"],
                "fee": int(Fraction(fee) * 100) if fee else None}

    def deduction(self, row):
        one_of(self.projects, row["项目编号"])
        return {
            "id": row["事件号"], "project": row["项目编号"], "item": required(row["扣分项"]),
            "date": date_of(row["日期"]), "count": whole(row["数量"] or "1"),
            "severity": one_of(SEVERITIES, row["严重程度"]),
            "a": decimal(row["实测值"]) if row["实测值"] else None,
            "b": decimal(row["审定值"]) if row["审定值"] else None,
            "cause": one_of(CAUSES, row["原因"]), "appeal": one_of(APPEALS, row["申诉状态"]),
            "text": (row["项目编号"], row["扣分项"], row["数量"])}

    def ticket(self, row):
        one_of(self.projects, row["项目编号"])
        return {
            "id": row["罚单号"], "project": row["项目编号"], "offence": row["违约事项"],
            "date": date_of(row["开具日期"]), "class": row["罚单类别"],
            "amount": one_of(self.rules.classes, row["罚单类别"]), "text": (row["违约事项"],)}

    def read(self, dataset, files, one):
        rows = []
        for path in files:
            for line, cells in records(path):
                self.lines[dataset] += 1
                try:
                    row = one(cells)
                    revision = cells.get("revision")
                    row["revision"] = whole(revision) if revision else None
                    row["file"], row["line"] = path.name, line
                    rows.append(row)
                except Wrong:
                    self.rejects.add((dataset, path.name, line))
        rows, self.revised[dataset] = settled(rows)
        self.outside[dataset] = sum(self.cycle(r["date"]) != 0 for r in rows)
        return rows

    # Cycles of two months, counted back from the window.

    def cycle(self, date):
        month = date.year * 12 + date.month - 1
        return (self.last - month) // 2 if month <= self.last else -1

    def is_assessed(self, project, cycle):
        begin = first_of_month(self.last - 2 * cycle - 1)
        end = first_of_month(self.last - 2 * cycle + 1)
        return (1 <= project["class"] <= 4 and project["started"] < end
                and project["accepted"] >= begin and project["capitalised"] >= end)

    # Deductions.

    def verdict(self, event):
        project = self.projects[event["project"]]
        item = self.rules.items.get(event["item"])
        if not self.is_assessed(project, self.cycle(event["date"])):
            return "not_assessed"
        if not item:
            return "unknown_item"
        if item.get("role", project["role"]) != project["role"]:
            return "other_role"
        if event["cause"]:
            return "cause"
        if event["appeal"] == "granted":
            return "appeal_granted"
        if self.rules.is_rate(event["item"]) and None in (event["a"], event["b"]):
            return "no_quantity"
        return ""

    def count_events(self):
        self.wasted, self.counted, self.window_rejects = Counter(), defaultdict(list), 0
        self.intake_rejects = sum(d == "deductions" for d, _, _ in self.rejects)
        good = []
        for event in self.events:
            wrong = event["count"] < 1 or any(event[k] is not None and event[k] < 0 for k in "ab")
            if wrong and self.cycle(event["date"]) >= 0:  # later ones never reach the plugin
                self.rejects.add(("deductions", event["file"], event["line"]))
                self.window_rejects += self.cycle(event["date"]) == 0
            else:
                good.append(event)
        self.events = good
        for event in good:
            event["verdict"] = self.verdict(event) if self.cycle(event["date"]) >= 0 else "later"
            if self.cycle(event["date"]) != 0:
                continue
            subject = self.projects[event["project"]]["subject"]
            if event["verdict"]:
                self.wasted[subject, event["id"], event["verdict"]] += 1
            else:
                self.counted[subject, event["item"]].append(event)

    def was_counted_before(self, project, item):
        return any(e["project"] == project and e["item"] == item and not e["verdict"]
                   for e in self.events if self.cycle(e["date"]) == 1)

    def reasons(self):
        """(subject, indicator, rule) to (count, effect), and rows by subject and indicator."""
        found, rows, above = {}, Counter(), defaultdict(list)
        for (subject, name), events in self.counted.items():
            item = self.rules.items[name]
            if self.rules.is_rate(name):
                rows[subject, f"rate.{name}"] += len(events)
                continue
            times = sum(e["count"] for e in events)
            if item.get("kind", "occurrence") != "occurrence":
                rows[subject, f"count.{name}"] += len(events)
                found[subject, f"count.{name}", name] = (len(events), Fraction(times))
                continue
            section = f"deducted.{item['section']}"
            factor = (int(item.get("repeat", 1))
                      if self.was_counted_before(events[0]["project"], name) else 1)
            points = factor * sum(e["count"] * self.rules.per(name, e["severity"])
                                  for e in events)
            found[subject, section, name] = (times, points)
            rows[subject, section] += len(events)
            if "cap" in item and points > Fraction(item["cap"]):
                above[subject, section].append(points - Fraction(item["cap"]))
        for (subject, section), over in above.items():
            found[subject, section, "cap"] = (len(over), -sum(over))
        return found, rows

    # Tickets.

    def of_rates(self):
        """Tickets that rates above their limit add, in every cycle up to the window."""
        pools = defaultdict(list)
        for e in self.events:
            item = self.rules.items.get(e["item"], {})
            if "ticket" in item and not e["verdict"]:
                pools[e["project"], e["item"], self.cycle(e["date"])].append(e)
        for (project, name, _), events in pools.items():
            a, b = sum(e["a"] for e in events), sum(e["b"] for e in events)
            over = max(Fraction(0), a - b)
            item = self.rules.items[name]
            if over and (not b or over / b * 100 > Fraction(item["ticket_above"])):
                limit = Fraction(item["ticket_above"])
                if b or 100 > limit:
                    yield {"id": "", "project": project, "offence": name,
                           "date": max(e["date"] for e in events), "class": item["ticket"],
                           "amount": self.rules.classes[item["ticket"]]}

    def charge_tickets(self):
        """Rows of the table `tickets`, and money by level and subject."""
        self.charged, self.money = [], defaultdict(lambda: [0, 0])
        by_project = defaultdict(list)
        for ticket in [*self.tickets, *self.of_rates()]:
            if self.cycle(ticket["date"]) >= 0:
                by_project[ticket["project"]].append(ticket)
        for name, tickets in by_project.items():
            project, seen = self.projects[name], set()
            left = project["fee"] * 5 // 100 if project["fee"] is not None else 10**15
            for one in sorted(tickets, key=lambda x: (x["date"], x["id"].encode(),
                                                      x["offence"].encode())):
                repeated = one["offence"] in seen and one["offence"] != ""
                seen.add(one["offence"])
                amount = one["amount"] * (2 if repeated else 1)
                charged = min(amount, left)
                left -= charged
                if self.cycle(one["date"]) == 0:
                    self.enter(project, one, repeated, amount, charged)

    def enter(self, project, one, repeated, amount, charged):
        is_assessed = self.is_assessed(project, 0)
        subject = project["subject"]
        self.charged.append((subject, one["id"], str(one["date"]), one["class"], one["offence"],
                             "true" if repeated else "false", yuan(amount), yuan(charged),
                             yuan(amount - charged), "" if is_assessed else "not_assessed"))
        if is_assessed and project["role"] in TICKETED:
            firm, role, city, _ = subject.split("/")
            for level, key in (("project", subject), ("city", f"{firm}/{role}/{city}"),
                               ("firm", f"{firm}/{role}")):
                self.money[level, key][0] += charged
                self.money[level, key][1] += amount - charged


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02}"


def fen_of(text):
    return int(Fraction(text) * 100)


# Holding a run's files against the books.


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def mine(rows, level="project"):
    return [r for r in rows if r["domain"] == "contractor" and r["level"] == level]


def differences(what, expected, found):
    """Sentences about what one has and the other has not, at most five."""
    lost, extra = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    return ([f"{what}: {n} x {k} not found" for k, n in list(lost.items())[:5]]
            + [f"{what}: {n} x {k} not expected" for k, n in list(extra.items())[:5]])


def rows_of(found, rules):
    """How many input rows the run says it counted: samples of leaves and, of vetoes, which
    have no leaf, the rows of their reasons."""
    rows = Counter()
    for r in mine(found["scores"]):
        if r["kind"] in ("leaf", "adjustment") and r["indicator"] and r["samples"]:
            rows[r["subject"], r["indicator"]] = int(r["samples"])
    for r in mine(found["reasons"]):
        if rules.items.get(r["rule"], {}).get("kind") == "veto":
            rows[r["subject"], r["indicator"]] = int(r["count"])
    return rows


def load(out):
    """The files of --out that the books are held against."""
    found = {n: table(out / f"{n}.csv") for n in ("scores", "reasons", "rejects", "outcomes")}
    for n in ("tickets", "not_counted"):
        found[n] = table(out / "tables" / f"contractor.{n}.csv")
    run = json.loads((out / "run.json").read_text("utf-8"))
    found["datasets"] = {d["dataset"]: d for d in run["datasets"]
                         if d["domain"] == "contractor"}
    return found


def findings(model, found):
    """Sentences, none if every row and every fen is where it belongs, once."""
    wrong = []
    for name in ("deductions", "tickets"):
        rejected = sum(d == name for d, _, _ in model.rejects)
        says = found["datasets"].get(name, {})
        for key, value in (("rows", model.lines[name]), ("rejected", rejected), ("skipped", 0),
                           ("revised", model.revised[name]), ("outside", model.outside[name])):
            if says.get(key) != value:
                wrong.append(f"{name}: {key} {says.get(key)}, expected {value}")
    rejects = [(r["dataset"], r["file"].rsplit("/", 1)[-1], int(r["line"]))
               for r in found["rejects"]
               if r["domain"] == "contractor" and r["dataset"] in ("deductions", "tickets")]
    wrong += differences("rejects", model.rejects, rejects)
    wasted = Counter()
    for r in found["not_counted"]:
        wasted[r["subject"], r["id"], r["reason"]] += int(r["rows"])
    wrong += differences("not counted", model.wasted, wasted)
    reasons, rows = model.reasons()
    wrong += differences("reasons", [(k, v) for k, v in reasons.items()],
                         [((r["subject"], r["indicator"], r["rule"]),
                           (int(r["count"]), Fraction(r["effect"])))
                          for r in mine(found["reasons"])])
    wrong += differences("rows", rows, rows_of(found, model.rules))
    total = model.lines["deductions"] - sum(d == "deductions" for d, _, _ in model.rejects)
    total -= model.revised["deductions"] + model.outside["deductions"] - outside_rejects(model)
    listed = sum(rows_of(found, model.rules).values()) + sum(wasted.values())
    if total != listed:
        wrong.append(f"{total} events of the window, {listed} counted or listed")
    return wrong + money_findings(model, found)


def outside_rejects(model):
    """Rows out of the window that the plugin rejects stand in both accounts."""
    plugin = sum(d == "deductions" for d, _, _ in model.rejects) - model.intake_rejects
    return plugin - model.window_rejects


def money_findings(model, found):
    charged = [(r["subject"], r["ticket"], r["date"][:10], r["class"], r["offence"],
                r["repeated"], r["amount"], r["charged"], r["overflow"], r["reason"])
               for r in found["tickets"]]
    wrong = differences("tickets", model.charged, charged)
    for level in ("project", "city", "firm"):
        money = {}
        for r in mine(found["outcomes"], level):
            if r["kind"] == "ticket":
                over = r["reason"].removeprefix("overflow ") or "0"
                money[r["subject"]] = (fen_of(r["value"]), fen_of(over))
        expected = {k: tuple(v) for (at, k), v in model.money.items() if at == level}
        wrong += differences(f"money of each {level}",
                             [x for x in expected.items() if x[1] != (0, 0)],
                             [x for x in money.items() if x[1] != (0, 0)])
    paid = sum(fen_of(r[7]) + fen_of(r[8]) for r in charged)
    if paid != sum(fen_of(r[6]) for r in charged):
        wrong.append("charged and overflow are not what the tickets cost")
    return wrong
