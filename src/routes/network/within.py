"""Who is inside the corridors: a certified raster, and distance where it is not sure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from routes.network.nearest import Legs, Raster, cell_reach_km, legs_of_routes, points
from routes.network.route import check_corridor
from routes.reference import data_dir

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray

# Fine cells along one degree, step by step; `kernels.FINE` is their product, and a block of
# `kernels.SIDE` cells is what the last two steps make.
_STEPS = (8, 4, 4)
_SIDE = 16
_EDGE = 8
# Every code of three routes stands at the head of a table, for the cells of the one before it that
# are all one; these carry the sign bit.
_CODES = 64
_ALL_ONE = np.int64(-(2**31))
OUT, IN, ASK = 0, 1, 2


class Corridors:
    """The corridors of some legs, ready to be asked who is inside.

    Cells of 1/128 of a degree are marked wholly inside or wholly outside the corridor of
    each route; a point in any other cell is measured, and one within metres of the limit is
    measured by Karney's method.

    Parameters
    ----------
    legs : Legs
    km : float
        Half-width.
    """

    def __init__(self, legs: Legs, km: float) -> None:
        self.legs, self.km = legs, km
        x, y = np.meshgrid(np.arange(360) - 179.5, np.arange(180) - 89.5)
        codes = self._codes(x.ravel(), y.ravel(), 1.0)
        mixed = np.flatnonzero(codes & 0b101010)
        coarse = _ALL_ONE + codes
        coarse[mixed] = _CODES + (_EDGE * _EDGE) * np.arange(len(mixed))
        fine = self._refined(x.ravel()[mixed], y.ravel()[mixed], codes[mixed], 1.0, _STEPS)
        self._raster = Raster(coarse.astype(np.int32), *_in_blocks(fine))

    def _codes(
        self, x: NDArray[np.float64], y: NDArray[np.float64], size: float
    ) -> NDArray[np.uint8]:
        km = self.legs.nearest(x, y).km
        reach = cell_reach_km(y, size)
        state = np.where(km + reach[:, None] < self.km, IN, ASK)
        state[km - reach[:, None] > self.km] = OUT
        codes: NDArray[np.uint8] = (state << (2 * np.arange(km.shape[1]))).sum(axis=1)
        return codes.astype(np.uint8)

    def _refined(
        self, x: NDArray[np.float64], y: NDArray[np.float64], codes: NDArray[np.uint8],
        size: float, steps: tuple[int, ...],
    ) -> NDArray[np.uint8]:  # fmt: skip
        """Return the codes of the cells inside given cells, shape (cells, n, n)."""
        if not steps:
            return codes[:, None, None]
        step, *rest = steps
        offset = (np.arange(step) - (step - 1) / 2) * size / step
        inner = np.repeat(codes, step * step)
        asked = np.flatnonzero(inner & 0b101010)
        cell, place = np.divmod(asked, step * step)
        fx, fy = x[cell] + offset[place % step], y[cell] + offset[place // step]
        inner[asked] = self._codes(fx, fy, size / step)
        edge = int(np.prod(rest, dtype=int))
        parts = np.repeat(inner, edge * edge).reshape(-1, edge, edge)
        still = np.flatnonzero(inner[asked] & 0b101010)
        parts[asked[still]] = self._refined(
            fx[still], fy[still], inner[asked[still]], size / step, tuple(rest)
        )
        whole = parts.reshape(len(codes), step, step, edge, edge)
        return np.ascontiguousarray(
            whole.transpose(0, 1, 3, 2, 4).reshape(len(codes), step * edge, step * edge)
        )

    def inside(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Return which points lie within the corridor of each route, shape (n, routes).

        Parameters
        ----------
        lon, lat : array_like of float, shape (n,)
            WGS84 degrees; a point without coordinates is outside.
        """
        x, y = points(lon, lat)
        return self.legs.inside(x, y, self._raster, self.km)


def _in_blocks(fine: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return where each block of fine cells begins, and the cells; see `Raster`.

    Most blocks are of one code: what is left fits the nearer caches.
    """
    cut = fine.reshape(-1, _EDGE, _SIDE, _EDGE, _SIDE).transpose(0, 1, 3, 2, 4)
    cut = cut.reshape(-1, _SIDE * _SIDE)
    differs = (cut != cut[:, :1]).any(axis=1)
    blocks = _ALL_ONE + cut[:, 0]
    blocks[differs] = _CODES + (_SIDE * _SIDE) * np.arange(differs.sum())
    every = np.arange(_CODES)
    return (
        np.append(_ALL_ONE + every, blocks).astype(np.int32),
        np.append(every.astype(np.uint8), cut[differs]),
    )


def within_corridors(lon: ArrayLike, lat: ArrayLike, *, km: float = 100) -> NDArray[np.bool_]:
    """Return which points lie within the corridor of each route.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        WGS84 degrees; longitudes may be turned around by 360; NaN for an unknown place.
    km : float
        Half-width of the corridors, above 0 and up to 1,000.

    Returns
    -------
    ndarray of bool, shape (n, 3)
        Northern, Balkan, southern.

    Raises
    ------
    CorridorWidthError

    Examples
    --------
    >>> within_corridors([69.28, 0.0], [41.31, 0.0])  # Tashkent, and the sea off Ghana
    array([[ True, False, False],
           [False, False, False]])
    """
    return corridors(check_corridor(km)).inside(lon, lat)


def corridors(km: float) -> Corridors:
    """Return the corridors of the three routes."""
    return _corridors(data_dir(), float(km))


@cache
def _corridors(folder: Path, km: float) -> Corridors:  # noqa: ARG001 - the key of the cache
    return Corridors(legs_of_routes(), km)
