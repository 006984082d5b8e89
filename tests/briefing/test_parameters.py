"""Parameters: what is refused, how it is said, and what a page is called."""

from __future__ import annotations

import datetime as dt
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.briefing import Briefing
from routes.briefing.parameters import checked, from_namespace
from routes.errors import ParameterError


def fault(**given_values: object) -> str:
    with pytest.raises(ParameterError) as caught:
        checked(given_values)
    said = str(caught.value)
    assert "\n" not in said
    return said


def test_the_defaults_are_the_whole_table_and_the_balkan_route(rows):
    years = {int(row["year"]) for row in rows("annual_seizures")}
    p = checked({})
    assert (p.route, p.years) == ("balkan", (min(years), max(years)))
    assert p.drugs == ("heroin", "morphine")
    assert p.as_of == dt.date.today()  # noqa: DTZ011


def test_an_unknown_name_is_refused_with_the_nearest():
    assert "unknown parameter 'rout'; did you mean 'route'?" in fault(rout="northern")


def test_every_unknown_name_is_named():
    said = fault(rout="northern", lst_year=2017)
    assert "'rout'; did you mean 'route'?" in said
    assert "'lst_year'; did you mean 'last_year'?" in said


def test_several_faults_are_told_at_once():
    said = fault(route="nothern", drugs="heroine", first_year=1999, language="xx")
    assert "unknown route 'nothern'; did you mean 'northern'?" in said
    assert "unknown drug 'heroine'; did you mean 'heroin'?" in said
    assert "year 1999 is not in the annual totals" in said
    assert "unknown language 'xx'. Valid: en" in said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"route": None}, "route: "),
        ({"route": 7}, "route: "),
        ({"first_year": "soon"}, "first_year: "),
        ({"last_year": 2017.5}, "last_year: "),
        ({"drugs": 5}, "drugs: "),
        ({"drugs": []}, "unknown drug ''. Valid: heroin, morphine, opium"),
        ({"opium_factor": "ten"}, "opium_factor: "),
        ({"opium_factor": 0}, "opium_factor is above 0 and at most 1, not 0"),
        ({"opium_factor": math.nan}, "opium_factor is above 0 and at most 1, not nan"),
        ({"countries": "transitt"}, "unknown country list 'transitt'; did you mean 'transit'?"),
        ({"shared": "halves"}, "unknown rule for shared States 'halves'; did you mean 'half'?"),
        ({"denominator": "worlds"}, "unknown denominator 'worlds'; did you mean 'world'?"),
    ],
)
def test_a_wrong_value_is_refused_by_name(values, said):
    assert said in fault(**values)


def test_the_first_year_may_not_be_after_the_last():
    said = fault(first_year=2020, last_year=2010)
    assert said == "the first year, 2020, is after the last, 2010"


@pytest.mark.parametrize(("year", "close"), [(1999, 2005), (2030, 2023)])
def test_a_year_outside_is_refused_with_the_nearest(year, close):
    assert fault(last_year=year).endswith(f"from 2005 to 2023; the nearest is {close}")


def test_drugs_may_come_as_text_with_commas():
    assert checked({"drugs": "heroin, morphine"}).drugs == ("heroin", "morphine")
    assert checked({"drugs": "opium"}).drugs == ("opium",)


def test_years_may_come_as_text_as_papermill_hands_them_over():
    assert checked({"first_year": "2010", "last_year": "2017"}).years == (2010, 2017)


def test_opium_is_added_only_with_a_factor():
    assert "give opium_factor=0.1" in fault(drugs=["heroin", "opium"])
    assert checked({"drugs": ["heroin", "opium"], "opium_factor": 0.1}).opium_factor == 0.1
    assert checked({"drugs": ["opium"]}).opium_factor is None


def test_no_date_is_today_and_a_date_is_that_day():
    assert checked({"as_of": None}).as_of == dt.date.today()  # noqa: DTZ011
    assert checked({"as_of": "2026-01-02"}).as_of == dt.date(2026, 1, 2)


def test_a_wrong_date_is_refused_by_name():
    assert "as_of" in fault(as_of="2 January")


def test_a_number_is_not_a_date():
    fault(as_of="86400")


def test_parameters_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="frozen"):
        checked({}).route = "northern"


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({}, "balkan"),
        ({"route": "northern"}, "northern"),
        ({"as_of": "2026-01-02"}, "balkan"),
        ({"first_year": 2005, "last_year": 2023}, "balkan"),
        ({"last_year": 2017}, "balkan-2005-2017"),
        ({"first_year": 2017, "last_year": 2017}, "balkan-2017"),
        ({"drugs": "heroin"}, "balkan-heroin"),
        ({"route": "southern", "countries": "with_markets"}, "southern-with-markets"),
        (
            {"drugs": ["heroin", "opium"], "opium_factor": 0.1, "denominator": "world"},
            "balkan-heroin+opium-world-0.1",
        ),
    ],
)
def test_a_page_is_called_by_what_is_not_the_default(values, slug):
    assert checked(values).slug == slug


def test_the_order_of_the_drugs_does_not_make_another_page():
    assert checked({"drugs": "morphine, heroin"}).slug == "balkan"
    assert checked({"drugs": ["heroin", "heroin"]}).slug == checked({"drugs": "heroin"}).slug


CHOICES = st.fixed_dictionaries(
    {
        "route": st.sampled_from(["northern", "balkan", "southern"]),
        "first_year": st.integers(2005, 2014),
        "last_year": st.integers(2014, 2023),
        "drugs": st.sampled_from([("heroin",), ("morphine",), ("heroin", "morphine"), ("opium",)]),
        "countries": st.sampled_from(["transit", "with_markets", "all"]),
        "shared": st.sampled_from(["primary", "half", "apart"]),
        "denominator": st.sampled_from(["outside_afghanistan", "world"]),
        "opium_factor": st.sampled_from([None, 0.1, 1.0]),
    }
)


@given(CHOICES, CHOICES)
def test_two_different_briefings_never_share_a_file(one, other):
    assert (checked(one).slug == checked(other).slug) == (one == other)


@given(CHOICES)
def test_a_name_of_a_page_is_safe_on_every_disk(values):
    assert not set(checked(values).slug) & set('/\\:*?"<>| _')


@given(CHOICES)
def test_parameters_survive_the_way_through_json(values):
    p = checked(values)
    assert checked(json.loads(json.dumps(p.model_dump(mode="json")))) == p


def test_a_namespace_is_read_without_what_ipython_and_imports_put_there():
    p = from_namespace(
        {"route": "southern", "_": 1, "_i1": "x", "In": [], "Out": {}, "exit": 0, "json": json}
    )
    assert p.route == "southern"


def test_a_stray_name_in_a_namespace_is_seen():
    with pytest.raises(ParameterError, match="unknown parameter 'rout'; did you mean 'route'"):
        from_namespace({"route": "balkan", "rout": "northern"})


def test_the_cell_of_the_notebook_can_be_run_twice():
    namespace = {"route": "balkan"}
    namespace["briefing"] = Briefing.from_namespace(namespace)
    namespace["route"] = "northern"
    assert Briefing.from_namespace(namespace).parameters.route == "northern"
