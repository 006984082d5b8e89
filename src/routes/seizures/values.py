"""Numbers and dates of a whole column: how they are written is decided once, never row by row."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_THOUSANDS_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_NUMERIC = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(e[+-]?\d+)?", re.IGNORECASE)
_POINT_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?")
# No seizure weighs more in any unit; beyond it, sums lose their digits.
_LARGEST = 1e15
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_SPLIT = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ].*)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_NAMED = re.compile(r"(\d{1,2})[-/. ]+([A-Za-z]{3,9})\.?[-/. ,]+(\d{4}|\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The day that spreadsheets count from.
_EPOCH = dt.date(1899, 12, 30)
_CENTURY = 2000


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
        Rows that can only be read the other way and were therefore not read.
    """

    column: pd.Series
    how: str
    contrary: pd.Series


@dataclass(frozen=True)
class NumberStyle:
    """How the numbers of a column are written: what was found in it, and what follows.

    Styles of the parts of a column add up to the style of the column.

    Attributes
    ----------
    comma, point : bool
        A number holds one.
    only_decimal : bool
        A comma can only be the decimal sign.
    before_point : bool
        A comma stands before a point and is therefore none.
    other_point : bool
        A point separates no thousands.
    """

    comma: bool = False
    point: bool = False
    only_decimal: bool = False
    before_point: bool = False
    other_point: bool = False

    def __add__(self, other: NumberStyle) -> NumberStyle:
        return NumberStyle(*(getattr(self, f.name) | getattr(other, f.name) for f in fields(self)))

    @property
    def decimal_comma(self) -> bool:
        """Whether the comma is the decimal sign."""
        return self.only_decimal and not self.before_point

    @property
    def how(self) -> str:
        """The decision in words; empty where there was nothing to decide."""
        if self.comma:
            return (
                "comma is the decimal sign" if self.decimal_comma else "comma separates thousands"
            )
        return "point is the decimal sign" if self.point else ""


@dataclass(frozen=True)
class DateOrder:
    """Which of day and month comes first in a column, by the dates that allow one reading only.

    Orders of the parts of a column add up to the order of the column.

    Attributes
    ----------
    day, month : int
        Rows in which only the day, or only the month, can come first.
    split : bool
        A date is written in three numbers, the year last.
    """

    day: int = 0
    month: int = 0
    split: bool = False

    def __add__(self, other: DateOrder) -> DateOrder:
        return DateOrder(self.day + other.day, self.month + other.month, self.split | other.split)

    @property
    def day_first(self) -> bool:
        """Whether the day comes first."""
        return self.day >= self.month

    @property
    def how(self) -> str:
        """The decision in words; empty where there was nothing to decide."""
        if self.day or self.month:
            order = "day" if self.day_first else "month"
            return f"{order} first: {max(self.day, self.month)} dates allow no other reading"
        return "day first by convention: every date allows both readings" if self.split else ""


def number_style(text: pd.Series) -> NumberStyle:
    """Return how the numbers of a column, or of a part of it, are written.

    Examples
    --------
    >>> (number_style(pd.Series(["1.234"])) + number_style(pd.Series(["1,5"]))).how
    'comma is the decimal sign'
    """
    return _style(_without_spaces(_factorized(text)[1]))


def date_order(text: pd.Series) -> DateOrder:
    """Return which of day and month comes first in a column, or in a part of it.

    Examples
    --------
    >>> (date_order(pd.Series(["03/04/2014"])) + date_order(pd.Series(["04/25/2014"]))).how
    'month first: 1 dates allow no other reading'
    """
    return _order(*_factorized(text))


def numbers(text: pd.Series, style: NumberStyle | None = None) -> Parsed:
    """Return a column of text as numbers, with decimal point or decimal comma.

    A comma is decimal if any value of the column can only be read so, else it separates
    thousands if every value allows it. `style` is that of the whole column where `text` is a
    part of it.

    Examples
    --------
    >>> numbers(pd.Series(["1,5", "1,234"])).column.to_list()
    [1.5, 1.234]
    >>> numbers(pd.Series(["1,234.5", "1,000"])).column.to_list()
    [1234.5, 1000.0]
    """
    codes, words = _factorized(text)
    cleaned = _without_spaces(words)
    style = style or _style(cleaned)
    comma = style.decimal_comma
    # Where the comma is decimal, the point separates thousands if every value allows it.
    if comma and not style.other_point:
        cleaned = [word.replace(".", "") for word in cleaned]
    values = np.array([_number(word, decimal_comma=comma) for word in cleaned], dtype=float)
    result = pd.Series(values[codes], index=text.index)
    return Parsed(result, style.how, pd.Series(data=False, index=text.index))


def _without_spaces(words: Iterable[str]) -> list[str]:
    return [_SPACES.sub("", word) for word in words]


def _style(cleaned: Iterable[str]) -> NumberStyle:
    # Only what may be a number has a say: a remark with a comma in it decides nothing.
    numeric = [word for word in cleaned if _NUMERIC.fullmatch(word)]
    comma = [word for word in numeric if "," in word]
    point = [word for word in numeric if "." in word]
    return NumberStyle(
        comma=bool(comma),
        point=bool(point),
        only_decimal=any(not _THOUSANDS.fullmatch(w) and w.count(",") == 1 for w in comma),
        before_point=any(_is_point_decimal(word) for word in comma),
        other_point=any(not _POINT_GROUPS.fullmatch(word) for word in point),
    )


def _is_point_decimal(word: str) -> bool:
    return "." in word and word.rindex(".") > word.rindex(",")


def _number(word: str, *, decimal_comma: bool) -> float:
    if decimal_comma and not _PLAIN.fullmatch(word):
        if _THOUSANDS_POINT.fullmatch(word) or word.count(",") == 1:
            word = word.replace(".", "").replace(",", ".")
    elif _THOUSANDS.fullmatch(word):
        word = word.replace(",", "")
    number = float(word) if _PLAIN.fullmatch(word) else float("nan")
    return number if abs(number) < _LARGEST else float("nan")


def dates(text: pd.Series, order: DateOrder | None = None) -> Parsed:
    """Return a column of text as dates: ISO 8601, d/m/y or m/d/y, month names, Excel serials.

    Whether the day or the month comes first is decided for the whole column: by the values that
    can be read one way only, else day first. Values that contradict the decision are not read.
    `order` is that of the whole column where `text` is a part of it.

    Examples
    --------
    >>> parsed = dates(pd.Series(["03/04/2014", "25/04/2014"]))
    >>> parsed.column.dt.strftime("%Y-%m-%d").to_list(), parsed.how
    (['2014-04-03', '2014-04-25'], 'day first: 1 dates allow no other reading')
    """
    codes, words = _factorized(text)
    order = order or _order(codes, words)
    words = [word.strip() for word in words]
    read = [_date(word, day_first=order.day_first) for word in words]
    other = [_date(word, day_first=not order.day_first) for word in words]
    contrary = np.array(
        [a is None and b is not None for a, b in zip(read, other, strict=True)], dtype=bool
    )
    stamps = pd.to_datetime(pd.Series(read, dtype=object)).astype("datetime64[s]").to_numpy()
    if not words:
        stamps, contrary = np.array([], dtype="datetime64[s]"), np.array([], dtype=bool)
    return Parsed(
        pd.Series(stamps[codes], index=text.index),
        order.how,
        pd.Series(contrary[codes], index=text.index),
    )


def _factorized(text: pd.Series) -> tuple[np.ndarray, list[str]]:
    codes, uniques = pd.factorize(text)
    return codes, [str(word) for word in uniques]


def _order(codes: np.ndarray, words: list[str]) -> DateOrder:
    weight = np.bincount(codes, minlength=len(words)) if words else np.array([])
    day = month = 0
    split = False
    for word, count in zip(words, weight, strict=True):
        if found := _SPLIT.fullmatch(word.strip()):
            split = True
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:  # noqa: PLR2004
                day += int(count)
            elif second > 12 >= first:  # noqa: PLR2004
                month += int(count)
    return DateOrder(day, month, split)


@lru_cache(maxsize=100_000)
def _date(word: str, *, day_first: bool) -> dt.date | None:
    try:
        if found := _ISO.fullmatch(word):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _SPLIT.fullmatch(word):
            first, second, year = int(found[1]), int(found[2]), _year(found[3])
            day, month = (first, second) if day_first else (second, first)
            return dt.date(year, month, day)
        if found := _NAMED.fullmatch(word):
            month = _MONTHS.index(found[2][:3].casefold()) + 1
            return dt.date(_year(found[3]), month, int(found[1]))
        if _SERIAL.fullmatch(word):
            day_number = int(float(word))
            # 1954 to 2064: outside, five digits are no date.
            return _EPOCH + dt.timedelta(days=day_number) if 20_000 < day_number < 60_000 else None  # noqa: PLR2004
    except (ValueError, OverflowError):
        return None
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else _CENTURY + int(text)  # noqa: PLR2004
