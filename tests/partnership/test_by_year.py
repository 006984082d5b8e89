"""Participation by year: sums beside unions, qualifiers kept, what is not known left open."""

from __future__ import annotations

import pandas as pd
import pytest

from routes.errors import UnknownNameError
from routes.partnership import participation_by_year, partners_taking_part


@pytest.fixture(scope="module")
def years():
    return participation_by_year()


def test_2022_adds_up_and_keeps_its_qualifiers(years):
    year = years.loc[2022]
    # more than 110, 140 and 80, and 100 and 135 as stated.
    assert 110 + 140 + 80 + 100 + 135 == 565
    assert year["participations"] == "more than 565"
    assert year["participations_stated"] == "nearly 600"
    assert year["attendances"] == str(28 + 33 + 31 + 22 + 37) == "151"
    assert (year["states_low"], year["states_high"]) == (49, 49)
    assert year["states_rule"] == "stated"
    assert (year["recommendations"], year["groups_counted"]) == (33, 4)
    assert year["recommendations_per_group"] == 33 / 4
    assert year["posts"] == "7"


def test_every_year_from_the_first_meeting_to_the_last_has_a_row(years):
    assert years.index.to_list() == list(range(2003, 2025))


def test_a_year_of_which_no_meeting_is_known_has_no_counts(years):
    year = years.loc[2019]
    assert year["meetings_known"] == 0
    unknown = ["participations", "attendances", "states_low", "states_high", "recommendations"]
    assert year[unknown].isna().all()


def test_a_missing_count_makes_the_sum_a_floor(years):
    # Two meetings of 2017, one with 35 States, one without a count.
    assert years.loc[2017, "attendances"] == "at least 35"


def test_a_list_of_one_post_is_a_floor_and_the_undated_list_says_so(years):
    assert years.loc[2010, "posts"] == "at least 1"
    assert years.loc[2013, "posts"] == "9"
    assert "undated" in years.loc[2018, "posts_list"]
    assert pd.isna(years.loc[2023, "posts"])


def test_bounds_are_in_order(years):
    known = years.dropna(subset=["states_low", "states_high"])
    assert len(known)
    assert (known["states_low"] <= known["states_high"]).all()
    partners = years.dropna(subset=["partners_low"])
    assert (partners["partners_low"] <= partners["partners_high"]).all()
    assert (partners["partners_low"] <= partners["states_low"]).all()
    assert partners["partners_high"].max() <= 58


def named_partners(rows, meetings):
    partners = {row["partner"] for row in rows("partners") if row["kind"] == "state"}
    came = {row["party"] for row in rows("meeting_attendance") if row["meeting"] in meetings}
    return partners & came


def test_partners_of_2022_are_those_named_or_hosting_at_least(rows):
    held = {row["meeting"] for row in rows("meetings") if row["year"] == "2022"}
    # Kazakhstan, Pakistan and Romania hosted; Vienna is headquarters.
    expected = named_partners(rows, held) | {"KAZ", "PAK", "ROU"}
    took_part = partners_taking_part(year=2022)
    assert (took_part.low, took_part.high) == (len(expected), 49)
    assert "AUT" not in expected


def test_organizations_of_2022_include_their_hosts():
    # CARICC, GCC-CICCD, INCB, SELEC and UNODC by name, OSCE as host; CADAP is no partner.
    assert partners_taking_part(year=2022, kind="organization")[:2] == (6, 17)


def test_over_all_years_not_more_than_the_partners_there_are(rows):
    took_part = partners_taking_part()
    every = {row["meeting"] for row in rows("meetings")}
    assert len(named_partners(rows, every)) <= took_part.low <= took_part.high == 58
    assert partners_taking_part(kind="organization").high == 23


def test_a_year_of_which_nothing_is_known_leaves_the_bounds_open():
    assert partners_taking_part(year=2019)[:2] == (0, 58)


def test_an_unknown_kind_or_year_is_refused():
    with pytest.raises(UnknownNameError, match="did you mean 'state'"):
        partners_taking_part(kind="states")
    with pytest.raises(ValueError, match="from 2003 to 2024"):
        partners_taking_part(year=1990)
