# SPDX-License-Identifier: Apache-2.0
"""domain.md 10.1 to 10.5, 10.8: every rule kind with its example and its edge cases, and the
published numbers of 9.1, 9.4, 9.7 and 9.8, by configuration alone.

data/cases.csv is both: what goes in (v, w, x, y, z of a rule and a unit) and what is expected.
The column `other` is a v that must give something else: no case holds whatever goes in."""

import collections
import csv
import pathlib

from contributions import check_folder

HERE = pathlib.Path(__file__).resolve().parent / "kinds"
BANDED = 160


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    return path


def score(t, name, period="2011-04", **inputs):
    out = t.folder / name
    args = [a for k, p in inputs.items() for a in ("--input", f"{k.replace('__', '.')}={p}")]
    done = t.score(HERE / "kaohe.cfg", out, *args, period=period, env={"LANGUAGE": "en"})
    t.check(done.returncode == 0, f"{name}: exit status {done.returncode} ({done.stderr[-1500:]})")
    check_folder(t, out, name)
    return out, {(r["domain"], r["subject"], r["node"]): r for r in table(out / "scores.csv")}


def score_cases(t, name, every):
    file = write(t.folder / f"{name}.csv", every)
    return score(t, name, kinds__cases=file, points__cases=file)


def banded():
    """domain.md 10.2 S5 in bands: 160 units, the first the best, so a unit's rank is its number;
    rank 120 has 9.00, that is minus 1.0."""
    return [{"section": "10.2 S5", "rule": "S5-banded", "unit": f"u{i:03}", "v": str(1000 - i),
             "expected": f"L score {points}", "other": ""}
            for i in range(1, BANDED + 1)
            for points in [("10.00", "9.50", "9.00", "8.50")[(i - 1) // 50]]]


def expected(case):
    """(node, column, text) of each part of `expected`; the text may be empty or have blanks."""
    for part in case["expected"].split(";"):
        node, column, text = (part + " ").split(" ", 2)
        yield node, column, text.strip()


def differences(cases, rows):
    """What is not as expected, as (case, "node column", found)."""
    for case in cases:
        domain = "points" if case["rule"][0] == "S" else "kinds"
        for node, column, text in expected(case):
            row = rows.get((domain, f"{case['rule']}/{case['unit']}", node))
            found = row[column] if row else "(no row)"
            if found != text:
                yield case, f"{node} {column}", found


def cases(t):
    listed = table(HERE / "data" / "cases.csv")
    every = [{k: r.get(k, "") for k in listed[0]} for r in listed + banded()]
    out, rows = score_cases(t, "cases", every)
    wrong = list(differences(every, rows))
    for case, what, found in wrong:
        t.check(False, f"domain.md {case['section']}, {case['rule']}/{case['unit']} ({case['note']}): "
                       f"{what} is {found!r}, expected {case['expected']!r}")
    for section, n in collections.Counter(c["section"] for c in every).items():
        print(f"domain.md {section}: {n} cases")
        t.check(n and not any(c["section"] == section for c, _, _ in wrong), f"domain.md {section}")
    refused = [(r["dataset"], r["line"]) for r in table(out / "rejects.csv")]
    t.same(sorted(set(refused)), [("events", "10"), ("shares", "3")],
           "domain.md 10.1 M1, more than there are; domain.md 10.2 S4: a negative count")
    outcomes = {(r["subject"], r["kind"], r["value"]) for r in table(out / "outcomes.csv")}
    t.check(("G1/total", "veto", "ineligible") in outcomes, "10.3 G1: ineligible applies besides")
    return every


def other_values(t, every):
    """Each case with an `other` value must come out differently; of a cohort one at a time."""
    pending = [c for c in every if c["other"]]
    seen = set()
    while pending:
        taken, rest, used = [], [], set()
        for case in pending:
            (rest if case["rule"] in used else taken).append(case)
            if case["rule"].startswith(("S5", "S6")):
                used.add(case["rule"])
        ids = {(c["rule"], c["unit"]) for c in taken}
        changed = [{**c, "v": c["other"]} if (c["rule"], c["unit"]) in ids else c for c in every]
        name = f"other{len(seen)}"
        _, rows = score_cases(t, name, changed)
        found = {(c["rule"], c["unit"]) for c, _, _ in differences(taken, rows)}
        for case in taken:
            key = (case["rule"], case["unit"])
            t.check(key in found, f"{case['rule']}/{case['unit']}: v {case['other']} is not seen")
            seen.add(key)
        pending = rest
    print(f"{len(seen)} cases come out differently with another value")


# The same for cases of many rows: a row of each, and what it is replaced by.
OTHER_ROWS = {
    "events": [("S4,P1,late,2,", "S4,P1,late,3,"), ("S4,flood,absent,1,own,f1", "S4,flood,absent,1,own,f2"),
               ("S4,excluded,absent,1,customer", "S4,excluded,absent,1,own"),
               ("S4-sections,floor,serious,2", "S4-sections,floor,serious,1"),
               ("S4,late,late,3", "S4,late,late,4"), ("S4,duplicate,absent,1,own,,e90", "S4,duplicate,absent,1,own,,e91")],
    "samples": [("M2,repairs,19\n", "M2,repairs,19.5\n"), ("M2,one,7.5\n", "M2,one,7.6\n"),
                ("M2,one,", "M2,nothing,1\nM2,one,")],
    "marks": [("S7,seven,j1,all,no,88", "S7,seven,j1,all,no,89"), ("S7,equal,j5,all,no,80", "S7,equal,j5,all,no,90"),
              ("S7,four,j4,all,no,0", "S7,four,j4,all,no,4"), ("S7,two,", "S7,two,j9,all,no,90\nS7,two,"),
              ("S7,own,j5,all,yes", "S7,own,j5,all,no"), ("S7,lacking,j4,p,no,99\n", "S7,lacking,j4,p,no,99\nS7,lacking,j4,q,no,99\n"),
              ("S7-item,item,j7,all,no,91", "S7-item,item,j7,all,no,90.5")],
    "steps": [("A2,orders,yes,yes,yes,yes,no", "A2,orders,yes,yes,yes,yes,yes")],
    "shares": [("M1-share,rejected,3,4", "M1-share,rejected,2,4")],
}


def other_rows(t, every):
    inputs, ids = {}, set()
    for name, pairs in OTHER_ROWS.items():
        text = (HERE / "data" / f"{name}.csv").read_text(encoding="utf-8")
        for row, instead in pairs:
            t.check(row in text, f"{name}.csv has {row!r}")
            text = text.replace(row, instead, 1)
            ids.add(tuple(instead.split(",")[:2]))
        file = t.folder / f"other-{name}.csv"
        file.write_text(text, encoding="utf-8")
        inputs |= {f"kinds__{name}": file, f"points__{name}": file}
    cases_csv = write(t.folder / "same.csv", every)
    _, rows = score(t, "other-rows", kinds__cases=cases_csv, points__cases=cases_csv, **inputs)
    found = {(c["rule"], c["unit"]) for c, _, _ in differences(every, rows)}
    t.same(found, ids, "the cases of which a row is another, and only they, come out differently")


def window(t):
    """domain.md 10.8 trap 15: days of the month before and after are not in the window."""
    for period, level, calls, month in (("2011-04", "75.00", "400", "55.00"),
                                        ("2011-02", "80.00", "40", "1.67")):
        _, rows = score(t, f"window-{period}", period)
        found = {n: rows["window", "甲", n]["value"] for n in ("billing", "calls", "month")}
        print(f"{period}: {found}")
        t.same(found, {"billing": level, "calls": calls, "month": month}, f"window of {period}")


def halls(t):
    """domain.md 10.5 O1: 200 halls, 14 at 95 or more, a quota of 5 %."""
    def run(name, scores, **more):
        rows = [{"hall": f"h{i:03}", "score": s, "dispute": "no"} for i, s in enumerate(scores)]
        for hall, dispute in more.items():
            rows[int(hall[1:])]["dispute"] = dispute
        out, _ = score(t, name, halls__halls=write(t.folder / f"{name}.csv", rows))
        return {(r["board"], r["subject"]): r["grade"] for r in table(out / "ranking.csv")}

    def count(grades, board="halls"):
        return dict(collections.Counter(g for (b, _), g in grades.items() if b == board))

    top = [98 - i / 10 for i in range(14)]
    grades = run("quota", top + [85] * 186)
    print(f"200 halls: {count(grades)}")
    t.same(count(grades), {"excellent": 10, "good": 4, "pass": 186}, "10 keep it, 4 become good")
    # n counts graded units only: 20 more without a score change nothing.
    t.same(count(run("graded", top + [85] * 186 + [""] * 20)),
           {"excellent": 10, "good": 4, "pass": 186, "": 20}, "n of a quota")
    # 46 reach good and 4 fall from excellent: floor(0.2 x 200) of the 50 keep it.
    t.same(count(run("next", top + [94 - i / 100 for i in range(46)] + [85] * 140)),
           {"excellent": 10, "good": 40, "pass": 150}, "who falls counts in the next quota")
    # domain.md 10.8 trap 13: places 10 and 11 tie and both fall; a tie-break keeps one of them.
    tied = run("tied", top[:9] + [top[9]] * 2 + top[11:] + [85] * 186)
    t.same((count(tied), count(tied, "named")), (
        {"excellent": 9, "good": 5, "pass": 186}, {"excellent": 10, "good": 4, "fail": 186}),
        "a tie at the quota line")
    # domain.md 10.8 trap 8: 94.995 prints 95.00 and is excellent, 94.994 is not; a veto caps.
    edge = run("edge", [94.995, 94.994, 80, 79.995, 79.994, 99] + [50] * 34, h5="yes")
    found = [edge["halls", f"h00{i}"] for i in range(6)]
    t.same(found, ["excellent", "good", "pass", "pass", "fail", "fail"], "grades of what is printed")


def firms(t):
    """domain.md 10.5 O3, and domain.md 10.5 O4 with four ties."""
    out, rows = score(t, "firms")
    boards = collections.defaultdict(list)
    for r in sorted(table(out / "ranking.csv"), key=lambda r: int(r["rank"] or 99)):
        if r["board"] in ("listed", "places", "dense") and r["group"] == "SG":
            boards[r["board"]].append((r["rank"], r["subject"][3:]))
    print(dict(boards))
    # Five firms have 85.00: fewer vetoes, fewer tickets, the heavier leaf, then the name.
    t.same(boards["listed"], [("1", "吴"), ("2", "周"), ("3", "李"), ("4", "孙"), ("5", "钱"),
                              ("6", "赵"), ("7", "郑"), ("", "王")], "10.5 O4: four ties are separated")
    t.same([r for r, _ in boards["places"]], ["1", "2", "2", "2", "2", "2", "7", ""], "competition")
    t.same([r for r, _ in boards["dense"]], ["1", "2", "2", "2", "2", "2", "3", ""], "dense")
    outcomes = collections.defaultdict(dict)
    for r in table(out / "outcomes.csv"):
        outcomes[r["kind"]][r["subject"]] = (r["value"], r["reason"])
    t.same(outcomes["ticket"]["SG/吴"], ("3000.00", "overflow 500.00"), "3,500 on 60,000 at 5 %")
    shares = {s[3:]: v for s, (v, _) in outcomes["share"].items() if s.startswith("SG")}
    print(f"shares: {shares}")
    t.same(shares, {"吴": "16.70", "周": "16.66", "李": "16.66", "孙": "16.66", "钱": "16.66",
                    "赵": "16.66", "郑": "0.00"}, "10.5 O3: the remainder goes to the highest rank")
    t.check("JL/冯" not in outcomes["share"], "10.5 O3: nobody eligible, no shares")
    pay = {s: v for s, (v, _) in outcomes["settlement"].items()}
    print(f"settlement: {pay}")
    # 0.9 x 100.01 and 0.8555 x 100.01 have more than whole fen.
    t.same(pay, {"甲": "100.01", "乙": "90.01", "丙": "85.56", "丁": "80.01"}, "10.5 O3: fee x coefficient(score)")


PLATES = {"example": "green yellow red yellow", "gap": "yellow yellow red yellow",
          "green-gap": "green green yellow yellow", "probation": "red yellow yellow green",
          "exit": "red yellow red! red", "apart": "red yellow green red",
          "veto": "red yellow green green", "edge": "green yellow green red",
          "below": "yellow green green green"}


def plates_of(t, name, file):
    """Firm to its plates from 2011-01 to 2011-04, `!` where a cycle ends the access."""
    found = collections.defaultdict(list)
    for month in range(1, 5):
        out = t.folder / f"{name}-{month}"
        done = t.score(HERE / "kaohe.cfg", out, "--only", "cards", "--input", f"cards.scores={file}",
                       period=f"2011-{month:02}", db=t.folder / f"{name}.db", env={"LANGUAGE": "en"})
        t.check(done.returncode == 0, f"{name} {month}: exit status {done.returncode} ({done.stderr[-800:]})")
        rows = table(out / "outcomes.csv")
        ended = {r["subject"] for r in rows if (r["kind"], r["value"]) == ("access", "exit")}
        for r in rows:
            if r["kind"] == "plate":
                found[r["subject"]].append(r["value"] + "!" * (r["subject"] in ended))
    return {firm: " ".join(values) for firm, values in found.items()}


def cards(t):
    """domain.md 10.5 O2: 88, 78, 76, 91; domain.md 10.8 trap 12: a cycle between that is not
    applicable; a yellow after red starts no run; two reds in three cycles, not four apart; a veto is red."""
    file = HERE / "data" / "cards.csv"
    found = plates_of(t, "cards", file)
    print(f"plates: {found}")
    t.same(found, PLATES, "domain.md 10.5 O2: plates")
    # A correction replays the history: the cycle between has 90 and ends the run.
    text = file.read_text(encoding="utf-8")
    corrected = t.folder / "corrected.csv"
    corrected.write_text(text.replace("gap,2011-02-15,,no", "gap,2011-02-15,90,no", 1), encoding="utf-8")
    t.same(plates_of(t, "corrected", corrected), {**PLATES, "gap": "yellow green yellow green"},
           "domain.md 10.5 O2: a corrected cycle changes those after it")


def kinds(t):
    every = cases(t)
    other_values(t, every)
    other_rows(t, every)
    window(t)
    halls(t)
    firms(t)
    cards(t)
