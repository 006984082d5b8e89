"""How far posts reach along a route: kilometres within a radius, and distance to the nearest.

Everything is measured by geodesics on the WGS84 ellipsoid; nothing is buffered in a plane.
"""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, MultiLineString

from routes.analysis.pieces import (
    Pieces,
    begins_km,
    distances,
    placed_posts,
    route_pieces,
    united,
)
from routes.errors import ParameterError
from routes.network import nodes
from routes.network import route as route_of
from routes.network.geometry import circle, densified
from routes.reference.limits import check_radius

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What is shorter is a rounding, not a stretch.
_SHORTEST_KM = 1e-3
_FINE_KM = 0.5


def reached_length(route: str, posts: pd.DataFrame, *, radius_km: float = 500) -> pd.DataFrame:
    """Return how many kilometres of each branch lie within a radius of a post.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    posts : GeoDataFrame
        Points, as `liaison_officers` returns them; a row without a point is ignored.
    radius_km : float
        Geodesic, above 0 and up to 10,000.

    Returns
    -------
    DataFrame
        Indexed by ``branch`` (those that have legs): ``km``, ``reached_km``, ``share`` (per
        cent). Each leg counts once, as in `Route.length_km`; right to a metre a leg.

    Raises
    ------
    UnknownNameError, ParameterError, CoordinatesError

    Examples
    --------
    >>> from routes.partnership import liaison_officers
    >>> reached_length("northern", liaison_officers(year=2022))["share"].round().to_dict()["uzbek"]
    100.0
    """
    check_radius(radius_km)
    legs = route_of(route).legs
    pieces = route_pieces(route)
    begin, end = pieces.reached(placed_posts(posts), radius_km)
    of_leg = np.bincount(pieces.leg, united(begin, end), minlength=len(legs))
    by_branch = legs.assign(reached_km=of_leg).groupby("branch", sort=False)
    frame = pd.DataFrame(
        {"km": by_branch["length_km"].sum(), "reached_km": by_branch["reached_km"].sum()}
    )
    # A sum of parts may pass the whole by a rounding.
    frame["reached_km"] = frame["reached_km"].clip(upper=frame["km"])
    return frame.assign(share=100 * frame["reached_km"] / frame["km"])


def distance_along(route: str, posts: pd.DataFrame, *, step_km: float = 10) -> pd.DataFrame:
    """Return the distance to the nearest post, step by step along every leg of a route.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    posts : GeoDataFrame
        As for `reached_length`.
    step_km : float
        Longest step; each leg is cut into equal ones.

    Returns
    -------
    DataFrame
        One row a step: ``branch``, ``leg`` (position in `Route.legs`),
        ``km_from_afghanistan`` along the network, ``longitude`` and ``latitude`` of its
        middle, ``length_km`` (its weight in a distribution), ``distance_km`` to the nearest
        post and that ``post`` (its city, else its key); both missing where there is no post.

    Raises
    ------
    UnknownNameError, ParameterError, CoordinatesError

    Examples
    --------
    >>> from routes.partnership import liaison_officers
    >>> steps = distance_along("northern", liaison_officers(year=2022))
    >>> set(steps["post"]) >= {"Tashkent"}
    True
    """
    if not (isinstance(step_km, Real) and 0 < step_km < np.inf):
        raise ParameterError(f"step_km is above 0 and finite, not {step_km!r}")
    legs = route_of(route).legs
    pieces = route_pieces(route)
    length = np.bincount(pieces.leg, pieces.km, minlength=len(legs))
    count = np.ceil(length / step_km).astype(int)
    leg = np.repeat(np.arange(len(legs)), count)
    number = np.arange(len(leg)) - np.repeat(np.cumsum(count) - count, count)
    step = length[leg] / count[leg]
    along = (number + 0.5) * step
    lon, lat = pieces.at(leg, along)
    places = placed_posts(posts)
    frame = pd.DataFrame(
        {
            "branch": legs["branch"].to_numpy()[leg],
            "leg": leg,
            "km_from_afghanistan": begins_km(legs)[leg] + along,
            "longitude": lon,
            "latitude": lat,
            "length_km": step,
            "distance_km": np.nan,
            "post": pd.Series(None, index=range(len(leg)), dtype=object),
        }
    )
    if len(places):
        away = distances(lon, lat, places)
        frame["distance_km"] = away.min(axis=1)
        frame["post"] = _names(places)[away.argmin(axis=1)]
    return frame


def distance_quantiles(
    steps: pd.DataFrame, *, quantiles: Sequence[float] = (0.5, 0.9, 1.0), by: str | None = None
) -> pd.DataFrame:
    """Return the distribution of the distance to the nearest post, weighted by length.

    Parameters
    ----------
    steps : DataFrame
        As `distance_along` returns it.
    quantiles : sequence of float
        Between 0 and 1: the distance within which this part of the kilometres lies.
    by : str, optional
        A column such as ``"branch"``; by default the whole route, as one row ``"all"``.

    Returns
    -------
    DataFrame
        One row a group, one column a quantile: kilometres; missing where there is no post.

    Raises
    ------
    ParameterError
    """
    if not all(0 <= q <= 1 for q in quantiles):
        raise ParameterError(f"quantiles are between 0 and 1, not {tuple(quantiles)!r}")
    groups = steps.groupby(by, sort=False) if by else [("all", steps)]
    rows = {}
    for name, rows_of in groups:
        ordered = rows_of.sort_values("distance_km", kind="stable")
        weight = ordered["length_km"].to_numpy().cumsum()
        # A hair below the limit, so that a rounding does not take the next step.
        at = np.searchsorted(weight, np.asarray(quantiles) * weight[-1] * (1 - 1e-12))
        rows[name] = ordered["distance_km"].to_numpy()[at]
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(quantiles))


def unreached_stretches(
    route: str, posts: pd.DataFrame, *, radius_km: float = 500
) -> gpd.GeoDataFrame:
    """Return the stretches of each branch that no post reaches, the longest first.

    A stretch is everything unreached of one branch that hangs together: it runs on through
    nodes, and where the branch forks it has all arms.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    posts : GeoDataFrame
        As for `reached_length`.
    radius_km : float
        Geodesic, above 0 and up to 10,000.

    Returns
    -------
    GeoDataFrame
        EPSG:4326 lines. ``branch``; ``length_km`` of all arms; ``from_km`` and ``to_km`` (the
        nearest and the farthest point from Afghanistan along the network); ``from_node``,
        ``to_node``, ``from_name``, ``to_name`` (the node of the leg nearest to these);
        ``countries`` (ISO3 of the nodes inside, nearest to Afghanistan first, ";"-separated;
        empty between nodes or at sea); ``farthest_km`` (largest distance to the nearest
        post, missing where there is no post).

    Raises
    ------
    UnknownNameError, ParameterError, CoordinatesError

    Examples
    --------
    >>> from routes.partnership import liaison_officers
    >>> gaps = unreached_stretches("southern", liaison_officers(year=2022))
    >>> gaps["length_km"].is_monotonic_decreasing
    True
    """
    check_radius(radius_km)
    legs = route_of(route).legs
    runs = _runs(route_pieces(route), placed_posts(posts), radius_km)
    runs = runs.join(legs[["branch", "from_node", "to_node", "length_km"]], on="leg")
    runs["begins"] = begins_km(legs)[runs["leg"]]
    hanging: dict[int, list[Any]] = {}
    for number, run in zip(_components(runs), runs.itertuples(), strict=True):
        hanging.setdefault(number, []).append(run)
    places = nodes()
    name, iso3 = places["name"].to_dict(), places["iso3"].to_dict()
    rows = [_stretch(members, name, iso3) for members in hanging.values()]
    columns = [
        *("branch", "length_km", "from_km", "to_km", "from_node", "to_node"),
        *("from_name", "to_name", "countries", "farthest_km", "geometry"),
    ]
    frame = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")
    return frame.sort_values(
        ["length_km", "branch", "from_km"], ascending=[False, True, True], ignore_index=True
    )


def _runs(pieces: Pieces, places: pd.DataFrame, radius_km: float) -> pd.DataFrame:
    """Return the unreached runs of every leg: ``leg``, ``start``, ``end``, ``farthest``, lines."""
    begin, end = pieces.reached(places, radius_km)
    outside = [
        (number, run)
        for number in range(len(pieces.km))
        for run in _outside(begin[number], end[number], float(pieces.km[number]))
    ]
    numbers = np.repeat(np.array([number for number, _ in outside], dtype=int), 2)
    # Both ends of every run at once: measured one by one they take most of the time.
    ends = pieces.on(numbers, np.array([run for _, run in outside], dtype=float).ravel())
    away = distances(*ends, places)
    runs: list[dict[str, Any]] = []
    for i, (number, (low, high)) in enumerate(outside):
        leg, start = int(pieces.leg[number]), float(pieces.start_km[number])
        both = slice(2 * i, 2 * i + 2)
        points = densified(
            [(float(x), float(y)) for x, y in zip(ends[0][both], ends[1][both], strict=True)]
        )
        farthest = _farthest(pieces, number, (low, high), away[both], places)
        last: dict[str, Any] = runs[-1] if runs else {"leg": -1}
        if last["leg"] == leg and start + low - last["end"] < _SHORTEST_KM:
            last["end"] = start + high
            last["lines"].append(points)
            last["farthest"] = max(last["farthest"], farthest)
        else:
            found = {"leg": leg, "start": start + low, "end": start + high}
            runs.append({**found, "farthest": farthest, "lines": [points]})
    return pd.DataFrame(runs, columns=["leg", "start", "end", "farthest", "lines"])


def _outside(begin: Floats, end: Floats, length: float) -> Iterator[tuple[float, float]]:
    passed = 0.0
    held = end > begin
    for low, high in sorted(zip(begin[held], end[held], strict=True)):
        if low - passed > _SHORTEST_KM:
            yield passed, float(low)
        passed = max(passed, float(high))
    if length - passed > _SHORTEST_KM:
        yield passed, length


def _farthest(
    pieces: Pieces, number: int, run: tuple[float, float], away: Floats, places: pd.DataFrame
) -> float:
    """Return the largest distance to the nearest post on a run, given those at its ends."""
    if places.empty:
        return np.nan
    # Distance to one post is largest at an end; between two posts it may be so in the middle.
    if len(set(away.argmin(axis=1))) > 1:
        at = np.linspace(*run, int((run[1] - run[0]) / _FINE_KM) + 2)
        away = distances(*pieces.on(np.full(len(at), number), at), places)
    return float(away.min(axis=1).max())


def _components(runs: pd.DataFrame) -> list[int]:
    """Return a number for each run; runs of a branch that meet in a node have the same."""
    group = list(range(len(runs)))

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    seen: dict[tuple[str, str], int] = {}
    for i, run in enumerate(runs.itertuples()):
        for node in _nodes_in(run):
            other = seen.setdefault((run.branch, node), i)
            group[root(i)] = root(other)
    return [root(i) for i in range(len(runs))]


def _nodes_in(run: Any) -> dict[str, float]:
    """Return the nodes in a run, with their kilometres from Afghanistan on this leg."""
    held = {}
    if run.start < _SHORTEST_KM:
        held[run.from_node] = run.begins
    if run.length_km - run.end < _SHORTEST_KM:
        held[run.to_node] = run.begins + run.length_km
    return held


def _stretch(members: list[Any], name: dict[str, str], iso3: dict[str, Any]) -> dict[str, Any]:
    first = min(members, key=lambda run: run.begins + run.start)
    last = max(members, key=lambda run: run.begins + run.end)
    inside: dict[str, float] = {}
    for run in members:
        for node, km in _nodes_in(run).items():
            inside[node] = min(km, inside.get(node, np.inf))
    codes = [iso3[node] for node in sorted(inside, key=lambda node: (inside[node], node))]
    near = {
        "from": first.from_node if first.start < first.length_km / 2 else first.to_node,
        "to": last.from_node if last.end < last.length_km / 2 else last.to_node,
    }
    lines = [points for run in members for points in _joined(run.lines)]
    return {
        "branch": first.branch,
        "length_km": float(np.sum([run.end - run.start for run in members])),
        "from_km": first.begins + first.start,
        "to_km": last.begins + last.end,
        **{f"{end}_node": node for end, node in near.items()},
        **{f"{end}_name": name[node] for end, node in near.items()},
        "countries": ";".join(dict.fromkeys(code for code in codes if pd.notna(code))),
        "farthest_km": max(run.farthest for run in members),
        "geometry": MultiLineString(lines) if len(lines) > 1 else LineString(lines[0]),
    }


def _joined(lines: list[Floats]) -> list[Floats]:
    """Return the lines of a run with those that continue one another made one."""
    joined = [lines[0]]
    for points in lines[1:]:
        # Not over the antimeridian, where the same place has two longitudes.
        if np.abs(points[0] - joined[-1][-1]).max() < 1:
            joined[-1] = np.vstack([joined[-1], points[1:]])
        else:
            joined.append(points)
    return joined


def reach_circles(posts: pd.DataFrame, *, radius_km: float = 500) -> gpd.GeoDataFrame:
    """Return the circle of reach of every post that has a place, true on the ellipsoid.

    Parameters
    ----------
    posts : GeoDataFrame
        As for `reached_length`.
    radius_km : float
        Geodesic, above 0 and up to 10,000.

    Returns
    -------
    GeoDataFrame
        The rows of `posts` with a place, ``radius_km``, and the circle as geometry
        (EPSG:4326, split at the antimeridian).

    Raises
    ------
    ParameterError, CoordinatesError
    """
    check_radius(radius_km)
    places = placed_posts(posts)
    circles = [
        circle(lon, lat, radius_km)
        for lon, lat in zip(places["longitude"], places["latitude"], strict=True)
    ]
    frame = places.drop(columns="geometry", errors="ignore").assign(radius_km=float(radius_km))
    return gpd.GeoDataFrame(frame, geometry=circles, crs="EPSG:4326")


def _names(places: pd.DataFrame) -> NDArray[np.object_]:
    key = places["post"] if "post" in places else places.index.to_series().astype(str)
    city = places["city"].fillna(key) if "city" in places else key
    return np.asarray(city, dtype=object)
