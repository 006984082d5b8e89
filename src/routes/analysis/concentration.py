"""How much of a route's kilograms a few States seized."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence


def top_shares(along: pd.DataFrame, *, largest: Sequence[int] = (1, 3, 5)) -> pd.DataFrame:
    """Return what part of a route's counted kilograms its largest States make up, year by year.

    Parameters
    ----------
    along : DataFrame
        As `along_route` returns it.
    largest : sequence of int
        How many States are taken together.

    Returns
    -------
    DataFrame
        Per cent: one row a ``year``, one column for each of `largest`; missing where nothing was
        reported or all that was reported is zero. The largest States of a year need not be those
        of the next.

    Examples
    --------
    >>> from routes.analysis import along_route
    >>> top_shares(along_route("balkan", years=2023)).round().loc[2023].to_list()
    [86.0, 99.0, 100.0]
    """
    table = along["counted_kg"].unstack("year")  # noqa: PD010
    totals = table.sum(min_count=1)
    totals = totals.where(totals > 0)
    # Each year's figures, the largest first; the missing ones stand last.
    ordered = pd.DataFrame(-np.sort(-table.to_numpy(dtype=float), axis=0), columns=table.columns)
    parts = {count: ordered.head(count).sum(min_count=1) / totals * 100 for count in largest}
    frame = pd.DataFrame(parts)
    frame.index.name = "year"
    return frame
