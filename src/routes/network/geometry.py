"""Lines and areas on the WGS84 ellipsoid."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import antimeridian
import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

GEOD = Geod(ellps="WGS84")
STEP_KM = 20.0
PIECE_KM = 200.0
QUARTER_CIRCLE = 16


def densified(
    points: Sequence[tuple[float, float]], *, step_km: float = STEP_KM
) -> NDArray[np.float64]:
    """Return the geodesics through `points` with a vertex at least every `step_km`.

    Parameters
    ----------
    points : sequence of (longitude, latitude)
        WGS84 degrees.
    step_km : float
        Longest distance between two vertices, in kilometres.

    Returns
    -------
    ndarray of shape (n, 2)
        Longitude and latitude; the given points are among them.
    """
    pieces = [np.array(points[:1], dtype=float)]
    for (lon1, lat1), (lon2, lat2) in pairwise(points):
        _, _, metres = GEOD.inv(lon1, lat1, lon2, lat2)
        count = int(np.ceil(metres / 1000 / step_km)) - 1
        if count > 0:
            pieces.append(np.array(GEOD.npts(lon1, lat1, lon2, lat2, count)))
        pieces.append(np.array([(lon2, lat2)], dtype=float))
    return np.vstack(pieces)


def line(points: Sequence[tuple[float, float]]) -> LineString | MultiLineString:
    """Return the densified geodesic line, split at the antimeridian.

    Examples
    --------
    >>> line([(170, 0), (-170, 0)]).geom_type
    'MultiLineString'
    """
    whole = LineString(densified(points))
    if np.abs(np.diff(shapely.get_coordinates(whole)[:, 0])).max(initial=0) <= 180:  # noqa: PLR2004
        return whole
    return antimeridian.fix_line_string(whole, great_circle=True)


def length_km(geometry: BaseGeometry) -> float:
    """Return the length of a line on the ellipsoid, in kilometres."""
    return float(GEOD.geometry_length(geometry)) / 1000


def buffered(geometry: BaseGeometry, km: float) -> BaseGeometry:
    """Return the area within `km` of a line, true to the ellipsoid within 1 per cent.

    The line is cut into pieces of at most 200 km. Each is buffered in an azimuthal equidistant
    plane about its own middle, where distances are true, and brought back to longitude and
    latitude; the pieces are then united.

    Parameters
    ----------
    geometry : LineString or MultiLineString
        EPSG:4326, densified.
    km : float
        Distance in kilometres, up to 1,000.

    Returns
    -------
    Polygon or MultiPolygon
        EPSG:4326, split at the antimeridian.
    """
    lines = getattr(geometry, "geoms", [geometry])
    return shapely.union_all(
        [_piece_buffer(piece, km) for part in lines for piece in _pieces(part)]
    )


def _pieces(part: LineString) -> list[NDArray[np.float64]]:
    points = shapely.get_coordinates(part)
    _, _, metres = GEOD.inv(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
    number = np.concatenate([[0], np.cumsum(metres)]) // (PIECE_KM * 1000)
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    ends = np.append(starts[1:], len(points) - 1)
    return [points[a : b + 1] for a, b in zip(starts, ends, strict=True) if b > a]


def _piece_buffer(points: NDArray[np.float64], km: float) -> Polygon | MultiPolygon:
    lon0, lat0 = points[len(points) // 2]
    n = len(points)
    azimuth, _, metres = GEOD.inv(np.full(n, lon0), np.full(n, lat0), points[:, 0], points[:, 1])
    angle = np.radians(azimuth)
    plane = LineString(np.column_stack([metres * np.sin(angle), metres * np.cos(angle)]))
    around = shapely.segmentize(plane.buffer(km * 1000, quad_segs=QUARTER_CIRCLE), 25_000)
    x, y = shapely.get_coordinates(around.exterior).T
    lon, lat, _ = GEOD.fwd(
        np.full(len(x), lon0), np.full(len(x), lat0), np.degrees(np.arctan2(x, y)), np.hypot(x, y)
    )
    if np.abs(np.diff(lon)).max() <= 180:  # noqa: PLR2004
        return Polygon(np.column_stack([lon, lat]))
    return antimeridian.fix_polygon(Polygon(np.column_stack([lon, lat])), fix_winding=True)


def circle(lon: float, lat: float, km: float) -> Polygon | MultiPolygon:
    """Return the places within `km` of a point, as a polygon of 720 corners.

    Parameters
    ----------
    lon, lat : float
        WGS84 degrees.
    km : float
        Geodesic radius, up to 10,000.

    Returns
    -------
    Polygon or MultiPolygon
        EPSG:4326, split at the antimeridian, with the pole where the circle holds it.

    Examples
    --------
    >>> circle(179, 0, 500).geom_type
    'MultiPolygon'
    """
    azimuth = np.linspace(360, 0, 720, endpoint=False)  # turned left: the outside of a ring
    full = np.ones(len(azimuth))
    x, y, _ = GEOD.fwd(lon * full, lat * full, azimuth, 1000 * km * full)
    ring = Polygon(np.column_stack([x, y]))
    if np.abs(np.diff(x, append=x[0])).max() <= 180:  # noqa: PLR2004
        return ring
    return antimeridian.fix_polygon(ring, fix_winding=False)
