"""Labels and synonyms in six languages, from the tables and from CLDR."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from babel import Locale
from babel.core import get_global

from routes.catalogue.words import tokens
from routes.errors import unknown
from routes.reference import countries, country_name, country_names, data_dir, table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
KINDS = (*("meeting", "post", "document", "recommendations", "fact sheet", "programme", "partner"),)
# Words of these groups stand for what they mean, whichever of their forms is written.
MEANT = (
    *(
        "kind",
        "meeting kind",
        "partner kind",
        "pillar",
        "route",
        "topic",
        "place",
        "country",
        "ask",
    ),
)
# What a question asks for is no word of an activity.
ASK = "ask."
# A label for display only: "programme" is a word of many names.
_NOT_MEANT = {("kind", "programme")}
# The one code that the aliases of CLDR lack.
_ALPHA2 = {"XKX": "XK"}


def require_language(language: str | None) -> str:
    """Return `language`, English by default, or raise `UnknownNameError`."""
    if language is None:
        return LANGUAGES[0]
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    return language


def label(group: str, key: str, language: str) -> str:
    """Return the name of a term in a language; its key where the table has none.

    Examples
    --------
    >>> label("route", "balkan", "zh"), label("status", "held", "ru"), label("route", "x", "en")
    ('巴尔干路线', 'проведено', 'x')
    """
    forms = _forms(data_dir()).get((group, key, language))
    return forms[0] if forms else key


def country_label(iso3: str, language: str) -> str:
    """Return the name of a country: the table's, else the UN short name, else that of CLDR.

    Examples
    --------
    >>> [country_label("KGZ", language) for language in ("en", "ru", "zh")]
    ['Kyrgyzstan', 'Кыргызстан', '吉尔吉斯斯坦']
    """
    forms = _forms(data_dir()).get(("country", iso3, language))
    if forms:
        return forms[0]
    if language == LANGUAGES[0]:
        return country_name(iso3)
    return country_names(language).get(iso3) or cldr_name(iso3, language)


def cldr_name(iso3: str, language: str) -> str:
    """Return the name of a country in CLDR, often the shorter one."""
    alpha2 = _ALPHA2.get(iso3) or get_global("territory_aliases").get(iso3, [""])[0]
    return str(Locale.parse(language).territories.get(alpha2, country_name(iso3)))


def forms_of(group: str) -> dict[str, str]:
    """Return every form of the terms of a group, and its key; forms are folded words."""
    return {
        " ".join(tokens(form)): key
        for (of, key, _), forms in _forms(data_dir()).items()
        if of == group
        for form in forms
    }


def country_forms(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of countries in every language, as folded words, and the code of each."""
    wanted = list(dict.fromkeys(codes))
    names = table("country_names")
    names = names[names["iso3"].isin(wanted) & names["kind"].isin(["current", "former"])]
    found = {" ".join(tokens(row.name)): row.iso3 for row in names.itertuples(index=False)}
    forms = _forms(data_dir())
    for code in wanted:
        for language in LANGUAGES:
            for form in (
                country_label(code, language),
                cldr_name(code, language),
                *forms.get(("country", code, language), ()),
            ):
                found[" ".join(tokens(form))] = code
    return found


def named_countries() -> dict[str, str]:
    """Return `country_forms` of every country and area of today."""
    return _named_countries(data_dir())


class Vocabulary(NamedTuple):
    """What words mean: ``forms`` (words, one after the other) to a meaning; ``stop`` words.

    ``longest`` is the number of words of the longest form.
    """

    forms: dict[tuple[str, ...], str]
    stop: frozenset[str]
    longest: int

    def kept(self, text: str) -> list[str]:
        """Return the words of a text without the stop words."""
        return [token for token in tokens(text) if token not in self.stop]

    def meanings(self, words: list[str]) -> list[str]:
        """Return what is meant anywhere in `words`, forms within forms too, once each."""
        found = [
            self.forms[part]
            for start in range(len(words))
            for end in range(start + 1, min(start + self.longest, len(words)) + 1)
            if (part := tuple(words[start:end])) in self.forms
            and not self.forms[part].startswith(ASK)
        ]
        return list(dict.fromkeys(found))

    def at(self, words: list[str], start: int) -> tuple[str, int] | None:
        """Return the longest form at a place: what it means, and where it ends."""
        for end in range(min(start + self.longest, len(words)), start, -1):
            part = tuple(words[start:end])
            if part in self.forms:
                return self.forms[part], end
        return None


def vocabulary(codes: Iterable[str]) -> Vocabulary:
    """Return the vocabulary: the names of every country, the codes of these."""
    stop = frozenset(
        token
        for (group, _, _), forms in _forms(data_dir()).items()
        if group == "stop"
        for form in forms
        for token in tokens(form)
    )
    meant: dict[tuple[str, ...], str] = {}
    groups = {group: forms_of(group) for group in MEANT if group != "country"}
    groups["country"] = named_countries() | {code.lower(): code for code in codes}
    for group, forms in groups.items():
        for form, key in forms.items():
            words = tuple(word for word in form.split() if word not in stop)
            if words and (group, key) not in _NOT_MEANT:
                meant.setdefault(words, f"{group}.{key}")
    return Vocabulary(meant, stop, max(map(len, meant)))


@cache
def _forms(folder: Path) -> dict[tuple[str, str, str], tuple[str, ...]]:  # noqa: ARG001 - the key
    rows = table("search_terms")
    keys = zip(rows["group"], rows["key"], rows["language"], strict=True)
    return dict(zip(keys, rows["forms"].str.split(";").map(tuple), strict=True))


@cache
def _named_countries(folder: Path) -> dict[str, str]:  # noqa: ARG001 - the key of the cache
    kinds = countries()["kind"]
    return country_forms(pd.Index(kinds.index[kinds != "historic"]))
