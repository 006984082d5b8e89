"""The live map carries everything with it and is the same, byte for byte, for the same content."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import folium
import pytest

from routes.analysis import along_route
from routes.network import route
from routes.partnership import liaison_officers, meetings
from routes.views import Wording, map_layers, route_web_map
from routes.views.offline import LEAFLET, OfflineMap

W = Wording("en")


def live_map():
    along = along_route("northern", years=2017)
    return route_web_map(
        map_layers(
            route("northern"),
            along,
            liaison_officers(year=2013),
            meetings(status="held"),
            wording=W,
        ),
        wording=W,
    )


@pytest.fixture(scope="module")
def page():
    return live_map().page()


def with_marker():
    small = OfflineMap(location=[40, 60])
    folium.Marker([41, 61], tooltip="Tashkent").add_to(small)
    return small


def test_two_maps_of_the_same_content_are_the_same_bytes(page):
    assert live_map().page() == page


def test_a_map_can_be_asked_for_its_page_twice():
    one = with_marker()
    assert one.page() == one.page()


def test_another_content_is_another_page():
    other = with_marker()
    folium.Marker([42, 62]).add_to(other)
    assert other.page() != with_marker().page()


class Loads(HTMLParser):
    """Whatever the tags of a document would fetch."""

    def __init__(self, html) -> None:
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found += [
            (tag, name, value)
            for name, value in attrs
            if name in {"src", "href", "srcset", "data", "poster", "action", "background"}
        ]


def test_no_tag_fetches_anything(page):
    assert Loads(page).found == []


def test_addresses_in_the_page_are_names_or_the_credit_inside_leaflet(page):
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    known = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    without_comments = re.sub(r"/\*.*?\*/", "", page, flags=re.DOTALL)
    own = set(re.findall(r"https?://[^\s\"'<>)\\]+", without_comments)) - known
    # Leaflet's credit is a link in its attribution control, which the map leaves out.
    assert {address for address in own if address not in script} == set()
    assert '"attributionControl": false' in page or "attributionControl: false" in page


def test_styles_fetch_nothing(page):
    targets = re.findall(r"url\(\s*[\"']?([^\"')]*)", page)
    assert targets
    assert all(target.startswith(("#", "data:")) for target in targets), targets
    assert "@import" not in page


def test_leaflet_is_inside(page):
    assert page.count("Leaflet 1.") >= 1
    assert len(page) > len((LEAFLET / "leaflet.js").read_text(encoding="utf-8"))
    assert "sourceMappingURL" not in page


def test_a_highest_zoom_is_set_so_that_no_layer_vanishes(page):
    assert re.search(r'"?maxZoom"?: 9', page)


def test_the_frame_of_the_page_holds_the_whole_map(page):
    class Frame(HTMLParser):
        def handle_starttag(self, tag, attrs) -> None:
            self.tag, self.attributes = tag, dict(attrs)

    frame = Frame()
    frame.feed(live_map().frame(title='Map of "A" & <b>'))
    assert frame.tag == "iframe"
    assert frame.attributes["srcdoc"] == page
    assert frame.attributes["title"] == 'Map of "A" & <b>'
    assert frame.attributes["sandbox"] == "allow-scripts"


def test_a_notebook_shows_the_map_without_the_network():
    shown = with_marker()._repr_html_()
    assert "srcdoc=" in shown
    assert Loads(shown).found == []
