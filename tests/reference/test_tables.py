"""The reference tables as they are: complete, described, sourced, and safe to hand out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from routes.errors import UnknownNameError
from routes.reference import data_hash, sign, table
from routes.reference.files import MissingFilesError

DATA = Path(__file__).parents[2] / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
TABLES = [r["name"] for r in PACKAGE["resources"] if r["path"].endswith(".csv")]
# Counted in the documents and editions they come from.
COUNTS = {
    # 3,107 of the export, 957 of each of the two reports.
    "annual_seizures": 5021,
    "ids_columns": 16,
    "ids_reporting": 29 * 6 + 6,  # the matrix, and Türkiye, which sent nothing
    "meeting_attendance": 56,
    "meeting_count_conflicts": 7,
    "meetings": 35,
    "officer_roles": 4,
    "other_organizations": 1,
    "partners": 81,
    "pillars": 4,
    "published_figures": 116,
    "published_conflicts": 5,
    "report_facts": 116,
    "route_definitions": 11,
    "systems": 32,
    "unit_conversions": 16,
}


def test_the_data_package_is_valid_by_the_standard_validator():
    report = frictionless.Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldNumber", "type", "message"])


def test_every_file_is_described_and_every_description_has_its_file():
    described = {resource["path"] for resource in PACKAGE["resources"]}
    files = {path.name for path in DATA.iterdir() if path.suffix in {".csv", ".geojson"}}
    assert described == files


@pytest.mark.parametrize("name", TABLES)
def test_a_table_loads_whole_with_every_cell_as_written(name, rows):
    frame, written = table(name), rows(name)
    assert len(frame) == len(written) > 0
    assert list(frame.columns) == list(written[0])
    for column in frame:
        for value, text in zip(frame[column], (row[column] for row in written), strict=True):
            if text == "":
                assert pd.isna(value), f"{column}: empty read as {value!r}"
            elif isinstance(value, str):
                assert value == text
            elif text in {"true", "false"}:
                assert value == (text == "true")
            else:
                assert float(value) == float(text)


@pytest.mark.parametrize(("name", "number"), COUNTS.items())
def test_no_row_was_lost_on_the_way_from_the_sources(name, number):
    assert len(table(name)) == number


@pytest.mark.parametrize("name", TABLES)
def test_every_row_says_where_it_comes_from_and_how_sure_it_is(name, rows):
    for line, row in enumerate(rows(name), start=2):
        source = row["edition"] if name == "annual_seizures" else row["source"]
        assert source.strip(), f"{name}.csv line {line}"
        assert row["confidence"] in {"stated", "inferred"}, f"{name}.csv line {line}"


@pytest.mark.parametrize("name", TABLES)
def test_whatever_a_row_refers_to_exists(name, rows):
    resource = next(r for r in PACKAGE["resources"] if r["name"] == name)
    for key in resource["schema"].get("foreignKeys", []):
        reference = key["reference"]
        here, there = (
            [fields] if isinstance(fields, str) else fields
            for fields in (key["fields"], reference["fields"])
        )
        known = {tuple(row[f] for f in there) for row in rows(reference["resource"])}
        used = {tuple(row[f] for f in here) for row in rows(name) if all(row[f] for f in here)}
        assert used <= known


def test_every_party_to_a_meeting_is_a_known_country_when_it_is_a_state(rows):
    states = {row["party"] for row in rows("meeting_attendance") if row["kind"] == "state"}
    assert states
    assert states <= {row["iso3"] for row in rows("countries")}


def test_every_organization_at_a_meeting_is_a_partner_or_named_as_another(rows):
    came = {row["party"] for row in rows("meeting_attendance") if row["kind"] == "organization"}
    partners = {row["partner"] for row in rows("partners") if row["kind"] == "organization"}
    assert came - partners == {row["organization"] for row in rows("other_organizations")}


def test_every_state_that_a_post_serves_is_a_known_country(rows):
    served = {code for row in rows("liaison_officers") for code in row["serves"].split(";") if code}
    assert served <= {row["iso3"] for row in rows("countries")}


def test_58_states_and_23_organizations_are_partners():
    kinds = table("partners")["kind"].value_counts()
    assert kinds.to_dict() == {"state": 58, "organization": 23}


def test_the_partner_mark_of_countries_is_the_list_of_partners(rows):
    listed = {row["partner"] for row in rows("partners") if row["kind"] == "state"}
    marked = {row["iso3"] for row in rows("countries") if row["partner"] == "true"}
    assert marked == listed
    countries = table("countries")
    assert set(countries.loc[countries["partner"], "iso3"]) == listed


def test_tanzania_hosts_a_post_without_being_a_partner(rows):
    assert "TZA" in {row["iso3"] for row in rows("liaison_officers")}
    assert not table("countries").set_index("iso3").loc["TZA", "partner"]


def test_annual_figures_run_from_2005_to_2023_each_in_the_years_of_its_edition(rows):
    spans = {
        row["edition"]: range(int(row["first_year"]), int(row["last_year"]) + 1)
        for row in rows("editions")
    }
    figures = rows("annual_seizures")
    assert {int(row["year"]) for row in figures} == set(range(2005, 2024))
    assert all(int(row["year"]) in spans[row["edition"]] for row in figures)


def test_figures_reported_for_kosovo_say_under_which_code():
    annual = table("annual_seizures").query("iso3 == 'XKX'")
    assert set(annual["confidence"]) == {"inferred"}
    assert annual["note"].str.contains("KKK").all()
    assert table("countries").set_index("iso3").loc["XKX", "kind"] == "territory"


def test_an_unknown_count_stays_missing_not_zero():
    counts = table("meetings").set_index("meeting")["participants"]
    assert str(counts.dtype) == "Int64"
    assert pd.isna(counts["MC1"])
    assert counts["EWG2022-I"] == 110


@pytest.mark.parametrize("name", ["annual_seizures", "nodes"])
def test_changing_a_table_in_hand_does_not_change_the_next_one(name):
    first = table(name)
    before = first.copy()
    first.iloc[:, 0] = "XXX"
    first["added"] = 1
    del first["confidence"]
    pd.testing.assert_frame_equal(table(name), before)


def test_a_misspelt_table_is_answered_with_the_nearest_name_in_one_line():
    with pytest.raises(UnknownNameError, match=r"did you mean 'meetings'\?") as caught:
        table("meeting")
    assert "\n" not in str(caught.value)


def test_a_folder_without_tables_is_named_in_one_line(monkeypatch, tmp_path):
    monkeypatch.setenv("ROUTES_DATA", str(tmp_path))
    with pytest.raises(MissingFilesError, match=re.escape(str(tmp_path))) as caught:
        table("pillars")
    assert "\n" not in str(caught.value)


def test_one_changed_byte_changes_the_fingerprint_of_the_tables(monkeypatch, tmp_path):
    before = data_hash()
    folders = [tmp_path / "same", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
        for path in DATA.glob("*.*"):
            (folder / path.name).write_bytes(path.read_bytes())
    changed = folders[1] / "pillars.csv"
    changed.write_bytes(changed.read_bytes().replace(b"Regional", b"regional"))
    sign(folders[1], name="other")
    found = []
    for folder in folders:
        monkeypatch.setenv("ROUTES_DATA", str(folder))
        found.append(data_hash())
    assert found[0] == before
    assert found[1] != before
