# SPDX-License-Identifier: Apache-2.0
"""The committed inputs of the example province are what tools/example writes, byte for byte."""

import subprocess
import sys

from harness import Test, differing, digests


def main():
    t = Test()
    made = t.folder / "data"
    done = subprocess.run([sys.executable, t.source / "tools" / "example", made],
                          capture_output=True, text=True)
    t.same(done.returncode, 0, f"tools/example ({done.stderr[-500:]})")
    committed = digests(t.source / "examples" / "data")
    t.same(differing(digests(made), committed), [], "files that differ")
    t.check(len(committed) >= 20, f"{len(committed)} files")
    one = made / "filings.csv"
    one.write_bytes(one.read_bytes() + b"\n")
    t.same(differing(digests(made), committed), ["filings.csv"], "a changed file is found")
    t.done()


if __name__ == "__main__":
    main()
