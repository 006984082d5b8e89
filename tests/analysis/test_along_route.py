"""One route country by country: the same kilograms as its share, absences shown as such."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from routes.analysis import (
    COUNTRY_LISTS,
    SHARED_RULES,
    along_route,
    country_list,
    not_counted,
    shares,
    yearly_totals,
)
from routes.network import ROUTES, route


@pytest.mark.parametrize("countries", COUNTRY_LISTS)
@pytest.mark.parametrize("shared", SHARED_RULES)
def test_counted_kilograms_are_those_of_the_share_by_the_same_rule(countries, shared):
    whole = shares(countries=countries, shared=shared).set_index(["route", "year"])["kg"]
    for name in ROUTES:
        along = along_route(name, countries=countries, shared=shared)
        by_year = along.groupby("year")["counted_kg"].sum()
        assert by_year.to_dict() == pytest.approx(whole[name].to_dict())


def test_countries_come_in_route_order_afghanistan_first_with_every_year():
    along = along_route("northern", years=(2016, 2018))
    order = list(dict.fromkeys(along.index.get_level_values("iso3")))
    assert order == route("northern").countries.index.to_list()
    assert order[0] == "AFG"
    assert len(along) == 3 * len(order)


def test_afghanistan_is_shown_but_never_counted():
    afghan = along_route("balkan", countries="all").loc["AFG"]
    assert (afghan["weight"] == 0).all()
    assert afghan["counted_kg"].isna().all()
    assert afghan["kg"].max() > 0


def test_half_of_iran_is_counted_and_the_whole_is_shown(rows):
    kg = sum(
        float(row["kg"])
        for row in rows("latest_annual_seizures")
        if (row["iso3"], row["year"]) == ("IRN", "2017") and row["drug"] != "opium"
    )
    iran = along_route("balkan", years=2017, shared="half").loc[("IRN", 2017)]
    assert (iran["kg"], iran["weight"]) == (pytest.approx(kg), 0.5)
    assert iran["counted_kg"] == pytest.approx(kg / 2)


def test_a_figure_not_reported_is_missing_in_every_column_of_kilograms():
    along = along_route("southern")
    absent = along[~along["status"].isin(["reported", "reported zero"])]
    assert len(absent) > 0
    assert absent[["kg", "counted_kg", "share"]].isna().all(axis=None)


def test_shares_along_a_route_sum_to_100_in_a_year_with_seizures():
    sums = along_route("balkan").groupby("year")["share"].sum()
    assert sums.to_list() == pytest.approx([100.0] * 19)


def test_yearly_totals_count_states_that_reported_and_never_kosovo(rows):
    told = {
        (row["iso3"], int(row["year"]))
        for row in rows("latest_annual_seizures")
        if row["drug"] in {"heroin", "morphine"}
    }
    for countries in COUNTRY_LISTS:
        totals = yearly_totals(along_route("balkan", countries=countries, shared="half"))
        listed = country_list("balkan", countries=countries)
        assert "XKX" in listed
        states = set(listed) - {"XKX"}
        for year, row in totals.iterrows():
            reporting = {code for code in states if (code, year) in told}
            assert row["states"] == len(states)
            assert row["states_reporting"] == len(reporting)
            assert set(filter(None, row["not_reported"].split(";"))) == states - reporting


def test_yearly_totals_name_the_largest_country_and_its_share(rows):
    totals = yearly_totals(along_route("balkan", years=2017))
    iran = sum(
        float(row["kg"])
        for row in rows("latest_annual_seizures")
        if (row["iso3"], row["year"]) == ("IRN", "2017") and row["drug"] != "opium"
    )
    assert totals.loc[2017, "top"] == "IRN"
    assert totals.loc[2017, "top_share"] == pytest.approx(100 * iran / totals.loc[2017, "kg"])


def test_a_year_in_which_nobody_reported_has_no_total():
    along = along_route("northern", years=2017)
    along[["kg", "counted_kg", "share"]] = math.nan
    along["status"] = "not reported"
    row = yearly_totals(along).loc[2017]
    assert pd.isna(row["kg"])
    assert row["states_reporting"] == 0
    assert pd.isna(row["top"])


def test_countries_that_a_rule_takes_from_a_route_are_named():
    assert not_counted("balkan") == ["PAK"]
    assert not_counted("southern") == ["IRN"]
    assert set(not_counted("balkan", shared="apart")) == {"IRN", "PAK"}
    assert not_counted("balkan", shared="half") == []
