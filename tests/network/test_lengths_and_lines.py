"""Lines and lengths, held against geodesics computed from the tables."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import shapely
from walk import GEOD, km_of, legs, path_of

from routes.network import ROUTES, nodes, route, route_legs

# The split at the antimeridian may move a line by a few metres in thousands of kilometres.
CLOSE = 1e-5


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_is_as_long_as_its_legs_on_the_ellipsoid(name):
    assert route(name).length_km() == pytest.approx(sum(map(km_of, legs(name))), rel=CLOSE)


@pytest.mark.parametrize("name", ROUTES)
def test_a_branch_is_as_long_as_its_legs_and_the_branches_make_the_route(name):
    this = route(name)
    lengths = [this.length_km(branch=branch) for branch in this.branches.index]
    expected = [sum(map(km_of, legs(name, branch))) for branch in this.branches.index]
    assert lengths == pytest.approx(expected, rel=CLOSE)
    assert sum(lengths) == pytest.approx(this.length_km())


def test_a_branch_without_legs_has_no_length():
    assert route("southern").length_km(branch="africa-west-north") == 0


@pytest.mark.parametrize("name", ROUTES)
def test_a_leg_counts_once_whichever_way_it_is_travelled(name):
    drawn = route(name).legs
    ends = zip(drawn["from_node"], drawn["to_node"], drawn["mode"], strict=True)
    pairs = Counter((frozenset((a, b)), mode) for a, b, mode in ends)
    assert not [pair for pair, times in pairs.items() if times > 1]
    assert len(drawn) == len(legs(name))


def test_each_leg_runs_through_its_nodes_and_waypoints_in_order():
    for leg, geometry in zip(
        [row for name in ("northern", "balkan", "southern") for row in legs(name)],
        [line for name in ("northern", "balkan", "southern") for line in route(name).legs.geometry],
        strict=True,
    ):
        drawn = list(map(tuple, shapely.get_coordinates(geometry)))
        at = [drawn.index(stop) for stop in path_of(leg)]
        assert at == sorted(at), leg
        assert at[0] == 0, leg
        assert at[-1] == len(drawn) - 1, leg


def test_the_points_of_a_line_are_never_more_than_20_km_apart():
    for line in shapely.get_parts(route_legs().geometry.to_numpy()):
        lon, lat = shapely.get_coordinates(line).T
        assert GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2].max() <= 20_000.001


def test_only_a_line_over_the_antimeridian_is_split_and_none_jumps():
    frame = route_legs().set_index(["from_node", "to_node"])
    split = frame.index[frame.geometry.geom_type == "MultiLineString"]
    assert split.to_list() == [("IND-BOM", "CAN-YVR")]
    for line in shapely.get_parts(frame.geometry.to_numpy()):
        assert np.abs(np.diff(shapely.get_coordinates(line)[:, 0])).max() < 180


def test_the_sea_lane_from_mumbai_to_vancouver_is_cut_at_180_degrees():
    frame = route_legs().set_index(["from_node", "to_node"])
    (lane,) = frame.loc[[("IND-BOM", "CAN-YVR")], "geometry"]
    west, east = lane.geoms
    last, first = west.coords[-1], east.coords[0]
    assert (last[0], first[0]) == (180, -180)
    assert last[1] == pytest.approx(first[1])
    whole = sum(GEOD.geometry_length(part) for part in lane.geoms) / 1000
    leg = next(row for row in legs("southern") if row["to_node"] == "CAN-YVR")
    assert whole == pytest.approx(km_of(leg), rel=CLOSE)


def test_all_coordinates_are_on_the_globe():
    for lon, lat in (
        shapely.get_coordinates(route_legs().geometry.to_numpy()).T,
        shapely.get_coordinates(nodes().geometry.to_numpy()).T,
    ):
        assert np.abs(lon).max() <= 180
        assert np.abs(lat).max() <= 90


def test_changing_the_network_in_hand_does_not_change_the_next_one():
    first = route_legs()
    first["length_km"] = 0.0
    assert route_legs()["length_km"].min() > 0
