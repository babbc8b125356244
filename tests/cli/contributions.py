# SPDX-License-Identifier: Apache-2.0
"""Contributions of leaves and adjustments add up exactly to the total of every subject: as
fractions in run.json and as printed in scores.csv."""

import csv
import json
from fractions import Fraction
from pathlib import Path

from harness import Test


def sums(rows, value, contribution):
    """subject key to (total, sum of contributions)."""
    found = {}
    for r in rows:
        key = (r["domain"], r["level"], r["subject"])
        total, parts = found.setdefault(key, [None, Fraction(0)])
        if r["node"] == "total" and r[value] not in (None, ""):
            found[key][0] = Fraction(r[value])
        if r["kind"] in ("leaf", "adjustment") and r[contribution] not in (None, ""):
            found[key][1] = parts + Fraction(r[contribution])
    return {k: v for k, v in found.items() if v[0] is not None}


def wrong_sums(rows, value, contribution):
    found = sums(rows, value, contribution)
    return len(found), [k for k, (total, parts) in found.items() if total != parts]


def check_folder(t, folder, what):
    exact = json.loads((Path(folder) / "run.json").read_text("utf-8"))["scores"]
    with open(Path(folder) / "scores.csv", encoding="utf-8-sig", newline="") as f:
        printed = list(csv.DictReader(f))
    for name, rows, value, part in (("fractions", exact, "score_x", "contribution_x"),
                                    ("printed", printed, "score", "contribution")):
        n, wrong = wrong_sums(rows, value, part)
        print(f"{what}: {n} subjects, {name}: {len(wrong)} wrong")
        t.check(n > 0, f"{what}: there are subjects")
        t.same(wrong[:5], [], f"{what}: {name} that do not add up")
    broken = [dict(r) for r in printed]
    for r in broken:
        if r["kind"] == "leaf" and r["contribution"]:
            r["contribution"] = str(Fraction(r["contribution"]) + Fraction(1, 100))
            break
    t.check(wrong_sums(broken, "score", "contribution")[1], f"{what}: a wrong cent is found")


def main():
    t = Test()
    done = t.score(t.example(), t.folder / "out")
    t.same(done.returncode, 0, f"the example runs: {done.stderr[-600:]}")
    check_folder(t, t.folder / "out", "example")
    t.done()


if __name__ == "__main__":
    main()
