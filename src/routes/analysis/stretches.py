"""Stretches that no post reaches: ways along one branch, never the sum of its forks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, MultiLineString

from routes.analysis.pieces import (
    MEANS,
    Pieces,
    begins_km,
    distances,
    means_of,
    placed_posts,
    route_pieces,
)
from routes.network import nodes
from routes.network import route as route_of
from routes.network.geometry import densified
from routes.reference.limits import check_radius

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# What is shorter is a rounding, not a stretch.
_SHORTEST_KM = 1e-3
_FINE_KM = 0.5
_COLUMNS = (
    *("branch", "means", "length_km", "land_km", "sea_km", "air_km", "from_km", "to_km"),
    *("from_node", "to_node", "from_name", "to_name", "from_at_node", "to_at_node"),
    *("countries", "farthest_km", "geometry"),
)


def unreached_stretches(
    route: str, posts: pd.DataFrame, *, radius_km: float = 500, apart: bool = True
) -> gpd.GeoDataFrame:
    """Return the stretches of each branch that no post reaches, the longest first.

    A stretch is one way along one branch, in the direction its legs lead, as a consignment goes.
    Where the branch forks the longest way is a stretch, and what is left of each other arm is one
    of its own: every unreached kilometre is in exactly one, and none has two arms.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    posts : GeoDataFrame
        As for `reached_length`.
    radius_km : float
        Geodesic, above 0 and up to 10,000.
    apart : bool
        End a stretch where land, sea and air meet, as no officer can sit at sea; else it goes on,
        and its parts say how much is what.

    Returns
    -------
    GeoDataFrame
        EPSG:4326 lines; land before sea before air, then by length. ``branch``; ``means``
        (``"land"``, ``"sea"``, ``"air"``, or several joined by "+" if not apart); ``length_km``
        and its parts ``land_km``, ``sea_km``, ``air_km``; ``from_km`` (how far its beginning is
        from Afghanistan along the network) and ``to_km`` (that and its length); ``from_node``,
        ``to_node``, ``from_name``, ``to_name`` (the node at its ends, or the nearer one of the
        leg on which it ends: ``from_at_node`` and ``to_at_node`` tell which); ``countries`` (ISO3
        of the nodes on it, in order, ";"-separated; empty between nodes or at sea);
        ``farthest_km`` (largest distance to the nearest post, missing where there is no post).

    Raises
    ------
    UnknownNameError, ParameterError, CoordinatesError

    Examples
    --------
    >>> from routes.partnership import liaison_officers
    >>> gaps = unreached_stretches("southern", liaison_officers(year=2022))
    >>> longest = gaps.iloc[0]
    >>> longest["means"], round(float(longest["to_km"] - longest["from_km"]))
    ('land', 3049)
    """
    check_radius(radius_km)
    legs = route_of(route).legs.assign(means=means_of)
    runs = _runs(route_pieces(route), placed_posts(posts), radius_km)
    runs = runs.join(legs[["branch", "from_node", "to_node", "length_km", "means"]], on="leg")
    runs["begins"] = begins_km(legs)[runs["leg"]]
    places = nodes()
    name, iso3 = places["name"].to_dict(), places["iso3"].to_dict()
    rows = [_stretch(way, name, iso3) for way in _ways(list(runs.itertuples()), apart=apart)]
    frame = gpd.GeoDataFrame(rows, columns=_COLUMNS, geometry="geometry", crs="EPSG:4326")
    order = {means: place for place, means in enumerate(dict.fromkeys(MEANS.values()))}
    first = frame["means"].map(lambda means: order.get(means, -1))
    frame = frame.assign(first=first).sort_values(
        ["first", "length_km", "branch", "from_km"], ascending=[True, False, True, True]
    )
    return frame.drop(columns="first").reset_index(drop=True)


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


def _ways(runs: list[Any], *, apart: bool) -> Iterator[list[Any]]:
    """Yield runs as ways along one branch: the longest, then the longest of what is left."""
    begin_at: dict[tuple[str, ...], list[int]] = {}
    for number, run in enumerate(runs):
        if _at_first(run):
            begin_at.setdefault(_joint(run, run.from_node, apart=apart), []).append(number)
    onward = [
        begin_at.get(_joint(run, run.to_node, apart=apart), []) if _at_last(run) else []
        for run in runs
    ]
    left = set(range(len(runs)))
    while left:
        way = _longest(runs, onward, left)
        left -= set(way)
        yield [runs[number] for number in way]


def _joint(run: Any, node: str, *, apart: bool) -> tuple[str, ...]:
    """Return what two runs that follow one another have in common."""
    return (run.branch, node, run.means) if apart else (run.branch, node)


def _longest(runs: list[Any], onward: list[list[int]], left: set[int]) -> list[int]:
    """Return the longest way over the runs that are left; legs lead on and never back."""
    best: dict[int, tuple[float, int | None]] = {}

    def from_(number: int) -> float:
        if number not in best:
            run = runs[number]
            # Were the legs of a branch to lead in a ring, it would be cut here.
            best[number] = (-np.inf, None)
            after = [(from_(following), following) for following in onward[number]
                     if following in left]  # fmt: skip
            further, following = max(after, key=lambda pair: pair[0], default=(0.0, None))
            if further <= 0:
                further, following = 0.0, None
            best[number] = (run.end - run.start + further, following)
        return best[number][0]

    at: int | None = max(sorted(left), key=from_)
    way: list[int] = []
    while at is not None:
        way.append(at)
        at = best[at][1]
    return way


def _at_first(run: Any) -> bool:
    return bool(run.start < _SHORTEST_KM)


def _at_last(run: Any) -> bool:
    return bool(run.length_km - run.end < _SHORTEST_KM)


def _stretch(way: list[Any], name: dict[str, str], iso3: dict[str, Any]) -> dict[str, Any]:
    first, last = way[0], way[-1]
    km = dict.fromkeys(MEANS.values(), 0.0)
    for run in way:
        km[run.means] += run.end - run.start
    length = sum(km.values())
    inside = [run.from_node for run in way if _at_first(run)]
    inside += [last.to_node] if _at_last(last) else []
    codes = [iso3[node] for node in inside]
    near = {
        "from": first.from_node if first.start < first.length_km / 2 else first.to_node,
        "to": last.from_node if last.end < last.length_km / 2 else last.to_node,
    }
    lines = [points for run in way for points in _joined(run.lines)]
    return {
        "branch": first.branch,
        "means": "+".join(means for means, part in km.items() if part),
        "length_km": length,
        **{f"{means}_km": part for means, part in km.items()},
        "from_km": first.begins + first.start,
        "to_km": first.begins + first.start + length,
        **{f"{end}_node": node for end, node in near.items()},
        **{f"{end}_name": name[node] for end, node in near.items()},
        "from_at_node": _at_first(first),
        "to_at_node": _at_last(last),
        "countries": ";".join(dict.fromkeys(code for code in codes if pd.notna(code))),
        "farthest_km": max(run.farthest for run in way),
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
