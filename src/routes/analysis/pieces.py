"""Legs cut into geodesic pieces, and where on them the reach of a post begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from routes.analysis.coordinates import CoordinatesError, coordinates, points_of
from routes.network import km_from_afghanistan
from routes.network import route as route_of
from routes.network.geometry import GEOD
from routes.network.segments import segments
from routes.reference import remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What a leg is travelled by. An officer can sit on land only, so kilometres of one are never
# added to those of another in a share.
MEANS = {"road": "land", "rail": "land", "sea": "sea", "air": "air"}
_HALVINGS = 40
# The arc cosine is good to less than this between places close together.
_OPEN_KM = 1.0
_GOLDEN = (np.sqrt(5) - 1) / 2


def placed_posts(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the posts that have a place, with ``longitude`` and ``latitude``.

    Raises
    ------
    CoordinatesError
    """
    where = coordinates(points_of(posts), posts.get("precision"), coarsest="province")
    wrong = sorted(set(where.reason) - {"", "no coordinates"})
    if wrong:
        raise CoordinatesError(f"posts: {'; '.join(map(str, wrong))}")
    frame = pd.DataFrame(posts).assign(longitude=where.longitude, latitude=where.latitude)
    return frame[where.usable]


class Pieces:
    """The geodesic pieces of some legs, each at most 100 km long, in order along each leg.

    Parameters
    ----------
    legs : GeoDataFrame
        As `Route.legs`.

    Attributes
    ----------
    leg : ndarray of int32, shape (n,)
        Position in `legs`.
    start_km, km : ndarray of float64, shape (n,)
        Where on its leg a piece begins; its length.
    ends : ndarray of float64, shape (n, 4)
        Longitude and latitude of both ends.
    """

    def __init__(self, legs: gpd.GeoDataFrame) -> None:
        self.ends, self.leg, self.start_km, self.km = segments(legs)
        self._azimuth = np.asarray(GEOD.inv(*self.ends.T)[0])

    def at(self, leg: NDArray[Any], along_km: Floats) -> tuple[Floats, Floats]:
        """Return longitude and latitude so many kilometres along legs."""
        # One running scale for all legs: where each begins, and kilometres from there.
        longest = float((self.start_km + self.km).max(initial=0.0)) + 1
        starts = np.asarray(self.leg * longest + self.start_km)
        piece = np.searchsorted(starts, np.asarray(leg * longest + along_km), side="right") - 1
        return self.on(piece, along_km - self.start_km[piece])

    def on(self, piece: NDArray[Any], km: Floats) -> tuple[Floats, Floats]:
        """Return longitude and latitude so many kilometres along pieces."""
        lon, lat, _ = GEOD.fwd(
            self.ends[piece, 0], self.ends[piece, 1], self._azimuth[piece], 1000 * km
        )
        return np.asarray(lon), np.asarray(lat)

    def reached(self, places: pd.DataFrame, radius_km: float) -> tuple[Floats, Floats]:
        """Return where on each piece the reach of each post begins and ends.

        Returns
        -------
        begin, end : ndarray of float64, shape (pieces, posts)
            Kilometres from the beginning of the piece; equal where the post does not reach it.
        """
        first = distances(self.ends[:, 0], self.ends[:, 1], places)
        last = distances(self.ends[:, 2], self.ends[:, 3], places)
        length = np.broadcast_to(self.km[:, None], first.shape)
        begin = np.zeros(first.shape)
        end = np.where((first <= radius_km) & (last <= radius_km), length, 0.0)
        # By the triangle inequality no other piece can be touched.
        touched = (end == 0) & (first + last <= 2 * radius_km + length + 1e-6)
        piece, post = np.nonzero(touched)
        if not len(piece):
            return begin, end
        lon, lat = (places[name].to_numpy()[post] for name in ("longitude", "latitude"))

        def away(km: Floats) -> Floats:
            x, y = self.on(piece, km)
            return np.asarray(GEOD.inv(x, y, lon, lat)[2]) / 1000

        at_first, at_last = first[touched], last[touched]
        whole, zero = self.km[piece], np.zeros(len(piece))
        inner = _least(away, whole)
        inner = np.where(at_first <= radius_km, zero, np.where(at_last <= radius_km, whole, inner))
        inside = away(inner) <= radius_km + 1e-9
        low = _crossing(away, radius_km, zero, inner)
        high = _crossing(away, radius_km, whole, inner)
        begin[piece, post] = np.where(inside & (at_first > radius_km), low, 0.0)
        end[piece, post] = np.where(inside, np.where(at_last > radius_km, high, whole), 0.0)
        return np.minimum(begin, end), end


@remembered
def route_pieces(route: str) -> Pieces:
    """Return the pieces of a route's legs; they are not meant to be changed."""
    return Pieces(route_of(route).legs)


def means_of(legs: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Return ``"land"``, ``"sea"`` or ``"air"`` for each leg."""
    return np.asarray(legs["mode"].map(MEANS), dtype=object)


def begins_km(legs: gpd.GeoDataFrame) -> Floats:
    """Return how far from Afghanistan along the network each leg begins, NaN if not led to."""
    km = km_from_afghanistan(legs).reindex(legs["from_node"])
    return np.asarray(km.to_numpy(dtype=float))


def distances(lon: Floats, lat: Floats, places: pd.DataFrame) -> Floats:
    """Return geodesic kilometres from points to places, shape (points, places)."""
    shape = (len(lon), len(places))
    x, y = (np.broadcast_to(np.asarray(v)[:, None], shape) for v in (lon, lat))
    px, py = (
        np.broadcast_to(places[name].to_numpy(dtype=float), shape)
        for name in ("longitude", "latitude")
    )
    if not x.size:
        return np.empty(shape)
    metres = GEOD.inv(x.ravel(), y.ravel(), px.ravel(), py.ravel())[2]
    return np.asarray(metres).reshape(shape) / 1000


def within(lon: Floats, lat: Floats, places: pd.DataFrame, km: float) -> NDArray[np.bool_]:
    """Return which points lie within a distance of which places, shape (points, places).

    Only where the straight line between the two leaves it open is the geodesic measured.
    """
    here = _directions(lon, lat)
    there = _directions(*(places[name].to_numpy(dtype=float) for name in ("longitude", "latitude")))
    # On a sphere; the ellipsoid differs from it by less than 1 per cent in any direction.
    rough = GEOD.a / 1000 * np.arccos(np.clip(here @ there.T, -1, 1))
    inside = rough <= km
    point, place = np.nonzero(np.abs(rough - km) <= 0.01 * km + _OPEN_KM)
    if len(point):
        x, y = (places[name].to_numpy(dtype=float)[place] for name in ("longitude", "latitude"))
        metres = GEOD.inv(lon[point], lat[point], x, y)[2]
        inside[point, place] = np.asarray(metres) <= 1000 * km
    return np.asarray(inside)


def _directions(lon: Floats, lat: Floats) -> Floats:
    lam, phi = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def united(begin: Floats, end: Floats) -> Floats:
    """Return the length of the union of intervals, row by row."""
    if not begin.shape[1]:
        return np.zeros(len(begin))
    order = np.argsort(begin, axis=1)
    begin, end = np.take_along_axis(begin, order, 1), np.take_along_axis(end, order, 1)
    passed = np.maximum.accumulate(end, axis=1)
    before = np.column_stack([np.zeros(len(end)), passed[:, :-1]])
    return np.asarray(np.clip(end - np.maximum(begin, before), 0, None).sum(axis=1))


def _least(away: Callable[[Floats], Floats], length: Floats) -> Floats:
    """Return where on each piece a distance is least, by golden section."""
    low, high = np.zeros(len(length)), length.copy()
    for _ in range(_HALVINGS):
        a, b = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        left = away(a) < away(b)
        low, high = np.where(left, low, a), np.where(left, b, high)
    return np.asarray((low + high) / 2)


def _crossing(
    away: Callable[[Floats], Floats], radius_km: float, outer: Floats, inner: Floats
) -> Floats:
    """Return where on each piece a distance passes the radius, by halving."""
    for _ in range(_HALVINGS):
        middle = (outer + inner) / 2
        inside = away(middle) <= radius_km
        outer, inner = np.where(inside, outer, middle), np.where(inside, middle, inner)
    return inner
