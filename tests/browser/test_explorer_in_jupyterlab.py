"""The explorer in a real JupyterLab, driven by mouse and keyboard, without a network."""

from __future__ import annotations

import re

import nbformat
import pytest
from lab import jupyterlab, opened

import routes as rt
from routes.views import Wording

pytestmark = [pytest.mark.slow, pytest.mark.browser]

# What the map would tell a reader of each country.
TIPS = """() => Object.fromEntries([...document.querySelectorAll("path.country")]
  .map(path => path.getAttribute("aria-label"))
  .map(said => [said.slice(0, said.indexOf(". ")), said.slice(said.indexOf(". ") + 2)]))"""
ZOOM = """() => window[Object.getOwnPropertyNames(window).find(name => /^map_\\d+$/.test(name))]
  .getZoom()"""


class Panel:
    """The explorer as a reader finds it on the page."""

    def __init__(self, page) -> None:
        self.page = page
        self.root = page.locator(".routes-panel")

    def frame(self, kind):
        return self.page.query_selector(f"iframe.{kind}").content_frame()

    @property
    def said(self):
        return self.root.locator(".lead").inner_text()

    def wait_for(self, words):
        self.root.locator(".lead", has_text=words).wait_for()
        # The map says the same when it shows the same.
        self.frame("map").wait_for_selector(f'p[aria-live]:has-text("{words}")', state="attached")
        return self

    def foot(self):
        """Return what the table says is counted for the route."""
        return self.root.locator(".table tfoot td").nth(2).inner_text()

    def row(self, country):
        return (
            self.root.locator(".table tbody tr", has_text=country).locator("td").all_inner_texts()
        )

    def bars(self):
        return [text.strip() for text in self.root.locator(".chart svg text").all_text_contents()]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, browser):
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    cell = nbformat.v4.new_code_cell(
        'import routes as rt\n\nrt.explore("balkan", years=(2010, 2020))'
    )
    made = nbformat.v4.new_notebook(cells=[cell])
    made.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"
    }  # fmt: skip
    nbformat.write(made, folder / "explore.ipynb")
    with jupyterlab(folder, home) as lab:
        seen = opened(lab, browser, "explore.ipynb")
        seen.page.set_viewport_size({"width": 1400, "height": 2600})
        seen.run_all()
        seen.wait()
        yield seen


@pytest.fixture
def panel(notebook):
    notebook.page.locator(".routes-panel .lead").wait_for()
    notebook.maps()
    return Panel(notebook.page)


def agree(panel, route, years):
    """Assert that map, trend, table, sentence and code have the figures of the library."""
    along = rt.along_route(route, years=years)
    totals = along.groupby("year")["counted_kg"].sum(min_count=1)
    last = years[1]
    amount = Wording().amount(totals[last])
    assert f"{amount} of heroin and morphine in {last}" in panel.said
    assert panel.foot() == f"{totals[last]:,.0f}"
    assert panel.root.locator(".tile dd:not([class])").first.inner_text() == amount
    assert amount.split()[0] in panel.bars()
    assert [text for text in panel.bars() if text == str(last)]
    tips = panel.frame("map").evaluate(TIPS)
    names = rt.route(route).countries["name"]
    for code, kg in along.xs(last, level="year")["kg"].dropna().items():
        if kg >= 10:
            assert tips[names[code]] == f"{kg:,.0f} kg reported for {last}"
            assert f"{kg:,.0f}" in panel.row(names[code])
    code = panel.frame("box").locator("#code").inner_text()
    computed: dict[str, object] = {}
    exec(code, computed)  # noqa: S102 - this is what the code is for
    assert f"{computed['totals'][last]:,.0f}" == panel.foot()


def test_it_opens_with_map_trend_table_and_code_that_agree(panel, notebook):
    panel.wait_for("Balkan route, 2010–2020")
    assert notebook.errors() == []
    drawn = panel.frame("map")
    assert drawn.locator("path.country").count() == len(drawn.evaluate(TIPS)) > 30
    assert drawn.locator("path.leg").count() > 50
    assert drawn.locator(":is(.place, .spot) .post").count() == 5
    agree(panel, "balkan", (2010, 2020))


def test_the_keyboard_changes_the_years_and_the_map_stays_where_it_is(panel):
    panel.frame("map").locator(".leaflet-control-zoom-in").click()
    panel.page.wait_for_timeout(500)
    zoom = panel.frame("map").evaluate(ZOOM)
    panel.root.get_by_label("Route", exact=True).focus()
    # Route, then the first handle of the years, then the second.
    panel.page.keyboard.press("Tab")
    panel.page.keyboard.press("Tab")
    for _ in range(3):
        panel.page.keyboard.press("ArrowLeft")
    panel.wait_for("Balkan route, 2010–2017: 58.2 tons")
    agree(panel, "balkan", (2010, 2017))
    assert panel.frame("map").evaluate(ZOOM) == zoom


def test_the_mouse_chooses_layers_years_and_another_route(panel):
    handle = panel.root.locator(".noUi-handle-upper").bounding_box()
    bar = panel.root.locator(".noUi-base").bounding_box()
    panel.page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    panel.page.mouse.down()
    panel.page.mouse.move(bar["x"] + bar["width"] + 20, bar["y"] + 5, steps=6)
    panel.page.mouse.up()
    panel.wait_for("–2023")
    first = int(re.search(r"(\d{4})–2023", panel.said)[1])
    agree(panel, "balkan", (first, 2023))

    posts = panel.frame("map").locator(":is(.place, .spot) .post")
    assert posts.count() > 0
    panel.root.get_by_text("Liaison posts", exact=True).click()
    posts.first.wait_for(state="detached")

    panel.root.get_by_label("Route", exact=True).select_option("Northern route")
    panel.wait_for("Northern route")
    agree(panel, "northern", (first, 2023))


def test_the_papermill_call_is_shown_when_it_is_asked_for(panel):
    box = panel.frame("box")
    assert not box.locator("#commands").is_visible()
    panel.root.get_by_role("button", name="As papermill call").click()
    box.locator("#commands", has_text="papermill").wait_for()
    call, line = box.locator("#commands").inner_text().splitlines()
    years = re.search(r"(\d{4})–(\d{4})", panel.said)
    assert call.startswith("papermill ")
    route = panel.said.split()[0].lower()
    assert call.endswith(f"-p route {route} -p first_year {years[1]}")
    assert line == f"routes brief {route} --from {years[1]}"
    panel.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box.locator("button[data-of=commands]").click()
    box.locator("button[data-of=commands]", has_text="Copied").wait_for()
    assert panel.page.evaluate("navigator.clipboard.readText()").splitlines() == [call, line]


def test_a_choice_that_makes_no_sense_says_so_and_changes_nothing(panel):
    before = panel.said
    for drug in ("heroin", "morphine"):
        panel.root.get_by_label(drug, exact=True).click()
        panel.page.wait_for_timeout(1000)
    fault = panel.root.get_by_role("alert")
    fault.wait_for()
    assert "Valid: heroin, morphine, opium" in fault.inner_text()
    assert panel.root.get_by_label("morphine", exact=True).is_checked()
    assert "morphine" in panel.said
    panel.root.get_by_label("heroin", exact=True).click()
    panel.wait_for("heroin and morphine")
    assert panel.said == before


def test_nothing_was_asked_of_the_network(notebook):
    assert notebook.strangers == []
