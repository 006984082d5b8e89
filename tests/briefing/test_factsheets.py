"""Fact sheets as pages: what they say, that text stays text, and that only good ones go out."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest

from routes.briefing import FactSheet, check_countries, publish_sheets
from routes.briefing.sheet_index import sheet_index
from routes.briefing.sheets import file_name, make_sheet
from routes.cli import main
from routes.errors import PublicationError, UnknownNameError
from routes.partnership import fact_sheet_countries

DAY = dt.date(2026, 1, 2)
HOSTILE = "<script>alert(1)</script>\"'&${x}"


def sheet(code, years=(2005, 2023)):
    return FactSheet(code, years, as_of=DAY)


@pytest.fixture(scope="module")
def page():
    made: dict[str, str] = {}

    def of(code) -> str:
        if code not in made:
            made[code] = make_sheet(sheet(code))
        return made[code]

    return of


def plain(html):
    """Return the words of a page as a reader sees them."""
    html = re.sub(r"<(style|head|svg).*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def tiles(html):
    return re.findall(r'<div class="tile"><dd>(.*?)</dd><dt>(.*?)</dt>(?:<p>(.*?)</p>)?', html)


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


def test_ids_of_a_page_are_its_own(page):
    for code in ("IRN", "MKD", "AFG"):
        ids = re.findall(r'\sid="([^"]+)"', page(code))
        assert len(ids) == len(set(ids)), code


def test_a_period_without_a_figure_makes_a_page_that_says_so():
    page = make_sheet(sheet("TKM", (2020, 2023)))
    assert (
        "Turkmenistan reported no seizure of heroin, morphine or opium for 2020–2023: "
        "not reported, and not read as zero."
    ) in plain(page)
    assert "A trend needs 10 years, more than this period has." in plain(page)
    assert "No rank: nothing above zero is reported in the period." in plain(page)


def test_one_year_is_a_period(page):
    assert "in 2023" in plain(make_sheet(sheet("UZB", (2023, 2023))))


def test_a_zero_is_said_to_be_one():
    # Greece: morphine zero in 2023 and in 2021.
    text = plain(make_sheet(sheet("GRC")))
    assert "For morphine it reported a zero in 2023." in text
    assert "For 2021, the year it had reported before, it was a zero." in text


def test_hostile_text_of_every_table_is_text():
    made = sheet("UZB")
    p = made.profile
    spoilt = {
        "annual": p.annual.assign(edition=HOSTILE, note=HOSTILE),
        "places": p.places.assign(place=HOSTILE),
        "branches": p.branches.assign(name=HOSTILE, places=HOSTILE, source=HOSTILE),
        "posts": p.posts.assign(city=HOSTILE, country=HOSTILE, role=HOSTILE, source=HOSTILE),
        "meetings": p.meetings.assign(title=HOSTILE, city=HOSTILE, host=HOSTILE, source=HOSTILE),
        "cultivation": FactSheet("AFG", (2005, 2023), as_of=DAY).profile.cultivation.assign(
            note=HOSTILE, source=HOSTILE, unit=HOSTILE
        ),
        "partner": p.partner.replace(p.partner["source"], HOSTILE),
        "listing": p.listing.replace(p.listing["basis"], HOSTILE),
    }
    for name, frame in spoilt.items():
        p.__dict__[name] = frame
    page = make_sheet(made)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)") > 20


@pytest.mark.parametrize("code", ["XKX", "QQQ", "uzb", "Uzbekistan"])
def test_a_country_without_a_sheet_is_one_line_and_nothing_is_made(code, tmp_path, capsys):
    folder = tmp_path / "out"
    assert main(["factsheets", "UZB", code, "--out", str(folder)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"routes: unknown country with a fact sheet '{code}'")
    assert error.count("\n") == 1
    assert not folder.exists()


def test_a_year_out_of_the_table_is_one_line(tmp_path, capsys):
    assert main(["factsheets", "--from", "1999", "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_all_21_are_asked_for_by_default_and_each_once():
    assert check_countries([]) == list(fact_sheet_countries().index)
    assert check_countries(["UZB", "MKD", "UZB"]) == ["UZB", "MKD"]
    with pytest.raises(UnknownNameError):
        check_countries([""])


def test_the_command_prints_each_sheet_its_size_and_the_time_of_all(tmp_path, capsys):
    options = ["--out", str(tmp_path / "s"), "--as-of", "2026-01-02", "--from", "2015"]
    assert main(["factsheets", "MNE", "BIH", *options]) == 0
    first, second, last = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r".*MNE-2015-2023\.html  \d+ kB  \d+\.\d s", first)
    assert re.fullmatch(r".*BIH-2015-2023\.html  \d+ kB  \d+\.\d s", second)
    assert re.fullmatch(r"2 fact sheets in \d+\.\d s; open .*index\.html", last)
    names = {path.name for path in (tmp_path / "s").iterdir()}
    assert names == {"MNE-2015-2023.html", "BIH-2015-2023.html", "index.html"}


def test_the_same_tables_and_date_make_the_same_bytes(page):
    assert make_sheet(sheet("MKD")) == page("MKD")


def whole(made):
    ids = ("headline", *made.keys, "footer")
    return "".join(f'<section id="{key}"></section>' for key in ids)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: whole(made) + '<img src="https://example.org/a.png">',
        lambda made: whole(made).replace('id="sources"', ""),
    ],
)
def test_a_sheet_that_is_not_fit_leaves_the_good_one(spoil, tmp_path, monkeypatch):
    (first,) = publish_sheets([sheet("MNE")], tmp_path)
    before = first.path.read_bytes()
    monkeypatch.setattr(FactSheet, "page", spoil)
    with pytest.raises(PublicationError, match=r"^MNE\.html: the page "):
        list(publish_sheets([sheet("MNE"), sheet("BIH")], tmp_path))
    assert first.path.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["MNE.html", "index.html"]


def test_sheets_made_before_a_failure_are_out_and_in_the_index(tmp_path, monkeypatch):
    good = FactSheet.page

    def page(made) -> str:
        if made.profile.iso3 == "BIH":
            raise ZeroDivisionError
        return good(made)

    monkeypatch.setattr(FactSheet, "page", page)
    with pytest.raises(ZeroDivisionError):
        list(publish_sheets([sheet("MNE"), sheet("BIH")], tmp_path))
    assert re.findall(r'<h3><a href="([^"]+)"', sheet_index(tmp_path)) == ["MNE.html"]
    assert "MNE.html" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_index_lists_sheets_by_region_and_passes_over_other_files(tmp_path):
    (tmp_path / "notes.html").write_text("<p>ours</p>", encoding="utf-8")
    (tmp_path / "bad.html").write_text(
        '<meta name="routes-factsheet" content="{&quot;title&quot;: 1}">', encoding="utf-8"
    )
    list(publish_sheets([sheet("TUR"), sheet("TKM"), sheet("MNE")], tmp_path))
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    found = re.findall(r'<h2>(.*?)</h2>|<h3><a href="(.*?)">(.*?)</a>', index)
    assert ["".join(parts) for parts in found] == [
        "Central Asia", "TKM.htmlTurkmenistan",
        "South-Eastern Europe", "MNE.htmlMontenegro", "TUR.htmlTürkiye",
    ]  # fmt: skip
    assert "Inferred: which countries these are." in index


def test_a_hostile_page_in_the_folder_stays_text_in_the_index(tmp_path):
    list(publish_sheets([sheet("MNE")], tmp_path))
    page = (tmp_path / "MNE.html").read_text(encoding="utf-8")
    spoilt = page.replace("Montenegro&quot;", "&lt;script&gt;alert(1)&lt;/script&gt;&quot;")
    (tmp_path / "a&b.html").write_text(spoilt, encoding="utf-8")
    index = sheet_index(tmp_path)
    assert "<script" not in index
    assert "&lt;script&gt;alert(1)" in index


def test_the_name_of_a_file_says_which_years():
    assert file_name(sheet("UZB")) == "UZB.html"
    assert file_name(sheet("UZB", (2015, 2020))) == "UZB-2015-2020.html"
    assert file_name(sheet("UZB", (2015, 2015))) == "UZB-2015.html"
