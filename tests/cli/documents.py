# SPDX-License-Identifier: Apache-2.0
"""The commands printed in README and manuals do what they say.

Every line of a ```sh block is run in order, in a copy of the tree, with the program under test
in place of build/release/kaohe.  Lines that build or test the whole project are what CI itself
runs; for them only the script or the preset is looked up."""

import json
import re
import shlex
import shutil
import subprocess

from harness import Test

DOCUMENTS = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"]
PROGRAM = "build/release/kaohe"


def commands(text):
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S):
        for line in block.splitlines():
            line = line.split("  #")[0].strip()
            if line and not line.startswith("#"):
                yield line


def links(text):
    return re.findall(r"\]\((?!https?:)([^)#]+)", text)


def exists(t, words):
    """A command of the project as a whole: its script or preset is there."""
    if words[0].startswith("tools/"):
        path = t.source / words[0]
        return path.is_file() and bool(path.stat().st_mode & 0o111)
    presets = json.loads((t.source / "CMakePresets.json").read_text())
    names = [p["name"] for p in presets["configurePresets"]]
    wanted = [words[i + 1] for i, w in enumerate(words[:-1]) if w == "--preset"]
    return bool(wanted) and all(w in names for w in wanted)


def run_line(t, tree, document, line):
    words = shlex.split(line)
    if words[0] != PROGRAM:
        t.check(exists(t, words), f"{document}: `{line}` is there")
        return
    done = subprocess.run([t.kaohe, *words[1:]], capture_output=True, text=True, cwd=tree,
                          env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    t.check(done.returncode == 0,
            f"{document}: `{line}` ends with {done.returncode}: {done.stderr[-500:]}")


def main():
    t = Test()
    tree = t.folder / "tree"
    for name in ("conf", "examples"):
        shutil.copytree(t.source / name, tree / name)
    found = 0
    for document in DOCUMENTS:
        text = (t.source / document).read_text("utf-8")
        for line in commands(text):
            found += 1
            run_line(t, tree, document, line)
        for link in links(text):
            t.check((t.source / link).exists(), f"{document}: {link} exists")
    t.check(found >= 15, f"commands are found ({found})")
    t.done()


if __name__ == "__main__":
    main()
