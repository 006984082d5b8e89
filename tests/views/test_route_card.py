"""A route shows itself: name, live map, branches and countries in order, inert and offline."""

from __future__ import annotations

import html
import json
import re

import pytest

import routes as rt
from routes.views import route_card

ROUTES = ("northern", "balkan", "southern")


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_shows_its_map_its_branches_and_its_countries_in_order(name, rows):
    route = rt.route(name)
    shown = route._repr_html_()
    assert shown.count("<iframe") == 1
    branches = [row["name"] for row in rows("branches") if row["route"] == name]
    text = html.unescape(re.sub(r"<iframe.*?</iframe>|<[^>]+>", "", shown, flags=re.DOTALL))
    places = [text.index(f"{branch} (") for branch in branches]
    assert places == sorted(places)
    countries = text.partition("in order:")[2]
    # Names stand in each other (Pakistan; Oman in Romania): the list is compared as a whole.
    assert countries.startswith(f" {'; '.join(route.countries['name'])}.")


def test_the_map_of_a_route_shades_no_country_by_a_figure():
    shown = html.unescape(rt.route("balkan")._repr_html_())
    data = json.loads(re.search(r'id="layers">(.*?)</script>', shown, re.DOTALL)[1])
    (countries,) = [layer for layer in data["layers"] if layer["class"] == "country"]
    assert len(countries["items"]) > 30
    assert {one["class"] for one in countries["items"]} == {"on-route"}
    assert [layer["class"] for layer in data["layers"]].count("leg") == 1
    assert "kg" not in json.dumps(data["layers"])


def test_the_map_asks_nobody_for_anything():
    shown = html.unescape(rt.route("northern")._repr_html_())
    asked = re.findall(r"""(?:src|href)=["']?(https?:[^"' >]+)""", shown)
    assert [link for link in asked if "leafletjs" not in link] == []
    assert "<link" not in shown


def test_hostile_names_stay_text(monkeypatch):
    hostile = "</iframe><script>alert(1)</script>${alert(2)}"
    route = rt.route("balkan")
    route.branches["name"] = hostile
    shown = route_card.route_card(route)
    assert "<script>alert(1)" not in html.unescape(shown).partition("<p><b>Branches")[0]
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown.partition("<b>Branches:</b>")[2]


def test_a_branch_without_legs_says_so():
    assert "West and North Africa extension (no legs)" in rt.route("southern")._repr_html_()


def test_in_a_terminal_a_route_prints_branches_and_countries():
    lines = repr(rt.route("northern")).splitlines()
    assert lines[1].startswith("  branches: Tajik–Kyrgyz branch 8,685 km; Uzbek branch")
    assert any(line.startswith("  countries in order: Afghanistan; Tajikistan") for line in lines)
    assert max(map(len, lines)) <= 96


def test_what_comes_from_a_route_shows_itself_as_one():
    class Other(rt.network.Route):
        pass

    assert "<b>Balkan route.</b>" in Other("balkan")._repr_html_()
