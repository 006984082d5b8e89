"""The map of coverage: circles, stretches and States, against the tables read by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Geod

import routes as rt
from routes.analysis import reach_circles
from routes.views import coverage_layers, coverage_web_map, plot_coverage_map, svg
from routes.views.coverage_layers import reach_of

W = rt.Wording()


def layers_of(name, *, year=2022, radius_km=500):
    posts = rt.partnership.posts_in(year)
    return coverage_layers(
        rt.route(name),
        rt.analysis.coverage_by_state(name, year=year, drugs=("heroin", "morphine")),
        rt.analysis.coverage_gaps(name, year, radius_km=radius_km, drugs=("heroin", "morphine")),
        posts,
        reach_circles(posts, radius_km=radius_km),
        rt.meetings(status="held"),
        year=year,
        wording=W,
    )


@pytest.fixture(scope="module")
def southern():
    return layers_of("southern")


def test_every_post_with_a_place_has_a_circle_and_a_mark(southern, rows):
    listed = [r for r in rows("liaison_officers") if r["year"] == "2022" and r["node"]
              and r["status"] != "not listed"]  # fmt: skip
    assert len(southern.circles) == len(southern.base.posts) == len(listed) == 7
    assert set(southern.circles["tip"]) == {"within 500 km of the post"}


def test_a_circle_is_as_wide_as_the_ellipsoid_has_it(southern, rows):
    place = {r["node"]: r for r in rows("nodes")}["TZA-DAR"]
    ring = southern.circles.set_index("label").loc["Dar es Salaam", "geometry"]
    lon, lat = shapely.get_coordinates(ring.exterior).T
    n = len(lon)
    _, _, metres = Geod(ellps="WGS84").inv(
        np.full(n, float(place["longitude"])), np.full(n, float(place["latitude"])), lon, lat
    )
    assert np.abs(metres / 1000 - 500).max() < 1


def test_states_are_hatched_where_nothing_known_reaches_them(southern):
    reach = southern.base.countries.set_index("iso3")["reach"]
    assert reach["TZA"] == "post"  # hosts an officer, though no partner
    assert reach["IND"] == "gap-partner"
    assert reach["KEN"] == "gap"
    assert reach["USA"] == "meeting"  # known to have attended
    assert reach["AFG"] == "source"


def test_reach_takes_the_nearest_tie_first():
    states = rt.analysis.coverage_by_state("balkan", drugs="heroin")
    gaps = rt.analysis.coverage_gaps("balkan", drugs="heroin")
    reach = reach_of(states, gaps)
    hosts = states.index[states["post"].fillna(value=False)]
    assert set(reach[hosts]) == {"post"}
    missed = set(gaps.loc[gaps["kind"] != "stretch", "iso3"])
    assert set(reach.index[reach.str.startswith("gap")]) == missed


def test_stretches_are_those_of_the_gaps_and_say_their_length(southern):
    gaps = rt.analysis.coverage_gaps("southern", drugs=("heroin", "morphine"))
    stretches = gaps[gaps["kind"] == "stretch"]
    assert len(southern.stretches) == len(stretches)
    assert list(stretches["means"].head(1)) == ["land"]
    top = stretches[stretches["from_name"] == "Karachi"].iloc[1]
    assert (
        f"Container lines to Europe: Karachi – Rotterdam, sea, {top['km']:,.0f} km without a post"
        in set(southern.stretches["tip"])
    )


def test_lines_of_two_stretches_do_not_lie_on_one_another(southern):
    lengths = [shape.length for shape in southern.stretches.geometry]
    union = shapely.union_all(southern.stretches.geometry.to_numpy()).length
    assert sum(lengths) < 1.1 * union


def test_the_printed_map_has_circles_stretches_and_hatches_and_keeps_its_text(southern):
    picture = svg(plot_coverage_map(southern, wording=W), alt="Reach", key="map")
    for gid in ("circles", "stretches", "reach-gap", "reach-gap-partner", "reach-post"):
        assert f'id="map-{gid}"' in picture, gid
    assert ">Dar es Salaam</text>" in picture


def test_the_live_map_is_the_same_bytes_and_carries_every_layer(southern):
    page = coverage_web_map(southern, wording=W).page()
    assert coverage_web_map(southern, wording=W).page() == page
    for key in ("reach", "stretches", "circles", "legs", "boundaries", "posts", "meetings"):
        assert f'"{W.say(f"map.layer.{key}")}"' in page


def test_a_list_without_a_place_draws_a_map_all_the_same():
    drawn = layers_of("northern", year=2010)
    assert len(drawn.circles) == len(rt.partnership.posts_in(2010).dropna(subset=["node"]))
    assert "circle" in coverage_web_map(drawn, wording=W).page()
