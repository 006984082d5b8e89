"""A corridor is what lies within so many kilometres of a line, on the ellipsoid, to 1 per cent."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from walk import GEOD, km_to_branch, legs, vertices

from routes.network import ROUTES, route
from routes.network.geometry import buffered, line

WIDTHS = (5, 100, 500, 1000)
BRANCHES = [
    ("southern", "north-america"),  # over the antimeridian, and by air to 68° N
    ("southern", "indian-ocean-islands"),
    ("northern", "baltic-extension"),
    ("balkan", "trunk"),
    ("balkan", "western-distribution"),
]


@cache
def corridor(name: str, branch: str, km: float) -> shapely.Geometry:
    area = route(name).corridor(km, branch=branch).geometry.item()
    shapely.prepare(area)
    return area


spots = st.tuples(
    st.sampled_from(BRANCHES),
    st.sampled_from(WIDTHS),
    st.floats(0, 1, exclude_max=True),
    st.floats(-180, 180),
)


@settings(max_examples=200, deadline=None)
@given(spots)
def test_a_point_nearer_than_the_width_is_inside(spot):
    (name, branch), km, along, bearing = spot
    stretches = vertices(name, branch)
    lon, lat = stretches[int(along * len(stretches))][:2]
    lon, lat, _ = GEOD.fwd(lon, lat, bearing, 990 * km)
    assert shapely.contains_xy(corridor(name, branch, km), lon, lat)


@settings(max_examples=200, deadline=None)
@given(spots, st.floats(1.0101, 1.3))
def test_a_point_farther_than_the_width_from_the_whole_line_is_outside(spot, times):
    (name, branch), km, along, bearing = spot
    stretches = vertices(name, branch)
    lon, lat = stretches[int(along * len(stretches))][:2]
    lon, lat, _ = GEOD.fwd(lon, lat, bearing, 1000 * km * times)
    assume(km_to_branch(lon, lat, name, branch) > 1.01 * km)
    assert not shapely.contains_xy(corridor(name, branch, km), lon, lat)


@pytest.mark.parametrize("km", WIDTHS)
@pytest.mark.parametrize("branch", ["north-america"])
def test_both_rules_hold_all_along_the_lines_over_the_pacific_and_the_arctic(branch, km):
    area = corridor("southern", branch, km)
    stretches = vertices("southern", branch)
    azimuth = GEOD.inv(*stretches.T)[0]
    outside = 0
    for lon, lat, ahead in list(zip(*stretches[:, :2].T, azimuth, strict=True))[::40]:
        for side in (-90, 90):
            assert shapely.contains_xy(area, *GEOD.fwd(lon, lat, ahead + side, 990 * km)[:2])
            far = GEOD.fwd(lon, lat, ahead + side, 1011 * km)[:2]
            if km_to_branch(*far, "southern", branch) > 1.01 * km:
                outside += 1
                assert not shapely.contains_xy(area, *far), (lon, lat)
    assert outside > 20


def test_a_corridor_about_a_point_like_line_has_the_area_of_a_circle():
    area = buffered(line([(60.0, 35.0), (60.0001, 35.0)]), 100)
    square_km = abs(GEOD.geometry_area_perimeter(area)[0]) / 1e6
    assert square_km == pytest.approx(np.pi * 100**2, rel=0.01)


@pytest.mark.parametrize("km", WIDTHS)
@pytest.mark.parametrize("name", ROUTES)
def test_corridors_are_valid_areas_on_the_globe_one_per_branch_with_legs(name, km):
    frame = route(name).corridor(km)
    assert set(frame.index) == {leg["branch"] for leg in legs(name)}
    assert set(frame["km"]) == {float(km)}
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()
    assert set(frame.geometry.geom_type) <= {"Polygon", "MultiPolygon"}
    west, south, east, north = frame.total_bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90


def test_a_corridor_over_the_antimeridian_lies_on_both_sides_and_not_around_the_globe():
    area = corridor("southern", "north-america", 100)
    assert area.bounds[0] == -180
    assert area.bounds[2] == 180
    assert not shapely.contains_xy(area, 0.0, 51.0)  # London, as far as can be
    crossing = next(s for s in vertices("southern", "north-america") if s[0] * s[2] < -10_000)
    for lon in (179.99, -179.99):
        assert shapely.contains_xy(area, lon, crossing[1])


def test_a_wider_corridor_holds_the_narrower_one():
    for name, branch in BRANCHES:
        assert corridor(name, branch, 500).contains(corridor(name, branch, 100))


@pytest.mark.parametrize("km", [0, -5, 1000.1, float("nan"), float("inf")])
def test_a_width_that_cannot_be_drawn_is_refused_with_the_bounds(km):
    with pytest.raises(ValueError, match="above 0 and up to 1000 km"):
        route("balkan").corridor(km)


def test_a_branch_without_legs_has_no_corridor():
    assert route("southern").corridor(100, branch="africa-west-north").empty
