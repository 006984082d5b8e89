"""Search the catalogue by words and by pillar, route, year, country and kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, cast

import pandas as pd

from routes.catalogue.filters import (
    require_country,
    require_kind,
    require_pillar,
    require_route,
    require_year,
)
from routes.catalogue.index import index
from routes.catalogue.query import QueryError, meant, parts_of
from routes.catalogue.terms import KINDS, LANGUAGES, require_language
from routes.catalogue.words import tokens
from routes.network import ROUTES
from routes.partnership import PILLARS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from routes.catalogue.index import Index
    from routes.catalogue.query import Part

COLUMNS = (
    *("activity", "kind", "title", "year", "pillars", "routes", "countries", "score", "snippet"),
    "source",
)
SNIPPET_WORDS = 18
_WORD = re.compile(r"\S+")


class Found(pd.DataFrame):  # type: ignore[misc]  # pandas is untyped
    """What a search found.

    Attributes
    ----------
    total : int
        How many activities fit; the frame may hold fewer.
    suggestion : str or None
        The query with the nearest word for one that is not in the catalogue.
    note : str
        What a reader should know: how many are shown, left out for want of a year, or why nothing
        fits.
    """

    _metadata: ClassVar = ["total", "suggestion", "note"]
    shown: ClassVar = ("activity", "title", "year", "pillars", "routes")
    total: int
    suggestion: str | None
    note: str

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        # A part of it is a frame like any other: its note would no longer be true.
        return cast("Callable[..., pd.DataFrame]", pd.DataFrame)

    def __repr__(self) -> str:
        if self.empty:
            return self.note
        plain = pd.DataFrame(self)[list(self.shown)].astype(object)
        text = str(plain.where(plain.notna(), "–").to_string(index=False))
        return f"{text}\n{self.note}"

    def _repr_html_(self) -> str | None:
        return None  # a notebook shows the same


def search(
    query: str | None = None,
    *,
    pillar: str | int | None = None,
    route: str | None = None,
    year: int | None = None,
    country: str | None = None,
    kind: str | None = None,
    language: str | None = None,
    limit: int | None = 20,
) -> Found:
    """Search the activities of the partnership, in English, Russian and Chinese.

    Every word must be found, in whatever language the activity is told. A word finds what begins
    with it; a form of a known term ("precursors", "прекурсоров", "易制毒化学品") finds what any
    other form of it finds; text in quotation marks is words in a row. Nothing typed is the syntax
    of a search engine.

    Parameters
    ----------
    query : str, optional
        Words. Without them everything that fits is listed, in order of date.
    pillar : {"I", "II", "III", "IV"}, optional
        Or 1 to 4, or a name.
    route : {"northern", "balkan", "southern"}, optional
        Or a name.
    year : int, optional
    country : str, optional
        ISO3 code or name: host, known to have attended, served, or subject.
    kind : str, optional
        ``"meeting"``, ``"post"``, ``"document"``, ``"recommendations"``, ``"fact sheet"`` or
        ``"programme"``, or a name. Names are understood in the three languages.
    language : {"en", "ru", "zh"}, optional
        Of title and snippet; English by default.
    limit : int, optional
        How many at most; None for all.

    Returns
    -------
    DataFrame
        Best first (BM25, a word in a title counting four times): ``activity``, ``kind``,
        ``title``, ``year``, ``pillars``, ``routes``, ``countries``, ``score`` (higher is better;
        missing without words), ``snippet``, ``source``. ``total``, ``suggestion`` and ``note`` are
        attributes; an empty frame prints its note.

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
    tags = list(chosen.items())
    parts = parts_of(str(query), catalogue.words) if query is not None else []
    if not parts and (query or not tags):
        raise QueryError(_what_can_be_asked(query))
    if parts:
        hits = catalogue.ranked(parts, tags, limit)
        total = len(hits) if limit is None or len(hits) < limit else catalogue.count(parts, tags)
    else:
        rows = catalogue.listed(tags)
        total, hits = len(rows), [(row, float("nan")) for row in rows[:limit]]
    found = Found(_frame(catalogue, hits, parts, language))
    found.total = total
    unfound = [] if total else _unfound(catalogue, parts)
    found.suggestion = _suggestion(catalogue, str(query), unfound)
    found.note = _note(catalogue, found, query, parts, tags, unfound)
    return found


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
    end = "" if language == LANGUAGES[0] else f"_{language}"
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
    return changed if unfound else None


def _exchanged(text: str, word: str, other: str) -> str:
    return re.sub(re.escape(word), lambda _: other, text, flags=re.IGNORECASE)


def _note(
    catalogue: Index,
    found: Found,
    query: str | None,
    parts: Sequence[Part],
    tags: list[tuple[str, str]],
    unfound: Sequence[Part],
) -> str:
    asked = [repr(query)] if parts else []
    asked += [f"{name} {value}" for name, value in tags]
    notes = []
    if not found.total:
        said = f"Nothing fits {', '.join(asked)}"
        said += f"; did you mean {found.suggestion!r}?" if found.suggestion else "."
        notes.append(said)
        nowhere = [part.written for part in unfound if part.written]
        if nowhere and not found.suggestion:
            notes.append(f"In no activity: {', '.join(nowhere)}.")
        if parts and tags and (without := catalogue.count(parts, [])):
            notes.append(f"Without the filters: {without}.")
    elif len(found) < found.total:
        notes.append(f"{len(found)} of {found.total} that fit.")
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
    return int(catalogue.frame["year"].iloc[rows].isna().sum())
