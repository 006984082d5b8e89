"""The consultative mechanism: groups recommend, the consultative group endorses, gaps stay gaps."""

from __future__ import annotations

import pandas as pd
import pytest

from routes.errors import UnknownNameError
from routes.partnership import consultative_mechanism, numbered_meetings, recommendations


def test_33_recommendations_of_2022_by_pillar_all_endorsed_by_the_16th_group():
    made = recommendations(year=2022).set_index("pillar")
    assert made["number"].to_dict() == {"I": 8, "II": 4, "III": 11, "IV": 10}
    assert made["number"].sum() == 8 + 4 + 11 + 10 == 33
    assert set(made["endorsed_by"]) == {"PCGM16"}


def test_no_text_is_made_up():
    assert recommendations()["text"].isna().all()


def test_counts_of_recommendations_are_those_of_the_meetings(rows):
    by_meeting = {row["meeting"]: row["recommendations"] for row in rows("meetings")}
    counted = {row["meeting"]: row["number"] for row in rows("recommendations")}
    assert counted == {meeting: number for meeting, number in by_meeting.items() if number}


def test_a_group_deals_with_the_pillar_its_recommendations_are_of(rows):
    held = {row["meeting"]: row for row in rows("meetings")}
    for row in rows("recommendations"):
        assert row["pillar"] in held[row["meeting"]]["pillars"].split(";")
        if row["endorsed_by"]:
            endorsing = held[row["endorsed_by"]]
            assert endorsing["kind"] == "policy consultative group"
            assert row["pillar"] in endorsing["pillars"].split(";")


def test_the_process_of_2022_runs_from_four_groups_to_one():
    process = consultative_mechanism(year=2022)
    assert process["meeting"].to_list() == ["EWG2022-II", "EWG2022-IV", "EWG2022-I", "EWG2022-III"]
    assert set(process["endorsed_on"]) == {"2022-12-05/12-06"}


def test_what_is_not_known_of_the_process_is_said_and_not_counted():
    process = consultative_mechanism().set_index("meeting")
    assert process.loc["EWG2015-I", "endorsed_by"] == "not known"
    assert pd.isna(process.loc["EWG2015-I", "recommendations"])
    # Eight recommendations of 2018, endorsement unknown.
    assert process.loc["EWG2018-I", ["recommendations", "endorsed_by"]].to_list() == [
        8,
        "not known",
    ]
    assert process.loc["EWG2023-II-ANK", "status"] == "postponed"


def test_no_working_group_is_lost_from_the_process(rows):
    groups = {r["meeting"] for r in rows("meetings") if r["kind"] == "expert working group"}
    assert set(consultative_mechanism()["meeting"]) == groups


def test_gaps_in_the_numbers_of_the_consultative_group_are_gaps():
    series = numbered_meetings()
    numbered = series.dropna(subset=["number"]).set_index("number")
    assert numbered.index.to_list() == list(range(1, 18))
    gaps = numbered[numbered["status"] == "not known"]
    assert gaps.index.to_list() == [1, 2, 3, 4, 6, 7, 8, 9, 10, 12]
    assert gaps.drop(columns="status").isna().all(axis=None)
    assert numbered.loc[15, "status"] == "announced"
    assert numbered.loc[14, "dates"] == "unknown"


def test_meetings_without_a_stated_number_are_beside_the_series_not_in_it():
    series = numbered_meetings()
    loose = series[series["number"].isna()]
    assert loose["meeting"].to_list() == ["PCG2004", "PCG2005", "PCG2006"]
    assert loose["note"].str.contains("inferred").all()


def test_three_ministerial_conferences_have_no_gap():
    series = numbered_meetings(kind="ministerial conference")
    assert series["meeting"].to_list() == ["MC1", "MC2", "MC3"]
    assert series["year"].to_list() == [2003, 2006, 2012]


def test_a_kind_without_numbers_has_no_series():
    assert numbered_meetings(kind="expert working group")["number"].isna().all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: recommendations(pillar="V"), "Valid: I, II, III, IV"),
        (lambda: recommendations(year=1999), "from 2003 to 2024"),
        (lambda: consultative_mechanism(pillar="2"), "Valid: I, II, III, IV"),
        (lambda: consultative_mechanism(year=2030), "from 2003 to 2024"),
        (lambda: numbered_meetings(kind="policy group"), "did you mean"),
    ],
)
def test_an_unknown_pillar_year_or_kind_is_answered_in_one_line(call, words):
    with pytest.raises(ValueError, match=words) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_the_pillar_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="unknown pillar 'V'"):
        recommendations(pillar="V")
