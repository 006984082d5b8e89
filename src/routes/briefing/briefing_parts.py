"""The HTML of a briefing: its tiles, its map, its charts and its sources."""

from __future__ import annotations

import hashlib
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from routes.briefing.assembly import (
    capital,
    caption_of,
    edition_sources,
    figure,
    paragraph,
    scrolled,
    section,
)
from routes.briefing.legend import map_legend
from routes.views.basemap import map_notes
from routes.views.sentences import change_per_cent

if TYPE_CHECKING:
    from routes.briefing.figures import BriefingFigures

# A band narrower than this everywhere is hidden by the line it lies behind.
VISIBLE_POINTS = 1.0


def tiles(b: BriefingFigures) -> list[tuple[str, str, str]]:
    """Return the four figures of the first screen: value, label, what more there is to say."""
    say, year = b.wording.say, b.parameters.last_year
    last = b.totals.iloc[-1]
    change = change_per_cent(b.totals)
    seized = say("tile.not_reported") if pd.isna(last["kg"]) else b.wording.amount(last["kg"])
    more = ""
    if change is not None:
        key = "tile.more" if change > 0 else "tile.less"
        more = say(key, percent=b.wording.per_cent(abs(change)), year=year - 1)
    share, reach = say("tile.not_reported"), ""
    if b.share_range is not None:
        row = b.share_range
        share = say("tile.per_cent", share=b.wording.per_cent(row["share"]))
        low, high = b.wording.per_cent(row["low"]), b.wording.per_cent(row["high"])
        reach = say("tile.range_same", rules=b.wording.number(row["rules"]))
        if low != high:
            reach = say("tile.range", low=low, high=high)
    base = "tile.share_world" if b.parameters.denominator == "world" else "tile.share_outside"
    reporting = say(
        "tile.reporting_value",
        reporting=int(last["states_reporting"]),
        states=int(last["states"]),
    )
    officers = say("tile.unknown") if b.officers_year is None else b.wording.number(len(b.posts))
    return [
        (seized, say("tile.seized", year=year), more),
        (share, say(base, year=year), reach),
        (reporting, say("tile.reporting", year=year), ""),
        (officers, say("tile.officers", year=b.officers_year or year), ""),
    ]


def map_figure(b: BriefingFigures, live: str, still: str) -> str:
    """Return the map, live on a screen and still on paper, with legend and notes."""
    say, p = b.wording.say, b.parameters
    title = say("map.title", drugs=capital(b.wording.drugs(b.drugs)), year=p.last_year)
    legend = map_legend(
        b.layers,
        posts_year=b.officers_year or p.last_year,
        years=p.years,
        events=len(b.layers.events) > 0,
        wording=b.wording,
    )
    picture = (
        f'{live}<div class="still scroll" tabindex="0" role="region" '
        f'aria-label="{escape(title)}">{still}</div>{legend}'
    )
    notes = [*map_notes(b.wording), *_events_note(b)]
    body = figure(title, picture, notes=notes, source=source_line(b))
    about = say(f"route.{p.route}.about")
    return section("map", say("section.map"), paragraph(about) + body)


def _events_note(b: BriefingFigures) -> list[str]:
    if b.events.empty:
        return []
    file = b.parameters.seizures
    counts = {
        "events": b.wording.number(b.layers.events["events"].sum()),
        "all": b.wording.number(b.events["events"].sum()),
        "year": b.parameters.last_year,
    }
    if file is None:
        return [b.wording.say("map.events.sample", **counts)]
    return [b.wording.say("map.events.file", name=file.name, **counts)]


def trend_figures(b: BriefingFigures, bars: str, lines: str) -> str:
    """Return the year-by-year chart and the shares of the three routes."""
    say, p = b.wording.say, b.parameters
    drugs = capital(b.wording.drugs(b.drugs))
    tons = b.totals["kg"].max() >= 1000  # noqa: PLR2004
    key = "trend.title" if tons else "trend.title_kg"
    if p.opium_factor is not None and len(b.drugs) > 1 and "opium" in b.drugs:
        key = "trend.title_factor"
    counted = b.along.index.unique("iso3")[
        (b.along["weight"].groupby("iso3", sort=False).first() > 0).to_numpy()
    ]
    names = b.wording.listed(b.wording.country(code) for code in counted)
    base = "shares.title_world" if p.denominator == "world" else "shares.title_outside"
    first = figure(
        say(key, drugs=drugs),
        scrolled(bars),
        notes=[say("trend.note", counted=names)],
        source=source_line(b),
    )
    second = figure(
        say(base, drugs=b.wording.drugs(b.drugs)),
        scrolled(lines),
        notes=[say("shares.note"), *range_notes(b)],
        source=source_line(b),
    )
    return section("trend", say("section.trend"), first + second)


def range_notes(b: BriefingFigures) -> list[str]:
    """Say what the band of the chart of shares is, or why there is none to be seen."""
    known = b.ranges.xs(b.parameters.route, level="route").dropna(subset="low")
    if known.empty:
        return []
    places = {
        "route": b.wording.say(f"route.{b.parameters.route}"),
        "rules": b.wording.number(known["rules"].iloc[0]),
    }
    widest = (known["high"] - known["low"]).max()
    if widest < VISIBLE_POINTS:
        points = b.wording.number(widest, digits=1)
        return [b.wording.say("shares.note_narrow", points=points, **places)]
    return [b.wording.say("shares.note_range", **places)]


def source_line(b: BriefingFigures) -> str:
    """Return the source line under a figure: publisher's titles and tables used."""
    return caption_of(b.reported, b.wording)


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
    elif len(b.events):
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
    )
