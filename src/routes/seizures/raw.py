"""From decoded content to one frame of text in our own columns, each row with its line."""

from __future__ import annotations

import csv
import io
import sys
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.errors import unknown
from routes.seizures.bounds import UnreadableFileError
from routes.seizures.decode import decode
from routes.seizures.layouts import ANNUAL, EVENTS, nearest_layout, recognised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from routes.seizures.decode import Sheet, Text
    from routes.seizures.layouts import Layout

DELIMITERS = (";", ",", "\t", "|")
# Titles and notes may stand above the heading.
HEADING_WITHIN = 40
LONGEST_CELL = 10_000
_KEPT = 1_000


@dataclass
class Raw:
    """The rows of a file as text.

    Attributes
    ----------
    layout : Layout
    frame : DataFrame
        Text in the columns of the layout; every field of it present, empty where the file has
        no such column; ``line`` (of the file or sheet, the first is 1) and ``sheet``.
    set_aside : list of (sheet, line, reason, text)
        Rows that are no rows of this table.
    notes : list of str
        What was done to read the file.
    """

    layout: Layout
    frame: pd.DataFrame
    set_aside: list[tuple[str, int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    delimiter: str | None = None


def read_raw(path: Path, kind: str | None = None) -> Raw:
    """Read a file as text rows of a known layout.

    Raises
    ------
    UnreadableFileError
        If no known layout fits: names the columns found and what the nearest layout lacks.
    """
    if kind not in (None, EVENTS, ANNUAL):
        raise unknown("kind of file", kind, (EVENTS, ANNUAL))
    content = decode(path)
    if content.text is not None:
        return _from_text(content.text, path, kind)
    if content.frame is not None:
        headings = [str(name) for name in content.frame.columns]
        layout = recognised(headings, kind)
        if layout is None:
            raise _unplaced(path, [headings], kind)
        frame = content.frame.set_axis(headings, axis=1)
        frame["line"], frame["sheet"] = range(1, len(frame) + 1), ""
        return _finished(Raw(layout, _ours(frame, layout, headings)))
    return _from_sheets(content.sheets, path, kind)


def _unplaced(path: Path, rows: Iterable[Sequence[str]], kind: str | None) -> UnreadableFileError:
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


def _from_text(text: Text, path: Path, kind: str | None) -> Raw:
    head = "\n".join(text.text.split("\n", HEADING_WITHIN)[:HEADING_WITHIN])
    best: tuple[int, str, int, list[str], Layout] | None = None
    candidates: list[list[str]] = []
    for delimiter in DELIMITERS:
        for number, row in enumerate(_csv_rows(head, delimiter)):
            candidates.append(row[1])
            layout = recognised(row[1], kind)
            if layout is None:
                continue
            score = len(layout.columns(row[1]))
            if best is None or score > best[0]:
                best = (score, delimiter, number, row[1], layout)
    if best is None:
        raise _unplaced(path, candidates, kind)
    _, delimiter, skipped, headings, layout = best
    raw = _parsed(text.text, delimiter, skipped, headings, layout)
    raw.notes[:0] = [f"text in {text.encoding}, separated by {_named(delimiter)}", *text.notes]
    if skipped:
        raw.notes.append(f"{skipped} rows above the heading were passed over")
    return _finished(raw)


def _named(delimiter: str) -> str:
    return {";": "semicolons", ",": "commas", "\t": "tabs"}.get(delimiter, repr(delimiter))


def _csv_rows(text: str, delimiter: str) -> Iterable[tuple[int, list[str]]]:
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    last = 0
    for row in reader:
        # A quoted cell may span lines: a row is named by its first.
        first, last = last + 1, reader.line_num
        if any(cell.strip() for cell in row):
            yield first, row


def _parsed(text: str, delimiter: str, skipped: int, headings: list[str], layout: Layout) -> Raw:
    quick = _parsed_quickly(text, delimiter, headings, layout) if not skipped else None
    return quick or _parsed_row_by_row(text, delimiter, skipped, headings, layout)


def _parsed_quickly(text: str, delimiter: str, headings: list[str], layout: Layout) -> Raw | None:
    """Read a regular file in one go; None if it is not regular to the line."""
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
    return Raw(layout, _ours(frame, layout, headings), delimiter=delimiter)


def _parsed_row_by_row(
    text: str, delimiter: str, skipped: int, headings: list[str], layout: Layout
) -> Raw:
    rows = _csv_rows(text, delimiter)
    for _ in range(skipped + 1):
        next(iter(rows))
    return _from_rows(rows, headings, layout, "", delimiter)


def _from_rows(
    rows: Iterable[tuple[int, list[str]]],
    headings: list[str],
    layout: Layout,
    sheet: str,
    delimiter: str | None = None,
) -> Raw:
    width = len(headings)
    kept: list[list[str]] = []
    lines: list[int] = []
    aside: list[tuple[str, int, str, str]] = []
    for line, row in rows:
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            reason = f"more cells than the heading: {len(row)}, not {width}"
            aside.append((sheet, line, reason, (delimiter or ";").join(row)[:_KEPT]))
            continue
        kept.append([*row[:width], *[""] * (width - len(row))])
        lines.append(line)
    # Two headings alike would make two columns of one name: the first is used.
    unique = [
        name if name not in headings[:place] else f"{name}.{place}"
        for place, name in enumerate(headings)
    ]
    frame = pd.DataFrame(kept, columns=unique, dtype=str)
    frame["line"] = lines
    frame["sheet"] = sheet
    return Raw(layout, _ours(frame, layout, unique), aside, delimiter=delimiter)


def _from_sheets(sheets: list[Sheet], path: Path, kind: str | None) -> Raw:
    parts: list[Raw] = []
    notes: list[str] = []
    candidates: list[list[str]] = []
    for sheet in sheets:
        found = None
        for number, row in enumerate(sheet.rows[:HEADING_WITHIN]):
            candidates.append(row)
            if (layout := recognised(row, kind)) is not None:
                found = number, layout
                break
        if found is None:
            if any(cell.strip() for row in sheet.rows for cell in row):
                notes.append(f"sheet {sheet.name!r} holds no table of a known layout")
            continue
        number, layout = found
        body = (
            (line, row)
            for line, row in enumerate(sheet.rows[number + 1 :], start=number + 2)
            if any(cell.strip() for cell in row)
        )
        parts.append(_from_rows(body, sheet.rows[number], layout, sheet.name))
    if not parts:
        raise _unplaced(path, candidates, kind)
    first = parts[0].layout
    if other := next((p.layout for p in parts if p.layout is not first), None):
        choose = f"choose with kind={EVENTS!r} or kind={ANNUAL!r}"
        raise UnreadableFileError(
            f"{path}: sheets of two layouts, {first.title} and {other.title}; "
            + (choose if other.kind != first.kind else "put them into two files")
        )
    frame = pd.concat([part.frame for part in parts], ignore_index=True)
    aside = [row for part in parts for row in part.set_aside]
    notes.insert(0, f"workbook of {len(sheets)} sheets, {len(parts)} read")
    return _finished(Raw(first, frame, aside, notes))


def _ours(frame: pd.DataFrame, layout: Layout, headings: Sequence[str]) -> pd.DataFrame:
    columns = layout.columns(headings)
    result = frame[list(columns)].rename(columns=columns)
    for name in layout.fields:
        if name not in result:
            result[name] = ""
    result["line"] = frame["line"]
    result["sheet"] = frame.get("sheet", "")
    return result[[*layout.fields, "line", "sheet"]].fillna("")


def _finished(raw: Raw) -> Raw:
    """Set rows with monstrous cells aside, and rows that repeat the heading."""
    frame = raw.frame
    for name in raw.layout.fields:
        values = frame[name]
        longest = values.unique()
        if not any(len(value) > LONGEST_CELL for value in longest):
            continue
        long = values.str.len() > LONGEST_CELL
        for row in frame[long].itertuples():
            reason = f"a cell too long: {len(getattr(row, name)):,} characters in {name}"
            raw.set_aside.append((row.sheet, row.line, reason, getattr(row, name)[:_KEPT]))
        frame = frame[~long]
    raw.frame = frame.reset_index(drop=True)
    return raw
