# SPDX-License-Identifier: Apache-2.0
"""No leak and no memory error in a run of the example, children traced: valgrind.

With --whole all domains of the example are scored, else two (tools/sanitize does that).

That valgrind would find a leak is shown with a C program of three lines that has one."""

import os
import re
import shutil
import subprocess

from harness import PERIOD, Test


LEAKY = "#include <stdlib.h>\nint main(void) { char *volatile p = malloc(77); p = NULL; return p != 0; }\n"


def finds_a_leak(t):
    source, program = t.folder / "leaky.c", t.folder / "leaky"
    source.write_text(LEAKY)
    subprocess.run(["cc", "-o", program, source], check=True)
    done = subprocess.run(["valgrind", "--leak-check=full", "--error-exitcode=99", program],
                          capture_output=True, text=True)
    t.check(done.returncode == 99 and "77 bytes" in done.stderr, "a leak of 77 bytes is found")


def main():
    t = Test()
    if not shutil.which("valgrind"):
        t.skip("valgrind is not installed")
    if t.is_sanitized():
        t.skip("valgrind does not run a program built with sanitizers")
    finds_a_leak(t)
    config = t.example()
    logs = t.folder / "logs"
    logs.mkdir()
    done = subprocess.run(
        ["valgrind", "--trace-children=yes", "--leak-check=full", "--show-leak-kinds=definite",
         "--errors-for-leak-kinds=definite", "--num-callers=30", f"--log-file={logs}/%p.log",
         "--error-exitcode=99", t.kaohe, "run", "-c", config, "--period", PERIOD, "--threads", "2",
         "--out", t.folder / "out", "--db", t.folder / "k.db",
         *([] if t.whole else ["--only", "contractor,assessor"])],
        capture_output=True, text=True, env=dict(os.environ, LC_ALL="C"), timeout=900)
    t.same(done.returncode, 0, f"exit status ({done.stderr[-800:]})")
    texts = {p.name: p.read_text(errors="replace") for p in sorted(logs.iterdir())}
    ours = {n: s for n, s in texts.items() if "kaohe" in s}
    t.check(len(ours) >= 2, f"coordinator and children are traced ({len(ours)} processes)")
    for name, text in ours.items():
        lost = re.findall(r"definitely lost: ([\d,]+) bytes", text)
        errors = re.findall(r"ERROR SUMMARY: ([\d,]+) errors", text)
        kind = "worker" if "--worker" in text or "scan" in text else "process"
        print(f"{kind} {name}: definitely lost {lost or ['0 (all freed)']}, errors {errors}")
        t.check(all(n == "0" for n in lost), f"{name}: no leak:\n{text[-3000:]}")
        t.same(errors[-1:], ["0"], f"{name}: errors:\n{text[-3000:]}")
    t.done()


if __name__ == "__main__":
    main()
