"""The order of time in which a question is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from routes.catalogue.question import Question

NOT_HELD = ("postponed", "replaced")


def place_in_time(frame: pd.DataFrame, row: int, asked: Question) -> tuple[object, ...]:
    """Return the key of an order of time: what was postponed after the rest, undated last.

    Parameters
    ----------
    frame : DataFrame
        As `activities` returns it.
    row : int
        Number of a row of it.
    asked : Question
    """
    date, status = frame["date"].iloc[row], frame["status"].iloc[row]
    undated, off = not isinstance(date, str), status in NOT_HELD
    return (undated, off, _moment(date if not undated else "", earliest=asked.earliest_first))


def _moment(date: str, *, earliest: bool) -> tuple[int, ...]:
    """Return a date as numbers that sort forwards or backwards; less precise dates last."""
    numbers = [int(part) for part in date.split("-") if part]
    return (*numbers, 99) if earliest else (*(-number for number in numbers), 1)
