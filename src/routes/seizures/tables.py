"""The tables of a sheet: where each begins and ends, and what stands around them.

A sheet may hold titles, notes, blank rows, several tables below or beside each other. Each row
after the first heading is a row of a table, or is set aside with what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.seizures.heading_rows import (
    heading_at,
    qualifies,
    row_of,
    spans_of,
    title_above,
    weighs,
)
from routes.seizures.headings import Heading, counts_cases, heading_of, is_money
from routes.seizures.quotes import mended_note
from routes.seizures.sheets import HEADING_WITHIN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import pandas as pd

    from routes.seizures.sheets import Grid, Sheet

BLANK, NOTE, AGAIN = "blank row", "title or note", "the heading again"
OTHER = "row of another table"
# What was set aside for no fault of the file.
HARMLESS = (BLANK, NOTE, AGAIN)
_KEPT = 1_000
_DIGIT = r"\d"
_PROPORTION = re.compile(
    r"\b(per ?cent|percentage|prevalence|prices?|purity|rate)\b|%", re.IGNORECASE
)


class Aside(NamedTuple):
    """A row that is no row of a table that is read."""

    sheet: str
    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Table:
    """One table of a sheet.

    Attributes
    ----------
    sheet, title : str
        The name of its sheet; what stands above it.
    headings : tuple of Heading
    places : tuple of int
        The columns of the sheet they stand in.
    line : int
        Of the heading.
    width : int
        Columns of the sheet up to the last heading.
    hidden : bool
    epoch : date
        The day that serial numbers of the sheet count from.
    delimiter : str or None
    """

    sheet: str
    title: str
    headings: tuple[Heading, ...]
    places: tuple[int, ...]
    line: int
    width: int
    hidden: bool
    epoch: dt.date
    delimiter: str | None

    @property
    def fields(self) -> set[str]:
        """The fields of its headings."""
        return {heading.field for heading in self.headings} - {""}

    @property
    def years(self) -> list[int]:
        """The places of headings that are years."""
        return [n for n, h in enumerate(self.headings) if h.year is not None and weighs(h)]

    @property
    def drugs(self) -> list[int]:
        """The places of headings that are drugs."""
        return [n for n, h in enumerate(self.headings) if h.drug and weighs(h)]


@dataclass
class Found:
    """What a part of a sheet holds.

    Attributes
    ----------
    pieces : list of (Table, cells, lines, native)
        Rows of tables; cells in columns 0, 1, 2 … in the order of the headings.
    aside : list of Aside
    notes : list of str
    """

    pieces: list[tuple[Table, pd.DataFrame, np.ndarray, np.ndarray | None]] = field(
        default_factory=list
    )
    aside: list[Aside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Finder:
    """Finds the tables of a sheet, part by part."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.tables: list[Table] = []
        self.reading = False
        self.title: list[str] = []
        self.heads: list[list[str]] = []
        self.told: set[str] = set()
        self.other = ""
        self.beside: list[str] = []

    def __iter__(self) -> Iterator[Found]:
        """Yield what each part of the sheet holds."""
        for n, grid in enumerate(self.sheet.grids()):
            found = self._headed(grid) if grid.headed else self._found(grid, first=n == 0)
            if grid.mended:
                found.notes.append(mended_note(grid.mended))
            said = (self.sheet.delimiter or ";").join
            found.aside += [
                Aside(self.sheet.name, row.line, row.doubt, said(row.cells)) for row in grid.doubts
            ]
            found.notes += self.beside
            self.beside = []
            yield found

    def _headed(self, grid: Grid) -> Found:
        if not self.tables:
            self.heads.append(list(grid.headed))
            parsed = [heading_of(name) for name in grid.headed]
            if not qualifies(parsed):
                return Found()
            self._open(parsed, 1, parsed)
        return self._rows(grid, 0, len(grid.lines), Found())

    def _open(self, headings: list[Heading], line: int, row: list[Heading]) -> None:
        title = " ".join(self.title)
        width = max((n for n, h in enumerate(row) if h.text.strip()), default=0) + 1
        sheet = self.sheet
        self.tables = [
            Table(sheet.name, title, tuple(headings[n] for n in span), span, line, width,
                  sheet.hidden, sheet.epoch, sheet.delimiter)
            for span in spans_of(headings)
        ]  # fmt: skip
        read = {n for table in self.tables for n in table.places}
        beside = [
            h.text.strip() for n, h in enumerate(headings) if n not in read and h.text.strip()
        ]
        if beside:
            self.beside.append(
                f"a table beside that holds no weights is not read: {', '.join(beside)}"
            )
        self.other = ""
        self.title = []
        self.reading = True

    def _found(self, grid: Grid, *, first: bool) -> Found:
        found = Found()
        start = 0
        count = len(grid.lines)
        if not self.tables:
            if not first:
                return found
            start = self._first_heading(grid, found)
            if not self.tables:
                return found
        while start < count:
            end, after, heading = self._next_heading(grid, start)
            self._rows(grid, start, end, found)
            if heading is not None:
                if self._is_read(heading):
                    self._open(heading, int(grid.lines[end]), heading)
                else:
                    self._pass_over(heading, found)
            for at in range(end, min(after, count)):
                found.aside.append(self._aside(grid, at, NOTE))
            start = after
        if not found.pieces and self.reading:
            # A heading without rows is a table all the same.
            self._rows(grid, count, count, found)
        return found

    def _first_heading(self, grid: Grid, found: Found) -> int:
        above = 0
        for at in range(min(len(grid.lines), HEADING_WITHIN)):
            row = row_of(grid, at)
            if not any(cell.strip() for cell in row):
                continue
            self.heads.append(row)
            heading, rows = heading_at(grid, at)
            if heading is not None:
                if not self._is_read(heading):
                    self._pass_over(heading, found)
                    above += 1
                    self.title = []
                    continue
                if above:
                    were = "row" if above == 1 else "rows"
                    found.notes.append(
                        f"{above} {were} above the heading{self._where()} passed over"
                    )
                self._open(heading, int(grid.lines[at]), heading)
                return at + rows
            self.title.append(" ".join(cell.strip() for cell in row if cell.strip()))
            above += 1
        return len(grid.lines)

    def _where(self) -> str:
        return f" of sheet {self.sheet.name!r}" if self.sheet.name else ""

    def _is_read(self, heading: list[Heading]) -> bool:
        """Return whether a heading is one of weights: not of cases, prices or shares."""
        title = " ".join(self.title)
        if counts_cases(title) or is_money(title) or _PROPORTION.search(title):
            return False
        return qualifies(heading)

    def _pass_over(self, heading: list[Heading], found: Found) -> None:
        named = " ".join(self.title) or ", ".join(h.text.strip() for h in heading if h.text.strip())
        self.reading, self.title = False, []
        self.other = named[:120]
        if self.other not in self.told:
            self.told.add(self.other)
            found.notes.append(f"a table that holds no weights is set aside: {self.other}")

    def _next_heading(self, grid: Grid, start: int) -> tuple[int, int, list[Heading] | None]:
        """Return where the next heading stands, the row after it, and what it means."""
        for at in self._odd(grid, start):
            row = row_of(grid, at)
            filled = [cell for cell in row if cell.strip()]
            if not filled:
                continue
            if len(filled) == 1:
                continue
            heading, rows = heading_at(grid, at, least=1)
            if heading is None or (self.reading and self._again(heading)):
                continue
            self.title = title_above(grid, at, start)
            return at, at + rows, heading
        return len(grid.lines), len(grid.lines), None

    def _again(self, heading: list[Heading]) -> bool:
        return any(
            tuple(heading[n].text for n in t.places if n < len(heading))
            == tuple(h.text for h in t.headings)
            for t in self.tables
        ) and not _names_other(self.title)

    def _odd(self, grid: Grid, start: int) -> list[int]:
        """Return the rows in which no quantity has a digit."""
        odd = np.ones(len(grid.lines) - start, dtype=bool)
        columns = {n for t in self.tables for n in _quantities(t)} if self.reading else set()
        for column in columns:
            if column < grid.cells.shape[1]:
                here = np.flatnonzero(odd)
                if not len(here):
                    break
                cells = grid.cells[column].iloc[start:].iloc[here]
                odd[here] = ~cells.str.contains(_DIGIT, regex=True).to_numpy(dtype=bool)
        return [int(n) + start for n in np.flatnonzero(odd)]

    def _rows(self, grid: Grid, start: int, end: int, found: Found) -> Found:
        """Add the rows of a stretch: of the tables that are open, or of one that is not read."""
        if not self.reading:
            for at in range(start, end):
                blank = not any(cell.strip() for cell in row_of(grid, at))
                reason = BLANK if blank else f"{OTHER}: {self.other}"
                found.aside.append(self._aside(grid, at, reason))
            return found
        keep = np.ones(end - start, dtype=bool)
        for at in self._odd(grid, start):
            if at >= end:
                break
            reason = self._no_row(grid, at)
            if reason:
                found.aside.append(self._aside(grid, at, reason))
                keep[at - start] = False
        keep &= self._narrow(grid, start, end, keep, found)
        chosen = np.flatnonzero(keep) + start
        for table in self.tables:
            # A row shorter than the heading lacks its last cells.
            cells = grid.cells.reindex(columns=list(table.places), fill_value="")
            cells = cells.iloc[chosen].set_axis(range(len(table.places)), axis=1)
            native = None
            if grid.native is not None:
                native = grid.native[chosen][
                    :, [n for n in table.places if n < grid.native.shape[1]]
                ]
            rows = np.ones(len(chosen), dtype=bool)
            if len(self.tables) > 1:
                # Of tables beside each other one may be shorter.
                rows = (cells != "").any(axis=1).to_numpy()
            found.pieces.append(
                (table, cells[rows].reset_index(drop=True), grid.lines[chosen][rows],
                 None if native is None else native[rows])
            )  # fmt: skip
        return found

    def _no_row(self, grid: Grid, at: int) -> str:
        row = row_of(grid, at)
        filled = [(n, cell) for n, cell in enumerate(row) if cell.strip()]
        if not filled:
            return BLANK
        parsed = [heading_of(cell) if cell.strip() else Heading(cell) for cell in row]
        if self._again(parsed):
            return AGAIN
        if len(filled) == 1 and len(row) > 1:
            return NOTE
        return ""

    def _narrow(
        self, grid: Grid, start: int, end: int, keep: np.ndarray, found: Found
    ) -> np.ndarray:
        """Set the rows aside that have cells beyond the heading."""
        width = max(table.width for table in self.tables)
        narrow = np.ones(end - start, dtype=bool)
        beyond = grid.cells.columns[width:]
        for column in beyond:
            narrow &= ~(grid.cells[column].iloc[start:end].str.strip() != "").to_numpy(dtype=bool)
        wide = np.flatnonzero(~narrow & keep)
        for at in map(int, wide + start):
            row = row_of(grid, at)
            cells = max(n for n, cell in enumerate(row) if cell.strip()) + 1
            reason = f"more cells than the heading: {cells}, not {width}"
            found.aside.append(self._aside(grid, at, reason))
        return narrow

    def _aside(self, grid: Grid, at: int, reason: str) -> Aside:
        said = (self.sheet.delimiter or ";").join(row_of(grid, at)).rstrip(";")
        return Aside(self.sheet.name, int(grid.lines[at]), reason, said[:_KEPT])


def _quantities(table: Table) -> list[int]:
    """Return the columns of the sheet in which a table has its figures."""
    own = [table.places[n] for n, h in enumerate(table.headings) if h.field in {"kg", "amount"}]
    return [*own, *(table.places[n] for n in {*table.years, *table.drugs})]


def _names_other(title: list[str]) -> bool:
    return any(counts_cases(text) for text in title)
