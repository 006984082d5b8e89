"""The index over the briefings of a folder, made from the pages themselves."""

from __future__ import annotations

import datetime as dt
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.briefing.assembly import paragraph, stylesheet
from routes.briefing.whole import replace
from routes.network import ROUTES
from routes.views.escaping import escape
from routes.views.style import ROUTE_COLOURS
from routes.views.tables import spark
from routes.views.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

_ABOUT = re.compile(r'<meta name="routes-briefing" content="([^"]*)">')
_HEAD_BYTES = 64_000
SEARCH_PAGE = "search.html"
_CSS = """
.cards { display: grid; gap: 1.2rem; margin: 2rem 0; padding: 0; list-style: none;
  max-width: none; }
.card { background: var(--paper); border: 1px solid var(--rule);
  border-inline-start: 6px solid var(--route);
  padding: 1rem 1.3rem; margin: 0; }
.card h2 { border: 0; margin: 0 0 0.3rem; padding: 0; font-size: 1.4rem; }
.card .source { font-size: 0.86rem; }
.card .spark { width: min(100%, 24rem); height: auto; margin: 0.6rem 0; }
"""


def write_index(folder: Path) -> Path:
    """Write ``index.html`` over every briefing in `folder` and return its path."""
    target = folder / "index.html"
    replace(target, index_page(folder))
    return target


def briefings(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return the pages of a folder with what each says of itself, in route order."""
    found = []
    for path in sorted(folder.glob("*.html")):
        about = _about(path)
        if about is not None:
            found.append((path, about))
    return sorted(found, key=_place)


def _place(item: tuple[Path, dict[str, Any]]) -> tuple[int, str, str]:
    """Return where a page stands: by route, its briefings before its pages on coverage."""
    path, about = item
    return ROUTES.index(about["route"]), str(about.get("kind", "")), path.name


def _about(path: Path) -> dict[str, Any] | None:
    """Return what a page says of itself; None for a file that is no briefing of ours."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            tag = _ABOUT.search(file.read(_HEAD_BYTES))
        if tag is None:
            return None
        about: dict[str, Any] = json.loads(unescape(tag[1]))
        dt.date.fromisoformat(about["made"])
        pd.Series(about["kg"], dtype=float)
        fits = about["route"] in ROUTES and isinstance(about["title"], str) and about["lead"]
    except (OSError, ValueError, KeyError, TypeError):
        # Somebody else's file, or one cut short: it stays where it is and is not listed.
        return None
    return about if fits else None


def index_page(folder: Path) -> str:
    """Return the HTML of the index."""
    wording = Wording("en")
    cards = "".join(
        f'<li class="card" style="--route:{ROUTE_COLOURS[about["route"]]}">'
        f'<h2><a href="{escape(path.name)}">{escape(about["title"])}</a></h2>'
        f"{paragraph(about['lead'])}"
        f"{spark(pd.Series(about['kg'], dtype=float), ROUTE_COLOURS[about['route']])}"
        + paragraph(
            wording.say(
                "index.made",
                date=wording.date(dt.date.fromisoformat(about["made"])),
                size=wording.number(path.stat().st_size / 1000),
            ),
            classes="source",
        )
        + "</li>"
        for path, about in briefings(folder)
    )
    title = escape(wording.say("index.title"))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{stylesheet()}{_CSS}</style></head><body><main>"
        f'<header id="headline" style="--route:var(--ink)"><h1>{title}</h1>'
        f"{paragraph(wording.say('index.lead'), classes='lead')}{_search(folder, wording)}</header>"
        f'<ul class="cards">{cards}</ul>'
        f"<footer><p><b>{escape(wording.say('page.not_official'))}</b></p></footer>"
        f"</main></body></html>\n"
    )


def _search(folder: Path, wording: Wording) -> str:
    """Return a link to the catalogue, if its page lies in the folder."""
    if not (folder / SEARCH_PAGE).is_file():
        return ""
    return f'<p><a href="{SEARCH_PAGE}">{escape(wording.say("index.search"))}</a></p>'
