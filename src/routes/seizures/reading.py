"""The line of steps of every seizure file: tables, columns, styles, and rows to translate.

A file is read in parts, a whole file is one part. Each step adds to what is set aside; nothing else
drops a row.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import unknown
from routes.seizures.answers import DECIMALS, Answers, QuestionError
from routes.seizures.bounds import UnreadableFileError
from routes.seizures.columns import Columns, columns_of
from routes.seizures.headings import heading_of
from routes.seizures.layouts import ANNUAL, EVENTS
from routes.seizures.sheets import sheets_of, whole
from routes.seizures.table_facts import shown_heading
from routes.seizures.tables import Aside, Finder, Table
from routes.seizures.values import DateOrder, NumberStyle, amount_style, date_order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from routes.seizures.layouts import Layout
    from routes.seizures.sheets import Sheet
    from routes.seizures.tables import Found

LONGEST_CELL = 10_000
_KEPT = 1_000


@dataclass
class Part:
    """Rows of a file in our fields, as text, and the rows that are none.

    Attributes
    ----------
    rows : DataFrame
        As `Columns.rows`, of all tables; ``table`` tells which.
    cells : list of DataFrame
        The cells of each table, where ``row`` counts.
    aside : list of Aside
    """

    rows: pd.DataFrame
    cells: list[pd.DataFrame]
    aside: list[Aside] = field(default_factory=list)

    def said(self, chosen: pd.DataFrame, delimiter: str) -> list[str]:
        """Return the cells of rows as one text each."""
        return [
            delimiter.join(map(str, self.cells[table].iloc[row])).rstrip(delimiter)[:_KEPT]
            for table, row in zip(chosen["table"], chosen["row"], strict=True)
        ]


@dataclass(frozen=True)
class Writing:
    """How the amounts and dates of a file are written; those of its parts add up."""

    amount: NumberStyle = field(default_factory=NumberStyle)
    kg: NumberStyle = field(default_factory=NumberStyle)
    date: DateOrder = field(default_factory=DateOrder)

    def __add__(self, other: Writing) -> Writing:
        return Writing(self.amount + other.amount, self.kg + other.kg, self.date + other.date)

    @property
    def notes(self) -> list[str]:
        """The decisions in words."""
        told = (
            ("dates", self.date.how), ("amounts", self.amount.how), ("kilograms", self.kg.how),
        )  # fmt: skip
        return [f"{what}: {how}" for what, how in told if how]


class Reading:
    """A file as its user wants it read.

    Parameters
    ----------
    path : Path
    kind : {"events", "annual"}, optional
    answers : Answers, optional
    block : int, optional
        Characters of a part; None reads the file as one.
    """

    def __init__(
        self,
        path: Path,
        kind: str | None = None,
        answers: Answers | None = None,
        block: int | None = None,
    ) -> None:
        if kind not in (None, EVENTS, ANNUAL):
            raise unknown("kind of file", kind, (EVENTS, ANNUAL))
        self.path, self.kind, self.answers = path, kind, answers or Answers()
        self.sheets: list[Sheet] = sheets_of(path, block=block)
        self.columns: dict[Table, Columns] = {}
        self.notes: dict[str, None] = {}
        self.heads: list[list[str]] = []
        self._kept: list[Part] | None = None
        self._open_layout(in_parts=block is not None)

    def _open_layout(self, *, in_parts: bool) -> None:
        if in_parts and len(self.sheets) == 1:
            next(self._streamed(), None)
            if self.layout.kind == EVENTS:
                return
            self.sheets = [whole(self.sheets[0])]
            self.columns = {}
        self._kept = [self._whole()]
        self.layout  # noqa: B018 - refuses a file without one

    @property
    def layout(self) -> Layout:
        """Of its rows."""
        layouts = list(dict.fromkeys(columns.layout for columns in self.columns.values()))
        if not layouts:
            raise self._without_table()
        kinds = {layout.kind for layout in layouts}
        if len(kinds) > 1:
            raise QuestionError(
                f"{self.path}: tables of two kinds, {layouts[0].title} and {layouts[1].title}; "
                f"choose with kind={EVENTS!r} or kind={ANNUAL!r} (--kind)"
            )
        return layouts[0]

    def parts(self) -> Iterator[Part]:
        """Yield the parts of the file, from the first, each time it is asked."""
        if self._kept is not None:
            yield from self._kept
        else:
            yield from self._streamed()

    def writing(self) -> Writing:
        """Return how the file is written, from all of its values.

        Raises
        ------
        QuestionError
            If a column reads two ways, or contradicts an answer.
        """
        total = Writing()
        for part in self.parts():
            total += _writing_of(part.rows)
        return self._decided(total)

    def _decided(self, found: Writing) -> Writing:
        answer = DECIMALS.get(self.answers.decimal, "")
        told = {}
        for name in ("amount", "kg"):
            style: NumberStyle = getattr(found, name)
            if answer:
                against = style.point if answer == "," else style.comma
                if against:
                    raise QuestionError(
                        f"{self.path}: --decimal {self.answers.decimal} contradicts the file: "
                        f"{self._where(name, against[0])}"
                    )
                told[name] = replace(style, answer=answer, because="as told")
                continue
            if style.undecided:
                style = self._by_others(style, found)
            if style.undecided:
                shown = ", ".join(style.undecided)
                raise QuestionError(
                    f"{self.path}: the amounts read two ways ({shown}): with thousands or with "
                    "three decimals; say which sign is decimal with --decimal comma or "
                    "--decimal point"
                )
            told[name] = style
        date = replace(found.date, answer=self.answers.dates)
        if self.answers.dates and (found.date.month if date.day_first else found.date.day):
            raise QuestionError(
                f"{self.path}: --dates {self.answers.dates} contradicts the file: it has the date "
                f"{found.date.shown[0]}"
            )
        return Writing(told["amount"], told["kg"], date)

    def _by_others(self, style: NumberStyle, found: Writing) -> NumberStyle:
        """Decide a column by the other figures of the file, or by its separator."""
        both = found.amount + found.kg
        if both.decimal:
            return replace(style, answer=both.decimal, because="as the other figures of the file")
        delimiters = {table.delimiter for table in self.columns}
        if delimiters == {","} and not style.open_point:
            return replace(style, answer=".", because="a comma separates the cells of the file")
        return style

    def _where(self, name: str, cell: str) -> str:
        for part in self.parts():
            if name in part.rows:
                rows = part.rows[part.rows[name].str.contains(cell, regex=False)]
                if len(rows):
                    return f"line {rows['line'].iloc[0]} has {cell}"
        return f"it has {cell}"

    def _streamed(self) -> Iterator[Part]:
        finder = Finder(self.sheets[0])
        self.heads = finder.heads
        self._note(self.sheets[0].notes)
        for found in finder:
            yield self._part([found])

    def _whole(self) -> Part:
        every: list[Found] = []
        unread = []
        for sheet in self.sheets:
            finder = Finder(sheet)
            found = list(finder)
            every += found
            self.heads += finder.heads
            self._note(sheet.notes)
            if not any(f.pieces for f in found) and finder.heads:
                unread.append(f"sheet {sheet.name!r} holds no table of a known layout")
        if len(self.sheets) > 1:
            count = len(self.sheets)
            self._note([f"workbook of {count} sheets, {count - len(unread)} read"])
            self._note(unread)
        return self._part(every)

    def _note(self, notes: object) -> None:
        self.notes |= dict.fromkeys(notes)  # type: ignore[call-overload]

    def _part(self, every: list[Found]) -> Part:
        frames: list[pd.DataFrame] = []
        kept: list[pd.DataFrame] = []
        aside: list[Aside] = []
        for found in every:
            aside += found.aside
            self._note(found.notes)
            for table, cells, lines, native in found.pieces:
                columns = self._columns(table, cells)
                if columns is None:
                    said = (table.delimiter or ";").join
                    aside += [
                        Aside(table.sheet, int(line), "row of a table of another kind", said(row))
                        for line, row in zip(lines, cells.to_numpy().tolist(), strict=True)
                    ]
                    continue
                rows = columns.rows(cells, lines, native)
                rows["table"] = len(kept)
                kept.append(cells)
                frames.append(rows)
        if not frames:
            return Part(pd.DataFrame(), [], aside)
        rows = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
        part = Part(rows.fillna(""), kept, aside)
        return _without_long_cells(part)

    def _columns(self, table: Table, cells: pd.DataFrame) -> Columns | None:
        if table not in self.columns:
            try:
                columns = columns_of(table, cells, self.answers, self.kind, self.path)
            except QuestionError:
                if self.kind and self._fits_other(table, cells):
                    return None
                raise
            self.columns[table] = columns
            self._note(columns.notes)
            if columns.unused:
                where = f" of sheet {table.sheet!r}" if table.sheet and len(self.sheets) > 1 else ""
                shown = ", ".join(text[:40] for text in columns.unused[:30])
                self._note([f"columns{where} not used: {shown}"])
        return self.columns[table]

    def _fits_other(self, table: Table, cells: pd.DataFrame) -> bool:
        if len(self.sheets) == 1:
            return False
        other = ANNUAL if self.kind == EVENTS else EVENTS
        try:
            columns_of(table, cells, self.answers, other, self.path)
        except QuestionError:
            return False
        return True

    def _without_table(self) -> UnreadableFileError:
        rows = [[cell.strip() for cell in row if cell.strip()] for row in self.heads]
        # The row with most headings that we know: never a row of data.
        known = [(sum(bool(heading_of(cell).field) for cell in row), len(row)) for row in rows]
        found = max(zip(known, rows, strict=True), default=((0, 0), []))[1]
        shown = ", ".join(shown_heading(heading) for heading in found[:24]) or "none"
        return UnreadableFileError(
            f"{self.path}: no known layout; columns found: {shown}; needed are headings for the "
            "country, the date or year, the drug and the amount with its unit, in any order"
        )


def _writing_of(rows: pd.DataFrame) -> Writing:
    if rows.empty:
        return Writing()
    own_amount, own_kg = rows["native_amount"].astype(bool), rows["native_kg"].astype(bool)
    amount = amount_style(rows["amount"], own_amount) if "amount" in rows else NumberStyle()
    kg = amount_style(rows["kg"], own_kg)
    order = date_order(rows["date"]) if "date" in rows else DateOrder()
    return Writing(amount, kg, order)


def _without_long_cells(part: Part) -> Part:
    """Set rows with monstrous cells aside."""
    rows = part.rows
    for name in rows.columns:
        if rows[name].dtype.kind in "biuf" or name == "epoch":
            continue
        if not any(len(value) > LONGEST_CELL for value in rows[name].unique()):
            continue
        long = rows[name].str.len() > LONGEST_CELL
        for row in rows[long].itertuples():
            value = getattr(row, name)
            reason = f"a cell too long: {len(value):,} characters in {name}"
            part.aside.append(Aside(row.sheet, row.line, reason, value[:_KEPT]))
        rows = rows[~long]
    return replace(part, rows=rows.reset_index(drop=True))
