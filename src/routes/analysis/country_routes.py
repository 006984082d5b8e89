"""One country on the network: the branches it lies on and the States before and after it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.network import ROUTES, Route, km_from_afghanistan
from routes.network import route as route_of
from routes.reference import data_dir, require_country, table

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


@cache
def _routes(folder: Path) -> dict[str, Route]:  # noqa: ARG001 - the key of the cache
    return {name: route_of(name) for name in ROUTES}


def shared_route(name: str) -> Route:
    """Return a route whose countries are computed once; it is not meant to be changed."""
    return _routes(data_dir())[name]


def branches_of(iso3: str) -> pd.DataFrame:
    """Return the branches a country lies on, by list or by line.

    Parameters
    ----------
    iso3 : str

    Returns
    -------
    DataFrame
        One row a branch, in table order: ``route``, ``branch``, ``name``, ``kind``, ``role``
        (source, transit, destination; missing where lines cross the country and the branch's
        list of countries does not hold it), ``km`` from Afghanistan to the first of its places
        (missing where no line is drawn or none leads there), ``places`` (of the lines, nearest
        first, ";"-separated), ``source``, ``confidence`` (of the role; inferred without one).

    Examples
    --------
    >>> branches_of("UZB")["branch"].to_list()
    ['uzbek', 'uzbek-direct']
    """
    require_country(iso3)
    key = ["route", "branch"]
    listed = table("route_countries").query("iso3 == @iso3").set_index(key)
    lines = _places_on_lines(iso3)
    every = table("branches").set_index(key)
    here = every[every.index.isin(listed.index) | every.index.isin(lines.index)]
    frame = here[["name", "kind"]].join(listed["role"]).join(lines)
    # Lines are drawn by inference, whatever is stated of their branch elsewhere.
    frame["source"] = listed["source"].reindex(frame.index).fillna(frame["source"])
    frame["confidence"] = listed["confidence"].reindex(frame.index).fillna("inferred")
    return frame.reset_index()


def _places_on_lines(iso3: str) -> pd.DataFrame:
    """Return the places of each branch's lines in a country, and the kilometres to the first."""
    found = []
    for name in ROUTES:
        legs = shared_route(name).legs
        away = km_from_afghanistan(legs)
        for end in ("from", "to"):
            inside = legs[legs[f"{end}_iso3"] == iso3]
            rows = inside[["route", "branch", f"{end}_name", "source"]].set_axis(
                ["route", "branch", "place", "source"], axis="columns"
            )
            found.append(rows.assign(km=away.reindex(inside[f"{end}_node"]).to_numpy()))
    ends = pd.concat(found).sort_values("km", kind="stable")
    grouped = ends.groupby(["route", "branch"])
    columns = {"km": grouped["km"].min(), "places": grouped["place"].agg(_each_once)}
    return pd.DataFrame(columns).assign(source=grouped["source"].first())


def _each_once(words: pd.Series) -> str:
    return ";".join(dict.fromkeys(words))


def neighbours_of(iso3: str) -> pd.DataFrame:
    """Return the States before and after a country along the legs of each route.

    Legs lead away from Afghanistan. A leg that ends on the open sea is followed to the States
    where the lines come ashore.

    Parameters
    ----------
    iso3 : str

    Returns
    -------
    DataFrame
        ``route``, ``direction`` (before, after), ``iso3`` (not the country itself), ``modes``
        and ``branches`` (";"-separated) of the legs that join the two.

    Examples
    --------
    >>> frame = neighbours_of("UZB")
    >>> frame[frame["direction"] == "after"]["iso3"].to_list()
    ['KAZ']
    """
    require_country(iso3)
    rows = [
        (name, direction, other, leg.mode, leg.branch)
        for name in ROUTES
        for direction in ("before", "after")
        for other, leg in _joined(shared_route(name).legs, iso3, direction)
    ]
    columns = ["route", "direction", "iso3", "modes", "branches"]
    key = columns[:3]
    grouped = pd.DataFrame(rows, columns=columns).groupby(key, sort=False)
    return grouped.agg(_each_once).reset_index()


def _joined(legs: gpd.GeoDataFrame, iso3: str, direction: str) -> list[tuple[str, Any]]:
    """Return each neighbour with the leg that leaves the country towards it."""
    near, far = ("from", "to") if direction == "after" else ("to", "from")
    onward: dict[str, list[Any]] = {}
    for leg in legs.itertuples():
        onward.setdefault(getattr(leg, f"{near}_node"), []).append(leg)
    found = []
    for first in legs[legs[f"{near}_iso3"] == iso3].itertuples():
        waiting, seen = [first], set()
        while waiting:
            leg = waiting.pop()
            state, node = getattr(leg, f"{far}_iso3"), getattr(leg, f"{far}_node")
            if not pd.isna(state):
                if state != iso3:
                    found.append((str(state), first))
            elif node not in seen:  # at sea: no State yet
                seen.add(node)
                waiting += onward.get(node, [])
    return found
