"""How far points are from each route, on which leg, and how far along it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from routes.network.distance import km_from_afghanistan
from routes.network.kernels import ASK, nearest_of_few
from routes.network.legs import route_legs
from routes.network.segments import ecef, segments, to_geodesic
from routes.reference import data_dir

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import ArrayLike, NDArray

LEAF = 6
# Up to so many points are asked without the compiler, which takes seconds to begin.
FEW = 200
# A longer list is not kept: the tree is asked instead.
_LONGEST_LIST = 32
# The arc of a leg rises above its chord by up to 200 m; its box must hold it.
_RISE_KM = 0.25
# What a cell's reach may be wrong by, kilometres.
_SURE_KM = 0.05
_DEGREE_KM = 111.7
# Distances are true to a quarter of a metre up to 200 km: nearer to a limit they are asked again.
_AT_LIMIT_KM = 0.001


@dataclass(frozen=True)
class Distances:
    """What `Legs.nearest` returns; one row a point, one column a route.

    Attributes
    ----------
    km : ndarray of float64, shape (n, routes)
        Geodesic distance to the nearest leg, kilometres; NaN for a point without coordinates.
    leg : ndarray of int32, shape (n, routes)
        Position of that leg in the frame of legs; -1 for a point without coordinates.
    along_km : ndarray of float64, shape (n, routes)
        Kilometres from the beginning of the leg to the point nearest on it.
    """

    km: NDArray[np.float64]
    leg: NDArray[np.int32]
    along_km: NDArray[np.float64]


class Raster(NamedTuple):
    """What is known of cells, see `routes.network.within.Corridors`.

    A code has two bits a route. `coarse` and `blocks` say where in the next table a cell begins;
    the sign bit is set where the whole cell has one code, which stands there alone.
    """

    coarse: NDArray[np.int32]
    blocks: NDArray[np.int32]
    fine: NDArray[np.uint8]


class Legs:
    """The legs of one or more routes, ready to be asked for distances.

    Parameters
    ----------
    legs : GeoDataFrame
        Columns ``route`` and ``geometry`` (EPSG:4326 lines with a vertex at least every 20 km),
        as `route_legs` returns them.

    Attributes
    ----------
    routes : tuple of str
        In order of first appearance: the columns of every answer.
    """

    def __init__(self, legs: gpd.GeoDataFrame) -> None:
        self.routes = tuple(dict.fromkeys(legs["route"]))
        number = {name: i for i, name in enumerate(self.routes)}
        ends, self._leg, self._start, self._length = segments(legs)
        tree = legs["route"].map(number).to_numpy()[self._leg]
        self._ends = ends
        self._pack(ends, tree)

    def _pack(self, ends: NDArray[np.float64], tree: NDArray[np.intp]) -> None:
        a, b = ecef(ends[:, 0], ends[:, 1]), ecef(ends[:, 2], ends[:, 3])
        along = b - a
        squared = (along**2).sum(axis=1)
        inverse = np.divide(1.0, squared, out=np.zeros_like(squared), where=squared > 0)
        low, high = np.minimum(a, b) - _RISE_KM, np.maximum(a, b) + _RISE_KM
        order: list[NDArray[np.intp]] = []
        boxes: list[NDArray[np.float64]] = []
        kids: list[tuple[int, int]] = []
        placed = 0

        def plant(members: NDArray[np.intp]) -> int:
            nonlocal placed
            here = len(boxes)
            boxes.append(np.concatenate([low[members].min(axis=0), high[members].max(axis=0)]))
            kids.append((0, 0))
            if len(members) <= LEAF:
                kids[here] = (-placed - 1, len(members))
                order.append(members)
                placed += len(members)
                return here
            middle = (a[members] + b[members]) / 2
            axis = int(np.argmax(np.ptp(middle, axis=0)))
            ranked = members[np.argsort(middle[:, axis], kind="stable")]
            half = len(ranked) // 2
            kids[here] = (plant(ranked[:half]), plant(ranked[half:]))
            return here

        roots = [plant(np.flatnonzero(tree == i)) for i in range(len(self.routes))]
        final = np.concatenate(order)
        self._roots = np.array(roots, dtype=np.int32)
        self._boxes = np.array(boxes)
        self._kids = np.array(kids, dtype=np.int32)
        self._segments = np.column_stack([a, along, inverse])[final]
        self._leg, self._start = self._leg[final], self._start[final]
        self._length, self._ends = self._length[final], self._ends[final]
        self._tree = tree[final]
        self._has_lists = False

    def _list(self) -> None:
        if not self._has_lists:
            self._list_candidates()

    def _list_candidates(self) -> None:
        """List, for each cell of one degree and each route, the segments that may be nearest."""
        # Compiling takes a moment that a reader of annual totals need not wait for.
        from routes.network.compiled import kernels  # noqa: PLC0415

        x, y = np.meshgrid(np.arange(360) - 179.5, np.arange(180) - 89.5)
        lon, lat = x.ravel(), y.ravel()
        trees, cells = len(self._roots), len(lon)
        self._first = np.empty((trees, cells), dtype=np.int32)
        listed = np.empty((trees, cells, _LONGEST_LIST), dtype=np.int32)
        counts = np.empty((trees, cells), dtype=np.int32)
        # A distance to a chord changes by no more than the point moves; lifting adds the rise.
        farther = 2 * cell_reach_km(lat, 1.0) + 4 * _RISE_KM
        kernels().candidates(
            lon, lat, farther, self._roots, self._boxes, self._kids,
            self._segments, self._leg, self._first, listed, counts,
        )  # fmt: skip
        held = np.arange(_LONGEST_LIST) < counts[:, :, None]
        self._listed = listed[held]
        ends = np.cumsum(counts.ravel())
        self._begins = np.zeros((trees, cells + 1), dtype=np.int32)
        self._begins[:, 1:] = ends.reshape(trees, cells)
        self._begins[1:, 0] = self._begins[:-1, -1]
        self._has_lists = True

    def _ask(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.float64]]:
        shape = (len(lon), len(self.routes))
        km, found, at = np.empty(shape), np.empty(shape, np.int32), np.empty(shape)
        if len(lon) <= FEW and not self._has_lists:
            nearest_of_few(
                lon, lat, self._roots, self._boxes, self._kids, self._segments, self._leg,
                km, found, at,
            )  # fmt: skip
            return km, found, at
        # Compiling takes a moment that a reader of a small file need not wait for.
        from routes.network.compiled import kernels  # noqa: PLC0415

        self._list()
        kernels().nearest(
            lon, lat, self._roots, self._boxes, self._kids, self._segments, self._leg,
            self._first, self._begins, self._listed, km, found, at,
        )  # fmt: skip
        return km, found, at

    def nearest(self, lon: ArrayLike, lat: ArrayLike) -> Distances:
        """Return the distance of points to the nearest leg of each route.

        Parameters
        ----------
        lon, lat : array_like of float, shape (n,)
            WGS84 degrees. Longitudes may be turned around by 360; NaN for an unknown place.

        Returns
        -------
        Distances
            True to the geodesic within 1 m up to 200 km, within 100 m up to 1,000 km and
            within 0.5 per cent farther off. Of legs equally near, the first in the frame.

        Examples
        --------
        >>> legs = legs_of_routes()
        >>> bool(legs.nearest([69.28], [41.31]).km[0, 0] < 10)  # Tashkent, northern route
        True
        """
        x, y = longitudes(lon), np.ascontiguousarray(lat, dtype=np.float64)
        km, found, at = self._ask(x, y)
        leg = np.where(found >= 0, self._leg[found], -1).astype(np.int32)
        along = np.where(found >= 0, self._start[found] + at * self._length[found], np.nan)
        return Distances(km, leg, along)

    def inside(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], raster: Raster, km: float
    ) -> NDArray[np.bool_]:
        """Return which points lie within `km` of each route, shape (n, routes).

        See `routes.network.within.Corridors`.
        """
        from routes.network.compiled import kernels  # noqa: PLC0415

        self._list()
        # The arc of a chord differs by direction, by a hundredth of its rise at the most.
        unsure = _AT_LIMIT_KM + 0.02 * km**3 / (24 * 6335.0**2)
        chord = 2 * 6371.0 * np.sin(km / 2 / 6371.0)
        held = np.empty((len(lon), len(self.routes)), dtype=bool)
        # As long as the points may be many, but only what is written takes memory.
        rows, asks = np.empty(len(lon), dtype=np.int32), np.empty(len(lon), dtype=np.uint8)
        asked: int = kernels().inside(
            lon, lat, raster.coarse, raster.blocks, raster.fine,
            max(chord - unsure, 0.0) ** 2, (chord + unsure) ** 2,
            self._roots, self._boxes, self._kids, self._segments, self._begins, self._listed,
            held, rows, asks,
        )  # fmt: skip
        for i, bits in zip(rows[:asked], asks[:asked], strict=True):
            for r in range(len(self.routes)):
                if bits >> (2 * r) & ASK:
                    held[i, r] = self.exact_km(lon[i], lat[i], r) <= km
        return held

    def exact_km(self, lon: float, lat: float, route: int) -> float:
        """Return the geodesic distance to a route by Karney's method, to a millimetre.

        Slow: for the few points at the very edge of a corridor.
        """
        mine = np.flatnonzero(self._tree == route)
        point = ecef(np.array([lon]), np.array([lat]))[0]
        s = self._segments[mine]
        t = np.clip(((point - s[:, :3]) * s[:, 3:6]).sum(axis=1) * s[:, 6], 0, 1)
        chord = np.linalg.norm(point - s[:, :3] - t[:, None] * s[:, 3:6], axis=1)
        # A chord lies a little under its arc: whatever is nearly as near may be the nearest.
        near = mine[chord <= chord.min() + _RISE_KM]
        return min(to_geodesic(lon, lat, *self._ends[k]) for k in near)


def cell_reach_km(lat: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    """Return how far a point of a cell of so many degrees may be from its middle, kilometres."""
    widest = np.cos(np.radians(np.maximum(np.abs(lat) - degrees / 2, 0)))
    reach: NDArray[np.float64] = 1.01 * _DEGREE_KM * degrees / 2 * np.hypot(1, widest) + _SURE_KM
    return reach


def longitudes(lon: ArrayLike) -> NDArray[np.float64]:
    """Return longitudes with whole turns taken off; nothing is copied where there are none."""
    x = np.ascontiguousarray(lon, dtype=np.float64)
    beyond = np.abs(x) >= 180  # noqa: PLR2004 - 180 itself too, which is -180
    return np.where(beyond, np.remainder(x + 180, 360) - 180, x) if beyond.any() else x


def legs_of_routes() -> Legs:
    """Return the legs of the three routes, ready to be asked for distances."""
    return _legs(data_dir())


@cache
def _legs(folder: Path) -> Legs:  # noqa: ARG001 - the key of the cache
    return Legs(route_legs())


def distances_of(lon: ArrayLike, lat: ArrayLike, *, exact_at: float | None = None) -> Distances:
    """Return the distance of points to the nearest leg of each of the three routes.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        WGS84 degrees; longitudes may be turned around by 360; NaN for an unknown place.
    exact_at : float, optional
        A limit in kilometres: distances within 1 m of it are measured again by Karney's method,
        so that no point falls on the wrong side.

    Returns
    -------
    Distances
        See `Legs.nearest`; columns northern, Balkan, southern.

    Examples
    --------
    >>> (distances_of([67.01], [30.18]).km < 10).tolist()  # Quetta, on two routes
    [[False, True, True]]
    """
    legs = legs_of_routes()
    away = legs.nearest(lon, lat)
    if exact_at is not None:
        x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        for i, r in np.argwhere(np.abs(away.km - exact_at) < _AT_LIMIT_KM):
            away.km[i, r] = legs.exact_km(x[i], y[i], int(r))
    return away


@dataclass(frozen=True)
class LegPositions:
    """Where each leg of `route_legs` begins along its route, and the branch it is on.

    Attributes
    ----------
    begins_km : ndarray of float64
        Kilometres from Afghanistan; NaN where the network does not lead to it.
    branch_code : ndarray of int16
        Position in `branches`.
    branches : Index of str
    """

    begins_km: NDArray[np.float64]
    branch_code: NDArray[np.int16]
    branches: pd.Index


def leg_positions() -> LegPositions:
    """Return where each leg begins along its route."""
    return _positions(data_dir())


@cache
def _positions(folder: Path) -> LegPositions:  # noqa: ARG001 - the key of the cache
    legs = route_legs()
    begins = np.full(len(legs), np.nan)
    for name in dict.fromkeys(legs["route"]):
        mine = (legs["route"] == name).to_numpy()
        km = km_from_afghanistan(legs[mine])
        begins[mine] = km.reindex(legs.loc[mine, "from_node"]).to_numpy()
    branches = pd.Index(sorted(set(legs["branch"])))
    code = branches.get_indexer(legs["branch"]).astype(np.int16)
    return LegPositions(begins, code, branches)
