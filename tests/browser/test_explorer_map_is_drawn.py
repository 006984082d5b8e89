"""After each change of the explorer its map is drawn: in the document and seen in pixels."""

from __future__ import annotations

import base64
import random
import sys
import time

import nbformat
import pytest
from lab import jupyterlab, opened

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ROUTES = ("Northern route", "Balkan route", "Southern route")
LEGS = """() => [...document.querySelectorAll("path.leg, path.country")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 2).length"""
COLOURS = """async png => {
  const image = new Image(); image.src = "data:image/png;base64," + png; await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width; canvas.height = image.height;
  const drawing = canvas.getContext("2d"); drawing.drawImage(image, 0, 0);
  const data = drawing.getImageData(0, 0, image.width, image.height).data, seen = new Set();
  for (let i = 0; i < data.length; i += 16)
    seen.add(data[i] >> 4 << 8 | data[i + 1] >> 4 << 4 | data[i + 2] >> 4);
  return seen.size; }"""
# Seconds: a busy machine of CI is slow; what is looked for is a map that never comes.
PATIENCE = 20


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, browser):
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    cell = nbformat.v4.new_code_cell('import routes as rt\n\nrt.explore("balkan")')
    made = nbformat.v4.new_notebook(cells=[cell])
    made.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"
    }  # fmt: skip
    nbformat.write(made, folder / "explore.ipynb")
    with jupyterlab(folder, home) as lab:
        seen = opened(lab, browser, "explore.ipynb")
        seen.run_all()
        seen.wait()
        seen.maps()
        yield seen


def change(panel, page, chance) -> str:
    """Change one thing as a reader does; return what."""
    what = chance.choice(["route", "route", "years", "drugs", "rule", "layers"])
    if what == "route":
        box = panel.get_by_label("Route", exact=True)
        now = box.evaluate("one => one.selectedOptions[0].text")
        box.select_option(chance.choice([name for name in ROUTES if name != now]))
    elif what == "years":
        panel.locator(f".noUi-handle-{chance.choice(['lower', 'upper'])}").focus()
        page.keyboard.press(chance.choice(["ArrowLeft", "ArrowRight"]))
    elif what == "drugs":
        panel.get_by_label("opium", exact=True).click()
    elif what == "rule":
        box = panel.locator("select").nth(chance.choice([1, 2, 3]))
        options = box.evaluate("one => [...one.options].map(other => other.value)")
        box.select_option(chance.choice(options))
    else:
        panel.get_by_label(chance.choice(["Liaison posts", "Meeting places"]), exact=True).click()
    return what


def drawn(page) -> bool:
    frame = page.query_selector(".routes-panel iframe.map")
    inside = frame and frame.content_frame()
    return bool(inside) and inside.evaluate(LEGS) > 40


def colours(page, blank) -> int:
    picture = page.locator(".routes-panel iframe.map").screenshot()
    return blank.evaluate(COLOURS, base64.b64encode(picture).decode())


def check(notebook, number, seed):
    page = notebook.page
    panel, chance = page.locator(".routes-panel"), random.Random(seed)  # noqa: S311
    waits = []
    blank = page.context.new_page()
    page.bring_to_front()
    for turn in range(number):
        what, begun = change(panel, page, chance), time.monotonic()
        # The change is on its way through the kernel; the map of before is no answer.
        page.wait_for_timeout(400)
        route = panel.get_by_label("Route", exact=True)
        name = route.evaluate("one => one.selectedOptions[0].text")
        panel.locator(".lead", has_text=name).wait_for()
        while not (drawn(page) and colours(page, blank) > 20):
            assert time.monotonic() - begun < PATIENCE, f"no map after change {turn}: {what}"
            page.wait_for_timeout(50)
        waits.append((time.monotonic() - begun, what))
    blank.close()
    # With -s, how long each took.
    said = ", ".join(f"{what} {seconds:.1f}" for seconds, what in waits)
    sys.stdout.write(f"\nseconds after each change: {said}\n")


def test_the_map_is_drawn_after_twelve_changes(notebook):
    check(notebook, 12, 1)


@pytest.mark.long
def test_the_map_is_drawn_after_sixty_changes(notebook):
    check(notebook, 60, 2)
