"""Files that are no tables, and descriptors that describe nothing: errors of the library."""

from __future__ import annotations

import pandas as pd
import pytest
from damage import ANNUAL, faults, lines, places, rewrite, signed

from routes.errors import DataError, RoutesError
from routes.reference import check_tables, table
from routes.seizures import table_years


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n\n", b"\x00" * 200, b"\xff\xfe" + "iso3,year".encode("utf-16-le"), b'iso3,"year'],
    ids=["empty", "blank lines", "nulls", "UTF-16", "cut in quotes"],
)
def test_a_file_that_is_no_table_is_named(copy, content):
    folder = copy()
    rewrite(folder / ANNUAL, content)
    assert {name for name, _, _ in places(faults(folder))} == {ANNUAL}


def test_a_line_with_too_many_cells_stops_the_load_and_is_named(copy):
    folder = copy()
    content = lines(folder / ANNUAL)
    content[7] = content[7].rstrip("\n") + ",surplus\n"
    rewrite(folder / ANNUAL, "".join(content))
    with pytest.raises(DataError, match=f"{ANNUAL}.*(line|row) 8"):
        check_tables(folder)


@pytest.mark.parametrize("mark", ["\ufeff", "\r\n"], ids=["byte order mark", "Windows lines"])
def test_files_saved_by_excel_read_the_same(copy, monkeypatch, mark):
    folder = copy()
    content = (folder / "branches.csv").read_text(encoding="utf-8")
    changed = content.replace("\n", mark) if mark == "\r\n" else mark + content
    assert changed != content
    rewrite(folder / "branches.csv", changed)
    sound = table("branches")
    monkeypatch.setenv("ROUTES_DATA", str(signed(folder)))
    pd.testing.assert_frame_equal(table("branches"), sound)


@pytest.mark.parametrize("which", ["first", "all"])
def test_surplus_cells_never_shift_a_table_by_a_column(copy, which):
    folder = copy()
    content = lines(folder / ANNUAL)
    last = 2 if which == "first" else len(content)
    content[1:last] = [text.rstrip("\n") + ",surplus\n" for text in content[1:last]]
    rewrite(folder / ANNUAL, "".join(content))
    assert (ANNUAL, 2) in {(name, row) for name, row, _ in places(faults(folder))}


def test_a_broken_descriptor_is_one_error_with_its_line(copy):
    folder = copy()
    rewrite(folder / "datapackage.json", '{\n "resources": [\n,')
    assert places(faults(folder)) == {("datapackage.json", 3, "")}


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"{}",
        b'{"resources": null}',
        b'{"title": "\xe9"}',
        b'{"resources": [{"name": "a", "profile": "tabular-data-resource"}]}',
    ],
    ids=["list", "empty", "null", "Latin-1", "no schema"],
)
def test_a_descriptor_of_the_wrong_shape_is_an_error_of_the_library(copy, content):
    folder = copy()
    rewrite(folder / "datapackage.json", content)
    with pytest.raises(RoutesError, match=r"datapackage\.json"):
        check_tables(folder)


def test_a_folder_in_the_place_of_a_table_is_named(copy):
    folder = copy()
    (folder / ANNUAL).unlink()
    (folder / ANNUAL).mkdir()
    assert {name for name, _, _ in places(faults(folder))} == {ANNUAL}


def test_a_folder_that_does_not_exist_is_an_error_of_the_library(tmp_path):
    with pytest.raises(RoutesError, match="nowhere"):
        check_tables(tmp_path / "nowhere")


def test_annual_totals_without_a_single_row_are_an_error_of_the_library(copy, monkeypatch):
    folder = copy()
    rewrite(folder / ANNUAL, lines(folder / ANNUAL)[0])
    monkeypatch.setenv("ROUTES_DATA", str(signed(folder)))
    with pytest.raises(RoutesError):
        table_years()
