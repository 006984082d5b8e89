"""Write what was read: the clean rows as CSV and (Geo)Parquet, the others as set-aside.csv."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pandas as pd

from routes.errors import RoutesError
from routes.seizures.layouts import EVENTS

if TYPE_CHECKING:
    from pathlib import Path

    from routes.seizures.account import SeizureFile

# A spreadsheet runs a cell that starts with one of these; a quote before it makes it text.
_RUNS = ("=", "+", "-", "@", "\t", "\r")
# A spreadsheet that splits at another sign than the comma finds cells inside a text.
_INNER = re.compile(r'([;|\t\n]\s*"?)(?=[=+@-])')


class ExportError(RoutesError, OSError):
    """The clean rows could not be written."""


def write_clean(file: SeizureFile, folder: Path) -> list[Path]:
    """Write the accepted rows and the set-aside rows into `folder`.

    Parameters
    ----------
    file : SeizureFile
    folder : Path
        Made if it is missing.

    Returns
    -------
    list of Path
        ``<name>-clean.csv``, ``<name>-clean.parquet`` (GeoParquet with points for events),
        ``set-aside.csv``.

    Raises
    ------
    ExportError
        If the folder cannot be written.
    """
    try:
        return _written(file, folder)
    except OSError as error:
        raise ExportError(f"{folder}: cannot be written: {error.strerror or error}") from None


def _written(file: SeizureFile, folder: Path) -> list[Path]:
    import geopandas as gpd  # noqa: PLC0415 - only who writes points pays for it

    folder.mkdir(parents=True, exist_ok=True)
    stem = file.path.name.split(".")[0] or "seizures"
    table, parquet = folder / f"{stem}-clean.csv", folder / f"{stem}-clean.parquet"
    write_csv(file.frame, table)
    if file.kind == EVENTS:
        frame = file.frame
        points = gpd.GeoSeries(
            gpd.points_from_xy(frame["longitude"], frame["latitude"]), index=frame.index
        ).where(frame["longitude"].notna(), None)
        gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326").to_parquet(parquet, index=False)
    else:
        file.frame.to_parquet(parquet, index=False)
    aside = folder / "set-aside.csv"
    write_csv(file.set_aside, aside)
    return [table, parquet, aside]


def write_csv(
    frame: pd.DataFrame, path: Path, *, header: bool = True, mode: Literal["w", "a"] = "w"
) -> None:
    """Write a frame as CSV in which no text can run in a spreadsheet."""
    inert = frame.assign(
        **{name: _inert(frame[name]) for name in frame if _is_text(frame[name].dtype)}
    )
    inert.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", header=header, mode=mode)


def _is_text(dtype: object) -> bool:
    return (
        pd.api.types.is_string_dtype(dtype)
        or pd.api.types.is_object_dtype(dtype)
        or isinstance(dtype, pd.CategoricalDtype)
    )


def _inert_word(word: str) -> str:
    # A lone carriage return is not quoted and would begin a row, with a cell that may run.
    word = f"'{word}" if word.startswith(_RUNS) else word
    word = word.replace("\r\n", "\n").replace("\r", "\n")
    return _INNER.sub(r"\1'", word)


def _inert(values: pd.Series) -> pd.Series:
    codes, words = pd.factorize(values)
    safe = [_inert_word(word) if isinstance(word, str) else word for word in words]
    # Missing values have code -1: the last, added entry.
    return pd.Series([*safe, None], dtype=object).take(codes).set_axis(values.index)
