#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""examples.py - each worked example of domain.md has its test, by the table examples.tsv.

A line is section, example, file of the test, text to be found there: the expected result or the
case's own words.  The file must also name the section, as "domain.md 10.2 S3" or, in a table of
cases, as the first cell of a line.  What the test computes is the test's own business."""

import collections
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "lint" / "examples.tsv"
SECTIONS = ["3.1", "3.2", "3.3", "3.4", "6", "7.1", "7.2", "8", "9.1", "9.4", "9.7", "9.8",
            "10 states", "10 rounding", "10.6"]
SECTIONS += [f"10.1 M{i}" for i in range(1, 6)] + [f"10.2 S{i}" for i in range(1, 8)]
SECTIONS += ["10.3 G1", "10.3 G2", "10.4 A1", "10.4 A2"] + [f"10.5 O{i}" for i in range(1, 5)]
SECTIONS += [f"10.8 trap {i}" for i in range(1, 16)]


def names(text, section):
    """Does the file name the section?  "10.2 S3" also in "domain.md 10.1, 10.2 S3"."""
    whole = re.escape(section) + r"(?![.\d]*\d)"
    pattern = rf"domain\.md\b[^\n]*(?<![.\d]){whole}|^{whole}\w*[ ,]"
    return re.search(pattern, text, re.MULTILINE) is not None


def findings(table, root, sections):
    """Sentences about what is wrong with a table."""
    seen, lines = collections.Counter(), table.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        place = f"{table.name}:{number}"
        cells = line.split("\t")
        if len(cells) != 4 or not all(cells):
            yield f"{place}: {len(cells)} cells; a line has section, example, file and text"
            continue
        section, example, file, text = cells
        seen[section] += 1
        if section not in sections:
            yield f"{place}: section '{section}' is not in the list of sections; add it there"
        if not (root / file).is_file():
            yield f"{place}: there is no test {file} for '{example}'"
            continue
        content = (root / file).read_text(encoding="utf-8")
        if text not in content:
            yield f"{place}: {file} lacks '{text}' for '{example}'; write the test or mend the line"
        if not names(content, section):
            yield f"{place}: {file} does not name domain.md {section}"
    for section in sections:
        if not seen[section]:
            yield f"{table.name}: section {section} has no example"


def broken_tables():
    """Tables with one mistake each, and what must be said of it."""
    test = "/* domain.md 10.2 S3: ceil 4. */\n10.2 S30,case\n"
    good = "10.2 S3\tceil\tcase.c\tceil 4\n"
    yield test, good, ["10.2 S3"], None
    yield test, good, ["10.2 S3", "10.2 S4"], "section 10.2 S4 has no example"
    yield test, good.replace("ceil 4", "ceil 5"), ["10.2 S3"], "lacks 'ceil 5'"
    yield test, good.replace("case.c", "other.c"), ["10.2 S3"], "there is no test other.c"
    yield test.replace("S3:", "S1:"), good, ["10.2 S3"], "does not name domain.md 10.2 S3"
    yield test, good.replace("\tceil\t", "\t"), ["10.2 S3"], "3 cells"
    yield test, good, [], "not in the list of sections"


def check_itself():
    wrong = 0
    for test, table, sections, said in broken_tables():
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "case.c").write_text(test, encoding="utf-8")
            (root / "t.tsv").write_text(table, encoding="utf-8")
            found = list(findings(root / "t.tsv", root, sections))
        if bool(found) != bool(said) or (said and not any(said in f for f in found)):
            print(f"broken table: expected {said!r}, found {found}")
            wrong += 1
    return wrong


def main():
    found = list(findings(TABLE, ROOT, SECTIONS))
    print("\n".join(found))
    wrong = check_itself()
    lines = len(TABLE.read_text(encoding="utf-8").splitlines())
    print(f"{lines} examples, {len(found)} findings; {wrong} broken tables not seen")
    return 1 if found or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
