"""Maps of one country: its place on its routes, and the lines and places within it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import matplotlib as mpl
import shapely
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from routes.network import SOURCE, nodes, route_legs
from routes.views import basemap
from routes.views.charts import RC
from routes.views.labels import Labels
from routes.views.map_pieces import dashes, fill, projected, stroke
from routes.views.style import (
    BOUNDARY_DASHES,
    EVENT,
    EVENT_EDGE,
    HOME,
    INK,
    LAND,
    MODE_DASHES,
    ON_ROUTE,
    POST,
    ROUTE_COLOURS,
    SEA,
    SOFT_INK,
    radius_of,
)
from routes.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

WIDTH = 6.6
# Height of a map as a part of its width.
FLATTEST, TALLEST = 0.5, 0.72
# A country smaller than this part of the view gets a ring.
RINGED = 0.02
POINTS_PER_PIXEL = 0.6
# Lines of several routes lie on each other: each next one is narrower, so that all are seen.
LINE_WIDTHS = {1: (2.4,), 2: (3.6, 1.5), 3: (3.6, 2.1, 0.8)}
# What a view holds that calls for a note, longitude and latitude.
NOTED = {"kosovo": (20.9, 42.6), "crimea": (34.3, 45.2)}


@dataclass
class Plate:
    """A map being drawn: its axes, projection, view in metres, and the labels it has so far."""

    ax: Axes
    crs: str
    view: shapely.Polygon
    routes: Sequence[str]
    wording: Wording
    shapes: gpd.GeoDataFrame = field(init=False)
    borders: gpd.GeoDataFrame = field(init=False)
    labels: Labels = field(init=False)
    modes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.shapes = projected(basemap.countries(), self.crs, self.view)
        lines = basemap.boundaries()
        self.borders = projected(lines[lines["kind"] != "coast"], self.crs, self.view)
        west, _, east, _ = self.view.bounds
        self.labels = Labels(self.ax, points_per_unit=72 * WIDTH / (east - west))

    @property
    def notes(self) -> list[str]:
        """Keys of the notes that what lies in the view calls for."""
        kinds = set(self.borders["kind"])
        found = [kind for kind in ("line_of_control", "undetermined") if kind in kinds]
        points = gpd.GeoSeries.from_xy(*zip(*NOTED.values(), strict=True), crs="EPSG:4326")
        inside = points.to_crs(self.crs).within(self.view)
        return found + [key for key, held in zip(NOTED, inside, strict=True) if held]


def plot_place_on_routes(
    iso3: str, *, routes: Sequence[str], members: Sequence[str], wording: Wording | None = None
) -> Plate:
    """Draw a country on its routes, from Afghanistan to it.

    Parameters
    ----------
    iso3 : str
    routes : sequence of str
        The routes whose lines are drawn.
    members : sequence of str
        ISO3 of the States and areas on these routes, to be tinted.

    Returns
    -------
    Plate
        Its ``ax`` carries the group ids ``context``, ``members``, ``home``, ``boundaries-…``,
        ``legs-…`` and, round a country too small to be seen, ``ring``.
    """
    shapes = basemap.countries().set_index("iso3")
    bodies = gpd.GeoSeries([_body(shapes.geometry[c]) for c in (SOURCE, iso3)], crs=shapes.crs)
    plate = _plate(bodies, routes=routes, margin=0.1, least=350_000, wording=wording)
    home = _ground(plate, iso3, members)
    _lines(plate, iso3)
    area = home.geometry.area.sum()
    at = home.geometry.union_all().representative_point() if len(home) else None
    if at is not None:
        ringed = area < RINGED * plate.view.area
        if ringed:
            plate.ax.plot(
                [at.x], [at.y], linestyle="none", marker="o", markersize=26, markeredgecolor=INK,
                markerfacecolor="none", markeredgewidth=1.4, gid="ring", zorder=6,
            )  # fmt: skip
        plate.labels.beside(
            at.x,
            at.y,
            plate.wording.country(iso3),
            size=10,
            weight="bold",
            away=16 if ringed else 0,
        )
    _country_names(plate, [SOURCE, *members], except_for=iso3)
    return plate


def plot_lines_within(
    iso3: str,
    *,
    routes: Sequence[str],
    members: Sequence[str],
    places: pd.DataFrame | None = None,
    posts: gpd.GeoDataFrame | None = None,
    wording: Wording | None = None,
) -> Plate:
    """Draw the lines within a country, its places on them, and seizures by place.

    Parameters
    ----------
    iso3, routes, members
        As for `plot_place_on_routes`.
    places : DataFrame, optional
        One row a place: ``place``, ``precision``, ``latitude``, ``longitude``, ``events``. The
        area of a circle grows with its seizures.
    posts : GeoDataFrame, optional
        Points of liaison posts.

    Returns
    -------
    Plate
        Further group ids ``events-place``, ``events-wide``, ``nodes`` and ``posts``.
    """
    shapes = basemap.countries().set_index("iso3")
    body = gpd.GeoSeries([shapes.geometry[iso3]], crs=shapes.crs)
    plate = _plate(body, routes=routes, margin=0.12, least=40_000, wording=wording)
    _ground(plate, iso3, members)
    _lines(plate, iso3)
    if places is not None and len(places):
        _circles(plate, places)
    if posts is not None:
        here = posts.to_crs(plate.crs)
        here = here[here.within(plate.view)]
        plate.ax.plot(
            here.geometry.x, here.geometry.y, linestyle="none", marker="s", color=POST,
            markeredgecolor="white", markersize=7, gid="posts", zorder=6.5,
        )  # fmt: skip
    _towns(plate, iso3)
    _country_names(plate, members, except_for=iso3)
    return plate


def _body(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the parts of a country that count for its extent: far islets would stretch it."""
    parts = shapely.get_parts(shape)
    areas = shapely.area(parts)
    extent: shapely.Geometry = shapely.multipolygons(parts[areas > 0.02 * areas.max()])
    return extent


def _plate(
    shapes: gpd.GeoSeries,
    *,
    routes: Sequence[str],
    margin: float,
    least: float,
    wording: Wording | None,
) -> Plate:
    west, south, east, north = shapes.total_bounds
    crs = (
        f"+proj=laea +lon_0={(west + east) / 2} +lat_0={(south + north) / 2} +datum=WGS84 +units=m"
    )
    west, south, east, north = shapes.to_crs(crs).total_bounds
    edge = max(margin * max(east - west, north - south), least)
    width, height = east - west + 2 * edge, north - south + 2 * edge
    shown = min(max(height / width, FLATTEST), TALLEST)
    width, height = max(width, height / shown), max(height, width * shown)
    x, y = (west + east) / 2, (south + north) / 2
    view = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    with mpl.rc_context(RC):
        ax = Figure(figsize=(WIDTH, WIDTH * shown)).add_axes((0, 0, 1, 1))
    west, south, east, north = view.bounds
    ax.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    ax.set_facecolor(SEA)
    ax.spines[:].set_visible(False)
    ax.add_patch(
        Rectangle(
            (west, south),
            east - west,
            north - south,
            fill=False,
            edgecolor=SOFT_INK,
            lw=1.6,
            zorder=10,
        )
    )
    return Plate(ax, crs, view, routes, wording or Wording())


def _ground(plate: Plate, iso3: str, members: Sequence[str]) -> gpd.GeoDataFrame:
    """Draw land and boundaries; return the shapes of the country itself."""
    shapes = plate.shapes
    home = shapes[shapes["iso3"] == iso3]
    tinted = shapes["iso3"].isin(members) & (shapes["iso3"] != iso3)
    fill(plate.ax, shapes[~tinted & (shapes["iso3"] != iso3)], LAND, gid="context")
    fill(plate.ax, shapes[tinted], ON_ROUTE, gid="members")
    fill(plate.ax, home, HOME, gid="home")
    for kind, lines in plate.borders.groupby("kind"):
        dash = BOUNDARY_DASHES[str(kind)]
        stroke(plate.ax, lines, SOFT_INK, 0.7, dash, gid=f"boundaries-{kind}")
    return home


def _lines(plate: Plate, iso3: str) -> None:
    legs = route_legs()
    # A line in the air over a country says nothing of it.
    here = (legs["mode"] != "air") | (legs["from_iso3"] == iso3) | (legs["to_iso3"] == iso3)
    legs = projected(legs[here & legs["route"].isin(plate.routes)], plate.crs, plate.view)
    plate.modes = set(legs["mode"])
    every = LINE_WIDTHS[len(plate.routes)]
    widths = dict(zip(plate.routes, every, strict=True))
    # A casing under a dashed line would show as a band of its own.
    solid = legs[legs["mode"] == "road"]
    stroke(plate.ax, solid, "white", every[0] + 1.2, None, gid="casing", zorder=3)
    for (name, mode), lines in legs.groupby(["route", "mode"]):
        order = 4 + 0.1 * list(plate.routes).index(str(name))
        stroke(
            plate.ax, lines, ROUTE_COLOURS[str(name)], widths[str(name)], MODE_DASHES[str(mode)],
            gid=f"legs-{name}-{mode}", zorder=order,
        )  # fmt: skip


def _circles(plate: Plate, places: pd.DataFrame) -> None:
    points = gpd.GeoSeries.from_xy(places["longitude"], places["latitude"], crs="EPSG:4326")
    points = points.set_axis(places.index).to_crs(plate.crs)
    largest = float(places["events"].max())
    for exact, gid in ((True, "events-place"), (False, "events-wide")):
        rows = places[(places["precision"] == "place") == exact]
        at = points[rows.index]
        radius = [radius_of(float(n), largest) * POINTS_PER_PIXEL for n in rows["events"]]
        plate.ax.scatter(
            at.x, at.y, s=[4 * r**2 for r in radius], linewidth=0.8,
            facecolor=(EVENT, 0.6 if exact else 0.2), edgecolor=EVENT_EDGE,
            linestyle="solid" if exact else dashes("4 4"), gid=gid, zorder=5,
        )  # fmt: skip


def _towns(plate: Plate, iso3: str) -> None:
    """Mark and name the places of the lines, those of the country first."""
    legs = route_legs()
    legs = legs[legs["route"].isin(plate.routes)]
    used = set(legs["from_node"]) | set(legs["to_node"])
    towns = nodes()
    towns = towns[towns.index.isin(used) & towns["iso3"].notna()].to_crs(plate.crs)
    towns = towns[towns.within(plate.view.buffer(-0.01 * plate.view.length))]
    towns = towns.assign(away=towns["iso3"] != iso3).sort_values("away", kind="stable")
    plate.ax.plot(
        towns.geometry.x, towns.geometry.y, linestyle="none", marker="o", color="white",
        markeredgecolor=INK, markersize=3.4, markeredgewidth=0.9, gid="nodes", zorder=7,
    )  # fmt: skip
    for town in towns.itertuples():
        plate.labels.occupy(town.geometry.x, town.geometry.y, 3)
    for town in towns.itertuples():
        size, colour = (7.5, SOFT_INK) if town.away else (8.5, INK)
        at = town.geometry
        plate.labels.beside(
            at.x, at.y, plate.wording.text("place", town.name), size=size, colour=colour, away=4
        )


def _country_names(plate: Plate, codes: Sequence[str], *, except_for: str) -> None:
    shapes = plate.shapes
    inner = plate.view.buffer(-0.02 * plate.view.length / 4, join_style="mitre")
    for code in dict.fromkeys(codes):
        if code == except_for:
            continue
        shown = shapes[shapes["iso3"] == code].geometry.make_valid().intersection(inner)
        parts = shapely.get_parts(shown.to_numpy())
        parts = parts[shapely.area(parts) > 0]
        if len(parts):
            body = max(parts, key=shapely.area)
            plate.labels.inside(body, plate.wording.country(code), size=8.5, colour=SOFT_INK)
