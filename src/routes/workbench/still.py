"""The view where no widget runs: a picture of the map, the trend, the table and the code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routes.briefing.assembly import figure, notebook_style, paragraph
from routes.briefing.legend import map_legend
from routes.escaping import escape
from routes.marks import spoken
from routes.views import map_layers, plot_route_map, svg
from routes.views.basemap import map_notes
from routes.views.layers import event_layer
from routes.workbench.view import circles_of, tiles_html

if TYPE_CHECKING:
    from routes.views import MapLayers, Wording
    from routes.workbench.figures import Figures
from routes.workbench.view import View

# In a notebook the live map is shown and the picture hidden; here it is the picture.
_SHOWN = "<style>.routes .still { display: block; }</style>"


def layers_of(view: View, figures: Figures, *, wording: Wording) -> MapLayers:
    """Return the layers of the map of a view; marks that are not chosen are none."""
    c = view.choices
    whole = map_layers(
        figures.route(c),
        view.along.xs(c.last_year, level="year", drop_level=False),
        figures.posts(c),
        figures.meetings(c),
        wording=wording,
        lists=figures.every_post(c),
    )
    # Those of all years chosen, not of the last.
    whole = replace(whole, events=event_layer(circles_of(view.counted, wording), wording=wording))
    marks = ("events", "meetings", "posts")
    return replace(whole, **{n: getattr(whole, n).iloc[:0] for n in marks if n not in c.layers})


def legend_of(view: View, layers: MapLayers, *, wording: Wording) -> str:
    """Return what colours, lines and marks of the map mean; `layers` are any of its route."""
    c = view.choices
    drawn = c.layers and "events" in c.layers and len(view.counted.places)
    largest = float(circles_of(view.counted, wording)["kilograms"].max()) if drawn else 0.0
    return map_legend(layers, largest=largest, wording=wording)


def still_html(view: View, figures: Figures, *, wording: Wording, key: str) -> str:
    """Return a view as HTML without a script.

    Parameters
    ----------
    view : View
    figures : Figures
    wording : Wording
    key : str
        The ids of its pictures begin with it.
    """
    layers = layers_of(view, figures, wording=wording)
    picture = svg(
        plot_route_map(layers, wording=wording),
        alt=f"{view.map_title}. {view.said}",
        key=f"{key}-still",
    )
    say = wording.say
    notes = [*filter(None, [view.origin_note, view.events_note]), *map_notes(wording)]
    parts = [
        paragraph(view.said, classes="lead"),
        tiles_html(view.tiles),
        figure(
            view.map_title,
            f'<div class="still">{picture}</div>' + legend_of(view, layers, wording=wording),
            notes=notes,
            source=view.source,
        ),
        figure(view.trend_title, f'<div class="chart">{view.trend}</div>', source=view.source),
        view.table,
        f"<h3>{escape(say('explore.code'))}</h3><pre>{escape(view.code)}</pre>",
        f"<h3>{escape(say('explore.commands'))}</h3>",
        f"<pre>{escape(view.papermill)}\n{escape(view.brief)}</pre>",
    ]
    style = f"<style>{notebook_style()}</style>{_SHOWN}"
    return f'{style}<div class="routes">{spoken("".join(parts))}</div>'
