"""A folium map that needs no network and runs no script but ours.

Leaflet, a style sheet and our script (the files of ``live``) go into the document, and the layers
as a block of JSON. Nothing of the data is ever part of a script, so the scripts are the same for
every map: a Content-Security-Policy names them by their hashes and forbids all others.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element

from routes.escaping import block, escape
from routes.views.style import ROUTE_COLOURS
from routes.views.theme import properties, themed

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAFLET = Path(__file__).with_name("leaflet")
LIVE = Path(__file__).with_name("live")
# In this order they are one script.
_SCRIPTS = ("projection", "cards", "places", "reading", "controls", "live")
_HERE = "<!--live-->"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_PATTERNS = "".join(
    f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="7" height="7" '
    f'patternTransform="rotate(45)"><rect width="7" height="7"/>'
    f'<line x1="0" y1="0" x2="0" y2="7"/></pattern>'
    for name in ("hatch", "gap-partner", "gap")
)
PATTERNS = (
    f'<svg width="0" height="0" style="position:absolute" aria-hidden="true">'
    f"<defs>{_PATTERNS}</defs></svg>"
)


class OfflineMap(folium.Map):
    """A folium map with Leaflet inlined and identical bytes for identical content.

    Parameters
    ----------
    layers : dict, optional
        What the scripts in ``live`` draw; any text in it is data and stays text.
    language, direction : str
        Of the texts.
    options
        As `folium.Map` takes them. Layers of folium itself may be added too: they become scripts
        of this map, which run in a notebook but not on a page, whose policy does not know them.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own declaration
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(
        self,
        *,
        layers: dict[str, Any] | None = None,
        language: str = "en",
        direction: str = "ltr",
        **options: Any,
    ) -> None:
        # The view is set by the script, from the data. Without tiles Leaflet has no highest zoom
        # unless one is given, and layers then vanish.
        settings: dict[str, Any] = {"location": [0, 0], "zoom_start": 3, "crs": "EqualArea"}
        super().__init__(
            tiles=None, maxZoom=9, minZoom=1, zoomSnap=0.25, attributionControl=False,
            **(settings | options),
        )  # fmt: skip
        self._page: str | None = None
        self._layers = layers or {}
        self._language, self._direction = language, direction

    def page(self) -> str:
        """Return the whole map as one HTML document, made once: folium adds parts as it renders."""
        if self._page is None:
            figure: Any = self.get_root()
            # Only a mark: what folium is given it reads as a template and would run.
            figure.header.add_child(Element(_HERE), name="live")
            figure.html.add_child(Element(PATTERNS), name="patterns")
            _renumber(self)
            document = str(figure.render()).replace(_HERE, _head(self._layers), 1)
            # folium's own viewport forbids to zoom.
            document = re.sub(r'<meta name="viewport".*?/>', "", document, count=1, flags=re.DOTALL)
            language, way = escape(self._language), escape(self._direction)
            title = escape(self._layers.get("words", {}).get("title", ""))
            policy = policy_of(document)
            self._page = document.replace(
                "<html>", f'<html lang="{language}" dir="{way}">'
            ).replace(
                "<head>",
                f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">'
                '<meta name="viewport" content="width=device-width,initial-scale=1">'
                f"<title>{title}</title>",
                1,
            )
        return self._page

    def frame(self, *, title: str) -> str:
        """Return the map as an iframe that carries its document with it.

        It is clear until the map is drawn, so that a picture of the same map laid under it is seen
        until then, or for good where no script runs.
        """
        # Single quotes round the document: the script is full of double ones.
        document = self.page().replace("&", "&amp;").replace("'", "&#39;")
        return (
            f'<iframe class="map" title="{escape(title)}" sandbox="allow-scripts" '
            f"srcdoc='{document}'></iframe>"
        )

    def _repr_html_(self, **_: Any) -> str:
        style = "<style>iframe.map{width:100%;height:32rem;border:0}</style>"
        return style + self.frame(title="Map")


def hashes_of(scripts: list[str]) -> list[str]:
    """Return scripts as a Content-Security-Policy names them: by their SHA-256."""
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@cache
def live_hashes() -> tuple[str, ...]:
    """Return the hashes of the scripts of every live map: those of a map that holds nothing."""
    return tuple(hashes_of(_SCRIPT.findall(OfflineMap().page())))


def policy_of(document: str) -> str:
    """Return the policy of a document of its own: its scripts by their hashes, and no request.

    Styles are allowed inline: Leaflet and SVG set them on elements, where a hash cannot name them.
    """
    return policy_with(hashes_of(_SCRIPT.findall(document)))


def policy_with(hashes: Iterable[str]) -> str:
    """Return a policy of no request and no script but these."""
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src {' '.join(hashes)}; base-uri 'none'; form-action 'none'"
    )


def bare_script(path: Path) -> str:
    """Return a script of ours without comments and indentation."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.strip() for line in lines if not line.lstrip().startswith("//"))


def _renumber(root: Element) -> None:
    """Give every element an id by its place; folium's own are random."""
    numbers = count(1)

    def visit(element: Element) -> None:
        element._id = f"{next(numbers):04d}"  # noqa: SLF001 - folium offers no other way
        for child in element._children.values():  # noqa: SLF001
            visit(child)

    visit(root)


def _head(layers: dict[str, Any]) -> str:
    route = themed(ROUTE_COLOURS.get(layers.get("route", ""), "#1d2733"))
    return (
        f"{_assets()}<style>:root{{--route:{route}}}</style>"
        f'<script type="application/json" id="layers">{block(layers)}</script>'
        f"<script>{_live_script()}</script>"
    )


@cache
def _live_script() -> str:
    parts = "\n".join(bare_script(LIVE / f"{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n(function () {{\n{parts}\n}})();'


@cache
def _assets() -> str:
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"//# sourceMappingURL=\S+", "", script)
    style = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    picture = base64.b64encode((LEAFLET / "layers.png").read_bytes()).decode()
    style = style.replace("url(images/layers.png)", f"url(data:image/png;base64,{picture})")
    style = style.replace("url(images/layers-2x.png)", f"url(data:image/png;base64,{picture})")
    style = style.replace("url(images/marker-icon.png)", "none")
    own = (LIVE / "live.css").read_text(encoding="utf-8")
    both = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", style + own, flags=re.DOTALL))
    return f"<style>{properties()}{both}</style><script>{script}</script>"
