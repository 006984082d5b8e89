"""Events by place, never one by one: what may be published of a file of single seizures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.errors import unknown
from routes.reference import require_country, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

# A place with fewer events of a drug and year is folded into the rest of its country.
FEWEST = 3
FAMILIES = ("heroin", "morphine", "opium", "poppy straw")
_PLACE = ["iso3", "place", "precision", "latitude", "longitude"]
_KEY = [*_PLACE, "family", "year"]


def aggregated(events: pd.DataFrame) -> pd.DataFrame:
    """Return opiate events summed by place, drug family and year.

    A place keeps a row of its own only if it has at least three events of the family and year;
    the others are one row for the rest of the country, without a place.

    Parameters
    ----------
    events : DataFrame
        ``frame`` of a file of events, as `read_seizures` returns it.

    Returns
    -------
    DataFrame
        ``iso3``, ``place`` (missing for the rest of a country), ``precision``, ``latitude``,
        ``longitude`` (to a tenth of a degree), ``family``, ``year``, ``events``,
        ``kilograms`` (missing where no event has a mass), ``without_mass``, ``duplicates``
        (exact duplicates, not among the events).
    """
    opiates = events[events["family"].isin(FAMILIES)].astype({"family": str, "year": int})
    rows = opiates.rename(columns={"place": "place_text", "place_matched": "place"})
    pinned = rows["latitude"].notna()
    rows = rows.assign(
        place=rows["place"].where(pinned),
        precision=rows["precision"].where(pinned, "country"),
        latitude=rows["latitude"].round(1),
        longitude=rows["longitude"].round(1),
    )
    counted = rows["counted"].groupby([rows[name] for name in _KEY], dropna=False).transform("sum")
    few = counted < FEWEST
    rows.loc[few, ["place", "latitude", "longitude"]] = None
    rows.loc[few, "precision"] = "country"
    grouped = rows.assign(
        kg=rows["kg"].where(rows["counted"]),
        no_mass=rows["kg"].isna() & rows["counted"],
    ).groupby(_KEY, dropna=False, observed=True)
    frame = grouped.agg(
        events=("counted", "sum"),
        kilograms=("kg", lambda kg: kg.sum(min_count=1)),
        without_mass=("no_mass", "sum"),
        duplicates=("exact_duplicate", "sum"),
    )
    frame["kilograms"] = frame["kilograms"].round(3)
    return frame.reset_index().sort_values(["iso3", "year", "family", "place"], ignore_index=True)


def seizures_by_place(
    *,
    years: Iterable[int] | None = None,
    families: Iterable[str] = FAMILIES,
    countries: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return the default layer of events by place: a sample of 2011–2014.

    The sample is part of the Individual Drug Seizures that UNODC released for those years.
    Türkiye is not in it at all, Iran (Islamic Republic of) for 2012 and 2013 only: a place
    without a row is not a place without seizures.

    Parameters
    ----------
    years, families, countries : iterable, optional
        All by default.

    Returns
    -------
    DataFrame
        As `aggregated` returns it.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> "TUR" in set(seizures_by_place()["iso3"])
    False
    """
    rows = table("seizures_by_place")
    wanted = list(families)
    for family in wanted:
        if family not in FAMILIES:
            raise unknown("drug family", family, FAMILIES)
    keep = rows["family"].isin(wanted)
    if years is not None:
        keep &= rows["year"].isin(list(years))
    if countries is not None:
        keep &= rows["iso3"].isin([require_country(code) for code in countries])
    return rows[keep].reset_index(drop=True)
