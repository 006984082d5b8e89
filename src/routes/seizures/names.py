"""Country names of every vintage and spelling, as ISO 3166-1 alpha-3.

A name is understood when it stands in ``data/country_names.csv`` and never because it looks
like one: a guess here would move kilograms from one State to another.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from routes.errors import nearest
from routes.reference import countries, country_name, data_dir, table
from routes.seizures.text import distinct, normalised, spread, without_marks

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

NAME_KINDS = ("current", "former", "part", "historic", "vague", "code", "unknown")
# The two codes that the aliases of CLDR lack or divide among successors.
_ALPHA2 = {"XKX": "XK", "ANT": "AN"}
# Taiwan Province of China is no entry of M49; this is its numeric code in ISO 3166-1.
_NUMERIC = {"TWN": "158"}
# Written by R for a missing value. (In the sample, India names Namibia as the producer 47 times.)
_NO_CODE = "NA"


def country_codes(names: pd.Series) -> pd.DataFrame:
    """Return the ISO3 code of each name, and what kind of name it is.

    Parameters
    ----------
    names : Series
        Names in English, French, Spanish or Russian, in any case and with or without accents;
        or codes in capitals: ISO 3166-1 alpha-2, alpha-3, M49.

    Returns
    -------
    DataFrame
        With the index of `names`. ``iso3``, missing where the name gives none; ``name_kind``,
        one of `NAME_KINDS`, missing where no name was given. *current*: a name in use;
        *former*: an earlier name of the same State; *part*: a part of a State, counted for
        that State; *historic*: dissolved, without a successor that could be chosen; *vague*:
        no single country, such as "Unknown"; *code*; *unknown*: not in the table.

    Examples
    --------
    >>> import pandas as pd
    >>> country_codes(pd.Series(["Turkey", "Iraq (Kurdistan Region)", "USSR", "Iram"]))
      iso3 name_kind
    0  TUR    former
    1  IRQ      part
    2  NaN  historic
    3  NaN   unknown
    """
    known, codes_known = _known(data_dir())
    codes, texts = distinct(names)
    found = [_found(text, known, codes_known) for text in texts]
    answers = {"iso3": [code for code, _ in found], "name_kind": [kind for _, kind in found]}
    return spread(answers, codes, names.index)


def countries_in(text: str) -> list[str]:
    """Return the countries that a title or the name of a sheet names, in its order.

    Examples
    --------
    >>> countries_in("Seizures in Tajikistan, 2021"), countries_in("Heroin")
    (['Tajikistan'], [])
    """
    known, _ = _known(data_dir())
    words = normalised(text).split()[:40]
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        for length in range(min(6, len(words) - at), 0, -1):
            name = " ".join(words[at : at + length])
            iso3, kind = known.get(name, (None, None))
            if iso3 and kind in {"current", "former"} and len(name) > 3:  # noqa: PLR2004
                found.setdefault(iso3, country_name(iso3))
                at += length - 1
                break
        at += 1
    return list(found.values())


def nearest_country(name: object) -> str | None:
    """Return the UN short name of the country whose name looks most like `name`, or None.

    For error messages only: figures are never booked on a likeness.

    Examples
    --------
    >>> nearest_country("Kirgizstan")
    'Kyrgyzstan'
    """
    known, _ = _known(data_dir())
    guess = nearest(normalised(name), (text for text, (iso3, _) in known.items() if iso3))
    iso3 = known[guess][0] if guess else None
    return country_name(iso3) if iso3 else None


_Answer = tuple[str | None, str | None]


def _found(text: str, known: dict[str, _Answer], codes: dict[str, _Answer]) -> _Answer:
    stripped = text.strip()
    # The digits of M49 lose their zeros in a workbook.
    code = stripped.zfill(3) if stripped.isdecimal() else stripped
    if code in codes:
        return codes[code]
    name = normalised(stripped)
    if name in known or not name:
        return known.get(name, (None, None))
    # A footnote mark is no part of the name.
    return known.get(normalised(without_marks(stripped)), (None, "unknown"))


@cache
def _known(folder: Path) -> tuple[dict[str, _Answer], dict[str, _Answer]]:  # noqa: ARG001 - key
    rows = table("country_names")
    iso3 = rows["iso3"].astype(object).where(rows["iso3"].notna(), None)
    known = dict(zip(rows["name"], zip(iso3, rows["kind"], strict=True), strict=True))
    return known, _codes()


def _codes() -> dict[str, _Answer]:
    # Babel takes a while to import: only a program that reads names pays for it.
    from babel.core import get_global  # noqa: PLC0415

    aliases = get_global("territory_aliases")
    codes: dict[str, _Answer] = {}
    frame = countries()
    for iso3, m49, kind in zip(frame.index, frame["m49"], frame["kind"], strict=True):
        alpha2 = _ALPHA2.get(iso3) or aliases[iso3][0]
        answer = (iso3, "historic" if kind == "historic" else "code")
        for code in (iso3, alpha2, _NUMERIC.get(iso3, m49)):
            if isinstance(code, str) and code != _NO_CODE:
                codes[code] = answer
    return codes
