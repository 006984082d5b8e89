"""How complete each data system is, by State and year: an absence is never a zero."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.errors import unknown
from routes.names import DRUGS
from routes.reference import require_country, table
from routes.reference.limits import YearError, table_years
from routes.seizures.annual import quantities

if TYPE_CHECKING:
    from collections.abc import Iterable

SYSTEMS = ("ARQ", "IDS", "DMP")
SENT, NONE_SENT, NOT_COUNTED = "rows sent", "no rows sent", "not counted"
NOT_PUBLIC = "not public"


def completeness(
    system: str,
    *,
    years: int | Sequence[int] | None = None,
    countries: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return what each State gave to a data system in each year, as far as it is known.

    Parameters
    ----------
    system : {"ARQ", "IDS", "DMP"}
        See `data_systems`.
    years : int or (first, last), optional
        All that are known: 2005–2023 for ARQ (and DMP), 2011–2016 for IDS.
    countries : iterable of str, optional
        ISO3 codes; by default every State and area on a route.

    Returns
    -------
    DataFrame
        Indexed by ``iso3`` and ``year``; ``status``, ``records`` (drugs reported, or rows sent;
        missing where nothing is known), ``detail``.

        - ARQ: "reported", "reported zero" (of heroin, morphine and opium), "not reported",
          "outside the table", "not held here" (no edition of the tables has the year);
        - IDS: "rows sent", "no rows sent", which is no zero seized, and "not counted" for a State
          whose rows were not counted;
        - DMP: "not public" throughout: nothing is known of its completeness.

    Raises
    ------
    UnknownNameError, YearError

    Examples
    --------
    >>> completeness("IDS", years=2016, countries=["TUR", "PAK"])["status"].to_list()
    ['no rows sent', 'rows sent']
    >>> completeness("DMP", years=2022, countries=["IRN"])["status"].item()
    'not public'
    """
    if system not in SYSTEMS:
        raise unknown("data system", system, SYSTEMS)
    codes = _codes(countries)
    known = _years_known(system)
    first, last = _checked(system, years, known)
    wanted = pd.MultiIndex.from_product([codes, range(first, last + 1)], names=["iso3", "year"])
    if system == "ARQ":
        return _annual(wanted)
    if system == "IDS":
        return _events(wanted)
    nothing = pd.DataFrame({"status": NOT_PUBLIC, "records": pd.NA, "detail": None}, index=wanted)
    return nothing.astype({"records": "Int64"})


def _codes(countries: Iterable[str] | None) -> list[str]:
    if countries is None:
        return sorted(table("route_countries")["iso3"].unique())
    if isinstance(countries, str):
        countries = [countries]
    return list(dict.fromkeys(require_country(code) for code in countries))


def _years_known(system: str) -> tuple[int, int]:
    if system != "IDS":
        return table_years()
    years = table("ids_reporting")["year"]
    return int(years.min()), int(years.max())


def _checked(system: str, years: Any, known: tuple[int, int]) -> tuple[int, int]:
    if years is None:
        return known
    pair = [years, years] if isinstance(years, Integral) else years
    if not isinstance(pair, Sequence) or [isinstance(y, Integral) for y in pair] != [True, True]:
        raise YearError(f"years are one year or (first, last), not {years!r}")
    first, last = int(pair[0]), int(pair[1])
    if first > last:
        raise YearError(f"the first year, {first}, is after the last, {last}")
    if first < known[0] or last > known[1]:
        asked = first if first < known[0] else last
        raise YearError(f"year {asked} is not known of {system}: {known[0]} to {known[1]} are")
    return first, last


def _annual(wanted: pd.MultiIndex) -> pd.DataFrame:
    years = wanted.get_level_values("year")
    # Only which drugs were reported is asked here; the factor makes no difference to that.
    found = quantities(
        years=(int(years.min()), int(years.max())),
        drugs=DRUGS,
        countries=wanted.get_level_values("iso3").unique(),
        opium_factor=1.0,
    )
    drugs = found["drugs_reported"]
    frame = pd.DataFrame({"status": found["status"], "records": drugs.str.count(";") + 1})
    frame["records"] = frame["records"].astype("Int64")
    return frame.assign(detail=drugs)


def _events(wanted: pd.MultiIndex) -> pd.DataFrame:
    rows = table("ids_reporting").set_index(["iso3", "year"])["rows"].reindex(wanted)
    status = pd.Series(SENT, index=wanted).mask(rows.eq(0).fillna(False), NONE_SENT)
    status = status.mask(rows.isna(), NOT_COUNTED)
    return pd.DataFrame({"status": status, "records": rows, "detail": "opiate rows of the export"})
