"""What the tables allow to be asked for: read from the files alone, before anything is loaded.

A wrong year is refused in a moment, not after seconds of imports; the tables themselves are
validated when they are loaded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import cache
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from routes.errors import DataError, ParameterError, RoutesError, unknown
from routes.names import DRUGS, LONGEST_RADIUS_KM
from routes.reference.files import data_dir
from routes.reference.package import read_signed
from routes.reference.tables import check_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The published figures of cultivation and production, as their names begin.
GROWN = ("opium poppy cultivation", "potential opium production")


class YearError(RoutesError, ValueError):
    """Years that are not in the table or in the wrong order."""


class OpiumFactorError(RoutesError, ValueError):
    """Opium added to heroin or morphine without a factor, or a factor out of bounds."""


class OfficerYearError(RoutesError, ValueError):
    """A year for which no list of posts is known."""


def column(table: str, *names: str) -> tuple[tuple[str, ...], ...]:
    """Return columns of a table as text, row by row, as they stand in the file.

    Raises
    ------
    DataError
        If the file cannot be read or lacks a column: with every fault of the tables.
    """
    try:
        path = data_dir() / f"{table}.csv"
        found = path.stat()
        return _columns(path, (found.st_mtime_ns, found.st_size), names)
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, DataError):
        check_tables()
        raise


@cache
def _columns(
    path: Path,
    state: tuple[int, int],  # noqa: ARG001 - part of the key of the cache: a changed file is read
    names: tuple[str, ...],
) -> tuple[tuple[str, ...], ...]:
    text = read_signed(path.parent, path.name).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return tuple(tuple(row[name] or "" for name in names) for row in rows)


def _ends(table: str, name: str) -> tuple[int, int]:
    cells = {cell for (cell,) in column(table, name)}
    years = [int(cell) for cell in cells if cell.isascii() and cell.isdigit()]
    if not years:
        check_tables()
        raise YearError(f"{table}.csv: no year in column {name}")
    return min(years), max(years)


def table_years() -> tuple[int, int]:
    """Return the first and the last year of the annual totals.

    Examples
    --------
    >>> table_years()
    (2005, 2023)
    """
    return _ends("annual_seizures", "year")


def post_years() -> tuple[int, int]:
    """Return the first and the last year that a list of posts can answer for.

    Examples
    --------
    >>> post_years()
    (2010, 2022)
    """
    return _ends("liaison_officers", "year")


def editions() -> tuple[str, ...]:
    """Return the keys of the editions, the earliest first.

    Examples
    --------
    >>> editions()[-1]
    'wdr-2025'
    """
    rows = sorted(column("editions", "vintage", "edition"), key=_vintage)
    return tuple(edition for _, edition in rows)


def _vintage(row: tuple[str, ...]) -> int:
    return int(row[0]) if row[0].isascii() and row[0].isdigit() else 0


def route_states() -> tuple[str, ...]:
    """Return the ISO3 codes of every State on any branch of a route, in alphabetical order.

    Examples
    --------
    >>> "UZB" in route_states(), "XKX" in route_states()
    (True, False)
    """
    states = {iso3 for iso3, kind in column("countries", "iso3", "kind") if kind == "state"}
    return tuple(sorted({iso3 for (iso3,) in column("route_countries", "iso3")} & states))


def fact_sheet_states() -> tuple[str, ...]:
    """Return the ISO3 codes of the States with a fact sheet of the Paris Pact, as listed.

    Examples
    --------
    >>> len(fact_sheet_states())
    21
    """
    return tuple(iso3 for (iso3,) in column("fact_sheet_countries", "iso3"))


def check_years(years: int | Sequence[int] | None) -> tuple[int, int]:
    """Return (first, last) for a year, a pair of years, or None for all; raise `YearError`."""
    first_known, last_known = table_years()
    if years is None:
        return first_known, last_known
    pair: Any = [years, years] if isinstance(years, Integral) else years
    if not isinstance(pair, Sequence) or [isinstance(y, Integral) for y in pair] != [True, True]:
        raise YearError(f"years are one year or (first, last), not {years!r}")
    first, last = int(pair[0]), int(pair[1])
    for year in (first, last):
        if not first_known <= year <= last_known:
            close = min(max(year, first_known), last_known)
            raise YearError(
                f"year {year} is not in the annual totals, which run from {first_known} to "
                f"{last_known}; the nearest is {close}"
            )
    if first > last:
        raise YearError(f"the first year, {first}, is after the last, {last}")
    return first, last


def check_post_year(year: int) -> int:
    """Return a year that a list of posts can answer for; raise `OfficerYearError`."""
    first, last = post_years()
    if not (isinstance(year, int) and first <= year <= last):
        raise OfficerYearError(
            f"no list of posts is known for {year!r}; years run from {first} to {last}; "
            "without a year the last list answers for now"
        )
    return int(year)


def check_drugs(
    drugs: str | Iterable[str], opium_factor: float | None = None
) -> tuple[tuple[str, ...], float | None]:
    """Return the drugs in table order and the factor; refuse a sum that means nothing.

    Opium outweighs heroin many times over: kilograms of the two are added only with a factor,
    and the factor is printed with the result.
    """
    names = [drugs] if isinstance(drugs, str) else list(drugs)
    for name in names:
        if name not in DRUGS:
            raise unknown("drug", name, DRUGS)
    if not names:
        raise unknown("drug", "", DRUGS)
    chosen = tuple(drug for drug in DRUGS if drug in names)
    mixed = "opium" in chosen and len(chosen) > 1
    if mixed and opium_factor is None:
        raise OpiumFactorError(
            "opium is added to heroin or morphine only with a factor: give opium_factor=0.1 for "
            "the convention of 10 kg of opium to 1 kg of heroin, or ask for opium alone"
        )
    if opium_factor is not None and not (isinstance(opium_factor, Real) and 0 < opium_factor <= 1):
        raise OpiumFactorError(f"opium_factor is above 0 and at most 1, not {opium_factor!r}")
    return chosen, opium_factor if mixed else None


def check_radius(radius_km: float) -> float:
    """Return a radius of reach, checked.

    Raises
    ------
    ParameterError
    """
    if not (isinstance(radius_km, Real) and 0 < radius_km <= LONGEST_RADIUS_KM):
        raise ParameterError(
            f"radius_km is above 0 and up to {LONGEST_RADIUS_KM:,} (half the globe), "
            f"not {radius_km!r}"
        )
    return float(radius_km)
