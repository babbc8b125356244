# SPDX-License-Identifier: Apache-2.0
"""examples.py - every example of docs/reference.md, run as it is printed.

The members of `domain` that an example shows replace those of the frame; its rows of results
are among the rows that the program writes, in the columns that it names.  The same example
with one number changed must not hold, or the comparison finds nothing."""

import csv
import io
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from harness import Test  # noqa: E402

PERIOD = "2011-12"
RESULTS = ("scores.csv", "ranking.csv", "outcomes.csv", "reasons.csv")


def fences(text):
    """(heading, language, name, body) of every fenced block."""
    heading = ""
    for match in re.finditer(r"^### ([^\n]+)$|^```(\S*) ?(\S*)\n(.*?)^```$", text, re.M | re.S):
        if match.group(1):
            heading = match.group(1)
        else:
            yield heading, match.group(2), match.group(3), match.group(4)


def members(body):
    """Name to text of what stands at the left margin: `name = value;` and what follows it."""
    return {part.split(" ", 1)[0]: part for part in re.split(r"(?m)^(?=[a-z_]+ = )", body) if part.strip()}


class Example:
    def __init__(self, heading):
        self.heading = heading
        self.domain, self.run, self.data = {}, "", {}
        self.expected = []  # (file, rows)

    def add(self, language, name, body):
        if language == "cfg":
            if name:
                self.run = body
            else:
                self.domain = members(body)
        elif name in RESULTS:
            self.expected.append((name, list(csv.DictReader(io.StringIO(body)))))
        else:
            self.data[name] = body

    def periods(self):
        named = {row["period"] for _, rows in self.expected for row in rows if "period" in row}
        return sorted(named) or [PERIOD]


def examples(page):
    frame, found = {}, {}
    for heading, language, name, body in fences(page):
        if (language, name) == ("cfg", "frame"):
            frame = members(body)
        elif language in ("cfg", "csv"):
            found.setdefault(heading, Example(heading)).add(language, name, body)
    return frame, list(found.values())


def write(folder, frame, example, domain=None):
    folder.mkdir(parents=True)
    (folder / "modules.d").mkdir()
    text = {**frame, **example.domain, **(domain or {})}
    (folder / "modules.d" / "example.cfg").write_text("domain = {\n" + "\n".join(text.values()) + "\n};\n")
    (folder / "kaohe.cfg").write_text('database = "kaohe.db"; modules = "modules.d"; data = ".";\n'
                                      'report = { language = "en"; };\n' + example.run)
    for name, body in example.data.items():
        (folder / name).write_text(body)


def score(t, folder, example):
    """All rows that the periods of the example give, by file; None if a run fails."""
    rows = {name: [] for name in RESULTS}
    for period in example.periods():
        out = folder / period
        done = t.run("run", "-c", folder / "kaohe.cfg", "--period", period, "--out", out)
        if done.returncode:
            print(f"{example.heading}: {done.stderr}")
            return None
        for name in RESULTS:
            with open(out / name, encoding="utf-8-sig", newline="") as f:
                rows[name] += list(csv.DictReader(f))
    return rows


def differences(expected, rows):
    """Rows of the example that the program does not write."""
    for name, wanted in expected:
        for row in wanted:
            if not any(all(r.get(k) == v for k, v in row.items()) for r in rows[name]):
                near = [{k: r.get(k) for k in row} for r in rows[name]
                        if r.get("subject") == row["subject"] and r.get("node") == row.get("node")]
                yield f"{name}: {row}; the program writes {near[:4]}"


def spoiled(expected):
    """The same results with one digit changed, once for each row."""
    for name, rows in expected:
        for row in rows:
            key = next((k for k in ("score", "value", "effect") if re.search(r"\d", row.get(k) or "")), None)
            if key:
                wrong = re.sub(r"\d", lambda m: str((int(m.group()) + 1) % 10), row[key], count=1)
                yield [(name, [{**row, key: wrong}])]


def main():
    t = Test()
    frame, found = examples((t.source / "docs" / "reference.md").read_text(encoding="utf-8"))
    t.check(frame, "the page has a frame")
    for example in found:
        folder = t.folder / re.sub(r"\W", "-", example.heading)
        t.check(example.expected and example.data, f"{example.heading}: there are data and results")
        write(folder, frame, example)
        rows = score(t, folder, example)
        if not t.check(rows, f"{example.heading}: it runs"):
            continue
        wrong = list(differences(example.expected, rows))
        t.check(not wrong, f"{example.heading}: " + "; ".join(wrong))
        for spoil in spoiled(example.expected):
            t.check(list(differences(spoil, rows)), f"{example.heading}: {spoil} is found out")
    broken = Example("broken")
    broken.data = {"values.csv": "unit,v\na,1\n"}
    broken.expected = [("scores.csv", [{"subject": "a"}])]
    write(t.folder / "broken", frame, broken, {"scheme": "scheme = ();"})
    t.check(score(t, t.folder / "broken", broken) is None, "a scheme without nodes does not run")
    print(f"{len(found)} examples")
    t.check(len(found) >= 20, "twenty kinds of rules have an example")
    t.done()


if __name__ == "__main__":
    main()
