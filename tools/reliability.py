"""Inject every fault that a night may bring, and write what came of each to docs/reliability.md.

``make reliability`` does all of it; the tests run a shorter form of the faults of one machine.
Ends with exit code 1 if anything is not as it must be.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
import time
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from faults.cluster import lost_worker, other_worker
from faults.environments import two_environments
from faults.hands import cut_tables, other_hands, planted_code, stopped
from faults.kills import kills, two_at_once
from faults.notebooks import faulty_notebooks
from faults.places import full_disk, read_only
from faults.press import Press

if TYPE_CHECKING:
    from collections.abc import Callable

    from faults.press import Result

HEAD = """# When something goes wrong

Made by `make reliability` (`tools/reliability.py`), which injects each fault for real, and fails
if a page is not whole, a fault is not named or an exit code is wrong. *Whole*: read by a stranger
with the standard library alone (`tools/faults/reader.py`), every published page has the bytes that
its manifest gives and parses to its end, none of the earlier pages is lost, and every link of the
index leads to a file. After each fault the next run completed, `routes verify` found that
everything matches, and nothing was left over.

"""
COLUMNS = ("fault", "what was done", "published pages whole", "how it is named", "exit code")


def main(arguments: list[str] | None = None) -> int:
    """Inject the faults that were asked for; return 1 if anything is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="moments of SIGKILL; default 100")
    parser.add_argument("--minutes", type=float, default=60, help="of kills at most; default 60")
    parser.add_argument("--runs", type=int, default=12, help="of the programme; default 12")
    parser.add_argument("--seed", type=int, default=20260102, help="of the moments")
    parser.add_argument("--only", default="", metavar="NAMES", help="such as 'kills,full disk'")
    parser.add_argument("--fresh", action="store_true", help="two environments made from the lock")
    parser.add_argument("--out", type=Path, metavar="FILE", help="whose table to renew")
    given = parser.parse_args(arguments)
    faults: dict[str, Callable[[Press], list[Result]]] = {
        "kills": partial(kills, times=given.kills, seed=given.seed, minutes=given.minutes),
        "full disk": full_disk,
        "read-only": read_only,
        "notebooks": faulty_notebooks,
        "two at once": two_at_once,
        "cut tables": cut_tables,
        "other hands": other_hands,
        "planted code": planted_code,
        "ctrl-c": stopped,
        "lost worker": lost_worker,
        "other worker": other_worker,
        "environments": partial(two_environments, fresh=given.fresh),
    }
    chosen = given.only.split(",") if given.only else list(faults)
    if unknown := set(chosen) - set(faults):
        parser.error(f"no faults {', '.join(sorted(unknown))}; valid: {', '.join(faults)}")
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="routes-reliability-") as scratch:
        for name in chosen:
            folder = Path(scratch) / name
            folder.mkdir()
            press = Press(folder, runs=given.runs, shelf=Path(scratch))
            results += _suffered(faults[name], press)
            if given.out:
                before = given.out.read_text(encoding="utf-8") if given.out.is_file() else ""
                given.out.write_text(HEAD + _table(results, before) + _foot(), encoding="utf-8")
    wrong = sum(bool(result.wrong) for result in results)
    print(f"{len(results) - wrong} passed, {wrong} failed")
    return 1 if wrong or not results else 0


def _suffered(fault: Callable[[Press], list[Result]], press: Press) -> list[Result]:
    """Inject a fault and say what came of it."""
    started = time.monotonic()
    try:
        found = fault(press)
    finally:
        press.kill_all()
    for result in found:
        result.named = _plain(result.named, press)
        print(f"{'WRONG' if result.wrong else 'well '}  {result.fault}: {result.named}")
        print("".join(f"       {line}\n" for line in result.wrong), end="")
    print(f"       {time.monotonic() - started:.0f} s", flush=True)
    return found


def _plain(line: str, press: Press) -> str:
    """Return a line without what is of this run alone."""
    line = line.replace(str(press.site), "SITE").removeprefix("routes: ")
    line = re.sub(r"tcp://127\.0\.0\.1:\d+", "tcp://…", line)
    line = re.sub(r"process \d+, since [\d :-]+", "process N, since …", line)
    return re.sub(r"\b[0-9a-f]{12}\b", "…", line)


def _table(results: list[Result], before: str) -> str:
    """Return the table: rows of faults that were injected now, and those of others as they were."""
    lines = [line for line in before.splitlines() if line.startswith("| ")][2:]
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in lines}
    for one in results:
        cells = [one.fault, one.done, one.whole, f"`{one.named}`", one.code]
        if one.wrong:
            cells[-1] += "; WRONG: " + "; ".join(one.wrong)
        rows[one.fault] = f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    head = [f"| {' | '.join(COLUMNS)} |", f"| {' | '.join('---' for _ in COLUMNS)} |"]
    return "\n".join([*head, *rows.values()]) + "\n"


SCORE = """
Of 500 random cuts, swaps and edits of the shipped tables (`python tools/mutations.py`, seed
20260102), one at a time, 492 were refused by name, eight left the bytes as they were, and none
published a figure made of other rows.
"""


def _foot() -> str:
    names = ("opiate-routes", "papermill", "ipykernel", "distributed")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    return (
        f"{SCORE}\n{os.cpu_count()} cores, {platform.system()}, Python "
        f"{platform.python_version()}, {versions}; {'root' if os.geteuid() == 0 else 'not root'}.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
