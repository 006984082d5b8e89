"""What every printed map is drawn with: projection, fills, lines, names and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from routes.views.charts import canvas
from routes.views.lettering import BOLD, ems, wrapped
from routes.views.style import (
    BOUNDARY_DASHES,
    FRAMES,
    HATCH,
    INK,
    LINE_WEIGHTS,
    MEETING,
    MODE_DASHES,
    POST,
    ROUTE_COLOURS,
    SEA,
    SEA_INK,
    SOFT_INK,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from routes.views.layers import MapLayers
    from routes.views.style import Frame
    from routes.views.wording import Wording

# Parts of the width of the map: what is finer cannot be seen.
SIMPLIFY = 1 / 2000
SMALLEST = 1 / 500
MARGIN_M = 300_000
# Width of the map in points of type.
WIDE = 9.2 * 72
POINTS_PER_PIXEL = 0.6
# Kilometres that a scale bar may have.
SCALES = (100, 200, 500, 1_000, 2_000)
SEAS = {
    "persian_gulf": (51.5, 26.9),
    "sea.caspian": (50.6, 41.9),
    "sea.black": (34.5, 43.3),
    "sea.mediterranean": (18.5, 35.0),
    "sea.arabian": (63.5, 15.5),
    "sea.indian": (76.0, -12.0),
}
# Text of these groups gets a halo by the style sheet of the SVG and stays text.
HALO, DARK_HALO = "halo-light", "halo-dark"


def sheet(layers: MapLayers, ax: Axes | None) -> tuple[Axes, str, shapely.Polygon]:
    """Return axes that hold the frame of a route, the projection, and the view in metres."""
    frame = FRAMES[layers.route]
    crs = projection(frame)
    view = view_of(layers, frame, crs)
    west, south, east, north = view.bounds
    inches = WIDE / 72
    ax = ax or canvas(inches, inches * (north - south) / (east - west) + 0.1)
    ax.set(xlim=(west, east), ylim=(south, north), aspect="equal", xticks=[], yticks=[])
    ax.set_facecolor(SEA)
    ax.add_patch(
        Rectangle(
            (west, south), east - west, north - south, fill=False, edgecolor=SOFT_INK, lw=0.8,
            zorder=9,
        )
    )  # fmt: skip
    return ax, crs, view


def projection(frame: Frame) -> str:
    """Return the equal-area projection of a frame."""
    lon, lat = frame.centre
    return f"+proj=laea +lon_0={lon} +lat_0={lat} +datum=WGS84 +units=m"


def view_of(layers: MapLayers, frame: Frame, crs: str) -> shapely.Polygon:
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


def projected(frame: gpd.GeoDataFrame, crs: str, view: shapely.Polygon) -> gpd.GeoDataFrame:
    """Return shapes as the projection has them, cut to the view and as fine as can be seen."""
    margin = view.buffer(50_000)
    near = frame[frame.geometry.notna()].to_crs(crs)
    near = near[np.isfinite(near.bounds).all(axis=1)]
    geometry = shapely.clip_by_rect(near.geometry.make_valid().to_numpy(), *margin.bounds)
    near = near.set_geometry(gpd.GeoSeries(geometry, index=near.index, crs=crs))
    near = near[~near.geometry.is_empty]
    return near.set_geometry(near.geometry.simplify(SIMPLIFY * (view.bounds[2] - view.bounds[0])))


def compound(geometry: gpd.GeoSeries) -> Path | None:
    """Return all rings or lines as one path: one element of the SVG instead of hundreds."""
    parts = shapely.get_parts(geometry.to_numpy())
    kind = shapely.get_type_id(parts)
    areas = shapely.orient_polygons(parts[kind == shapely.GeometryType.POLYGON])
    rings = [*shapely.get_rings(areas), *parts[kind == shapely.GeometryType.LINESTRING]]
    if not rings:
        return None
    return Path.make_compound_path(*[Path(shapely.get_coordinates(ring)) for ring in rings])


def fill(
    ax: Axes, shapes: gpd.GeoDataFrame, colour: str, *, gid: str, hatch: str = "", ink: str = HATCH
) -> None:
    """Fill areas in one colour, with a hatch in ink if one is given."""
    parts = shapes.geometry.explode()
    west, east = ax.get_xlim()
    path = compound(parts[parts.area > (SMALLEST * (east - west)) ** 2])
    if path is not None:
        edge = ink if hatch else colour
        patch = PathPatch(
            path, facecolor=colour, edgecolor=edge, hatch=hatch or None, linewidth=0.2
        )
        patch.set_gid(gid)
        # The limits are set: add_patch would measure every vertex again.
        ax.add_artist(patch)


def stroke(
    ax: Axes, lines: gpd.GeoDataFrame, colour: str, width: float, dash: str | None, *, gid: str,
    zorder: float = 2,
) -> None:  # fmt: skip
    """Draw lines in one colour, width and dash."""
    path = compound(lines.geometry.line_merge().explode())
    if path is not None:
        patch = PathPatch(
            path, fill=False, edgecolor=colour, linewidth=width, linestyle=dashes(dash),
            zorder=zorder,
        )  # fmt: skip
        patch.set_gid(gid)
        ax.add_artist(patch)


def country_name(ax: Axes, name: str, geometry: shapely.Geometry, *, dark: bool) -> None:
    """Write the name of a country where it fits."""
    parts = shapely.get_parts(geometry)
    body = max(parts, key=shapely.area)
    at = shapely.point_on_surface(body)
    west, _, east, _ = body.bounds
    lines = wrapped(name, 14)
    left, right = ax.get_xlim()
    metres = max(map(ems, lines)) * 7.5 * (right - left) / WIDE
    if metres < 0.7 * (east - west):
        ax.text(
            at.x, at.y, "\n".join(lines), fontsize=7.5, ha="center", va="center", zorder=5,
            color="white" if dark else INK, gid=DARK_HALO if dark else HALO,
        )  # fmt: skip


def lines(ax: Axes, layers: MapLayers, crs: str, view: shapely.Polygon) -> None:
    """Draw boundaries and the legs of the route."""
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


def dashes(dash: str | None) -> str | tuple[int, tuple[float, ...]]:
    """Return a dash of the style sheet as matplotlib wants it."""
    return "solid" if dash is None else (0, tuple(float(part) / 2 for part in dash.split()))


def measure(ax: Axes, wording: Wording) -> None:
    """Draw a scale bar of about a seventh of the width, and where north is."""
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    km = max(step for step in SCALES if step * 1000 <= (east - west) / 6)
    left, low = west + 0.025 * (east - west), south + 0.035 * (north - south)
    tick = 0.008 * (north - south)
    ax.plot(
        [left, left, left + km * 1000, left + km * 1000],
        [low + tick, low, low, low + tick],
        color=INK, linewidth=1.1, zorder=8, gid="scale",
    )  # fmt: skip
    ax.text(
        left + km * 500, low + tick / 2, wording.kilometres(km), fontsize=8,
        color=INK, ha="center", va="bottom", zorder=8, gid=HALO,
    )  # fmt: skip
    # Up is north along the middle meridian, which is where the arrow stands.
    top = north - 0.03 * (north - south)
    middle = min(max(0.0, west + 0.04 * (east - west)), east - 0.04 * (east - west))
    ax.annotate(
        wording.say("map.north_letter"), (middle, top), (middle, top - 0.075 * (north - south)),
        ha="center", va="center", fontsize=9, weight="bold", color=INK, zorder=8,
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.1}, gid=HALO,
    )  # fmt: skip


def seas(ax: Axes, crs: str, view: shapely.Polygon, wording: Wording) -> None:
    """Name the seas in view."""
    points = gpd.GeoSeries.from_xy(*zip(*SEAS.values(), strict=True), crs="EPSG:4326").to_crs(crs)
    for key, point in zip(SEAS, points, strict=True):
        if view.contains(point):
            name = wording.say(f"map.{key}").replace(" ", "\n")
            ax.text(point.x, point.y, name, style="italic", fontsize=8, color=SEA_INK,
                    ha="center", va="center", zorder=3)  # fmt: skip


def places(ax: Axes, layers: MapLayers, crs: str, view: shapely.Polygon) -> None:
    """Mark and name posts and meeting places."""
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
    left, right = ax.get_xlim()
    for marked, colour in ((posts, POST), (meetings[~both], MEETING)):
        for label, point in zip(marked["label"], marked.geometry, strict=True):
            # To the left of its mark where it would leave the map.
            metres = (6 + BOLD * ems(label) * 9) * (right - left) / WIDE
            side = -1 if point.x + metres > right else 1
            ax.annotate(
                label, (point.x, point.y), xytext=(6 * side, 5), textcoords="offset points",
                fontsize=9, color=colour, weight="bold", zorder=8, gid=HALO,
                ha="left" if side > 0 else "right",
            )  # fmt: skip
