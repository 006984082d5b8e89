"""The map of coverage to move and zoom: folium, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium

from routes.views.offline import inert
from routes.views.style import (
    CIRCLE,
    GAP_BAND,
    GAP_DASH,
    GAP_INK,
    GAP_TICK,
    LAND,
    REACH_COLOURS,
    SOFT_INK,
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
    from routes.views.coverage_layers import CoverageLayers
    from routes.views.offline import OfflineMap
    from routes.views.wording import Wording

BAND = 8
_RING = 0.01


def coverage_web_map(layers: CoverageLayers, *, wording: Wording) -> OfflineMap:
    """Return the live map of coverage.

    Parameters
    ----------
    layers : CoverageLayers
    wording : Wording

    Returns
    -------
    folium.Map
        Layers that can be switched: States by what reaches them, boundaries, stretches that no
        post reaches, route lines, circles of reach, meeting places, posts. Makes no request to
        the network.
    """
    base = layers.base
    live = started(base.route)
    live.add_to_page("html", "hatches", _hatches())
    plain(base.context, LAND).add_to(live)
    for group in (
        _states(layers, wording),
        boundaries(base, wording),
        _stretches(layers, wording),
        legs(base, wording),
        _circles(layers, wording),
        places(base.meetings, wording.say("map.layer.meetings"), diamond()),
        places(base.posts, wording.say("map.layer.posts"), square()),
    ):
        group.add_to(live)
    return finished(live, base.route)


def _hatches() -> str:
    patterns = "".join(
        f'<pattern id="{reach}" patternUnits="userSpaceOnUse" width="7" height="7" '
        f'patternTransform="rotate(45)"><rect width="7" height="7" fill="{REACH_COLOURS[reach]}"/>'
        f'<line x1="0" y1="0" x2="0" y2="7" stroke="{ink}" stroke-width="2.2"/></pattern>'
        for reach, ink in GAP_INK.items()
    )
    svg = '<svg width="0" height="0" style="position:absolute" aria-hidden="true">'
    return f"{svg}<defs>{patterns}</defs></svg>"


def _states(layers: CoverageLayers, wording: Wording) -> folium.GeoJson:
    shapes = layers.base.countries
    fills = {
        inert(row.name): f"url(#{row.reach})" if row.reach in GAP_INK else REACH_COLOURS[row.reach]
        for row in shapes.itertuples(index=False)
    }
    said = shapes.assign(tip=[tip.replace("\n", "; ") for tip in shapes["tip"]])
    return folium.GeoJson(
        geojson(said, ["name", "tip", "reach"], SIMPLIFY),
        name=wording.say("map.layer.reach"),
        style_function=lambda feature: {
            "fillColor": fills[feature["properties"]["name"]],
            "color": SOFT_INK,
            "weight": 0.4,
            "fillOpacity": 1,
            "className": f"country reach-{feature['properties']['reach']}",
        },
        highlight_function=lambda _: {"weight": 2},
        tooltip=folium.GeoJsonTooltip(fields=["name", "tip"], labels=False, sticky=True),
    )


def _stretches(layers: CoverageLayers, wording: Wording) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=wording.say("map.layer.stretches"))
    if layers.stretches.empty:
        return group
    shapes = geojson(layers.stretches, ["tip"], SIMPLIFY)
    folium.GeoJson(
        shapes,
        style_function=lambda _: {
            "color": GAP_BAND, "weight": BAND, "lineCap": "butt", "interactive": False,
            "className": "band",
        },
    ).add_to(group)  # fmt: skip
    folium.GeoJson(
        shapes,
        style_function=lambda _: {
            "color": GAP_TICK, "weight": BAND, "dashArray": GAP_DASH, "lineCap": "butt",
            "className": "stretch",
        },
        tooltip=folium.GeoJsonTooltip(fields=["tip"], labels=False, sticky=True),
    ).add_to(group)  # fmt: skip
    return group


def _circles(layers: CoverageLayers, wording: Wording) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=wording.say("map.layer.circles"))
    if layers.circles.empty:
        return group
    rings = layers.circles.set_geometry(layers.circles.boundary)
    folium.GeoJson(
        geojson(rings, ["label", "tip"], _RING),
        style_function=lambda _: {
            "color": CIRCLE, "weight": 1.8, "dashArray": "6 4", "fill": False,
            "className": "circle",
        },
        tooltip=folium.GeoJsonTooltip(fields=["label", "tip"], labels=False, sticky=True),
    ).add_to(group)  # fmt: skip
    return group
