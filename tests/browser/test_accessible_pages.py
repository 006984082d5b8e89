"""Every kind of page against WCAG 2.2 AA by axe-core, and the map by the keys alone."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import resources
from itertools import pairwise

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
RUN = "import sys; from routes.cli import main; sys.exit(main())"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The rules for text that may be hidden behind a frame are left out: each frame is asked itself.
ASK = """tags => axe.run(document, { runOnly: { type: "tag", values: tags }, iframes: false }).then(
  found => ({ rules: found.passes.length, faults: found.violations.map(
    fault => fault.id + ": " + fault.nodes.map(node => node.html.slice(0, 120)).join(" | ")) }))"""
KINDS = (
    "northern.html", "balkan.html", "southern.html", "index.html", "search.html",
    "UZB.html",
)  # fmt: skip


@pytest.fixture(scope="session")
def axe():
    """Return axe-core, which is one file of JavaScript."""
    try:
        file = resources.files("axe_playwright_python") / "axe.min.js"
    except ModuleNotFoundError:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("axe-core is missing: pip install axe-playwright-python")
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(briefings, tmp_path_factory):
    """Return the folder of the briefings with a fact sheet beside them."""
    base = tmp_path_factory.mktemp("all")
    for path in briefings.glob("*.html"):
        (base / path.name).write_bytes(path.read_bytes())
    options = ["--out", str(base), "--as-of", "2026-01-02"]
    subprocess.run([sys.executable, "-c", RUN, "factsheets", "UZB", *options], check=True)
    return base


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing(name, scheme, folder, open_page, axe):
    with open_page(folder / name) as seen:
        seen.page.emulate_media(color_scheme=scheme)
        if seen.page.locator("iframe.map").count():
            assert seen.map.locator("path.country").count() > 0
        for frame in seen.page.frames:
            frame.evaluate(axe)
            found = frame.evaluate(ASK, TAGS)
            assert found["faults"] == []
            assert found["rules"] > 5


@pytest.mark.parametrize("name", KINDS)
def test_headings_go_down_by_one_and_the_page_names_its_language(name, folder, open_page):
    with open_page(folder / name) as seen:
        levels = seen.page.eval_on_selector_all(
            "h1, h2, h3, h4", "all => all.map(h => Number(h.tagName[1]))"
        )
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert seen.page.evaluate("[document.documentElement.lang, document.documentElement.dir]")


@pytest.mark.parametrize("route", ["northern", "balkan", "southern"])
def test_every_picture_says_its_finding_with_numbers(route, briefings, open_page):
    with open_page(briefings / f"{route}.html") as seen:
        said = seen.page.eval_on_selector_all(
            "svg[role=img]", "all => all.map(svg => svg.getAttribute('aria-label'))"
        )
        assert len(said) > 10
        assert all(any(sign.isdigit() for sign in text) for text in said)
        silent = "svg:not([role=img]):not([aria-hidden=true]):not([aria-hidden=true] svg)"
        assert seen.page.locator(silent).count() == 0
        # Every chart and map of a figure has its table: within it, or the one that it names.
        bare = seen.page.eval_on_selector_all(
            "figure[data-name]",
            "all => all.filter(f => !f.querySelector('table')).map(f => f.dataset.name)",
        )
        assert bare == ["map"]
        (told,) = [text for text in said if text.startswith("Map of")]
        assert "table of countries" in told


def test_the_map_by_keys_alone(briefings, open_page):
    """From zooming to a post and back, as somebody without a mouse goes through the map."""
    with open_page(briefings / "balkan.html") as seen:
        live, page = seen.map, seen.page
        live.locator(".folium-map").focus()
        names, kinds = [], []
        for _ in range(14):
            page.keyboard.press("Tab")
            here = live.evaluate(
                "() => { const e = document.activeElement; return [e.getAttribute('aria-label') "
                "|| e.title || e.id, e.getAttribute('class') || e.id] }"
            )
            names.append(here[0])
            kinds.append(here[1])
        joined = " ".join(kinds)
        for part in ("country", "leg", "place", "year"):
            assert part in joined, (part, kinds)
        # One stop a layer, not one a country.
        assert sum("country" in kind for kind in kinds) == 1

        first = live.locator("path.country[tabindex='0']")
        first.focus()
        before = first.get_attribute("aria-label")
        page.keyboard.press("ArrowRight")
        after = live.evaluate("document.activeElement.getAttribute('aria-label')")
        assert after != before
        assert live.locator(".leaflet-tooltip").last.inner_text().split("\n")[0] in after
        page.keyboard.press("Enter")
        card = live.locator(".leaflet-popup")
        card.wait_for()
        assert "UNODC" in card.inner_text()
        page.keyboard.press("Escape")
        card.wait_for(state="detached")
        page.keyboard.press("End")
        page.keyboard.press("Home")
        assert live.evaluate("document.activeElement.getAttribute('aria-label')") == before
        assert seen.complaints == []


def test_the_year_is_chosen_by_keys_and_the_map_says_it(briefings, open_page, rows):
    kg: dict[str, float] = {}
    for row in rows("latest_annual_seizures"):
        if row["iso3"] == "TUR" and row["drug"] in {"heroin", "morphine"}:
            kg[row["year"]] = kg.get(row["year"], 0) + float(row["kg"])
    with open_page(briefings / "balkan.html") as seen:
        live, page = seen.map, seen.page
        live.locator("#year").focus()
        for year in ("2023", "2022", "2021"):
            told = live.locator("path.country[aria-label^='Türkiye']").get_attribute("aria-label")
            assert told == f"Türkiye. {kg[year]:,.0f} kg reported for {year}"
            assert live.locator(".years output").inner_text() == year
            page.keyboard.press("ArrowLeft")
        # The places of single seizures are of 2011 to 2014.
        assert live.locator("path.event").count() == 0
        for _ in range(6):
            page.keyboard.press("ArrowLeft")
        assert live.locator(".years output").inner_text() == "2014"
        assert live.locator("path.event").count() > 20


@pytest.mark.parametrize("route", ["northern", "southern"])
def test_twice_as_large_and_without_scripts_the_page_still_reads(route, briefings, open_page):
    # 200 per cent of a window of 1280 is a window of 640.
    with open_page(briefings / f"{route}.html", width=640, height=450, script=False) as seen:
        assert seen.page.locator("h1").is_visible()
        assert seen.page.locator(".still svg").is_visible()
        assert seen.page.locator("button").count() == 0
        wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        assert seen.page.evaluate(wide) <= 0
