"""What a reader's words ask for: what must be found, of which kind, in which order, how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from routes.catalogue.query import Part, parts_of

if TYPE_CHECKING:
    from routes.catalogue.terms import Vocabulary

COUNT, FIRST, LAST, NEXT = "count", "first", "last", "next"
PARTNER = "partner"
# Every partner is one of it.
PACT = "topic.Paris Pact"
# A question about one of these is about activities of that kind.
KIND_OF = {"meeting kind": "meeting", "partner kind": PARTNER}


class Question(NamedTuple):
    """A query, understood.

    ``parts`` must all be found; ``kind`` is the only kind asked for, if any, and ``party`` (state,
    organization) which of the partners; ``asks`` holds what a question asks (`COUNT`, `FIRST`,
    `LAST`, `NEXT`, ``question``) and is empty for plain words.
    """

    parts: tuple[Part, ...]
    kind: str | None = None
    party: str | None = None
    asks: frozenset[str] = frozenset()

    @property
    def by_date(self) -> bool:
        """Whether the answer stands in order of date: asked for, or nothing else to rank by."""
        ordered = self.asks & {FIRST, LAST, NEXT}
        ranked = [part for part in self.parts if not part.meaning and not part.words[0].isdecimal()]
        return bool(ordered or (self.asks and not ranked))

    @property
    def earliest_first(self) -> bool:
        """Whether that order begins with the oldest."""
        return FIRST in self.asks and not self.asks & {LAST, NEXT}

    @property
    def are_partners(self) -> tuple[str, ...]:
        """The countries of which only this is asked: whether they are partners."""
        countries = [part for part in self.parts if part.meaning.startswith("country.")]
        if self.kind != PARTNER or self.counted or len(countries) != len(self.parts):
            return ()
        return tuple(part.meaning.partition(".")[2] for part in countries)

    @property
    def counted(self) -> bool:
        """Whether a number of things of the kind is asked for."""
        return COUNT in self.asks


def understood(query: str, words: Vocabulary) -> Question:
    """Return what a query asks for.

    Plain words stay as they are. In a question the word for a kind ("officer", "совещание")
    restricts the answer to that kind; a working group or a conference to meetings, "States" to
    partners. The question whether a country is a partner may be put without a question word.

    Raises
    ------
    QueryError
        If there are more than 32 parts.

    Examples
    --------
    >>> from routes.catalogue.terms import vocabulary
    >>> asked = understood("When was the last meeting on precursors?", vocabulary([]))
    >>> asked.kind, sorted(asked.asks), [part.meaning for part in asked.parts]
    ('meeting', ['last', 'question'], ['topic.precursors'])
    """
    found = parts_of(query, words)
    asks = {part.meaning.partition(".")[2] for part in found if part.asks}
    parts = [part for part in found if not part.asks]
    groups = [part.meaning.partition(".")[0] for part in parts]
    kinds = [part.meaning.partition(".")[2] for part in parts if part.meaning[:5] == "kind."]
    bare = kinds == [PARTNER] and {*groups} == {"country", "kind"}
    if not asks and not bare:
        return Question(tuple(parts))
    about = [KIND_OF[group] for group in groups if group in KIND_OF]
    if not all(part.meaning or part.words[0].isdecimal() for part in parts):
        about = [kind for kind in about if kind != PARTNER]  # the States of something
    # Partners attend meetings and are served by officers: what else is named is meant.
    named = [kind for kind in kinds if kind != PARTNER] or kinds or about
    kind = named[0] if named else None
    if COUNT in asks and (asks & {FIRST, LAST, NEXT} or _counts(parts) != kind or not kind):
        asks.remove(COUNT)  # of something else, which no row is
        asks.add("question")
    parties = [part.meaning[13:] for part in parts if part.meaning[:13] == "partner kind."]
    party = parties[0] if parties and kind == PARTNER else None
    used = {"kind", "partner kind"} if party else {"kind"}
    kept = [
        part
        for part, group in zip(parts, groups, strict=True)
        if group not in used and not (kind == PARTNER and part.meaning == PACT)
    ]
    return Question(tuple(kept), kind, party, frozenset(asks))


def _counts(parts: list[Part]) -> str | None:
    """Return the kind that is counted: the first that is named, if no other word comes before."""
    for part in parts:
        group, _, key = part.meaning.partition(".")
        if group == "kind":
            return key
        if group in KIND_OF:
            return KIND_OF[group]
        if not group:
            return None
    return None
