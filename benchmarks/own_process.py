"""Measuring in a process of its own, so that nothing measured before warms or fills it."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REPEATS = 5
# A way that takes so long is asked once.
SLOW_SECONDS = 10.0
# Every pool of threads that a library here keeps.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "POLARS_MAX_THREADS",
        "TOKIO_WORKER_THREADS",
    ),
    "1",
)


def best(question: Callable[[], object]) -> float:
    """Return the processor seconds of the best of some runs.

    Processor seconds of all threads of the process: what else the machine does is not counted.
    On one core that is idle otherwise they are the seconds of the clock.
    """
    seconds: list[float] = []
    while len(seconds) < REPEATS and max(seconds, default=0.0) < SLOW_SECONDS:
        start = time.process_time()
        question()
        seconds.append(time.process_time() - start)
    return min(seconds)


def peak_gb() -> float:
    """Return the most memory that this process has held so far."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) / 1e6 if found else float("nan")


def alone(script: str, way: str, *, python: str = sys.executable, **given: Any) -> dict[str, Any]:
    """Run one way of a script in a process of its own and return what it measured."""
    options = [part for name, value in given.items() for part in (f"--{name}", str(value))]
    done = subprocess.run(
        [python, script, "--measure", way, *options],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, **ONE_THREAD},
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def parser(doc: str | None, ways: Mapping[str, object]) -> argparse.ArgumentParser:
    """Return a parser that knows how `alone` calls."""
    made = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--measure", choices=ways, help=argparse.SUPPRESS)
    return made


def on_core(number: int) -> None:
    """Keep this process, with all its threads, on one core."""
    os.sched_setaffinity(0, {number})
