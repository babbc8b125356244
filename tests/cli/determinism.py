# SPDX-License-Identifier: Apache-2.0
"""Same inputs, same bytes: threads, order of module files, locale, time zone, shuffled rows.

With chunks of 4 KiB every file of --out is byte-identical; for shuffled rows and files all but
rejects.csv (equal without file and line, sorted) and the member `identity` of run.json.  The
plugin `lastrow`, whose fold keeps the last row seen, must break this: it is the mutant."""

import csv
import io
import json
import re
import shutil

from harness import Lcg, Test, differing, digests


def score(t, config, name, *args, env=None):
    out = t.folder / name
    done = t.score(config, out, "--chunk-size", "4096", *args, env=env)
    t.check(done.returncode == 0, f"{name}: exit status {done.returncode}: {done.stderr[-800:]}")
    return out, done


def check_chunks(t, stderr):
    chunks = sum(int(n) for n in re.findall(r"(\d+) chunks in \d+ states", stderr))
    states = max([int(n) for n in re.findall(r"chunks in (\d+) states", stderr)] or [0])
    print(f"{chunks} chunks, at most {states} states in a domain")
    t.check(chunks >= 50, f"at least 50 chunks, found {chunks}")
    t.check(states >= 7, f"7 states, found {states}")


def reorder_modules(t, config):
    """The same modules under names that sort the other way round."""
    copy = t.example("reordered")
    modules = copy.parent.parent / "conf" / "modules.d"
    for i, path in enumerate(sorted(modules.glob("*.cfg"))):
        path.rename(modules / f"{99 - i:02}-{path.name}")
    return copy


def shuffle_file(path, lcg):
    """Shuffle the records of a CSV file behind its header, quoted line breaks kept whole."""
    raw = path.read_bytes()
    records, start, inside = [], 0, False
    for i, byte in enumerate(raw):
        if byte == 0x22:
            inside = not inside
        elif byte == 0x0A and not inside:
            records.append(raw[start:i + 1])
            start = i + 1
    if raw[start:]:
        records.append(raw[start:] + b"\n")
    body = records[1:]
    lcg.shuffle(body)
    path.write_bytes(b"".join(records[:1] + body))


def shuffled(t, seed):
    config = t.example(f"shuffled{seed}")
    lcg = Lcg(seed)
    for path in sorted((config.parent / "data").rglob("*.csv")):
        shuffle_file(path, lcg)
    return config


def rejects_without_place(path):
    text = path.read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    return sorted(tuple(v for k, v in r.items() if k not in ("file", "line")) for r in rows)


def json_without_identity(path):
    whole = json.loads(path.read_text("utf-8"))
    whole.pop("identity")
    for row in whole["rejects"]:
        row.pop("file"), row.pop("line")
    whole["rejects"].sort(key=lambda r: json.dumps(r, sort_keys=True))
    return whole


def compare_shuffled(t, a, b, what):
    """Everything but what may tell where a row stood."""
    free = {"rejects.csv", "run.json", "report.txt", "report.html", "report.xlsx"}
    wrong = [n for n in differing(digests(a), digests(b)) if n not in free]
    t.same(wrong, [], f"{what}: files that differ")
    t.check(rejects_without_place(a / "rejects.csv") == rejects_without_place(b / "rejects.csv"),
            f"{what}: rejects without place")
    t.check(json_without_identity(a / "run.json") == json_without_identity(b / "run.json"),
            f"{what}: run.json without identity")


def mutant(t):
    """With `lastrow` in place of a domain's plugin the same comparison must fail."""
    if not (t.test_plugins / "kh_lastrow.so").exists():
        t.check(False, "the mutant plugin kh_lastrow.so is built")
        return
    found = set()
    for seed in (1, 2, 3):
        top = t.folder / f"mutant{seed}"
        (top / "modules.d").mkdir(parents=True)
        rows = [f"k{i % 5},{i}\n" for i in range(4000)]
        Lcg(seed).shuffle(rows)
        (top / "rows.csv").write_text("who,n\n" + "".join(rows))
        (top / "kaohe.cfg").write_text('database = "k.db"; modules = "modules.d";\n')
        (top / "modules.d" / "m.cfg").write_text(
            'domain = { id = "m"; plugin = "lastrow"; enabled = true; cycle = { whole = true; };\n'
            ' subject = ( "who" ); levels = ( { id = "who"; of = ( "who" ); } );\n'
            ' inputs = { rows = { file = "../rows.csv"; }; };\n'
            ' scheme = ( { from = "2000-01"; full = 100; nodes = ( { id = "L"; weight = 100;\n'
            '   indicator = "last"; points = { kind = "value"; }; } ); } ); };\n')
        out = top / "out"
        done = t.score(top / "kaohe.cfg", out, "--plugins", t.test_plugins)
        t.check(done.returncode == 0, f"mutant runs: {done.stderr[-400:]}")
        found.add(digests(out).get("scores.csv"))
    t.check(len(found) > 1, "a fold that keeps the last row seen is caught by shuffling")


def main():
    t = Test()
    config = t.example()
    for lang in ("zh", "en"):
        first, done = score(t, config, f"{lang}-t7", "--threads", "7", "--lang", lang)
        if lang == "zh":
            check_chunks(t, done.stderr)
        reference = digests(first)
        others = {
            "t1": (config, ["--threads", "1"], {}),
            "t2": (config, ["--threads", "2"], {}),
            "zh_CN": (config, ["--threads", "2"], {"LC_ALL": "zh_CN.UTF-8"}),
            "shanghai": (config, ["--threads", "2"], {"TZ": "Asia/Shanghai"}),
            "new_york": (config, ["--threads", "2"], {"TZ": "America/New_York"}),
        }
        for name, (conf, args, env) in others.items():
            out, _ = score(t, conf, f"{lang}-{name}", "--lang", lang, *args, env=env)
            t.same(differing(reference, digests(out)), [], f"{lang} {name}: files that differ")
        again = reorder_modules(t, config)
        out, _ = score(t, again, f"{lang}-modules", "--lang", lang, "--threads", "2")
        t.same(differing(reference, digests(out)), [],
               f"{lang} order of module files: files that differ")
        shutil.rmtree(again.parent.parent)
        for seed in (11, 12):
            out, _ = score(t, shuffled(t, seed), f"{lang}-shuffled{seed}", "--lang", lang,
                           "--threads", "3")
            compare_shuffled(t, first, out, f"{lang} shuffled {seed}")
            shutil.rmtree(t.folder / f"shuffled{seed}")
    mutant(t)
    t.done()


if __name__ == "__main__":
    main()
