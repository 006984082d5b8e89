"""What every printed map is drawn with: projection, fills, lines, names and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from routes.views.charts import canvas
from routes.views.extent import projection, view_of
from routes.views.labels import DARK_HALO, HALO, Labels
from routes.views.style import (
    BOUNDARY_DASHES,
    FRAMES,
    HATCH,
    INK,
    LINE_WEIGHTS,
    MODE_DASHES,
    ROUTE_COLOURS,
    SEA,
    SEA_INK,
    SOFT_INK,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from routes.views.layers import MapLayers
    from routes.views.wording import Wording

# Parts of the width of the map: what is finer cannot be seen.
SIMPLIFY = 1 / 2000
SMALLEST = 1 / 500
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


def sheet(layers: MapLayers, ax: Axes | None) -> tuple[Axes, str, shapely.Polygon, Labels]:
    """Return axes that hold the frame of a route, projection, view in metres, and its labels."""
    crs = projection(FRAMES[layers.route])
    view = view_of(layers, crs)
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
    return ax, crs, view, Labels(ax, points_per_unit=WIDE / (east - west))


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


def country_name(labels: Labels, name: str, geometry: shapely.Geometry, *, dark: bool) -> None:
    """Write the name of a country where it fits and hides no mark."""
    body = max(shapely.get_parts(geometry), key=shapely.area)
    labels.inside(
        body, name, size=7.5, colour="white" if dark else INK, gid=DARK_HALO if dark else HALO,
        room=0.7,
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


def seas(labels: Labels, crs: str, view: shapely.Polygon, wording: Wording) -> None:
    """Name the seas in view, where no mark is hidden."""
    points = gpd.GeoSeries.from_xy(*zip(*SEAS.values(), strict=True), crs="EPSG:4326").to_crs(crs)
    for key, point in zip(SEAS, points, strict=True):
        if view.contains(point):
            name = wording.say(f"map.{key}").replace(" ", "\n")
            labels.at(point, name, size=8, colour=SEA_INK, style="italic")
