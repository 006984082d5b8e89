"""The site in docs/ builds without a warning, is whole, and fetches nothing."""

from __future__ import annotations

import ast
import csv
import html
import importlib.util
import json
import re
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = loaded
    spec.loader.exec_module(loaded)
    return loaded


CHECK = module(ROOT / "tools" / "check_site.py")
TABLES = module(ROOT / "docs" / "_ext" / "tables.py")
API = module(ROOT / "docs" / "_ext" / "api.py")
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
DESCRIBED = [one for one in PACKAGE["resources"] if "schema" in one]


def text(page):
    """Return what a reader sees of a page, on one line."""
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(plain).split())


@pytest.mark.slow
def test_no_link_is_broken_and_nothing_is_fetched(site):
    assert CHECK.faults(site) == []


@pytest.mark.slow
def test_every_notebook_table_and_public_name_has_its_page(site):
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert notebooks <= {path.stem for path in (site / "tutorials").glob("*.html")}
    tables = {table["name"] for table in DESCRIBED}
    assert tables | {"index"} == {path.stem for path in (site / "reference/tables").glob("*.html")}
    face = ast.parse((ROOT / "src/routes/__init__.pyi").read_text(encoding="utf-8"))
    names = {alias.name for node in face.body if node.module for alias in node.names}
    pages = {path.stem for path in (site / "reference/api").glob("*.html")} - {"index"}
    assert names | {"analysis.shares_by_rule"} <= {page.removeprefix("routes.") for page in pages}
    assert pages == {f"routes.{name}" for name in API.documented()}


@pytest.mark.slow
def test_every_page_of_docs_can_be_reached_from_the_first(site):
    seen, waiting = set(), [site / "index.html"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for link in CHECK.read(page.read_text(encoding="utf-8")).followed:
            target = (page.parent / link.partition("#")[0]).resolve()
            if "://" not in link and target.suffix == ".html":
                waiting.append(target)
    written = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in docs()}
    assert written <= {page.relative_to(site.resolve()) for page in seen if page.is_file()}


def docs():
    folders = ("how-to", "methods", "about")
    return [path for name in folders for path in (ROOT / "docs" / name).glob("*.md")]


@pytest.mark.slow
def test_a_table_is_told_column_by_column(site):
    page = text((site / "reference/tables/meetings.html").read_text(encoding="utf-8"))
    with (ROOT / "data/meetings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert f"{len(rows)} rows in data/meetings.csv" in page
    assert all(f" {name} " in page for name in rows[0])
    # An allowed value, a key elsewhere, a unit: from the data package.
    assert "one of in person , hybrid , virtual" in page
    assert "iso3 is in countries , iso3" in page
    assert "integer, persons" in page
    assert "Named by meeting_attendance , meeting" in page


@pytest.mark.slow
def test_a_name_of_the_public_face_shows_its_parameters_and_example(site):
    page = text((site / "reference/api/routes.shares.html").read_text(encoding="utf-8"))
    assert "routes. shares" in page
    assert "denominator" in page
    assert "46.9" in page


@pytest.mark.slow
def test_a_docstring_links_a_name_by_its_last_part_wherever_it_lies(site):
    # next_posts is of the face, posts_in of partnership, NextPosts of analysis.
    page = (site / "reference/api/routes.next_posts.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'href="routes\.([\w.]+)\.html#', page))
    assert {"shares", "partnership.posts_in", "analysis.NextPosts"} <= linked


def test_a_name_of_the_face_without_a_heading_is_told(monkeypatch):
    monkeypatch.setattr(API, "face", lambda: ({"shares", "newcomer"}, {"analysis"}))
    with pytest.raises(ValueError, match="no heading for newcomer"):
        API.documented.__wrapped__()


@pytest.mark.slow
def test_the_notebook_was_run_and_its_map_lies_in_the_page(site):
    page = (site / "tutorials/08_liaison_network.html").read_text(encoding="utf-8")
    assert 'class="map"' in page
    assert "srcdoc=" in page
    assert "Traceback" not in page
    # A page named in a cell of words is a link to it.
    assert 'href="../methods/coverage.html"' in page


def test_what_is_wrong_with_a_site_is_found(tmp_path):
    (tmp_path / "index.html").write_text(
        '<h2 id="here">x</h2><a href="#here">ok</a><a href="#gone">a</a>'
        '<a href="lost.html">b</a><a href="other.html#there">ok</a><a href="other.html#no">c</a>'
        '<a href="https://un.example/">followed, not fetched</a>'
        '<script src="https://cdn.example/x.js"></script><img src="//cdn.example/x.png">'
        '<link rel="stylesheet" href="http://cdn.example/x.css"><link rel="next" href="lost2.html">'
        '<link rel="canonical" href="https://un.example/">'
        '<img srcset="a.png 1x, https://cdn.example/b.png 2x">'
        '<div style="background:url(https://cdn.example/c.png)"></div>'
        "<style>@import 'https://cdn.example/d.css'; a{b:url(data:x)}</style>"
        "<iframe srcdoc='<script src=\"https://cdn.example/inner.js\"></script>'></iframe>",
        encoding="utf-8",
    )
    (tmp_path / "other.html").write_text('<p id="there">x</p>', encoding="utf-8")
    (tmp_path / "a.css").write_text("@font-face{src:url('font.woff2')}", encoding="utf-8")
    assert sorted(CHECK.faults(tmp_path)) == sorted(
        [
            "a.css: no file font.woff2",
            "index.html: fetches //cdn.example/x.png",
            "index.html: fetches http://cdn.example/x.css",
            "index.html: fetches https://cdn.example/b.png",
            "index.html: fetches https://cdn.example/c.png",
            "index.html: fetches https://cdn.example/d.css",
            "index.html: fetches https://cdn.example/inner.js",
            "index.html: fetches https://cdn.example/x.js",
            "index.html: no file a.png",
            "index.html: no file lost.html",
            "index.html: no file lost2.html",
            "index.html: no place #gone",
            "index.html: no place other.html#no",
        ]
    )


def test_a_folder_without_a_site_is_one_line(tmp_path, capsys):
    assert CHECK.main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_text_of_the_tables_is_shown_as_it_is():
    assert TABLES.plain("a|b  *c* [d](e) <f> $x$ `g`\nh") == (
        r"a\|b \*c\* \[d\](e) \<f\> \$x\$ \`g\` h"
    )


@pytest.mark.slow
def test_a_notebook_that_fails_stops_the_build_and_says_which_and_why(tmp_path):
    tutorials = module(ROOT / "docs" / "_ext" / "tutorials.py")
    broken = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("raise ValueError('no such thing')")],
        metadata={"kernelspec": {"name": "python3", "display_name": "x"}},
    )
    path = tmp_path / "broken.ipynb"
    nbformat.write(broken, path)
    with pytest.raises(tutorials.ExtensionError, match=r"broken\.ipynb: ValueError: no such thing"):
        tutorials.run([path], tmp_path / "cache", 60)
