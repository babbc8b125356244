# SPDX-License-Identifier: Apache-2.0
"""Six months in order, all domains: what holds for one run holds for the chain.

The months of the example are scored one after the other into one store.  Every file of every
month is the same for other numbers of threads, order of module files, locale and time zone, and
for shuffled rows all but what tells where a row stood; contributions add up in every month; a
month that is scored twice, that is killed, or in which a domain is at fault and that is then
scored again, leaves no trace in the months after it.  The mutant is a chain in which one month
is left out: the comparison finds it."""

import json
import pathlib
import shutil

from contributions import check_folder
from determinism import compare_shuffled, reorder_modules, shuffled
from fault import CULPRIT, members_without, rows_without
from harness import Test, differing, digests, running
from kill import wait_for_stage

MONTHS = ("2010-11", "2010-12", "2011-01", "2011-02", "2011-03", "2011-04")
DOMAINS = {"assessor", "composite", "contractor", "customer", "network", "organiser", "qc",
           "region"}
KILLS = ("measured:1", "insert:9", "written:1", "committed:1", "rename:5")


class Chain:
    """A store of its own and one folder of files per month."""

    def __init__(self, t, name, config, *args, env=None):
        self.t, self.config, self.args, self.env = t, config, args, env
        self.name, self.folder = name, t.folder / name
        self.db = t.folder / f"{name}.db"

    def score(self, month, *args, status=0):
        done = self.t.score(self.config, self.folder / month, "--chunk-size", "4096", *self.args,
                            *args, env=self.env, db=self.db, period=month)
        self.t.same(done.returncode, status, f"{self.name} {month}: {done.stderr[-600:]}")
        return done

    def all(self, months=MONTHS):
        for month in months:
            self.score(month)
        return self

    def files(self, month):
        return digests(self.folder / month)


def compare(t, a, b, months=MONTHS):
    for month in months:
        t.same(differing(a.files(month), b.files(month)), [], f"{b.name} {month}: files")


def members(chain, month):
    return json.loads((chain.folder / month / "run.json").read_text("utf-8"))


def check_domains(t, chain):
    """All domains in one report; carried where their cycle does not end."""
    carried = {}
    for month in MONTHS:
        whole = members(chain, month)
        carried[month] = {d["domain"] for d in whole["domains"] if d["carried"]}
        check_folder(t, chain.folder / month, month)
        print(f"{month}: {len(whole['domains'])} domains, carried: {sorted(carried[month])}")
    found = {d["domain"] for d in members(chain, MONTHS[-1])["domains"]}
    t.same(sorted(found), sorted(DOMAINS), "domains of the last month")
    t.check({"qc", "organiser"} <= carried["2011-04"], "half-year results are carried")
    t.check("contractor" in carried["2011-03"], "two-month results are carried")
    plates = {r["value"] for m in MONTHS for r in members(chain, m)["outcomes"]
              if r["kind"] == "plate"}
    t.same(sorted(plates), ["green", "red", "yellow"], "plates over the cycles")


def check_same(t, first):
    config = first.config
    for name, args, env in (("one-thread", ["--threads", "1"], {}),
                            ("abroad", ["--threads", "2"],
                             {"LC_ALL": "zh_CN.UTF-8", "TZ": "America/New_York"})):
        compare(t, first, Chain(t, name, config, *args, env=env).all())
    again = reorder_modules(t, config)
    compare(t, first, Chain(t, "modules", again, "--threads", "2").all())
    other = Chain(t, "shuffled", shuffled(t, 21), "--threads", "3").all()
    for month in MONTHS:
        compare_shuffled(t, first.folder / month, other.folder / month, f"shuffled {month}")


def copy_of(t, chain, name, upto):
    """The chain as it stood after the month `upto`."""
    to = Chain(t, name, chain.config, *chain.args)
    before = Chain(t, f"{name}-before", chain.config, *chain.args)
    before.all(MONTHS[:MONTHS.index(upto) + 1])
    for suffix in ("", "-wal", "-shm"):
        source = pathlib.Path(f"{before.db}{suffix}")
        if source.exists():
            shutil.copy(source, f"{to.db}{suffix}")
    return to


def check_twice(t, first):
    """A month scored again restates itself and changes nothing after it."""
    again = copy_of(t, first, "twice", "2010-12")
    again.score("2010-12")
    again.all(MONTHS[2:])
    compare(t, first, again, MONTHS[1:])


def check_killed(t, first):
    """Killed in the fourth month at several moments, then scored as if nothing had been."""
    chain = copy_of(t, first, "killed", "2011-01")
    for stage in KILLS:
        with running(t, "run", "-c", chain.config, "--period", "2011-02", "--out",
                     chain.folder / "2011-02", "--db", chain.db, "--test-pause", stage,
                     *chain.args) as child:
            print(f"killed at {wait_for_stage(child)}")
    chain.all(MONTHS[3:])
    compare(t, first, chain, MONTHS[3:])


def check_fault(t, first):
    """A domain that aborts in every month, beside the others; then taken away."""
    config = t.example("faulty")
    modules = config.parent.parent / "conf" / "modules.d"
    (modules / "zz_culprit.cfg").write_text(CULPRIT)
    (config.parent / "data" / "culprit.csv").write_text("who,n\na,1\n")
    chain = Chain(t, "fault", config, *first.args, "--plugins", t.test_plugins)
    for month in MONTHS:
        chain.score(month, status=4)
        for path in sorted((first.folder / month).rglob("*.csv")):
            name = path.relative_to(first.folder / month)
            t.check(rows_without(path, "") == rows_without(chain.folder / month / name,
                                                           "zz_culprit"),
                    f"fault {month} {name}: rows of the other domains")
        t.check(members_without(first.folder / month / "run.json", "")
                == members_without(chain.folder / month / "run.json", "zz_culprit"),
                f"fault {month}: run.json without the culprit")


def check_recovery(t, first):
    """A shipped domain at fault in one month: by policy `hold` nobody has a composite; once the
    month is scored again the months after it are as ever."""
    chain = copy_of(t, first, "recovery", "2010-12")
    config = t.example("held")
    module = config.parent.parent / "conf" / "modules.d" / "network.cfg"
    replace(module, 'plugin = "network"', 'plugin = "absent"')
    replace(config, 'policy = "redistribute"', 'policy = "hold"')
    whole, chain.config = chain.config, config
    chain.score("2011-01", status=4)
    rows = [r for r in members(chain, "2011-01")["scores"]
            if r["domain"] == "composite" and r["node"] == "total"]
    t.same({(r["state"], r["score"]) for r in rows}, {("fault", None)}, "the composite is held")
    t.check(all("held:network" in r["flags"] for r in rows), "flags name the domain at fault")
    chain.config = whole
    chain.all(MONTHS[2:])
    compare(t, first, chain, MONTHS[2:])


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text, f"{path} has no {old}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def check_mutant(t, first):
    """Without 2010-12 in the store later months must differ."""
    chain = Chain(t, "gap", first.config, *first.args)
    chain.all(("2010-11", "2011-01"))
    t.check(differing(first.files("2011-01"), chain.files("2011-01")), "a month left out is found")


def main():
    t = Test()
    first = Chain(t, "first", t.example(), "--threads", "7").all()
    check_domains(t, first)
    if t.is_sanitized():
        print("sanitized: the chains that differ in place and order only are left out")
        compare(t, first, Chain(t, "one-thread", first.config, "--threads", "1").all())
    else:
        check_same(t, first)
        check_twice(t, first)
        check_fault(t, first)
    check_killed(t, first)
    check_recovery(t, first)
    check_mutant(t, first)
    t.done()


if __name__ == "__main__":
    main()
