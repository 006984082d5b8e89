"""Where an event happened: from the text of a place to a point, and how fine the point is."""

from __future__ import annotations

from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from routes.errors import unknown
from routes.reference import data_dir
from routes.seizures.gazetteer import Country, Reviewed, choose, foreign_names, gazetteer
from routes.seizures.spelling import CITY, VILLAGE, Part, canonical, fold, split

if TYPE_CHECKING:
    from pathlib import Path

    from routes.seizures.towns import Town

PRECISIONS = ("place", "district", "province", "country", "maritime", "none")
CONFIDENCES = (
    "reviewed", "exact", "cleaned", "fuzzy", "province", "country", "maritime", "none",
)  # fmt: skip
COLUMNS = ["latitude", "longitude", "precision", "place_confidence", "place_matched"]

_REQUIRED = ["iso3", "division", "place"]
_LABELS = ["routing", "installation"]
_WATER_LABELS = (
    "international waters unclaimed territory", "international waters", "territorial waters",
    "high seas",
)  # fmt: skip
_WATER_WORDS = (
    "high seas", "open sea", "at sea", "international waters", "territorial waters",
    "indian ocean", "atlantic ocean", "pacific ocean", "arabian sea", "mediterranean sea",
    "caspian sea", "black sea", "persian gulf", "gulf of oman", "gulf of aden", "red sea",
)  # fmt: skip
# A town outside its division is believed if it is the largest of its own province, at least so
# large and so near (km).
_LARGE_TOWN = 20_000
_FARTHEST = {"RUS": 600, "KAZ": 600, "CHN": 600, "CAN": 800, "USA": 800, "AUS": 800, "BRA": 800}
_FARTHEST_ELSEWHERE = 300
_KEPT_RESULTS = 200_000


class Found(NamedTuple):
    """What is known of one combination of texts."""

    latitude: float
    longitude: float
    precision: str
    confidence: str
    matched: str | None


class _Region(NamedTuple):
    latitude: float
    longitude: float
    admin1: frozenset[str]
    matched: str
    precision: str


_NOWHERE = Found(np.nan, np.nan, "none", "none", None)
_AT_SEA = Found(np.nan, np.nan, "maritime", "maritime", None)


def locate(places: pd.DataFrame) -> pd.DataFrame:
    """Return a point, and how fine and how sure it is, for each row of place texts.

    Parameters
    ----------
    places : DataFrame
        Columns ``iso3``, ``division`` and ``place``, text or missing; ``routing`` and
        ``installation`` too, if the file has them, since they tell of open water.

    Returns
    -------
    DataFrame
        With the index of `places`:

        - ``latitude``, ``longitude``: WGS84 degrees; missing for ``country``, ``maritime`` and
          ``none``.
        - ``precision``: ``place`` (a town, village, post or airport), ``district`` (the point of
          a district, often its seat), ``province`` (a representative point, usually the mean of
          its towns, not its capital), ``country`` (the text says only the country),
          ``maritime`` (open water), ``none``.
        - ``place_confidence``: ``reviewed`` (in ``data/places_reviewed.csv``), ``exact`` (the
          text is a GeoNames name), ``cleaned`` (after taking off words such as "city", choosing
          a part, or transliterating), ``fuzzy`` (a letter or more differs), ``province`` (the
          place is missing or not known: the point of its division), ``country``,
          ``maritime``, ``none``.
        - ``place_matched``: the name matched, None where there is none.

    Notes
    -----
    Names are matched inside the country only. Among towns of one name the one in the division
    is taken; without a division, the one that is clearly the largest, or none.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {"iso3": ["AFG", "UZB"], "division": [None, None], "place": ["Nemroz", "г. Термез"]}
    ... )
    >>> locate(rows)[["precision", "place_confidence", "place_matched"]].values.tolist()
    [['province', 'reviewed', 'Nimroz Province'], ['place', 'cleaned', 'Tirmiz']]
    """
    missing = [column for column in _REQUIRED if column not in places]
    if missing:
        raise unknown("column", missing[0], [*map(str, places.columns)])
    columns = [*_REQUIRED, *(c for c in _LABELS if c in places)]
    rows, first = _combinations(places, columns)
    folder = data_dir()
    unique = places[columns].iloc[first]
    # An index of its own: text columns of any dtype become plain text or None.
    texts = [
        tuple(None if missing else str(value) for value, missing in zip(line, gone, strict=True))
        for line, gone in zip(
            unique.itertuples(index=False, name=None),
            unique.isna().itertuples(index=False, name=None),
            strict=True,
        )
    ]
    found = [_remembered(folder, *line) for line in texts]
    result = {
        name: pd.Series(
            np.array([getattr(f, field) for f in found], dtype=dtype)[rows],
            index=places.index,
            dtype=dtype,
        )
        for name, field, dtype in zip(
            COLUMNS, Found._fields, [float, float, object, object, object], strict=True
        )
    }
    return pd.DataFrame(result, index=places.index, columns=COLUMNS)


def _combinations(places: pd.DataFrame, columns: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return for each row the number of its combination, and where each one first stands."""
    number = np.zeros(len(places), dtype=np.int64)
    for column in columns:
        codes, values = pd.factorize(places[column])
        number = number * (len(values) + 1) + codes + 1
        # Numbered anew after each column, the product cannot overflow.
        number = pd.factorize(number)[0].astype(np.int64)
    first = np.unique(number, return_index=True)[1]
    return number, first


@cache
def _memory(folder: Path) -> dict[tuple[str | None, ...], Found]:  # noqa: ARG001 - the key
    return {}


def _remembered(
    folder: Path,
    iso3: str | None,
    division: str | None,
    place: str | None,
    *labels: str | None,
) -> Found:
    if any(label and fold(label) in _WATER_LABELS for label in labels):
        return _AT_SEA
    memory, key = _memory(folder), (iso3, division, place)
    if key not in memory:
        if len(memory) >= _KEPT_RESULTS:
            memory.clear()
        memory[key] = _find(folder, iso3, division or "", place or "")
    return memory[key]


def _find(folder: Path, iso3: str | None, division: str, place: str) -> Found:
    whole = fold(place)
    if whole and any(f" {words} " in f" {whole} " for words in _WATER_WORDS):
        return _AT_SEA
    country = gazetteer(folder).get(iso3 or "")
    if country is None:
        return _NOWHERE
    region = _region(country, split(division), may_be_town=True)
    row = country.reviewed(whole) if whole else None
    if row is not None and (row.admin1 or _near_region(country, row, region)):
        return _of_reviewed(row)
    if whole in country.own_names:
        return Found(np.nan, np.nan, "country", "country", place.strip())
    parts = split(place)
    abroad = foreign_names(folder)
    if any(abroad.get(part.whole, iso3) != iso3 for part in parts) and region is None:
        return _NOWHERE
    inner, rest = _region_of(country, place, parts)
    region = _finer(region, inner)
    return _point(country, whole, rest, region) or _of_region(region, inner is not None, rest)


def _of_reviewed(row: Reviewed) -> Found:
    return Found(row.latitude, row.longitude, row.precision, "reviewed", row.matched)


def _of_region(region: _Region | None, said: bool, rest: list[Part]) -> Found:
    if region is None:
        return _NOWHERE
    confidence = "reviewed" if said and not rest else "province"
    return Found(region.latitude, region.longitude, region.precision, confidence, region.matched)


def _finer(division: _Region | None, said: _Region | None) -> _Region | None:
    # A division that is only a town's name says less than a province named in the text.
    return division if division is not None and (division.admin1 or said is None) else said


def _province(country: Country, part: Part) -> _Region | None:
    """Return the province of a name, with or without the word "province"."""
    forms = [
        f"{part.name} province",
        f"{part.name} district",
        canonical(part),
        part.whole,
        part.name,
    ]
    for form in dict.fromkeys(forms):
        row = country.reviewed(form)
        if row is not None and row.precision in {"province", "district"} and row.admin1:
            return _Region(row.latitude, row.longitude, row.admin1, row.matched, row.precision)
    return None


def _region(country: Country, parts: tuple[Part, ...], *, may_be_town: bool) -> _Region | None:
    for part in parts:
        if found := _province(country, part):
            return found
    for part in parts if may_be_town else ():
        row = country.reviewed(canonical(part))
        if row is not None:
            return _Region(row.latitude, row.longitude, frozenset(), row.matched, "district")
        town = choose(country.exact(part.name) or country.exact(part.whole), frozenset())
        if town is not None:
            return _Region(town.latitude, town.longitude, frozenset(), town.name, "district")
    for part in parts:
        row = country.reviewed_fuzzy(canonical(part))
        if row is not None and row.precision == "province":
            return _Region(row.latitude, row.longitude, row.admin1, row.matched, row.precision)
    return None


def _region_of(
    country: Country, place: str, parts: tuple[Part, ...]
) -> tuple[_Region | None, list[Part]]:
    """Tell the part of a place text that names its province from the parts that name the place."""
    rest = list(parts)
    for part in parts:
        if part.kind == "province" and (found := _region(country, (part,), may_be_town=False)):
            rest.remove(part)
            return found, rest
    ends_open = place.rstrip().rstrip("-").rstrip().endswith((",", "/"))
    bare = [part for part in parts if not part.kind]
    if len(parts) == 1 and not ends_open:
        bare = [p for p in bare if not country.exact(p.name) and not country.sounding(p.name)]
    known = [(part, found) for part in bare if (found := _province(country, part))]
    if not known and len(parts) == 1:
        return None, rest
    # The province is the part that is no town; of two equals ("Karaganda, Karagandy") the last.
    known.sort(key=lambda pair: (bool(country.exact(pair[0].name)), -parts.index(pair[0])))
    for part, found in known[:1]:
        rest.remove(part)
        return found, rest
    return None, rest


def _point(country: Country, whole: str, parts: list[Part], region: _Region | None) -> Found | None:
    rank = {"town": 0, "post": 1, "": 1, "district": 2}
    named = sorted(
        (p for p in parts if p.kind in rank and not p.name.isdigit()), key=lambda p: rank[p.kind]
    )
    for part in named:
        row = country.reviewed(canonical(part)) or country.reviewed(part.name)
        if row is not None and not row.admin1 and _near_region(country, row, region):
            return _of_reviewed(row)
    for how in ("exact", "sounding", "stem", "similar"):
        for part in named:
            town = _town(country, part, region, how)
            if town is not None:
                exact = how == "exact" and whole in {part.name, part.whole} and not part.kind
                confidence = "exact" if exact else "fuzzy" if how == "similar" else "cleaned"
                precision = "district" if part.kind == "district" else "place"
                return Found(town.latitude, town.longitude, precision, confidence, town.name)
    return None


def _town(country: Country, part: Part, region: _Region | None, how: str) -> Town | None:
    codes = region.admin1 if region else frozenset()
    words = set(part.whole.split())
    for name in dict.fromkeys((part.whole, part.name)):
        if how == "exact":
            towns = country.exact(name)
        elif how == "sounding":
            towns = country.sounding(name)
        elif how == "stem":
            towns = [town for stem in _stems(part) for town in country.sounding(stem)]
        else:
            if words & VILLAGE:  # of villages there are too many with nearly one name
                continue
            towns = country.similar(name, codes, city=bool(words & CITY))
        town = choose(towns, codes)
        if town is not None and (codes or _near_region(country, town, region)):
            return town
        large = [
            t
            for t in towns
            if not words & VILLAGE
            and t.population >= _LARGE_TOWN
            and country.largest_of_province(t)
            and _near_region(country, t, region)
        ]
        town = choose(large, frozenset())
        if region is not None and town is not None:
            return town
    return None


def _stems(part: Part) -> list[str]:
    """Return the towns an adjective may come from: "termezskiy district" from Termez."""
    if part.kind != "district":
        return []
    for ending in ("inskiy", "inskaya", "skiy", "sky", "skaya", "ckiy", "sk"):
        if part.name.endswith(ending):
            stem = part.name[: -len(ending)]
            return [stem, stem + "a", stem + "i"] if len(stem) > 2 else []  # noqa: PLR2004
    return []


def _near_region(country: Country, point: Town | Reviewed, region: _Region | None) -> bool:
    if region is None:
        return True
    limit = _FARTHEST.get(country.iso3, _FARTHEST_ELSEWHERE)
    return _kilometres(point, region) <= limit


def _kilometres(a: Town | Reviewed, b: _Region) -> float:
    lat, other = radians(a.latitude), radians(b.latitude)
    half = sin((lat - other) / 2) ** 2
    half += cos(lat) * cos(other) * sin(radians(a.longitude - b.longitude) / 2) ** 2
    return 2 * 6371 * asin(min(1.0, sqrt(half)))
