"""What is odd about an event: flagged in columns, with the reason, and never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.seizures.keys import hashed

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


@dataclass(frozen=True)
class Neighbours:
    """What of the events of a file, or of a part of it, tells which of them belong together.

    It holds no more than that, so that a file of any size can be gathered part by part. ``row``
    is the number of an event among those of the file.

    Attributes
    ----------
    twins : DataFrame
        ``row``, ``event`` and ``spelled``: keys without and with the spelling of the place.
    doubles : DataFrame
        ``row``, ``event`` and ``kg`` of heavy seizures.
    largest : DataFrame
        ``row``, ``group`` and ``kg`` of the two largest of each country and drug.
    sizes : Series
        Rows with a mass, by group.
    years : Series
        Rows, by year.
    """

    twins: pd.DataFrame
    doubles: pd.DataFrame
    largest: pd.DataFrame
    sizes: pd.Series
    years: pd.Series


@dataclass(frozen=True)
class Flagged:
    """The events of a file that are flagged because of others, by their numbers."""

    twins: np.ndarray
    doubles: np.ndarray
    alone: np.ndarray
    first_year: int | None = None
    last_year: int | None = None


def neighbours(events: pd.DataFrame, first_row: int = 0) -> Neighbours:
    """Return what the other events of a file have to know of these.

    Parameters
    ----------
    events : DataFrame
        As for `flagged`.
    first_row : int
        Number of the first of these events among those of the file.
    """
    rows = np.arange(first_row, first_row + len(events))
    counted = ~events["exact_duplicate"].to_numpy(dtype=bool)
    first, rows = events[counted], rows[counted]
    mass = first["kg"].gt(0).to_numpy()
    group = hashed(first[mass], ["iso3", "drug"])
    masses = pd.DataFrame({"row": rows[mass], "group": group, "kg": first["kg"][mass].to_numpy()})
    return Neighbours(
        twins=_located(first, rows),
        doubles=_heavy(first, rows),
        largest=_two_largest(masses),
        sizes=masses.groupby("group").size(),
        years=events.groupby("year").size(),
    )


def settled(parts: Sequence[Neighbours]) -> Flagged:
    """Return which events of a file are flagged because of others, from all of its parts."""
    if not parts:
        none = np.array([], dtype=np.int64)
        return Flagged(none, none, none)
    twins, doubles, largest = (
        pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        for name in ("twins", "doubles", "largest")
    )
    sizes, years = (
        pd.concat([getattr(part, name) for part in parts]).groupby(level=0).sum()
        for name in ("sizes", "years")
    )
    return Flagged(
        _spelling_twins(twins),
        _probable_doubles(doubles),
        _alone(_two_largest(largest), sizes),
        *_usual_years(years),
    )


def flagged(
    events: pd.DataFrame, decided: Flagged | None = None, first_row: int = 0
) -> pd.DataFrame:
    """Return the flags of cleaned events.

    Parameters
    ----------
    events : DataFrame
        With ``exact_duplicate`` already; ``iso3``, ``date``, ``year``, ``family``, ``drug``,
        ``kg``, ``place``, ``division``, ``place_matched``, ``precision``, ``transport``,
        ``installation``, ``hiding_place``.
    decided : Flagged, optional
        What was settled for the whole file, where these are a part of its events.
    first_row : int
        Number of the first of these events among those of the file.

    Returns
    -------
    DataFrame
        Same index: ``spelling_twin``, ``probable_double``, ``implausible``, ``outside_years``
        (bool), ``remarks`` (the reasons, "; " between).
    """
    decided = decided or settled([neighbours(events)])
    twin, double, alone = (
        _marked(events, rows, first_row) for rows in (decided.twins, decided.doubles, decided.alone)
    )
    post = _by_post(events)
    outside, years = _outside_years(events, decided)
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


def _marked(events: pd.DataFrame, rows: np.ndarray, first_row: int) -> pd.Series:
    here = rows[(rows >= first_row) & (rows < first_row + len(events))] - first_row
    marks = np.zeros(len(events), dtype=bool)
    marks[here] = True
    return pd.Series(marks, index=events.index)


def _located(first: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    chosen = (first["place_matched"].notna() & (first["kg"] >= TWIN_KG)).to_numpy()
    located = first[chosen]
    event = hashed(located, same := ["iso3", "date", "drug", "kg", "place_matched"])
    spelled = hashed(located, [*same, "place", "division"])
    return pd.DataFrame({"row": rows[chosen], "event": event, "spelled": spelled})


def _spelling_twins(twins: pd.DataFrame) -> np.ndarray:
    again = twins["event"].duplicated(keep=False)
    twins = twins[again]
    spellings = twins.groupby("event")["spelled"].transform("nunique")
    found: np.ndarray = twins.loc[(spellings > 1) & twins["event"].duplicated(), "row"].to_numpy()
    return found


def _heavy(first: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    matched = first["place_matched"].notna()
    named = matched | first["place"].ne("")
    chosen = ((first["kg"] >= DOUBLE_KG) & (first["family"] != "other") & named).to_numpy()
    heavy = first[chosen]
    where = heavy["place_matched"].astype(object)
    keyed = heavy.assign(where=where.where(matched[chosen], heavy["place"].astype(object)))
    event = hashed(keyed, ["iso3", "date", "drug", "where"])
    return pd.DataFrame({"row": rows[chosen], "event": event, "kg": heavy["kg"].to_numpy()})


def _probable_doubles(doubles: pd.DataFrame) -> np.ndarray:
    ordered = doubles.sort_values(["event", "kg", "row"])
    near = (ordered["kg"].shift() >= DOUBLE_RATIO * ordered["kg"]) & (
        ordered["event"].shift() == ordered["event"]
    )
    different = ordered["kg"].shift() != ordered["kg"]
    pair = near & different
    # Both of a pair are flagged: which one is right is not ours to say.
    found: np.ndarray = ordered.loc[pair | pair.shift(-1, fill_value=False), "row"].to_numpy()
    return found


def _by_post(events: pd.DataFrame) -> pd.Series:
    postal = pd.Series(data=False, index=events.index)
    for name in ("transport", "installation", "hiding_place"):
        codes, words = pd.factorize(events[name])
        is_post = pd.Series(words, dtype=str).str.contains(_POSTAL, case=False, regex=True)
        postal |= is_post.to_numpy(dtype=bool)[codes] if len(words) else False
    return postal & (events["kg"] > POST_KG)


def _two_largest(masses: pd.DataFrame) -> pd.DataFrame:
    ordered = masses.sort_values(["group", "kg", "row"], ascending=[True, False, True])
    return ordered[ordered.groupby("group").cumcount() < 2]  # noqa: PLR2004


def _alone(largest: pd.DataFrame, sizes: pd.Series) -> np.ndarray:
    by_group = largest.groupby("group")
    first, second = by_group.nth(0), by_group.nth(1).set_index("group")["kg"]
    alone = (
        (first["kg"] >= ALONE_KG)
        & (first["group"].map(sizes) >= ALONE_ROWS)
        & (first["kg"] > ALONE_TIMES * first["group"].map(second))
    )
    found: np.ndarray = first.loc[alone, "row"].to_numpy()
    return found


def _usual_years(rows: pd.Series) -> tuple[int | None, int | None]:
    if rows.empty:
        return None, None
    usual = rows.index[rows / rows.sum() >= YEAR_PART]
    if usual.empty:
        usual = rows.index
    return int(usual.min()), int(usual.max())


def _outside_years(events: pd.DataFrame, decided: Flagged) -> tuple[pd.Series, str]:
    first, last = decided.first_year, decided.last_year
    if first is None:
        return pd.Series(data=False, index=events.index), ""
    outside = ~events["year"].between(first, last).astype(bool)
    return outside, f"{first}–{last}"


def _joined(events: pd.DataFrame, reasons: list[tuple[pd.Series, str]]) -> pd.Series:
    bits = np.zeros(len(events), dtype=np.int8)
    for n, (flag, _) in enumerate(reasons):
        bits |= flag.to_numpy(dtype=np.int8) << n
    # Every combination is a category, in every part of a file: parts can be put together.
    words = [
        "; ".join(text for n, (_, text) in enumerate(reasons) if bit >> n & 1)
        for bit in range(1 << len(reasons))
    ]
    return pd.Series(pd.Categorical.from_codes(bits, words), index=events.index)
