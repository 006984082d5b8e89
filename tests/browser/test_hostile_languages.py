"""A hostile data set in every language: nothing runs, nothing leaves, all can be read.

English has every kind of page in ``test_hostile_pages.py``; the others have one each here.
"""

from __future__ import annotations

import hostile
import pytest
from programme import BRIEFING, LIAISON, MEETINGS, PROFILE, publish

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGES = {
    "northern-ar": (BRIEFING, {"route": "northern"}),
    "UZB-es": (PROFILE, {"iso3": "UZB"}),
    "balkan-liaison-fr": (LIAISON, {"route": "balkan"}),
    "southern-meetings-ru": (MEETINGS, {"route": "southern"}),
    "UZB-zh": (PROFILE, {"iso3": "UZB"}),
    "UZB": (PROFILE, {"iso3": "UZB"}),
}


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    """Return the folder of a page a language, made of tables whose every free text is an attack."""
    base = tmp_path_factory.mktemp("hostile_languages")
    tables = hostile.data_set(root / "data", base / "data")
    pages = [
        (notebook, given | ({"language": name[-2:]} if "-" in name else {}))
        for name, (notebook, given) in PAGES.items()
    ]
    return publish(base / "site", pages, ROUTES_DATA=str(tables))


@pytest.mark.parametrize("name", [*PAGES, "index"])
def test_nothing_runs_nothing_leaves_and_the_page_reads(name, folder, open_page):
    with open_page(folder / f"{name}.html") as seen:
        page = seen.page
        if page.locator("iframe.map").count():
            assert seen.map.locator("path.leg").count() > 0
        page.mouse.move(300, 300)
        assert {frame.evaluate("typeof window.hit") for frame in page.frames} == {"undefined"}
        # Nothing was even tried: the policy had nothing to forbid.
        assert seen.requests == []
        assert seen.complaints == []
        assert page.locator("h1").is_visible()
        assert page.locator("img, object, embed, video").count() == 0
        assert page.locator("[onclick], [onerror], [onload], [onmouseover]").count() == 0
        wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        assert page.evaluate(wide) <= 0, "the page scrolls sideways"
    text = (folder / f"{name}.html").read_text(encoding="utf-8")
    assert not set("\x00\u202a\u202b\u202c\u202d\u202e\u2067") & set(text)
    assert "W" * 10_000 not in text


@pytest.mark.parametrize("name", PAGES)
def test_the_attacks_are_on_the_page_as_text(name, folder, open_page):
    with open_page(folder / f"{name}.html", script=False) as seen:
        assert "window.hit=1" in seen.page.inner_text("main")
