"""The pieces of lines that distances are measured to."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routes.network.geometry import GEOD

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

# Pieces that are one geodesic are joined up to this length: fewer to search, the same line.
_LONGEST_KM = 100.0
_SAME_LINE_KM = 2e-4


def ecef(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return earth-centred kilometres of points in degrees, shape (n, 3)."""
    a, e2 = GEOD.a / 1000, GEOD.es
    phi, lam = np.radians(lat), np.radians(lon)
    normal = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    flat = normal * np.cos(phi)
    return np.column_stack(
        [flat * np.cos(lam), flat * np.sin(lam), normal * (1 - e2) * np.sin(phi)]
    )


def segments(
    legs: gpd.GeoDataFrame,
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of every segment, its leg, where on the leg it begins, and its length."""
    parts, part_leg = shapely.get_parts(legs.geometry.to_numpy(), return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    kept = _corners(points, part)
    points, part = points[kept], part[kept]
    joined = part[1:] == part[:-1]
    ends = np.column_stack([points[:-1], points[1:]])[joined]
    leg = part_leg[part[:-1][joined]].astype(np.int32)
    metres = GEOD.inv(ends[:, 0], ends[:, 1], ends[:, 2], ends[:, 3])[2]
    length = np.asarray(metres) / 1000
    total = np.cumsum(length)
    first = np.searchsorted(leg, leg)
    return ends, leg, total - length - (total - length)[first], length


def _corners(points: NDArray[np.float64], part: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the vertices without which the lines would not be the same."""
    place = ecef(points[:, 0], points[:, 1])
    kept: list[int] = []
    start = 0
    for i in range(len(points)):
        if i == 0 or part[i] != part[i - 1]:
            kept.append(i)
            start = i
        elif i + 1 == len(points) or part[i + 1] != part[i]:
            kept.append(i)
        elif not _one_geodesic(place[start : i + 2]):
            kept.append(i)
            start = i
    return np.array(kept)


def _one_geodesic(place: NDArray[np.float64]) -> bool:
    """Tell whether all places lie on the arc from the first to the last, and in its order."""
    # In plain numbers: this runs for every vertex, and arrays of three take ten times as long.
    first, *inner, last = place.tolist()
    ax, ay, az = first
    bx, by, bz = last
    dx, dy, dz = bx - ax, by - ay, bz - az
    chord = sqrt(dx * dx + dy * dy + dz * dz)
    if not 0 < chord <= _LONGEST_KM:
        return False
    sx, sy, sz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
    most = _SAME_LINE_KM * sqrt(sx * sx + sy * sy + sz * sz)
    before = 0.0
    for x, y, z in inner:
        along = (x - ax) * dx + (y - ay) * dy + (z - az) * dz
        if abs(x * sx + y * sy + z * sz) > most or along <= before:
            return False
        before = along
    return before < chord * chord


def to_geodesic(
    lon: float, lat: float, lon1: float, lat1: float, lon2: float, lat2: float
) -> float:
    """Return the least distance to one geodesic, by halving the bracket of its foot."""
    azimuth, _, metres = GEOD.inv(lon1, lat1, lon2, lat2)

    def away(s: float) -> float:
        x, y, _ = GEOD.fwd(lon1, lat1, azimuth, s)
        return float(GEOD.inv(lon, lat, x, y)[2])

    low, high = 0.0, metres
    golden = (np.sqrt(5) - 1) / 2
    a, b = high - golden * (high - low), low + golden * (high - low)
    at_a, at_b = away(a), away(b)
    while high - low > 1.0:
        if at_a < at_b:
            high, b, at_b = b, a, at_a
            a = high - golden * (high - low)
            at_a = away(a)
        else:
            low, a, at_a = a, b, at_b
            b = low + golden * (high - low)
            at_b = away(b)
    # A parabola through the last bracket; the foot may also be an end of the leg.
    return min(at_a, at_b, away((low + high) / 2), away(0.0), away(metres)) / 1000
