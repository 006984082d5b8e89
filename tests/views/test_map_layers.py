"""What the map of a route shows, against the tables read by hand."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from routes.analysis import along_route
from routes.network import route
from routes.partnership import liaison_officers, meetings
from routes.views import Wording, map_layers

W = Wording("en")
LIMITS = (0, 10, 100, 1_000, 10_000)


def layers_of(name, year, *, held=None, posts=None):
    along = along_route(name, years=year)
    held = meetings(status="held") if held is None else held
    posts = liaison_officers(year=2022) if posts is None else posts
    return map_layers(route(name), along, posts, held, wording=W)


@pytest.fixture(scope="module")
def southern():
    return layers_of("southern", 2023)


@pytest.fixture(scope="module")
def expected(rows):
    """Return {iso3: (status, kilograms)} of the southern route for 2023."""
    on_route = {row["iso3"] for row in rows("route_countries") if row["route"] == "southern"}
    table = rows("latest_annual_seizures")
    listed = {row["iso3"] for row in table}
    kg: dict[str, float] = {}
    for row in table:
        if row["year"] == "2023" and row["drug"] in {"heroin", "morphine"}:
            kg[row["iso3"]] = kg.get(row["iso3"], 0) + float(row["kg"])

    def status(code) -> str:
        if code in kg:
            return "reported" if kg[code] else "reported zero"
        return "not reported" if code in listed else "outside the table"

    return {code: (status(code), kg.get(code)) for code in on_route}


def test_every_country_of_the_route_that_has_a_shape_is_drawn(southern, expected, root):
    text = (root / "data" / "basemap_countries.geojson").read_text(encoding="utf-8")
    shapes = {feature["properties"]["iso3"] for feature in json.loads(text)["features"]}
    assert sorted(southern.countries["iso3"]) == sorted(set(expected) & shapes)


def test_status_and_kilograms_are_those_of_the_table(southern, expected):
    for row in southern.countries.itertuples():
        status, kg = expected[row.iso3]
        assert row.status == status, row.iso3
        assert (None if pd.isna(row.kg) else row.kg) == (None if kg is None else pytest.approx(kg))


def test_only_a_reported_figure_has_a_class_and_zero_is_a_class_of_its_own(southern, expected):
    for row in southern.countries.itertuples():
        status, kg = expected[row.iso3]
        if kg is None:
            assert pd.isna(row.level), f"{row.iso3} {status}"
        else:
            assert row.level == (sum(kg >= low for low in LIMITS) if kg else 0), row.iso3


def test_the_three_absences_have_three_tips():
    years = pd.MultiIndex.from_tuples([("IRN", 2017), ("PAK", 2017), ("KEN", 2017)])
    along = pd.DataFrame(
        {
            "kg": [0.0, float("nan"), float("nan")],
            "status": ["reported zero", "not reported", "outside the table"],
        },
        index=years.set_names(["iso3", "year"]),
    )
    drawn = map_layers(
        route("southern"), along, liaison_officers(year=2022), meetings(status="held"), wording=W
    ).countries.set_index("iso3")["tip"]
    assert drawn["IRN"] == "zero reported for 2017"
    assert drawn["PAK"] == "not reported for 2017"
    assert drawn["KEN"] == "outside the table of annual totals"


def test_a_trace_on_the_map_is_not_zero():
    along = along_route("southern", years=2017)
    along.loc[("KEN", 2017), "kg"] = 0.003
    along.loc[("KEN", 2017), "status"] = "reported"
    drawn = map_layers(
        route("southern"), along, liaison_officers(year=2022), meetings(status="held"), wording=W
    ).countries.set_index("iso3")
    assert drawn.loc["KEN", "tip"] == "under 0.1 kg reported for 2017"
    assert drawn.loc["KEN", "level"] == 1


def test_a_virtual_meeting_and_one_without_a_place_are_not_drawn(rows):
    placeless = [r for r in rows("meetings") if r["status"] == "held" and not r["node"]]
    assert {"virtual"} < {row["format"] for row in placeless} | {""}
    drawn = layers_of("balkan", 2023).meetings
    places = {r["city"] for r in rows("meetings") if r["status"] == "held" and r["node"]}
    assert sorted(drawn["label"]) == sorted(places)
    for row in placeless:
        assert not drawn["tip"].str.contains(row["title"], regex=False).any() or row["title"] in {
            r["title"] for r in rows("meetings") if r["node"]
        }
    assert not drawn["tip"].str.contains("September 2023").any()  # virtual, 12–13 September 2023


def test_a_place_of_several_meetings_is_drawn_once_and_names_them_all(rows):
    almaty = [r for r in rows("meetings") if r["city"] == "Almaty" and r["status"] == "held"]
    drawn = layers_of("northern", 2023).meetings.set_index("label")
    assert len(almaty) > 1
    assert len(drawn.loc["Almaty", "tip"].split("\n")) == len(almaty)


def test_every_leg_is_drawn_with_its_mode_and_says_whether_it_is_inferred(rows, southern):
    legs = [row for row in rows("legs") if row["route"] == "southern"]
    assert len(southern.legs) == len(legs)
    inferred = sum(row["confidence"] == "inferred" for row in legs)
    assert southern.legs["tip"].str.endswith("; inferred").sum() == inferred


def test_posts_are_those_given_with_role_status_and_year(rows):
    drawn = layers_of("southern", 2023).posts.set_index("label")["tip"]
    listed = [r for r in rows("liaison_officers") if r["year"] == "2022"]
    assert len(drawn) == sum(row["status"] != "not listed" for row in listed)
    assert drawn["Dar es Salaam"] == "National Liaison Officer: new post that year, 2022"


def test_without_a_meeting_the_layer_is_empty_and_still_a_layer_of_points():
    known = meetings(status="held")
    assert len(layers_of("northern", 2005, held=known.iloc[:0]).meetings.to_crs("ESRI:54009")) == 0
