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
    assert len(file.frame) + len(file.set_aside) == len(written) == 26
    # By hand: "a lot", Ruritania, no date, the 31st month.
    assert Counter(file.set_aside["kind"]) == {
        "amount is not a number": 1,
        "country not recognised": 1,
        "no date": 1,
        "not a date": 1,
    }


def test_kilograms_are_those_of_the_file_summed_by_hand(file):
    kg = file.counted.groupby("family", observed=True)["kg"].sum(min_count=1)
    # Van 84.5, Yüksekova 31.2, Kapikule 112 (again under another spelling: counted, flagged; the
    # exact duplicate not), Kerman 18, Plovdiv 9.7, Belgrade 4.3, Serbia 2.5, Panj 22, Osh 3.4,
    # Turbat 140, Gwadar 96, Mombasa 12.
    heroin = 84.5 + 31.2 + 2 * 112 + 18 + 9.7 + 4.3 + 2.5 + 22 + 3.4 + 140 + 96 + 12
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
    assert rows == "26 rows read = 22 accepted + 4 set aside; 3 without mass"
    assert "flagged, kept: exact_duplicate 1, spelling_twin 1" in rest
    assert any("precursor without mass" in line for line in rest)


def test_no_row_of_it_is_in_the_reference_tables(file):
    # It was made up: nothing of it may come to stand beside what was reported.
    assert set(file.frame["year"]) == {2022}
    assert rt.seizures_by_place()["year"].max() < 2022
