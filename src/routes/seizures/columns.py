"""Which column of a table is which of ours, and what the table says without a column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.seizures.answers import QuestionError
from routes.seizures.drugs import drug_families
from routes.seizures.headings import IGNORED, is_total
from routes.seizures.keys import hashed
from routes.seizures.layouts import Layout, layout_of
from routes.seizures.names import country_codes
from routes.seizures.table_facts import lacking, own_units, said_of, unit_of
from routes.seizures.units import mass_of
from routes.seizures.values import dates
from routes.seizures.values.amounts import cell_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routes.seizures.answers import Answers
    from routes.seizures.tables import Table

KILOGRAM = "kilogram"
# Of the choice between two columns so many rows are looked at.
_SAMPLE = 2_000
# A column is better than another where it is right for so much more of its rows.
_BETTER = 0.2


@dataclass(frozen=True)
class Columns:
    """The columns of a table under our names.

    Attributes
    ----------
    table : Table
    layout : Layout
    at : mapping of str to int
        The place of the column of each field.
    said : mapping of str to str
        Fields that stand in the title, the name of the sheet or an answer: one value for all.
    unit : str
        The unit of its figures where no column has it.
    wide : tuple of (place, year, drug, unit)
        Columns of figures in a table with a column for each year or drug.
    unused : tuple of str
        Headings of the other columns.
    totals : tuple of int
        Places of columns that tell sums from parts: months, quarters, provinces.
    notes : tuple of str
        What had to be decided.
    """

    table: Table
    layout: Layout
    at: Mapping[str, int]
    said: Mapping[str, str]
    unit: str
    wide: tuple[tuple[int, int | None, str, str], ...]
    unused: tuple[str, ...]
    totals: tuple[int, ...]
    notes: tuple[str, ...] = field(default=())

    def rows(
        self, cells: pd.DataFrame, lines: np.ndarray, native: np.ndarray | None
    ) -> pd.DataFrame:
        """Return cells as text in our fields, all of them, one row a figure.

        Besides: ``line``, ``sheet``, ``native_amount`` and ``native_kg`` (the cell is a number in
        the file), ``cells`` (the key of all cells of the row), ``row`` (its place in `cells`),
        ``in_total``.
        """
        frame = pd.DataFrame(index=cells.index)
        for name in self.layout.fields:
            if name in self.at:
                frame[name] = cells[self.at[name]]
            else:
                frame[name] = self.said.get(name, "")
        frame["line"], frame["sheet"] = lines, self.table.sheet
        frame["cells"] = hashed(cells, list(cells))
        frame["row"] = np.arange(len(cells))
        frame["epoch"] = self.table.epoch
        # What this library wrote says itself which rows were duplicates.
        own = [n for n, h in enumerate(self.table.headings) if h.text == "exact_duplicate"]
        frame["told_duplicate"] = cells[own[0]].str.lower().eq("true") if own else False
        frame["in_total"] = False
        for place in self.totals:
            frame["in_total"] |= _labels(cells[place], is_total)
        if self.wide:
            return self._long(frame, cells, native)
        for name in ("amount", "kg"):
            known = native is not None and name in self.at
            frame[f"native_{name}"] = native[:, self.at[name]] if known else False  # type: ignore[index]
        if self.unit and "unit" not in self.at:
            frame["unit"] = self.unit
            if "kg" in self.at and mass_of(self.unit) != 1:
                # The title, or the user, says that "kilograms" are another unit.
                frame["amount"], frame["kg"] = frame["kg"], ""
                frame["native_amount"], frame["native_kg"] = frame["native_kg"], False
        return frame

    def _long(
        self, frame: pd.DataFrame, cells: pd.DataFrame, native: np.ndarray | None
    ) -> pd.DataFrame:
        parts = []
        for place, year, drug, own in self.wide:
            unit = own or self.unit
            part = frame.copy()
            part["amount"] = cells[place]
            part["unit"] = part["unit"].where(part["unit"].ne(""), unit) if unit else part["unit"]
            if year is not None:
                part["year"] = str(year)
            if drug:
                part["drug_name"] = drug
            part["native_amount"] = False if native is None else native[:, place]
            part["native_kg"] = False
            # A figure is a row of its own: the place of its column tells it from its neighbours.
            part["cells"] = part["cells"].to_numpy() + np.uint64(place)
            parts.append(part[cells[place].str.strip().ne("")])
        long = pd.concat(parts).sort_values(["row"], kind="stable")
        return long.reset_index(drop=True)


def _labels(column: pd.Series, told: object) -> np.ndarray:
    codes, words = pd.factorize(column)
    answers = np.array([*(bool(told(str(word))) for word in words), False])  # type: ignore[operator]
    labelled: np.ndarray = answers[codes]
    return labelled


def columns_of(
    table: Table, cells: pd.DataFrame, answers: Answers, kind: str | None, file: object
) -> Columns:
    """Return the columns of a table.

    Parameters
    ----------
    table : Table
    cells : DataFrame
        Rows of it, by which two columns of one meaning are told apart.
    answers : Answers
    kind : {"events", "annual"} or None
    file : Path
        For messages.

    Raises
    ------
    QuestionError
        If the table can be read in two ways, or leaves open what is needed.
    """
    notes: list[str] = []
    at: dict[str, int] = {}
    asked = _asked(table, answers, file)
    for name in dict.fromkeys(h.field for h in table.headings):
        if not name or name in IGNORED:
            continue
        places = [n for n, h in enumerate(table.headings) if h.field == name]
        at[name] = (
            asked.get(name)
            if name in asked
            else _chosen(  # type: ignore[assignment]
                name, places, table, cells.head(_SAMPLE), notes, file
            )
        )
    at |= asked
    if "kg" in at and "amount" in at and "unit" not in at and "amount" not in asked:
        _one_quantity(at, table, cells.head(_SAMPLE), notes, file)
    wide = _wide(table, at)
    if wide:
        at.pop("amount", None), at.pop("kg", None)
    if wide and not {"country", "code", "drug_name"} & set(at):
        _first_column(table, at, cells)
    said = said_of(table, at, wide, answers, cells, file)
    there = {*at, *said}
    if wide:
        there |= (
            {"amount"}
            | ({"year"} if wide[0][1] else set())
            | ({"drug_name"} if wide[0][2] else set())
        )
    layout = layout_of(there, kind)
    unit = unit_of(table, at, wide, answers, notes)
    if (
        layout is not None
        and "kg" not in at
        and not unit
        and ("unit" not in at)
        and not own_units(cells, at, wide)
    ):
        figure = table.headings[at["amount"]].text if "amount" in at else "the figures"
        raise QuestionError(
            f"{file}: the unit of {figure!r} is not said; give it with --unit, such as --unit kg"
        )
    if layout is None:
        raise QuestionError(lacking(table, at, said, kind, file, bool(wide)))
    used = {place for name, place in at.items() if name in layout.fields} | {w[0] for w in wide}
    others = [n for n in range(len(table.headings)) if n not in used]
    unused = tuple(table.headings[n].text.strip() for n in others if table.headings[n].text.strip())
    telling = [
        n for n in (*others, *(at[f] for f in ("division", "place", "region") if f in at))
        if table.headings[n].field not in {"comment", "money", "count", "purity"}
    ]  # fmt: skip
    return Columns(
        table, layout, {n: p for n, p in at.items() if n in layout.fields}, said, unit, wide,
        unused, tuple(dict.fromkeys(telling)), tuple(notes),
    )  # fmt: skip


def _asked(table: Table, answers: Answers, file: object) -> dict[str, int]:
    found = {}
    for name, heading in answers.columns.items():
        places = [n for n, h in enumerate(table.headings) if h.text.strip() == heading.strip()]
        if not places:
            there = ", ".join(h.text.strip()[:40] for h in table.headings if h.text.strip())
            raise QuestionError(f"{file}: no column {heading!r} for {name}; columns found: {there}")
        found[name] = places[0]
    return found


def _chosen(
    name: str, places: list[int], table: Table, cells: pd.DataFrame, notes: list[str], file: object
) -> int:
    if len(places) == 1:
        return places[0]
    heads = [table.headings[n].text.strip() for n in places]
    filled = [n for n in places if cells[n].str.strip().ne("").any()]
    if len(filled) == 1:
        return filled[0]
    if all(cells[places[0]].equals(cells[n].rename(places[0])) for n in places[1:]):
        notes.append(f"columns {' and '.join(map(repr, heads))} say the same: one is read")
        return places[0]
    fit = {n: _fit(name, cells[n]) for n in places}
    best = max(places, key=lambda n: fit[n])
    rest = [fit[n] for n in places if n != best]
    ranks = sorted(table.headings[n].rank for n in places)
    by_name = ranks[0] != ranks[1] and name in {"year", "drug_name", "country", "code", "date"}
    if fit[best] < max(rest) + _BETTER:
        if not by_name:
            raise QuestionError(
                f"{file}: columns {' and '.join(map(repr, heads))} both say {_OURS.get(name, name)}"
                f"; choose with --column {name}={heads[0]!r}"
            )
        best = min(places, key=lambda n: table.headings[n].rank)
    others = [table.headings[n].text.strip() for n in places if n != best]
    why = "by its name" if by_name and fit[best] < max(rest) + _BETTER else "by what stands in it"
    notes.append(
        f"{_OURS.get(name, name)} is read from {table.headings[best].text.strip()!r}, not "
        f"{' or '.join(map(repr, others))}: {why}"
    )
    return best


_OURS = {
    "drug_name": "the drug",
    "amount": "the amount",
    "kg": "kilograms",
    "country": "the country",
}


def _fit(name: str, column: pd.Series) -> float:
    """Return the part of the cells of a column that a field could have."""
    filled = column[column.str.strip().ne("")]
    if filled.empty:
        return 0.0
    if name in {"amount", "kg"}:
        good = filled.map(lambda cell: bool(cell_of(cell).parts))
    elif name in {"country", "code"}:
        good = country_codes(filled)["iso3"].notna()
    elif name == "drug_name":
        good = drug_families(filled)["drug_known"]
    elif name == "date":
        good = dates(filled).column.notna()
    elif name == "year":
        number = pd.to_numeric(filled, errors="coerce")
        good = number.between(1900, 2100)
    else:
        return 1.0
    return float(good.astype(bool).mean())


def _one_quantity(
    at: dict[str, int], table: Table, cells: pd.DataFrame, notes: list[str], file: object
) -> None:
    """Choose between kilograms and an amount without a unit."""
    kg, amount = table.headings[at["kg"]], table.headings[at["amount"]]
    if (
        amount.unit
        and mass_of(amount.unit) == 1
        and not cells[at["kg"]].equals(cells[at["amount"]].rename(at["kg"]))
    ):
        raise QuestionError(
            f"{file}: columns {kg.text.strip()!r} and {amount.text.strip()!r} both say kilograms; "
            f"choose with --column amount={amount.text.strip()!r}"
        )
    notes.append(
        f"kilograms are read from {kg.text.strip()!r}, not {amount.text.strip()!r}, which has "
        "no unit"
    )
    del at["amount"]


def _wide(table: Table, at: dict[str, int]) -> tuple[tuple[int, int | None, str, str], ...]:
    years, drugs = table.years, table.drugs
    if "year" not in at and "date" not in at and len(years) > 1:
        places = [n for n in years if not drugs or table.headings[n].drug] or years
    elif "drug_name" not in at and drugs:
        places = drugs
    else:
        return ()
    heads = table.headings
    return tuple((n, heads[n].year, heads[n].drug, heads[n].unit) for n in places)


def _first_column(table: Table, at: dict[str, int], cells: pd.DataFrame) -> None:
    """Name the first column of a wide table that has no heading, by what stands in it."""
    free = [
        n for n, h in enumerate(table.headings) if not h.field and h.year is None and not h.drug
    ]
    for place in free:
        if place not in cells:
            continue
        for name in ("country", "drug_name"):
            if _fit(name, cells[place]) > 0.5:  # noqa: PLR2004
                at[name] = place
                return
