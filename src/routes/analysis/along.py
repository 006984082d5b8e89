"""One route, country by country: what each reported, and what of it counts for the route."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis.change import yearly_changes
from routes.analysis.membership import country_list, membership
from routes.analysis.origins import (
    AFGHAN,
    check_origin,
    origin_of_states,
    quantities_by_origin,
    wholly_other,
)
from routes.analysis.result import AlongRoute
from routes.network import route as route_of
from routes.reference import remembered, table
from routes.seizures import NOT_HELD, REPORTED, check_drugs, check_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["REPORTED", "along_route", "counted_by_year", "not_counted", "yearly_totals"]

COLUMNS = [
    *("kg", "status", "weight", "counted_kg", "share"),
    *("origin", "origin_reason", "other_kg", "doubtful_kg"),
]


@remembered
def along_route(
    route: str,
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    countries: str = "transit",
    shared: str = "primary",
    origin: str = "afghan",
    opium_factor: float | None = None,
    edition: str | None = None,
) -> AlongRoute:
    """Return every country of a route in route order, year by year.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    years, drugs, countries, shared, origin, opium_factor, edition
        As for `shares`.

    Returns
    -------
    AlongRoute
        A DataFrame indexed by ``iso3`` (route order, Afghanistan first) and ``year``. Columns
        ``kg`` as reported, ``status``, ``weight`` (the part of it that counts for the route; 0 for
        a country that is not on the list, counts for another route, or seizes only what the rule
        for origins leaves out), ``counted_kg``, ``share`` (per cent of the route's counted
        kilograms of the year), ``origin`` of its drugs (afghan, mixed, other, unknown),
        ``origin_reason``; of what the country list would count, ``other_kg`` (mostly of another
        origin: left out by the rule "afghan") and ``doubtful_kg`` (mixed or unknown: counted).

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
    check_origin(origin)
    order = route_of(route).countries.index
    frame = quantities_by_origin(
        years=check_years(years),
        drugs=chosen,
        countries=order,
        opium_factor=factor,
        edition=edition,
    )
    codes = frame.index.get_level_values("iso3")
    listed = membership(countries=countries, shared=shared).query("route == @route")
    weight = listed.set_index("iso3")["weight"].reindex(codes).fillna(0.0)
    for column in ("other_kg", "doubtful_kg"):
        frame[column] *= weight.to_numpy()
    counted = frame["kg"]
    if origin == AFGHAN:
        counted = frame["kept_kg"]
        weight[codes.isin(wholly_other(chosen))] = 0.0
    frame["weight"] = weight.to_numpy()
    frame["counted_kg"] = counted * frame["weight"].where(frame["weight"] > 0)
    total = frame.groupby("year")["counted_kg"].transform("sum")
    frame["share"] = 100 * frame["counted_kg"] / total.where(total > 0)
    about = origin_of_states(drugs=chosen).reindex(codes)
    frame["origin"] = about["origin"].to_numpy()
    frame["origin_reason"] = about["reason"].to_numpy()
    return AlongRoute.of(
        frame[COLUMNS],
        edition=edition,
        route=route,
        drugs="+".join(chosen),
        countries=countries,
        shared=shared,
        origin_rule=origin,
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
        them), ``top``, ``top_share`` (largest country and its per cent); then
        the change from the year before, see `yearly_changes`.
    """
    counted = along[along["weight"] > 0].reset_index()
    kind = table("countries").set_index("iso3")["kind"]
    states = counted[counted["iso3"].map(kind) == "state"]
    reporting = states["status"].isin(REPORTED)
    unheld = states["status"] == NOT_HELD
    years = pd.Index(sorted(counted["year"].unique()), name="year")
    largest = counted.dropna(subset=["counted_kg"]).sort_values("counted_kg")
    top = largest.groupby("year").last()
    frame = pd.DataFrame(
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
    return frame.join(yearly_changes(along))


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


@remembered
def why_not_counted(
    route: str,
    *,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    countries: str = "transit",
    shared: str = "primary",
    origin: str = "afghan",
) -> dict[str, str]:
    """Return why countries of a route do not count for it.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    drugs, countries, shared, origin
        As for `along_route`.

    Returns
    -------
    dict of str to str
        By ISO3: ``source``; ``destination`` (nothing passes on, on a list of States of transit);
        ``offshoot`` and ``distribution`` (only on a branch that the list leaves out);
        ``other_route`` (on two, counted for the other); ``origin`` (mostly not Afghan).

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> why = why_not_counted("balkan")
    >>> why["AZE"], why["NLD"], why["DEU"], why["PAK"], "TUR" in why
    ('offshoot', 'distribution', 'destination', 'other_route', False)
    """
    check_origin(origin)
    elsewhere = not_counted(route, countries=countries, shared=shared)
    listed = country_list(route, countries=countries)
    others = wholly_other(check_drugs(drugs, 1.0)[0]) if origin == AFGHAN else ()
    kinds = table("branches").query("route == @route").set_index("branch")["kind"]
    why = {}
    for code, country in route_of(route).countries.iterrows():
        on = {kinds[branch] for branch in country["branches"].split(";")}
        if country["role"] == "source":
            why[str(code)] = "source"
        elif code in elsewhere:
            why[str(code)] = "other_route"
        elif code in listed:
            if code in others:
                why[str(code)] = "origin"
        elif on <= {"offshoot", "distribution"} and country["role"] == "transit":
            why[str(code)] = "offshoot" if "offshoot" in on else "distribution"
        else:
            why[str(code)] = "destination"
    return why
