"""The catalogue: every activity of the partnership that the tables know, in six languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.catalogue.said import (
    colon,
    ending,
    given_titles,
    joined,
    known,
    named,
    place,
    routes_by_meeting,
    routes_of,
    row_of,
    states_by_meeting,
    subjects_by_meeting,
    tags,
    text_of,
    titled,
    when,
)
from routes.catalogue.terms import LANGUAGES, country_label, label
from routes.network import ROUTES
from routes.partnership import (
    documents,
    fact_sheet_countries,
    liaison_officers,
    meetings,
    partners,
    recommendations,
    report_facts,
    synergies,
    systems,
)
from routes.reference import data_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COLUMNS = (
    *("activity", "kind"),
    *(f"title{ending(language)}" for language in LANGUAGES),
    *("pillars", "routes", "year", "date", "countries"),
    *(f"text{ending(language)}" for language in LANGUAGES),
    *("number", "status", "source", "confidence"),
)
_FACT_SHEETS_FACT = "SF102"
_NO_ACTIVITY = "context"


def activities() -> pd.DataFrame:
    """Return the catalogue of activities, in order of date, those without a date last.

    Meetings, posts (one row a list), documents, recommendations (one row a working group), fact
    sheets, the programmes, bodies, units and data systems of the report, and the partners.

    Returns
    -------
    DataFrame
        ``activity`` (kind and key, stable), ``kind``, ``title`` and ``title_fr``, ``title_es``,
        ``title_ru``, ``title_ar``, ``title_zh``, ``pillars``, ``routes``, ``year`` (missing where
        it is not known), ``date`` (ISO 8601, as precise as known), ``countries``, ``text`` and
        ``text_fr`` … ``text_zh`` (what else is searched), ``number`` (how many things a row stands
        for: recommendations of a group, else 1), ``status`` of a meeting or post, ``source``,
        ``confidence`` of the row. ``pillars``, ``routes`` and ``countries`` are ";"-separated.

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
        _partners,
    )
    frame = pd.DataFrame([row for make in makers for row in make()], columns=list(COLUMNS))
    frame["year"] = frame["year"].astype("Int64")
    frame["number"] = frame["number"].astype("Int64").fillna(1)
    for column in ("pillars", "routes", "countries", "date", "status"):
        frame[column] = frame[column].astype("str").where(frame[column].fillna("") != "")
    return frame.sort_values(["year", "date"], kind="stable", ignore_index=True)


def _meetings() -> Iterator[dict[str, Any]]:
    rows = pd.DataFrame(meetings())
    routes, came, about = routes_by_meeting(rows), states_by_meeting(), subjects_by_meeting()
    for row in rows.itertuples():
        named_as = given_titles("meeting", row.meeting, row.title)
        on, present = routes.get(row.meeting, []), came.get(row.meeting, [])
        counts = [
            f"{text_of(row.participants_text)} participants"
            if known(row.participants_text)
            else "",
            f"{row.states_text} States" if known(row.states_text) else "",
            f"{row.organizations_text} organizations" if known(row.organizations_text) else "",
            f"{row.recommendations} recommendations" if pd.notna(row.recommendations) else "",
        ]
        english = [
            f"host: {row.host}" if known(row.host) else "",
            ", ".join(filter(None, counts)),
            row.note,
            row.date_precision if pd.isna(row.year) else "",
            row.meeting,
        ]
        texts = {
            language: [
                row.dates if known(row.date_start) else label("word", "year unknown", language),
                place(row, language),
                label("format", row.format, language) if known(row.format) else "",
                label("meeting kind", row.kind, language),
                label("status", row.status, language) if row.status != "held" else "",
                *tags(row.pillars, on, language),
                _subjects(about.get(row.meeting, []), language),
                named(present, "attended", language),
                *(english if language == LANGUAGES[0] else [row.meeting]),
            ]
            for language in LANGUAGES
        }
        yield row_of(
            "meeting", row.meeting, texts, **titled(named_as),
            pillars=text_of(row.pillars), routes=on, year=row.year, date=row.date_start,
            countries=[c for c in (row.iso3, *present) if known(c)], status=row.status,
            source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _posts() -> Iterator[dict[str, Any]]:
    for row in liaison_officers().itertuples():
        serves = text_of(row.serves).split(";") if known(row.serves) else []
        on = routes_of(row.iso3)
        titles = {
            language: joined(
                [label("role", row.role, language), label("place", row.node, language)], language
            )
            for language in LANGUAGES
        }
        titles = {language: title[:1].upper() + title[1:] for language, title in titles.items()}
        texts = {
            language: [
                when(row, language),
                place(row, language),
                label("status", row.status, language),
                named(serves if serves != [row.iso3] else [], "serves", language),
                *tags("", on, language),
                *((row.serves_area, row.note) if language == LANGUAGES[0] else ()),
            ]
            for language in LANGUAGES
        }
        yield row_of(
            "post", row.post, texts, **titled(titles), routes=on, year=row.year,
            date=None if pd.isna(row.year) else str(row.year), countries=[row.iso3, *serves],
            status=row.status,
            source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _documents() -> Iterator[dict[str, Any]]:
    for row in documents().itertuples():
        titles = given_titles("document", row.Index, row.title)
        if row.kind == "resolution" and known(row.symbol):
            titles = {
                language: f"{label('document kind', row.kind, language).capitalize()} "
                f"{row.symbol}{colon(language)}{title}"
                for language, title in titles.items()
            }
        texts = {
            language: [
                row.date if known(row.date) else label("word", "year unknown", language),
                label("document kind", row.kind, language),
                row.symbol,
                row.job_number,
                *((row.body, row.session, row.note) if language == LANGUAGES[0] else ()),
            ]
            for language in LANGUAGES
        }
        yield row_of(
            "document", row.Index, texts, **titled(titles),
            year=int(row.date[:4]) if known(row.date) else None, date=row.date,
            source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _recommendations() -> Iterator[dict[str, Any]]:
    held = pd.DataFrame(meetings())
    routes, came = routes_by_meeting(held), states_by_meeting()
    groups = {row.meeting: row for row in held.itertuples()}
    for row in recommendations().itertuples():
        group = groups[row.meeting]
        of, by = given_titles("meeting", row.meeting, group.title), groups.get(row.endorsed_by)
        ended = by and given_titles("meeting", by.meeting, by.title)
        on = routes.get(row.meeting, [])
        titles = {
            language: _filled(
                label("word", "recommendations of", language),
                number=row.number,
                title=of[language],
            )
            for language in LANGUAGES
        }
        texts = {
            language: [
                group.dates,
                label("meeting kind", group.kind, language),
                place(group, language),
                _endorsed(ended[language] if ended else None, language),
                *tags(row.pillar, on, language),
                *((row.note,) if language == LANGUAGES[0] else ()),
                row.meeting,
            ]
            for language in LANGUAGES
        }
        yield row_of(
            "recommendations", f"{row.meeting}:{row.pillar}", texts, **titled(titles),
            pillars=row.pillar, routes=on, year=row.year, date=group.date_start, number=row.number,
            countries=[c for c in (group.iso3, *came.get(row.meeting, [])) if known(c)],
            source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _filled(sentence: str, **places: object) -> str:
    """Fill the named places of a sentence of a table; other braces are braces, and run nothing."""
    for name, value in places.items():
        sentence = sentence.replace(f"{{{name}}}", str(value))
    return sentence


def _fact_sheets() -> Iterator[dict[str, Any]]:
    year = int(report_facts().loc[_FACT_SHEETS_FACT, "as_of"])
    for row in fact_sheet_countries().itertuples():
        on = routes_of(row.Index)
        titles = {
            language: _filled(
                label("word", "fact sheet of", language), title=country_label(row.Index, language)
            )
            for language in LANGUAGES
        }
        texts = {
            language: [
                str(year),
                *tags("", on, language),
                joined(
                    [label("topic", part, language) for part in row.region.split(";")], language
                ),
                label("word", "inferred", language) if row.confidence == "inferred" else "",
            ]
            for language in LANGUAGES
        }
        yield row_of(
            "fact sheet", row.Index, texts, **titled(titles), routes=on, year=year,
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
        titles = given_titles("programme", row.Index, row.name) | {"zh": row.name_zh}
        if row.acronym != row.name:
            titles = {
                language: title if title.endswith(")") else f"{title} ({row.acronym})"
                for language, title in titles.items()
            }
        texts = {
            language: [
                label("programme kind", row.kind, language),
                *tags(held, on, language),
                *((row.owner, row.note) if language == LANGUAGES[0] else ()),
                row.Index,
            ]
            for language in LANGUAGES
        }
        yield row_of(
            "programme", row.Index, texts, **titled(titles), pillars=held, routes=on,
            source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _partners() -> Iterator[dict[str, Any]]:
    for row in partners().reset_index().itertuples():
        state = row.kind == "state"
        names = given_titles("partner", row.partner, row.name)
        if state:
            names = {language: country_label(row.partner, language) for language in LANGUAGES}
        titles = {
            language: _filled(label("word", "partner of", language), title=names[language])
            for language in LANGUAGES
        }
        texts = {
            language: [
                label("partner kind", row.kind, language),
                *(("" if state else row.partner, row.note) if language == LANGUAGES[0] else ()),
            ]
            for language in LANGUAGES
        }
        yield row_of(
            "partner", row.partner, texts, **titled(titles),
            countries=[row.partner] if state else [], source=row.source, confidence=row.confidence,
        )  # fmt: skip


def _subjects(topics: list[str], language: str) -> str:
    said = joined([label("topic", topic, language) for topic in topics], language)
    return f"{label('word', 'discussed', language)}{colon(language)}{said}" if said else ""


def _endorsed(by: str | None, language: str) -> str:
    name = by or label("word", "not known", language)
    return f"{label('word', 'endorsed by', language)}{colon(language)}{name}"
