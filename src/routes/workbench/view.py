"""From choices to what is shown: pure, and without a widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.briefing.assembly import caption_of
from routes.escaping import escape
from routes.marks import capital
from routes.views import countries_table, plot_trend, svg
from routes.views.charts import canvas
from routes.views.layers import country_layer, event_layer
from routes.views.linked_map import news_of
from routes.views.place_layers import held_layer, post_layer
from routes.views.sentences import last_not_held, origin_sentences
from routes.views.wording import converted
from routes.workbench.commands import brief_line, code_of, papermill_line

if TYPE_CHECKING:
    from routes.views import Wording
    from routes.workbench.choices import Choices
    from routes.workbench.events import Counted
    from routes.workbench.figures import Figures

TONS = 1000
# Beside a table: its letters are as large as those of the table.
TREND_INCHES = (6.4, 3.7)


@dataclass(frozen=True)
class View:
    """Everything that is shown of one state of the explorer.

    Attributes
    ----------
    choices : Choices
    along, totals : DataFrame
        The figures shown, as `along_route` and `yearly_totals` return them.
    share : float or None
        Per cent of the last year.
    said : str
        The view in one sentence.
    tiles : list of (value, label)
    map_title, trend_title : str
    trend, table : str
        SVG and HTML.
    news : dict
        What the map is told.
    origin_note, events_note, source : str
    code, papermill, brief : str
        What makes the same again.
    """

    choices: Choices
    along: pd.DataFrame
    totals: pd.DataFrame
    share: float | None
    counted: Counted
    said: str
    tiles: list[tuple[str, str]]
    map_title: str
    trend_title: str
    trend: str
    table: str
    news: dict[str, Any]
    origin_note: str
    events_note: str
    source: str
    code: str
    papermill: str
    brief: str


def view_of(choices: Choices, figures: Figures, *, wording: Wording, key: str = "explorer") -> View:
    """Return what is shown for these choices.

    Parameters
    ----------
    choices : Choices
    figures : Figures
    wording : Wording
    key : str
        Of the panel: the ids of its pictures begin with it.
    """
    c, say = choices, wording.say
    along, totals, counted = figures.along(c), figures.totals(c), figures.counted(c)
    share = figures.share(c)
    said = said_of(c, totals, wording)
    last = along.xs(c.last_year, level="year", drop_level=False)
    drugs = capital(wording.drugs(c.drugs))
    trend_title = say(_trend_key(c, totals), drugs=drugs)
    source = caption_of(figures.reported(c), wording)
    news = news_of(
        country_layer(figures.shapes(c), last, wording=wording),
        {
            "events": event_layer(circles_of(counted, wording), wording=wording),
            "meetings": held_layer(figures.meetings(c), wording=wording),
            "posts": post_layer(figures.posts(c), wording=wording),
        },
        route=c.route,
        shown=c.layers,
        said=said,
    )
    return View(
        choices=c,
        along=along,
        totals=totals,
        share=share,
        counted=counted,
        said=said,
        tiles=tiles_of(c, totals, share, figures, wording),
        map_title=say(_converted_key("map.title", c), drugs=drugs, year=c.last_year),
        trend_title=trend_title,
        trend=svg(
            plot_trend(figures.by_drug(c), totals, wording=wording, ax=canvas(*TREND_INCHES)),
            alt=f"{trend_title}. {said}",
            key=f"{key}-trend",
        ),
        table=countries_table(
            figures.route(c).countries,
            along,
            route=c.route,
            caption=say(_converted_key("countries.caption", c), drugs=drugs),
            wording=wording,
            why=figures.why(c),
        ),
        news=news,
        origin_note=wording.paragraph(
            origin_sentences(
                along, drugs=c.drugs, origin=c.origin, opium_factor=c.opium_factor, wording=wording
            )
        ),
        events_note=events_note(c, counted, own=figures.own is not None, wording=wording),
        source=source,
        code=code_of(c, frame=figures.own is not None and c.seizures is None),
        papermill=papermill_line(c),
        brief=brief_line(c),
    )


def said_of(c: Choices, totals: pd.DataFrame, wording: Wording) -> str:
    """Return the view in one sentence: the last year, who reported, and the highest year."""
    last = totals.iloc[-1]
    known = totals["kg"].dropna()
    places: dict[str, object] = {
        "route": wording.say(f"route.{c.route}.title"),
        "years": wording.years(*c.years),
        "drugs": wording.drugs(c.drugs),
        "year": c.last_year,
        "reporting": wording.number(last["states_reporting"]),
        "states": wording.number(last["states"]),
    }
    if known.empty:
        return wording.say("explore.said.none", **places)
    highest = {"peak": int(known.idxmax()), "peak_amount": wording.amount(known.max())}
    if pd.isna(last["kg"]):
        key = "explore.said.not_held" if last_not_held(totals) else "explore.said.unreported"
        return wording.say(key, **places, **highest)
    places["quantity"] = wording.quantity(last["kg"], c.drugs, c.opium_factor)
    if highest["peak"] == c.last_year:
        key = "explore.said.highest" if len(known) > 1 else "explore.said.single"
        return wording.say(key, **places)
    return wording.say("explore.said", **places, **highest)


def tiles_of(
    c: Choices, totals: pd.DataFrame, share: float | None, figures: Figures, wording: Wording
) -> list[tuple[str, str]]:
    """Return the figures above the map, each with what it is."""
    say, last, year = wording.say, totals.iloc[-1], c.last_year
    unknown = say("tile.not_held" if last_not_held(totals) else "tile.not_reported")
    seized = unknown if pd.isna(last["kg"]) else wording.amount(last["kg"])
    base = "tile.share_world" if c.denominator == "world" else "tile.share_outside"
    part = unknown if share is None else say("tile.per_cent", share=wording.per_cent(share))
    reporting = (
        unknown
        if last_not_held(totals)
        else say(
            "tile.reporting_value",
            reporting=int(last["states_reporting"]),
            states=int(last["states"]),
        )
    )
    return [
        (seized, say(_converted_key("tile.seized", c), year=year)),
        (part, say(base, year=year)),
        (reporting, say("tile.reporting", year=year)),
        (
            wording.number(len(figures.posts(c))),
            say("tile.officers", year=figures.posts_year(c)),
        ),
    ]


def events_note(c: Choices, counted: Counted, *, own: bool, wording: Wording) -> str:
    """Say what the circles are; empty where there are none."""
    if not own and counted.events == 0:
        return ""
    places: dict[str, object] = {
        "drawn": wording.number(counted.places["events"].sum()),
        "events": wording.number(counted.events),
        "shared": wording.number(counted.shared),
        "years": wording.years(*c.years),
        "route": wording.say(f"route.{c.route}"),
    }
    if not own:
        return wording.say("explore.events.sample", **places)
    mass = "explore.events.no_mass" if pd.isna(counted.kg) else "explore.events"
    if not pd.isna(counted.kg):
        places["amount"] = wording.amount(counted.kg)
    return wording.say(mass, method=wording.say(f"explore.attribution.{c.attribution}"), **places)


def circles_of(counted: Counted, wording: Wording) -> pd.DataFrame:
    """Return the circles with a name each: a cell without a place is named by its middle."""
    places = counted.places.drop(columns="year", errors="ignore")
    named = [
        place
        if isinstance(place, str)
        else wording.say(
            "explore.cell",
            latitude=wording.number(latitude, digits=2),
            longitude=wording.number(longitude, digits=2),
        )
        for place, latitude, longitude in zip(
            places["place"], places["latitude"], places["longitude"], strict=True
        )
    ]
    places["place"] = pd.Series(named, index=places.index, dtype=object)
    places["iso3"] = places["iso3"].fillna("")
    return places


def tiles_html(tiles: list[tuple[str, str]]) -> str:
    """Return the figures above the map as HTML."""
    boxes = "".join(
        f'<div class="tile"><dd>{escape(value)}</dd><dt>{escape(label)}</dt></div>'
        for value, label in tiles
    )
    return f'<dl class="tiles">{boxes}</dl>'


def _converted_key(key: str, c: Choices) -> str:
    return f"{key}_converted" if converted(c.drugs, c.opium_factor) else key


def _trend_key(c: Choices, totals: pd.DataFrame) -> str:
    if converted(c.drugs, c.opium_factor):
        return "trend.title_factor"
    return "trend.title" if totals["kg"].max() >= TONS else "trend.title_kg"
