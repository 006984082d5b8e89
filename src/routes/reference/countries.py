"""Countries and areas, and their names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from routes.errors import unknown
from routes.reference.files import data_dir
from routes.reference.tables import table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def countries() -> pd.DataFrame:
    """Return every country and area, indexed by ISO 3166-1 alpha-3.

    Returns
    -------
    DataFrame
        Columns ``m49``, ``name`` (UN short name), ``kind`` (state, territory, historic),
        ``partner``, ``note``, ``source``, ``confidence``.

    Examples
    --------
    >>> countries().loc["TUR", "name"]
    'Türkiye'
    """
    return table("countries").set_index("iso3")


def country_name(iso3: str) -> str:
    """Return the UN short name of a country or area.

    Parameters
    ----------
    iso3 : str
        ISO 3166-1 alpha-3.

    Returns
    -------
    str
        In English.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> country_name("IRN")
    'Iran (Islamic Republic of)'
    """
    return country_names()[require_country(iso3)]


def country_names(language: str = "en") -> dict[str, str]:
    """Return the UN short names of countries and areas by code; none in an unknown language.

    Examples
    --------
    >>> country_names("fr")["RUS"]
    'Fédération de Russie'
    """
    return _names(data_dir(), language)


def require_country(iso3: str) -> str:
    """Return `iso3` if it is a known code, else raise `UnknownNameError`."""
    names = country_names()
    if iso3 not in names:
        close = {name: code for code, name in names.items()}.get(str(iso3))
        hint = [close] if close else [code for code in names if code[:2] == str(iso3)[:2].upper()]
        raise unknown("country code", iso3, hint or ["ISO 3166-1 alpha-3, such as IRN"])
    return iso3


@cache
def _names(folder: Path, language: str) -> dict[str, str]:  # noqa: ARG001 - the key of the cache
    if language == "en":
        return dict(table("countries").set_index("iso3")["name"])
    names = table("un_names").set_index("iso3")
    return dict(names[language]) if language in names else {}
