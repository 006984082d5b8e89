"""How old an edition is, and how fine: which of the editions held it may stand above.

Every sign has to say that it is newer: the year of its report, its last year, and how finely it
gives its figures. An edition that is older or coarser by one of them stands below.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routes.errors import RoutesError
from routes.seizures.cells import CELL

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_REPORT = re.compile(
    r"(?:world[\s_-]*drug[\s_-]*report|\bwdr|_wdr)\D{0,9}((?:19|20)\d{2})", re.IGNORECASE
)
_HEAD_CHARACTERS, _HEAD_ROWS = 4000, 8
# Of the figures that two editions share: so many, and so large a part, have to be roundings.
_SHARED, _ROUNDED = 5, 0.8
# A file that rounds has hardly a figure with decimals; an edition that rounds two years has many.
_WHOLE = 0.95


class AdoptionError(RoutesError, ValueError):
    """A file that cannot become an edition of the annual totals."""


@dataclass(frozen=True)
class Vintage:
    """Where an edition stands among those held.

    Attributes
    ----------
    place : int
        How many editions stand below it.
    above : tuple of str
        Keys of the editions that stand above it.
    reasons : tuple of str
        How that was decided, one sentence each.
    """

    place: int
    above: tuple[str, ...]
    reasons: tuple[str, ...]


def edition_key(title: str) -> str:
    """Return the key of an edition from its title.

    Examples
    --------
    >>> edition_key("World Drug Report 2026, annex 7.1")
    'wdr-2026'
    >>> edition_key("UNODC annual drug seizures")
    'unodc-annual-drug-seizures'
    """
    year = report_year(title)
    if year:
        return f"wdr-{year}"
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not key:
        raise AdoptionError(f"edition {title!r} has no letters or digits to make a key of")
    return key


def report_year(text: str) -> int:
    """Return the year of the World Drug Report that a text names; 0 if it names none.

    Examples
    --------
    >>> report_year("UNODC, World Drug Report 2026"), report_year("wdr2024_7.1_seizures.xlsx")
    (2026, 2024)
    """
    found = _REPORT.search(text)
    return int(found[1]) if found else 0


def recognised_report(path: Path) -> tuple[int, str]:
    """Return the World Drug Report that a file says it is of, and where it says so.

    Parameters
    ----------
    path : Path

    Returns
    -------
    (int, str)
        ``(0, "")`` if neither its first rows nor its name say so.
    """
    year = report_year(_first_rows(path))
    if year:
        return year, "the first rows of the file"
    year = report_year(path.name)
    return (year, "the name of the file") if year else (0, "")


def _first_rows(path: Path) -> str:
    try:
        if path.suffix.lower() in {".xlsx", ".xls", ".xlsb", ".ods"}:
            from python_calamine import CalamineWorkbook  # noqa: PLC0415

            book = CalamineWorkbook.from_path(str(path))
            rows = book.get_sheet_by_index(0).to_python(nrows=_HEAD_ROWS)
            return "\n".join(" ".join(map(str, row)) for row in rows)
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
            return file.read(_HEAD_CHARACTERS).decode("utf-8", "replace")
    except Exception:  # noqa: BLE001 - the reader says what is wrong with a file; this only helps
        return ""


def vintage_of(
    title: str, cells: pd.DataFrame, held: pd.DataFrame, editions: pd.DataFrame
) -> Vintage:
    """Return where an edition stands among those held.

    Parameters
    ----------
    title : str
    cells : DataFrame
        Its figures: ``iso3``, ``year``, ``drug``, ``kg``.
    held, editions : DataFrame
        The tables ``annual_seizures`` and ``editions``.
    """
    order = editions.sort_values("vintage")
    above: dict[str, str] = {}
    for known in order.itertuples():
        why = _older(title, cells, known) or _coarser(cells, held[held["edition"] == known.edition])
        if why:
            above[str(known.edition)] = f"below {known.edition!r}: {why}"
    if not above:
        newest, last = order["edition"].iloc[-1], int(cells["year"].max())
        why = f"neither its report nor its last year, {last}, is older, and its figures are as fine"
        return Vintage(len(order), (), (f"above {newest!r}: {why}",))
    place = min([*order["edition"]].index(key) for key in above)
    return Vintage(place, tuple(order["edition"].iloc[place:]), tuple(above.values()))


def _older(title: str, cells: pd.DataFrame, known: object) -> str:
    report, other = report_year(title), report_year(str(known.title))  # type: ignore[attr-defined]
    if report and other and report < other:
        return f"the World Drug Report {report} is older than that of {other}"
    last, held = int(cells["year"].max()), int(known.last_year)  # type: ignore[attr-defined]
    return f"its last year, {last}, is before {held}" if last < held else ""


def _coarser(cells: pd.DataFrame, known: pd.DataFrame) -> str:
    positive = cells.loc[cells["kg"] > 0, "kg"]
    if (positive % 1 == 0).mean() < _WHOLE:
        return ""
    shared = cells.merge(known[[*CELL, "kg"]], on=CELL, suffixes=("", "_held"))
    finer = shared[shared["kg_held"] % 1 != 0]
    if len(finer) < _SHARED:
        return ""
    rounded = (finer["kg"] % 1 == 0) & ((finer["kg"] - finer["kg_held"]).abs() <= 0.5)  # noqa: PLR2004
    if rounded.mean() < _ROUNDED:
        return ""
    return f"it rounds {int(rounded.sum())} of its {len(finer)} finer figures to whole kilograms"


def same_figure(one: float, other: float) -> bool:
    """Return whether two figures are the same, as far as the coarser of them says.

    Examples
    --------
    >>> same_figure(813.358, 813.36), same_figure(3_314, 3_313.6), same_figure(3_314.0, 3_312.9)
    (True, True, False)
    """
    digits = min(_digits(one), _digits(other))
    return abs(one - other) <= 0.5 * 10.0**-digits + 1e-9


def _digits(kg: float) -> int:
    """Return the decimals of a figure, two at least one for what is not a whole number."""
    return next((d for d in range(3) if round(kg, d) == kg), 3)
