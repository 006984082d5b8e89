"""The map of a route as a picture: equal-area, for print and for pages without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

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
)
from routes.views.place_marks import places
from routes.views.style import (
    CLASS_COLOURS,
    EVENT,
    EVENT_EDGE,
    LAND,
    NOT_HELD,
    OUTSIDE,
    UNREPORTED,
    radius_of,
)

if TYPE_CHECKING:
    import shapely
    from matplotlib.axes import Axes

    from routes.views.labels import Labels
    from routes.views.layers import MapLayers
    from routes.views.wording import Wording

DARK = 4


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
    ax, crs, view, labels = sheet(layers, ax)
    fill(ax, projected(layers.context, crs, view), LAND, gid="context")
    # Marks and their names come first: the names of countries and seas take what room is left.
    places(ax, layers, crs, view, labels)
    _shade(ax, layers, crs, view, labels)
    lines(ax, layers, crs, view)
    seas(labels, crs, view, wording)
    measure(ax, wording)
    _events(ax, layers, crs, view)
    return ax


def _shade(ax: Axes, layers: MapLayers, crs: str, view: shapely.Polygon, labels: Labels) -> None:
    shapes = projected(layers.countries, crs, view)
    for level, colour in enumerate(CLASS_COLOURS):
        fill(ax, shapes[shapes["level"] == level], colour, gid=f"countries-{level}")
    unreported = shapes[shapes["status"] == "not reported"]
    fill(ax, unreported, UNREPORTED, gid="countries-unreported", hatch="////")
    not_held = shapes[shapes["status"] == "not held here"]
    fill(ax, not_held, NOT_HELD, gid="countries-not-held", hatch="...")
    outside = shapes[shapes["status"] == "outside the table"]
    fill(ax, outside, OUTSIDE, gid="countries-outside")
    # A country that leaves the map is named in the part that is on it.
    inner = view.buffer(-MARGIN_M / 4, join_style="mitre")
    named = shapes.set_geometry(shapes.geometry.make_valid().intersection(inner))
    for row in named[~named.geometry.is_empty].itertuples():
        country_name(labels, row.name, row.geometry, dark=pd.notna(row.level) and row.level >= DARK)


def _events(ax: Axes, layers: MapLayers, crs: str, view: shapely.Polygon) -> None:
    events = layers.events.to_crs(crs)
    events = events[events.within(view)]
    if events.empty:
        return
    largest = layers.largest
    for exact, gid in ((True, "events-place"), (False, "events-wide")):
        rows = events[(events["precision"] == "place") == exact]
        radius = [radius_of(kg, largest) * POINTS_PER_PIXEL for kg in rows["kilograms"]]
        ax.scatter(
            rows.geometry.x, rows.geometry.y, s=[4 * r**2 for r in radius], linewidth=0.8,
            facecolor=(EVENT, 0.65 if exact else 0.25), edgecolor=EVENT_EDGE,
            linestyle="solid" if exact else (0, (2, 2)), gid=gid, zorder=5,
        )  # fmt: skip
