# SPDX-License-Identifier: Apache-2.0
"""Every outage, cable fault and fault of the input counts once or is listed with the reason why
it does not, in rows and in minutes.

An independent model (tests/model/network_model.py) reads the CSV files and is held against what
runs write, over random small inputs of fixed seeds and over the example.  That the check finds
what is wrong is shown with tampered files of a run and with a module that ignores revisions."""

import copy
import csv
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

from harness import Lcg, Test

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "model"))
sys.dont_write_bytecode = True

import network_made  # noqa: E402
from module_inputs import Inputs  # noqa: E402
from network_model import COLUMNS, DATASETS, Model, findings, load  # noqa: E402

SEEDS = 40
PERIOD = "2011-03"
MONTHS = ["2010-11", "2010-12", "2011-01", "2011-02", "2011-03", "2011-04"]


def cities_of(t):
    """Every spelling of a city to its id."""
    with open(t.source / "conf" / "orgs.csv", encoding="utf-8-sig", newline="") as f:
        return {spelling: r["id"] for r in csv.DictReader(f) if r["level"] == "city"
                for spelling in (r["id"], r["name"], *r["aliases"].split("|"))}


def made(t, seed, text):
    """A random domain of its own with a module file; its kaohe.cfg."""
    top = t.folder / f"made{seed}"
    network_made.make(Lcg(seed), top / "data")
    (top / "modules.d").mkdir()
    (top / "modules.d" / "network.cfg").write_text(text, "utf-8")
    orgs = t.source / "conf" / "orgs.csv"
    (top / "kaohe.cfg").write_text('database = "k.db"; modules = "modules.d"; data = "data";\n'
                                   f'orgs = "{orgs}";\n')
    return top / "kaohe.cfg"


def books_of_made(config, cities):
    return Model(network_made.reader(config.parent / "data"), cities, PERIOD,
                 network_made.LOOKBACK)


def example(t, cities):
    """Six months of the example, by the shipped inputs and a scheme of the accounts."""
    top = t.example().parent.parent
    modules = top / "conf" / "modules.d"
    module = modules / "network.cfg"
    text = module.read_text("utf-8")
    for path in modules.glob("*.cfg"):
        path.unlink()
    module.write_text(text[:text.index("\n  vetoes = (") + 1] + network_made.scheme(), "utf-8")
    config = top / "examples" / "accounts.cfg"
    config.write_text('database = "k.db"; modules = "../conf/modules.d"; data = "data";\n'
                      'orgs = "../conf/orgs.csv";\n')
    inputs = Inputs(module, top / "examples" / "data")
    lookback = {d: inputs.lookback(d) for d in DATASETS}
    for period in MONTHS:
        out = t.folder / period
        done = t.score(config, out, period=period, db=t.folder / "k.db")
        t.same(done.returncode, 0, f"{period}: exit status ({done.stderr[-600:]})")
        model = Model(lambda d: inputs.read(d, period, COLUMNS[d]), cities, period, lookback)
        t.same(findings(model, load(out)), [], f"{period}: findings")
        whys = Counter()
        for (_, _, _, why), n in model.listed.items():
            whys[why] += n
        minutes = sum(v for (_, i), v in model.value.items() if i == "outage_minutes")
        lost = sum(v for (_, i), v in model.value.items() if i == "lost_minutes")
        print(f"{period}: {sum(model.lines.values())} rows, "
              f"{sum(model.revised.values())} revised, {len(model.rejects)} rejects, "
              f"{sum(model.outside.values())} outside; listed {dict(sorted(whys.items()))}; "
              f"{float(minutes):.0f} circuit-minutes, {float(lost):.0f} lost", flush=True)


def random_inputs(t, cities):
    total = {"rows": 0, "listed": 0, "revised": 0, "rejected": 0, "minutes": Fraction(0),
             "overlapping": Fraction(0)}
    last = None
    for seed in range(1, SEEDS + 1):
        config = made(t, seed, network_made.module())
        out = config.parent / "out"
        done = t.score(config, out, "--threads", 1 + seed % 3, "--chunk-size", "4096",
                       period=PERIOD)
        if not t.same(done.returncode, 0, f"seed {seed}: exit status ({done.stderr[-600:]})"):
            continue
        model = books_of_made(config, cities)
        last = model, load(out)
        t.same(findings(*last), [], f"seed {seed}: findings")
        total["rows"] += sum(model.lines.values())
        total["listed"] += sum(model.listed.values())
        total["revised"] += sum(model.revised.values())
        total["rejected"] += len(model.rejects)
        total["minutes"] += sum(v for (_, i), v in model.value.items() if i == "outage_minutes")
        total["overlapping"] += sum(model.overlap_us.values()) / Fraction(60 * 10**6)
    print(f"{SEEDS} random inputs: " + ", ".join(f"{k} {float(v):.0f}" for k, v in total.items()))
    t.check(all(v >= SEEDS for v in total.values()), "the random inputs have everything")
    return last


def tampered(found):
    """Copies of a run's files with one thing wrong in each."""
    def change(name, what, edit):
        other = copy.deepcopy(found)
        edit(other[name])
        return what, other

    def row_of(rows, reason):
        return next(r for r in rows if r["reason"] == reason)

    yield change("not_counted", "a planned outage lost",
                 lambda rows: rows.remove(row_of(rows, "planned")))
    yield change("not_counted", "another reason",
                 lambda rows: row_of(rows, "planned").update(reason="switched"))
    yield change("not_counted", "a second less", lambda rows: row_of(rows, "planned").update(
        seconds=str(Fraction(row_of(rows, "planned")["seconds"]) - 1)))
    yield change("not_counted", "a row twice", lambda rows: rows.append(dict(rows[0])))
    yield change("scores", "a minute more lost", lambda rows: next(
        r for r in rows if r["indicator"] == "lost_minutes" and r["numerator"]).update(
            numerator="1"))
    yield change("rejects", "a reject lost", lambda rows: rows.pop())
    yield change("datasets", "a revision not told",
                 lambda sets: sets["outages"].update(revised=0))


def broken(t, cities, model, found):
    for what, other in tampered(found):
        t.check(findings(model, other), f"{what}: is found")
    text = network_made.module().replace('file = "outages.csv";',
                                         'file = "outages.csv"; key = false;')
    config = made(t, SEEDS + 1, text)
    out = config.parent / "out"
    t.same(t.score(config, out, period=PERIOD).returncode, 0, "without a key: runs")
    model = books_of_made(config, cities)
    wrong = findings(model, load(out))
    print(f"revisions counted as outages: {wrong[:2]}")
    t.check(wrong, "revisions that count as outages are found")


def main():
    t = Test()
    cities = cities_of(t)
    example(t, cities)
    model, found = random_inputs(t, cities)
    broken(t, cities, model, found)
    t.done()


if __name__ == "__main__":
    main()
