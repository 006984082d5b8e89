"""Every reason for a verdict, so that they can be counted."""

from __future__ import annotations

REASONS = (
    "State on one route",
    "State on two routes, counted for its primary route",
    "State on two routes, counted for both",
    "State on no route",
    "Afghanistan, the source of every route",
    "no State",
    "within one corridor",
    "nearest of several corridors",
    "near-tie between routes",
    "outside every corridor",
    "placed too coarsely",
    "no coordinates",
    "coordinates out of range",
    "latitude and longitude look swapped",
    "one route joins departure, place and destination",
    "several routes join departure, place and destination",
    "no route joins departure, place and destination",
    "departure and destination unknown",
    "mostly not from Afghanistan",
)
UNTOLD = -1
_CODES = {reason: code for code, reason in enumerate(REASONS)}


def code(reason: str) -> int:
    """Return the position of a reason in `REASONS`, `UNTOLD` for none."""
    return _CODES[reason] if reason else UNTOLD
