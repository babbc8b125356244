# SPDX-License-Identifier: Apache-2.0
"""Windows of a period: what `kaohe check --calendar` prints, and that a run scores just that:
leaves with months of their own, days from a file of suspensions, a veto of the year."""

import csv
import json

from harness import Test

KAOHE = """database = "k.db"; modules = "modules.d"; orgs = "orgs.csv"; data = "data";
report = { language = "en"; };
day_sets = ( { id = "edges"; days = ( 1, 2, -1 ); },
             { id = "suspension"; file = "stop-{YYYY}.csv";
               columns = { from = "停机开始"; to = "停机结束"; }; } );
"""
NODE = ('{{ id = "{0}"; name = {{ zh = "{1}"; en = "{2}"; }}; weight = {3}; full = 100; {4} '
        'indicator = "rows"; points = {{ kind = "value"; not_monotone = true; }}; }}')
DOMAIN = """domain = {{ id = "{id}"; name = {{ zh = "{zh}"; en = "{en}"; }}; plugin = "almanac";
  cycle = {{ {cycle} }}; subject = ( "city" );
  levels = ( {{ id = "city"; of = ( "city" ); }} );
  inputs = {{ visits = {{ file = "{file}"; {options} columns = {{ city = "who"; }}; }}; }};
  vetoes = ( {vetoes} );
  scheme = ( {{ from = "2010-01"; nodes = ( {nodes} ); }} ); }};
"""
ORGS = "id,name,parent,level,from,to\na,Alpha,,city,,\nb,Beta,,city,,2011-02\n"
GOLDEN = """
Calendar of 2011-04
────────────────────────────────────────────────────────────────────────────────────────────────────
                                                                                     result  then
  domain             cycle              window                    in this period     so far  with
  Half-yearly        6 months           2010-07-01 to 2010-12-31  carried from       none    2011-06
                                                                  2010-12
  Monthly            1 month            2011-04-01 to 2011-04-30  scored             none    2011-05
  Two months to the  2 months, to day   2011-02-26 to 2011-04-25  scored             none    2011-06
  25th               25

Monthly
────────────────────────────────────────────────────────────────────────────────────────────────────

  Windows and days of their own
    leaf or veto         window                             day set     days
    h Half-year          2010-07-01 to 2010-12-31  carried
    e Edges              2011-04-01 to 2011-04-30           edges       01..02, 30
    s Suspension         2011-04-01 to 2011-04-30           suspension  03..05, 30
    d Worst day          2011-04-01 to 2011-04-30           each day
    Y Last year's visit  2010-01-01 to 2010-12-31  carried

  Inputs
    input   file               months                     files  lacking           owed by
    visits  v-{YYYY}{MM}*.csv  2010-01..2010-12, 2011-04     11  2010-02, 2010-09  1 city

Two months to the 25th
────────────────────────────────────────────────────────────────────────────────────────────────────

  Inputs
    input   file              months            files
    visits  v-{YYYY}{MM}.csv  2011-02..2011-04      3
"""


def province(t):
    """Visits of a every month on the 3rd and the 20th, but for February and September 2010."""
    top = t.folder / "province"
    (top / "modules.d").mkdir(parents=True)
    (top / "data").mkdir()
    (top / "kaohe.cfg").write_text(KAOHE)
    (top / "orgs.csv").write_text(ORGS)
    nodes = ", ".join([
        NODE.format("o", "本期", "Own", 30, ""),
        NODE.format("h", "半年", "Half-year", 20, "months = 6;"),
        NODE.format("e", "月初月末", "Edges", 10, 'days = "edges";'),
        NODE.format("s", "停机期间", "Suspension", 20, 'days = "suspension";'),
        NODE.format("d", "最差日", "Worst day", 20, 'each = "day"; fold = "min";')])
    veto = ('{ id = "Y"; name = "Last year\'s visit"; indicator = "rows"; months = 12; '
            'above = 19; actions = ( { total = 1; } ); }')
    one = NODE.format("o", "本期", "Own", 100, "")
    for name, text in {
            "monthly": DOMAIN.format(id="monthly", zh="月度", en="Monthly", cycle="months = 1;",
                                     file="v-{YYYY}{MM}*.csv", options='expect = "city";',
                                     vetoes=veto, nodes=nodes),
            "two": DOMAIN.format(id="two", zh="两月", en="Two months to the 25th",
                                 cycle="months = 2; last_day = 25;", file="v-{YYYY}{MM}.csv",
                                 options="", vetoes="", nodes=one),
            "half": DOMAIN.format(id="half", zh="半年", en="Half-yearly", cycle="months = 6;",
                                  file="v-{YYYY}{MM}.csv", options="", vetoes="", nodes=one),
    }.items():
        (top / "modules.d" / f"{name}.cfg").write_text(text.replace("vetoes = (  );", ""))
    for year, month in [(2010, m) for m in range(1, 13)] + [(2011, m) for m in range(1, 5)]:
        if (year, month) not in ((2010, 2), (2010, 9)):
            (top / "data" / f"v-{year}{month:02}.csv").write_text(
                f"who,day\na,{year}-{month:02}-03\na,{year}-{month:02}-20\n")
    stop(top, "2011-03-01,2011-03-02\n2011-04-03,2011-04-05\n2011-04-30,\n")
    return top


def stop(top, rows):
    (top / "data" / "stop-2011.csv").write_bytes(("停机开始,停机结束\n" + rows).encode("GB18030"))


def check(t, top, *args):
    return t.run("check", "-c", top / "kaohe.cfg", "--plugins", t.test_plugins, *args)


def score(t, top, strict=False):
    done = t.run("run", "-c", top / "kaohe.cfg", "--period", "2011-04", "--out", top / "out",
                 "--plugins", t.test_plugins, *(["--strict"] if strict else []))
    rows = {}
    if done.returncode == 0:
        with open(top / "out" / "scores.csv", encoding="utf-8-sig") as f:
            rows = {(r["domain"], r["subject"], r["node"]): r for r in csv.DictReader(f)}
    return done, rows


def printed(t, top):
    done = check(t, top, "--calendar", "2011-04")
    t.same(done.returncode, 0, f"calendar: exit status ({done.stderr})")
    found = [line.rstrip() for line in done.stdout.splitlines()]
    for expected, line in zip(GOLDEN.splitlines() + [None] * 99, found + [None] * 9):
        if expected != line:
            t.same(line, expected, "a line of the calendar")
            print(done.stdout)
            break
    t.check(not list(top.glob("k.db*")), "the calendar makes no database")
    done = check(t, top, "--calendar", "2011-04", "--lang", "zh")
    for word in ("2011-04 考核日历", "月度", "2010-07-01 至 2010-12-31", "停机期间"):
        t.check(word in done.stdout, f"the calendar in Chinese says {word}")
    for args, status in ((("--calendar", "2011-13"), 1), (("--calendar",), 1),
                         (("--calendar", "2011-04", "--only", "none"), 1)):
        t.same(check(t, top, *args).returncode, status, f"check {args}")


def scored(t, top):
    done, rows = score(t, top)
    t.same(done.returncode, 0, f"run: exit status ({done.stderr})")
    warned = "monthly.visits: no file for 2010-02, which"
    t.check(warned in done.stderr and "2010-09" in done.stderr, "the months without files are said")
    for node, value, flags in (("o", "2", ""), ("h", "10", "carried months:5/6"), ("e", "", ""),
                               ("s", "1", ""), ("d", "1", "day:2011-04-03")):
        row = rows.get(("monthly", "a", node), {})
        t.same((row.get("value"), row.get("flags")), (value, flags), f"leaf {node}")
    # 20 visits of 2010, over 19: the veto of the year that is complete.
    t.same(rows[("monthly", "a", "total")]["score"], "1.00", "the year's veto")
    t.same([k for k in rows if k[:2] == ("monthly", "b")], [], "a city that was closed is no unit")
    with open(top / "out" / "run.json", encoding="utf-8") as f:
        inputs = json.load(f)["identity"]["inputs"]
    days = [i for i in inputs if i["dataset"] == "days:suspension"]
    t.same([(i["file"], i["encoding"]) for i in days], [("stop-2011.csv", "GB18030")], "identity")
    t.check(len(days[0]["sha256"]) == 64, "the digest of the suspensions")
    t.same(score(t, top, strict=True)[0].returncode, 3, "months without files are strict's too")
    after = check(t, top, "--calendar", "2011-06").stdout
    t.check("none" in after, "no result of June so far")
    t.check("run 2" in check(t, top, "--calendar", "2011-04").stdout, "the run stands in it")
    done = check(t, top, "--period", "2011-04")
    t.check("monthly.days:suspension: stop-2011.csv (GB18030" in done.stdout, "check lists the file")


def suspensions(t, top):
    stop(top, "2011-04-01,2011-03-31\n")
    done, _ = score(t, top)
    t.same(done.returncode, 3, "a suspension that ends before it begins")
    t.check("stop-2011.csv:2: column '停机结束'" in done.stderr, done.stderr)
    stop(top, "2011-03-01,2011-03-02\n")
    done, rows = score(t, top)
    t.same(rows[("monthly", "a", "s")]["state"], "na", "no day of the period")
    t.check("no day from 2011-04-01" in done.stderr, "that is said")
    (top / "data" / "stop-2011.csv").unlink()
    done, rows = score(t, top)
    t.same(rows[("monthly", "a", "s")]["state"], "missing", "no file")
    t.check("days:suspension: no file" in done.stderr, "that is said too")


def main():
    t = Test()
    top = province(t)
    printed(t, top)
    scored(t, top)
    suspensions(t, top)
    t.done()


if __name__ == "__main__":
    main()
