"""The map of a route to move and zoom: folium, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
        countries(layers, wording),
        boundaries(layers, wording),
        legs(layers, wording),
        *([_events(layers.events, wording)] if len(layers.events) else []),
        places(layers.meetings, wording.say("map.layer.meetings"), diamond()),
        places(layers.posts, wording.say("map.layer.posts"), square()),
    ):
        group.add_to(live)
    return finished(live, layers.route)


def countries(layers: MapLayers, wording: Wording) -> folium.GeoJson:
    """Return the countries of the route, filled by kilograms."""
    shapes = layers.countries
    fills = {
        inert(row.name): fill_of(row.level, row.status) for row in shapes.itertuples(index=False)
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


def fill_of(level: float | None, status: str) -> str:
    """Return the fill of a country by its class of kilograms, or by why it has none."""
    if level is not None and pd.notna(level):
        return CLASS_COLOURS[int(level)]
    return "url(#hatch)" if status == "not reported" else OUTSIDE


def _events(events: gpd.GeoDataFrame, wording: Wording) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=wording.say("map.layer.events"))
    for circle in circles(events):
        tip = folium.Tooltip(circle.pop("tip"))
        at = circle.pop("at")
        folium.CircleMarker(at, fill=True, tooltip=tip, **circle).add_to(group)
    return group


def circles(events: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return what each circle of the layer of events is drawn with, by folium's names."""
    largest = float(events["kilograms"].max())
    drawn = []
    for row in events.itertuples(index=False):
        # A province is no place: its circle is open and dashed.
        exact = row.precision == "place"
        drawn.append(
            {
                "at": [row.geometry.y, row.geometry.x],
                "radius": round(radius_of(row.kilograms, largest), 1),
                "color": EVENT_EDGE,
                "weight": 1.2,
                "dash_array": None if exact else "3 3",
                "fill_color": EVENT,
                "fill_opacity": 0.65 if exact else 0.25,
                "class_name": f"event {row.precision}",
                "tip": f"<b>{inert(row.label)}</b>{inert(row.tip)}",
            }
        )
    return drawn
