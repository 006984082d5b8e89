"""Three fact sheets and their index as a reader opens them: offline, wide, narrow, on paper."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
SHEETS = ("UZB", "MKD", "IRN")
DRUGS = ("heroin", "morphine", "opium")
YEARS = range(2005, 2024)
RUN = "import sys; from routes.cli import main; sys.exit(main())"
FITS = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheets")
    options = ["--out", str(folder), "--as-of", "2026-01-02"]
    subprocess.run([sys.executable, "-c", RUN, "factsheets", *SHEETS, *options], check=True)
    return folder


@pytest.fixture(scope="module", params=SHEETS)
def opened(request, sheets, open_page):
    """Return (code of the country, its sheet wide open)."""
    with open_page(sheets / f"{request.param}.html") as seen:
        yield request.param, seen


def kilograms(rows, code):
    return {
        (row["drug"], int(row["year"])): float(row["kg"])
        for row in rows("latest_annual_seizures")
        if row["iso3"] == code
    }


def count(seen, selector):
    return len(seen.page.query_selector_all(selector))


def cells(seen, table):
    """Return the rows of a table as texts, its foot left out."""
    return seen.page.eval_on_selector_all(
        f"table.{table} tbody tr", "rows => rows.map(r => [...r.cells].map(c => c.innerText))"
    )


def test_nothing_is_requested_and_nothing_complains(opened):
    _, seen = opened
    assert seen.requests == []
    assert seen.complaints == []


def test_each_chart_has_a_bar_a_zero_or_a_hatch_for_every_year(opened, rows):
    code, seen = opened
    kg = kilograms(rows, code)
    charts = seen.page.query_selector_all("#seizures .multiples figure")
    assert len(charts) == len(DRUGS)
    for drug, chart in zip(DRUGS, charts, strict=True):
        mine = [kg.get((drug, year)) for year in YEARS]
        drawn = {
            name: len(chart.query_selector_all(f".mark-{name}"))
            for name in ("reported", "zero", "unreported")
        }
        assert drawn == {
            "reported": sum(1 for value in mine if value),
            "zero": mine.count(0.0),
            "unreported": mine.count(None),
        }


def test_the_status_row_has_a_cell_a_drug_and_year(opened, rows):
    code, seen = opened
    kg = kilograms(rows, code)
    assert count(seen, ".matrix tbody .cell") == len(DRUGS) * len(YEARS)
    assert count(seen, ".matrix tbody .cell.no") == len(DRUGS) * len(YEARS) - len(kg)
    assert count(seen, ".matrix tbody .cell.zero") == list(kg.values()).count(0.0)


def test_every_figure_is_in_the_table_that_opens(opened, rows):
    code, seen = opened
    kg = kilograms(rows, code)
    seen.page.click("#seizures summary")
    found = cells(seen, "figures")
    assert [int(row[0]) for row in found] == list(reversed(YEARS))
    for year, *figures, _ in found:
        for drug, shown in zip(DRUGS, figures, strict=True):
            value = kg.get((drug, int(year)))
            assert (shown == "not reported") == (value is None)
            assert (shown == "0") == (value == 0)


def test_branches_neighbours_posts_and_meetings_have_a_row_each(opened, rows):
    code, seen = opened
    listed = [row for row in rows("route_countries") if row["iso3"] == code]
    iso3 = {row["node"]: row["iso3"] for row in rows("nodes")}
    lines = {
        (leg["route"], leg["branch"])
        for leg in rows("legs")
        if code in (iso3[leg["from_node"]], iso3[leg["to_node"]])
    }
    both = lines | {(row["route"], row["branch"]) for row in listed}
    assert len(cells(seen, "branches")) == len(both)
    assert len(cells(seen, "neighbours")) == len({row["route"] for row in listed})
    posts = [r for r in rows("liaison_officers") if r["iso3"] == code]
    assert len(cells(seen, "posts")) == len(posts)
    here = {row["meeting"] for row in rows("meetings") if row["iso3"] == code}
    attended = {row["meeting"] for row in rows("meeting_attendance") if row["party"] == code}
    assert len(cells(seen, "meetings")) == len(here | attended)


def test_seizures_by_place_add_up_to_the_sample(opened, rows):
    code, seen = opened
    sample = [row for row in rows("seizures_by_place") if row["iso3"] == code]
    foot = seen.page.eval_on_selector_all(
        "table.places tfoot td", "cells => cells.map(c => c.innerText)"
    )
    for number, family in enumerate(sorted({row["family"] for row in sample})):
        events = sum(int(row["events"]) for row in sample if row["family"] == family)
        assert foot[1 + 2 * number].replace(",", "") == str(events)
    every = cells(seen, "places")
    places = {(r["place"], r["precision"], r["latitude"]) for r in sample if r["place"]}
    more = max(len(places) - 15, 0)
    assert len(every) == min(len(places), 15) + (more > 0) + 1
    # One circle a place on the map, whatever the table folds.
    circles = "#places [id^='within-events'] > path, #places [id^='within-events'] use"
    assert count(seen, circles) == len(places)


def test_the_maps_show_the_country_and_lines_of_its_routes(opened, rows):
    code, seen = opened
    routes = {row["route"] for row in rows("route_countries") if row["iso3"] == code}
    for key in ("routes", "within"):
        assert count(seen, f"[id='{key}-home']") == 1
        for route in ("northern", "balkan", "southern"):
            drawn = count(seen, f"[id^='{key}-legs-{route}']") > 0
            assert drawn == (route in routes)


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("name", [*SHEETS, "index"])
def test_a_sheet_does_not_scroll_sideways(name, width, sheets, open_page):
    with open_page(sheets / f"{name}.html", width=width) as seen:
        for summary in seen.page.query_selector_all("summary"):
            summary.click()
        assert seen.page.evaluate(FITS), "the page scrolls sideways"
        assert seen.page.locator("h1").is_visible()
        assert seen.requests == []
        assert seen.complaints == []


@pytest.mark.parametrize("name", SHEETS)
def test_labels_of_the_charts_stay_in_their_frames(name, sheets, open_page):
    with open_page(sheets / f"{name}.html") as seen:
        cut = seen.page.evaluate(
            """() => [...document.querySelectorAll(".multiples svg, .plate svg")].flatMap(svg => {
              const frame = svg.getBoundingClientRect();
              return [...svg.querySelectorAll("text")].filter(text => {
                const box = text.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1
                  || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
              }).map(text => text.textContent);
            })"""
        )
        assert cut == []


def test_folded_tables_are_on_paper(sheets, open_page):
    with open_page(sheets / "UZB.html") as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.locator("table.figures").is_visible()


def test_the_index_leads_to_every_sheet(sheets, open_page):
    with open_page(sheets / "index.html") as seen:
        links = seen.page.eval_on_selector_all(
            ".cards a", "links => links.map(a => a.getAttribute('href'))"
        )
        assert sorted(links) == sorted(f"{code}.html" for code in SHEETS)
