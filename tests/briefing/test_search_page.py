"""The page of the catalogue as a file: complete, the same every time, inert whatever it holds."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape

import pytest

import routes as rt
from routes.briefing.search_page import checked_search_page, page_links, search_page
from routes.views import Wording, languages

DATA = re.compile(r'<script type="application/json" id="catalogue">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def page():
    return search_page(rt.catalogue.activities())


def test_it_holds_the_whole_catalogue_as_data_and_as_a_list(page):
    held = json.loads(DATA.search(page)[1])["activities"]
    assert [row["activity"] for row in held] == rt.catalogue.activities()["activity"].to_list()
    listed = re.findall(r"<h2>(.*?)</h2>", page)
    assert [unescape(title) for title in listed] == rt.catalogue.activities()["title"].to_list()


def test_only_its_own_script_may_run(page):
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(script) == 1
    digest = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_it_fetches_nothing_and_is_small(page):
    outside = DATA.sub("", page)
    assert not re.findall(r"\bsrc=|url\(|@import|fetch\(|XMLHttpRequest|https?://", outside)
    assert len(page.encode()) < 600_000


def test_the_same_tables_make_the_same_bytes():
    first = checked_search_page(["balkan.html"])
    assert checked_search_page(["balkan.html"]) == first
    assert not re.findall(r"/(?:home|root|tmp|Users|work)/\w", first)


def test_pages_are_linked_only_where_they_lie():
    assert page_links([]) == {}
    pages = ["balkan.html", "balkan-fr.html", "UZB.html", "UZB-ar.html", "PER.html"]
    assert page_links([*pages, "index.html", "index.ru.html"]) == {
        "route:balkan": "balkan.html",
        "fact sheet:UZB": "UZB.html",
        "index:ru": "index.ru.html",
        "route:balkan:fr": "balkan-fr.html",
        "fact sheet:UZB:ar": "UZB-ar.html",
    }


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "\u2028"])
def test_hostile_text_stays_text(text):
    frame = rt.catalogue.activities()
    frame.loc[0, ["title", "title_ru", "text", "source"]] = text
    made = search_page(frame)
    assert len(re.findall("<script", made)) == 2  # the data and the script
    assert json.loads(DATA.search(made)[1])["activities"][0]["source"] == text


def test_the_page_speaks_every_language_there_is(page):
    data = json.loads(DATA.search(page)[1])
    assert data["languages"] == ["en", "ar", "es", "fr", "ru", "zh"]
    assert data["directions"]["ar"] == "rtl"
    assert data["words"]["ru"]["search.any"] == "все"
    for words in data["words"].values():
        assert {key: text for key, text in words.items() if not text} == {}
        assert set(words) == set(data["words"]["en"])
    assert data["labels"]["fr"]["country"]["RUS"] == "Fédération de Russie"


@pytest.mark.parametrize("language", languages())
def test_each_example_in_the_field_finds_something(language):
    examples = re.split("[,،、] ?", Wording(language).say("search.example"))
    assert len(examples) == 3
    assert [example for example in examples if rt.search(example).empty] == []
