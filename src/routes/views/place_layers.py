"""Posts and meetings as places of a map, with what a reader is told of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from routes.views.timeline import PILLAR_ROWS, rows_of

if TYPE_CHECKING:
    from routes.views.wording import Wording


# A year after every other.
ALWAYS = 9999


def post_layer(posts: gpd.GeoDataFrame, *, wording: Wording) -> gpd.GeoDataFrame:
    """Return liaison posts as places with what a reader is told of them.

    ``first`` and ``last``, years in which a list of posts answers, are kept where they are given.
    """
    frame = posts.copy()
    frame["label"] = [wording.text("place", city) for city in frame["city"]]
    frame["tip"] = [
        wording.say(
            "map.tip.post",
            role=wording.text("role", row.role),
            status=wording.say(f"status.{row.status}"),
            year=row.year,
        )
        for row in frame.itertuples()
    ]
    frame["serves"] = [_served(row.serves, wording) for row in frame.itertuples()]
    kept = ["label", "tip", "serves", "source", "first", "last", "geometry"]
    return frame[[name for name in kept if name in frame]]


def _served(codes: object, wording: Wording) -> str:
    if pd.isna(codes):
        return ""
    states = wording.listed(wording.country(code) for code in str(codes).split(";"))
    return wording.say("map.tip.serves", states=states)


def meeting_layer(meetings: gpd.GeoDataFrame, *, wording: Wording) -> gpd.GeoDataFrame:
    """Return the places of meetings, each with all that were held there."""
    # A virtual meeting, or one whose place is unknown, has no point and is not drawn.
    placed = meetings[meetings.geometry.notna() & meetings["city"].notna()]
    by_city: dict[str, list[Any]] = {}
    for row in placed.itertuples():
        by_city.setdefault(row.city, []).append(row)
    tips = {
        city: "\n".join(_meeting_tip(row, wording) for row in rows)
        for city, rows in by_city.items()
    }
    frame = pd.DataFrame(
        {
            "label": [wording.text("place", city) for city in by_city],
            "tip": list(tips.values()),
            "source": [
                "; ".join(dict.fromkeys(row.source for row in rows)) for rows in by_city.values()
            ],
        }
    )
    points = [rows[0].geometry for rows in by_city.values()]
    return gpd.GeoDataFrame(frame, geometry=points, crs=placed.crs)


def held_layer(meetings: gpd.GeoDataFrame, *, wording: Wording) -> gpd.GeoDataFrame:
    """Return meetings at their places, one row a meeting and row of the timeline (``pillar``).

    ``key`` tells which rows are one meeting; ``first`` is its year, and ``last`` the year after
    which it is no longer shown: none, as it was held up to any later year.
    """
    placed = meetings[meetings.geometry.notna() & meetings["city"].notna()]
    rows = [
        {
            "label": wording.text("place", row.city),
            "tip": _meeting_tip(row, wording),
            "key": row.meeting,
            "pillar": pillar,
            "source": row.source,
            "first": 0 if pd.isna(row.year) else int(row.year),
            "last": ALWAYS,
            "geometry": row.geometry,
        }
        for row in placed.itertuples()
        for pillar in rows_of(row)
    ]
    columns = ["label", "tip", "key", "pillar", "source", "first", "last", "geometry"]
    frame = pd.DataFrame(rows, columns=columns)
    order = frame["pillar"].map({pillar: place for place, pillar in enumerate(PILLAR_ROWS)})
    frame = frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=placed.crs)


def _meeting_tip(row: Any, wording: Wording) -> str:
    return wording.say(
        "meetings.tip",
        date=wording.span(row.date_start, row.date_end),
        title=wording.text("meeting", row.title),
    )
