# SPDX-License-Identifier: Apache-2.0
"""harness.py - what the end-to-end tests share: the program, the example, files as digests.

Every test gets `--kaohe PROGRAM --source FOLDER`, works in a temporary folder of its own and
exits 0 (held), 1 (did not hold), or 77 (skipped, with a reason on stdout)."""

import argparse
import contextlib
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
PERIOD = "2011-04"


class Test:
    """Counts checks; `check` prints what was expected and found."""

    def __init__(self):
        parser = argparse.ArgumentParser()
        parser.add_argument("--kaohe", required=True)
        parser.add_argument("--source", required=True)
        parser.add_argument("--whole", action="store_true")
        args = parser.parse_args()
        self.kaohe = str(pathlib.Path(args.kaohe).resolve())
        self.source = pathlib.Path(args.source).resolve()
        self.whole = args.whole
        self.plugins = pathlib.Path(self.kaohe).parent / "plugins"
        self.test_plugins = pathlib.Path(self.kaohe).parent / "tests" / "plugins"
        self.held = self.failed = 0
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kaohe-"))

    def check(self, holds, what):
        if holds:
            self.held += 1
        else:
            self.failed += 1
            print(f"does not hold: {what}", flush=True)
        return holds

    def same(self, found, expected, what):
        return self.check(found == expected, f"{what}: expected {expected!r}, found {found!r}")

    def done(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        print(f"{self.held} checks held, {self.failed} failed")
        sys.exit(1 if self.failed or not self.held else 0)

    def skip(self, why):
        shutil.rmtree(self.folder, ignore_errors=True)
        print(f"skipped: {why}")
        sys.exit(SKIPPED)

    def is_sanitized(self):
        """True if the program is built with AddressSanitizer or ThreadSanitizer."""
        data = pathlib.Path(self.kaohe).read_bytes()
        return b"__asan_init" in data or b"__tsan_init" in data

    def example(self, name="example"):
        """A private copy of the example province and the shipped modules; its kaohe.cfg."""
        top = self.folder / name
        shutil.copytree(self.source / "examples", top / "examples")
        shutil.copytree(self.source / "conf", top / "conf")
        return top / "examples" / "kaohe.cfg"

    def run(self, *args, env=None, cwd=None, timeout=300):
        """Run the program; returns the completed process with text output."""
        full = dict(os.environ)
        for name in ("LC_ALL", "LANG", "LC_MESSAGES", "LANGUAGE", "TZ"):
            full.pop(name, None)
        full["LC_ALL"] = "C"
        full.update(env or {})
        return subprocess.run([self.kaohe, *map(str, args)], capture_output=True, text=True,
                              errors="replace", env=full, cwd=cwd or self.folder, timeout=timeout)

    def score(self, config, out, *args, env=None, db=None, period=PERIOD, timeout=300):
        return self.run("run", "-c", config, "--period", period, "--out", out, "--db",
                        db or (str(out) + ".db"), *args, env=env, timeout=timeout)


def digests(folder):
    """Relative name to SHA-256 of every file below a folder."""
    folder = pathlib.Path(folder)
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*")) if p.is_file()
    }


def differing(a, b):
    return sorted(k for k in set(a) | set(b) if a.get(k) != b.get(k))


class Lcg:
    """A random sequence that is the same everywhere and always."""

    def __init__(self, seed):
        self.state = seed & (2**64 - 1)

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            k = self.below(i + 1)
            items[i], items[k] = items[k], items[i]


@contextlib.contextmanager
def running(test, *args, env=None):
    full = dict(os.environ, LC_ALL="C")
    full.update(env or {})
    child = subprocess.Popen([test.kaohe, *map(str, args)], stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True, env=full, cwd=test.folder)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        child.stderr.close()


def children_of(pid):
    """Live descendants of a process."""
    found, front = [], [pid]
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                if stat[0] != "Z":
                    parents.setdefault(int(stat[1]), []).append(int(entry.name))
    while front:
        for child in parents.get(front.pop(), []):
            found.append(child)
            front.append(child)
    return found


def is_alive(pid):
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return stat[0] not in "ZX"
    except OSError:
        return False
