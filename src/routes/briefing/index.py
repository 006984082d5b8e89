"""The index over the pages of a site, in one language: routes compared, then every page by kind.

A page that exists in several languages stands on the index of each of them, in that language. On
the index of a language that it does not speak it stands in English, or else in the first language
it has, and marked; so every index leads to everything.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from routes.briefing.assembly import TEMPLATES, paragraph, stylesheet
from routes.briefing.index_cards import Card, card_item
from routes.briefing.index_routes import comparable, side_by_side
from routes.briefing.index_table import FEW, fits_table, pages_table
from routes.briefing.pages import SEARCH_PAGE, index_name
from routes.briefing.registry import MODELS
from routes.briefing.switcher import alternate_links, switcher
from routes.escaping import escape
from routes.marks import spoken
from routes.names import ENGLISH, ROUTES, languages
from routes.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["Card", "index_page"]

# Nothing runs on an index, and nothing is fetched.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def index_page(
    cards: Iterable[Card],
    *,
    language: str = ENGLISH,
    tongues: Collection[str] = (),
    search: bool = False,
) -> str:
    """Return the HTML of the index in a language.

    Parameters
    ----------
    cards : iterable of Card
        Of every page of the site, in every language.
    language : str
    tongues : collection of str
        Languages that the site has an index in.
    search : bool
        Link the page of the catalogue.
    """
    wording = Wording(language)
    listed = sorted(_in_language(cards, language), key=_place)
    compared = comparable(listed)
    groups = []
    for (kind, heading), found in groupby(listed, key=_group):
        known = any(model.kind == kind for model in MODELS)
        title = heading or (wording.say(f"index.group.{kind}") if known else kind)
        body = _listed(kind, list(found), wording, [card.slug for card in compared])
        groups.append(f"<section><h2>{escape(title)}</h2>{body}")
        if kind == "country":
            notes = (wording.say("sheet.index.bars"), wording.say("sheet.index.inferred"))
            groups.append("".join(paragraph(note, classes="source") for note in notes))
        groups.append("</section>")
    title = escape(wording.say("index.title"))
    others = {code: index_name(code) for code in tongues} if len(tongues) > 1 else {}
    return spoken(
        f'<!doctype html>\n<html lang="{language}" dir="{wording.direction}"><head>'
        f'<meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{title}</title>{alternate_links(others)}"
        f"<style>{stylesheet()}{_rules()}</style></head><body><main>{switcher(others, wording)}"
        f'<header id="headline" style="--route:var(--ink)"><h1>{title}</h1>'
        f"{paragraph(wording.say('index.lead'), classes='lead')}"
        f"{_search_link(wording) if search else ''}</header>"
        f"{side_by_side(compared, wording)}{''.join(groups)}"
        f"<footer><p><b>{escape(wording.say('page.not_official'))}</b></p></footer>"
        f"</main></body></html>\n"
    )


@cache
def _rules() -> str:
    text = (TEMPLATES / "index.css").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


def _search_link(wording: Wording) -> str:
    place = "" if wording.language == ENGLISH else f"#lang={wording.language}"
    return f'<p><a href="{SEARCH_PAGE}{place}">{escape(wording.say("index.search"))}</a></p>'


def _in_language(cards: Iterable[Card], language: str) -> list[Card]:
    """Return each page in the language, else in English, else in the first it has.

    For one that was never made in it, the page of another language stands beside what is said of
    the failure.
    """
    order = [language, *(code for code in languages() if code != language)]
    pages: dict[str, list[Card]] = {}
    for card in sorted(cards, key=lambda card: (_rank(card, order), card.slug)):
        pages.setdefault(card.page or card.slug, []).append(card)
    chosen = []
    for found in pages.values():
        best = [card for card in found if card.language == found[0].language]
        if not any(card.about for card in best):
            best += [card for card in found if card.about][:1]
        chosen += best
    return chosen


def _rank(card: Card, order: Sequence[str]) -> int:
    return order.index(card.language) if card.language in order else len(order)


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
        _part(card),
        str(card.about.get("name", "")) or card.slug,
    )


def _listed(kind: str, cards: list[Card], wording: Wording, drawn: Collection[str]) -> str:
    """Return pages as cards; many on the routes as a table, and what is behind as cards below."""
    said = []
    in_table = [card for card in cards if kind != "country" and fits_table(card)]
    if len(in_table) > FEW:
        said.append(pages_table(in_table, wording))
        cards = [card for card in cards if card.stale_since is not None or card not in in_table]
        if any(card.stale_since is not None for card in cards):
            said.append(f"<p><b>{escape(wording.say('index.behind'))}</b></p>")
    for part, found in groupby(cards, key=_part):
        heading = f"<p><b>{escape(part)}</b></p>" if part else ""
        items = "".join(card_item(one, wording, bars=one.slug not in drawn) for one in found)
        said.append(f'{heading}<ul class="cards {escape(kind)}">{items}</ul>')
    return "".join(said)


def _part(card: Card) -> str:
    return str(card.about.get("part", ""))
