"""All legs of the three routes as lines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import geopandas as gpd

from routes.network.geometry import length_km, line
from routes.reference import data_dir, table

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:4326"


def nodes() -> gpd.GeoDataFrame:
    """Return the nodes as points.

    Returns
    -------
    GeoDataFrame
        Indexed by ``node``; EPSG:4326 points; ``precision_deg`` says how good each is.

    Examples
    --------
    >>> nodes().loc["AFG-KDZ", "iso3"]
    'AFG'
    """
    frame = table("nodes").set_index("node")
    return gpd.GeoDataFrame(
        frame, geometry=gpd.points_from_xy(frame["longitude"], frame["latitude"]), crs=CRS
    )


def route_legs() -> gpd.GeoDataFrame:
    """Return every leg of the three routes as a line.

    A leg is drawn once on each route it belongs to, whichever way it is travelled. Lines are
    schematic: they join known places, they do not trace consignments.

    Returns
    -------
    GeoDataFrame
        One row per leg, EPSG:4326 lines with a vertex every 20 km, split at the antimeridian.
        Columns ``route``, ``branch``, ``seq``, ``from_node``, ``to_node``, ``from_name``,
        ``to_name``, ``from_iso3``, ``to_iso3``, ``mode``, ``length_km`` (WGS84),
        ``pair_rows``, ``path_confidence``, ``source``, ``confidence``.

    Examples
    --------
    >>> route_legs().query("route == 'northern'").to_crs("ESRI:54009").geometry.is_valid.all()
    np.True_
    """
    return _network(data_dir()).copy()


@cache
def _network(folder: Path) -> gpd.GeoDataFrame:  # noqa: ARG001 - the key of the cache
    legs = table("legs")
    places = table("nodes").set_index("node")
    for end in ("from", "to"):
        key = legs[f"{end}_node"]
        legs[f"{end}_name"] = key.map(places["name"])
        legs[f"{end}_iso3"] = key.map(places["iso3"])
    where = {
        node: (float(row.longitude), float(row.latitude))
        for node, row in zip(places.index, places.itertuples(), strict=True)
    }
    ways: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    for row in table("leg_waypoints").sort_values("position").itertuples():
        ways.setdefault((row.from_node, row.to_node, row.mode), []).append(
            (float(row.longitude), float(row.latitude))
        )
    lines = [
        line([where[a], *ways.get((a, b, mode), []), where[b]])
        for a, b, mode in zip(legs["from_node"], legs["to_node"], legs["mode"], strict=True)
    ]
    legs["length_km"] = [length_km(geometry) for geometry in lines]
    columns = [
        *["route", "branch", "seq", "from_node", "to_node", "from_name", "to_name"],
        *["from_iso3", "to_iso3", "mode", "length_km", "pair_rows"],
        *["path_confidence", "source", "confidence"],
    ]
    return gpd.GeoDataFrame(legs[columns], geometry=lines, crs=CRS)
