"""Pillar, route, year, country and kind, as a reader names them in any of the six languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.catalogue.query import QueryError
from routes.catalogue.terms import KINDS, country_label, forms_of, named_countries
from routes.catalogue.words import tokens
from routes.errors import UnknownNameError, unknown
from routes.network import ROUTES
from routes.partnership import PILLARS
from routes.reference import countries
from routes.seizures.names import country_codes, nearest_country

if TYPE_CHECKING:
    from collections.abc import Sequence


class CatalogueYearError(QueryError):
    """A year before the first activity or after the last that is known."""


def require_pillar(pillar: object) -> str:
    """Return the number of a pillar, given as I to IV, 1 to 4 or by a name.

    Examples
    --------
    >>> require_pillar(3), require_pillar("третий компонент")
    ('III', 'III')
    """
    if not isinstance(pillar, bool) and str(pillar) in "1234" and str(pillar):
        return PILLARS[int(str(pillar)) - 1]
    return _named("pillar", pillar, PILLARS)


def require_route(route: object) -> str:
    """Return the code of a route.

    Examples
    --------
    >>> require_route("Балканский маршрут"), require_route("南线")
    ('balkan', 'southern')
    """
    return _named("route", route, ROUTES)


def require_kind(kind: object) -> str:
    """Return the kind of activity.

    Examples
    --------
    >>> require_kind("fact sheets"), require_kind("会议")
    ('fact sheet', 'meeting')
    """
    return _named("kind", kind, KINDS)


def require_country(country: object) -> str:
    """Return the ISO3 code of a country, given by code or by a name in any of the languages.

    Examples
    --------
    >>> require_country("uzb"), require_country("Turkey"), require_country("Иран")
    ('UZB', 'TUR', 'IRN')
    >>> require_country("乌兹别克斯坦")
    'UZB'
    """
    text = str(country).strip()
    if text.upper() in countries().index:
        return text.upper()
    found = named_countries().get(" ".join(tokens(text)))
    if found is None and text:
        code = country_codes(pd.Series([text]))["iso3"].iloc[0]
        found = code if isinstance(code, str) else None
    if found is None:
        close = nearest_country(text) if text else None
        hint = f"; did you mean {close!r}?" if close else "."
        raise UnknownNameError(
            f"unknown country {text!r}{hint} Valid: an ISO 3166-1 alpha-3 code such as IRN, or a "
            "name in one of the six languages of the United Nations"
        )
    return found


def require_year(year: object, known: pd.Series) -> int:
    """Return a year between the first and the last of the catalogue."""
    first, last = int(known.min()), int(known.max())
    whole = str(year).strip()
    if not (whole.isascii() and whole.isdecimal()):
        raise CatalogueYearError(f"year is a year such as {last}, not {year!r}")
    if not first <= int(whole) <= last:
        raise CatalogueYearError(
            f"no activity is known in {whole}; the catalogue runs from {first} to {last}"
        )
    return int(whole)


def country_name_of(iso3: str) -> str:
    """Return the name of a country for a sentence."""
    return country_label(iso3, "en")


def _named(group: str, name: object, valid: Sequence[str]) -> str:
    text = str(name).strip()
    plain = {code.casefold(): code for code in valid}
    if text.casefold() in plain:
        return plain[text.casefold()]
    found = forms_of(group).get(" ".join(tokens(text)))
    if found is None:
        raise unknown(group, name, valid)
    return found
