"""Shares of the routes, held against published figures and against sums of the table."""

from __future__ import annotations

from collections import defaultdict

import pytest

from routes.analysis import COUNTRY_LISTS, DENOMINATORS, SHARED_RULES, shares
from routes.errors import UnknownNameError
from routes.network import ROUTES

# States with a transit role on a trunk, branch or extension, Pakistan counted for the southern
# route, Iran (Islamic Republic of) for the Balkan and Ukraine for the northern one; without
# Malaysia and Thailand, whose heroin is mostly not from Afghanistan.
LISTS = {
    "balkan": "IRN TUR GRC ALB BGR MKD SRB MNE BIH HRV SVN XKX ROU HUN AUT",
    "northern": "TJK KGZ KAZ UZB TKM RUS BLR UKR",
    "southern": "PAK KEN TZA MOZ MDG COM OMN YEM QAT BHR KWT BGD NPL IND ETH",
}
CODES = {route: codes.split() for route, codes in LISTS.items()}


@pytest.fixture(scope="session")
def seized(rows):
    """Return kilograms by year and country of some drugs, each drug times its weight."""

    def by_year(weights: dict[str, float]) -> dict[int, dict[str, float]]:
        found = defaultdict(lambda: defaultdict(float))
        for row in rows("latest_annual_seizures"):
            if row["drug"] in weights:
                kg = float(row["kg"]) * weights[row["drug"]]
                found[int(row["year"])][row["iso3"]] += kg
        return found

    return by_year


def share(year: int, route: str, **options: str) -> float:
    return shares(years=year, **options).set_index("route").loc[route, "share"]


def test_balkan_countries_seized_47_per_cent_outside_afghanistan_in_2017():
    assert share(2017, "balkan") == pytest.approx(47, abs=1)


def test_northern_countries_seized_10_per_cent_of_the_world_in_2008_and_1_in_2017():
    assert share(2008, "northern", denominator="world") == pytest.approx(10, abs=1)
    assert share(2017, "northern", denominator="world") == pytest.approx(1, abs=1)


@pytest.mark.parametrize("year", range(2005, 2024))
def test_shares_are_those_of_the_country_lists_written_out_here(year, seized):
    kg = seized({"heroin": 1.0, "morphine": 1.0})[year]
    for denominator in DENOMINATORS:
        total = sum(kg.values()) - (0 if denominator == "world" else kg.get("AFG", 0))
        ours = shares(years=year, denominator=denominator).set_index("route")
        for route, codes in CODES.items():
            part = sum(kg.get(code, 0) for code in codes)
            assert ours.loc[route, "kg"] == pytest.approx(part)
            assert ours.loc[route, "share"] == pytest.approx(100 * part / total)


def test_without_the_shared_states_the_balkan_share_of_2017_falls_by_two_thirds(seized):
    kg = seized({"heroin": 1.0, "morphine": 1.0})[2017]
    total = sum(kg.values()) - kg["AFG"]
    rest = sum(kg.get(code, 0) for code in CODES["balkan"] if code != "IRN")
    assert share(2017, "balkan", shared="apart") == pytest.approx(100 * rest / total)
    assert 100 * rest / total == pytest.approx(15.6, abs=0.05)  # docs/methods/shares.md


@pytest.mark.parametrize("denominator", DENOMINATORS)
@pytest.mark.parametrize("countries", COUNTRY_LISTS)
@pytest.mark.parametrize("shared", SHARED_RULES)
def test_parts_sum_to_the_total_and_shares_to_100(denominator, countries, shared, seized):
    rule = {"denominator": denominator, "countries": countries, "shared": shared}
    frame = shares(**rule)
    table = seized({"heroin": 1.0, "morphine": 1.0})
    for year, parts in frame.groupby("year"):
        kg = table[year]
        total = sum(kg.values()) - (0 if denominator == "world" else kg.get("AFG", 0))
        assert parts["kg"].sum() == pytest.approx(total)
        assert parts["total_kg"].to_list() == pytest.approx([total] * len(parts))
        assert parts["share"].sum() == pytest.approx(100)
        assert (parts["kg"] >= 0).all()
        assert parts["route"].is_unique
        assert ("afghanistan" in set(parts["route"])) == (denominator == "world")
        assert ("shared" in set(parts["route"])) == (shared == "apart")
    assert set(frame["year"]) == set(range(2005, 2024))


@pytest.mark.parametrize("route", ["balkan", "southern"])
def test_half_of_iran_moves_exactly_half_of_iran(route, seized):
    """Iran and Pakistan are the transit States both routes share, besides Ukraine (northern)."""
    kg = seized({"heroin": 1.0, "morphine": 1.0})[2017]
    apart = shares(years=2017, shared="apart").set_index("route")["kg"]
    half = shares(years=2017, shared="half").set_index("route")["kg"]
    assert half[route] - apart[route] == pytest.approx(kg["IRN"] / 2 + kg["PAK"] / 2)
    assert apart["shared"] == pytest.approx(kg["IRN"] + kg["PAK"])


def test_opium_is_weighed_by_the_factor_in_parts_and_total(seized):
    kg = seized({"heroin": 1.0, "morphine": 1.0, "opium": 0.1})[2017]
    options = {"drugs": ("heroin", "morphine", "opium"), "opium_factor": 0.1}
    ours = shares(years=2017, **options).set_index("route")
    assert ours.loc["balkan", "kg"] == pytest.approx(sum(kg.get(c, 0) for c in CODES["balkan"]))
    assert ours.loc["balkan", "total_kg"] == pytest.approx(sum(kg.values()) - kg["AFG"])


def test_every_choice_is_printed_with_the_result():
    frame = shares(
        years=(2016, 2017),
        drugs=["opium", "heroin"],
        denominator="world",
        countries="all",
        shared="half",
        opium_factor=0.1,
    )
    choices = ["drugs", "denominator", "countries", "shared_rule", "opium_factor"]
    assert frame[choices].drop_duplicates().to_numpy().tolist() == [
        ["heroin+opium", "world", "all", "half", 0.1]
    ]


def test_defaults_are_printed_too():
    first = shares(years=2017).iloc[0]
    assert first[["drugs", "denominator", "countries", "shared_rule"]].to_list() == [
        "heroin+morphine",
        "outside_afghanistan",
        "transit",
        "primary",
    ]
    assert first["opium_factor"] is None


def test_states_that_reported_are_counted_and_kosovo_is_not_a_state(rows):
    told = {
        row["iso3"]
        for row in rows("latest_annual_seizures")
        if row["year"] == "2017" and row["drug"] in {"heroin", "morphine"}
    }
    frame = shares(years=2017).set_index("route")
    for route, codes in CODES.items():
        states = set(codes) - {"XKX"}
        assert frame.loc[route, "states"] == len(states)
        assert frame.loc[route, "states_reporting"] == len(states & told)


def test_territories_and_dissolved_countries_elsewhere_are_no_states_either(rows):
    kinds = {row["iso3"]: row["kind"] for row in rows("countries")}
    ever = {row["iso3"] for row in rows("latest_annual_seizures") if kinds[row["iso3"]] == "state"}
    elsewhere = ever - {"AFG"} - set().union(*CODES.values())
    assert shares(years=2017).set_index("route").loc["elsewhere", "states"] == len(elsewhere)


@pytest.mark.parametrize(
    ("options", "nearest"),
    [
        ({"denominator": "wrld"}, "world"),
        ({"countries": "with_market"}, "with_markets"),
        ({"shared": "halves"}, "half"),
        ({"drugs": "heroine"}, "heroin"),
    ],
)
def test_an_unknown_choice_is_answered_with_the_nearest_in_one_line(options, nearest):
    with pytest.raises(UnknownNameError, match=f"did you mean '{nearest}'") as caught:
        shares(**options)
    assert "\n" not in str(caught.value)


def test_the_three_routes_are_always_there_in_order():
    for _, parts in shares().groupby("year"):
        assert tuple(parts["route"][:3]) == ROUTES
