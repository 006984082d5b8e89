"""The figures of a fact sheet: charts and maps with titles, notes and legends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.briefing.assembly import figure, paragraph
from routes.briefing.legend import legend, line, sign
from routes.escaping import escape
from routes.marks import capital
from routes.network import SOURCE
from routes.partnership import liaison_officers
from routes.views import svg
from routes.views.country_charts import plot_published, plot_reported, scale_of
from routes.views.country_map import plot_lines_within, plot_place_on_routes
from routes.views.style import (
    DRUG_COLOURS,
    EVENT,
    EVENT_EDGE,
    INK,
    MODE_DASHES,
    POST,
    ROUTE_COLOURS,
    SOFT_INK,
)

if TYPE_CHECKING:
    import pandas as pd

    from routes.analysis import CountryProfile
    from routes.views import Wording
    from routes.views.country_map import Plate


def folded(summary: str, content: str) -> str:
    """Return content that opens on a click."""
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def _multiples(figures: list[str]) -> str:
    return f'<div class="multiples">{"".join(figures)}</div>'


def reported_charts(p: CountryProfile, wording: Wording) -> str:
    """Return one small chart a drug."""
    figures: list[str] = []
    for drug in p.annual.index.unique("drug"):
        reported = p.annual.loc[drug]
        name = wording.say(f"drug.{drug}")
        if reported["kg"].isna().all():
            words = paragraph(wording.say("sheet.chart.never"), classes="absent")
            figures.append(figure(capital(name), words))
            continue
        key = "sheet.chart.kg" if scale_of(reported["kg"]) == 1 else "sheet.chart.tons"
        picture = plot_reported(reported, drug=drug, wording=wording)
        known = reported["kg"].dropna()
        alt = wording.say(
            "sheet.chart.alt",
            drug=name,
            years=wording.years(*p.years),
            reported=len(known),
            total=len(reported),
            peak=int(known.idxmax()),
            amount=wording.amount(known.max()),
        )
        figures.append(
            figure(wording.say(key, drug=capital(name)), svg(picture, alt=alt, key=f"chart-{drug}"))
        )
    return _multiples(figures)


def cultivation_charts(p: CountryProfile, wording: Wording) -> str:
    """Return one small chart a published series; revisions and misprints are in the table only."""
    figures: list[str] = []
    for metric, rows in p.cultivation.groupby("metric", sort=False):
        if rows["year"].nunique() < 2:  # noqa: PLR2004 - a single figure is no series
            continue
        picture = plot_published(rows, colour=DRUG_COLOURS["opium"], wording=wording)
        latest = rows.sort_values("year").iloc[-1]
        title = wording.say(
            "sheet.cultivation.title",
            metric=capital(wording.text("metric", metric)),
            unit=wording.text("unit", latest["unit"]),
        )
        alt = wording.say(
            "sheet.cultivation.alt",
            metric=wording.text("metric", metric),
            years=wording.years(int(rows["year"].min()), int(latest["year"])),
            value=wording.number(latest["value"]),
            unit=wording.text("unit", latest["unit"]),
            year=int(latest["year"]),
        )
        key = f"grown-{len(figures)}"
        figures.append(figure(title, svg(picture, alt=alt, key=key)))
    return _multiples(figures)


def _drawn(plate: Plate, *, alt: str, key: str) -> str:
    return f'<div class="scroll plate" tabindex="0">{svg(plate.ax, alt=alt, key=key)}</div>'


def _line_keys(plate: Plate, wording: Wording) -> list[tuple[str, str]]:
    routes = "".join(
        line(ROUTE_COLOURS[name], wording.say(f"route.{name}.title")) for name in plate.routes
    )
    modes = "".join(
        line(SOFT_INK, wording.say(f"map.mode.{mode}"), dash=dash)
        for mode, dash in MODE_DASHES.items()
        if mode in plate.modes
    )
    return [(wording.say("sheet.map.routes"), routes), (wording.say("map.legend.lines"), modes)]


def routes_map(p: CountryProfile, wording: Wording) -> str:
    """Return the map of the country's place on its routes, with what every map must say."""
    country = wording.country(p.iso3)
    plate = plot_place_on_routes(p.iso3, routes=p.routes, members=p.on_its_routes, wording=wording)
    names = wording.listed(wording.say(f"route.{name}") for name in p.routes)
    title = wording.say("sheet.map.title", country=country, routes=names)
    alt = wording.say("sheet.map.alt", country=country, routes=names)
    if p.iso3 == SOURCE:
        title = wording.say("sheet.map.title_source", country=country, routes=names)
        alt = wording.say("sheet.map.alt_source", country=country, routes=names)
    keys = ["schematic", "disclaimer", *plate.notes]
    notes = [wording.say(f"map.{key}") for key in keys]
    if len(p.routes) > 1:
        notes.insert(0, wording.say("sheet.map.shared"))
    return figure(
        title,
        _drawn(plate, alt=alt, key="routes") + legend(_line_keys(plate, wording)),
        notes=notes,
    )


def has_places(p: CountryProfile) -> bool:
    """Return whether any seizure of the sample has a place."""
    return bool(p.places["place"].notna().any())


def places_map(p: CountryProfile, wording: Wording) -> str:
    """Return the map of the lines within the country, and of seizures by place where known."""
    country = wording.country(p.iso3)
    posts, year = _latest_posts(p)
    places = _summed(p.places) if has_places(p) else None
    plate = plot_lines_within(
        p.iso3,
        routes=p.routes,
        members=p.on_its_routes,
        places=places,
        posts=posts,
        wording=wording,
    )
    marks = sign(
        f'<circle cx="8" cy="8" r="4" fill="#fff" stroke="{INK}"/>', wording.say("sheet.map.node")
    )
    if len(posts):
        square = f'<rect x="3" y="3" width="10" height="10" fill="{POST}"/>'
        marks += sign(square, wording.say("map.post_year", year=year))
    if places is None:
        title = wording.say("sheet.map.within", country=country)
        alt = wording.say("sheet.map.within_alt", country=country)
    else:
        years = wording.years(int(p.places["first_year"].min()), int(p.places["last_year"].max()))
        title = wording.say("sheet.map.places", country=country, years=years)
        events = wording.number(int(places["events"].sum()))
        alt = wording.say(
            "sheet.map.places_alt", country=country, places=len(places), events=events
        )
        circle = f'<circle cx="8" cy="8" r="6" fill="{EVENT}" stroke="{EVENT_EDGE}" '
        marks += sign(f'{circle}fill-opacity="0.6"/>', wording.say("sheet.map.event"))
        wide = f'{circle}fill-opacity="0.2" stroke-dasharray="3 3"/>'
        marks += sign(wide, wording.say("map.events.wide"))
    keys = [*_line_keys(plate, wording), (wording.say("map.legend.points"), marks)]
    return figure(
        title,
        _drawn(plate, alt=alt, key="within") + legend(keys),
        notes=[wording.say("sheet.map.as_above")],
    )


def _latest_posts(p: CountryProfile) -> tuple[pd.DataFrame, int]:
    year = int(p.posts["year"].max())
    listed = liaison_officers(year=year)
    return listed[listed["iso3"] == p.iso3], year


def _summed(places: pd.DataFrame) -> pd.DataFrame:
    """Return one row a place, all drugs together: seizures can be counted, not kilograms."""
    pinned = places[places["place"].notna()].astype({"events": int})
    key = ["place", "precision", "latitude", "longitude"]
    return pinned.groupby(key, as_index=False, sort=False)["events"].sum()
