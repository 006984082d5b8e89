"""The map of a route as a picture: equal-area, for print and for pages without scripts."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely
from matplotlib.patches import Rectangle

from routes.views.charts import canvas
from routes.views.map_pieces import DARK_HALO, HALO, fill, projected, stroke
from routes.views.style import (
    BOUNDARY_DASHES,
    CLASS_COLOURS,
    EVENT,
    EVENT_EDGE,
    FRAMES,
    INK,
    LAND,
    LINE_WEIGHTS,
    MEETING,
    MODE_DASHES,
    OUTSIDE,
    POST,
    ROUTE_COLOURS,
    SEA,
    SOFT_INK,
    UNREPORTED,
    radius_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from routes.views.layers import MapLayers
    from routes.views.style import Frame
    from routes.views.wording import Wording

MARGIN_M = 300_000
# The width of a letter of a country's name, as a part of the width of the map.
CHARACTER = 0.0077
DARK = 4
POINTS_PER_PIXEL = 0.6
SEAS = {
    "persian_gulf": (51.5, 26.9),
    "sea.caspian": (50.6, 41.9),
    "sea.black": (34.5, 43.3),
    "sea.mediterranean": (18.5, 35.0),
    "sea.arabian": (63.5, 15.5),
    "sea.indian": (76.0, -12.0),
}


def plot_route_map(layers: MapLayers, *, wording: Wording, ax: Axes | None = None) -> Axes:
    """Draw the map of a route in a Lambert azimuthal equal-area projection.

    Parameters
    ----------
    layers : MapLayers
    wording : Wording
    ax : Axes, optional

    Returns
    -------
    Axes
        Artists carry group ids ``countries``, ``boundaries``, ``legs``, ``posts``,
        ``meetings``, which become ids of the SVG.
    """
    frame = FRAMES[layers.route]
    crs = _projection(frame)
    view = _view(layers, frame, crs)
    west, south, east, north = view.bounds
    ax = ax or canvas(9.2, 9.2 * (north - south) / (east - west) + 0.1)
    ax.set(xlim=(west, east), ylim=(south, north), aspect="equal", xticks=[], yticks=[])
    ax.set_facecolor(SEA)
    fill(ax, projected(layers.context, crs, view), LAND, gid="context")
    _shade(ax, layers, crs, view)
    _lines(ax, layers, crs, view)
    _names(ax, layers, crs, view, wording)
    ax.add_patch(
        Rectangle((west, south), east - west, north - south, fill=False, edgecolor=SOFT_INK, lw=0.8)
    )
    return ax


def _projection(frame: Frame) -> str:
    lon, lat = frame.centre
    return f"+proj=laea +lon_0={lon} +lat_0={lat} +datum=WGS84 +units=m"


def _view(layers: MapLayers, frame: Frame, crs: str) -> shapely.Polygon:
    """Return the box, in metres, around the ends of the legs that the frame holds."""
    ends = gpd.GeoSeries(
        shapely.points(shapely.get_coordinates(layers.legs.geometry.to_numpy())), crs="EPSG:4326"
    )
    held = ends[ends.within(shapely.box(frame.west, frame.south, frame.east, frame.north))]
    west, south, east, north = map(float, held.to_crs(crs).total_bounds)
    view: shapely.Polygon = shapely.box(
        west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M
    )
    return view


def _shade(ax: Axes, layers: MapLayers, crs: str, view: shapely.Polygon) -> None:
    shapes = projected(layers.countries, crs, view)
    for level, colour in enumerate(CLASS_COLOURS):
        fill(ax, shapes[shapes["level"] == level], colour, gid=f"countries-{level}")
    unreported = shapes[shapes["status"] == "not reported"]
    fill(ax, unreported, UNREPORTED, gid="countries-unreported", hatch="////")
    outside = shapes[shapes["status"] == "outside the table"]
    fill(ax, outside, OUTSIDE, gid="countries-outside")
    # A country that leaves the map is named in the part that is on it.
    inner = view.buffer(-MARGIN_M / 4, join_style="mitre")
    named = shapes.set_geometry(shapes.geometry.make_valid().intersection(inner))
    for row in named[~named.geometry.is_empty].itertuples():
        _country_name(ax, row.name, row.geometry, dark=pd.notna(row.level) and row.level >= DARK)


def _country_name(ax: Axes, name: str, geometry: shapely.Geometry, *, dark: bool) -> None:
    parts = shapely.get_parts(geometry)
    body = max(parts, key=shapely.area)
    at = shapely.point_on_surface(body)
    west, _, east, _ = body.bounds
    lines = textwrap.wrap(name, 14)
    metres = max(map(len, lines)) * CHARACTER * (ax.get_xlim()[1] - ax.get_xlim()[0])
    if metres < 0.85 * (east - west):
        ax.text(
            at.x, at.y, "\n".join(lines), fontsize=7.5, ha="center", va="center", zorder=5,
            color="white" if dark else INK, gid=DARK_HALO if dark else HALO,
        )  # fmt: skip


def _lines(ax: Axes, layers: MapLayers, crs: str, view: shapely.Polygon) -> None:
    borders = projected(layers.boundaries[layers.boundaries["kind"] != "coast"], crs, view)
    for kind, lines in borders.groupby("kind"):
        dash = BOUNDARY_DASHES[str(kind)]
        stroke(ax, lines, SOFT_INK, 0.6, dash, gid=f"boundaries-{kind}")
    colour = ROUTE_COLOURS[layers.route]
    for (mode, kind), lines in projected(layers.legs, crs, view).groupby(["mode", "kind"]):
        width = LINE_WEIGHTS[str(kind)] * POINTS_PER_PIXEL
        dash = MODE_DASHES[str(mode)]
        stroke(ax, lines, "white", width + 1.3, None, gid=f"casing-{mode}-{kind}", zorder=3)
        stroke(ax, lines, colour, width, dash, gid=f"legs-{mode}-{kind}", zorder=4)


def _events(ax: Axes, layers: MapLayers, crs: str, view: shapely.Polygon) -> None:
    events = layers.events.to_crs(crs)
    events = events[events.within(view)]
    if events.empty:
        return
    largest = float(events["kilograms"].max())
    for exact, gid in ((True, "events-place"), (False, "events-wide")):
        rows = events[(events["precision"] == "place") == exact]
        radius = [radius_of(kg, largest) * POINTS_PER_PIXEL for kg in rows["kilograms"]]
        ax.scatter(
            rows.geometry.x, rows.geometry.y, s=[4 * r**2 for r in radius], linewidth=0.8,
            facecolor=(EVENT, 0.65 if exact else 0.25), edgecolor=EVENT_EDGE,
            linestyle="solid" if exact else (0, (2, 2)), gid=gid, zorder=5,
        )  # fmt: skip


def _names(ax: Axes, layers: MapLayers, crs: str, view: shapely.Polygon, wording: Wording) -> None:
    seas = gpd.GeoSeries.from_xy(*zip(*SEAS.values(), strict=True), crs="EPSG:4326").to_crs(crs)
    for key, point in zip(SEAS, seas, strict=True):
        if view.contains(point):
            name = wording.say(f"map.{key}").replace(" ", "\n")
            ax.text(point.x, point.y, name, style="italic", fontsize=8, color="#54758c",
                    ha="center", va="center", zorder=3)  # fmt: skip
    _events(ax, layers, crs, view)
    posts, meetings = (
        points[points.within(view)]
        for points in (layers.posts.to_crs(crs), layers.meetings.to_crs(crs))
    )
    both = meetings["label"].isin(posts["label"])
    # Where a post and meetings share a city the larger mark of the meetings shows behind.
    ax.plot(
        meetings.geometry.x, meetings.geometry.y, linestyle="none", marker="D", color=MEETING,
        markeredgecolor="white", markersize=8.5, gid="meetings", zorder=6,
    )  # fmt: skip
    ax.plot(
        posts.geometry.x, posts.geometry.y, linestyle="none", marker="s", color=POST,
        markeredgecolor="white", markersize=6.5, gid="posts", zorder=7,
    )  # fmt: skip
    for places, colour in ((posts, POST), (meetings[~both], MEETING)):
        for label, point in zip(places["label"], places.geometry, strict=True):
            ax.annotate(
                label, (point.x, point.y), xytext=(6, 5), textcoords="offset points",
                fontsize=9, color=colour, weight="bold", zorder=8, gid=HALO,
            )  # fmt: skip
