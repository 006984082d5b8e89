"""Every branch can be walked from Afghanistan, and countries come in the order of the walk."""

from __future__ import annotations

import pytest
from walk import country_of, km_of, legs, read

from routes.errors import UnknownNameError
from routes.network import ROUTES, km_from_afghanistan, route

BRANCHES = [(row["route"], row["branch"]) for row in read("branches")]
WITH_LEGS = sorted({(row["route"], row["branch"]) for row in read("legs")})


def walked(name: str) -> dict[str, float]:
    """Return the shortest way to each node, by relaxing every leg until nothing changes."""
    ways = [(leg["from_node"], leg["to_node"], km_of(leg)) for leg in legs(name)]
    km = {node: 0.0 for way in ways for node in way[:2] if country_of(node) == "AFG"}
    changed = True
    while changed:
        changed = False
        for start, end, length in ways:
            if start in km and km[start] + length < km.get(end, float("inf")):
                km[end] = km[start] + length
                changed = True
    return km


@pytest.mark.parametrize(("name", "branch"), WITH_LEGS)
def test_every_leg_of_a_branch_can_be_reached_from_afghanistan(name, branch):
    reached = walked(name)
    assert not [leg for leg in legs(name, branch) if leg["from_node"] not in reached]


@pytest.mark.parametrize("name", ROUTES)
def test_distances_from_afghanistan_are_the_shortest_ways_along_the_legs(name):
    ours = km_from_afghanistan(route(name).legs).to_dict()
    assert ours == pytest.approx(walked(name), rel=1e-5)


def test_only_one_branch_has_no_legs_and_its_description_says_so():
    without = [branch for branch in BRANCHES if branch not in WITH_LEGS]
    assert without == [("southern", "africa-west-north")]
    about = route("southern").branches.loc["africa-west-north", "description"]
    assert "no legs are drawn" in about


def test_a_branch_joins_real_branches_of_its_own_route_at_a_common_node():
    def stops(name: str, branch: str) -> set[str]:
        return {leg[end] for leg in legs(name, branch) for end in ("from_node", "to_node")}

    for row in read("branches"):
        for joined in filter(None, row["joins"].split(";")):
            assert (row["route"], joined) in BRANCHES
            own = stops(row["route"], row["branch"])
            assert not own or own & stops(row["route"], joined), row["branch"]


def test_a_branch_that_joins_none_starts_in_afghanistan():
    for row in read("branches"):
        if not row["joins"]:
            starts = {country_of(leg["from_node"]) for leg in legs(row["route"], row["branch"])}
            assert "AFG" in starts, row["branch"]


@pytest.mark.parametrize("name", ROUTES)
def test_countries_are_those_of_the_table_afghanistan_first_then_by_distance(name):
    frame = route(name).countries
    listed = {row["iso3"] for row in read("route_countries") if row["route"] == name}
    assert set(frame.index) == listed
    assert frame.index.is_unique
    assert frame.index[0] == "AFG"
    assert frame["km_from_afghanistan"].is_monotonic_increasing
    km = walked(name)
    for code, ours in frame["km_from_afghanistan"].items():
        nearest = [km[node] for node in km if country_of(node) == code]
        if nearest:
            assert ours == pytest.approx(min(nearest), rel=1e-5), code


@pytest.mark.parametrize("name", ROUTES)
def test_a_country_has_one_role_source_before_transit_before_destination(name):
    frame = route(name).countries
    for code, role in frame["role"].items():
        roles = {
            row["role"]
            for row in read("route_countries")
            if (row["route"], row["iso3"]) == (name, code)
        }
        expected = "source" if "source" in roles else "transit" if "transit" in roles else None
        assert role == (expected or "destination"), code
    assert frame.index[frame["role"] == "source"].to_list() == ["AFG"]


def test_a_country_names_its_branches_and_the_other_routes_it_lies_on():
    balkan = route("balkan").countries
    assert balkan.loc["PAK", "branches"] == "trunk-via-pakistan"
    assert balkan.loc["UKR", "other_routes"] == "northern"
    assert balkan.loc["IRN", "other_routes"] == "southern"
    assert balkan.loc["AFG", "other_routes"] == "northern;southern"
    assert balkan.loc["DEU", "other_routes"] == ""


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_prints_what_it_is(name):
    kinds = {row["iso3"]: row["kind"] for row in read("countries")}
    on_it = {row["iso3"] for row in read("route_countries") if row["route"] == name}
    branches = sum(route_name == name for route_name, _ in BRANCHES)
    km = sum(map(km_of, legs(name)))
    states = sum(kinds[code] == "state" for code in on_it)
    kosovo = " and XKX" if "XKX" in on_it else ""
    assert repr(route(name)).splitlines()[0] == (
        f"Route({name!r}: {branches} branches, {len(legs(name))} legs, {km:,.0f} km, "
        f"{states} States{kosovo})"
    )


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("nothern", "northern"), ("Balkans", "balkan"), ("SOUTHERN", "southern")],
)
def test_an_unknown_route_is_answered_with_the_nearest_in_one_line(asked, meant):
    with pytest.raises(UnknownNameError, match=f"did you mean '{meant}'") as caught:
        route(asked)
    assert "\n" not in str(caught.value)


def test_an_unknown_branch_is_answered_with_the_nearest():
    for ask in (route("southern").corridor, route("southern").length_km):
        with pytest.raises(UnknownNameError, match="did you mean 'makran-east-africa'"):
            ask(branch="makran-africa")
