"""The HTML of the sections of any page: structure only, figures and words come ready."""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.briefing.pages import index_name
from routes.escaping import escape
from routes.marks import capital
from routes.reference import data_hash, fingerprints, package_name, table, version
from routes.reference.package import SHIPPED
from routes.views.style import ROUTE_COLOURS
from routes.views.theme import properties, properties_in_notebook, var

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from routes.briefing.page import Page
    from routes.views import Wording

TEMPLATES = Path(__file__).with_name("templates") / "briefing"


@cache
def stylesheet() -> str:
    """Return the style of the page: the colours of its theme, and the rules."""
    return properties() + _rules()


@cache
def _rules() -> str:
    text = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


def notebook_style() -> str:
    """Return the style for sections in a notebook: nested, so that it touches nothing else."""
    # JupyterLab lays tables out in columns of one width, over which long names run.
    # The frame is laid over the picture, which is seen until the map is drawn.
    live = "table { table-layout: auto; } th[scope=row] { text-align: start; }"
    key = beside_the_map(".atlas ~ .legend")
    rules = _rules().replace(".js .atlas", ".atlas")
    return f"{properties_in_notebook('.routes')} .routes {{ {rules} {live} {key} }}"


def beside_the_map(selector: str) -> str:
    """Return the style of the key of a live map in a notebook: it has the colours of the map.

    A frame does not see the theme of the page around it, so that a live map follows the screen.
    """
    paper = "background: var(--paper); color: var(--ink); padding: 0.4rem 0.6rem;"
    return f"{properties(selector)} {selector} {{ {paper} }}"


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


def figure(
    title: str,
    picture: str,
    *,
    notes: Iterable[str] = (),
    source: str = "",
    name: str = "",
    figures: str = "",
    wording: Wording | None = None,
) -> str:
    """Return a figure: what it shows and its unit above, how to read it and source below.

    Parameters
    ----------
    title : str
    picture : str
        HTML.
    notes : iterable of str
    source : str
    name : str
        File name of what a reader takes away: the picture as SVG and its table as CSV. None is
        offered without one.
    figures : str
        The table of what is drawn, HTML; folded away.
    wording : Wording, optional
        Needed where there are figures.
    """
    said = "".join(paragraph(note) for note in notes)
    origin = paragraph(source, classes="source") if source else ""
    table_ = ""
    if figures and wording is not None:
        summary = escape(wording.say("page.figures"))
        table_ = f'<details class="figures"><summary>{summary}</summary>{figures}</details>'
    kept = f' data-name="{escape(name)}"' if name else ""
    tools = '<div class="tools"></div>' if name else ""
    return (
        f"<figure{kept}><h3>{escape(title)}</h3>{picture}{table_}{tools}"
        f"<figcaption>{said}{origin}</figcaption></figure>"
    )


def kept(table_: str, name: str) -> str:
    """Return a table that a reader can take away as CSV, under this file name."""
    return f'<figure data-name="{escape(name)}">{table_}<div class="tools"></div></figure>'


def headline(
    page: Page,
    lead: str,
    tiles: Iterable[tuple[str, ...]],
    paragraphs: list[list[str]],
    *,
    heads: Iterable[str] = (),
) -> str:
    """Return the first screen: the answer, figures (value, label, more), and what they rest on."""
    links = [(key, page.wording.say(f"section.{key}")) for key in page.parameters.sections]
    colour = ROUTE_COLOURS[page.parameters.route]
    return first_screen(
        page.title, lead, tiles, paragraphs, links, colour=colour, wording=page.wording,
        heads=heads,
    )  # fmt: skip


def first_screen(
    title: str,
    lead: str,
    tiles: Iterable[tuple[str, ...]],
    paragraphs: Iterable[list[str]],
    links: Iterable[tuple[str, str]],
    *,
    colour: str,
    wording: Wording,
    kicker: str = "",
    heads: Iterable[str] = (),
) -> str:
    """Return the head of a page from plain texts.

    Parameters
    ----------
    title, lead : str
    tiles : iterable of (value, label, more) or (value, label, more, sign)
        The sign is a small picture, HTML; it says nothing that the words do not.
    paragraphs : iterable of list of str
        Sentences, paragraph by paragraph; an empty one is left out.
    links : iterable of (key, heading)
        The sections of the page.
    colour : str
        Of the rule at the top and the edge of the tiles.
    wording : Wording
    kicker : str
        The line above the title, which leads to the index in the language of the page; that of
        the briefings by default.
    heads : iterable of str
        What each paragraph answers; none by default.
    """
    boxes = "".join(_tile(*tile) for tile in tiles)
    items = "".join(f'<li><a href="#{key}">{escape(name)}</a></li>' for key, name in links)
    text = "".join(
        _answer(head, wording.paragraph(said))
        for head, said in zip_longest(heads, paragraphs, fillvalue="")
        if said
    )
    say, home = wording.say, index_name(wording.language)
    return (
        f'<header id="headline" style="--route:{var(colour)}">'
        f'<p class="kicker"><a href="{home}">{escape(kicker or say("page.kicker"))}</a></p>'
        f"<h1>{escape(title)}</h1>{paragraph(lead, classes='lead')}"
        f'<dl class="tiles">{boxes}</dl><div class="evidence">{text}</div>'
        f'<nav class="contents" aria-labelledby="contents"><b id="contents">'
        f"{escape(say('page.contents'))}</b><ul>{items}</ul></nav></header>"
    )


def _answer(head: str, said: str) -> str:
    title = f"<h2>{escape(head)}</h2>" if head else ""
    return f"<div>{title}{paragraph(said)}</div>"


def _tile(value: str, label: str, more: str = "", sign: str = "") -> str:
    said = f'<dd class="more">{escape(more)}</dd>' if more else ""
    drawn = f'<dd class="sign" aria-hidden="true">{sign}</dd>' if sign else ""
    return f'<div class="tile"><dt>{escape(label)}</dt><dd>{escape(value)}</dd>{said}{drawn}</div>'


def scrolled(picture: str, *, kind: str = "chart") -> str:
    """Return a picture that scrolls in its own frame where the screen is narrower."""
    return f'<div class="scroll {kind}" tabindex="0" role="group">{picture}</div>'


def atlas(live: str, still: str, *, title: str, says: str = "") -> str:
    """Return a map: the still one, and the live one laid over it once it is drawn.

    Parameters
    ----------
    live, still : str
        HTML of the frame, and SVG.
    title : str
        What the still map is called as a region that scrolls.
    says : str
        What is of which year, to stand under the still map.
    """
    said = paragraph(says, classes="map-says") if says else ""
    return (
        f'<div class="atlas"><div class="still scroll" tabindex="0" role="region" '
        f'aria-label="{escape(title)}">{still}{said}</div>{live}</div>'
    )


def editions_of(reported: pd.DataFrame) -> pd.DataFrame:
    """Return the editions of published figures: their titles, and how many of which years."""
    used = reported.groupby("edition")["year"].agg(["size", "min", "max"])
    return table("editions").set_index("edition").join(used, how="inner")


def caption_of(reported: pd.DataFrame, wording: Wording) -> str:
    """Return the source line of published figures."""
    return wording.say(
        "sources.caption", source=wording.joined(titles_of(editions_of(reported), wording))
    )


def titles_of(editions: pd.DataFrame, wording: Wording) -> list[str]:
    """Return editions by title and table, which are English."""
    return [wording.original(f"{row.title}, {row.table}") for row in editions.itertuples()]


def edition_sources(reported: pd.DataFrame, wording: Wording) -> list[str]:
    """Return the acknowledgement and the editions that published figures come from."""
    return [
        wording.say("sources.acknowledgement"),
        *(
            wording.say(
                "sources.edition",
                title=wording.original(row.title),
                table=wording.original(row.table),
                figures=wording.number(row.size),
                years=wording.years(int(row.min), int(row.max)),
                held=wording.say(f"sources.held.{row.held_against}"),
                note=capital(wording.text("edition note", row.note)),
            )
            for row in editions_of(reported).itertuples()
        ),
    ]


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
        "direction": page.wording.direction,
        **more,
    }


def footer(page: Page, rule: str) -> str:
    """Return parameters, rule, data hash, version and date."""
    p = page.parameters
    parameters = p.model_dump(mode="json", exclude={"as_of"}, exclude_none=True)
    if "seizures" in parameters:
        # Where the file lay is the maker's affair.
        parameters["seizures"] = Path(parameters["seizures"]).name
    text = ", ".join(
        f"{name} = {'+'.join(value) if isinstance(value, list) else value}"
        for name, value in parameters.items()
    )
    return how_made(text, rule, p.as_of, notebook=p.notebook, wording=page.wording)


def _tables(say: Callable[..., str]) -> str:
    """Return which tables a page was made from: those of one's own by their name."""
    name = package_name()
    if name == SHIPPED:
        return say("footer.tables_value", hash=data_hash())
    return say("footer.tables_own", name=name, hash=data_hash())


def how_made(parameters: str, rule: str, day: dt.date, *, notebook: str, wording: Wording) -> str:
    """Return the footer of a page: what it takes to make it again.

    Only what is the same in every run from the same inputs stands here; when and where the run
    was is in the manifest beside the page.
    """
    say = wording.say
    inputs = say(
        "footer.inputs_value",
        notebook=fingerprints.short(fingerprints.notebook_hash(notebook)),
        code=fingerprints.short(fingerprints.code_hash()),
        wording=fingerprints.short(fingerprints.wording_hash()),
        style=fingerprints.short(fingerprints.style_hash()),
    )
    rows = [
        ("parameters", parameters),
        ("rule", rule),
        ("tables", _tables(say)),
        ("inputs", inputs),
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
