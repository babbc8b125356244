# SPDX-License-Identifier: Apache-2.0
"""Versions by month of scheme and parameters: the one in force in a window scores it and is named,
a change inside a window is refused or follows `change`, a restated month takes its old version."""

import csv
import json

from harness import Test

LEAF = '{{ id = "{0}"; weight = {1}; indicator = "score"; points = {{ kind = "value"; }}; {2} }}'
A, HALF, B = LEAF.format("A", 100, ""), LEAF.format("A", 50, ""), LEAF.format("B", 50, "months = 2;")
PLAIN = f'scheme = ( {{ from = "2010-01"; nodes = ( {A} ); }} );'
WINDOWS = f'scheme = ( {{ from = "2010-01"; nodes = ( {HALF}, {B} ); }} );'
PARAMS = ('params = (\n  {{ from = "{0}"; minor = 1; }},\n  {{ from = "{1}"; minor = 5; }}\n );')
# Minor events of firm f by month.
EVENTS = {"201012": 1, "201101": 7, "201102": 8, "201103": 2, "201104": 3, "201105": 4}


class Case:
    """A domain of its own: line 1 holds the frame, `rest` begins with line 2."""

    def __init__(self, t, name, rest, months=1, change="", site=""):
        self.t, top = t, t.folder / name
        (top / "m").mkdir(parents=True)
        self.config, self.db, self.top = top / "kaohe.cfg", top / "k.db", top
        self.config.write_text('database = "k.db"; modules = "m"; data = ".";\n')
        (top / "m" / "w.cfg").write_text(
            f'domain = {{ id = "w"; plugin = "penalty"; cycle = {{ months = {months}; }}; {change} subject = ( "firm" );'
            ' levels = ( { id = "firm"; of = ( "firm" ); } );'
            ' inputs = { events = { file = "e-{YYYY}{MM}.csv"; may_be_missing = true; }; };\n' + rest + "\n};\n")
        if site:
            (top / "site.cfg").write_text(f"set = ( {site} );\n")
        for month, n in EVENTS.items():
            (top / f"e-{month}.csv").write_text("firm,severity\n" + "f,minor\n" * n)

    def run(self, period, expect=0):
        self.out = self.top / f"out-{period}"
        done = self.t.score(self.config, self.out, "--plugins", self.t.test_plugins, "--lang", "en", db=self.db,
                            period=period)
        self.t.same(done.returncode, expect, f"exit of {self.top.name} {period}: {done.stderr[-600:]}")
        self.err = done.stderr
        return self

    def score(self, node="total"):
        with open(self.out / "scores.csv", encoding="utf-8-sig", newline="") as f:
            return [r["score"] for r in csv.DictReader(f) if r["node"] == node and r["subject"] == "f"]

    def named(self):
        domain = json.loads((self.out / "run.json").read_text())["domains"][0]
        return domain["scheme"], domain["params"]

    def says(self, *parts):
        for part in parts:
            self.t.check(part in self.err, f"{self.top.name}: {part!r} in {self.err[-600:]!r}")

    def refused(self, period, *parts):
        self.run(period, 2).says(*parts)


def test_border(t):
    c = Case(t, "border", PARAMS.format("2010-01", "2011-03") + "\n" + PLAIN)
    for period, points, version in (("2011-01", "93.00", "2010-01"), ("2011-02", "92.00", "2010-01"),
                                    ("2011-03", "90.00", "2011-03"), ("2011-04", "85.00", "2011-03"),
                                    ("2011-02", "92.00", "2010-01")):  # restated
        t.same(c.run(period).score(), [points], f"score of {period}")
        t.same(c.named(), ("2010-01", version), f"versions of {period}")
    out = c.top / "out-2011-04"
    report = (out / "report.txt").read_text()
    t.check(any(line.split() == ["parameters", "2011-03"] for line in report.splitlines()),
            f"the report names the parameters: {report[:900]}")
    t.check("<dt>parameters</dt>\n<dd>2011-03</dd>" in (out / "report.html").read_text(),
            "the page names the parameters")
    site = Case(t, "site", PARAMS.format("2010-01", "2011-03") + "\n" + PLAIN,
                site='{ path = "w.params.2011-03.minor"; value = 2; }')
    t.same(site.run("2011-03").score(), ["96.00"], "a setting laid over a version")
    t.same(site.run("2011-02").score(), ["92.00"], "the other version keeps its own")
    plain = Case(t, "plain", "params = { minor = 2; };\n" + PLAIN)
    t.same(plain.run("2011-03").score(), ["96.00"], "a plain group is in force for ever")
    t.same(plain.named(), ("2010-01", ""), "and has no version to name")


def test_scheme(t):
    versions = (f'scheme = (\n  {{ from = "2010-01"; nodes = ( {A} ); }},\n'
                f'  {{ from = "MONTH"; nodes = ( {A} ); cap = 80; }} );')
    c = Case(t, "scheme", versions.replace("MONTH", "2011-03"))
    for period, points, version in (("2011-02", "92.00", "2010-01"), ("2011-03", "80.00", "2011-03"),
                                    ("2011-02", "92.00", "2010-01")):
        t.same(c.run(period).score(), [points], f"scheme of {period}")
        t.same(c.named(), (version, ""), f"version of {period}")
    inside = versions.replace("MONTH", "2011-02")
    Case(t, "scheme2", inside, 2).refused("2011-04", "w.cfg:4:", "2011-01-01 to 2011-02-28", 'change = "first"')
    done = t.run("check", "-c", t.folder / "scheme2" / "kaohe.cfg", "--plugins", t.test_plugins)
    t.same(done.returncode, 2, "check finds it without a period")
    for change, points, version in (("first", "85.00", "2010-01"), ("last", "80.00", "2011-02")):
        c = Case(t, f"scheme-{change}", inside, 2, f'change = "{change}";').run("2011-02")
        t.same((c.score(), c.named()[0]), ([points], version), f"change = {change}")


def test_inside(t):
    inside = PARAMS.format("2010-01", "2011-02") + "\n" + PLAIN
    Case(t, "inside", inside, 2).refused("2011-02", "w.cfg:4:", "version of parameters '2011-02'",
                                         "2011-01-01 to 2011-02-28", "2011-01 or 2011-03")
    # 7 and 8 minor events in the two months.
    for change, points, version in (("first", "85.00", "2010-01"), ("last", "25.00", "2011-02")):
        c = Case(t, f"inside-{change}", inside, 2, f'change = "{change}";').run("2011-02")
        t.same((c.score(), c.named()[1]), ([points], version), f"parameters, change = {change}")
    Case(t, "what", inside, 2, 'change = "split";').refused("2011-02", "w.cfg:1:", "split")


def test_windows(t):
    """Leaf B looks at the two months that ended last; a row has no date, so all files count."""
    c = Case(t, "windows", PARAMS.format("2010-01", "2011-03") + "\n" + WINDOWS)
    t.same(c.run("2011-03").named(), ("2010-01", "2010-01 2011-03"), "both versions measure")
    t.same(c.score("A"), ["15.00"], "17 events in three files at 5 points; 15 of 100 within 50")
    t.same(c.score("B"), ["50.00"], "at 1 point: 83, within 50")
    c = Case(t, "leaf", PARAMS.format("2010-01", "2011-02") + "\n" + WINDOWS)
    c.run("2011-01")
    for period in ("2011-02", "2011-03"):
        c.refused(period, "w.cfg:4:", "2011-01-01 to 2011-02-28", "months = 2")
    c.run("2011-04")
    c = Case(t, "leaf-last", PARAMS.format("2010-01", "2011-02") + "\n" + WINDOWS, change='change = "last";')
    t.same(c.run("2011-03").named()[1], "2011-02", "change = last holds for windows of leaves")
    two = 'scheme = (\n  {{ from = "2010-01"; nodes = ( {0}, {1} ); }},\n  {{ from = "2011-02"; nodes = ( {0}, {2} ); cap = 99; }} );'
    Case(t, "same", two.format(HALF, B, B)).run("2011-02")
    other = B.replace('"value"', '"share"')
    c = Case(t, "other", two.format(HALF, B, other))
    c.run("2011-01").run("2011-04")
    c.refused("2011-02", "w.cfg:4:", "leaf 'B'", "2011-01-01 to 2011-02-28")


def test_wrong(t):
    Case(t, "late", PARAMS.format("2011-03", "2011-05") + "\n" + PLAIN).refused("2011-02", "w.cfg:3:", "'2011-03'")
    Case(t, "twice", PARAMS.format("2011-03", "2011-03") + "\n" + PLAIN).refused("2011-03", "w.cfg:4:", "two versions")
    Case(t, "nofrom", "params = ( { minor = 1; } );\n" + PLAIN).refused("2011-03", "w.cfg:2:", "from = ")
    Case(t, "month", PARAMS.format("2011-13", "2011-03") + "\n" + PLAIN).refused("2011-03", "w.cfg:3:", "first month")
    Case(t, "kind", 'params = "x";\n' + PLAIN).refused("2011-03", "w.cfg:2:", "a list of versions")
    Case(t, "empty", "params = ();\n" + PLAIN).refused("2011-03", "w.cfg:2:", "1 to 64")
    text = PARAMS.format("2010-01", "2012-01").replace("minor = 5", "miner = 5")
    Case(t, "later", text + "\n" + PLAIN).refused("2011-03", "w.cfg:4:", "minor")


DECLARED = """domain = { id = "w"; plugin = "declared"; cycle = { months = 1; }; subject = ( "firm" );
 levels = ( { id = "firm"; of = ( "firm" ); } ); inputs = { events = { file = "e-{YYYY}{MM}.csv"; }; };
 params = (
  VERSION2010-01"; MEASURES { name = "n"; fold = "count"; } ); },
  VERSION2011-03"; MEASURES { name = "n"; fold = "count"; where = "WHERE"; } ); } );
 scheme = (
  { from = "2010-01"; id = "tens"; nodes = ( LEAF deduct = 10; }; } ); },
  { from = "2011-04"; id = "ones"; full = 200; nodes = ( LEAF deduct = 1; }; } ); } );
};
""".replace("VERSION", '{ from = "').replace("MEASURES", """datasets = ( { id = "events"; columns = (
      { name = "severity"; type = "choice"; values = "minor, major"; } ); } );
    indicators = ( { id = "n"; of = "n"; better = "lower"; } ); measures = (""").replace(
        "LEAF", '{ id = "A"; weight = FULL; indicator = "n"; points = { kind = "each";').replace(
            "FULL", "100", 1).replace("FULL", "200", 1)


def test_declared(t):
    """A declared domain: what is measured has versions, and so has what it is worth."""
    c = Case(t, "declared", PLAIN)
    path = c.top / "m" / "w.cfg"
    path.write_text(DECLARED.replace("WHERE", "severity == 'major'"))
    rows = (("2011-02", "20.00", ("tens", "2010-01")), ("2011-03", "100.00", ("tens", "2011-03")),
            ("2011-04", "200.00", ("ones", "2011-03")), ("2011-02", "20.00", ("tens", "2010-01")))
    for period, points, versions in rows:
        t.same((c.run(period).score(), c.named()), ([points], versions), f"declared in {period}")
    (c.top / "site.cfg").write_text("""set = (
  { path = "w.params.2011-03.measures.n.where"; value = "severity in ('minor')"; },
  { path = "w.scheme.ones.A.points.deduct"; value = 2; } );\n""")
    for period, points in (("2011-02", "20.00"), ("2011-03", "80.00"), ("2011-04", "194.00")):
        t.same(c.run(period).score(), [points], f"laid over a version: {period}")
    (c.top / "site.cfg").unlink()
    path.write_text(DECLARED.replace("WHERE", "severity == 'magor'"))
    c.refused("2011-02", "w.cfg:9:", "measures[0].where: column 13", "'magor'")
    path.write_text(DECLARED.replace("WHERE", "true").replace('id = "n"; of = "n"', 'id = "m"; of = "n"', 1))
    c.refused("2011-02", "w.cfg:", "describes other datasets or indicators")


def main():
    t = Test()
    if not (t.test_plugins / "kh_penalty.so").exists():
        t.skip("the test plugins are not built")
    test_border(t)
    test_scheme(t)
    test_inside(t)
    test_windows(t)
    test_wrong(t)
    test_declared(t)
    t.done()


if __name__ == "__main__":
    main()
