"""The file that was made up shows what a reader does with what such files hold."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

import routes as rt


@pytest.fixture(scope="module")
def file():
    return rt.read_seizures(rt.example_file())


def test_every_row_is_accepted_or_set_aside_with_a_reason(file):
    with rt.example_file().open(encoding="utf-8", newline="") as text:
        written = list(csv.DictReader(text))
    assert len(file.frame) + len(file.set_aside) == len(written) == 32
    # By hand: "a lot", Ruritania, no date, the 31st month.
    assert Counter(file.set_aside["kind"]) == {
        "amount is not a number": 1,
        "country not recognised": 1,
        "no date": 1,
        "not a date": 1,
    }


def test_kilograms_are_those_of_the_file_summed_by_hand(file):
    kg = file.counted.groupby("family", observed=True)["kg"].sum(min_count=1)
    # Kapikule's 112 stand there again under another spelling, which is flagged and counted; the
    # exact duplicate is not. The others in order: Yüksekova, Kerman, Plovdiv, Belgrade, Serbia,
    # Panj, Osh, Turbat, Gwadar, Mombasa.
    van, kapikule, mashhad = 84.5 + 41 + 15.5, 2 * 112 + 23, 11 + 27 + 8.5
    heroin = van + 31.2 + kapikule + 18 + mashhad + 9.7 + 4.3 + 2.5 + 22 + 3.4 + 140 + 96 + 12
    assert kg["heroin"] == pytest.approx(heroin)
    assert kg["opium"] == pytest.approx(410 + 275 + 1200)


def test_litres_of_a_precursor_have_no_mass_and_are_in_no_sum_of_opiates(file):
    litres = file.frame[file.frame["family"] == "precursor"]
    assert litres["amount"].to_list() == [800, 1500]
    assert litres["kg"].isna().all()
    assert not litres["afghan_opiate"].any()


def test_a_file_prints_its_account(file):
    first, rows, *rest = repr(file).splitlines()
    assert first.startswith("made_up_seizures.csv: UNODC Individual Drug Seizures, years 2022")
    assert rows == "32 rows read = 28 accepted + 4 set aside; 3 without mass"
    assert "flagged, kept: exact_duplicate 1, spelling_twin 1" in rest
    assert any("precursor without mass" in line for line in rest)


def test_no_row_of_it_is_in_the_reference_tables(file):
    # It was made up: nothing of it may come to stand beside what was reported.
    assert set(file.frame["year"]) == {2022}
    assert rt.seizures_by_place()["year"].max() < 2022


def test_the_map_of_a_briefing_draws_its_places_of_three_seizures_or_more():
    drawn = rt.Briefing.of(route="balkan", last_year=2022, seizures=rt.example_file()).layers.events
    assert set(drawn["label"]) == {"Van", "Kapikule border post", "Mashhad"}
