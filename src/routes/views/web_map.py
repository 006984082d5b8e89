"""The map of a route to move and zoom: folium, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
import pandas as pd

from routes.views.offline import OfflineMap, inert
from routes.views.style import (
    CLASS_COLOURS,
    EVENT,
    EVENT_EDGE,
    LAND,
    OUTSIDE,
    SOFT_INK,
    radius_of,
)
from routes.views.web_pieces import (
    SIMPLIFY,
    boundaries,
    diamond,
    finished,
    geojson,
    legs,
    places,
    plain,
    square,
    started,
)

if TYPE_CHECKING:
    import geopandas as gpd

    from routes.views.layers import MapLayers
    from routes.views.wording import Wording


def route_web_map(layers: MapLayers, *, wording: Wording) -> OfflineMap:
    """Return the live map of a route.

    Parameters
    ----------
    layers : MapLayers
    wording : Wording

    Returns
    -------
    folium.Map
        Layers that can be switched: countries by kilograms, boundaries, route lines, liaison
        posts, meeting places. Makes no request to the network.
    """
    live = started(layers.route)
    plain(layers.context, LAND).add_to(live)
    for group in (
        _countries(layers, wording),
        boundaries(layers, wording),
        legs(layers, wording),
        *([_events(layers.events, wording)] if len(layers.events) else []),
        places(layers.meetings, wording.say("map.layer.meetings"), diamond()),
        places(layers.posts, wording.say("map.layer.posts"), square()),
    ):
        group.add_to(live)
    return finished(live, layers.route)


def _countries(layers: MapLayers, wording: Wording) -> folium.GeoJson:
    shapes = layers.countries
    fills = {
        inert(row.name): _fill(row.level, row.status) for row in shapes.itertuples(index=False)
    }
    return folium.GeoJson(
        geojson(shapes, ["name", "tip"], SIMPLIFY),
        name=wording.say("map.layer.countries"),
        style_function=lambda feature: {
            "fillColor": fills[feature["properties"]["name"]],
            "color": SOFT_INK,
            "weight": 0.4,
            "fillOpacity": 1,
            "className": "country",
        },
        highlight_function=lambda _: {"weight": 2},
        tooltip=folium.GeoJsonTooltip(fields=["name", "tip"], labels=False, sticky=True),
    )


def _fill(level: float | None, status: str) -> str:
    if level is not None and pd.notna(level):
        return CLASS_COLOURS[int(level)]
    return "url(#hatch)" if status == "not reported" else OUTSIDE


def _events(events: gpd.GeoDataFrame, wording: Wording) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=wording.say("map.layer.events"))
    largest = float(events["kilograms"].max())
    for row in events.itertuples(index=False):
        # A province is no place: its circle is open and dashed.
        exact = row.precision == "place"
        folium.CircleMarker(
            [row.geometry.y, row.geometry.x],
            radius=round(radius_of(row.kilograms, largest), 1),
            color=EVENT_EDGE,
            weight=1.2,
            dash_array=None if exact else "3 3",
            fill=True,
            fill_color=EVENT,
            fill_opacity=0.65 if exact else 0.25,
            class_name=f"event {row.precision}",
            tooltip=folium.Tooltip(f"<b>{inert(row.label)}</b>{inert(row.tip)}"),
        ).add_to(group)
    return group
