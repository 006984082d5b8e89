"""Four relations that are not one another, and what is unknown of each."""

from __future__ import annotations

import pandas as pd
import pytest

from routes.errors import UnknownNameError
from routes.partnership import posts_in, relations, ties


def having(frame: pd.DataFrame, relation: str) -> set[str]:
    return set(frame.index[frame[relation].fillna(False)])


def unknown(frame: pd.DataFrame, relation: str) -> set[str]:
    return set(frame.index[frame[relation].isna()])


def test_tanzania_hosts_a_post_and_is_no_partner():
    tanzania = relations(2022).loc["TZA"]
    assert tanzania["post"]
    assert tanzania["served"]
    assert not tanzania["partner"]


def test_tashkent_served_kazakhstan_and_tajikistan_in_2013_and_sat_in_neither():
    frame = relations(2013)
    assert having(frame, "served") - having(frame, "post") == {"KAZ", "TJK"}
    assert having(relations(2022), "served") == having(relations(2022), "post")


def test_an_area_is_no_list_of_states():
    # About 2014-16 Belgrade and Skopje served the "Balkan region".
    frame = relations(2018)
    assert {"SRB", "MKD"} <= having(frame, "served")
    assert {"ALB", "BGR", "GRC"} <= unknown(frame, "served")
    # Kazakhstan lies on no route with Serbia or North Macedonia.
    assert not frame.loc["KAZ", "served"]
    assert "Balkan region" in ties(2018)["served"].note


def test_a_report_of_one_post_leaves_other_posts_unknown():
    frame = relations(2011)
    assert having(frame, "post") == {"UZB"}
    assert len(unknown(frame, "post")) == len(frame) - 1


def test_partners_are_58_and_those_of_phase_iv_are_unknown_until_the_list(rows):
    states = [r for r in rows("partners") if r["kind"] == "state"]
    joined = {r["partner"] for r in states if r["joined_in_phase_iv"] == "true"}
    assert len(joined) == 3
    assert len(having(relations(2022), "partner")) == 58
    assert len(having(relations(2012), "partner")) == 58 - 3
    assert unknown(relations(2012), "partner") == set()
    assert unknown(relations(2014), "partner") == joined


def test_hosts_of_2022_are_not_vienna_unless_asked():
    assert having(relations(2022), "hosted") == {"PAK", "KAZ", "ROU"}
    assert having(relations(2022, headquarters=True), "hosted") == {"PAK", "KAZ", "ROU", "AUT"}
    assert "AUT" not in having(relations(2022), "hosted_to_date")


def test_a_virtual_and_a_postponed_meeting_of_ankara_make_no_host():
    assert "TUR" not in having(relations(), "hosted_to_date")


def test_hosts_to_date_are_those_of_the_table(rows):
    expected = {
        row["iso3"]
        for row in rows("meetings")
        if row["status"] == "held"
        and row["node"] not in {"", "AUT-VIE"}
        and int(row["year"] or 2019) <= 2022  # The Hague: no date, about 2018-2019
    }
    assert having(relations(2022), "hosted_to_date") == expected
    assert "NLD" in expected


def test_a_meeting_without_a_date_is_unknown_in_the_years_it_may_be_of():
    assert "NLD" not in unknown(relations(2016), "hosted_to_date")
    assert relations(2018).loc["NLD", ["hosted", "hosted_to_date"]].isna().all()
    assert relations(2022).loc["NLD", "hosted_to_date"]


def test_a_year_without_a_known_meeting_is_unknown_not_zero():
    frame = relations(2014)
    assert frame["hosted"].isna().all()
    assert frame["attended"].isna().all()
    assert "does not say that none was held" in ties(2014)["hosted"].note


def test_attendance_is_known_by_name_or_as_host_else_unknown(rows):
    named = {
        row["party"]
        for row in rows("meeting_attendance")
        if row["kind"] == "state" and "2022" in row["meeting"]
    }
    frame = relations(2022)
    assert having(frame, "attended") == named | {"PAK", "KAZ", "ROU"}
    assert unknown(frame, "attended") == set(frame.index) - having(frame, "attended")


def test_a_pillar_keeps_its_meetings_alone():
    assert having(relations(2022, pillar="IV"), "hosted") == {"PAK"}
    assert having(relations(2022, pillar="II"), "hosted") == set()
    assert having(relations(2022, pillar="II"), "attended") == {"SRB", "BIH"}


def test_last_years_are_those_of_the_table():
    frame = relations(2022)
    assert frame.loc[["PAK", "IND", "CHN"], "last_hosted"].to_list() == [2022, 2011, 2018]
    assert frame.loc[["KEN", "OMN", "QAT"], "last_attended"].to_list() == [2015, 2015, 2017]
    assert frame.loc[["TZA", "MOZ"], "last_hosted"].isna().all()
    assert relations(2016).loc["PAK", "last_hosted"] == 2011


def test_every_relation_has_its_source_and_a_sentence():
    for tie in ties(2022).values():
        assert tie.source
        assert tie.note.endswith(".")
    assert ties(2022)["attended"].at_most == 49


def test_another_list_of_posts_changes_posts_and_service_alone():
    fewer = posts_in(2022).query("iso3 != 'TZA'")
    before, after = relations(2022), relations(2022, posts=fewer)
    assert having(before, "post") - having(after, "post") == {"TZA"}
    assert having(before, "served") - having(after, "served") == {"TZA"}
    rest = ["partner", "hosted", "hosted_to_date", "attended"]
    pd.testing.assert_frame_equal(before[rest], after[rest])


def test_bad_input_says_what_is_valid():
    with pytest.raises(UnknownNameError, match="Valid: I, II, III, IV"):
        relations(2022, pillar="V")
    for year in (2009, 2023):
        with pytest.raises(ValueError, match="years run from 2010 to 2022"):
            relations(year)
        with pytest.raises(ValueError, match="years run from 2010 to 2022"):
            relations(year, posts=posts_in(2022))
