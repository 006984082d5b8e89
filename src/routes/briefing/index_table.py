"""Many pages on the routes as one table of links: a row for each route and its drugs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.briefing.assembly import paragraph
from routes.briefing.index_cards import choice_said, choices, in_tongue, tongue_note
from routes.briefing.options import plain_default
from routes.briefing.registry import MODELS
from routes.escaping import escape
from routes.names import DRUGS, ROUTES
from routes.views.style import ROUTE_COLOURS
from routes.views.tables import spark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routes.briefing.index_cards import Card
    from routes.views.wording import Wording

# As many as fit a screen as cards.
FEW = 6


def fits_table(card: Card) -> bool:
    """Return whether a page has a place in a table: a route, and years."""
    years = card.about.get("years")
    return card.about.get("route") in ROUTES and isinstance(years, list) and len(years) == 2  # noqa: PLR2004


def pages_table(cards: Sequence[Card], wording: Wording) -> str:
    """Return a table of pages: by route and drugs down, by years and what else was chosen across.

    Parameters
    ----------
    cards : sequence of Card
        Each of which `fits_table`.
    wording : Wording
    """
    columns = dict(sorted({_column(card): _across(card, wording) for card in cards}.items()))
    rows = sorted({_row(card) for card in cards}, key=_row_place)
    drugs = len({drugs for _, drugs in rows}) > 1
    say = wording.say
    corner = say("index.row.drugs" if drugs else "index.row.route")
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in columns.values())
    bodies = []
    for route, found in groupby(rows, key=lambda row: row[0]):
        colour = f'style="--route:var(--{route})"'
        name = escape(say(f"route.{route}.title"))
        lines = []
        if drugs:
            lines.append(
                f'<tr class="of" {colour}><th scope="rowgroup" colspan="{len(columns) + 1}">'
                f"{name}</th></tr>"
            )
        for row in found:
            head = escape(wording.drugs(row[1])) if drugs else name
            cells = "".join(_cell(cards, row, column, wording) for column in columns)
            kind = "" if drugs else f' class="of" {colour}'
            lines.append(f'<tr{kind}><th scope="row">{head}</th>{cells}</tr>')
        bodies.append(f"<tbody>{''.join(lines)}</tbody>")
    caption = escape(say("index.table"))
    bars = any(card.about.get("kg") for card in cards)
    note = paragraph(say("index.table.bars"), classes="source") if bars else ""
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{caption}">'
        f'<table class="pages"><caption><span>{caption}</span></caption>'
        f'<thead><tr><th scope="col">{escape(corner)}</th>{heads}</tr></thead>'
        f"{''.join(bodies)}</table></div>{note}"
    )


def drugs_of(card: Card) -> tuple[str, ...]:
    """Return the drugs of a page, in table order; none where its kind is not known."""
    given = card.changed.get("drugs")
    if given is None:
        defaults = [plain_default(model.model_fields["drugs"])
                    for model in MODELS
                    if model.kind == card.kind and "drugs" in model.model_fields]  # fmt: skip
        given = defaults[0] if defaults else ()
    return tuple(drug for drug in DRUGS if drug in given)


def _row(card: Card) -> tuple[str, tuple[str, ...]]:
    return card.about["route"], drugs_of(card)


def _row_place(row: tuple[str, tuple[str, ...]]) -> tuple[int, int, tuple[int, ...]]:
    route, drugs = row
    return ROUTES.index(route), -len(drugs), tuple(DRUGS.index(drug) for drug in drugs)


def _rest(card: Card) -> dict[str, Any]:
    return {name: value for name, value in choices(card).items() if name != "drugs"}


def _column(card: Card) -> tuple[str, int, int]:
    """Return where a column stands: fewest choices first, then the latest and longest period."""
    first, last = card.about["years"]
    rest = _rest(card)
    return f"{len(rest)} {rest}", -last, first


def _across(card: Card, wording: Wording) -> str:
    said = [choice_said(name, value, wording) for name, value in _rest(card).items()]
    return wording.joined([wording.years(*card.about["years"]), *said])


def _cell(cards: Iterable[Card], row: Any, column: Any, wording: Wording) -> str:
    links = "".join(
        _link(card, wording) for card in cards if (_row(card), _column(card)) == (row, column)
    )
    return f"<td>{links}</td>"


def _link(card: Card, wording: Wording) -> str:
    route, drugs = _row(card)
    visible = _across(card, wording)
    name = [
        wording.say(f"route.{route}.title"),
        *([wording.drugs(drugs)] if drugs else []),
        visible,
    ]
    other = f' hreflang="{escape(card.language)}"' if in_tongue(card, wording) else ""
    stale = ""
    if card.stale_since is not None:
        stale = f' <span class="stale">{escape(wording.say("index.stale_short"))}</span>'
    bars = spark(pd.Series(card.about.get("kg", []), dtype=float), ROUTE_COLOURS[route])
    return (
        f'<a href="{escape(card.address)}"{other} aria-label="{escape(wording.joined(name))}">'
        f"{escape(visible)}</a>{stale}{tongue_note(card, wording)}{bars}"
    )
