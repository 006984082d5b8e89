"""The exporter makes a page of a notebook that ran, and of nothing else."""

from __future__ import annotations

import json
import re
from html import unescape

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from routes.briefing.exporter import BriefingExporter
from routes.errors import PublicationError

ABOUT = {
    "title": "Balkan route, 2017", "language": "en", "direction": "ltr", "route": "balkan",
    "lead": "Along the Balkan route.", "kg": [58201.6], "made": "2026-01-02",
}  # fmt: skip


def shown(key, html, about):
    return new_output(
        "display_data", {"text/html": html}, metadata={"routes": {"section": key, **about}}
    )


def ran(source, output, count=1):
    return new_code_cell(source, outputs=[output], execution_count=count)


def tiny(about=ABOUT):
    return new_notebook(
        cells=[
            new_markdown_cell("A note for the analyst."),
            ran("secret_call()", shown("headline", "<h1>First</h1>", about)),
            ran("other_call()", shown("map", "<p>Second</p>", {}), count=2),
        ]
    )


def page_of(notebook):
    return BriefingExporter().from_notebook_node(notebook)[0]


def test_the_page_has_the_sections_in_their_order_and_no_code_and_no_notes():
    page = page_of(tiny())
    assert page.index("<h1>First</h1>") < page.index("<p>Second</p>")
    for hidden in ("secret_call", "other_call", "A note for the analyst", "In [", "Out["):
        assert hidden not in page


def test_other_outputs_are_left_out():
    notebook = tiny()
    notebook.cells[1].outputs.append(new_output("stream", text="a line printed in between"))
    notebook.cells[1].outputs.append(new_output("display_data", {"text/html": "<b>aside</b>"}))
    page = page_of(notebook)
    assert "a line printed in between" not in page
    assert "aside" not in page


def test_the_page_says_its_language_and_its_title():
    page = page_of(tiny())
    assert '<html lang="en" dir="ltr">' in page
    assert "<title>Balkan route, 2017</title>" in page
    assert page.startswith("<!doctype html>")


def test_the_browser_is_told_to_fetch_nothing():
    assert "default-src 'none'" in page_of(tiny())


def test_what_the_index_needs_is_in_the_page():
    (content,) = re.findall(r'<meta name="routes-briefing" content="([^"]*)">', page_of(tiny()))
    assert json.loads(unescape(content)) == ABOUT


@pytest.mark.parametrize(
    "text", ['"><script>alert(1)</script>', "</title><img src=x>", "${alert(1)}", "{{ 7 * 7 }}"]
)
def test_a_hostile_title_is_text(text):
    page = page_of(tiny(ABOUT | {"title": text, "lead": text}))
    assert "<script>alert(1)" not in page
    assert "<img" not in page
    assert unescape(re.search("<title>(.*?)</title>", page, re.DOTALL)[1]) == text
    (content,) = re.findall(r'<meta name="routes-briefing" content="([^"]*)">', page)
    assert json.loads(unescape(content))["lead"] == text


def test_a_notebook_that_was_saved_and_read_again_makes_the_same_page():
    # Saving sorts what a section says of itself; nbconvert reads what papermill saved.
    notebook = tiny()
    saved = nbformat.reads(nbformat.writes(notebook), as_version=nbformat.NO_CONVERT)
    about = saved.cells[1].outputs[0].metadata["routes"]
    assert list(about) != ["section", *ABOUT]
    assert page_of(saved) == page_of(notebook)


def test_a_failed_cell_stops_the_page_and_is_named():
    notebook = tiny()
    error = new_output("error", ename="ParameterError", evalue="unknown parameter", traceback=[])
    notebook.cells[2].outputs.append(error)
    with pytest.raises(PublicationError, match="cell 3 failed: ParameterError: unknown parameter"):
        page_of(notebook)


def test_a_notebook_that_was_not_run_makes_no_page(root):
    notebook = nbformat.read(root / "notebooks" / "briefing.ipynb", as_version=4)
    with pytest.raises(PublicationError, match="run it first"):
        page_of(notebook)


def test_a_notebook_without_its_headline_makes_no_page():
    notebook = tiny()
    del notebook.cells[1]
    with pytest.raises(PublicationError, match="no headline in the notebook"):
        page_of(notebook)


def test_a_notebook_that_stopped_half_way_makes_no_page():
    notebook = tiny()
    notebook.cells.append(new_code_cell("briefing.sources()"))  # never run: no execution count
    with pytest.raises(PublicationError):
        page_of(notebook)


def test_nbconvert_finds_the_exporter_by_its_name():
    assert get_exporter("briefing") is BriefingExporter
    assert BriefingExporter().file_extension == ".html"
