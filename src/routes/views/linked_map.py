"""A live map inside a panel: drawn once a route, then told what is new by message."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium

from routes.views.offline import inert
from routes.views.style import LAND
from routes.views.web_map import circles, countries, fill_of
from routes.views.web_pieces import (
    boundaries,
    diamond,
    legs,
    on_frame,
    place_tip,
    plain,
    square,
    started,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd

    from routes.views.layers import MapLayers
    from routes.views.offline import OfflineMap
    from routes.views.wording import Wording

# From the ground up.
LAYERS = ("countries", "boundaries", "legs", "events", "meetings", "posts")
_SCRIPT = Path(__file__).with_name("linked_map.js")
_HIDDEN = (
    "<style>.said{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;"
    "clip-path:inset(50%)}</style>"
)
# A frame may call the others of its page by number, whatever the page itself may run.
_COURIER = """<script>
var news = %s;
function send() { for (var i = 0; i < parent.length; i++) parent[i].postMessage(news, "*"); }
addEventListener("message", function (m) {
  if (m.data && m.data.routes === news.routes && m.data.ready) send();
});
send();
</script>"""


def linked_map(layers: MapLayers, *, key: str, wording: Wording) -> OfflineMap:
    """Return the live map of a route that changes when it is told to.

    Parameters
    ----------
    layers : MapLayers
    key : str
        The name by which it is called, unlike that of any other panel on the page.
    wording : Wording

    Returns
    -------
    folium.Map
        As `route_web_map` draws it, without a switch of its own; it listens for `news_of`.
    """
    live = started(layers.route)
    live.add_to_page("html", "said", _HIDDEN)
    plain(layers.context, LAND).add_to(live)
    groups = {
        "countries": countries(layers, wording),
        "boundaries": boundaries(layers, wording),
        "legs": legs(layers, wording),
        **{name: folium.FeatureGroup(name=name) for name in LAYERS[3:]},
    }
    for group in groups.values():
        group.add_to(live)
    script = _script().replace("KEY", json.dumps(key), 1)
    live.run_when_read(script.replace("ROUTE", json.dumps(layers.route), 1), **groups)
    return on_frame(live, layers.route)


def news_of(
    countries: gpd.GeoDataFrame,
    marks: Mapping[str, gpd.GeoDataFrame],
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
    marks : mapping
        ``events``, ``meetings``, ``posts`` as the functions of the layers return them.
    route : str
        The map of another route does not listen.
    shown : iterable of str
        Of `LAYERS`.
    said : str
        What a screen reader says of the change.
    """
    icons = {"meetings": diamond(), "posts": square()}
    places = {
        name: [
            {"at": [row.geometry.y, row.geometry.x], "icon": icon, "tip": place_tip(row)}
            for row in marks[name].itertuples(index=False)
        ]
        for name, icon in icons.items()
    }
    events = circles(marks["events"]) if len(marks["events"]) else []
    rows = list(countries.itertuples(index=False))
    return {
        "route": route,
        "fills": {inert(row.name): fill_of(row.level, row.status) for row in rows},
        "tips": {inert(row.name): inert(row.tip) for row in rows},
        "marks": {"events": events, **places},
        "shown": list(shown),
        "said": said,
    }


def courier(key: str, news: Mapping[str, Any]) -> str:
    """Return a frame without a size that carries news to the frames that listen to `key`.

    The page itself runs no script of ours, so that this works wherever a frame does.
    """
    # In a script no text may look like the end of it.
    text = json.dumps({"routes": key, **news}).replace("<", "\\u003c")
    return (
        '<iframe aria-hidden="true" tabindex="-1" sandbox="allow-scripts" '
        'style="position:absolute;width:0;height:0;border:0" '
        f'srcdoc="{escape(_COURIER % text, quote=True)}"></iframe>'
    )


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8").strip()
