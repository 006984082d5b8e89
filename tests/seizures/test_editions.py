"""Each edition as it was published: held whole, held against its file, cell by cell."""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from made import SHARED
from python_calamine import CalamineWorkbook

from routes import annual_seizures
from routes.reference.held import check_held, default_years, held_years, not_held, whole_years
from routes.reference.limits import YearError
from routes.seizures import annual_source

EXTRACT = Path(__file__).parent / "extracts" / "wdr2024_annex_7.1_opiates.csv"
WORKBOOK = SHARED / "wdr2024_7.1_drug_seizures_2018_2022.xlsx"
LABELS = {"Heroin": "heroin", "Illicit morphine": "morphine", "Opium": "opium"}
# Figures are held to the gram.
GRAM = 0.0005 + 1e-9


def sums(cells):
    """Add the parts of each cell: (code, label, year, kilograms)."""
    found = defaultdict(float)
    for code, label, year, kg in cells:
        if label in LABELS and str(kg).strip() not in {"", "NULL"}:
            found[code, int(float(year)), LABELS[label]] += float(kg)
    return found


def table_of(rows, edition):
    return {
        (row["iso3"], int(row["year"]), row["drug"]): float(row["kg"])
        for row in rows("annual_seizures")
        if row["edition"] == edition
    }


def same(held, published):
    assert set(held) == set(published)
    for cell, kg in held.items():
        assert abs(kg - published[cell]) <= GRAM, cell
        assert (kg == 0) == (published[cell] == 0), cell


def test_the_world_drug_report_2024_equals_the_cells_of_the_original_workbook(rows):
    with EXTRACT.open(encoding="utf-8", newline="") as file:
        cells = [(r["msCode"], r["DrugName"], r["Reference year"], r["Kilograms"])
                 for r in csv.DictReader(file)]  # fmt: skip
    published = sums(cells)
    assert len(published) == 957
    same(table_of(rows, "wdr-2024"), published)
    entry = next(row for row in rows("editions") if row["edition"] == "wdr-2024")
    assert (entry["held_against"], entry["extent"]) == ("original workbook", "whole")


@pytest.mark.skipif(not WORKBOOK.is_file(), reason="the workbook is not beside the checkout")
def test_the_extract_is_the_workbook_and_so_are_the_figures(rows):
    sheet = CalamineWorkbook.from_path(WORKBOOK).get_sheet_by_index(0).to_python()
    at = [sheet[1].index(name) for name in ("msCode", "DrugName", "Reference year", "Kilograms")]
    cells = [[row[place] for place in at] for row in sheet[2:]]
    opiates = [cell for cell in cells if cell[1] in LABELS]
    with EXTRACT.open(encoding="utf-8", newline="") as file:
        shipped = list(csv.DictReader(file))
    assert [(c, d, str(int(y)), str(kg)) for c, d, y, kg in opiates] == [
        (r["msCode"], r["DrugName"], r["Reference year"], r["Kilograms"]) for r in shipped
    ]
    same(table_of(rows, "wdr-2024"), sums(cells))


def text_rows(path):
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as packed:
        file = io.TextIOWrapper(packed, encoding="utf-8", newline="")
        yield from csv.DictReader(file)


def test_the_copy_of_the_world_drug_report_2025_gives_its_figures(rows):
    path = SHARED / "annual_wdr2025_2019_2023.csv"
    if not path.is_file():
        pytest.skip("the file is not beside the checkout")
    cells, emirates = [], set()
    for row in text_rows(path):
        cell = row["ISO3"], row["Drug"], row["Year"], row["Kg"]
        # The block of the Emirates for 2020 stands twice.
        if row["ISO3"] == "ARE" and row["Year"] == "2020" and row["Drug"] in LABELS:
            if cell in emirates:
                continue
            emirates.add(cell)
        cells.append(cell)
    same(table_of(rows, "wdr-2025"), sums(cells))


def test_the_export_of_1970_to_2019_gives_its_figures_from_2005_on(rows):
    path = SHARED / "annual_unodc_1970_2019.csv.gz"
    if not path.is_file():
        pytest.skip("the file is not beside the checkout")
    cells = [
        ({"KKK": "XKX"}.get(row["ISO Code"], row["ISO Code"]), row["Drug"], row["Year"],
         row["KG Equivalent"])
        for row in text_rows(path)
        if int(row["Year"]) >= 2005 and row["country"] != "Serbia and Montenegro"
    ]  # fmt: skip
    same(table_of(rows, "unodc-1970-2019"), sums(cells))


@pytest.mark.parametrize(
    ("edition", "year", "iso3", "drug", "kg"),
    [
        # Parts added by hand from the file of each edition.
        ("unodc-1970-2019", 2019, "GBR", "heroin", 873.54),
        ("wdr-2024", 2019, "GBR", "heroin", 2621),
        ("wdr-2025", 2019, "GBR", "heroin", 2621),
        ("unodc-1970-2019", 2018, "GBR", "heroin", 617.068),
        ("wdr-2024", 2018, "GBR", "heroin", 883),
        ("wdr-2024", 2020, "ARE", "opium", 813.358),
        ("wdr-2025", 2020, "ARE", "opium", 813.36),
        ("unodc-1970-2019", 2019, "DZA", "heroin", 304.105),
        ("wdr-2024", 2019, "DZA", "heroin", 0),
    ],
)
def test_figures_as_of_an_edition_are_its_own(edition, year, iso3, drug, kg):
    rows = annual_seizures(years=year, drugs=drug, countries=[iso3], edition=edition)
    assert rows["kg"].to_list() == [kg]
    assert rows["edition"].to_list() == [edition]


def test_the_latest_figures_are_what_they_were_but_for_what_is_less_than_half_a_gram():
    path = SHARED.parent / "facts" / "annual_opiate_seizures.csv"
    if not path.is_file():
        pytest.skip("the earlier table is not beside the checkout")
    before = {
        (r["iso3"].replace("KKK", "XKX"), int(r["year"]), r["drug"]): float(r["kg"])
        for r in text_rows(path)
    }
    after = {(row.iso3, row.year, row.drug): row.kg for row in annual_seizures().itertuples()}
    assert set(after) == set(before)
    changed = {cell: kg for cell, kg in after.items() if kg != before[cell]}
    # Until now they stood as reported zeros.
    assert len(changed) == 33
    assert all(before[cell] == 0 < kg < 0.0005 for cell, kg in changed.items())


def test_the_years_of_an_edition_are_those_the_tables_hold():
    assert held_years("unodc-1970-2019") == tuple(range(2005, 2020))
    assert held_years("wdr-2024") == tuple(range(2005, 2023))
    assert held_years() == whole_years() == tuple(range(2005, 2024))
    assert default_years("wdr-2024") == (2005, 2022)
    assert check_held((2019, 2021), "unodc-1970-2019") == (2020, 2021)
    with pytest.raises(YearError, match="2023 is not held here as of edition 'wdr-2024'"):
        check_held((2023, 2023), "wdr-2024")
    assert not_held((2005, 2023), None) == ""
    assert not_held((2018, 2023), "unodc-1970-2019").startswith("2020–2023 is not held here")


def test_the_source_line_says_the_years_each_edition_is_used_for():
    assert annual_source().count("(2018)") == 1
    assert annual_source("wdr-2024").endswith("World Drug Report 2024, annex table 7.1 (2018–2022)")


def test_the_tool_makes_the_table_again_from_its_files(root):
    files = {
        "unodc-1970-2019": "annual_unodc_1970_2019.csv.gz",
        "wdr-2024": WORKBOOK.name,
        "wdr-2025": "annual_wdr2025_2019_2023.csv",
    }
    if not all((SHARED / name).is_file() for name in files.values()):
        pytest.skip("the files are not beside the checkout")
    command = [sys.executable, str(root / "tools" / "build_annual_totals.py"), "--check"]
    command += [f"{key}={SHARED / name}" for key, name in files.items()]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
