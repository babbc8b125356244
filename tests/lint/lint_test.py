#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""lint_test - every check of tools/lint finds what was broken for it, and nothing else.

A small good tree is written to a temporary folder; each row changes one or two files of
it and names every finding that must follow."""
import os
import re
import subprocess
import sys
import tempfile

SPDX = "/* SPDX-License-Identifier: Apache-2.0 */\n"
LINT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "lint")

GOOD = {
    "host/base/sum.h": SPDX + """/* sum.h - adds. */
#ifndef KH_BASE_SUM_H
#define KH_BASE_SUM_H

int sum_of(int a, int b);

#endif
""",
    "host/base/sum.c": SPDX + """/* sum.c - see sum.h. */
#include "base/sum.h"

/* A comment may speak of sprintf(), and a text of "exit(1)". */
int sum_of(int a, int b)
{
    if (a < 0)
        goto out;
    a += b;
out:
    return a;
}
""",
    "host/cli/main.c": SPDX + """/* main.c - the program. */
#include "base/sum.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    printf("%d\\n", sum_of(1, 2));
    exit(0);
}
""",
    "plugins/demo/demo.c": SPDX + """/* demo.c - a domain.
 *
 * R1: every event counts.
 * R2: none counts twice. */
#include <kaohe/plugin.h>

/* R1, R2 */
int demo;
""",
    "plugins/demo/cases/one.case": "# R1 R2\n",
    "tests/unit/sum_test.c": SPDX + "/* sum_test.c - sums. */\nint x;\n",
    "tools/run.sh": "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\necho x\n",
    "tests/lint/exceptions.txt": "# none\n",
}
SUM = GOOD["host/base/sum.c"]
DEMO = GOOD["plugins/demo/demo.c"]
with open(os.path.join(os.path.dirname(LINT), "..", ".clang-format"), encoding="utf-8") as f:
    GOOD[".clang-format"] = f.read()


def with_line(line, text=SUM):
    """`text` with one line at the start of sum_of's body (line 8 of the file)."""
    return text.replace("{\n    if", "{\n    " + line + "\n    if")


def long_function(lines):
    body = "".join("    a += b;\n" for _ in range(lines - 2))
    return SPDX + '/* sum.c - see sum.h. */\n#include "base/sum.h"\n\n' \
        "int sum_of(int a, int b)\n{\n" + body[:-len("    a += b;\n")] \
        + "    return a;\n}\n"


def branchy(branches):
    body = "".join("    if (a)\n        b++;\n" for _ in range(branches))
    return SPDX + '/* sum.c - see sum.h. */\n#include "base/sum.h"\n\n' \
        "int sum_of(int a, int b)\n{\n" + body + "    return b;\n}\n"


def long_file(lines):
    return SUM + "int more;\n" * (lines - SUM.count("\n"))


# what is broken, files (None removes one), findings as "path:line: check"
ROWS = [
    ("nothing", {}, []),
    ("a banned function", {"host/base/sum.c": with_line("strcpy(0, 0);")},
     ["host/base/sum.c:8: banned"]),
    ("a banned function in a plugin", {"plugins/demo/demo.c": DEMO + "int a = atoi(0);\n"},
     ["plugins/demo/demo.c:10: banned"]),
    ("a banned function in a test",
     {"tests/unit/sum_test.c": GOOD["tests/unit/sum_test.c"] + "int a = rand();\n"},
     ["tests/unit/sum_test.c:4: banned"]),
    ("setlocale outside of its file", {"host/base/sum.c": with_line("setlocale(0, 0);")},
     ["host/base/sum.c:8: banned"]),
    ("setlocale in its file", {"host/base/lang.c": SPDX + "/* lang.c - languages. */\n"
                               "int a = setlocale(0, 0);\n"}, []),
    ("setlocale in a file of that name elsewhere",
     {"host/cli/lang.c": SPDX + "/* lang.c - languages. */\nint a = setlocale(0, 0);\n"},
     ["host/cli/lang.c:3: banned"]),
    ("names that only end like a banned one",
     {"host/base/sum.c": with_line("my_strcpy(0), snprintf(0), fgets(0), srand_of(0);")}, []),
    ("a banned function behind a text with a comment inside",
     {"host/base/sum.c": with_line('f("/*"), strcpy(0, 0);')}, ["host/base/sum.c:8: banned"]),
    ("exit below cli", {"host/base/sum.c": with_line("exit(1);")},
     ["host/base/sum.c:8: print"]),
    ("a print below cli", {"host/base/sum.c": with_line('fprintf(stderr, "x");')},
     ["host/base/sum.c:8: print"]),
    ("a print in a plugin", {"plugins/demo/demo.c": DEMO + "int a = puts(0);\n"},
     ["plugins/demo/demo.c:10: print"]),
    ("a print to a file", {"host/base/sum.c": with_line('fprintf(file, "x");')}, []),
    ("a goto backwards",
     {"host/base/sum.c": SUM.replace("    a += b;\nout:\n", "out:\n    a += b;\n    goto out;\n")},
     ["host/base/sum.c:12: goto"]),
    ("two labels", {"host/base/sum.c": SUM.replace("out:\n", "out:\n    b++;\nend:\n")},
     ["host/base/sum.c:7: goto"]),
    ("a room that includes from below",
     {"host/cli/page.h": SPDX + "/* page.h - pages. */\n",
      "host/base/sum.c": SUM.replace('sum.h"\n', 'sum.h"\n#include "cli/page.h"\n', 1)},
     ["host/base/sum.c:4: order"]),
    ("an include without its room",
     {"host/base/sum.c": SUM.replace('sum.h"\n', 'sum.h"\n#include "other.h"\n', 1)},
     ["host/base/sum.c:4: order"]),
    ("a room that is none", {"host/attic/old.c": SPDX + "/* old.c - old. */\n"
                             '#include "base/sum.h"\n'}, ["host/attic/old.c:3: order"]),
    ("a plugin that knows the host",
     {"plugins/demo/demo.c": DEMO.replace("<kaohe/plugin.h>", '"base/sum.h"')},
     ["plugins/demo/demo.c:6: order"]),
    ("another header before the own one",
     {"host/base/sum.c": SUM.replace('#include "base/sum.h"',
                                     '#include <stdio.h>\n\n#include "base/sum.h"')},
     ["host/base/sum.c:3: own"]),
    ("a file at the limit", {"host/base/sum.c": long_file(600)}, []),
    ("a file above the limit", {"host/base/sum.c": long_file(601)},
     ["host/base/sum.c:1: file"]),
    ("a function at the limit", {"host/base/sum.c": long_function(60)}, []),
    ("a function above the limit", {"host/base/sum.c": long_function(61)},
     ["host/base/sum.c:6: function"]),
    ("branches at the limit", {"host/base/sum.c": branchy(19)}, []),
    ("branches above the limit", {"host/base/sum.c": branchy(20)},
     ["host/base/sum.c:6: complexity"]),
    ("no licence", {"host/base/sum.c": SUM.replace("SPDX-", "", 1)},
     ["host/base/sum.c:1: head"]),
    ("no purpose", {"host/base/sum.c": SUM.replace("sum.c - see sum.h.", "adds")},
     ["host/base/sum.c:2: head"]),
    ("the purpose of another file", {"host/base/sum.c": SUM.replace("/* sum.c -", "/* mul.c -")},
     ["host/base/sum.c:2: head"]),
    ("a script without licence", {"tools/run.sh": "#!/bin/sh\necho x\n"},
     ["tools/run.sh:1: head"]),
    ("a rule without code", {"plugins/demo/demo.c": DEMO.replace("R1, R2", "R1")},
     ["plugins/demo/demo.c:5: rules"]),
    ("a rule without a case", {"plugins/demo/cases/one.case": "# R1\n"},
     ["plugins/demo/demo.c:5: rules"]),
    ("a rule tested for another plugin only",
     {"plugins/demo/cases/one.case": "# R1\n", "tests/golden/other/a.case": "R2\n"},
     ["plugins/demo/demo.c:5: rules"]),
    ("a rule tested in tests/",
     {"plugins/demo/cases/one.case": "# R1\n", "tests/golden/demo/a.case": "R2\n"}, []),
    ("a rule that the head does not know",
     {"plugins/demo/demo.c": DEMO.replace("R1, R2", "R1, R2, R3")},
     ["plugins/demo/demo.c:8: rules"]),
    ("a name used twice", {"plugins/demo/sum.c": SPDX + "/* sum.c - sums. */\n"},
     ["plugins/demo/sum.c:1: unique"]),
    ("a place of one machine", {"host/base/sum.c": with_line('open("/home/x/y");')},
     ["host/base/sum.c:8: paths"]),
    ("a place of one machine in a script",
     {"tools/run.sh": GOOD["tools/run.sh"] + "cat /tmp/x\n"}, ["tools/run.sh:4: paths"]),
    ("a place of one machine in a test",
     {"tests/unit/sum_test.c": GOOD["tests/unit/sum_test.c"] + 'char *p = "/tmp/x";\n'}, []),
    ("what is left to do", {"host/base/sum.c": with_line("b++; /* TODO: more */")},
     ["host/base/sum.c:8: todo"]),
    ("what is left to do, as an issue",
     {"host/base/sum.c": with_line("b++; /* TODO: more, #12 */")}, []),
    ("a layout of one's own", {"host/base/sum.c": SUM.replace("a += b;", "a+=b;")},
     ["host/base/sum.c:10: format"]),
    ("an exception that holds",
     {"host/base/sum.c": long_file(610),
      "tests/lint/exceptions.txt": "file host/base/sum.c 610 # why\n"}, []),
    ("an exception that was outgrown",
     {"host/base/sum.c": long_file(611),
      "tests/lint/exceptions.txt": "file host/base/sum.c 610\n"}, ["host/base/sum.c:1: file"]),
    ("an exception that could shrink",
     {"host/base/sum.c": long_file(605),
      "tests/lint/exceptions.txt": "file host/base/sum.c 610\n"},
     ["tests/lint/exceptions.txt:1: exceptions"]),
    ("an exception that nobody needs",
     {"tests/lint/exceptions.txt": "function host/base/sum.c:sum_of 70\n"},
     ["tests/lint/exceptions.txt:1: exceptions"]),
    ("an exception for a banned function",
     {"host/base/sum.c": with_line("exit(1);"),
      "tests/lint/exceptions.txt": "print host/base/sum.c:exit\n"}, []),
    ("an exception that says nothing", {"tests/lint/exceptions.txt": "all of it\n"},
     ["tests/lint/exceptions.txt:1: exceptions"]),
]
# Rows whose broken code is not laid out as clang-format would have it.
LAYOUT = {"names that only end like a banned one"}


def lint(root, *more):
    done = subprocess.run([sys.executable, LINT, "--root", root, *more], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stdout


def found_in(files, with_format):
    with tempfile.TemporaryDirectory() as root:
        for path, text in {**GOOD, **files}.items():
            whole = os.path.join(root, path)
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            with open(whole, "w", encoding="utf-8") as out:
                out.write(text)
        status, out = lint(root, *([] if with_format else ["--skip", "format"]))
    found = re.findall(r"^(\S+:\d+: \w+): \S", out, re.M)
    return status, found, out


def main():
    names = lint(".", "--list")[1].split()
    proven = set()
    wrong = 0
    for name, files, expected in ROWS:
        status, found, out = found_in(files, name not in LAYOUT)
        proven.update(f.split()[-1] for f in found)
        if found != expected or status != bool(expected):
            wrong += 1
            print(f"row \"{name}\": expected {expected}, exit {int(bool(expected))}; "
                  f"found {found}, exit {status}\n{out}", file=sys.stderr)
    for check in names:
        if check not in proven:
            wrong += 1
            print(f"check {check}: no row breaks it", file=sys.stderr)
    print(f"lint_test: {len(ROWS)} rows, {len(names)} checks, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
