"""The map of coverage as a picture: circles true on the ellipsoid, what nothing reaches hatched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from routes.views.extent import MARGIN_M
from routes.views.map_pieces import (
    POINTS_PER_PIXEL,
    country_name,
    fill,
    lines,
    measure,
    projected,
    seas,
    sheet,
    stroke,
)
from routes.views.place_marks import places
from routes.views.style import (
    AREA_DASHES,
    CIRCLE,
    GAP_BAND,
    GAP_DASH,
    GAP_INK,
    GAP_TICK,
    INK,
    LAND,
    REACH_COLOURS,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from routes.views.coverage_layers import CoverageLayers
    from routes.views.wording import Wording

BAND = 7.5 * POINTS_PER_PIXEL
# Here a dash is counted in widths of its line, and by halves.
TICKS = " ".join(f"{2 * float(part) * POINTS_PER_PIXEL / BAND:.2f}" for part in GAP_DASH.split())
# Metres: a circle of hundreds of kilometres stays round.
_RING_M = 2_000


def plot_coverage_map(layers: CoverageLayers, *, wording: Wording, ax: Axes | None = None) -> Axes:
    """Draw the reach of posts along a route in a Lambert azimuthal equal-area projection.

    Parameters
    ----------
    layers : CoverageLayers
    wording : Wording
    ax : Axes, optional

    Returns
    -------
    Axes
        Artists carry group ids ``reach-…`` (States by what reaches them), ``circles``,
        ``area-best`` and ``area-runner-up`` (where a further post would reach most),
        ``stretches`` (a band with ticks across: what no post reaches), ``legs-…``, ``posts``
        and ``meetings``, which become ids of the SVG.
    """
    base = layers.base
    ax, crs, view, labels = sheet(base, ax)
    fill(ax, projected(base.context, crs, view), LAND, gid="context")
    places(ax, base, crs, view, labels)
    shapes = projected(base.countries, crs, view)
    for reach, colour in REACH_COLOURS.items():
        hatched = reach in GAP_INK
        fill(
            ax, shapes[shapes["reach"] == reach], colour, gid=f"reach-{reach}",
            hatch="////" if hatched else "", ink=GAP_INK.get(reach, colour),
        )  # fmt: skip
    inner = view.buffer(-MARGIN_M / 4, join_style="mitre")
    named = shapes.set_geometry(shapes.geometry.make_valid().intersection(inner))
    for row in named[~named.geometry.is_empty].itertuples():
        country_name(labels, row.name, row.geometry, dark=False)
    stretches = projected(layers.stretches, crs, view)
    stroke(ax, stretches, GAP_BAND, BAND, None, gid="stretches-band", zorder=2.5)
    stroke(ax, stretches, GAP_TICK, BAND, TICKS, gid="stretches", zorder=2.6)
    lines(ax, base, crs, view)
    _circles(ax, layers.circles, crs)
    for rank, dash in AREA_DASHES.items():
        rows = layers.areas[layers.areas["rank"] == rank]
        if len(rows):
            outlines = rows.to_crs(crs).set_geometry(rows.to_crs(crs).boundary)
            stroke(ax, outlines, "white", 3.4, None, gid=f"area-casing-{rank}", zorder=4.6)
            stroke(ax, outlines, INK, 2.0, dash, gid=f"area-{rank}", zorder=4.7)
    seas(labels, crs, view, wording)
    measure(ax, wording)
    return ax


def _circles(ax: Axes, circles: gpd.GeoDataFrame, crs: str) -> None:
    rings = circles.to_crs(crs)
    rings = rings.set_geometry(gpd.GeoSeries(rings.geometry.simplify(_RING_M), crs=crs).boundary)
    west, east = ax.get_xlim()
    south, north = ax.get_ylim()
    near = rings.cx[west:east, south:north]
    stroke(ax, near, "white", 2.2, None, gid="circles-casing", zorder=4.4)
    stroke(ax, near, CIRCLE, 1.1, "6 4", gid="circles", zorder=4.5)
