# SPDX-License-Identifier: Apache-2.0
"""The committed inputs of the example province are what tools/example writes, byte for byte."""

import subprocess
import sys

from harness import Test, differing, digests


def regenerate(t, folder, committed, *args):
    done = subprocess.run([sys.executable, t.source / "tools" / "example", *args, folder],
                          capture_output=True, text=True)
    t.same(done.returncode, 0, f"tools/example ({done.stderr[-500:]})")
    t.same(differing(digests(folder), committed), [], "files that differ")


def main():
    t = Test()
    made = t.folder / "data"
    committed = digests(t.source / "examples" / "data")
    regenerate(t, made, committed)
    further = digests(t.source / "examples" / "further" / "data")
    regenerate(t, t.folder / "further", further, "--further")
    t.check(len(committed) >= 20 and further, f"{len(committed)} and {len(further)} files")
    one = made / "filings.csv"
    one.write_bytes(one.read_bytes() + b"\n")
    t.same(differing(digests(made), committed), ["filings.csv"], "a changed file is found")
    t.done()


if __name__ == "__main__":
    main()
