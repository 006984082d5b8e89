"""Inject every fault that a night may bring, and write what came of each to docs/reliability.md.

``python tools/reliability.py`` does all of it (`make reliability`); ``--kills 5 --runs 3`` is the
short form that the tests run. Ends with exit code 1 if anything is not as it must be.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fault_cluster import CLUSTER
from fault_kills import kills
from fault_notebooks import NOTEBOOKS
from fault_places import PLACES
from fault_press import Press, Result

ROOT = Path(__file__).parent.parent
HEAD = """# What happens when something goes wrong

Made by `make reliability` (`tools/reliability.py`), which injects each fault for real and fails if
a page is not whole, a fault is not named or an exit code is wrong. *Whole*: read by a stranger
with the standard library alone (`tools/site_reader.py`), the bytes of every published page are
those of its manifest, it parses to its end, and every link of the index leads to a file.

"""


def main(arguments: list[str] | None = None) -> int:
    """Inject the faults that were asked for; return 1 if anything is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="moments of SIGKILL; default 100")
    parser.add_argument("--runs", type=int, default=12, help="of the programme; default 12")
    parser.add_argument("--seed", type=int, default=20260102, help="of the moments")
    parser.add_argument("--only", default="", help="faults with this in their name")
    parser.add_argument("--out", type=Path, help="file to write; default: print only")
    given = parser.parse_args(arguments)
    faults = [kills(given.kills, random.Random(given.seed)), *PLACES, *NOTEBOOKS, *CLUSTER]  # noqa: S311 - moments, no secrets
    results: list[Result] = []
    for fault in faults:
        if given.only not in fault.__name__.replace("_", " "):
            continue
        with tempfile.TemporaryDirectory(prefix="routes-reliability-") as scratch:
            result = fault(Press(Path(scratch), runs=given.runs))
        results.append(result)
        print(f"{'well' if not result.wrong else 'WRONG'}  {result.fault}: {result.named}", flush=True)
        for line in result.wrong:
            print(f"       {line}", flush=True)
    text = HEAD + table(results)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    return 1 if any(result.wrong for result in results) else 0
