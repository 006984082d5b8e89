"""Distances to the routes, and who is inside a corridor, against Karney's method."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

import routes as rt
from routes.network import Legs, distances_of, nearest, route_legs, within_corridors
from routes.network.nearest import FEW
from routes.network.route import CorridorWidthError

GEOD = Geod(ellps="WGS84")
ROUTES = ("northern", "balkan", "southern")


def vertices(route):
    lines = route_legs().query("route == @route").geometry
    return shapely.get_coordinates(lines.to_numpy())


def points(n, *, seed, spread=1.2):
    """Half near the legs, half over the field of the routes."""
    rng = np.random.default_rng(seed)
    near = np.vstack([vertices(name) for name in ROUTES])
    near = near[rng.integers(0, len(near), n // 2)] + rng.normal(0, spread, (n // 2, 2))
    far = rng.uniform((-10, -35), (100, 65), (n - n // 2, 2))
    both = np.vstack([near, far])
    return both[:, 0], np.clip(both[:, 1], -89, 89)


def reference_km(lon, lat, route):
    """Least geodesic distance to a geodesic polyline, segment by segment, by golden section."""
    lines = shapely.get_parts(route_legs().query("route == @route").geometry.to_numpy())
    best = np.inf
    for line in lines:
        xy = shapely.get_coordinates(line)
        n = len(xy)
        at = GEOD.inv(np.full(n, lon), np.full(n, lat), xy[:, 0], xy[:, 1])[2]
        azimuth, _, length = GEOD.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
        least = np.minimum(at[:-1], at[1:]) - np.asarray(length)
        for k in np.flatnonzero(least < best):
            low, high = 0.0, length[k]
            while high - low > 0.5:
                a, b = low + (high - low) * 0.382, low + (high - low) * 0.618
                x, y, _ = GEOD.fwd(xy[[k, k], 0], xy[[k, k], 1], azimuth[[k, k]], [a, b])
                da, db = GEOD.inv([lon, lon], [lat, lat], x, y)[2]
                low, high = (low, b) if da < db else (a, high)
            x, y, _ = GEOD.fwd(xy[k, 0], xy[k, 1], azimuth[k], (low + high) / 2)
            best = min(best, GEOD.inv(lon, lat, x, y)[2], at[k], at[k + 1])
    return best / 1000


def same_distances(one, other):
    """Half a metre up to 1,000 km; farther off pieces of another length weigh a little."""
    near = one <= 1000
    np.testing.assert_allclose(one[near], other[near], rtol=0, atol=0.0005)
    np.testing.assert_allclose(one[~near], other[~near], rtol=0.0005)


def test_within_a_metre_of_the_geodesic_up_to_200_km():
    lon, lat = points(70, seed=3)
    km = distances_of(lon, lat).km
    checked = 0
    for i, r in np.argwhere(km <= 200):
        assert km[i, r] == pytest.approx(reference_km(lon[i], lat[i], ROUTES[r]), abs=0.001)
        checked += 1
    assert checked > 45


@pytest.mark.parametrize("number", range(3))
def test_a_place_on_a_leg_is_no_distance_away(number):
    on = vertices(ROUTES[number])
    assert distances_of(on[:, 0], on[:, 1]).km[:, number].max() < 0.001


def test_the_direction_of_a_leg_does_not_matter():
    legs = route_legs()
    turned = gpd.GeoDataFrame(legs.drop(columns="geometry"), geometry=legs.reverse())
    lon, lat = points(4000, seed=4)
    there, back = Legs(legs).nearest(lon, lat), Legs(turned).nearest(lon, lat)
    same_distances(there.km, back.km)


def test_vertices_written_twice_do_not_matter():
    legs = route_legs()
    twice = [
        shapely.MultiLineString(
            [
                np.repeat(shapely.get_coordinates(part), 2, axis=0)
                for part in shapely.get_parts(line)
            ]
        )
        for line in legs.geometry
    ]
    lon, lat = points(4000, seed=5)
    once = Legs(legs).nearest(lon, lat)
    again = Legs(legs.set_geometry(twice, crs=legs.crs)).nearest(lon, lat)
    same_distances(once.km, again.km)


@pytest.mark.parametrize("turn", [360, -360])
def test_longitudes_may_be_turned_around(turn):
    lon, lat = points(2000, seed=6)
    lon = np.round(lon * 64) / 64  # a turn of these is exact in binary
    here, there = distances_of(lon, lat), distances_of(lon + turn, lat)
    assert here.km.tobytes() == there.km.tobytes()
    assert here.leg.tobytes() == there.leg.tobytes()


def test_the_lists_of_cells_leave_nothing_out(monkeypatch):
    """With lists too short for any cell the tree is searched from its root: the same bytes."""
    rng = np.random.default_rng(8)
    lon, lat = points(40_000, seed=8)
    lon, lat = (
        np.append(lon, rng.uniform(-180, 180, 20_000)),
        np.append(lat, rng.uniform(-90, 90, 20_000)),
    )
    legs = route_legs()
    listed = Legs(legs).nearest(lon, lat)
    monkeypatch.setattr(nearest, "_LONGEST_LIST", 0)
    searched = Legs(legs).nearest(lon, lat)
    assert listed.km.tobytes() == searched.km.tobytes()
    assert listed.leg.tobytes() == searched.leg.tobytes()


def test_across_the_antimeridian():
    pacific = [g for g in route_legs().geometry if g.geom_type == "MultiLineString"]
    assert pacific
    for line in pacific:
        for lon, lat in shapely.get_coordinates(line):
            assert distances_of([lon], [lat]).km.min() < 0.001


def test_an_unknown_place_has_no_distance():
    away = distances_of([np.nan, 69.28], [41.31, np.nan])
    assert np.isnan(away.km).all()
    assert (away.leg == -1).all()


@pytest.mark.parametrize("km", [100, 37.5, 500])
def test_the_raster_and_the_distances_agree_to_the_point(km):
    lon, lat = points(150_000, seed=7)
    inside = within_corridors(lon, lat, km=km)
    measured = distances_of(lon, lat, exact_at=km).km <= km
    assert (inside != measured).sum() == 0
    assert 0 < inside.mean() < 1


def test_a_metre_decides_at_the_limit():
    """100 km less and more a metre from the far end of a leg, straight on."""
    legs = route_legs().query("route == 'northern'")
    decided = 0
    for line in legs.geometry:
        (lon1, lat1), (lon2, lat2) = shapely.get_coordinates(line)[-2:]
        azimuth = GEOD.inv(lon2, lat2, lon1, lat1)[0] + 180
        near = GEOD.fwd(lon2, lat2, azimuth, 99_999)[:2]
        far = GEOD.fwd(lon2, lat2, azimuth, 100_001)[:2]
        # Another leg may pass nearer: then the end of this one decides nothing.
        if reference_km(*far, "northern") < 100:
            continue
        assert within_corridors([near[0], far[0]], [near[1], far[1]])[:, 0].tolist() == [
            True,
            False,
        ]
        decided += 1
    assert decided >= 2


def test_a_corridor_has_a_width():
    with pytest.raises(CorridorWidthError):
        within_corridors([69.28], [41.31], km=0)


def test_few_points_are_asked_without_the_compiler_and_answered_to_the_last_bit():
    rng = np.random.default_rng(18)
    nodes = rt.table("nodes")
    lon = np.concatenate([rng.uniform(-180, 180, 300), rng.uniform(20, 80, 700),
                          nodes["longitude"], [np.nan, 180, -180, 67.0]])  # fmt: skip
    lat = np.concatenate([rng.uniform(-90, 90, 300), rng.uniform(20, 50, 700),
                          nodes["latitude"], [10, 90, -90, np.nan]])  # fmt: skip
    legs = Legs(route_legs())
    few = [legs.nearest(lon[i : i + FEW], lat[i : i + FEW]) for i in range(0, len(lon), FEW)]
    assert not legs._has_lists
    many = legs.nearest(lon, lat)
    assert legs._has_lists
    for name in ("km", "leg", "along_km"):
        one_by_one = np.concatenate([getattr(answer, name) for answer in few])
        np.testing.assert_array_equal(one_by_one, getattr(many, name))
