# SPDX-License-Identifier: Apache-2.0
"""The domains that are made of configuration alone, on their example: they score, contributions
add up, a second run on other threads writes the same bytes."""

from contributions import check_folder
from harness import Test, differing, digests

MADE = ["inspection", "kano", "regulator", "satisfaction", "sla", "visit_plan"]


def main():
    t = Test()
    config = t.example().parent / "further" / "kaohe.cfg"
    outs = []
    for threads in ("1", "3"):
        out = t.folder / threads
        done = t.score(config, out, "--threads", threads, period="2010-12")
        t.same(done.returncode, 0, f"{threads} threads: exit status ({done.stderr[-800:]})")
        check_folder(t, out, "further")
        outs.append({k: v for k, v in digests(out).items() if k != "run.json"})
    t.same(differing(*outs), [], "files that differ between 1 and 3 threads")
    text = (t.folder / "1" / "scores.csv").read_text("utf-8-sig")
    for name in MADE:
        t.check(f",{name}," in text, f"{name} has scores")
    t.done()


if __name__ == "__main__":
    main()
