"""Published figures beside ours: all of them, close or explained, and three done by hand."""

from __future__ import annotations

import json

import pytest

from routes.analysis import reconcile

# The figures that annual totals can speak to; two give a lowest and a highest year.
SPOKEN_TO = {f"PF{number:03}": 1 for number in [*range(1, 20), 23, 25, 26]} | {
    "PF004": 2,
    "PF006": 2,
}


@pytest.fixture(scope="module")
def held():
    return reconcile()


@pytest.fixture(scope="session")
def kilograms(rows):
    """Return the kilograms of a drug in a year, of some countries or of all."""

    def total(drug: str, year: int, countries: set[str] | None = None) -> float:
        return sum(
            float(row["kg"])
            for row in rows("latest_annual_seizures")
            if (row["drug"], row["year"]) == (drug, str(year))
            and (countries is None or row["iso3"] in countries)
        )

    return total


def test_there_is_one_row_for_each_published_value(held):
    assert held["figure"].value_counts().to_dict() == SPOKEN_TO
    assert not held.duplicated(["figure", "metric"]).any()


def test_published_values_and_qualifiers_are_those_of_the_table(held, rows):
    published = {row["figure"]: row for row in rows("published_figures")}
    for row in held.to_dict("records"):
        source = published[row["figure"]]
        values = {float(source[column]) for column in ("value", "low", "high") if source[column]}
        assert row["published"] in values
        assert (row["qualifier"] or "") == source["qualifier"] or not source["qualifier"]
        assert row["source"] == source["source"]
        assert row["unit"] == source["unit"]


def test_every_row_is_close_or_explained(held):
    for row in held.to_dict("records"):
        allowed = 1 if row["unit"] == "per cent" else 0.02 * row["published"]
        assert row["difference"] == pytest.approx(row["ours"] - row["published"])
        assert row["within"] == (abs(row["difference"]) <= allowed), row["figure"]
        assert row["within"] or isinstance(row["explanation"], str), row["figure"]


def test_19_of_24_are_close_as_the_documentation_says(held):
    assert (len(held), held["within"].sum()) == (24, 19)
    assert set(held.loc[~held["within"], "figure"]) == {
        *("PF010", "PF011", "PF012"),  # ten months of a year
        "PF014",  # the base is not said
        "PF023",  # published before the last year was in
    }


def test_every_row_names_its_rule_and_the_nearest_never_replaces_it(held):
    assert held["rule"].str.len().min() > 0
    gap = (held["nearest"] - held["published"]).abs()
    assert (gap <= held["difference"].abs() + 1e-9).all()
    changed = held["rule"] != held["nearest_rule"]
    assert changed.any()
    default = held.set_index("figure").loc["PF001", "rule"]
    assert (
        default == "countries=transit; shared=primary; origin=all; denominator=outside_afghanistan"
    )


def test_the_list_can_be_written_as_json_and_read_back(held):
    back = json.loads(held.to_json(orient="records"))
    assert [row["figure"] for row in back] == held["figure"].to_list()
    assert [row["ours"] for row in back] == pytest.approx(held["ours"].to_list())
    assert {type(row["within"]) for row in back} == {bool}


def test_heroin_seized_in_the_world_in_2017_by_hand(held, kilograms):
    row = held.set_index("figure").loc["PF005"]
    assert row["ours"] == pytest.approx(kilograms("heroin", 2017) / 1000)
    assert (row["qualifier"], row["published"]) == ("almost", 102)


def test_heroin_seized_in_the_european_union_in_2011_by_hand(held, kilograms):
    union = (
        "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL "
        "PRT ROU SVK SVN ESP SWE"
    )
    members = set(union.split())
    assert len(members) == 27
    ours = held.set_index("figure").loc["PF015", "ours"]
    assert ours == pytest.approx(kilograms("heroin", 2011, members) / 1000)


def test_pakistans_share_of_heroin_in_2013_by_hand_on_both_bases(held, kilograms):
    row = held.set_index("figure").loc["PF014"]
    world = kilograms("heroin", 2013)
    pakistan = kilograms("heroin", 2013, {"PAK"})
    assert row["ours"] == pytest.approx(100 * pakistan / world)
    outside = world - kilograms("heroin", 2013, {"AFG"})
    assert row["nearest"] == pytest.approx(100 * pakistan / outside)
    assert row["nearest_rule"].startswith("outside Afghanistan")


def test_opiates_seized_in_central_asia_in_2006_by_hand(held, kilograms):
    five = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
    ours = held.set_index("figure").loc["PF025", "ours"]
    assert ours == pytest.approx(
        sum(kilograms(drug, 2006, five) for drug in ("heroin", "morphine", "opium"))
    )


def test_the_six_largest_seizers_by_hand_in_the_lowest_and_the_highest_year(held, kilograms):
    six = {"AFG", "CHN", "IRN", "PAK", "TUR", "USA"}
    by_year = [
        100 * kilograms("heroin", year, six) / kilograms("heroin", year)
        for year in range(2006, 2018)
    ]
    ours = held.set_index("figure").loc["PF006", "ours"].to_list()
    assert ours == pytest.approx([min(by_year), max(by_year)])
