# SPDX-License-Identifier: Apache-2.0
"""Schemes that are unusual and right: no proof refutes them, and they score as by hand."""

import csv

from harness import Test

CONFIG = """database = "k.db"; modules = "m"; data = ".";
boards = ( { id = "b"; domain = "d"; level = "u"; %s } );
"""
MODULE = """domain = {
  id = "d"; plugin = "declared"; enabled = true; cycle = { months = 1; };
  subject = ( "u", "g" ); levels = ( { id = "u"; of = ( "u", "g" ); } );
  inputs = { f = { file = "f-{YYYY}{MM}.csv"; }; };
  params = {
    datasets = ( { id = "f"; when = "at"; columns = ( { name = "at"; type = "date"; },
      { name = "a"; type = "dec"; scale = 2; nullable = true; }, { name = "b"; type = "dec"; scale = 2; nullable = true; },
      { name = "t"; type = "int"; nullable = true; } ); } );
    measures = ( { name = "n"; fold = "count"; }, { name = "a"; fold = "sum"; of = "a"; }, { name = "ka"; fold = "count"; of = "a"; },
      { name = "b"; fold = "mean"; of = "b"; }, { name = "t"; fold = "max"; of = "t"; } );
    indicators = ( { id = "a"; of = "a"; per = "ka"; scale = 2; }, { id = "b"; of = "b"; better = "lower"; scale = 2; },
      { id = "t"; of = "t"; }, { id = "n"; of = "n"; better = "lower"; } );
  };
  scheme = (
%s
  );
};
"""
USUAL = 'grades = ( { id = "y"; from = 50; }, { id = "z"; } );'

# What is shown, versions, rows (u,g,a,b,t), grades of the board; printed total and grade by hand; month
CASES = [
    ("bonuses above 100, cap 110",
     '{ from = "2011-01"; cap = 110; nodes = ( { id = "A"; weight = 100; indicator = "a"; '
     'points = { kind = "pwl"; at = ( (0, 0), (100, 1) ); }; }, '
     '{ id = "E"; kind = "bonus"; cap = 15; nodes = ( { id = "E1"; indicator = "t"; '
     'points = { kind = "each"; deduct = 2; }; } ); } ); }',
     'p,x,100,,3 q,x,100,,9 r,x,50,,1', 'grades = ( { id = "s"; from = 105; }, { id = "y"; from = 50; }, '
     '{ id = "z"; } );',
     'p 106.00 s, q 110.00 s, r 52.00 y', "2011-04"),
    ("shares above 1, cap 120",
     '{ from = "2011-01"; cap = 120; nodes = ( { id = "A"; weight = 100; indicator = "a"; '
     'points = { kind = "pwl"; at = ( (0, 0), (100, 1), (120, 1.2) ); }; } ); }',
     'p,x,110,, q,x,200,,', USUAL,
     'p 110.00 y, q 120.00 y', "2011-04"),
    ("rising and falling steps, either end closed",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 60; indicator = "b"; points = { kind = "tier"; '
     'steps = ( { upto = 4; points = 60; }, '
     '{ below = 8; points = 30; }, { upto = 8; points = 15; }, { points = 0; } ); }; }, '
     '{ id = "B"; weight = 40; indicator = "a"; points = { kind = "tier"; steps = ( { upto = 60; points = 0; }, '
     '{ below = 90; points = 20; }, { points = 40; } ); }; } ); }',
     'p,x,60,4, q,x,60.01,4.01, r,x,90,8, s,x,89.99,8.01,', 'grades = ( { id = "y"; from = 60; }, { id = "z"; } );',
     'p 60.00 y, q 50.00 z, r 55.00 z, s 20.00 z', "2011-04"),
    ("all, and worst within best, with min_children",
     '{ from = "2011-01"; nodes = ( { id = "G"; weight = 50; kind = "best"; nodes = ( { id = "G1"; '
     'full = 10; indicator = "a"; points = { kind = "share"; }; }, '
     '{ id = "G2"; full = 30; kind = "worst"; min_children = 2; nodes = ( { id = "W1"; full = 5; '
     'indicator = "a"; points = { kind = "share"; }; }, '
     '{ id = "W2"; full = 7; indicator = "b"; points = { kind = "pwl"; at = ( (0, 1), (10, 0) ); }; } ); } ); }, '
     '{ id = "H"; weight = 50; kind = "all"; pass = 0.6; nodes = ( { id = "H1"; full = 1; '
     'indicator = "a"; points = { kind = "share"; }; }, '
     '{ id = "H2"; full = 1; indicator = "b"; points = { kind = "pwl"; at = ( (0, 1), (10, 0) ); }; } ); } ); }',
     'p,x,60,4, q,x,59.99,2, r,x,80,, s,x,20,1,', USUAL,
     'p 80.00 y, q 30.00 z, r 90.00 y, s 10.00 z', "2011-04"),
    ("quota on every grade, exempt units",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 100; indicator = "a"; points = { kind = "pwl"; '
     'at = ( (0, 0), (100, 1) ); }; } ); }',
     'p,x,99,, q,x,98,, r,y,97,, s,x,20,,', 
     'exempt = { g = "y"; }; grades = ( { id = "a"; from = 95; quota = 0.4; }, { id = "b"; from = 80; '
     'quota = 0.4; }, { id = "c"; from = 60; quota = 1; }, { id = "d"; worst = 0.3; } );',
     'p 99.00 a, q 98.00 b, r 97.00 a, s 20.00 d', "2011-04"),
    ("thin = na",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 60; indicator = "a"; min_samples = 2; '
     'thin = "na"; points = { kind = "share"; }; }, '
     '{ id = "B"; weight = 40; indicator = "t"; points = { kind = "share"; }; } ); }',
     'p,x,50,,90 p,x,70,,90 q,x,50,,90', USUAL,
     'p 72.00 y, q 90.00 y', "2011-04"),
    ("versions with different fulls: April",
     '{ from = "2011-01"; full = 100; nodes = ( { id = "A"; weight = 100; indicator = "a"; '
     'points = { kind = "pwl"; at = ( (0, 0), (100, 1) ); }; } ); }, '
     '{ from = "2011-05"; full = 120; cap = 120; nodes = ( { id = "A"; weight = 120; indicator = "a"; '
     'points = { kind = "share"; }; } ); }',
     'p,x,50,,', USUAL,
     'p 50.00 y', "2011-04"),
    ("versions with different fulls: May",
     '{ from = "2011-01"; full = 100; nodes = ( { id = "A"; weight = 100; indicator = "a"; '
     'points = { kind = "pwl"; at = ( (0, 0), (100, 1) ); }; } ); }, '
     '{ from = "2011-05"; full = 120; cap = 120; nodes = ( { id = "A"; weight = 120; indicator = "a"; '
     'points = { kind = "share"; }; } ); }',
     'p,x,50,,', USUAL,
     'p 60.00 y', "2011-05"),
    ("achievement points from threshold to benchmark",
     '{ from = "2011-01"; full = 10; digits = 0; nodes = ( { id = "A"; weight = 10; digits = 0; '
     'round = true; indicator = "a"; points = { kind = "ramp"; direction = "rising"; from = "t"; to = 90; '
     'low = 1; high = 10; below = 0; above = 10; inside = { add = 0; digits = 0; min = 1; max = 9; }; '
     'equal = 10; reversed = "na"; }; } ); }',
     'p,x,50,,50 q,x,49.99,,50 r,x,89.99,,50 s,x,90,,50 v,x,70,,50', 'grades = ( { id = "y"; from = 5; }, '
     '{ id = "z"; } );',
     'p 1 z, q 0 z, r 9 y, s 10 y, v 6 y', "2011-04"),
    ("floor before bonus",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 100; indicator = "a"; points = { kind = "pwl"; '
     'at = ( (0, 0), (100, 1) ); }; }, '
     '{ id = "D"; kind = "deductions"; nodes = ( { id = "D1"; indicator = "b"; points = { kind = "each"; '
     'deduct = 50; }; } ); }, '
     '{ id = "E"; kind = "bonus"; nodes = ( { id = "E1"; indicator = "t"; points = { kind = "each"; '
     'deduct = 1; }; } ); } ); }',
     'p,x,80,2,5 q,x,80,1,90', USUAL,
     'p 5.00 z, q 100.00 y', "2011-04"),
    ("places, the lower the better, per group, one exempt",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 100; indicator = "b"; points = { kind = "rank"; '
     'bands = ( { upto = 1; points = 100; }, '
     '{ upto = 2; points = 80; }, { points = 60; } ); group = "g"; exempt = { u = "s"; }; }; } ); }',
     'p,x,,1, q,x,,2, r,x,,3, s,x,,0, v,y,,9,', 'grades = ( { id = "y"; from = 80; }, { id = "z"; } );',
     'p 100.00 y, q 80.00 y, r 60.00 z, s na, v 100.00 y', "2011-04"),
    ("a sum of a mean",
     '{ from = "2011-01"; kind = "sum"; full = 30; nodes = ( { id = "A"; full = 10; indicator = "a"; '
     'points = { kind = "share"; }; }, '
     '{ id = "M"; full = 20; kind = "mean"; nodes = ( { id = "M1"; full = 3; indicator = "a"; '
     'points = { kind = "share"; }; }, '
     '{ id = "M2"; full = 9; indicator = "t"; points = { kind = "share"; }; } ); } ); }',
     'p,x,50,,100 q,x,50,,', 'grades = ( { id = "y"; from = 15; }, { id = "z"; } );',
     'p 20.00 y, q 15.00 y', "2011-04"),
    ("standard scores",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 100; indicator = "a"; '
     'points = { kind = "zscore"; clamp = ( 20, 80 ); }; } ); }',
     'p,x,80,, q,x,85,, r,x,90,,', USUAL,
     'p 37.75 z, q 50.00 y, r 62.25 y', "2011-04"),
    ("standard scores of two",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 100; indicator = "a"; '
     'points = { kind = "zscore"; clamp = ( 20, 80 ); }; } ); }',
     'p,x,80,, q,x,85,,', USUAL,
     'p na, q na', "2011-04"),
    ("full without data, steps down and up",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 40; indicator = "a"; zero = "full"; '
     'points = { kind = "unit"; beyond = 95; side = "below"; unit = 0.5; each = 3; steps = "ceil"; '
     'cap = 30; }; }, '
     '{ id = "B"; weight = 60; indicator = "n"; points = { kind = "unit"; beyond = 1; side = "above"; '
     'unit = 1; each = 7; }; } ); }',
     'p,x,94.4,, q,x,95,, r,x,,, r,x,,, s,x,1,,', USUAL,
     'p 94.00 y, q 100.00 y, r 93.00 y, s 70.00 y', "2011-04"),
    ("steps below 0",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 100; indicator = "t"; points = { kind = "tier"; '
     'steps = ( { below = -5; points = 0; }, '
     '{ below = 0; points = 40; }, { upto = 0; points = 70; }, { points = 100; } ); }; } ); }',
     'p,x,,,-6 q,x,,,-5 r,x,,,0 s,x,,,1', 'grades = ( { id = "y"; from = 70; }, { id = "z"; } );',
     'p 0.00 z, q 40.00 z, r 70.00 y, s 100.00 y', "2011-04"),
    ("a plateau",
     '{ from = "2011-01"; nodes = ( { id = "A"; weight = 100; indicator = "a"; points = { kind = "pwl"; '
     'at = ( (60, 0.6), (80, 0.6), (90, 1) ); }; } ); }',
     'p,x,10,, q,x,85,,', 'grades = ( { id = "y"; from = 61; }, { id = "z"; } );',
     'p 60.00 z, q 80.00 y', "2011-04"),
    ("a target of its own, a bonus that is meant to fall",
     '{ from = "2011-01"; cap = 105; nodes = ( { id = "A"; weight = 100; indicator = "a"; '
     'points = { kind = "linear"; per = "t"; equal = 0; reversed = "na"; }; }, '
     '{ id = "E"; kind = "bonus"; nodes = ( { id = "E1"; indicator = "b"; points = { kind = "value"; '
     'cap = 5; not_monotone = true; }; } ); } ); }',
     'p,x,40,3,80 q,x,40,9,40', USUAL,
     'p 53.00 y, q 105.00 y', "2011-04"),
    ("weights of tenths",
     '{ from = "2011-01"; full = "0.3"; nodes = ( { id = "A"; weight = 0.1; indicator = "a"; '
     'points = { kind = "share"; }; }, '
     '{ id = "B"; weight = "0.2"; indicator = "a"; points = { kind = "share"; }; } ); }',
     'p,x,50,,', 'grades = ( { id = "y"; from = 0.2; }, { id = "z"; } );',
     'p 0.15 z', "2011-04"),
]


def result(top):
    """Every unit's printed total, or its state, and its grade."""
    found, grade = {}, {}
    with (top / "out" / "outcomes.csv").open(encoding="utf-8-sig") as f:
        for row in csv.DictReader(f):
            if row["kind"] == "grade":
                grade[row["subject"]] = row["value"]
    with (top / "out" / "scores.csv").open(encoding="utf-8-sig") as f:
        for row in csv.DictReader(f):
            if row["node"] == "total":
                found[row["subject"].split("/")[0]] = f"{row['score'] or row['state']} {grade.get(row['subject'], '')}".strip()
    return ", ".join(f"{unit} {said}" for unit, said in sorted(found.items()))


def right(t, n, case):
    what, scheme, rows, grades, hand, month = case
    top = t.folder / str(n)
    (top / "m").mkdir(parents=True)
    (top / "kaohe.cfg").write_text(CONFIG % grades)
    (top / "m" / "d.cfg").write_text(MODULE % scheme)
    lines = ["at,u,g,a,b,t", *(f"{month}-05,{row}" for row in rows.split())]
    (top / f"f-{month.replace('-', '')}.csv").write_text("\n".join(lines) + "\n")
    done = t.run("check", "-c", "kaohe.cfg", "--plugins", t.plugins, cwd=top)
    t.same(done.returncode, 0, f"{what}: {done.stderr[-400:]}")
    done = t.run("run", "-c", "kaohe.cfg", "--period", month, "--out", "out", "--plugins", t.plugins, cwd=top)
    if t.same(done.returncode, 0, f"{what}: run: {done.stderr[-400:]}"):
        t.same(result(top), hand, what)


def main():
    t = Test()
    for n, case in enumerate(CASES):
        right(t, n, case)
    t.done()


if __name__ == "__main__":
    main()
