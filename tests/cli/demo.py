# SPDX-License-Identifier: Apache-2.0
"""The months of tools/demo in order, into one store, and once more: histories are what the
example's story says, and runs that restate earlier ones write the same files."""

import csv
import re

from harness import Test, differing, digests

# Plates of the story by the city cycles 2010-12, 2011-02, 2011-04: (contractor, role, city).
CYCLES = ["2010-12", "2011-02", "2011-04"]
PLATES = {
    "大河通信工程/SG/zhoukou": ["green", "yellow", "red"],     # 95, 79, 50
    "淮海通信建设/SG/hebi": ["green", "yellow", "red"],        # 95, 79, 74: two yellows
    "嵩山电信建设/SG/jiyuan": ["yellow", "red", "yellow"],     # 78, 75, 95: probation
    "黄河勘测设计/SJ/puyang": ["red", "yellow", "green"],      # 66, 90, 98
    "汇智监理/JL/anyang": ["yellow", "green", "yellow"],       # 82, 94, 82
    "中原管线/SG/pingdingshan": ["green", "green", "red"],     # a veto
}


def months_of(t):
    text = (t.source / "tools" / "demo").read_text("utf-8")
    return sorted(set(re.findall(r"\b(20\d\d-\d\d)\b", text.split("set -euo", 1)[1])))


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def all_months(t, config, months, name):
    """The folders of all months, scored in order into one store."""
    for period in months:
        done = t.score(config, t.folder / name / period, period=period, db=t.folder / "k.db")
        t.same(done.returncode, 0, f"{name} {period}: exit status ({done.stderr[-600:]})")
    return t.folder / name


def check_plates(t, folder):
    found = {}
    for period in CYCLES:
        for r in table(folder / period / "outcomes.csv"):
            if (r["domain"], r["level"], r["kind"]) == ("contractor", "city", "plate"):
                found.setdefault(r["subject"], {})[period] = r["value"]
    for subject, plates in PLATES.items():
        mine = [found.get(subject, {}).get(p) for p in CYCLES]
        print(f"{subject}: {', '.join(map(str, mine))}")
        t.same(mine, plates, f"plates of {subject}")
    some = sum(len(set(p.values())) > 1 for p in found.values())
    t.check(some >= 15, f"plates of {some} contractors change")


def check_ranks(t, folder):
    """From the second month on there is a rank before."""
    for period, is_first in (("2010-11", True), ("2010-12", False), ("2011-04", False)):
        before = [r["previous_rank"] for r in table(folder / period / "ranking.csv")
                  if r["board"] == "customer"]
        t.same(len(before), 18, f"{period}: cities on the board")
        t.same(any(before), not is_first, f"{period}: ranks before")


def main():
    t = Test()
    config = t.example()
    months = months_of(t)
    t.same(len(months), 6, "months of tools/demo")
    first = all_months(t, config, months, "first")
    check_plates(t, first)
    check_ranks(t, first)
    last = digests(first / months[-1])
    for period in months[:-1]:
        done = t.run("run", "-c", config, "--period", period, "--db", t.folder / "k.db")
        t.same(done.returncode, 0, f"again {period}: exit status ({done.stderr[-600:]})")
    again = all_months(t, config, months[-1:], "again")
    t.same(differing(last, digests(again / months[-1])), [], "files that differ the second time")
    t.check("scores.csv" in differing(last, digests(first / months[-2])),
            "another month's files differ")
    t.done()


if __name__ == "__main__":
    main()
