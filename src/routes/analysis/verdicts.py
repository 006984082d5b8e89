"""The verdict on each seizure: columns that every method fills in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from routes.analysis.reasons import REASONS
from routes.network import ROUTES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routes.analysis.claims import Claims
    from routes.network import Distances, LegPositions

METHODS = {
    "country": "by the State that reported",
    "corridor": "by geodesic distance to the routes",
    "flow": "by the ways that join departure, place of seizure and destination",
}
CERTAINTIES = ("certain", "shared", "fallback", "unattributed")
SHARED = len(ROUTES)
_PARTS = (*ROUTES, "shared")
# Every set of routes, by its bits: "", northern, balkan, northern;balkan, ...
AMONG = tuple(
    ";".join(name for i, name in enumerate(ROUTES) if bits >> i & 1)
    for bits in range(2 ** len(ROUTES))
)
_ALONE = np.array([-1, 0, 1, SHARED, 2, SHARED, SHARED, SHARED], dtype=np.int8)
COLUMNS = (
    "route", "among", "branch", "leg", "distance_km", "km_from_afghanistan",
    *(f"km_{name}" for name in ROUTES), "method", "certainty", "reason",
)  # fmt: skip


class Verdicts:
    """The columns that attribution adds, filled part by part.

    Parameters
    ----------
    rows : int
    """

    def __init__(self, rows: int) -> None:
        self._route = np.full(rows, -1, dtype=np.int8)
        self._among = np.zeros(rows, dtype=np.int8)
        self._method = np.full(rows, -1, dtype=np.int8)
        self._certainty = np.full(rows, -1, dtype=np.int8)
        self._reason = np.full(rows, -1, dtype=np.int8)
        self._leg = np.full(rows, -1, dtype=np.int32)
        self._km = [np.full(rows, np.nan) for _ in ROUTES]
        self._distance = np.full(rows, np.nan)
        self._along = np.full(rows, np.nan)
        self._branch = np.full(rows, -1, dtype=np.int16)
        self._branches: pd.Index = pd.Index([], dtype=object)

    def settle(self, rows: slice, claims: Claims, *, method: str, fallback: bool = False) -> None:
        """Settle the rows that are still open and that the claims answer.

        Of a row that falls back, the reason is why the method asked for gave no answer.
        """
        still = self._method[rows] < 0
        untold = still & (self._reason[rows] < 0)
        np.copyto(self._reason[rows], claims.reason, where=untold)
        now = still & claims.answered
        alone = _ALONE[claims.among]
        route = np.where(claims.primary >= 0, claims.primary, alone)
        certainty = np.where(alone == SHARED, np.int8(1), np.int8(0))
        certainty = np.where(route < 0, np.int8(3), np.int8(2) if fallback else certainty)
        for column, value in (
            (self._route, route),
            (self._among, claims.among),
            (self._method, np.int8(list(METHODS).index(method))),
            (self._certainty, certainty),
        ):
            np.copyto(column[rows], value, where=now)

    def measured(self, rows: slice, km: NDArray[np.float64]) -> None:
        """Note the distance to each route."""
        for column, away in zip(self._km, km.T, strict=True):
            column[rows] = away

    def placed(self, rows: slice, away: Distances, legs: LegPositions) -> None:
        """Note the leg, for what was measured: of its route, else of the nearest."""
        route, among = self._route[rows], self._among[rows]
        bits = among[:, None] >> np.arange(len(ROUTES)) & 1
        # Of routes that share, and of none, the nearest; among equals the first.
        open_to = np.where(among[:, None] > 0, bits > 0, True)
        km = np.where(np.isnan(away.km) | ~open_to, np.inf, away.km)
        chosen = np.where((route >= 0) & (route < SHARED), route, km.argmin(axis=1))
        each = np.arange(len(chosen))
        measured = np.isfinite(away.km[:, 0]) & (self._method[rows] != 0)
        leg = np.where(measured, away.leg[each, chosen], -1)
        self._leg[rows] = leg
        self._distance[rows] = np.where(measured, away.km[each, chosen], np.nan)
        along = legs.begins_km[leg] + away.along_km[each, chosen]
        self._along[rows] = np.where(leg >= 0, along, np.nan)
        self._branch[rows] = np.where(leg >= 0, legs.branch_code[leg], -1)
        self._branches = legs.branches

    def joined(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with the verdicts behind its own columns."""
        if not len(self._branches):
            from routes.network import leg_positions  # noqa: PLC0415

            self._branches = leg_positions().branches
        columns: dict[str, tuple[Any, Any]] = {
            "route": ("_route", _PARTS),
            "among": ("_among", AMONG[1:]),
            "branch": ("_branch", self._branches),
            "leg": ("_leg", None),
            "distance_km": ("_distance", None),
            "km_from_afghanistan": ("_along", None),
            "method": ("_method", list(METHODS)),
            "certainty": ("_certainty", CERTAINTIES),
            "reason": ("_reason", REASONS),
        }
        # No routes is no code; the sets of routes are numbered from 1.
        self._among -= 1
        result = frame.copy(deep=False)
        for name in COLUMNS:
            if name.startswith("km_") and name not in columns:
                values = self._km.pop(0)
                words = None
            else:
                attribute, words = columns[name]
                # Handed over, not kept: a large frame is not held twice.
                values = self.__dict__.pop(attribute)
            result[name] = values if words is None else pd.Categorical.from_codes(values, words)
        return result
