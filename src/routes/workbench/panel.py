"""The panel of the explorer: it shows views and tells what a reader chose, and decides nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from routes.briefing.assembly import beside_the_map, notebook_style
from routes.errors import RoutesError
from routes.escaping import escape
from routes.marks import spoken
from routes.views.basemap import map_notes
from routes.views.linked_map import courier, linked_map
from routes.views.style import ROUTE_COLOURS
from routes.workbench.box import box_frame, box_news
from routes.workbench.controls import Controls
from routes.workbench.still import layers_of, legend_of
from routes.workbench.view import tiles_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from routes.views import MapLayers, Wording
    from routes.workbench.figures import Figures
    from routes.workbench.view import View

_STYLE = Path(__file__).with_name("panel.css")


class Panel:
    """The widgets of one explorer.

    Parameters
    ----------
    view : View
        What is shown at first.
    figures : Figures
    choose : callable
        Takes what a reader chose and returns the view of it.
    key : str
        By which the frames of the panel know each other.
    wording : Wording

    Attributes
    ----------
    box : Widget
        The panel itself.
    """

    def __init__(
        self,
        view: View,
        figures: Figures,
        choose: Callable[[dict[str, Any]], View],
        *,
        key: str,
        wording: Wording,
    ) -> None:
        self._figures, self._choose, self._key, self._wording = figures, choose, key, wording
        self._view = view
        self._maps: dict[str, tuple[MapLayers, str]] = {}
        self._controls = Controls(view.choices, wording=wording, own=figures.own is not None)
        names = (
            *("head", "fault", "title", "map", "legend", "trend", "table", "notes", "courier"),
        )
        self._parts = {name: w.HTML() for name in names}
        self.box = self._laid_out()
        self.show(view)
        self._controls.watch(self._on_choice)
        self._controls.calls.observe(lambda _: self._send(), "value")

    def show(self, view: View) -> None:
        """Show a view; the map keeps its place and scale unless the route is another."""
        self._view = view
        self._controls.follow(view.choices)
        layers, frame = self._map(view)
        if self._parts["map"].value != frame:
            self._parts["map"].value = frame
        legend = legend_of(view, layers, wording=self._wording)
        notes = [view.origin_note, view.events_note, view.source, *map_notes(self._wording)]
        said = "".join(f"<p>{escape(note)}</p>" for note in notes if note)
        for name, html in {
            "head": f'<p class="lead">{escape(view.said)}</p>{tiles_html(view.tiles)}',
            "title": f"<h3>{escape(view.map_title)}</h3>",
            "legend": legend,
            "trend": f'<h3>{escape(view.trend_title)}</h3><div class="chart">{view.trend}</div>',
            "table": f'<div class="table">{view.table}</div>',
            "notes": f'<div class="notes">{said}</div>',
            "fault": "",
        }.items():
            self._parts[name].value = self._styled(html) if html else ""
        self._send()

    def _on_choice(self, choices: dict[str, Any]) -> None:
        try:
            view = self._choose(choices)
        except RoutesError as error:
            # What was shown stays, with the choices that belong to it.
            self._controls.follow(self._view.choices)
            said = f'<p class="fault" role="alert">{escape(str(error))}</p>'
            self._parts["fault"].value = self._styled(said)
        else:
            self.show(view)

    def _send(self) -> None:
        box = box_news(self._view, commands=self._controls.calls.value)
        self._parts["courier"].value = courier(self._key, {"map": self._view.news, "box": box})

    def _map(self, view: View) -> tuple[MapLayers, str]:
        """Return the layers and the frame of the map of a route, made once."""
        route = view.choices.route
        if route not in self._maps:
            layers = layers_of(view, self._figures, wording=self._wording)
            title = self._wording.say("explore.map", route=self._wording.say(f"route.{route}"))
            live = linked_map(layers, key=self._key, title=title, wording=self._wording)
            self._maps[route] = layers, self._styled(live.frame(title=title))
        return self._maps[route]

    def _styled(self, html: str) -> str:
        colour = ROUTE_COLOURS[self._view.choices.route]
        return f'<div class="routes" style="--route:{colour}">{spoken(html)}</div>'

    def _laid_out(self) -> w.VBox:
        parts = self._parts

        def column(children: list[Any], flex: str) -> w.VBox:
            return w.VBox(children, layout=w.Layout(flex=flex, min_width="0", padding="0 10px 0 0"))

        def row(*columns: w.VBox) -> w.Box:
            flow = w.Layout(display="flex", flex_flow="row wrap", width="100%", overflow="hidden")
            return w.Box(columns, layout=flow)

        picture = [parts[name] for name in ("head", "fault", "title", "map", "legend")]
        box = w.VBox(
            [
                w.HTML(f"<style>{notebook_style()}{_style()}</style>"),
                row(column([self._controls.box], "1 1 260px"), column(picture, "4 1 440px")),
                row(column([parts["trend"]], "1 1 400px"), column([parts["table"]], "2 1 520px")),
                w.HTML(box_frame(self._key, wording=self._wording)),
                *(parts["notes"], parts["courier"]),
            ],
            layout=w.Layout(width="100%", overflow="hidden"),
        )
        box.add_class("routes-panel")
        return box


@cache
def _style() -> str:
    key = beside_the_map(".routes-panel .routes .legend")
    return _STYLE.read_text(encoding="utf-8") + key
