"""Figures of a new edition that leap away from what a State reported before.

A point read as a decimal sign makes thousands a thousandth; tons under kilograms do the same; a
digit too many is ten times. None of them is seen in the figure alone, only beside its history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.seizures.cells import CELL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Ten times above the highest or below the lowest of the figures nearest in time; small
# quantities leap by nature. Of the 793 figures that the editions held added or revised, all of
# them right, this stops 19.
FACTOR = 10.0
LEAST_KG = 100.0
WITHIN_YEARS = 5
FIGURES = 5

History = dict[tuple[str, str], dict[int, float]]


def history_of(cells: pd.DataFrame) -> History:
    """Return kilograms by year of each State and drug.

    Parameters
    ----------
    cells : DataFrame
        ``iso3``, ``year``, ``drug``, ``kg``.
    """
    history: History = {}
    for iso3, year, drug, kg in cells[[*CELL, "kg"]].itertuples(index=False):
        history.setdefault((iso3, drug), {})[int(year)] = float(kg)
    return history


def nearest(known: Mapping[int, float], year: int) -> dict[int, float]:
    """Return the figures nearest to a year and not of it, by year.

    Examples
    --------
    >>> nearest({2001: 9.0, 2020: 1.0, 2021: 2.0, 2022: 3.0}, 2022)
    {2020: 1.0, 2021: 2.0}
    """
    near = [other for other in known if 0 < abs(other - year) <= WITHIN_YEARS]
    near = sorted(near, key=lambda other: (abs(other - year), -other))[:FIGURES]
    return {other: known[other] for other in sorted(near)}


def leap(kg: float, before: Sequence[float]) -> float | None:
    """Return how many times a figure lies above or below all of those before; None if it may be.

    Parameters
    ----------
    kg : float
    before : sequence of float
        What it is held against, in kilograms.

    Returns
    -------
    float or None
        Above 1 where the figure is too large, below 1 where too small.

    Examples
    --------
    >>> leap(22.2, [20_165, 3_314]), leap(2_000, [20_165, 3_314]), leap(40, [0.5])
    (0.0067, None, None)
    """
    if not before:
        return None
    low, high = min(before), max(before)
    if kg >= LEAST_KG and kg >= FACTOR * high:
        return round(kg / high, 4) if high else float("inf")
    if low >= LEAST_KG and kg * FACTOR <= low:
        return round(kg / low, 4)
    return None


def leaps(added: pd.DataFrame, revised: pd.DataFrame, history: History) -> pd.DataFrame:
    """Return the figures that leap: `added` against the years around, `revised` against themselves.

    Parameters
    ----------
    added, revised : DataFrame
        ``iso3``, ``year``, ``drug``, ``kg``; revised also ``before``.
    history : mapping
        As `history_of` returns it, of the tables as they are.

    Returns
    -------
    DataFrame
        ``iso3``, ``year``, ``drug``, ``kg``, ``low``, ``high`` (of what it was held against) and
        ``times``, as `leap` gives it.
    """
    found = []
    for iso3, year, drug, kg in added[[*CELL, "kg"]].itertuples(index=False):
        around = [*nearest(history.get((iso3, drug), {}), year).values()]
        found.append((iso3, year, drug, kg, around))
    for iso3, year, drug, kg, before in revised[[*CELL, "kg", "before"]].itertuples(index=False):
        found.append((iso3, year, drug, kg, [before]))
    rows = [
        (iso3, year, drug, kg, min(known), max(known), times)
        for iso3, year, drug, kg, known in found
        if (times := leap(kg, known)) is not None
    ]
    return pd.DataFrame(rows, columns=[*CELL, "kg", "low", "high", "times"])
