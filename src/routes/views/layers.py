"""What a map of a route shows, as frames: the same for the live map and the printed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from routes.seizures import seizures_by_place
from routes.views import basemap
from routes.views.extent import in_view
from routes.views.place_layers import ALWAYS, held_layer, meeting_layer, post_layer
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
    history : DataFrame
        ``kg`` and ``status`` of every country and year, indexed by ``iso3`` and ``year``.
    dated : GeoDataFrame
        As ``events``, one row per place and ``year``, of every year of ``history``.
    held : GeoDataFrame
        As `held_layer` returns it: one row a meeting and row of the timeline (``pillar``).
    lists : GeoDataFrame
        As ``posts``, those of every list of posts that answers for a year of ``history``, with the
        ``first`` and ``last`` of these years.
    circles : GeoDataFrame
        Circles of reach around posts, ``label`` and ``tip``.
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
    history: pd.DataFrame
    dated: gpd.GeoDataFrame
    held: gpd.GeoDataFrame
    lists: gpd.GeoDataFrame
    circles: gpd.GeoDataFrame

    @property
    def largest(self) -> float:
        """Kilograms of the largest circle of seizures of any year: the scale of all of them."""
        every = pd.concat([self.dated["kilograms"], self.events["kilograms"]])
        return float(every.max()) if len(every) else 0.0

    def marked(self, year: int) -> tuple[int, int]:
        """Return how many posts and meeting places the map shows at first for a year."""
        posts, held = (
            rows[(rows["first"] <= year) & (year <= rows["last"])]
            for rows in (self.lists, self.held)
        )
        return int(in_view(self, posts).sum()), held[in_view(self, held)]["label"].nunique()


def map_layers(
    route: Route,
    seized: pd.DataFrame,
    posts: gpd.GeoDataFrame,
    meetings: gpd.GeoDataFrame,
    *,
    wording: Wording,
    events: pd.DataFrame | None = None,
    circles: gpd.GeoDataFrame | None = None,
    lists: gpd.GeoDataFrame | None = None,
) -> MapLayers:
    """Return the layers of a route's map for the last of the years given.

    Parameters
    ----------
    route : Route
    seized : DataFrame
        As `along_route` returns it, indexed by ``iso3`` and ``year``: the map shows the last year,
        the live one any of them.
    posts, meetings : GeoDataFrame
        As `liaison_officers` and `meetings` return them, already of this route.
    wording : Wording
        For the tips.
    events : DataFrame, optional
        Events by place, as `aggregated` returns them, already of this route and drugs.
    circles : GeoDataFrame, optional
        As `reach_circles` returns it, for the layer of what posts reach.
    lists : GeoDataFrame, optional
        As `posts`, those of every year, with the years ``first`` to ``last`` for which their list
        answers; by default those given answer for all years.
    """
    year = int(seized.index.get_level_values("year").max())
    every = posts.assign(first=0, last=ALWAYS) if lists is None else lists
    figures = seized.xs(year, level="year")
    known = seizures_by_place(years=[]) if events is None else events
    dated = event_layer(known, wording=wording)
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
        events=event_layer(known[known["year"] == year], wording=wording),
        history=seized[["kg", "status"]],
        dated=dated,
        held=held_layer(meetings, wording=wording),
        lists=post_layer(every, wording=wording),
        circles=_circles(circles, wording),
    )


def country_layer(
    shapes: gpd.GeoDataFrame, seized: pd.DataFrame, *, wording: Wording
) -> gpd.GeoDataFrame:
    """Return shapes of countries with what the last of the years of `along_route` says of each."""
    year = int(seized.index.get_level_values("year").max())
    figures = seized.xs(year, level="year")
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
        "not held here": "map.tip.not_held",
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


def _circles(circles: gpd.GeoDataFrame | None, wording: Wording) -> gpd.GeoDataFrame:
    if circles is None:
        return gpd.GeoDataFrame({"label": [], "tip": []}, geometry=[], crs="EPSG:4326")
    said = [
        wording.say("map.tip.circle", km=wording.number(value)) for value in circles["radius_km"]
    ]
    return circles.assign(label=circles["city"], tip=said)[["label", "tip", "geometry"]]


def event_layer(events: pd.DataFrame, *, wording: Wording) -> gpd.GeoDataFrame:
    """Return events by place, and by year if they have one, as points with what is told of them."""
    pinned = events[events["latitude"].notna()]
    key = ["iso3", "place", "precision", "latitude", "longitude"]
    if "year" in events:
        key = ["year", *key]
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
