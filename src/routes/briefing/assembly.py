"""The HTML of the sections of any page: structure only, figures and words come ready."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.reference import data_hash, version
from routes.views.style import LINE_WEIGHTS, MODE_DASHES, ROUTE_COLOURS, SOFT_INK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from routes.briefing.page import Page
    from routes.views import MapLayers, Wording

TEMPLATES = Path(__file__).with_name("templates") / "briefing"


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


def headline(
    page: Page, lead: str, tiles: Iterable[tuple[str, str, str]], paragraphs: list[list[str]]
) -> str:
    """Return the first screen: the answer, figures (value, label, more), and what they rest on."""
    boxes = "".join(
        f'<div class="tile"><dd>{escape(value)}</dd><dt>{escape(label)}</dt>'
        f"{paragraph(more) if more else ''}</div>"
        for value, label, more in tiles
    )
    links = "".join(
        f'<li><a href="#{key}">{escape(page.wording.say(f"section.{key}"))}</a></li>'
        for key in page.parameters.sections
    )
    text = "".join(paragraph(" ".join(said)) for said in paragraphs if said)
    say = page.wording.say
    return (
        f'<header id="headline" style="--route:{ROUTE_COLOURS[page.parameters.route]}">'
        f'<p class="kicker"><a href="index.html">{escape(say("page.kicker"))}</a></p>'
        f"<h1>{escape(page.title)}</h1>{paragraph(lead, classes='lead')}"
        f'<dl class="tiles">{boxes}</dl><div class="evidence">{text}</div>'
        f'<nav aria-label="{escape(say("page.contents"))}"><ul>{links}</ul></nav></header>'
    )


def scrolled(picture: str, *, kind: str = "chart") -> str:
    """Return a picture that scrolls in its own frame where the screen is narrower."""
    return f'<div class="scroll {kind}" tabindex="0">{picture}</div>'


def legend(groups: Mapping[str, str]) -> str:
    """Return a legend: one line a group, under its name."""
    return '<div class="legend">' + "".join(
        f"<p><b>{escape(name)}</b> {content}</p>" for name, content in groups.items()
    ) + "</div>"  # fmt: skip


def swatch(style: str, name: str) -> str:
    """Return a field of a legend and its name."""
    return (
        f'<span class="key"><i style="{style};border-color:{SOFT_INK}"></i> {escape(name)}</span>'
    )


def sign(shape: str, name: str) -> str:
    """Return a mark of a legend, drawn in 16 by 16, and its name."""
    return (
        f'<span class="key"><svg width="16" height="16" aria-hidden="true">{shape}</svg> '
        f"{escape(name)}</span>"
    )


def line_keys(layers: MapLayers, wording: Wording) -> list[tuple[str, str]]:
    """Return the parts of a legend that say what lines and their weights are."""
    say = wording.say
    colour = ROUTE_COLOURS[layers.route]
    lines = "".join(
        f'<span class="key"><svg width="34" height="8" aria-hidden="true"><path d="M0 4h34" '
        f'stroke="{colour}" stroke-width="2.4"'
        f"{f' stroke-dasharray={chr(34)}{dash}{chr(34)}' if dash else ''}/></svg> "
        f"{escape(say(f'map.mode.{mode}'))}</span>"
        for mode, dash in MODE_DASHES.items()
        if (layers.legs["mode"] == mode).any()
    )
    kinds = set(layers.legs["kind"])
    weights = "".join(
        f'<span class="key"><svg width="34" height="8" aria-hidden="true"><path d="M0 4h34" '
        f'stroke="{colour}" stroke-width="{LINE_WEIGHTS[kind]}"/></svg> '
        f"{escape(say(f'map.weight.{kind}'))}</span>"
        for kind, drawn in (
            ("trunk", {"trunk"}),
            ("branch", {"branch"}),
            ("extension", {"extension", "offshoot", "distribution"}),
        )
        if kinds & drawn
    )
    return [("lines", lines), ("weights", weights)]


def map_notes(wording: Wording) -> list[str]:
    """Return what every map must say of its lines, borders and names."""
    keys = ("schematic", "disclaimer", "line_of_control", "undetermined", "kosovo", "crimea")
    return [wording.say(f"map.{key}") for key in keys]


def about(page: Page, lead: str, *, years: Sequence[int], **more: Any) -> dict[str, Any]:
    """Return what the exporter and the index need to know of a page."""
    p = page.parameters
    return {
        "title": page.title,
        "language": p.language,
        "route": p.route,
        "years": list(years),
        "lead": lead,
        "made": p.as_of.isoformat(),
        "direction": page.wording.locale.text_direction,
        **more,
    }


def footer(page: Page, rule: str) -> str:
    """Return parameters, rule, data hash, version and date."""
    say, p = page.wording.say, page.parameters
    parameters = p.model_dump(mode="json", exclude={"as_of"}, exclude_none=True)
    if "seizures" in parameters:
        # Where the file lay is the maker's affair.
        parameters["seizures"] = Path(parameters["seizures"]).name
    text = ", ".join(
        f"{name} = {'+'.join(value) if isinstance(value, list) else value}"
        for name, value in parameters.items()
    )
    rows = [
        ("parameters", text),
        ("rule", rule),
        ("tables", say("footer.tables_value", hash=data_hash())),
        ("software", say("footer.software_value", version=version())),
        ("made", page.wording.date(p.as_of)),
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
