"""Numbers that keep the word they were given with, also when they are added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

FLOORS = ("more than", "over", "at least")
CEILINGS = ("nearly", "almost")
AROUND = "around"
QUALIFIERS = (*FLOORS, *CEILINGS, AROUND)
_FORM = re.compile(rf"(?:({'|'.join(QUALIFIERS)}) )?([0-9][0-9,]*)")


@dataclass(frozen=True)
class Qualified:
    """A whole number and its qualifier: "more than 110".

    Adding keeps the qualifier. An exact number takes that of the other. Two floors ("more than",
    "over", "at least") make a floor, two ceilings ("nearly", "almost") a ceiling: of one word if
    both have it, else "more than" if either is strict, and "nearly". Whatever runs both ways,
    a floor with a ceiling or anything with "around", is "around" the sum of the numbers.

    Attributes
    ----------
    value : int
    qualifier : str, optional
        One of `QUALIFIERS`; None for a number as stated.

    Raises
    ------
    UnknownNameError
        For another qualifier.

    Examples
    --------
    >>> str(Qualified(110, "more than") + Qualified(140, "more than") + 100)
    'more than 350'
    >>> str(Qualified(110, "more than") + Qualified(450, "nearly"))
    'around 560'
    """

    value: int
    qualifier: str | None = None

    def __post_init__(self) -> None:
        if self.qualifier is not None and self.qualifier not in QUALIFIERS:
            raise unknown("qualifier", self.qualifier, QUALIFIERS)

    @classmethod
    def of(cls, number: object, qualifier: object = None) -> Qualified | None:
        """Return the number of a table with its qualifier, either possibly missing."""
        if pd.isna(number):
            return None
        return cls(int(str(number)), None if pd.isna(qualifier) else str(qualifier))

    @classmethod
    def parse(cls, text: str) -> Qualified | None:
        """Return the number that a text states, or None where it states none.

        Examples
        --------
        >>> Qualified.parse("over 100")
        Qualified(value=100, qualifier='over')
        """
        found = _FORM.fullmatch(text.strip())
        return cls(int(found[2].replace(",", "")), found[1]) if found else None

    @property
    def at_least(self) -> int | None:
        """The least it can be; None where the words set no floor."""
        if self.qualifier is None or self.qualifier == "at least":
            return self.value
        return self.value + 1 if self.qualifier in FLOORS else None

    @property
    def at_most(self) -> int | None:
        """The most it can be; None where the words set no ceiling."""
        return self.value if self.qualifier in (None, *CEILINGS) else None

    def __add__(self, other: Qualified | int) -> Qualified:
        if isinstance(other, int):
            other = Qualified(other)
        word = _joined(self.qualifier, other.qualifier)
        return Qualified(self.value + other.value, word)

    def __radd__(self, other: int) -> Qualified:
        return self + other

    def __str__(self) -> str:
        return f"{self.qualifier + ' ' if self.qualifier else ''}{self.value:,}"


def _joined(one: str | None, other: str | None) -> str | None:
    if one is None or other is None or one == other:
        return one or other
    words = {one, other}
    if words <= {*FLOORS}:
        return "more than"
    return "nearly" if words <= {*CEILINGS} else AROUND


def total(numbers: Iterable[Qualified | None]) -> Qualified | None:
    """Return the sum of what is known; "at least" where a number is unknown, None if all are.

    Examples
    --------
    >>> str(total([Qualified(28), None]))
    'at least 28'
    """
    known, missing = [], False
    for number in numbers:
        missing |= number is None
        if number is not None:
            known.append(number)
    if not known:
        return None
    # What is unknown adds nothing or more: a floor under the sum of the others.
    return sum(known[1:], known[0]) + Qualified(0, "at least" if missing else None)
