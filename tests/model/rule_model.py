#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""rule_model - random schemes and inputs through the rule core and through the reference.

    rule_model.py --core BUILD/tests/model/rule_cases [--cases N] [--seed N] [--first N]
                  [--break NAME] [--mutants] [--show N]

Both must find the same: state, exact and printed score, value, full, weight,
contributions and flags of every node of every unit, ranks and grades.  Contributions add
up to the total, exactly and as printed.  Case k of a seed is always the same.  --break
switches a mistake of the reference on; --mutants expects each of them to be found."""
import argparse
import collections
import random
import subprocess
import sys
from fractions import Fraction as F

import rule_made
import rule_reference as reference

BATCH = 500  # cases given to one process of the core
WORDS = ("thin", "provisional", "falsified", "no_data", "not_used", "min_children", "competitors", "breakpoints",
         "small_cohort", "exempt")
COLUMNS = ("level", "subject", "node", "kind", "state", "value", "score", "printed", "full", "weight",
           "weight_used", "contribution", "printed_contribution", "flags")


def made(seed, number):
    return rule_made.Maker(random.Random(f"{seed}/{number}")).case()


def number_of(text):
    return F(text) if text else None


def answers(text):
    """{number of the case: list of lines}"""
    found, now = {}, None
    for line in text.split("\n"):
        if line.startswith("case "):
            now = found.setdefault(int(line[5:]), [])
        elif now is not None and line:
            now.append(line)
    return found


def core_rows(lines):
    rows, ranks = {}, {}
    for line in lines:
        cells = line.split("\t")
        if cells[0] == "row":
            row = dict(zip(COLUMNS, cells[1:]))
            for name in COLUMNS[5:-1]:
                row[name] = number_of(row[name])
            row["flags"] = {f for f in row["flags"].split(" ") if f.split(":")[0] in WORDS}
            rows[row["level"], row["subject"], row["node"]] = row
        elif cells[0] == "rank":
            ranks[cells[3]] = (cells[2], int(cells[4]), cells[5])
    return rows, ranks


def is_adjustment(node):
    return "~" in node


def sums(rows, ranks):
    """Contributions of every unit against its total."""
    wrong, exact, printed = [], collections.Counter(), collections.Counter()
    for (level, subject, node), row in rows.items():
        if node not in ("total", "total_if_upheld") and row["contribution"] is not None:
            exact[level, subject] += row["contribution"]
            printed[level, subject] += row["printed_contribution"]
    for (level, subject), total in exact.items():
        row = rows[level, subject, "total"]
        if (row["score"] or 0) != total or (row["printed"] or 0) != printed[level, subject]:
            wrong.append(f"{level} {subject}: contributions {total}, {printed[level, subject]}; "
                         f"total {row['score']}, {row['printed']}")
    return wrong


def differences(expected, found):
    rows, ranks = expected
    core, core_ranks = found
    wrong = sums(core, core_ranks)
    groups_whole = {k[:2] for k in rows if k[2] != "total" and k[0] == "g"}
    for key, row in rows.items():
        if key not in core:
            wrong.append(f"{key}: the core has no such row; expected {row}")
            continue
        for name, value in row.items():
            if core[key][name] != value:
                wrong.append(f"{key} {name}: the core has {core[key][name]}, the reference {value}")
    for key in core:
        if key not in rows and (key[0] == "u" or key[2] == "total" or
                                key[:2] in groups_whole and not is_adjustment(key[2])):
            wrong.append(f"{key}: only the core has this row: {core[key]}")
    for subject in set(ranks) | set(core_ranks):
        if ranks.get(subject) != core_ranks.get(subject):
            wrong.append(f"rank of {subject}: the core has {core_ranks.get(subject)}, "
                         f"the reference {ranks.get(subject)}")
    return wrong


def run(core, text):
    done = subprocess.run([core], input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{core}: exit status {done.returncode}: {done.stderr[-2000:]}")
    return answers(done.stdout)


def compare(options, first, n):
    """(cases, rows, [(number, differences)]) of some cases."""
    cases = {k: made(options.seed, k) for k in range(first, first + n)}
    found = run(options.core, "".join(rule_made.case_text(k, c) for k, c in cases.items()))
    wrong, rows = [], 0
    for k, case in cases.items():
        lines = found.get(k, ["refused: no answer"])
        if lines[0].startswith("refused") or lines[-1] != "end":
            wrong.append((k, lines[:1]))
            continue
        core = core_rows(lines[:-1])
        rows += len(core[0])
        told = differences(reference.score(case), core)
        if told:
            wrong.append((k, told))
    return rows, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--core", required=True)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", default="kaohe")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--break", dest="broken", choices=reference.BREAKS)
    parser.add_argument("--mutants", action="store_true")
    parser.add_argument("--show", type=int, help="print the text of this case")
    parser.add_argument("--most", type=int, default=10, help="cases shown that differ")
    options = parser.parse_args()
    if options.show is not None:
        print(rule_made.case_text(options.show, made(options.seed, options.show)))
        return 0
    if options.mutants:
        return mutants(options)
    reference.broken = {options.broken} if options.broken else set()
    total, wrong = 0, []
    for first in range(options.first, options.first + options.cases, BATCH):
        n = min(BATCH, options.first + options.cases - first)
        rows, some = compare(options, first, n)
        total += rows
        for k, told in some[:max(0, options.most - len(wrong))]:
            print(f"case {k}:\n  " + "\n  ".join(told[:8]))
        wrong += some
    print(f"{options.cases} cases of seed {options.seed}, {total} rows: {len(wrong)} cases differ")
    return 1 if wrong else 0


def mutants(options):
    """Every mistake of the reference must be found."""
    missed = []
    for name in reference.BREAKS:
        reference.broken = {name}
        _, wrong = compare(options, options.first, options.cases)
        print(f"{name}: {len(wrong)} of {options.cases} cases differ")
        missed += [] if wrong else [name]
    for name in missed:
        print(f"mistake '{name}' of the reference was not found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
