"""A hostile data set as every kind of page: nothing runs, nothing leaves, all can be read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape

import hostile
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
ROUTES = "import sys; from routes.cli import main; sys.exit(main())"
FILE = "a${window.hit=1}<b onclick=x>'.csv"
# The name of the file of seizures is part of that of the briefing.
BRIEFING = "northern-a*.html"
PAGES = (BRIEFING, "UZB.html", "index.html", "search.html")
POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


@pytest.fixture(scope="module")
def folder(root, rows, tmp_path_factory):
    """Return the folder of a briefing, a fact sheet, the catalogue and the index."""
    base = tmp_path_factory.mktemp("hostile")
    tables = hostile.data_set(root / "data", base / "data")
    heads = [row["column"] for row in rows("ids_columns")]
    events = hostile.seizures(base / FILE, heads)
    out = base / "out"
    for command in (
        ["brief", "northern", "--quiet", "--seizures", str(events)],
        ["factsheets", "UZB"],
    ):
        run = subprocess.run(
            [sys.executable, "-c", ROUTES, *command, "--out", str(out),
             "--as-of", "2026-01-02"],
            cwd=base, env=os.environ | {"ROUTES_DATA": str(tables)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr[-2000:]
    return out


def found(folder, name):
    (path,) = folder.glob(name)
    return path


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_nothing_leaves_and_the_page_reads(name, folder, open_page):
    with open_page(found(folder, name)) as seen:
        if seen.page.locator("iframe.map").count():
            seen.page.locator("iframe.map").scroll_into_view_if_needed()
            live = seen.map
            live.locator(".place").first.hover()
            live.locator(".place").first.click()
            live.locator(".leaflet-popup").wait_for()
        seen.page.mouse.move(300, 300)
        assert [frame.evaluate("typeof window.hit") for frame in seen.page.frames] == [
            "undefined" for _ in seen.page.frames
        ]
        # Nothing was even tried: the policy had nothing to forbid.
        assert seen.requests == []
        assert seen.complaints == []
        assert seen.page.locator("h1").is_visible()
        wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        assert seen.page.evaluate(wide) <= 0, "the page scrolls sideways"
        assert seen.page.locator("img, object, embed, video").count() == 0
        assert seen.page.locator("[onclick], [onerror], [onload], [onmouseover]").count() == 0
        hrefs = seen.page.eval_on_selector_all("a", "all => all.map(a => a.getAttribute('href'))")
        assert not [href for href in hrefs if href and href.lower().startswith("javascript")]


def test_the_attacks_are_on_the_page_as_text(folder):
    text = found(folder, BRIEFING).read_text(encoding="utf-8")
    shown = unescape(unescape(text))
    assert "<script>window.hit=1</script>" in shown
    assert "onerror=window.hit=1" in shown
    assert "${window.hit=1}" in shown


@pytest.mark.parametrize("name", PAGES)
def test_no_text_turns_the_page_round_or_breaks_it(name, folder):
    text = found(folder, name).read_text(encoding="utf-8")
    assert not set("\x00\u202a\u202b\u202c\u202d\u202e\u2067") & set(text)
    assert "W" * 10_000 not in text


@pytest.mark.parametrize("name", PAGES)
def test_no_page_allows_a_script_it_does_not_name(name, folder):
    (policy,) = POLICY.findall(found(folder, name).read_text(encoding="utf-8").split("<body")[0])
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    scripts = rules.get("script-src", "'none'").split()
    assert all(re.fullmatch(r"'sha256-[\w+/=]{44}'|'none'", one) for one in scripts)


def test_a_script_that_is_put_into_a_page_does_not_run(folder, tmp_path, open_page):
    """What would happen if escaping failed one day: the policy stands behind it."""
    page = found(folder, BRIEFING).read_text(encoding="utf-8")
    bad = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>"
    spoilt = tmp_path / "spoilt.html"
    within = page.replace("</main>", f"{bad}</main>").replace(
        "<body>", "<body><script>window.hit=1</script>"
    )
    spoilt.write_text(within.replace("</body></html>'", f"{bad}</body></html>'"), encoding="utf-8")
    assert spoilt.read_text(encoding="utf-8") != page
    with open_page(spoilt) as seen:
        seen.page.locator("iframe.map").scroll_into_view_if_needed()
        assert seen.map.locator("path.leg").count() > 0
        assert {frame.evaluate("typeof window.hit") for frame in seen.page.frames} == {"undefined"}
        assert seen.requests == []
        assert any("Content Security Policy" in said for said in seen.complaints)
