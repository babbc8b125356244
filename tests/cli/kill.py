# SPDX-License-Identifier: Apache-2.0
"""kill -9 of the coordinator at 50 moments: the store holds the whole run or none of it.

34 moments are stages at which the program stops itself (`--test-pause STAGE:N`) and is then
killed; at least 10 of them lie between the first insert and the commit and 5 between the commit
and the last rename.  16 are plain moments in time.  After each: integrity_check is ok, no child
is alive a second later, the run is there whole or not at all, and the next run's files equal an
undisturbed run's."""

import os
import re
import select
import sqlite3
import time

from harness import PERIOD, Test, children_of, differing, digests, is_alive, running

STAGES = (["checked:1", "measured:1", "begin:1"] +
          [f"insert:{n}" for n in range(1, 15)] +
          ["inserted:1", "written:1", "committed:1"] + [f"rename:{n}" for n in range(1, 15)])
ONLY = ("--only", "contractor,assessor")  # two children; enough rows for every stage
IN_TRANSACTION = ("insert", "inserted", "written")
AFTER_COMMIT = ("committed", "rename")


def tables_of(db):
    """Row counts by table and run, and the result of integrity_check."""
    con = sqlite3.connect(db, timeout=10)
    try:
        ok = con.execute("PRAGMA integrity_check").fetchone()[0]
        names = [r[0] for r in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {}
        for name in names:
            for run, n in con.execute(f'SELECT run, count(*) FROM "{name}" GROUP BY run'):
                counts.setdefault(run, {})[name] = n
        return ok, counts
    finally:
        con.close()


def wait_for_stage(child, seconds=60):
    """The stage the program says it stopped at, or "ended before" if it ended first."""
    end, text = time.monotonic() + seconds, b""
    fd = child.stderr.fileno()
    while time.monotonic() < end:
        if select.select([fd], [], [], 0.2)[0]:
            more = os.read(fd, 65536)
            if not more:
                break
            text += more
            found = re.search(rb"stage: (\w+ \d+)", text)
            if found:
                return found.group(1).decode()
    return "ended before"


def after_kill(t, what, child, db, reference, ran):
    """What must hold once the coordinator is dead; returns True if the run was kept."""
    started = children_of(child.pid)
    child.kill()
    child.wait()
    time.sleep(1.0 if started else 0)
    t.same([p for p in started if is_alive(p)], [], f"{what}: children alive")
    if not db.exists():
        return False
    ok, counts = tables_of(db)
    t.same(ok, "ok", f"{what}: integrity_check")
    kept = [run for run in counts if run > ran]
    for run in kept:
        t.same(counts[run], reference, f"{what}: the kept run is whole")
    return bool(kept)


def still_running(t, db, out, config, arguments, delay):
    """A run that is still at work after `delay` seconds, or after half of that ..."""
    while True:
        ran = max(tables_of(db)[1] or {0: None}) if db.exists() else 0
        child = running(t, "run", "-c", config, "--period", PERIOD, "--out", out, "--db", db,
                        *ONLY, *arguments)
        process = child.__enter__()
        time.sleep(delay)
        if process.poll() is None or delay < 0.01:
            return child, process, delay, ran
        child.__exit__(None, None, None)
        delay /= 2


def moment(t, config, what, arguments, delay, reference, files):
    db, out = t.folder / "k.db", t.folder / "out"
    run, child, delay, ran = still_running(t, db, out, config, arguments, delay or 0)
    stage = f"{delay:.3f} s" if delay else wait_for_stage(child)
    alive = child.poll() is None
    kept = after_kill(t, what, child, db, reference, ran)
    run.__exit__(None, None, None)
    stage = stage if alive else "ended before"
    print(f"{what}: killed at {stage}: {'whole run kept' if kept else 'nothing kept'}")
    done = t.score(config, out, *ONLY, db=db)
    t.same(done.returncode, 0, f"{what}: next run's exit status")
    wrong = differing(files, digests(out))
    t.same(wrong, [], f"{what}: files of the next run that differ")
    return stage.split(" ")[0] if alive and stage != "ended before" else None


def main():
    t = Test()
    config = t.example()
    first_db = t.folder / "first.db"
    begun = time.monotonic()
    done = t.score(config, t.folder / "first", *ONLY, db=first_db)
    length = time.monotonic() - begun
    t.same(done.returncode, 0, f"undisturbed run: {done.stderr[-800:]}")
    # The files of a second run name what they may not: nothing differs between runs.
    t.same(t.score(config, t.folder / "out", *ONLY, db=t.folder / "k.db").returncode, 0, "second")
    files = digests(t.folder / "out")
    _, counts = tables_of(first_db)
    reference = counts[1]
    stages = STAGES
    met = [moment(t, config, f"kill {i + 1}", ["--test-pause", s], None, reference, files)
           for i, s in enumerate(stages)]
    for i in range(50 - len(stages)):
        met.append(moment(t, config, f"kill {len(stages) + i + 1}", [],
                          length * (i + 1) / (54 - len(stages)), reference, files))
    met = [s for s in met if s]
    inside = sum(s in IN_TRANSACTION for s in met)
    after = sum(s in AFTER_COMMIT for s in met)
    print(f"{len(met)} moments, {inside} between insert and commit, {after} after it")
    t.check(len(met) == 50, "50 moments")
    t.check(inside >= 10, "10 moments between the first insert and the commit")
    t.check(after >= 5, "5 moments between the commit and the last rename")
    t.done()


if __name__ == "__main__":
    main()
