"""A route as a notebook shows it: its name, its live map, its branches and countries in order."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import folium
import pandas as pd

from routes.analysis import along_route
from routes.partnership import liaison_officers, meetings
from routes.seizures import table_years
from routes.views.basemap import map_notes
from routes.views.layers import map_layers
from routes.views.style import LAND, ON_ROUTE, SOFT_INK
from routes.views.web_pieces import SIMPLIFY, boundaries, finished, geojson, legs, plain, started
from routes.views.wording import Wording

if TYPE_CHECKING:
    from routes.network import Route
    from routes.views.layers import MapLayers
    from routes.views.offline import OfflineMap

_STYLE = (
    ".route-card iframe.map{display:block;width:100%;height:26rem;border:0}"
    ".route-card small{display:block;margin:.4em 0}"
)


def route_card(route: Route) -> str:
    """Return a route as HTML: every text escaped, no request to the network.

    Parameters
    ----------
    route : Route
    """
    wording = Wording()
    title = wording.say(f"route.{route.name}.title")
    lengths = zip(route.branches["name"], route.branch_lengths(), strict=True)
    branches = [
        f"{name} ({'no legs' if pd.isna(km) else f'{wording.number(km)} km'})"
        for name, km in lengths
    ]
    countries = [wording.country(str(code)) for code in route.countries.index]
    about = f"{len(branches)} branches, {wording.number(route.length_km())} km of legs."
    notes = " ".join(map_notes(wording))
    return (
        f'<style>{_STYLE}</style><div class="route-card"><p><b>{escape(title)}.</b> '
        f"{escape(wording.say(f'route.{route.name}.about'))} {escape(about)}</p>"
        f"{route_outline(route, wording=wording).frame(title=title)}"
        f"<p><b>Branches:</b> {escape('; '.join(branches))}.</p>"
        f"<p><b>Countries and areas in order:</b> {escape('; '.join(countries))}.</p>"
        f"<small>{escape(notes)}</small></div>"
    )


def route_outline(route: Route, *, wording: Wording) -> OfflineMap:
    """Return the live map of a route by itself: legs, and the countries it passes.

    Parameters
    ----------
    route : Route
    wording : Wording
    """
    # Of the layers of a briefing only lines and shapes are drawn, so any year will do.
    last = along_route(route.name, years=table_years()[1])
    layers = map_layers(
        route, last, liaison_officers().iloc[:0], meetings().iloc[:0], wording=wording
    )
    live = started(route.name)
    plain(layers.context, LAND).add_to(live)
    for group in (_countries(layers, wording, route), boundaries(layers, wording)):
        group.add_to(live)
    legs(layers, wording).add_to(live)
    return finished(live, route.name)


def _countries(layers: MapLayers, wording: Wording, route: Route) -> folium.GeoJson:
    shapes = layers.countries
    roles = route.countries["role"]
    shapes = shapes.assign(tip=[wording.say(f"role.{roles[code]}") for code in shapes["iso3"]])
    return folium.GeoJson(
        geojson(shapes, ["name", "tip"], SIMPLIFY),
        control=False,
        style_function=lambda _: {
            "fillColor": ON_ROUTE,
            "color": SOFT_INK,
            "weight": 0.4,
            "fillOpacity": 1,
            "className": "country",
        },
        highlight_function=lambda _: {"weight": 2},
        tooltip=folium.GeoJsonTooltip(fields=["name", "tip"], labels=False, sticky=True),
    )
