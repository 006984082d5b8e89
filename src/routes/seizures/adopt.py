"""A new edition of the annual totals: what it adds, what it revises, and the merged table.

The earlier figure always stays beside the new one, under its own edition.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import RoutesError
from routes.names import DRUGS
from routes.reference import forget_tables, sign, table
from routes.reference.package import check_may_change
from routes.seizures.annual import annual_seizures
from routes.seizures.layouts import ANNUAL
from routes.seizures.totals import blocks_listed_twice

if TYPE_CHECKING:
    from pathlib import Path

    from routes.seizures.account import SeizureFile

CELL = ["iso3", "year", "drug"]
# Editions round differently; what differs by less is the same figure.
SAME_KG = 0.005


class AdoptionError(RoutesError, ValueError):
    """A file that cannot become an edition of the annual totals."""


@dataclass(frozen=True)
class Adoption:
    """What adopting a file would do.

    Attributes
    ----------
    edition, title : str
        Key and title of the edition.
    added, revised : DataFrame
        Cells that no edition had; cells whose figure differs from the latest. ``iso3``,
        ``year``, ``drug``, ``kg``; revised also ``before``, ``before_edition``, ``change``.
    confirmed : int
        Cells with the same figure as the latest edition.
    appeared, vanished : list of str
        ISO3 of countries new to the table, and of those that earlier editions have in the years
        of this one and it does not name.
    listed_twice : list of (str, int)
        Blocks of a country and year that the file holds twice; counted once.
    first_year, last_year : int
    """

    edition: str
    title: str
    added: pd.DataFrame
    revised: pd.DataFrame
    confirmed: int
    appeared: list[str]
    vanished: list[str]
    listed_twice: list[tuple[str, int]]
    first_year: int
    last_year: int

    @property
    def changes_nothing(self) -> bool:
        """Whether every figure is in the table already."""
        return bool(self.added.empty and self.revised.empty)

    def rows(self) -> pd.DataFrame:
        """Return the rows that adoption adds to ``annual_seizures``."""
        new = pd.concat([self.added, self.revised])[[*CELL, "kg"]]
        return new.assign(edition=self.edition, note=pd.NA, confidence="stated")


def edition_key(title: str) -> str:
    """Return the key of an edition from its title.

    Examples
    --------
    >>> edition_key("World Drug Report 2026, annex 7.1")
    'wdr-2026'
    >>> edition_key("UNODC annual drug seizures")
    'unodc-annual-drug-seizures'
    """
    found = re.search(r"world drug report\D*(\d{4})", title, re.IGNORECASE)
    if found:
        return f"wdr-{found[1]}"
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not key:
        raise AdoptionError(f"edition {title!r} has no letters or digits to make a key of")
    return key


def _report(key: str) -> int:
    """Return the year of a World Drug Report, 0 for another edition."""
    return int(key.removeprefix("wdr-")) if re.fullmatch(r"wdr-\d{4}", key) else 0


def adoption(file: SeizureFile, title: str) -> Adoption:
    """Return what adopting an annual file would add and revise; nothing is written.

    Parameters
    ----------
    file : SeizureFile
        Annual totals, as `read_seizures` returns them.
    title : str
        Title of the edition, such as "World Drug Report 2026, annex 7.1".

    Raises
    ------
    AdoptionError
        If the file holds events, or no heroin, morphine or opium.
    """
    if file.kind != ANNUAL:
        raise AdoptionError(f"{file.path}: {file.layout.title}; annual totals are needed")
    frame = file.frame
    opiates = frame[frame["drug"].isin(DRUGS) & frame["counted"]]
    if opiates.empty:
        raise AdoptionError(f"{file.path}: no heroin, morphine or opium in it")
    # Several rows of a drug (heroin base, heroin salts) are parts of the same total.
    new = opiates.groupby(CELL, as_index=False, observed=True)["kg"].sum()
    current = annual_seizures()
    first, last = int(new["year"].min()), int(new["year"].max())
    latest = current[[*CELL, "kg", "edition"]]
    latest = latest.rename(columns={"kg": "before", "edition": "before_edition"})
    merged = new.merge(latest, on=CELL, how="left")
    known = merged["before"].notna()
    differs = known & ((merged["kg"] - merged["before"]).abs() > SAME_KG)
    revised = merged[differs].assign(change=lambda cells: cells["kg"] - cells["before"])
    revised = revised.sort_values("change", key=abs, ascending=False, ignore_index=True)
    period = current[current["year"].between(first, last)]
    return Adoption(
        edition=edition_key(title),
        title=title,
        added=merged.loc[~known, [*CELL, "kg"]].reset_index(drop=True),
        revised=revised,
        confirmed=int((known & ~differs).sum()),
        appeared=sorted(set(new["iso3"]) - set(current["iso3"])),
        vanished=sorted(set(period["iso3"]) - set(new["iso3"])),
        listed_twice=blocks_listed_twice(frame),
        first_year=first,
        last_year=last,
    )


def merged_tables(change: Adoption) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return ``annual_seizures`` and ``editions`` with the edition in them.

    The earlier rows stay as they are; the new ones carry the new edition.
    """
    totals, editions = table("annual_seizures"), table("editions")
    if change.edition in set(editions["edition"]) and not change.changes_nothing:
        raise AdoptionError(
            f"edition {change.edition!r} is in the table already; give the new one another title"
        )
    newer = sorted(key for key in editions["edition"] if _report(key) > _report(change.edition) > 0)
    if newer:
        raise AdoptionError(
            f"edition {change.edition!r} is older than {newer[-1]!r}, which the table has: its "
            "figures would stand as the latest"
        )
    rows = pd.concat([totals, change.rows()], ignore_index=True)
    rows = rows.sort_values([*CELL, "edition"], ignore_index=True)
    entry = {
        "edition": change.edition,
        "title": change.title,
        "table": "annual totals",
        "publisher": "United Nations Office on Drugs and Crime",
        "vintage": int(editions["vintage"].max()) + 1,
        "first_year": change.first_year,
        "last_year": change.last_year,
        "note": "adopted from a file, not held against the original workbook",
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
