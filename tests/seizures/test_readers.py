"""Every layout and every way of writing it down: the same rows come out."""

from __future__ import annotations

import gzip
import json
import zipfile

import pandas as pd
import pytest
from made import IDS, delimited, event, events_file, ods, xlsx

from routes import read_seizures
from routes.errors import RoutesError

# One row of each annual layout: Iran, 2021, 10,250.5 kg of heroin.
ANNUAL = {
    "region;subregion": (
        (
            "Region;SubRegion;Country;CountryCode;Year;DrugGroup;Drug;SpecificDrugName;"
            "KgEquivalent;Comment"
        ),
        "Asia;South-West Asia;Iran (Islamic Republic of);IRN;2021;Opioids;Heroin;Heroin;10250.5;x",
    ),
    "iso code": (
        "Region,country,ISO Code,Drug Group,Drug,Year,KG Equivalent",
        "Asia,Iran (Islamic Republic of),IRN,Opioids,Heroin,2021,10250.5",
    ),
    "mscode": (
        (
            "Region,SubRegion,Country/Territory,msCode,DrugGroup,DrugSubGroup,DrugName,"
            "Reference year,Kilograms"
        ),
        "Asia,South-West Asia,Iran (Islamic Republic of),IRN,Opioids,Opiates,Heroin,2021,10250.5",
    ),
    "drug group": (
        "Region,SubRegion,Country/Territory,msCode,Drug group,Drug,Year,Kilograms",
        "Asia,South-West Asia,Iran (Islamic Republic of),IRN,Opioids,Heroin,2021,10250.5",
    ),
    "wdr 2025": (
        "Region,Country,ISO3,Year,DrugGroup,Drug,Kg",
        "Asia,Iran (Islamic Republic of),IRN,2021,Opioids,Heroin,10250.5",
    ),
    "without a code": ("Country\tYear\tDrug\tKg", "Iran\t2021\tHeroin\t10250.5"),
}


def cells(frame):
    return frame[["iso3", "year", "drug", "kg"]].to_numpy().tolist()


@pytest.mark.parametrize("heading", ANNUAL)
@pytest.mark.parametrize("titles", [0, 1, 3])
def test_annual_totals_under_every_heading_and_below_titles(tmp_path, heading, titles):
    above = ["7.1 Drug seizures, 2019–2023", "", "Source: UNODC"][:titles]
    path = tmp_path / "annual.csv"
    path.write_text("\n".join([*above, *ANNUAL[heading], ""]), encoding="utf-8")
    read = read_seizures(path)
    assert (read.kind, read.layout.key) == ("annual", "annual")
    assert cells(read.frame) == [["IRN", 2021, "heroin", 10250.5]]
    assert read.frame["line"].to_list() == [titles + 2]
    assert read.set_aside.empty


def test_the_specific_name_says_which_drug_it_is(tmp_path):
    path = tmp_path / "annual.csv"
    heading, _ = ANNUAL["region;subregion"]
    row = "Asia;;Iran;IRN;2021;Opioids;Opium;Opium (raw);7;"
    path.write_text(f"{heading}\n{row}\n", encoding="utf-8")
    frame = read_seizures(path).frame
    assert frame["drug_name"].item() == "Opium (raw)"
    assert frame["drug"].item() == "opium"


EVENTS = [
    event(PLACE="Quetta", AMOUNT="4031", DRUG_NAME="Opium"),
    event(COUNTRY="Uzbekistan", ADMINISTRATIVE_DIVISION="Сурхандарьинская область",
          PLACE="г. Термез", AMOUNT="250", DRUG_UNIT="Gram"),
]  # fmt: skip
FOUND = [["PAK", "opium", 4031.0, "Quetta"], ["UZB", "heroin", 0.25, "г. Термез"]]


def found(read):
    return read.frame[["iso3", "drug", "kg", "place"]].to_numpy().tolist()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]
)
def test_events_in_every_encoding_and_delimiter(tmp_path, encoding, delimiter):
    path = events_file(tmp_path / "a.csv", *EVENTS, encoding=encoding, delimiter=delimiter)
    read = read_seizures(path)
    assert read.layout.key == "ids"
    assert found(read) == FOUND
    assert read.frame["line"].to_list() == [2, 3]


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_with_either_mark(tmp_path, mark):
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    path = tmp_path / "a.csv"
    path.write_bytes(mark + delimited([IDS, *EVENTS]).encode(encoding))
    assert found(read_seizures(path)) == FOUND


def test_latin_text_of_windows_is_not_taken_for_cyrillic(tmp_path):
    row = event(COUNTRY="Spain", PLACE="Cádiz, señal", DRUG_UNIT="Kilogram")
    path = events_file(tmp_path / "a.csv", row, encoding="cp1252")
    assert read_seizures(path).frame["place"].item() == "Cádiz, señal"


def test_gzip_and_zip_hold_the_same_file(tmp_path):
    content = delimited([IDS, *EVENTS]).encode()
    packed, zipped = tmp_path / "a.csv.gz", tmp_path / "a.zip"
    packed.write_bytes(gzip.compress(content))
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/a.csv", content)
        archive.writestr("__MACOSX/folder/._a.csv", b"resource fork")
    assert found(read_seizures(packed)) == found(read_seizures(zipped)) == FOUND


def test_the_ending_of_the_name_decides_nothing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(delimited([IDS, *EVENTS]).encode()))
    assert found(read_seizures(path)) == FOUND


@pytest.mark.parametrize("wrapped", [False, True])
def test_json_records_alone_or_in_an_object(tmp_path, wrapped):
    records = [dict(zip(IDS, row, strict=True)) for row in EVENTS]
    for record in records:
        record["AMOUNT"] = float(record["AMOUNT"])
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"count": 2, "data": records} if wrapped else records))
    assert found(read_seizures(path)) == FOUND


def test_parquet_with_numbers_and_dates(tmp_path):
    frame = pd.DataFrame(EVENTS, columns=list(IDS))
    frame["AMOUNT"] = frame["AMOUNT"].astype(float)
    frame["SEIZURE_DATE"] = pd.to_datetime(frame["SEIZURE_DATE"])
    frame["tags"] = [["a"], ["b", "c"]]
    path = tmp_path / "a.parquet"
    frame.to_parquet(path)
    read = read_seizures(path)
    assert found(read) == FOUND
    assert read.frame["date"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2016-12-09"]


def typed(row):
    return [float(cell) if name == "AMOUNT" else cell for name, cell in zip(IDS, row, strict=True)]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_a_workbook_with_a_sheet_a_year(tmp_path, write):
    # The serial of 9 December 2016: 42,713 days after 30 December 1899.
    serial = [*typed(EVENTS[0])]
    serial[IDS.index("SEIZURE_DATE")] = 42713
    sheets = {
        "About": [["Individual Drug Seizures"], ["Extracted in 2018"]],
        "2016": [["Title"], [], list(IDS), serial],
        "2017": [list(IDS), [], typed(EVENTS[1])],
    }
    read = read_seizures(write(tmp_path / "a.book", sheets))
    assert found(read) == FOUND
    assert read.frame["sheet"].to_list() == ["2016", "2017"]
    assert read.frame["line"].to_list() == [4, 3]
    assert read.frame["date"].dt.strftime("%Y-%m-%d").to_list() == ["2016-12-09"] * 2
    assert any("'About' holds no table" in note for note in read.notes)


def test_an_annex_workbook_with_titles_above_the_heading(tmp_path):
    heading = ANNUAL["mscode"][0].split(",")
    row = ["Asia", "", "Iran (Islamic Republic of)", "IRN", "Opioids", "", "Heroin", 2021, 10250.5]
    sheet = [["7.1. Seizures of drugs"], ["World Drug Report"], [], heading, row]
    read = read_seizures(xlsx(tmp_path / "annex.xlsx", {"Seizures": sheet}))
    assert cells(read.frame) == [["IRN", 2021, "heroin", 10250.5]]
    assert read.frame["line"].item() == 5


def test_sheets_of_two_layouts_are_not_mixed(tmp_path):
    sheets = {
        "events": [list(IDS), typed(EVENTS[0])],
        "annual": [["Country", "Year", "Drug", "Kg"], ["Iran", 2021, "Heroin", 5]],
    }
    path = xlsx(tmp_path / "a.xlsx", sheets)
    with pytest.raises(RoutesError, match="choose with kind="):
        read_seizures(path)
    assert found(read_seizures(path, kind="events")) == FOUND[:1]
    assert cells(read_seizures(path, kind="annual").frame) == [["IRN", 2021, "heroin", 5.0]]


def test_the_kind_overrides_what_the_content_says(tmp_path):
    # Both an event in our own layout and, by country, year, drug and kg, an annual total.
    path = tmp_path / "a.csv"
    path.write_text("iso3,country,date,year,drug,kg\nPAK,Pakistan,2016-12-09,2016,opium,5\n")
    assert read_seizures(path, kind="annual").layout.key == "annual"
    assert read_seizures(path, kind="events").layout.key == "tidy-events"
    with pytest.raises(RoutesError, match="'annual'"):
        read_seizures(path, kind="anual")


def test_a_file_that_fits_no_layout_names_its_columns_and_the_nearest(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("COUNTRY;PLACE;SEIZURE_DATE;DRUG_NAME;WEIGHT\nPakistan;Quetta;2016;Opium;5\n")
    path.write_text(path.read_text().replace("WEIGHT", "CASES"))
    with pytest.raises(RoutesError) as caught:
        read_seizures(path)
    assert str(caught.value) == (
        f"{path}: no known layout; columns found: COUNTRY, PLACE, SEIZURE_DATE, DRUG_NAME, CASES; "
        "needed are headings for the country, the date or year, the drug and the amount with its "
        "unit, in any order"
    )


def test_the_other_kind_is_not_taken_when_one_is_asked_for(tmp_path):
    path = events_file(tmp_path / "a.csv", *EVENTS)
    with pytest.raises(RoutesError, match="looks like annual totals, but does not say the year"):
        read_seizures(path, kind="annual")


def test_lines_are_counted_through_titles_blank_lines_and_cells_of_several_lines(tmp_path):
    text = (
        "A title\n\n" + delimited([IDS]) + delimited([event(PLACE="Quetta\nairport\nroad")])
        + "\n\n" + delimited([event(PLACE="Turbat")]) + delimited([event(AMOUNT="much")])
    )  # fmt: skip
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    read = read_seizures(path)
    # Heading 3; the first row 4 to 6; 7 and 8 blank; then 9 and 10.
    assert read.frame["line"].to_list() == [4, 9]
    assert read.set_aside[["line", "reason"]].to_numpy().tolist() == [
        [10, "amount is not a number: much"]
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_the_same_with_every_line_end(tmp_path, end):
    rows = [event(PLACE="Quetta\nairport"), event(PLACE="Turbat"), event(AMOUNT="")]
    path = tmp_path / "a.csv"
    path.write_bytes(delimited([IDS, *rows]).replace("\n", end).encode())
    read = read_seizures(path)
    assert read.frame["line"].to_list() == [2, 4]
    assert read.set_aside["line"].to_list() == [5]


def test_a_row_with_too_many_cells_is_set_aside_wherever_it_stands(tmp_path):
    for place in range(3):
        rows = [event(AMOUNT=str(n + 1)) for n in range(3)]
        rows[place] = [*rows[place], "one more"]
        read = read_seizures(events_file(tmp_path / "a.csv", *rows))
        assert len(read.frame) == 2
        assert read.set_aside["line"].to_list() == [place + 2]
        assert read.set_aside["reason"].to_list() == ["more cells than the heading: 17, not 16"]


def test_a_row_with_too_few_cells_lacks_the_last_ones_only(tmp_path):
    path = events_file(tmp_path / "a.csv", EVENTS[0][:9], EVENTS[1])
    assert found(read_seizures(path)) == FOUND


def test_of_two_columns_alike_one_is_asked_for_unless_they_say_the_same(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Country,Year,Drug,Kg,Kg\nIran,2021,Heroin,5,6\n")
    with pytest.raises(RoutesError, match="both say kilograms; choose with --column"):
        read_seizures(path)
    path.write_text("Country,Year,Drug,Kg,Kg\nIran,2021,Heroin,5,5\n")
    assert cells(read_seizures(path).frame) == [["IRN", 2021, "heroin", 5.0]]
