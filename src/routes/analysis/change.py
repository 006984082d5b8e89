"""The change from one year to the next, on the States that reported for both."""

from __future__ import annotations

import pandas as pd

COLUMNS = ["change", "raw_change", "only_before", "only_now"]


def yearly_changes(along: pd.DataFrame) -> pd.DataFrame:
    """Return how much more or less was counted than in the year before, like with like.

    Parameters
    ----------
    along : DataFrame
        As `along_route` returns it.

    Returns
    -------
    DataFrame
        Indexed by ``year``: ``change`` (per cent, on the countries that reported for both years),
        ``raw_change`` (per cent, of all that was reported in either), ``only_before`` and
        ``only_now`` (ISO3 of the countries that reported for one of the two, ";"-separated).
        Changes are missing in the first year and where there is no base.

    Examples
    --------
    >>> from routes.analysis import along_route
    >>> changes = yearly_changes(along_route("northern", years=(2022, 2023)))
    >>> changes.loc[2023, ["change", "raw_change"]].astype(float).round(1).to_list()
    [-25.9, -30.5]
    >>> changes.loc[2023, "only_before"]
    'KAZ'
    """
    kg = along.loc[along["weight"] > 0, "counted_kg"].unstack("year", sort=False)  # noqa: PD010
    kg = kg.reindex(columns=sorted(along.index.unique("year")))
    before = kg.shift(axis="columns")
    both = kg.notna() & before.notna()
    frame = pd.DataFrame(
        {
            "change": _per_cent(kg.where(both), before.where(both)),
            "raw_change": _per_cent(kg, before),
            "only_before": (before.notna() & ~both).apply(_codes),
            "only_now": (kg.notna() & ~both).apply(_codes),
        }
    )
    frame.iloc[:1, 2:] = ""
    return frame.rename_axis("year")


def _per_cent(now: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    base = before.sum(min_count=1)
    return 100 * (now.sum(min_count=1) - base) / base.where(base > 0)


def _codes(column: pd.Series) -> str:
    return ";".join(column.index[column])
