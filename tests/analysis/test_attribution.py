"""Which route a seizure counts for: by State, by corridor, by departure and destination."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import attribute, read_seizures
from routes.analysis import attributed_totals
from routes.analysis.coordinates import CoordinatesError
from routes.errors import ParameterError, UnknownNameError

SAMPLE = Path(__file__).parents[2].parent / "shared" / "data" / "ids_2011_2014.csv.gz"
METHODS = ("country", "corridor", "flow")
TASHKENT, QUETTA, LAGOS = (69.28, 41.31), (67.01, 30.18), (3.4, 6.5)


def frame(rows, **columns: object):
    places = pd.DataFrame(rows, columns=["longitude", "latitude"], dtype=float)
    return places.assign(**columns)


def said(result, *names: str):
    columns = [result[name].astype(object) for name in names]
    return [tuple(None if pd.isna(v) else v for v in row) for row in zip(*columns, strict=True)]


def test_by_state():
    # Tajikistan: northern alone. Iran: Balkan and southern, primary Balkan. Colombia: on none.
    rows = pd.DataFrame({"iso3": ["TJK", "IRN", "AFG", "COL", None]})
    primary = attribute(rows, method="country")
    assert said(primary, "route", "certainty", "reason") == [
        ("northern", "certain", "State on one route"),
        ("balkan", "shared", "State on two routes, counted for its primary route"),
        (None, "unattributed", "Afghanistan, the source of every route"),
        (None, "unattributed", "State on no route"),
        (None, "unattributed", "no State"),
    ]
    apart = attribute(rows, method="country", shared="apart")
    assert said(apart, "route", "among")[1] == ("shared", "balkan;southern")


def test_by_corridor():
    result = attribute(frame([TASHKENT, QUETTA, LAGOS, (0.0, -30.0)]))
    assert said(result, "route", "among", "certainty", "reason") == [
        ("northern", "northern", "certain", "within one corridor"),
        ("shared", "balkan;southern", "shared", "near-tie between routes"),
        *said(result, "route", "among", "certainty", "reason")[2:3],
        (None, None, "unattributed", "outside every corridor"),
    ]
    away = result[["km_northern", "km_balkan", "km_southern"]]
    assert result["distance_km"].iloc[0] == away["km_northern"].iloc[0] < 10
    assert result["distance_km"].iloc[3] == away.iloc[3].min()


def test_a_coarse_or_unusable_place_falls_back_to_its_state_and_says_why():
    rows = frame(
        [TASHKENT, (np.nan, np.nan), (69.0, 141.0), (900.0, 10.0), (np.inf, 10.0), TASHKENT],
        iso3="TJK",
        precision=["province", "none", "place", "place", "place", "country"],
    )
    result = attribute(rows)
    assert set(result["route"]) == {"northern"}
    assert set(result["certainty"]) == {"fallback"}
    assert set(result["method"]) == {"country"}
    assert result["reason"].astype(str).to_list() == [
        "placed too coarsely",
        "no coordinates",
        "latitude and longitude look swapped",
        "coordinates out of range",
        "coordinates out of range",
        "placed too coarsely",
    ]
    fine = attribute(rows.iloc[:1], coarsest="province")
    assert said(fine, "method", "certainty") == [("corridor", "certain")]


def test_by_flow():
    # Pakistan to the Emirates: the sea way of the southern route. Türkiye to Germany: Balkan.
    rows = frame(
        [(np.nan, np.nan)] * 4,
        iso3=["PAK", "TUR", "TUR", "KAZ"],
        departure_iso3=[None, None, "TUR", "COL"],
        destination_iso3=["ARE", "DEU", None, None],
    )
    result = attribute(rows, method="flow")
    assert said(result, "route", "method", "certainty") == [
        ("southern", "flow", "certain"),
        ("balkan", "flow", "certain"),
        ("balkan", "country", "fallback"),
        ("northern", "country", "fallback"),
    ]
    assert result["reason"].astype(str).to_list()[2:] == [
        "departure and destination unknown",
        "no route joins departure, place and destination",
    ]


def test_index_and_columns_come_back_untouched():
    rows = frame([TASHKENT, LAGOS, QUETTA], kg=[1, 2, 3], text=["a", "b", "c"])
    rows.index = pd.Index(["x", "x", "y"], name="key")
    before = rows.copy(deep=True)
    result = attribute(rows)
    pd.testing.assert_frame_equal(result[list(rows)], before)
    pd.testing.assert_frame_equal(rows, before)


@pytest.mark.parametrize("method", METHODS)
def test_no_rows(method):
    rows = frame([], iso3=[], departure_iso3=[], destination_iso3=[], kg=[])
    result = attribute(rows, method=method)
    assert len(result) == 0
    assert attributed_totals(result)["events"].sum() == 0


def test_points_in_another_crs_are_measured_in_degrees_and_that_is_said():
    here = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy([69.28, 67.01], [41.31, 30.18]), crs="EPSG:4326"
    )
    with pytest.warns(UserWarning, match="reprojected from EPSG:3857 to EPSG:4326"):
        there = attribute(here.to_crs("EPSG:3857"))
    assert there.crs == "EPSG:3857"
    np.testing.assert_allclose(there["distance_km"], attribute(here)["distance_km"], atol=1e-6)


def test_what_are_no_coordinates_is_refused_in_one_line():
    point = gpd.GeoSeries.from_xy([69.28], [41.31])
    for wrong, words in (
        (pd.DataFrame({"kg": [1.0]}), "no column longitude and latitude"),
        (pd.DataFrame({"longitude": ["69"], "latitude": [41.0]}), "longitude is"),
        (gpd.GeoDataFrame(geometry=point), "no CRS"),
        (gpd.GeoDataFrame(geometry=point.buffer(1), crs="EPSG:4326"), "geometry is Polygon"),
    ):
        with pytest.raises(CoordinatesError, match=words) as caught:
            attribute(wrong)
        assert "\n" not in str(caught.value)


def test_wrong_options_are_refused():
    rows = frame([TASHKENT])
    with pytest.raises(UnknownNameError, match="did you mean 'corridor'"):
        attribute(rows, method="coridor")
    with pytest.raises(ParameterError, match="tie_km"):
        attribute(rows, tie_km=200)
    with pytest.raises(ParameterError, match="already has route"):
        attribute(rows.assign(route="x"))
    with pytest.raises(ParameterError, match="iso3"):
        attribute(rows, method="country")


STATES = st.sampled_from([None, "TJK", "IRN", "PAK", "TUR", "AFG", "COL", "ARE", "DEU", "RUS"])
ROWS = st.lists(
    st.tuples(
        st.floats(-180, 180).map(lambda x: round(x * 64) / 64),
        st.floats(-90, 90),
        STATES,
        STATES,
        STATES,
        st.sampled_from(["place", "district", "province", "country"]),
        st.one_of(st.none(), st.integers(0, 1000)),
    ),
    min_size=1,
    max_size=12,
)
NAMES = ["longitude", "latitude", "iso3", "departure_iso3", "destination_iso3", "precision", "kg"]


def made(rows):
    return pd.DataFrame(rows, columns=NAMES).astype({"kg": float})


@given(rows=ROWS, method=st.sampled_from(METHODS), split=st.booleans())
@settings(max_examples=60, deadline=None)
def test_parts_and_unattributed_are_the_total(rows, method, split):
    events = made(rows)
    totals = attributed_totals(attribute(events, method=method), split=split)
    assert totals["events"].sum() == pytest.approx(len(events))
    assert totals["kg"].sum() == pytest.approx(events["kg"].sum())


@given(rows=ROWS, method=st.sampled_from(METHODS), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_neither_order_nor_splitting_nor_a_turn_changes_a_row(rows, method, seed):
    events = made(rows)
    whole = attribute(events, method=method)
    shuffled = attribute(events.sample(frac=1, random_state=seed), method=method).sort_index()
    pd.testing.assert_frame_equal(whole, shuffled, check_exact=True)
    cut = seed % (len(events) + 1)
    parts = [attribute(part, method=method) for part in (events[:cut], events[cut:]) if len(part)]
    pd.testing.assert_frame_equal(whole, pd.concat(parts), check_exact=True)
    turned = attribute(events.assign(longitude=events["longitude"] + 360), method=method)
    new = whole.columns.difference(events.columns)
    pd.testing.assert_frame_equal(whole[new], turned[new], check_exact=True)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real file is not beside the checkout")
@pytest.mark.parametrize("method", METHODS)
def test_no_kilogram_of_the_real_file_is_lost(method):
    events = read_seizures(SAMPLE).frame.query("family == 'heroin'")
    totals = attributed_totals(attribute(events, method=method))
    counted = events[events["counted"]]
    assert totals["events"].sum() == len(counted)
    assert totals["kg"].sum() == pytest.approx(counted["kg"].sum(), abs=1e-6)
    # The rule of shared States puts nothing apart; by place some lie on two routes.
    assert (totals.loc["shared", "events"] == 0) == (method == "country")
