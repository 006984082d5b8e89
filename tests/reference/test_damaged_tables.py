"""Damaged tables: one error, every fault in it, at the line and column where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from damage import ANNUAL, faults, lines, places, rewrite, set_cell

from routes.errors import DataError
from routes.reference import table

if TYPE_CHECKING:
    from pathlib import Path

CELLS = [
    # file, line, column, what is written, what the fault says
    (ANNUAL, 5, "kg", "-3.5", "at least 0"),
    (ANNUAL, 6, "edition", "", "a value is required"),
    (ANNUAL, 7, "iso3", "QQQ", "not in countries.csv"),
    (ANNUAL, 8, "drug", "heroine", "one of heroin, morphine, opium"),
    (ANNUAL, 9, "edition", "wdr-1066", "not in editions.csv"),
    (ANNUAL, 10, "year", "1066", "at least 2005"),
    ("nodes.csv", 12, "latitude", "north", "not a number"),
    ("nodes.csv", 13, "longitude", "181", "at most 180"),
    ("meetings.csv", 4, "participants", "many", "not an integer"),
    ("meetings.csv", 5, "pillars", "I;VI", "of the form"),
    ("countries.csv", 20, "partner", "maybe", "not a boolean"),
    ("partners.csv", 30, "partner", "AFG", "more than once"),
]

PILLARS_LOST = ("II", "III", "IV")


def damage_everything(folder: Path) -> None:
    for name, line, column, value, _ in CELLS:
        set_cell(folder / name, line, column, value)
    heading, *body = lines(folder / "caveats.csv")
    wider = [heading.replace("\n", ",extra\n"), *(text.replace("\n", ",1\n") for text in body)]
    rewrite(folder / "caveats.csv", "".join(wider))
    rewrite(folder / "pillars.csv", "pillar,source,confidence\nI,somebody,stated\n")
    rewrite(folder / "officer_roles.csv", bytes(range(256)) * 4)
    (folder / "map_conventions.csv").unlink()
    units = lines(folder / "unit_conversions.csv")
    rewrite(folder / "unit_conversions.csv", "".join(units[:3]) + "gra")


WHOLE = [
    ("caveats.csv", None, "extra", "unknown column"),
    ("pillars.csv", None, "name", "missing"),
    ("officer_roles.csv", None, "", "not readable"),
    ("map_conventions.csv", None, "", "missing"),
    ("unit_conversions.csv", 4, "", "1 cells, the heading has 8"),
]


@pytest.fixture(scope="module")
def damaged(copy):
    """Return the one error of a folder damaged in every way at once."""
    folder = copy()
    damage_everything(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROUTES_DATA", str(folder))
        with pytest.raises(DataError) as caught:
            table("editions")  # a sound table: one damaged table stops them all
    return caught.value


@pytest.mark.parametrize(
    ("name", "line", "column", "words"),
    [(name, line, column, words) for name, line, column, _, words in CELLS] + WHOLE,
)
def test_one_error_names_each_fault_by_file_line_and_column(damaged, name, line, column, words):
    frame = damaged.faults
    here = frame[(frame["table"] == name) & (frame["column"] == column)]
    here = here[here["row"].isna()] if line is None else here[here["row"] == line]
    assert here["fault"].str.contains(words, regex=False).any(), here
    place = name + (f" row {line}" if line else "") + (f" column {column}" if column else "")
    assert any(place in text and words in text for text in str(damaged).splitlines())


def test_no_sound_line_is_blamed(damaged):
    hurt = {(name, line) for name, line, *_ in [*CELLS, *WHOLE] if line}
    hurt.add(("partners.csv", 2))  # AFG stands there too
    # Whoever refers to a line that is damaged is named as well.
    # Three pillars of four are gone: whatever deals with them says so.
    lost = damaged.faults["fault"].isin([f"'{p}' is not in pillars.csv" for p in PILLARS_LOST])
    assert set(damaged.faults.loc[lost, "table"]) == {
        "recommendations.csv",
        "search_terms.csv",
        "synergies.csv",
    }
    blamed = {(t, r) for t, r, _ in places(damaged.faults[~lost]) if r is not None}
    assert blamed <= hurt


def test_the_error_counts_its_faults_and_keeps_them_as_a_frame(damaged):
    assert list(damaged.faults.columns) == ["table", "row", "column", "fault"]
    assert str(damaged).startswith(f"{len(damaged.faults)} faults in the reference tables")
    assert isinstance(damaged, ValueError)


def test_a_duplicated_key_names_both_lines(copy):
    folder = copy()
    content = lines(folder / ANNUAL)
    rewrite(folder / ANNUAL, "".join([*content, content[1]]))
    assert {row for _, row, _ in places(faults(folder))} == {2, len(content) + 1}


def test_a_line_with_too_few_cells_is_named_with_their_number(copy):
    folder = copy()
    content = lines(folder / ANNUAL)
    content[7] = "ABW,2019\n"
    rewrite(folder / ANNUAL, "".join(content))
    found = faults(folder)
    assert found.loc[found["row"] == 8, "fault"].to_list() == ["2 cells, the heading has 7"]


def test_a_wrong_number_hides_no_other_fault_of_its_column_and_invents_none(copy):
    folder = copy()
    set_cell(folder / ANNUAL, 5, "kg", "abc")
    set_cell(folder / ANNUAL, 9, "kg", "-3")
    found = faults(folder)
    assert places(found) == {(ANNUAL, 5, "kg"), (ANNUAL, 9, "kg")}
    assert len(found) == 2


@pytest.mark.parametrize("value", ["inf", "1e400", "1_000", "١٢"])
def test_a_weight_is_a_plain_finite_number(copy, value):
    folder = copy()
    set_cell(folder / ANNUAL, 5, "kg", value)
    assert (ANNUAL, 5, "kg") in places(faults(folder))


def test_a_row_is_the_line_of_the_file_even_after_a_blank_line(copy):
    folder = copy()
    set_cell(folder / ANNUAL, 9, "kg", "-3")
    content = lines(folder / ANNUAL)
    content.insert(3, "\n")
    rewrite(folder / ANNUAL, "".join(content))
    assert (ANNUAL, 10, "kg") in places(faults(folder))


def test_a_row_is_the_line_of_the_file_even_after_a_cell_of_two_lines(copy):
    folder = copy()
    set_cell(folder / ANNUAL, 9, "kg", "-3")
    set_cell(folder / ANNUAL, 4, "note", "two\nlines")
    assert (ANNUAL, 10, "kg") in places(faults(folder))


@pytest.mark.parametrize(
    ("line", "party", "files"),
    [
        (2, "QQQ", "countries.csv"),
        (10, "AOTP", "partners.csv or other_organizations.csv"),
    ],
    ids=["a State", "an organization"],
)
def test_a_party_that_nobody_knows_is_named_at_its_line(copy, line, party, files):
    folder = copy()
    set_cell(folder / "meeting_attendance.csv", line, "party", party)
    found = faults(folder)
    assert places(found) == {("meeting_attendance.csv", line, "party")}
    assert found["fault"].to_list() == [f"{party!r} is not in {files}"]


def test_a_party_in_a_table_without_its_key_column_is_no_fault_of_the_party(copy):
    folder = copy()
    text = (folder / "other_organizations.csv").read_text(encoding="utf-8")
    rewrite(folder / "other_organizations.csv", text.replace("organization,", "acronym,", 1))
    assert {name for name, *_ in places(faults(folder))} == {"other_organizations.csv"}
