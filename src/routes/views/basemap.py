"""The basemap: countries and boundaries, drawn by United Nations conventions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import geopandas as gpd

from routes.reference import data_dir

if TYPE_CHECKING:
    from pathlib import Path


def countries() -> gpd.GeoDataFrame:
    """Return the shapes of countries and areas.

    Returns
    -------
    GeoDataFrame
        ``iso3`` (missing where undetermined), ``status``, ``geometry`` (EPSG:4326), simplified
        for maps of continents. Natural Earth 10m, public domain.
    """
    return _layer(data_dir(), "basemap_countries").copy()


def boundaries() -> gpd.GeoDataFrame:
    """Return boundary lines, by ``kind``: international, line_of_control, undetermined, coast."""
    return _layer(data_dir(), "basemap_boundaries").copy()


@cache
def _layer(folder: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(folder / f"{name}.geojson")
