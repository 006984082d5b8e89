"""The index over the fact sheets of a folder, made from the pages themselves."""

from __future__ import annotations

import datetime as dt
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.briefing.assembly import paragraph
from routes.briefing.document import document
from routes.briefing.whole import replace
from routes.views.escaping import escape
from routes.views.style import DRUG_COLOURS
from routes.views.tables import spark
from routes.views.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

REGIONS = ("central-asia", "west-asia", "caucasus", "south-eastern-europe")
_ABOUT = re.compile(r'<meta name="routes-factsheet" content="([^"]*)">')
_HEAD_BYTES = 64_000
_CSS = """
.sheets { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr));
  gap: 0.9rem; margin: 1rem 0; padding: 0; list-style: none; max-width: none; }
.sheets li { background: var(--paper); border: 1px solid var(--rule);
  border-inline-start: 4px solid #8c4a16;
  padding: 0.8rem 1rem; margin: 0; }
.sheets h3 { margin: 0 0 0.2rem; font-size: 1.1rem; }
.sheets p { font-size: 0.9rem; }
"""


def write_sheet_index(folder: Path) -> Path:
    """Write ``index.html`` over every fact sheet in `folder` and return its path."""
    target = folder / "index.html"
    replace(target, sheet_index(folder))
    return target


def sheets_in(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return the fact sheets of a folder with what each says of itself, by name of country."""
    found = [(path, about) for path in sorted(folder.glob("*.html")) if (about := _about(path))]
    return sorted(found, key=lambda item: (item[1]["title"], item[0].name))


def _about(path: Path) -> dict[str, Any] | None:
    """Return what a page says of itself; None for a file that is no fact sheet of ours."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            tag = _ABOUT.search(file.read(_HEAD_BYTES))
        if tag is None:
            return None
        about: dict[str, Any] = json.loads(unescape(tag[1]))
        dt.date.fromisoformat(about["made"])
        pd.Series(about["kg"], dtype=float)
        fits = all(isinstance(about[key], str) for key in ("title", "lead", "region"))
        fits = fits and len([int(year) for year in about["years"]]) == 2  # noqa: PLR2004
    except (OSError, ValueError, KeyError, TypeError):
        # Somebody else's file, or one cut short: it stays where it is and is not listed.
        return None
    return about if fits else None


def sheet_index(folder: Path) -> str:
    """Return the HTML of the index: one part a region, one card a sheet."""
    wording = Wording("en")
    found = sheets_in(folder)
    parts = []
    for region in [*REGIONS, ""]:
        # A country between two regions stands in the first.
        here = [(p, a) for p, a in found if _region(a) == region]
        if here:
            heading = wording.say(f"region.{region}") if region else wording.say("region.other")
            cards = "".join(_card(path, about, wording) for path, about in here)
            parts.append(
                f'<section><h2>{escape(heading)}</h2><ul class="sheets">{cards}</ul></section>'
            )
    title = wording.say("sheet.index.title")
    body = (
        f'<header id="headline" style="--route:var(--ink)"><h1>{escape(title)}</h1>'
        f"{paragraph(wording.say('sheet.index.lead'), classes='lead')}"
        f"{paragraph(wording.say('sheet.index.inferred'))}</header>"
        f"{''.join(parts)}{paragraph(wording.say('sheet.index.bars'), classes='source')}"
        f"<footer><p><b>{escape(wording.say('page.not_official'))}</b></p></footer>"
    )
    return document(title, body, wording=wording, style=_CSS)


def _region(about: dict[str, Any]) -> str:
    first = str(about["region"].split(";")[0])
    return first if first in REGIONS else ""


def _card(path: Path, about: dict[str, Any], wording: Wording) -> str:
    made = wording.say(
        "sheet.index.made",
        years=wording.years(*map(int, about["years"])),
        date=wording.date(dt.date.fromisoformat(about["made"])),
    )
    return (
        f'<li><h3><a href="{escape(path.name)}">{escape(about["title"])}</a></h3>'
        f"{spark(pd.Series(about['kg'], dtype=float), DRUG_COLOURS['heroin'])}"
        f"{paragraph(about['lead'])}{paragraph(made, classes='source')}</li>"
    )
