"""The last meeting known to have been held in some States, up to a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from routes.partnership.participation import held_meetings
from routes.partnership.relations import hosts, without_place

if TYPE_CHECKING:
    from collections.abc import Collection


class LastMeeting(NamedTuple):
    """The last meeting known: ``city``, ``day`` (as precise as known), ``meeting``, ``source``.

    ``low`` and ``high`` are the years since; they differ where a meeting whose place or date is
    not known may have been later. All are missing or empty where none is known.
    """

    low: float = np.nan
    high: float = np.nan
    city: str = ""
    day: str = ""
    meeting: str = ""
    source: str = ""

    def note(self, part: str) -> str:
        """Return it in words, for a ``"route"`` or ``"branch"``."""
        if not self.meeting:
            return f"None on the {part} among the meetings known; that is not zero years."
        return f"Last known: {self.city}, {self.day} ({self.meeting})."


def last_meeting(
    states: Collection[str], year: int, *, pillar: str | None = None, headquarters: bool = False
) -> LastMeeting:
    """Return the last meeting known to have been held in some States up to a year.

    Parameters
    ----------
    states : collection of str
        ISO3; every State of a route, say, whether it counts for its shares or not.
    year : int
        Meetings that may be later are left out.
    pillar : {"I", "II", "III", "IV"}, optional
        Only meetings that deal with it.
    headquarters : bool
        Count a meeting in Vienna as held in Austria.

    Returns
    -------
    LastMeeting

    Examples
    --------
    >>> last_meeting(["BGR", "ROU"], 2023).city, last_meeting(["BGR", "ROU"], 2022).city
    ('Sofia', 'Bucharest')
    """
    held = held_meetings(pillar=pillar)
    held = held[held["no_earlier"] <= year]
    here = hosts(held, headquarters=headquarters)
    here = here[here["iso3"].isin(list(states))]
    sure = here[here["no_later"] <= year]
    if sure.empty:
        return LastMeeting()
    order = ["no_earlier", "date_start"]
    last = sure.sort_values(order, kind="stable", na_position="first").iloc[-1]
    # A meeting since then may have been on the route, if its place or date is not known.
    maybe = pd.concat([here, without_place(held)])["no_later"].clip(upper=year)
    day = last["date_start"] if pd.notna(last["date_start"]) else last["date_precision"]
    return LastMeeting(
        low=float(year - int(maybe.max())),
        high=float(year - int(last["no_earlier"])),
        city=str(last["city"]),
        day=str(day),
        meeting=str(last["meeting"]),
        source=str(last["source"]),
    )
