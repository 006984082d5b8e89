"""The legends of the maps: what each colour, line and mark means."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from routes.escaping import escape
from routes.views.style import (
    CLASS_COLOURS,
    CLASS_LIMITS,
    EVENT,
    EVENT_EDGE,
    HATCH,
    INK,
    LAND,
    LINE_WEIGHTS,
    MEETING,
    MODE_DASHES,
    NOT_HELD,
    OUTSIDE,
    POST,
    ROUTE_COLOURS,
    SOFT_INK,
    UNREPORTED,
)
from routes.views.theme import themed, var

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from routes.views import MapLayers, Wording


def map_legend(
    layers: MapLayers,
    *,
    largest: float | None = None,
    wording: Wording,
) -> str:
    """Return the legend of the map of a route: of every mark that any of its years may show.

    Parameters
    ----------
    layers : MapLayers
    largest : float, optional
        Kilograms of the largest circle of seizures, 0 where none is drawn; by default that of the
        layers.
    wording : Wording
    """
    say, number = wording.say, wording.number
    low, *middle, high = CLASS_LIMITS[1:]
    limits = [low, *middle, high]
    names = [
        say("map.class.zero"),
        say("map.class.below", high=number(low)),
        *(say("map.class.between", low=number(a), high=number(c)) for a, c in pairwise(limits)),
        say("map.class.above", low=number(high)),
    ]
    swatches = [swatch(f"background:{c}", n) for c, n in zip(CLASS_COLOURS, names, strict=True)]
    hatch = f"background:repeating-linear-gradient(45deg,{UNREPORTED} 0 3px,{HATCH} 3px 4px)"
    if (layers.history["status"] == "not held here").any():
        dots = f"background:radial-gradient({HATCH} 25%,{NOT_HELD} 30%) 0 0/4px 4px"
        swatches.append(swatch(dots, say("map.class.not_held")))
    swatches += [
        swatch(hatch, say("map.class.unreported")),
        swatch(f"background:{OUTSIDE}", say("map.class.outside")),
        swatch(f"background:{LAND}", say("map.class.elsewhere")),
    ]
    points = place_keys(wording)
    most = layers.largest if largest is None else largest
    if most or len(layers.dated):
        circle = f'<circle cx="8" cy="8" r="6" fill="{EVENT}" stroke="{EVENT_EDGE}" '
        points += sign(f'{circle}fill-opacity="0.65"/>', say("map.events", kg=wording.kg(most)))
        wide = f'{circle}fill-opacity="0.25" stroke-dasharray="3 3"/>'
        points += sign(wide, say("map.events.wide"))
    groups = [("kg", "".join(swatches)), *line_keys(layers, wording), ("points", points)]
    return legend((say(f"map.legend.{key}"), content) for key, content in groups)


def place_keys(wording: Wording, *, post: str = "", meeting: str = "") -> str:
    """Return the keys of posts, meeting places, and the marks that count several of them."""
    say = wording.say
    square = f'<rect x="3" y="3" width="10" height="10" fill="{POST}"/>'
    diamond = f'<path d="M8 1 15 8 8 15 1 8Z" fill="{MEETING}"/>'
    several = f'<circle cx="8" cy="8" r="7" fill="{INK}"/>'
    return (
        sign(square, post or say("map.post"))
        + sign(diamond, meeting or say("map.meeting"))
        + sign(several, say("map.several"))
    )


def places_list(posts: gpd.GeoDataFrame, meetings: gpd.GeoDataFrame, wording: Wording) -> str:
    """Return what stands at each place of the map as a list, folded on a screen.

    Parameters
    ----------
    posts, meetings : GeoDataFrame
        As the layers of a map have them: ``label`` and ``tip``.
    wording : Wording
    """
    found: dict[str, list[str]] = {}
    for rows in (posts, meetings):
        for label, tip in zip(rows["label"], rows["tip"], strict=True):
            found.setdefault(label, []).extend(tip.split("\n"))
    if not found:
        return ""
    items = "".join(
        f"<li><b>{escape(place)}</b> {escape(wording.joined(said))}</li>"
        for place, said in found.items()
    )
    summary = escape(wording.say("map.places"))
    return f'<details class="places"><summary>{summary}</summary><ul>{items}</ul></details>'


def line_keys(layers: MapLayers, wording: Wording) -> list[tuple[str, str]]:
    """Return the groups of a legend that say what lines and their weights are."""
    say = wording.say
    colour = ROUTE_COLOURS[layers.route]
    lines = "".join(
        line(colour, say(f"map.mode.{mode}"), dash=dash)
        for mode, dash in MODE_DASHES.items()
        if (layers.legs["mode"] == mode).any()
    )
    kinds = set(layers.legs["kind"])
    weights = "".join(
        line(colour, say(f"map.weight.{kind}"), width=LINE_WEIGHTS[kind])
        for kind, drawn in (
            ("trunk", {"trunk"}),
            ("branch", {"branch"}),
            ("extension", {"extension", "offshoot", "distribution"}),
        )
        if kinds & drawn
    )
    return [("lines", lines), ("weights", weights)]


def legend(groups: Iterable[tuple[str, str]]) -> str:
    """Return a legend: the name of each group and its keys, which are HTML."""
    rows = "".join(f"<p><b>{escape(name)}</b> {content}</p>" for name, content in groups)
    return f'<div class="legend">{rows}</div>'


def swatch(style: str, name: str) -> str:
    """Return the key of a filled area; `style` is CSS."""
    return (
        f'<span class="key"><i style="{themed(style)};border-color:{var(SOFT_INK)}"></i> '
        f"{escape(name)}</span>"
    )


def sign(shape: str, name: str) -> str:
    """Return the key of a mark; `shape` is SVG, 16 pixels square."""
    return (
        f'<span class="key"><svg width="16" height="16" aria-hidden="true">{_themed(shape)}</svg> '
        f"{escape(name)}</span>"
    )


def _themed(shape: str) -> str:
    """Return SVG with its colours as styles, which may follow the theme; attributes may not."""
    fills = re.findall(r'(fill|stroke)="(#[0-9a-f]{6})"', shape)
    style = ";".join(f"{name}:{var(colour)}" for name, colour in fills)
    return re.sub(r'(fill|stroke)="#[0-9a-f]{6}" ?', "", shape).replace("/>", f' style="{style}"/>')


def line(colour: str, name: str, *, width: float = 2.4, dash: str | None = None) -> str:
    """Return the key of a line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<span class="key"><svg width="34" height="8" aria-hidden="true"><path d="M0 4h34" '
        f'style="stroke:{var(colour)}" stroke-width="{width}"{dashed}/></svg> {escape(name)}</span>'
    )
