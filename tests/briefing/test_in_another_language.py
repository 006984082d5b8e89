"""Every word on a page can be translated: a language in which each is marked leaves none out."""

from __future__ import annotations

import html
import re

import pytest

from routes.briefing.content import Briefing
from routes.briefing.country_page import CountryPage
from routes.briefing.liaison_page import LiaisonNetwork
from routes.briefing.meeting_page import MeetingCoverage
from routes.marks import plain, spoken
from routes.reference import table

SHEET = "headline seizures standing cultivation network places partnership caveats sources footer"
# Codes of editions, the parameters of a page; conjunction, months and kilometres are CLDR's own.
ALLOWED = re.compile(
    r"unodc-[0-9-]+|wdr-[0-9]{4}|(route|iso3) = .*|kaj|I+|IV|[0-9– -]*[A-Z][a-z]+o [0-9]{4}"
    r"|[0-9]{4}-[A-Z][a-z]+o-[0-9]{2}|[0-9.,\s]+km"
)
# What stays English: sources, editions and places of seizures, each marked so.
FIGURE = re.compile(r"<(script|style|head)\b.*?</\1\s*>", re.DOTALL)
ENGLISH = re.compile(r'<(span|tspan) lang="en"[^>]*>(.*?)</\1>', re.DOTALL)


def left_out(page: str) -> list[str]:
    """Return the words of a page that are neither a translation nor marked as English."""
    page = ENGLISH.sub("", FIGURE.sub("", spoken(page)))
    found = re.findall(r'\s(?:aria-label|title|alt)="([^"]*)"', page)
    found += unmarked(re.sub(r"<[^>]*>", "\n", page)).splitlines()
    words = [unmarked(re.sub("\u2066[^\u2069]*\u2069", "", html.unescape(text))) for text in found]
    words = [word.strip(" ,;·.\u2068\u2069") for word in words]
    return sorted({w for w in words if re.search("[A-Za-z]{2}", w) and not ALLOWED.fullmatch(w)})


def unmarked(text: str) -> str:
    """Return a text without everything between ⟦ and ⟧, however deep."""
    while (shorter := re.sub("⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return text


def sections(page, names):
    return "".join(getattr(page, name)().html for name in names.split())


def test_the_finder_finds_what_is_not_translated():
    assert left_out("<p>⟦a ⟦b⟧ c⟧ loose</p><p title='x'>⟦d⟧</p>") == ["loose"]
    assert left_out("<p>\u2066UNODC\u2069 ⟦a⟧</p>") == []


def test_a_fact_sheet_leaves_no_word_out(pseudo):
    sheet = CountryPage.of(iso3="AFG", first_year=2015, language=pseudo)
    assert left_out(sections(sheet, SHEET)) == []


def test_what_stays_english_on_a_fact_sheet_is_a_source_or_a_place(pseudo):
    sheet = CountryPage.of(iso3="UZB", first_year=2011, last_year=2014, language=pseudo)
    page = spoken(sections(sheet, SHEET))
    english = {plain(html.unescape(text)) for _, text in ENGLISH.findall(page)}
    places = set(sheet.profile.places["place"].dropna())
    assert places & english
    editions = table("editions")
    named = set(editions["title"]) | set(editions["table"])
    named |= {f"{row.title}, {row.table}" for row in editions.itertuples()}
    for name in ("meetings", "liaison_officers", "partners", "route_countries"):
        named |= set(table(name)["source"])
    named |= set(table("fact_sheet_countries")["source"])
    assert sorted(english - places - named) == []


@pytest.mark.slow
def test_a_briefing_leaves_no_word_out(pseudo):
    page = Briefing.of(route="southern", first_year=2021, last_year=2022, language=pseudo)
    names = "headline map trend countries reporting partnership coverage caveats sources footer"
    assert left_out(sections(page, names)) == []


@pytest.mark.slow
def test_the_pages_on_coverage_leave_no_word_out(pseudo):
    page = MeetingCoverage.of(route="southern", year=2022, language=pseudo)
    names = "headline map by_state timeline measures meetings gaps unknown sources footer"
    assert left_out(sections(page, names)) == []
    posts = LiaisonNetwork.of(route="northern", year=2022, language=pseudo)
    names = "headline map officers by_state measures distance change gaps further unknown sources"
    assert left_out(sections(posts, names)) == []
