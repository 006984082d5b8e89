"""The list of posts that holds for a year, and what changed between two lists."""

from __future__ import annotations

import re
from numbers import Integral
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import pandas as pd

from routes.partnership.listing import Listing
from routes.partnership.officers import liaison_officers
from routes.reference import remembered
from routes.reference.limits import OfficerYearError

if TYPE_CHECKING:
    import geopandas as gpd

# A document of one post is a report on one country: it says nothing of other posts.
_WHOLE_LIST = 2
CHANGED = ("new post", "post filled")


class PostList(Listing):
    """The posts of one list, printed by city, and under them which list it is."""

    shown: ClassVar = ("city", "country", "iso3", "role", "status", "serves", "serves_area")

    def __repr__(self) -> str:
        text = super().__repr__()
        if self.empty or "list_note" not in self.columns:
            return text
        return "\n".join([text, *dict.fromkeys(self["list_note"])])


class _List(NamedTuple):
    """One list: the first year it can answer for, what it is called, its year if it has one."""

    begins: int
    name: str
    year: int | None


@remembered
def posts_in(year: int | None = None) -> PostList:
    """Return the posts of the last list known in a year.

    The lists are of 2010 and 2011 (one post each, from reports on one country or region), 2013,
    about 2014–16 (undated) and 2022. The undated list answers from the last year of its span,
    2016, on; before that the list of 2013 does.

    Parameters
    ----------
    year : int, optional
        From the first list to the last; by default the last list, for what is known now.

    Returns
    -------
    GeoDataFrame
        As `liaison_officers` returns it, without posts "not listed". Further columns
        ``list_year`` (missing for the undated list), ``list_name``, ``whole_list`` (False where
        the document names one post only, so that others are unknown) and ``list_note``, which
        says in a sentence which list answers.

    Raises
    ------
    OfficerYearError
        If the year is before the first list or after the last.

    Examples
    --------
    >>> posts = posts_in(2015)
    >>> len(posts), posts["list_note"].iloc[0]
    (9, 'No list is known of 2015: that of 2013, 9 posts, is the last known before.')
    """
    rows = liaison_officers()
    lists = _lists(rows)
    asked = lists[-1].begins if year is None else year
    whole = isinstance(asked, Integral)
    if not (whole and lists[0].begins <= asked <= lists[-1].begins):
        raise OfficerYearError(
            f"no list of posts is known for {year!r}; years run from {lists[0].begins} to "
            f"{lists[-1].begins}; without a year the last list answers for now"
        )
    found = max(one for one in lists if one.begins <= asked)
    mine = rows["year"].isna() if found.year is None else rows["year"].eq(found.year).fillna(False)
    posts = rows[mine.to_numpy(bool)].reset_index(drop=True)
    posts["list_year"] = pd.Series(found.year, index=posts.index, dtype="Int64")
    posts["list_name"] = found.name
    posts["whole_list"] = len(posts) >= _WHOLE_LIST
    posts["list_note"] = _note(year, found, len(posts))
    return PostList(posts)


def _lists(rows: gpd.GeoDataFrame) -> list[_List]:
    lists = [_List(int(year), str(year), int(year)) for year in set(rows["year"].dropna())]
    for basis in set(rows.loc[rows["year"].isna(), "year_basis"]):
        span = re.findall(r"\d{4}", basis)
        if span:
            lists.append(_List(int(span[-1]), f"about {'–'.join(span)}, undated", None))
    return sorted(lists)


def _note(year: int | None, found: _List, number: int) -> str:
    posts = "1 post" if number == 1 else f"{number} posts"
    if year is None:
        said = f"The last list known is that of {found.name}, {posts}."
    elif found.year == year:
        said = f"The list of {found.name}, {posts}."
    else:
        said = (
            f"No list is known of {year}: that of {found.name}, {posts}, is the last known before."
        )
    if number < _WHOLE_LIST:
        said += " It is a report on one country or region: other posts are unknown."
    return said


def post_changes(first: int = 2013, last: int | None = None) -> pd.DataFrame:
    """Return which posts two lists share, and which only one of them has.

    Parameters
    ----------
    first, last : int
        As for `posts_in`; the last list by default.

    Returns
    -------
    DataFrame
        One row per place: ``node``, ``city``, ``iso3``, ``change`` ("kept", "gained", or "not
        listed", which does not say closed), ``status`` in the later list, ``list_first`` and
        ``list_last`` (the lists compared).

    Raises
    ------
    OfficerYearError

    Examples
    --------
    >>> changes = post_changes(2013, 2022)
    >>> changes.query("change == 'gained'")["city"].to_list()
    ['Ankara', 'Dar es Salaam']
    """
    before, after = posts_in(first), posts_in(last)
    columns = ["node", "city", "iso3"]
    both = pd.concat([pd.DataFrame(before)[columns], pd.DataFrame(after)[columns]])
    places = both.drop_duplicates("node").sort_values("iso3").reset_index(drop=True)
    was, is_now = places["node"].isin(before["node"]), places["node"].isin(after["node"])
    places["change"] = "kept"
    places.loc[~was, "change"] = "gained"
    places.loc[~is_now, "change"] = "not listed"
    places["status"] = places["node"].map(after.set_index("node")["status"]).fillna("not listed")
    return places.assign(
        list_first=before["list_name"].iloc[0], list_last=after["list_name"].iloc[0]
    )
