"""Gaps and change: what nothing reaches, and what was gained or is not listed any more."""

from __future__ import annotations

import pytest

from routes.analysis import coverage, coverage_change, coverage_gaps
from routes.errors import ParameterError, UnknownNameError
from routes.network import route
from routes.partnership import posts_in


@pytest.fixture(scope="module")
def southern():
    return coverage_gaps("southern")


def states(gaps):
    return gaps[gaps["kind"] != "stretch"]


def test_two_dozen_states_of_the_southern_route_are_outside_the_partnership(rows):
    on_it = {r["iso3"] for r in rows("route_countries") if r["route"] == "southern"}
    partner = {r["partner"] for r in rows("partners")}
    outside = on_it - partner
    assert len(outside) == 24
    found = states(coverage_gaps("southern", 2022, relations=["partner"]))
    assert set(found["iso3"]) == outside
    assert set(found["kind"]) == {"State"}


def test_of_transit_states_only_pakistan_and_india_hosted_a_meeting(rows):
    kinds = {(r["route"], r["branch"]): r["kind"] for r in rows("branches")}
    members = [r for r in rows("route_countries") if r["route"] == "southern"]
    transit = {
        r["iso3"]
        for r in members
        if r["role"] == "transit" and kinds["southern", r["branch"]] != "offshoot"
    } - {"IRN"}
    held = [(r["iso3"], r["year"]) for r in rows("meetings") if r["status"] == "held"]
    assert {host for host in held if host[0] in transit} == {
        *(("PAK", "2011"), ("PAK", "2022"), ("IND", "2011")),
    }
    # China, a destination of the route, did too.
    everyone = {r["iso3"] for r in members}
    assert {host for host in held if host[0] in everyone} - {
        *(("PAK", "2011"), ("PAK", "2022"), ("IND", "2011")),
    } == {("CHN", "2018")}
    hosted = coverage("southern", drugs="heroin").set_index(["measure", "relation"])
    assert hosted.loc[("States", "hosted_to_date"), "numerator"] == 2


def test_what_something_reaches_is_no_gap(southern):
    # Posts in Pakistan, Iran and Tanzania; the United States of America attended in 2022.
    missed = set(states(southern)["iso3"])
    everyone = set(route("southern").countries.index)
    assert everyone - missed == {"AFG", "PAK", "IRN", "TZA", "USA"}


def test_states_come_by_the_most_they_may_have_seized(southern):
    rows = states(southern)
    assert rows["kg_high"].is_monotonic_decreasing
    assert rows["rank"].to_list() == list(range(1, len(rows) + 1))
    assert rows["iso3"].head(3).to_list() == ["IND", "EGY", "LKA"]
    oman = rows.set_index("iso3").loc["OMN"]
    assert oman["status"] == "not reported"
    assert (oman["kg_low"], oman["kg_high"]) == (0, 1065)


def test_stretches_come_by_length_and_with_what_is_reached_make_the_route(southern):
    stretches = southern[southern["kind"] == "stretch"]
    for _, rows in stretches.groupby("means"):
        assert rows["km"].is_monotonic_decreasing
    assert stretches.geometry.notna().all()
    length = (
        coverage("southern", drugs="heroin")
        .query("measure == 'length'")[["denominator", "numerator"]]
        .sum()
    )
    assert stretches["km"].sum() == pytest.approx(
        length["denominator"] - length["numerator"], abs=1
    )


def test_states_have_no_geometry_and_the_frame_is_on_the_globe(southern):
    assert states(southern).geometry.isna().all()
    assert southern.crs.to_epsg() == 4326


def test_kosovo_is_an_area_not_a_state():
    kinds = states(coverage_gaps("balkan")).set_index("iso3")["kind"]
    assert kinds["XKX"] == "area"
    assert kinds["GRC"] == "State"


def test_a_whole_year_of_reach_leaves_other_gaps():
    # In 2015 Kazakhstan and Kyrgyzstan hosted; by the list of 2013 the others of Central Asia and
    # the Russian Federation had or were served by a post.
    missed = set(states(coverage_gaps("northern", 2015))["iso3"])
    assert missed == {"BLR", "UKR", "EST", "LVA", "LTU"}


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"year": 2030}, ValueError, "years run from 2010 to 2022"),
        ({"radius_km": 0}, ParameterError, "radius_km is above 0"),
        ({"relations": ["hosts"]}, UnknownNameError, "did you mean 'hosted'"),
        ({"relations": []}, UnknownNameError, "Valid: post, served"),
        ({"pillar": "0"}, UnknownNameError, "Valid: I, II, III, IV"),
    ],
)
def test_bad_input_says_what_is_valid(options, error, said):
    with pytest.raises(error, match=said) as caught:
        coverage_gaps("southern", **options)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def change():
    return coverage_change("balkan", drugs=["heroin", "morphine"])


def test_steps_are_2013_2022_without_its_changes_2022_and_now(change):
    posts = change.query("measure == 'States' and relation == 'post'").set_index("step")
    # 2013: Iran, Serbia, North Macedonia; Ankara came in 2022.
    assert posts["numerator"].to_dict() == {
        "2013": 3,
        "2022 without its changes": 3,
        "2022": 4,
        "now": 4,
    }
    assert (posts["denominator"] == 14).all()


def test_the_changes_of_2022_move_what_rests_on_posts_alone(change):
    key = ["measure", "relation", "pillar", "rule"]
    before = change.query("step == '2022 without its changes'").set_index(key)
    after = change.query("step == '2022'").set_index(key)
    moved = before["low"].fillna(-1) != after["low"].fillna(-1)
    relations = moved[moved].index.get_level_values("relation")
    assert set(relations) == {"post", "served"}
    gained = after["numerator"] - before["numerator"]
    kilograms = gained.xs("kilograms", level="measure").xs("post", level="relation")
    assert kilograms.item() == pytest.approx(8004.5)  # Türkiye


def test_islamabad_counts_as_filled_in_2022():
    southern = coverage_change("southern", drugs="heroin")
    posts = southern.query("measure == 'States' and relation == 'post'").set_index("step")
    assert posts["numerator"].to_list() == [1, 0, 2, 2]
    assert set(posts_in(2022).query("status == 'post filled'")["iso3"]) == {"PAK"}
