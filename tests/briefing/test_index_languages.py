"""The index is in the language of its reader, and leads to every page whatever its language."""

from __future__ import annotations

import datetime as dt
import random
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from routes.briefing.index import Card, index_page
from routes.names import languages
from routes.views.wording import LANGUAGE_NAMES, Wording

ROUTES = ("northern", "balkan", "southern")
DRUGS = (["heroin", "morphine"], ["heroin"], ["opium"])
PERIODS = ((2005, 2023), (2014, 2023), (2019, 2023))


class Reader(HTMLParser):
    """What a reader meets: links with their attributes and words, and marks of language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.root: dict = {}
        self.links: list[dict] = []
        self.others: list[dict] = []
        self.tags: list[str] = []
        self.english = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        if tag == "html":
            self.root = given
        elif tag == "link":
            self.others.append(given)
        elif tag == "a":
            self.links.append(given | {"words": ""})
        elif given.get("lang") == "en":
            self.english += 1

    def handle_data(self, data):
        if self.links:
            self.links[-1]["words"] += data

    def handle_endtag(self, tag):
        if tag == "a":
            self.links.append({"words": ""})

    def addresses(self) -> list[str]:
        return [link["href"] for link in self.links if "href" in link]


def card(route, language="en", years=(2005, 2023), drugs=DRUGS[0], **more: object):
    """Return the card of a briefing that was made."""
    w = Wording(language)
    slug = "-".join([route, *map(str, years), "+".join(drugs), language])
    kg = [1000.0 * (1 + ROUTES.index(route))] * (years[1] - years[0] + 1)
    about = {
        "title": w.say(f"route.{route}.title"), "language": language, "route": route,
        "direction": w.direction, "lead": w.say("index.title"), "years": list(years), "kg": kg,
        "seized": [w.amount(kg[-1]), w.say("tile.seized", year=years[1]), ""],
        "reporting": [
            w.say("tile.reporting_value", reporting=6, states=8),
            w.say("tile.reporting", year=years[1]),
        ],
        "made": "2026-01-02",
    }  # fmt: skip
    changed = {} if drugs == DRUGS[0] else {"drugs": drugs}
    changed |= {} if language == "en" else {"language": language}
    page = f"{route} {years} {drugs}"
    return Card(
        slug, "briefing", about=about, changed=changed, size=9_000,
        **{"language": language, "page": page, **more},
    )  # fmt: skip


@pytest.fixture(scope="module")
def site():
    """Return the cards of three routes in every language."""
    return [card(route, language) for language in languages() for route in ROUTES]


@pytest.mark.parametrize("language", languages())
def test_each_index_is_in_its_language_and_leads_to_the_pages_in_it(language, site):
    page = index_page(site, language=language, tongues=languages(), search=True)
    seen = Reader(page)
    assert (seen.root["lang"], seen.root["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    # Once above, side by side, and once with its first sentence.
    pages = [one for one in seen.addresses() if not one.startswith(("index", "search"))]
    assert sorted(pages) == sorted(2 * [f"{card(route, language).slug}.html" for route in ROUTES])
    assert ("search.html" + ("" if language == "en" else f"#lang={language}")) in seen.addresses()
    # Nothing but the link to English is marked as English: all of it is said in the language.
    assert seen.english == 0
    assert Wording(language).say("index.compare") in unescape(page)


@pytest.mark.parametrize("language", languages())
def test_each_index_leads_to_the_others_by_their_own_names(language, site):
    seen = Reader(index_page(site, language=language, tongues=languages()))
    switch = {link["hreflang"]: link for link in seen.links if link.get("lang")}
    assert set(switch) == set(languages()) - {language}
    for code, link in switch.items():
        assert link["href"] == ("index.html" if code == "en" else f"index.{code}.html")
        assert link["words"] == LANGUAGE_NAMES[code]
    assert [one["hreflang"] for one in seen.others] == list(languages())


def test_an_index_alone_has_no_switcher():
    page = index_page([card("balkan")])
    assert "<nav" not in page
    assert "<link" not in page


def test_a_page_without_the_language_stands_in_its_own_and_says_so():
    cards = [card("balkan"), card("balkan", "ru"), card("northern"), card("southern", "fr")]
    page = index_page(cards, language="ru", tongues=("en", "fr", "ru"))
    found = {link["href"]: link for link in Reader(page).links if "href" in link}
    assert "hreflang" not in found[cards[1].address]
    assert found[cards[2].address]["hreflang"] == "en"
    assert found[cards[3].address]["hreflang"] == "fr"
    assert cards[0].address not in found
    assert '<p class="tongue" lang="en" dir="auto">English</p>' in page


def test_a_page_never_made_in_the_language_is_said_and_stands_beside_the_english_one():
    failed = Card(
        "balkan-fr", "briefing", language="fr", page=card("balkan").page,
        stale_since=dt.date(2026, 2, 3), reason="cell 4 failed",
    )  # fmt: skip
    french = index_page([card("balkan"), failed], language="fr", tongues=("en", "fr"))
    assert "<h3>balkan-fr</h3>" in french
    assert card("balkan").address in Reader(french).addresses()
    assert "balkan-fr" not in index_page([card("balkan"), failed])


def table_of(page):
    (table,) = re.findall(r'<table class="pages">.*?</table>', page, re.DOTALL)
    return table


def test_twenty_seven_briefings_are_one_table_of_routes_drugs_and_periods():
    cards = [card(r, years=y, drugs=d) for r in ROUTES for y in PERIODS for d in DRUGS]
    page = index_page(random.Random(1).sample(cards, len(cards)))  # noqa: S311 - an order
    table = table_of(page)
    heads = re.findall(r'<th scope="col">(.*?)</th>', table)
    assert heads == ["Route and drugs", "2005–2023", "2014–2023", "2019–2023"]
    rows = re.findall(r'<th scope="(row|rowgroup)"[^>]*>(.*?)</th>', table)
    drugs = ["heroin and morphine", "heroin", "opium"]
    assert [text for kind, text in rows if kind == "row"] == drugs * 3
    assert [text for kind, text in rows if kind == "rowgroup"] == [
        "Northern route", "Balkan route", "Southern route",
    ]  # fmt: skip
    links = [link for link in Reader(table).links if "href" in link]
    assert [link["href"] for link in links] == [
        card(r, years=y, drugs=d).address for r in ROUTES for d in DRUGS for y in PERIODS
    ]
    assert links[3]["aria-label"] == "Northern route; heroin; 2005–2023"
    assert '<li class="card"' not in page


def test_what_is_stale_in_a_table_is_marked_and_said_below():
    cards = [card(r, years=y) for r in ROUTES for y in PERIODS]
    old = card("balkan", years=PERIODS[0], stale_since=dt.date(2026, 2, 3), reason="cell 4 failed")
    page = index_page([one for one in cards if one.slug != old.slug] + [old])
    table = table_of(page)
    assert re.findall(r'<a href="([^"]*)"[^>]*>[^<]*</a> <span class="stale">stale<', table) == [
        old.address
    ]
    below = page.partition("Not up to date")[2]
    assert "Stale since 3 February 2026" in below
    assert "cell 4 failed" in below
    assert below.count('<li class="card"') == 1


def test_pages_on_coverage_stand_by_year_and_pillar():
    about = {"title": "T", "lead": "L", "made": "2026-01-02", "kg": []}
    chosen = [(2022, {}), (2016, {"year": 2016}), (2022, {"pillar": "I"})]
    cards = [
        Card(f"{r}-{n}", "meetings", about=about | {"route": r, "years": [year, year]}, changed=c)
        for r in ROUTES
        for n, (year, c) in enumerate(chosen)
    ]
    table = table_of(index_page(cards))
    assert re.findall(r'<th scope="col">(.*?)</th>', table) == [
        "Route", "2022", "2016", "2022; pillar I",
    ]  # fmt: skip


def test_the_routes_are_drawn_on_one_scale_and_a_year_not_reported_is_a_gap():
    cards = [card(route, years=(2020, 2023)) for route in ("northern", "balkan")]
    cards[0].about["kg"] = [500.0, None, 1000.0, 250.0]
    cards[1].about["kg"] = [4000.0, 2000.0, 0.0, 1000.0]
    page = index_page(cards)
    drawn = re.findall(r'<svg viewBox="0 0 240 72".*?</svg>', page)
    heights = [re.findall(r"v-([0-9.]+)h", one) for one in drawn]
    # Of 72 units for 4,000 kg; zero, which was reported, is a hair.
    assert heights == [["9.0", "18.0", "4.5"], ["72.0", "36.0", "0.8", "18.0"]]
    assert "The highest bar is 4.0 tons (Balkan route, 2020)." in page
    assert "<b>6 of 8</b> States counted that reported for 2023" in page


@pytest.mark.parametrize(
    "cards",
    [
        [card("balkan")],
        [card("balkan"), card("northern", years=(2014, 2023))],
        [card("balkan"), card("northern", drugs=["opium"])],
    ],
)
def test_routes_that_are_counted_otherwise_are_not_compared(cards):
    assert "side by side" not in index_page(cards)


def test_the_same_cards_give_the_same_bytes_in_whichever_order(site):
    given = {"language": "ar", "tongues": languages(), "search": True}
    first = index_page(site, **given)
    assert index_page(site[::-1], **given) == first


def test_nothing_runs_on_an_index_and_nothing_is_fetched(site):
    page = index_page(site, language="zh", tongues=languages(), search=True)
    seen = Reader(page)
    assert not {"script", "img", "iframe", "object"} & set(seen.tags)
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert all("/" not in address for address in seen.addresses())
