"""A route as a notebook shows it: its name, its live map, its branches and countries in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.analysis import along_route
from routes.escaping import escape
from routes.partnership import liaison_officers, meetings
from routes.seizures import table_years
from routes.views.basemap import map_notes
from routes.views.layers import map_layers
from routes.views.web_pieces import (
    boundaries,
    context,
    group,
    item,
    legs,
    live_map,
    names,
    seas,
    shape_of,
    simplified,
)
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
        f"{route_outline(route, title=title, wording=wording).frame(title=title)}"
        f"<p><b>Branches:</b> {escape('; '.join(branches))}.</p>"
        f"<p><b>Countries and areas in order:</b> {escape('; '.join(countries))}.</p>"
        f"<small>{escape(notes)}</small></div>"
    )


def route_outline(route: Route, *, title: str, wording: Wording) -> OfflineMap:
    """Return the live map of a route by itself: legs, and the countries it passes.

    Parameters
    ----------
    route : Route
    title : str
        What the map is called for those who cannot see it.
    wording : Wording
    """
    # Of the layers of a briefing only lines and shapes are drawn, so any year will do.
    last = along_route(route.name, years=table_years()[1])
    layers = map_layers(
        route, last, liaison_officers().iloc[:0], meetings().iloc[:0], wording=wording
    )
    groups = [
        context(layers),
        _countries(layers, route, wording),
        boundaries(layers, wording),
        legs(layers, wording),
        names(layers),
        seas(layers, wording),
    ]
    return live_map(layers, groups, title=title, wording=wording)


def _countries(layers: MapLayers, route: Route, wording: Wording) -> dict[str, Any]:
    roles = route.countries["role"]
    shapes = layers.countries
    items = [
        item(row.name, [wording.say(f"role.{roles[row.iso3]}")], at=shape_of(shape), css="on-route")
        for row, shape in zip(shapes.itertuples(index=False), simplified(shapes), strict=True)
    ]
    return group("area", "country") | {"items": items}
