"""Numbers and dates of a whole column: how they are written is decided once, never row by row."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
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


def numbers(text: pd.Series) -> Parsed:
    """Return a column of text as numbers, with decimal point or decimal comma.

    A comma is decimal if any value of the column can only be read so, else it separates
    thousands if every value allows it.

    Examples
    --------
    >>> numbers(pd.Series(["1,5", "1,234"])).column.to_list()
    [1.5, 1.234]
    >>> numbers(pd.Series(["1,234.5", "1,000"])).column.to_list()
    [1234.5, 1000.0]
    """
    codes, words = _factorized(text)
    cleaned = [_SPACES.sub("", word) for word in words]
    # Only what may be a number has a say: a remark with a comma in it decides nothing.
    numeric = [word for word in cleaned if _NUMERIC.fullmatch(word)]
    comma = [word for word in numeric if "," in word]
    decimal_comma = any(
        not _THOUSANDS.fullmatch(word) and word.count(",") == 1 for word in comma
    ) and not any(_is_point_decimal(word) for word in comma)
    # Where the comma is decimal, the point separates thousands if every value allows it.
    if decimal_comma and all(_POINT_GROUPS.fullmatch(word) for word in numeric if "." in word):
        cleaned = [word.replace(".", "") for word in cleaned]
    values = np.array([_number(word, decimal_comma=decimal_comma) for word in cleaned], dtype=float)
    how = ""
    if comma:
        how = "comma is the decimal sign" if decimal_comma else "comma separates thousands"
    elif any("." in word for word in numeric):
        how = "point is the decimal sign"
    result = pd.Series(values[codes], index=text.index)
    return Parsed(result, how, pd.Series(data=False, index=text.index))


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


def dates(text: pd.Series) -> Parsed:
    """Return a column of text as dates: ISO 8601, d/m/y or m/d/y, month names, Excel serials.

    Whether the day or the month comes first is decided for the whole column: by the values that
    can be read one way only, else day first. Values that contradict the decision are not read.

    Examples
    --------
    >>> parsed = dates(pd.Series(["03/04/2014", "25/04/2014"]))
    >>> parsed.column.dt.strftime("%Y-%m-%d").to_list(), parsed.how
    (['2014-04-03', '2014-04-25'], 'day first: 1 dates allow no other reading')
    """
    codes, words = _factorized(text)
    words = [word.strip() for word in words]
    weight = np.bincount(codes, minlength=len(words)) if words else np.array([])
    day_first, month_first = _votes(words, weight)
    first_is_day = day_first >= month_first
    how = ""
    if day_first or month_first:
        order = "day" if first_is_day else "month"
        how = f"{order} first: {max(day_first, month_first)} dates allow no other reading"
    elif any(_SPLIT.fullmatch(word) for word in words):
        how = "day first by convention: every date allows both readings"
    read = [_date(word, day_first=first_is_day) for word in words]
    other = [_date(word, day_first=not first_is_day) for word in words]
    contrary = np.array(
        [a is None and b is not None for a, b in zip(read, other, strict=True)], dtype=bool
    )
    stamps = pd.to_datetime(pd.Series(read, dtype=object)).astype("datetime64[s]").to_numpy()
    if not words:
        stamps, contrary = np.array([], dtype="datetime64[s]"), np.array([], dtype=bool)
    return Parsed(
        pd.Series(stamps[codes], index=text.index),
        how,
        pd.Series(contrary[codes], index=text.index),
    )


def _factorized(text: pd.Series) -> tuple[np.ndarray, list[str]]:
    codes, uniques = pd.factorize(text)
    return codes, [str(word) for word in uniques]


def _votes(words: Iterable[str], weight: np.ndarray) -> tuple[int, int]:
    day_first = month_first = 0
    for word, count in zip(words, weight, strict=True):
        if found := _SPLIT.fullmatch(word):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:  # noqa: PLR2004
                day_first += int(count)
            elif second > 12 >= first:  # noqa: PLR2004
                month_first += int(count)
    return day_first, month_first


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
