"""Stretches, against ways walked here over legs.csv with a graph of its own."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from pyproj import Geod

from routes.analysis import coverage, coverage_gaps, states_of_branch, unreached_stretches
from routes.network import nodes
from routes.partnership import posts_in

GEOD = Geod(ellps="WGS84")
DATA = Path(__file__).parents[2] / "data"
ROUTES = ("northern", "balkan", "southern")
MEANS = {"road": "land", "rail": "land", "sea": "sea", "air": "air"}
STEP_KM = 2.0


def read(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLACES = {r["node"]: (float(r["longitude"]), float(r["latitude"])) for r in read("nodes")}
STATE = {r["node"]: r["iso3"] for r in read("nodes")}


def legs(route):
    ways = defaultdict(list)
    for row in sorted(read("leg_waypoints"), key=lambda r: int(r["position"])):
        key = row["from_node"], row["to_node"], row["mode"]
        ways[key].append((float(row["longitude"]), float(row["latitude"])))
    for row in read("legs"):
        if row["route"] == route:
            a, b, mode = row["from_node"], row["to_node"], row["mode"]
            yield row["branch"], a, b, MEANS[mode], [PLACES[a], *ways[a, b, mode], PLACES[b]]


def bare_steps(stops, posts, radius_km):
    """Cut a leg into steps; return their length and which no post reaches."""
    km, bare = [], []
    for a, b in pairwise(stops):
        length = GEOD.inv(*a, *b)[2] / 1000
        count = max(1, int(np.ceil(length / STEP_KM)))
        points = np.array(GEOD.npts(*a, *b, 2 * count - 1)).reshape(-1, 2)[::2]
        away = np.full(count, np.inf)
        for lon, lat in posts:
            here = np.full(count, lon), np.full(count, lat)
            away = np.minimum(away, np.asarray(GEOD.inv(*here, *points.T)[2]) / 1000)
        km += [length / count] * count
        bare += list(away > radius_km)
    return np.array(km), np.array(bare)


def longest_by_hand(route, posts, radius_km):
    """Return the longest unreached way by branch and means, walked forward over the legs."""
    best = defaultdict(float)
    onward = defaultdict(list)
    for branch, a, b, means, stops in legs(route):
        km, bare = bare_steps(stops, posts, radius_km)
        # What stands alone inside a leg.
        run = 0.0
        for length, free in zip(km, bare, strict=True):
            run = run + length if free else 0.0
            best[branch, means] = max(best[branch, means], run)
        head = km[: int(np.argmin(bare))].sum() if not bare.all() else km.sum()
        tail = km[len(bare) - int(np.argmin(bare[::-1])) :].sum() if not bare.all() else km.sum()
        onward[branch, means, a].append((b, bare.all(), float(head), float(tail)))

    def from_node(branch, means, node):  # noqa: ANN202
        """Return the longest unreached way that begins in a node."""
        ways = [0.0]
        for following, whole, head, _ in onward.get((branch, means, node), ()):
            ways.append(head + (from_node(branch, means, following) if whole else 0.0))
        return max(ways)

    for (branch, means, _), arms in list(onward.items()):
        for following, _, _, tail in arms:
            if tail > 0:
                way = tail + from_node(branch, means, following)
                best[branch, means] = max(best[branch, means], way)
    return {key: km for key, km in best.items() if km > 0}


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(("year", "radius_km"), [(2022, 500), (2013, 250), (2022, 1000)])
def test_the_longest_stretch_of_each_branch_is_the_longest_way_walked_by_hand(
    route, year, radius_km
):
    rows = [r for r in read("liaison_officers") if r["year"] == str(year)]
    posts = [PLACES[r["node"]] for r in rows if r["status"] != "not listed"]
    expected = longest_by_hand(route, posts, radius_km)
    found = unreached_stretches(route, posts_in(year), radius_km=radius_km)
    longest = found.groupby(["branch", "means"])["length_km"].max().to_dict()
    for key, km in expected.items():
        # Each end of a way lies within one step.
        assert longest.get(key, 0.0) == pytest.approx(km, abs=2 * STEP_KM + 0.001 * km), key
    assert set(longest) >= {key for key, km in expected.items() if km > 2 * STEP_KM}


@pytest.mark.parametrize("route", ROUTES)
def test_a_stretch_is_as_long_as_its_ends_are_apart_along_it(route):
    found = unreached_stretches(route, posts_in(2022))
    apart = found["to_km"] - found["from_km"]
    assert apart.to_numpy() == pytest.approx(found["length_km"].to_numpy())
    parts = found[["land_km", "sea_km", "air_km"]].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(found["length_km"].to_numpy())
    assert found["means"].isin(["land", "sea", "air"]).all()


def test_kandahar_to_taftan_is_no_distance_of_two_ways():
    # Once 1,348 km beside 0 to 674 from Afghanistan: the sum of the ways from Kandahar and
    # from Lashkar Gah, which meet in Taftan.
    found = unreached_stretches("balkan", posts_in(2022))
    here = found[found["branch"] == "trunk-via-pakistan"].set_index("from_node")
    assert set(here.index) == {"AFG-KDH", "AFG-LKG"}
    walked = {}
    for branch, a, b, _, stops in legs("balkan"):
        if branch == "trunk-via-pakistan":
            walked[a, b] = sum(GEOD.inv(*p, *q)[2] for p, q in pairwise(stops)) / 1000
    kandahar = ["AFG-KDH", "AFG-SPB", "PAK-CHM", "PAK-QTA", "PAK-TFT", "IRN-MJV", "IRN-ZAH"]
    expected = sum(walked[pair] for pair in pairwise(kandahar))
    assert here.loc["AFG-KDH", "length_km"] == pytest.approx(expected)
    short = sum(walked[pair] for pair in pairwise(["AFG-LKG", "AFG-BRC", "PAK-TFT"]))
    assert here.loc["AFG-LKG", "length_km"] == pytest.approx(short)


def test_forks_are_never_summed_and_no_leg_counts_twice():
    # Karachi to Rotterdam, Antwerp and Felixstowe are three ways, none longer than its sea lane.
    found = unreached_stretches("southern", posts_in(2022))
    lines = found[found["branch"] == "container-europe"]
    ends = set(zip(lines["from_name"], lines["to_name"], strict=True))
    assert {("Karachi", "Rotterdam"), ("Karachi", "Antwerp")} <= ends
    assert lines["length_km"].max() < 15_000
    whole = coverage("southern", drugs="heroin").query("measure == 'length'")
    missing = (whole["denominator"] - whole["numerator"]).sum()
    assert found["length_km"].sum() == pytest.approx(missing, abs=1)


def test_over_land_and_sea_a_stretch_says_how_much_is_which():
    found = unreached_stretches("balkan", posts_in(2022), apart=False)
    kerman = found[found["means"] == "land+sea"].sort_values("length_km").iloc[-1]
    assert (kerman["from_name"], kerman["to_name"]) == ("Kerman", "Rotterdam")
    assert kerman["land_km"] + kerman["sea_km"] == pytest.approx(kerman["length_km"])
    assert kerman["sea_km"] > 10_000
    assert 100 < kerman["land_km"] < 1_000


def test_legs_of_a_branch_lead_on_and_never_back():
    for route in ROUTES:
        onward = defaultdict(set)
        for branch, a, b, _, _ in legs(route):
            onward[branch, a].add(b)
        for branch, node in list(onward):
            seen, queue = set(), [node]
            while queue:
                for following in onward.get((branch, queue.pop()), ()):
                    assert following != node, (branch, node)
                    if following not in seen:
                        seen.add(following)
                        queue.append(following)


@pytest.mark.parametrize("route", ROUTES)
def test_a_branch_has_every_state_its_nodes_lie_in(route):
    states = defaultdict(set)
    for branch, a, b, _, _ in legs(route):
        states[branch] |= {STATE[a], STATE[b]} - {""}
    listed = defaultdict(set)
    for row in read("route_countries"):
        if row["route"] == route and row["role"] != "source":
            listed[row["branch"]].add(row["iso3"])
    kinds = {r["iso3"]: r["kind"] for r in read("countries")}
    rows = coverage(route, branch="each", drugs="heroin").query(
        "measure == 'States' and relation == 'partner'"
    )
    counted = rows.dropna(subset=["branch"]).set_index("branch")["denominator"]
    for branch in {*states, *listed}:
        mine = states[branch] | listed[branch]
        assert set(states_of_branch(route, branch).index) - {"AFG"} == mine - {"AFG"}
        whole = {code for code in mine - {"AFG"} if kinds[code] == "state"}
        assert counted[branch] == len(whole), branch


@pytest.mark.parametrize(
    ("route", "branch", "some"),
    [
        ("balkan", "caucasus-branch", {"IRN", "AZE", "GEO", "ROU", "UKR"}),
        ("balkan", "iraq-syria-branch", {"IRQ", "SYR"}),
        ("southern", "trunk-iran", {"IRN"}),
        ("southern", "container-europe", {"NLD", "BEL"}),
    ],
)
def test_no_list_or_rule_takes_a_state_from_its_branch(route, branch, some):
    for rule in ({}, {"countries": "all"}, {"shared": "apart"}):
        rows = coverage(route, branch=branch, **rule).query("measure == 'States'")
        gaps = coverage_gaps(route, branch=branch, relations=["partner"], **rule)
        assert rows["denominator"].nunique() == 1
        assert rows["rule"].str.startswith("every State of the branch").all()
        assert set(gaps["branch"].dropna()) <= {branch}
    assert some <= set(states_of_branch(route, branch).index)


def test_nodes_known_here_are_those_of_the_library():
    assert set(PLACES) == set(nodes().index)
