"""A live map inside a panel: drawn once a route, then told what is new by message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.escaping import block, escape
from routes.views.web_map import STATES
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
    from collections.abc import Iterable, Mapping

    import geopandas as gpd

    from routes.views.layers import MapLayers
    from routes.views.offline import OfflineMap
    from routes.views.wording import Wording

# From the ground up.
LAYERS = ("countries", "boundaries", "legs", "events", "meetings", "posts")
# A frame may call the others of its page by number, whatever the page itself may run.
_COURIER = """<script type="application/json" id="news">%s</script><script>
var news = JSON.parse(document.getElementById("news").textContent);
function send() { for (var i = 0; i < parent.length; i++) parent[i].postMessage(news, "*"); }
addEventListener("message", function (m) {
  if (m.data && m.data.routes === news.routes && m.data.ready) send();
});
send();
</script>"""


def linked_map(layers: MapLayers, *, key: str, title: str, wording: Wording) -> OfflineMap:
    """Return the live map of a route that changes when it is told to.

    Parameters
    ----------
    layers : MapLayers
    key : str
        The name by which it is called, unlike that of any other panel on the page.
    title : str
        What the map is called for those who cannot see it.
    wording : Wording

    Returns
    -------
    folium.Map
        As `route_web_map` draws it, without a switch of its own; it listens for `news_of`.
    """
    shapes = [shape_of(shape) for shape in simplified(layers.countries)]
    countries = _countries(layers.countries)
    for one, shape in zip(countries["items"], shapes, strict=True):
        one["at"] = shape
    # A layer without a name has no switch: those of the panel are beside the map.
    groups = [
        context(layers),
        countries,
        boundaries(layers, wording) | {"id": "boundaries", "name": ""},
        legs(layers, wording) | {"id": "legs", "name": ""},
        group("circle", "event", id="events"),
        names(layers),
        seas(layers, wording),
        group("mark", "meeting", id="meetings"),
        group("mark", "post", id="posts"),
    ]
    return live_map(layers, groups, title=title, wording=wording, key=key)


def news_of(
    countries: gpd.GeoDataFrame,
    places: Mapping[str, gpd.GeoDataFrame],
    *,
    route: str,
    shown: Iterable[str],
    said: str,
) -> dict[str, Any]:
    """Return what a linked map of a route is told.

    Parameters
    ----------
    countries : GeoDataFrame
        As `country_layer` returns them; shapes are not sent again.
    places : mapping
        ``events``, ``meetings`` (one row each, as `held_layer` returns them) and ``posts``.
    route : str
        The map of another route does not listen.
    shown : iterable of str
        Of `LAYERS`.
    said : str
        What a screen reader says of the change.
    """
    layers = [
        _countries(countries),
        _events(places["events"]),
        marks(places["meetings"], "meeting", "", id="meetings"),
        marks(places["posts"], "post", "", id="posts"),
    ]
    return {"route": route, "layers": layers, "shown": list(shown), "said": said}


def courier(key: str, news: Mapping[str, Any]) -> str:
    """Return a frame without a size that carries news to the frames that listen to `key`.

    The page itself runs no script of ours, so that this works wherever a frame does.
    """
    document = _COURIER % block({"routes": key, **news})
    return (
        '<iframe aria-hidden="true" tabindex="-1" sandbox="allow-scripts" '
        'style="position:absolute;width:0;height:0;border:0" '
        f'srcdoc="{escape(document, longest=len(document))}"></iframe>'
    )


def _countries(countries: gpd.GeoDataFrame) -> dict[str, Any]:
    items = [
        item(row.name, [row.tip], css=_kind(row.level, row.status))
        for row in countries.itertuples(index=False)
    ]
    return group("area", "country", id="countries") | {"items": items}


def _kind(level: float | None, status: str) -> str:
    """Return the class of a country: that of its kilograms, or why it has none."""
    return STATES.get(status) or str(0 if level is None or pd.isna(level) else int(level))


def _events(events: gpd.GeoDataFrame) -> dict[str, Any]:
    largest = float(events["kilograms"].max()) if len(events) else 0.0
    items = [seizure(row, largest) for row in events.itertuples(index=False)]
    return group("circle", "event", id="events") | {"items": items}
