"""Time of a change of years in the explorer over many seizures, beside a plain pandas group-by.

Usage: ``python benchmarks/explorer.py [--seizures 300000]``.

The peer selects the same years and sums kilograms and events by place; it attributes nothing, and
draws nothing. Both are timed in turn, in processor seconds of one process; the ratio is of the
medians.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

import routes as rt

if TYPE_CHECKING:
    from collections.abc import Callable

YEARS = [(2012, 2017), (2011, 2017), (2011, 2019), (2013, 2019), (2012, 2018)]


def seizures(rows: int) -> pd.DataFrame:
    """Return seizures of heroin, scattered around the nodes of all routes."""
    rng = np.random.default_rng(7)
    nodes = rt.network.nodes()
    at = rng.integers(0, len(nodes), rows)
    where = nodes.geometry.iloc[at]
    return pd.DataFrame(
        {
            "year": rng.integers(2010, 2020, rows),
            "kg": rng.lognormal(0, 2, rows),
            "iso3": nodes["iso3"].to_numpy()[at],
            "family": "heroin",
            "precision": "place",
            "place_matched": nodes["name"].to_numpy()[at],
            "latitude": where.y.to_numpy() + rng.normal(0, 0.3, rows),
            "longitude": where.x.to_numpy() + rng.normal(0, 0.3, rows),
        }
    )


def seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds that a call takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seizures", type=int, default=300_000)
    frame = seizures(parser.parse_args().seizures)
    explorer = rt.explore("balkan", years=(2012, 2018), events=frame)

    def peer(first: int, last: int) -> pd.DataFrame:
        chosen = frame[frame["year"].between(first, last)]
        return chosen.groupby(["iso3", "place_matched"])["kg"].agg(["sum", "size"])

    ours, theirs = [], []
    for first, last in YEARS:
        ours.append(seconds(lambda: explorer.choose(first_year=first, last_year=last)))  # noqa: B023
        theirs.append(seconds(lambda: peer(first, last)))  # noqa: B023
    a, b = float(np.median(ours)), float(np.median(theirs))
    print(
        f"explorer, {len(frame):,} seizures, a change of years: {a:.2f} s; "
        f"group-by {b:.3f} s; {a / b:.1f} x"
    )


if __name__ == "__main__":
    main()
