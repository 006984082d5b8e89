"""Where seizures were made: coordinates as they come, and whether they can be measured."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from routes.analysis.reasons import REASONS, UNTOLD, code
from routes.errors import RoutesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What may be measured when the coarsest is ...
FINE_ENOUGH = {
    "place": {"place", "maritime"},
    "district": {"place", "district", "maritime"},
    "province": {"place", "district", "province", "maritime"},
}
WGS84 = "EPSG:4326"
_POLE, _TURNS = 90.0, 540.0


class CoordinatesError(RoutesError, ValueError):
    """Coordinates that are no coordinates."""


class Points(NamedTuple):
    """Longitude and latitude of rows, as they came."""

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]

    def part(self, rows: slice) -> Points:
        """Return some of the rows."""
        return Points(self.longitude[rows], self.latitude[rows])


@dataclass(frozen=True)
class Coordinates:
    """Longitude and latitude (NaN where they cannot be used), and why a place is not measured.

    Attributes
    ----------
    longitude, latitude : ndarray of float64
    reason_code : ndarray of int8
        Position in `REASONS`; -1 where the place is measured.
    """

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    reason_code: NDArray[np.int8]

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Which places are measured."""
        return np.asarray(self.reason_code == UNTOLD)

    @property
    def reason(self) -> NDArray[np.object_]:
        """Why each place is not measured, in words; empty where it is."""
        return np.array([*REASONS, ""], dtype=object)[self.reason_code]


def coordinates(points: Points, precision: pd.Series | None, *, coarsest: str) -> Coordinates:
    """Return which points can be measured, and why the others cannot."""
    lon, lat = points
    known = np.isfinite(lon) & np.isfinite(lat)
    missing = np.isnan(lon) | np.isnan(lat)
    swapped = known & (np.abs(lat) > _POLE) & (np.abs(lon) <= _POLE) & (np.abs(lat) <= 2 * _POLE)
    wrong = ~missing & (~known | (np.abs(lat) > _POLE) | (np.abs(lon) > _TURNS))
    reason = np.full(len(lon), UNTOLD, dtype=np.int8)
    if precision is not None:
        word = precision.astype(object)
        coarse = word.notna().to_numpy() & ~word.isin(FINE_ENOUGH[coarsest]).to_numpy()
        reason[coarse] = code("placed too coarsely")
    reason[missing] = code("no coordinates")
    reason[wrong] = code("coordinates out of range")
    reason[swapped] = code("latitude and longitude look swapped")
    bad = missing | wrong
    return Coordinates(np.where(bad, np.nan, lon), np.where(bad, np.nan, lat), reason)


def points_of(frame: pd.DataFrame) -> Points:
    """Return the points of a frame's rows.

    Raises
    ------
    CoordinatesError
        If there are none, or they are text, or not points, or in no known CRS.
    """
    return Points(*_columns(frame))


def _columns(frame: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        return _points(frame.geometry)
    absent = [name for name in ("longitude", "latitude") if name not in frame]
    if absent:
        raise CoordinatesError(
            f"no column {' and '.join(absent)} and no point geometry; "
            "method 'country' needs neither"
        )
    for name in ("longitude", "latitude"):
        if not (pd.api.types.is_numeric_dtype(frame[name]) or frame[name].isna().all()):
            raise CoordinatesError(f"{name} is {frame[name].dtype}, not numbers in degrees")
    return (
        frame["longitude"].to_numpy(dtype=float, na_value=np.nan),
        frame["latitude"].to_numpy(dtype=float, na_value=np.nan),
    )


def _points(shapes: gpd.GeoSeries) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    kinds = set(shapes.geom_type.dropna()) - {"Point"}
    if kinds:
        raise CoordinatesError(f"geometry is {', '.join(sorted(kinds))}; points are needed")
    if shapes.crs is None:
        raise CoordinatesError("the geometry has no CRS; give it one with set_crs")
    if shapes.crs != WGS84:
        warnings.warn(f"points reprojected from {shapes.crs} to {WGS84}", stacklevel=4)
        shapes = shapes.to_crs(WGS84)
    return shapes.x.to_numpy(dtype=float), shapes.y.to_numpy(dtype=float)
