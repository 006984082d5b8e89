"""Rows that count others again: sums among the parts they sum."""

from __future__ import annotations

import numpy as np
import pandas as pd

from routes.seizures.drugs import drug_of
from routes.seizures.headings import summed
from routes.seizures.keys import hashed

# A sum of fewer parts, or of less, comes about by chance.
_PARTS = 3
_LEAST_KG = 10.0
_NEAR = 0.005
_OPIATES = {"heroin", "morphine", "opium", "poppy straw"}


def sums_of_others(totals: pd.DataFrame, in_total: pd.Series) -> pd.Series:
    """Return the rows that sum others of the file, told by word and by arithmetic.

    A row that a word calls a total is one if there are parts of it: other rows of its country, year
    and drug. Where there are none it is the only figure, and counts.

    Parameters
    ----------
    totals : DataFrame
        ``iso3``, ``year``, ``drug_name``, ``drug``, ``kg``.
    in_total : Series of bool
        Rows with a cell such as "Total" in a column of months, provinces or places.
    """
    names = {name: summed(name) for name in totals["drug_name"].unique()}
    told = np.array([names[name] is not None for name in totals["drug_name"]], dtype=bool)
    by_word = in_total | told
    drug = pd.Series(
        [
            own if (rest := names[name]) is None else drug_of(rest) if rest else ""
            for own, name in zip(totals["drug"], totals["drug_name"], strict=True)
        ],
        index=totals.index,
        dtype=object,
    )
    parts = totals[~by_word]
    cells = set(zip(parts["iso3"], parts["year"], parts["drug"], strict=True))
    states = set(zip(parts["iso3"], parts["year"], strict=True))
    found = pd.Series(data=False, index=totals.index)
    for at in totals.index[by_word]:
        where = (totals.loc[at, "iso3"], totals.loc[at, "year"])
        one_drug = drug[at] in _OPIATES
        found[at] = (*where, drug[at]) in cells if one_drug else where in states
    return found | _by_arithmetic(totals[~by_word]).reindex(totals.index, fill_value=False)


def copied_sheets(frame: pd.DataFrame, columns: list[str]) -> dict[str, str]:
    """Return the sheets whose rows all stand on other sheets too, and on which.

    A filtered or hidden sheet, or one of all years, says again what others say: it is no further
    seizure. Of two that are alike the later is the copy.

    Parameters
    ----------
    frame : DataFrame
        Accepted rows, with ``sheet`` and ``kg``.
    columns : list of str
        What two rows have to share.

    Examples
    --------
    >>> rows = pd.DataFrame({"sheet": ["2020", "2021", "All", "All"], "kg": [5.0, 20, 5, 20]})
    >>> copied_sheets(rows, ["kg"])
    {'All': '2020, 2021'}
    """
    sheets = list(frame["sheet"].unique())
    if len(sheets) < 2:  # noqa: PLR2004
        return {}
    keys = pd.Series(hashed(frame, columns), index=frame.index)
    copies: dict[str, str] = {}
    for sheet in reversed(sheets):
        own = frame["sheet"].eq(sheet)
        others = frame.loc[~own & ~frame["sheet"].isin(list(copies)), "sheet"]
        inside = keys[own].isin(keys[others.index])
        # As often as there, or it is more than a copy.
        often = keys[own].value_counts()
        there = keys[others.index].value_counts().reindex(often.index, fill_value=0)
        if inside.all() and (often <= there).all() and frame.loc[own, "kg"].gt(0).any():
            found = others[keys[others.index].isin(keys[own])].unique()
            copies[str(sheet)] = ", ".join(map(str, found[:3]))
    return copies


def _by_arithmetic(totals: pd.DataFrame) -> pd.Series:
    """Return the last row of a country, year and label where it is the sum of the others."""
    group = totals.groupby(["iso3", "year", "drug_name"])["kg"]
    total, size = group.transform("sum"), group.transform("size")
    last = ~totals.duplicated(["iso3", "year", "drug_name"], keep="last")
    is_sum = (2 * totals["kg"] - total).abs() <= _NEAR
    return last & is_sum & (size > _PARTS) & (totals["kg"] >= _LEAST_KG)
