"""Parameters of the pages on coverage: the same mechanism as for a briefing, other limits."""

from __future__ import annotations

import json

import pytest

import routes as rt
from routes.briefing import LiaisonParameters, MeetingParameters
from routes.briefing.checking import check
from routes.errors import ParameterError

MODELS = (MeetingParameters, LiaisonParameters)


def fault(model, **given: object) -> str:
    with pytest.raises(ParameterError) as caught:
        check(model, given)
    said = str(caught.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize("model", MODELS)
def test_an_unknown_name_is_refused_with_the_nearest(model):
    said = fault(model, rout="northern", radius=300)
    assert "unknown parameter 'rout'; did you mean 'route'?" in said
    assert "unknown parameter 'radius'; did you mean 'radius_km'?" in said


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"route": "nothern"}, "did you mean 'northern'?"),
        ({"year": 2009}, "no list of posts is known for 2009; years run from 2010 to 2022"),
        ({"year": 2023}, "no list of posts is known for 2023; years run from 2010 to 2022"),
        ({"radius_km": 0}, "above 0"),
        ({"radius_km": -1}, "above 0"),
        ({"drugs": "heroine"}, "did you mean 'heroin'?"),
        ({"drugs": []}, "Valid: heroin, morphine, opium"),
        ({"countries": "transitt"}, "did you mean 'transit'?"),
        ({"shared": "halves"}, "did you mean 'half'?"),
        ({"language": "xx"}, "unknown language 'xx'. Valid: en"),
        ({"as_of": "2 January"}, "as_of is a date such as"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_valid(model, values, said):
    assert said in fault(model, **values)


def test_a_pillar_that_does_not_exist_is_refused():
    said = fault(MeetingParameters, pillar="VII")
    assert said == "unknown pillar 'VII'; did you mean 'II'? Valid: I, II, III, IV"
    assert "unknown parameter 'pillar'" in fault(LiaisonParameters, pillar="II")


def test_further_posts_and_the_earlier_list_have_limits():
    assert "from 1 to 10, not 0" in fault(LiaisonParameters, k=0)
    assert "from 1 to 10, not 11" in fault(LiaisonParameters, k=11)
    said = fault(LiaisonParameters, first_year=2022)
    assert said == "first_year, 2022, is to be before year, 2022"


@pytest.mark.parametrize(
    ("model", "values", "slug"),
    [
        (MeetingParameters, {}, "balkan-meetings"),
        (MeetingParameters, {"route": "southern", "pillar": "II"}, "southern-meetings-pillar-II"),
        (MeetingParameters, {"headquarters": True}, "balkan-meetings-headquarters"),
        (MeetingParameters, {"drugs": "opium, heroin"}, "balkan-meetings-heroin+opium"),
        (LiaisonParameters, {"year": 2016}, "balkan-liaison-2016"),
        (LiaisonParameters, {"radius_km": 250}, "balkan-liaison-250km"),
        (LiaisonParameters, {"k": 2, "shared": "half"}, "balkan-liaison-half-k2"),
        (LiaisonParameters, {"first_year": 2010}, "balkan-liaison-from-2010"),
    ],
)
def test_a_page_is_called_by_what_is_not_the_default(model, values, slug):
    assert check(model, values).slug == slug


def test_the_default_year_is_that_of_the_last_list(rows):
    years = {int(row["year"]) for row in rows("liaison_officers") if row["year"]}
    assert check(MeetingParameters, {}).year == max(years)


def test_a_stray_name_in_a_namespace_is_seen_and_the_cell_can_be_run_twice():
    with pytest.raises(ParameterError, match="unknown parameter 'yaer'; did you mean 'year'"):
        rt.briefing.MeetingCoverage.from_namespace({"route": "balkan", "yaer": 2013})
    namespace: dict[str, object] = {"route": "balkan", "_": 1, "In": [], "json": json}
    namespace["liaison"] = rt.briefing.LiaisonNetwork.from_namespace(namespace)
    namespace["route"] = "southern"
    assert rt.briefing.LiaisonNetwork.from_namespace(namespace).parameters.route == "southern"
