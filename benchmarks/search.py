"""Time of the catalogue's search, as it is and blown up, beside pandas ``str.contains``.

Usage: ``python benchmarks/search.py [--activities 100000]``.

The peer looks for the same words, as they are written, in one column of all texts in lower case,
with the same filters as masks; it knows no endings, synonyms, order or snippets. Each query is put
to both in turn, in one process; the ratio is of the medians over all queries.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from routes.catalogue import activities
from routes.catalogue.index import TEXTS, TITLES, Index, build
from routes.catalogue.search import search_in

REPEATS = 5
# Words, and filters as the tables write them.
QUERIES: list[tuple[str, dict[str, str]]] = [
    ("precursor", {}),
    ("precursor", {"pillar": "III", "year": "2022"}),
    ("прекурсоры", {}),
    ("前体", {}),
    ("liaison officer tashkent", {}),
    ("money laundering", {"kind": "meeting"}),
    ("treatment", {"route": "southern"}),
    ("earthquake", {}),
    ("report 2022", {}),
    ("container", {}),
    ("meeting", {"country": "UZB"}),
    ("zeppelin", {}),
]
COLUMNS = {"pillar": "pillars", "route": "routes", "country": "countries", "kind": "kind"}


def blown_up(frame: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Return a catalogue of so many activities: those there are, in other years, numbered."""
    rng = np.random.default_rng(1)
    many = frame.iloc[rng.integers(0, len(frame), rows)].reset_index(drop=True)
    number = pd.Series(range(rows)).astype(str)
    many["activity"] = many["activity"] + "-" + number
    many["year"] = pd.array(rng.integers(2003, 2025, rows), dtype="Int64")
    many["title"] = many["title"] + " no. " + number
    many["text"] = many["year"].astype(str) + " · " + many["text"]
    return many


def contains(frame: pd.DataFrame, text: pd.Series, query: str, filters: dict[str, str]) -> int:
    """Return how many rows the peer finds."""
    keep = pd.Series(data=True, index=frame.index)
    for name, value in filters.items():
        if name == "year":
            keep &= (frame["year"] == int(value)).fillna(False).astype(bool)
        else:
            keep &= frame[COLUMNS[name]].str.contains(value, regex=False, na=False)
    for word in query.lower().split():
        keep &= text.str.contains(word, regex=False)
    return int(keep.sum())


def measured(catalogue: Index, frame: pd.DataFrame) -> None:
    """Print the times of ours and the peer's, query by query and in all."""
    columns = [*TITLES, *TEXTS]
    text = frame[columns].fillna("").agg(" ".join, axis=1).str.lower()
    ours, theirs = [], []
    for query, filters in QUERIES:
        mine, peer = [], []
        for _ in range(REPEATS):
            start = time.perf_counter()
            found = search_in(catalogue, query, **filters)
            mine.append(time.perf_counter() - start)
            start = time.perf_counter()
            number = contains(frame, text, query, filters)
            peer.append(time.perf_counter() - start)
        ours += mine
        theirs += peer
        asked = " ".join([query, *(f"{name}={value}" for name, value in filters.items())])
        print(
            f"  {asked:<38} {found.total:>7,} fit {1000 * np.median(mine):9.2f} ms"
            f"   contains {number:>7,} {1000 * np.median(peer):9.2f} ms",
            flush=True,
        )
    for name, seconds in (("ours", ours), ("contains", theirs)):
        p50, p95 = 1000 * np.percentile(seconds, [50, 95])
        print(f"  {name:<10} p50 {p50:8.2f} ms   p95 {p95:8.2f} ms")
    print(f"  ratio of medians, contains to ours: {np.median(theirs) / np.median(ours):.1f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=100_000)
    given = parser.parse_args()
    frame = activities()
    for catalogue in (frame, blown_up(frame, given.activities)):
        start = time.perf_counter()
        index = build(catalogue)
        seconds = time.perf_counter() - start
        print(f"{len(catalogue):,} activities, built in {seconds:.2f} s")
        measured(index, catalogue)


if __name__ == "__main__":
    main()
