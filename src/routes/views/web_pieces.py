"""What every live map is made of: layers as plain data, for the scripts in ``live`` to draw.

Only what is named here reaches a page: shapes, a name, lines of a tip, a source, a class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from routes.escaping import LONGEST_CELL, plain
from routes.views.extent import projection, view_of
from routes.views.map_pieces import SEAS, projected
from routes.views.offline import OfflineMap
from routes.views.style import FRAMES, radius_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routes.views.layers import MapLayers
    from routes.views.wording import Wording

# Degrees: what cannot be seen at the zooms the map allows.
SIMPLIFY = 0.02
SIMPLIFY_CONTEXT = 0.06
_STEPS_A_DEGREE = 100
_SCALES = [digit * 10**power for power in range(4) for digit in (1, 2, 3, 5)]
# A tip with more lines than this is not read; the table has them all.
_LINES = 12


def live_map(
    layers: MapLayers,
    groups: Iterable[dict[str, Any]],
    *,
    title: str | Sequence[str],
    wording: Wording,
    sources: Iterable[str] = (),
    years: Sequence[int] = (),
    says: Sequence[str] = (),
    key: str = "",
) -> OfflineMap:
    """Return a live map in the frame of a route.

    Parameters
    ----------
    layers : MapLayers
        Gives the frame.
    groups : iterable of dict
        Layers, the lowest first, as `areas`, `lines`, `marks` return them.
    title : str or sequence of str
        What the map is called for those who cannot see it; one a year where years are given.
    wording : Wording
    sources : iterable of str
        Those that items refer to by their place.
    years : sequence of int
        Those that a reader may choose from.
    says : sequence of str
        What is shown of each of these years.
    key : str
        Of a map in a panel: it then listens for messages ``{"routes": key, "map": news}``, where
        the news hold ``route``, ``layers`` (whole layers with the ``id`` of those they replace),
        ``shown`` (ids) and ``said``.
    """
    frame = FRAMES[layers.route]
    say = wording.say
    words = {
        "map": title if isinstance(title, str) else list(title),
        "title": title if isinstance(title, str) else title[-1],
        "says": list(says),
        "hint": say("map.hint"),
        "hintTouch": say("map.hint_touch"),
        "layers": say("map.layers"),
        "north": say("map.north"),
        "northLetter": say("map.north_letter"),
        "year": say("map.year"),
        "zoomIn": say("map.zoom_in"),
        "zoomOut": say("map.zoom_out"),
        # Leaflet rounds its bar down to one of these.
        "scale": {str(km): wording.kilometres(km) for km in _SCALES},
        # The sentence is whole; the script fills its two places with what stands beside it.
        "tip.r": say("map.tip.reported", kg="{kg}", year="{year}"),
        "tip.0": say("map.tip.zero", year="{year}"),
        "tip.u": say("map.tip.unreported", year="{year}"),
        "tip.o": say("map.tip.outside"),
        "tip.n": say("map.tip.not_held", year="{year}"),
    }
    bounds = view_of(layers, projection(frame)).bounds
    data = {
        "route": layers.route,
        "centre": list(frame.centre),
        "view": [round(value) for value in bounds],
        "words": words,
        "sources": [plain(source) for source in sources],
        "years": [int(year) for year in years],
        # A panel may fill a layer that is empty today.
        "layers": [group for group in groups if group["items"] or key],
    }
    if key:
        data["key"] = key
    return OfflineMap(layers=data, language=wording.language, direction=wording.direction)


def item(
    name: str,
    tip: Iterable[str] = (),
    *,
    css: str = "",
    source: int | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return one thing of a layer: its name, the lines of its tip, its class and its source."""
    lines = [plain(line, longest=LONGEST_CELL) for line in tip if line][:_LINES]
    made: dict[str, Any] = {"name": plain(name, longest=LONGEST_CELL), **more}
    if lines:
        made["tip"] = lines
    if css:
        made["class"] = css
    if source is not None:
        made["source"] = source
    return made


def shape_of(geometry: shapely.Geometry) -> list[Any]:
    """Return a shape as steps of a hundredth of a degree: polygons by rings, or lines."""
    parts = [part for part in shapely.get_parts(geometry) if not part.is_empty]
    if parts and shapely.get_type_id(parts[0]) == shapely.GeometryType.POLYGON:
        rings = [[steps(ring) for ring in _rings(part)] for part in parts]
        return [[ring for ring in polygon if ring] for polygon in rings if polygon[0]]
    return [line for part in parts if (line := steps(part))]


def _rings(polygon: shapely.Polygon) -> list[shapely.Geometry]:
    return [polygon.exterior, *polygon.interiors]


def steps(line: shapely.Geometry) -> list[int]:
    """Return the points of a line or a point: the first, then the steps from each to the next.

    Examples
    --------
    >>> steps(shapely.LineString([(10, 20), (10.5, 19.998), (10.52, 20)]))
    [1000, 2000, 50, 0, 2, 0]
    """
    whole = np.rint(shapely.get_coordinates(line) * _STEPS_A_DEGREE).astype(int)
    moves = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=int))
    moves = moves[np.r_[True, (moves[1:] != 0).any(axis=1)]]
    if shapely.get_type_id(line) and len(moves) < 2:  # noqa: PLR2004 - nothing to be seen
        return []
    return [int(value) for value in moves.ravel()]


def simplified(frame: gpd.GeoDataFrame, tolerance: float = SIMPLIFY) -> gpd.GeoSeries:
    """Return shapes as fine as can be seen; areas that share a border keep sharing it."""
    geometry = frame.geometry
    if geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        # By shapely: geopandas has it as a method only since 1.1.
        coarse = shapely.coverage_simplify(geometry.to_numpy(), tolerance)
        return gpd.GeoSeries(coarse, index=geometry.index, crs=geometry.crs)
    return geometry.simplify(tolerance)


def group(kind: str, css: str, name: str = "", **more: Any) -> dict[str, Any]:
    """Return a layer without its items; one without a name cannot be switched."""
    return {"kind": kind, "class": css, "name": name, "items": [], **more}


def context(layers: MapLayers) -> dict[str, Any]:
    """Return the countries of which nothing is said."""
    # One shape: nothing is said of these countries, and their borders are lines of their own.
    view = shapely.box(-60, -60, 180, 84)
    whole = layers.context.dissolve().simplify(SIMPLIFY_CONTEXT).intersection(view)
    made = group("area", "context", quiet=True)
    return made | {"items": [item("", at=shape_of(shape)) for shape in whole]}


def boundaries(layers: MapLayers, wording: Wording) -> dict[str, Any]:
    """Return the boundaries, by kind."""
    rows = layers.boundaries[layers.boundaries["kind"] != "coast"]
    made = group("line", "boundary", wording.say("map.layer.boundaries"), quiet=True)
    kinds = {
        str(kind): [line for shape in simplified(lines) for line in shape_of(shape)]
        for kind, lines in rows.groupby("kind")
    }
    return made | {"items": [item("", at=at, css=kind) for kind, at in kinds.items()]}


def legs(layers: MapLayers, wording: Wording) -> dict[str, Any]:
    """Return the lines of the route."""
    made = group("line", "leg", wording.say("map.layer.legs"))
    rows = zip(layers.legs.itertuples(index=False), simplified(layers.legs), strict=True)
    items = [
        item("", [leg.tip], at=shape_of(shape), css=f"{leg.kind} {leg.mode}") for leg, shape in rows
    ]
    # A leg shorter than a step of the grid still has its two ends.
    for one, leg in zip(items, layers.legs.geometry, strict=True):
        one["at"] = one["at"] or [_whole(leg)]
    return made | {"items": items}


def _whole(line: shapely.Geometry) -> list[int]:
    ends = np.rint(shapely.get_coordinates(line)[[0, -1]] * _STEPS_A_DEGREE).astype(int)
    first, last = ends.tolist()
    return [*first, last[0] - first[0], last[1] - first[1]]


def seizure(row: Any, largest: float, **more: Any) -> dict[str, Any]:
    """Return a circle of seizures by place; `largest` is the kilograms of the largest."""
    return item(
        row.label,
        [row.tip],
        at=steps(row.geometry),
        radius=round(radius_of(row.kilograms, largest), 1),
        css=row.precision,
        **more,
    )


def rings(
    circles: gpd.GeoDataFrame, wording: Wording, tolerance: float = SIMPLIFY, **more: Any
) -> dict[str, Any]:
    """Return circles of reach, as the layers have them with ``label`` and ``tip``."""
    made = group("line", "circle", wording.say("map.layer.circles"), **more)
    if circles.empty:
        return made
    lines = simplified(circles.set_geometry(circles.boundary), tolerance)
    items = [
        item(row.label, [row.tip], at=shape_of(ring))
        for row, ring in zip(circles.itertuples(index=False), lines, strict=True)
    ]
    return made | {"items": items}


class Sources(dict[str, int]):
    """Sources by their place in the list that goes to the page; a new one is added."""

    def __missing__(self, source: str) -> int:
        self[source] = len(self)
        return self[source]


def marks(
    places: gpd.GeoDataFrame,
    css: str,
    name: str,
    *,
    sources: Sources | None = None,
    years: Sequence[int] = (),
    **more: Any,
) -> dict[str, Any]:
    """Return things at places: posts or meetings, one item each.

    The script makes one mark of those at one place. `places` have ``label``, ``tip``, ``source``
    and, where known, ``key`` (the same thing in two layers is one), ``serves``, ``first`` and
    ``last`` (of the years given, when it is shown).
    """
    items = []
    for row in places.itertuples(index=False):
        extra: dict[str, Any] = {}
        if getattr(row, "key", ""):
            extra["key"] = plain(row.key)
        if years:
            shown = [place for place, year in enumerate(years) if row.first <= year <= row.last]
            if not shown:
                continue
            extra["years"] = [shown[0], shown[-1]]
        items.append(
            item(
                row.label,
                [*row.tip.split("\n"), getattr(row, "serves", "")],
                at=steps(row.geometry),
                source=None if sources is None else sources[row.source],
                **extra,
            )
        )
    return group("mark", css, name, **more) | {"items": items}


def names(layers: MapLayers) -> dict[str, Any]:
    """Return the names of the countries of the route, each with the width it may have in km."""
    frame = FRAMES[layers.route]
    crs = projection(frame)
    view = view_of(layers, crs)
    shapes = projected(layers.countries, crs, view)
    made = group("name", "country-name", quiet=True)
    bodies = [
        max(shapely.get_parts(whole), key=shapely.area, default=shapely.Polygon())
        for whole in shapes.geometry.buffer(0)
    ]
    places = gpd.GeoSeries([shapely.point_on_surface(body) for body in bodies], crs=crs)
    items = []
    for name, body, at in zip(shapes["name"], bodies, places.to_crs("EPSG:4326"), strict=True):
        if not body.is_empty:
            west, _, east, _ = body.bounds
            items.append(item(name, at=steps(at), width=round((east - west) / 1000)))
    return made | {"items": items}


def seas(layers: MapLayers, wording: Wording) -> dict[str, Any]:
    """Return the names of the seas in view."""
    frame = FRAMES[layers.route]
    crs = projection(frame)
    view = view_of(layers, crs)
    points = gpd.GeoSeries.from_xy(*zip(*SEAS.values(), strict=True), crs="EPSG:4326")
    inside = points.to_crs(crs).within(view)
    items = [
        item(wording.say(f"map.{key}"), at=steps(point), width=10_000)
        for key, point, seen in zip(SEAS, points, inside, strict=True)
        if seen
    ]
    return group("name", "sea-name", quiet=True) | {"items": items}
