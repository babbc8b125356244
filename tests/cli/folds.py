# SPDX-License-Identifier: Apache-2.0
"""A domain of configuration alone that uses every fold and every function of `declared`: rows in any
order, in one file or several, any number of threads, any locale and time zone give the same bytes."""

import re

from harness import Lcg, Test, differing, digests

MEASURES = [
    ("count", 'fold = "count"; where = "x > 10 and not late"'),
    ("known", 'fold = "count"; of = "x"'),
    ("sum", 'fold = "sum"; of = "value(x, 1) * 2"'),
    ("mean", 'fold = "mean"; of = "x"'),
    ("least", 'fold = "min"; of = "x"'),
    ("most", 'fold = "max"; of = "abs(x - 30)"'),
    ("p95", 'fold = "percentile"; p = 950; of = "x"'),
    ("trimmed", 'fold = "trimmed"; of = "x"; trim = 2'),
    ("distinct", 'fold = "distinct"; of = "item"'),
    ("first", 'fold = "first"; of = "x"'),
    ("last", 'fold = "last"; of = "x"'),
    ("some", 'fold = "any"; of = "late"'),
    ("every", 'fold = "all"; of = "x > 0 or known(x)"'),
    ("covered", 'fold = "covered"; by = "item"'),
    ("marks", 'fold = "occ"; catalogue = "faults"; by = "what"; once = "item"'),
    ("panel", 'fold = "panel"; of = "x"; judge = "judge"; mode = "item"; by = "item"; judges_min = 2; where = "note == \'panel\'"'),
    ("parts", 'fold = "sum"; of = "year(at) + month(at) + day(at) + weekday(at) + hour(at) + minute(at)"'),
    ("spans", 'fold = "sum"; of = "seconds(at, done) + minutes(at, done) + hours(done - at) + days(done - date(at))"'),
    ("works", 'fold = "sum"; of = "workdays(at, done)"'),
    ("within", 'fold = "sum"; of = "overlap(at, done)"'),
    ("window", 'fold = "count"; where = "at >= window_from() and done < window_to() - 1 d"'),
    ("chosen", 'fold = "sum"; of = "if(starts(note, \'a\'), min(x, 20), max(x, limits.most, 5))"'),
    ("in", 'fold = "count"; where = "what in (\'minor\', \'major\') or note not in (\'b\', \'c\')"'),
]
TIMES = ("covered", "within")
DERIVED = [
    ("which", "which(count, known, distinct)"), ("share", "count / total(count)"), ("round", "round(mean, 1)"),
    ("days", "window_days() + window_hours() + days(within) + minutes(covered) + seconds(covered)"),
    ("part", "if(known(p95), value(p95, 0), min(count, abs(sum), max(known, 1)))"),
]


def module():
    names = [(n if n not in ("in",) else "in_set") for n, _ in MEASURES]
    measures = ",\n".join(f'      {{ name = "{n}"; dataset = "rows"; {text}; }}' for n, (_, text) in zip(names, MEASURES))
    of = [(f"i.{n}", f"hours({n})" if n in TIMES else n) for n in names] + DERIVED
    indicators = ",\n".join(f'      {{ id = "{i}"; of = "{text}"; scale = 4; }}' for i, text in of)
    nodes = ",\n".join(f'    {{ id = "n.{i}"; full = 1000000; indicator = "{i}"; points = {{ kind = "value"; not_monotone = true; }}; }}'
                       for i, _ in of)
    return f"""domain = {{ id = "f"; plugin = "declared"; enabled = true; cycle = {{ months = 1; }};
  subject = ( "city", "unit" );
  levels = ( {{ id = "unit"; of = ( "city", "unit" ); }}, {{ id = "city"; of = ( "city" ); from = "unit"; by = "merge"; }} );
  inputs = {{ rows = {{ file = "rows-*.csv"; }}; limits = {{ file = "limits.csv"; }}; calendar = {{ file = "calendar.csv"; }}; }};
  params = {{ calendar = "calendar";
    datasets = ( {{ id = "rows"; when = "at"; until = "done"; columns = (
        {{ name = "at"; type = "time"; }}, {{ name = "done"; type = "time"; }}, {{ name = "x"; type = "dec"; scale = 2; nullable = true; }},
        {{ name = "late"; type = "bool"; }}, {{ name = "what"; type = "choice"; values = "minor, major, grave"; }},
        {{ name = "note"; type = "text"; }}, {{ name = "item"; type = "key"; }}, {{ name = "judge"; type = "key"; }} ); }},
      {{ id = "limits"; kind = "reference"; key = "item"; columns = ( {{ name = "item"; type = "key"; }}, {{ name = "most"; type = "int"; }} ); }},
      {{ id = "calendar"; kind = "reference"; columns = ( {{ name = "date"; type = "date"; }}, {{ name = "working"; type = "bool"; }} ); }} );
    catalogues = ( {{ id = "faults"; items = ( {{ item = "minor"; deduct = "0.5"; cap = "9"; }}, {{ item = "major"; deduct = "2"; }},
        {{ item = "grave"; deduct = "5"; }} ); }} );
    measures = (
{measures} );
    indicators = (
{indicators} );
    tables = ( {{ id = "causes"; dataset = "rows"; by = "what, late"; of = "x"; }} ); }};
  scheme = ( {{ from = "2011-01"; kind = "sum"; full = 100; not_monotone = true; nodes = (
{nodes} ); }} ); }};
"""


def rows():
    lcg = Lcg(7)
    for _ in range(1500):
        day, hour, more = 1 + lcg.below(28), lcg.below(24), lcg.below(90)  # few minutes: many equal times
        x = "" if lcg.below(9) == 0 else f"{lcg.below(9000) / 100:.2f}"
        yield (f"c{lcg.below(2)},u{lcg.below(3)},2011-04-{day:02} {hour:02}:00,2011-04-{day + more // 60:02} {max(hour, 1):02}:{more % 60:02},"
               f"{x},{('true', 'false')[lcg.below(2)]},{('minor', 'major', 'grave')[lcg.below(3)]},{'abc'[lcg.below(3)]}{lcg.below(3)},"
               f"i{lcg.below(5)},j{lcg.below(6)}\n")


def marks():
    """One mark of each judge for each item of each unit."""
    lcg = Lcg(8)
    for i in range(2 * 3 * 5 * 6):
        yield (f"c{i % 2},u{i // 2 % 3},2011-04-09 09:00,2011-04-09 10:00,{lcg.below(10000) / 100:.2f},false,minor,panel,"
               f"i{i // 6 % 5},j{i // 30}\n")


def write(t, name, lines, files):
    top = t.folder / name
    (top / "m").mkdir(parents=True)
    (top / "kaohe.cfg").write_text('database = "k.db"; modules = "m"; data = "."; report = { language = "en"; };\n')
    (top / "m" / "f.cfg").write_text(module())
    (top / "limits.csv").write_text("item,most\n" + "".join(f"i{i},{10 * i}\n" for i in range(4)))
    (top / "calendar.csv").write_text("date,working\n2011-04-02,true\n2011-04-04,false\n2011-04-05,false\n")
    for i in range(files):
        (top / f"rows-{i}.csv").write_text("city,unit,at,done,x,late,what,note,item,judge\n" + "".join(lines[i::files]))
    return top / "kaohe.cfg"


def score(t, name, config, *args, env=None):
    out = t.folder / f"out-{name}"
    done = t.score(config, out, "--chunk-size", "4096", "--plugins", t.plugins, *args, env=env)
    t.same(done.returncode, 0, f"{name}: exit status ({done.stderr[-900:]})")
    return digests(out)


def whole(t):
    """The domain leaves out nothing that the manual lists."""
    manual, text = (t.source / "plugins/declared/README.md").read_text(), module()
    table = manual[manual.index("| fold | Value"):].split("\n\n")[0]
    folds = {n for row in table.splitlines()[2:] for n in re.findall(r"`(\w+)`", row.split("|")[1])}
    t.check(len(folds) >= 14, f"folds of the manual: {folds}")
    for fold in sorted(folds):
        t.check(f'fold = "{fold}"' in text, f"fold {fold} is used")
    names = ("known value if min max abs year month day weekday hour minute date seconds minutes hours days workdays overlap "
             "window_from window_to starts total round which window_days window_hours")
    for name in names.split():
        t.check(f"{name}(" in text, f"function {name} is used")
        t.check(f"`{name}" in manual or f" {name}" in manual, f"function {name} is in the manual")


def main():
    t = Test()
    whole(t)
    lines = [*rows(), *marks()]
    one = write(t, "one", lines, 1)
    first = score(t, "first", one, "--threads", "1")
    for threads in ("2", "7"):
        t.same(differing(first, score(t, f"t{threads}", one, "--threads", threads)), [], f"{threads} threads")
    t.same(differing(first, score(t, "zh", one, env={"LC_ALL": "zh_CN.UTF-8", "TZ": "America/New_York"})), [], "locale and zone")
    for seed, files in ((1, 1), (2, 4), (3, 9)):
        Lcg(seed).shuffle(lines)
        found = score(t, f"s{seed}", write(t, f"shuffled{seed}", lines, files), "--threads", "3")
        kept = [n for n in first if n.endswith(".csv") and n != "rejects.csv"]
        t.check(len(kept) >= 6, f"files compared: {kept}")
        t.same([n for n in kept if first[n] != found.get(n)], [], f"shuffled into {files} files: files that differ")
    values = (t.folder / "out-first" / "scores.csv").read_text("utf-8-sig")
    for name, _ in MEASURES:
        t.check(re.search(rf",leaf,i\.{name if name != 'in' else 'in_set'},ok,", values), f"measure {name} has a value")
    lines[0] = "c0,u0,2011-04-03 05:00,2011-04-03 06:00,1.00,true,minor,a,i0,j0\n"
    t.check(differing(first, score(t, "other", write(t, "other", lines, 1))), "one row that differs is seen")
    t.done()


if __name__ == "__main__":
    main()
