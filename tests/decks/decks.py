# SPDX-License-Identifier: Apache-2.0
"""Published data as they are, by configuration: what kaohe computes equals what was published."""

import argparse
import csv
import pathlib
import sys
from decimal import ROUND_HALF_UP, Decimal

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
sys.dont_write_bytecode = True

from contributions import check_folder  # noqa: E402
from harness import Test  # noqa: E402


def table(path, **kw):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f, **kw))


def half_up(numerator, denominator, times=1):
    exact = Decimal(numerator * times) / Decimal(denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def run(t, deck, period, *inputs):
    out = t.folder / deck
    done = t.score(HERE / deck / "kaohe.cfg", out, *[a for i in inputs for a in ("--input", i)],
                   period=period)
    t.same(done.returncode, 0, f"{deck}: exit status ({done.stderr[-800:]})")
    check_folder(t, out, deck)
    return out


def leaves(out):
    """(subject, node) to the row of scores.csv."""
    return {(r["subject"], r["node"]): r for r in table(out / "scores.csv")}


def calls(t, decks):
    source = table(decks / "callcentre" / "calls.csv")
    out = run(t, "calls", "2021-03", f"agents.calls={decks}/callcentre/calls.csv")
    found, held = leaves(out), 0
    for agent in sorted({r["Agent"] for r in source}):
        rows = [r for r in source if r["Agent"] == agent]
        answered = [r for r in rows if r["Answered (Y/N)"] == "Y"]
        quick = sum(int(r["Speed of answer in seconds"]) <= 20 for r in answered)
        rated = [int(r["Satisfaction rating"]) for r in answered if r["Satisfaction rating"] != "0"]
        expected = {"answer": (len(answered), len(rows), 100), "level": (quick, len(rows), 100),
                    "rating": (sum(rated), len(rated), 1)}
        for node, (n, d, times) in expected.items():
            r = found[agent, node]
            held += t.same((r["numerator"], r["denominator"], r["value"]),
                           (str(n), str(d), half_up(n, d, times)), f"{agent} {node}")
    print(f"calls: {held} of 24 values equal")
    jim = found["Jim", "level"]
    t.same((jim["numerator"], jim["denominator"], jim["value"]), ("51", "666", "7.66"), "Jim, 20 s")
    jim = found["Jim", "rating"]
    t.same((jim["numerator"], jim["denominator"], jim["value"]), ("1819", "536", "3.39"),
           "Jim, mean rating")


def daily(t, decks):
    source = table(decks / "callcentre" / "daily.csv", delimiter=";")
    out = run(t, "daily", "2021-03", f"days.counts={decks}/callcentre/daily.csv")
    found = leaves(out)
    equal = sum(found[r["Index"], "answer"]["value"] + "%" == r["Answer Rate"] for r in source)
    print(f"daily: {equal} of {len(source)} answer rates equal")
    t.same((equal, len(source)), (1251, 1251), "answer rates")


def inspections(t, decks):
    source = table(decks / "inspections" / "inspections.csv")
    scored = [r for r in source if r["Score"]]
    out = run(t, "inspections", "2018-12",
              f"inspections.projects={decks}/inspections/inspections.csv",
              f"inspections.deductions={decks}/inspections/violations.csv")
    found = {s: r for (s, node), r in leaves(out).items() if node == "total"}
    days = {f'{r["business_id"]}/{r["date"]}' for r in scored}
    t.same((len(found), len(days)), (13681, 13681), "business days")
    equal = sum(Decimal(found[f'{r["business_id"]}/{r["date"]}']["score"]) == Decimal(r["Score"])
                for r in scored)
    others = table(out / "tables" / "inspections.reconciliation.csv")
    print(f"inspections: {equal} of {len(scored)} published rows equal, "
          f"{len(others)} in the table reconciliation")
    t.same((equal, len(scored), len(others)), (13462, 13684, 222), "published score rows")
    violated = {f'{r["business_id"]}/{r["date"]}'
                for r in table(decks / "inspections" / "violations.csv")}
    clean = sum(f'{r["business_id"]}/{r["date"]}' not in violated for r in scored)
    free = {s for s in days if s not in violated}
    t.check(all(Decimal(found[s]["score"]) == 100 for s in free), "days without a violation: 100")
    print(f"inspections: {clean} visits without a violation score 100")
    t.same(clean, 2119, "visits without a violation")
    listed = {r["subject"] for r in table(out / "tables" / "inspections.not_counted.csv")
              if r["dataset"] == "deductions"}
    print(f"inspections: violations of {len(listed - days)} business days are not counted")
    t.same(len(listed - days), 434, "business days without a scored visit")


def equal_of(found, published):
    """How many published values were found, and the keys of the others."""
    others = [k for k, v in published.items() if found.get(k) != Decimal(v)]
    return len(published) - len(others), others


def compare_judges(t, out, folder, table_name, what):
    """Panel means, totals and ranks as published; returns the number of marks in panels."""
    aspects = [r for r in table(folder / "judged-aspects.csv") if r["section"] == "components"]
    panels = table(out / "tables" / table_name)
    means = {r["item"]: Decimal(r["mean"]) for r in panels}
    published = {r["aspect_id"]: r["scores_of_panel"] for r in aspects}
    equal, _ = equal_of(means, published)
    print(f"{what}: {equal} of {len(published)} panel means equal")
    t.same((equal, len(means)), (2265, 2265), "panel means")
    performances = {r["performance_id"]: r for r in table(folder / "performances.csv")}
    scores = {"components": {}, "total": {}}
    for (subject, node), row in leaves(out).items():
        found = scores.get(node.rpartition("/")[2])
        if found is not None:
            found[subject.rpartition("/")[2]] = Decimal(row["score"])
    ranks = {r["subject"].rpartition("/")[2]: Decimal(r["rank"])
             for r in table(out / "ranking.csv")}
    boards = {(r["board"], r["group"]) for r in table(out / "ranking.csv")}
    for name, found, column in (("component totals", scores["components"], "total_component_score"),
                                ("segment totals", scores["total"], "total_segment_score"),
                                ("ranks", ranks, "rank")):
        published = {k: r[column] for k, r in performances.items()}
        equal, _ = equal_of(found, published)
        print(f"{what}: {equal} of {len(published)} {name} equal")
        t.same((equal, len(found)), (453, 453), name)
    t.same(len(boards), 32, "boards")
    wrong = next(iter(ranks))
    ranks[wrong] += 1
    t.same(equal_of(ranks, {k: r["rank"] for k, r in performances.items()}), (452, [wrong]),
           "a wrong rank is found")
    return sum(int(r["judges"]) for r in panels)


def judges(t, decks):
    folder = decks / "judges"
    out = run(t, "judges", "2017-12", f"judges.extra={folder}/performances.csv",
              f"judges.items={folder}/judged-aspects.csv",
              f"judges.marks={folder}/judge-scores.csv")
    panels = compare_judges(t, out, folder, "judges.panels.csv", "judges")
    # Every mark is in a panel or listed.
    marks = len(table(folder / "judge-scores.csv"))
    listed = sum(int(r["rows"]) for r in table(out / "tables" / "judges.excluded_marks.csv"))
    print(f"judges: {panels} marks in panels, {listed} listed, of {marks}")
    t.same(panels + listed, marks, "marks")


def panels(t, decks):
    """The same deck on the plugin `declared`, by configuration alone."""
    folder = decks / "judges"
    inputs = [f"judges.performances={folder}/performances.csv",
              f"judges.items={folder}/judged-aspects.csv"]
    out = run(t, "panels", "2017-12", *inputs, f"judges.marks={folder}/judge-scores.csv")
    compare_judges(t, out, folder, "judges.components.csv", "declared")
    # No mark of these competitions is 0.0: one that is leaves its judge out of that panel only.
    aspects = {r["aspect_id"] for r in table(folder / "judged-aspects.csv")
               if r["section"] == "components"}
    rows = table(folder / "judge-scores.csv")
    absent = next(r for r in rows if r["aspect_id"] in aspects)
    absent["score"] = "0.0"
    marks = t.folder / "absent.csv"
    with open(marks, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    item = absent["aspect_id"]
    done = t.score(HERE / "panels" / "kaohe.cfg", t.folder / "absent", "--input", inputs[0], "--input",
                   inputs[1], "--input", f"judges.marks={marks}", period="2017-12")
    t.same(done.returncode, 0, f"absent judge: exit status ({done.stderr[-800:]})")
    given = sorted(Decimal(r["score"]) for r in rows
                   if r["aspect_id"] == item and Decimal(r["score"]))[1:-1]
    found = next(r for r in table(t.folder / "absent" / "tables" / "judges.components.csv")
                 if r["item"] == item)
    t.same((int(found["judges"]), found["mean"]),
           (len(given) + 2, half_up(sum(given), len(given))), "a panel without its absent judge")
    print(f"declared: panel {item} without an absent judge: {found['judges']} judges, "
          f"{found['mean']}")


def voice(t, decks):
    path = decks / "voice-ratings" / "MyCall_Data_September_2019.csv"
    source = table(path)
    out = run(t, "voice", "2019-09", f"operators.ratings={path}", f"states.ratings={path}")
    found = leaves(out)
    counts = {"RJio": 9327, "Airtel": 7102, "Vodafone": 4563, "Idea": 1813, "BSNL": 1598,
              "MTNL": 199, "Telenor": 9, "Other": 5}
    mine = {s: int(r["samples"]) for (s, node), r in found.items()
            if node == "counts/ratings" and "/" not in s}
    print(f"voice: {mine}")
    t.same(mine, counts, "ratings per operator, copies included")
    groups = {}
    for r in source:
        groups.setdefault(r["Operator"], []).append(r)
        if r["State Name"] != "NA":
            groups.setdefault(f'{r["Operator"]}/{r["State Name"]}', []).append(r)
    t.same({s for s, node in found if node == "total"}, set(groups), "operators and their states")
    equal = thin = 0
    for subject, rows in groups.items():
        r, stars = found[subject, "rating"], sum(int(x["Rating"]) for x in rows)
        placed = sum("-1" not in (x["Latitude"], x["Longitude"]) for x in rows)
        equal += (r["numerator"], r["denominator"], r["value"],
                  found[subject, "counts/located"]["value"] or "") == (
                      str(stars), str(len(rows)), half_up(stars, len(rows)), str(placed))
        thin += ("thin" in r["flags"]) == (len(rows) < 30)
    print(f"voice: {equal} of {len(groups)} operators and states equal, {thin} flags right")
    t.same((equal, thin), (len(groups), len(groups)), "counts, means, places, thin samples")
    telenor = found["Telenor", "rating"]
    print(f"voice: Telenor {telenor['samples']} ratings, {telenor['flags']}")
    t.check("thin" in telenor["flags"], "Telenor has few samples")
    skipped = sum(r["State Name"] == "NA" for r in source)
    t.same(skipped, 5445, "ratings of no state")
    t.same(sum(int(r["samples"]) for (s, node), r in found.items()
               if node == "counts/ratings" and "/" in s), len(source) - skipped,
           "every rating of a state is counted once")


MEASURES = {"ami": "MORT-30-AMI", "hf": "MORT-30-HF", "pn": "MORT-30-PN", "copd": "MORT-30-COPD",
            "cabg": "MORT-30-CABG", "hip_knee": "COMP-HIP-KNEE", "mspb": "MSPB-1"}


def vbp(t, decks):
    """Published points were parsed from "9 out of 10": they stand beside the computed ones."""
    clinical = decks / "vbp" / "hvbp_clinical_outcomes.csv"
    efficiency = decks / "vbp" / "hvbp_efficiency_and_cost_reduction.csv"
    out = run(t, "vbp", "2024-12", f"clinical.rates={clinical}", f"efficiency.rates={efficiency}")
    found = {}
    for r in table(out / "scores.csv"):
        found[(r["domain"], r["subject"]) if r["node"] == "total" else (r["subject"], r["node"])] = r
    source = {}
    for path in (clinical, efficiency):
        for r in table(path):
            source.setdefault(r["Facility ID"], {}).update(r)
    total = {"achieved": 0, "improved": 0, "score": 0}
    equal, parsed, nothing = dict(total), 0, 0
    for facility, row in source.items():
        for m, name in MEASURES.items():
            for what, column, node in (("achieved", "Achievement Points", f"{m}/achievement"),
                                       ("improved", "Improvement Points", f"{m}/improvement"),
                                       ("score", "Measure Score", m)):
                text, score = row[f"{name} {column}"], found[facility, node]["score"]
                if text == "Not Available":
                    nothing += t.same(score, "", f"{facility} {name} {column}")
                    continue
                points = text.split(" ")[0]
                total[what] += 1
                equal[what] += score != "" and Decimal(score) == int(points)
                parsed += found[facility, f"published/{m}.{what}"]["value"] == points
    print(f"vbp: {equal['achieved']} of {total['achieved']} achievement points, "
          f"{equal['improved']} of {total['improved']} improvement points, "
          f"{equal['score']} of {total['score']} measure scores equal; {nothing} not available")
    t.same(equal, {"achieved": 13642, "improved": 13485, "score": total["score"]}, "points")
    t.same(total["score"], 13642, "measure scores")
    t.same(parsed, sum(total.values()), "published points read from their texts")
    domain_scores(t, source, found)


def domain_scores(t, source, found):
    """100 x points / (10 x measures) where at least two of the six have a score."""
    held = 0
    for facility, row in source.items():
        scores = [int(row[f"{name} Measure Score"].split(" ")[0]) for m, name in MEASURES.items()
                  if m != "mspb" and row[f"{name} Measure Score"] != "Not Available"]
        expected = half_up(sum(scores), len(scores), 10) if len(scores) >= 2 else ""
        held += found["clinical", facility]["score"] == expected
    print(f"vbp: {held} of {len(source)} domain scores equal")
    t.same(held, len(source), "domain scores")


def sector(t, decks):
    """domain.md 9.4: the sector is the ratio of sums, 88.06, not the mean of the rates, 90.15."""
    out = run(t, "sector", "2014-12", f"sector.counts={decks}/petitions/qc-sector-2014.csv")
    found = {s: r["value"] for (s, node), r in leaves(out).items() if node == "activity"}
    print(f"sector: {found}")
    t.same(found, {"all/China Telecom": "92.15", "all/China Mobile": "87.00",
                   "all/China Unicom": "91.30", "all": "88.06"}, "activity rates")


def petitions(t, decks):
    """domain.md 9.1: totals, shares of 16,055, previous rates, implied users, concentration."""
    source = table(decks / "petitions" / "petitions-2012q1.csv")
    out = run(t, "petitions", "2012-03", f"petitions.notice={decks}/petitions/petitions-2012q1.csv")
    found = leaves(out)
    for r in source:
        t.same((found["all/" + r["operator"], "cases"]["value"],
                found["all/" + r["operator"], "share"]["value"]),
               (r["published_total"], r["published_share_pct"]), f"{r['operator']} as published")
    expected = {
        "previous": ("13.08", "10.04", "23.76"), "users": ("300.1", "690.7", "298.7"),
        "printed": ("1.095", "0.689", "1.628"), "concentration": ("1.096", "0.689", "1.627")}
    for node, values in expected.items():
        row = tuple(found[f"all/China {o}", node]["value"] for o in ("Telecom", "Mobile", "Unicom"))
        print(f"{node}: {row}")
        t.same(row, values, node)
    whole = tuple(found["all", n]["value"] for n in ("service", "network", "billing", "cases"))
    print(f"sector: {whole}")
    t.same(whole, ("6952", "3118", "5985", "16055"), "classes and total of the sector")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--deck", required=True)
    parser.add_argument("--decks", required=True)
    mine, rest = parser.parse_known_args()
    sys.argv[1:] = rest
    t = Test()
    decks = pathlib.Path(mine.decks).resolve()
    if not decks.is_dir():
        t.skip(f"the decks are not at {decks}")
    {"calls": calls, "daily": daily, "inspections": inspections, "judges": judges,
     "panels": panels, "petitions": petitions, "sector": sector, "vbp": vbp,
     "voice": voice}[mine.deck](t, decks)
    t.done()


if __name__ == "__main__":
    main()
