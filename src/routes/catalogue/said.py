"""What a row of the catalogue says, in each language: titles, places, pillars, routes, States."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.analysis import country_list
from routes.catalogue.terms import LANGUAGES, country_label, label
from routes.network import ROUTES
from routes.partnership import attendance, hosts, pillars, report_facts
from routes.reference import data_dir, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

SOURCE_STATE = "AFG"
RIGHT_TO_LEFT = ("ar",)
_DATE = re.compile(r"\d{4}-\d\d[\d/-]*")


def row_of(
    kind: str, key: str, texts: Mapping[str, Sequence[object]], **fields: Any
) -> dict[str, Any]:
    """Return a row; `texts` are the parts of its text in each language, empty ones left out."""
    said = {
        f"text{ending(language)}": dates_apart(
            " · ".join(str(part) for part in parts if known(part)), language
        )
        for language, parts in texts.items()
    }
    for column in ("pillars", "routes", "countries"):
        value = fields.get(column, "")
        fields[column] = value if isinstance(value, str) else ";".join(dict.fromkeys(value))
    return {"activity": f"{kind}:{key}", "kind": kind, **fields, **said}


def dates_apart(text: str, language: str) -> str:
    """Return a text whose dates are read from left to right in a language that runs the other way.

    Examples
    --------
    >>> len(dates_apart("2022-07-18/07-19", "ar")), dates_apart("2022-07", "fr")
    (18, '2022-07')
    """
    return _DATE.sub("\u2066\\g<0>\u2069", text) if language in RIGHT_TO_LEFT else text


def ending(language: str) -> str:
    """Return the ending of the columns of a language."""
    return "" if language == LANGUAGES[0] else f"_{language}"


def known(part: object) -> bool:
    """Return whether a cell holds text."""
    return isinstance(part, str) and part != ""


def text_of(value: object) -> str:
    """Return the text of a cell, empty where it is missing."""
    return value if isinstance(value, str) else ""


def titled(titles: dict[str, str]) -> dict[str, str]:
    """Return titles by column."""
    return {f"title{ending(language)}": title for language, title in titles.items()}


def given_titles(kind: str, key: str, english: str) -> dict[str, str]:
    """Return the titles of an activity, the English one where a translation is missing."""
    given = _translations(data_dir())
    return {language: given.get((kind, key, language), english) for language in LANGUAGES}


@cache
def _translations(folder: Path) -> dict[tuple[str, str, str], str]:  # noqa: ARG001 - the key
    rows = table("activity_titles")
    keys = zip(rows["kind"], rows["key"], rows["language"], strict=True)
    return dict(zip(keys, rows["title"], strict=True))


def routes_of(iso3: object) -> list[str]:
    """Return the routes whose list of transit States holds one; of the source, all."""
    if not isinstance(iso3, str):
        return []
    return [route for route in ROUTES if iso3 == SOURCE_STATE or iso3 in country_list(route)]


def tags(held: object, routes: Iterable[str], language: str) -> list[str]:
    """Return the words on pillars and routes; of a single pillar its name too."""
    numbers = text_of(held).split(";") if known(held) else []
    said = [joined([label("pillar", number, language) for number in numbers], language)]
    if len(numbers) == 1:
        english = pillars()["name"].get(numbers[0], "")
        name = label("pillar name", numbers[0], language)
        said.append(english if language == LANGUAGES[0] else name)
    return [*said, joined([label("route", route, language) for route in routes], language)]


def place(row: Any, language: str) -> str:
    """Return city and country of a meeting or post."""
    if not known(row.city):
        return ""
    city = label("place", row.node, language) if known(row.node) else row.city
    city = row.city if city == row.node else city
    return joined([city, country_label(row.iso3, language)], language)


def joined(words: Iterable[str], language: str) -> str:
    """Return words as a list of the language."""
    return {"zh": "，", "ar": "، "}.get(language, ", ").join(words)


def named(codes: Iterable[str], word: str, language: str) -> str:
    """Return the names of countries behind a word; empty where there is none."""
    names = joined([country_label(code, language) for code in codes], language)
    return f"{label('word', word, language)}{colon(language)}{names}" if names else ""


def colon(language: str) -> str:
    """Return the colon of a language."""
    return {"zh": "：", "fr": " : "}.get(language, ": ")


def subjects_by_meeting() -> dict[str, list[str]]:
    """Return the topics that the report says a meeting was about, beyond its title."""
    facts = report_facts().query("attribute == 'subjects'")
    return {str(row.subject): str(row.value).split(";") for row in facts.itertuples()}


def routes_by_meeting(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Return the routes of every meeting that has a place on one."""
    placed = hosts(rows)
    return {row.meeting: routes_of(row.iso3) for row in placed.itertuples()}


def states_by_meeting() -> dict[str, list[str]]:
    """Return the States known by name to have attended each meeting."""
    came = attendance().query("kind == 'state'")
    return {str(key): list(codes) for key, codes in came.groupby("meeting")["party"]}


def when(row: Any, language: str) -> str:
    """Return the year of a list of posts; of an undated one the years it names."""
    if pd.notna(row.year):
        return str(row.year)
    if language == LANGUAGES[0]:
        return str(row.year_basis)
    years = "–".join(re.findall(r"\d{4}", row.year_basis))
    return f"{label('word', 'year unknown', language)} ({years})"
