"""The HTML of the sections: structure only, figures and words come ready."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from routes.briefing.legend import map_legend
from routes.reference import data_hash, table, version
from routes.views.sentences import change_per_cent
from routes.views.style import ROUTE_COLOURS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from routes.briefing.figures import BriefingFigures
    from routes.views import Wording

TEMPLATES = Path(__file__).with_name("templates") / "briefing"
SECTIONS = ("map", "trend", "countries", "reporting", "partnership", "caveats", "sources")
# A band narrower than this everywhere is hidden by the line it lies behind.
VISIBLE_POINTS = 1.0


@cache
def stylesheet() -> str:
    """Return the style of the page, without comments and line breaks."""
    text = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


def notebook_style() -> str:
    """Return the style for sections in a notebook: nested, so that it touches nothing else."""
    live = "iframe.map { display: block; } .still { display: none; }"
    return f".routes {{ {stylesheet()} {live} }}"


def paragraph(text: str, *, classes: str = "") -> str:
    """Return a paragraph of plain text."""
    kind = f' class="{classes}"' if classes else ""
    return f"<p{kind}>{escape(text)}</p>"


def bullets(items: Iterable[str]) -> str:
    """Return a list of plain texts."""
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def section(key: str, heading: str, body: str, notes: Iterable[str] = ()) -> str:
    """Return a section with its heading, body and notes."""
    said = "".join(paragraph(note) for note in notes)
    tail = f'<div class="notes">{said}</div>' if said else ""
    return f'<section id="{key}"><h2>{escape(heading)}</h2>{body}{tail}</section>'


def figure(title: str, picture: str, *, notes: Iterable[str] = (), source: str = "") -> str:
    """Return a figure: what it shows and its unit above, how to read it and source below."""
    said = "".join(paragraph(note) for note in notes)
    origin = paragraph(source, classes="source") if source else ""
    return (
        f"<figure><h3>{escape(title)}</h3>{picture}<figcaption>{said}{origin}</figcaption></figure>"
    )


def headline(b: BriefingFigures, lead: str, paragraphs: list[list[str]]) -> str:
    """Return the first screen: the answer, four figures, and what they rest on."""
    links = [(key, b.wording.say(f"section.{key}")) for key in SECTIONS]
    return first_screen(
        b.title,
        lead,
        _tiles(b),
        paragraphs,
        links,
        colour=ROUTE_COLOURS[b.parameters.route],
        wording=b.wording,
    )


def first_screen(
    title: str,
    lead: str,
    tiles: Iterable[tuple[str, str, str]],
    paragraphs: Iterable[list[str]],
    links: Iterable[tuple[str, str]],
    *,
    colour: str,
    wording: Wording,
    kicker: str = "",
) -> str:
    """Return the head of a page from plain texts.

    Parameters
    ----------
    title, lead : str
    tiles : iterable of (value, label, more)
    paragraphs : iterable of list of str
        Sentences, paragraph by paragraph; an empty one is left out.
    links : iterable of (key, heading)
        The sections of the page.
    colour : str
        Of the rule at the top and the edge of the tiles.
    wording : Wording
    kicker : str
        The line above the title, which leads to the index; that of the briefings by default.
    """
    boxes = "".join(
        f'<div class="tile"><dd>{escape(value)}</dd><dt>{escape(label)}</dt>'
        f"{paragraph(more) if more else ''}</div>"
        for value, label, more in tiles
    )
    items = "".join(f'<li><a href="#{key}">{escape(name)}</a></li>' for key, name in links)
    text = "".join(paragraph(" ".join(said)) for said in paragraphs if said)
    say = wording.say
    return (
        f'<header id="headline" style="--route:{colour}">'
        f'<p class="kicker"><a href="index.html">{escape(kicker or say("page.kicker"))}</a></p>'
        f"<h1>{escape(title)}</h1>{paragraph(lead, classes='lead')}"
        f'<dl class="tiles">{boxes}</dl><div class="evidence">{text}</div>'
        f'<nav aria-label="{escape(say("page.contents"))}"><ul>{items}</ul></nav></header>'
    )


def _tiles(b: BriefingFigures) -> list[tuple[str, str, str]]:
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
    picture = (
        f'{live}<div class="still scroll" tabindex="0" role="region" '
        f'aria-label="{escape(title)}">{still}</div>{map_legend(b)}'
    )
    notes = [
        say(f"map.{key}")
        for key in (
            *("schematic", "disclaimer", "line_of_control", "undetermined", "kosovo", "crimea"),
        )
    ]
    notes += _events_note(b)
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
        _scrolled(bars),
        notes=[say("trend.note", counted=names)],
        source=source_line(b),
    )
    second = figure(
        say(base, drugs=b.wording.drugs(b.drugs)),
        _scrolled(lines),
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


def _scrolled(picture: str) -> str:
    return f'<div class="scroll chart" tabindex="0">{picture}</div>'


def editions_of(reported: pd.DataFrame) -> pd.DataFrame:
    """Return the editions of published figures: their titles, and how many of which years."""
    used = reported.groupby("edition")["year"].agg(["size", "min", "max"])
    return table("editions").set_index("edition").join(used, how="inner")


def source_line(b: BriefingFigures) -> str:
    """Return the source line under a figure: publisher's titles and tables used."""
    return caption_of(b.reported, b.wording)


def caption_of(reported: pd.DataFrame, wording: Wording) -> str:
    """Return the source line of published figures."""
    titles = [f"{row.title}, {row.table}" for row in editions_of(reported).itertuples()]
    return wording.say("sources.caption", source="; ".join(titles))


def sources(b: BriefingFigures) -> list[str]:
    """Return the sources of everything on the page."""
    say = b.wording.say
    said = edition_sources(b.reported, b.wording)
    partnership = dict.fromkeys([*b.posts["source"], *b.meetings["source"]])
    if partnership:
        said.append(say("sources.partnership", sources="; ".join(partnership)))
    file = b.parameters.seizures
    if file is not None:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        said.append(say("sources.events_file", name=file.name, digest=digest))
    elif len(b.events):
        said.append(say("sources.events_sample"))
    said += [say("sources.route"), say("sources.basemap")]
    return said


def edition_sources(reported: pd.DataFrame, wording: Wording) -> list[str]:
    """Return the acknowledgement and the editions that published figures come from."""
    return [
        wording.say("sources.acknowledgement"),
        *(
            wording.say(
                "sources.edition",
                title=row.title,
                table=row.table,
                figures=wording.number(row.size),
                years=wording.years(int(row.min), int(row.max)),
                note=capital(row.note),
            )
            for row in editions_of(reported).itertuples()
        ),
    ]


def footer(b: BriefingFigures) -> str:
    """Return parameters, rule, data hash, version and date."""
    say, p = b.wording.say, b.parameters
    parameters = p.model_dump(mode="json", exclude={"as_of"}, exclude_none=True)
    if p.seizures is not None:
        # Where the file lay is the maker's affair.
        parameters["seizures"] = p.seizures.name
    text = ", ".join(
        f"{name} = {'+'.join(value) if isinstance(value, list) else value}"
        for name, value in parameters.items()
    )
    rule = say(
        "footer.rule_value",
        countries=say(f"list.{p.countries}"),
        shared=say(f"shared.{p.shared}"),
        denominator=say(f"denominator.{p.denominator}"),
    )
    return how_made(text, rule, p.as_of, wording=b.wording)


def how_made(parameters: str, rule: str, day: dt.date, *, wording: Wording) -> str:
    """Return the footer of a page: what it takes to make it again."""
    say = wording.say
    rows = [
        ("parameters", parameters),
        ("rule", rule),
        ("tables", say("footer.tables_value", hash=data_hash())),
        ("software", say("footer.software_value", version=version())),
        ("made", wording.date(day)),
    ]
    entries = "".join(
        f"<dt>{escape(say(f'footer.{key}'))}</dt><dd>{escape(value)}</dd>" for key, value in rows
    )
    return (
        f'<footer id="footer"><p><b>{escape(say("page.not_official"))}</b></p>'
        f"<dl>{entries}</dl></footer>"
    )


def capital(text: str) -> str:
    """Return `text` with a capital first letter."""
    return text[:1].upper() + text[1:]
