"""The names a seizure file is matched against: the reviewed table and GeoNames, by country."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from routes.reference import countries, table
from routes.seizures.spelling import fold, loose
from routes.seizures.towns import Town, geonames_countries, towns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pandas as pd

# Below this length a near match proves nothing.
_SHORTEST_FUZZY = 5
_SHORTEST_FUZZY_ANYWHERE = 6
_TOWN_FUZZY = 10_000
# From this length on two letters may differ.
_LONG = 12
# An alternate name this short is an airport code or an abbreviation.
_SHORTEST_ALTERNATE = 4
# The largest of several towns of one name must be this many times the next ...
_CLEARLY_LARGER = 3
# ... unless they all lie within this many degrees of it.
_TOGETHER = 0.4
_SOUNDING = 3_000
_ADMIN1 = re.compile(r"\badmin1 ([A-Z]{2}\.\w+(?:\+[A-Z]{2}\.\w+)*)")


class Reviewed(NamedTuple):
    """A row of ``data/places_reviewed.csv``; ``admin1`` are GeoNames codes of a province."""

    latitude: float
    longitude: float
    precision: str
    matched: str
    admin1: frozenset[str]


_key = lru_cache(maxsize=100_000)(loose)


class _Names:
    """Many names, each of one town.

    Built at the speed of C, since of a hundred thousand names a file asks for a few hundred.
    """

    def __init__(self, folded: str, counts: Iterable[int], towns: list[Town]) -> None:
        self._lines = folded.split("\n")
        numbers = range(len(self._lines))
        self._last = dict(zip(self._lines, numbers, strict=True))
        self._first = dict(zip(reversed(self._lines), reversed(numbers), strict=True))
        self._ends = list(accumulate(counts))
        self._towns = towns

    def towns(self, name: str) -> list[Town]:
        at, last = self._first.get(name, -1), self._last.get(name, -1)
        found = []
        while name and at >= 0:
            found.append(self._towns[bisect_right(self._ends, at)])
            at = self._lines.index(name, at + 1) if at < last else -1
        return found


class Country:
    """The names of one country; towns are indexed when the first of them is asked for."""

    def __init__(
        self, iso3: str, towns: list[Town], reviewed: dict[str, Reviewed], own: set[str]
    ) -> None:
        self.iso3 = iso3
        self.own_names = own
        self._towns = sorted(towns, key=lambda t: -t.population)
        self._reviewed = reviewed
        self._reviewed_loose: dict[str, Reviewed] = {}
        for name, row in reviewed.items():
            self._reviewed_loose.setdefault(loose(name), row)
        self._largest: dict[str, Town] | None = None
        self._pools: dict[frozenset[str], dict[str, dict[str, list[Town]]]] = {}

    def reviewed(self, name: str) -> Reviewed | None:
        """Return the reviewed row of a folded name, or of a transliteration of it."""
        return self._reviewed.get(name) or self._reviewed_loose.get(_key(name))

    def reviewed_fuzzy(self, name: str) -> Reviewed | None:
        """Return the one reviewed row whose name differs by a letter or two."""
        key = _key(name)
        near = _near(key, self._reviewed_loose, _SHORTEST_FUZZY_ANYWHERE)
        rows = {self._reviewed_loose[other] for other in near}
        return rows.pop() if len(rows) == 1 else None

    def exact(self, name: str) -> list[Town]:
        """Return the towns of a folded name, by their own or else an alternate name."""
        own, other = self._folded
        return own.towns(name) or (other.towns(name) if len(name) >= _SHORTEST_ALTERNATE else [])

    def sounding(self, name: str) -> list[Town]:
        """Return the towns that have a transliteration of a folded name."""
        key = _key(name)
        own, other = self._loose
        long = len(key) >= _SHORTEST_ALTERNATE
        return own.towns(key) + (other.towns(key) if long else [])

    def similar(self, name: str, admin1: frozenset[str], *, city: bool) -> list[Town]:
        """Return the towns, of a province if it is known, whose own name is nearly this one.

        Small towns are taken only where the province is known and the text says `city`.
        """
        key = _key(name)
        shortest = _SHORTEST_FUZZY if admin1 else _SHORTEST_FUZZY_ANYWHERE
        pool = self._pool(admin1).get(key[:1], {})
        found = [town for other in _near(key, pool, shortest) for town in pool[other]]
        small_too = city and admin1
        return [town for town in found if small_too or town.population >= _TOWN_FUZZY]

    def largest_of_province(self, town: Town) -> bool:
        """Tell whether a town is the largest of its province, and so likely to be named alone."""
        if self._largest is None:
            self._largest = {}
            for other in sorted(self._towns, key=lambda t: t.population):
                self._largest[other.admin1] = other
        return self._largest[town.admin1] == town

    def _pool(self, admin1: frozenset[str]) -> dict[str, dict[str, list[Town]]]:
        # By first letter, since a slip in it is rare and a different name likely.
        if admin1 not in self._pools:
            pool: dict[str, dict[str, list[Town]]] = defaultdict(dict)
            towns = [t for t in self._towns if not admin1 or t.admin1 in admin1]
            keys = loose(fold("\n".join(t.name for t in towns))).split("\n")
            for key, town in zip(keys, towns, strict=False):  # no towns are one empty key
                pool[key[:1]].setdefault(key, []).append(town)
            self._pools[admin1] = dict(pool)
        return self._pools[admin1]

    @cached_property
    def _own(self) -> str:
        return fold("\n".join(town.name for town in self._towns))

    @cached_property
    def _other(self) -> str:
        return fold("\n".join(town.alternates for town in self._towns))

    @cached_property
    def _folded(self) -> tuple[_Names, _Names]:
        return self._names(self._own, self._other)

    @cached_property
    def _loose(self) -> tuple[_Names, _Names]:
        # The towns stand by size: of the small ones only the own name is compared by sound.
        large = sum(len(t.alternates.split("\n")) for t in self._towns if t.population >= _SOUNDING)
        other = "\n".join(self._other.split("\n", large)[:large])
        return self._names(loose(self._own), loose(other))

    def _names(self, own: str, other: str) -> tuple[_Names, _Names]:
        counts = [town.alternates.count("\n") + 1 for town in self._towns]
        return (
            _Names(own, [1] * len(counts), self._towns),
            _Names(other, counts, self._towns),
        )


def choose(towns: Iterable[Town], admin1: frozenset[str]) -> Town | None:
    """Return the town meant: the largest of the province, else one clearly larger than the rest."""
    inside = {t for t in towns if not admin1 or t.admin1 in admin1}
    if not inside:
        return None
    largest = max(inside, key=lambda t: (t.population, t.name))
    if admin1:
        return largest
    rivals = [
        town
        for town in inside
        if abs(town.latitude - largest.latitude) + abs(town.longitude - largest.longitude)
        > _TOGETHER
    ]
    second = max((t.population for t in rivals), default=-1)
    return largest if largest.population >= _CLEARLY_LARGER * max(second, 1) or second < 0 else None


def _near(key: str, names: Iterable[str], shortest: int) -> list[str]:
    if len(key) < shortest:
        return []
    most = 1 if len(key) < _LONG else 2
    found = process.extract(key, list(names), scorer=OSA.distance, score_cutoff=most, limit=None)
    best = min((distance for _, distance, _ in found), default=0)
    return [name for name, distance, _ in found if distance == best]


class Gazetteer:
    """The names of the countries of a data folder; each country is read when first asked for."""

    def __init__(self) -> None:
        self._reviewed = dict(list(table("places_reviewed").groupby("iso3")))
        self._names = dict(_country_names())
        self._countries: dict[str, Country | None] = {}

    def get(self, iso3: str) -> Country | None:
        """Return the names of a country, None for what is none."""
        if iso3 not in self._countries:
            towns, names = towns_of(iso3), self._names.get(iso3, set())
            reviewed = _reviewed_rows(self._reviewed.get(iso3))
            known = towns or names or reviewed
            self._countries[iso3] = Country(iso3, towns, reviewed, names) if known else None
        return self._countries[iso3]

    @cached_property
    def foreign_names(self) -> dict[str, str]:
        """The folded names of countries and the country each one means."""
        return {name: iso3 for iso3, names in self._names.items() for name in names}


@cache
def gazetteer(folder: Path) -> Gazetteer:  # noqa: ARG001 - the key of the cache
    """Return the names of every country, read once for a data folder."""
    return Gazetteer()


def foreign_names(folder: Path) -> dict[str, str]:
    """Return the folded names of countries and the country each one means."""
    return gazetteer(folder).foreign_names


def _reviewed_rows(table_of: pd.DataFrame | None) -> dict[str, Reviewed]:
    rows: dict[str, Reviewed] = {}
    for row in () if table_of is None else table_of.itertuples(index=False):
        match = _ADMIN1.search(row.source)
        codes = frozenset(c[3:] for c in match[1].split("+")) if match else frozenset()
        rows[row.name] = Reviewed(
            float(row.latitude), float(row.longitude), row.precision, row.matched, codes
        )
    return rows


def _country_names() -> Iterator[tuple[str, set[str]]]:
    official = countries()["name"]
    found: dict[str, set[str]] = defaultdict(set)
    for iso3, name in official.items():
        found[str(iso3)].update({fold(str(name)), fold(str(name).split("(")[0])})
    for country in geonames_countries().values():
        found[str(country["iso3"])].add(fold(str(country["name"])))
    for iso3, names in _COLLOQUIAL.items():
        found[iso3].update(names)
    yield from found.items()


_COLLOQUIAL = {
    "GBR": {"uk", "united kingdom", "great britain"},
    "NLD": {"holland", "the netherlands"},
    "USA": {"usa", "united states"},
    "ARE": {"uae", "united arab emirates"},
    "RUS": {"russia", "rossiya"},
    "TUR": {"turkey"},
    "CZE": {"czech republic"},
    "MKD": {"macedonia"},
    "SYR": {"syria"},
}
