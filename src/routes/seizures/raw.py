"""From decoded content to one frame of text in our own columns, each row with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.errors import unknown
from routes.seizures.bounds import UnreadableFileError
from routes.seizures.decode import decode
from routes.seizures.delimited import (
    HEADING_WITHIN,
    csv_rows,
    heading_of,
    regular_rows,
    text_notes,
    unplaced,
)
from routes.seizures.layouts import ANNUAL, EVENTS, recognised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from routes.seizures.decode import Sheet, Text
    from routes.seizures.delimited import Heading
    from routes.seizures.layouts import Layout

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
            raise unplaced(path, [headings], kind)
        frame = content.frame.set_axis(headings, axis=1)
        frame["line"], frame["sheet"] = range(1, len(frame) + 1), ""
        return finished(Raw(layout, ours(frame, layout, headings)))
    return _from_sheets(content.sheets, path, kind)


def _from_text(text: Text, path: Path, kind: str | None) -> Raw:
    found = heading_of(text.text, path, kind)
    raw = _parsed(text.text, found)
    raw.notes[:0] = text_notes(text.encoding, found, text.notes)
    return finished(raw)


def _parsed(text: str, found: Heading) -> Raw:
    quick = None if found.skipped else regular_rows(text, found.delimiter, found.cells)
    if quick is None:
        return _parsed_row_by_row(text, found)
    return Raw(found.layout, ours(quick, found.layout, found.cells), delimiter=found.delimiter)


def _parsed_row_by_row(text: str, found: Heading) -> Raw:
    rows = csv_rows(text, found.delimiter)
    for _ in range(found.skipped + 1):
        next(iter(rows))
    return from_rows(rows, found.cells, found.layout, "", found.delimiter)


def from_rows(
    rows: Iterable[tuple[int, list[str]]],
    headings: list[str],
    layout: Layout,
    sheet: str,
    delimiter: str | None = None,
) -> Raw:
    """Return rows of cells, each with its line, as the rows of a layout."""
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
    frame["line"] = np.array(lines, dtype=np.int64)
    frame["sheet"] = sheet
    return Raw(layout, ours(frame, layout, unique), aside, delimiter=delimiter)


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
        parts.append(from_rows(body, sheet.rows[number], layout, sheet.name))
    if not parts:
        raise unplaced(path, candidates, kind)
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
    return finished(Raw(first, frame, aside, notes))


def ours(frame: pd.DataFrame, layout: Layout, headings: Sequence[str]) -> pd.DataFrame:
    """Return the columns of a layout out of those of a file, by their headings."""
    columns = layout.columns(headings)
    result = frame[list(columns)].rename(columns=columns)
    for name in layout.fields:
        if name not in result:
            result[name] = ""
    result["line"] = frame["line"]
    result["sheet"] = frame.get("sheet", "")
    return result[[*layout.fields, "line", "sheet"]].fillna("")


def finished(raw: Raw) -> Raw:
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
