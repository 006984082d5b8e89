"""The pages on coverage as a reader opens them: offline, wide, narrow and on paper."""

from __future__ import annotations

import json

import pytest

import routes as rt
from routes.cli import main

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGES = [
    ("balkan", "meetings"), ("southern", "meetings"), ("balkan", "liaison"),
    ("northern", "liaison"),
]  # fmt: skip
NOTEBOOKS = {"meetings": "07_meeting_coverage.ipynb", "liaison": "08_liaison_network.ipynb"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the pages, published as a programme of them."""
    base = tmp_path_factory.mktemp("coverage")
    programme = base / "pages.toml"
    pages = [
        f'[[page]]\nnotebook = "{NOTEBOOKS[kind]}"\nparameters = {{ route = "{route}" }}\n'
        for route, kind in PAGES
    ]
    programme.write_text("".join(pages), encoding="utf-8")
    out = base / "site"
    options = ["--out", str(out), "--as-of", "2026-01-02", "--quiet"]
    assert main(["brief", "--programme", str(programme), *options]) == 0
    return out


@pytest.fixture(scope="module", params=PAGES, ids="-".join)
def opened(request, folder, open_page):
    """Return (route, kind, the page wide open, the document of its map)."""
    route, kind = request.param
    with open_page(folder / f"{route}-{kind}.html") as seen:
        yield route, kind, seen, seen.map


def on_route(rows, route):
    return {row["iso3"] for row in rows("route_countries") if row["route"] == route}


def listed(rows):
    return [
        row
        for row in rows("liaison_officers")
        if row["year"] == "2022" and row["status"] != "not listed"
    ]


def test_nothing_is_requested_and_nothing_complains(opened):
    *_, seen, _ = opened
    assert seen.requests == []
    assert seen.complaints == []


def test_every_post_with_a_place_has_a_circle_and_a_mark(opened, rows):
    *_, live = opened
    placed = [row for row in listed(rows) if row["node"]]
    assert len(live.query_selector_all("path.circle")) == len(placed) == 7
    assert len(live.query_selector_all(":is(.place, .spot) .post")) == len(placed)


def test_every_gap_is_a_band_with_ticks_or_a_hatched_state(opened, rows, root):
    route, _, _, live = opened
    gaps = rt.analysis.coverage_gaps(route, drugs=("heroin", "morphine"))
    stretches = int((gaps["kind"] == "stretch").sum())
    assert len(live.query_selector_all("path.stretch")) == stretches > 0
    assert len(live.query_selector_all("path.band")) == stretches
    text = (root / "data" / "basemap_countries.geojson").read_text(encoding="utf-8")
    shapes = {feature["properties"]["iso3"] for feature in json.loads(text)["features"]}
    partners = {row["partner"] for row in rows("partners") if row["kind"] == "state"}
    missed = set(gaps["iso3"].dropna()) & shapes
    hatched = {
        reach: len(live.query_selector_all(f"path.country.kind-{reach}"))
        for reach in ("gap", "gap-partner")
    }
    assert hatched == {"gap": len(missed - partners), "gap-partner": len(missed & partners)}
    for reach in hatched:
        assert live.query_selector(f"pattern#{reach}") is not None


def test_states_with_an_officer_are_coloured_as_such(opened, rows):
    route, _, _, live = opened
    hosts = {row["iso3"] for row in listed(rows)} & on_route(rows, route)
    assert len(live.query_selector_all("path.country.kind-post")) == len(hosts)


def test_the_strip_has_a_mark_for_every_state_and_relation(opened, rows):
    route, kind, seen, _ = opened
    states = on_route(rows, route)
    relations = ("post", "served", "partner")
    if kind == "meetings":
        relations += ("hosted", "hosted_to_date", "attended")
    for relation in relations:
        marks = seen.page.eval_on_selector_all(
            ", ".join(f'#states [id^="strip-{known}-{relation}-"]' for known in
                      ("yes", "no", "unknown")),
            "all => all.map(one => one.id)",
        )  # fmt: skip
        assert {mark[-3:] for mark in marks} == states, relation
    hosts = {row["iso3"] for row in listed(rows)}
    posts = seen.page.eval_on_selector_all(
        '#states [id^="strip-yes-post-"]', "all => all.map(one => one.id.slice(-3))"
    )
    assert set(posts) == hosts & states


def test_the_text_of_the_charts_is_text(opened):
    _, kind, seen, _ = opened
    texts = seen.page.eval_on_selector_all("svg text", "all => all.map(t => t.textContent)")
    assert "Afghanistan" in texts
    assert ("6–10 not found" in texts) == (kind == "meetings")
    assert ("the whole route" in texts) == (kind == "liaison")


def test_meetings_on_the_timeline_are_those_of_the_table(opened, rows):
    _, kind, seen, _ = opened
    marks = seen.page.locator('#timeline [id^="timeline-meeting-"]').count()
    pillars = [max(1, len(row["pillars"].split(";"))) for row in rows("meetings")
               if row["kind"] != "policy consultative group"]  # fmt: skip
    group = [row for row in rows("meetings") if row["kind"] == "policy consultative group"]
    assert marks == (sum(pillars) + len(group) if kind == "meetings" else 0)


def fits(seen):
    return seen.page.evaluate(
        "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
    )


def test_a_page_on_a_wide_screen(opened):
    *_, seen, _ = opened
    assert fits(seen)
    assert seen.page.locator("iframe.map").is_visible()
    # The live map covers the still one, which is then said to no one.
    seen.page.locator("iframe.map").scroll_into_view_if_needed()
    seen.page.locator(".atlas.live").wait_for()
    assert seen.page.locator(".still").evaluate("one => one.inert")


@pytest.mark.parametrize(("route", "kind"), PAGES)
def test_a_page_on_a_telephone(route, kind, folder, open_page):
    with open_page(folder / f"{route}-{kind}.html", width=400, height=800) as seen:
        assert fits(seen), "the page scrolls sideways"
        frame = seen.page.locator(".strip").first
        inside = frame.evaluate("one => [one.scrollWidth, one.clientWidth, one.scrollLeft]")
        # The strip scrolls in its own frame, Afghanistan first.
        assert inside[0] > inside[1] > 250
        assert inside[2] == 0


def test_on_paper_the_still_map_takes_the_place_of_the_live_one(folder, open_page):
    with open_page(folder / "southern-meetings.html") as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".still svg").is_visible()
        assert not seen.page.locator("iframe.map").is_visible()


def test_the_index_lists_the_pages_by_kind_and_route(folder, open_page):
    with open_page(folder / "index.html", width=400) as seen:
        links = seen.page.eval_on_selector_all("a", "all => all.map(a => a.getAttribute('href'))")
        assert links == [
            "search.html", "balkan-meetings.html", "southern-meetings.html",
            "northern-liaison.html", "balkan-liaison.html",
        ]  # fmt: skip
        assert fits(seen)
        assert seen.requests == []
