"""The first screen, against figures added up by hand from the table."""

from __future__ import annotations

import pytest

from routes.briefing import Briefing

# Transit States of the Balkan route by route_countries.csv, and Kosovo, which is no State.
# Pakistan lies on it too and counts for the southern route.
STATES = (
    "IRN",
    "TUR",
    "GRC",
    "ALB",
    "BGR",
    "MKD",
    "SRB",
    "MNE",
    "BIH",
    "HRV",
    "SVN",
    "ROU",
    "HUN",
    "AUT",
)
COUNTED = {*STATES, "XKX"}


@pytest.fixture(scope="module")
def kilograms(rows):
    """Return a function: {iso3: kilograms of heroin and morphine} of a year, as reported."""

    def of(year, drugs=("heroin", "morphine")) -> dict[str, float]:
        found: dict[str, float] = {}
        for row in rows("latest_annual_seizures"):
            if row["year"] == str(year) and row["drug"] in drugs:
                found[row["iso3"]] = found.get(row["iso3"], 0) + float(row["kg"])
        return found

    return of


def along_balkan(found):
    return sum(kg for code, kg in found.items() if code in COUNTED)


def tons(kg):
    return f"{kg / 1000:.1f} tons"


@pytest.fixture(scope="module")
def said():
    return Briefing.of(route="balkan", first_year=2016, last_year=2017).headline().text.split("\n")


def test_the_lead_says_what_was_seized_and_whether_it_is_more(said, kilograms):
    before, last = along_balkan(kilograms(2016)), along_balkan(kilograms(2017))
    assert (tons(before), tons(last)) == ("38.7 tons", "58.2 tons")
    more = f"{100 * (last / before - 1):.0f}"
    assert said[0] == (
        f"Along the Balkan route, States reported 58.2 tons of heroin and morphine seized in 2017. "
        f"In the States that reported for both years, that is {more} per cent more than in 2016."
    )


def test_the_share_is_of_what_all_states_outside_afghanistan_reported(said, kilograms):
    found = kilograms(2017)
    share = 100 * along_balkan(found) / sum(kg for code, kg in found.items() if code != "AFG")
    assert abs(share - 47) < 1  # World Drug Report 2019
    # Iran and Pakistan halved, and the markets: tests/analysis/test_origins.py.
    assert said[1] == (
        f"That is {share:.0f} per cent of what all States outside Afghanistan reported for 2017 "
        f"(other rules: by the convention of the World Drug Report {share:.0f}; with States on "
        "two routes halved 44; with Western and Central Europe 50)."
    )


def test_the_world_is_another_denominator(kilograms):
    b = Briefing.of(route="balkan", first_year=2016, last_year=2017, denominator="world")
    found = kilograms(2017)
    share = 100 * along_balkan(found) / sum(found.values())
    (said,) = [line for line in b.headline().text.split("\n") if line.startswith("That is")]
    assert said.startswith(f"That is {share:.0f} per cent of what all States reported for 2017 (")


def test_the_largest_country_is_named(said, kilograms):
    found = {code: kg for code, kg in kilograms(2017).items() if code in COUNTED}
    assert max(found, key=found.get) == "IRN"
    part = 100 * found["IRN"] / sum(found.values())
    assert said[2] == f"Iran (Islamic Republic of) accounts for {part:.0f} per cent of it."


def test_states_reporting_are_counted_for_both_years(said, kilograms):
    now, before = (len(set(STATES) & set(kilograms(year))) for year in (2017, 2016))
    assert said[3] == f"Of the 14 States counted, {now} reported for 2017 and {before} for 2016."


def test_the_rule_for_states_on_two_routes_is_said(said):
    assert (
        "Iran (Islamic Republic of) lies on two routes and is counted for the Balkan route." in said
    )
    assert "Pakistan lies on two routes and is not counted here but for another." in said


def test_a_trend_of_seizures_is_not_called_a_flow(said):
    assert said[6] == (
        "Seizures show where enforcement met trafficking; they do not measure the flow."
    )


def test_states_that_did_not_report_are_named_and_not_read_as_zero(rows, kilograms):
    names = {row["iso3"]: row["name"] for row in rows("countries")}
    missing = [names[code] for code in STATES if code not in kilograms(2023)]
    assert len(missing) > 1
    text = Briefing.of(route="balkan", first_year=2022, last_year=2023).headline().text
    (line,) = [s for s in text.split("\n") if s.startswith("Not reported for 2023")]
    assert line.startswith("Not reported for 2023, and not read as zero: ")
    listed = line.split(": ")[1].rstrip(".").replace(" and ", ", ").split(", ")
    whole = ", ".join(missing).replace(" and ", ", ").split(", ")
    assert sorted(listed) == sorted(whole)


def test_less_is_called_less(kilograms):
    # Romania and North Macedonia reported for 2022 only: like with like.
    silent = {"ROU": 0, "MKD": 0}
    before, last = along_balkan(kilograms(2022) | silent), along_balkan(kilograms(2023))
    assert last < before
    less = f"{100 * (1 - last / before):.0f}"
    lead = Briefing.of(route="balkan", first_year=2022, last_year=2023).headline().about["lead"]
    assert lead == (
        f"Along the Balkan route, States reported {tons(last)} of heroin and morphine seized in "
        f"2023. In the States that reported for both years, that is {less} per cent less than in "
        "2022."
    )


def test_what_differs_by_more_than_a_point_is_told_with_the_states():
    lead = Briefing.of(route="northern", first_year=2022, last_year=2023).headline().about["lead"]
    assert lead.endswith(
        "In the States that reported for both years, that is 26 per cent less than in 2022. All "
        "reports together are 30 per cent less than the 1.6 tons of 2022. Of the two years, "
        "reported for 2022 only: Kazakhstan."
    )


def test_what_was_converted_is_never_said_to_be_reported():
    for drugs, names in (
        ("heroin,opium", "heroin and opium"),
        ("heroin,morphine,opium", "heroin, morphine and opium"),
        ("morphine,opium", "morphine and opium"),
    ):
        b = Briefing.of(
            route="northern", first_year=2023, last_year=2023, drugs=drugs, opium_factor=0.1
        )
        amount = b.wording.amount(b.totals["kg"].iloc[-1])
        section = b.headline()
        said = f"{names} equal to {amount} of heroin (opium converted at 10 to 1)"
        assert said in section.about["lead"]
        assert "<dt>of heroin equivalent seized in 2023</dt>" in section.html
        assert "reported seized" not in b.map().text


def test_the_first_caveat_names_what_is_not_afghan_with_its_kilograms():
    b = Briefing.of(route="southern", first_year=2022, last_year=2023)
    first = b.caveats().html.split("<li>")[1]
    assert first.startswith(
        "Not counted, as mostly not from Afghanistan: 2.0 tons of heroin and morphine seized in "
        "2023 (Thailand 1.1 tons; Malaysia 950 kilograms); likely sources: Myanmar and Lao "
    )
    assert "India 3.2 tons" in b.caveats().html.split("<li>")[2]
    every = Briefing.of(route="southern", first_year=2022, last_year=2023, origin="all")
    assert every.caveats().html.split("<li>")[1].startswith("Counted, though mostly not from")
    assert "Not counted" not in every.headline().text
    balkan = Briefing.of(route="balkan", first_year=2022, last_year=2023)
    assert balkan.origins == []


def test_one_year_is_not_compared():
    lead = Briefing.of(route="balkan", first_year=2017, last_year=2017).headline().about["lead"]
    assert lead == (
        "Along the Balkan route, States reported 58.2 tons of heroin and morphine seized in 2017."
    )


def test_the_range_of_the_years_is_given(kilograms):
    by_year = {year: along_balkan(kilograms(year)) for year in range(2010, 2018)}
    high, low = max(by_year, key=by_year.get), min(by_year, key=by_year.get)
    text = Briefing.of(route="balkan", first_year=2010, last_year=2017).headline().text
    assert (
        f"The highest year of 2010–2017 was {high}, with {tons(by_year[high])}; "
        f"the lowest was {low}, with {tons(by_year[low])}." in text
    )


def test_officers_are_those_of_the_latest_list_not_after_the_year(rows, said):
    years = [int(r["year"]) for r in rows("liaison_officers") if r["year"]]
    latest = max(year for year in years if year <= 2017)
    on_route = {r["iso3"] for r in rows("route_countries") if r["route"] == "balkan"}
    cities = [
        r["city"]
        for r in rows("liaison_officers")
        if r["year"] == str(latest) and r["iso3"] in on_route and r["status"] != "not listed"
    ]
    (line,) = [s for s in said if "liaison officers" in s]
    assert line.startswith(f"In {latest}, {len(cities)} liaison officers")
    assert all(city in line for city in cities)


def test_meetings_are_those_of_the_years_on_the_route_without_vienna(rows, said):
    on_route = {r["iso3"] for r in rows("route_countries") if r["route"] == "balkan"}
    cities = [
        r["city"]
        for r in rows("meetings")
        if r["status"] == "held" and r["year"] in {"2016", "2017"} and r["iso3"] in on_route
        and r["city"] != "Vienna"
    ]  # fmt: skip
    assert said[-1].startswith(f"{len(cities)} meetings of the Paris Pact are known")
    assert said[-1].endswith(f": {' and '.join(cities)}.")


def nothing_reported():
    """Return the totals of a route for which no State reported in the last year."""
    b = Briefing.of(route="northern", drugs="morphine", first_year=2016, last_year=2017)
    none = b.along.copy()
    last = none.index.get_level_values("year") == 2017
    none.loc[last, ["kg", "counted_kg", "share"]] = float("nan")
    none.loc[last, "status"] = "not reported"
    b.__dict__["along"] = none  # what the cached property would hold
    return b


def test_a_year_nobody_reported_is_never_said_to_be_zero():
    section = nothing_reported().headline()
    assert section.about["lead"] == (
        "Along the northern route, no State on the list reported morphine seized in 2017."
    )
    assert section.about["kg"][-1] is None
    assert "0 kilograms" not in section.text
    assert "0 tons" not in section.text
    assert "<dt>seized in 2017</dt><dd>not reported</dd>" in section.html


def test_the_table_of_such_a_year_says_not_reported():
    html = nothing_reported().countries().html
    foot = html[html.index("<tfoot>") :]
    assert "not reported" in foot
    assert ">0<" not in foot


def test_opium_is_added_only_with_the_factor_in_print(kilograms):
    b = Briefing.of(
        route="balkan", first_year=2017, last_year=2017, drugs="heroin,opium", opium_factor=0.1
    )
    heroin, opium = (along_balkan(kilograms(2017, (drug,))) for drug in ("heroin", "opium"))
    assert b.totals["kg"].iloc[0] == pytest.approx(heroin + opium / 10)
    assert "Opium is counted as 0.1 kilograms of heroin a kilogram (10 to 1), a convention." in (
        b.headline().text
    )


def test_half_and_apart_say_so(kilograms):
    found = kilograms(2017)
    half = Briefing.of(route="balkan", first_year=2017, last_year=2017, shared="half")
    assert "are counted half for each." in half.headline().text
    expected = along_balkan(found) - found["IRN"] / 2 + found["PAK"] / 2
    assert half.totals["kg"].iloc[0] == pytest.approx(expected)
    apart = Briefing.of(route="balkan", first_year=2017, last_year=2017, shared="apart")
    assert "are counted apart and left out here." in apart.headline().text
    assert apart.totals["kg"].iloc[0] == pytest.approx(along_balkan(found) - found["IRN"])
