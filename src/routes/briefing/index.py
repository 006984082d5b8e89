"""The index over the pages of a site: one card a page, by kind of page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.briefing.assembly import paragraph, stylesheet
from routes.briefing.pages import SEARCH_PAGE
from routes.briefing.registry import MODELS
from routes.names import DRUGS, ROUTES
from routes.views.marks import spoken
from routes.views.style import ROUTE_COLOURS
from routes.views.tables import spark
from routes.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

# What the title of a page says itself.
_IN_TITLE = ("route", "iso3", "year", "first_year", "last_year", "language")
_CSS = """
.cards { display: grid; gap: 1.2rem; margin: 1rem 0 2rem; padding: 0; list-style: none;
  max-width: none; }
.cards.country { grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); }
.card { background: #fff; border: 1px solid #e3e5e7; border-left: 6px solid var(--route);
  padding: 1rem 1.3rem; margin: 0; }
.card h3 { border: 0; margin: 0 0 0.3rem; padding: 0; font-size: 1.4rem; }
.cards.country h3 { font-size: 1.1rem; }
.card .source { font-size: 0.86rem; }
.card .stale { color: #7a1f00; font-weight: 600; }
.card .spark { width: min(100%, 24rem); height: auto; margin: 0.6rem 0; }
"""


@dataclass(frozen=True)
class Card:
    """What the index says of one page.

    Attributes
    ----------
    slug : str
        File name of the page without its ending.
    kind : str
        Of its model.
    heading : str
        What the programme calls its group; empty for the heading of its kind.
    about : dict
        What the page says of itself; empty for one that was never made.
    changed : dict
        Its parameters that are not the default, as JSON values.
    size : int
        Bytes of the page; 0 for one that was never made.
    stale_since : date or None
        Since when it could not be made anew.
    reason : str
        Why it could not, in a line.
    """

    slug: str
    kind: str
    heading: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    size: int = 0
    stale_since: dt.date | None = None
    reason: str = ""


def index_page(cards: Iterable[Card], *, search: bool = False) -> str:
    """Return the HTML of the index.

    Parameters
    ----------
    cards : iterable of Card
    search : bool
        Link the page of the catalogue.
    """
    wording = Wording("en")
    groups = []
    for (kind, heading), found in groupby(sorted(cards, key=_place), key=_group):
        known = any(model.kind == kind for model in MODELS)
        title = heading or (wording.say(f"index.group.{kind}") if known else kind)
        groups.append(f"<section><h2>{escape(title)}</h2>{_listed(kind, list(found), wording)}")
        if kind == "country":
            notes = (wording.say("sheet.index.bars"), wording.say("sheet.index.inferred"))
            groups.append("".join(paragraph(note, classes="source") for note in notes))
        groups.append("</section>")
    title = escape(wording.say("index.title"))
    link = f'<p><a href="{SEARCH_PAGE}">{escape(wording.say("index.search"))}</a></p>'
    return spoken(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{stylesheet()}{_CSS}</style></head><body><main>"
        f'<header id="headline" style="--route:#1d2733"><h1>{title}</h1>'
        f"{paragraph(wording.say('index.lead'), classes='lead')}{link if search else ''}</header>"
        f"{''.join(groups)}"
        f"<footer><p><b>{escape(wording.say('page.not_official'))}</b></p></footer>"
        f"</main></body></html>\n"
    )


def _group(card: Card) -> tuple[str, str]:
    return card.kind, card.heading


def _place(card: Card) -> tuple[int, str, str, int, str, str]:
    """Return where a card stands: by kind, heading, part and, but for countries, route."""
    kinds = [model.kind for model in MODELS]
    route = card.about.get("route")
    of_route = ROUTES.index(route) if route in ROUTES and card.kind != "country" else len(ROUTES)
    return (
        kinds.index(card.kind) if card.kind in kinds else len(kinds),
        *(card.kind, card.heading),
        of_route,
        str(card.about.get("part", "")),
        str(card.about.get("name", "")) or card.slug,
    )


def _listed(kind: str, cards: list[Card], wording: Wording) -> str:
    said = []
    for part, found in groupby(cards, key=_part):
        heading = f"<p><b>{escape(part)}</b></p>" if part else ""
        items = "".join(_card(card, wording) for card in found)
        said.append(f'{heading}<ul class="cards {escape(kind)}">{items}</ul>')
    return "".join(said)


def _part(card: Card) -> str:
    return str(card.about.get("part", ""))


def _card(card: Card, wording: Wording) -> str:
    about, colour = card.about, ROUTE_COLOURS.get(card.about.get("route", ""), "#1d2733")
    stale = ""
    if card.stale_since is not None:
        date = wording.date(card.stale_since)
        if about:
            stale = wording.say("index.stale", date=date, reason=card.reason)
        else:
            stale = wording.say("index.never", date=date, reason=card.reason)
        stale = paragraph(stale, classes="stale")
    what = _what(card, wording)
    stale = (paragraph(what, classes="source") if what else "") + stale
    if not about:
        head = f"<h3>{escape(card.slug)}</h3>"
        return f'<li class="card" style="--route:{colour}">{head}{stale}</li>'
    made = wording.say(
        "index.made",
        date=wording.date(dt.date.fromisoformat(about["made"])),
        size=wording.number(card.size / 1000),
    )
    # A page in another language speaks for itself in it.
    language = str(about.get("language", wording.language))
    tongue = "" if language == wording.language else f' lang="{escape(language)}" dir="auto"'
    return (
        f'<li class="card" style="--route:{colour}"{tongue}>'
        f'<h3><a href="{escape(card.slug)}.html">{escape(about.get("name", about["title"]))}</a>'
        f"</h3>{stale}{paragraph(about['lead'])}"
        f"{spark(pd.Series(about.get('kg', []), dtype=float), colour)}"
        f"{paragraph(made, classes='source')}</li>"
    )


def _what(card: Card, wording: Wording) -> str:
    """Return what tells pages of one title apart: drugs by name, other choices as they were set."""
    said = []
    for name, value in card.changed.items():
        if name == "drugs" and set(value) <= set(DRUGS):
            said.append(wording.drugs(value))
        elif name not in _IN_TITLE:
            said.append(f"{name} = {value}")
    return wording.joined(said)
