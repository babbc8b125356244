# SPDX-License-Identifier: Apache-2.0
"""Cycles side by side over several months: carried and missing results, leaves that take another
domain's results, restated earlier months, --only, --dry-run, sources in a ring."""

import csv
import hashlib
import sqlite3

from harness import Test, digests

KAOHE = '''
database = "k.db"; modules = "m"; orgs = "orgs.csv"; data = "d";
boards = ( { id = "firms"; domain = "work"; level = "firm"; },
           { id = "region"; domain = "region"; level = "firm"; },
           { id = "all"; level = "city"; } );
composite = { level = "city"; policy = "redistribute";
              domains = ( { domain = "work"; weight = 60; }, { domain = "visits"; weight = 40; } ); };
'''
ORGS = "id,name,parent,level\nA,甲市,,city\nB,乙市,,city\n"
NODE = '{ id = "L"; weight = 100; indicator = "score"; points = { kind = "value"; }; }'


def module(name, months, subject, levels, files, nodes):
    return (f'domain = {{ id = "{name}"; plugin = "penalty"; enabled = true; cycle = {{ months = {months}; }};\n'
            f' subject = ( {subject} ); levels = ( {levels} ); inputs = {{ events = {{ file = "{files}"; '
            f'may_be_missing = true; }}; }};\n'
            f' scheme = ( {{ from = "2011-01"; nodes = ( {nodes} ); }} ); }};\n')


RESULTS = ('{ id = "C"; weight = 60; results = { domain = "work"; level = "both"; }; },\n'
           '{ id = "S"; weight = 40; indicator = "score"; points = { kind = "value"; }; full = 100; }')
# Alphabetical order of modules is not that of scoring: "region" takes from "work".
MODULES = {
    "work": module("work", 1, '"firm", "city"',
                   '{ id = "both"; of = ( "firm", "city" ); },'
                   '{ id = "firm"; of = ( "firm" ); from = "both"; by = "mean"; },'
                   '{ id = "city"; of = ( "city" ); from = "both"; by = "mean"; }',
                   "work-{YYYY}{MM}.csv", NODE),
    "region": module("region", 2, '"firm"', '{ id = "firm"; of = ( "firm" ); }',
                     "spot-{YYYY}{MM}.csv", RESULTS),
    "visits": module("visits", 3, '"city"', '{ id = "city"; of = ( "city" ); }',
                     "visits-{YYYY}{MM}.csv", NODE),
}
POINTS = {"minor": 1, "major": 5, "critical": 20}


def events(head, rows):
    """Rows (key.., minors): so many minor events; one less point each."""
    return head + ",severity\n" + "".join(f"{key},minor\n" * n for key, n in rows)


def province(t, name="p"):
    top = t.folder / name
    (top / "m").mkdir(parents=True)
    (top / "d").mkdir()
    (top / "kaohe.cfg").write_text(KAOHE)
    (top / "orgs.csv").write_text(ORGS)
    for name, text in MODULES.items():
        (top / "m" / f"{name}.cfg").write_text(text)
    work = {"201101": [("f,A", 7), ("f,B", 16)], "201102": [("f,A", 8), ("f,B", 21), ("g,A", 40)],
            "201103": [("f,A", 1), ("f,B", 1)], "201104": [("f,A", 3), ("f,B", 5), ("g,B", 10)]}
    for month, rows in work.items():
        (top / "d" / f"work-{month}.csv").write_text(events("firm,city", rows))
    for month, n in (("201102", 18), ("201104", 30)):
        (top / "d" / f"spot-{month}.csv").write_text(events("firm", [("f", n)]))
    for month, rows in (("201103", [("A", 10), ("B", 20)]), ("201101", []), ("201102", [])):
        (top / "d" / f"visits-{month}.csv").write_text(events("city", rows))
    return top / "kaohe.cfg"


class Chain:
    """Runs of one province, all into one store."""

    def __init__(self, t, name):
        self.t, self.config = t, province(t, name)
        self.db = self.config.parent / "k.db"

    def run(self, period, *args, expect=0, out="out"):
        out = self.config.parent / f"{out}-{period}"
        done = self.t.score(self.config, out, "--plugins", self.t.test_plugins, "--lang", "en", *args,
                            db=self.db, period=period)
        self.t.same(done.returncode, expect, f"exit status of {period} {args}: {done.stderr[-700:]}")
        self.err = done.stderr
        self.out = out
        return out

    def rows(self, name="scores.csv"):
        with open(self.out / name, encoding="utf-8-sig", newline="") as f:
            return list(csv.DictReader(f))

    def cell(self, domain, level, subject, node="total", column="score"):
        found = [r[column] for r in self.rows()
                 if (r["domain"], r["level"], r["subject"], r["node"]) == (domain, level, subject, node)]
        return found[0] if len(found) == 1 else f"({len(found)} rows)"

    def exact(self, domain, subject, node, column):
        with sqlite3.connect(self.db) as db:
            found = db.execute(f"SELECT {column} FROM score WHERE run = (SELECT max(run) FROM run)"
                               " AND domain = ? AND subject = ? AND node = ?",
                               (domain, subject, node)).fetchall()
        return found[0][0] if found else None


def test_chain(t):
    c = Chain(t, "chain")
    c.run("2011-01")
    t.check("domain 'region': missing" in c.err and "2010-12" in c.err, "the first month misses region")
    t.check("domain 'visits': missing" in c.err, "and visits")
    t.same({r["domain"] for r in c.rows()}, {"work", "composite"}, "a missing domain has no rows")
    t.same(c.cell("composite", "city", "A"), "93.00", "its weight went to the other part")
    c.run("2011-02")
    # A (93 + 92) / 2 = 92.5, B (84 + 79) / 2 = 81.5: 87; spot check 82
    t.same(c.exact("region", "f", "C", "value_x"), "87", "mean of windows, then cities")
    t.same(c.cell("region", "firm", "f"), "85.00", "60/40")
    t.same(c.cell("region", "firm", "f", "C", "samples"), "4", "totals averaged")
    # g was not at work in January and has no spot check: its city part only
    t.same(c.cell("region", "firm", "g"), "60.00", "known from the source only")
    t.same(c.cell("region", "firm", "g", "S", "state"), "na", "no spot check")
    c.run("2011-03")
    t.same(c.cell("region", "firm", "f"), "85.00", "carried")
    t.same({r["flags"] for r in c.rows() if r["domain"] == "region"}, {"carried"}, "every row says so")
    t.check("domain 'region': carried" in c.err and "2011-02 stands" in c.err, "stderr says so")
    t.same(c.cell("visits", "city", "A"), "90.00", "a quarter that ends now")
    t.same(c.cell("composite", "city", "A"), "95.40", "60 x 99 + 40 x 90")
    ranks = {(r["board"], r["subject"]): (r["rank"], r["previous_rank"], r["previous_score"])
             for r in c.rows("ranking.csv")}
    t.same(ranks["firms", "f"], ("1", "1", "85.50"), "previous rank of a monthly board")
    t.same(ranks["region", "f"], ("1", "", ""), "nothing before the carried cycle")
    t.same(ranks["all", "A"][2], "76.00", "the composite of the period before")
    c.run("2011-04", "--strict", expect=3)
    t.check("domain 'visits': carried" in c.err, "strict tells what is carried")
    ranks = {(r["board"], r["subject"]): (r["rank"], r["previous_rank"], r["previous_score"])
             for r in c.rows("ranking.csv")}
    t.same(ranks["region", "f"][1:], ("1", "85.00"), "the cycle before")
    return c


def region(c):
    return [(r["subject"], r["node"], r["score"], r["flags"]) for r in c.rows() if r["domain"] == "region"]


def test_restated(t, c):
    """A corrected February changes the later result; the runs before stay as they are."""
    before = c.cell("region", "firm", "f")
    t.same(c.exact("region", "f", "C", "value_x"), "195/2", "April: (99 + 97) / 2, (99 + 95) / 2")
    (c.config.parent / "d" / "work-201103.csv").write_text(events("firm,city", [("f,A", 11), ("f,B", 1)]))
    c.run("2011-03", "--only", "work", out="again")
    t.check({"region", "visits", "work", "composite"} == {r["domain"] for r in c.rows()},
            "the others are there")
    t.same(c.cell("region", "firm", "f", column="flags"), "carried", "as current results")
    t.same(c.cell("work", "both", "f/A"), "89.00", "the corrected one is scored")
    t.same(c.cell("composite", "city", "A"), "89.40", "60 x 89 + 40 x 90: composed with the current result")
    c.run("2011-04", out="again")
    t.same(c.exact("region", "f", "C", "value_x"), "95", "April after the correction: 93, 97")
    t.check(c.cell("region", "firm", "f") != before, "its total changed")
    with sqlite3.connect(c.db) as db:
        t.same(db.execute("SELECT count(DISTINCT score_x) FROM score WHERE domain = 'region' AND"
                          " subject = 'f' AND node = 'total' AND run IN (4, 6)").fetchone()[0], 2,
               "the old run keeps its result")
        t.same(db.execute("SELECT run FROM v_current WHERE domain = 'region' AND month = '2011-02'")
               .fetchone()[0], 2, "carrying makes no result")


def test_only_and_dry(t, c):
    digest = hashlib.sha256(c.db.read_bytes()).hexdigest()
    c.run("2011-04", "--dry-run", "--only", "region", "--strict", expect=3, out="dry")
    t.same(c.exact("region", "f", "C", "value_x"), "95", "read from the store")
    t.same(c.cell("work", "both", "f/A", column="flags"), "carried", "not scored, but current")
    t.same(hashlib.sha256(c.db.read_bytes()).hexdigest(), digest, "a dry run writes no store")
    c.run("2011-04", "--dry-run", "--only", "work", out="dry")
    t.check("domain 'region': not in --only" in c.err, "what is left out is told")


def test_gaps(t):
    """An earlier cycle that was never run is said and leaves the mean."""
    c = Chain(t, "gaps")
    c.run("2011-04", "--only", "region")
    t.check("there is no result of domain 'work' for the cycle that ends with 2011-03" in c.err, "said")
    t.same(c.cell("region", "firm", "f", "C", "state"), "na", "no window at all: na")
    t.same(c.cell("region", "firm", "f", "C", "flags"), "windows:0/2", "and flagged")
    c.run("2011-04")
    t.same(c.cell("region", "firm", "f", "C", "flags"), "windows:1/2", "one of two")
    t.same(c.exact("region", "f", "C", "value_x"), "96", "(97 + 95) / 2")
    t.same(c.cell("region", "firm", "g"), "90.00", "g was at work in April only")


def test_fault(t):
    """A domain at fault is not replaced by what it once was; takers use its current result."""
    c = Chain(t, "fault")
    c.run("2011-04")
    good = region(c)
    path = c.config.parent / "m" / "work.cfg"
    text = path.read_text()
    path.write_text(text.replace('"penalty"', '"aborts"').replace("events = {", "rows = {")
                    .replace('indicator = "score"', 'indicator = "last"'))
    (c.config.parent / "d" / "work-201104.csv").write_text("firm,city,n\nf,A,1\n")
    c.run("2011-04", expect=4, out="after")
    t.check("work" not in {r["domain"] for r in c.rows()}, "no rows of the one at fault")
    t.same(region(c), good, "its takers use the current result")
    path.write_text(text)


def test_order_of_files(t):
    """Rows in another order, modules under other names: the same bytes."""
    outs = []
    for name in ("one", "other"):
        c = Chain(t, name)
        if name == "other":
            (c.config.parent / "m" / "work.cfg").rename(c.config.parent / "m" / "zz.cfg")
            for path in (c.config.parent / "d").glob("*.csv"):
                head, *rows = path.read_text().splitlines()
                path.write_text("\n".join([head] + rows[::-1]) + "\n")
        for period in ("2011-01", "2011-02", "2011-03"):
            c.run(period)
        outs.append({k: v for k, v in digests(c.out).items() if k.endswith("scores.csv")
                     or k.endswith("ranking.csv") or k.endswith("outcomes.csv")})
    t.same(outs[0], outs[1], "files of the third month")


def test_orders(t):
    """An order is raised, checked by the next cycle's score, closed; a restated cycle doubles nothing."""
    c = Chain(t, "orders")
    path = c.config.parent / "m" / "work.cfg"
    path.write_text(path.read_text().replace('id = "L";', 'id = "L"; order_below = 85;'))

    def orders():
        return [(r["order"], r["opened_period"], r["state"], r["stage"], r["checked_period"],
                 r["checked_score"], r["score"]) for r in c.rows("orders.csv") if r["level"] == "both"]

    first = ("work:both:f/B:L:2011-01", "2011-01")
    c.run("2011-01", "--only", "work")
    t.same(orders(), [(*first, "open", "1", "", "", "84.00")], "raised")
    c.run("2011-02", "--only", "work")
    expected = [(*first, "escalated", "2", "2011-02", "79.00", "84.00"),
                ("work:both:g/A:L:2011-02", "2011-02", "open", "1", "", "", "60.00")]
    t.same(orders(), expected, "not met: a stage up, no second one")
    c.run("2011-02", "--only", "work")
    t.same(orders(), expected, "the same again for a restating run")
    c.run("2011-03", "--only", "work")
    t.same(orders(), [(*first, "closed", "2", "2011-03", "99.00", "84.00"),
                      ("work:both:g/A:L:2011-02", "2011-02", "open", "1", "", "", "60.00")],
           "met; who was not at work stays open")
    c.run("2011-04", "--only", "work")
    t.same(orders(), [("work:both:g/A:L:2011-02", "2011-02", "open", "1", "", "", "60.00")],
           "what is closed is gone")


def test_refused(t):
    c = Chain(t, "ring")
    path = c.config.parent / "m" / "work.cfg"
    good = path.read_text()
    path.write_text(good.replace(NODE, '{ id = "L"; weight = 100; results = { domain = "region"; level = "firm"; }; }'))
    done = t.run("check", "-c", c.config, "--plugins", t.test_plugins)
    t.same(done.returncode, 2, "a ring of sources is refused")
    t.check("work.cfg:" in done.stderr and "region.cfg:" in done.stderr and "ring" in done.stderr,
            f"with file and line: {done.stderr}")
    path.write_text(good.replace("enabled = true", "enabled = false"))
    (c.config).write_text(KAOHE[:KAOHE.index("boards")])
    done = t.run("check", "-c", c.config, "--plugins", t.test_plugins)
    t.same(done.returncode, 2, "a source that is not enabled is refused")
    t.check("region.cfg:3" in done.stderr and "not enabled" in done.stderr, f"with its place: {done.stderr}")


def main():
    t = Test()
    chain = test_chain(t)
    test_restated(t, chain)
    test_only_and_dry(t, chain)
    test_gaps(t)
    test_fault(t)
    test_order_of_files(t)
    test_orders(t)
    test_refused(t)
    t.done()


if __name__ == "__main__":
    main()
