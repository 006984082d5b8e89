"""Which route a seizure counts for: by State, by corridor, by departure and destination."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.analysis.claims import FLOW_COLUMNS, Claims, by_flow, state_rule, without_others
from routes.analysis.coordinates import FINE_ENOUGH, coordinates, points_of
from routes.analysis.origins import AFGHAN, check_origin
from routes.analysis.reasons import code
from routes.analysis.verdicts import COLUMNS, METHODS, Verdicts
from routes.errors import ParameterError, unknown
from routes.network import ROUTES, check_corridor, distances_of, leg_positions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routes.analysis.coordinates import Coordinates
    from routes.network import Distances

CHUNK = 500_000
NEEDED = {"country": ("iso3",), "corridor": (), "flow": FLOW_COLUMNS}


def attribute(
    frame: pd.DataFrame,
    *,
    method: str = "corridor",
    corridor_km: float = 100,
    tie_km: float = 10,
    coarsest: str = "district",
    countries: str = "transit",
    shared: str = "primary",
    origin: str = "afghan",
) -> pd.DataFrame:
    """Return seizures with the route each counts for, how sure that is, and why.

    Parameters
    ----------
    frame : DataFrame or GeoDataFrame
        One row a seizure. ``latitude`` and ``longitude`` (WGS84 degrees) or point geometry;
        ``iso3`` of the State that reported; ``precision`` where known; for ``"flow"``
        ``departure_iso3`` and ``destination_iso3``: as `read_seizures` returns events. Method
        ``"country"`` takes annual totals too.
    method : {"country", "corridor", "flow"}
        By the State that reported; by distance to the routes; by the ways of the network that
        join departure, place of seizure and destination. See ``docs/methods/attribution.md``.
    corridor_km : float
        Half-width of the corridors, up to 1,000 km.
    tie_km : float
        Routes whose distances differ by no more share the seizure.
    coarsest : {"place", "district", "province"}
        The coarsest place that is measured; what is placed more coarsely falls back to its State.
    countries, shared : str
        Country list and rule for States on two routes, as for `membership`.
    origin : {"afghan", "all"}
        Of method ``"country"``: whether a State's drug that is mostly not from Afghanistan counts
        for no route, as for `shares`; asked where the frame has ``drug``, as annual totals have.
        A place in a corridor says nothing of origins.

    Returns
    -------
    DataFrame
        The frame, its index and columns untouched, and further ``route`` (``"shared"`` for more
        than one, missing for none), ``among`` (the routes that could claim it), ``branch``,
        ``leg`` (position in `route_legs`), ``distance_km`` to it, ``km_from_afghanistan`` along the
        route, ``km_northern``, ``km_balkan``, ``km_southern``, ``method`` that decided,
        ``certainty`` (certain, shared, fallback, unattributed), ``reason``.

    Raises
    ------
    UnknownNameError, ParameterError, CorridorWidthError, CoordinatesError

    Examples
    --------
    >>> frame = pd.DataFrame({"latitude": [41.3, 0.0], "longitude": [69.3, 0.0]})
    >>> attribute(frame)[["route", "certainty"]].values.tolist()
    [['northern', 'certain'], [nan, 'unattributed']]
    """
    if method not in METHODS:
        raise unknown("method", method, METHODS)
    if coarsest not in FINE_ENOUGH:
        raise unknown("coarsest place", coarsest, FINE_ENOUGH)
    check_corridor(corridor_km)
    if not 0 <= tie_km <= corridor_km:
        raise ParameterError(f"tie_km is between 0 and corridor_km, not {tie_km!r}")
    check_origin(origin)
    taken = [name for name in COLUMNS if name in frame]
    if taken:
        raise ParameterError(f"the frame already has {', '.join(taken)}; drop or rename first")
    absent = [name for name in NEEDED[method] if name not in frame]
    if absent:
        raise ParameterError(f"method {method!r} needs columns {', '.join(absent)}")
    rule = state_rule(countries=countries, shared=shared)
    where = None if method == "country" else points_of(frame)
    verdicts = Verdicts(len(frame))
    # In parts: what a row needs on the way is several times what it ends with.
    for start in range(0, len(frame), CHUNK):
        rows = slice(start, start + CHUNK)
        part = frame.iloc[rows]
        state = rule.claims(part)
        if where is None:
            state = without_others(state, part) if origin == AFGHAN else state
            verdicts.settle(rows, state, method="country")
            continue
        here = coordinates(where.part(rows), part.get("precision"), coarsest=coarsest)
        away = distances_of(here.longitude, here.latitude, exact_at=corridor_km)
        near = _by_corridor(away, here, corridor_km=corridor_km, tie_km=tie_km)
        verdicts.measured(rows, away.km)
        if method == "flow":
            verdicts.settle(rows, by_flow(part).narrowed(near), method="flow")
        verdicts.settle(rows, near, method="corridor", fallback=method == "flow")
        verdicts.settle(rows, state, method="country", fallback=True)
        verdicts.placed(rows, away, leg_positions())
    return verdicts.joined(frame)


def _by_corridor(
    away: Distances, where: Coordinates, *, corridor_km: float, tie_km: float
) -> Claims:
    usable = where.usable
    # Route by route: a row of three is too short for numpy to be quick along it.
    km = [np.where(usable, column, np.inf) for column in away.km.T]
    nearest = np.minimum.reduce(km)
    among, corridors = np.zeros((2, len(usable)), dtype=np.int8)
    for r, column in enumerate(km):
        within = column <= corridor_km
        corridors += within
        among |= (within & (column <= nearest + tie_km)).astype(np.int8) << r
    reason = np.full(len(usable), code("within one corridor"), dtype=np.int8)
    reason[corridors > 1] = code("nearest of several corridors")
    reason[(among & (among - 1)) != 0] = code("near-tie between routes")
    reason[corridors == 0] = code("outside every corridor")
    # Outside every corridor is an answer; an unknown place is none, and the State is asked.
    return Claims(among=among, reason=np.where(usable, reason, where.reason_code), answered=usable)


def attributed_totals(
    attributed: pd.DataFrame, *, split: bool = False, by: str | None = None
) -> pd.DataFrame:
    """Return kilograms and events by route: the parts and what is unattributed are the total.

    Parameters
    ----------
    attributed : DataFrame
        As `attribute` returns it; rows that a file does not count (``counted`` False) are left
        out, and a row with ``events`` stands for so many.
    split : bool
        Divide what routes share equally among them, instead of counting it apart.
    by : str, optional
        A further column, such as ``"certainty"`` or ``"family"``.

    Returns
    -------
    DataFrame
        Indexed by ``part`` (three routes, shared, unattributed) and `by`: ``events``, ``kg``
        (NaN if no row has a mass), ``share`` (per cent of all kilograms).

    Examples
    --------
    >>> frame = pd.DataFrame({"latitude": [41.3, 0], "longitude": [69.3, 0], "kg": [1.0, 3.0]})
    >>> attributed_totals(attribute(frame))["share"].dropna().to_dict()
    {'northern': 25.0, 'unattributed': 75.0}
    """
    rows = attributed[attributed["counted"]] if "counted" in attributed else attributed
    weights = part_weights(rows, split=split)
    kg = rows["kg"].to_numpy(float) if "kg" in rows else np.full(len(rows), np.nan)
    events = rows["events"].to_numpy(float) if "events" in rows else np.ones(len(rows))
    frames = []
    for part, weight in weights.items():
        inside = weight > 0
        frames.append(
            pd.DataFrame(
                {
                    "part": part,
                    **({by: rows[by].to_numpy()[inside]} if by else {}),
                    "events": (events * weight)[inside],
                    "kg": (kg * weight)[inside],
                }
            )
        )
    table = pd.concat(frames, ignore_index=True)
    table["part"] = pd.Categorical(table["part"], list(weights))
    keys = ["part", by] if by else ["part"]
    grouped = table.groupby(keys, observed=bool(by))
    result = grouped.agg(events=("events", "sum"), kg=("kg", lambda s: s.sum(min_count=1)))
    return result.assign(share=100 * result["kg"] / np.nansum(kg))


def part_weights(rows: pd.DataFrame, *, split: bool) -> dict[str, NDArray[np.float64]]:
    """Return how much of each row counts for each part; the weights of a row sum to 1."""
    route = rows["route"]
    weights = {name: (route == name).to_numpy(dtype=float, na_value=0) for name in ROUTES}
    apart = (route == "shared").to_numpy(dtype=bool, na_value=False)
    if split:
        among = rows["among"].astype(object).fillna("").to_numpy()
        for text in set(among[apart]):
            share = apart & (among == text)
            for name in text.split(";"):
                weights[name][share] = 1 / len(text.split(";"))
        apart = np.zeros(len(rows), dtype=bool)
    weights["shared"] = apart.astype(float)
    weights["unattributed"] = 1.0 - sum(weights.values())
    weights["unattributed"][np.abs(weights["unattributed"]) < 1e-9] = 0.0  # noqa: PLR2004
    return weights
