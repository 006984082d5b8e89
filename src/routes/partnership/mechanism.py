"""The consultative mechanism: working groups recommend, the consultative group endorses."""

from __future__ import annotations

import pandas as pd

from routes.errors import unknown
from routes.names import PILLARS
from routes.partnership.meetings import KINDS, meetings
from routes.reference import table

GROUP, PCG = "expert working group", "policy consultative group"
NOT_KNOWN = "not known"


def recommendations(*, year: int | None = None, pillar: str | None = None) -> pd.DataFrame:
    """Return the priority recommendations, counted by working group and pillar.

    No source known gives a text, so ``text`` is empty; a working group that is not here may have
    made recommendations.

    Parameters
    ----------
    year : int, optional
        Of the working group.
    pillar : {"I", "II", "III", "IV"}, optional

    Returns
    -------
    DataFrame
        ``meeting``, ``year``, ``pillar``, ``number``, ``endorsed_by`` (missing where it is not
        known), ``text``, ``paragraph``, ``note``, ``source``, ``confidence``.

    Raises
    ------
    MeetingYearError, UnknownNameError

    Examples
    --------
    >>> made = recommendations(year=2022)
    >>> made["number"].tolist(), int(made["number"].sum()), made["endorsed_by"].unique().tolist()
    ([8, 4, 11, 10], 33, ['PCGM16'])
    """
    held = meetings(year=year).set_index("meeting")["year"]
    if pillar is not None and pillar not in PILLARS:
        raise unknown("pillar", pillar, PILLARS)
    rows = table("recommendations")
    rows = rows[rows["meeting"].isin(held.index)]
    rows.insert(1, "year", rows["meeting"].map(held))
    return rows[rows["pillar"].eq(pillar) | (pillar is None)].reset_index(drop=True)


def consultative_mechanism(*, year: int | None = None, pillar: str | None = None) -> pd.DataFrame:
    """Return the process, one row a working group: met, recommended, endorsed.

    Parameters
    ----------
    year, pillar
        As for `meetings`.

    Returns
    -------
    DataFrame
        In order of date: ``meeting``, ``year``, ``dates``, ``pillars``, ``status`` of the working
        group; ``recommendations`` (how many; missing where it is not known), ``endorsed_by`` (the
        consultative group, or "not known"), ``endorsed_on`` (its dates).

    Raises
    ------
    MeetingYearError, UnknownNameError

    Examples
    --------
    >>> process = consultative_mechanism(year=2022, pillar="III")
    >>> process[["meeting", "endorsed_by", "endorsed_on"]].iloc[0].to_list()
    ['EWG2022-III', 'PCGM16', '2022-12-05/12-06']
    """
    columns = ["meeting", "year", "dates", "pillars", "status", "recommendations"]
    found = pd.DataFrame(meetings(year=year, pillar=pillar))
    groups = found.loc[found["kind"] == GROUP, columns].reset_index(drop=True)
    endorsed = recommendations().dropna(subset=["endorsed_by"])
    by = endorsed.drop_duplicates("meeting").set_index("meeting")["endorsed_by"]
    dates = meetings().set_index("meeting")["dates"]
    groups["endorsed_by"] = groups["meeting"].map(by).fillna(NOT_KNOWN)
    groups["endorsed_on"] = groups["endorsed_by"].map(dates)
    return groups


def numbered_meetings(*, kind: str = PCG) -> pd.DataFrame:
    """Return a series of meetings by its numbers, 1 to the last known, gaps as gaps.

    Parameters
    ----------
    kind : str
        Such as ``"policy consultative group"`` or ``"ministerial conference"``.

    Returns
    -------
    DataFrame
        ``number``, ``meeting``, ``year``, ``dates``, ``status``, ``note``, ``source``. A number
        of which no meeting is known has the status "not known" and nothing else. Meetings whose
        number is not stated come last, without one: each may be one of the gaps.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> series = numbered_meetings()
    >>> series.loc[series["status"] == "not known", "number"].to_list()
    [1, 2, 3, 4, 6, 7, 8, 9, 10, 12]
    """
    if kind not in KINDS:
        raise unknown("kind of meeting", kind, KINDS)
    columns = ["number", "meeting", "year", "dates", "status", "note", "source"]
    found = pd.DataFrame(meetings())
    rows = found.loc[found["kind"] == kind, columns]
    known = rows.dropna(subset=["number"]).set_index("number")
    last = int(known.index.max()) if len(known) else 0
    series = known.reindex(pd.RangeIndex(1, last + 1, name="number"))
    series["status"] = series["status"].fillna(NOT_KNOWN)
    frame = pd.concat([series.reset_index(), rows[rows["number"].isna()]], ignore_index=True)
    return frame.astype({"number": "Int64", "year": "Int64"})[columns]
