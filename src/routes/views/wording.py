"""All wording: whole sentences from one catalogue a language, with named places for figures.

A language is a file ``catalogues/<code>.po``. Code names sentences by key and never joins
fragments, so that another language is a catalogue and not code. What has no translation is said
in English and marked as English (`routes.marks`).

Numbers, dates, lists and plural forms are those of CLDR, with what the United Nations writes
otherwise: English as in Britain, both names of each month in Arabic, European digits in every
language.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import NumberPattern, format_decimal, parse_pattern
from babel.units import format_unit

from routes.errors import unknown
from routes.marks import capital, english, isolated
from routes.names import ENGLISH, languages
from routes.reference import country_name, country_names, require_country
from routes.views.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ENGLISH", "LANGUAGE_NAMES", "Wording", "languages"]

KG_PER_TON = 1000
# The name of each language in itself.
LANGUAGE_NAMES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "ar": "العربية",
    "zh": "中文",
}
# English as the United Nations writes it: day before month, no comma before "and".
_UN_ENGLISH = "en_GB"
# Documents of the United Nations in Arabic give both names of a month.
_ARABIC_MONTHS = {
    "يناير": "كانون الثاني/يناير",
    "فبراير": "شباط/فبراير",
    "مارس": "آذار/مارس",
    "أبريل": "نيسان/أبريل",
    "مايو": "أيار/مايو",
    "يونيو": "حزيران/يونيه",
    "يوليو": "تموز/يوليه",
    "أغسطس": "آب/أغسطس",
    "سبتمبر": "أيلول/سبتمبر",
    "أكتوبر": "تشرين الأول/أكتوبر",
    "نوفمبر": "تشرين الثاني/نوفمبر",
    "ديسمبر": "كانون الأول/ديسمبر",
}
_QUALIFIED = re.compile(r"(?:([a-z ]+) )?([0-9][0-9,]*)")
# Narrow spaces are missing from many fonts.
_SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": " "})


class Wording:
    r"""The sentences, numbers, dates and names of one language.

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
    >>> Wording("fr").number(58201.6, digits=1)
    '58\xa0201,6'
    """

    def __init__(self, language: str = ENGLISH) -> None:
        self._messages = messages(language)
        self._english = messages(ENGLISH)
        self.language = language
        self.locale = Locale.parse(_UN_ENGLISH if language == ENGLISH else language)
        self.direction = self.locale.text_direction

    def say(self, key: str, **places: object) -> str:
        """Return the sentence `key` with its named places filled.

        Without a translation it is the English one, marked as such.
        """
        if key not in self._english.sentences:
            raise unknown("message", key, self._english.sentences)
        own = self._messages.sentences.get(key)
        if own is None:
            return english(_filled(self._english.sentences[key], places))
        return _filled(own, self._placed(places))

    def count(self, key: str, number: float | Decimal, **places: object) -> str:
        """Return the sentence `key` in the plural form that `number` asks for.

        Parameters
        ----------
        key : str
        number : int, float or Decimal
            Fills the place ``number``, written with as many decimals as a `Decimal` has.
        **places
            The other places.
        """
        if key not in self._english.plurals:
            raise unknown("message", key, self._english.plurals)
        written = number if isinstance(number, Decimal) else Decimal(str(number))
        decimals = max(0, -int(written.as_tuple().exponent))
        places["number"] = self.number(float(written), digits=decimals)
        own = self._messages.plurals.get(key)
        if own is None:
            form = self._english.plurals[key][self._english.form(written)]
            return english(_filled(form, places))
        return _filled(own[self._messages.form(written)], self._placed(places))

    def text(self, kind: str, text: object) -> str:
        """Return a text of a table in the language, else the English one, marked as such.

        Parameters
        ----------
        kind : str
            What it is, one of `routes.views.table_texts.TEXTS`.
        text : str or missing
            As it stands there; a missing one is empty.

        Examples
        --------
        >>> Wording("en").text("place", "Tashkent")
        'Tashkent'
        """
        if not isinstance(text, str) or not text:
            return ""
        # A number, such as the year that names a list, is the same in every language.
        if self.language == ENGLISH or text.isdecimal():
            return text
        return self._messages.texts.get((kind, text)) or english(text)

    def original(self, text: object) -> str:
        """Return a text that is never translated, such as a source, marked as English."""
        if not isinstance(text, str):
            return ""
        return text if self.language == ENGLISH else english(text)

    def originals(self, texts: Iterable[str]) -> str:
        """Return texts that are never translated side by side, each once."""
        return self.joined(self.original(text) for text in dict.fromkeys(texts))

    def qualified(self, text: object) -> str:
        """Return a number with the word it was given with: more than 110.

        Parameters
        ----------
        text : str or missing
            As `routes.partnership.Qualified` writes it; a missing one is empty.

        Examples
        --------
        >>> Wording("en").qualified("more than 1,100")
        'more than 1,100'
        """
        if not isinstance(text, str):
            return ""
        found = _QUALIFIED.fullmatch(text)
        if found is None:
            return self.original(text)
        number = self.number(int(found[2].replace(",", "")))
        return self.say(f"qualified.{found[1]}", number=number) if found[1] else number

    def step(self, text: str) -> str:
        """Return a step of `coverage_change` in words: a year, one without its changes, now."""
        year, _, rest = text.partition(" ")
        if rest:
            return self.say("change.without", year=year)
        return year if year.isdecimal() else self.say("change.now")

    def note(self, text: str) -> str:
        """Return a note of `coverage` or `posts_in` in the language.

        The notes are sentences of the library, in English. They are told apart by the English
        messages ``note.…``; one that fits none of them stays English, marked as such.
        """
        if self.language == ENGLISH:
            return text
        from routes.views.notes import translated  # noqa: PLC0415 - it needs this class

        return translated(text, self)

    def _placed(self, places: dict[str, object]) -> dict[str, object]:
        """Return what fills the places; from right to left, each as a unit of its own."""
        if self.direction == "ltr":
            return places
        return {name: isolated(value) for name, value in places.items()}

    def number(self, value: float, *, digits: int = 0) -> str:
        """Return a number with the language's separators; one that is missing in a word."""
        if not math.isfinite(value):
            return self.say("table.unknown")
        # numpy rounds halves otherwise than Python: the same figure must read the same everywhere.
        rounded = round(float(value), digits)
        text = format_decimal(rounded, format=_pattern(digits), locale=self.locale)
        return text.translate(_SPACES)

    def per_cent(self, value: float) -> str:
        """Return a percentage, to a tenth below ten and to the unit above."""
        return self.per_cents([value])[0]

    def per_cents(self, values: Iterable[float]) -> list[str]:
        """Return percentages that stand beside each other: all to a tenth, or all to the unit.

        Examples
        --------
        >>> Wording("en").per_cents([9.96]), Wording("en").per_cents([9.94, 10.2])
        (['10'], ['9.9', '10.2'])
        """
        numbers = [float(value) for value in values]
        # What is written decides: 9.96 to a tenth would be 10.0.
        small = any(0 < round(abs(value), 1) < 10 for value in numbers)  # noqa: PLR2004
        return [
            self.say("amount.trace")
            if 0 < value < 0.05  # noqa: PLR2004 - some is never shown as none
            else self.number(value, digits=1 if small and value != 0 else 0)
            for value in numbers
        ]

    def amount(self, kg: float) -> str:
        """Return a quantity in words: tons from one ton up, kilograms below."""
        if kg >= KG_PER_TON:
            digits = 1 if kg < 100 * KG_PER_TON else 0
            return self.count("amount.tons", _written(kg / KG_PER_TON, digits))
        if 0 < kg < 0.05:  # noqa: PLR2004
            return self.say("amount.kilograms_trace")
        digits = 1 if 0 < kg < 10 else 0  # noqa: PLR2004
        return self.count("amount.kilograms", _written(kg, digits))

    def kg(self, kg: float) -> str:
        """Return kilograms as a number: to the unit, to a tenth below ten, never 0 for some."""
        if 0 < kg < 0.05:  # noqa: PLR2004
            return self.say("amount.trace")
        return self.number(kg, digits=1 if 0 < kg < 10 else 0)  # noqa: PLR2004

    def kilometres(self, km: int) -> str:
        """Return a distance with the short sign that CLDR has for kilometres: 5 km, 5 км."""
        text = format_unit(
            km, "length-kilometer", "short", "#,##0", self.locale, numbering_system="latn"
        )
        return text.translate(_SPACES)

    def listed(self, items: Iterable[str]) -> str:
        """Return items as the language lists them: a, b and c."""
        return format_list(list(items), locale=self.locale)

    def joined(self, items: Iterable[str]) -> str:
        """Return items side by side: a; b; c."""
        return self.say("text.semicolon").join(items)

    def paragraph(self, said: Iterable[str]) -> str:
        """Return sentences as one text; Chinese puts no space between them."""
        return ("" if self.language == "zh" else " ").join(said)

    def date(self, day: dt.date) -> str:
        """Return a date in words."""
        return self._month_named(format_date(day, format="long", locale=self.locale))

    def span(self, start: str | float | None, end: str | float | None) -> str:
        """Return an ISO 8601 period, to the day, month or year as known, in words."""
        if not isinstance(start, str):  # a missing cell
            return self.say("date.unknown")
        if len(start) < 10:  # noqa: PLR2004 - known to the month or the year only
            if len(start) == 4:  # noqa: PLR2004
                return start
            month = dt.date.fromisoformat(f"{start}-01")
            return self._month_named(format_skeleton("yMMMM", month, locale=self.locale))
        first = dt.date.fromisoformat(start)
        last = dt.date.fromisoformat(end) if isinstance(end, str) else first
        if first == last:
            return self.date(first)
        if (first.year, first.month) == (last.year, last.month):
            # Where CLDR has intervals with short months only, the long ones fit their patterns.
            known = self.locale.interval_formats
            patterns = known.get("yMMMMd", known["yMMMd"])["d"]
            days = "".join(
                format_date(day, format=re.sub("M{3,}", "MMMM", part), locale=self.locale)
                for day, part in zip((first, last), patterns, strict=True)
            )
            return self._month_named(days)
        return self.say("date.range", first=self.date(first), last=self.date(last))

    def _month_named(self, text: str) -> str:
        if self.language == "ar":
            for month, both in _ARABIC_MONTHS.items():
                if month in text:
                    text = text.replace(month, both)
                    break
        return text.translate(_SPACES)

    def years(self, first: int, last: int) -> str:
        """Return a period of years."""
        return str(first) if first == last else self.say("date.years", first=first, last=last)

    def drugs(self, names: Iterable[str]) -> str:
        """Return drugs as a list in words."""
        return self.listed(self.say(f"drug.{name}") for name in names)

    def quantity(self, kg: float, drugs: Iterable[str], opium_factor: float | None) -> str:
        """Return so much of these drugs; what opium was converted for is said to be equal to it.

        Parameters
        ----------
        kg : float
        drugs : iterable of str
        opium_factor : float or None
            Kilograms of heroin that one of opium was counted as.

        Examples
        --------
        >>> Wording("en").quantity(2_000, ["heroin"], None)
        '2.0 tons of heroin'
        >>> Wording("en").quantity(2_000, ["heroin", "opium"], 0.1)
        'heroin and opium equal to 2.0 tons of heroin (opium converted at 10 to 1)'
        """
        names = tuple(drugs)
        places: dict[str, object] = {"amount": self.amount(kg), "drugs": self.drugs(names)}
        if not converted(names, opium_factor):
            return self.say("amount.of_drugs", **places)
        return self.say("amount.equal", ratio=self.ratio(opium_factor), **places)

    def ratio(self, opium_factor: float | None) -> str:
        """Return how many kilograms of opium count as one of heroin."""
        ratio = 1 / (opium_factor or 1)
        return self.number(ratio, digits=0 if abs(ratio - round(ratio)) < 0.05 else 1)  # noqa: PLR2004

    def country(self, iso3: str) -> str:
        """Return the name of a country or area, as the United Nations writes it."""
        name = country_names(self.language).get(require_country(iso3))
        return name or english(country_name(iso3))


def converted(drugs: Iterable[str], opium_factor: float | None) -> bool:
    """Return whether opium was converted, to be added to other drugs."""
    names = tuple(drugs)
    return opium_factor is not None and "opium" in names and len(names) > 1


@cache
def _pattern(digits: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * digits if digits else ""))


def _written(value: float, digits: int) -> Decimal:
    """Return a number as it will be written, to `digits` decimals."""
    # numpy rounds halves otherwise than Python: the same figure must read the same everywhere.
    return Decimal(f"{round(float(value), digits):.{digits}f}")


def _filled(sentence: str, places: dict[str, object]) -> str:
    said = sentence.format(**places) if places else sentence
    # A sentence that a name opens, such as that of a route, still begins with a capital.
    return capital(said) if sentence.startswith("{") and sentence.endswith(".") else said
