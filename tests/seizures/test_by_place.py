"""What is published of single seizures: sums by place, and no single one."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest

import routes as rt
from routes.seizures import aggregated, read_seizures, seizures_by_place

DATA = Path(__file__).parents[2] / "data" / "seizures_by_place.csv"
SAMPLE = Path(__file__).parents[2].parent / "shared" / "data" / "ids_2011_2014.csv.gz"
HEADING = "COUNTRY;ADMINISTRATIVE_DIVISION;PLACE;SEIZURE_DATE;DRUG_NAME;AMOUNT;DRUG_UNIT\n"


def file_of(tmp_path, *rows: str):
    path = tmp_path / "events.csv"
    path.write_text(HEADING + "\n".join(rows) + "\n", encoding="utf-8")
    return read_seizures(path)


def test_three_events_make_a_place_and_two_are_the_rest_of_the_country(tmp_path):
    file = file_of(
        tmp_path,
        "Afghanistan;;Kabul;2013-01-01;Heroin;1;Kilogram",
        "Afghanistan;;Kabul;2013-01-02;Heroin;2;Kilogram",
        "Afghanistan;;Kabul;2013-01-03;Heroin;500;Gram",
        "Afghanistan;;Nimroz;2013-01-01;Heroin;7;Kilogram",
        "Afghanistan;;Herat;2013-01-01;Heroin;4;Tablet",
    )
    rows = aggregated(file.frame).set_index(pd.Index(["place", "rest"]))
    placed, rest = rows.loc["place"], rows.loc["rest"]
    if pd.isna(placed["place"]):
        placed, rest = rest, placed
    assert (placed["events"], placed["kilograms"]) == (3, 3.5)
    assert (rest["events"], rest["kilograms"], rest["without_mass"]) == (2, 7.0, 1)
    assert pd.isna(rest["latitude"])
    assert rest["precision"] == "country"


def test_an_exact_duplicate_is_counted_apart(tmp_path):
    row = "Pakistan;;Quetta;2016-12-09;Opium;4031;Kilogram"
    rows = aggregated(file_of(tmp_path, row, row).frame)
    assert rows[["events", "kilograms", "duplicates"]].to_numpy().tolist() == [[1, 4031.0, 1]]


def test_only_opiates_are_summed(tmp_path):
    file = file_of(tmp_path, "Pakistan;;Quetta;2016-12-09;Cocaine;5;Kilogram")
    assert aggregated(file.frame).empty


def test_the_published_sample_names_no_place_with_fewer_than_three_events():
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    placed = [row for row in rows if row["latitude"]]
    assert len(placed) > 1000
    assert min(int(row["events"]) for row in placed) == 3
    assert {row["precision"] for row in rows if not row["latitude"]} == {"country"}
    assert not {"departure", "hiding_place", "date"} & set(rows[0])


def test_what_the_sample_cannot_show_is_not_in_it():
    rows = seizures_by_place()
    assert "TUR" not in set(rows["iso3"])
    assert set(rows.loc[rows["iso3"] == "IRN", "year"]) == {2012, 2013}


def test_an_unknown_family_is_refused_with_the_valid_ones():
    with pytest.raises(rt.errors.UnknownNameError, match="did you mean 'heroin'"):
        seizures_by_place(families=["heroine"])


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLE.exists(), reason="the seizure files are not here")
def test_the_table_is_what_the_sample_gives():
    made = aggregated(read_seizures(SAMPLE).frame)
    table = seizures_by_place()
    assert made["events"].sum() == table["events"].sum()
    assert made["kilograms"].sum() == pytest.approx(table["kilograms"].sum())
    assert len(made) == len(table)


def circles(page: str) -> list[dict]:
    """Return the seizures the live map of a page can draw, of every year."""
    (layers,) = re.findall(r'<script type="application/json" id="layers">(.*?)</script>', page)
    groups = json.loads(layers)["layers"]
    return [item for each in groups if each["class"] == "event" for item in each["items"]]


def test_the_map_draws_the_places_of_a_year_of_the_sample_and_none_of_another_year():
    early = rt.Briefing.of(route="southern", last_year=2013)
    with DATA.open(encoding="utf-8", newline="") as file:
        places = {
            (row["iso3"], row["place"])
            for row in csv.DictReader(file)
            if row["year"] == "2013"
            and row["family"] in {"heroin", "morphine"}
            and row["latitude"]
            and row["iso3"] in early.route.countries.index
        }
    page = early.map().html
    assert len(early.layers.events) == len(places)
    drawn = [item for item in circles(page) if item["years"] == [8, 8]]  # 2005 is year 0
    assert sorted(item["name"] for item in drawn) == sorted(place for _, place in places)
    assert "holds nothing from Türkiye" in page
    late = rt.Briefing.of(route="southern")
    assert late.events.empty
    assert "Circles:" not in late.map().html


def test_a_province_is_an_open_dashed_circle(tmp_path):
    rows = [f"Afghanistan;Helmand;;2023-01-0{day};Heroin;1;Kilogram" for day in (1, 2, 3)]
    path = tmp_path / "mine.csv"
    path.write_text(HEADING + "\n".join(rows) + "\n", encoding="utf-8")
    briefing = rt.Briefing.of(route="southern", seizures=path)
    page = briefing.map().html
    ((circle, precision),) = ((item["name"], item["class"]) for item in circles(page))
    assert (circle, precision) == ("Helmand Province", "province")
    assert "of 3 seizures of 2023 in the file mine.csv" in page
    assert str(tmp_path) not in page + briefing.sources().html + briefing.footer().html
    assert briefing.parameters.slug == "southern-mine"


def test_a_family_without_any_mass_has_no_kilograms_in_the_account(tmp_path):
    account = file_of(tmp_path, "Afghanistan;;Kabul;2013-01-01;Heroin;4;Tablet").account()
    assert account["kilograms_by_family"] == {"heroin": None}
    assert account["rows_without_mass"] == 1
