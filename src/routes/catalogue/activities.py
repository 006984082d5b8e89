"""The catalogue: every activity of the partnership that the tables know, in three languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.analysis import country_list
from routes.catalogue.terms import LANGUAGES, country_label, label
from routes.network import ROUTES
from routes.partnership import (
    attendance,
    documents,
    fact_sheet_countries,
    hosts,
    liaison_officers,
    meetings,
    pillars,
    recommendations,
    report_facts,
    synergies,
    systems,
)
from routes.reference import data_dir, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

COLUMNS = (
    *("activity", "kind", "title", "title_ru", "title_zh", "pillars", "routes", "year", "date"),
    *("countries", "text", "text_ru", "text_zh", "source", "confidence"),
)
SOURCE_STATE = "AFG"
_FACT_SHEETS_FACT = "SF102"
_NO_ACTIVITY = "context"


def activities() -> pd.DataFrame:
    """Return the catalogue of activities, in order of date, those without a date last.

    Meetings, posts (one row a list), documents, recommendations (one row a working group), fact
    sheets, and the programmes, bodies, units and data systems of the report.

    Returns
    -------
    DataFrame
        ``activity`` (kind and key, stable), ``kind``, ``title``, ``title_ru``, ``title_zh``,
        ``pillars``, ``routes``, ``year`` (missing where it is not known), ``date`` (ISO 8601, as
        precise as known), ``countries``, ``text``, ``text_ru``, ``text_zh`` (what else is
        searched), ``source``, ``confidence`` of the row. ``pillars``, ``routes`` and
        ``countries`` are ";"-separated.

        The countries of a meeting and of what it recommended are its host and the States known
        by name to have attended; of a post, its host and those it serves. Its routes are those
        whose list of transit States holds the host, all three for Afghanistan, where they begin;
        none for a meeting in Vienna (headquarters), a virtual one, or one whose place is not
        known. Pillars and routes of a programme are those of `synergies`, in part own reading.
        A post that a document does not list is no row.

    Examples
    --------
    >>> found = activities().set_index("activity").loc["post:2022-TUR"]
    >>> found[["title", "routes", "title_zh"]].to_list()
    ['National Liaison Officer, Ankara', 'balkan', '国家联络干事，安卡拉']
    """
    return _activities(data_dir()).copy()


@cache
def _activities(folder: Path) -> pd.DataFrame:  # noqa: ARG001 - the key of the cache
    makers: tuple[Callable[[], Iterator[dict[str, Any]]], ...] = (
        *(_meetings, _posts, _documents, _recommendations, _fact_sheets, _programmes),
    )
    frame = pd.DataFrame([row for make in makers for row in make()], columns=list(COLUMNS))
    frame["year"] = frame["year"].astype("Int64")
    for column in ("pillars", "routes", "countries", "date"):
        frame[column] = frame[column].astype("str").where(frame[column].fillna("") != "")
    return frame.sort_values(["year", "date"], kind="stable", ignore_index=True)


def _row(kind: str, key: str, texts: dict[str, Iterable[object]], **fields: Any) -> dict[str, Any]:
    """Return a row; `texts` are the parts of its text in each language, empty ones left out."""
    said = {
        f"text{_end(language)}": " · ".join(str(part) for part in parts if _known(part))
        for language, parts in texts.items()
    }
    for column in ("pillars", "routes", "countries"):
        value = fields.get(column, "")
        fields[column] = value if isinstance(value, str) else ";".join(dict.fromkeys(value))
    return {"activity": f"{kind}:{key}", "kind": kind, **fields, **said}


def _end(language: str) -> str:
    return "" if language == LANGUAGES[0] else f"_{language}"


def _known(part: object) -> bool:
    return isinstance(part, str) and part != ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _titles(titles: dict[str, str]) -> dict[str, str]:
    return {f"title{_end(language)}": title for language, title in titles.items()}


def _given(kind: str, key: str, english: str) -> dict[str, str]:
    """Return the titles of an activity, the English one where a translation is missing."""
    known = _translations(data_dir())
    return {language: known.get((kind, key, language), english) for language in LANGUAGES}


@cache
def _translations(folder: Path) -> dict[tuple[str, str, str], str]:  # noqa: ARG001 - the key
    rows = table("activity_titles")
    keys = zip(rows["kind"], rows["key"], rows["language"], strict=True)
    return dict(zip(keys, rows["title"], strict=True))


def _routes_of(iso3: object) -> list[str]:
    if not isinstance(iso3, str):
        return []
    return [route for route in ROUTES if iso3 == SOURCE_STATE or iso3 in country_list(route)]


def _tags(held: object, routes: Iterable[str], language: str) -> list[str]:
    """Return the words on pillars and routes; of a single pillar its name too."""
    numbers = _text(held).split(";") if _known(held) else []
    said = [_joined([label("pillar", number, language) for number in numbers], language)]
    if len(numbers) == 1:
        english = pillars()["name"].get(numbers[0], "")
        name = label("pillar name", numbers[0], language)
        said.append(english if language == LANGUAGES[0] else name)
    return [*said, _joined([label("route", route, language) for route in routes], language)]


def _place(row: Any, language: str) -> str:
    if not _known(row.city):
        return ""
    city = label("place", row.node, language) if _known(row.node) else row.city
    city = row.city if city == row.node else city
    return _joined([city, country_label(row.iso3, language)], language)


def _joined(words: Iterable[str], language: str) -> str:
    return ("，" if language == "zh" else ", ").join(words)


def _countries(codes: Iterable[str], word: str, language: str) -> str:
    names = _joined([country_label(code, language) for code in codes], language)
    return f"{label('word', word, language)}{_colon(language)}{names}" if names else ""


def _colon(language: str) -> str:
    return "：" if language == "zh" else ": "


def _with_routes(rows: pd.DataFrame) -> dict[str, list[str]]:
    placed = hosts(rows)
    return {row.meeting: _routes_of(row.iso3) for row in placed.itertuples()}


def _came() -> dict[str, list[str]]:
    known = attendance().query("kind == 'state'")
    return {str(key): list(codes) for key, codes in known.groupby("meeting")["party"]}


def _meetings() -> Iterator[dict[str, Any]]:
    rows = pd.DataFrame(meetings())
    routes, came = _with_routes(rows), _came()
    for row in rows.itertuples():
        on, present = routes.get(row.meeting, []), came.get(row.meeting, [])
        counts = [
            f"{_text(row.participants_text)} participants" if _known(row.participants_text) else "",
            f"{row.states_text} States" if _known(row.states_text) else "",
            f"{row.organizations_text} organizations" if _known(row.organizations_text) else "",
            f"{row.recommendations} recommendations" if pd.notna(row.recommendations) else "",
        ]
        english = [
            f"host: {row.host}" if _known(row.host) else "",
            ", ".join(filter(None, counts)),
            row.note,
            row.date_precision if pd.isna(row.year) else "",
            row.meeting,
        ]
        texts = {
            language: [
                row.dates if _known(row.date_start) else label("word", "year unknown", language),
                _place(row, language),
                label("format", row.format, language) if _known(row.format) else "",
                label("meeting kind", row.kind, language),
                label("status", row.status, language) if row.status != "held" else "",
                *_tags(row.pillars, on, language),
                _countries(present, "attended", language),
                *(english if language == LANGUAGES[0] else [row.meeting]),
            ]
            for language in LANGUAGES
        }
        yield _row(
            "meeting", row.meeting, texts, **_titles(_given("meeting", row.meeting, row.title)),
            pillars=_text(row.pillars), routes=on, year=row.year, date=row.date_start,
            countries=[code for code in (row.iso3, *present) if _known(code)],
            source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _posts() -> Iterator[dict[str, Any]]:
    for row in liaison_officers().itertuples():
        serves = _text(row.serves).split(";") if _known(row.serves) else []
        on = _routes_of(row.iso3)
        titles = {
            language: _joined(
                [label("role", row.role, language), label("place", row.node, language)], language
            )
            for language in LANGUAGES
        }
        titles = {language: title[:1].upper() + title[1:] for language, title in titles.items()}
        when = row.year_basis if pd.isna(row.year) else str(row.year)
        texts = {
            language: [
                when,
                _place(row, language),
                label("status", row.status, language),
                _countries(serves if serves != [row.iso3] else [], "serves", language),
                *_tags("", on, language),
                *((row.serves_area, row.note) if language == LANGUAGES[0] else ()),
            ]
            for language in LANGUAGES
        }
        yield _row(
            "post", row.post, texts, **_titles(titles), routes=on, year=row.year,
            date=None if pd.isna(row.year) else str(row.year), countries=[row.iso3, *serves],
            source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _documents() -> Iterator[dict[str, Any]]:
    for row in documents().itertuples():
        texts = {
            language: [
                row.date if _known(row.date) else label("word", "year unknown", language),
                label("document kind", row.kind, language),
                row.symbol,
                row.job_number,
                *((row.body, row.session, row.note) if language == LANGUAGES[0] else ()),
            ]
            for language in LANGUAGES
        }
        yield _row(
            "document", row.Index, texts, **_titles(_given("document", row.Index, row.title)),
            year=int(row.date[:4]) if _known(row.date) else None, date=row.date,
            source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _recommendations() -> Iterator[dict[str, Any]]:
    held = pd.DataFrame(meetings())
    routes, came = _with_routes(held), _came()
    groups = {row.meeting: row for row in held.itertuples()}
    for row in recommendations().itertuples():
        group = groups[row.meeting]
        of, by = _given("meeting", row.meeting, group.title), groups.get(row.endorsed_by)
        ended = by and _given("meeting", by.meeting, by.title)
        on = routes.get(row.meeting, [])
        titles = {
            language: label("word", "recommendations of", language).format(
                number=row.number, title=of[language]
            )
            for language in LANGUAGES
        }
        texts = {
            language: [
                group.dates,
                label("meeting kind", group.kind, language),
                _place(group, language),
                f"{label('word', 'endorsed by', language)}{_colon(language)}"
                f"{ended[language] if ended else label('word', 'not known', language)}",
                *_tags(row.pillar, on, language),
                *((row.note,) if language == LANGUAGES[0] else ()),
                row.meeting,
            ]
            for language in LANGUAGES
        }
        yield _row(
            "recommendations", f"{row.meeting}:{row.pillar}", texts, **_titles(titles),
            pillars=row.pillar, routes=on, year=row.year, date=group.date_start,
            countries=[c for c in (group.iso3, *came.get(row.meeting, [])) if _known(c)],
            source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _fact_sheets() -> Iterator[dict[str, Any]]:
    year = int(report_facts().loc[_FACT_SHEETS_FACT, "as_of"])
    for row in fact_sheet_countries().itertuples():
        on = _routes_of(row.Index)
        titles = {
            language: label("word", "fact sheet of", language).format(
                title=country_label(row.Index, language)
            )
            for language in LANGUAGES
        }
        texts = {
            language: [
                str(year),
                *_tags("", on, language),
                _joined([label("topic", part, language) for part in row.region.split(";")], language),
                label("word", "inferred", language) if row.confidence == "inferred" else "",
            ]
            for language in LANGUAGES
        }
        yield _row(
            "fact sheet", row.Index, texts, **_titles(titles), routes=on, year=year,
            date=str(year), countries=[row.Index], source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _programmes() -> Iterator[dict[str, Any]]:
    edges = synergies().query("from_kind == 'system'")
    for row in systems().itertuples():
        if row.kind == _NO_ACTIVITY:
            continue
        mine = edges[edges["from_node"] == row.Index]
        touched = {
            kind: sorted(set(mine.loc[mine["to_kind"] == kind, "to_node"]))
            for kind in ("pillar", "route")
        }
        on = [route for route in ROUTES if route in touched["route"]]
        held = ";".join(touched["pillar"])
        titles = _given("programme", row.Index, row.name) | {"zh": row.name_zh}
        if row.acronym != row.name:
            titles = {
                language: title if title.endswith(")") else f"{title} ({row.acronym})"
                for language, title in titles.items()
            }
        texts = {
            language: [
                label("programme kind", row.kind, language),
                *_tags(held, on, language),
                *((row.owner, row.note) if language == LANGUAGES[0] else ()),
                row.Index,
            ]
            for language in LANGUAGES
        }
        yield _row(
            "programme", row.Index, texts, **_titles(titles), pillars=held, routes=on,
            source=row.source, confidence=row.confidence,
        )  # fmt: skip
