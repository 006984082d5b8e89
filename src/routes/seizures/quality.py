"""What is odd about an event: flagged in columns, with the reason, and never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

# A parcel holds no more; measured on the sample, where the next largest by post is 30 kg.
POST_KG = 50.0
# A twin or double below this is as likely two seizures as one.
TWIN_KG = 1.0
DOUBLE_KG = 50.0
DOUBLE_RATIO = 0.8
# Alone above everything a country has reported: a slip of the point or of the unit.
ALONE_KG = 100.0
ALONE_TIMES = 100.0
ALONE_ROWS = 5
# A year with a smaller part of the rows than this is no year of the file.
YEAR_PART = 0.002
_POSTAL = r"\bmail\b|\bpost(?:al|\b)"

FLAGS = ("exact_duplicate", "spelling_twin", "probable_double", "implausible", "outside_years")


def combined_codes(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return one integer a row, equal where all the columns are equal; missing equals missing."""
    key = np.zeros(len(frame), dtype=np.int64)
    for name in columns:
        codes, uniques = pd.factorize(frame[name], use_na_sentinel=False)
        # Coded anew after each column: the product never outgrows 64 bits.
        key = pd.factorize(key * (len(uniques) + 1) + codes)[0]
    return key


def exact_duplicates(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return where a row repeats an earlier one in every one of the columns."""
    return pd.Series(combined_codes(frame, columns), index=frame.index).duplicated()


def flagged(events: pd.DataFrame) -> pd.DataFrame:
    """Return the flags of cleaned events.

    Parameters
    ----------
    events : DataFrame
        With ``exact_duplicate`` already; ``iso3``, ``date``, ``year``, ``family``, ``drug``,
        ``kg``, ``place``, ``division``, ``place_matched``, ``precision``, ``transport``,
        ``installation``, ``hiding_place``.

    Returns
    -------
    DataFrame
        Same index: ``spelling_twin``, ``probable_double``, ``implausible``, ``outside_years``
        (bool), ``remarks`` (the reasons, "; " between).
    """
    first = events[~events["exact_duplicate"]]
    twin = _aligned(_spelling_twins(first), events)
    double = _aligned(_probable_doubles(first), events)
    post = _by_post(events)
    alone = _aligned(_alone(first), events)
    outside, years = _outside_years(events)
    remarks = _joined(
        events,
        [
            (events["exact_duplicate"], "exact duplicate of an earlier row"),
            (twin, "the same place, date, drug and amount under another spelling"),
            (double, "same place, date and drug, amount within 20 per cent of another row"),
            (post, f"more than {POST_KG:.0f} kg by post"),
            (alone, f"over {ALONE_TIMES:.0f} times the next largest of the country and drug"),
            (outside, f"date outside the years of the file, {years}"),
        ],
    )
    return pd.DataFrame(
        {
            "spelling_twin": twin,
            "probable_double": double,
            "implausible": post | alone,
            "outside_years": outside,
            "remarks": remarks,
        },
        index=events.index,
    )


def _aligned(flags: pd.Series, events: pd.DataFrame) -> pd.Series:
    return flags.reindex(events.index, fill_value=False).astype(bool)


def _spelling_twins(events: pd.DataFrame) -> pd.Series:
    located = events[events["place_matched"].notna() & (events["kg"] >= TWIN_KG)]
    same = ["iso3", "date", "drug", "kg", "place_matched"]
    spelled = pd.Series(combined_codes(located, [*same, "place", "division"]), index=located.index)
    event = pd.Series(combined_codes(located, same), index=located.index)
    spellings = spelled.groupby(event).transform("nunique")
    return (spellings > 1) & event.duplicated()


def _probable_doubles(events: pd.DataFrame) -> pd.Series:
    heavy = events[(events["kg"] >= DOUBLE_KG) & (events["family"] != "other")]
    heavy = heavy[heavy["place_matched"].notna() | heavy["place"].ne("")]
    where = (
        heavy["place_matched"]
        .astype(object)
        .where(heavy["place_matched"].notna(), heavy["place"].astype(object))
    )
    keyed = heavy.assign(where=where)
    keyed["event"] = combined_codes(keyed, ["iso3", "date", "drug", "where"])
    ordered = keyed.sort_values(["event", "kg"])
    near = (ordered["kg"].shift() >= DOUBLE_RATIO * ordered["kg"]) & (
        ordered["event"].shift() == ordered["event"]
    )
    different = ordered["kg"].shift() != ordered["kg"]
    pair = near & different
    # Both of a pair are flagged: which one is right is not ours to say.
    return (pair | pair.shift(-1, fill_value=False)).reindex(events.index, fill_value=False)


def _by_post(events: pd.DataFrame) -> pd.Series:
    postal = pd.Series(data=False, index=events.index)
    for name in ("transport", "installation", "hiding_place"):
        codes, words = pd.factorize(events[name])
        is_post = pd.Series(words, dtype=str).str.contains(_POSTAL, case=False, regex=True)
        postal |= is_post.to_numpy(dtype=bool)[codes] if len(words) else False
    return postal & (events["kg"] > POST_KG)


def _alone(events: pd.DataFrame) -> pd.Series:
    mass = events[events["kg"] > 0]
    group = pd.Series(combined_codes(mass, ["iso3", "drug"]), index=mass.index)
    rank = mass["kg"].groupby(group).rank(ascending=False, method="first")
    second = mass["kg"].where(rank == 2).groupby(group).transform("max")  # noqa: PLR2004
    rows = mass["kg"].groupby(group).transform("size")
    return (
        (rank == 1)
        & (mass["kg"] >= ALONE_KG)
        & (rows >= ALONE_ROWS)
        & (mass["kg"] > ALONE_TIMES * second)
    )


def _outside_years(events: pd.DataFrame) -> tuple[pd.Series, str]:
    if events.empty:
        return pd.Series(dtype=bool), ""
    part = events["year"].value_counts(normalize=True)
    usual = part.index[part >= YEAR_PART]
    if usual.empty:
        usual = part.index
    first, last = int(usual.min()), int(usual.max())
    return ~events["year"].between(first, last), f"{first}–{last}"


def _joined(events: pd.DataFrame, reasons: list[tuple[pd.Series, str]]) -> pd.Series:
    # Rows share few combinations of reasons: put each combination into words once.
    bits = sum(flag.to_numpy(dtype=np.int64) << n for n, (flag, _) in enumerate(reasons))
    codes, combinations = pd.factorize(np.asarray(bits) + np.zeros(len(events), dtype=np.int64))
    words = [
        "; ".join(text for n, (_, text) in enumerate(reasons) if int(bit) >> n & 1)
        for bit in combinations
    ]
    return pd.Series(pd.Categorical.from_codes(codes, words), index=events.index)
