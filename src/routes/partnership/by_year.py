"""How much of the partnership shows, year by year: meetings, people, recommendations, posts."""

from __future__ import annotations

import re

import pandas as pd

from routes.partnership.meetings import attendance, meetings, year_totals
from routes.partnership.participation import (
    Distinct,
    attendances,
    distinct_states,
    held_meetings,
)
from routes.partnership.partners import partners
from routes.partnership.posts import posts_in
from routes.partnership.qualified import Qualified
from routes.partnership.relations import hosts
from routes.reference.limits import OfficerYearError


def participation_by_year() -> pd.DataFrame:
    """Return what is known of each year, from the first meeting to the last.

    What is missing is not known: few counts of 2003–2014 and 2016–2021 are. The money behind it
    is in no row: by paragraph 25 of E/CN.7/2023/9 the initiative depends entirely on continued
    donor support (``report_facts(topic="sustainability")``).

    Returns
    -------
    DataFrame
        Indexed by ``year``.

        - ``meetings_known``: meetings held of which something is known;
        - ``participations``, ``attendances``: sums over them of persons and of States, with their
          qualifiers, "at least" where a count is missing; a State at three meetings counts three
          times;
        - ``participations_stated``: the total that a source states, which need not be the sum;
        - ``states_low``, ``states_high``: how many different States, a union; ``states_rule``;
        - ``partners_low``, ``partners_high``: how many of the 58 partner States took part;
        - ``recommendations`` and ``groups_counted``, the working groups that they are of, and
          ``recommendations_per_group``;
        - ``posts``, liaison posts of the list that holds, ``posts_list``, which list that is.

    Examples
    --------
    >>> year = participation_by_year().loc[2022]
    >>> year[["participations", "participations_stated", "posts"]].to_list()
    ['more than 565', 'nearly 600', '7']
    """
    years = meetings()["year"].dropna()
    index = pd.RangeIndex(int(years.min()), int(years.max()) + 1, name="year")
    whole = ["states_low", "states_high", "partners_low", "partners_high"]
    frame = pd.DataFrame([_year(year) for year in index], index=index)
    return frame.astype(dict.fromkeys([*whole, "recommendations", "groups_counted"], "Int64"))


def _year(year: int) -> dict[str, object]:
    held = held_meetings(year=year)
    counted = held.dropna(subset=["recommendations"])
    made = counted["recommendations"].sum() if len(counted) else pd.NA
    states = distinct_states(year=year) if len(held) else None
    took_part = partners_taking_part(year=year) if len(held) else None
    posts, name = _posts(year)
    return {
        "meetings_known": len(held),
        "participations": _text(attendances(year=year, of="participants")),
        "participations_stated": _stated(year),
        "attendances": _text(attendances(year=year)),
        # Partners that host are no less there for not being counted.
        "states_low": max(states.low, took_part.low) if states and took_part else pd.NA,
        "states_high": states.high if states else pd.NA,
        "states_rule": states.rule if states else None,
        "partners_low": took_part.low if took_part else pd.NA,
        "partners_high": took_part.high if took_part else pd.NA,
        "recommendations": made,
        "groups_counted": len(counted) or pd.NA,
        "recommendations_per_group": made / len(counted) if len(counted) else None,
        "posts": posts,
        "posts_list": name,
    }


def _text(number: Qualified | None) -> str | None:
    return None if number is None else str(number)


def _stated(year: int) -> str | None:
    totals = year_totals()
    rows = totals[totals["year"] == year].sort_values("participants")
    if rows.empty:
        return None
    widest = rows.iloc[-1]
    return _text(Qualified.of(widest["participants"], widest["participants_qualifier"]))


def _posts(year: int) -> tuple[str | None, str | None]:
    try:
        listed = posts_in(year)
    except OfficerYearError:
        return None, None
    # A document of one post is a report on one country: there may have been others.
    word = None if listed["whole_list"].iloc[0] else "at least"
    return str(Qualified(len(listed), word)), str(listed["list_name"].iloc[0])


def partners_taking_part(*, year: int | None = None, kind: str = "state") -> Distinct:
    """Return between which numbers of partners took part in any meeting known.

    At least those named as attending or hosting; at most all partners, or as many States or
    organizations as a source counts. Hosting a meeting at headquarters is not taking part.

    Parameters
    ----------
    year : int, optional
        All years by default; then meetings without a date count too.
    kind : {"state", "organization"}

    Returns
    -------
    Distinct
        ``low``, ``high``, ``rule``, ``source``.

    Raises
    ------
    MeetingYearError, UnknownNameError

    Examples
    --------
    >>> partners_taking_part(year=2022, kind="organization")[:2]
    (6, 17)
    """
    members = set(partners(kind=kind).index)
    held = held_meetings(year=year)
    named = attendance()
    here = named[named["meeting"].isin(held["meeting"])]
    hosting = set(hosts(held)["iso3"]) if kind == "state" else _host_organizations(held, members)
    low = len(members & (set(here["party"]) | hosting))
    high, sources = len(members), [*here["source"], "hosts in meetings.csv"]
    if year is not None and len(held):
        limit, source = _counted(year, kind, held)
        high = min(high, limit) if limit is not None else high
        sources.append(source)
    rule = "from those named as attending or hosting to those counted, or all partners"
    return Distinct(low, high, rule, "; ".join(filter(None, dict.fromkeys(sources))))


def _counted(year: int, kind: str, held: pd.DataFrame) -> tuple[int | None, str]:
    """Return the most a source allows for the meetings of a year, and that source."""
    if kind == "state":
        union = distinct_states(year=year)
        return union.high, union.source
    groups_and_pcg = {"expert working group", "policy consultative group"}
    totals = year_totals()
    whole = totals[(totals["year"] == year) & totals["scope"].str.contains("PCGM")]
    if whole.empty or not set(held["kind"]) <= groups_and_pcg:
        return None, ""
    return int(whole["organizations"].iloc[0]), str(whole["source"].iloc[0])


def _host_organizations(held: pd.DataFrame, members: set[str]) -> set[str]:
    words = "; ".join(held["host"].dropna())
    names = partners(kind="organization")["name"]
    return {
        code
        for code in members
        if re.search(rf"\b{re.escape(code)}\b", words) or names[code] in words
    }
