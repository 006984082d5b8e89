"""The records of a delimited text, held against its lines: no row vanishes inside a quoted cell.

A stray quotation mark opens a cell that ends at the next one, some rows further on or never: to
a parser that is one long cell, and no error. Here each record keeps the lines it was read from.
Where those lines are rows of their own, they are read one by one without the marks, or, where
that leaves a doubt, set aside one by one.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

QUOTE = '"'
SWALLOWED = "a quotation mark opens or ends in the wrong place"
# In text parted by commas, a number whose mark is lost would be cut in two at its own comma.
_CUT_NUMBER = re.compile(r'"\s*[+-]?\d[\d.]*,\d')


class Record(NamedTuple):
    """A row of a delimited text.

    Attributes
    ----------
    line : int
        Where it begins; the first is 1.
    cells : list of str
    mended : bool
        Whether the row stood inside a quoted cell and was read without the quotation marks.
    doubt : str
        Why the row cannot be read; empty where it can.
    """

    line: int
    cells: list[str]
    mended: bool = False
    doubt: str = ""


def records(text: str, delimiter: str, width: int) -> Iterator[Record]:
    r"""Yield the rows of a text that are not blank lines.

    Parameters
    ----------
    text : str
    delimiter : str
    width : int
        Cells of a row, as `usual_width` returns it.

    Examples
    --------
    >>> text = 'Iran;2020;"Opium;7\nIran;2021;Opium;8\nIran;2022;"Opium;9\n'
    >>> [row.cells[3] for row in records(text, ";", 4)]
    ['7', '8', '9']
    """
    for line, cells, lines in _parsed(text, delimiter):
        if swallows(cells, lines, delimiter, width):
            yield from _one_by_one(line, lines, delimiter, width)
        elif len(cells) > 1 or any(cell.strip() for cell in cells):
            yield Record(line, cells)


def usual_width(text: str, delimiter: str) -> int:
    r"""Return how many cells the rows of a text have, by most of those that take one line.

    Examples
    --------
    >>> usual_width('Seizures\nCountry;Drug\nIran;"Opium\nIran;Opium\n', ";")
    2
    """
    lines = [line for line in text.splitlines() if delimiter in line]
    plain = [line for line in lines if QUOTE not in line]
    if plain:
        widths = Counter(line.count(delimiter) + 1 for line in plain)
    else:
        widths = Counter(
            len(cells) for _, cells, taken in _parsed(text, delimiter) if len(taken) == 1
        )
    return max(widths, key=lambda n: (widths[n], n), default=1)


def swallows(cells: Sequence[str], lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Return whether a record, seen from the lines it was read from, holds rows inside a cell."""
    marks = sum(line.count(QUOTE) for line in lines)
    if not marks or width < 2:  # noqa: PLR2004
        return False
    if (len(lines) > 1 or marks % 2) and _is_open(lines, delimiter):
        return True
    widths = [line.count(delimiter) + 1 for line in lines]
    if len(cells) < width <= max(widths):
        return True  # two cells in one, by marks that belong to neither
    # Rows may lack their last cells: three quarters of them are enough to be told as a row.
    whole = sum(n >= width - width // 4 for n in widths)
    return len(lines) > 1 and (
        whole > 1 or (len(cells) > width and _is_malformed(lines, delimiter))
    )


def mended_note(rows: Sequence[int]) -> str:
    """Return what is said of rows, by their lines, that were read without quotation marks.

    Examples
    --------
    >>> mended_note([5, 6, 9])
    '3 rows stood inside a quoted cell and were read without quotation marks: lines 5 to 9'
    """
    first, last = rows[0], rows[-1]
    where = f"line {first:,}" if first == last else f"lines {first:,} to {last:,}"
    are = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    return f"{are} stood inside a quoted cell and were read without quotation marks: {where}"


def _parsed(text: str, delimiter: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield each record: its first line, its cells, and the lines it was read from."""
    csv.field_size_limit(sys.maxsize)
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    first = 1
    for cells in csv.reader(lines(), delimiter=delimiter):
        yield first, cells, taken[:]
        first += len(taken)
        taken.clear()


def _one_by_one(line: int, lines: Sequence[str], delimiter: str, width: int) -> Iterator[Record]:
    for number, text in enumerate(lines, start=line):
        plain = text.rstrip("\r\n")
        if not plain.strip():
            continue
        cells = _reread(plain, delimiter, width)
        if cells is None:
            yield Record(number, plain.split(delimiter), mended=False, doubt=SWALLOWED)
        else:
            yield Record(number, cells, mended=True)


def _reread(line: str, delimiter: str, width: int) -> list[str] | None:
    """Return the cells of a line by itself; None if its quotation marks leave a doubt."""
    if QUOTE not in line:
        return line.split(delimiter)
    quoted = next(csv.reader([line], delimiter=delimiter))
    plain = [cell.replace(QUOTE, "").strip() for cell in line.split(delimiter)]
    balanced = not _is_open([line], delimiter)
    if balanced and len(quoted) == width:
        return quoted
    if len(plain) != width or balanced or (delimiter == "," and _CUT_NUMBER.search(line)):
        return None
    return plain


def _is_malformed(lines: Sequence[str], delimiter: str) -> bool:
    """Return whether a quoted cell of a record ends where no cell ends."""
    try:
        next(csv.reader(iter(lines), delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    """Return whether the last quoted cell of a record lacks its second mark."""
    # Inside a quoted cell, a separator added at the end stays in it; outside, it begins a cell.
    joined = "".join(lines).rstrip("\r\n")
    *_, last = next(csv.reader(io.StringIO(joined + delimiter, newline=""), delimiter=delimiter))
    return last != ""
