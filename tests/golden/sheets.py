# SPDX-License-Identifier: Apache-2.0
"""Worked examples of the domains `regulator` and `sla`, made of configuration alone."""

import csv
import pathlib
import sqlite3

from contributions import check_folder

HERE = pathlib.Path(__file__).resolve().parent


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def run(t, name, period="2010-12"):
    """Score a golden; its folder, and (subject, node) to the row of scores.csv."""
    out = t.folder / f"{name.replace('/', '-')}-{period}"
    done = t.score(HERE / name / "kaohe.cfg", out, period=period)
    t.same(done.returncode, 0, f"{name} {period}: exit status ({done.stderr[-800:]})")
    check_folder(t, out, f"{name} {period}")
    return out, {(r["subject"], r["node"]): r for r in table(out / "scores.csv")}


def expect(t, rows, column, subject, **expected):
    """Nodes with __ for a slash; ID1 for a node that is no word of Python's."""
    nodes = {k.replace("__", "/"): v for k, v in expected.items()}
    found = {node: rows[subject, node][column] for node in nodes}
    print(f"{subject}: {found}")
    t.same(found, nodes, f"{subject} {column}")


def pairs(t, rows):
    """domain.md 3.1, 3.2 and 9.8: mean at most a and longest at most b; at the limit is within;
    an answer within 15 days, a report by the day it is due."""
    expect(t, rows, "value", "tietong", F__F1__mean="4.60", F__F1__max="11.40", F__F3__mean="3.40",
           F__F3__max="6.90", F__F6__mean="13.12", F__F6__max="29.80", F__F8="0.0100",
           M__M6__mean="10.30", M__M10="90.00", K__K3="85.00", P__P1="16.0", P__P2="-36.0",
           P__P3="75.00", P__P4="1.000")
    expect(t, rows, "score", "tietong", F__F1="3.00", F__F3="1.00", F__F6="3.00", F__F8="2.00",
           F__F12="1.00", M__M6="1.00", M__M10="0.00", K__K3="3.00", C__C1="2.40", C__C2="0.00",
           C__C4="0.00", F="22.00", R__R1="0.00", total="74.49")
    expect(t, rows, "score", "edge", F__F1="3.00", F__F2="3.00", F__F5="2.00", F__F6="3.00",
           F__F7="3.00", S="-4.00", R__R1="-1.00", total="90.64")
    expect(t, rows, "score", "over", F__F1__mean="1.00", F__F1__max="0.00", F__F1="0.00",
           F__F8="0.00", K__K3="0.00", M__M6="0.00", R__R1="0.00")
    expect(t, rows, "score", "mean", F__F1__mean="0.00", F__F1__max="1.00", F__F1="0.00",
           F__F6="0.00", R__R2="-3.00")
    # A critical incident of information security vetoes the total.
    expect(t, rows, "score", "leak", S__S3="-10.00", total="0.00")
    t.check("vetoed:SV" in rows["leak", "total"]["flags"], "the veto is told")
    t.same(rows["leak", "P/P2"]["state"], "na", "no petitions before: no growth")


def sector(t, out, rows):
    """domain.md 9.1 and 3.3: growth is of the exact rates, 7.4 % and not 7.08 %."""
    for subject, previous, following, after in (
            ("电信", "13.08", "14.20", "15.22"), ("移动", "10.04", "7.40", "7.47"),
            ("联通", "23.76", "17.31", "19.75")):
        expect(t, rows, "value", subject, previous=previous, next=following, after=after)
    expect(t, rows, "value", "5G下行", previous="348.32")
    expect(t, rows, "value", "全行业", rate="12.1", growth="7.4", count_growth="9.97")
    with sqlite3.connect(str(out) + ".db") as store:
        kept = store.execute("SELECT value_x FROM v_scores WHERE domain = 'sector'"
                             " AND subject = '全行业' AND node = 'growth'").fetchone()[0]
    p, _, q = kept.partition("/")
    t.check(7.395 < int(p) / int(q or 1) < 7.405, f"the exact growth is kept: {kept}")


def regulator(t):
    out, rows = run(t, "regulator")
    pairs(t, rows)
    sector(t, out, rows)
    # domain.md 9.8 as values; domain.md 3.4: next working day, three days, rebates of 7, 15 and 30 days.
    _, rows = run(t, "regulator/indicators")
    expect(t, rows, "value", "tietong", install="4.60", install_max="11.40", move="3.40",
           move_max="6.90", repair="13.12", repair_max="29.80", in_time="98.00", share="25.0",
           rate_before="25.0", concentration="1.000", three_days="100.00", waived="0")
    expect(t, rows, "value", "leak", next_workday="0.00", three_days="40.00", waived="3",
           rebate="52")


def limits(t):
    """domain.md 8: 99.99 % of 30 days are 4.32 minutes; lost minutes and credits."""
    _, rows = run(t, "sla/indicators", "2010-11")
    for circuit, minutes in (("AAA0", "4.32"), ("AA0", "21.60"), ("A0", "43.20"), ("P0", "216.00")):
        expect(t, rows, "value", f"甲市/银行/{circuit}", allowed=minutes, lost="0.00",
               availability="100.000", credit="0.00")
    expect(t, rows, "value", "甲市/银行/AAA-432", lost="4.32", credit="0.00")
    expect(t, rows, "value", "甲市/时钟/EDGE", lost="30.00")
    expect(t, rows, "value", "甲市/时钟/HALF", allowed="108.00", lost="216.00",
           availability="99.000", restore_hours="3.60")
    expect(t, rows, "value", "甲市/时钟/CLOCK", lost="244.00", restore_hours="2.03")
    expect(t, rows, "value", "甲市/时钟/STOP", lost="270.00", restore_hours="2.25")
    expect(t, rows, "value", "甲市/赔付/A-995", availability="99.500", credit="120.00")
    expect(t, rows, "value", "甲市/赔付", credit="20081.70", lost="1944.00")
    # An open fault of November runs through the whole of February.
    _, rows = run(t, "sla/indicators", "2011-02")
    expect(t, rows, "value", "甲市/时钟/EDGE", lost="40320.00", availability="0.000")


def clock(t, out, rows):
    expect(t, rows, "score", "甲市/时钟/CLOCK", T="10.00", R="7.50")
    expect(t, rows, "score", "甲市/时钟/STOP", T="10.00", R="15.00")
    expect(t, rows, "score", "甲市/时钟/LIMIT", T="10.00", R="11.25", A="30.00")
    expect(t, rows, "score", "甲市/时钟/EDGE", T="20.00", R="15.00", A="30.00")
    expect(t, rows, "score", "甲市/赔付/A-995", A="3.75")
    expect(t, rows, "value", "甲市/升级/E1", K__K1="1", K__K2="1")
    for circuit in ("E2", "E3", "E4", "E5"):
        expect(t, rows, "value", f"甲市/升级/{circuit}", K__K2="1")
    for circuit, over in (("R-AAA", "1"), ("R-AA", "1"), ("R-P", "0")):
        expect(t, rows, "value", f"甲市/重复/{circuit}", D=over)
    expect(t, rows, "score", "甲市/丢包/L1", N="5.00")
    expect(t, rows, "score", "甲市/丢包/L2", N="0.00")
    t.same(rows["甲市/丢包/L3", "N"]["state"], "na", "999 packets are too few")
    expect(t, rows, "value", "甲市/银行/AAA0", V="100.00")
    t.same(rows["甲市/银行/A0", "V"]["state"], "na", "A has no quarterly visits")
    refused = [r["line"] for r in table(out / "rejects.csv")]
    t.same(refused, ["37", "38", "39"], "faults that cannot be")


def sla(t):
    out, rows = run(t, "sla", "2010-11")
    clock(t, out, rows)
    tickets = {r["subject"]: (r["value"], r["reason"]) for r in table(out / "outcomes.csv")
               if r["kind"] == "ticket"}
    for subject, value, reason in (
            ("甲市/赔付/A-995", "120.00", ""), ("甲市/赔付/P-990", "61.70", ""),
            ("甲市/赔付/AAA-990", "9900.00", ""),
            ("甲市/赔付/AAA-980", "10000.00", "overflow 9900.00"),
            ("甲市/时钟/HALF", "50.00", ""), ("甲市/赔付", "20081.70", "overflow 9900.00")):
        print(f"{subject}: {tickets.get(subject)}")
        t.same(tickets.get(subject), (value, reason), f"credit of {subject}")
    charged = {s: round(100 * float(v)) for s, (v, _) in tickets.items()}
    for level, depth in (("customer", 1), ("city", 0)):
        for s in [s for s in charged if s.count("/") == depth]:
            parts = [n for c, n in charged.items() if c.count("/") == 2 and c.startswith(s + "/")]
            t.same(charged[s], sum(parts), f"fen of {level} {s}")
    t.check("甲市/银行/AAA-432" not in tickets, "within 4.32 minutes nothing is due")
    limits(t)
    # Working days: National Day 2010 and the Spring Festival of 2011, with make-up days.
    for period, days in (("2010-10", {"O-AA": "10.00", "O-AA2": "11.00"}),
                         ("2011-02", {"O-AAA": "7.00", "O-AA": "11.00"})):
        _, rows = run(t, "sla/indicators", period)
        for circuit, n in days.items():
            expect(t, rows, "value", f"甲市/开通/{circuit}", opening_days=n)
    _, rows = run(t, "sla", "2010-10")
    expect(t, rows, "value", "甲市/开通/O-AA", O="100.00")
    expect(t, rows, "value", "甲市/开通/O-AA2", O="0.00")
    expect(t, rows, "value", "甲市/开通/S-G", S="50.00")
