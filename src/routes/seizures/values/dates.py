"""Dates as people write them: which of day, month and year stands first is decided once a column.

Years of another calendar are converted where it is certain which one it is, and set aside where it
is not.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from routes.seizures.values.calendars import BUDDHIST, SOLAR_HIJRI, calendar_of, gregorian
from routes.seizures.values.numbers import Parsed, plain_digits

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
_SPLIT = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: ?г\.?)?(?:[T ].*)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_NAMED = re.compile(r"(\d{1,2})[-/. ]+([^\W\d_]{3,9})\.?[-/. ,]+(\d{4}|\d{2})(?: ?г\.?)?")
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,9})\.?[-/. ]+(\d{1,2})[-/. ,]+(\d{4})")
_MONTHS = (
    "jan янв ene oca janv", "feb фев feb şub fév fev", "mar мар mär mars", "apr апр abr nis avr",
    "may май mai мая", "jun июн haz juin", "jul июл tem juil", "aug авг ago ağu août aou",
    "sep сен eyl", "oct окт okt eki", "nov ноя kas", "dec дек dic dez ara déc",
)  # fmt: skip
_MONTH = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
# The day that spreadsheets count from, and that of the 1904 calendar.
EPOCH = dt.date(1899, 12, 30)
EPOCH_1904 = dt.date(1904, 1, 1)
EARLIEST = 1900
_EVIDENCE = 3


class Day(NamedTuple):
    """A day, the calendar it was written in, or why it is none."""

    date: dt.date | None = None
    calendar: str = ""
    fault: str = ""


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
    shown : tuple of str
        Dates that decided.
    answer : str
        ``"day"`` or ``"month"`` where it was asked for.
    """

    day: int = 0
    month: int = 0
    split: bool = False
    shown: tuple[str, ...] = ()
    answer: str = ""

    def __add__(self, other: DateOrder) -> DateOrder:
        return DateOrder(
            self.day + other.day,
            self.month + other.month,
            self.split | other.split,
            tuple(dict.fromkeys([*self.shown, *other.shown]))[:_EVIDENCE],
            self.answer or other.answer,
        )

    @property
    def day_first(self) -> bool:
        """Whether the day comes first."""
        return self.answer != "month" if self.answer else self.day >= self.month

    @property
    def how(self) -> str:
        """The decision in words; empty where there was nothing to decide."""
        if self.answer:
            return f"{self.answer} first, as told"
        if self.day or self.month:
            order = "day" if self.day_first else "month"
            return f"{order} first: {max(self.day, self.month)} dates allow no other reading"
        return "day first by convention: every date allows both readings" if self.split else ""


def date_order(text: pd.Series) -> DateOrder:
    """Return which of day and month comes first in a column, or in a part of it.

    Examples
    --------
    >>> (date_order(pd.Series(["03/04/2014"])) + date_order(pd.Series(["04/25/2014"]))).how
    'month first: 1 dates allow no other reading'
    """
    codes, words = _factorized(text)
    weight = np.bincount(codes[codes >= 0], minlength=len(words)) if words else np.array([])
    day = month = 0
    split = False
    shown: list[str] = []
    for word, count in zip(words, weight, strict=True):
        if found := _SPLIT.fullmatch(plain_digits(word.strip())):
            split = True
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:  # noqa: PLR2004
                day += int(count)
            elif second > 12 >= first:  # noqa: PLR2004
                month += int(count)
            else:
                continue
            shown.append(word.strip())
    return DateOrder(day, month, split, tuple(shown[:_EVIDENCE]))


def dates(
    text: pd.Series,
    order: DateOrder | None = None,
    *,
    epoch: dt.date = EPOCH,
    iso3: pd.Series | None = None,
) -> Dates:
    """Return a column of text as dates: ISO 8601, d/m/y or m/d/y, month names, Excel serials.

    Whether the day or the month comes first is decided for the whole column: by the values that
    can be read one way only, else day first. Values that contradict the decision are not read.

    Parameters
    ----------
    text : Series
    order : DateOrder, optional
        Of the whole column, where `text` is a part of it.
    epoch : date
        The day that serial numbers count from.
    iso3 : Series, optional
        The State of each row: it tells which calendar a year such as 1401 is of.

    Examples
    --------
    >>> parsed = dates(pd.Series(["03/04/2014", "25/04/2014"]))
    >>> parsed.column.dt.strftime("%Y-%m-%d").to_list(), parsed.how
    (['2014-04-03', '2014-04-25'], 'day first: 1 dates allow no other reading')
    """
    order = order or date_order(text)
    state = pd.Series("", index=text.index) if iso3 is None else iso3.fillna("").astype(str)
    codes, words = _factorized(text)
    state_codes, states = pd.factorize(state)
    # Few days and few States: each pair is read once.
    pair, at = np.unique(codes * len(states) + state_codes, return_inverse=True)
    read = [
        _day(words[key // len(states)].strip(), str(states[key % len(states)]),
             day_first=order.day_first, epoch=epoch)
        if key >= 0 else Day() for key in pair
    ]  # fmt: skip
    other = [
        found.date is None and not found.fault and key >= 0
        and _day(words[key // len(states)].strip(), "", day_first=not order.day_first,
                 epoch=epoch).date is not None
        for key, found in zip(pair, read, strict=True)
    ]  # fmt: skip
    stamps = pd.to_datetime(pd.Series([d.date for d in read], dtype=object))
    values = stamps.astype("datetime64[s]").to_numpy() if read else np.array([], "datetime64[s]")
    faults = np.array([d.fault for d in read], dtype=object)
    calendars = np.array([d.calendar for d in read], dtype=object)
    return Dates(
        pd.Series(values[at], index=text.index),
        order.how,
        pd.Series(np.array(other, dtype=bool)[at], index=text.index),
        pd.Series(faults[at], index=text.index, dtype=object),
        pd.Series(calendars[at], index=text.index, dtype=object),
    )


@dataclass(frozen=True)
class Dates(Parsed):
    """A column of dates.

    Attributes
    ----------
    fault : Series of str
        Why a date was not read, where there is more to say than that it is none.
    calendar : Series of str
        The calendar that a date was converted from; empty for the Gregorian.
    """

    fault: pd.Series
    calendar: pd.Series


def _factorized(text: pd.Series) -> tuple[np.ndarray, list[str]]:
    codes, uniques = pd.factorize(text)
    return codes, [str(word) for word in uniques]


@lru_cache(maxsize=100_000)
def _day(word: str, iso3: str, *, day_first: bool, epoch: dt.date) -> Day:
    parts = _parts(plain_digits(word), day_first=day_first)
    try:
        if parts is not None:
            return _known(*parts, iso3)
        if _SERIAL.fullmatch(word):
            day_number = int(float(word))
            # 1954 to 2064: outside, five digits are no date.
            if 20_000 < day_number < 60_000:  # noqa: PLR2004
                day = epoch + dt.timedelta(days=day_number)
                return _known(day.year, day.month, day.day, iso3)
    except (ValueError, OverflowError):
        return Day()
    return Day()


def _parts(word: str, *, day_first: bool) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(word):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SPLIT.fullmatch(word):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if day_first else (second, first)
        return _year(found[3]), month, day
    if found := _NAMED.fullmatch(word):
        number = _month(found[2])
        return (_year(found[3]), number, int(found[1])) if number else None
    if found := _NAMED_FIRST.fullmatch(word):
        number = _month(found[1])
        return (_year(found[3]), number, int(found[2])) if number else None
    return None


def _month(word: str) -> int:
    word = word.casefold()
    return next((_MONTH[word[:n]] for n in (4, 3) if word[:n] in _MONTH), 0)


def _known(year: int, month: int, day: int, iso3: str) -> Day:
    calendar = calendar_of(year, iso3)
    if calendar in {SOLAR_HIJRI, BUDDHIST}:
        return Day(gregorian(year, month, day, calendar), calendar)
    if calendar:
        return Day(fault=calendar)
    date = dt.date(year, month, day)
    if date > dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1):
        return Day(fault="a day to come")
    return Day(date)


def _year(text: str) -> int:
    """Return a year; one of two digits is never to come."""
    if len(text) == 4:  # noqa: PLR2004
        return int(text)
    now = dt.datetime.now(tz=dt.UTC).year
    century = now - now % 100
    return century + int(text) if century + int(text) <= now else century - 100 + int(text)
