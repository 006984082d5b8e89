"""The basemap: countries and boundaries, drawn by United Nations conventions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import geopandas as gpd

from routes.reference import data_dir, read_signed

if TYPE_CHECKING:
    from pathlib import Path

    from routes.views.wording import Wording


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
    read_signed(folder, f"{name}.geojson")
    return gpd.read_file(folder / f"{name}.geojson")


def map_notes(wording: Wording) -> list[str]:
    """Return what every map must say of its lines, borders and names."""
    keys = ("schematic", "disclaimer", "line_of_control", "undetermined", "kosovo", "crimea")
    return [wording.say(f"map.{key}") for key in keys]
