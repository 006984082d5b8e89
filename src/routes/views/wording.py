"""All wording: whole sentences from one catalogue a language, with named places for figures.

A language is a file ``catalogues/<code>.po``. Code names sentences by key and never joins
fragments, so that another language is a catalogue and not code.
"""

from __future__ import annotations

import datetime as dt
import gettext
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from routes.errors import unknown
from routes.names import CATALOGUES, languages
from routes.reference import country_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KG_PER_TON = 1000
_NARROW_SPACES = str.maketrans({"\u202f": "\u00a0"})


class Wording:
    """The sentences, numbers, dates and names of one language.

    Parameters
    ----------
    language : str
        One of `languages`.

    Examples
    --------
    >>> Wording("en").amount(58201.6)
    '58.2 tons'
    >>> Wording("en").count("meetings.undated", 1, cities="Paris")
    'One more is known without its year: Paris.'
    """

    def __init__(self, language: str = "en") -> None:
        if language not in languages():
            raise unknown("language", language, languages())
        self.language = language
        self.locale = Locale.parse(language)
        self._messages, self._plurals, self._plural_form = _catalogue(language)

    def say(self, key: str, **places: object) -> str:
        """Return the sentence `key` with its named places filled."""
        try:
            sentence = self._messages[key]
        except KeyError:
            raise unknown("message", key, self._messages) from None
        return sentence.format(**places) if places else sentence

    def count(self, key: str, number: int, **places: object) -> str:
        """Return the sentence `key` in the plural form that `number` asks for."""
        forms = self._plurals[key]
        return forms[self._plural_form(number)].format(number=self.number(number), **places)

    def number(self, value: float, *, digits: int = 0) -> str:
        """Return a number with the language's separators."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        # numpy rounds halves otherwise than Python: the same figure must read the same everywhere.
        text = format_decimal(round(float(value), digits), format=pattern, locale=self.locale)
        return text.translate(_NARROW_SPACES)

    def per_cent(self, value: float) -> str:
        """Return a percentage, to a tenth below ten and to the unit above."""
        if 0 < value < 0.05:  # noqa: PLR2004 - some is never shown as none
            return self.say("amount.trace")
        return self.number(value, digits=1 if 0 < abs(value) < 10 else 0)  # noqa: PLR2004

    def amount(self, kg: float) -> str:
        """Return a quantity in words: tons from one ton up, kilograms below."""
        if kg >= KG_PER_TON:
            digits = 1 if kg < 100 * KG_PER_TON else 0
            tons = self.number(kg / KG_PER_TON, digits=digits)
            return self.say("amount.tons", amount=tons)
        return self.say("amount.kilograms", amount=self.kg(kg))

    def kg(self, kg: float) -> str:
        """Return kilograms as a number: to the unit, to a tenth below ten, never 0 for some."""
        if 0 < kg < 0.05:  # noqa: PLR2004
            return self.say("amount.trace")
        return self.number(kg, digits=1 if 0 < kg < 10 else 0)  # noqa: PLR2004

    def listed(self, items: Iterable[str]) -> str:
        """Return items as the language lists them: a, b and c."""
        # "en" would put a comma before "and"; the United Nations writes without.
        locale = Locale.parse("en_GB") if self.language == "en" else self.locale
        return format_list(list(items), locale=locale)

    def date(self, day: dt.date) -> str:
        """Return a date in words."""
        locale = Locale.parse("en_GB") if self.language == "en" else self.locale
        return format_date(day, format="long", locale=locale)

    def span(self, start: str | float | None, end: str | float | None) -> str:
        """Return an ISO 8601 period, to the day, month or year as known, in words."""
        if not isinstance(start, str):  # a missing cell
            return self.say("date.unknown")
        if len(start) < 10:  # noqa: PLR2004 - known to the month or the year only
            if len(start) == 4:  # noqa: PLR2004
                return start
            locale = Locale.parse("en_GB") if self.language == "en" else self.locale
            month = dt.date.fromisoformat(f"{start}-01")
            return format_date(month, format="MMMM y", locale=locale)
        first = dt.date.fromisoformat(start)
        last = dt.date.fromisoformat(end) if isinstance(end, str) else first
        if first == last:
            return self.date(first)
        if (first.year, first.month) == (last.year, last.month):
            return self.say("date.days", first=first.day, last=self.date(last))
        return self.say("date.range", first=self.date(first), last=self.date(last))

    def years(self, first: int, last: int) -> str:
        """Return a period of years."""
        return str(first) if first == last else self.say("date.years", first=first, last=last)

    def drugs(self, names: Iterable[str]) -> str:
        """Return drugs as a list in words."""
        return self.listed(self.say(f"drug.{name}") for name in names)

    def country(self, iso3: str) -> str:
        """Return the name of a country or area."""
        return country_name(iso3)


@cache
def _catalogue(
    language: str,
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], Callable[[int], int]]:
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file)
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, tuple | list):
            plurals[message.id[0]] = tuple(message.string or ())
        else:
            messages[message.id] = str(message.string)
    plural_form = gettext.c2py(catalogue.plural_expr)
    return messages, plurals, plural_form
