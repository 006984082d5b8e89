"""The page on one country: what it says, that text stays text, and that it is fit to go out."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from routes.briefing import CountryPage
from routes.briefing.exporter import BriefingExporter
from routes.briefing.fit import check_fit
from routes.partnership import fact_sheet_countries

HOSTILE = "<script>alert(1)</script>\"'&${x}"


def sheet(code, years=(2005, 2023)):
    first, last = years
    return CountryPage.of(iso3=code, first_year=first, last_year=last, as_of="2026-01-02")


def made(country):
    """Return the page of a country, through the exporter, as its notebook would make it."""
    cells = []
    for key in ("headline", *country.parameters.sections, "footer"):
        data, about = getattr(country, key)()._repr_mimebundle_()
        output = new_output("display_data", data, metadata=about)
        cells.append(new_code_cell(key, outputs=[output], execution_count=1))
    page = BriefingExporter().from_notebook_node(new_notebook(cells=cells))[0]
    check_fit(page, country.parameters.slug, country.parameters.parts)
    return page


@pytest.fixture(scope="module")
def page():
    pages: dict[str, str] = {}

    def of(code) -> str:
        if code not in pages:
            pages[code] = made(sheet(code))
        return pages[code]

    return of


def plain(html):
    """Return the words of a page as a reader sees them."""
    html = re.sub(r"<(style|head|svg|script).*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def tiles(html):
    shown = r'<div class="tile"><dt>(.*?)</dt><dd>(.*?)</dd>(?:<dd class="more">(.*?)</dd>)?'
    return [(value, label, more) for label, value, more in re.findall(shown, html)]


def test_uzbekistan_begins_with_what_it_last_reported(page):
    text = plain(page("UZB"))
    # 101.8 after 276.9: 63.2 per cent less.
    assert (
        "Uzbekistan reported 102 kilograms of heroin seized in 2023. "
        "That is 63 per cent less than the 277 kilograms of 2022."
    ) in text
    assert "Of opium it reported 323 kilograms seized in 2023." in text
    # Means of 41, 28.31, 102.96, 276.9, 101.8 and of 106.5, 147.9, 107.76, 12.43, 21.
    assert "2019–2023 against 2014–2018: heroin 110 kilograms against 79 kilograms" in text
    assert "Too few years were reported for a trend of morphine." in text
    assert "there is a figure for heroin in 19, morphine in 2 and opium in 19." in text
    assert [value for value, _, _ in tiles(page("UZB"))] == [
        *("102 kg", "21 kg", "323 kg", "3 of 9", "Tashkent"),
    ]


def test_north_macedonia_says_for_which_year_and_what_is_missing(page):
    text = plain(page("MKD"))
    assert (
        "North Macedonia last reported heroin for 2022: 2.4 kilograms seized. That is 136 per cent "
        "more than the 1.0 kilograms of 2019, the year it had reported before. "
        "For 2023 no figure for heroin is reported."
    ) in text
    assert tiles(page("MKD"))[0] == (
        *("2.4 kg", "of heroin, last reported for 2022", "2023 not reported"),
    )
    assert "Kosovo (in the context of Security Council resolution 1244 (1999)) (road)" in text
    assert "No meeting of the Paris Pact is known to have been held in North Macedonia." in text


def test_iran_has_its_un_name_and_its_two_routes(page):
    text = plain(page("IRN"))
    assert "Iran (Islamic Republic of) reported 10.3 tons of heroin seized in 2023." in text
    # Up to the names of branches and border posts.
    before, _, _ = text.partition("Role is")
    assert before.count("Iran (Islamic Republic of)") == len(re.findall(r"\bIran\b", before)) > 5
    assert (
        "Iran (Islamic Republic of) lies on the Balkan route and the southern route. "
        "Its figures are the State's and cannot be told apart by route here."
    ) in text


def test_afghanistan_is_the_source_and_has_its_cultivation(page):
    text = plain(page("AFG"))
    assert "Afghanistan lies on the northern route (source)" in text
    assert 'id="cultivation"' in page("AFG")
    assert "328,000 ha" in text
    # One kilogram after 488 is no fall by all of it.
    assert "100 per cent less" not in text
    assert "In 2022 it was 488 kilograms." in text
    assert 'id="cultivation"' not in page("UZB")


def test_turkmenistan_says_that_morphine_was_never_reported(page):
    assert "Not reported in any year of the period, which is not zero." in page("TKM")
    assert "For 2017–2023 no figure for heroin is reported." in plain(page("TKM"))
    assert "The list of liaison posts of 2022 has none in Turkmenistan" in plain(page("TKM"))


def test_a_country_out_of_the_sample_and_one_with_a_single_seizure_say_so(page):
    assert "2011–2014, holds none from Türkiye for 2005–2023." in plain(page("TUR"))
    greece = page("GRC")
    assert plain(greece).count("fewer than three") >= 2
    assert ">0.7<" not in greece  # its one seizure in the sample: 0.65 kg


@pytest.mark.parametrize("code", ["UZB", "MKD", "IRN", "TUR"])
def test_every_page_says_that_its_membership_is_inferred(code, page):
    country = fact_sheet_countries().loc[code, "name"]
    said = f"Inferred: that {country} is one of the 21 countries"
    assert plain(page(code)).count(said) == 1
    assert "Not an official product of the United Nations." in page(code)
    assert "data hash " in page(code)
    assert "Precursor chemicals: the tables hold no figures" in page(code)


def test_what_is_missing_is_said_in_words(page, unsaid):
    for code in ("UZB", "MKD", "IRN", "AFG", "TKM", "GRC"):
        assert unsaid(page(code)) == [], code


def test_ids_of_a_page_are_its_own(page):
    for code in ("IRN", "MKD", "AFG"):
        ids = re.findall(r'\sid="([^"]+)"', page(code))
        assert len(ids) == len(set(ids)), code


def test_a_period_without_a_figure_makes_a_page_that_says_so():
    page = made(sheet("TKM", (2020, 2023)))
    assert (
        "Turkmenistan reported no seizure of heroin, morphine or opium for 2020–2023: "
        "not reported, and not read as zero."
    ) in plain(page)
    assert "A trend needs 10 years, more than this period has." in plain(page)
    assert "No rank: nothing above zero is reported in the period." in plain(page)


def test_one_year_is_a_period(page):
    assert "in 2023" in plain(made(sheet("UZB", (2023, 2023))))


def test_a_zero_is_said_to_be_one():
    # Greece: morphine zero in 2023 and in 2021.
    text = plain(made(sheet("GRC")))
    assert "For morphine it reported a zero in 2023." in text
    assert "For 2021, the year it had reported before, it was a zero." in text


def test_hostile_text_of_every_table_is_text():
    country = sheet("UZB")
    p = country.profile
    spoilt = {
        "annual": p.annual.assign(edition=HOSTILE, note=HOSTILE),
        "places": p.places.assign(place=HOSTILE),
        "branches": p.branches.assign(name=HOSTILE, places=HOSTILE, source=HOSTILE),
        "posts": p.posts.assign(city=HOSTILE, country=HOSTILE, role=HOSTILE, source=HOSTILE),
        "meetings": p.meetings.assign(title=HOSTILE, city=HOSTILE, host=HOSTILE, source=HOSTILE),
        "cultivation": sheet("AFG").profile.cultivation.assign(
            note=HOSTILE, source=HOSTILE, unit=HOSTILE
        ),
        "partner": p.partner.replace(p.partner["source"], HOSTILE),
        "listing": p.listing.replace(p.listing["basis"], HOSTILE),
    }
    for name, frame in spoilt.items():
        p.__dict__[name] = frame
    page = made(country)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") > 20


def test_the_same_tables_and_date_make_the_same_bytes(page):
    assert made(sheet("MKD")) == page("MKD")


def test_a_section_that_has_nothing_to_say_is_no_part_of_the_page(page):
    empty = sheet("UZB").cultivation()
    assert (empty.html, empty.text) == (
        "", "No figure of cultivation or production is published.",
    )  # fmt: skip
    assert "#cultivation" not in page("UZB")


def test_the_page_says_of_itself_what_the_index_needs(page):
    (content,) = re.findall(r'<meta name="routes-briefing" content="([^"]*)">', page("IRN"))
    about = json.loads(unescape(content))
    assert about["name"] == "Iran (Islamic Republic of)"
    assert about["part"] == "West Asia"
    assert len(about["kg"]) == 19
    assert "section" not in about
    assert "empty" not in about


def test_a_state_on_a_route_without_a_fact_sheet_of_the_paris_pact_has_a_page_too(page):
    text = plain(page("DEU"))
    assert "Germany reported" in text
    assert "Inferred: that Germany is one of the 21" not in text


def test_the_footer_says_how_to_make_it_again(page):
    text = plain(page("UZB"))
    assert "iso3 = UZB, first_year = 2005, last_year = 2023, language = en" in text
    assert re.search(
        r"Made from notebook [0-9a-f]{12}, code [0-9a-f]{12}, wording [0-9a-f]{12}, style", text
    )
