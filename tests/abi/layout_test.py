#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""layout_test - the gate finds every way to break the contract, and lets it grow.

Each row edits a copy of plugin.h; `told` is a part of what the gate must say, None if it
must let the change pass.

  layout_test.py HEADER CC FOLDER"""
import os
import shutil
import subprocess
import sys
import tempfile

HEADER, COMPILER, FOLDER = sys.argv[1:4]
LAYOUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "layout.py")
RAISED = ("#define KH_ABI_MINOR 0", "#define KH_ABI_MINOR 1")
LAST = "const void *(*extension)(const char *id);\n} kh_plugin;"

# name, edits (old, new), told
ROWS = [
    ("nothing", [], None),
    ("a comment and names of arguments",
     [("/* [state] */\n    void (*end)(void *state);", "/* Last. */\n    void (*end)(void *it);")],
     None),
    ("a field appended, the minor raised",
     [RAISED, (LAST, LAST.replace("\n}", "\n    void (*rest)(void *state);\n}"))], None),
    ("a constant added, the minor raised",
     [RAISED, ("KH_EBUG = 7 ", "KH_ELATE = 8, KH_EBUG = 7 ")], None),
    ("a field appended, the minor forgotten",
     [(LAST, LAST.replace("\n}", "\n    void (*rest)(void *state);\n}"))],
     "an added line needs the next KH_ABI_MINOR"),
    ("the minor raised without a table", [RAISED, ("", "")], "v1.1.layout is missing"),
    ("a field inserted",
     [("    uint32_t state_version; /*", "    uint32_t more[2];\n    uint32_t state_version; /*")],
     "field kh_plugin.state_version was 40"),
    ("two callbacks of one type swapped",
     [("(*end)(void *state)", "(*other)(void *state)"), ("(*close)(void *inst)", "(*end)(void *inst)"),
      ("(*other)(void *state)", "(*close)(void *state)")],
     "field kh_plugin.end was 144"),
    ("a field widened", [("    uint32_t size, months;", "    uint32_t size;\n    uint64_t months;")],
     "field kh_window.months was 4 4 uint32_t, now 8 8 uint64_t"),
    ("a field renamed", [("uint64_t chunk, first_row;", "uint64_t piece, first_row;")],
     "field kh_batch.chunk is gone"),
    ("a sign changed", [("    int64_t samples;", "    uint64_t samples;")],
     "field kh_result.samples was 48 8 int64_t"),
    ("a constant renumbered", [("KH_ESTATE = 5", "KH_ESTATE = 9")], "const KH_ESTATE was 5, now 9"),
    ("a constant removed", [("KH_FALSIFIED = 2", "KH_FAKED = 2")], "const KH_FALSIFIED is gone"),
    ("a frozen struct grown",
     [("    uint32_t set;   /*", "    uint64_t more;\n    uint32_t set;   /*")],
     "struct kh_value is frozen at 16 frozen"),
    ("a frozen struct thawed", [("/* Owned and zeroed by the caller.  FROZEN. */", "/* Owned. */")],
     "struct kh_err is frozen at 256 frozen, now 256 grows"),
    ("a callback's pointer argument changed",
     [("(*score)(const void *state, const kh_emit *out, kh_err *e)",
       "(*score)(const void *state, const kh_sink *out, kh_err *e)")],
     "field kh_plugin.score was 136"),
    ("const dropped from an argument",
     [("(*save)(const void *state,", "(*save)(void *state,")], "field kh_plugin.save was 120"),
    ("an integer argument widened", [("uint32_t space, uint32_t id)", "uint64_t space, uint32_t id)")],
     "field kh_emit.text was 24"),
    ("an argument added", [("int (*stopping)(void *ctx)", "int (*stopping)(void *ctx, int why)")],
     "field kh_host.stopping was 40"),
    ("the entry changed", [("kh_plugin_v1(void)", "kh_plugin_v1(int minor)")],
     "entry kh_plugin_v1 was"),
    ("a struct in another form",
     [("typedef struct kh_window {", "typedef struct {"), ("} kh_window;", "} kh_window;")],
     "cannot read"),
]


def run(header, folder):
    return subprocess.run([sys.executable, LAYOUT, "check", header, COMPILER, folder],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def is_good(name, edits, told, scratch):
    with open(HEADER, encoding="utf-8") as f:
        text = f.read()
    for old, new in edits:
        if old not in text:
            print(f"layout_test: {name}: the header no longer has {old!r}; mend the row")
            return False
        text = text.replace(old, new, 1)
    header = os.path.join(scratch, "plugin.h")
    with open(header, "w", encoding="utf-8") as f:
        f.write(text)
    tables = os.path.join(scratch, "tables")
    shutil.rmtree(tables, ignore_errors=True)
    shutil.copytree(FOLDER, tables)
    if told is None and RAISED in edits:  # what the author of the change commits with it
        with open(os.path.join(tables, "v1.1.layout"), "w", encoding="utf-8") as f:
            subprocess.run([sys.executable, LAYOUT, "show", header, COMPILER], check=True,
                           stdout=f)
    found = run(header, tables)
    good = (found.returncode == 0 and not found.stdout) if told is None \
        else found.returncode == 1 and told in found.stdout
    if not good:
        print(f"layout_test: {name}: expected {told!r}, found status {found.returncode}:\n"
              f"{found.stdout}")
    return good


def main():
    first = run(HEADER, FOLDER)
    if first.returncode == 77:
        print(first.stdout, end="")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        good = [is_good(*row, scratch) for row in ROWS]
    print(f"layout_test: {sum(good)} of {len(good)} rows")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
