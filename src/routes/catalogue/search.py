"""Search the catalogue by words and by pillar, route, year, country and kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.catalogue.answers import ANSWER, answer
from routes.catalogue.filters import (
    require_country,
    require_kind,
    require_pillar,
    require_route,
    require_year,
)
from routes.catalogue.found import Found
from routes.catalogue.index import index
from routes.catalogue.order import place_in_time
from routes.catalogue.query import QueryError, meant
from routes.catalogue.question import PARTNER, Question, understood
from routes.catalogue.said import ending
from routes.catalogue.terms import KINDS, require_language
from routes.catalogue.words import tokens
from routes.network import ROUTES
from routes.partnership import PILLARS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routes.catalogue.index import Index
    from routes.catalogue.query import Part

COLUMNS = (
    *("activity", "kind", "title", "year", "date", "pillars", "routes", "countries", "score"),
    *("snippet", "source"),
)
SNIPPET_WORDS = 18
_WORD = re.compile(r"\S+")


def search(
    query: str | None = None,
    *,
    pillar: str | int | None = None,
    route: str | None = None,
    year: int | str | None = None,
    country: str | None = None,
    kind: str | None = None,
    language: str | None = None,
    limit: int | None = 20,
) -> Found:
    """Search the activities of the partnership, in six languages.

    Every word must be found, in whatever language the activity is told. A word finds what begins
    with it; a form of a known term ("precursors", "прекурсоров", "易制毒化学品") finds what any
    other form of it finds; text in quotation marks is words in a row. Nothing typed is the syntax
    of a search engine.

    A question is understood as one: small words are left out, "last", "first" and "next" order by
    date, "how many" is answered with a count, "is … a partner" with yes or with "not in the
    list"; a word for a kind ("officer") restricts the answer to it. What answers in a sentence is
    the first row, of the kind ``"answer"``. Without a word to rank by, the newest comes first.

    Parameters
    ----------
    query : str, optional
        Words. Without them everything that fits is listed, in order of date.
    pillar : {"I", "II", "III", "IV"}, optional
        Or 1 to 4, or a name.
    route : {"northern", "balkan", "southern"}, optional
        Or a name.
    year : int or str, optional
    country : str, optional
        ISO3 code or name: host, known to have attended, served, or subject.
    kind : str, optional
        ``"meeting"``, ``"post"``, ``"document"``, ``"recommendations"``, ``"fact sheet"``,
        ``"programme"`` or ``"partner"``, or a name. Names are understood in the six languages.
    language : {"en", "fr", "es", "ru", "ar", "zh"}, optional
        Of title and snippet; English by default.
    limit : int, optional
        How many at most; None for all.

    Returns
    -------
    DataFrame
        Best first (BM25, a word in a title counting four times): ``activity``, ``kind``,
        ``title``, ``year``, ``date``, ``pillars``, ``routes``, ``countries``, ``score``
        (higher is better; missing without words), ``snippet``, ``source``. ``total``,
        ``suggestion`` and ``note`` are attributes; an empty frame prints its note.

    Raises
    ------
    UnknownNameError
        For a pillar, route, country, kind or language that does not exist.
    CatalogueYearError
        For a year outside the records.
    QueryError
        If nothing is asked for, or too much.

    Examples
    --------
    >>> search("precursor", pillar="III", year=2022)["activity"].to_list()
    ['recommendations:EWG2022-III:III', 'meeting:EWG2022-III']
    >>> search("прекурсоров", year=2022, language="zh")["title"].to_list()
    ['优先建议（11项）：前体', '前体']
    >>> search("precusor")
    Nothing fits 'precusor'; did you mean 'precursor'?
    >>> search("How many partners are there?")["title"][0]
    'Partners in these tables: 81 (States 58, organizations 23)'
    >>> search("last meeting on precursors")["date"][0]
    '2023-06-13'
    """
    filters = {"pillar": pillar, "route": route, "year": year, "country": country, "kind": kind}
    return search_in(index(), query, language=language, limit=limit, **filters)


def search_in(
    catalogue: Index,
    query: str | None,
    *,
    language: str | None = None,
    limit: int | None = 20,
    **filters: Any,
) -> Found:
    """Search a catalogue of one's own, as `search` does."""
    language = require_language(language)
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
        raise QueryError(f"limit is a whole number from 1, or None for all, not {limit!r}")
    chosen = _tags(catalogue, **filters)
    asked = understood(str(query), catalogue.words) if query is not None else Question(())
    parts = asked.parts
    if not parts and not asked.kind and (query or not chosen):
        raise QueryError(_what_can_be_asked(query))
    if asked.kind:
        chosen.setdefault("kind", asked.kind)
    if asked.party:
        chosen["party"] = asked.party
    tags = list(chosen.items())
    # Only a question wants all rows: to put them in order of date, or to count them.
    most = None if asked.asks or asked.kind else limit
    if asked.are_partners:
        rows = [
            row
            for code in asked.are_partners
            for row in catalogue.listed([*tags, ("country", code)])
        ]
        total, hits = len(rows), [(row, float("nan")) for row in rows]
    elif parts:
        hits = catalogue.ranked(parts, tags, most)
        total = len(hits) if most is None or len(hits) < most else catalogue.count(parts, tags)
    else:
        rows = catalogue.listed(tags)
        total, hits = len(rows), [(row, float("nan")) for row in rows[:most]]
    if asked.by_date:
        hits.sort(key=lambda hit: place_in_time(catalogue.frame, hit[0], asked))
    unfound = [] if total else _unfound(catalogue, parts)
    sentence = None
    # A word that is nowhere was not understood: what it would count is not known to be none.
    if most is None and not any(not part.meaning for part in unfound):
        sentence = answer(asked, catalogue.frame, [row for row, _ in hits], language)
    found = Found(_answered(_frame(catalogue, hits[:limit], parts, language), sentence))
    found.total = total
    found.suggestion = _suggestion(catalogue, str(query), unfound)
    found.note = _note(catalogue, found, query, parts, tags, unfound, answered=bool(sentence))
    return found


def _answered(rows: pd.DataFrame, sentence: str | None) -> pd.DataFrame:
    """Return the rows with the sentence that answers before them."""
    if sentence is None:
        return rows
    first = pd.DataFrame({name: rows[name].iloc[:0] for name in rows}).reindex([0])
    first[["activity", "kind", "title", "snippet"]] = [ANSWER, ANSWER, sentence, ""]
    first["source"] = "counted in the tables"
    return pd.concat([first, rows], ignore_index=True) if len(rows) else first


def _tags(catalogue: Index, **given: Any) -> dict[str, str]:
    """Return the checked filters, in the words of the index."""
    years = catalogue.frame["year"]
    checks = {
        "pillar": require_pillar,
        "route": require_route,
        "year": lambda year: str(require_year(year, years)),
        "country": require_country,
        "kind": require_kind,
    }
    return {name: checks[name](value) for name, value in given.items() if value is not None}


def _what_can_be_asked(query: str | None) -> str:
    asked = f"{query!r} holds no word to search for" if query else "nothing was asked for"
    return (
        f"{asked}; give words, or a pillar ({', '.join(PILLARS)}), a route ({', '.join(ROUTES)}), "
        f"a year, a country or a kind ({', '.join(KINDS)})"
    )


def _frame(
    catalogue: Index, hits: Sequence[tuple[int, float]], parts: Sequence[Part], language: str
) -> pd.DataFrame:
    rows = catalogue.frame.iloc[[row for row, _ in hits]].reset_index(drop=True)
    end = ending(language)
    rows["title"] = rows[f"title{end}"]
    rows["score"] = pd.Series([score for _, score in hits], dtype=float)
    looked = [(f"text{end}", "text")] * len(rows)
    rows["snippet"] = [
        _snippet(catalogue, [row[column] for column in columns], parts)
        for (_, row), columns in zip(rows.iterrows(), looked, strict=True)
    ]
    return rows[list(COLUMNS)]


def _snippet(catalogue: Index, texts: Sequence[str], parts: Sequence[Part]) -> str:
    """Return the words around the first part that is found, of the first text that has one."""
    for text in texts:
        words = _WORD.findall(text)
        for number, word in enumerate(words):
            if any(_fits(catalogue, words[number:], word, part) for part in parts):
                return _around(words, number)
    return _around(_WORD.findall(texts[0]), 0)


def _fits(catalogue: Index, rest: list[str], word: str, part: Part) -> bool:
    # One word too few or too many shown does no harm, so the first word decides.
    held = tokens(word)
    if part.words[0] in held or (part.begins and any(w.startswith(part.words[0]) for w in held)):
        return True
    near = catalogue.words.kept(" ".join(rest[:3]))
    known = catalogue.words.at(near, 0)
    return known is not None and part.words == (meant(known[0]),)


def _around(words: list[str], number: int) -> str:
    first = max(0, min(number - SNIPPET_WORDS // 3, len(words) - SNIPPET_WORDS))
    last = first + SNIPPET_WORDS
    shown = " ".join(words[first:last]).strip("· ")
    return f"{'… ' if first else ''}{shown}{' …' if last < len(words) else ''}"


def _unfound(catalogue: Index, parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if not catalogue.count([part], [])]


def _suggestion(catalogue: Index, query: str, unfound: Sequence[Part]) -> str | None:
    """Return the query with the nearest word for each that is nowhere, if each has one."""
    changed = query
    for part in unfound:
        close = catalogue.nearest(part.written)
        if close is None:
            return None
        changed = _exchanged(changed, part.written, close)
    if not unfound:
        return None
    # A proposal that finds nothing either is none.
    again = understood(changed, catalogue.words).parts
    return changed if again and catalogue.count(again, []) else None


def _exchanged(text: str, word: str, other: str) -> str:
    return re.sub(re.escape(word), lambda _: other, text, flags=re.IGNORECASE)


def _note(
    catalogue: Index,
    found: Found,
    query: str | None,
    parts: Sequence[Part],
    tags: list[tuple[str, str]],
    unfound: Sequence[Part],
    *,
    answered: bool,
) -> str:
    shown = len(found) - answered
    asked = [repr(query)] if parts else []
    asked += [f"{name} {value}" for name, value in tags]
    notes = []
    if answered and not found.total:
        notes.append("No activity fits.")
    elif not found.total:
        said = f"Nothing fits {', '.join(asked)}"
        said += f"; did you mean {found.suggestion!r}?" if found.suggestion else "."
        notes.append(said)
        nowhere = [part.written for part in unfound if part.written]
        if nowhere and not found.suggestion:
            notes.append(f"In no activity: {', '.join(nowhere)}.")
        if parts and tags and (without := catalogue.count(parts, [])):
            notes.append(f"Without the filters: {without}.")
    elif shown < found.total:
        notes.append(f"{shown} of {found.total} that fit.")
    else:
        notes.append(f"{found.total} fits." if found.total == 1 else f"{found.total} fit.")
    others = [pair for pair in tags if pair[0] != "year"]
    if others != tags and (undated := _undated(catalogue, parts, others)):
        notes.append(f"Left out, because the year is not known: {undated}.")
    return " ".join(notes)


def _undated(catalogue: Index, parts: Sequence[Part], tags: Sequence[tuple[str, str]]) -> int:
    """Return how many fit but for their year, which is not known."""
    if parts:
        rows = [row for row, _ in catalogue.ranked(parts, tags, None)]
    elif tags:
        rows = catalogue.listed(tags)
    else:
        rows = list(range(len(catalogue.frame)))
    found = catalogue.frame.iloc[rows]
    # A partner is one in every year.
    return int((found["year"].isna() & (found["kind"] != PARTNER)).sum())
