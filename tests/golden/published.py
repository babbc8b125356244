# SPDX-License-Identifier: Apache-2.0
"""domain.md 9.1 and 9.4: published rows of operators, and the sector made of them by roll-up."""

import csv
import pathlib

from contributions import check_folder

HERE = pathlib.Path(__file__).resolve().parent / "published"


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


class Run:
    """The rows of one run; `same` compares a column of a subject's nodes."""

    def __init__(self, t, name, *inputs):
        self.t, self.name, self.out = t, name, t.folder / name
        args = [a for i in inputs for a in ("--input", i)]
        done = t.score(HERE / "kaohe.cfg", self.out, *args, period="2012-03", env={"LANGUAGE": "en"})
        t.same(done.returncode, 0, f"{name}: exit status ({done.stderr[-800:]})")
        check_folder(t, self.out, name)
        self.rows = {(r["domain"], r["subject"], r["node"]): r for r in table(self.out / "scores.csv")}

    def found(self, domain, subject, nodes, column="value"):
        return {node: self.rows[domain, subject, node][column] for node in nodes}

    def same(self, domain, subject, expected, column="value"):
        found = self.found(domain, subject, expected, column)
        print(f"{self.name} {subject}: {found}")
        self.t.same(found, expected, f"{domain} {subject} {column}")


def petitions(run):
    """domain.md 9.1: rows add up, shares of 16,055, rates before, users, concentration."""
    for operator, share, previous, users, all_users, concentration, total in (
            ("Telecom", "25.4", "13.08", "300.1", "1293", "1.095", "4081"),
            ("Mobile", "37.0", "10.04", "690.7", "1286", "0.689", "5940"),
            ("Unicom", "37.6", "23.76", "298.7", "1293", "1.628", "6034")):
        run.same("petitions", f"all/{operator}", {
            "cases": total, "printed": total, "share": share, "shares": share, "previous": previous,
            "users": users, "all_users": all_users, "concentration": concentration})
    run.same("petitions", "all", {"service": "6952", "network": "3118", "billing": "5985",
                                  "cases": "16055", "printed": "16055", "shares": "100.0"})


def disagree(t):
    """domain.md 10.8 trap 6: published totals that disagree are told, not repaired."""
    run = Run(t, "disagree", f"petitions.notice={HERE / 'data' / 'disagree.csv'}")
    run.same("petitions", "all/two", {"cases": "33", "printed": "34", "share": "32.4"})
    run.same("petitions", "all", {"cases": "102", "printed": "103", "shares": "100.1"})


def groups(run):
    """domain.md 9.4 and domain.md 10.8 trap 4: 88.06 is the ratio of sums, 90.15 the mean of ratios."""
    for operator, rate in (("Telecom", "92.15"), ("Mobile", "87.00"), ("Unicom", "91.30")):
        run.same("groups", f"operators/{operator}", {"activity": rate})
    run.same("groups", "operators", {"activity": "88.06", "awarded": "237"})
    run.same("groups", "awards", {"award_rate": "81.16"})
    run.same("means", "operators", {"total": "90.15"}, "score")


# One row of each file is another: what is expected above must not hold.
OTHERS = {"petitions.notice": ("petitions", "2033", "2133"), "groups.groups": ("groups", "16290", "16390"),
          "means.groups": ("groups", "2135", "2145")}
TOLD = [("petitions", "all", "cases", "value"), ("petitions", "all/Mobile", "share", "value"),
        ("groups", "operators", "activity", "value"), ("means", "operators", "total", "score")]


def others(t, run):
    inputs = []
    for dataset, (name, old, new) in OTHERS.items():
        text = (HERE / "data" / f"{name}.csv").read_text(encoding="utf-8")
        t.check(old in text, f"{name}.csv has {old}")
        file = t.folder / f"{dataset}.csv"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        inputs.append(f"{dataset}={file}")
    other = Run(t, "others", *inputs)
    for domain, subject, node, column in TOLD:
        found, before = (r.rows[domain, subject, node][column] for r in (other, run))
        t.check(found != before, f"{domain} {subject} {node}: {before} whatever the data are")


def published(t):
    run = Run(t, "published")
    petitions(run)
    disagree(t)
    groups(run)
    others(t, run)
