"""The routes side by side: kilograms by year on one scale, and what their pages say first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from routes.briefing.assembly import paragraph
from routes.briefing.index_cards import choices, in_tongue, stale_note
from routes.briefing.index_table import drugs_of, fits_table
from routes.escaping import escape
from routes.marks import capital
from routes.names import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routes.briefing.index_cards import Card
    from routes.views.wording import Wording

_WIDTH, _HEIGHT = 240.0, 72.0


def comparable(cards: Iterable[Card]) -> list[Card]:
    """Return one briefing a route, alike in all but the route; none where no two are alike.

    Of several such sets the one with most routes, then with fewest choices of its own, then the
    latest and longest period.
    """
    sets: dict[str, dict[str, Card]] = {}
    for card in cards:
        if card.kind == "briefing" and fits_table(card) and _has_figures(card):
            alike = json.dumps([card.about["years"], choices(card), card.language], sort_keys=True)
            sets.setdefault(alike, {}).setdefault(card.about["route"], card)
    best = min(sets.items(), key=lambda one: _place(*one), default=("", {}))[1]
    return [best[route] for route in ROUTES if route in best] if len(best) > 1 else []


def _has_figures(card: Card) -> bool:
    return "seized" in card.about and any(kg is not None for kg in card.about["kg"])


def _place(alike: str, found: dict[str, Card]) -> tuple[int, int, int, int, str]:
    card = next(iter(found.values()))
    first, last = card.about["years"]
    return -len(found), len(choices(card)), -last, first, alike


def side_by_side(cards: Sequence[Card], wording: Wording) -> str:
    """Return the section that compares the routes; nothing without cards.

    Parameters
    ----------
    cards : sequence of Card
        As `comparable` returns them.
    wording : Wording
    """
    if not cards:
        return ""
    first = cards[0].about["years"][0]
    top, route, year = max(
        (kg, card.about["route"], first + place)
        for card in cards
        for place, kg in enumerate(card.about["kg"])
        if kg is not None
    )
    items = "".join(_route(card, top or 1.0, wording) for card in cards)
    drugs = capital(wording.drugs(drugs_of(cards[0])))
    highest = wording.say(
        "index.compare.top",
        amount=wording.amount(top),
        route=wording.say(f"route.{route}.title"),
        year=year,
    )
    said = wording.paragraph([wording.say("index.compare.note", drugs=drugs), highest])
    return (
        f'<section id="routes"><h2>{escape(wording.say("index.compare"))}</h2>'
        f'<ul class="routes3">{items}</ul>{paragraph(said, classes="source")}</section>'
    )


def _route(card: Card, top: float, wording: Wording) -> str:
    about = card.about
    name = escape(wording.say(f"route.{about['route']}.title"))
    amount, label, more = about["seized"]
    own = in_tongue(card, wording)
    reporting, of = about["reporting"]
    first, last = about["years"]
    change = f'<p class="soft">{escape(more)}</p>' if more else ""
    return (
        f'<li style="--route:{card.colour}"><h3><a href="{escape(card.address)}">{name}</a></h3>'
        f'<div{own}><p class="amount">{escape(amount)}</p><p>{escape(label)}</p>{change}'
        f"<p><b>{escape(reporting)}</b> {escape(of)}</p></div>{stale_note(card, wording)}"
        f"{_bars(about['kg'], top)}"
        f'<p class="axis" aria-hidden="true"><span>{first}</span><span>{last}</span></p></li>'
    )


def _bars(kg: Sequence[Any], top: float) -> str:
    """Return bars on the scale of all routes; a gap is not reported, a hair is some or zero."""
    step = _WIDTH / max(len(kg), 6)
    bars = [
        f'<path d="M{place * step:.1f} {_HEIGHT:g}v-{max(0.8, _HEIGHT * value / top):.1f}'
        f'h{step * 0.78:.1f}V{_HEIGHT:g}z" opacity="{1 if place == len(kg) - 1 else 0.45}"/>'
        for place, value in enumerate(kg)
        if value is not None
    ]
    return (
        f'<svg viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" preserveAspectRatio="none" '
        f'style="fill:var(--route)" aria-hidden="true">{"".join(bars)}</svg>'
    )
