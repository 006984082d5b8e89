"""Kilograms of a year along a route, with what a State that did not report may have seized."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from routes.analysis.along import along_route
from routes.reference import remembered
from routes.seizures import check_drugs

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAREST_FIGURES = 3
UNREPORTED_RULE = (
    f"not reported: from 0 to the largest of the {NEAREST_FIGURES} figures the State reported "
    "nearest to the year"
)


class Range(NamedTuple):
    """A share between ``low`` and ``high``; ``part`` and ``whole`` are what is known for sure."""

    low: float
    high: float
    part: float
    whole: float


def families(drugs: str | Iterable[str]) -> list[tuple[str, ...]]:
    """Return drugs in groups that may be added: heroin with morphine, and opium apart.

    Examples
    --------
    >>> families(["opium", "heroin", "morphine"])
    [('heroin', 'morphine'), ('opium',)]
    """
    names = [drugs] if isinstance(drugs, str) else list(drugs)
    chosen, _ = check_drugs(names, 1.0)
    others = tuple(drug for drug in chosen if drug != "opium")
    return [group for group in (others, ("opium",)) if group and {*group} <= {*chosen}]


@remembered
def kilograms_of_year(
    route: str,
    *,
    year: int,
    drugs: Iterable[str] = ("heroin", "morphine"),
    countries: str = "transit",
    shared: str = "primary",
    edition: str | None = None,
) -> pd.DataFrame:
    """Return what each State along a route seized in a year, or may have.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    year : int
    drugs : iterable of str
        Added kilogram for kilogram.
    countries, shared, edition
        As for `along_route`.

    Returns
    -------
    DataFrame
        Indexed by ``iso3`` in route order: ``weight``, ``kg``, ``status``, and ``kg_low`` and
        ``kg_high``. These equal ``kg`` where it is known. Where it is not reported, or not held
        here, they are 0 and
        the largest of the three figures nearest in time (more, if equally near); ``kg_high`` is
        missing where the State has no figure in any year.

    Raises
    ------
    YearError, UnknownNameError

    Examples
    --------
    >>> oman = kilograms_of_year("southern", year=2022).loc["OMN"]
    >>> oman["status"], float(oman["kg_low"]), float(oman["kg_high"])
    ('not reported', 0.0, 1065.0)
    """
    added = tuple(drugs)

    def along(years: int | None) -> pd.DataFrame:
        return along_route(
            route, years=years, drugs=added, countries=countries, shared=shared, edition=edition
        )

    # The year is checked by its own call; the figures of every year bound what is missing.
    frame = along(year).xs(year, level="year")
    figures = along(None)["kg"].dropna().reset_index()
    figures["apart"] = (figures["year"] - year).abs()
    # Of those equally near all are taken.
    near = figures.groupby("iso3")["apart"].rank(method="min") <= NEAREST_FIGURES
    most = figures[near].groupby("iso3")["kg"].max().reindex(frame.index)
    return pd.DataFrame(
        {
            "weight": frame["weight"],
            "kg": frame["kg"],
            "kg_low": frame["kg"].fillna(0.0),
            "kg_high": frame["kg"].fillna(most),
            "status": frame["status"],
        }
    )


def share_of_kilograms(
    kilograms: pd.DataFrame, covered: pd.Series, *, at_most: int | None = None
) -> Range:
    """Return the share of kilograms that covered States seized, as far as it is known.

    Parameters
    ----------
    kilograms : DataFrame
        As `kilograms_of_year` returns it; States of weight 0 do not count.
    covered : Series of boolean
        With its index: True, False, or missing where it is unknown.
    at_most : int, optional
        How many of the unknown may be covered; by default all.

    Returns
    -------
    Range
        Per cent; ``part`` and ``whole`` are kilograms reported. The low end has every unknown
        State outside, covered kilograms at their least and the others at their most; the high end
        the reverse. A State without a figure in any year adds nothing to either.

    Examples
    --------
    >>> kg = pd.DataFrame(
    ...     {"weight": 1, "kg": [30, None, 70], "kg_low": [30, 0, 70], "kg_high": [30, 100, 70]}
    ... )
    >>> share_of_kilograms(kg, pd.Series([True, True, False], dtype="boolean"))[:2]
    (30.0, 65.0)
    """
    counted = kilograms[kilograms["weight"] > 0]
    weight = counted["weight"]
    state = covered.reindex(counted.index)
    sure, unknown = state.fillna(False).astype(bool), state.isna()
    known, low = (counted["kg"] * weight).fillna(0.0), counted["kg_low"] * weight
    high = (counted["kg_high"] * weight).fillna(0.0)
    best = sure | _largest(high, unknown, counted["kg"].isna(), at_most)
    least = _per_cent(low[sure].sum(), high[~sure].sum())
    most = _per_cent(high[best].sum(), low[~best].sum())
    # Where one end has no kilograms at all, only one side may have any: the share is the other end.
    least, most = (most if np.isnan(least) else least), (least if np.isnan(most) else most)
    return Range(least, most, float(known[sure].sum()), float(known.sum()))


def _largest(
    high: pd.Series, unknown: pd.Series, missing: pd.Series, at_most: int | None
) -> pd.Series:
    if at_most is None:
        return unknown
    # A known kilogram and a possible one weigh differently in a share: the most of each is taken,
    # which may be more States than can be, and is never too low an upper end.
    chosen = pd.Series(data=False, index=high.index)
    for group in (unknown & missing, unknown & ~missing):
        chosen[high[group].nlargest(at_most).index] = True
    return chosen


def _per_cent(part: float, rest: float) -> float:
    whole = part + rest
    return float(100 * min(part / whole, 1.0)) if whole > 0 else np.nan
