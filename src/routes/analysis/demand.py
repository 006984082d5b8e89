"""What a post could reach: the kilograms of States or the kilometres of legs, put on points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas import DataFrame

from routes.analysis.along import REPORTED, along_route
from routes.analysis.reach import distance_along
from routes.network import nodes
from routes.network import route as route_of
from routes.reference import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_POINTS = ["iso3", "longitude", "latitude", "amount"]
_STATES = ["route", "iso3", "name", "kg", "years_reported", "nodes", "kind"]


@dataclass(frozen=True)
class Demand:
    """Amounts on points, and the States they come from.

    Attributes
    ----------
    points : DataFrame
        ``iso3`` (missing at sea), ``longitude``, ``latitude``, ``amount``.
    states : DataFrame
        One row per route and State (empty for kilometres): ``route``, ``iso3``, ``name``,
        ``kg`` (a year, missing if never reported), ``years_reported``, ``nodes`` (over how many
        it is spread), ``kind``.
    unit : str
    """

    points: DataFrame
    states: DataFrame
    unit: str

    @property
    def not_reported(self) -> tuple[str, ...]:
        """States that reported in none of the years: unknown, not zero."""
        absent = self.states[
            (self.states["years_reported"] == 0) & (self.states["kind"] == "state")
        ]
        return tuple(dict.fromkeys(absent["iso3"]))

    @property
    def unplaceable(self) -> DataFrame:
        """States that reported kilograms and have no node."""
        rows = self.states[(self.states["kg"] > 0) & (self.states["nodes"] == 0)]
        return rows[["route", "iso3", "name", "kg"]].reset_index(drop=True)


def kilograms(
    routes: Iterable[str],
    *,
    years: int | Sequence[int],
    drugs: str | Iterable[str],
    countries: str,
    shared: str,
    opium_factor: float | None = None,
    edition: str | None = None,
) -> Demand:
    """Return what each State reported, a mean over the years, in equal parts on its nodes.

    Only years in which a State reported are in its mean. The nodes are those on the legs of the
    route for which the kilograms count; for a State that has none there, all its nodes.
    Parameters as for `along_route`.
    """
    about = table("countries").set_index("iso3")
    places = nodes()
    states, points = [], []
    for name in routes:
        along = along_route(
            name,
            years=years,
            drugs=drugs,
            countries=countries,
            shared=shared,
            opium_factor=opium_factor,
            edition=edition,
        )
        counted = along[along["weight"] > 0]
        by_state = counted.groupby("iso3", sort=False)
        legs = route_of(name).legs
        on_route = places.index.isin({*legs["from_node"], *legs["to_node"]})
        listed = places["iso3"].isin(by_state.groups)
        elsewhere = listed & ~places["iso3"].isin(places.loc[on_route, "iso3"])
        stops = places[(listed & on_route) | elsewhere].sort_index()
        here = pd.DataFrame(
            {
                "route": name,
                "kg": by_state["counted_kg"].mean(),
                "years_reported": by_state["status"].agg(lambda s: int(s.isin(REPORTED).sum())),
            }
        )
        here["nodes"] = stops["iso3"].value_counts().reindex(here.index).fillna(0).astype(int)
        states.append(here.join(about[["name", "kind"]]).reset_index()[_STATES])
        each = (here["kg"] / here["nodes"]).where(here["nodes"] > 0)
        stops = stops.assign(amount=stops["iso3"].map(each))
        points.append(pd.DataFrame(stops[_POINTS]).dropna(subset=["amount"]))
    return Demand(pd.concat(points), pd.concat(states, ignore_index=True), "kg a year")


def kilometres(routes: Iterable[str], *, step_km: float = 10) -> Demand:
    """Return the kilometres by road and rail, step by step, in the State of the nearer node."""
    points = []
    for name in routes:
        legs = route_of(name).legs
        steps = distance_along(name, nodes().iloc[:0], step_km=step_km)
        begins = steps.groupby("leg")["length_km"].cumsum() - steps["length_km"] / 2
        nearer_first = begins < legs["length_km"].to_numpy()[steps["leg"]] / 2
        first, last = (legs[f"{end}_iso3"].to_numpy()[steps["leg"]] for end in ("from", "to"))
        steps["iso3"] = np.where(nearer_first, first, last)
        steps = steps[steps["means"] == "land"]
        points.append(steps.rename(columns={"length_km": "amount"})[_POINTS])
    return Demand(
        pd.concat(points, ignore_index=True), pd.DataFrame({c: [] for c in _STATES}), "km"
    )
