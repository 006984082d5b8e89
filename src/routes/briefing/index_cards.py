"""What the index says of one page: a card, and what tells pages of one title apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.briefing.assembly import paragraph
from routes.escaping import escape
from routes.names import DRUGS, ENGLISH
from routes.views.style import ROUTE_COLOURS
from routes.views.tables import spark
from routes.views.theme import var
from routes.views.wording import LANGUAGE_NAMES

if TYPE_CHECKING:
    from routes.views.wording import Wording

# What the title of a page says itself.
_IN_TITLE = ("route", "iso3", "year", "first_year", "last_year", "language")


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
    language : str
        Of the page.
    page : str
        The same for a page in each of its languages; empty for one that has no others.
    """

    slug: str
    kind: str
    heading: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    size: int = 0
    stale_since: dt.date | None = None
    reason: str = ""
    language: str = ENGLISH
    page: str = ""

    @property
    def address(self) -> str:
        """File name of the page."""
        return f"{self.slug}.html"

    @property
    def colour(self) -> str:
        """Of its route, as CSS."""
        colour = ROUTE_COLOURS.get(str(self.about.get("route", "")))
        return var(colour) if colour else "var(--ink)"


def card_item(card: Card, wording: Wording, *, bars: bool = True) -> str:
    """Return a card as the item of a list.

    Parameters
    ----------
    card : Card
    wording : Wording
        Of the index.
    bars : bool
        Draw its years, if it has some.
    """
    about = card.about
    what = said_of(card, wording)
    notes = (paragraph(what, classes="source") if what else "") + stale_note(card, wording)
    if not about:
        head = f"<h3>{escape(card.slug)}</h3>"
        return f'<li class="card" style="--route:{card.colour}">{head}{notes}</li>'
    made = wording.say(
        "index.made",
        date=wording.date(dt.date.fromisoformat(about["made"])),
        size=wording.number(card.size / 1000),
    )
    years = pd.Series(about.get("kg", []) if bars else [], dtype=float)
    # A page in another language speaks for itself in it.
    own = in_tongue(card, wording)
    name = escape(about.get("name", about["title"]))
    return (
        f'<li class="card" style="--route:{card.colour}">'
        f'<h3{own}><a href="{escape(card.address)}"{_of(card, wording)}>{name}</a></h3>'
        f"{tongue_note(card, wording)}{notes}<p{own}>{escape(about['lead'])}</p>"
        f"{spark(years, ROUTE_COLOURS.get(about.get('route', ''), 'var(--ink)'))}"
        f"{paragraph(made, classes='source')}</li>"
    )


def in_tongue(card: Card, wording: Wording) -> str:
    """Return the attributes of what a page says in a language that is not the index's."""
    same = card.language == wording.language
    return "" if same else f' lang="{escape(card.language)}" dir="auto"'


def _of(card: Card, wording: Wording) -> str:
    return "" if card.language == wording.language else f' hreflang="{escape(card.language)}"'


def tongue_note(card: Card, wording: Wording) -> str:
    """Return in which language a page is, where it is not the index's."""
    if card.language == wording.language:
        return ""
    name = LANGUAGE_NAMES.get(card.language, card.language)
    return f'<p class="tongue" lang="{escape(card.language)}" dir="auto">{escape(name)}</p>'


def stale_note(card: Card, wording: Wording) -> str:
    """Return since when and why a page could not be made anew; nothing where it could."""
    if card.stale_since is None:
        return ""
    key = "index.stale" if card.about else "index.never"
    date = wording.date(card.stale_since)
    return paragraph(
        wording.say(key, date=date, reason=wording.original(card.reason)), classes="stale"
    )


def choices(card: Card) -> dict[str, Any]:
    """Return what was chosen otherwise than by default and no title says."""
    return {name: value for name, value in card.changed.items() if name not in _IN_TITLE}


def said_of(card: Card, wording: Wording) -> str:
    """Return what tells pages of one title apart: drugs by name, other choices as they were set."""
    return wording.joined(
        wording.drugs(value)
        if name == "drugs" and set(value) <= set(DRUGS)
        else choice_said(name, value, wording)
        for name, value in choices(card).items()
    )


def choice_said(name: str, value: Any, wording: Wording) -> str:
    """Return one choice in words; a parameter that has none as it was set."""
    if name == "pillar":
        return wording.say("time.pillar", pillar=value)
    return wording.original(f"{name} = {value}")
