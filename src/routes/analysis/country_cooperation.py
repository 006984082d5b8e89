"""Who works with one country: liaison posts list by list, meetings held and attended."""

from __future__ import annotations

import pandas as pd

from routes.partnership import attendance, liaison_officers, meetings

_POST = ["year", "listing", "city", "city_confidence", "iso3", "country", "role", "status"]


def country_posts(iso3: str) -> pd.DataFrame:
    """Return the liaison posts in a country or for it, list by list.

    Parameters
    ----------
    iso3 : str

    Returns
    -------
    DataFrame
        In order of time: ``year`` (missing for the undated list), ``listing`` (what the year
        rests on), ``city``, ``city_confidence``, ``iso3`` and ``country`` (the State that hosts),
        ``role``, ``status``, ``relation`` (``"hosts"`` or ``"served"``), ``serves``,
        ``serves_area``, ``note``, ``source``, ``confidence``. A list of posts in several States
        that has none for the country is a row of status ``"not listed"`` without a city: that
        is not to say that there was none.

    Examples
    --------
    >>> country_posts("TJK")[["year", "city", "relation"]].dropna().values.tolist()
    [[2013, 'Tashkent', 'served']]
    """
    rows = pd.DataFrame(liaison_officers(not_listed=True)).rename(columns={"year_basis": "listing"})
    serves = rows["serves"].fillna("").str.split(";").map(lambda codes: iso3 in codes).astype(bool)
    hosts = rows["iso3"] == iso3
    rows["relation"] = hosts.map({True: "hosts", False: "served"})
    listed = rows["status"] != "not listed"
    posts = rows[listed]["listing"].value_counts()
    mine = rows[(hosts | serves) & listed]
    # A document with one post only is a report on one State, no list.
    lists = set(posts.index[posts > 1]) - set(mine["listing"])
    silent = rows[rows["listing"].isin(lists)].drop_duplicates("listing")
    keep = ["year", "listing"]
    absent = silent[keep].assign(status="not listed", confidence="inferred")
    absent["source"] = silent["listing"].map(rows[listed].groupby("listing")["source"].first())
    order = {listing: place for place, listing in enumerate(dict.fromkeys(rows["listing"]))}
    columns = [*_POST, "relation", "serves", "serves_area", "note", "source", "confidence"]
    frame = pd.concat([mine, absent], ignore_index=True).reindex(columns=columns)
    return frame.sort_values(
        "listing", key=lambda s: s.map(order), kind="stable", ignore_index=True
    )


def country_meetings(iso3: str) -> pd.DataFrame:
    """Return the meetings planned or held in a country, and those it is known to have attended.

    Parameters
    ----------
    iso3 : str

    Returns
    -------
    DataFrame
        As `meetings` returns them, and ``here`` (the place is in the country) and ``attended``
        (it is named among those who attended; a State that is not named may have).

    Examples
    --------
    >>> frame = country_meetings("UZB")
    >>> int(frame["here"].sum()), int(frame["attended"].sum())
    (2, 2)
    """
    known = pd.DataFrame(meetings()).drop(columns="geometry")
    named = attendance().query("party == @iso3")["meeting"]
    frame = known.assign(here=known["iso3"] == iso3, attended=known["meeting"].isin(named))
    return frame[frame["here"] | frame["attended"]].reset_index(drop=True)


def attendance_known() -> tuple[int, int]:
    """Return for how many meetings held any party is known by name, and how many were held.

    Examples
    --------
    >>> attendance_known()
    (8, 33)
    """
    held = set(meetings(status="held")["meeting"])
    return len(set(attendance()["meeting"]) & held), len(held)
