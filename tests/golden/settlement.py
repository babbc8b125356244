# SPDX-License-Identifier: Apache-2.0
"""Money that follows from a score (domain.md 10.5 O3): the contractors' fees, settled."""

import csv
import json
import pathlib
import sqlite3
import zipfile
from decimal import ROUND_HALF_UP, Decimal

HERE = pathlib.Path(__file__).resolve().parent
SETTLED = HERE / "contractor" / "settled"
CITY = "甲公司/SG/A"
# 80 % at 85 points and 100 % at 95: 91 is 0.92, the mean of the city 93 is 0.96.
EXPECTED = {
    "2011-02": {
        ("project", f"{CITY}/P1"): ("55200.00", "fee 60000.00 coefficient 0.9200 score 91.00"),
        ("project", f"{CITY}/P2"): ("200000.00", "fee 200000.00 coefficient 1.0000 score 95.00"),
        ("city", CITY): ("249600.00", "fee 260000.00 coefficient 0.9600 score 93.00"),
    },
    "2011-04": {
        ("project", f"{CITY}/P1"): ("51600.00", "fee 60000.00 coefficient 0.8600 score 88.00"),
        ("project", f"{CITY}/P2"): ("200000.00", "fee 200000.00 coefficient 1.0000 score 97.00"),
        ("city", CITY): ("247000.00", "fee 260000.00 coefficient 0.9500 score 92.50"),
    },
}


def settlements(out):
    with open(out / "outcomes.csv", encoding="utf-8-sig", newline="") as f:
        return {(r["level"], r["subject"]): (r["value"], r["reason"])
                for r in csv.DictReader(f) if r["kind"] == "settlement"}


def adds_up(t, out):
    """What the reason prints makes the amount, and the score is that of the total."""
    with open(out / "scores.csv", encoding="utf-8-sig", newline="") as f:
        totals = {(r["level"], r["subject"]): r["score"] for r in csv.DictReader(f)
                  if r["node"] == "total"}
    for key, (amount, reason) in settlements(out).items():
        _, fee, _, coefficient, _, score = reason.split(" ")
        paid = (Decimal(fee) * Decimal(coefficient)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        t.same(amount, str(paid), f"{key}: fee x coefficient")
        t.same(score, totals[key], f"{key}: the printed total")


def told(t, out, db):
    """Store, run.json and the reports tell it; people read words."""
    with sqlite3.connect(db) as store:
        kept = store.execute("SELECT value FROM v_outcomes WHERE kind = 'settlement' AND"
                             " period = '2011-02' AND level = 'city'").fetchall()
    t.same(kept, [("249600.00",)], "the store keeps it")
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    t.same(sorted(o["value"] for o in run["outcomes"] if o["kind"] == "settlement"),
           ["200000.00", "249600.00", "55200.00"], "run.json")
    words = "费用 60000.00 系数 0.9200 得分 91.00"
    for name in ("report.txt", "report.html"):
        text = (out / name).read_text(encoding="utf-8")
        t.check("结算" in text and "55200.00" in text and words in text, f"{name} says it")
    rows = [line.split()[0] for line in (out / "report.txt").read_text(encoding="utf-8").split("\n")
            if line.startswith(("    罚单  ", "    结算  "))]
    t.same(rows, ["罚单"] * 3 + ["结算"] * 3, "what is charged stands before what is paid")
    with zipfile.ZipFile(out / "report.xlsx") as book:
        text = "".join(book.read(n).decode("utf-8") for n in book.namelist()
                       if n.endswith(".xml"))
    t.check("结算" in text and words in text, "report.xlsx says it")


def site(t, name, *settings):
    """A copy of the site with further settings, as lines of site.cfg."""
    folder = t.folder / name
    folder.mkdir()
    text = (SETTLED / "kaohe.cfg").read_text(encoding="utf-8")
    (folder / "kaohe.cfg").write_text(text.replace("../", f"{HERE / 'contractor'}/"),
                                      encoding="utf-8")
    text = (SETTLED / "site.cfg").read_text(encoding="utf-8")
    at = text.rindex(")")
    (folder / "site.cfg").write_text(text[:at].rstrip() + ",\n" + ",\n".join(settings) + " );\n",
                                     encoding="utf-8")
    return folder / "kaohe.cfg"


def varied(t):
    """Single settings of it by their path; a project without a fee has no settlement."""
    config = site(t, "tiers",
                  '{ path = "contractor.settlement.coefficient"; value = { kind = "tier"; steps ='
                  ' ( { below = 60; y = 0; }, { below = 95; y = 0.9; }, { y = 1.05; } ); }; }',
                  '{ path = "contractor.settlement.coefficient.steps.95.y"; value = 0.95; }',
                  '{ path = "contractor.settlement.digits"; value = 2; }')
    shown = t.run("check", "-c", config, "--print", env={"LANGUAGE": "en"})
    for line in ('contractor.settlement.fee = "fee"  # site.cfg:3',
                 "contractor.settlement.coefficient.steps.95.y = 0.95  # site.cfg:9",
                 "contractor.settlement.digits = 2  # site.cfg:10"):
        t.check(line in shown.stdout, f"check --print shows {line}: {shown.stdout[-1500:]}")
    lines = (HERE / "contractor" / "data" / "projects.csv").read_text(encoding="utf-8")
    data = t.folder / "projects.csv"
    data.write_text(lines.replace('"200,000"', ""), encoding="utf-8")
    out = t.folder / "out-tiers"
    done = t.score(config, out, "--input", f"contractor.projects={data}", period="2011-02")
    t.same(done.returncode, 0, f"exit status ({done.stderr[-800:]})")
    t.same(settlements(out), {
        ("project", f"{CITY}/P1"): ("57000.00", "fee 60000.00 coefficient 0.95 score 91.00"),
        ("city", CITY): ("57000.00", "fee 60000.00 coefficient 0.95 score 93.00"),
    }, "P2 has no fee")


def refused(t):
    """Exit status 2 with file, line and what is wrong."""
    for name, setting, text in (
            ("falls", '{ path = "contractor.settlement.coefficient.at"; value = ( (60, 1),'
             ' (90, "0.7") ); }', "site.cfg:5: the coefficient is not monotone: the score 59 has 1"
             " and 61, which is better, has 0.99;"),
            ("holes", '{ path = "contractor.settlement.coefficient"; value = { kind = "tier";'
             ' steps = ( { below = 60; y = 0; }, { from = 70; y = 1; } ); }; }',
             "site.cfg:8: 'settlement': at 65 no step applies"),
            ("fee", '{ path = "contractor.settlement.fee"; value = "spotcheck"; }',
             "site.cfg:8: the fee 'spotcheck' has no value at level 'city'"),
            ("key", '{ path = "contractor.settlement.level"; value = "city"; }',
             "site.cfg:8: unknown key 'level' in domain.settlement; did you mean 'levels'?")):
        done = t.run("check", "-c", site(t, name, setting), env={"LANGUAGE": "en"})
        t.same(done.returncode, 2, f"{name}: exit status")
        t.check(text in done.stderr, f"{name}: {done.stderr}")
        print(f"{name}: {done.stderr.strip()}")


def settlement(t):
    db = t.folder / "k.db"
    for period, expected in EXPECTED.items():
        out = t.folder / period
        done = t.score(SETTLED / "kaohe.cfg", out, period=period, db=db)
        t.same(done.returncode, 0, f"{period}: exit status ({done.stderr[-800:]})")
        found = settlements(out)
        print(f"{period}: {found}")
        t.same(found, expected, period)
        adds_up(t, out)
    told(t, t.folder / "2011-02", db)
    varied(t)
    refused(t)
