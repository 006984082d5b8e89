"""What is not from Afghanistan counts for no route of Afghan opiates, and is told."""

import pytest

import routes as rt
from routes.analysis import origin_of_states, share_alternatives, yearly_changes
from routes.errors import UnknownNameError
from routes.names import DRUGS, ROUTES
from routes.reference import table

BOTH = ("heroin", "morphine")


def reported(year, drugs, states):
    """Kilograms of the newest edition, straight from the table."""
    rows = table("annual_seizures").query("year == @year and drug in @drugs and iso3 in @states")
    vintage = table("editions").set_index("edition")["vintage"]
    newest = rows.assign(v=rows["edition"].map(vintage)).sort_values("v")
    return newest.drop_duplicates(["iso3", "drug"], keep="last")["kg"].sum()


def test_every_state_on_a_route_has_a_reading_of_each_drug():
    cells = table("opiate_origins").set_index(["iso3", "drug"]).index
    states = table("route_countries")["iso3"].unique()
    assert {(code, drug) for code in states for drug in DRUGS} == set(cells)


@pytest.mark.parametrize(
    ("drugs", "states"),
    [(BOTH, ["THA", "MYS"]), (("heroin",), ["THA", "MYS"]), (("opium",), ["IND", "MYS"])],
)
def test_the_southern_route_leaves_out_what_is_not_afghan(drugs, states):
    narrow, every = (
        rt.shares(years=2023, drugs=drugs, origin=origin).set_index("route")
        for origin in ("afghan", "all")
    )
    left = reported(2023, drugs, states)
    assert left > 0
    assert narrow.loc["southern", "other_kg"] == pytest.approx(left)
    assert every.loc["southern", "kg"] - narrow.loc["southern", "kg"] == pytest.approx(left)
    # It is not gone: the parts are the total, and the other routes do not move.
    assert narrow.loc["elsewhere", "kg"] - every.loc["elsewhere", "kg"] == pytest.approx(left)
    assert narrow["kg"].sum() == pytest.approx(every["kg"].sum())
    assert narrow.loc["balkan", "share"] == pytest.approx(every.loc["balkan", "share"])


def test_one_drug_of_a_state_may_count_and_another_not():
    found = rt.along_route("southern", years=2023, drugs=["heroin", "opium"], opium_factor=0.1)
    india = found.loc[("IND", 2023)]
    heroin, opium = (reported(2023, [drug], ["IND"]) for drug in ("heroin", "opium"))
    assert india["kg"] == pytest.approx(heroin + opium / 10)
    assert india["counted_kg"] == pytest.approx(heroin)
    assert india["other_kg"] == pytest.approx(opium / 10)
    assert (india["origin"], india["weight"]) == ("mixed", 1)


def test_a_state_of_another_origin_is_no_state_of_the_route():
    narrow = rt.analysis.yearly_totals(rt.along_route("southern", years=2023))
    every = rt.analysis.yearly_totals(rt.along_route("southern", years=2023, origin="all"))
    assert every["states"].item() - narrow["states"].item() == len(["THA", "MYS"])


def test_annual_totals_by_state_are_attributed_by_the_same_reading():
    rows = rt.annual_seizures(years=2023, countries=["THA", "IND", "TUR"])
    found = rt.attribute(rows, method="country")
    by_cell = found.set_index(["iso3", "drug"])["route"]
    assert by_cell[[("THA", "heroin"), ("IND", "opium")]].isna().all()
    assert by_cell["IND", "heroin"] == "southern"
    assert by_cell["TUR", "opium"] == "balkan"
    assert set(found[found["route"].isna()]["reason"]) == {"mostly not from Afghanistan"}
    assert rt.attribute(rows, method="country", origin="all")["route"].notna().all()


@pytest.mark.parametrize("ask", [rt.shares, lambda **o: rt.along_route("balkan", **o)])
def test_an_unknown_rule_is_refused_with_those_there_are(ask):
    with pytest.raises(UnknownNameError, match="afghan, all"):
        ask(origin="elsewhere")


def test_the_likely_sources_are_named():
    assert "MMR" in origin_of_states().loc["MYS", "likely_sources"]
    assert origin_of_states(drugs="opium").loc["IND", "likely_sources"] == "IND"
    assert origin_of_states().loc["TUR", "origin"] == "afghan"


def test_published_shares_are_reproduced_by_the_rule_that_is_shown():
    rows = rt.reconcile().set_index("figure").loc[["PF001", "PF002", "PF003"]]
    assert rows["within"].all()
    assert rows["rule"].str.contains("origin=all").all()


@pytest.mark.parametrize(
    ("route", "year", "only"),
    [("northern", 2023, "KAZ"), ("balkan", 2023, "ROU;MKD"), ("southern", 2023, "QAT;BGD;MOZ")],
)
def test_a_change_is_that_of_the_states_that_reported_twice(route, year, only):
    found = rt.along_route(route, years=(year - 1, year))
    kg = found[found["weight"] > 0]["counted_kg"].unstack("year").dropna()
    changes = yearly_changes(found).loc[year]
    assert changes["change"] == pytest.approx(100 * (kg[year].sum() / kg[year - 1].sum() - 1))
    assert sorted(changes["only_before"].split(";")) == sorted(only.split(";"))


@pytest.mark.parametrize("route", ROUTES)
def test_each_named_alternative_is_a_rule_of_shares(route):
    row = share_alternatives(route, years=2023).loc[2023]
    asked = {
        "share": {},
        "convention": {"origin": "all"},
        "halved": {"shared": "half"},
        "markets": {"countries": "with_markets"},
    }
    for name, rule in asked.items():
        shares = rt.shares(years=2023, **rule).set_index("route")["share"]
        assert row[name] == pytest.approx(shares[route])


def test_an_alternative_that_is_the_chosen_rule_is_not_told_again():
    assert [*share_alternatives("balkan", years=2023, origin="all")] == [
        "share",
        "halved",
        "markets",
    ]
