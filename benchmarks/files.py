"""Reading, cleaning, locating and accounting a file, beside a bare ``pandas.read_csv`` of it.

Usage: ``python benchmarks/files.py SAMPLE [--rows 311000] [--linear 300000 1000000 3000000]``
where SAMPLE is a UNODC Individual Drug Seizures file (``;``-separated), such as
``../shared/data/ids_2011_2014.csv.gz``. The sample is repeated and shuffled to the number of rows
and written as CSV into a folder of its own that is removed at the end.

Printed: the ratio of ``read_seizures`` and its account to ``pandas.read_csv(dtype=str)``, each the
best of three in one process, *cold* (the first call of a process, places not cached: six-fold or
twelve-fold is the promise for warm and cold) and *warm*; then, each in a process of its own, the
seconds and the peak memory at the sizes of ``--linear``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

REPEATS = 3


def measured(path: str) -> dict[str, float]:
    """Return the seconds of each way to read, and the peak memory before pandas reads again."""
    from routes import read_seizures  # noqa: PLC0415
    from routes.reference import table  # noqa: PLC0415

    table("countries")  # importing and validating the tables is no reading of the file

    def ours() -> float:
        start = time.perf_counter()
        account = read_seizures(path).account()
        seconds = time.perf_counter() - start
        if account["rows_read"] != account["rows_accepted"] + account["rows_set_aside"]:
            raise SystemExit("rows were lost")
        return seconds

    def bare() -> float:
        start = time.perf_counter()
        pd.read_csv(path, sep=";", dtype=str)
        return time.perf_counter() - start

    cold = ours()
    # The kernel keeps the high-water mark of this process alone here.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) / 1e6
    return {
        "cold": cold,
        "warm": min(ours() for _ in range(REPEATS)),
        "bare": min(bare() for _ in range(REPEATS)),
        "peak": peak,
    }


def in_own_process(path: Path) -> dict[str, float]:
    """Measure in a fresh interpreter: nothing cached, its own peak memory."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", str(path)], check=True, capture_output=True
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sample", nargs="?")
    parser.add_argument("--rows", type=int, default=311_000)
    parser.add_argument("--linear", type=int, nargs="*", default=[300_000, 1_000_000, 3_000_000])
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measured(given.measure)))
        return
    if not given.sample:
        parser.error("the following arguments are required: SAMPLE")
    sample = pd.read_csv(given.sample, sep=";", dtype=str)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seizures.csv"
        for rows in [given.rows, *given.linear]:
            many = sample.sample(n=rows, replace=rows > len(sample), random_state=0)
            many.to_csv(path, sep=";", index=False)
            del many
            found = in_own_process(path)
            print(
                f"{rows:>9,} rows, {path.stat().st_size / 1e6:5.0f} MB: pandas.read_csv "
                f"{found['bare']:6.2f} s; cold {found['cold']:6.2f} s = "
                f"{found['cold'] / found['bare']:4.1f} x; warm {found['warm']:6.2f} s = "
                f"{found['warm'] / found['bare']:4.1f} x; "
                f"{1e6 * found['warm'] / rows:4.1f} s a million rows; peak {found['peak']:4.2f} GB",
                flush=True,
            )


if __name__ == "__main__":
    main()
