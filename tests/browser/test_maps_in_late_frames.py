"""A notebook gives an output its size after the map was made: the map must still fit."""

from __future__ import annotations

import pytest

import routes as rt

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WIDTH = """() => {
  const boxes = [...document.querySelectorAll("path.leg")].map(leg => leg.getBoundingClientRect());
  const left = Math.min(...boxes.map(box => box.left));
  return (Math.max(...boxes.map(box => box.right)) - left) / window.innerWidth;
}"""


@pytest.fixture
def hidden(tmp_path):
    """Return a page whose map lies in a frame without a size."""
    section = rt.Briefing.of(route="northern").map()
    style = "<style>.still{display:none} iframe{width:100%;height:500px;border:0}</style>"
    path = tmp_path / "hidden.html"
    path.write_text(
        f'<!doctype html>{style}<div id="late" style="width:0">{section.html}</div>',
        encoding="utf-8",
    )
    return path


def test_a_map_fits_once_its_frame_has_a_size(hidden, open_page):
    with open_page(hidden, width=1200) as seen:
        seen.page.evaluate("document.getElementById('late').style.width = '100%'")
        seen.page.wait_for_timeout(700)
        late = seen.map.evaluate(WIDTH)
        assert seen.complaints == []
    # As if it had had its size from the first.
    early = hidden.with_name("early.html")
    early.write_text(
        hidden.read_text(encoding="utf-8").replace("width:0", "width:100%"), encoding="utf-8"
    )
    with open_page(early, width=1200) as seen:
        seen.page.wait_for_timeout(700)
        assert seen.map.evaluate(WIDTH) == pytest.approx(late, abs=0.01)
        assert late > 0.3


def test_a_map_that_was_moved_stays_where_it_was_put(hidden, open_page):
    with open_page(hidden, width=1200) as seen:
        seen.page.evaluate("document.getElementById('late').style.width = '100%'")
        seen.page.wait_for_timeout(700)
        fitted = seen.map.evaluate(WIDTH)
        zoom = seen.map.locator(".leaflet-control-zoom-out")
        zoom.dispatch_event("mousedown")
        zoom.click()
        seen.page.wait_for_timeout(700)
        moved = seen.map.evaluate(WIDTH)
        seen.page.set_viewport_size({"width": 1000, "height": 900})
        seen.page.wait_for_timeout(700)
        assert moved < 0.8 * fitted
        assert seen.map.evaluate(WIDTH) < 0.8 * fitted
