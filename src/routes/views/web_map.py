"""The map of a route to move and zoom: folium, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import pandas as pd
import shapely

from routes.views.offline import OfflineMap, inert
from routes.views.style import (
    BOUNDARY_DASHES,
    CLASS_COLOURS,
    EVENT,
    EVENT_EDGE,
    FRAMES,
    HATCH,
    LAND,
    LINE_WEIGHTS,
    MEETING,
    MODE_DASHES,
    OUTSIDE,
    POST,
    ROUTE_COLOURS,
    SEA,
    SOFT_INK,
    UNREPORTED,
    radius_of,
)

if TYPE_CHECKING:
    import geopandas as gpd

    from routes.views.layers import MapLayers
    from routes.views.wording import Wording

# Degrees: what cannot be seen at the zooms the map allows.
SIMPLIFY = 0.02
SIMPLIFY_CONTEXT = 0.04
DECIMALS = 2
_PATTERN = f"""
<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
<pattern id="hatch" patternUnits="userSpaceOnUse" width="7" height="7"
patternTransform="rotate(45)">
<rect width="7" height="7" fill="{UNREPORTED}"/><line x1="0" y1="0" x2="0" y2="7"
stroke="{HATCH}" stroke-width="2.4"/></pattern></defs></svg>
<style>.leaflet-container{{background:{SEA};font:13px/1.4 system-ui,sans-serif}}
.leaflet-tooltip{{white-space:normal;width:max-content;max-width:17rem}}
.leaflet-tooltip b{{display:block}} .place{{filter:drop-shadow(0 0 1px #fff)}}
path.leg{{filter:drop-shadow(0 0 1px #fff) drop-shadow(0 0 1px #fff)}}
.leaflet-control-scale-line+.leaflet-control-scale-line{{display:none}}
path.leaflet-interactive:focus{{outline:none}}</style>
"""


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
    frame = FRAMES[layers.route]
    live = OfflineMap(location=frame.centre[::-1], zoom_start=3, control_scale=True)
    live.add_to_page("html", "pattern", _PATTERN)
    _plain(layers.context, LAND).add_to(live)
    for group in (
        _countries(layers, wording),
        _boundaries(layers, wording),
        _legs(layers, wording),
        *([_events(layers.events, wording)] if len(layers.events) else []),
        _places(layers.meetings, wording.say("map.layer.meetings"), _diamond()),
        _places(layers.posts, wording.say("map.layer.posts"), _square()),
    ):
        group.add_to(live)
    folium.LayerControl(collapsed=True).add_to(live)
    live.frame_bounds(frame.south, frame.west, frame.north, frame.east)
    return live


def _geojson(frame: gpd.GeoDataFrame, properties: list[str], tolerance: float) -> dict[str, Any]:
    geometry = frame.geometry
    if tolerance and (geometry.geom_type.isin(["Polygon", "MultiPolygon"])).all():
        geometry = geometry.simplify_coverage(tolerance)
    elif tolerance:
        geometry = geometry.simplify(tolerance)
    rounded = shapely.transform(geometry.to_numpy(), lambda xy: np.round(xy, DECIMALS))
    features = [
        {
            "type": "Feature",
            "properties": {name: inert(str(row[name])) for name in properties},
            "geometry": shapely.geometry.mapping(shape),
        }
        for (_, row), shape in zip(frame.iterrows(), rounded, strict=True)
        if shape is not None and not shape.is_empty
    ]
    return {"type": "FeatureCollection", "features": features}


def _plain(shapes: gpd.GeoDataFrame, colour: str) -> folium.GeoJson:
    # One shape: nothing is said of these countries, and their borders are lines of their own.
    whole = shapes.dissolve().simplify(SIMPLIFY_CONTEXT).to_frame("geometry")
    return folium.GeoJson(
        _geojson(whole, [], 0),
        control=False,
        style_function=lambda _: {
            "fillColor": colour, "color": colour, "weight": 1.2, "fillOpacity": 1,
            "interactive": False, "className": "context",
        },
    )  # fmt: skip


def _countries(layers: MapLayers, wording: Wording) -> folium.GeoJson:
    shapes = layers.countries
    fills = {
        inert(row.name): _fill(row.level, row.status) for row in shapes.itertuples(index=False)
    }
    return folium.GeoJson(
        _geojson(shapes, ["name", "tip"], SIMPLIFY),
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


def _boundaries(layers: MapLayers, wording: Wording) -> folium.GeoJson:
    lines = layers.boundaries[layers.boundaries["kind"] != "coast"]
    return folium.GeoJson(
        _geojson(lines, ["kind"], SIMPLIFY),
        name=wording.say("map.layer.boundaries"),
        style_function=lambda feature: {
            "color": SOFT_INK,
            "weight": 0.9,
            "dashArray": BOUNDARY_DASHES[feature["properties"]["kind"]],
            "interactive": False,
            "className": f"boundary {feature['properties']['kind']}",
        },
    )


def _legs(layers: MapLayers, wording: Wording) -> folium.GeoJson:
    colour = ROUTE_COLOURS[layers.route]
    return folium.GeoJson(
        _geojson(layers.legs, ["mode", "kind", "tip"], SIMPLIFY),
        name=wording.say("map.layer.legs"),
        style_function=lambda feature: {
            "color": colour,
            "weight": LINE_WEIGHTS[feature["properties"]["kind"]],
            "dashArray": MODE_DASHES[feature["properties"]["mode"]],
            "className": "leg",
        },
        highlight_function=lambda _: {"weight": 6},
        tooltip=folium.GeoJsonTooltip(fields=["tip"], labels=False, sticky=True),
    )


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


def _places(places: gpd.GeoDataFrame, name: str, picture: str) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=name)
    for row in places.itertuples(index=False):
        lines = "<br>".join(inert(line) for line in row.tip.split("\n"))
        folium.Marker(
            [row.geometry.y, row.geometry.x],
            icon=folium.DivIcon(html=picture, icon_size=(18, 18), class_name="place"),
            tooltip=folium.Tooltip(f"<b>{inert(row.label)}</b>{lines}", sticky=False),
        ).add_to(group)
    return group


def _square() -> str:
    return (
        f'<svg width="18" height="18" class="post"><rect x="4" y="4" width="10" height="10" '
        f'fill="{POST}" stroke="#fff" stroke-width="1.5"/></svg>'
    )


def _diamond() -> str:
    return (
        f'<svg width="18" height="18" class="meeting"><path d="M9 1 17 9 9 17 1 9Z" '
        f'fill="{MEETING}" stroke="#fff" stroke-width="1.5"/></svg>'
    )
