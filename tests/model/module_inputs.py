# SPDX-License-Identifier: Apache-2.0
"""module_inputs.py - files and columns of a module file's inputs, for the models: patterns, header
texts, value maps.  It reads the shipped layout of libconfig text and nothing else."""

import csv
import datetime
import re


def body_of(text, name):
    """The text between the braces of `name = { ... }`."""
    at = re.search(rf"\b{name} = \{{", text).end()
    depth, end = 1, at
    while depth:
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    return text[at:end - 1]


def without_comments(text):
    return re.sub(r"#[^\n]*", "", text)


def columns_of(body):
    """Plugin column to (header text, map or None); columns that are looked up are left out."""
    columns, found = body_of(body, "columns"), {}
    groups = re.compile(r"(\w+) = (?:\"([^\"]*)\"|\{((?:[^{}]|\{[^{}]*\})*)\});")
    for name, header, group in groups.findall(columns):
        if header:
            found[name] = (header, None)
        elif "header" in group:
            words = dict(re.findall(r'from = "([^"]*)"; to = "([^"]*)"', group))
            found[name] = (re.search(r'header = "([^"]*)"', group).group(1), words or None)
    return found


class Inputs:
    """The inputs of one module file over a folder of data."""

    def __init__(self, module, data):
        self.text = body_of(without_comments(module.read_text("utf-8")), "inputs")
        self.data = data

    def lookback(self, dataset):
        found = re.search(r"lookback_days = (\d+)", body_of(self.text, dataset))
        return int(found.group(1)) if found else 0

    def read(self, dataset, period, columns):
        """(file, line, cells by plugin column) of the files from the look-back's month to the
        period's."""
        body = body_of(self.text, dataset)
        begin = datetime.date.fromisoformat(f"{period}-01")
        first = begin - datetime.timedelta(days=self.lookback(dataset))
        pattern = re.search(r'file = "([^"]*)"', body).group(1)
        names = columns_of(body)
        by_month = re.escape(pattern).replace(r"\{YYYY\}\{MM\}", r"(\d{6})").replace(r"\*", ".*")
        for path in sorted(self.data.iterdir()):
            match = re.fullmatch(by_month, path.name)
            if not match or not f"{first:%Y%m}" <= match.group(1) <= f"{begin:%Y%m}":
                continue
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig" if is_utf8(raw) else "gb18030")
            rows = csv.DictReader(text.splitlines(), delimiter=delimiter_of(text))
            for row in rows:
                yield path.name, rows.line_num, {
                    c: cell(row, *names.get(c, (c, None))) for c in columns}


def cell(row, header, words):
    text = (row.get(header) or "").strip()
    return words.get(text, text) if words else text


def is_utf8(raw):
    try:
        raw.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def delimiter_of(text):
    first = text.splitlines()[0]
    return max(",;\t", key=first.count)
