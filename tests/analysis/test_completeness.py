"""Completeness of the data systems: three kinds of nothing, never a zero; partners on routes."""

from __future__ import annotations

import pandas as pd
import pytest

from routes import partners
from routes.analysis import completeness, route_states_outside
from routes.errors import UnknownNameError


def test_rows_sent_are_those_counted_by_state_and_year(rows):
    frame = completeness("IDS")
    for row in rows("ids_reporting"):
        key = (row["iso3"], int(row["year"]))
        if key not in frame.index:
            continue
        sent = int(row["rows"])
        assert frame.loc[key, "records"] == sent
        assert frame.loc[key, "status"] == ("rows sent" if sent else "no rows sent")


def test_iran_sent_rows_for_two_years_and_tuerkiye_for_none():
    iran = completeness("IDS", countries=["IRN"])["status"].droplevel("iso3")
    assert iran.index[iran == "rows sent"].to_list() == [2012, 2013]
    assert set(completeness("IDS", countries=["TUR"])["status"]) == {"no rows sent"}


def test_a_state_that_was_not_counted_is_neither_silent_nor_zero():
    germany = completeness("IDS", countries=["DEU"])
    assert set(germany["status"]) == {"not counted"}
    assert germany["records"].isna().all()


def test_annual_answers_are_reported_zero_or_not_reported(rows):
    frame = completeness("ARQ", years=(2005, 2023), countries=["IRN", "TUR", "KWT"])
    figures = {}
    for row in rows("latest_annual_seizures"):
        figures.setdefault((row["iso3"], int(row["year"])), {})[row["drug"]] = float(row["kg"])
    for key, row in frame.iterrows():
        given = figures.get(key, {})
        if not given:
            assert row["status"] == "not reported"
            assert pd.isna(row["records"])
        else:
            assert row["status"] == ("reported" if sum(given.values()) else "reported zero")
            assert row["records"] == len(given)


def test_a_state_outside_the_annual_table_says_so(rows):
    assert "NRU" not in {row["iso3"] for row in rows("latest_annual_seizures")}
    assert completeness("ARQ", years=2020, countries=["NRU"])["status"].item() == (
        "outside the table"
    )


def test_nothing_is_known_of_the_platform():
    frame = completeness("DMP", years=(2020, 2021), countries=["IRN", "PAK"])
    assert len(frame) == 4
    assert set(frame["status"]) == {"not public"}
    assert frame["records"].isna().all()


def test_every_state_on_a_route_is_answered_for_by_default(rows):
    codes = {row["iso3"] for row in rows("route_countries")}
    assert set(completeness("IDS").index.get_level_values("iso3")) == codes
    assert len(completeness("ARQ")) == len(codes) * 19  # 2005 to 2023


@pytest.mark.parametrize(
    ("system", "asked", "words"),
    [
        ("ADQ", {}, "did you mean 'ARQ'"),
        ("IDS", {"years": 2017}, "2011 to 2016 are"),
        ("ARQ", {"years": (2016, 2012)}, "is after the last"),
        ("ARQ", {"years": "2016"}, "not '2016'"),
        ("IDS", {"countries": ["IRX"]}, "unknown country code"),
    ],
)
def test_an_unknown_system_year_or_state_is_answered_in_one_line(system, asked, words):
    with pytest.raises(ValueError, match=words) as caught:
        completeness(system, **asked)
    assert "\n" not in str(caught.value)


def test_states_outside_lie_on_the_route_and_are_no_partners(rows):
    members = set(partners(kind="state").index)
    for name in ("northern", "balkan", "southern"):
        lies = {row["iso3"] for row in rows("route_countries") if row["route"] == name}
        kinds = {row["iso3"]: row["kind"] for row in rows("countries")}
        expected = {code for code in lies - members if kinds[code] == "state"}
        assert set(route_states_outside(name).index) == expected
    assert route_states_outside("northern").empty


def test_tanzania_is_outside_and_has_the_only_post_there():
    southern = route_states_outside("southern")
    assert southern.index[southern["post"]].to_list() == ["TZA"]


def test_an_unknown_route_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'southern'"):
        route_states_outside("south")
