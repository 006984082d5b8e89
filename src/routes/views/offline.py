"""A folium map that needs no network: Leaflet goes into the page, nothing is linked."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

import folium
from branca.element import Element

LEAFLET = Path(__file__).with_name("leaflet")
# With these characters as entities a text is inert in HTML and in a JavaScript template string,
# which is where folium puts the text of a tooltip.
_INERT = {"$": "&#36;", "`": "&#96;", "\\": "&#92;", "{": "&#123;", "}": "&#125;"}


# Runs when the page has been read: folium puts scripts in an order of its own. The frame may have
# got its size between the making of the map and now, so the map fits once more.
_REFIT = """
window.addEventListener("load", function () {
  var map = %s, bounds = %s, moved = false;
  ["mousedown", "touchstart", "wheel", "keydown"].forEach(function (kind) {
    map.getContainer().addEventListener(kind, function () { moved = true; }, true);
  });
  function fit() {
    map.invalidateSize({animate: false});
    if (!moved) map.fitBounds(bounds, {animate: false});
  }
  window.addEventListener("resize", fit);
  fit();
});
"""


class OfflineMap(folium.Map):
    """A folium map with Leaflet inlined and identical bytes for identical content."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own declaration
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, **options: Any) -> None:
        # Without tiles Leaflet has no highest zoom unless one is given, and layers then vanish.
        super().__init__(
            tiles=None, maxZoom=9, minZoom=2, zoomSnap=0.25, attributionControl=False, **options
        )
        self._page: str | None = None
        self._bounds: list[list[float]] | None = None
        self._listeners: list[tuple[str, dict[str, Element]]] = []
        self.add_to_page("header", "leaflet", _head())

    def add_to_page(self, part: str, name: str, html: str) -> None:
        """Add HTML to the ``header`` or the ``html`` of the document."""
        figure: Any = self.get_root()
        getattr(figure, part).add_child(Element(html), name=name)

    def frame_bounds(self, south: float, west: float, north: float, east: float) -> None:
        """Show these bounds, and again when the frame changes size, until a reader moves the map.

        A notebook gives an output its size only after the map has been made.
        """
        self._bounds = [[south, west], [north, east]]
        self.fit_bounds(self._bounds)

    def run_when_read(self, script: str, **elements: Element) -> None:
        """Run a script when the page has been read.

        Parameters
        ----------
        script : str
            JavaScript: a function of ``map`` and ``layers``, which has the elements by name.
        **elements
            Layers of the map that the script works with.
        """
        self._listeners.append((script, elements))

    def page(self) -> str:
        """Return the whole map as one HTML document, made once: folium adds parts as it renders."""
        if self._page is None:
            _renumber(self)
            if self._bounds is not None:
                script: Any = self.get_root()
                script.script.add_child(
                    Element(_REFIT % (self.get_name(), json.dumps(self._bounds))), name="refit"
                )
            for number, (function, elements) in enumerate(self._listeners):
                # Names are known only now: folium's own are random and have been renumbered.
                layers = ", ".join(f"{key}: {part.get_name()}" for key, part in elements.items())
                call = f"({function})({self.get_name()}, {{{layers}}});"
                read = f'window.addEventListener("load", function () {{ {call} }});'
                figure: Any = self.get_root()
                figure.script.add_child(Element(_raw(read)), name=f"listener_{number}")
            self._page = str(self.get_root().render())
        return self._page

    def frame(self, *, title: str) -> str:
        """Return the map as an iframe that carries its document with it."""
        # Single quotes round the document: the script is full of double ones.
        document = self.page().replace("&", "&amp;").replace("'", "&#39;")
        return (
            f'<iframe class="map" title="{escape(title)}" sandbox="allow-scripts" '
            f"srcdoc='{document}'></iframe>"
        )

    def _repr_html_(self, **_: Any) -> str:
        style = "<style>iframe.map{width:100%;height:32rem;border:0}</style>"
        return style + self.frame(title="Map")


def inert(text: str) -> str:
    """Return `text` as HTML that neither a page nor a script can be made to run.

    Examples
    --------
    >>> inert("<b>${alert(1)}")
    '&lt;b&gt;&#36;&#123;alert(1)&#125;'
    """
    return "".join(_INERT.get(character, character) for character in escape(text, quote=True))


def _renumber(root: Element) -> None:
    """Give every element an id by its place; folium's own are random."""
    numbers = count(1)

    def visit(element: Element) -> None:
        element._id = f"{next(numbers):04d}"  # noqa: SLF001 - folium offers no other way
        for child in element._children.values():  # noqa: SLF001
            visit(child)

    visit(root)


def _raw(script: str) -> str:
    """Return a script as a template of jinja that says just that: branca renders its elements."""
    return f"{{% raw %}}{script}{{% endraw %}}"


@cache
def _head() -> str:
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"//# sourceMappingURL=\S+", "", script)
    style = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    picture = base64.b64encode((LEAFLET / "layers.png").read_bytes()).decode()
    style = style.replace("url(images/layers.png)", f"url(data:image/png;base64,{picture})")
    style = style.replace("url(images/layers-2x.png)", f"url(data:image/png;base64,{picture})")
    style = style.replace("url(images/marker-icon.png)", "none")
    return f"<style>{style}</style><script>{script}</script>"
