"""One route: its countries, branches, legs and geometry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from textwrap import fill
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from routes.display import html_of
from routes.errors import RoutesError, unknown
from routes.names import ROUTES
from routes.network.distance import km_from_afghanistan
from routes.network.geometry import buffered
from routes.network.legs import CRS, route_legs
from routes.reference import remembered, table

if TYPE_CHECKING:
    from shapely.geometry import MultiLineString

LONGEST_CORRIDOR_KM = 1000
# Of a printed route, in letters.
WIDTH = 96


class CorridorWidthError(RoutesError, ValueError):
    """A corridor that is not wider than nothing, or too wide to be drawn truly."""


def check_corridor(km: float) -> float:
    """Return the half-width of a corridor, checked.

    Raises
    ------
    CorridorWidthError
    """
    if not (isinstance(km, Real) and 0 < km <= LONGEST_CORRIDOR_KM):
        raise CorridorWidthError(
            f"a corridor is above 0 and up to {LONGEST_CORRIDOR_KM} km wide, not {km!r}"
        )
    return float(km)


@dataclass(frozen=True)
class Route:
    """One of the three routes.

    Get one with `route`; everything is computed when first asked for and not meant to be
    changed.

    Attributes
    ----------
    name : str
        ``"northern"``, ``"balkan"`` or ``"southern"``.
    """

    name: str

    @cached_property
    def branches(self) -> pd.DataFrame:
        """Branches in table order: ``branch`` (index), ``name``, ``kind``, ``joins``, ..."""
        rows = table("branches").query("route == @self.name")
        return rows.drop(columns="route").set_index("branch")

    @cached_property
    def legs(self) -> gpd.GeoDataFrame:
        """Legs as `route_legs` returns them, with a fresh index."""
        return _legs(self.name)

    @cached_property
    def countries(self) -> pd.DataFrame:
        """Countries and areas in route order.

        Returns
        -------
        DataFrame
            Indexed by ``iso3``, nearest to Afghanistan first along the legs. Columns ``name``,
            ``kind``, ``role`` (source; transit if so on any branch; else destination),
            ``branches`` (";"-separated), ``km_from_afghanistan`` (to its nearest node; for a
            country without a node, that of the country before it on its branch), ``partner``,
            ``other_routes`` (";"-separated), ``confidence`` (stated if any branch states it).
        """
        return _countries(self.name)

    @property
    def geometry(self) -> MultiLineString:
        """All legs as one EPSG:4326 multi-line."""
        lines: MultiLineString = self.legs.geometry.union_all()
        return lines

    def length_km(self, *, branch: str | None = None) -> float:
        """Return the length of the route, or of one branch, on the ellipsoid, in kilometres.

        Each leg counts once, whichever way it is travelled.
        """
        return float(self._legs_of(branch)["length_km"].sum())

    def corridor(self, km: float = 100, *, branch: str | None = None) -> gpd.GeoDataFrame:
        """Return the land and water within `km` of each branch.

        Parameters
        ----------
        km : float
            Half-width in kilometres, above 0 and up to 1,000.
        branch : str, optional
            One branch only.

        Returns
        -------
        GeoDataFrame
            One row per branch that has legs, indexed by ``branch``; columns ``km`` and
            ``geometry`` (EPSG:4326, split at the antimeridian), true to the ellipsoid within
            1 per cent.

        Raises
        ------
        CorridorWidthError, UnknownNameError

        Examples
        --------
        >>> route("balkan").corridor(50, branch="trunk").index.to_list()
        ['trunk']
        """
        check_corridor(km)
        lines = self._legs_of(branch).groupby("branch", sort=False)["geometry"]
        areas = lines.agg(lambda parts: buffered(gpd.GeoSeries(parts).union_all(), km))
        return gpd.GeoDataFrame({"km": float(km)}, index=areas.index, geometry=list(areas), crs=CRS)

    def _legs_of(self, branch: str | None) -> gpd.GeoDataFrame:
        if branch is None:
            return self.legs
        if branch not in self.branches.index:
            raise unknown(f"branch of the {self.name} route", branch, self.branches.index)
        return self.legs[self.legs["branch"] == branch]

    def branch_lengths(self) -> pd.Series:
        """Return the kilometres of each branch, in table order; a branch without legs has none."""
        return self.legs.groupby("branch")["length_km"].sum().reindex(self.branches.index)

    def __repr__(self) -> str:
        states = (self.countries["kind"] == "state").sum()
        areas = ", ".join(self.countries.index[self.countries["kind"] != "state"])
        lengths = self.branch_lengths()
        named = [
            f"{name} {'no legs' if pd.isna(km) else f'{km:,.0f} km'}"
            for name, km in zip(self.branches["name"], lengths, strict=True)
        ]
        first = (
            f"Route({self.name!r}: {len(self.branches)} branches, {len(self.legs)} legs, "
            f"{self.length_km():,.0f} km, {states} States{' and ' + areas if areas else ''})"
        )
        order = _wrapped("countries in order", [*self.countries["name"]])
        return "\n".join([first, _wrapped("branches", named), order])

    def _repr_html_(self) -> str:
        return html_of(self)


def _wrapped(name: str, items: list[str]) -> str:
    return fill(f"{name}: {'; '.join(items)}", WIDTH, initial_indent="  ", subsequent_indent="    ")


@remembered
def _legs(route: str) -> gpd.GeoDataFrame:
    legs = route_legs()
    return legs[legs["route"] == route].reset_index(drop=True)


@remembered
def _countries(route: str) -> pd.DataFrame:
    everywhere = table("route_countries")
    members = everywhere[everywhere["route"] == route]
    grouped = members.groupby("iso3", sort=False)
    frame = pd.DataFrame(
        {
            "role": grouped["role"].agg(_overall_role),
            "branches": grouped["branch"].agg(";".join),
            "km_from_afghanistan": _kilometres(members, _legs(route)),
            "confidence": grouped["confidence"].agg(
                lambda words: "stated" if "stated" in set(words) else "inferred"
            ),
        }
    )
    about = table("countries").set_index("iso3")
    others = everywhere[everywhere["route"] != route].groupby("iso3")["route"]
    elsewhere = others.agg(lambda routes: ";".join(sorted(set(routes))))
    frame = frame.join(about[["name", "kind", "partner"]])
    frame["other_routes"] = elsewhere.reindex(frame.index).fillna("")
    order = frame.sort_values("km_from_afghanistan", kind="stable")
    columns = [
        *["name", "kind", "role", "branches", "km_from_afghanistan", "partner"],
        *["other_routes", "confidence"],
    ]
    return order[columns].rename_axis("iso3")


def _kilometres(members: pd.DataFrame, legs: gpd.GeoDataFrame) -> pd.Series:
    km = km_from_afghanistan(legs)
    iso3 = table("nodes").set_index("node")["iso3"]
    by_country = km.groupby(iso3.reindex(km.index)).min()
    known = members["iso3"].map(by_country)
    # A country without a node stands just behind the one before it on its branch.
    filled = known.groupby(members["branch"], sort=False).transform(lambda s: s.cummax().ffill())
    return known.fillna(filled).groupby(members["iso3"], sort=False).min()


def _overall_role(roles: pd.Series) -> str:
    return next(role for role in ("source", "transit", "destination") if role in set(roles))


def route(name: str) -> Route:
    """Return one of the three routes.

    Parameters
    ----------
    name : {"northern", "balkan", "southern"}

    Returns
    -------
    Route
        Its countries, branches, legs and corridors.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> route("balkan").countries.index[:3].to_list()
    ['AFG', 'IRN', 'PAK']
    """
    if name not in ROUTES:
        raise unknown("route", name, ROUTES)
    return Route(name)
