"""Meetings: dates, places and counts as the sources give them, qualifiers and all."""

from __future__ import annotations

import pandas as pd
import pytest

from routes.errors import UnknownNameError
from routes.partnership import attendance, count_conflicts, meetings, pillars, year_totals

# E/CN.7/2023/9, paragraphs 11 to 16: dates, city, pillars, participants, States, organizations.
MEETINGS_2022 = [
    ("2022-05-30/05-31", "Vienna", "II", "more than 140", 33, 11, 4),
    ("2022-07-18/07-19", "Islamabad", "IV", "more than 80", 22, 3, 10),
    ("2022-10-05/10-06", "Almaty", "I", "more than 110", 28, 8, 8),
    ("2022-10-24/10-25", "Bucharest", "III", "100", 31, 6, 11),
    ("2022-12-05/12-06", "Vienna", "I;II;III;IV", "135", 37, 13, None),
]


def year(number: int) -> pd.DataFrame:
    return meetings(year=number).set_index("meeting")


def test_five_meetings_were_held_in_2022_in_order_of_date():
    columns = ["dates", "city", "pillars", "participants_text"]
    columns += ["states", "organizations", "recommendations"]
    found = [
        tuple(None if pd.isna(value) else value for value in row)
        for row in meetings(year=2022)[columns].itertuples(index=False)
    ]
    assert found == MEETINGS_2022
    assert set(meetings(year=2022)["status"]) == {"held"}


def test_the_list_of_2022_prints_every_count_with_its_qualifier():
    text = repr(meetings(year=2022))
    printed = text.splitlines()
    for dates, city, held, participants, *_ in MEETINGS_2022:
        (line,) = [line for line in printed if dates in line]
        assert city in line
        assert f" {held} " in line
        assert f" {participants} " in line
        assert "hybrid" in line
    assert "nearly 450 participations, 46 States, 14 organizations" in text
    assert "nearly 600 participations, 49 States, 17 organizations" in text
    assert "E/CN.7/2023/9 para 11" in text


def test_the_working_groups_of_2022_add_up_as_the_report_has_them():
    groups = meetings(year=2022).query("kind == 'expert working group'").set_index("pillars")
    states = groups["states"][["I", "II", "III", "IV"]].to_list()
    assert states == [28, 33, 31, 22]
    assert sum(states) == 114
    made = groups["recommendations"][["II", "I", "IV", "III"]].to_list()
    assert made == [4, 8, 10, 11]
    assert sum(made) == 33


def test_distinct_states_of_a_year_are_stated_not_summed():
    totals = year_totals().set_index("scope")
    assert totals.loc["four expert working groups", "states"] == 46
    assert totals.loc["four expert working groups", "participants_qualifier"] == "nearly"
    assert year(2022)["states"].sum() > 46


def test_a_virtual_meeting_has_no_place_and_no_point():
    virtual = year(2023).loc["EWG2023-II"]
    assert virtual["format"] == "virtual"
    assert virtual["geometry"] is None
    assert pd.isna(virtual["city"])
    assert meetings().query("format == 'virtual'").geometry.isna().all()


def test_the_ankara_meeting_of_2023_was_postponed_and_says_so_when_printed():
    ankara = year(2023).loc["EWG2023-II-ANK"]
    assert (ankara["city"], ankara["status"]) == ("Ankara", "postponed")
    (line,) = [text for text in repr(meetings(year=2023)).splitlines() if "Ankara" in text]
    assert line.endswith("postponed")
    assert "EWG2023-II-ANK" not in set(meetings(year=2023, status="held")["meeting"])


def test_unknown_counts_are_missing_not_zero_and_print_as_a_dash():
    paris = year(2003).loc["MC1"]
    for count in ("participants", "states", "organizations"):
        assert pd.isna(paris[count])
        assert pd.isna(paris[f"{count}_text"])
    (line,) = [text for text in repr(meetings(year=2003)).splitlines() if "MC1" in text]
    assert line.split()[-5:] == ["–", "–", "–", "–", "held"]


def test_a_meeting_lies_at_its_city_and_one_without_a_city_has_no_point(rows):
    places = {row["node"]: row for row in rows("nodes")}
    for row in meetings().itertuples():
        if pd.isna(row.node):
            assert row.geometry is None
        else:
            node = places[row.node]
            assert node["iso3"] == row.iso3
            assert (row.geometry.x, row.geometry.y) == (
                float(node["longitude"]),
                float(node["latitude"]),
            )


def test_no_meeting_is_lost_and_years_come_in_order(rows):
    frame = meetings()
    assert sorted(frame["meeting"]) == sorted(row["meeting"] for row in rows("meetings"))
    assert frame["year"].dropna().is_monotonic_increasing


def test_every_qualifier_of_the_table_is_in_the_words(rows):
    words = meetings().set_index("meeting")
    for row in rows("meetings"):
        for count in ("participants", "states", "organizations"):
            said = words.loc[row["meeting"], f"{count}_text"]
            expected = f"{row[f'{count}_qualifier']} {row[count]}".strip()
            assert (None if pd.isna(said) else said) == (expected or None)


def test_a_pillar_selects_its_groups_and_the_consultative_group(rows):
    for pillar in ("I", "II", "III", "IV"):
        expected = {
            row["meeting"] for row in rows("meetings") if pillar in row["pillars"].split(";")
        }
        assert set(meetings(pillar=pillar)["meeting"]) == expected
    assert "PCGM16" in set(meetings(pillar="I", year=2022)["meeting"])
    assert "PCGM17" not in set(meetings(pillar="I", year=2023)["meeting"])


def test_a_year_without_a_known_meeting_is_an_empty_list():
    assert meetings(year=2014).empty


def test_a_year_without_a_known_meeting_is_an_empty_list_for_each_pillar_too():
    assert meetings(year=2014, pillar="I").empty


def test_every_documented_status_can_be_asked_for():
    for status in ("held", "announced", "postponed", "replaced"):
        assert set(meetings(status=status)["status"]) <= {status}


@pytest.mark.parametrize("number", [2002, 2025])
def test_a_year_out_of_the_table_is_refused_with_its_years(number):
    with pytest.raises(ValueError, match="from 2003 to 2024") as caught:
        meetings(year=number)
    assert "\n" not in str(caught.value)


def test_an_unknown_pillar_or_status_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Valid: I, II, III, IV"):
        meetings(pillar="V")
    with pytest.raises(UnknownNameError, match="did you mean 'held'"):
        meetings(status="Held")


def test_the_four_pillars_are_those_of_the_vienna_declaration():
    assert pillars().index.to_list() == ["I", "II", "III", "IV"]
    assert pillars().loc["II", "name"].startswith("Financial flows")


def test_counts_on_which_sources_differ_stand_side_by_side(rows):
    conflicts = count_conflicts()
    assert len(conflicts) == len(rows("meeting_count_conflicts")) == 7
    first = conflicts.set_index(["item", "attribute"]).loc[[("EWG2022-II", "participants")]].iloc[0]
    assert (first["value_a"], first["value_b"]) == ("more than 140", "over 130")


def test_attendance_is_of_known_meetings(rows):
    assert set(attendance()["meeting"]) <= {row["meeting"] for row in rows("meetings")}
    assert "KAZ" in set(attendance().query("meeting == 'TWG2009-FIN'")["party"])


def test_a_notebook_shows_the_columns_that_matter_and_no_text_runs_there():
    listed = meetings(year=2022)
    html = listed._repr_html_()
    for column in listed.shown:
        assert f"<th>{column}</th>" in html
    assert "more than 140" in html
    assert "geometry" not in html
    hostile = listed.assign(city="<script>alert(1)</script>")
    assert "<script>" not in hostile._repr_html_()
    part = listed[["meeting", "city", "geometry"]]
    assert "geometry" in part._repr_html_()
