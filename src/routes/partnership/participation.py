"""How many took part: sums over meetings, and distinct States, which are not sums."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from routes.errors import unknown
from routes.partnership.meetings import (
    KINDS,
    attendance,
    count_conflicts,
    meetings,
    year_totals,
)
from routes.partnership.qualified import Qualified, total
from routes.reference import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COUNTS = ("states", "organizations", "participants", "recommendations")
HEADQUARTERS = "AUT-VIE"
GROUP, PCG = "expert working group", "policy consultative group"


class Distinct(NamedTuple):
    """How many distinct States attended: between ``low`` and ``high``, by ``rule``.

    ``high`` is None where no count sets a limit.
    """

    low: int
    high: int | None
    rule: str
    source: str


def held_meetings(
    *, year: int | None = None, kind: str | None = None, pillar: str | None = None
) -> pd.DataFrame:
    """Return the meetings known to have been held, of one year, kind or pillar.

    Parameters
    ----------
    year : int, optional
        A meeting without a date is of no year.
    kind, pillar : str, optional

    Returns
    -------
    DataFrame
        As `meetings` returns it, and ``no_earlier`` and ``no_later``: the year, or the years that
        its ``date_precision`` names, or those of the table.

    Raises
    ------
    MeetingYearError, UnknownNameError
    """
    if kind is not None and kind not in KINDS:
        raise unknown("kind of meeting", kind, KINDS)
    rows = _held(data_dir(), year, pillar)
    return rows.copy() if kind is None else rows[rows["kind"] == kind].reset_index(drop=True)


@cache
def _held(folder: Path, year: int | None, pillar: str | None) -> pd.DataFrame:  # noqa: ARG001 - key
    everything = meetings()["year"]
    rows = pd.DataFrame(meetings(year=year, pillar=pillar, status="held"))
    spans = [re.findall(r"\b\d{4}\b", words) for words in rows["date_precision"]]
    named = [
        (int(span[0]), int(span[-1])) if span else (everything.min(), everything.max())
        for span in spans
    ]
    for column, end in (("no_earlier", 0), ("no_later", 1)):
        span = pd.Series([pair[end] for pair in named], index=rows.index, dtype="Int64")
        rows[column] = rows["year"].fillna(span)
    return rows


def attendances(
    *, year: int, of: str = "states", kind: str | None = None, pillar: str | None = None
) -> Qualified | None:
    """Return the sum over the meetings of a year: a State at three meetings counts three times.

    Parameters
    ----------
    year : int
    of : {"states", "organizations", "participants", "recommendations"}
    kind : str, optional
        Such as ``"expert working group"``.
    pillar : {"I", "II", "III", "IV"}, optional
        Meetings that deal with it, the consultative group's too.

    Returns
    -------
    Qualified
        "at least", where the count of a meeting is unknown; None where none is known. The counts
        are those of the table of meetings; other sources' stand in `stated_counts`.

    Raises
    ------
    MeetingYearError, UnknownNameError

    Examples
    --------
    >>> print(attendances(year=2022, kind="expert working group"))
    114
    >>> print(attendances(year=2022, of="participants", kind="expert working group"))
    more than 430
    """
    if of not in COUNTS:
        raise unknown("count", of, COUNTS)
    rows = held_meetings(year=year, kind=kind, pillar=pillar)
    return total(_counts(rows, of))


def _counts(rows: pd.DataFrame, of: str) -> list[Qualified | None]:
    words = rows.get(f"{of}_qualifier", pd.Series(None, index=rows.index, dtype=object))
    return [Qualified.of(n, word) for n, word in zip(rows[of], words, strict=True)]


def distinct_states(*, year: int, kind: str | None = None, pillar: str | None = None) -> Distinct:
    """Return how many different States attended the meetings of a year: a union, not a sum.

    Where a source states the union of just these meetings, it holds. Else it is a range: at
    least the largest meeting, the States known by name and any union stated of a part; at most
    the sum of the meetings' States and any union stated of more meetings.

    Parameters
    ----------
    year, kind, pillar
        As for `attendances`.

    Returns
    -------
    Distinct
        ``low``, ``high`` (None where a meeting's count sets no limit), ``rule``, ``source``.

    Raises
    ------
    MeetingYearError, UnknownNameError

    Examples
    --------
    >>> distinct_states(year=2022, kind="expert working group")[:3]
    (46, 46, 'stated')
    >>> distinct_states(year=2022, pillar="I")[:2]
    (37, 49)
    """
    rows = held_meetings(year=year, kind=kind, pillar=pillar)
    if rows.empty:
        return Distinct(0, None, "no meeting is known, which does not say that none was held", "")
    chosen = set(rows["meeting"])
    everything = held_meetings(year=year)
    counts = _counts(rows, "states")
    known = attendance().query("kind == 'state'")
    named = known.loc[known["meeting"].isin(chosen), "party"].nunique()
    low = max([named, *(count.at_least or 0 for count in counts if count)])
    ceilings = [count.at_most if count else None for count in counts]
    high = None if None in ceilings else sum(filter(None, ceilings))
    sources = dict.fromkeys(rows.loc[rows["states"].notna(), "source"])
    for row in year_totals().query("year == @year").dropna(subset=["states"]).itertuples():
        kinds = {GROUP, PCG} if "PCGM" in row.scope else {GROUP}
        scope = set(everything.loc[everything["kind"].isin(kinds), "meeting"])
        if scope == chosen:
            return Distinct(int(row.states), int(row.states), "stated", row.source)
        if chosen < scope:
            high = min(int(row.states), int(row.states) if high is None else high)
            sources[row.source] = None
        elif scope < chosen:
            low = max(low, int(row.states))
            sources[row.source] = None
    rule = "as counted" if low == high else "range: largest meeting to sum of meetings"
    return Distinct(low, high, rule, "; ".join(sources))


def named_states(year: int, *, pillar: str | None = None) -> set[str]:
    """Return the States known by name or as host to have attended a meeting of a year; a floor.

    Parameters
    ----------
    year : int
    pillar : {"I", "II", "III", "IV"}, optional

    Returns
    -------
    set of str
        ISO3. Hosting at headquarters in Vienna is not counted.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> "IRN" in named_states(2022), "DEU" in named_states(2022)
    (True, False)
    """
    held = held_meetings(pillar=pillar)
    held = held[(held["year"] == year).fillna(False)]
    known = attendance().query("kind == 'state'")
    placed = held[held["iso3"].notna() & (held["node"].fillna("") != HEADQUARTERS)]
    return {*known.loc[known["meeting"].isin(held["meeting"]), "party"], *placed["iso3"]}


def stated_counts(meeting: str, *, of: str = "participants") -> pd.DataFrame:
    """Return every count that a source states of a meeting, side by side, none preferred.

    Parameters
    ----------
    meeting : str
        A key of the table of meetings.
    of : {"participants", "states", "organizations", "recommendations"}

    Returns
    -------
    DataFrame
        ``value``, ``qualifier``, ``text``, ``source``, ``reading`` (how it may be read beside the
        first); the first row is the one the table of meetings has.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> stated_counts("EWG2022-III")["text"].to_list()
    ['100', 'over 100', '85']
    """
    if of not in COUNTS:
        raise unknown("count", of, COUNTS)
    rows = meetings()
    mine = rows[rows["meeting"] == meeting]
    if mine.empty:
        raise unknown("meeting", meeting, rows["meeting"])
    found = [
        (count, source, None)
        for count, source in zip(_counts(mine, of), mine["source"], strict=True)
    ]
    conflicts = count_conflicts().query("item == @meeting and attribute == @of")
    for row in conflicts.itertuples():
        found.append((Qualified.parse(row.value_a), row.source_a, row.reading))
        found.append((Qualified.parse(row.value_b), row.source_b, row.reading))
    return _side_by_side(found)


def _side_by_side(
    found: Iterable[tuple[Qualified | None, str, str | None]],
) -> pd.DataFrame:
    rows: dict[tuple[str, str], tuple[object, ...]] = {}
    for count, source, reading in found:
        if count is not None:
            row = (count.value, count.qualifier, str(count), source, reading)
            rows.setdefault((str(count), source), row)
    columns = ["value", "qualifier", "text", "source", "reading"]
    return pd.DataFrame(rows.values(), columns=columns)
