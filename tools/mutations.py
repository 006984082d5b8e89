"""How many cuts, swaps and edits of the tables are refused, are harmless, or publish a falsehood.

``python tools/mutations.py`` makes 500 of them, one at a time, to a copy of the shipped tables,
loads everything and works out what the pages print. *Refused*: an error of the library names the
file. *Harmless*: the file holds the same rows, so the figures are the same. *Wrong*: figures were
worked out from other rows. ``--signed`` signs each change, as its owner would, and shows what the
schemas, keys and limits alone refuse.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from routes.errors import RoutesError
from routes.reference import check_tables, data_hash, forget_tables, read_signed, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATA = Path(__file__).resolve().parents[1] / "data"
REFUSED, HARMLESS, WRONG = "refused", "harmless", "wrong"


def mutations(  # noqa: C901 - one small function a way
    chance: random.Random,
) -> dict[str, Callable[[bytes], bytes]]:
    """Return the ways in which a file is changed, each at a random place."""

    def place(content: bytes) -> int:
        return chance.randrange(1, max(2, len(content)))

    def cut(content: bytes) -> bytes:
        return content[: place(content)]

    def hole(content: bytes) -> bytes:
        first, last = sorted((place(content), place(content)))
        return content[:first] + content[last + 1 :]

    def lines_cut(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        first = chance.randrange(1, max(2, len(lines)))
        return b"".join(lines[:first] + lines[first + chance.randrange(1, 50) :])

    def lines_swapped(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        if len(lines) < 3:  # noqa: PLR2004 - a heading and two rows
            return content
        one, other = chance.sample(range(1, len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
        return b"".join(lines)

    def line_twice(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        return content + chance.choice(lines)

    def digit(content: bytes) -> bytes:
        places = [at for at, byte in enumerate(content) if chr(byte).isdigit()]
        if not places:
            return content
        at = chance.choice(places)
        return content[:at] + b"%d" % chance.randrange(10) + content[at + 1 :]

    def flipped(content: bytes) -> bytes:
        at = chance.randrange(max(1, len(content)))
        return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]

    def cells_swapped(content: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        row = chance.choice(rows[1:] or rows)
        one, other = chance.randrange(len(row)), chance.randrange(len(row))
        row[one], row[other] = row[other], row[one]
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        return text.getvalue().encode()

    def windows(content: bytes) -> bytes:
        return content.replace(b"\n", b"\r\n")

    return {
        one.__name__.replace("_", " "): one
        for one in (cut, hole, lines_cut, lines_swapped, line_twice, digit, flipped, cells_swapped,
                    windows)
    }  # fmt: skip


def outcomes(times: int, seed: int, *, signed: bool = False) -> Iterator[tuple[str, str, str, str]]:
    """Yield way, file, what came of it and what was said, of each change."""
    chance = random.Random(seed)  # noqa: S311 - places, no secrets
    ways = mutations(chance)
    names = sorted(
        path.name for path in DATA.iterdir() if path.suffix in {".csv", ".geojson", ".json"}
    )
    before = os.environ.get("ROUTES_DATA")
    with tempfile.TemporaryDirectory(prefix="routes-mutations-") as scratch:
        for number in range(times):
            folder = Path(scratch) / str(number)
            shutil.copytree(DATA, folder)
            way, name = chance.choice(list(ways)), chance.choice(names)
            if way == "cells swapped" and not name.endswith(".csv"):
                way = "flipped"
            content = (folder / name).read_bytes()
            changed = ways[way](content)
            (folder / name).write_bytes(changed)
            os.environ["ROUTES_DATA"] = str(folder)
            yield way, name, *_outcome(folder, name, content, changed, signed=signed)
            shutil.rmtree(folder)
    if before is None:
        os.environ.pop("ROUTES_DATA")
    else:
        os.environ["ROUTES_DATA"] = before


def _outcome(
    folder: Path, name: str, before: bytes, after: bytes, *, signed: bool
) -> tuple[str, str]:
    try:
        if signed:
            sign(folder, name="mutation")
        data_hash()
        # Only what passed the hashes is worth the second that it takes.
        check_tables(folder)
        read_signed(folder, name)
    except RoutesError as error:
        said = str(error)
        return (REFUSED if name in said or signed else WRONG), said.splitlines()[-1][:200]
    finally:
        forget_tables()
    return (HARMLESS if _rows(before) == _rows(after) else WRONG), ""


def _rows(content: bytes) -> object:
    try:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return content


def main() -> int:
    """Print the score; return 1 if a wrong figure could be published."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20260102)
    parser.add_argument("--signed", action="store_true", help="each change signed as one's own")
    given = parser.parse_args()
    score: Counter[tuple[str, str]] = Counter()
    for way, name, came, said in outcomes(given.times, given.seed, signed=given.signed):
        score[way, came] += 1
        if came == WRONG and not given.signed:
            print(f"WRONG  {way} of {name} {said}")
    states = (REFUSED, HARMLESS, WRONG)
    print(f"{'':16}{''.join(f'{state:>10}' for state in states)}")
    for way in sorted({way for way, _ in score}):
        print(f"{way:16}{''.join(f'{score[way, state]:>10}' for state in states)}")
    sums = [sum(n for (_, came), n in score.items() if came == state) for state in states]
    print(f"{'all':16}{''.join(f'{n:>10}' for n in sums)}")
    return int(bool(sums[2]) and not given.signed)


if __name__ == "__main__":
    sys.exit(main())
