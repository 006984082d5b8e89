"""What every live map is made of: GeoJSON, boundaries, route lines, markers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import shapely

from routes.views.offline import OfflineMap, inert
from routes.views.style import (
    BOUNDARY_DASHES,
    FRAMES,
    HATCH,
    LINE_WEIGHTS,
    MEETING,
    MODE_DASHES,
    POST,
    ROUTE_COLOURS,
    SEA,
    SOFT_INK,
    UNREPORTED,
)

if TYPE_CHECKING:
    import geopandas as gpd

    from routes.views.layers import MapLayers
    from routes.views.wording import Wording

# Degrees: what cannot be seen at the zooms the map allows.
SIMPLIFY = 0.02
SIMPLIFY_CONTEXT = 0.04
DECIMALS = 2
PATTERN = f"""
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


def started(route: str) -> OfflineMap:
    """Return a live map without layers, in the frame of a route."""
    frame = FRAMES[route]
    live = OfflineMap(location=frame.centre[::-1], zoom_start=3, control_scale=True)
    live.add_to_page("html", "pattern", PATTERN)
    return live


def finished(live: OfflineMap, route: str) -> OfflineMap:
    """Return a live map with the switch of its layers, on the frame of a route."""
    folium.LayerControl(collapsed=True).add_to(live)
    return on_frame(live, route)


def on_frame(live: OfflineMap, route: str) -> OfflineMap:
    """Return a live map on the frame of a route."""
    frame = FRAMES[route]
    live.frame_bounds(frame.south, frame.west, frame.north, frame.east)
    return live


def geojson(frame: gpd.GeoDataFrame, properties: list[str], tolerance: float) -> dict[str, Any]:
    """Return a frame as GeoJSON: only these properties, inert, and as fine as can be seen."""
    shapes = frame.geometry.to_numpy()
    if tolerance and frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        shapes = shapely.coverage_simplify(shapes, tolerance)
    elif tolerance:
        shapes = shapely.simplify(shapes, tolerance)
    rounded = shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS))
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


def plain(shapes: gpd.GeoDataFrame, colour: str) -> folium.GeoJson:
    """Return the countries of which nothing is said."""
    # One shape: nothing is said of these countries, and their borders are lines of their own.
    whole = shapes.dissolve().simplify(SIMPLIFY_CONTEXT).to_frame("geometry")
    return folium.GeoJson(
        geojson(whole, [], 0),
        control=False,
        style_function=lambda _: {
            "fillColor": colour, "color": colour, "weight": 1.2, "fillOpacity": 1,
            "interactive": False, "className": "context",
        },
    )  # fmt: skip


def boundaries(layers: MapLayers, wording: Wording) -> folium.GeoJson:
    """Return the boundaries."""
    lines = layers.boundaries[layers.boundaries["kind"] != "coast"]
    return folium.GeoJson(
        geojson(lines, ["kind"], SIMPLIFY),
        name=wording.say("map.layer.boundaries"),
        style_function=lambda feature: {
            "color": SOFT_INK,
            "weight": 0.9,
            "dashArray": BOUNDARY_DASHES[feature["properties"]["kind"]],
            "interactive": False,
            "className": f"boundary {feature['properties']['kind']}",
        },
    )


def legs(layers: MapLayers, wording: Wording) -> folium.GeoJson:
    """Return the lines of the route."""
    colour = ROUTE_COLOURS[layers.route]
    return folium.GeoJson(
        geojson(layers.legs, ["mode", "kind", "tip"], SIMPLIFY),
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


def places(places: gpd.GeoDataFrame, name: str, picture: str) -> folium.FeatureGroup:
    """Return places as markers that name themselves."""
    group = folium.FeatureGroup(name=name)
    for row in places.itertuples(index=False):
        folium.Marker(
            [row.geometry.y, row.geometry.x],
            icon=folium.DivIcon(html=picture, icon_size=(18, 18), class_name="place"),
            tooltip=folium.Tooltip(place_tip(row), sticky=False),
        ).add_to(group)
    return group


def place_tip(place: Any) -> str:
    """Return what a reader is told of a place, as HTML."""
    lines = "<br>".join(inert(line) for line in place.tip.split("\n"))
    return f"<b>{inert(place.label)}</b>{lines}"


def square() -> str:
    """Return the mark of a post."""
    return (
        f'<svg width="18" height="18" class="post"><rect x="4" y="4" width="10" height="10" '
        f'fill="{POST}" stroke="#fff" stroke-width="1.5"/></svg>'
    )


def diamond() -> str:
    """Return the mark of a meeting place."""
    return (
        f'<svg width="18" height="18" class="meeting"><path d="M9 1 17 9 9 17 1 9Z" '
        f'fill="{MEETING}" stroke="#fff" stroke-width="1.5"/></svg>'
    )
