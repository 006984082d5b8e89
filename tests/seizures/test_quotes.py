"""Stray quotation marks: no row vanishes inside a quoted cell, and no kilogram changes unsaid."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routes import read_seizures
from routes.errors import RoutesError

HEAD = "Country;Year;Drug;Kg;Comment"
DRUGS = ("Heroin", "Opium", "Morphine")
# Kilograms are powers of two: each sum names its rows.
ROWS = [f"Pakistan;{2000 + n};{DRUGS[n % 3]};{2**n};seized" for n in range(20)]


def read(path, lines, end="\n"):
    path.write_text(end.join([HEAD, *lines]) + end, encoding="utf-8", newline="")
    return read_seizures(path)


def marked(places, rows=ROWS):
    """Return rows with a quotation mark put before the given cell of a row, the first 0."""
    lines = [row.split(";") for row in rows]
    for row, cell in places:
        lines[row][cell] = '"' + lines[row][cell]
    return [";".join(cells) for cells in lines]


@pytest.mark.parametrize(
    "places",
    [
        [(4, 2), (13, 2)],
        [(4, 4), (5, 0)],
        [(0, 0), (19, 4)],
        [(3, 1)],
        [(19, 2)],
        [(2, 2), (6, 3), (9, 4)],
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_in_the_wrong_place_lose_no_row(tmp_path, places, end):
    file = read(tmp_path / "a.csv", marked(places), end)
    account = file.account()
    # Parted by semicolons, each line has five cells without the marks: all rows are read.
    assert account["rows_read"] == 20
    assert file.counted["kg"].sum() == 2**20 - 1
    assert any("read without quotation marks" in note for note in file.notes)


def test_a_row_that_reads_two_ways_is_set_aside(tmp_path):
    # Without the marks 100 kg and the comment 7, with them 100.7 kg: nobody can tell.
    path = tmp_path / "a.csv"
    path.write_text('Country,Year,Drug,Kg,Comment\nIran,2020,Opium,"100,7"\nIran,2021,Opium,5,x\n'
                    "Iran,2022,Opium,6,x\n")  # fmt: skip
    file = read_seizures(path)
    assert file.set_aside["line"].to_list() == [2]
    assert "quotation mark" in file.set_aside["reason"].item()
    assert file.counted["kg"].sum() == 11


def test_a_cell_of_several_lines_stays_one(tmp_path):
    lines = [*ROWS[:3], 'Pakistan;2003;Opium;8;"near Quetta; two\nlorries,\nno arrest"', *ROWS[4:]]
    file = read(tmp_path / "a.csv", lines)
    assert file.account()["rows_read"] == 20
    assert file.counted["kg"].sum() == 2**20 - 1
    assert not any("quotation" in note for note in file.notes)
    assert file.frame["line"].to_list()[3:5] == [5, 8]


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from([";", ",", "\t"]),
    st.lists(st.tuples(st.integers(0, 19), st.integers(0, 40)), min_size=1, max_size=6),
)
def test_marks_anywhere_change_no_kilograms_without_an_account(tmp_path, delimiter, marks):
    lines = [row.replace(";", delimiter) for row in ROWS]
    for row, at in marks:
        lines[row] = lines[row][:at] + '"' + lines[row][at:]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEAD.replace(";", delimiter), *lines]) + "\n")
    try:
        file = read_seizures(path)
    except RoutesError:
        return
    assert file.account()["rows_read"] == 20
    aside = {int(line) for line in file.set_aside["line"]}
    for row in file.counted.itertuples():
        assert row.kg == 2 ** (row.line - 2)
    assert {*file.frame["line"], *aside} == set(range(2, 22))
