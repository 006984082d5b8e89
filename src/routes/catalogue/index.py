"""The index of the catalogue: SQLite's FTS5, in memory, made once for each data folder."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
from rapidfuzz.distance import OSA, Hamming

from routes.catalogue.activities import activities
from routes.catalogue.query import meant
from routes.catalogue.said import ending
from routes.catalogue.terms import LANGUAGES, Vocabulary, vocabulary
from routes.catalogue.words import folded, surfaces
from routes.reference import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from routes.catalogue.query import Part

TITLES = tuple(f"title{ending(language)}" for language in LANGUAGES)
TEXTS = tuple(f"text{ending(language)}" for language in LANGUAGES)
# What a word in a title counts for, against one in the text.
TITLE_WEIGHT = 4.0
TAGS = ("kind", "pillar", "route", "year", "country")
# Letters of a word from which on two may be wrong, one may be another, and below which none.
LONG, SURE, SHORT = 9, 7, 5


@dataclass(frozen=True)
class Index:
    """A catalogue, its vocabulary and the data base that is asked.

    ``written`` holds every word of the catalogue as written, and how often.
    """

    frame: pd.DataFrame
    words: Vocabulary
    database: sqlite3.Connection
    written: Counter[str]

    def ranked(
        self, parts: Sequence[Part], tags: Iterable[tuple[str, str]], limit: int | None
    ) -> list[tuple[int, float]]:
        """Return row numbers that hold every part and every tag, and their scores, best first."""
        among, given = _tagged(tags)
        weights = ", ".join([str(TITLE_WEIGHT)] * len(TITLES) + ["1.0"] * len(TEXTS))
        # Nothing of the reader's is in this text: parts and tags are bound.
        sql = (
            f"SELECT rowid, -bm25(words, {weights}) AS score FROM words "  # noqa: S608
            f"WHERE words MATCH ?{among} ORDER BY score DESC, rowid LIMIT ?"
        )
        asked = " AND ".join(part.match for part in parts)
        cursor = self.database.execute(sql, [asked, *given, -1 if limit is None else limit])
        return [(int(row), float(score)) for row, score in cursor]

    def listed(self, tags: Iterable[tuple[str, str]]) -> list[int]:
        """Return the row numbers that have every tag, in the order of the catalogue."""
        given = list(tags)
        each = " INTERSECT ".join(["SELECT row FROM tags WHERE tag = ? AND value = ?"] * len(given))
        cursor = self.database.execute(f"{each} ORDER BY row", [t for pair in given for t in pair])
        return [int(row) for (row,) in cursor]

    def count(self, parts: Sequence[Part], tags: Iterable[tuple[str, str]]) -> int:
        """Return how many rows hold every part and every tag."""
        among, given = _tagged(tags)
        sql = f"SELECT count(*) FROM words WHERE words MATCH ?{among}"  # noqa: S608
        asked = " AND ".join(part.match for part in parts)
        return int(self.database.execute(sql, [asked, *given]).fetchone()[0])

    def nearest(self, word: str) -> str | None:
        """Return the word of the catalogue that is written most like `word`, or None.

        One letter may be missing, too many or exchanged with the next; of a word of seven letters
        or more one may be another, of nine two. The first letter is right. A word below five
        letters is like too many others. Of equals the more frequent is taken, then the first by
        alphabet.
        """
        plain = folded(word)
        if len(plain) < SHORT:
            return None
        most = 1 if len(plain) < LONG else 2
        best: tuple[int, int, str] | None = None
        for other, number in self.written.items():
            near = folded(other)
            if near[:1] != plain[:1]:
                continue
            apart = OSA.distance(plain, near, score_cutoff=most)
            # "police" is no slip of "policy".
            if len(plain) < SURE and apart == 1 and Hamming.distance(plain, near) == 1:
                continue
            if apart <= most and (best is None or (apart, -number, other) < best):
                best = (apart, -number, other)
        return best[2] if best else None


def index() -> Index:
    """Return the index over the catalogue of the data folder in use."""
    return _index(data_dir())


@cache
def _index(folder: Path) -> Index:  # noqa: ARG001 - the key of the cache
    return build(activities())


def build(frame: pd.DataFrame) -> Index:
    """Return an index over a catalogue of the form of `activities`."""
    codes = frame["countries"].dropna().str.split(";").explode().unique()
    words = vocabulary(codes)
    database = sqlite3.connect(":memory:", check_same_thread=False)
    columns = (*TITLES, *TEXTS)
    # The words come ready, so the tokenizer has only to part them at spaces: "ascii" takes every
    # other character as part of a word, of whatever version of Unicode.
    database.execute(
        f"CREATE VIRTUAL TABLE words USING fts5({', '.join(columns)}, tokenize='ascii', "
        "content='', columnsize=1)"
    )
    database.execute("CREATE TABLE tags (tag, value, row, PRIMARY KEY (tag, value, row)) "
                     "WITHOUT ROWID")  # fmt: skip
    texts = frame[list(columns)].fillna("")
    known: dict[str, str] = {}
    lines = []
    for number, (kind, row) in enumerate(
        zip(frame["kind"], texts.itertuples(index=False, name=None), strict=True)
    ):
        cells = []
        for text in row:
            if text not in known:
                known[text] = _indexed(text, words)
            cells.append(known[text])
        cells[len(TITLES)] = f"{cells[len(TITLES)]} {meant(f'kind.{kind}')}"
        lines.append((number, *cells))
    places = ", ".join("?" * (len(columns) + 1))
    database.executemany(
        f"INSERT INTO words (rowid, {', '.join(columns)}) VALUES ({places})",  # noqa: S608
        lines,
    )
    database.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?, ?)", _tags(frame))
    database.execute("INSERT INTO words(words) VALUES ('optimize')")
    written: Counter[str] = Counter()
    for column in columns:
        for text, times in texts[column].value_counts().items():
            for word in surfaces(str(text)):
                written[word] += int(times)
    return Index(frame, words, database, written)


def _indexed(text: str, words: Vocabulary) -> str:
    kept = words.kept(text)
    # What is meant stands behind the words, so that no phrase runs over it.
    return " ".join([*kept, *map(meant, words.meanings(kept))])


def _tags(frame: pd.DataFrame) -> Iterable[tuple[str, str, int]]:
    for tag, column in zip(
        TAGS, ("kind", "pillars", "routes", "year", "countries"), strict=True
    ):  # fmt: skip
        for number, value in enumerate(frame[column].astype(object)):
            if pd.isna(value):
                continue
            for one in str(value).split(";"):
                yield tag, one, number
    for number, (kind, code) in enumerate(zip(frame["kind"], frame["countries"], strict=True)):
        if kind == "partner":
            yield "party", "state" if isinstance(code, str) else "organization", number


def _tagged(tags: Iterable[tuple[str, str]]) -> tuple[str, list[str]]:
    given = list(tags)
    # The sign keeps SQLite from asking the index anew for every row that has the tag.
    sql = " AND +rowid IN (SELECT row FROM tags WHERE tag = ? AND value = ?)" * len(given)
    return sql, [text for pair in given for text in pair]
