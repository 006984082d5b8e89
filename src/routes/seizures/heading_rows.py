"""Which rows of a sheet are the heading of a table, and of how many tables beside each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from routes.seizures.headings import Heading, heading_of, joined

if TYPE_CHECKING:
    from routes.seizures.sheets import Grid

# A row with so many of our fields is a heading, whatever else stands in it.
_CERTAIN = 4


def weighs(heading: Heading) -> bool:
    """Return whether a column under a heading may hold weights."""
    return heading.field in {"", "kg", "amount"}


def row_of(grid: Grid, at: int) -> list[str]:
    """Return the cells of a row as texts."""
    return [str(cell) for cell in grid.cells.iloc[at]]


def title_above(grid: Grid, at: int, start: int) -> list[str]:
    """Return the rows of one cell that stand right above a row."""
    said: list[str] = []
    for above in range(at - 1, max(start, at - 4) - 1, -1):
        filled = [cell.strip() for cell in row_of(grid, above) if cell.strip()]
        if len(filled) != 1:
            break
        said.insert(0, filled[0])
    return said


def heading_at(grid: Grid, at: int, *, least: int = 0) -> tuple[list[Heading] | None, int]:
    """Return the heading in a row, or in it and the next, and how many rows it takes."""
    row = row_of(grid, at)
    parsed = [heading_of(cell) if cell.strip() else Heading(cell) for cell in row]
    if at + 1 < len(grid.lines):
        below = _below(parsed, row_of(grid, at + 1))
        if below is not None and qualifies(below):
            return below, 2
    if qualifies(parsed):
        return parsed, 1
    # Enough of a heading to be one, but of no weights.
    known = [h for h in parsed if h.field or h.drug or h.year]
    fields = {h.field for h in parsed} - {""}
    filled = [h for h in parsed if h.text.strip()]
    partly = least and len(fields) >= 2 and len(known) * 2 >= len(filled) and _wordy(parsed)  # noqa: PLR2004
    return (parsed, 1) if partly else (None, 1)


def _below(above: list[Heading], row: list[str]) -> list[Heading] | None:
    """Return a heading of two rows; None if the second is none."""
    filled = [cell for cell in row if cell.strip()]
    below = [heading_of(cell) if cell.strip() else Heading(cell) for cell in row]
    known = [h for h in below if h.field or h.unit or h.year or h.drug]
    titled = sum(bool(h.text.strip()) for h in above) < 2  # noqa: PLR2004
    if titled or not filled or len(known) < len(filled):
        return None
    if sum(h.year is not None for h in below) == 1 and len(filled) == 1:
        return None
    if sum(bool(h.field) and not h.unit for h in below) > 1 and qualifies(below):
        return None  # a heading of its own below a title
    spread: list[Heading] = []
    over = Heading("")
    for n, heading in enumerate(above):
        if heading.text.strip():
            over = heading
        inside = n < len(row) and row[n].strip()
        spread.append(heading if heading.text.strip() or not inside else over)
    return [joined(a, b) for a, b in zip(spread, below, strict=False)]


def _wordy(headings: list[Heading]) -> bool:
    return not any(
        re.fullmatch(r"[\d.,\s]+", h.text.strip()) for h in headings if h.year is None and h.text
    )


def qualifies(headings: list[Heading]) -> bool:
    """Return whether cells are the heading of a table of weights."""
    fields = {h.field for h in headings} - {"", "count", "money", "identifier", "total", "purity"}
    if not _wordy(headings) and len(fields) < _CERTAIN:
        return False
    quantity = fields & {"kg", "amount"}
    if quantity:
        return len(fields) > 1
    years = [h for h in headings if h.year is not None and weighs(h)]
    drugs = [h for h in headings if h.drug and weighs(h)]
    filled = sum(bool(h.text.strip()) for h in headings)
    wide = {h.text for h in [*years, *drugs]}
    if len(wide) + sum(bool(h.field) for h in headings) < filled / 2:
        return False
    if len(years) > 1:
        return True
    return bool(drugs) and bool(fields)


def spans_of(headings: list[Heading]) -> list[tuple[int, ...]]:
    """Return the columns of each of the tables that stand beside each other under one heading."""
    groups: list[list[int]] = [[]]
    for n, heading in enumerate(headings):
        if heading.text.strip():
            groups[-1].append(n)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    names = [headings[n].text for n in range(len(headings)) if headings[n].text.strip()]
    half = len(names) // 2
    if len(groups) == 1 and half and names[:half] == names[half:]:
        groups = [groups[0][:half], groups[0][half:]]
    alone = [group for group in groups if qualifies([headings[n] for n in group])]
    labelled = [
        group for group in alone
        if {"country", "code", "drug_name", "date", "year"} & {headings[n].field for n in group}
    ]  # fmt: skip
    if len(labelled) > 1 or (
        len(labelled) == 1
        and len(groups) > 1
        and _other_table(headings, [g for g in groups if g is not labelled[0]])
    ):
        return [tuple(group) for group in labelled]
    return [tuple(range(len(headings)))]


def _other_table(headings: list[Heading], groups: list[list[int]]) -> bool:
    """Return whether the other groups of columns are tables of their own."""
    return any(
        {"country", "drug_name", "year", "date"} & {headings[n].field for n in group}
        for group in groups
    )
