"""The strip by State: its marks, names and bars, against the tables read by hand."""

from __future__ import annotations

import re

import pytest

from routes import Wording, route
from routes.analysis import coverage_by_state
from routes.partnership import RELATIONS
from routes.views import plot_coverage_strip, svg
from routes.views.style import REACH_COLOURS

W = Wording()
ROUTES = ("northern", "balkan", "southern")
HATCHED = "//////"


@pytest.fixture(scope="module", params=ROUTES)
def drawn(request):
    states = coverage_by_state(request.param, drugs=("heroin", "morphine"))
    figure = plot_coverage_strip(states, relations=RELATIONS, year=2022, wording=W)
    return request.param, states, figure


def marks(figure):
    """Return {group id: patch} of both rows of axes."""
    return {patch.get_gid(): patch for ax in figure.axes for patch in ax.patches}


def said(figure, kind, relation):
    """Return the States that have a mark of this kind in the row of a relation."""
    pattern = re.compile(rf"{kind}-{relation}-([A-Z]{{3}})")
    return {found[1] for gid in marks(figure) if (found := pattern.fullmatch(gid))}


def test_one_column_a_state_afghanistan_first(drawn, rows):
    name, _, figure = drawn
    on_route = {row["iso3"] for row in rows("route_countries") if row["route"] == name}
    labels = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert len(labels) == len(on_route)
    assert labels[0] == "Afghanistan"


def test_posts_are_those_of_the_list(drawn, rows):
    name, _, figure = drawn
    on_route = {row["iso3"] for row in rows("route_countries") if row["route"] == name}
    hosts = {row["iso3"] for row in rows("liaison_officers") if row["year"] == "2022"
             and row["status"] != "not listed"}  # fmt: skip
    assert said(figure, "yes", "post") == hosts & on_route
    assert said(figure, "no", "post") == on_route - hosts


def test_partners_are_those_of_the_list_and_an_area_is_none(drawn, rows):
    name, _, figure = drawn
    on_route = {row["iso3"] for row in rows("route_countries") if row["route"] == name}
    partners = {row["partner"] for row in rows("partners") if row["kind"] == "state"}
    assert said(figure, "yes", "partner") == partners & on_route
    assert said(figure, "no", "partner") == on_route - partners


def test_an_attendance_nobody_names_is_hatched_and_never_empty(drawn):
    _, states, figure = drawn
    assert said(figure, "no", "attended") == set()
    unknown = said(figure, "unknown", "attended")
    assert unknown == set(states.index) - said(figure, "yes", "attended") != set()
    assert all(
        patch.get_hatch() == HATCHED
        for gid, patch in marks(figure).items()
        if gid.startswith("unknown-")
    )


def test_hosts_of_2022_are_those_of_the_table_without_vienna(drawn, rows):
    name, _, figure = drawn
    on_route = {row["iso3"] for row in rows("route_countries") if row["route"] == name}
    hosts = {
        row["iso3"]
        for row in rows("meetings")
        if row["year"] == "2022" and row["status"] == "held" and row["city"] != "Vienna"
    }
    assert said(figure, "yes", "hosted") == hosts & on_route


def test_kilograms_have_a_bar_only_where_they_were_reported(drawn, rows):
    name, _, figure = drawn
    on_route = {row["iso3"] for row in rows("route_countries") if row["route"] == name}
    table = rows("latest_annual_seizures")
    listed = {row["iso3"] for row in table}
    kg: dict[str, float] = {}
    for row in table:
        if row["year"] == "2022" and row["drug"] in {"heroin", "morphine"}:
            kg[row["iso3"]] = kg.get(row["iso3"], 0) + float(row["kg"])
    bars = {gid[3:] for gid in marks(figure) if gid.startswith("kg-")}
    hatched = {gid[11:] for gid in marks(figure) if gid.startswith("unreported-")}
    assert bars == {code for code in on_route if kg.get(code)}
    assert hatched == (on_route & listed) - set(kg)
    tops = {
        gid[3:]: patch.get_y() + patch.get_height()
        for gid, patch in marks(figure).items()
        if gid.startswith("kg-")
    }
    assert all(tops[code] == pytest.approx(kg[code]) for code in bars if kg[code] > 1)


def test_an_area_has_a_dagger_and_italics():
    states = coverage_by_state("balkan", drugs="heroin")
    figure = plot_coverage_strip(states, relations=("post",), year=2022, wording=W)
    labels = {label.get_text(): label for label in figure.axes[0].get_xticklabels()}
    daggers = [text for text in labels if "†" in text]
    assert daggers == ["Kosovo †"]
    assert labels["Kosovo †"].get_fontstyle() == "italic"
    assert labels["Serbia"].get_fontstyle() == "normal"


def test_the_strip_is_text_in_the_page(drawn):
    name, _, figure = drawn
    picture = svg(figure, alt="A strip", key="strip")
    last = list(route(name).countries["name"])[1]
    assert f">{last}</text>" in picture
    assert "officer in post</text>" in picture


def test_every_relation_and_every_reach_has_a_word():
    assert all(W.say(f"relation.{name}", year=2022) for name in RELATIONS)
    assert all(W.say(f"reach.{name}") for name in REACH_COLOURS)
