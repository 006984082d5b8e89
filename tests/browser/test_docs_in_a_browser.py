"""The site of the documentation, opened from the disk without a network."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = (
    *("index", "tutorials/08_liaison_network", "reference/tables/meetings", "report-coverage"),
    *("methods/caveats", "reference/api/routes.shares"),
)


@pytest.fixture
def at(browser, site):
    """Return a context manager that opens a page of the site: the page, and what went wrong."""

    @contextmanager
    def opened(name: str, *, width=1400, scheme="light") -> Iterator[tuple[Page, list[str]]]:
        context = browser.new_context(
            viewport={"width": width, "height": 1000}, color_scheme=scheme
        )
        context.set_offline(True)
        page, wrong = context.new_page(), []
        ours = (site.as_uri(), "data:", "about:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(ours) else wrong.append(r.url))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{site.as_uri()}/{name}", wait_until="load")
        yield page, wrong
        context.close()

    return opened


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (400, "dark")])
def test_a_page_asks_for_nothing_and_fits_its_window(at, name, width, scheme):
    with at(f"{name}.html", width=width, scheme=scheme) as (page, wrong):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        broken = "[...document.images].filter(i => i.complete && !i.naturalWidth).length"
        assert page.evaluate(broken) == 0
        assert wrong == []


def test_the_map_of_a_notebook_is_drawn_in_its_page(at):
    with at("tutorials/08_liaison_network.html") as (page, wrong):
        handle = page.wait_for_selector("iframe.map", state="attached")
        handle.scroll_into_view_if_needed()
        handle.content_frame().wait_for_selector("path.leg", state="attached")
        assert handle.bounding_box()["height"] > 250
        assert wrong == []


def test_the_search_finds_a_word_without_a_network(at):
    with at("search.html?q=antimeridian") as (page, wrong):
        page.wait_for_selector("#search-results li a")
        found = page.eval_on_selector_all("#search-results li a", "links => links.map(l => l.href)")
        assert any("methods/network.html" in link for link in found)
        assert wrong == []
