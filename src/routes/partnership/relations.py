"""What ties a State to the partnership in a year, each tie on its own.

A post sits in a State, which hosts it; it serves States, of which the host may be one among
others; a State is a partner or not; a State hosts a meeting; a State attends one. None of these
follows from another: the United Republic of Tanzania hosts a post and is not a partner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import unknown
from routes.names import PILLARS
from routes.partnership.meetings import attendance, meetings
from routes.partnership.participation import HEADQUARTERS, held_meetings
from routes.partnership.partners import partners
from routes.partnership.posts import posts_in
from routes.reference import remembered, table

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

RELATIONS = ("post", "served", "partner", "hosted", "hosted_to_date", "attended")
# The list of partners is of about 2014–16 and marks who joined in Phase IV, from 2013 on.
_PHASE_IV, _LISTED = 2013, 2016


@remembered
def relations(
    year: int | None = None,
    *,
    pillar: str | None = None,
    headquarters: bool = False,
    posts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the relations of every State and area with the partnership in a year.

    Parameters
    ----------
    year : int, optional
        From the first list of posts to the last; by default what is known now: the last list,
        and meetings up to the last.
    pillar : {"I", "II", "III", "IV"}, optional
        Only meetings that deal with it.
    headquarters : bool
        Count a meeting in Vienna as hosted by Austria.
    posts : DataFrame, optional
        Instead of `posts_in`, such as a list with one post less: ``iso3``, ``serves``, and
        ``serves_area`` and ``whole_list`` if there is more to say.

    Returns
    -------
    DataFrame
        Indexed by ``iso3``. True, False, or missing where it is unknown:

        - ``post``: a post sits in the State; unknown beside a document of one post;
        - ``served``: a post lists the State as served. A post with an area instead of a list
          serves its host; of the States on the routes the host lies on it is unknown;
        - ``partner``; unknown from 2013 to 2015 for those that joined in Phase IV;
        - ``hosted``: a meeting held in that year, with a place; unknown in a year of which no
          meeting is known, and among the meetings known else;
        - ``hosted_to_date``: likewise, in that year or before; unknown where the only meeting
          has no date and may be later;
        - ``attended``: known by name or as host; never False unless every State is named.

        ``last_hosted`` and ``last_attended``: the last year up to this one known of each.

    Raises
    ------
    OfficerYearError, UnknownNameError

    Examples
    --------
    >>> relations(2022).loc["TZA", ["post", "partner", "attended"]].to_list()
    [True, False, <NA>]
    """
    listed = posts_in(year) if posts is None else posts
    if year is not None:
        posts_in(year)  # a year out of the lists is refused, whichever posts are given
    if pillar is not None and pillar not in PILLARS:
        raise unknown("pillar", pillar, PILLARS)
    last = int(meetings()["year"].max())
    codes = pd.Index(table("countries")["iso3"], name="iso3")
    frame = pd.DataFrame(index=codes)
    whole = bool(listed["whole_list"].all()) if "whole_list" in listed else True
    frame["post"] = _among(codes, set(listed["iso3"]), closed=whole)
    frame["served"] = _served(codes, listed, whole=whole)
    frame["partner"] = _partner(codes, year)
    return frame.join(_meetings(codes, year or last, pillar, headquarters=headquarters))


def _among(codes: pd.Index, yes: AbstractSet[str], *, closed: bool) -> pd.Series:
    """Return True for those named; for the others False if the list is closed, else unknown."""
    found = pd.Series(codes.isin(list(yes)), index=codes, dtype="boolean")
    return found if closed else found.mask(~found)


def _served(codes: pd.Index, listed: pd.DataFrame, *, whole: bool) -> pd.Series:
    named = listed["serves"].fillna("").str.split(";").explode()
    served = set(named[named != ""])
    area = listed["serves_area"].notna() if "serves_area" in listed else False
    with_area = listed[area & listed["serves"].isna()] if "serves_area" in listed else listed[:0]
    served |= set(with_area["iso3"])
    found = _among(codes, served, closed=whole)
    places = table("route_countries")
    hosts = listed.loc[area, "iso3"] if "serves_area" in listed else []
    near = places["route"].isin(places.loc[places["iso3"].isin(hosts), "route"])
    maybe = codes.isin(places.loc[near, "iso3"]) & ~found.fillna(False)
    return found.mask(maybe)


def _partner(codes: pd.Index, year: int | None) -> pd.Series:
    states = partners(kind="state")
    found = _among(codes, set(states.index), closed=True)
    later = codes.isin(states.index[states["joined_in_phase_iv"].fillna(False)])
    if year is not None and year < _PHASE_IV:
        return found.mask(later, other=False)
    if year is not None and year < _LISTED:
        return found.mask(later)
    return found


def hosts(rows: pd.DataFrame, *, headquarters: bool = False) -> pd.DataFrame:
    """Return the meetings of a list that have a place: not virtual, and Vienna only if asked."""
    placed = rows["iso3"].notna() & (rows["format"].fillna("") != "virtual")
    if not headquarters:
        placed &= rows["node"].fillna("") != HEADQUARTERS
    return rows[placed]


def without_place(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the meetings of a list that may have had a place on a route, which is not known.

    The consultative group is taken to have met at headquarters, as it did whenever its place is
    known.
    """
    elsewhere = rows["kind"] != "policy consultative group"
    return rows[rows["iso3"].isna() & elsewhere & (rows["format"].fillna("") != "virtual")]


def may_be_of(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the meetings of a list that are of a year, or may be: not all have a date."""
    return rows[(rows["no_earlier"] <= year) & (year <= rows["no_later"])]


def _meetings(
    codes: pd.Index, year: int, pillar: str | None, *, headquarters: bool
) -> pd.DataFrame:
    held = held_meetings(pillar=pillar)
    now, may_be_now = held[(held["year"] == year).fillna(False)], may_be_of(held, year)
    placed = hosts(held, headquarters=headquarters)
    to_date, may_be = placed[placed["no_later"] <= year], placed[placed["no_earlier"] <= year]
    hosted = _among(codes, set(hosts(now, headquarters=headquarters)["iso3"]), closed=len(now) > 0)
    hosted_to_date = _among(codes, set(to_date["iso3"]), closed=True)
    known = attendance().query("kind == 'state'").rename(columns={"party": "iso3"})
    known = known.merge(held[["meeting", "year", "no_earlier", "no_later"]], on="meeting")
    both = pd.concat([known, placed])[["meeting", "iso3", "year", "no_earlier", "no_later"]]
    came = both[both["no_later"] <= year]
    named = len(may_be_now) == len(now) and _all_named(now, known)
    return pd.DataFrame(
        {
            "hosted": _unless(hosted, hosts(may_be_now, headquarters=headquarters)["iso3"]),
            "hosted_to_date": _unless(hosted_to_date, may_be["iso3"]),
            "attended": _among(codes, set(came.loc[came["year"] == year, "iso3"]), closed=named),
            # Of a meeting without a date, the earliest year it can be.
            "last_hosted": to_date.groupby("iso3")["no_earlier"].max().reindex(codes),
            "last_attended": came.groupby("iso3")["no_earlier"].max().reindex(codes),
        },
        index=codes,
    )


def _unless(found: pd.Series, maybe: pd.Series) -> pd.Series:
    """Return a relation with those that may have it unknown instead of False."""
    return found.mask(found.index.isin(maybe) & ~found.fillna(False))


def _all_named(now: pd.DataFrame, known: pd.DataFrame) -> bool:
    """Return whether every State that attended the meetings is known by name."""
    named = now["meeting"].map(known.groupby("meeting").size())
    exact = now["states_qualifier"].isna()
    return not now.empty and bool((exact & (named == now["states"])).fillna(False).all())
