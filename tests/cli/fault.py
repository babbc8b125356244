# SPDX-License-Identifier: Apache-2.0
"""A plugin that aborts costs its domain only: exit status 4, everything of the other domains is
byte-identical to a run without it, taken out of each file."""

import csv
import io
import json

from harness import Test

CULPRIT = (
    'domain = { id = "zz_culprit"; plugin = "aborts"; enabled = true; cycle = { whole = true; };\n'
    ' subject = ( "who" ); levels = ( { id = "who"; of = ( "who" ); } );\n'
    ' inputs = { rows = { file = "culprit.csv"; }; };\n'
    ' scheme = ( { from = "2000-01"; full = 100; nodes = ( { id = "L"; weight = 100;\n'
    '   indicator = "last"; points = { kind = "value"; }; } ); } ); };\n')


def rows_without(path, culprit):
    """The lines of a CSV file but those of the culprit, as bytes of text."""
    text = path.read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    head = rows[0]
    if "domain" not in head:
        return rows
    at = head.index("domain")
    return [head] + [r for r in rows[1:] if r[at] != culprit]


def members_without(path, culprit):
    whole = json.loads(path.read_text("utf-8"))
    whole["identity"]["configuration"] = whole["identity"]["configuration_sha256"] = None
    for name, rows in list(whole.items()) + list(whole["identity"].items()):
        if isinstance(rows, list):
            rows[:] = [r for r in rows if r.get("domain") != culprit]
    return whole


def main():
    t = Test()
    config = t.example()
    modules = config.parent.parent / "conf" / "modules.d"
    t.same(t.score(config, t.folder / "without").returncode, 0, "the run without it")
    (modules / "zz_culprit.cfg").write_text(CULPRIT)
    for folder in (modules, config.parent / "data"):
        (folder / "culprit.csv").write_text("who,n\n" + "".join(f"k{i},{i}\n" for i in range(50)))
    done = t.score(config, t.folder / "with", "--plugins", t.test_plugins)
    t.same(done.returncode, 4, f"exit status ({done.stderr[-600:]})")
    print(*[line for line in done.stderr.splitlines() if "culprit" in line], sep="\n")
    t.check("zz_culprit" in done.stderr and "signal 6" in done.stderr,
            "the verdict names domain and signal")
    t.check("culprit.csv" in done.stderr, "the verdict names the input being read")
    a, b = t.folder / "without", t.folder / "with"
    names = sorted(str(p.relative_to(a)) for p in a.rglob("*.csv"))
    t.same(sorted(str(p.relative_to(b)) for p in b.rglob("*.csv")), names, "the files")
    for name in names:
        t.check(rows_without(a / name, "") == rows_without(b / name, "zz_culprit"),
                f"{name}: rows of the other domains are the same")
    t.check(members_without(a / "run.json", "") == members_without(b / "run.json", "zz_culprit"),
            "run.json: members of the other domains are the same")
    text = json.loads((b / "run.json").read_text("utf-8"))
    fault = [d["fault"] for d in text["domains"] if d["domain"] == "zz_culprit"]
    t.check(fault and fault[0] and "signal 6" in fault[0], "the fault is in run.json")
    t.done()


if __name__ == "__main__":
    main()
