"""What a map of a route shows, as frames: the same for the live map and the printed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from routes.seizures import seizures_by_place
from routes.views import basemap
from routes.views.style import FRAMES, class_of

if TYPE_CHECKING:
    from routes.network import Route
    from routes.views.wording import Wording


@dataclass(frozen=True)
class MapLayers:
    """The layers of one route's map.

    Attributes
    ----------
    countries : GeoDataFrame
        Countries of the route: ``iso3``, ``name``, ``kg``, ``status``, ``level`` (class of
        kilograms; missing where not reported), ``tip``.
    context : GeoDataFrame
        The other countries in view.
    boundaries, legs, posts, meetings : GeoDataFrame
        Lines by ``kind``; legs with the ``kind`` of their branch and ``tip``; one row per place
        with ``label`` and ``tip``.
    events : GeoDataFrame
        One row per place: ``label``, ``tip``, ``events``, ``kilograms``, ``precision``.
    """

    route: str
    year: int
    countries: gpd.GeoDataFrame
    context: gpd.GeoDataFrame
    boundaries: gpd.GeoDataFrame
    legs: gpd.GeoDataFrame
    posts: gpd.GeoDataFrame
    meetings: gpd.GeoDataFrame
    events: gpd.GeoDataFrame


def map_layers(
    route: Route,
    seized: pd.DataFrame,
    posts: gpd.GeoDataFrame,
    meetings: gpd.GeoDataFrame,
    *,
    wording: Wording,
    events: pd.DataFrame | None = None,
) -> MapLayers:
    """Return the layers of a route's map for one year.

    Parameters
    ----------
    route : Route
    seized : DataFrame
        One year of `along_route`: indexed by ``iso3`` and ``year``.
    posts, meetings : GeoDataFrame
        As `liaison_officers` and `meetings` return them, already of this route.
    wording : Wording
        For the tips.
    events : DataFrame, optional
        Events by place, as `aggregated` returns them, already of this route, year and drugs.
    """
    year = int(seized.index.get_level_values("year")[0])
    figures = seized.droplevel("year")
    shapes = basemap.countries()
    on_route = country_layer(shapes[shapes["iso3"].isin(figures.index)], seized, wording=wording)
    frame = FRAMES[route.name]
    view = shapely.box(frame.west - 25, frame.south - 20, frame.east + 25, frame.north + 20)
    context = shapes[~shapes["iso3"].isin(figures.index) & shapes.intersects(view)]
    lines = basemap.boundaries()
    return MapLayers(
        route=route.name,
        year=year,
        countries=on_route.reset_index(drop=True),
        context=context.reset_index(drop=True),
        boundaries=lines[lines.intersects(view)].reset_index(drop=True),
        legs=_legs(route, wording),
        posts=post_layer(posts, wording=wording),
        meetings=meeting_layer(meetings, wording=wording),
        events=event_layer(
            seizures_by_place(years=[]) if events is None else events, wording=wording
        ),
    )


def country_layer(
    shapes: gpd.GeoDataFrame, seized: pd.DataFrame, *, wording: Wording
) -> gpd.GeoDataFrame:
    """Return shapes of countries with what one year of `along_route` says of each."""
    year = int(seized.index.get_level_values("year")[0])
    figures = seized.droplevel("year")
    frame = shapes.copy()
    frame["name"] = [wording.country(code) for code in frame["iso3"]]
    frame["kg"] = frame["iso3"].map(figures["kg"])
    frame["status"] = frame["iso3"].map(figures["status"])
    frame["level"] = [None if pd.isna(kg) else class_of(kg) for kg in frame["kg"]]
    frame["tip"] = [_country_tip(row.kg, row.status, year, wording) for row in frame.itertuples()]
    return frame


def _country_tip(kg: float, status: str, year: int, wording: Wording) -> str:
    if status == "reported":
        return wording.say("map.tip.reported", kg=wording.kg(kg), year=year)
    key = {
        "reported zero": "map.tip.zero",
        "not reported": "map.tip.unreported",
        "outside the table": "map.tip.outside",
    }[status]
    return wording.say(key, year=year)


def _legs(route: Route, wording: Wording) -> gpd.GeoDataFrame:
    legs = route.legs.copy()
    names = route.branches["name"]
    legs["kind"] = legs["branch"].map(route.branches["kind"])
    legs["tip"] = [
        wording.say(
            "map.tip.leg",
            branch=wording.text("branch", names[leg.branch]),
            start=wording.text("place", leg.from_name),
            end=wording.text("place", leg.to_name),
            mode=wording.say(f"map.mode.{leg.mode}"),
            km=wording.number(leg.length_km),
            confidence=wording.say(f"map.confidence.{leg.confidence}"),
        )
        for leg in legs.itertuples()
    ]
    return legs


def post_layer(posts: gpd.GeoDataFrame, *, wording: Wording) -> gpd.GeoDataFrame:
    """Return liaison posts as places with what a reader is told of them."""
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
    return frame[["label", "tip", "geometry"]]


def meeting_layer(meetings: gpd.GeoDataFrame, *, wording: Wording) -> gpd.GeoDataFrame:
    """Return the places of meetings, each with all that were held there."""
    # A virtual meeting, or one whose place is unknown, has no point and is not drawn.
    placed = meetings[meetings.geometry.notna()].copy()
    placed["tip"] = [
        wording.say(
            "meetings.tip",
            date=wording.span(row.date_start, row.date_end),
            title=wording.text("meeting", row.title),
        )
        for row in placed.itertuples()
    ]
    by_place = placed.groupby("city", sort=False).agg(
        tip=("tip", "\n".join), geometry=("geometry", "first")
    )
    frame = by_place.reset_index(names="label")
    frame["label"] = [wording.text("place", city) for city in frame["label"]]
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(frame["geometry"], crs=placed.crs))


def event_layer(events: pd.DataFrame, *, wording: Wording) -> gpd.GeoDataFrame:
    """Return events by place as points with what a reader is told of them."""
    pinned = events[events["latitude"].notna()]
    key = ["iso3", "place", "precision", "latitude", "longitude"]
    frame = pinned.groupby(key, as_index=False, sort=False).agg(
        events=("events", "sum"), kilograms=("kilograms", "sum")
    )
    frame = frame.rename(columns={"place": "label"}).sort_values("kilograms", ascending=False)
    frame["label"] = [wording.original(place) for place in frame["label"]]
    frame["tip"] = [
        wording.say(
            f"map.tip.events.{row.precision}",
            events=wording.number(row.events),
            kg=wording.kg(row.kilograms),
        )
        for row in frame.itertuples()
    ]
    points = gpd.points_from_xy(frame["longitude"], frame["latitude"])
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")
