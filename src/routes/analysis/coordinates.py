"""Where seizures were made: coordinates as they come, and whether they can be measured."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

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


@dataclass(frozen=True)
class Coordinates:
    """Longitude and latitude (NaN where they cannot be used), and why a place is not measured."""

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    usable: NDArray[np.bool_]
    reason: NDArray[np.object_]

    def part(self, rows: slice) -> Coordinates:
        """Return some of the rows."""
        return Coordinates(
            self.longitude[rows], self.latitude[rows], self.usable[rows], self.reason[rows]
        )


def coordinates(frame: pd.DataFrame, *, coarsest: str) -> Coordinates:
    """Return the coordinates of a frame's rows.

    Raises
    ------
    CoordinatesError
        If there are none, or they are text, or not points, or in no known CRS.
    """
    lon, lat = _columns(frame)
    known = np.isfinite(lon) & np.isfinite(lat)
    missing = np.isnan(lon) | np.isnan(lat)
    swapped = known & (np.abs(lat) > _POLE) & (np.abs(lon) <= _POLE) & (np.abs(lat) <= 2 * _POLE)
    wrong = ~missing & (~known | (np.abs(lat) > _POLE) | (np.abs(lon) > _TURNS))
    reason = np.full(len(frame), "", dtype=object)
    if "precision" in frame:
        word = frame["precision"].astype(object)
        coarse = word.notna().to_numpy() & ~word.isin(FINE_ENOUGH[coarsest]).to_numpy()
        reason[coarse] = "placed too coarsely"
    reason[missing] = "no coordinates"
    reason[wrong] = "coordinates out of range"
    reason[swapped] = "latitude and longitude look swapped"
    bad = missing | wrong
    return Coordinates(np.where(bad, np.nan, lon), np.where(bad, np.nan, lat), reason == "", reason)


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
