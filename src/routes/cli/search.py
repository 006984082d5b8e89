"""``routes search``: the catalogue of activities, by words and filters."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.catalogue import KINDS, LANGUAGES, search
from routes.catalogue.answers import ANSWER
from routes.catalogue.terms import country_label, label
from routes.cli.exits import DONE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator


WIDTH = 96


def add(command: argparse.ArgumentParser) -> None:
    """Add the options."""
    command.add_argument(
        "words", nargs="*", metavar="WORDS", help="words or a question, in six languages"
    )
    command.add_argument("--pillar", metavar="P", help="I, II, III or IV")
    command.add_argument("--route", metavar="R", help="northern, balkan or southern")
    command.add_argument("--year", metavar="Y", help="a year")
    command.add_argument("--country", metavar="C", help="ISO3 code or name")
    command.add_argument("--kind", metavar="K", help=", ".join(KINDS))
    command.add_argument("--lang", dest="language", metavar="L", help=", ".join(LANGUAGES))
    command.add_argument("--limit", type=int, default=20, metavar="N", help="default 20")
    command.add_argument("--json", action="store_true", help="for a program")
    command.set_defaults(run=run, parser=command)


def run(given: argparse.Namespace) -> int:
    """Print what fits, best first, and what a reader should know of it."""
    names = ("pillar", "route", "year", "country", "kind", "language", "limit")
    found = search(" ".join(given.words) or None, **{name: getattr(given, name) for name in names})
    if given.json:
        records = json.loads(pd.DataFrame(found).to_json(orient="records"))
        answer = {
            "total": found.total,
            "suggestion": found.suggestion,
            "note": found.note,
            "activities": records,
        }
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return DONE
    for row in found.itertuples():
        print("\n".join(_text(row, given.language or LANGUAGES[0])))
    print(found.note)
    return DONE


def _text(row: Any, language: str) -> Iterator[str]:
    """Yield the lines on one activity."""
    names: dict[str, Callable[[str, str], str]] = {
        "pillars": lambda one, language: label("pillar", one, language),
        "routes": lambda one, language: label("route", one, language),
        "countries": country_label,
    }
    if row.kind == ANSWER:
        yield row.title
        yield ""
        return
    tags = [label("kind", row.kind, language), _date(row)]
    for column, name in names.items():
        value = getattr(row, column)
        if pd.notna(value):
            tags.append(", ".join(name(one, language) for one in value.split(";")))
    yield row.title
    yield from _indented(" · ".join(tags))
    yield from _indented(row.snippet)
    yield from _indented(f"{row.activity} — {row.source}")
    yield ""


def _date(row: Any) -> str:
    known = row.date if isinstance(row.date, str) else row.year
    return "–" if pd.isna(known) else str(known)


def _indented(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
