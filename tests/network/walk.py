"""The network read from its tables without the library: legs, paths and true distances."""

from __future__ import annotations

import csv
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from pyproj import Geod

DATA = Path(__file__).parents[2] / "data"
GEOD = Geod(ellps="WGS84")


@cache
def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def legs(route: str, branch: str | None = None) -> list[dict[str, str]]:
    return [r for r in read("legs") if r["route"] == route and branch in {None, r["branch"]}]


@cache
def country_of(node: str) -> str:
    return next(row["iso3"] for row in read("nodes") if row["node"] == node)


@cache
def path(start: str, end: str, mode: str) -> tuple[tuple[float, float], ...]:
    """Return node, waypoints in order, node, as (longitude, latitude)."""
    places = {r["node"]: r for r in read("nodes")}
    between = [
        r
        for r in read("leg_waypoints")
        if (r["from_node"], r["to_node"], r["mode"]) == (start, end, mode)
    ]
    stops = [places[start], *sorted(between, key=lambda r: int(r["position"])), places[end]]
    return tuple((float(r["longitude"]), float(r["latitude"])) for r in stops)


def path_of(leg: dict[str, str]) -> tuple[tuple[float, float], ...]:
    return path(leg["from_node"], leg["to_node"], leg["mode"])


def km_of(leg: dict[str, str]) -> float:
    return sum(GEOD.inv(*a, *b)[2] for a, b in pairwise(path_of(leg))) / 1000


@cache
def vertices(route: str, branch: str) -> np.ndarray:
    """Return points at most 10 km apart along the geodesics of a branch: lon, lat, lon, lat.

    One row per small stretch, from its start to its end.
    """
    stretches = []
    for leg in legs(route, branch):
        for a, b in pairwise(path_of(leg)):
            number = int(GEOD.inv(*a, *b)[2] // 10_000)
            inner = GEOD.npts(*a, *b, number) if number else []
            stretches += [(*p, *q) for p, q in pairwise([a, *inner, b])]
    return np.array(stretches)


def km_to_branch(lon: float, lat: float, route: str, branch: str) -> float:
    """Return the geodesic distance of a point to a branch, right to a few metres."""
    stretches = vertices(route, branch)
    here = np.full(len(stretches), lon), np.full(len(stretches), lat)
    metres = GEOD.inv(*here, stretches[:, 0], stretches[:, 1])[2]
    near = stretches[metres <= metres.min() + 20_000]
    fine = np.vstack([[s[:2], *GEOD.npts(*s, 100), s[2:]] for s in near])
    here = np.full(len(fine), lon), np.full(len(fine), lat)
    return float(GEOD.inv(*here, fine[:, 0], fine[:, 1])[2].min()) / 1000
