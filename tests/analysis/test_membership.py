"""Which State counts for which route, and that no State is lost or counted twice."""

from __future__ import annotations

import pytest

from routes.analysis import COUNTRY_LISTS, SHARED_RULES, country_list, membership
from routes.errors import UnknownNameError
from routes.network import ROUTES

KINDS = {
    "transit": {"trunk", "branch", "extension"},
    "with_markets": {"trunk", "branch", "extension", "distribution"},
    "all": {"trunk", "branch", "extension", "distribution", "offshoot"},
}


@pytest.fixture(scope="session")
def listed(rows):
    """Return the country list of a route, read from the tables by the rule as documented."""
    kinds = {(row["route"], row["branch"]): row["kind"] for row in rows("branches")}

    def codes(route: str, countries: str) -> set[str]:
        roles = {"transit"} if countries == "transit" else {"transit", "destination"}
        return {
            row["iso3"]
            for row in rows("route_countries")
            if row["route"] == route
            and row["role"] in roles
            and kinds[route, row["branch"]] in KINDS[countries]
        }

    return codes


@pytest.mark.parametrize("countries", COUNTRY_LISTS)
@pytest.mark.parametrize("route", ROUTES)
def test_a_country_list_is_what_its_rule_says(route, countries, listed):
    ours = country_list(route, countries=countries)
    assert len(ours) == len(set(ours))
    assert set(ours) == listed(route, countries)
    assert "AFG" not in ours


def test_transit_lists_leave_out_markets_and_offshoots():
    balkan = country_list("balkan")
    assert {"IRN", "TUR", "PAK", "XKX"} <= set(balkan)
    assert not {"DEU", "NLD", "ITA", "GEO", "AZE", "SYR"} & set(balkan)
    assert {"DEU", "NLD", "ITA"} <= set(country_list("balkan", countries="with_markets"))
    assert not {"GEO", "AZE"} & set(country_list("balkan", countries="with_markets"))
    assert {"GEO", "AZE", "SYR"} <= set(country_list("balkan", countries="all"))


@pytest.mark.parametrize("countries", COUNTRY_LISTS)
@pytest.mark.parametrize("shared", SHARED_RULES)
def test_the_weights_of_a_state_sum_to_one_and_no_state_is_lost(countries, shared, listed):
    frame = membership(countries=countries, shared=shared)
    sums = frame.groupby("iso3")["weight"].sum()
    assert sums.to_dict() == pytest.approx(dict.fromkeys(sums.index, 1.0))
    assert set(sums.index) == set().union(*(listed(route, countries) for route in ROUTES))
    assert not frame.duplicated(["iso3", "route"]).any()


@pytest.mark.parametrize("countries", COUNTRY_LISTS)
def test_every_state_on_two_lists_has_a_primary_route_among_them(countries, rows, listed):
    primary = {row["iso3"]: row["primary_route"] for row in rows("shared_states")}
    lists = {route: listed(route, countries) for route in ROUTES}
    twice = {
        c for codes in lists.values() for c in codes if sum(c in o for o in lists.values()) > 1
    }
    assert {"IRN", "PAK"} <= twice
    for code in twice:
        assert code in lists[primary[code]]


@pytest.mark.parametrize(
    ("code", "routes"), [("IRN", ["balkan"]), ("PAK", ["southern"]), ("UKR", ["northern"])]
)
def test_a_shared_state_counts_wholly_for_its_primary_route(code, routes):
    frame = membership(countries="all", shared="primary").query("iso3 == @code")
    assert frame["route"].to_list() == routes
    assert frame["weight"].to_list() == [1.0]


def test_half_counts_iran_in_equal_parts_and_turkiye_whole():
    frame = membership(shared="half")
    iran = frame.query("iso3 == 'IRN'").set_index("route")["weight"]
    assert iran.to_dict() == {"balkan": 0.5, "southern": 0.5}
    assert frame.query("iso3 == 'TUR'")["weight"].to_list() == [1.0]


def test_apart_counts_shared_states_for_no_route():
    frame = membership(countries="all", shared="apart").set_index("iso3")["route"]
    assert (frame["IRN"], frame["PAK"], frame["UKR"]) == ("shared", "shared", "shared")
    assert frame["TUR"] == "balkan"


def test_an_unknown_list_or_rule_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'transit'"):
        country_list("balkan", countries="transits")
    with pytest.raises(UnknownNameError, match="did you mean 'balkan'"):
        country_list("Balkans")
    with pytest.raises(UnknownNameError, match="did you mean 'primary'"):
        membership(shared="prime")
