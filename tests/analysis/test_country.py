"""What the tables hold on one country, held against rows of the tables added up by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import routes as rt
from routes.analysis import attendance_known, country_list
from routes.errors import UnknownNameError
from routes.partnership import fact_sheet_countries
from routes.reference.limits import YearError


@pytest.fixture(scope="module")
def profile():
    made: dict[str, object] = {}
    return lambda code: made.setdefault(code, rt.country_profile(code))


def test_the_list_has_21_countries_in_four_regions_each_inferred(rows):
    listed = fact_sheet_countries()
    # Five, three and three, and the ten of South-Eastern Europe with Türkiye.
    assert len(listed) == 5 + 3 + 3 + 10 == 21
    assert listed["region"].value_counts().to_dict() == {
        "south-eastern-europe": 9,
        "central-asia": 5,
        "caucasus": 3,
        "west-asia": 3,
        "south-eastern-europe;west-asia": 1,
    }
    assert set(listed["confidence"]) == {"inferred"}
    assert "XKX" not in listed.index
    assert set(listed.index) <= {row["iso3"] for row in rows("latest_annual_seizures")}


@pytest.mark.parametrize("code", ["UZB", "MKD", "IRN", "TKM", "AFG"])
def test_every_figure_and_every_gap_is_that_of_the_table(code, profile, rows):
    written = {
        (row["drug"], int(row["year"])): (float(row["kg"]), row["edition"])
        for row in rows("latest_annual_seizures")
        if row["iso3"] == code
    }
    annual = profile(code).annual
    assert len(annual) == 3 * 19
    for key, row in annual.iterrows():
        if key in written:
            assert (row["kg"], row["edition"]) == written[key]
            assert row["status"] == ("reported zero" if row["kg"] == 0 else "reported")
        else:
            assert pd.isna(row["kg"])
            assert row["status"] == "not reported"


def test_uzbekistan_last_reported_in_2023_and_its_trend_is_over_ten_years(profile):
    heroin = profile("UZB").trend.loc["heroin"]
    assert (heroin["year"], heroin["kg"]) == (2023, 101.8)
    assert (heroin["year_before"], heroin["kg_before"]) == (2022, 276.9)
    assert heroin["change"] == pytest.approx(100 * (101.8 - 276.9) / 276.9)
    assert heroin["recent"] == pytest.approx((41 + 28.31 + 102.96 + 276.9 + 101.8) / 5)
    assert heroin["earlier"] == pytest.approx((106.5 + 147.9 + 107.76 + 12.43 + 21) / 5)
    morphine = profile("UZB").trend.loc["morphine"]
    assert (morphine["years_reported"], morphine["year"], morphine["kg"]) == (2, 2007, 21.244)


def test_north_macedonia_last_reported_in_2022_after_a_gap_of_two_years(profile):
    heroin = profile("MKD").trend.loc["heroin"]
    # Without 2016, 2020, 2021 and 2023.
    assert heroin["years_reported"] == 19 - 4
    assert (heroin["year"], heroin["kg"]) == (2022, 2.36)
    assert (heroin["year_before"], heroin["kg_before"]) == (2019, 1)
    assert heroin["change"] == pytest.approx(136)
    # 2019 and 2022 of the last five years: too few for a mean.
    assert heroin["recent_years"] == 2
    assert pd.isna(heroin["recent"])
    assert profile("MKD").annual.loc[("opium", 2009), "status"] == "reported zero"


def test_iran_reported_each_drug_every_year(profile):
    trend = profile("IRN").trend
    assert set(trend["years_reported"]) == {19}
    opium = trend.loc["opium"]
    assert opium["change"] == pytest.approx(100 * (445272 - 536408) / 536408)
    assert opium["recent"] == (656258 + 916488 + 834865 + 536408 + 445272) / 5


def test_turkmenistan_is_silent_since_2016_and_has_no_recent_mean(profile):
    trend = profile("TKM").trend
    assert trend.loc["heroin", "year"] == 2016
    assert trend["recent"].isna().all()
    assert trend.loc["morphine", "years_reported"] == 0
    assert pd.isna(trend.loc["morphine", "year"])


def test_a_change_from_zero_has_no_per_cent(profile):
    # Greece: zero morphine in 2021, zero again in 2023.
    morphine = profile("GRC").trend.loc["morphine"]
    assert (morphine["year"], morphine["kg"]) == (2023, 0)
    assert (morphine["year_before"], morphine["kg_before"]) == (2021, 0)
    assert pd.isna(morphine["change"])


@pytest.mark.parametrize(
    ("code", "route", "drug", "year"),
    [
        ("UZB", "northern", "heroin", 2023),
        ("MKD", "balkan", "heroin", 2022),
        ("IRN", "southern", "opium", 2023),
        ("TKM", "northern", "opium", 2016),
    ],
)
def test_the_rank_is_among_the_states_on_the_route_that_reported(
    code, route, drug, year, profile, rows
):
    kind = {row["iso3"]: row["kind"] for row in rows("countries")}
    states = {r["iso3"] for r in rows("route_countries") if r["route"] == route}
    states = {c for c in states if kind[c] == "state"}
    kg = {
        row["iso3"]: float(row["kg"])
        for row in rows("latest_annual_seizures")
        if row["drug"] == drug and row["year"] == str(year) and row["iso3"] in states
    }
    row = profile(code).ranks.loc[(route, drug)]
    assert row["year"] == year
    assert row["rank"] == sorted(kg.values(), reverse=True).index(kg[code]) + 1
    assert (row["reporting"], row["states"]) == (len(kg), len(states))
    assert kg[row["top"]] == row["top_kg"] == max(kg.values())


def test_places_of_north_macedonia_are_those_of_the_sample_added_over_the_years(profile):
    places = profile("MKD").places
    assert places["place"].dropna().to_list() == ["Bogorodica border post", "Ohrid", "Skopje"]
    rest = places[places["place"].isna()].iloc[0]
    # 2012 and 2013.
    assert rest["events"] == 4 + 13
    assert rest["kilograms"] == pytest.approx(0.019 + 3.893)


def test_places_of_iran_keep_the_drugs_apart(profile):
    places = profile("IRN").places.set_index(["place", "family"])
    opium = places.loc[("Hormozgan Province", "opium")]
    assert opium["events"] == 29 + 10
    assert opium["kilograms"] == pytest.approx(13883.069 + 7343.95)
    assert places.loc[("Isfahan Province", "heroin"), "events"] == 3
    assert places.loc[("Isfahan Province", "opium"), "events"] == 4


def test_no_single_seizure_and_no_pair_is_given_away(profile):
    # Greece: one seizure of heroin in the sample.
    (greece,) = profile("GRC").places.itertuples()
    assert pd.isna(greece.events)
    assert pd.isna(greece.kilograms)
    for code in fact_sheet_countries().index:
        assert (profile(code).places["events"].dropna() >= 3).all(), code
    # Armenia: one seizure of heroin without a place in 2011, three in 2014.
    whole = profile("ARM").places.query("family == 'heroin' and place.isna()")
    assert whole["events"].item() == 1 + 3
    alone = rt.country_profile("ARM", years=2011).places
    assert alone["events"].isna().all()
    assert len(alone) == 1


def test_turkiye_is_not_in_the_sample(profile):
    assert profile("TUR").places.empty


def test_branches_come_from_the_lists_and_from_the_lines(profile, rows):
    branches = profile("MKD").branches.set_index("branch")
    assert branches["role"].fillna("").to_dict() == {
        "southern-branch": "",  # Evzonoi – Gevgelija – Skopje, not on its list
        "central-branch": "transit",
    }
    assert branches.loc["southern-branch", "confidence"] == "inferred"
    places = branches.loc["central-branch", "places"]
    assert places.split(";") == ["Deve Bair", "Skopje", "Tabanovce"]
    for code in fact_sheet_countries().index:
        listed = {(r["route"], r["branch"]) for r in rows("route_countries") if r["iso3"] == code}
        mine = profile(code).branches.dropna(subset=["role"])
        assert set(zip(mine["route"], mine["branch"], strict=True)) == listed, code


def test_neighbours_are_at_the_other_end_of_the_lines_that_cross_the_border(profile):
    def joined(code) -> dict:
        rows = profile(code).neighbours
        return {
            (row.route, row.direction, row.iso3): row.modes for row in rows.itertuples(index=False)
        }

    # Evzonoi – Gevgelija, Gyueshevo – Deve Bair, Tabanovce – Presevo, Skopje – Pristina.
    assert joined("MKD") == {
        ("balkan", "before", "GRC"): "road",
        ("balkan", "before", "BGR"): "road",
        ("balkan", "after", "SRB"): "road",
        ("balkan", "after", "XKX"): "road",
    }
    assert joined("UZB") == {
        ("northern", "before", "TJK"): "rail",
        ("northern", "before", "AFG"): "rail",
        ("northern", "after", "KAZ"): "road",
    }
    iran = joined("IRN")
    assert iran[("balkan", "after", "TUR")] == "road;air"
    # From Chabahar and Jask out to the Arabian Sea, and ashore in East Africa.
    assert iran[("southern", "after", "TZA")] == "sea"
    assert ("southern", "before", "AFG") in iran
    assert not [key for key in iran if key[2] == "IRN"]


def test_afghanistan_is_the_source_on_no_transit_list_with_nothing_before_it(profile):
    p = profile("AFG")
    assert set(p.branches["role"]) == {"source"}
    assert set(p.neighbours["direction"]) == {"after"}
    assert set(p.km.values()) == {0.0}
    assert not [route for route in p.routes if "AFG" in country_list(route)]


def test_cultivation_is_that_of_the_publications_with_its_corrections(profile, rows):
    grown = profile("AFG").cultivation
    series = grown[grown["metric"] == "opium poppy cultivation"].set_index("year")
    assert (series.loc[2017, "value"], series.loc[2017, "unit"]) == (328000, "ha")
    assert series.loc[2017, "source"] == "UNODC/SUBCOM/53/3 para 1"
    assert series.loc[2018, "confidence"] == "inferred"
    assert series.index.is_unique
    odd = grown[grown["metric"] == "opium poppy cultivation, misprint"]
    assert odd[["year", "value"]].to_numpy().tolist() == [[2016, 221000]]
    assert profile("UZB").cultivation.empty


def test_posts_are_given_list_by_list_and_silence_is_not_listed(profile):
    def said(code) -> list:
        rows = profile(code).posts
        years, cities = rows["year"].fillna(0), rows["city"].fillna("")
        return list(zip(years, cities, rows["status"], strict=True))

    # 0: the undated list of about 2014–2016.
    assert said("UZB") == [
        (2011, "Tashkent", "in post"),
        (2013, "Tashkent", "in post"),
        (0, "Tashkent", "in post"),
        (2022, "Tashkent", "in post"),
    ]
    assert said("TKM") == [
        (2013, "Ashgabat", "in post"),
        (0, "", "not listed"),
        (2022, "", "not listed"),
    ]
    assert said("TUR")[-1] == (2022, "Ankara", "new post")
    # The unit in Tashkent covered Tajikistan.
    tajikistan = profile("TJK").posts.iloc[0]
    assert (tajikistan["relation"], tajikistan["iso3"]) == ("served", "UZB")


def test_meetings_here_and_attended_are_told_apart(profile):
    frame = profile("UZB").meetings.set_index("meeting")
    assert frame["here"].to_dict() == {
        "ERT2004-TAS": True,
        "TWG2009-FIN": True,
        "EWG2022-III": False,
    }
    assert frame["attended"].to_dict() == {
        "ERT2004-TAS": False,
        "TWG2009-FIN": True,
        "EWG2022-III": True,
    }
    assert profile("TUR").meetings["status"].to_list() == ["postponed"]
    assert profile("MKD").meetings.empty


def test_how_far_attendance_is_known(rows):
    held = {row["meeting"] for row in rows("meetings") if row["status"] == "held"}
    named = {row["meeting"] for row in rows("meeting_attendance")}
    assert attendance_known() == (len(named & held), len(held))


def test_no_seizure_of_a_precursor_is_in_the_layer(rows):
    # The sheets say so; a family that is none of these would make the sentence false.
    families = {row["family"] for row in rows("seizures_by_place")}
    assert families == {"heroin", "morphine", "opium", "poppy straw"}


def test_a_country_without_a_sheet_has_a_profile_too(profile):
    kosovo = profile("XKX")
    assert kosovo.listing is None
    assert kosovo.partner is None
    assert kosovo.ranks.empty  # an area has no rank among States
    assert "Kosovo" in repr(kosovo)


def test_unknown_countries_and_years_are_refused_in_one_line():
    with pytest.raises(UnknownNameError, match=r"unknown country code 'Uzbekistan'. Valid: UZB$"):
        rt.country_profile("Uzbekistan")
    with pytest.raises(YearError, match="year 1999 is not in the annual totals"):
        rt.country_profile("UZB", years=1999)
