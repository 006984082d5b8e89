"""What a map of a route shows: its projection and its view, which holds every mark it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from routes.views.style import FRAMES

if TYPE_CHECKING:
    from routes.views.layers import MapLayers
    from routes.views.style import Frame

MARGIN_M = 300_000
# A mark nearer to the lines of the route than this widens the map; one farther off would make it
# a map of something else, and is said to lie outside.
NEAR_M = 1_500_000


def projection(frame: Frame) -> str:
    """Return the equal-area projection of a frame."""
    lon, lat = frame.centre
    return f"+proj=laea +lon_0={lon} +lat_0={lat} +datum=WGS84 +units=m"


def view_of(layers: MapLayers, crs: str) -> shapely.Polygon:
    """Return the box, in metres, around the lines in the frame of a route and every mark near them.

    Parameters
    ----------
    layers : MapLayers
    crs : str
        As `projection` returns it.
    """
    frame = FRAMES[layers.route]
    ends = gpd.GeoSeries(
        shapely.points(shapely.get_coordinates(layers.legs.geometry.to_numpy())), crs="EPSG:4326"
    )
    held = ends[ends.within(shapely.box(frame.west, frame.south, frame.east, frame.north))]
    base = shapely.box(*held.to_crs(crs).total_bounds)
    places = pd.concat(
        [rows.geometry for rows in (layers.posts, layers.meetings, layers.lists, layers.held)]
    ).dropna()
    points = gpd.GeoSeries(places, crs="EPSG:4326").to_crs(crs).to_numpy()
    near = points[shapely.distance(points, base) < NEAR_M]
    whole = shapely.buffer(shapely.union_all([base, *near]), MARGIN_M)
    view: shapely.Polygon = shapely.box(*whole.bounds)
    return view


def in_view(layers: MapLayers, places: gpd.GeoDataFrame) -> pd.Series:
    """Return which places, lines or areas the map of a route shows at first: a truth value each."""
    if places.empty:
        return pd.Series(dtype=bool, index=places.index)
    crs = projection(FRAMES[layers.route])
    return places.to_crs(crs).intersects(view_of(layers, crs))
