"""The index is made from the pages that lie in the folder, whatever else lies there."""

from __future__ import annotations

import json
import re
from html import escape, unescape

import pytest

from routes.briefing.index import index_page, write_index

ABOUT = {
    "title": "Balkan route, 2017", "language": "en", "direction": "ltr", "route": "balkan",
    "lead": "Along the Balkan route.", "kg": [58201.6, None], "made": "2026-01-02",
}  # fmt: skip


def put(folder, name, **about: object):
    meta = escape(json.dumps(ABOUT | about))
    text = f'<html><head><meta name="routes-briefing" content="{meta}"></head><body></body></html>'
    (folder / name).write_text(text, encoding="utf-8")
    return text


def links(page):
    return [
        (unescape(a), unescape(b)) for a, b in re.findall(r'<h2><a href="([^"]*)">(.*?)</a>', page)
    ]


def test_every_page_of_the_folder_is_listed_in_route_order_earlier_ones_too(tmp_path):
    put(tmp_path, "southern.html", route="southern", title="Southern route, 2005–2023")
    put(tmp_path, "balkan.html", title="Balkan route, 2005–2023")
    put(tmp_path, "balkan-2017.html", title="Balkan route, 2017")
    put(tmp_path, "northern.html", route="northern", title="Northern route, 2005–2023")
    assert links(index_page(tmp_path)) == [
        ("northern.html", "Northern route, 2005–2023"),
        ("balkan-2017.html", "Balkan route, 2017"),
        ("balkan.html", "Balkan route, 2005–2023"),
        ("southern.html", "Southern route, 2005–2023"),
    ]


def test_a_card_has_the_lead_the_years_the_date_and_the_size(tmp_path):
    text = put(tmp_path, "balkan.html", kg=[1.0, None, 3.0])
    page = index_page(tmp_path)
    assert "<p>Along the Balkan route.</p>" in page
    assert page.count("<rect") == 2  # the missing year is a gap
    assert f"Made on 2 January 2026, {len(text) / 1000:.0f} kB" in page


def test_an_empty_folder_has_an_index_without_cards(tmp_path):
    assert links(index_page(tmp_path)) == []


def test_the_index_is_written_and_does_not_list_itself(tmp_path):
    put(tmp_path, "balkan.html")
    first = write_index(tmp_path).read_bytes()
    assert write_index(tmp_path).read_bytes() == first
    assert sorted(p.name for p in tmp_path.iterdir()) == ["balkan.html", "index.html"]


def foreign(folder):
    (folder / "notes.html").write_text("<html><body>Minutes</body></html>", encoding="utf-8")


def truncated(folder):
    whole = put(folder, "southern.html", route="southern")
    (folder / "southern.html").write_text(whole[:90], encoding="utf-8")


def empty(folder):
    (folder / "empty.html").touch()


def binary(folder):
    (folder / "binary.html").write_bytes(bytes(range(256)) * 400)


@pytest.mark.parametrize("spoil", [foreign, truncated, empty, binary])
def test_a_file_that_is_no_briefing_is_passed_over(tmp_path, spoil):
    put(tmp_path, "balkan.html")
    spoil(tmp_path)
    assert links(index_page(tmp_path)) == [("balkan.html", "Balkan route, 2017")]


def not_json(folder):
    text = '<meta name="routes-briefing" content="balkan">'
    (folder / "other.html").write_text(text, encoding="utf-8")


def other_version(folder):
    text = '<meta name="routes-briefing" content="{&quot;title&quot;: &quot;Balkan&quot;}">'
    (folder / "other.html").write_text(text, encoding="utf-8")


def other_route(folder):
    put(folder, "western.html", route="western")


def folder_of_that_name(folder):
    (folder / "pictures.html").mkdir()


@pytest.mark.parametrize("spoil", [not_json, other_version, other_route, folder_of_that_name])
def test_a_page_of_another_version_is_passed_over(tmp_path, spoil):
    put(tmp_path, "balkan.html")
    spoil(tmp_path)
    assert ("balkan.html", "Balkan route, 2017") in links(index_page(tmp_path))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a & b"]
)
def test_a_hostile_title_or_file_name_is_text(tmp_path, text):
    name = text.replace("/", "") + ".html"
    put(tmp_path, name, title=text, lead=text)
    page = index_page(tmp_path)
    assert links(page) == [(name, text)]
    assert "<script" not in page
    assert "<img" not in page


def test_the_index_needs_nothing_else(tmp_path):
    put(tmp_path, "balkan.html")
    page = index_page(tmp_path)
    assert not re.findall(r"https?://|url\(|@import|\bsrc=", page)


def test_the_catalogue_is_linked_when_its_page_lies_there(tmp_path):
    assert "search.html" not in index_page(tmp_path)
    (tmp_path / "search.html").touch()
    assert '<a href="search.html">Search the catalogue' in index_page(tmp_path)
    assert links(index_page(tmp_path)) == []
