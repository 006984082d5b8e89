"""An edition that is not held is not a State that did not report: in words, tables and charts."""

from __future__ import annotations

import pytest

from routes.briefing.content import Briefing
from routes.cli import main
from routes.errors import RoutesError


@pytest.fixture(scope="module")
def page():
    return Briefing.of(route="balkan", edition="wdr-2024", first_year=2020, last_year=2023)


def test_an_edition_is_asked_for_with_the_years_it_holds():
    p = Briefing.of(route="balkan", edition="wdr-2024").parameters
    assert (p.years, p.slug) == ((2005, 2022), "balkan-wdr-2024")
    p = Briefing.of(route="balkan", edition="unodc-1970-2019").parameters
    assert (p.years, p.slug) == ((2005, 2019), "balkan-unodc-1970-2019")


def test_a_year_that_is_not_held_is_said_to_be_unknown(page):
    text = page.headline().text
    assert text.startswith("For 2023 the tables hold no figures of the edition asked for")
    assert "Not held here for 2023: which States reported is unknown" in text
    assert "no State on the list reported" not in text
    assert "Not reported for 2023" not in text
    html = page.headline().html
    assert html.count("not held here") >= 3


def test_tables_and_charts_do_not_say_not_reported_of_it(page):
    assert "not held here" in page.countries().html
    assert 'class="cell held-not"' in page.reporting().html
    assert "mark-not-held" in page.trend().html
    assert "not held here" in page.map().html


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_it_is_said_in_every_language(language):
    page = Briefing.of(route="balkan", edition="wdr-2024", last_year=2023, language=language)
    text = page.headline().text
    assert "2023" in text.split("\n")[0]
    assert "For 2023 the tables" not in text


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        ("wdr-2024", "Every figure was held against the original workbook"),
        ("unodc-1970-2019", "Every figure was held against a public copy"),
    ],
)
def test_the_sources_say_what_an_edition_was_held_against(edition, words):
    assert words in Briefing.of(route="northern", edition=edition).sources().html


@pytest.mark.parametrize("years", [["--from", "2023"], ["--from", "2023", "--to", "2023"]])
def test_nothing_of_the_years_held_is_refused_in_one_line(years, capsys, tmp_path):
    out = ["--out", str(tmp_path)]
    assert main(["brief", "balkan", "--edition", "wdr-2024", *years, *out]) == 2
    said = capsys.readouterr().err
    assert "2023 is not held here as of edition 'wdr-2024'" in said
    assert said.count("\n") == 1


def test_some_of_the_years_not_held_is_said_in_one_line(capsys, tmp_path):
    command = ["brief", "balkan", "--edition", "wdr-2024", "--to", "2023", "--dry-run"]
    assert main([*command, "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().err.startswith("routes: 2023 is not held here as of edition")


def test_the_library_refuses_it_too():
    with pytest.raises(RoutesError, match="2020–2023 is not held here"):
        Briefing.of(route="balkan", edition="unodc-1970-2019", first_year=2020, last_year=2023)
