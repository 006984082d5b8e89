"""What each method says of a seizure: which routes could claim it, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.analysis.membership import membership
from routes.analysis.origins import OTHER
from routes.analysis.reasons import code
from routes.network import ROUTES, SOURCE, nodes, route_legs
from routes.reference import data_dir, table

FLOW_COLUMNS = ("departure_iso3", "iso3", "destination_iso3")

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Codes = NDArray[np.int8]


@dataclass(frozen=True)
class Claims:
    """For each row the routes that could claim it (bits), why, and whether that is an answer.

    Attributes
    ----------
    among : ndarray of int8
        Bit r is set if route r could claim the row.
    reason : ndarray of int8
        Position in `REASONS`; -1 for none.
    answered : ndarray of bool
        False: the next method is asked.
    primary : ndarray of int8
        The one route that a rule chose among several; -1 for none.
    """

    among: Codes
    reason: Codes
    answered: NDArray[np.bool_]
    primary: Codes = field(default_factory=lambda: np.array(-1, dtype=np.int8))

    def part(self, rows: slice) -> Claims:
        """Return some of the rows."""
        primary = self.primary if self.primary.ndim == 0 else self.primary[rows]
        return Claims(self.among[rows], self.reason[rows], self.answered[rows], primary)

    def narrowed(self, near: Claims) -> Claims:
        """Return the claims without the routes that pass far from a place that is well known."""
        both = self.among & near.among
        narrower = self.answered & near.answered & (both > 0)
        among = np.where(narrower, both, self.among).astype(np.int8)
        alone = (among & (among - 1)) == 0
        reason = np.where(
            alone,
            np.int8(code("one route joins departure, place and destination")),
            np.int8(code("several routes join departure, place and destination")),
        )
        return Claims(among, np.where(self.answered, reason, self.reason), self.answered)


@dataclass(frozen=True)
class StateRule:
    """A country list and a rule for States on two routes, ready to be asked row by row.

    Attributes
    ----------
    among : Series of int
        By ISO3: a bit for each route on whose list the State is.
    primary : Series of int
        By ISO3: the one route that the rule leaves it, for States on two lists and others.
    """

    among: pd.Series
    primary: pd.Series

    def claims(self, frame: pd.DataFrame) -> Claims:
        """Return what the State that reported says; without ``iso3`` that it is not known."""
        n = len(frame)
        if "iso3" not in frame:
            reason = np.full(n, code("no State"), np.int8)
            return Claims(np.zeros(n, np.int8), reason, np.ones(n, bool))
        rows, states = pd.factorize(frame["iso3"])
        among = np.array([*(self.among.get(iso3, 0) for iso3 in states), 0], dtype=np.int8)
        primary = np.array([*(self.primary.get(iso3, -1) for iso3 in states), -1], dtype=np.int8)
        words = [_of_state(iso3, a, p) for iso3, a, p in zip(states, among, primary, strict=False)]
        reason = np.array([code(word) for word in (*words, "no State")], dtype=np.int8)
        # A missing State has code -1: the last entry.
        return Claims(among[rows], reason[rows], np.ones(n, bool), primary[rows])


def without_others(claims: Claims, frame: pd.DataFrame) -> Claims:
    """Return the claims of States without those on drugs that are mostly not from Afghanistan.

    Annual totals have a column ``drug``; a frame without one, such as events, says nothing of it.
    """
    if "drug" not in frame or "iso3" not in frame:
        return claims
    every = table("opiate_origins")
    rows = every[every["origin"] == OTHER]
    cells = pd.MultiIndex.from_arrays([frame["iso3"].astype(object), frame["drug"].astype(object)])
    left_out = cells.isin(pd.MultiIndex.from_frame(rows[["iso3", "drug"]])) & (claims.among > 0)
    return Claims(
        np.where(left_out, np.int8(0), claims.among),
        np.where(left_out, np.int8(code("mostly not from Afghanistan")), claims.reason),
        claims.answered,
        np.where(left_out, np.int8(-1), claims.primary),
    )


def state_rule(*, countries: str, shared: str) -> StateRule:
    """Return the rule by State."""
    return _state_rule(data_dir(), countries, shared)


@cache
def _state_rule(folder: Path, countries: str, shared: str) -> StateRule:  # noqa: ARG001 - cache key
    lists = membership(countries=countries, shared="half")
    rule = membership(countries=countries, shared=shared)
    number = {name: i for i, name in enumerate(ROUTES)}
    bits = lists.groupby("iso3")["route"].agg(lambda names: sum(1 << number[r] for r in names))
    # Only a rule that leaves a State one route of two has chosen one.
    chosen = rule[rule["route"].isin(ROUTES) & (rule["weight"] == 1)]
    return StateRule(bits, chosen.set_index("iso3")["route"].map(number))


def _of_state(iso3: str, among: int, primary: int) -> str:
    if iso3 == SOURCE:
        return "Afghanistan, the source of every route"
    if among == 0:
        return "State on no route"
    if among & (among - 1) == 0:
        return "State on one route"
    if primary >= 0:
        return "State on two routes, counted for its primary route"
    return "State on two routes, counted for both"


def by_flow(frame: pd.DataFrame) -> Claims:
    """Return which routes join departure, place of seizure and destination, by State.

    An unknown departure is Afghanistan, an unknown destination anywhere; a departure or
    destination that is the State of the seizure says nothing.
    """
    text = pd.DataFrame({name: frame[name].astype(object).to_numpy() for name in FLOW_COLUMNS})
    here = text["iso3"]
    start = text["departure_iso3"].where(text["departure_iso3"] != here)
    end = text["destination_iso3"].where(text["destination_iso3"] != here)
    told = (start.notna() | end.notna()) & here.notna()
    keys = pd.MultiIndex.from_arrays([start.fillna(""), here.fillna(""), end.fillna("")])
    codes, ways = pd.factorize(keys)
    found = np.array([_joined(data_dir(), *way) for way in ways], dtype=np.int8)
    among = np.where(told, found[codes] if len(ways) else 0, 0).astype(np.int8)
    reason = np.where(
        told.to_numpy(),
        np.int8(code("no route joins departure, place and destination")),
        np.int8(code("departure and destination unknown")),
    )
    return Claims(among, reason, among > 0)


@lru_cache(maxsize=100_000)
def _joined(folder: Path, start: str, here: str, end: str) -> int:
    bits = 0
    for i, name in enumerate(ROUTES):
        after, places = _ways(folder, name), _nodes_by_country(folder)
        through = [n for n in places.get(here, ()) if n in after]
        begins = [n for n in places.get(start or SOURCE, ()) if n in after]
        ends = set(places.get(end, ())) if end else None
        if any(
            (ends is None or ends & after[n]) and any(n in after[b] for b in begins)
            for n in through
        ):
            bits |= 1 << i
    return bits


@cache
def _ways(folder: Path, name: str) -> Mapping[str, frozenset[str]]:  # noqa: ARG001 - cache key
    """Return, for each node of a route, the nodes that its legs lead on to, itself too."""
    legs = route_legs()
    onward: dict[str, set[str]] = {}
    for leg in legs[legs["route"] == name].itertuples():
        onward.setdefault(leg.from_node, set()).add(leg.to_node)
        onward.setdefault(leg.to_node, set())
    after = {}
    for node in onward:
        seen, queue = {node}, [node]
        while queue:
            for following in onward[queue.pop()] - seen:
                seen.add(following)
                queue.append(following)
        after[node] = frozenset(seen)
    return after


@cache
def _nodes_by_country(folder: Path) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG001 - cache key
    grouped = nodes().groupby("iso3").groups
    return {str(code): tuple(members) for code, members in grouped.items()}
