# SPDX-License-Identifier: Apache-2.0
"""One declared domain with every fold and function: rows shuffled, files split, 1, 2 and 7 threads, other
locales and time zones give the same bytes.  Every fold and function there is stands in the domain."""

import csv
import json
import re

from harness import Lcg, Test, differing, digests

CONFIG = """database = "k.db"; modules = "m"; orgs = "orgs.csv"; data = ".";
boards = ( { id = "b"; domain = "d"; level = "city"; grades = ( { id = "y"; from = 50; }, { id = "z"; } ); } );
"""
ORGS = "id,name,parent,level,from,to,aliases\np,P,,province,,,\n" + "".join(
    f"c{i},C{i},p,city,,,\nh{i},H{i},c{i % 3},hall,,,\n" for i in range(9))
MODULE = """domain = {
  id = "d"; plugin = "declared"; enabled = true; cycle = { months = 1; }; subject = ( "hall" );
  levels = ( { id = "hall"; of = ( "hall" ); }, { id = "city"; from = "hall"; by = "merge"; } );
  inputs = { calls = { file = "calls-*.csv"; max_rejects = "90%"; }; marks = { file = "marks-*.csv"; };
             sites = { file = "sites.csv"; }; days = { file = "days.csv"; }; };
  params = {
    datasets = (
      { id = "calls"; when = "at"; until = "done"; key = "id"; revision = "rev"; reject = "wait < 0"; columns = (
          { name = "id"; type = "key"; }, { name = "rev"; type = "int"; }, { name = "at"; type = "time"; },
          { name = "done"; type = "time"; nullable = true; }, { name = "site"; type = "key"; }, { name = "ok"; type = "bool"; },
          { name = "kind"; type = "choice"; values = "minor, major"; }, { name = "note"; type = "text"; nullable = true; },
          { name = "n"; type = "int"; nullable = true; }, { name = "wait"; type = "dec"; scale = 1; nullable = true; } ); },
      { id = "marks"; when = "at"; columns = ( { name = "at"; type = "date"; }, { name = "judge"; type = "key"; },
          { name = "item"; type = "key"; }, { name = "mark"; type = "int"; } ); },
      { id = "sites"; kind = "reference"; key = "site"; unknown = "reject"; columns = ( { name = "site"; type = "key"; },
          { name = "factor"; type = "dec"; scale = 2; } ); },
      { id = "days"; kind = "reference"; columns = ( { name = "date"; type = "date"; }, { name = "working"; type = "bool"; } ); }
    );
    calendar = "days";
    catalogues = ( { id = "list"; items = ( { item = "minor"; deduct = "0.5"; cap = 9; section = "A"; },
        { item = "major"; deduct = 2; section = "B"; } ); } );
    measures = (
      { name = "m_count"; dataset = "calls"; fold = "count"; where = "ok or known(n) and not (kind == 'minor')"; },
      { name = "m_sum"; dataset = "calls"; fold = "sum"; of = "value(wait, 0) * sites.factor"; },
      { name = "m_mean"; dataset = "calls"; fold = "mean"; of = "if(ok, n, abs(n - 5))"; },
      { name = "m_min"; dataset = "calls"; fold = "min"; of = "min(n, 7)"; },
      { name = "m_max"; dataset = "calls"; fold = "max"; of = "max(minute(at), hour(at))"; },
      { name = "m_percentile"; dataset = "calls"; fold = "percentile"; p = 950; of = "wait"; },
      { name = "m_trimmed"; dataset = "calls"; fold = "trimmed"; trim = 2; of = "wait"; },
      { name = "m_distinct"; dataset = "calls"; fold = "distinct"; of = "site"; },
      { name = "m_first"; dataset = "calls"; fold = "first"; of = "n"; },
      { name = "m_last"; dataset = "calls"; fold = "last"; by = "at"; of = "n + hour(at) + weekday(at)"; },
      { name = "m_any"; dataset = "calls"; fold = "any"; of = "starts(note, 'a') or note in ('b', 'c')"; },
      { name = "m_all"; dataset = "calls"; fold = "all"; of = "year(at) == 2011 and month(at) == 4 and day(at) < 31"; },
      { name = "m_covered"; dataset = "calls"; fold = "covered"; by = "site"; },
      { name = "m_occ"; dataset = "calls"; fold = "occ"; catalogue = "list"; by = "kind"; once = "site"; of = "value(n, 1)"; },
      { name = "m_panel"; dataset = "marks"; fold = "panel"; of = "mark"; judge = "judge"; by = "item"; },
      { name = "overlapped"; dataset = "calls"; fold = "sum"; of = "overlap(at, done)"; },
      { name = "inside"; dataset = "calls"; fold = "count"; where = "date(at) >= window_from() and at < window_to()"; },
      { name = "spans"; dataset = "calls"; fold = "sum"; of = "seconds(done - at) + minutes(at, done) + hours(at, done) + days(at, done)"; },
      { name = "worked"; dataset = "calls"; fold = "sum"; of = "workdays(at, done)"; }
    );
    indicators = (
      { id = "count"; of = "m_count"; }, { id = "sum"; of = "m_sum"; scale = 3; }, { id = "mean"; of = "m_mean"; scale = 4; },
      { id = "min"; of = "m_min"; }, { id = "max"; of = "m_max"; }, { id = "percentile"; of = "m_percentile"; },
      { id = "trimmed"; of = "m_trimmed"; scale = 4; }, { id = "distinct"; of = "m_distinct"; }, { id = "first"; of = "m_first"; },
      { id = "last"; of = "m_last"; }, { id = "any"; of = "if(m_any, 1, 0)"; }, { id = "all"; of = "if(m_all, 1, 0)"; },
      { id = "covered"; of = "hours(m_covered)"; scale = 4; }, { id = "occ"; of = "m_occ"; better = "lower"; },
      { id = "panel"; of = "m_panel"; scale = 2; }, { id = "overlap"; of = "minutes(overlapped) + seconds(overlapped) + days(overlapped)"; scale = 4; },
      { id = "inside"; of = "inside"; per = "window_days() * window_hours()"; times = 100; scale = 4; },
      { id = "spans"; of = "spans + worked"; }, { id = "share"; of = "m_count"; per = "total(m_count)"; times = 100; scale = 4; },
      { id = "calls"; of = "round(m_sum / max(m_count, 1), 2) + which(m_sum, m_count) + min(abs(m_sum), 3) + value(m_min, 0)"; applies = "known(m_mean)"; scale = 3; }
    );
    tables = ( { id = "kinds"; dataset = "calls"; by = "kind, ok, site"; of = "n"; } );
  };
  scheme = ( { from = "2011-01"; nodes = ( NODES ); } );
};
"""
FOLDS = "count sum mean min max percentile trimmed distinct first last any all covered occ panel".split()
NODES = FOLDS + ["overlap", "inside", "spans", "share", "calls"]
LEAVES = ", ".join(f'{{ id = "{n}"; weight = 5; indicator = "{n}"; points = {{ kind = "linear"; per = {-50 if n == "occ" else 50}; not_monotone = true; }}; }}'
                   for n in NODES)
MODULE = MODULE.replace("NODES", LEAVES)
CALLS = "id,rev,at,done,hall,site,ok,kind,note,n,wait"
MARKS = "at,hall,judge,item,mark"


def rows_of(lcg):
    calls, marks = [], []
    for i in range(900):
        day, hour, minute = 1 + lcg.below(30), lcg.below(24), 15 * lcg.below(4)
        at = f"2011-04-{day:02} {hour:02}:{minute:02}:00"
        done = ["", f"2011-05-{1 + lcg.below(9):02}", f"2011-04-{day:02} 23:59:59"][lcg.below(3)]
        calls.append(",".join(map(str, (
            f"k{lcg.below(700)}", lcg.below(3), at, done, f"h{lcg.below(9)}", f"s{lcg.below(6)}", ("true", "false")[lcg.below(2)],
            ("minor", "major")[lcg.below(2)], ("", "a1", "b", "排队")[lcg.below(4)], ("", lcg.below(9))[lcg.below(5) > 0],
            {0: "", 1: -1}.get(i % 20, f"{lcg.below(99)}.{lcg.below(10)}")))))
    for hall in range(9):
        for judge in range(6):
            for item in range(3):
                marks.append(f"2011-04-{1 + lcg.below(30):02},h{hall},j{judge},i{item},{60 + lcg.below(41)}")
    return calls, marks


def write(t, name, calls, marks, parts):
    """The inputs, cut into so many files."""
    top = t.folder / name
    (top / "m").mkdir(parents=True)
    (top / "kaohe.cfg").write_text(CONFIG)
    (top / "orgs.csv").write_text(ORGS)
    (top / "m" / "d.cfg").write_text(MODULE)
    (top / "sites.csv").write_text("site,factor\n" + "".join(f"s{i},{i}.{25 * (i % 4):02}\n" for i in range(5)))
    (top / "days.csv").write_text("date,working\n2011-04-04,false\n2011-04-05,false\n2011-04-02,true\n")
    for stem, head, rows in (("calls", CALLS, calls), ("marks", MARKS, marks)):
        for i in range(parts):
            (top / f"{stem}-{i}.csv").write_text("\n".join([head, *rows[i::parts]]) + "\n")
    return top


def run(t, top, out, *args, env=None):
    done = t.run("run", "-c", "kaohe.cfg", "--period", "2011-04", "--out", out, "--db", f"{out}.db", "--lang", "en",
                 "--chunk-size", "4096", "--plugins", t.plugins, *args, cwd=top, env=env)
    t.same(done.returncode, 0, f"{top.name} {out}: exit status ({done.stderr[-800:]})")
    return {k: v for k, v in digests(top / out).items() if k != "run.json"}


def check_whole(t, top):
    """Nothing is left out of what is compared."""
    text = (t.source / "plugins" / "declared" / "declared_params.c").read_text()
    there = re.findall(r'"(\w+)"', re.search(r"folds\[\] = \{(.*?)NULL", text, re.S).group(1))
    t.same(sorted(FOLDS), sorted(there), "every fold stands in the domain")
    text = (t.source / "plugins" / "declared" / "expression_calls.c").read_text()
    names = re.findall(r'\{ "(\w+)", OP_', text)
    t.check(len(names) >= 20, f"functions found: {names}")
    t.same([n for n in names if f"{n}(" not in MODULE], [], "functions that the domain does not call")
    with (top / "one" / "scores.csv").open(encoding="utf-8-sig") as f:
        scores = list(csv.DictReader(f))
    for fold in NODES:
        values = {row["value"] for row in scores if row["node"] == fold}
        t.check(len(values) >= (1 if fold in ("any", "all", "distinct") else 2), f"{fold} has different values: {sorted(values)[:5]}")
    domain = json.loads((top / "one" / "run.json").read_text())
    t.check(len(domain["rejects"]) > 0, "there are rejects")


def main():
    t = Test()
    lcg = Lcg(20110430)
    calls, marks = rows_of(lcg)
    top = write(t, "plain", calls, marks, 1)
    one = run(t, top, "one", "--threads", "1")
    check_whole(t, top)
    for name, args, env in (("two", ("--threads", "2"), {}), ("seven", ("--threads", "7"), {}),
                            ("turkish", ("--threads", "3"), {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"}),
                            ("chinese", ("--threads", "3"), {"LC_ALL": "zh_CN.UTF-8", "TZ": "Asia/Shanghai"}),
                            ("german", ("--threads", "1"), {"LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati"})):
        t.same(differing(one, run(t, top, name, *args, env=env)), [], f"{name}: files that differ")
    for parts in (1, 5):
        lcg.shuffle(calls)
        lcg.shuffle(marks)
        other = run(t, write(t, f"shuffled{parts}", calls, marks, parts), "out", "--threads", str(parts))
        t.same([f for f in differing(one, other) if f != "rejects.csv"], [], f"shuffled, in {parts} files")
    calls[7] = calls[7].replace("2011-04", "2011-03")
    other = run(t, write(t, "changed", calls, marks, 1), "out")
    t.check(differing(one, other) != [], "one other row is seen")
    print(t.folder)


if __name__ == "__main__":
    main()
