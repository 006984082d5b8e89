"""How far posts reach along a route, against geodesics and planes computed here."""

from __future__ import annotations

import csv
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from shapely.geometry import LineString, Point

from routes import liaison_officers, route
from routes.analysis import (
    distance_along,
    distance_quantiles,
    reach_circles,
    reached_length,
    unreached_stretches,
)
from routes.analysis.coordinates import CoordinatesError
from routes.analysis.pieces import Pieces, distances, united, within
from routes.errors import ParameterError, UnknownNameError
from routes.network import nodes, route_legs
from routes.reference.memory import forget

GEOD = Geod(ellps="WGS84")
ROUTES = ("northern", "balkan", "southern")
DATA = Path(__file__).parents[2] / "data"


@cache
def read(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def place(node):
    row = next(row for row in read("nodes") if row["node"] == node)
    return float(row["longitude"]), float(row["latitude"])


def posts_of(year):
    """City to place, from the table: the posts listed for a year."""
    rows = [row for row in read("liaison_officers") if row["year"] == str(year)]
    return {row["city"]: place(row["node"]) for row in rows if row["status"] != "not listed"}


def paths(name):
    """Yield branch and stops of every leg, from the tables."""
    ways = {}
    for row in sorted(read("leg_waypoints"), key=lambda r: int(r["position"])):
        key = row["from_node"], row["to_node"], row["mode"]
        ways.setdefault(key, []).append((float(row["longitude"]), float(row["latitude"])))
    for row in read("legs"):
        if row["route"] == name:
            between = ways.get((row["from_node"], row["to_node"], row["mode"]), [])
            yield row["branch"], [place(row["from_node"]), *between, place(row["to_node"])]


def at(*places, city=None):  # noqa: ANN002
    """Return posts at some places."""
    points = gpd.points_from_xy([p[0] for p in places], [p[1] for p in places])
    return gpd.GeoDataFrame({"city": city} if city else None, geometry=points, crs="EPSG:4326")


def whole(frame):
    return 100 * frame["reached_km"].sum() / frame["km"].sum()


def by_the_kilometre(name, places, radius_km):
    """Kilometres of a route, and those within reach, by a point every kilometre."""
    reached = total = 0.0
    for _, stops in paths(name):
        for a, b in pairwise(stops):
            km = GEOD.inv(*a, *b)[2] / 1000
            number = int(np.ceil(km))
            if not number:
                continue
            # The middles of equal steps.
            points = np.array(GEOD.npts(*a, *b, 2 * number - 1)).reshape(-1, 2)[::2]
            near = np.zeros(len(points), dtype=bool)
            for lon, lat in places:
                here = np.full(len(points), lon), np.full(len(points), lat)
                near |= GEOD.inv(*here, *points.T)[2] <= 1000 * radius_km
            reached += km * near.mean()
            total += km
    return 100 * reached / total


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("radius_km", [500, pytest.param(1200, marks=pytest.mark.slow)])
def test_the_share_is_that_of_a_point_every_kilometre(name, radius_km):
    expected = by_the_kilometre(name, posts_of(2022).values(), radius_km)
    share = whole(reached_length(name, liaison_officers(year=2022), radius_km=radius_km))
    assert share == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("name", ROUTES)
def test_the_share_is_that_of_circles_in_planes_centred_on_each_post(name):
    lines = [
        np.vstack([[a, *GEOD.npts(*a, *b, int(GEOD.inv(*a, *b)[2] // 5000) + 1)] for a, b in
                   pairwise(stops)] + [[stops[-1]]])
        for _, stops in paths(name)
    ]  # fmt: skip
    reached, total = 0.0, 0.0
    inside = [np.zeros(len(line) - 1) for line in lines]
    for lon, lat in posts_of(2022).values():
        plane = CRS.from_proj4(f"+proj=aeqd +lat_0={lat} +lon_0={lon} +ellps=WGS84")
        go = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
        circle = Point(0, 0).buffer(500_000, quad_segs=256)
        for held, line in zip(inside, lines, strict=True):
            x, y = go.transform(*line.T)
            steps = shapely.linestrings(
                np.column_stack([x[:-1], x[1:]]), np.column_stack([y[:-1], y[1:]])
            )
            near = shapely.length(shapely.intersection(steps, circle))
            length = np.maximum(shapely.length(steps), 1e-9)
            # Two posts may reach the same step; steps are too short for them to share one.
            np.maximum(held, near / length, out=held)
    for held, line in zip(inside, lines, strict=True):
        metres = GEOD.inv(*line[:-1].T, *line[1:].T)[2]
        reached += (held * metres).sum()
        total += metres.sum()
    share = whole(reached_length(name, liaison_officers(year=2022)))
    assert share == pytest.approx(100 * reached / total, abs=0.1)


@pytest.mark.parametrize("name", ROUTES)
def test_every_leg_counts_once(name):
    frame = reached_length(name, liaison_officers(year=2022))
    this = route(name)
    with_legs = [b for b in this.branches.index if this.length_km(branch=b) > 0]
    assert sorted(set(frame.index.get_level_values("branch"))) == sorted(with_legs)
    assert set(frame.index.get_level_values("means")) <= {"land", "sea", "air"}
    assert frame["km"].sum() == pytest.approx(this.length_km())
    assert frame["share"].between(0, 100).all()


@pytest.fixture
def straight(monkeypatch):
    """Make every route one straight leg of 2,000 km along the equator."""
    end = GEOD.fwd(0, 0, 90, 2_000_000)[0]
    line = LineString([(lon, 0) for lon in np.linspace(0, end, 101)])
    frame = route_legs().iloc[:1].assign(length_km=2000.0).set_geometry([line])
    # The module, which the function of that name hides.
    module = sys.modules["routes.network.route"]
    monkeypatch.setattr(module, "route_legs", lambda: frame.assign(route="northern"))
    # What was worked out for the routes as they are must not answer here, nor the other way round.
    forget()
    yield lambda km: GEOD.fwd(0, 0, 90, 1000 * km)[:2]
    forget()


@pytest.mark.parametrize(
    ("post_km", "radius_km", "reached"),
    [
        (1000, 300, 600),  # 700 to 1,300: twice the radius
        (100, 300, 400),  # 0 to 400: cut at the beginning
        (1900, 300, 400),  # 1,600 to 2,000: cut at the end
        (1003, 4, 8),  # smaller than a piece of the line, between two of its corners
        (1000, 5000, 2000),  # all of it
    ],
)
def test_a_post_on_a_straight_leg_reaches_twice_its_radius(straight, post_km, radius_km, reached):
    frame = reached_length("northern", at(straight(post_km)), radius_km=radius_km)
    assert frame["reached_km"].to_list() == pytest.approx([reached], abs=0.001)
    assert frame["share"].to_list() == pytest.approx([100 * reached / 2000], abs=0.001)


def test_a_post_beside_a_straight_leg_reaches_a_chord(straight):
    lon, lat = GEOD.fwd(*straight(1000), 0, 30_000)[:2]
    frame = reached_length("northern", at((lon, lat)), radius_km=50)
    # Pythagoras, good to metres at this size: 2 √(50² - 30²) = 80.
    assert frame["reached_km"].item() == pytest.approx(80, abs=0.05)
    assert reached_length("northern", at((lon, lat)), radius_km=29.9)["reached_km"].item() == 0


def test_what_two_posts_reach_counts_once(straight):
    posts = at(straight(900), straight(1100))
    # 600 to 1,200 and 800 to 1,400 are 600 to 1,400.
    frame = reached_length("northern", posts, radius_km=300)
    assert frame["reached_km"].item() == pytest.approx(800, abs=0.001)


def test_stretches_of_a_straight_leg_lie_before_between_and_after_the_posts(straight):
    posts = at(straight(300), straight(1300))
    # 100 to 500 and 1,100 to 1,500 are reached; 0, 500-1,100 and 1,500-2,000 are left.
    found = unreached_stretches("northern", posts, radius_km=200)
    assert found["length_km"].to_list() == pytest.approx([600, 500, 100], abs=0.001)
    assert found["from_km"].to_list() == pytest.approx([500, 1500, 0], abs=0.001)
    assert found["to_km"].to_list() == pytest.approx([1100, 2000, 100], abs=0.001)
    # Half-way between the posts it is 500 km to either; the far end is 700 from the second.
    assert found["farthest_km"].to_list() == pytest.approx([500, 700, 300], abs=0.3)
    assert [GEOD.geometry_length(g) / 1000 for g in found.geometry] == pytest.approx(
        [600, 500, 100], abs=0.001
    )


def test_distances_along_a_straight_leg_have_the_quantiles_of_a_ramp(straight):
    steps = distance_along("northern", at(straight(0), city=["Here"]), step_km=1)
    # Distance grows evenly from 0 to 2,000: half of it lies within 1,000.
    found = distance_quantiles(steps).loc["all"]
    assert found.to_list() == pytest.approx([1000, 1800, 2000], abs=1)
    assert set(steps["post"]) == {"Here"}
    assert steps["length_km"].sum() == pytest.approx(2000)


@pytest.mark.parametrize("name", ROUTES)
def test_stretches_and_what_is_reached_make_the_route(name):
    posts = liaison_officers(year=2022)
    frame = reached_length(name, posts)
    gaps = unreached_stretches(name, posts)
    left = (frame["km"] - frame["reached_km"]).loc[lambda s: s > 0.01]
    by_branch = gaps.groupby(["branch", "means"])["length_km"].sum()
    assert by_branch.to_dict() == pytest.approx(left.to_dict(), abs=0.05)
    drawn = [GEOD.geometry_length(g) / 1000 for g in gaps.geometry]
    assert drawn == pytest.approx(gaps["length_km"].to_list(), rel=1e-4, abs=0.01)
    for _, rows in gaps.groupby("means"):
        assert rows["length_km"].is_monotonic_decreasing
    assert (gaps["farthest_km"] >= 500 - 1e-6).all()


@pytest.mark.parametrize("name", ROUTES)
def test_no_point_of_a_stretch_is_within_reach_and_the_farthest_is_as_far_as_said(name):
    places = posts_of(2022).values()
    for gap in unreached_stretches(name, liaison_officers(year=2022)).itertuples():
        points = shapely.get_coordinates(gap.geometry)
        km = np.min([GEOD.inv(*np.broadcast_to(p, points.shape).T, *points.T)[2] / 1000
                     for p in places], axis=0)  # fmt: skip
        assert km.min() > 499.999
        assert km.max() <= gap.farthest_km + 0.001
        assert gap.farthest_km <= km.max() + 10  # a corner at least every 20 km


def test_the_gap_of_the_iranian_trunk_of_the_southern_route_is_named():
    gaps = unreached_stretches("southern", liaison_officers(year=2022)).set_index("branch")
    trunk = gaps.loc["trunk-iran"]
    assert trunk["countries"] == "AFG;IRN"
    assert (trunk["from_km"], trunk["from_name"]) == (0, "Lashkar Gah")
    assert trunk["to_name"] == "Jask"
    # Nothing of it is reached: the stretch is all its legs.
    assert trunk["length_km"] == pytest.approx(route("southern").length_km(branch="trunk-iran"))


def test_without_posts_nothing_is_reached_and_no_distance_is_known():
    none = liaison_officers(year=2022).iloc[:0]
    frame = reached_length("northern", none)
    assert frame["reached_km"].sum() == 0
    gaps = unreached_stretches("northern", none)
    assert gaps["length_km"].sum() == pytest.approx(route("northern").length_km())
    assert gaps["farthest_km"].isna().all()
    steps = distance_along("northern", none, step_km=500)
    assert steps["distance_km"].isna().all()
    assert distance_quantiles(steps).isna().all(axis=None)


def test_a_post_without_a_place_is_ignored():
    posts = liaison_officers(year=2022)
    lost = posts.copy()
    lost.loc[lost["city"] == "Tashkent", "geometry"] = None
    rest = posts[posts["city"] != "Tashkent"]
    assert reached_length("northern", lost).equals(reached_length("northern", rest))
    assert len(reach_circles(lost)) == 6


def test_removing_dar_es_salaam_changes_the_southern_route_alone():
    posts = liaison_officers(year=2022)
    rest = posts[posts["city"] != "Dar es Salaam"]
    for name in ("northern", "balkan"):
        assert reached_length(name, rest).equals(reached_length(name, posts))
    before, after = reached_length("southern", posts), reached_length("southern", rest)
    changed = before.index[before["reached_km"] != after["reached_km"]]
    # The air line to Nairobi ends 670 km from Dar es Salaam; no other post is near the branch.
    assert {branch for branch, _ in changed} == {"makran-east-africa"}
    assert before.loc["makran-east-africa", "reached_km"].sum() > 3000
    assert after.loc["makran-east-africa", "reached_km"].sum() == 0


def test_vienna_as_headquarters_is_no_post():
    vienna = place("AUT-VIE")
    for year in (2010, 2011, 2013, 2022):
        posts = liaison_officers(year=year)
        assert "AUT" not in set(posts["iso3"])
        assert vienna not in {(p.x, p.y) for p in posts.geometry}
    posts = liaison_officers(year=2022)
    asked = at(*[(p.x, p.y) for p in posts.geometry], vienna)
    assert whole(reached_length("balkan", asked)) > whole(reached_length("balkan", posts)) + 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(ROUTES),
    cities=st.sets(st.integers(0, 6), min_size=1),
    further=st.integers(0, 241),
    radius_km=st.floats(1, 9000),
    more=st.floats(0, 1000),
)
def test_a_larger_radius_or_a_further_post_never_reaches_less(
    name, cities, further, radius_km, more
):
    posts = liaison_officers(year=2022).iloc[sorted(cities)]
    first = reached_length(name, posts, radius_km=radius_km)["reached_km"]
    wider = reached_length(name, posts, radius_km=radius_km + more)["reached_km"]
    there = nodes().geometry.iloc[further]
    also = at(*[(p.x, p.y) for p in [*posts.geometry, there]])
    added = reached_length(name, also, radius_km=radius_km)["reached_km"]
    assert (wider >= first - 0.001).all()
    assert (added >= first - 0.001).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6))
def test_a_union_of_intervals_is_what_a_set_of_its_cells_says(intervals):
    pairs = np.sort(np.array(intervals, dtype=float), axis=1)
    cells = {c for low, high in pairs.astype(int) for c in range(low, high)}
    assert united(pairs[None, :, 0], pairs[None, :, 1]).item() == len(cells)


def test_a_place_along_a_leg_is_where_the_geodesic_has_it():
    legs = route("southern").legs
    pieces = Pieces(legs)
    for number in (0, 20, len(legs) - 1):
        points = shapely.get_coordinates(legs.geometry.iloc[number])
        along = np.cumsum(GEOD.inv(*points[:-1].T, *points[1:].T)[2]) / 1000
        lon, lat = pieces.at(np.full(len(along) - 1, number), along[:-1])
        off = GEOD.inv(lon, lat, *points[1:-1].T)[2]
        assert max(off, default=0) < 1


def test_who_is_within_a_distance_is_who_the_geodesic_says():
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(-180, 180, 400), np.degrees(np.arcsin(rng.uniform(-1, 1, 400)))
    there = nodes().iloc[::10]
    km = distances(lon, lat, there)
    for radius in (1, 500, 3000, 9990, 10_000):
        assert (within(lon, lat, there, radius) == (km <= radius)).all()
    # At the very distance of a place, and a metre short of it.
    edge = float(km[0, 0])
    assert within(lon[:1], lat[:1], there.iloc[:1], edge + 0.001).item()
    assert not within(lon[:1], lat[:1], there.iloc[:1], edge - 0.001).item()


@pytest.mark.parametrize("spot", [(39.28, -6.8), (37.6, 55.75), (179.5, -17), (0, 89), (10, -80)])
@pytest.mark.parametrize("radius_km", [100, 500, 4000, 9000])
def test_a_circle_holds_what_lies_within_it(spot, radius_km):
    area = reach_circles(at(spot), radius_km=radius_km).geometry.item()
    assert area.is_valid
    rng = np.random.default_rng(1)
    azimuth = rng.uniform(0, 360, 400)
    km = radius_km * np.concatenate([rng.uniform(0, 0.995, 200), rng.uniform(1.005, 1.1, 200)])
    start = np.full(400, spot[0]), np.full(400, spot[1])
    lon, lat, _ = GEOD.fwd(*start, azimuth, 1000 * km)
    lon = (lon + 180) % 360 - 180
    assert (shapely.contains_xy(area, lon, lat) == (km <= radius_km)).all()


@pytest.mark.parametrize("radius_km", [float("nan"), float("inf"), "500", None])
def test_a_radius_that_is_no_number_is_refused_in_one_line(radius_km):
    posts = liaison_officers(year=2022)
    for question in (reached_length, unreached_stretches):
        with pytest.raises(ParameterError, match=r"radius_km is a number, not [^\n]+$"):
            question("balkan", posts, radius_km=radius_km)
    with pytest.raises(ParameterError, match=r"radius_km is a number, not [^\n]+$"):
        reach_circles(posts, radius_km=radius_km)


@pytest.mark.parametrize("radius_km", [0, -1, 10_001])
def test_a_radius_that_is_none_is_refused_and_what_is_valid_said(radius_km):
    posts = liaison_officers(year=2022)
    for question in (reached_length, unreached_stretches):
        with pytest.raises(ParameterError, match=r"above 0 and up to 10,000 \(half the globe\)"):
            question("balkan", posts, radius_km=radius_km)
    with pytest.raises(ParameterError, match="above 0"):
        reach_circles(posts, radius_km=radius_km)


def test_an_unknown_route_a_step_a_quantile_and_places_off_the_globe_are_refused():
    posts = liaison_officers(year=2022)
    for question in (reached_length, unreached_stretches, distance_along):
        with pytest.raises(UnknownNameError, match="did you mean 'balkan'"):
            question("balkans", posts)
    with pytest.raises(ParameterError, match="step_km is above 0"):
        distance_along("balkan", posts, step_km=0)
    with pytest.raises(ParameterError, match="between 0 and 1"):
        distance_quantiles(distance_along("northern", posts, step_km=900), quantiles=(90,))
    with pytest.raises(CoordinatesError, match="swapped"):
        reached_length("balkan", at((41.3, 100.0)))
