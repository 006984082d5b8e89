"""The HTML of a briefing: its tiles, its map, its charts and its sources."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pandas as pd

from routes.briefing import signs
from routes.briefing.assembly import (
    atlas,
    edition_sources,
    figure,
    paragraph,
    section,
)
from routes.briefing.legend import map_legend, places_list
from routes.escaping import escape
from routes.marks import capital
from routes.views import country_multiples, figures_table
from routes.views.basemap import map_notes
from routes.views.extent import in_view
from routes.views.multiples import hatching
from routes.views.sentences import alternatives_said, last_not_held, tile_change
from routes.views.style import ROUTE_COLOURS

if TYPE_CHECKING:
    from routes.briefing.figures import BriefingFigures


def tiles(b: BriefingFigures) -> list[tuple[str, ...]]:
    """Return the four figures of the first screen: value, label, what more to say, a sign."""
    say, year = b.wording.say, b.parameters.last_year
    last = b.totals.iloc[-1]
    unheld = last_not_held(b.totals)
    absent = say("tile.not_held" if unheld else "tile.not_reported")
    seized = absent if pd.isna(last["kg"]) else b.wording.amount(last["kg"])
    more = tile_change(b.totals, b.wording)
    share, reach = absent, ""
    if b.share_by_rule is not None:
        share, reach = alternatives_said(b.share_by_rule, b.parameters.route, b.wording)
        share = say("tile.per_cent", share=share)
    base = "tile.share_world" if b.parameters.denominator == "world" else "tile.share_outside"
    reporting = (
        absent
        if unheld
        else say(
            "tile.reporting_value",
            reporting=int(last["states_reporting"]),
            states=int(last["states"]),
        )
    )
    officers = say("tile.unknown") if b.officers_year is None else b.wording.number(len(b.posts))
    return [
        (
            seized,
            say("tile.seized_converted" if b.converted else "tile.seized", year=year),
            more,
            signs.years(b.totals["kg"]),
        ),
        (share, say(base, year=year), reach, signs.share(b.share_by_rule)),
        (
            reporting,
            say("tile.reporting", year=year),
            "",
            "" if unheld else signs.dots(int(last["states_reporting"]), int(last["states"])),
        ),
        (
            officers,
            say("tile.officers", year=b.officers_year or year),
            "",
            signs.squares(len(b.posts)),
        ),
    ]


def route_name(b: BriefingFigures) -> str:
    """Return the name of the route, as it stands in a sentence."""
    return b.wording.say(f"route.{b.parameters.route}")


def map_alt(b: BriefingFigures, year: int) -> str:
    """Return what the map shows for a year; it counts what is drawn at first, and nothing else."""
    posts, places = b.layers.marked(year)
    return b.wording.say(
        "map.alt_converted" if b.converted else "map.alt",
        route=route_name(b),
        drugs=b.wording.drugs(b.drugs),
        year=year,
        posts=b.wording.count("map.count.posts", posts),
        meetings=b.wording.count("map.count.places", places),
    )


def map_says(b: BriefingFigures, year: int) -> str:
    """Return what is of which year on the map."""
    listed, period = b.lists[year], b.wording.years(b.parameters.first_year, year)
    if listed is None:
        return b.wording.say("map.says.no_list", year=year, years=period)
    return b.wording.say("map.says", year=year, list=listed, years=period)


def events_source(b: BriefingFigures) -> str:
    """Return where the seizures by place come from; empty where there are none."""
    file = b.parameters.seizures
    if file is not None:
        return b.wording.say("map.source.file", name=file.name)
    return b.wording.say("map.source.sample") if len(b.dated) else ""


def map_figure(b: BriefingFigures, live: str, still: str, says: str) -> str:
    """Return the map, live on a screen and still on paper, with legend and notes."""
    say = b.wording.say
    key = "map.title_years_converted" if b.converted else "map.title_years"
    title = say(key, drugs=capital(b.wording.drugs(b.drugs)))
    legend = map_legend(b.layers, wording=b.wording)
    picture = atlas(live, still, title=title, says=says) + legend
    picture += places_list(b.layers.posts, b.layers.meetings, b.wording)
    notes = [*map_notes(b.wording), *_events_note(b)]
    body = figure(title, picture, notes=notes, source=b.source_line, name="map")
    about = say(f"route.{b.parameters.route}.about")
    return section("map", say("section.map"), paragraph(about) + body)


def _events_note(b: BriefingFigures) -> list[str]:
    file = b.parameters.seizures
    if b.dated.empty:
        return [] if file is None else [b.wording.say("map.events.none_file", name=file.name)]
    if b.events.empty:
        years = sorted(set(b.dated["year"]))
        period = b.wording.years(years[0], years[-1])
        if file is None:
            return [b.wording.say("map.events.years", years=period)]
        return [b.wording.say("map.events.years_file", years=period, name=file.name)]
    counts = {
        "events": b.wording.number(b.layers.events["events"].sum()),
        "all": b.wording.number(b.events["events"].sum()),
        "year": b.parameters.last_year,
    }
    if file is None:
        said = [b.wording.say("map.events.sample", **counts)]
    else:
        said = [b.wording.say("map.events.file", name=file.name, **counts)]
    outside = int(b.layers.events[~in_view(b.layers, b.layers.events)]["events"].sum())
    if outside:
        said.append(b.wording.count("map.events.outside", outside))
    return said


def multiples_figure(b: BriefingFigures) -> str:
    """Return small charts, one a country in route order, with their figures."""
    say, p = b.wording.say, b.parameters
    drugs = capital(b.wording.drugs(b.drugs))
    title = say("multiples.title", drugs=drugs)
    table = b.along["kg"].unstack("year").reindex(b.along.index.unique("iso3"))  # noqa: PD010
    table = table.dropna(how="all")
    table = table.drop(columns=b.years_not_held, errors="ignore")
    table.index = [b.wording.country(str(code)) for code in table.index]
    figures = figures_table(
        table,
        [say("countries.country"), *map(str, table.columns)],
        caption=title,
        absent=say("countries.unreported"),
        words=b.wording.kg,
    )
    drawn = country_multiples(b.along, colour=ROUTE_COLOURS[p.route], wording=b.wording)
    return figure(
        title,
        f'<div role="group" aria-label="{escape(title)}">{hatching()}{drawn}</div>',
        notes=[say("multiples.note")],
        source=b.source_line,
        name="countries-by-year",
        figures=figures,
        wording=b.wording,
    )


def sources(b: BriefingFigures) -> list[str]:
    """Return the sources of everything on the page."""
    say = b.wording.say
    said = edition_sources(b.reported, b.wording)
    partnership = dict.fromkeys([*b.posts["source"], *b.meetings["source"]])
    if partnership:
        said.append(say("sources.partnership", sources=b.wording.originals(partnership)))
    file = b.parameters.seizures
    if file is not None:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        said.append(say("sources.events_file", name=file.name, digest=digest))
    elif len(b.dated):
        said.append(say("sources.events_sample"))
    said += [say("sources.route"), say("sources.basemap")]
    return said


def rule(b: BriefingFigures) -> str:
    """Return the rule by which everything was counted, in words."""
    say, p = b.wording.say, b.parameters
    return say(
        "footer.rule_value",
        countries=say(f"list.{p.countries}"),
        shared=say(f"shared.{p.shared}"),
        denominator=say(f"denominator.{p.denominator}"),
        origin=say(f"origin.{p.origin}"),
    )
