# SPDX-License-Identifier: Apache-2.0
"""compose.py - docs/reference.md from the schemas (tables.c) and the pages of docs/reference.

    compose.py --tables PROGRAM --plugins FOLDER --source FOLDER [--check]

A line `@keys WHERE` of a page becomes the table of those keys.  Every table of keys stands on
the page once, every kind of rule has a page with a formula, edge cases and an example, and
every indicator has a sentence: what is missing is an error.  --check compares with the page
that is there, and tries the checks on input that is broken on purpose."""

import argparse
import difflib
import json
import pathlib
import re
import subprocess
import sys

KINDS = ("M1 M2 M3 M4 M5 S1 S2 S3 S4 S5 S6 S7 G1 G2 A1 A2 O1 O2 O3 O4").split()
PARTS = ("**Formula.**", "**Edge cases.**", "**Example.**")
RULE_TABLES = ("points", "of: ")  # tables that belong to the pages of rules


class Incomplete(Exception):
    pass


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ").strip()


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(cell(c) for c in row) + " |" for row in rows] + [""]


# ---- Keys of configuration files -----------------------------------------------------------


def limits(low, high):
    if low is not None and high is not None:
        return f"{low} to {high}"
    return f"{low} or more" if low is not None else f"{high} or less" if high is not None else ""


def want_of(key):
    # The kinds of rules are many; each has a page of its own.
    values = [] if key["name"] == "kind" and len(key["choice"]) > 8 else key["choice"]
    return " or ".join(f"`{v}`" for v in values) or key["want"]


def keys_table(keys):
    rows = [(f"`{k['name']}`" + (" (required)" if k["required"] else ""), want_of(k),
             limits(k["min"], k["max"]), f"`{k['dflt']}`" if k["dflt"] else "", k["doc"] or "") for k in keys]
    for key in keys:
        if not key["doc"]:
            raise Incomplete(f"key {key['name']} has no sentence")
    return table(("Key", "Value", "Range", "Default", "Meaning"), rows)


class Keys:
    """The tables of keys, each to be used once."""

    def __init__(self, tables):
        self.tables = {t["where"]: t["keys"] for t in tables}
        self.left = list(self.tables)

    def take(self, where, brief=False):
        if where not in self.left:
            raise Incomplete(f"there is no table of keys '{where}', or it is shown twice")
        self.left.remove(where)
        keys = self.tables[where]
        if brief:  # what every rule has stands once, before the pages
            keys = [k for k in keys if k["name"] not in ("kind", "not_monotone")]
        return keys_table(keys) if keys else ["It has no keys of its own.", ""]


def files_chapter(keys):
    lines = ["## Configuration files", "",
             "A group of the path is written with dots, an element of a list by what it holds:"
             " `domain.levels` is one entry of the list `levels` of the group `domain`. Where"
             " the group's members are named by the site (datasets, columns), the path says so"
             " in capitals. [configuration.md](configuration.md) explains how they work"
             " together.", ""]
    for where in list(keys.left):
        if not where.startswith(RULE_TABLES):
            lines += [f"### {where}", ""] + keys.take(where)
    return lines


# ---- Rules ---------------------------------------------------------------------------------


def page_of(path, keys):
    text = path.read_text(encoding="utf-8")
    for part in PARTS:
        if part not in text:
            raise Incomplete(f"{path.name} lacks the part {part}")
    if "```csv" not in text:
        raise Incomplete(f"{path.name} has no example with data")
    lines = []
    for line in text.rstrip().split("\n"):
        named = re.match(r"```\w+ (\S+)$", line)
        if named:  # pages do not show what stands behind the fence
            lines += [f"`{named.group(1)}`:", ""]
        lines += keys.take(line[6:], brief=True)[:-1] if line.startswith("@keys ") else [line]
    return lines + [""]


def rules_chapter(folder, keys):
    lines = (folder / "rules.md").read_text(encoding="utf-8").rstrip().split("\n") + [""]
    pages = {p.stem: p for p in folder.glob("*.md") if p.stem not in ("rules", "files")}
    if sorted(pages) != sorted(KINDS):
        raise Incomplete(f"pages of rules: {sorted(set(pages) ^ set(KINDS))}")
    for kind in KINDS:
        lines += page_of(pages[kind], keys)
    if keys.left:
        raise Incomplete(f"tables of keys that no page shows: {keys.left}")
    return lines


# ---- Plugins -------------------------------------------------------------------------------


def type_of(field):
    if field["type"] == "enum":
        return ", ".join(field["labels"])
    return field["type"] + (f", {field['scale']} digits" if field.get("scale") else "")


def params_tables(fields, path):
    rows = [(f"`{f['name']}`" + (" (required)" if f["required"] else ""),
             f"table `{path}{f['name']}`" if f["type"] == "table" else type_of(f),
             f["default"] or "", limits(f["min"], f["max"]), f["doc"] or "") for f in fields
            if not (f["type"] == "table" and f["default"])]
    long = [f for f in fields if f["type"] == "table" and f["default"]]
    rows += [(f"`{f['name']}`", f"table `{path}{f['name']}`", "as shipped", "", f["doc"]) for f in long]
    lines = table(("Parameter", "Type", "Default", "Range", "Meaning"), rows)
    for f in fields:
        if f["type"] == "table":
            lines += [f"Rows of `{path}{f['name']}`:", ""]
            lines += params_tables(f["fields"], f"{path}{f['name']}.")
    return lines


def column_note(d, name):
    notes = [what for what in ("when", "until", "key", "revision") if d.get(what) == name]
    return f" ({', '.join(notes)})" if notes else ""


def datasets_tables(schema):
    lines = []
    for d in schema["datasets"]:
        words = ["reference rows" if d["role"] == "reference" else "facts"]
        words += ["optional"] if d.get("optional") else []
        lines += [f"Dataset `{d['name']}` ({', '.join(words)}): {d['doc'] or ''}", ""]
        lines += table(("Column", "Type", "May be empty", "Meaning"), [
            (f"`{c['name']}`{column_note(d, c['name'])}", type_of(c),
             "may be left out" if c.get("optional") else "yes" if c.get("nullable") else "",
             c["doc"] or "") for c in d["columns"]])
    return lines


def plugins_chapter(domains):
    lines = ["## Plugins: parameters and datasets", "",
             "What `params` and `inputs` of a domain may hold; `kaohe plugin describe NAME`"
             " prints it too. Datasets of `declared` are those that its parameters declare"
             " ([its grammar](../plugins/declared/README.md)); those of `contractor` and `qc`"
             " are of the domain that is named.", ""]
    seen = set()
    for d in domains:
        schema = d["schema"]
        if d["plugin"] not in seen:
            seen.add(d["plugin"])
            lines += [f"### Plugin `{d['plugin']}`", "", schema["doc"], ""]
            lines += params_tables(schema["params"], "")
        elif d["plugin"] == "declared":
            continue
        names = [x["name"] for x in schema["datasets"]]
        if d["plugin"] != "declared" and (d["plugin"], str(names)) not in seen:
            seen.add((d["plugin"], str(names)))
            lines += [f"Datasets of domain `{d['id']}`:", ""] + datasets_tables(schema)
    return lines


# ---- Domains -------------------------------------------------------------------------------


def leaves_of(nodes, above=""):
    for node in nodes or []:
        path = above + node["id"]
        if "nodes" in node:
            yield from leaves_of(node["nodes"], path + "/")
        else:
            yield path, node


def uses_of(domain):
    """Indicator to the paths of the leaves, and the vetoes, that look at it."""
    used = {}
    for version in domain["tree"]["scheme"]:
        for path, leaf in leaves_of(version["nodes"]):
            texts = re.findall(r"'([^']+)'", str([leaf.get(k) for k in ("indicator", "of", "points")]))
            for text in texts:
                used.setdefault(text, {})[path] = None
    for veto in domain["tree"].get("vetoes", []):
        used.setdefault(veto["indicator"], {})[f"veto {veto['id']}"] = None
    for name in ("tickets", "settlement"):
        for key in ("charged", "overflow", "fee"):
            indicator = domain["tree"].get(name, {}).get(key)
            if indicator:
                used.setdefault(indicator, {})[name] = None
    return used


def form_of(indicator):
    times = indicator.get("ratio_times")
    digits = f"{indicator['scale']} digits" if indicator.get("scale") else "whole"
    return digits if times is None else "ratio" if times == 1 else f"ratio x {times:,}"


def indicators_table(domain):
    used = uses_of(domain)
    rows = []
    for i in domain["schema"]["indicators"]:
        if not i["doc"]:
            raise Incomplete(f"indicator {domain['id']}.{i['id']} has no sentence")
        where = ", ".join(used.get(i["id"], {}))
        better = "higher" if i["higher_is_better"] else "lower"
        rows.append((f"`{i['id']}`", i["unit"] or "", better,
                     form_of(i) + (", summed" if i.get("summed") else ""), i["doc"], where))
    return table(("Indicator", "Unit", "Better", "Value", "Meaning", "In the scheme"), rows)


def measures_tables(params):
    first = params[0] if isinstance(params, list) else params
    rest = ("by", "p", "trim", "catalogue", "section", "once", "judge", "mode", "factor")
    rows = [(f"`{m['name']}`", m.get("dataset", ""), m["fold"], f"`{m['of']}`" if "of" in m else "",
             f"`{m['where']}`" if "where" in m else "",
             ", ".join(f"{k} {m[k]}" for k in rest if k in m)) for m in first["measures"]]
    formulas = [(f"`{i['id']}`", f"`{i['of']}`", f"`{i['per']}`" if "per" in i else "", i.get("times", ""),
                 f"`{i['applies']}`" if "applies" in i else "") for i in first["indicators"]]
    return (["They are made of measures:", ""] +
            table(("Indicator", "Of", "Per", "Times", "Applies where"), formulas) +
            ["The measures:", ""] +
            table(("Measure", "Dataset", "Fold", "Of", "Where", "Besides"), rows))


def source_of(column):
    """Where the values of a bound column come from, in the words of the module file."""
    if isinstance(column, str):
        return column
    for key in ("header", "value", "file_part", "lookup"):
        if key in column:
            return column[key] if key == "header" else f"{key} {column[key]}"
    return ""


def inputs_table(domain):
    rows = []
    for name, given in domain["tree"]["inputs"].items():
        files = given["file"] if isinstance(given["file"], list) else [given["file"]]
        columns = [f"`{k}` {source_of(c)}".strip() for k, c in given.get("columns", {}).items()]
        notes = [f"{k} {given[k]}" for k in ("span", "lookback_days", "at", "expect") if k in given]
        rows.append((f"`{name}`", ", ".join(f"`{f}`" for f in files), ", ".join(columns), ", ".join(notes)))
    return ["Its files, with the headers of their columns:", ""] + table(
        ("Dataset", "Files", "Column and header", "Besides"), rows)


def domains_chapter(domains):
    lines = ["## The shipped domains", "",
             "As the files of `conf/modules.d` configure them. *Value*: a ratio is kept as"
             " numerator and denominator and pooled above the level at which it is measured;"
             " *summed*: added up at every level. *In the scheme*: the nodes and vetoes that"
             " look at it; the others can be named by a site's own scheme.", ""]
    for d in domains:
        state = "" if d["enabled"] else ", disabled as shipped"
        lines += [f"### {d['id']} {d['zh']}", "",
                  f"{d['en']}: plugin `{d['plugin']}`, levels {', '.join(d['levels'])}{state}.", ""]
        lines += inputs_table(d) + ["Its indicators:", ""] + indicators_table(d)
        if d["plugin"] == "declared":
            lines += measures_tables(d["tree"]["params"])
    return lines


# ---- The page ------------------------------------------------------------------------------

HEAD = ["# Reference", "",
        "Every key of every configuration file, every kind of rule with an example that is run"
        " as a test, every parameter, dataset and indicator. `tools/reference` makes this page"
        " from the schemas that the program itself checks files against, and from"
        " `docs/reference/`; a test fails where it is not what they say.", "",
        "- [Configuration files](#configuration-files)", "- [Rules](#rules)",
        "- [Plugins: parameters and datasets](#plugins-parameters-and-datasets)",
        "- [The shipped domains](#the-shipped-domains): files and indicators", ""]


def slug(heading):
    """As GitHub makes anchors of headings."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def check_links(text, folder):
    anchors = {slug(h) for h in re.findall(r"^#+ (.*)$", text, re.M)}
    for link in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = link.partition("#")
        if path and not (folder.parent / path).exists():
            raise Incomplete(f"there is no file {path}")
        if not path and anchor not in anchors:
            raise Incomplete(f"there is no heading for #{anchor}")


def compose(said, folder):
    keys = Keys(said["tables"])
    files = files_chapter(keys)
    beside = (folder / "files.md").read_text(encoding="utf-8").rstrip().split("\n")
    lines = HEAD + files + beside + [""] + rules_chapter(folder, keys)
    lines += plugins_chapter(said["domains"]) + domains_chapter(said["domains"])
    text = "\n".join(lines).rstrip() + "\n"
    check_links(text, folder)
    return text


def broken(said, folder):
    """The checks find what they are for: a list of those that did not."""

    def key_twice(x):
        x["tables"].append(dict(x["tables"][0], where="points: new"))

    def key_mute(x):
        x["tables"][0]["keys"][0]["doc"] = ""

    def table_renamed(x):  # what a page links to
        x["tables"] = [dict(k, where=k["where"].replace("domain.plates.exit", "x")) for k in x["tables"]]

    def indicator_mute(x):
        x["domains"][0]["schema"]["indicators"][0]["doc"] = ""

    blind = []
    for spoil in (key_twice, key_mute, table_renamed, indicator_mute):
        copy = json.loads(json.dumps(said))
        spoil(copy)
        try:
            compose(copy, folder)
            blind.append(spoil.__name__)
        except Incomplete as e:
            print(f"found, as it should be: {e}")
    return blind


def main():
    parser = argparse.ArgumentParser()
    for name in ("--tables", "--plugins", "--source"):
        parser.add_argument(name, required=True)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    source = pathlib.Path(args.source)
    done = subprocess.run([args.tables, source / "conf" / "kaohe.cfg", args.plugins],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    said, page = json.loads(done.stdout), source / "docs" / "reference.md"
    try:
        text = compose(said, source / "docs" / "reference")
    except Incomplete as e:
        sys.exit(f"docs/reference.md: {e}")
    if not args.check:
        page.write_text(text, encoding="utf-8")
        return
    was = page.read_text(encoding="utf-8")
    sys.stdout.writelines(list(difflib.unified_diff(was.splitlines(True), text.splitlines(True),
                                                    "docs/reference.md", "made now"))[:60])
    if was != text:
        sys.exit("docs/reference.md is not what the schemas say: run tools/reference")
    blind = broken(said, source / "docs" / "reference")
    if blind or text == text.replace("`weight`", "`weigth`"):
        sys.exit(f"checks that find nothing: {blind}")
    print(f"1 passed, 0 failed: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
