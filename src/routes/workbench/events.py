"""Seizures of a reader's own: told apart by route once, then summed by place for each view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from routes.analysis import attribute
from routes.errors import ParameterError
from routes.seizures import FEWEST, read_seizures

if TYPE_CHECKING:
    from pathlib import Path

    from routes.workbench.choices import Choices

# Circles on a map: more are neither seen apart nor sent in time.
MOST = 600
# Degrees: the cells that seizures without the name of a place are summed in, the finest first.
GRIDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
_WHERE = ["iso3", "place", "precision", "latitude", "longitude"]
_FLOW = ["departure_iso3", "destination_iso3"]
_WHAT = ["family", "year"]
_CIRCLE = ["iso3", "place", "precision", "latitude", "longitude", "events", "kilograms"]


@dataclass(frozen=True)
class Counted:
    """What of a file counts for a route, its period and drugs.

    Attributes
    ----------
    places : DataFrame
        One row per circle: ``iso3``, ``place``, ``precision`` ("grid" for a cell), ``latitude``,
        ``longitude``, ``events``, ``kilograms``.
    events, shared : int
        Seizures of the route alone, and of this and another.
    kg : float
        Of the route alone; NaN where none has a mass.
    """

    places: pd.DataFrame
    events: int
    shared: int
    kg: float


class Events:
    """A file or a frame of seizures.

    Parameters
    ----------
    frame : DataFrame
        One row a seizure: ``year``; ``latitude`` and ``longitude`` (WGS84 degrees), or ``iso3``;
        where known ``kg``, ``family``, ``place_matched``, ``precision``, ``counted``, as
        `read_seizures` returns them.

    Raises
    ------
    ParameterError
        If a column that is needed is missing.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._rows = _summed(_checked(frame))
        self._told_apart: dict[tuple[str, str, str], pd.DataFrame] = {}

    @classmethod
    def read(cls, path: Path) -> Events:
        """Return the events of a file; raise `ParameterError` if it holds none."""
        file = read_seizures(path)
        if file.kind != "events":
            raise ParameterError(
                f"{path.name}: {file.layout.title}; a file of events is needed, annual totals "
                "come in by routes adopt"
            )
        return cls(file.frame)

    def counted(self, choices: Choices) -> Counted:
        """Return what counts for the route of these choices, by their method and rule."""
        rows = self._attributed(choices.attribution, choices.countries, choices.shared)
        mine = rows["among"].str.contains(choices.route, regex=False)
        mine &= rows["year"].between(*choices.years)
        if not rows["family"].isna().all():
            mine &= rows["family"].isin(choices.drugs)
        rows = rows[mine]
        alone = rows["route"] == choices.route
        return Counted(
            places=_circles(rows),
            events=int(rows.loc[alone, "events"].sum()),
            shared=int(rows.loc[~alone, "events"].sum()),
            kg=float(rows.loc[alone, "kilograms"].sum(min_count=1)),
        )

    def _attributed(self, method: str, countries: str, shared: str) -> pd.DataFrame:
        key = (method, countries, shared)
        if key not in self._told_apart:
            rows = attribute(self._rows, method=method, countries=countries, shared=shared)
            rows = rows[rows["route"].notna()]
            rows = rows.assign(
                route=rows["route"].astype(str),
                among=rows["among"].astype(str),
                latitude=rows["latitude"].round(1),
                longitude=rows["longitude"].round(1),
            )
            self._told_apart[key] = _sums(rows, ["route", "among", *_WHERE, *_WHAT])
        return self._told_apart[key]


def _checked(frame: pd.DataFrame) -> pd.DataFrame:
    if "geometry" in frame and "latitude" not in frame:
        points = frame.geometry
        frame = pd.DataFrame(frame.drop(columns="geometry")).assign(
            latitude=points.y, longitude=points.x
        )
    if "year" not in frame:
        raise ParameterError("events need a column 'year'")
    placed = {"latitude", "longitude"} <= {*frame.columns}
    if not placed and "iso3" not in frame:
        raise ParameterError("events need columns 'latitude' and 'longitude', or 'iso3'")
    rows = frame[frame["counted"].to_numpy(bool)] if "counted" in frame else frame
    named = "place_matched" if "place_matched" in rows else "place"
    known: dict[str, Any] = {
        "iso3": rows.get("iso3"),
        "place": rows.get(named),
        "precision": rows.get("precision"),
        "latitude": rows.get("latitude"),
        "longitude": rows.get("longitude"),
        "family": rows.get("family"),
        "year": rows["year"],
        "kilograms": rows.get("kg"),
        **{name: rows[name] for name in _FLOW if name in rows},
    }
    for name in ("iso3", "place", "precision", "family"):
        # One kind of absence, and quick to group by.
        column = known[name]
        absent = pd.Series(None, index=rows.index, dtype=object)
        known[name] = (absent if column is None else column).astype("category")
    for name in ("latitude", "longitude", "kilograms"):
        column = known[name]
        known[name] = np.nan if column is None else column.astype(float)
    return pd.DataFrame(known, index=rows.index)


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return seizures of one place, drug and year as one row: they are attributed alike."""
    return _sums(rows.assign(events=1), [*_WHERE, *(n for n in _FLOW if n in rows), *_WHAT])


def _sums(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    weighed = rows["kilograms"].notna()
    grouped = rows.assign(weighed=weighed).groupby(keys, dropna=False, observed=True, sort=False)
    frame = grouped[["events", "kilograms", "weighed"]].sum().reset_index()
    # Some without a mass are left out of a sum; where none has one there is no sum.
    frame["kilograms"] = frame["kilograms"].where(frame["weighed"] > 0)
    return frame.drop(columns="weighed")


def _circles(rows: pd.DataFrame) -> pd.DataFrame:
    placed = rows[rows["latitude"].notna()]
    named = placed["place"].notna()
    parts = [_drawn(_sums(placed[named], _WHERE)), _in_cells(placed[~named])]
    return pd.concat(parts, ignore_index=True)[_CIRCLE]


def _in_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Return places without a name summed in cells, as fine as leaves few enough of them."""
    cells = rows
    for degrees in GRIDS:
        # Counted from the middle of a cell: 0.05 for the first from the equator.
        middle = {
            name: (np.floor(rows[name] / degrees) + 0.5) * degrees
            for name in ("latitude", "longitude")
        }
        cells = _sums(rows.assign(**middle), ["latitude", "longitude"])
        if len(cells) <= MOST:
            break
    return _drawn(cells.assign(iso3=None, place=None, precision="grid"))


def _drawn(sums: pd.DataFrame) -> pd.DataFrame:
    enough = sums[sums["events"] >= FEWEST]
    return (
        enough.sort_values("kilograms", ascending=False, kind="stable")
        .head(MOST)
        .astype({"iso3": object, "place": object, "precision": object})
    )
