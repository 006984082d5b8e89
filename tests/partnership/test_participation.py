"""Sums and unions of meetings are different numbers, each with its words and sources."""

from __future__ import annotations

import pytest

from routes.errors import UnknownNameError
from routes.partnership import Distinct, attendances, distinct_states, held_meetings, stated_counts

GROUP = "expert working group"


def test_states_of_the_groups_of_2022_add_to_114_attendances(rows):
    counts = [
        int(row["states"])
        for row in rows("meetings")
        if (row["year"], row["kind"]) == ("2022", GROUP)
    ]
    assert sorted(counts) == [22, 28, 31, 33]
    assert sum(counts) == 28 + 33 + 31 + 22 == 114
    assert str(attendances(year=2022, kind=GROUP)) == "114"


def test_recommendations_of_2022_add_to_33():
    assert 8 + 4 + 11 + 10 == 33
    assert str(attendances(year=2022, of="recommendations", kind=GROUP)) == "33"
    # The consultative group endorsed them; how many it made itself is not stated.
    assert str(attendances(year=2022, of="recommendations")) == "at least 33"


def test_participants_keep_their_words():
    assert str(attendances(year=2022, of="participants", kind=GROUP)) == "more than 430"
    assert str(attendances(year=2022, of="participants")) == "more than 565"  # + 135


def test_distinct_states_of_2022_are_46_and_49_with_the_consultative_group():
    assert distinct_states(year=2022, kind=GROUP)[:3] == (46, 46, "stated")
    assert distinct_states(year=2022)[:3] == (49, 49, "stated")
    assert "para 11" in distinct_states(year=2022, kind=GROUP).source


def test_one_meeting_has_as_many_distinct_states_as_came():
    assert distinct_states(year=2022, kind=GROUP, pillar="I")[:2] == (28, 28)


def test_a_part_of_a_year_lies_between_its_largest_meeting_and_the_union_of_the_year():
    # Pillar I: 28 at the group and 37 at the consultative group; 65 at most, but 49 over the year.
    assert distinct_states(year=2022, pillar="I")[:2] == (37, 49)


def test_a_stated_union_of_a_part_is_a_floor_for_the_year():
    # 2023: 45 at three groups, 32 at the consultative group; one group has no count, so no limit.
    assert distinct_states(year=2023)[:2] == (45, None)
    assert distinct_states(year=2023, kind=GROUP)[:3] == (45, 45, "stated")


def test_around_sets_no_limit_and_names_set_a_floor(rows):
    named = {r["party"] for r in rows("meeting_attendance") if r["meeting"] == "EWG2015-I"}
    assert len(named) == 3
    assert distinct_states(year=2015, pillar="I")[:2] == (3, None)
    assert str(attendances(year=2015, kind=GROUP, pillar="I")) == "around 25"


def test_a_year_without_a_known_meeting_has_no_union_and_no_sum():
    found = distinct_states(year=2014)
    assert found[:2] == (0, None)
    assert "does not say that none was held" in found.rule
    assert isinstance(found, Distinct)
    assert attendances(year=2014) is None


def test_only_meetings_that_were_held_count():
    assert "EWG2023-II-ANK" not in set(held_meetings(year=2023)["meeting"])  # postponed
    assert "PCGM15" not in set(held_meetings(year=2021)["meeting"])  # announced


def test_a_meeting_without_a_date_has_the_years_its_source_names():
    held = held_meetings().set_index("meeting")
    spans = held[["no_earlier", "no_later"]]
    assert spans.loc["PCGM14"].to_list() == [2017, 2021]
    assert spans.loc["EWGxxxx-III-HAG"].to_list() == [2018, 2019]
    assert spans.loc["PCGM16"].to_list() == [2022, 2022]


def test_counts_of_bucharest_stand_side_by_side_with_their_sources():
    counts = stated_counts("EWG2022-III")
    assert counts["text"].to_list() == ["100", "over 100", "85"]
    assert counts["source"].str.contains("E/CN.7|UNODC SEE|selec.org").all()
    assert counts["source"].nunique() == 3
    assert counts["reading"].isna().to_list() == [True, False, False]


def test_a_meeting_on_which_sources_agree_has_one_count():
    assert stated_counts("EWG2022-I")["text"].to_list() == ["more than 110"]
    assert stated_counts("MC1").empty


@pytest.mark.parametrize(
    ("call", "valid"),
    [
        (lambda: attendances(year=2022, of="state"), "did you mean 'states'"),
        (lambda: attendances(year=2022, kind="expert group"), "did you mean 'expert working"),
        (lambda: attendances(year=2022, pillar="V"), "Valid: I, II, III, IV"),
        (lambda: distinct_states(year=2022, pillar="5"), "Valid: I, II, III, IV"),
        (lambda: stated_counts("EWG2022-V"), "did you mean 'EWG2022-"),
        (lambda: stated_counts("EWG2022-I", of="people"), "Valid: states"),
    ],
)
def test_a_wrong_name_is_answered_with_what_is_valid(call, valid):
    with pytest.raises(UnknownNameError, match=valid) as caught:
        call()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("year", [2002, 2025])
def test_a_year_out_of_the_meetings_is_refused(year):
    with pytest.raises(ValueError, match="from 2003 to 2024"):
        attendances(year=year)
