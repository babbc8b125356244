# SPDX-License-Identifier: Apache-2.0
"""defaults.py - a default that is written out changes nothing.

The configurations of the examples are written anew, once with every default of the tables of
keys filled in and once without what says no more than the default: they give the same files.
With a default that is not the true one they do not."""

import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "cli")]
import examples  # noqa: E402
from harness import Test, digests, differing  # noqa: E402

COMPARED = ("scores.csv", "ranking.csv", "outcomes.csv", "reasons.csv", "orders.csv", "rejects.csv")


def does_not_go(where, key, group):
    """Keys that may be written only beside others, or not beside them."""
    return ((key == "pass" and group.get("kind") != "all")
            or (key == "min" and "bands" in group)
            or (key == "each" and "minus" not in group)
            or (key == "thin" and "min_samples" not in group)
            or (key == "zero" and "results" in group)
            or (key == "may_be_missing" and "days" in group)
            or (key == "months" and group.get("whole") is True)
            or (key == "kind" and group.get("_in") in ("deductions", "bonus")))


class Filler:
    """Fills groups with the defaults of their tables, of which `wrong` replaces some; or takes
    out of them what is the default, if `bare`."""

    def __init__(self, tables, wrong=None, bare=False):
        self.tables = {t["where"]: t["keys"] for t in tables}
        self.wrong, self.bare, self.tried = wrong or {}, bare, set()

    def fill(self, where, group):
        for key in self.tables[where]:
            name, value = key["name"], self.wrong.get((where, key["name"]), key["dflt"])
            if value is None:
                continue
            value = value == "true" if key["want"] == "bool" else value
            if self.bare and group.get(name) == value:
                del group[name]
            elif self.bare or name in group or does_not_go(where, name, group):
                continue
            else:
                group[name] = value
            self.tried.add((where, name))

    def each(self, where, groups):
        for group in groups or []:
            self.fill(where, group)

    # ---- kaohe.cfg --------------------------------------------------------------------------

    def run(self, tree):
        self.fill("kaohe.cfg", tree)
        for name in ("report", "limits"):
            self.fill(f"kaohe.cfg: {name}", tree.setdefault(name, {}))
        self.each("kaohe.cfg: day_sets; domain.days", tree.get("day_sets"))
        if "composite" in tree:
            self.fill("kaohe.cfg: composite", tree["composite"])
            self.each("kaohe.cfg: composite.domains", tree["composite"]["domains"])
        self.each("kaohe.cfg: boards", tree.get("boards"))
        for board in tree.get("boards", []):
            self.each("kaohe.cfg: boards.grades", board.get("grades"))
            if "shares" in board:
                self.fill("kaohe.cfg: boards.shares", board["shares"])

    # ---- A module ---------------------------------------------------------------------------

    def domain(self, tree):
        self.fill("domain", tree)
        self.fill("domain.cycle", tree.setdefault("cycle", {}))
        self.each("domain.levels", tree["levels"])
        self.each("kaohe.cfg: day_sets; domain.days", tree.get("days"))
        for given in tree["inputs"].values():
            self.fill("domain.inputs.DATASET", given)
            self.each("domain.inputs.DATASET.columns.COLUMN",
                      [c for c in given.get("columns", {}).values() if isinstance(c, dict)])
        for name in ("plates", "tickets", "settlement"):
            if name in tree:
                self.fill(f"domain.{name}", tree[name])
        self.each("domain.vetoes", tree.get("vetoes"))
        for veto in tree.get("vetoes", []):
            self.each("domain.vetoes.actions", veto["actions"])
        for version in tree["scheme"]:
            self.fill("domain.scheme", version)
            self.nodes(version["nodes"], version.get("kind"))

    def nodes(self, nodes, kind):
        for node in nodes:
            node["_in"] = kind
            if "nodes" in node:
                self.fill("domain.scheme.nodes: group", node)
                self.nodes(node["nodes"], node.get("kind", kind))
            else:
                self.fill("domain.scheme.nodes: leaf", node)
                self.leaf(node)
            del node["_in"]

    def leaf(self, node):
        if "of" in node:
            self.fill(f"of: {node['of']['kind']}", node["of"])
        points = node.get("points")
        if points:
            self.fill(f"points: {points['kind']}", points)
            if "inside" in points:
                self.fill("points.inside", points["inside"])


# ---- As libconfig writes it -------------------------------------------------------------------


def text_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, list):
        return "( " + ", ".join(text_of(v) for v in value) + " )"
    return "{ " + " ".join(f"{k} = {text_of(v)};" for k, v in value.items()) + " }"


def write(said, config, filler):
    """The files of a configuration anew, every default in them."""
    filler.run(said["run"])
    config.write_text("".join(f"{k} = {text_of(v)};\n" for k, v in said["run"].items()))
    for domain in said["domains"]:
        filler.domain(domain["tree"])
        pathlib.Path(domain["file"]).write_text(f"domain = {text_of(domain['tree'])};\n")


class Site:
    def __init__(self, t, config, period, tables, plugins):
        self.t, self.config, self.period = t, config, period
        self.tables, self.plugins = tables, plugins
        self.kept = {p: p.read_bytes() for p in config.parent.parent.rglob("*.cfg")}

    def said(self):
        for path, data in self.kept.items():
            path.write_bytes(data)
        done = subprocess.run([self.tables, self.config, self.plugins], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def score(self, name):
        """Digests of what it writes; None, and the errors, if it does not run."""
        out = self.t.folder / f"{self.config.parent.name}-{name}"
        done = self.t.score(self.config, out, "--plugins", self.plugins, period=self.period)
        if done.returncode not in (0, 4):
            errors = [line for line in done.stderr.splitlines() if "error" in line]
            print("\n".join(sorted(set(errors))[:12]))
            return None
        return {k: v for k, v in digests(out).items() if k in COMPARED or k.startswith("tables/")}


def changes(site, filler):
    """Does this filler change a file?"""
    said = site.said()
    plain = site.score("plain")
    write(said, site.config, filler)
    return filler.tried and differing(plain, site.score("wrong") or {})


def compare(t, site, schemas, what):
    """The defaults that were tried."""
    tried = set()
    plain = site.score("plain")
    t.check(plain, f"{what}: it is scored")
    for name, filler in (("full", Filler(schemas)), ("bare", Filler(schemas, bare=True))):
        write(site.said(), site.config, filler)
        again = site.score(name)
        t.check(again is not None, f"{what}: it is scored, {name}")
        t.same(differing(plain or {}, again or {}), [], f"{what}: files that change, {name}")
        tried |= filler.tried
    return tried


# No example has a place for these: it names its own folders, or a key that they go with.
NOT_TRIED = {("kaohe.cfg", "database"), ("kaohe.cfg", "modules"), ("domain.scheme", "pass"),
             ("kaohe.cfg: composite", "policy"), ("kaohe.cfg: day_sets; domain.days", "may_be_missing"),
             ("domain.vetoes.actions", "each")}

# Defaults that are not true, and what they change.
WRONG = ((("domain.scheme", "digits"), "3"), (("points: rank", "ties"), "mean"), (("kaohe.cfg: boards", "ties"), "dense"),
         (("domain.scheme.nodes: leaf", "zero"), "full"), (("points: unit", "steps"), "ceil"), (("points: zscore", "variance"), "sample"),
         (("of: delta", "how"), "rel"), (("kaohe.cfg: boards.shares", "digits"), "0"))


def main():
    tables = pathlib.Path(sys.argv[sys.argv.index("--tables") + 1]).resolve()
    del sys.argv[sys.argv.index("--tables"):sys.argv.index("--tables") + 2]
    t = Test()
    plugins = t.plugins
    province = t.example()
    sites = [Site(t, province, "2011-04", tables, plugins),
             Site(t, province.parent / "further" / "kaohe.cfg", "2010-12", tables, plugins)]
    frame, found = examples.examples((t.source / "docs" / "reference.md").read_text(encoding="utf-8"))
    for example in found:
        folder = t.folder / "sites" / re.sub(r"\W", "-", example.heading) / "site"
        examples.write(folder, frame, example)
        sites.append(Site(t, folder / "kaohe.cfg", example.periods()[-1], tables, plugins))
    schemas = sites[0].said()["tables"]
    tried = set()
    for site in sites:
        tried |= compare(t, site, schemas, str(site.config.parent.relative_to(t.folder)))
    known = {(x["where"], k["name"]) for x in schemas for k in x["keys"] if k["dflt"] is not None}
    print(f"{len(tried)} of {len(known)} defaults tried")
    t.same(sorted(known - tried - NOT_TRIED), [], "defaults that no example tries")
    for key, value in WRONG:
        t.check(any(changes(site, Filler(schemas, {key: value})) for site in sites),
                f"{key} = {value} is found out")
    t.done()


if __name__ == "__main__":
    main()
