"""Seizures by their distance from Afghanistan along a route."""

from __future__ import annotations

import numpy as np
import pandas as pd

from routes.analysis.attribution import part_weights
from routes.analysis.coordinates import coordinates, points_of
from routes.errors import ParameterError, unknown
from routes.network import ROUTES, distances_of, leg_positions, route_legs


def position_along(
    attributed: pd.DataFrame, *, route: str, step_km: float = 100, split: bool = True
) -> pd.DataFrame:
    """Return events and kilograms by branch and distance from Afghanistan along the route.

    Only what was measured has a position: what a State's rule attributed is in no step, and
    `attributed_totals` says how much that is.

    Parameters
    ----------
    attributed : DataFrame
        As `attribute` returns it with method ``"corridor"`` or ``"flow"``; rows that a file does
        not count are left out. A column ``events`` counts for so many.
    route : {"northern", "balkan", "southern"}
    step_km : float
        Length of a step, kilometres.
    split : bool
        Count the route's part of what routes share; else leave it out.

    Returns
    -------
    DataFrame
        Indexed by ``branch`` and ``km`` (where the step begins): ``events``, ``kg``.

    Raises
    ------
    UnknownNameError, ParameterError

    Examples
    --------
    >>> frame = pd.DataFrame({"latitude": [41.3], "longitude": [69.3], "kg": [5.0]})
    >>> from routes.analysis import attribute
    >>> position_along(attribute(frame), route="northern")["kg"].to_list()
    [5.0]
    """
    if route not in ROUTES:
        raise unknown("route", route, ROUTES)
    if not step_km > 0:
        raise ParameterError(f"step_km is above 0, not {step_km!r}")
    rows = attributed[attributed["counted"]] if "counted" in attributed else attributed
    weight = part_weights(rows, split=split)[route]
    measured = (rows["leg"].to_numpy() >= 0) & (weight > 0)
    rows, weight = rows[measured], weight[measured]
    # What routes share stands on the leg of the nearest: here it is asked where it is on this one.
    where = coordinates(points_of(rows), rows.get("precision"), coarsest="province")
    away = distances_of(where.longitude, where.latitude)
    number = ROUTES.index(route)
    legs = leg_positions()
    leg = away.leg[:, number]
    km = legs.begins_km[leg] + away.along_km[:, number]
    known = np.isfinite(km)
    rows, weight, leg, km = rows[known], weight[known], leg[known], km[known]
    events = rows["events"].to_numpy(float) if "events" in rows else np.ones(len(rows))
    table = pd.DataFrame(
        {
            "branch": legs.branches[legs.branch_code[leg]],
            "km": km // step_km * step_km,
            "events": events * weight,
            "kg": rows["kg"].to_numpy(float) * weight if "kg" in rows else np.nan,
        }
    )
    grouped = table.groupby(["branch", "km"])
    return grouped.agg(events=("events", "sum"), kg=("kg", lambda kg: kg.sum(min_count=1)))


def borders_along(route: str) -> pd.DataFrame:
    """Return where each branch of a route passes from one State into the next.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}

    Returns
    -------
    DataFrame
        ``branch``, ``km`` from Afghanistan (the middle of the leg that crosses), ``from_iso3``,
        ``to_iso3`` (missing at sea); legs the network does not lead to are left out.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> borders_along("northern")[["from_iso3", "to_iso3"]].iloc[0].to_list()
    ['RUS', 'BLR']
    """
    if route not in ROUTES:
        raise unknown("route", route, ROUTES)
    legs = route_legs().assign(begins=leg_positions().begins_km)
    left, entered = (legs[name].fillna("") for name in ("from_iso3", "to_iso3"))
    crossing = legs[(legs["route"] == route) & (left != entered)]
    frame = pd.DataFrame(crossing[["branch", "from_iso3", "to_iso3"]])
    frame.insert(1, "km", crossing["begins"] + crossing["length_km"] / 2)
    return frame.dropna(subset=["km"]).sort_values(["branch", "km"], ignore_index=True)
