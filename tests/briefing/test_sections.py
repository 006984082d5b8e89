"""All sections of a briefing are there, whole sentences, no braces left, sources named."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from routes.briefing import Briefing

SECTIONS = (
    *("headline", "map", "trend", "countries", "reporting", "partnership"),
    *("coverage", "caveats", "sources", "footer"),
)


class Reader(HTMLParser):
    """What is read of a section: words outside style and script, ids, headings."""

    def __init__(self, html) -> None:
        super().__init__()
        self.words, self.ids, self.open = "", [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.words += data


@pytest.fixture(scope="module")
def briefing():
    return Briefing.of(
        route="balkan", first_year=2016, last_year=2017, as_of="2026-01-02", drugs="heroin,morphine"
    )


@pytest.fixture(scope="module")
def sections(briefing):
    return {name: getattr(briefing, name)() for name in SECTIONS}


def test_every_section_carries_its_id_once(sections):
    for name, section in sections.items():
        assert section.key == name
        assert Reader(section.html).ids.count(name) == 1


def test_ids_of_the_whole_page_are_distinct(sections):
    ids = [i for section in sections.values() for i in Reader(section.html).ids if i != "hatch"]
    assert len(ids) == len(set(ids))


def test_every_sentence_is_filled(sections, unsaid):
    for section in sections.values():
        assert not re.search(r"[{}]", Reader(section.html).words), section.key
        assert unsaid(section.html) == [], section.key


def test_the_contents_lead_to_the_sections(sections):
    links = re.findall(r'href="#([a-z]+)"', sections["headline"].html)
    assert links == list(SECTIONS[1:-1])


def test_every_chart_names_its_source(sections, rows):
    title = {row["edition"]: row["title"] for row in rows("editions")}["unodc-1970-2019"]
    words = Reader(sections["trend"].html).words
    assert words.count(title) == 3
    assert Reader(sections["map"].html).words.count(title) == 1


def test_only_the_editions_used_are_named_with_the_number_of_their_figures(sections, rows):
    on_route = {r["iso3"] for r in rows("route_countries") if r["route"] == "balkan"}
    used = [
        row["edition"]
        for row in rows("latest_annual_seizures")
        if row["year"] in {"2016", "2017"} and row["drug"] in {"heroin", "morphine"}
        and row["iso3"] in on_route
    ]  # fmt: skip
    assert set(used) == {"unodc-1970-2019"}
    assert f"{len(used)} figures of this page, 2016–2017" in sections["sources"].text
    assert "World Drug Report" not in sections["sources"].text


def test_the_map_says_what_a_map_of_the_united_nations_must_say(sections):
    words = Reader(sections["map"].html).words
    for said in ("schematic", "Line of Control", "resolution 1244 (1999)", "take no position"):
        assert said in words


def test_the_footer_is_enough_to_make_the_page_again(sections, briefing):
    words = Reader(sections["footer"].html).words
    assert "route = balkan, first_year = 2016, last_year = 2017, drugs = heroin+morphine" in words
    assert "2 January 2026" in words
    assert re.search(r"data hash [0-9a-f]{12}", words)
    assert "Not an official product of the United Nations." in words


def test_the_undated_meeting_is_told_and_not_counted(sections):
    words = Reader(sections["partnership"].html).words
    assert "One more is known without its year: The Hague." in words
    assert "Meetings in Vienna, the seat of the secretariat, are not counted" in words
    assert "The Hague" not in sections["headline"].text


def test_a_host_that_is_not_a_partner_is_named(rows):
    partners = {row["partner"] for row in rows("partners") if row["kind"] == "state"}
    hosts = {
        row["iso3"]: row["iso3"] in partners
        for row in rows("liaison_officers")
        if row["year"] == "2022" and row["iso3"] == "TZA"
    }
    assert hosts == {"TZA": False}
    html = Briefing.of(route="southern", first_year=2022, last_year=2023).partnership().html
    assert "United Republic of Tanzania hosts an officer and is not a partner" in Reader(html).words


def test_coverage_is_that_of_the_last_list_of_posts(sections, rows):
    text = sections["coverage"].text
    # 2017 lies between the list of about 2014–16 and that of 2022: the earlier one answers.
    assert "In 2017, liaison officers sat in " in text
    latest = Briefing.of(route="southern", first_year=2022, last_year=2023).coverage().text
    assert "The last list of posts is of 2022: coverage, kilograms too, is of that year." in latest
    # Of the 15 States counted only Pakistan and the United Republic of Tanzania host a post.
    assert "In 2022, liaison officers sat in 2 of 15 States" in latest
    hosts = {r["iso3"] for r in rows("liaison_officers") if r["year"] == "2022"}
    assert {"PAK", "TZA"} < hosts
    opium = Briefing.of(route="southern", last_year=2022, drugs="opium").coverage().text
    assert "per cent of its opium" in opium
    before = Briefing.of(route="balkan", first_year=2005, last_year=2006).coverage()
    assert before.text == "No list of liaison posts is known for 2006 or before."


def test_caveats_are_those_of_the_route_and_the_years(sections):
    before = Reader(sections["caveats"].html).words
    assert "Not reported is never zero" in before
    assert "Pakistan feed two routes" in before
    assert "After the ban on opium poppy" not in before
    after = Briefing.of(route="northern", first_year=2021, last_year=2023).caveats().html
    assert "After the ban on opium poppy" in after
    assert "Pakistan feed two routes" not in after


@pytest.mark.parametrize("route", ["northern", "southern"])
@pytest.mark.parametrize("name", ["headline", "trend", "countries", "reporting", "partnership"])
def test_the_other_routes_have_filled_sentences_too(route, name, unsaid):
    html = getattr(Briefing.of(route=route), name)().html
    assert not re.search(r"[{}]", Reader(html).words)
    assert unsaid(html) == []


@pytest.mark.parametrize("route", ["northern", "balkan"])
def test_a_period_without_meetings_has_a_map(route):
    section = Briefing.of(route=route, first_year=2005, last_year=2005).map()
    assert "0 meeting places" in section.text


def test_a_period_without_posts_and_meetings_says_so():
    words = Reader(
        Briefing.of(route="balkan", first_year=2005, last_year=2005).partnership().html
    ).words
    assert "No list of liaison posts is known for 2005 or before." in words
    assert "No meeting of the Paris Pact is known to have been held" in words
