"""WCAG 2.2 AA in the five languages that are not English: axe-core over pages, light and dark.

Each language has a page; between them they are every route and kind. With the folder of a site in
``ROUTES_SITE``, every page in it is tested instead.
"""

from __future__ import annotations

import os
import re
from importlib import resources
from pathlib import Path

import pytest
from programme import BRIEFING, LIAISON, MEETINGS, PROFILE, publish

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]
SITE = os.environ.get("ROUTES_SITE")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ASK = """only => axe.run(document, { runOnly: only, iframes: false }).then(
  found => ({ rules: found.passes.length, faults: found.violations.map(
    fault => fault.id + ": " + fault.nodes.map(node => node.html.slice(0, 120)).join(" | ")) }))"""
ALL = {"type": "tag", "values": TAGS}
# A dark page differs from a light one in its colours only.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SIDEWAYS = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
BOXES = ".tile, .tile dd, .smalls li, .lead, h1"
OVER = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
# Labels of charts that are cut off by the frame of the drawing.
CUT = """() => [...document.querySelectorAll(":is(.chart, .strip, .narrow, .plate) svg")].flatMap(
  svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter(text => {
      const box = text.getBoundingClientRect();
      return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
    }).map(text => text.textContent);
  })"""
# The short signs of CLDR, with the space before them.
KILOMETRES = {"ar": " كم", "es": " km", "fr": "\N{NO-BREAK SPACE}km", "ru": " км", "zh": "公里"}
PAGES = {
    "balkan-ar": (BRIEFING, {"route": "balkan"}),
    "UZB-ar": (PROFILE, {"iso3": "UZB"}),
    "balkan-liaison-es": (LIAISON, {"route": "balkan"}),
    "southern-meetings-fr": (MEETINGS, {"route": "southern"}),
    "northern-ru": (BRIEFING, {"route": "northern"}),
    "UZB-zh": (PROFILE, {"iso3": "UZB"}),
}
NAMES = sorted(path.stem for path in Path(SITE).glob("*.html")) if SITE else list(PAGES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of the pages."""
    if SITE:
        return Path(SITE)
    pages = [
        (notebook, given | {"language": name[-2:]}) for name, (notebook, given) in PAGES.items()
    ]
    return publish(tmp_path_factory.mktemp("languages") / "site", pages)


@pytest.fixture(scope="module")
def axe():
    """Return axe-core, which is one file of JavaScript."""
    pytest.importorskip("axe_playwright_python")
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_in_light_and_dark(name, folder, open_page, axe):
    with open_page(folder / f"{name}.html") as seen:
        page = seen.page
        if page.locator("iframe.map").count():
            assert seen.map.locator("path.country").count() > 0
            bar = seen.map.locator(".leaflet-control-scale-line").inner_text()
            if not SITE:
                assert re.fullmatch(rf"[0-9][0-9.,\s]*{KILOMETRES[name[-2:]]}", bar)
        for frame in page.frames:
            frame.evaluate(axe)
            found = frame.evaluate(ASK, ALL)
            assert found["faults"] == []
            assert found["rules"] > 5
        page.emulate_media(color_scheme="dark")
        for frame in page.frames:
            assert frame.evaluate(ASK, COLOURS)["faults"] == []
        language, direction = page.evaluate(
            "[document.documentElement.lang, getComputedStyle(document.body).direction]"
        )
        assert (direction == "rtl") == (language == "ar")
        if not SITE:
            assert language == name[-2:]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_over_its_frame(name, folder, open_page):
    with open_page(folder / f"{name}.html") as seen:
        assert seen.page.evaluate(CUT) == []
        for width in (1400, 400):
            seen.page.set_viewport_size({"width": width, "height": 900})
            assert seen.page.evaluate(SIDEWAYS) <= 0, width
            assert seen.page.eval_on_selector_all(BOXES, OVER) == [], width
