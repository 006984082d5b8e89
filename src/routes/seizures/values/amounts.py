"""Amounts as people write them: `12 kg 300 g`, `ca. 15`, `1 234*`; what is said of a figure stays.

A mark or a word beside a number is no part of it: it is kept as the qualifier of the figure. A
bound (`<0.1`), a range and a cell of several lines are no figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from routes.seizures.units import mass_of, unit_key
from routes.seizures.values.numbers import (
    NONE,
    OPEN,
    NumberStyle,
    number,
    number_style,
    plain_digits,
    written,
)

_ABOUT = (
    "approximately", "approx.", "approx", "about", "around", "circa", "ca.", "ca", "c.", "~", "≈",
    "±", "nearly", "almost", "more than", "over", "at least", "≥", ">=", ">", "около", "примерно",
    "более", "свыше", "почти", "не менее", "environ", "près de", "plus de", "cerca de",
    "alrededor de", "más de", "aproximadamente", "etwa", "rund", "mehr als", "über", "yaklaşık",
    "约", "大约", "超过", "逾", "حوالي", "نحو", "أكثر من", "حدود", "بیش از", "تقریبا",
)  # fmt: skip
_BELOW = (
    "<", "≤", "<=", "less than", "under", "below", "up to", "at most", "менее", "до", "не более",
    "moins de", "menos de", "hasta", "weniger als", "unter", "bis", "少于", "不到", "أقل من",
    "کمتر از",
)  # fmt: skip


def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    said = "|".join(re.escape(w) + (r"(?!\w)" if w[-1].isalnum() and w.isascii() else "")
                    for w in ordered)  # fmt: skip
    return re.compile(rf"({said})\s*(?=\S)", re.IGNORECASE)


_BEFORE, _BOUND = _words(_ABOUT), _words(_BELOW)
_MARK = re.compile(
    r"(?:\s*(?:[*†‡§#⁎∗]+|[¹²³⁰⁴-⁹ᵃ-ᶻ]+|[(\[]\s*(?:[a-z]|\d{1,2}|est\.?|e|p|r)\s*[)\]]))+$",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(\d[\d.,]*) ([1-9]|[a-dh-jn-su-z])$")
_RANGE = re.compile(r"[\d.,\s]*\d\s*[-–—]\s*\d[\d.,\s]*")
_PARTS = re.compile(r"([+-]?\d[\d.,\s\u00a0\u202f'’]*)\s*([^\W\d_][^\d]*|[µμ][^\d]*)")
MONEY = re.compile(r"[$€£¥₽]|\b(?:usd|us\$|eur|dollars?|euros?)\b", re.IGNORECASE)


class Cell(NamedTuple):
    """What a cell of amounts holds: numbers, each with its own unit or none; or a fault."""

    parts: tuple[tuple[str, str], ...] = ()
    qualifier: str = ""
    fault: str = ""


@lru_cache(maxsize=200_000)
def cell_of(text: str) -> Cell:
    """Return the numbers, units and marks of a cell.

    Examples
    --------
    >>> cell_of("12 kg 300 g").parts
    (('12', 'kg'), ('300', 'g'))
    >>> cell_of("ca. 15"), cell_of("71.53 1")
    (Cell(parts=(('15', ''),), qualifier='ca.', fault=''), \
Cell(parts=(('71.53', ''),), qualifier='1', fault=''))
    """
    word = text.strip()
    if written(word).kind != NONE:
        return Cell(((word, ""),))
    if "\n" in word or "\r" in word:
        return Cell(fault="several lines in one cell")
    if _BOUND.match(word):
        return Cell(fault="a bound, not a figure")
    marks = []
    if found := _BEFORE.match(word):
        marks.append(found[1])
        word = word[found.end() :]
    if found := _MARK.search(word):
        marks.append(found[0].strip())
        word = word[: found.start()].strip()
    if written(word).kind == NONE and (found := _FOOTNOTE.fullmatch(plain_digits(word))):
        marks.append(found[2])
        word = found[1]
    parts: tuple[tuple[str, str], ...] = ((word, ""),)
    if written(word).kind == NONE:
        parts = _with_units(word)
    if not parts:
        return Cell(fault="a range, not a figure" if _RANGE.fullmatch(word) else "")
    return Cell(parts, " ".join(marks))


def _with_units(word: str) -> tuple[tuple[str, str], ...]:
    """Return numbers that each have a unit; nothing if that is not all there is."""
    parts = []
    at = 0
    for found in _PARTS.finditer(word):
        if word[at : found.start()].strip(" ,;+") or written(found[1].strip()).kind == NONE:
            return ()
        parts.append((found[1].strip(), found[2].strip(" ,;+")))
        at = found.end()
    if not parts or word[at:].strip():
        return ()
    masses = [mass_of(unit) for _, unit in parts]
    if len(parts) == 1:
        known = masses[0] is not None or unit_key(parts[0][1]).isalpha()
        return tuple(parts) if known and not MONEY.search(word) else ()
    # From the larger unit to the smaller: anything else is no one amount.
    if any(mass is None for mass in masses):
        return ()
    ordered = all(a > b for a, b in pairwise(masses))  # type: ignore[operator]
    return tuple(parts) if ordered else ()


@dataclass(frozen=True)
class Amounts:
    """A column of amounts.

    Attributes
    ----------
    value : Series of float
        In the row's own unit, or in that of ``unit``.
    unit : Series of str
        The unit written in the cell; ``kilogram`` for an amount of several; empty without.
    qualifier, fault : Series of str
        What is said of the figure; why there is none.
    """

    value: pd.Series
    unit: pd.Series
    qualifier: pd.Series
    fault: pd.Series


def amount_style(text: pd.Series, native: pd.Series | None = None) -> NumberStyle:
    """Return how the amounts of a column, or of a part of it, are written.

    Parameters
    ----------
    text : Series
    native : Series of bool, optional
        Cells that the file holds as numbers, not as text: they say nothing of the text.
    """
    if native is not None:
        text = text[~native]
    words = pd.unique(text)
    return number_style(part for word in words for part, _ in cell_of(str(word)).parts)


def amounts(text: pd.Series, style: NumberStyle, native: pd.Series | None = None) -> Amounts:
    """Return a column of text as amounts.

    Examples
    --------
    >>> read = amounts(pd.Series(["2 т 29 кг 774 г", "ca. 15"]), NumberStyle())
    >>> read.value.to_list(), read.unit.to_list(), read.qualifier.to_list()
    ([2029.774, 15.0], ['kilogram', ''], ['', 'ca.'])
    """
    if native is not None and native.any():
        told = amounts(text[~native], style)
        own = pd.to_numeric(text[native], errors="coerce").astype(float)
        empty = pd.Series("", index=own.index, dtype=object)
        return Amounts(
            pd.concat([told.value, own]).reindex(text.index),
            *(
                pd.concat([column, empty]).reindex(text.index)
                for column in (told.unit, told.qualifier, told.fault)
            ),
        )
    codes, uniques = pd.factorize(text)
    read = [_read(str(word), style) for word in uniques]
    # A missing text has code -1: the last, added entry.
    read.append((float("nan"), "", "", ""))
    value, unit, qualifier, fault = zip(*read, strict=True)
    return Amounts(
        pd.Series(np.array(value, dtype=float)[codes], index=text.index),
        *(
            pd.Series(np.array(column, dtype=object)[codes], index=text.index, dtype=object)
            for column in (unit, qualifier, fault)
        ),
    )


def _read(word: str, style: NumberStyle) -> tuple[float, str, str, str]:
    cell = cell_of(word)
    if not cell.parts:
        return float("nan"), "", cell.qualifier, cell.fault
    if not style.decimal and any(written(part).kind == OPEN for part, _ in cell.parts):
        return float("nan"), "", cell.qualifier, "amount reads two ways"
    values = [number(part, style.decimal) for part, _ in cell.parts]
    if len(values) == 1:
        return values[0], cell.parts[0][1], cell.qualifier, ""
    masses = [mass_of(unit) or 0.0 for _, unit in cell.parts]
    # In thousandths of a gram: the parts are whole there, and so is their sum.
    total = sum(round(v * m * 1e6) for v, m in zip(values, masses, strict=True)) / 1e6
    return total, "kilogram", cell.qualifier, ""
