"""Layers written for other tools: GeoJSON, GeoParquet, GeoPackage."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio

from routes.errors import ParameterError, unknown
from routes.reference import data_hash, version
from routes.views import Wording
from routes.workbench.layers import layers

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

FORMATS = {".geojson": "GeoJSON", ".parquet": "GeoParquet", ".gpkg": "GeoPackage"}
LAYER_NAMES = ("legs", "corridors", "posts", "coverage", "meetings")
# A GeoPackage says when it was changed: the same layers shall be the same bytes.
_NO_DAY = "1980-01-01T00:00:00.000Z"
_NOTES = ("schematic", "disclaimer", "line_of_control", "undetermined", "kosovo", "crimea")


def export_layers(
    path: str | os.PathLike[str],
    *,
    route: str | None = None,
    only: Iterable[str] | None = None,
    **options: Any,
) -> list[Path]:
    """Write layers to files, and a text beside them that says what they are.

    Parameters
    ----------
    path : str or Path
        Its ending says how: ``.gpkg`` (GeoPackage, one file of all layers), ``.geojson`` (RFC
        7946) or ``.parquet`` (GeoParquet), a file per layer, its name before the ending. Its
        folder is made; files of the same name are replaced.
    route : {"northern", "balkan", "southern"}, optional
        All three by default.
    only : iterable of str, optional
        Of legs, corridors, posts, coverage, meetings; all by default.
    **options
        ``year``, ``corridor_km``, ``countries``, ``shared``, ``edition``, as for `layers`.

    Returns
    -------
    list of Path
        The files written, the text last. Coordinates are EPSG:4326, longitude first; the same
        layers give the same bytes.

    Raises
    ------
    ParameterError, UnknownNameError
        If the ending, a layer or an option is unknown.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = export_layers(f"{folder}/balkan.geojson", route="balkan", only=["legs"])
    ...     [file.name for file in files]
    ['balkan-legs.geojson', 'balkan.geojson.txt']
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        raise unknown("ending of an export", suffix, FORMATS)
    names = LAYER_NAMES if only is None else tuple(only)
    for name in names:
        if name not in LAYER_NAMES:
            raise unknown("layer", name, LAYER_NAMES)
    try:
        found = layers(route, **options)
    except TypeError as error:
        raise ParameterError(f"export_layers: {error}") from None
    wanted = {name: plain(found[name]) for name in LAYER_NAMES if name in names}
    target.parent.mkdir(parents=True, exist_ok=True)
    written = []
    if suffix == ".gpkg":
        _geopackage(wanted, target)
        written.append(target)
    else:
        for name, frame in wanted.items():
            file = target.with_name(f"{target.stem}-{name}{suffix}")
            if suffix == ".parquet":
                _parquet(frame, file)
            else:
                file.write_text(to_geojson(frame, name=name), encoding="utf-8")
            written.append(file)
    about = target.with_name(f"{target.name}.txt")
    about.write_text(_readme(wanted, written), encoding="utf-8")
    return [*written, about]


def to_geojson(frame: gpd.GeoDataFrame, *, name: str = "layer") -> str:
    """Return a frame as GeoJSON by RFC 7946.

    Parameters
    ----------
    frame : GeoDataFrame
        In any CRS that is known; it is brought to WGS84.
    name : str
        Of the layer.

    Returns
    -------
    str
        A FeatureCollection: longitude first, seven decimals, outer rings turned left, split at the
        antimeridian; ``description`` holds what every map must say of borders and names. A row
        without a place has the geometry null.

    Raises
    ------
    ParameterError
        If the frame has no CRS.

    Examples
    --------
    >>> import json
    >>> from routes.network import route
    >>> json.loads(to_geojson(route("northern").legs))["features"][0]["geometry"]["type"]
    'LineString'
    """
    if frame.crs is None:
        raise ParameterError("the frame has no CRS: set it, EPSG:4326 for longitude and latitude")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "layer.geojson"
        pyogrio.write_dataframe(
            plain(frame.to_crs("EPSG:4326")), file, driver="GeoJSON", layer=name,
            RFC7946="YES", COORDINATE_PRECISION="7", DESCRIPTION=statement(),
        )  # fmt: skip
        return file.read_text(encoding="utf-8")


def statement() -> str:
    """Return what every export must say of borders, names, figures and sources."""
    say = Wording().say
    keys = ("page.not_official", *(f"map.{note}" for note in _NOTES))
    more = ("sources.acknowledgement", "sources.basemap", "sources.route")
    return " ".join(say(key) for key in (*keys, *more))


def plain(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a frame in types that every format holds: text, numbers, yes or no, nothing."""
    columns = {}
    for name in frame.columns.drop(frame.geometry.name):
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            column = column.astype(object)
        if pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column):
            known = column.dropna()
            if len(known) and all(isinstance(value, bool) for value in known):
                column = column.astype("boolean")
            else:
                column = column.astype(object).where(column.notna(), None)
        # True, False and unknown are three values; a number that may be absent is a float.
        if column.dtype == "boolean":
            words = {True: "yes", False: "no"}
            column = column.map(words).astype(object).fillna("unknown")
        elif pd.api.types.is_extension_array_dtype(column.dtype):
            column = column.astype("float64" if column.isna().any() else "int64")
        columns[name] = column
    return gpd.GeoDataFrame(columns, geometry=frame.geometry, crs=frame.crs)


def _geopackage(frames: dict[str, gpd.GeoDataFrame], target: Path) -> None:
    target.unlink(missing_ok=True)
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _NO_DAY})
    try:
        for name, frame in frames.items():
            pyogrio.write_dataframe(
                frame, target, layer=name, driver="GPKG", append=target.exists(),
                layer_options={"DESCRIPTION": statement()},
            )  # fmt: skip
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _parquet(frame: gpd.GeoDataFrame, file: Path) -> None:
    frame.to_parquet(file, index=False, geometry_encoding="WKB", write_covering_bbox=False)
    rows = pq.read_table(file)
    kept = {**(rows.schema.metadata or {}), b"description": statement().encode()}
    pq.write_table(rows.replace_schema_metadata(kept), file)


def _readme(frames: dict[str, gpd.GeoDataFrame], files: list[Path]) -> str:
    lines = [
        "Layers of opiate-routes",
        "",
        *(f"{name}: {len(frame)} rows; {frame['units'].iloc[0]}" if len(frame) else f"{name}: none"
          for name, frame in frames.items()),
        "",
        f"Files: {', '.join(file.name for file in files)}",
        "CRS: EPSG:4326 (WGS84), longitude first.",
        "Nothing in a cell is unknown, never zero.",
        f"Tables {data_hash()}, opiate-routes {version()}.",
        "",
        statement(),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
