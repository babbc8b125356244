# SPDX-License-Identifier: Apache-2.0
"""Bad input: refused with place and remedy and nothing written, or counted and survived."""

import csv
import os
import resource

from harness import PERIOD, Test

HEADER = "who,n\n"


def domain(t, name, data, mode=None, columns=""):
    """A run of the plugin penalty-like sample over one file; its folder."""
    top = t.folder / name
    (top / "modules.d").mkdir(parents=True)
    path = top / "events.csv"
    if data is None:
        path.mkdir()
    elif callable(data):
        with open(path, "wb") as f:
            data(f)
    else:
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    if mode is not None:
        path.chmod(mode)
    (top / "kaohe.cfg").write_text('database = "k.db"; modules = "modules.d";\n')
    (top / "modules.d" / "m.cfg").write_text(
        'domain = { id = "m"; plugin = "penalty"; enabled = true; cycle = { whole = true; };\n'
        ' subject = ( "contractor" ); levels = ( { id = "firm"; of = ( "contractor" ); } );\n'
        f' inputs = {{ events = {{ file = "../events.csv"; {columns} }}; }};\n'
        ' scheme = ( { from = "2000-01"; full = 100; nodes = ( { id = "S"; weight = 100;\n'
        '   indicator = "score"; points = { kind = "value"; }; } ); } ); };\n')
    return top


def score(t, top, **kw):
    return t.run("run", "-c", top / "kaohe.cfg", "--period", PERIOD, "--out", top / "out",
                 "--plugins", t.test_plugins, **kw)


GOOD = "contractor,severity\nA,minor\n"

REFUSED = [
    # name, bytes, texts that the message must hold
    ("unclosed", 'contractor,severity\nA,minor\n"B,major\nC,minor\n', ["events.csv:3", "quote"]),
    ("no-column", "contractor,level\nA,minor\n", ["events.csv:1", "severity"]),
    ("twice", "contractor,severity,severity\nA,minor,major\n", ["events.csv:1", "severity"]),
    ("empty", b"", ["events.csv", "empty"]),
    ("folder", None, ["events.csv", "folder"]),
]


def refused(t):
    for name, data, texts in REFUSED:
        top = domain(t, name, data)
        done = score(t, top)
        t.same(done.returncode, 3, f"{name}: exit status ({done.stderr.strip()})")
        for text in texts:
            t.check(text in done.stderr.replace("directory", "folder").replace("0 bytes", "empty"),
                    f"{name}: \"{text}\" in {done.stderr!r}")
        t.same(sorted(p.name for p in top.iterdir()), ["events.csv", "kaohe.cfg", "modules.d"],
               f"{name}: nothing is written")
    top = domain(t, "forbidden", GOOD, mode=0)
    if os.geteuid() == 0:
        # root reads everything: the same is tried as another user below
        done = as_nobody(t, top)
    else:
        done = score(t, top)
    t.same(done.returncode, 3, f"forbidden: exit status ({done.stderr.strip()})")
    t.check("events.csv" in done.stderr and "permi" in done.stderr.lower(),
            f"forbidden: the sentence names the file and the reason: {done.stderr!r}")


def as_nobody(t, top):
    """Root may read everything, so the program runs as another user."""
    import shutil
    import subprocess
    os.chmod(t.folder, 0o755)
    for path in [top, *top.rglob("*")]:
        shutil.chown(path, 65534, 65534)
    return subprocess.run(
        [t.kaohe, "run", "-c", top / "kaohe.cfg", "--period", PERIOD, "--out", top / "out",
         "--plugins", t.test_plugins], capture_output=True, text=True, cwd=top,
        env={"LC_ALL": "C"}, user=65534, group=65534)


def configuration(t):
    top = domain(t, "circle", GOOD)
    (top / "kaohe.cfg").write_text('@include "kaohe.cfg"\n')
    done = score(t, top)
    t.same(done.returncode, 2, f"a configuration that includes itself ({done.stderr.strip()})")
    t.check("kaohe.cfg:1" in done.stderr, f"the place is told: {done.stderr!r}")


def long_line(f):
    f.write(b"contractor,severity\nA,minor\n")
    for _ in range(100):
        f.write(b"x" * (1 << 20))
    f.write(b",minor\nB,major\n")


def rejects_of(top):
    with open(top / "out" / "rejects.csv", encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def counted(t):
    rows = [
        ("utf8", b"contractor,severity\nA,minor\nB\xff,minor\nC,major\n", "3"),
        ("nul", b"contractor,severity\nA,minor\nB\0,minor\nC,major\n", "3"),
        ("long", long_line, "3"),
    ]
    for name, data, line in rows:
        top = domain(t, name, data)
        done = score(t, top)
        t.same(done.returncode, 0, f"{name}: exit status ({done.stderr.strip()})")
        if done.returncode:
            continue
        found = rejects_of(top)
        t.same([(r["dataset"], r["file"].rsplit("/", 1)[-1], r["line"]) for r in found],
               [("events", "events.csv", line)], f"{name}: the reject and its place")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"peak of all runs so far: {peak} KiB")
    t.check(peak < 80 * 1024 or t.is_sanitized(),  # their shadows are memory too
            f"a line of 100 MB does not grow memory: peak {peak} KiB")


def header_only(t):
    top = domain(t, "header", "contractor,severity\n")
    done = score(t, top)
    t.same(done.returncode, 0, f"a header only is valid ({done.stderr.strip()})")


def main():
    t = Test()
    if not (t.test_plugins / "kh_penalty.so").exists():
        t.check(False, "the sample plugin kh_penalty.so is built")
    header_only(t)
    refused(t)
    configuration(t)
    counted(t)
    t.done()


if __name__ == "__main__":
    main()
