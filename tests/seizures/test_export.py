"""What is written out can be read again, and no cell of it runs in a spreadsheet."""

from __future__ import annotations

import csv

import geopandas as gpd
import pandas as pd
import pytest
from made import SHARED, event, events_file

from routes import read_seizures
from routes.errors import RoutesError
from routes.seizures import write_clean, write_csv

RUNS = ("=", "+", "-", "@", "\t", "\r")
# Rows without mass, from the west and the south, duplicates, and cells that would run.
ROWS = [
    event(),
    event(),
    event(AMOUNT="500", DRUG_UNIT="Tablet"),
    event(AMOUNT="1000", DRUG_UNIT="Gram", PRODUCING_COUNTRY="Other"),
    event(COUNTRY="Brazil", PLACE="São Paulo", DEPARTURE_COUNTRY="Unknown"),
    event(COUNTRY="Kosovo under UNSCR 1244", PLACE="=1+1", ADMINISTRATIVE_DIVISION="@SUM(A1)"),
    event(PLACE="-2+3", HIDING_PLACE="+cmd", TRANSPORT="\t=1", ROUTING="@x"),
    event(PLACE="+" * 20_000),
    event(COUNTRY="=cmd|' /C calc'!A0"),
    event(AMOUNT="-5"),
]


@pytest.fixture
def written(tmp_path):
    file = read_seizures(events_file(tmp_path / "events.csv", *ROWS))
    return file, write_clean(file, tmp_path / "new" / "out")


def test_three_files_are_written(written, tmp_path):
    _, paths = written
    assert [path.name for path in paths] == [
        "events-clean.csv", "events-clean.parquet", "set-aside.csv",
    ]  # fmt: skip
    assert sorted((tmp_path / "new" / "out").iterdir()) == sorted(paths)


def test_no_cell_starts_with_what_a_spreadsheet_runs(written):
    file, (table, _, aside) = written
    numeric = {"latitude", "longitude"}
    seen = 0
    for path in (table, aside):
        with path.open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                for name, cell in row.items():
                    seen += cell.startswith("'")
                    if name not in numeric:
                        assert not cell.startswith(RUNS), (path.name, name, cell)
    # =1+1, @SUM, -2+3, +cmd, the tab and @x of the rows, and the long cell set aside.
    assert seen == 7
    # Minus forty-six degrees is a number, and stays one.
    brazil = pd.read_csv(table).query("iso3 == 'BRA'")
    assert brazil["longitude"].item() == pytest.approx(-46.64, abs=0.1)
    assert len(file.set_aside) == 3


def test_a_carriage_return_in_a_cell_begins_no_row(tmp_path):
    row = ";".join(f'"{cell}"' for cell in event(PLACE="Quetta\r=1+1", HIDING_PLACE="\r@x"))
    path = events_file(tmp_path / "a.csv")
    path.write_bytes(path.read_bytes() + row.encode() + b"\n")
    file = read_seizures(path)
    table = write_clean(file, tmp_path)[0]
    assert b"\r" not in table.read_bytes()
    again = read_seizures(table)
    assert again.frame[["place", "hiding_place"]].to_numpy().tolist() == [
        ["Quetta\n'=1+1", "'\n'@x"]
    ]
    assert again.set_aside.empty


def test_the_points_of_the_geoparquet_are_the_coordinates(written):
    file, (_, parquet, _) = written
    frame = gpd.read_parquet(parquet)
    assert frame.crs == "EPSG:4326"
    points = frame[frame["longitude"].notna()]
    assert len(points) == file.frame["longitude"].notna().sum() > 0
    assert (points.geometry.x == points["longitude"]).all()
    assert frame.loc[frame["longitude"].isna()].geometry.isna().all()


SAME = ["date", "iso3", "country", "drug_name", "drug", "family", "amount", "unit", "kg",
        "mass_status", "producing", "producing_iso3", "departure", "precision", "latitude",
        "exact_duplicate", "probable_double", "counted"]  # fmt: skip


@pytest.mark.parametrize("which", [0, 1])
def test_what_was_written_is_read_again_row_for_row(written, which):
    file, paths = written
    again = read_seizures(paths[which])
    assert again.layout.key == "tidy-events"
    assert again.set_aside.empty
    pd.testing.assert_frame_equal(again.frame[SAME], file.frame[SAME], check_dtype=False)
    for name in ("kilograms_by_family", "exact_duplicates", "rows_without_mass"):
        assert again.account()[name] == file.account()[name]


def test_kilograms_found_with_a_factor_survive_the_round_trip(tmp_path):
    path = events_file(tmp_path / "a.csv", ROWS[2])
    file = read_seizures(path, factors={("heroin", "tablet"): 0.0003})
    table, parquet, _ = write_clean(file, tmp_path)
    for written in (table, parquet):
        frame = read_seizures(written).frame
        assert frame["kg"].to_list() == [pytest.approx(0.15)]
        assert frame["mass_status"].to_list() == ["converted by factor"]


def test_a_table_in_kilograms_alone_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("iso3,date,drug,kg\nPAK,2016-12-09,opium,4031\nIRN,2016-12-09,heroin,-1\n")
    read = read_seizures(path)
    assert read.frame[["iso3", "drug", "kg"]].to_numpy().tolist() == [["PAK", "opium", 4031.0]]
    assert read.set_aside["line"].to_list() == [3]


def test_annual_totals_are_read_again(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "Country,ISO3,Year,DrugGroup,Drug,Kg,Comment\n"
        'Iran,IRN,2021,Opioids,Heroin,10.5,"-"\nIran,IRN,2021,Opioids,Total opioids,10.5,\n'
    )
    file = read_seizures(path)
    for written in write_clean(file, tmp_path / "out")[:2]:
        again = read_seizures(written)
        assert again.layout.key == "annual"
        columns = ["iso3", "year", "drug_group", "drug_name", "drug", "kg", "counted"]
        pd.testing.assert_frame_equal(again.frame[columns], file.frame[columns], check_dtype=False)


def test_a_file_without_one_good_row_is_written_too(tmp_path):
    file = read_seizures(events_file(tmp_path / "a.csv", event(COUNTRY="Atlantis")))
    table, parquet, aside = write_clean(file, tmp_path)
    assert len(pd.read_csv(table)) == len(gpd.read_parquet(parquet)) == 0
    assert len(pd.read_csv(aside)) == 1
    assert read_seizures(table).account()["rows_read"] == 0


def test_a_folder_that_cannot_be_written_is_said_in_one_line(written, tmp_path):
    file, _ = written
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(RoutesError, match="cannot be written") as caught:
        write_clean(file, tmp_path / "taken")
    assert "\n" not in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize("which", [0, 1])
def test_the_sample_is_read_again_to_the_row_and_the_kilogram(tmp_path, which):
    path = SHARED / "ids_2011_2014.csv.gz"
    if not path.is_file():
        pytest.skip("the sample files are not beside the checkout")
    file = read_seizures(path)
    again = read_seizures(write_clean(file, tmp_path)[which])
    assert again.set_aside.empty
    pd.testing.assert_frame_equal(again.frame[SAME], file.frame[SAME], check_dtype=False)


@pytest.mark.parametrize("sign", [";", "\t", "|", ";  ", '; "', "\n"])
@pytest.mark.parametrize("runs", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_inside_a_text_can_run_where_a_reader_splits_elsewhere(tmp_path, sign, runs):
    write_csv(pd.DataFrame({"text": [f"Iran{sign}{runs}{sign}x"]}), tmp_path / "a.csv")
    written = (tmp_path / "a.csv").read_text()
    assert f"{sign[0]}{runs}" not in written.replace(" ", "").replace('"', "")


def test_weights_that_are_numbers_in_the_file_are_never_read_two_ways(tmp_path):
    # 10.214 as text may be ten kilograms or ten thousand; a float is what it is.
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2014-01-02", "2014-01-03"]),
            "country": ["Pakistan", "Iran"], "drug_name": ["Heroin", "Heroin"],
            "amount": [10.214, 3000.0], "unit": ["Kilogram", "Gram"], "kg": [10.214, 3.0],
        }
    )  # fmt: skip
    frame.to_parquet(tmp_path / "own.parquet")
    read = read_seizures(tmp_path / "own.parquet")
    assert read.set_aside.empty
    assert read.frame["kg"].to_list() == [10.214, 3.0]
