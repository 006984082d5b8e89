"""The map of a route to move and zoom, offline, in an equal-area projection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.views.style import class_of
from routes.views.web_pieces import (
    boundaries,
    context,
    group,
    item,
    legs,
    live_map,
    marks,
    names,
    seas,
    seizure,
    shape_of,
    simplified,
)

if TYPE_CHECKING:
    import geopandas as gpd

    from routes.views.layers import MapLayers
    from routes.views.offline import OfflineMap
    from routes.views.wording import Wording

# What a country is in a year, beside its class of kilograms.
STATES = {"not reported": "u", "outside the table": "o", "not held here": "n"}
# Widths of a mark: meetings of several pillars in one city stand beside each other.
_SHIFT = {"I": 0, "II": 1, "III": -1, "IV": 2, "other": -2, "group": 3, "ministerial": -3}
_LETTERS = ("I", "II", "III", "IV")


def route_web_map(
    layers: MapLayers, *, wording: Wording, title: str = "", source: str = ""
) -> OfflineMap:
    """Return the live map of a route.

    Parameters
    ----------
    layers : MapLayers
    wording : Wording
    title : str
        What the map is called for those who cannot see it.
    source : str
        Of the kilograms, for the cards of the countries.

    Returns
    -------
    folium.Map
        Layers that can be switched: countries by kilograms of a year that the reader chooses,
        boundaries, route lines, reach of posts, seizures by place and precision, meetings by
        pillar, posts. Makes no request to the network.
    """
    say = wording.say
    years = sorted(layers.history.index.unique("year"))
    sources = list(dict.fromkeys([source, *layers.posts["source"], *layers.by_pillar["source"]]))
    groups = [
        context(layers),
        _countries(layers, years, wording),
        boundaries(layers, wording),
        legs(layers, wording),
        _circles(layers.circles, wording),
        *_events(layers.dated, years, wording),
        names(layers),
        seas(layers, wording),
        *_meetings(layers.by_pillar, sources, wording),
        marks(_sourced(layers.posts, sources), "post", say("map.layer.posts")),
    ]
    return live_map(layers, groups, title=title, wording=wording, sources=sources, years=years)


def _countries(layers: MapLayers, years: list[int], wording: Wording) -> dict[str, Any]:
    history = {cell: (kg, status) for cell, kg, status in layers.history.itertuples()}
    items = []
    for row, shape in zip(
        layers.countries.itertuples(index=False), simplified(layers.countries), strict=True
    ):
        known = [history[row.iso3, year] for year in years]
        by = "".join(STATES.get(status) or str(class_of(kg)) for kg, status in known)
        said = ["" if pd.isna(kg) or not kg else wording.kg(kg) for kg, _ in known]
        items.append(item(row.name, at=shape_of(shape), by=by, kg=said, source=0))
    return group("area", "country", wording.say("map.layer.countries")) | {"items": items}


def _circles(circles: gpd.GeoDataFrame, wording: Wording) -> dict[str, Any]:
    rings = simplified(circles.set_geometry(circles.boundary)) if len(circles) else []
    items = [
        item(row.label, [row.tip], at=shape_of(ring))
        for row, ring in zip(circles.itertuples(index=False), rings, strict=True)
    ]
    made = group("line", "circle", wording.say("map.layer.circles"), on=False)
    return made | {"items": items}


def _events(events: gpd.GeoDataFrame, years: list[int], wording: Wording) -> list[dict[str, Any]]:
    largest = float(events["kilograms"].max()) if len(events) else 0.0
    made = []
    for precision in ("province", "district", "place"):
        rows = events[(events["precision"] == precision) & events["year"].isin(years)]
        items = [
            seizure(row, largest, year=years.index(row.year))
            for row in rows.itertuples(index=False)
        ]
        # A province is no place: its circle is open and dashed, and a layer of its own.
        name = wording.say(f"map.layer.events.{precision}")
        made.append(group("circle", "event", name) | {"items": items})
    return made


def _meetings(
    meetings: gpd.GeoDataFrame, sources: list[str], wording: Wording
) -> list[dict[str, Any]]:
    return [
        marks(
            _sourced(rows, sources),
            "meeting",
            wording.say(f"map.layer.meetings.{pillar}"),
            letter=str(pillar) if pillar in _LETTERS else "",
            shift=_SHIFT[str(pillar)],
        )
        for pillar, rows in meetings.groupby("pillar", sort=False)
        if len(rows)
    ]


def _sourced(places: gpd.GeoDataFrame, sources: list[str]) -> gpd.GeoDataFrame:
    return places.assign(source_at=[sources.index(source) for source in places["source"]])
