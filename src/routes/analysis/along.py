"""One route, country by country: what each reported, and what of it counts for the route."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis.membership import country_list, membership
from routes.analysis.result import AlongRoute
from routes.network import route as route_of
from routes.reference import remembered, table
from routes.seizures import NOT_HELD, REPORTED, check_drugs, check_years, quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["REPORTED", "along_route", "counted_by_year", "not_counted", "yearly_totals"]


@remembered
def along_route(
    route: str,
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    countries: str = "transit",
    shared: str = "primary",
    opium_factor: float | None = None,
    edition: str | None = None,
) -> AlongRoute:
    """Return every country of a route in route order, year by year.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    years, drugs, countries, shared, opium_factor, edition
        As for `shares`.

    Returns
    -------
    AlongRoute
        A DataFrame indexed by ``iso3`` (route order, Afghanistan first) and ``year``. Columns
        ``kg`` as reported, ``status``, ``weight`` (the part of it that counts for the route; 0 for
        a country that is not on the list or counts for another route), ``counted_kg``,
        ``share`` (per cent of the route's counted kilograms of the year).

    Raises
    ------
    UnknownNameError, YearError, OpiumFactorError

    Examples
    --------
    >>> frame = along_route("balkan", years=2017)
    >>> round(frame["counted_kg"].sum())
    58202
    """
    chosen, factor = check_drugs(drugs, opium_factor)
    period = check_years(years)
    order = route_of(route).countries.index
    frame = quantities(
        years=period, drugs=chosen, countries=order, opium_factor=factor, edition=edition
    )
    weights = membership(countries=countries, shared=shared).query("route == @route")
    weight = weights.set_index("iso3")["weight"]
    codes = frame.index.get_level_values("iso3")
    frame["weight"] = weight.reindex(codes).fillna(0.0).to_numpy()
    frame["counted_kg"] = frame["kg"] * frame["weight"].where(frame["weight"] > 0)
    total = frame.groupby("year")["counted_kg"].transform("sum")
    frame["share"] = 100 * frame["counted_kg"] / total.where(total > 0)
    columns = ["kg", "status", "weight", "counted_kg", "share"]
    return AlongRoute.of(
        frame[columns],
        edition=edition,
        route=route,
        drugs="+".join(chosen),
        countries=countries,
        shared=shared,
    )


def yearly_totals(along: pd.DataFrame) -> pd.DataFrame:
    """Return the counted kilograms of a route by year, and how many States reported.

    Parameters
    ----------
    along : DataFrame
        As `along_route` returns it.

    Returns
    -------
    DataFrame
        Indexed by ``year``: ``kg`` (missing where no State on the list reported), ``states``
        and ``states_reporting`` (of the list, areas not counted), ``not_reported`` and
        ``not_held`` (ISO3, ";"-separated: the second are unknown, for the tables do not hold
        them), ``top``, ``top_share`` (largest country and its per cent).
    """
    counted = along[along["weight"] > 0].reset_index()
    kind = table("countries").set_index("iso3")["kind"]
    states = counted[counted["iso3"].map(kind) == "state"]
    reporting = states["status"].isin(REPORTED)
    unheld = states["status"] == NOT_HELD
    years = pd.Index(sorted(counted["year"].unique()), name="year")
    largest = counted.dropna(subset=["counted_kg"]).sort_values("counted_kg")
    top = largest.groupby("year").last()
    return pd.DataFrame(
        {
            "kg": counted_by_year(along),
            "states": states.groupby("year").size(),
            "states_reporting": states[reporting].groupby("year").size(),
            "not_reported": _by_year(states[~reporting & ~unheld]),
            "not_held": _by_year(states[unheld]),
            "top": top["iso3"],
            "top_share": top["share"],
        },
        index=years,
    ).fillna({"states_reporting": 0, "not_reported": "", "not_held": ""})


def _by_year(states: pd.DataFrame) -> pd.Series:
    """Return the States of each year with ";" between them: the sum of texts is one text."""
    return (";" + states["iso3"]).groupby(states["year"]).sum().str[1:]


def counted_by_year(along: pd.DataFrame) -> pd.Series:
    """Return the counted kilograms of a route by year: missing where nothing was reported.

    Parameters
    ----------
    along : DataFrame
        As `along_route` returns it.
    """
    counted = along.loc[along["weight"] > 0, "counted_kg"]
    return counted.groupby("year").sum(min_count=1)


def not_counted(route: str, *, countries: str = "transit", shared: str = "primary") -> list[str]:
    """Return the countries of a list that a shared-State rule takes away from the route."""
    counted = membership(countries=countries, shared=shared).query("route == @route")["iso3"]
    return [c for c in country_list(route, countries=countries) if c not in set(counted)]
