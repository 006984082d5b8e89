"""What a reader typed, as parts that must all be found; never as the syntax of a search engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from routes.catalogue.terms import ASK
from routes.catalogue.words import SHORTEST, is_han, surfaces, tokens
from routes.errors import RoutesError

if TYPE_CHECKING:
    from routes.catalogue.terms import Vocabulary

MOST_PARTS = 32
# A private character, which no word can hold, marks what is meant rather than written.
MARK = "\ue000"
_SIGNS = re.compile(r"[^0-9A-Za-z]")
_QUOTED = re.compile(r'["“”«»「」]')


class QueryError(RoutesError, ValueError):
    """A query that asks for nothing, or for too much."""


class Part(NamedTuple):
    """One part of a query: a word, words in a row, or something meant.

    ``words`` are as in the index; ``begins`` says that a longer word fits too; ``written`` is what
    the reader typed, to propose another word for it; ``meaning`` is what a known term means.
    """

    words: tuple[str, ...]
    begins: bool = False
    written: str = ""
    meaning: str = ""

    @property
    def asks(self) -> bool:
        """Whether it is a word of a question, such as "who" or "last", and nothing to be found."""
        return self.meaning.startswith(ASK)

    @property
    def match(self) -> str:
        """The part in the syntax of FTS5, every word quoted."""
        phrase = " ".join(self.words)
        return f'"{phrase}" *' if self.begins else f'"{phrase}"'


def parts_of(query: str, words: Vocabulary) -> list[Part]:
    """Return the parts of a query; an empty list if it holds no word to search for.

    Text in quotation marks is words in a row, as written. Outside them a form of a known term
    stands for all its forms; Chinese characters in a row, and words joined by a sign as in
    "56/3", are a phrase; another word finds every word that begins with it.

    Raises
    ------
    QueryError
        If there are more than 32 parts.

    Examples
    --------
    >>> from routes.catalogue.terms import vocabulary
    >>> [part.match for part in parts_of("56/3 report OR *", vocabulary([]))]
    ['"56 3"', '"report" *']
    """
    found: list[Part] = []
    for number, text in enumerate(_QUOTED.split(query)):
        if number % 2:
            kept = tuple(words.kept(text))
            found += [Part(kept)] if kept else []
        else:
            found += _free(text, words)
    found = list({part.words: part for part in found}.values())
    if len(found) > MOST_PARTS:
        raise QueryError(f"a query of {len(found)} words; at most {MOST_PARTS} can be asked for")
    return found


def meant(meaning: str) -> str:
    """Return the word of the index for what is meant; no text can hold it."""
    # Any sign of ASCII would part it in two.
    return MARK + _SIGNS.sub(MARK, meaning)


def _free(text: str, words: Vocabulary) -> list[Part]:
    # Each word, and the number of the piece between spaces it stands in.
    numbered = [(word, n) for n, piece in enumerate(text.split()) for word in words.kept(piece)]
    typed = {stemmed: word for word in surfaces(text) for stemmed in tokens(word)}
    plain = [word for word, _ in numbered]
    found: list[Part] = []
    start = 0
    while start < len(plain):
        known = words.at(plain, start)
        if known:
            found.append(Part((meant(known[0]),), meaning=known[0]))
            start = known[1]
            continue
        end = start + 1
        while end < len(plain) and _in_a_row(*numbered[end - 1 : end + 1]):
            if words.at(plain, end):
                break
            end += 1
        found.append(_written(tuple(plain[start:end]), typed))
        start = end
    return found


def _in_a_row(before: tuple[str, int], after: tuple[str, int]) -> bool:
    return before[1] == after[1] and is_han(before[0]) == is_han(after[0])


def _written(row: tuple[str, ...], typed: dict[str, str]) -> Part:
    word = row[0]
    if len(row) > 1 or is_han(word):
        return Part(row)
    # A number is whole; so is what is too short to begin a word.
    begins = len(word) >= SHORTEST and not word.isdecimal()
    return Part(row, begins=begins, written=typed.get(word, word))
