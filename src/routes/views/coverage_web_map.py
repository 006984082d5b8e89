"""The map of coverage to move and zoom, offline, in an equal-area projection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routes.views.web_pieces import (
    Sources,
    boundaries,
    context,
    group,
    item,
    legs,
    live_map,
    marks,
    names,
    rings,
    seas,
    shape_of,
    simplified,
)

if TYPE_CHECKING:
    from routes.views.coverage_layers import CoverageLayers
    from routes.views.offline import OfflineMap
    from routes.views.wording import Wording

_RING = 0.01


def coverage_web_map(layers: CoverageLayers, *, wording: Wording, title: str = "") -> OfflineMap:
    """Return the live map of coverage.

    Parameters
    ----------
    layers : CoverageLayers
    wording : Wording
    title : str
        What the map is called for those who cannot see it.

    Returns
    -------
    folium.Map
        Layers that can be switched: States by what reaches them, boundaries, stretches that no
        post reaches, route lines, circles of reach, meeting places, posts. Makes no request to
        the network.
    """
    base, say = layers.base, wording.say
    sources = Sources()
    groups = [
        context(base),
        _states(layers, wording),
        boundaries(base, wording),
        *_stretches(layers, wording),
        legs(base, wording),
        rings(layers.circles, wording, _RING),
        *_areas(layers, wording),
        names(base),
        seas(base, wording),
        marks(base.held, "meeting", say("map.layer.meetings"), sources=sources),
        marks(base.posts, "post", say("map.layer.posts"), sources=sources),
    ]
    return live_map(base, groups, title=title, wording=wording, sources=sources)


def _states(layers: CoverageLayers, wording: Wording) -> dict[str, Any]:
    shapes = layers.base.countries
    items = [
        item(row.name, row.tip.split("\n"), at=shape_of(shape), css=row.reach)
        for row, shape in zip(shapes.itertuples(index=False), simplified(shapes), strict=True)
    ]
    return group("area", "country", wording.say("map.layer.reach")) | {"items": items}


def _stretches(layers: CoverageLayers, wording: Wording) -> list[dict[str, Any]]:
    if layers.stretches.empty:
        return []
    shapes = [shape_of(shape) for shape in simplified(layers.stretches)]
    items = [
        item("", [row.tip], at=at)
        for row, at in zip(layers.stretches.itertuples(index=False), shapes, strict=True)
    ]
    band = group("line", "band", quiet=True) | {"items": [item("", at=at) for at in shapes]}
    name = wording.say("map.layer.stretches")
    return [band, group("line", "stretch", name) | {"items": items}]


def _areas(layers: CoverageLayers, wording: Wording) -> list[dict[str, Any]]:
    """Return where a further post would reach most, and the next best: outlines, a what-if."""
    made = []
    for css, name, ranks in (
        ("what-if", "map.layer.areas", ["best", "tie"]),
        ("what-if-next", "map.layer.second", ["runner-up"]),
    ):
        rows = layers.areas[layers.areas["rank"].isin(ranks)]
        if rows.empty:
            continue
        outlines = rows.set_geometry(rows.boundary)
        items = [
            item("", [row.tip], at=shape_of(shape))
            for row, shape in zip(
                outlines.itertuples(index=False), simplified(outlines, _RING), strict=True
            )
        ]
        made.append(group("line", css, wording.say(name)) | {"items": items})
    return made
