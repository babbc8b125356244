# SPDX-License-Identifier: Apache-2.0
"""Wrong configurations through the program: each is the right one with one text replaced, and `check`
refuses it with exit status 2, `file:line:`, and a sentence that holds the counter-example, in English
and in Chinese.  Beside each stands its mend, another text at the same place, which passes."""

import re
import shutil

from harness import Test

KAOHE = """database = "k.db"; modules = "m"; orgs = "orgs.csv"; data = ".";
composite = { level = "city"; policy = "redistribute"; domains = (
  { domain = "hall"; weight = 60; },
  { domain = "line"; weight = 40; } ); };
boards = (
  { id = "halls"; domain = "hall"; level = "city"; grades = (
    { id = "good"; from = 90; },
    { id = "pass"; from = 60; },
    { id = "fail"; } ); },
  { id = "all"; level = "city"; grades = (
    { id = "top"; from = 80; },
    { id = "rest"; } ); }
);
"""
HALL = """domain = {
  id = "hall"; plugin = "declared"; enabled = true; cycle = { months = 1; };
  subject = ( "role", "city" );
  levels = (
    { id = "counter"; of = ( "role", "city" ); },
    { id = "city"; of = ( "city" ); from = "counter"; by = "merge"; }
  );
  inputs = { visits = { file = "visits-{YYYY}{MM}.csv"; }; };
  params = {
    datasets = (
      { id = "visits"; when = "at"; columns = (
          { name = "at"; type = "time"; },
          { name = "answered"; type = "bool"; },
          { name = "wait"; type = "dec"; scale = 1; nullable = true; } ); }
    );
    measures = (
      { name = "calls"; fold = "count"; },
      { name = "taken"; fold = "count"; where = "answered"; },
      { name = "waited"; fold = "mean"; of = "wait"; where = "answered"; },
      { name = "lost"; fold = "count"; where = "not answered"; }
    );
    indicators = (
      { id = "rate"; of = "taken"; per = "calls"; times = 100; unit = "%"; scale = 2; },
      { id = "wait"; of = "waited"; unit = "s"; scale = 1; better = "lower"; },
      { id = "lost"; of = "lost"; better = "lower"; },
      { id = "calls"; of = "calls"; }
    );
  };
  plates = { green = 85; yellow = 70; levels = ( "city" ); };
  vetoes = (
    { id = "V"; indicator = "lost"; above = 10; level = "counter"; actions = ( { total = 0; } ); }
  );
  scheme = (
    { from = "2011-01"; id = "x"; for = { role = "X"; }; full = 100; nodes = (
      { id = "A"; weight = 20.1; full = 20; indicator = "rate";
        points = { kind = "pwl"; at = ( (75, 0), (85, 0.8), (90, 1) ); }; },
      { id = "B"; weight = 20.2; full = 40; indicator = "wait";
        points = { kind = "tier"; precision = 1; steps = (
          { upto = 1.6; points = 40; },
          { from = 1.7; upto = 3; points = 20; },
          { from = 3.1; points = 0; } ); }; },
      { id = "C"; weight = 59.7; full = 20; indicator = "rate";
        points = { kind = "tier"; steps = (
          { below = 60; points = 0; },
          { from = 60; below = 80; points = 10; },
          { from = 80; points = 20; } ); }; },
      { id = "D"; kind = "deductions"; cap = 10; nodes = (
        { id = "D1"; indicator = "lost"; points = { kind = "each"; deduct = 1; }; } ); }
    ); }
  );
};
"""
LINE = """domain = {
  id = "line"; plugin = "declared"; enabled = true; cycle = { months = 1; };
  subject = ( "city" ); levels = ( { id = "city"; of = ( "city" ); } );
  inputs = { faults = { file = "faults-{YYYY}{MM}.csv"; }; };
  params = {
    datasets = ( { id = "faults"; when = "at"; columns = ( { name = "at"; type = "time"; }, { name = "hours"; type = "int"; } ); } );
    measures = ( { name = "hours"; fold = "mean"; of = "hours"; }, { name = "longest"; fold = "max"; of = "hours"; } );
    indicators = ( { id = "hours"; of = "hours"; better = "lower"; scale = 2; }, { id = "longest"; of = "longest"; better = "lower"; } );
  };
  scheme = (
    { from = "2011-01"; nodes = (
      { id = "H"; weight = 70; indicator = "hours";
        points = { kind = "pwl"; at = ( (2, 1), (10, 0) ); }; },
      { id = "L"; weight = 20; indicator = "longest";
        points = { kind = "pwl"; at = ( (4, 1), (20, 0) ); }; },
      { id = "R"; weight = 10; results = { domain = "hall"; level = "city"; }; } ); }
  );
};
"""
ORGS = """id,name,parent,level,from,to,aliases
p,Prov,,province,,,
ay,Anyang,p,city,,,
ly,Luoyang,p,city,,,
"""
FILES = {"kaohe.cfg": KAOHE, "m/hall.cfg": HALL, "m/line.cfg": LINE, "orgs.csv": ORGS}

K, H, L = "kaohe.cfg", "m/hall.cfg", "m/line.cfg"
PWL = 'kind = "pwl"; at = ( (75, 0), (85, 0.8), (90, 1) );'
EACH = 'kind = "each"; deduct = 1;'
NO_DATA = 'indicator = "wait";%s\n        points = { kind = "tier"; precision = 1; steps = (\n          { upto = 1.6; points = %s; }'
VETO = 'indicator = "lost"; above = 10;'
RESULTS = 'results = { domain = "%s"; level = "city"; };'

# file, text, wrong, right, where it is told (None: where the text stands), words of the sentence
BANDS = [
    (H, "precision = 1; ", "", "precision = 2; ".replace("2", "1"), "from = 1.7", ["'B'", "at 1.65 no step applies", "precision"]),
    (H, "{ from = 1.7;", "{ from = 1.8;", "{ above = 1.6;", None, ["'B'", "at 1.7 no step applies"]),
    (H, "{ from = 3.1;", "{ from = 3;", "{ above = 3;", None, ["'B'", "at 3 two steps apply"]),
    (H, "{ from = 80; points", "{ from = 80; below = 100; points", "{ points", None, ["'C'", "at 100 no step applies", "upper end"]),
    (H, "{ from = 80; points", "{ from = 80; upto = 100; points", "{ points", None, ["'C'", "at 101 no step applies", "upper end"]),
    (H, "{ from = 60; below", "{ from = 50; below", "{ below", None, ["'C'", "at 55 two steps apply"]),
    (H, "{ from = 60; below", "{ from = 65; below", "{ below", None, ["'C'", "at 62.5 no step applies"]),
    (H, "{ from = 60; below", "{ above = 60; below", "{ below", None, ["'C'", "at 60 no step applies"]),
    (H, "{ below = 60; points", "{ from = 0; below = 60; points", "{ below = 60.0; points", None, ["'C'", "at -1 no step applies", "lower end"]),
    (H, "below = 80;", "below = 50;", "below = 80.0;", None, ["50 must lie above the one before"]),
    (H, "upto = 1.6;", "upto = 1.65;", "upto = 1.60;", None, ["more digits than precision = 1"]),
    (H, "{ from = 60; below = 80;", "{ from = 60;", "{ below = 80;", None, ["without below or upto must be the last"]),
]
MONOTONE = [
    (H, "(90, 1)", "(90, 0.7), (95, 1)", "(90, 0.9), (95, 1)", None, ["'A'", "85 scores 16", "90, which is better, scores 14"]),
    (H, "(75, 0), (85, 0.8), (90, 1)", "(75, 1), (85, 0.8), (90, 0)", "(90, 1), (85, 0.8), (75, 0)", None,
     ["'A' runs the wrong way", "74 scores 20", "76, which is better, scores 19.6"]),
    (H, "(85, 0.8), (90, 1)", "(90, 1), (85, 0.8)", "(85, 1)", None, ["x = 85 is out of order"]),
    (H, "(85, 0.8), (90, 1)", "(85, 0.8), (85, 1)", "(85, 0.8), (86, 1)", None, ["x = 85 is out of order"]),
    (H, "points = 10;", "points = 30;", "points = 20;", "kind = \"tier\"; steps", ["'C'", "60 scores 30", "80, which is better, scores 20"]),
    (H, "points = 40;", "points = 10;", "points = 40.0;", "kind = \"tier\"; precision", ["'B'", "3 scores 20", "1.6, which is better, scores 10"]),
    (H, 'full = 40; indicator = "wait"', 'full = 40; indicator = "rate"', 'full = 40; indicator = "lost"',
     "kind = \"tier\"; precision", ["'B' runs the wrong way", "1.5 scores 40", "3, which is better, scores 20"]),
    (H, EACH, 'kind = "unit"; beyond = 3; side = "below"; unit = 1; each = 2;', 'kind = "unit"; beyond = 3; side = "above"; unit = 1; each = 2;',
     None, ["'D/D1'", "5 costs 0", "2, which is better, costs 2"]),
    (H, '"D1"; indicator = "lost"', '"D1"; indicator = "calls"', '"D1"; indicator = "wait"', None,
     ["'D/D1'", "0 costs 0", "1, which is better, costs 1"]),
    (H, 'id = "D"; kind = "deductions"', 'id = "D"; kind = "bonus"', 'id = "D0"; kind = "deductions"', "id = \"D1\"",
     ["'D/D1'", "2 adds 2", "1, which is better, adds 1"]),
    (H, PWL, 'kind = "linear"; per = -90;', 'kind = "linear"; per = 90;', None, ["'A'", "-90 scores 20", "0, which is better, scores 0"]),
    (H, PWL, 'kind = "occ";', 'kind = "share";', None, ["'A'", "0 scores 20", "1, which is better, scores 19"]),
    (H, PWL, 'kind = "rank"; bands = ( { upto = 3; points = 10; }, { points = 20; } );',
     'kind = "rank"; bands = ( { upto = 3; points = 20; }, { points = 10; } );', None, ["'A'", "rank 4 scores 20", "rank 3 scores 10"]),
    (H, PWL, 'kind = "ramp"; from = 75; to = 90; low = 0; high = 20; above = 18;',
     'kind = "ramp"; from = 75; to = 90; low = 0; high = 18; above = 20;', None, ["'A'", "89 scores 56/3", "90, which is better, scores 18"]),
    (H, PWL, 'kind = "ramp"; direction = "rising"; from = "calls"; to = 90; low = 5; high = 20; below = 6; equal = 20; reversed = 20;',
     'kind = "ramp"; direction = "rising"; from = "calls"; to = 90; low = 5; high = 20; equal = 20; reversed = 20;', None,
     ["'A'", "less than calls scores 6", "calls, which is better, scores 5"]),
    (H, PWL, 'kind = "ramp"; direction = "rising"; from = "calls"; to = 90; low = 5; high = 20;',
     'kind = "ramp"; direction = "rising"; from = "calls"; to = 90; low = 5; high = 20; equal = "na"; reversed = "na";', None,
     ["equal or reversed", "equal = ...; reversed = ..."]),
    (H, 'full = 20; indicator = "rate";\n', 'full = 20; indicator = "rate"; of = { kind = "lead"; against = "calls"; lower_is_better = true; };\n',
     'full = 20; indicator = "rate"; of = { kind = "lead"; against = "calls"; };\n', None, ["'A'", "70 leads by 10", "90, which is better, by -10"]),
]
WEIGHTS = [
    (H, "weight = 59.7;", "weight = 59.8;", "weight = 59.70;", "id = \"x\"", ["'total'", "add up to 100.1; expected 100"]),
    (H, "full = 100;", "full = 99.9;", "full = 100.0;", None, ["'total'", "add up to 100; expected 99.9"]),
    (H, "weight = 20.1;", "weight = 20.1000000000001;", "weight = \"20.1\";", "id = \"x\"", ["add up to 100.0000000000001; expected 100"]),
    (K, "weight = 60", "weight = 61", "weight = \"60.0\"", "composite", ["add up to 101, not to 100"]),
    (H, 'full = 20; indicator = "rate";\n', f"full = 20; {RESULTS % 'line'}\n", 'full = 20; indicator = "calls";\n', "scheme",
     ['"hall" takes results that wait for its own', "ring"]),
    (L, RESULTS % "hall", RESULTS % "line", RESULTS % "hall" + " ", "scheme", ['"line" takes results that wait for its own', "ring"]),
    (H, "full = 100;", "full = 100; floor = 50; cap = 50;", "full = 100; floor = 10; cap = 100;", "id = \"x\"", ["'total'", "floor 50 must lie below the cap 50"]),
    (H, 'kind = "deductions"; cap = 10;', 'kind = "deductions"; cap = 0;', 'kind = "deductions"; cap = 9;', None, ["cap must be more than 0"]),
]
REACH = [
    (K, "from = 90;", "from = 101;", "from = 100;", None, ["'good' (from 101)", "best score is 100"]),
    (K, "{ id = \"pass\"; from = 60; }", "{ id = \"pass\"; from = 0; }", "{ id = \"pass\"; from = \"0.01\"; }", "id = \"fail\"",
     ["'fail' (below 0)", "least score is 0"]),
    (K, "from = 90;", "from = 90; quota = 0;", "from = 90; quota = 0.05;", None, ["'good'", "quota is 0"]),
    (K, "from = 90;", "from = 50;", "from = 61;", "id = \"pass\"", ["60", "not below 50", "best first"]),
    (K, 'level = "city"; grades = (\n    { id = "good"', 'level = "city"; node = "B"; grades = (\n    { id = "good"',
     'level = "city"; node = "total"; grades = (\n    { id = "good"', "id = \"good\"", ["'good' (from 90)", "best score is 40"]),
    (K, "from = 80;", "from = \"100.01\";", "from = 100;", None, ["'top' (from 100.01)", "best score is 100"]),
    (H, "green = 85;", "green = \"100.5\";", "green = 100;", None, ["plate green (from 100.5)", "best score is 100"]),
    (H, "yellow = 70;", "yellow = 85;", "yellow = 84;", None, ["yellow (85)", "below green (85)"]),
    (H, "yellow = 70;", "yellow = \"84.999\";", "yellow = \"84.99\";", None, ["plate yellow (from 84.999 to below 85)", "from 84.99 to 85"]),
    (H, "yellow = 70;", "yellow = 0;", "yellow = 0.1;", None, ["plate red (below 0)", "least score is 0"]),
]
HALLS = 'domain = "hall"; level = "city"; grades'
AWARDS = 'domain = "hall"; level = "city"; awards = { from = %s; steps = ( { id = "first"; share = 0.5; } ); }; grades'
REACH += [
    (K, HALLS, AWARDS % '"100.01"', AWARDS % "100", None, ["'halls'", "award (from 100.01)", "best score is 100"]),
    (K, HALLS, 'domain = "hall"; level = "city"; exempt = { city = "ay"; }; grades',
     'domain = "hall"; level = "city"; grades ', None, ["exempt", "quota", "worst"]),
]
VETOES = [
    (H, VETO, 'indicator = "lost"; below = 1;', 'indicator = "lost"; above = 0;', None, ["'V' hits the better", "acts at 0 and not at 1"]),
    (H, VETO, 'indicator = "rate"; above = 90;', 'indicator = "rate"; below = 90;', None, ["'V' hits the better", "acts at 91 and not at 90"]),
    (H, VETO, VETO + ' for = { role = "Y"; };', VETO + ' for = { role = "X"; };', None, ["'V' can never act", 'role = "Y"']),
    (H, "{ total = 0; }", "{ total = 100; }", "{ total = 59; }", None, ["'V' can never lower 'total' to 100", "best score is 100"]),
    (H, "{ total = 0; }", "{ node = \"B\"; score = 40; }", "{ node = \"B\"; score = 39; }", None, ["'V' can never lower 'B' to 40"]),
    (H, "{ total = 0; }", "{ grade = \"good\"; }", "{ grade = \"pass\"; }", None, ["'V' can never lower a grade", "'good' is the best"]),
    (H, "{ total = 0; }", "{ plate = \"green\"; }", "{ plate = \"yellow\"; }", None, ["'V' can never lower a plate"]),
]
MISSING = [
    (H, "points = 40;", "points = 30;", "points = 40.0;", "id = \"B\"", ["'B' hands its weight", "scores 94.95 of 100", "without any scores 100"]),
    (H, NO_DATA % ("", 40), NO_DATA % (' zero = "full";', 35), NO_DATA % (' zero = "full";', "40.0"), "id = \"B\"",
     ["'B'", "without data scores 40", "1.5, scores 35"]),
    (H, f'full = 20; indicator = "rate";\n        points = {{ {PWL}', f'full = 20; indicator = "lost"; min_samples = 5; thin = "na";\n        points = {{ {EACH}',
     f'full = 20; indicator = "lost"; min_samples = 5; thin = "flag";\n        points = {{ {EACH}', "min_samples",
     ["'A' drops out with fewer than 5 cases", "the one with 5 scores", "the one with 4, which is better, scores 0"]),
    (H, f'full = 20; indicator = "rate";\n        points = {{ {PWL} }};',
     'full = 20; kind = "all"; nodes = ( { id = "A1"; full = 20; indicator = "rate";\n        points = { kind = "pwl"; at = ( (75, 0), (85, 0.8) ); }; } );',
     'full = 20; kind = "all"; pass = 0.8; nodes = ( { id = "A1"; full = 20; indicator = "rate";\n        points = { kind = "pwl"; at = ( (75, 0), (85, 0.8) ); }; } );',
     "id = \"A1\"", ["'A/A1' can never pass", "16 of 20"]),
    (H, 'by = "merge";', 'by = "mean"; weight = "wait";', 'by = "mean"; weight = "calls";', None, ["'city'", "'wait'", "1903/31", "60.1"]),
    (L, "(2, 1), (10, 0)", "(2, 0.8), (10, 0)", "(2, 1), (9, 0)", "id = \"H\"", ["'H'", "scores 86 of 100", "scores 100"]),
]
FULL_20 = 'full = 20; indicator = "rate";\n'
NAMED = 'direction = "rising"; equal = "na"; reversed = "na";'
X_GROUP = 'for = { role = "X"; };'


def of(text):
    return f'full = 20; indicator = "rate"; of = {{ {text} }};\n'


END = "    ); }\n  );\n};\n"


def second(who):
    """A version behind the one of role X."""
    return (f'    ); }},\n    {{ from = "2011-01"; id = "y"; for = {{ {who} }}; nodes = (\n'
            '      { id = "A"; weight = 100; indicator = "rate"; points = { kind = "share"; }; }\n' + END)


SENSELESS = [
    (H, PWL, f'kind = "pwl"; at = ( ("rate", 0), (90, 1) ); {NAMED}', f'kind = "pwl"; at = ( ("calls", 0), (90, 1) ); {NAMED}',
     'id = "A"', ["'A' holds indicator 'rate' against itself", "name another"]),
    (H, PWL, 'kind = "unit"; beyond = "rate"; side = "below"; unit = 1; each = 1;',
     'kind = "unit"; beyond = "calls"; side = "below"; unit = 1; each = 1;', 'id = "A"', ["'A' holds indicator 'rate' against itself"]),
    (H, PWL, f'kind = "ramp"; from = "calls"; to = "calls"; low = 0; high = 20; {NAMED}',
     f'kind = "ramp"; from = "calls"; to = "taken"; low = 0; high = 20; {NAMED}'.replace("taken", "wait"), None, ["'calls'", "twice", "always equal"]),
    (H, FULL_20, of('kind = "delta"; base = "rate";'), of('kind = "delta"; base = "calls";'), None, ["'A' holds indicator 'rate' against itself"]),
    (H, FULL_20, of('kind = "lead"; against = ( "calls", "rate" );'), of('kind = "lead"; against = "calls";'), None, ["'A' holds indicator 'rate' against itself"]),
    (H, FULL_20, of('kind = "lead"; against = ( "calls", "calls" );'), of('kind = "lead"; against = ( "calls" );'), None, ["'calls'", "twice"]),
    (H, FULL_20, of('kind = "delta"; how = "rel"; base = 0;'), of('kind = "delta"; how = "rel"; base = 5;'), None, ["base is 0", "zero_base"]),
    (H, PWL, 'kind = "rank"; group = "rolle";', 'kind = "rank"; group = "role";', None, ["'rolle'", "did you mean 'role'"]),
    (H, X_GROUP, 'for = { rolle = "X"; };', 'for = { role = "X"; };', None, ["'rolle'", "did you mean 'role'"]),
    (H, X_GROUP, "for = { role = ( ); };", 'for = { role = ( "X", "Y" ); };', None, ["for.role is an empty list"]),
    (H, PWL, 'kind = "rank"; exempt = { };', 'kind = "rank"; exempt = { role = "Y"; };', None, ["exempt", "no column"]),
    (H, END, second('role = "X"; city = "Anyang";'), second('role = "Y"; city = "Anyang";'), 'id = "y"', ["'y'", "nobody", "'x'"]),
    (H, 'id = "B"; weight', 'id = "B"; order_below = 41; weight', 'id = "B"; order_below = 40; weight', None, ["'B'", "41", "40", "every"]),
    (K, '{ id = "fail"; } )', '{ id = "fail"; quota = 0.5; } )', '{ id = "fail"; worst = 0.5; } )', None, ["last grade", "quota"]),
    (K, 'domain = "hall"; level = "city"; grades', 'domain = "hall"; level = "city"; then = ( "name", "B" ); grades',
     'domain = "hall"; level = "city"; then = ( "B", "name" ); grades', None, ["\"B\"", "behind", "name"]),
]
PARAMS = [  # each is told once, with its place
    (H, 'fold = "mean"; of = "wait"', 'fold = "mean"; of = "wiat"', 'fold = "min"; of = "wait"', None,
     ["measures[2].of: column 1:", "did you mean 'wait'?"]),
    (H, 'fold = "mean"; of = "wait"', 'fold = "percentile"; p = 1001; of = "wait"', 'fold = "percentile"; p = 1000; of = "wait"', None,
     ["measures[2].p: 1001", "1000"]),
    (H, 'where = "not answered"', 'where = "not answered and wait > \'x\'"', 'where = "not answered and wait > 1.5"', None,
     ["measures[3].where: column 23:", "number", "text"]),
    (H, 'of = "taken"; per = "calls"', 'of = "tkaen"; per = "calls"', 'of = "taken"; per = "taken + lost"', None,
     ["indicators[0].of: column 1:", "did you mean 'taken'?"]),
    (H, "inputs = { visits", "inputs = { vists", "inputs = {  visits", None, ["'vists'", "did you mean 'visits'?"]),
]
DECLARED = [
    (H, 'where = "answered"', 'where = "answerd"', 'where = "answered "', None, ["measures[1].where: column 1", "'answerd'", "did you mean 'answered'"]),
    (H, 'of = "taken"; per', 'of = "taken / 0"; per', 'of = "taken / 1"; per', None, ["indicators[0].of: column 7", "divides by 0"]),
    (H, 'fold = "mean"; of', 'fold = "mean"; trim = 2; of', 'fold = "trimmed"; trim = 2; of', None, ["measures[2].trim", "remove it"]),
    (H, 'id = "wait"; of', 'id = "the wait"; of', 'id = "wait"; of ', None, ["indicators[1].id", "'the wait'", "letters"]),
    (H, "inputs = { visits", "inputs = { visit", "inputs = {  visits", None, ["'visit'", "did you mean 'visits'"]),
    (H, "{YYYY}{MM}.csv", '{YYYY}{MM}.csv"; columns = { answered = { header = "answered"; map = { Y = "jes"; }; }; }; delimiter = ",',
     '{YYYY}{MM}.csv"; columns = { answered = { header = "answered"; map = { Y = "yes"; J = "是"; N = ""; }; }; }; delimiter = ",',
     "map = ", ["'answered'", "\"jes\" is not yes or no"]),
    (H, 'type = "bool"', 'type = "boole"', 'type = "bool" ', None, ["columns[1].type", "\"boole\"", "bool"]),
]
ROWS = [*PARAMS, *DECLARED, *SENSELESS, *BANDS, *MONOTONE, *WEIGHTS, *REACH, *VETOES, *MISSING]


def write(t, name, file=None, old=None, new=None):
    """The configuration with one text replaced; its folder."""
    top = t.folder / name
    shutil.rmtree(top, ignore_errors=True)
    (top / "m").mkdir(parents=True)
    for path, text in FILES.items():
        if path == file:
            if not t.check(text.count(old) >= 1, f"{name}: {old!r} stands in {file}"):
                return None
            text = text.replace(old, new, 1)
        (top / path).write_text(text)
    return top


def check(t, top, env=None):
    return t.run("check", "-c", "kaohe.cfg", "--plugins", t.plugins, cwd=top, env=env)


def line_of(text, part):
    return text[:text.index(part)].count("\n") + 1 if part in text else 0


def refused(t, n, row):
    file, old, new, right, where, words = row
    name = f"{n}: {new or old!r}"
    top = write(t, "wrong", file, old, new)
    if not top:
        return
    text = (top / file).read_text()
    place = f"{file}:{line_of(text, where or new)}: "
    done = check(t, top)
    t.same(done.returncode, 2, f"{name}: exit status ({done.stderr[-500:]})")
    first = done.stderr.split("\n")[0]
    for part in [f"error: {place}", *words]:
        t.check(part in first, f"{name}: {part!r} in {first!r}")
    told = [line for line in done.stderr.split("\n") if "error: " in line]
    for line in told:
        t.check(re.match(r"kaohe: error: [a-z./]+:[0-9]+: ", line), f"{name}: a place in {line!r}")
    t.same(len({line.split(": ", 3)[-1] for line in told}), len(told), f"{name}: each is told once: {told}")
    chinese = check(t, top, {"LC_ALL": "zh_CN.UTF-8"})
    t.same(chinese.returncode, 2, f"{name}: exit status in Chinese")
    said = chinese.stderr.split("\n")[0]
    t.check(f"错误：{place}" in said, f"{name}: the place in Chinese: {said!r}")
    t.check(any("\u4e00" <= c <= "\u9fff" for c in said.split(place)[-1]), f"{name}: in Chinese: {said!r}")
    mended(t, name, file, old, right)


def mended(t, name, file, old, right):
    top = write(t, "right", file, old, right)
    done = check(t, top)
    t.same(done.returncode, 0, f"{name}: mended to {right!r} ({done.stderr[-500:]})")


def names_the_plugin_line(t):
    """A plugin that is not there is a fault of this domain alone; its place is told all the same."""
    top = write(t, "plugin", H, 'plugin = "declared"', 'plugin = "declred"')
    done = check(t, top)
    t.same(done.returncode, 4, f"plugin: exit status ({done.stderr[-500:]})")
    t.check("error: m/hall.cfg:2: domain 'hall': plugin 'declred' is not installed" in done.stderr, f"plugin: {done.stderr!r}")


def site_has_no_place(t):
    """Paths of site.cfg that lead nowhere say what there is, and what to do."""
    for path, words in [("hal.enabled", "there is no domain 'hal'; did you mean 'hall'?"),
                        ("hall.scheme.x.A.points.at.75", "its elements have no names; set the list as a whole"),
                        ("hall.scheme.x.C.points.steps.60.points", "set the list as a whole"),
                        ("kaohe.boards.all.grades.top.from", "'top' (from 101): the best score is 100")]:
        top = write(t, "site")
        (top / "site.cfg").write_text(f'set = (\n  {{ path = "{path}"; value = 101; }} );\n')
        done = check(t, top)
        t.same(done.returncode, 2, f"site: {path}: exit status")
        t.check("error: site.cfg:2: " in done.stderr and words in done.stderr, f"site: {path}: {done.stderr!r}")


def run_reads_nothing(t):
    """`run` refuses before it looks for a file: there is none, and none is written."""
    top = write(t, "run", H, "precision = 1; ", "")
    done = t.run("run", "-c", "kaohe.cfg", "--period", "2011-04", "--out", "out", "--plugins", t.plugins, cwd=top)
    t.same(done.returncode, 2, f"run: exit status ({done.stderr[-500:]})")
    t.check("at 1.65 no step applies" in done.stderr, f"run: the counter-example in {done.stderr!r}")
    t.same(sorted(p.name for p in top.iterdir()), ["kaohe.cfg", "m", "orgs.csv"], "run: nothing is written")


def main():
    t = Test()
    done = check(t, write(t, "base"))
    t.same(done.returncode, 0, f"the right one passes, 20.1 + 20.2 + 59.7 = 100 ({done.stderr[-800:]})")
    t.check(len(ROWS) >= 40, f"forty wrong ones, found {len(ROWS)}")
    for n, row in enumerate(ROWS):
        refused(t, n, row)
    print(f"{len(ROWS)} wrong configurations, in English and Chinese")
    names_the_plugin_line(t)
    site_has_no_place(t)
    run_reads_nothing(t)
    t.done()


if __name__ == "__main__":
    main()
