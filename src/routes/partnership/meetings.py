"""Meetings of the Paris Pact, their counts with their qualifiers, and who attended."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from routes.errors import RoutesError, unknown
from routes.names import PILLARS
from routes.partnership.listing import Listing, located, qualified
from routes.reference import remembered, table

if TYPE_CHECKING:
    import pandas as pd

KINDS = (
    *("expert working group", "policy consultative group", "ministerial conference"),
    *("expert round table", "technical working group"),
)
STATUSES = ("held", "announced", "postponed", "replaced")


class MeetingYearError(RoutesError, ValueError):
    """A year before the first meeting or after the last that is known."""


class MeetingList(Listing):
    """Meetings, printed with dates, places, hosts, pillars and counts."""

    shown: ClassVar = (
        *("meeting", "dates", "city", "iso3", "format", "host", "pillars", "participants_text"),
        *("states_text", "organizations_text", "recommendations", "status"),
    )

    def __repr__(self) -> str:
        text = super().__repr__()
        if self.empty or not {*self.shown, "year"} <= {*self.columns}:
            return text
        totals = year_totals()
        years = set(self["year"].dropna())
        notes = [
            f"{row.year}, {row.scope}: {qualified(row.participants, row.participants_qualifier)} "
            f"participations, {row.states} States, {row.organizations} organizations "
            f"({row.source})"
            for row in totals.itertuples()
            if len(years) == 1 and row.year in years
        ]
        return "\n".join([text, *notes])


@remembered
def meetings(
    *, year: int | None = None, pillar: str | None = None, status: str | None = None
) -> MeetingList:
    """Return the meetings that are known, in order of date.

    Parameters
    ----------
    year : int, optional
        All that are known by default, those without a year too.
    pillar : {"I", "II", "III", "IV"}, optional
        Meetings that deal with this pillar, the consultative group's too.
    status : {"held", "announced", "postponed", "replaced"}, optional

    Returns
    -------
    GeoDataFrame
        EPSG:4326 points; a virtual meeting or one whose place is unknown has none. Columns
        ``meeting``, ``kind``, ``number``, ``title``, ``pillars`` (";"-separated), ``year``,
        ``date_start``, ``date_end`` (ISO 8601, as precise as known), ``dates``, ``city``,
        ``iso3`` (host State), ``format``, ``host``; ``participants``, ``states``,
        ``organizations`` as numbers, each with ``…_qualifier`` and ``…_text`` ("more than
        110"); ``recommendations``, ``status``, ``note``, ``source``, ``confidence``. A missing
        count is unknown, not zero.

    Raises
    ------
    MeetingYearError, UnknownNameError

    Examples
    --------
    >>> meetings(year=2022)[["city", "participants_text"]].iloc[0].to_list()
    ['Vienna', 'more than 140']
    """
    rows = table("meetings")
    if year is not None:
        first, last = int(rows["year"].min()), int(rows["year"].max())
        if not first <= year <= last:
            raise MeetingYearError(
                f"no meeting is known in {year}; the table runs from {first} to {last}"
            )
        rows = rows[rows["year"] == year]
    if pillar is not None:
        if pillar not in PILLARS:
            raise unknown("pillar", pillar, PILLARS)
        rows = rows[
            rows["pillars"].fillna("").str.split(";").map(lambda held: pillar in held).astype(bool)
        ]
    if status is not None:
        if status not in STATUSES:
            raise unknown("status", status, STATUSES)
        rows = rows[rows["status"] == status]
    rows = rows.sort_values(["year", "date_start"], kind="stable").reset_index(drop=True)
    start = rows["date_start"].fillna("unknown")
    same = rows["date_end"].isna() | (rows["date_end"] == rows["date_start"])
    rows["dates"] = start.where(same, start + "/" + rows["date_end"].fillna("").str[5:])
    for count in ("participants", "states", "organizations"):
        rows[f"{count}_text"] = [
            qualified(number, word)
            for number, word in zip(rows[count], rows[f"{count}_qualifier"], strict=True)
        ]
    return located(rows, MeetingList)


def attendance() -> pd.DataFrame:
    """Return the parties known by name to have attended a meeting; far from complete.

    Returns
    -------
    DataFrame
        One row per ``meeting`` and ``party`` (ISO3 of a State or the key of an organization), with
        ``source`` and ``confidence``. A party without a row may have attended all the same.

    Examples
    --------
    >>> "KAZ" in set(attendance()["party"])
    True
    """
    return table("meeting_attendance")


def year_totals() -> pd.DataFrame:
    """Return the totals of a year's meetings as stated: participations, distinct States.

    Returns
    -------
    DataFrame
        One row per ``year`` and ``scope``: ``participants`` with its qualifier, ``states``,
        ``organizations``, ``source``.

    Examples
    --------
    >>> first = year_totals().iloc[0]
    >>> first["participants_qualifier"], int(first["participants"])
    ('nearly', 450)
    """
    return table("meeting_year_totals")


def count_conflicts() -> pd.DataFrame:
    """Return the counts on which sources differ, side by side."""
    return table("meeting_count_conflicts")


def pillars() -> pd.DataFrame:
    """Return the four pillars of the Vienna Declaration, indexed by number.

    Returns
    -------
    DataFrame
        Indexed by ``pillar``.

    Examples
    --------
    >>> pillars().index.to_list()
    ['I', 'II', 'III', 'IV']
    """
    return table("pillars").set_index("pillar")
