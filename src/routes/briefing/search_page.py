"""The page of the catalogue: searched in the browser, without a network."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.briefing.assembly import paragraph, stylesheet
from routes.briefing.fit import check_fit
from routes.briefing.pages import SEARCH_PAGE, index_name
from routes.catalogue import KINDS, LANGUAGES, activities
from routes.catalogue.index import LONG, SHORT, SURE, TEXTS, TITLE_WEIGHT, TITLES
from routes.catalogue.order import NOT_HELD
from routes.catalogue.question import KIND_OF, PACT
from routes.catalogue.said import RIGHT_TO_LEFT
from routes.catalogue.terms import country_label, label, named_countries, vocabulary
from routes.catalogue.words import RULES
from routes.escaping import block, escape
from routes.network import ROUTES
from routes.partnership import PILLARS, pillars
from routes.views import Wording, languages
from routes.views.messages import messages
from routes.views.wording import LANGUAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FILTERS = ("pillar", "route", "year", "kind", "country")
_TEMPLATES = Path(__file__).with_name("templates") / "search"


def checked_search_page(pages: Collection[str]) -> str:
    """Return ``search.html``, checked, with links to the pages beside it.

    Parameters
    ----------
    pages : collection of str
        File names of the pages that lie beside it.

    Raises
    ------
    PublicationError
        If the page would fetch anything.
    """
    page = search_page(activities(), links=page_links(pages))
    check_fit(page, SEARCH_PAGE, ("headline", "search", "results", "footer"))
    return page


def page_links(pages: Collection[str]) -> dict[str, str]:
    """Return which of the pages are on what: ``route:``, ``fact sheet:`` and ``index:`` keys.

    A page in another language has its language behind its key.
    """
    sheets = activities().query("kind == 'fact sheet'")["activity"]
    links = {f"route:{route}": route for route in ROUTES}
    links |= {key: key.partition(":")[2] for key in sheets}
    named = {key: f"{page}.html" for key, page in links.items()}
    for language in languages()[1:]:
        named[f"index:{language}"] = index_name(language)
        named |= {f"{key}:{language}": f"{page}-{language}.html" for key, page in links.items()}
    return {key: name for key, name in named.items() if name in pages}


def search_page(frame: pd.DataFrame, *, links: Mapping[str, str] | None = None) -> str:
    """Return the HTML of the page.

    Parameters
    ----------
    frame : DataFrame
        Of the form of `activities`.
    links : mapping of str to str, optional
        As `page_links` returns it.
    """
    say = _wording()[LANGUAGES[0]]
    spoken = Wording().say("language.name")
    data = block(_catalogue(frame, dict(links or {})))
    script = (_TEMPLATES / "search.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    # Only this script runs, whatever the tables may hold.
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    style = re.sub(r"\s+", " ", (_TEMPLATES / "search.css").read_text(encoding="utf-8")).strip()
    buttons = "".join(
        f'<button type="button" data-language="{code}" lang="{code}" '
        f'aria-pressed="{str(code == LANGUAGES[0]).lower()}">{LANGUAGE_NAMES[code]}</button>'
        for code in LANGUAGE_NAMES
        if code in languages()
    )
    selects = "".join(
        f'<label><span data-say="search.{name}">{escape(say[f"search.{name}"])}</span>'
        f'<select id="{name}"></select></label>'
        for name in FILTERS
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{escape(say['search.title'])}</title><style>{stylesheet()} {style}</style></head>"
        f'<body><main><header id="headline" style="--route:var(--ink)"><p class="kicker">'
        f'<a id="back" href="index.html" data-say="search.back">{escape(say["search.back"])}</a>'
        f"</p>"
        f'<h1 data-say="search.title">{escape(say["search.title"])}</h1>'
        f'<p class="lead" data-say="search.lead">{escape(say["search.lead"])}</p>'
        f'<div class="languages" role="group" aria-label="{escape(spoken)}">{buttons}</div>'
        f'</header><form id="search" role="search"><label class="words">'
        f'<span data-say="search.words">{escape(say["search.words"])}</span>'
        f'<input id="q" type="search" autocomplete="off" spellcheck="false"></label>{selects}'
        f'<button id="clear" type="button" data-say="search.clear">'
        f"{escape(say['search.clear'])}</button></form>"
        f'<p id="count" aria-live="polite"></p><ol id="results">{_cards(frame, say)}</ol>'
        f'<footer id="footer"><p data-say="search.rule">{escape(say["search.rule"])}</p>'
        f'<p><b data-say="search.not_official">{escape(say["search.not_official"])}</b></p>'
        f'</footer></main><script type="application/json" id="catalogue">{data}</script>'
        f"<script>{script}</script></body></html>\n"
    )


def _cards(frame: pd.DataFrame, say: Mapping[str, str]) -> str:
    """Return the whole catalogue as a list, for a browser without scripts."""
    cards = []
    for row in frame.itertuples():
        year = str(row.year) if pd.notna(row.year) else say["search.undated"]
        tags = [label("pillar", one, LANGUAGES[0]) for one in _split(row.pillars)]
        tags += [label("route", one, LANGUAGES[0]) for one in _split(row.routes)]
        shown = tags if row.kind == "partner" else [year, *tags]
        meta = "".join(f" · {escape(tag)}" for tag in shown)
        source = say["search.source"].format(source=row.source)
        if row.confidence != "stated":
            source = f"{source} · {say['search.inferred']}"
        cards.append(
            f'<li><p class="meta"><b>{escape(label("kind", row.kind, LANGUAGES[0]))}</b>{meta}'
            f"</p><h2>{escape(row.title)}</h2>{paragraph(row.text)}"
            f"{paragraph(source, classes='source')}</li>"
        )
    return "".join(cards)


def _split(text: object) -> list[str]:
    return text.split(";") if isinstance(text, str) else []


def _catalogue(frame: pd.DataFrame, links: dict[str, str]) -> dict[str, Any]:
    """Return everything the script works with."""
    codes = list(frame["countries"].dropna().str.split(";").explode().unique())
    words = vocabulary(codes)
    years = sorted({int(year) for year in frame["year"].dropna()}, reverse=True)
    rows = [
        {
            "activity": row.activity,
            "kind": row.kind,
            "title": [getattr(row, column) for column in TITLES],
            "text": [getattr(row, column) for column in TEXTS],
            "pillar": _split(row.pillars),
            "route": _split(row.routes),
            "country": list(dict.fromkeys(_split(row.countries))),
            "year": int(row.year) if pd.notna(row.year) else None,
            "date": row.date if isinstance(row.date, str) else None,
            "off": row.status in NOT_HELD,
            "party": _party(row),
            "number": int(row.number),
            "source": row.source,
            "stated": row.confidence == "stated",
        }
        for row in frame.itertuples()
    ]
    return {
        "rules": RULES
        | {"isolated": RIGHT_TO_LEFT, "slips": {"long": LONG, "sure": SURE, "short": SHORT}},
        "kind_of": KIND_OF,
        "pact": PACT,
        "said": {language: _said(language) for language in LANGUAGES},
        "forms": {" ".join(form): meaning for form, meaning in words.forms.items()},
        "stop": sorted(words.stop),
        "longest": words.longest,
        "weight": TITLE_WEIGHT,
        "searched": LANGUAGES,
        "languages": languages(),
        "directions": {language: Wording(language).direction for language in languages()},
        "words": _wording(),
        "labels": {language: _labels(language, codes) for language in languages()},
        "values": {
            "pillar": PILLARS,
            "route": ROUTES,
            "year": [str(year) for year in years],
            "kind": KINDS,
            "country": sorted(codes),
        },
        "links": links,
        "activities": rows,
    }


def _party(row: Any) -> str | None:
    if row.kind != "partner":
        return None
    return "state" if isinstance(row.countries, str) else "organization"


def _said(language: str) -> dict[str, Any]:
    """Return the sentences that answer a question, and the names that stand in them."""
    sentences = ("is partner", "is no partner", "counted", "counted partners", "nothing later")
    return {
        **{key: label("word", key, language) for key in sentences},
        "kind": {key: label("kind plural", key, language) for key in (*KINDS, "activity")},
        "country": {
            code: country_label(code, language) for code in sorted({*named_countries().values()})
        },
    }


def _labels(language: str, codes: list[str]) -> dict[str, dict[str, str]]:
    english = language == LANGUAGES[0]
    names = {
        key: name if english else label("pillar name", key, language)
        for key, name in pillars()["name"].items()
    }
    return {
        "kind": {key: label("kind", key, language) for key in KINDS},
        "pillar": {key: label("pillar", key, language) for key in PILLARS},
        "pillar name": names,
        "route": {key: label("route", key, language) for key in ROUTES},
        "country": {code: country_label(code, language) for code in codes},
    }


@cache
def _wording() -> dict[str, dict[str, str]]:
    """Return the sentences of the page in each language, English where there is none."""
    english = messages(LANGUAGES[0]).sentences
    keys = [key for key in english if key.startswith("search.")]
    return {
        language: {key: messages(language).sentences.get(key, english[key]) for key in keys}
        for language in languages()
    }
