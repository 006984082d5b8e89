"""What a table says without a column: its country, drug, year and unit, and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.seizures.answers import QuestionError
from routes.seizures.drugs import drug_families, drug_of
from routes.seizures.headings import title_unit, title_years
from routes.seizures.layouts import ANNUAL, EVENTS
from routes.seizures.names import countries_in, country_codes
from routes.seizures.units import mass_of
from routes.seizures.values.amounts import cell_of

if TYPE_CHECKING:
    from routes.seizures.answers import Answers
    from routes.seizures.tables import Table

_SAMPLE = 2_000


def said_of(
    table: Table,
    at: dict[str, int],
    wide: tuple[tuple[int, int | None, str, str], ...],
    answers: Answers,
    cells: pd.DataFrame,
    file: object,
) -> dict[str, str]:
    """Return what the name of the sheet, the title or an answer says for every row.

    Raises
    ------
    QuestionError
        If an answer contradicts a row.
    """
    said: dict[str, str] = {}
    if not {"country", "code"} & set(at):
        known = list(dict.fromkeys([*countries_in(table.sheet), *countries_in(table.title)]))
        said["country"] = answers.country or (known[0] if len(known) == 1 else "")
    elif answers.country:
        _agree("country", answers.country, at, cells, table, file)
    if "drug_name" not in at and not any(drug for _, _, drug, _ in wide):
        drugs = [d for d in (drug_of(table.sheet), _drug_in(table.title)) if d]
        said["drug_name"] = answers.drug or (drugs[0] if drugs else "")
    elif answers.drug and "drug_name" in at:
        _agree("drug", answers.drug, at, cells, table, file)
    if "year" not in at and not any(year for _, year, _, _ in wide):
        years = title_years(table.sheet) or title_years(table.title)
        year = answers.year or (years[0] if len(years) == 1 else None)
        said["year"] = str(year) if year else ""
    elif answers.year and "year" in at:
        _agree("year", str(answers.year), at, cells, table, file)
    return {name: value for name, value in said.items() if value}


def _drug_in(title: str) -> str:
    found = {drug_of(word.strip(".,:;()")) for word in title.split()} - {""}
    return found.pop() if len(found) == 1 else ""


def _agree(
    what: str, answer: str, at: dict[str, int], cells: pd.DataFrame, table: Table, file: object
) -> None:
    """Refuse an answer that a row of the file contradicts."""
    name = {"drug": "drug_name"}.get(what, what)
    if name not in at:
        return
    column = cells[at[name]].str.strip()
    if what == "country":
        mine, theirs = (
            country_codes(pd.Series([answer]))["iso3"].item(),
            country_codes(column)["iso3"],
        )
        wrong = theirs.notna() & theirs.ne(mine)
    elif what == "drug":
        theirs = drug_families(column)
        wrong = theirs["drug_known"].astype(bool) & theirs["drug"].ne(drug_of(answer))
    else:
        wrong = column.ne("") & column.ne(answer)
    if wrong.any():
        first = column[wrong].iloc[0]
        raise QuestionError(
            f"{file}: --{what} {answer} contradicts the file: "
            f"{table.headings[at[name]].text.strip()} "
            f"has {first!r}"
        )


def unit_of(
    table: Table,
    at: dict[str, int],
    wide: tuple[tuple[int, int | None, str, str], ...],
    answers: Answers,
    notes: list[str],
) -> str:
    """Return the unit of all amounts: as answered, else of the title, else of the heading."""
    if answers.unit:
        return answers.unit
    heading = table.headings[at["amount"]].unit if "amount" in at else ""
    if "kg" in at and "amount" not in at:
        heading = "kg"
    title = title_unit(table.title)
    if title and heading and mass_of(title) != mass_of(heading):
        notes.append(
            f"the title says {title}, the heading {heading}: the title is followed; "
            f"--unit {heading.split()[0]} says otherwise"
        )
    if wide and not title:
        return next((unit for _, _, _, unit in wide if unit), "")
    return title or heading


def own_units(
    cells: pd.DataFrame, at: dict[str, int], wide: tuple[tuple[int, int | None, str, str], ...]
) -> bool:
    """Return whether amounts have their units in their cells, or columns in their headings."""
    if wide:
        return all(unit for _, _, _, unit in wide)
    column = cells[at["amount"]].head(_SAMPLE) if "amount" in at else pd.Series(dtype=str)
    return any(unit for cell in column.unique() for _, unit in cell_of(str(cell)).parts)


def lacking(
    table: Table,
    at: dict[str, int],
    said: dict[str, str],
    kind: str | None,
    file: object,
    wide: bool,
) -> str:
    """Return the refusal of a table: what it lacks, and the options that would say it."""
    there = {*at, *said}
    events = kind == EVENTS or (kind != ANNUAL and "date" in there)
    lacks = []
    if not there & {"country", "code"}:
        lacks.append("the country (--country)")
    if events and "date" not in there:
        lacks.append("a column of dates")
    if not events and "year" not in there and not wide:
        lacks.append("the year or date (--year)")
    if "drug_name" not in there and not any(h.drug for h in table.headings):
        lacks.append("the drug (--drug)")
    if not there & {"amount", "kg"} and not wide:
        lacks.append("an amount")
    if events and "amount" in there and "unit" not in there:
        lacks.append("the unit of the amount (--unit)")
    shape = "single seizures" if events else "annual totals"
    found = ", ".join(shown_heading(h.text) for h in table.headings[:24] if h.text.strip())
    return (
        f"{file}: looks like {shape}, but does not say {' nor '.join(lacks) or 'enough'}; "
        f"columns found: {found}"
    )


def shown_heading(heading: str) -> str:
    """Return a heading of a file that is not trusted as a few printable characters."""
    words = " ".join(heading[:400].split())
    return "".join(letter if letter.isprintable() else "�" for letter in words)[:40]
