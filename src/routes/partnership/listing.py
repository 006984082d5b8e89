"""Frames that print as a reader would want them, and place their rows on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import geopandas as gpd
import pandas as pd

from routes.reference import table

if TYPE_CHECKING:
    from collections.abc import Sequence


# JupyterLab makes all columns of a table as wide, and breaks dates for it.
_STYLE = (
    "<style>.routes-listing{overflow-x:auto}.routes-listing table{table-layout:auto}"
    ".routes-listing :is(td,th){text-align:left!important;white-space:nowrap}</style>"
)


class Listing(gpd.GeoDataFrame):  # type: ignore[misc]  # geopandas is untyped
    """A GeoDataFrame whose printed form shows the columns that matter, none cut off.

    Only the printed form differs. A part of it that lacks one of those columns prints as any
    other frame.
    """

    shown: ClassVar[Sequence[str]] = ()

    def __repr__(self) -> str:
        plain = self._plain()
        return str(super().__repr__() if plain is None else plain.to_string(index=False))

    def _repr_html_(self) -> str | None:
        plain = self._plain()
        if plain is None:
            other: str | None = super()._repr_html_()
            return other
        with pd.option_context("display.max_colwidth", None):
            table = plain.to_html(index=False, border=0)
        return f'{_STYLE}<div class="routes-listing">{table}</div>'

    def _plain(self) -> pd.DataFrame | None:
        """Return what is shown; None where this is no such listing any more."""
        if self.empty or not {*self.shown} <= {*self.columns}:
            return None
        plain = pd.DataFrame(self)[list(self.shown)].astype(object)
        return plain.where(plain.notna(), "–")


def located(frame: pd.DataFrame, kind: type[Listing]) -> Listing:
    """Return `frame` as a `kind` with the point of its ``node``; no node, no point."""
    places = table("nodes").set_index("node")
    at = places.reindex(frame["node"])
    points = gpd.GeoSeries.from_xy(at["longitude"], at["latitude"], index=frame.index)
    points[frame["node"].isna().to_numpy()] = None
    return kind(frame, geometry=points, crs="EPSG:4326")


def qualified(number: Any, qualifier: object) -> str | None:
    """Return a count with its qualifier, as in "more than 110"; None where it is unknown."""
    if pd.isna(number):
        return None
    return f"{'' if pd.isna(qualifier) else str(qualifier) + ' '}{int(number):,}"
