"""Numbers as people write them: which sign is the decimal one is decided for a whole column.

A cell says what it can on its own (`0,250` has a decimal comma, `1.234.567` points between
thousands). What reads two ways, such as `1.234`, follows the column; where the column does not
say either, it is asked, and never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

# No seizure weighs more in any unit; beyond it, sums lose their digits.
_LARGEST = 1e15
_EVIDENCE = 3
COMMA, POINT = "comma", "point"
_NAMES = {",": COMMA, ".": POINT}
_OTHER = {",": ".", ".": ","}

_SPACE = r"[ \u00a0\u2007\u2009\u202f'’٬]"
_GROUPED = re.compile(rf"[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+")
_SPACES = re.compile(_SPACE)
_EXPONENT = re.compile(r"(\d+(?:[.,]\d*)?|[.,]\d+)[eE]([+-]?\d{1,3})")
_THREES = {
    ",": re.compile(r"[1-9]\d{0,2}(?:,\d{3})+"),
    ".": re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+"),
}
# Lakh and crore: groups of two, the last of three.
_INDIAN = re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}")
_ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_DIGITS = re.compile(r"\d+")
_SIGNS = str.maketrans({"٫": ".", "−": "-", "－": "-", "＋": "+", "．": ".", "，": ","})

# Decided by the cell alone, or open: by the column.
WHOLE, OPEN, NONE = "whole", "open", "none"


class Written(NamedTuple):
    """How one number is written.

    ``value`` where the cell alone says it; ``decimal`` the sign that the cell proves to be the
    decimal one (`,`, `.`), or of an open cell the only sign in it; ``kind`` one of *whole*, *open*,
    *none*.
    """

    kind: str
    value: float = float("nan")
    decimal: str = ""


def plain_digits(text: str) -> str:
    """Return a text with the digits and number signs of every script as those of ASCII.

    Examples
    --------
    >>> plain_digits("۱۲۵ / ٣٫٥")
    '125 / 3.5'
    """
    if text.isascii():
        return text
    text = text.translate(_SIGNS)
    return "".join(
        str(unicodedata.decimal(letter)) if not letter.isascii() and letter.isdecimal() else letter
        for letter in text
    )


@lru_cache(maxsize=200_000)
def written(text: str) -> Written:
    """Return what a cell says on its own.

    Examples
    --------
    >>> written("0,250"), written("1.234").kind, written("1,23,456").value
    (Written(kind='whole', value=0.25, decimal=','), 'open', 123456.0)
    """
    word = text.strip()
    # Only the Arabic sign says by itself that it is decimal.
    arabic = "٫" in word
    word = plain_digits(word)
    sign = -1.0 if word[:1] == "-" else 1.0
    word = word[1:] if word[:1] in "+-" else word
    found = Written(WHOLE, _bounded(float(word))) if arabic and _float(word) else _body(word)
    if found.kind == WHOLE:
        return found._replace(value=sign * found.value)
    return found


def _float(word: str) -> bool:
    return re.fullmatch(r"\d+\.?\d*|\.\d+", word) is not None


def _bounded(value: float) -> float:
    return value if abs(value) < _LARGEST else float("nan")


def _whole(digits: str, decimal: str) -> Written:
    value = _bounded(float(digits))
    return Written(NONE) if value != value else Written(WHOLE, value, decimal)  # noqa: PLR0124


def _body(word: str) -> Written:  # noqa: C901, PLR0911 - one return a way of writing
    if _DIGITS.fullmatch(word):
        return _whole(word, "")
    if found := _EXPONENT.fullmatch(word):
        sign = next((s for s in ",." if s in found[1]), "")
        return _whole(f"{found[1].replace(',', '.')}e{found[2]}", sign)
    if _SPACES.search(word):
        # Groups of three between spaces; what follows a sign then is the decimal part.
        head, sign, tail = _parted(word)
        if not _GROUPED.fullmatch(head) or (tail and not _DIGITS.fullmatch(tail)):
            return Written(NONE)
        return _whole(f"{_SPACES.sub('', head)}.{tail or 0}", sign)
    signs = [letter for letter in word if letter in ",."]
    if not signs or not re.fullmatch(r"[\d.,]*\d[\d.,]*", word):
        return Written(NONE)
    if len(set(signs)) == 2:  # noqa: PLR2004
        head, sign, tail = _parted(word)
        if not _is_grouped(head, _OTHER[sign]) or not _DIGITS.fullmatch(tail):
            return Written(NONE)
        return _whole(f"{head.replace(_OTHER[sign], '')}.{tail}", sign)
    sign = signs[0]
    if len(signs) > 1:
        if not _is_grouped(word, sign):
            return Written(NONE)
        return _whole(word.replace(sign, ""), _OTHER[sign])
    if _ONE_GROUP.fullmatch(word):
        return Written(OPEN, decimal=sign)
    return _whole(word.replace(",", "."), sign)


def _parted(word: str) -> tuple[str, str, str]:
    at = max(word.rfind(","), word.rfind("."))
    return (word[:at], word[at], word[at + 1 :]) if at >= 0 else (word, "", "")


def _is_grouped(word: str, sign: str) -> bool:
    if _THREES[sign].fullmatch(word):
        return True
    return sign == "," and _INDIAN.fullmatch(word) is not None


@dataclass(frozen=True)
class NumberStyle:
    """How the numbers of a column are written: what was found in it, and what follows.

    Styles of the parts of a column add up to the style of the column.

    Attributes
    ----------
    comma, point : tuple of str
        Cells that prove it the decimal sign, at most three.
    open_comma, open_point : tuple of str
        Cells with one such sign that read two ways, at most three.
    answer : str
        ``","`` or ``"."`` where it was asked and answered, or said by something other than the
        column; empty otherwise.
    because : str
        Why, where `answer` is not the column's own.
    """

    comma: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    open_comma: tuple[str, ...] = ()
    open_point: tuple[str, ...] = ()
    answer: str = ""
    because: str = field(default="")

    def __add__(self, other: NumberStyle) -> NumberStyle:
        comma, point, open_comma, open_point = (
            tuple(dict.fromkeys([*getattr(self, name), *getattr(other, name)]))[:_EVIDENCE]
            for name in ("comma", "point", "open_comma", "open_point")
        )
        answer, because = self.answer or other.answer, self.because or other.because
        return NumberStyle(comma, point, open_comma, open_point, answer, because)

    @property
    def decimal(self) -> str:
        """The decimal sign; empty where the column does not say, or says both."""
        if self.answer:
            return self.answer
        if bool(self.comma) == bool(self.point):
            return ""
        return "," if self.comma else "."

    @property
    def mixed(self) -> bool:
        """Whether cells prove both signs to be the decimal one."""
        return bool(self.comma and self.point)

    @property
    def undecided(self) -> tuple[str, ...]:
        """Cells that read two ways in a column that does not say which."""
        if self.decimal or self.mixed:
            return ()
        return (*self.open_comma, *self.open_point)[:_EVIDENCE]

    @property
    def how(self) -> str:
        """The decision in words; empty where there was nothing to decide."""
        if self.mixed:
            return (
                f"both signs are decimal ({self.comma[0]}, {self.point[0]}): "
                "what reads two ways is set aside"
            )
        if not self.decimal:
            return ""
        said = f"{_NAMES[self.decimal]} is the decimal sign"
        if self.open_comma if self.decimal == "." else self.open_point:
            said += f", {_NAMES[_OTHER[self.decimal]]} separates thousands"
        return f"{said} ({self.because})" if self.because else said

    @property
    def evidence(self) -> tuple[str, ...]:
        """Cells that decided."""
        return (*self.comma, *self.point)[:_EVIDENCE] or self.undecided


def number_style(texts: Iterable[str]) -> NumberStyle:
    """Return how numbers are written, from the numbers of a column or of a part of it.

    Examples
    --------
    >>> (number_style(["1.234"]) + number_style(["1,5"])).how
    'comma is the decimal sign, point separates thousands'
    >>> number_style(["1.234", "12.500"]).undecided
    ('1.234', '12.500')
    """
    found: dict[tuple[str, str], list[str]] = {}
    for text in texts:
        kind, _, sign = written(text)
        if sign and kind != NONE:
            cells = found.setdefault((kind, sign), [])
            if len(cells) < _EVIDENCE:
                cells.append(text)
    comma, point, open_comma, open_point = (
        tuple(found.get((kind, sign), ())) for kind in (WHOLE, OPEN) for sign in ",."
    )
    return NumberStyle(comma, point, open_comma, open_point)


def number(text: str, decimal: str) -> float:
    """Return the number of a cell in a column with this decimal sign; NaN if it is none.

    Examples
    --------
    >>> number("1.234", ","), number("1.234", "."), number("0,250", ",")
    (1234.0, 1.234, 0.25)
    """
    kind, value, sign = written(text)
    if kind != OPEN:
        return value
    if not decimal:
        return float("nan")
    word = plain_digits(text.strip())
    return float(word.replace(",", ".")) if sign == decimal else float(word.replace(sign, ""))


@dataclass(frozen=True)
class Parsed:
    """A column's values and how its text was read.

    Attributes
    ----------
    column : Series
        Same index; missing where the text is no such value.
    how : str
        The decision for the column, in words; empty where there was nothing to decide.
    contrary : Series of bool
        Rows that can only be read the other way, or two ways, and were therefore not read.
    """

    column: pd.Series
    how: str
    contrary: pd.Series


def numbers(text: pd.Series, style: NumberStyle | None = None) -> Parsed:
    """Return a column of text as numbers, with decimal point or decimal comma.

    `style` is that of the whole column where `text` is a part of it.

    Examples
    --------
    >>> numbers(pd.Series(["1,5", "1,234"])).column.to_list()
    [1.5, 1.234]
    >>> numbers(pd.Series(["1,234.5", "1,000"])).column.to_list()
    [1234.5, 1000.0]
    """
    codes, uniques = pd.factorize(text)
    words = [str(word) for word in uniques]
    style = style or number_style(words)
    values = np.array([number(word, style.decimal) for word in words], dtype=float)
    contrary = np.array(
        [not style.decimal and written(word).kind == OPEN for word in words], dtype=bool
    )
    return Parsed(
        pd.Series(_taken(values, codes, np.nan), index=text.index),
        style.how,
        pd.Series(_taken(contrary, codes, False), index=text.index),
    )


def _taken(values: np.ndarray, codes: np.ndarray, missing: float | bool) -> np.ndarray:
    # A missing text has code -1: the last, added entry.
    taken: np.ndarray = np.append(values, np.array([missing])).astype(values.dtype)[codes]
    return taken
