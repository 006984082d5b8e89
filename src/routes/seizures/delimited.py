"""Delimited text: where its heading stands, and its rows, each with its line."""

from __future__ import annotations

import csv
import io
import sys
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.seizures.bounds import UnreadableFileError
from routes.seizures.layouts import nearest_layout, recognised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from routes.seizures.layouts import Layout

DELIMITERS = (";", ",", "\t", "|")
# Titles and notes may stand above the heading.
HEADING_WITHIN = 40


@dataclass(frozen=True)
class Heading:
    """The heading of a delimited text.

    Attributes
    ----------
    layout : Layout
    delimiter : str
    cells : list of str
    skipped : int
        Rows above it that are not blank.
    """

    layout: Layout
    delimiter: str
    cells: list[str]
    skipped: int


def heading_of(text: str, path: Path, kind: str | None) -> Heading:
    """Return the heading near the top of a text, by the delimiter that makes most of it.

    Raises
    ------
    UnreadableFileError
        If no known layout fits.
    """
    head = "\n".join(text.split("\n", HEADING_WITHIN)[:HEADING_WITHIN])
    best: Heading | None = None
    most = 0
    candidates: list[list[str]] = []
    for delimiter in DELIMITERS:
        for number, (_, row) in enumerate(csv_rows(head, delimiter)):
            candidates.append(row)
            layout = recognised(row, kind)
            if layout is None:
                continue
            score = len(layout.columns(row))
            if score > most:
                best, most = Heading(layout, delimiter, row, number), score
    if best is None:
        raise unplaced(path, candidates, kind)
    return best


def text_notes(encoding: str, found: Heading, notes: Iterable[str]) -> list[str]:
    """Return how a text was read, in words."""
    names = {";": "semicolons", ",": "commas", "\t": "tabs"}
    by = names.get(found.delimiter, repr(found.delimiter))
    above = [f"{found.skipped} rows above the heading were passed over"] if found.skipped else []
    return [f"text in {encoding}, separated by {by}", *notes, *above]


def unplaced(path: Path, rows: Iterable[Sequence[str]], kind: str | None) -> UnreadableFileError:
    """Return the error of a file of no known layout, with the headings it has."""
    headings = max(
        ([cell.strip() for cell in row if cell.strip()] for row in rows),
        key=lambda row: (-len(nearest_layout(row, kind).missing(row)), len(row)),
        default=[],
    )
    near = nearest_layout(headings, kind)
    shown = ", ".join(_shown(heading) for heading in headings[:24]) or "none"
    return UnreadableFileError(
        f"{path}: no known layout; columns found: {shown}; the nearest is {near.title}, "
        f"which also needs {', '.join(near.missing(headings))}"
    )


def _shown(heading: str) -> str:
    """Return a heading of a file that is not trusted as a few printable characters."""
    words = " ".join(heading[:400].split())
    return "".join(letter if letter.isprintable() else "�" for letter in words)[:40]


def csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a text that are not blank, each with its line; the first is 1."""
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    last = 0
    for row in reader:
        # A quoted cell may span lines: a row is named by its first.
        first, last = last + 1, reader.line_num
        if any(cell.strip() for cell in row):
            yield first, row


def regular_rows(text: str, delimiter: str, headings: list[str]) -> pd.DataFrame | None:
    """Read a regular text in one go, its heading first; None if it is not regular to the line.

    Returns
    -------
    DataFrame or None
        Text in the columns of the heading, ``line`` and ``sheet``.
    """
    if len(set(headings)) != len(headings):
        return None
    try:
        with warnings.catch_warnings():
            # A warning is how pandas says that it cut cells off.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text), sep=delimiter, dtype=str, keep_default_na=False,
                na_filter=False, index_col=False, low_memory=False,
            )  # fmt: skip
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError, ValueError):
        return None
    if list(frame.columns) != headings or frame.isna().any(axis=None):
        return None
    # A row takes a line, and one more for each line break inside its cells.
    spans = np.ones(len(frame), dtype=np.int64)
    for name in headings if '"' in text else []:
        broken = frame[name].str.contains("\n", regex=False)
        if broken.any():
            spans[broken] += frame.loc[broken, name].str.count("\n")
    lines = text.count("\n") + (not text.endswith("\n"))
    if spans.sum() != lines - 1 or any("\n" in heading for heading in headings):
        return None  # blank lines, or line ends of another kind
    frame["line"], frame["sheet"] = 2 + np.cumsum(spans) - spans, ""
    return frame
