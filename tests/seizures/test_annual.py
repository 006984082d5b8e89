"""Annual totals: what was reported, what was not, and that kilograms are neither made nor lost."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.errors import RoutesError, UnknownNameError
from routes.seizures import (
    DRUGS,
    STATUSES,
    annual_seizures,
    quantities,
    read_seizures,
    table_years,
)


@pytest.fixture(scope="session")
def reported(rows):
    """Return the figures of the table: kilograms by (country, year) and drug."""
    found = defaultdict(dict)
    for row in rows("annual_seizures"):
        found[row["iso3"], int(row["year"])][row["drug"]] = float(row["kg"])
    return found


def one(iso3: str, year: int, **options: object) -> dict[str, object]:
    return quantities(years=year, countries=[iso3], **options).iloc[0].to_dict()


def test_a_reported_figure_is_the_sum_of_its_drugs(reported):
    assert reported["TUR", 2017] == {"heroin": 17751.726, "morphine": 9.061, "opium": 933.835}
    cell = one("TUR", 2017)
    assert cell["kg"] == pytest.approx(17751.726 + 9.061)
    assert cell["status"] == "reported"
    assert cell["drugs_reported"] == "heroin;morphine"
    assert cell["editions"] == "unodc-1970-2019"


def test_a_reported_zero_is_a_zero(reported):
    assert reported["BLR", 2018] == {"heroin": 0, "opium": 0}
    cell = one("BLR", 2018)
    assert (cell["kg"], cell["status"], cell["drugs_reported"]) == (0, "reported zero", "heroin")


def test_a_zero_of_one_drug_does_not_take_in_another(reported):
    assert reported["ARM", 2008] == {"heroin": 0.000483, "morphine": 0, "opium": 7.586}
    assert one("ARM", 2008, drugs="morphine")["status"] == "reported zero"
    assert one("ARM", 2008, drugs="opium")["kg"] == 7.586


def test_half_a_gram_is_no_zero():
    assert one("ARM", 2008)["kg"] == 0.000483
    assert one("ARM", 2008)["status"] == "reported"


@pytest.mark.parametrize(
    ("edition", "year", "status"),
    [
        ("wdr-2024", 2023, "not held here"),
        ("wdr-2024", 2022, "reported"),
        ("unodc-1970-2019", 2020, "not held here"),
        (None, 2023, "reported"),
    ],
)
def test_a_year_that_an_edition_does_not_hold_is_not_a_state_that_did_not_report(
    edition, year, status
):
    cell = one("IRN", year, edition=edition)
    assert cell["status"] == status
    assert math.isnan(cell["kg"]) == (status == "not held here")
    # Nothing is known of the year, so not of a State that no edition names either.
    outside = one("KIR", year, edition=edition)["status"]
    assert outside == (status if status == "not held here" else "outside the table")


def test_a_figure_not_reported_is_missing_never_zero(reported):
    assert ("ABW", 2017) not in reported
    assert ("ABW", 2005) in reported
    cell = one("ABW", 2017)
    assert math.isnan(cell["kg"])
    assert cell["status"] == "not reported"


def test_one_drug_may_be_reported_where_another_is_not(reported):
    assert reported["UZB", 2015] == {"heroin": 147.9, "opium": 882.2}
    assert one("UZB", 2015, drugs="morphine")["status"] == "not reported"
    assert one("UZB", 2015)["kg"] == 147.9


def test_a_country_that_never_appears_is_outside_the_table(reported):
    assert "KIR" not in {iso3 for iso3, _ in reported}
    cell = one("KIR", 2017)
    assert math.isnan(cell["kg"])
    assert cell["status"] == "outside the table"


def test_every_country_and_year_has_one_status_and_only_reports_have_kilograms(reported):
    frame = quantities()
    countries = {iso3 for iso3, _ in reported}
    assert len(frame) == len(countries) * len(range(2005, 2024))
    assert frame.index.is_unique
    for (iso3, year), status, kg in zip(frame.index, frame["status"], frame["kg"], strict=True):
        known = reported.get((iso3, year), {})
        figures = [known[drug] for drug in ("heroin", "morphine") if drug in known]
        if not figures:
            assert (status, math.isnan(kg)) == ("not reported", True), (iso3, year)
        elif sum(figures) == 0:
            assert (status, kg) == ("reported zero", 0), (iso3, year)
        else:
            assert status == "reported", (iso3, year)
            assert kg == pytest.approx(sum(figures)), (iso3, year)


def test_opium_is_not_added_to_heroin_without_a_factor():
    with pytest.raises(ValueError, match=r"opium_factor=0\.1") as caught:
        quantities(years=2017, drugs=("heroin", "opium"))
    assert "\n" not in str(caught.value)


def test_opium_is_weighed_with_the_factor_and_heroin_is_not(reported):
    figures = reported["IRN", 2017]
    expected = figures["heroin"] + figures["morphine"] + 0.1 * figures["opium"]
    assert one("IRN", 2017, drugs=DRUGS, opium_factor=0.1)["kg"] == pytest.approx(expected)


def test_opium_alone_is_never_weighed(reported):
    for factor in (None, 0.1):
        cell = one("IRN", 2017, drugs="opium", opium_factor=factor)
        assert cell["kg"] == reported["IRN", 2017]["opium"]


@pytest.mark.parametrize("factor", [0, -0.1, 1.5, float("nan")])
def test_a_factor_that_means_nothing_is_refused(factor):
    with pytest.raises(ValueError, match=r"above 0 and at most 1|a number or None, not nan"):
        quantities(drugs=DRUGS, opium_factor=factor)


def test_figures_come_with_their_edition_and_a_missing_one_has_no_row(reported):
    assert table_years() == (2005, 2023)
    frame = annual_seizures(years=(2017, 2018), drugs="heroin", countries=["TUR", "KIR"])
    assert frame["iso3"].to_list() == ["TUR", "TUR"]
    assert frame["edition"].to_list() == ["unodc-1970-2019", "wdr-2024"]
    assert frame["kg"].to_list() == [
        reported["TUR", 2017]["heroin"],
        reported["TUR", 2018]["heroin"],
    ]


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (2004, "nearest is 2005"),
        (2024, "nearest is 2023"),
        ((1999, 2010), "nearest is 2005"),
        ((2017, 2010), "2017, is after the last, 2010"),
        ((2010, 2011, 2012), "one year or"),
    ],
)
def test_years_out_of_the_table_are_refused_in_one_line(years, words):
    for ask in (quantities, annual_seizures):
        with pytest.raises(ValueError, match=words) as caught:
            ask(years=years)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"drugs": "heroine"}, "did you mean 'heroin'"),
        ({"drugs": ["Morphine", "heroin"]}, "did you mean 'morphine'"),
        ({"countries": ["TUE"]}, "TUR"),
        ({"countries": ["Türkiye"]}, "Valid: TUR"),
    ],
)
def test_an_unknown_drug_or_country_is_answered_with_the_nearest_in_one_line(options, words):
    for ask in (quantities, annual_seizures):
        with pytest.raises(UnknownNameError, match=words) as caught:
            ask(**options)
        assert "\n" not in str(caught.value)


def test_a_year_taken_from_a_frame_is_a_year(reported):
    year = np.int64(2017)
    assert quantities(years=year, countries=["IRN"])["kg"].item() == pytest.approx(
        reported["IRN", 2017]["heroin"] + reported["IRN", 2017]["morphine"]
    )


@pytest.mark.parametrize("years", [2017.5, ("a", "b"), (2017, None)])
def test_years_that_are_no_years_are_refused_by_the_library(years):
    with pytest.raises(RoutesError):
        quantities(years=years)


years_asked = st.tuples(st.integers(2005, 2023), st.integers(2005, 2023)).map(sorted).map(tuple)
drugs_asked = st.sets(st.sampled_from(DRUGS), min_size=1)


@settings(max_examples=60, deadline=None)
@given(years_asked, drugs_asked, st.data())
def test_kilograms_are_conserved_whatever_is_asked_for(reported, years, drugs, data):
    codes = sorted({iso3 for iso3, _ in reported} | {"KIR", "NRU"})
    countries = data.draw(st.none() | st.lists(st.sampled_from(codes), min_size=1, max_size=8))
    factor = data.draw(st.floats(0.01, 1)) if "opium" in drugs and len(drugs) > 1 else None
    frame = quantities(years=years, drugs=drugs, countries=countries, opium_factor=factor)
    weight = {"opium": factor or 1.0}
    expected = math.fsum(
        kg * weight.get(drug, 1.0)
        for (iso3, year), figures in reported.items()
        for drug, kg in figures.items()
        if years[0] <= year <= years[1]
        and drug in drugs
        and (countries is None or iso3 in countries)
    )
    assert frame["kg"].sum() == pytest.approx(expected)
    assert set(frame["status"]) <= set(STATUSES)
    asked = len(set(countries)) if countries is not None else len(codes) - 2
    assert len(frame) == asked * (years[1] - years[0] + 1)


@pytest.mark.parametrize("kg", ["0.5", "4", "400"])
def test_a_list_pasted_again_counts_once_whatever_it_weighs(tmp_path, kg):
    rows = f"Iran,2020,Heroin,{kg}\nTürkiye,2021,Heroin,{kg}\n"
    path = tmp_path / "a.csv"
    path.write_text(f"Country,Year,Drug,Kilograms\n{rows}{rows}", encoding="utf-8")
    assert read_seizures(path).counted["kg"].sum() == pytest.approx(2 * float(kg))
    # One row again may be another part of the figure.
    path.write_text(f"Country,Year,Drug,Kilograms\n{rows}Iran,2020,Heroin,{kg}\n", encoding="utf-8")
    assert read_seizures(path).counted["kg"].sum() == pytest.approx(3 * float(kg))
