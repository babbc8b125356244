# SPDX-License-Identifier: Apache-2.0
"""The operator's manual, run as it is printed.

All ```sh blocks of docs/operator.md are run in order in one shell, in a home of their own, with the build under test in
place of build/release.  A command fails unless the manual says otherwise; lines `#> TEXT` must stand in what the
command above them prints.  Commands that need a service manager or cron are not run here: their unit files are
verified where systemd-analyze is installed."""

import os
import pathlib
import re
import subprocess

from harness import Test

NOT_RUN = re.compile(r"^(systemctl|loginctl|\(crontab)")
VERIFY = "systemd-analyze"


def blocks(text):
    return re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)


def steps(block):
    """Commands with the lines expected of each; a here-document belongs to its command."""
    command, expected, end = [], [], None
    for line in block.splitlines():
        if end:
            command.append(line)
            end = None if line == end else end
        elif line.startswith("#> "):
            expected.append(line[3:])
        else:
            if command:
                yield "\n".join(command), expected
            command, expected = [line], []
            found = re.search(r"<<'(\w+)'", line)
            end = found.group(1) if found else None
    if command:
        yield "\n".join(command), expected


class Shell:
    """One bash for all steps: folder and environment stay."""

    def __init__(self, folder, environment):
        self.process = subprocess.Popen(["bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, cwd=folder, env=environment,
                                        text=True, encoding="utf-8")

    def run(self, command):
        """Its exit status and what it prints."""
        self.process.stdin.write(f"{command}\nprintf '\\n=%s=\\n' $?\n")
        self.process.stdin.flush()
        printed = []
        for line in self.process.stdout:
            found = re.fullmatch(r"=(\d+)=\n", line)
            if found:
                return int(found.group(1)), "".join(printed)
            printed.append(line)
        return -1, "".join(printed)

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


def is_installed(program):
    return any(os.access(pathlib.Path(p) / program, os.X_OK)
               for p in os.environ["PATH"].split(os.pathsep))


def source_of(t):
    """A tree whose build/release is the build under test."""
    tree = t.folder / "source"
    (tree / "build").mkdir(parents=True)
    (tree / "build" / "release").symlink_to(pathlib.Path(t.kaohe).parent)
    (tree / "examples").symlink_to(t.source / "examples")
    return tree


def follow(t, text, shell):
    """Runs the manual; the number of steps that were run, and of lines that were compared."""
    ran = compared = 0
    for block in blocks(text):
        for command, expected in steps(block):
            head = command.splitlines()[0]
            if NOT_RUN.match(head) or (head.startswith(VERIFY) and not is_installed(VERIFY)):
                print(f"not run here: {head}")
                continue
            status, printed = shell.run(command)
            ran += 1
            t.check(status == 0, f"`{head}` ends with {status}: {printed[-600:]}")
            for line in expected:
                compared += 1
                t.check(line in printed, f"`{head}` prints {line!r}; it printed {printed[-600:]}")
    return ran, compared


def broken(t, environment):
    """The check itself: a command that fails and a line that is not printed are found."""
    shell = Shell(t.folder, environment)
    wrong = type("Wrong", (), {"failures": 0,
                               "check": lambda self, ok, _: setattr(self, "failures",
                                                                    self.failures + (not ok))})()
    follow(wrong, "```sh\nfalse\necho a\n#> b\n```\n", shell)
    shell.close()
    t.check(wrong.failures == 2, f"a wrong manual is found ({wrong.failures})")


def main():
    t = Test()
    home = t.folder / "home"
    home.mkdir()
    tree = source_of(t)
    environment = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "KAOHE_SOURCE": str(tree),
                   "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"}
    text = (t.source / "docs" / "operator.md").read_text("utf-8")
    shell = Shell(tree, environment)
    ran, compared = follow(t, text, shell)
    shell.close()
    t.check(ran >= 30 and compared >= 20, f"the manual is read: {ran} steps, {compared} lines")
    broken(t, environment)
    t.done()


if __name__ == "__main__":
    main()
