"""What is odd is flagged with its reason, counted once where it stands twice, and never deleted."""

from __future__ import annotations

import csv
import gzip

import pytest
from made import SHARED, event, events_file

from routes import read_seizures
from routes.seizures import aggregated


def read(tmp_path, *rows: list[str]):
    return read_seizures(events_file(tmp_path / "a.csv", *rows))


def test_the_two_exact_doubles_of_pakistan_are_shown_and_counted_once(tmp_path):
    quetta = event(PLACE="Quetta", DRUG_NAME="Opium", AMOUNT="4031")
    revenue = event(PLACE="FBR", SEIZURE_DATE="2016-11-16", AMOUNT="3374.85")
    file = read(tmp_path, quetta, revenue, quetta, revenue)
    assert file.frame["exact_duplicate"].to_list() == [False, False, True, True]
    assert file.frame["remarks"].to_list()[2:] == ["exact duplicate of an earlier row"] * 2
    assert file.frame["kg"].sum() == pytest.approx(2 * (4031 + 3374.85))
    account = file.account()
    assert account["exact_duplicates"] == 2
    assert account["kilograms_by_family"] == {"heroin": 3374.85, "opium": 4031.0}


def test_rows_that_differ_in_one_cell_are_no_exact_duplicates(tmp_path):
    file = read(tmp_path, event(), event(HIDING_PLACE="Baggage"), event(ROUTING="Transit"))
    assert not file.frame["exact_duplicate"].any()


def nemroz(place, kg):
    return event(COUNTRY="Afghanistan", PLACE=place, SEIZURE_DATE="2013-12-29",
                 DRUG_NAME="Opium", AMOUNT=kg)  # fmt: skip


def test_nemroz_and_nimroz_are_spelling_twins(tmp_path):
    rows = [nemroz(place, kg) for place in ("Nemroz", "Nimroz") for kg in ("131", "60")]
    file = read(tmp_path, *rows)
    assert file.frame["spelling_twin"].to_list() == [False, False, True, True]
    assert file.account()["flags"]["spelling_twin"] == 2
    # A twin is a suspicion: it still counts.
    assert file.account()["kilograms_by_family"] == {"opium": 382.0}


def test_two_places_are_no_spelling_twins(tmp_path):
    assert (
        not read(tmp_path, nemroz("Nimroz", "131"), nemroz("Herat", "131"))
        .frame["spelling_twin"]
        .any()
    )


def meghri(kg, **cells: str):
    return event(COUNTRY="Armenia", PLACE="Meghri", SEIZURE_DATE="2014-01-16", AMOUNT=kg, **cells)


def test_the_two_reports_of_meghri_are_probably_one_event(tmp_path):
    # 850 is 91.6 per cent of 927.6.
    first = meghri("927.6", TRANSPORT="Commercial road", HIDING_PLACE="Car parts")
    second = meghri("850", TRANSPORT="Private road", HIDING_PLACE="Inserted")
    frame = read(tmp_path, first, second, meghri("300")).frame
    assert frame["probable_double"].to_list() == [True, True, False]
    assert frame["counted"].all()


@pytest.mark.parametrize("other", ["741", "49"])
def test_amounts_further_apart_than_a_fifth_are_two_events(tmp_path, other):
    # 80 per cent of 927.6 is 742.08.
    assert not read(tmp_path, meghri("927.6"), meghri(other)).frame["probable_double"].any()


def by_post(**cells: str):
    return event(COUNTRY="Armenia", PLACE="Yerevan", DRUG_NAME="Opium", AMOUNT="1935", **cells)


@pytest.mark.parametrize("column", ["TRANSPORT", "HIDING_PLACE", "INSTALLATION"])
@pytest.mark.parametrize("word", ["Mail", "Postal", "Post Office"])
def test_a_ton_by_post_is_implausible(tmp_path, column, word):
    frame = read(tmp_path, by_post(**{column: word})).frame
    assert frame["implausible"].to_list() == [True]
    assert frame["remarks"].to_list() == ["more than 50 kg by post"]


def test_a_border_post_is_no_post_and_a_parcel_may_be_heavy(tmp_path):
    frame = read(
        tmp_path,
        by_post(INSTALLATION="Outpost"),
        event(TRANSPORT="Mail", AMOUNT="49.9"),
    ).frame
    assert not frame["implausible"].any()


def test_a_figure_far_above_the_history_of_a_country_is_implausible(tmp_path):
    usual = [event(COUNTRY="Bosnia and Herzegovina", PLACE="Brcko", AMOUNT=kg,
                   SEIZURE_DATE=f"2013-02-0{day}")
             for day, kg in enumerate(("3.3", "1", "0.5", "0.2"), start=1)]  # fmt: skip
    slip = event(COUNTRY="Bosnia and Herzegovina", PLACE="Brcko", AMOUNT="1138.71",
                 SEIZURE_DATE="2013-02-25")  # fmt: skip
    frame = read(tmp_path, *usual, slip).frame
    assert frame["implausible"].to_list() == [False] * 4 + [True]


def test_a_date_outside_the_years_of_the_file_is_flagged(tmp_path):
    rows = [event(AMOUNT=str(n + 1), SEIZURE_DATE="2016-05-01") for n in range(999)]
    frame = read(tmp_path, *rows, event(SEIZURE_DATE="1916-05-01")).frame
    assert frame["outside_years"].sum() == 1
    assert frame["outside_years"].iloc[-1]
    assert frame["remarks"].iloc[-1] == "date outside the years of the file, 2016–2016"


def test_years_that_cannot_be_are_set_aside(tmp_path):
    rows = [event(SEIZURE_DATE=f"{year}-01-01") for year in range(1400, 2100)]
    file = read(tmp_path, *rows)
    years = sorted(file.frame["year"])
    assert years == [*range(1900, years[-1] + 1)]
    assert len(file.frame) + len(file.set_aside) == 700
    assert set(file.set_aside["kind"]) == {
        "a year of another calendar, or none", "a year to come",
    }  # fmt: skip


HEADING = "Country,ISO3,Year,DrugGroup,Drug,Kg\n"
BLOCK = [
    "United Arab Emirates,ARE,2020,Opioids,Heroin,152.5",
    "United Arab Emirates,ARE,2020,Opioids,Opium,20",
    "United Arab Emirates,ARE,2020,Cannabis,Cannabis herb,300",
    "United Arab Emirates,ARE,2020,Cannabis,Cannabis resin,400",
]


def annual(tmp_path, *rows: str):
    path = tmp_path / "annual.csv"
    path.write_text(HEADING + "\n".join(rows) + "\n", encoding="utf-8")
    return read_seizures(path)


def test_an_annual_block_listed_twice_is_counted_once(tmp_path):
    file = annual(tmp_path, *BLOCK, *BLOCK)
    account = file.account()
    assert account["blocks_listed_twice"] == ["ARE 2020"]
    assert account["flags"] == {"exact_duplicate": 4, "listed_twice": 4, "sums_others": 0}
    assert account["rows_accepted"] == 8
    assert account["kilograms_by_family"] == {"heroin": 152.5, "opium": 20.0, "other": 700.0}


def test_two_forms_of_one_drug_with_one_figure_are_no_block(tmp_path):
    file = annual(tmp_path, BLOCK[0], BLOCK[0], *BLOCK[1:])
    assert file.account()["blocks_listed_twice"] == []
    assert file.account()["kilograms_by_family"]["heroin"] == 305.0


def test_a_row_that_sums_others_is_not_counted(tmp_path):
    total = "United Arab Emirates,ARE,2020,Opioids,Total opioids,172.5"
    file = annual(tmp_path, *BLOCK, total)
    assert file.frame["sums_others"].to_list() == [False] * 4 + [True]
    assert file.account()["kilograms_by_family"]["other"] == 700.0


def test_places_with_few_events_are_folded_into_their_country(tmp_path):
    rows = [event(AMOUNT=str(n), PLACE="Quetta") for n in (1, 2, 3)]
    lone = event(AMOUNT="5", PLACE="Turbat")
    layer = aggregated(read(tmp_path, *rows, rows[0], lone).frame)
    assert sorted(zip(layer["events"], layer["kilograms"], layer["duplicates"], strict=True)) == [
        (1, 5.0, 0),
        (3, 6.0, 1),
    ]
    assert layer.loc[layer["events"] == 1, "latitude"].isna().all()


def shared(name):
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the sample files are not beside the checkout")
    return path


@pytest.fixture(scope="module")
def sample():
    return read_seizures(shared("ids_2011_2014.csv.gz"))


@pytest.fixture(scope="module")
def sample_rows():
    """Return the sample read without the library: line and cells."""
    with gzip.open(shared("ids_2011_2014.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_every_row_of_the_sample_is_accounted_for(sample, sample_rows):
    account = sample.account()
    assert account["rows_read"] == len(sample_rows)
    assert account["rows_accepted"] + account["rows_set_aside"] == len(sample_rows)
    distinct = {tuple(row.values()) for row in sample_rows}
    assert account["exact_duplicates"] == len(sample_rows) - len(distinct)


def test_the_heroin_of_the_sample_is_the_heroin_of_its_text(sample, sample_rows):
    per = {"Kilogram": 1.0, "Gram": 0.001}
    heroin = {tuple(row.values()): row for row in sample_rows if row["DRUG_NAME"] == "Heroin"}
    weighed = [row for row in heroin.values() if row["DRUG_UNIT"] in per]
    expected = sum(float(row["AMOUNT"]) * per[row["DRUG_UNIT"]] for row in weighed)
    frame = sample.counted
    read = frame[(frame["drug_name"] == "Heroin") & frame["unit"].isin(list(per))]
    assert len(read) == len(weighed) > 10_000
    assert read["kg"].sum() == pytest.approx(expected)


def test_meghri_and_yerevan_are_flagged_in_the_sample(sample):
    frame = sample.frame
    armenia = frame[frame["iso3"] == "ARM"]
    double = armenia[(armenia["date"] == "2014-01-16") & armenia["probable_double"]]
    assert sorted(double["kg"]) == [850, 927.6]
    assert set(double["place"]) == {"Meghri"}
    yerevan = armenia[armenia["kg"] == 1935]
    assert yerevan["implausible"].to_list() == [True]
    assert yerevan["date"].dt.year.to_list() == [2014]
    assert "by post" in yerevan["remarks"].item()


def test_the_emirates_of_2020_stand_twice_in_the_world_drug_report():
    path = shared("annual_wdr2025_2019_2023.csv")
    file = read_seizures(path)
    with path.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    account = file.account()
    assert account["rows_read"] == len(rows)
    assert account["rows_accepted"] + account["rows_set_aside"] == len(rows)
    assert account["blocks_listed_twice"] == ["ARE 2020"]
    emirates = [r for r in rows if (r["ISO3"], r["Year"]) == ("ARE", "2020")]
    once = {tuple(r.values()): float(r["Kg"]) for r in emirates}
    # Rows of the block alike within one copy are two forms of a drug and count twice.
    counted = file.counted[(file.counted["iso3"] == "ARE") & (file.counted["year"] == 2020)]
    heroin = [kg for row, kg in once.items() if "Heroin" in row]
    assert counted.loc[counted["drug"] == "heroin", "kg"].sum() == pytest.approx(sum(heroin))
