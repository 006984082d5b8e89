"""How much the rule matters: for annual totals, and for events."""

from __future__ import annotations

import pandas as pd
import pytest

from routes import sensitivity, shares, table
from routes.analysis import event_sensitivity, event_shares_by_rule, shares_by_rule
from routes.errors import ParameterError, UnknownNameError


def kilograms(year, *states: str):
    """Heroin and morphine of some States in a year, from the table itself."""
    rows = table("annual_seizures")
    rows = rows[(rows["year"] == year) & rows["drug"].isin(["heroin", "morphine"])]
    latest = rows.drop_duplicates(["iso3", "drug"], keep="last")
    chosen = latest[latest["iso3"].isin(states)] if states else latest
    return chosen["kg"].sum()


def test_the_published_shares_stand_inside_the_range():
    """World Drug Report 2019: Balkan 47 per cent in 2017; northern 10 in 2008, 1 in 2017."""
    table_2017 = sensitivity(years=2017, denominator=None).loc[2017]
    table_2008 = sensitivity(years=2008, denominator=None).loc[2008]
    for row, published in (
        (table_2017.loc["balkan"], 47),
        (table_2017.loc["northern"], 1),
        (table_2008.loc["northern"], 10),
    ):
        assert row["low"] - 0.5 <= published <= row["high"] + 0.5
        assert row["low"] <= row["share"] <= row["high"]


def test_the_range_is_that_of_every_rule_run_by_hand():
    frame = pd.concat(
        [
            shares(years=2017, countries=countries, shared=shared).query("route == 'balkan'")
            for countries in ("transit", "with_markets", "all")
            for shared in ("primary", "half", "apart")
        ]
    )
    row = sensitivity(years=2017).loc[(2017, "balkan")]
    assert row["rules"] == len(frame) == 9
    assert row["low"] == pytest.approx(frame["share"].min())
    assert row["high"] == pytest.approx(frame["share"].max())
    assert row["low_rule"] == "countries=transit; shared=apart"


def test_what_the_rule_for_shared_states_moves_is_what_iran_and_pakistan_seized():
    """Transit list, 2017: primary gives Iran to the Balkan route, apart to none."""
    rules = shares_by_rule(years=2017).query("countries == 'transit' and route == 'balkan'")
    kg = rules.set_index("shared_rule")["kg"]
    iran = kilograms(2017, "IRN")
    assert iran > 20_000
    assert kg["primary"] - kg["apart"] == pytest.approx(iran)
    # In halves Iran loses half, Pakistan brings half.
    pakistan = kilograms(2017, "PAK")
    assert kg["half"] - kg["apart"] == pytest.approx(iran / 2 + pakistan / 2)


def test_unknown_rules_are_refused():
    for wrong in ({"countries": "transt"}, {"shared": "thirds"}, {"denominator": "mars"}):
        with pytest.raises(UnknownNameError, match="unknown"):
            sensitivity(years=2017, **wrong)


def events():
    """Tashkent: northern by every rule. Quetta: two routes run by. Lagos' sea: none."""
    return pd.DataFrame(
        {
            "longitude": [69.28, 67.01, 0.0],
            "latitude": [41.31, 30.18, -30.0],
            "iso3": ["UZB", "PAK", "COL"],
            "kg": [10.0, 30.0, 60.0],
            "departure_iso3": [None, None, None],
            "destination_iso3": [None, None, None],
        }
    )


def test_events_by_every_rule_by_hand():
    frame = event_sensitivity(events())
    # 9 rules by State; 3 widths x 2 places x (apart, half) by corridor, as many by flow.
    assert set(frame["rules"]) == {9 + 12 + 12}
    assert frame.loc["northern", ["share", "low", "high"]].to_list() == [10, 10, 10]
    # Pakistan: all to the southern route by its primary rule, half to each, or apart.
    assert frame.loc["southern", ["low", "high"]].to_list() == [0, 30]
    assert frame.loc["balkan", ["low", "high"]].to_list() == [0, 15]
    assert "shared=primary" in frame.loc["southern", "high_rule"]


def test_each_rule_of_events_leaves_the_parts_in_the_total():
    by_rule = event_shares_by_rule(events()).groupby("rule")["kg"].sum()
    assert by_rule.between(10, 40).all()  # 60 kg are on no route by any rule
    without_ends = event_shares_by_rule(events().drop(columns="destination_iso3"))
    assert set(without_ends["method"]) == {"country", "corridor"}


def test_events_without_a_mass_have_no_share():
    with pytest.raises(ParameterError, match="no kilograms"):
        event_sensitivity(events().drop(columns="kg"))
    with pytest.raises(ParameterError, match="no kilograms"):
        event_sensitivity(events().assign(kg=float("nan")))
