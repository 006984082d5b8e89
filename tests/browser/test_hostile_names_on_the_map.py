"""Names that try to run a script are read as names by the browser itself."""

from __future__ import annotations

import dataclasses

import pytest

from routes.analysis import along_route
from routes.network import route
from routes.partnership import liaison_officers, meetings
from routes.views import Wording, map_layers, route_web_map

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
HOSTILE = "</script><script>hit=1</script>${hit=1}`<img src=x onerror=hit=1>\\'\""


@pytest.fixture(scope="module")
def hostile_map(tmp_path_factory):
    words = Wording("en")
    held = meetings(status="held")
    layers = map_layers(
        route("northern"),
        along_route("northern", years=2023),
        liaison_officers(year=2022),
        held[held["city"] == "Almaty"],
        wording=words,
    )
    spoilt = dataclasses.replace(
        layers,
        countries=layers.countries.assign(
            name=[f"{HOSTILE}{i}" for i in range(len(layers.countries))], tip=HOSTILE
        ),
        legs=layers.legs.assign(tip=HOSTILE),
        posts=layers.posts.assign(label=HOSTILE, tip=HOSTILE, serves=HOSTILE, source=HOSTILE),
        lists=layers.lists.assign(label=HOSTILE, tip=HOSTILE, serves=HOSTILE, source=HOSTILE),
        held=layers.held.assign(label=HOSTILE, tip=f"{HOSTILE}\n{HOSTILE}", key=HOSTILE),
    )
    path = tmp_path_factory.mktemp("hostile") / "map.html"
    path.write_text(route_web_map(spoilt, wording=words).page(), encoding="utf-8")
    return path


def test_no_name_runs(hostile_map, open_page):
    with open_page(hostile_map) as seen:
        seen.page.wait_for_selector("path.leg", state="attached")
        tip = seen.page.locator(".leaflet-tooltip")
        for marker in (".place:has(.post)", ".place:has(.meeting)"):
            seen.page.locator(marker).first.hover()
            tip.first.wait_for(state="visible")
            assert HOSTILE in tip.first.inner_text()
        assert seen.page.evaluate("typeof hit") == "undefined"
        assert seen.page.locator("img[src=x]").count() == 0
        assert seen.requests == []
        assert seen.complaints == []
