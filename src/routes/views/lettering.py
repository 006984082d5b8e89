"""How much room a text takes, before it is known with which letters it will be drawn."""

from __future__ import annotations

import textwrap
import unicodedata

# Width of a letter as a part of the size of the type; Chinese fills its square.
LETTER, SQUARE = 0.56, 1.0
BOLD = 1.08


def ems(text: str) -> float:
    """Return how wide a line is, as a multiple of the size of its type.

    Examples
    --------
    >>> [round(ems(text), 2) for text in ("Osh", "奥什", "")]
    [1.68, 2.0, 0.0]
    """
    # Marks of direction have no width, and marks over a letter none of their own.
    seen = [letter for letter in text if unicodedata.category(letter) not in {"Cf", "Mn"}]
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in seen)
    return SQUARE * wide + LETTER * (len(seen) - wide)


def wrapped(text: str, letters: int) -> list[str]:
    """Return the lines of a name, each about as wide as so many letters."""
    return textwrap.wrap(text, max(1, int(letters * len(text) * LETTER / max(ems(text), LETTER))))
