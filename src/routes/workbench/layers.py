"""What is known of the routes as layers for a geographic information system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from routes.analysis import coverage_by_state
from routes.network import ROUTES, route_legs
from routes.network import route as route_of
from routes.partnership import meetings, posts_in
from routes.reference import table
from routes.seizures import quantities, table_years
from routes.views import basemap

if TYPE_CHECKING:
    from collections.abc import Iterable

# The seat of the secretariat is no place on a route.
HEADQUARTERS = "Vienna"
CRS = "EPSG:4326"
OWN = "own reading of published descriptions; see the sources of the legs"


def layers(
    route: str | None = None,
    *,
    year: int | None = None,
    corridor_km: float = 100,
    countries: str = "transit",
    shared: str = "primary",
    edition: str | None = None,
) -> dict[str, gpd.GeoDataFrame]:
    """Return the network, its corridors, posts, meetings and coverage as layers.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}, optional
        One route only, with the posts and meetings in its States; all three by default.
    year : int, optional
        For which posts, meetings and seizures answer, from the first list of posts to the last;
        by default what is known now, and the meetings of every year.
    corridor_km : float
        Half-width of the corridors in kilometres, above 0 and up to 1,000.
    countries, shared
        Which States count for a route, as for `shares`.
    edition : str, optional
        Seizures as they stood with this edition; by default the latest.

    Returns
    -------
    dict of GeoDataFrame
        EPSG:4326 each, with ``route`` where it is of one, ``source`` and ``units``. ``legs``:
        lines as `route_legs` returns them, length in kilometres on WGS84. ``corridors``: areas,
        a row per branch. ``posts``: points, as `posts_in` returns them. ``coverage``: a row per
        route and State, its shape from the basemap, as `coverage_by_state` returns it, with
        ``edition``; seizures in kilograms. ``meetings``: points, as `meetings` returns them,
        counts with their qualifiers; a virtual meeting has no place, and one at headquarters is
        on no route. A missing value is unknown, never zero.

    Raises
    ------
    UnknownNameError, OfficerYearError, CorridorWidthError

    Examples
    --------
    >>> found = layers("northern", corridor_km=50)
    >>> list(found)
    ['legs', 'corridors', 'posts', 'coverage', 'meetings']
    >>> found["posts"]["city"].to_list()
    ['Tashkent']
    """
    names = ROUTES if route is None else (route_of(route).name,)
    on_routes = {code for name in names for code in route_of(name).countries.index}
    found = {
        "legs": _legs(names),
        "corridors": _corridors(names, corridor_km),
        "posts": _posts(year, None if route is None else on_routes),
        "coverage": _coverage(names, year, countries, shared, edition),
        "meetings": _meetings(year, None if route is None else on_routes),
    }
    return {name: gpd.GeoDataFrame(frame, crs=CRS) for name, frame in found.items()}


def _legs(names: Iterable[str]) -> gpd.GeoDataFrame:
    rows = route_legs()
    rows = rows[rows["route"].isin(names)].reset_index(drop=True)
    return _with(rows, units="length_km: kilometres on WGS84")


def _corridors(names: Iterable[str], km: float) -> gpd.GeoDataFrame:
    parts = []
    for name in names:
        one = route_of(name)
        rows = one.corridor(km).reset_index()
        rows.insert(0, "route", name)
        rows.insert(2, "name", rows["branch"].map(one.branches["name"]))
        rows.insert(3, "kind", rows["branch"].map(one.branches["kind"]))
        parts.append(rows.assign(source=OWN))
    return _with(pd.concat(parts, ignore_index=True), units="km: half-width, kilometres on WGS84")


def _posts(year: int | None, inside: set[str] | None) -> gpd.GeoDataFrame:
    rows = gpd.GeoDataFrame(posts_in(year))
    if inside is not None:
        rows = rows[rows["iso3"].isin(inside)]
    return _with(rows.reset_index(drop=True), units="serves: ISO 3166-1 alpha-3 codes")


def _coverage(
    names: Iterable[str], year: int | None, countries: str, shared: str, edition: str | None
) -> gpd.GeoDataFrame:
    shapes = basemap.countries().dropna(subset="iso3").dissolve("iso3")["geometry"]
    # As in `coverage_by_state`: for what is known now, seizures of their last year.
    when = table_years()[1] if year is None else year
    parts = []
    for name in names:
        rows = coverage_by_state(
            name, year=year, countries=countries, shared=shared, edition=edition
        )
        rows.insert(0, "route", name)
        parts.append(rows.reset_index())
    frame = pd.concat(parts, ignore_index=True)
    frame["year"] = when
    frame["rule"] = f"countries={countries}, shared={shared}"
    frame["edition"] = frame["iso3"].map(_editions(frame["iso3"], when, edition))
    titles = table("editions").set_index("edition")["title"]
    frame["source"] = [
        None if pd.isna(keys) else "; ".join(titles[key] for key in keys.split(";"))
        for key in ("edition",)
        for keys in frame[key]
    ]
    # Natural Earth has no shape of its own for some areas: they stay, without one.
    shape = gpd.GeoSeries(shapes.reindex(frame["iso3"]).to_numpy(), crs=CRS)
    whole = gpd.GeoDataFrame(frame, geometry=shape)
    return _with(whole, units="kg, kg_low, kg_high, opium_kg…: kilograms as reported; weight: part")


def _editions(codes: pd.Series, year: int, edition: str | None) -> pd.Series:
    first, last = table_years()
    if not first <= year <= last:
        return pd.Series(dtype=object)
    known = quantities(
        years=year, drugs=("heroin", "morphine"), countries=codes.unique(), edition=edition
    )
    return known["editions"].droplevel("year")


def _meetings(year: int | None, inside: set[str] | None) -> gpd.GeoDataFrame:
    rows = gpd.GeoDataFrame(meetings(year=year))
    if inside is not None:
        rows = rows[rows["iso3"].isin(inside) & (rows["city"] != HEADQUARTERS)]
        rows = rows[rows.geometry.notna()]
    units = "participants, states, organizations: counts, each with its qualifier"
    return _with(rows.reset_index(drop=True), units=units)


def _with(frame: gpd.GeoDataFrame, *, units: str) -> gpd.GeoDataFrame:
    """Return a frame with its units, its geometry last."""
    return frame.assign(units=units)[
        [*(name for name in frame if name != "geometry"), "units", "geometry"]
    ]
