"""A new edition of the annual totals: what it adds, what it revises, and the merged table.

The edition is held whole, and the earlier figure always stays beside the new one, under its own
edition. Which of them counts is decided by vintage (`routes.seizures.vintage`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from routes.names import DRUGS
from routes.reference import forget_tables, sign, table
from routes.reference.limits import table_years
from routes.reference.package import check_may_change
from routes.seizures.annual import annual_seizures
from routes.seizures.cells import CELL, opiate_cells
from routes.seizures.drugs import drug_families
from routes.seizures.layouts import ANNUAL
from routes.seizures.leaps import History, history_of, leaps
from routes.seizures.totals import blocks_listed_twice
from routes.seizures.vintage import (
    AdoptionError,
    Vintage,
    edition_key,
    recognised_report,
    report_year,
    same_figure,
    vintage_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from routes.seizures.account import SeizureFile

__all__ = ["Adoption", "AdoptionError", "adoption", "edition_key", "merged_tables", "write_tables"]

# Half of the States that a year has: a file that names fewer is part of an edition.
WHOLE = 0.5
# Reasons that say a cell is empty; any other may hide a figure.
EMPTY = ("no quantity", "quantity is not a number: NULL", "quantity is not a number: N/A")


@dataclass(frozen=True)
class Adoption:
    """What adopting a file would do.

    Attributes
    ----------
    edition, title : str
        Key and title of the edition.
    cells : DataFrame
        Every figure of it: ``iso3``, ``year``, ``drug``, ``kg``.
    added, revised, kept : DataFrame
        Cells that no edition had; cells whose latest figure changes; cells with another figure
        in an edition that stands above it, which stays. ``iso3``, ``year``, ``drug``, ``kg``;
        the last two also ``before``, ``before_edition``, ``change``.
    confirmed : int
        Cells with the same figure as the latest edition, as far as the coarser of both says.
    appeared, vanished : list of str
        ISO3 of countries new to the table, and of those that earlier editions have in the years
        of this one and it does not name.
    listed_twice : list of (str, int)
        Blocks of a country and year that the file holds twice; counted once.
    first_year, last_year : int
    vintage : Vintage
        Where it stands among the editions held, and why.
    extent : {"whole", "part"}
        A part says nothing of the States it does not name.
    held_already : str
        Key of an edition held that has the very same figures; empty if none has.
    leaps : DataFrame
        Figures that leap away from the State's history, as `routes.seizures.leaps` finds them.
    history : mapping
        Kilograms by year of each State and drug, as the tables are.
    set_aside : DataFrame
        Rows set aside that name an opiate: ``line``, ``reason``, ``text``, ``empty``.
    other_set_aside : int
        The other rows set aside.
    too_early : int
        Figures of years before those of the tables, left out.
    """

    edition: str
    title: str
    cells: pd.DataFrame
    added: pd.DataFrame
    revised: pd.DataFrame
    kept: pd.DataFrame
    confirmed: int
    appeared: list[str]
    vanished: list[str]
    listed_twice: list[tuple[str, int]]
    first_year: int
    last_year: int
    vintage: Vintage
    extent: str
    held_already: str
    leaps: pd.DataFrame
    history: History = field(repr=False)
    set_aside: pd.DataFrame = field(repr=False)
    other_set_aside: int = 0
    too_early: int = 0

    @property
    def changes_nothing(self) -> bool:
        """Whether the tables hold this edition already."""
        return bool(self.held_already)

    def rows(self) -> pd.DataFrame:
        """Return the rows that adoption adds to ``annual_seizures``."""
        return self.cells.assign(edition=self.edition, note=pd.NA, confidence="stated")


def title_of(file: SeizureFile, asked: str | None) -> tuple[str, str]:
    """Return the title of an edition and how it was told: as asked for, or as the file says.

    Raises
    ------
    AdoptionError
        If nothing says which edition it is, or the file says another than was asked for.
    """
    year, where = recognised_report(file.path)
    if asked is None:
        if not year:
            raise AdoptionError(
                f"{file.path}: nothing says which edition this is; give its title with --edition"
            )
        return f"World Drug Report {year}, annex 7.1", where
    inside = where == "the first rows of the file"
    if inside and report_year(asked) and report_year(asked) != year:
        raise AdoptionError(
            f"{file.path}: its first rows say World Drug Report {year}, and --edition says "
            f"{report_year(asked)}; give the title of the file"
        )
    return asked, "--edition"


def adoption(
    file: SeizureFile, title: str | None = None, *, replace_newer: bool = False
) -> Adoption:
    """Return what adopting an annual file would add and revise; nothing is written.

    Parameters
    ----------
    file : SeizureFile
        Annual totals, as `read_seizures` returns them.
    title : str, optional
        Title of the edition, such as "World Drug Report 2026, annex 7.1"; by default what the
        file says of itself.
    replace_newer : bool
        Put it above the editions that are newer or finer.

    Raises
    ------
    AdoptionError
        If the file holds events, or no heroin, morphine or opium, or says no edition.
    """
    if file.kind != ANNUAL:
        raise AdoptionError(f"{file.path}: {file.layout.title}; annual totals are needed")
    title, _ = title_of(file, title)
    every = opiate_cells(file)
    if every.empty:
        raise AdoptionError(f"{file.path}: no heroin, morphine or opium in it")
    first_held = table_years()[0]
    cells = every[every["year"] >= first_held].reset_index(drop=True)
    if cells.empty:
        raise AdoptionError(f"{file.path}: no year from {first_held} on, the first of the tables")
    held, editions = table("annual_seizures"), table("editions")
    vintage = vintage_of(title, cells, held, editions)
    if replace_newer and vintage.above:
        vintage = Vintage(len(editions), (), ("above every other: --replace-newer",))
    current = annual_seizures()
    merged = cells.merge(
        current[[*CELL, "kg", "edition"]].rename(
            columns={"kg": "before", "edition": "before_edition"}
        ),
        on=CELL,
        how="left",
    )
    merged["change"] = merged["kg"] - merged["before"]
    known = merged["before"].notna()
    same = pd.Series(
        [k and same_figure(a, b) for k, a, b in zip(known, merged["kg"], merged["before"])],  # noqa: B905
        dtype=bool,
    )
    differs = known & ~same
    stays = merged["before_edition"].isin(vintage.above)
    added = merged.loc[~known, [*CELL, "kg"]].reset_index(drop=True)
    revised = merged[differs & ~stays].sort_values("change", key=abs, ascending=False)
    history = history_of(current)
    first, last = int(cells["year"].min()), int(cells["year"].max())
    period = current[current["year"].between(first, last)]
    aside, others = _set_aside(file)
    return Adoption(
        edition=edition_key(title),
        title=title,
        cells=cells,
        added=added,
        revised=revised.reset_index(drop=True),
        kept=merged[differs & stays].reset_index(drop=True),
        confirmed=int(same.sum()),
        appeared=sorted(set(cells["iso3"]) - set(current["iso3"])),
        vanished=sorted(set(period["iso3"]) - set(cells["iso3"])),
        listed_twice=blocks_listed_twice(file.frame),
        first_year=first,
        last_year=last,
        vintage=vintage,
        extent=_extent(cells, current),
        held_already="" if replace_newer else _held_already(cells, held),
        leaps=leaps(added, revised, history),
        history=history,
        set_aside=aside,
        other_set_aside=others,
        too_early=len(every) - len(cells),
    )


def _extent(cells: pd.DataFrame, current: pd.DataFrame) -> str:
    """Return whether a file names as many States a year as an edition does."""
    here, there = (frame.groupby("year")["iso3"].nunique().median() for frame in (cells, current))
    return "whole" if here >= WHOLE * there else "part"


def _held_already(cells: pd.DataFrame, held: pd.DataFrame) -> str:
    ours = cells.set_index(CELL)["kg"]
    for key, rows in held.groupby("edition"):
        theirs = rows.set_index(CELL)["kg"]
        if len(theirs) == len(ours) and ours.index.isin(theirs.index).all():
            apart = (ours - theirs.reindex(ours.index)).abs()
            if (apart < 0.0006).all():  # noqa: PLR2004 - figures are held to the gram
                return str(key)
    return ""


def _set_aside(file: SeizureFile) -> tuple[pd.DataFrame, int]:
    """Return the rows set aside that name an opiate, and how many others there are."""
    rows = file.set_aside[["line", "reason", "text"]].copy()
    rows["empty"] = rows["reason"].isin(EMPTY)
    if rows.empty:
        return rows, 0
    words = rows["text"].str.split(";").explode().str.strip()
    drugs = drug_families(words.reset_index(drop=True))["drug"].astype(object).to_numpy()
    opiate = rows.index.isin(words.index[pd.Series(drugs).isin(DRUGS).to_numpy()])
    years = words[words.str.fullmatch(r"\d{4}(\.0)?")].astype(float).groupby(level=0).min()
    early = (years.reindex(rows.index) < table_years()[0]).to_numpy()
    shown = opiate & ~early
    return rows[shown].reset_index(drop=True), int((~shown).sum())


def merged_tables(change: Adoption) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return ``annual_seizures`` and ``editions`` with the edition in them.

    The earlier rows stay as they are; the new ones carry the new edition, and the vintages of
    the editions that stand above it move up by one.
    """
    totals, editions = table("annual_seizures"), table("editions")
    if change.edition in set(editions["edition"]) and not change.changes_nothing:
        raise AdoptionError(
            f"edition {change.edition!r} is in the table already; give the new one another title"
        )
    rows = pd.concat([totals, change.rows()], ignore_index=True)
    rows = rows.sort_values([*CELL, "edition"], ignore_index=True)
    order = editions.sort_values("vintage")
    place = int(order["vintage"].iloc[change.vintage.place - 1]) if change.vintage.place else 0
    editions["vintage"] += (editions["vintage"] > place).astype("Int64")
    entry = {
        "edition": change.edition,
        "title": change.title,
        "table": "annual totals",
        "publisher": "United Nations Office on Drugs and Crime",
        "vintage": place + 1,
        "first_year": change.first_year,
        "last_year": change.last_year,
        "extent": change.extent,
        "held_against": "adopted file",
        "note": "as in the file that was adopted",
        "licence": editions["licence"].iloc[-1],
        "source": change.title,
        "confidence": "stated",
    }
    return rows, pd.concat([editions, pd.DataFrame([entry])], ignore_index=True)


def write_tables(tables: tuple[pd.DataFrame, pd.DataFrame], folder: Path) -> list[Path]:
    """Write ``annual_seizures`` and ``editions``, each whole, into a data folder.

    The editions go first: a run that stops between the two leaves an edition without figures,
    never figures without their edition. The package is signed last; until then it is refused.
    """
    check_may_change(folder)
    totals, editions = tables
    written = []
    try:
        for name, frame in (("editions", editions), ("annual_seizures", totals)):
            path = folder / f"{name}.csv"
            scratch = folder / f".{name}.csv.tmp"
            frame.to_csv(scratch, index=False, lineterminator="\n", float_format="%.15g")
            scratch.replace(path)
            written.append(path)
        sign(folder)
    except OSError as error:
        raise AdoptionError(f"{folder}: cannot be written: {error.strerror or error}") from None
    finally:
        forget_tables()
    return written
