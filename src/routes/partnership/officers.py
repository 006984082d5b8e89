"""Liaison officers: where each post sits, which State hosts it and which States it serves."""

from __future__ import annotations

from typing import ClassVar

from routes.partnership.listing import Listing, located
from routes.reference import country_name, remembered, table
from routes.reference.limits import OfficerYearError


class OfficerList(Listing):
    """Posts, printed by city."""

    shown: ClassVar = ("year", "city", "country", "iso3", "role", "status", "serves", "source")


@remembered
def liaison_officers(*, year: int | None = None, not_listed: bool = False) -> OfficerList:
    """Return the liaison posts that a document lists.

    Parameters
    ----------
    year : int, optional
        Year of the listing; by default all years, and the undated list of about 2014–16.
    not_listed : bool
        Also the posts that an earlier document lists and that of this year does not. That a
        post is not listed does not say that it was closed.

    Returns
    -------
    GeoDataFrame
        EPSG:4326 points, one row per post and year. Columns ``post``, ``year``, ``city``,
        ``country``, ``iso3`` (the State that hosts), ``role``, ``status`` (in post, post
        filled, new post, not listed), ``serves`` (ISO3, ";"-separated), ``serves_area``,
        ``city_confidence``, ``note``, ``source``, ``confidence``.

    Raises
    ------
    OfficerYearError
        If no list is known for the year.

    Examples
    --------
    >>> liaison_officers(year=2022)["iso3"].to_list()
    ['IRN', 'MKD', 'PAK', 'SRB', 'TUR', 'TZA', 'UZB']
    """
    rows = table("liaison_officers")
    if year is not None:
        known = sorted({int(value) for value in rows["year"].dropna()})
        if year not in known:
            close = min(known, key=lambda other: abs(other - year))
            raise OfficerYearError(
                f"no list of posts is known for {year}; there are lists of "
                f"{', '.join(map(str, known))}, the nearest is {close}"
            )
        rows = rows[rows["year"] == year]
    if not not_listed:
        rows = rows[rows["status"] != "not listed"]
    rows = rows.reset_index(drop=True)
    rows.insert(5, "country", [country_name(code) for code in rows["iso3"]])
    return located(rows, OfficerList)
