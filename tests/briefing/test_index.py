"""The index lists every page by kind, says which are stale, and holds hostile text as text."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest

from routes.briefing.index import Card, index_page

ABOUT = {
    "title": "Balkan route, 2017", "language": "en", "direction": "ltr", "route": "balkan",
    "lead": "Along the Balkan route.", "kg": [58201.6, None], "made": "2026-01-02",
}  # fmt: skip


def card(slug, kind="briefing", **about: object):
    return Card(slug, kind, about=ABOUT | about, size=12_345)


def links(page):
    return [
        (unescape(a), unescape(b)) for a, b in re.findall(r'<h3><a href="([^"]*)">(.*?)</a>', page)
    ]


def headings(page):
    return re.findall(r"<h2>(.*?)</h2>|<p><b>(.*?)</b></p><ul|<h3>.*?>(.*?)</a>", page)


def test_pages_stand_by_kind_and_route():
    page = index_page(
        [
            card("UZB", "country", title="Uzbekistan: fact sheet", name="Uzbekistan", part="A"),
            card("southern", route="southern", title="Southern"),
            card("balkan-liaison", "liaison", title="Posts"),
            card("balkan-2017", title="Balkan 2017"),
            card("balkan", title="Balkan"),
            card("northern", route="northern", title="Northern"),
            card("balkan-meetings", "meetings", title="Meetings"),
            card("MNE", "country", title="Montenegro: fact sheet", name="Montenegro", part="B"),
            card("KAZ", "country", title="Kazakhstan", name="Kazakhstan", part="A", route="balkan"),
        ]
    )
    assert ["".join(found) for found in headings(page)] == [
        *("Routes", "Northern", "Balkan", "Balkan 2017", "Southern"),
        *("Meetings", "Meetings", "Liaison officers", "Posts"),
        *("Country fact sheets", "A", "Kazakhstan", "Uzbekistan", "B", "Montenegro"),
    ]
    assert "Inferred: which countries these are." in page


def test_a_card_has_the_lead_the_years_the_date_and_the_size():
    page = index_page([card("balkan", kg=[1.0, None, 3.0])])
    assert links(page) == [("balkan.html", "Balkan route, 2017")]
    assert "<p>Along the Balkan route.</p>" in page
    assert page.count("<rect") == 2  # the missing year is a gap
    assert "Made on 2 January 2026, 12 kB" in page
    assert "Stale" not in page


def test_a_stale_page_is_marked_with_the_date_and_the_reason_and_still_linked():
    stale = Card(
        "balkan", "briefing", about=ABOUT, size=1,
        stale_since=dt.date(2026, 2, 3), reason="cell 4 failed",
    )  # fmt: skip
    page = index_page([stale])
    assert "Stale since 3 February 2026: the page could not be made anew. cell 4 failed" in page
    assert links(page) == [("balkan.html", "Balkan route, 2017")]


def test_a_page_that_was_never_made_is_listed_without_a_link():
    page = index_page([Card("balkan", "briefing", stale_since=dt.date(2026, 2, 3), reason="x")])
    assert links(page) == []
    assert "<h3>balkan</h3>" in page
    assert "Not made; its run has failed since 3 February 2026. x" in page


def test_pages_of_one_title_are_told_apart_by_what_was_chosen():
    drugs = Card("balkan-opium", "briefing", about=ABOUT, changed={"drugs": ["heroin", "opium"]})
    rule = Card("balkan-half", "briefing", about=ABOUT, changed={"shared": "half", "year": 2016})
    page = index_page([drugs, rule])
    assert '<p class="source">heroin and opium</p>' in page
    assert '<p class="source">shared = half</p>' in page
    assert "2016" not in page


def test_an_empty_site_has_an_index_without_cards():
    assert links(index_page([])) == []


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a & b"]
)
def test_hostile_text_is_text(text):
    hostile = Card(
        text, "briefing", text, about=ABOUT | {"title": text, "lead": text}, size=1,
        stale_since=dt.date(2026, 2, 3), reason=text,
    )  # fmt: skip
    page = index_page([hostile])
    assert links(page) == [(f"{text}.html", text)]
    assert "<script" not in page
    assert "<img" not in page


def test_a_kind_of_another_version_and_a_route_unknown_are_listed_all_the_same():
    assert links(index_page([card("balkan", "weather", route="western")])) == [
        ("balkan.html", "Balkan route, 2017")
    ]


def test_the_index_needs_nothing_else():
    page = index_page([card("balkan")])
    assert not re.findall(r"https?://|url\(|@import|\bsrc=", page)


def test_the_catalogue_is_linked_when_its_page_lies_there():
    assert "search.html" not in index_page([])
    assert '<a href="search.html">Search the catalogue' in index_page([], search=True)
