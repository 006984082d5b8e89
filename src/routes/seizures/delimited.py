"""Delimited text: its separator, and its rows, each with its line."""

from __future__ import annotations

import csv
import io
import re
import sys
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.seizures.headings import heading_of
from routes.seizures.quotes import swallows

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (";", ",", "\t", "|")


def delimiter_of(head: str) -> str:
    r"""Return the separator that makes most of the beginning of a text.

    Examples
    --------
    >>> delimiter_of("Country;Year;Drug;Kg\nIran;2021;Heroin;1,5\n")
    ';'
    """

    def said(delimiter: str) -> tuple[int, int]:
        rows = [row for _, row in csv_rows(head, delimiter)]
        known = max((sum(bool(heading_of(cell).field) for cell in row) for row in rows), default=0)
        return known, sum(len(row) - 1 for row in rows)

    return max(DELIMITERS, key=said)


def csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a text that are not blank lines, each with its line; the first is 1."""
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    last = 0
    for row in reader:
        # A quoted cell may span lines: a row is named by its first.
        first, last = last + 1, reader.line_num
        if len(row) > 1 or any(cell.strip() for cell in row):
            yield first, row


def regular_rows(text: str, delimiter: str, width: int) -> tuple[pd.DataFrame, np.ndarray] | None:
    """Read a regular text in one go; None if it is not regular to the line.

    Returns
    -------
    (DataFrame, array of int) or None
        Text in columns 0, 1, 2 …, and the line of each row, the first 1.
    """
    try:
        with warnings.catch_warnings():
            # A warning is how pandas says that it cut cells off.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text), sep=delimiter, dtype=str, keep_default_na=False, header=None,
                na_filter=False, index_col=False, low_memory=False,
            )  # fmt: skip
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError, ValueError):
        return None
    if frame.isna().any(axis=None):
        return None
    # A row takes a line, and one more for each line break inside its cells.
    spans = np.ones(len(frame), dtype=np.int64)
    if '"' in text:
        # Rows that lack cells may lack them because two stand in one between stray marks.
        inside = sum(int(frame[name].str.count(re.escape(delimiter)).sum()) for name in frame)
        if text.count(delimiter) != inside + len(frame) * (len(frame.columns) - 1):
            return None
    for name in frame if '"' in text else []:
        broken = frame[name].str.contains("\n", regex=False)
        if broken.any():
            spans[broken] += frame.loc[broken, name].str.count("\n")
    lines = text.count("\n") + (not text.endswith("\n"))
    if spans.sum() != lines:
        return None  # blank lines, or line ends of another kind
    first = 1 + np.cumsum(spans) - spans
    if _any_swallows(text, frame, first, spans, delimiter, width):
        return None
    return frame, first


def _any_swallows(
    text: str, frame: pd.DataFrame, first: np.ndarray, spans: np.ndarray, delimiter: str, width: int
) -> bool:
    """Return whether a row of several lines holds other rows."""
    broken = np.flatnonzero(spans > 1)
    if not len(broken):
        return False
    lines = text.split("\n")
    return any(
        swallows(
            frame.iloc[row].to_list(),
            [f"{line}\n" for line in lines[first[row] - 1 : first[row] - 1 + spans[row]]],
            delimiter,
            width,
        )
        for row in broken
    )
