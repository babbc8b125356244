# SPDX-License-Identifier: Apache-2.0
"""Worked examples of the assessment rules, through the whole program."""

import argparse
import csv
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
sys.dont_write_bytecode = True

from contributions import check_folder  # noqa: E402
from harness import Test  # noqa: E402


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def contractor(t):
    """domain.md 1.5: city A has 93.00 and 92.50; tickets of 3,500 on 60,000 are charged 3,000."""
    expected = {
        "2011-02": {"甲公司/SG/A/P1": "91.00", "甲公司/SG/A/P2": "95.00", "甲公司/SG/A": "93.00"},
        "2011-04": {"甲公司/SG/A/P1": "88.00", "甲公司/SG/A/P2": "97.00", "甲公司/SG/A": "92.50"},
    }
    for period, scores in expected.items():
        out = t.folder / period
        done = t.score(HERE / "contractor" / "kaohe.cfg", out, "--only", "contractor",
                       period=period, db=t.folder / "k.db")
        t.same(done.returncode, 0, f"{period}: exit status ({done.stderr[-800:]})")
        check_folder(t, out, period)
        totals = {r["subject"]: r["score"] for r in table(out / "scores.csv")
                  if r["node"] == "total"}
        for subject, score in scores.items():
            t.same(totals.get(subject), score, f"{period} {subject}")
            print(f"{period} {subject}: {totals.get(subject)}")
        outcomes = [(r["level"], r["subject"], r["kind"], r["value"], r["reason"])
                    for r in table(out / "outcomes.csv")]
        t.check(("city", "甲公司/SG/A", "plate", "green", "") in
                [(a, b, c, d, "") for a, b, c, d, _ in outcomes], f"{period}: plate green")
        tickets = [o for o in outcomes if o[2] == "ticket"]
        print(f"{period} tickets: {tickets}")
        if period == "2011-02":
            t.check(any(o[3:] == ("3000.00", "overflow 500.00") for o in tickets),
                    "charged 3,000, overflow 500")
        else:
            t.same([o for o in tickets if o[3] != "0.00"], [], "no tickets in the second cycle")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--golden", required=True)
    mine, rest = parser.parse_known_args()
    sys.argv[1:] = rest
    t = Test()
    {"contractor": contractor}[mine.golden](t)
    t.done()


if __name__ == "__main__":
    main()
