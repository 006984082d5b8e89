"""What is said of precursors is in the tables, and what is not in them is said to be not known."""

from __future__ import annotations

import re

import pytest

import routes as rt


@pytest.fixture(scope="module")
def known():
    return rt.analysis.precursor_knowledge().set_index("question")


def test_no_quantity_and_no_way_is_made_up(known):
    unknown = known[known["known"] == "not known"]
    assert len(unknown) == 3
    assert unknown["source"].isna().all()
    assert unknown["confidence"].isna().all()
    assert not [text for text in unknown["answer"] if re.search(r"\d", text)]


def test_what_is_known_has_a_source_and_how_sure_it_is(known):
    rest = known[known["known"] != "not known"]
    assert rest["source"].notna().all()
    assert set(rest["confidence"]) <= {"stated", "inferred"}


def test_the_counts_are_those_of_the_tables(known, rows):
    groups = [m for m in rows("meetings") if m["pillars"] == "III" and m["status"] == "held"]
    years = [int(m["year"]) for m in groups if m["year"]]
    said = known.loc["Which expert working groups met on it?", "answer"]
    assert said.startswith(f"{len(groups)} known, {min(years)}–{max(years)};")
    keys = {m["meeting"] for m in groups}
    came = [a for a in rows("meeting_attendance") if a["meeting"] in keys and a["kind"] == "state"]
    states, meetings = {a["party"] for a in came}, {a["meeting"] for a in came}
    said = known.loc["Which States were there?", "answer"]
    assert said == f"{len(states)} by name at {len(meetings)} meetings, a floor"
    # E/CN.7/2023/9, paragraph 14: 11 priority recommendations of the group on precursors.
    assert "11 in 2022" in known.loc["What was recommended?", "answer"]


def test_no_figure_of_seizures_here_is_of_precursors():
    assert set(rt.table("annual_seizures")["drug"]) == {"heroin", "morphine", "opium"}
    assert "precursor" not in set(rt.seizures_by_place()["family"])


def test_every_name_the_readers_take_for_a_precursor_is_listed_with_its_source(rows):
    written = [row for row in rows("drug_names") if row["family"] == "precursor"]
    listed = rt.analysis.precursor_names()
    assert listed["spellings"].str.split(";").map(len).sum() == len(written)
    assert listed["sources"].str.len().gt(0).all()
    assert listed.loc["acetic anhydride", "confidence"] == "stated"
