# SPDX-License-Identifier: Apache-2.0
"""Every mark of a judge is in one panel or listed once with its reason, and the panels, totals,
improvements and rates of a run are those of an independent model (tests/model/qc_model.py): over
the example's half-year, and over its marks changed at random.  A lost mark, a judge of the own
unit who counts, and tampered files are found."""

import copy
import csv
import sys
from pathlib import Path

from harness import Lcg, Test

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "model"))
sys.dont_write_bytecode = True

from qc_model import INNOVATION, Model, half_up, table  # noqa: E402

PERIOD = "2010-12"
SEEDS = 8


def names(config):
    """Names of cities as the files write them, by id."""
    return {r["id"]: r["name"] for r in table(config.parent.parent / "conf" / "orgs.csv")}


def load(out, name_of):
    found = {name: table(out / "tables" / f"qc.{name}.csv")
             for name in ("panels", "excluded_marks", "improvement")}
    found["scores"] = table(out / "scores.csv")
    for rows in found.values():
        for r in rows:
            city, *rest = r["subject"].split("/")
            r["subject"] = (name_of.get(city, city), *rest)
    return found


def findings(model, found):
    """What differs between the model and a run's files."""
    wrong = []

    def same(what, a, b):
        wrong.extend(f"{what}: {k}: {a.get(k)} and {b.get(k)}"
                     for k in sorted(set(a) | set(b), key=str) if a.get(k) != b.get(k))

    def shown(value):
        return "" if value is None else half_up(value)

    same("panel",
         {k: (str(n), *map(shown, values)) for k, (n, *values) in model.panels.items()},
         {(r["topic"], r["form"]): (r["judges"], r["dropped_high"], r["dropped_low"], r["mean"])
          for r in found["panels"]})
    same("excluded", {k: str(n) for k, n in model.excluded.items()},
         {(r["topic"], r["form"], r["judge"], r["reason"]): r["rows"]
          for r in found["excluded_marks"]})
    same("improvement", model.improvement(),
         {r["topic"]: tuple(r[c] for c in ("before", "target", "after", "attainment", "progress"))
          for r in found["improvement"]})
    for level, totals in model.totals().items():
        same(level, {k: shown(v) for k, v in totals.items()},
             {r["subject"]: r["score"] for r in found["scores"]
              if (r["domain"], r["level"], r["node"]) == ("qc", level, "total")})
    same("rate", {k: tuple(map(str, v)) for k, v in model.rates().items() if v[1]},
         {(r["node"], r["subject"][0]): (r["numerator"], r["denominator"])
          for r in found["scores"] if (r["domain"], r["level"]) == ("organiser", "city")
          and r["node"] != "total" and r["denominator"] not in ("", "0")})
    return wrong


def run(t, config, out):
    done = t.score(config, out, "--only", "qc,organiser", period=PERIOD)
    t.same(done.returncode, 0, f"{out.name}: exit status ({done.stderr[-600:]})")
    return load(out, names(config))


def told(t, what, model):
    counted, listed = model.accounted()
    print(f"{what}: {len(model.marks)} marks, {counted} in {len(model.panels)} panels, "
          f"{listed} listed", flush=True)
    t.same(counted + listed, len(model.marks), f"{what}: marks")


def change(lcg, rows, units):
    """The rows with something wrong about every twentieth, in another order."""
    made = []
    for row in rows:
        r = dict(row)
        what = lcg.below(160)
        if what == 0:
            r["得分"] = ""
        elif what == 1:
            r["得分"] = "30.5"
        elif what == 2:
            r["得分"] = "-0.5"
        elif what == 3:
            r["评审项目"] = list(INNOVATION)[lcg.below(6)]
        elif what == 4:
            r["评委单位"] = units[r["课题编号"]]
        elif what == 5:
            made.append(dict(r))
        elif what == 6:
            made.append(dict(r, 得分="1"))
        if what != 7:
            made.append(r)
    lcg.shuffle(made)
    return made


def write_marks(config, rows):
    path = config.parent / "data" / "qc-marks.csv"
    with open(path, "w", encoding="gb18030", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def random_marks(t, model):
    config = t.example("random")
    units = {k: model.unit[r["小组编号"]] for k, r in model.topics.items()}
    reasons = set()
    for seed in range(1, SEEDS + 1):
        write_marks(config, change(Lcg(seed), model.marks, units))
        other = Model(config.parent / "data")
        told(t, f"seed {seed}", other)
        t.same(findings(other, run(t, config, t.folder / f"random{seed}")), [],
               f"seed {seed}: findings")
        reasons |= {k[3] for k in other.excluded}
    t.same(sorted(reasons), ["incomplete", "no_points", "out_of_range", "own_unit",
                             "too_few_judges", "twice", "unknown_item"], "reasons that occur")


def broken(t, model, found):
    def tampered(name, edit):
        other = copy.deepcopy(found)
        edit(other[name])
        return findings(model, other)

    t.check(tampered("excluded_marks", lambda rows: rows.pop()), "a mark not listed is found")
    t.check(tampered("excluded_marks", lambda rows: rows[0].update(rows="4")),
            "a mark too few is found")
    t.check(tampered("panels", lambda rows: rows[0].update(mean="90.00")),
            "another mean is found")
    t.check(tampered("scores", lambda rows: rows.remove(next(
        r for r in rows if r["level"] == "group"))), "a lost group is found")
    config = t.example("broken")
    write_marks(config, model.marks[1:])
    wrong = findings(model, run(t, config, t.folder / "lost"))
    print(f"one mark lost: {wrong[:2]}")
    t.check(wrong, "a lost mark is found")
    # Without the unit of topics, judges of the group's own unit count.
    config = t.example("own")
    path = config.parent.parent / "conf" / "modules.d" / "qc.cfg"
    text = path.read_text("utf-8")
    line = '        unit = { lookup = "groups"; by = ( "group" ); };\n'
    path.write_text(text.replace(line, "", 1), "utf-8")
    wrong = findings(model, run(t, config, t.folder / "own-unit"))
    print(f"own unit counts: {wrong[:2]}")
    t.check(any("own_unit" in w for w in wrong), "a judge of the own unit who counts is found")


def main():
    t = Test()
    config = t.example()
    model = Model(config.parent / "data")
    found = run(t, config, t.folder / "out")
    told(t, "example", model)
    t.same(findings(model, found), [], "example: findings")
    random_marks(t, model)
    broken(t, model, found)
    t.done()


if __name__ == "__main__":
    main()
