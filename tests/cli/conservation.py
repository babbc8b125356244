# SPDX-License-Identifier: Apache-2.0
"""Nothing is lost and nothing counts twice: every deduction and ticket of the input is counted
once, or listed with the reason why it was not, in rows and in money.

An independent model reads the CSV files (tests/model) and is held against what runs write:
over the example's six months, and over random small inputs of fixed seeds.  That the check finds
what is wrong is shown three ways: each tampered file of a run, a run on an input with one line
more than the model read, and a run whose module counts revisions as events of their own."""

import copy
import shutil
import sys
from pathlib import Path

from harness import Lcg, Test

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "model"))
sys.dont_write_bytecode = True

import contractor_made  # noqa: E402
import contractor_model  # noqa: E402
from contractor_model import Model, findings, load  # noqa: E402

MONTHS = ["2010-11", "2010-12", "2011-01", "2011-02", "2011-03", "2011-04"]
CYCLES = ["2010-12", "2011-02", "2011-04"]
SEEDS = 40


def books(config, period):
    """The model of what a configuration's contractor domain reads."""
    conf = config.parent.parent / "conf"
    return Model(config.parent / "data", conf / "modules.d" / "contractor.cfg",
                 conf / "orgs.csv", period)


def told(what, model):
    rows = sum(model.reasons()[1].values())
    wasted = sum(model.wasted.values())
    cost = sum(contractor_model.fen_of(r[6]) for r in model.charged)
    charged = sum(contractor_model.fen_of(r[7]) for r in model.charged)
    print(f"{what}: {model.lines['deductions']} deductions: {rows} counted, {wasted} not, "
          f"{model.outside['deductions']} outside, {model.revised['deductions']} revised; "
          f"{model.lines['tickets']} tickets, {len(model.charged)} of the window: "
          f"{cost / 100:.2f} yuan, {charged / 100:.2f} charged; "
          f"{len(model.rejects)} rejects", flush=True)


def example(t):
    """Six months in order; returns model and files of the last."""
    config = t.example()
    seen = {"counted": 0, "listed": 0}
    for period in MONTHS:
        out = t.folder / period
        done = t.score(config, out, "--only", "contractor", period=period, db=t.folder / "k.db")
        t.same(done.returncode, 0, f"{period}: exit status ({done.stderr[-600:]})")
        if period not in CYCLES:
            continue
        model = books(config, period)
        told(period, model)
        t.same(findings(model, load(out)), [], f"{period}: findings")
        seen["counted"] += sum(model.reasons()[1].values())
        seen["listed"] += sum(model.wasted.values())
    # All cycles together hold every event up to their end, less what is listed.
    left = (model.lines["deductions"] - model.revised["deductions"]
            - sum(d == "deductions" for d, _, _ in model.rejects))
    before = sum(model.cycle(e["date"]) > 2 for e in model.events)
    revised = sum(e["revision"] > 1 for e in model.events)
    print(f"example: {left} events, {seen['counted']} counted and {seen['listed']} listed in "
          f"their cycles; {revised} of the winners are revisions")
    t.check(before == 0 and revised > 0, "the three cycles hold all events, some revised")
    t.same(seen["counted"] + seen["listed"], left, "events of all cycles")
    return model, load(t.folder / CYCLES[-1])


def made(t, seed):
    """A random domain of its own; its kaohe.cfg."""
    top = t.folder / f"made{seed}"
    shutil.copytree(t.source / "conf", top / "conf")
    for path in (top / "conf" / "modules.d").glob("*.cfg"):
        if path.name != "contractor.cfg":
            path.unlink()
    contractor_made.make(Lcg(seed), top / "made" / "data")
    config = top / "made" / "kaohe.cfg"
    config.write_text('database = "k.db"; modules = "../conf/modules.d";\n'
                      'orgs = "../conf/orgs.csv"; data = "data";\n')
    return config


def random_inputs(t):
    total = {"counted": 0, "listed": 0, "revised": 0, "rejected": 0, "tickets": 0, "over": 0}
    for seed in range(1, SEEDS + 1):
        config = made(t, seed)
        period = CYCLES[1 + seed % 2]
        out = t.folder / "random"
        done = t.score(config, out, "--threads", 1 + seed % 3, "--chunk-size", "4096",
                       period=period, db=t.folder / f"{seed}.db")
        if not t.same(done.returncode, 0, f"seed {seed}: exit status ({done.stderr[-600:]})"):
            continue
        model = books(config, period)
        t.same(findings(model, load(out)), [], f"seed {seed}, {period}: findings")
        total["counted"] += sum(model.reasons()[1].values())
        total["listed"] += sum(model.wasted.values())
        total["revised"] += sum(model.revised.values())
        total["rejected"] += len(model.rejects)
        total["tickets"] += len(model.charged)
        total["over"] += sum(r[8] != "0.00" for r in model.charged)
        shutil.rmtree(config.parent.parent)
    print(f"{SEEDS} random inputs: {total}")
    t.check(all(n >= SEEDS for n in total.values()), "the random inputs have everything")


def tampered(found):
    """Copies of a run's files with one thing wrong in each."""
    def change(name, what, edit):
        other = copy.deepcopy(found)
        edit(other[name])
        return what, other

    def add_a_fen(rows):
        row = next(r for r in rows if r["charged"] != "0.00")
        row["charged"] = f"{float(row['charged']) + 0.01:.2f}"

    def lose_rows(rows):
        row = next(r for r in rows if r["domain"] == "contractor" and r["samples"])
        row["samples"] = ""

    def forget_overflow(rows):
        row = next(r for r in rows if r["kind"] == "ticket" and r["reason"])
        row["reason"] = ""

    yield change("not_counted", "an event not listed", lambda rows: rows.pop())
    yield change("not_counted", "another reason", lambda rows: rows[0].update(reason="cause2"))
    yield change("tickets", "a ticket lost", lambda rows: rows.pop(0))
    yield change("tickets", "a ticket twice", lambda rows: rows.append(dict(rows[0])))
    yield change("tickets", "a fen more", add_a_fen)
    yield change("reasons", "a deduction lost",
                 lambda rows: rows.remove(contractor_model.mine(rows)[0]))
    yield change("scores", "rows of a leaf lost", lose_rows)
    yield change("outcomes", "an overflow forgotten", forget_overflow)
    yield change("rejects", "a reject lost", lambda rows: rows.remove(
        next(r for r in rows if r["dataset"] == "deductions")))
    yield change("datasets", "a revision not told",
                 lambda sets: sets["deductions"].update(revised=0))


def broken(t, model, found):
    for what, other in tampered(found):
        t.check(findings(model, other), f"{what}: is found")
    config = made(t, 7)
    model = books(config, CYCLES[1])
    path = config.parent / "data" / "deductions-201102.csv"
    lines = path.read_text("utf-8").splitlines()
    good = next(e for e in model.events if not e["verdict"] and model.cycle(e["date"]) == 0)
    project, item = good["project"], good["item"]
    path.write_text("\n".join(lines + [f"E999,{project},{item},2011-02-09,1,,,,,,1"]) + "\n",
                    "utf-8")
    out = t.folder / "more"
    t.same(t.score(config, out, period=CYCLES[1]).returncode, 0, "a line more: runs")
    t.check(findings(model, load(out)), "a line the model did not read is found")
    module = config.parent.parent / "conf" / "modules.d" / "contractor.cfg"
    text = module.read_text("utf-8")
    module.write_text(text.replace('file = "deductions-{YYYY}{MM}.csv";',
                                   'file = "deductions-{YYYY}{MM}.csv"; key = false;'), "utf-8")
    out = t.folder / "unkeyed"
    t.same(t.score(config, out, period=CYCLES[1]).returncode, 0, "without a key: runs")
    wrong = findings(books(config, CYCLES[1]), load(out))
    print(f"revisions counted as events: {wrong[:3]}")
    t.check(wrong, "revisions that count as events are found")


def main():
    t = Test()
    model, found = example(t)
    random_inputs(t)
    broken(t, model, found)
    t.done()


if __name__ == "__main__":
    main()
