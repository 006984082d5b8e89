"""From place texts to points: hand-derived expectations, and properties for any text."""

from __future__ import annotations

import json
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Point
from shapely.geometry import shape
from shapely.ops import nearest_points

from routes.errors import UnknownNameError
from routes.reference import data_dir, table
from routes.seizures.places import COLUMNS, CONFIDENCES, PRECISIONS, locate
from routes.seizures.spelling import fold

GEOD = Geod(ellps="WGS84")
WITH_POINT = {"place", "district", "province"}


def one(iso3, place, division=None, labels=None):
    frame = pd.DataFrame({"iso3": [iso3], "division": [division], "place": [place]})
    return locate(frame.assign(**(labels or {}))).iloc[0]


def kilometres(row, latitude, longitude):
    return GEOD.inv(row.longitude, row.latitude, longitude, latitude)[2] / 1000


@cache
def shapes():
    text = (data_dir() / "basemap_countries.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    return {f["properties"]["iso3"]: shape(f["geometry"]) for f in features}


def kilometres_outside(iso3, latitude, longitude):
    near, here = nearest_points(shapes()[iso3], Point(longitude, latitude))
    return GEOD.inv(near.x, near.y, here.x, here.y)[2] / 1000


def test_spellings_of_a_province_are_one_province():
    rows = [one("AFG", name) for name in ("Nemroz", "Nimroz", "NIMRUZ")]
    assert {(r.latitude, r.longitude, r.precision) for r in rows} == {
        (rows[0].latitude, rows[0].longitude, "province")
    }
    assert rows[0].place_matched == "Nimroz Province"


@pytest.mark.parametrize(
    ("text", "matched"),
    [("Heart", "Herat Province"), ("Kandarhar", "Kandahar Province"), ("Bulkh", "Balkh Province")],
)
def test_odd_spellings_of_afghan_provinces(text, matched):
    row = one("AFG", text)
    assert (row.precision, row.place_matched) == ("province", matched)


def test_a_province_is_not_its_capital():
    # Herat city lies at 34.35 N 62.20 E; the mean of the towns of the province does not.
    row = one("AFG", "Herat")
    assert row.precision == "province"
    assert kilometres(row, 34.348, 62.200) > 3
    assert one("RUS", "Samara Region").precision == "province"
    assert one("RUS", "Samara").precision == "place"


# Coordinates by hand, from an atlas, to about 10 km.
@pytest.mark.parametrize(
    ("iso3", "division", "place", "precision", "latitude", "longitude"),
    [
        ("UZB", "Сурхандарьинская область", "г. Термез", "place", 37.22, 67.28),
        ("UZB", None, "Surkhandarya, Denau district", "district", 38.27, 67.90),
        ("UZB", None, "Tashkent, Bekabad city", "place", 40.22, 69.27),
        ("TJK", None, "Sogd province. Khudjand city", "place", 40.28, 69.63),
        ("TJK", None, "Khatlon province,  Kulyab city airport", "place", 37.91, 69.78),
        ("KAZ", None, "г. Атбасар Акмолинская обл", "place", 51.81, 68.36),
        ("RUS", "Пермский край", "г. Пермь", "place", 58.01, 56.25),
        ("RUS", None, "Samara Region, Novo-kuy-byshevsk city", "place", 53.10, 49.94),
        ("RUS", "Краснодарский край", "г. Новороссийк", "place", 44.72, 37.77),
        ("IRN", None, "Kerman/Kerman", "place", 30.28, 57.08),
        ("IRN", None, "Mehriz/Yazd", "place", 31.58, 54.44),
        ("PAK", None, "DI Khan", "place", 31.83, 70.90),
        ("PAK", None, "Torkhum", "place", 34.12, 71.09),
        ("BGR", None, "Kapitan Andreevo BCP", "place", 41.72, 26.32),
        ("SRB", None, "Begrade, Prokuplje", "place", 44.80, 20.47),
        ("AUT", None, "Wels/Oberösterreich", "place", 48.16, 14.03),
        ("ESP", None, "Jonquera (La)", "place", 42.42, 2.87),
        ("ITA", "MI", "ROZZANO", "place", 45.38, 9.16),
    ],
)
def test_known_places(iso3, division, place, precision, latitude, longitude):
    row = one(iso3, place, division)
    assert row.precision == precision
    assert kilometres(row, latitude, longitude) < 10


def test_a_homonym_abroad_is_never_chosen():
    # Both lie abroad only: Toronto in Canada, Dubai in the Emirates.
    for place in ("Toronto", "Dubai"):
        assert one("PAK", place).precision == "none"
    # Hyderabad lies in Pakistan (25.38 N 68.37 E) and in India (17.38 N 78.46 E).
    assert kilometres(one("PAK", "Hyderabad"), 25.38, 68.37) < 10
    assert kilometres(one("IND", "Hyderabad"), 17.38, 78.46) < 10
    assert one("NGA", "DAKAR, SENEGAL").precision == "none"


def test_the_homonym_in_the_division_is_taken():
    # Kirov is a city of Kirov Region (58.60 N 49.66 E) and a town of Kaluga Region (54.08 N
    # 34.31 E).
    assert kilometres(one("RUS", "г. Киров", "Кировская область"), 58.60, 49.66) < 10
    assert kilometres(one("RUS", "г. Киров", "Калужская область"), 54.08, 34.31) < 10


def test_a_town_too_far_from_its_division_falls_back_to_the_division():
    # Moscow is some 1,500 km from Dagestan.
    row = one("RUS", "г. Москва", "Республика Дагестан")
    assert (row.precision, row.place_confidence) == ("province", "province")


def test_a_village_is_no_city_of_another_province():
    # Elista, 390 km away, was once called Stepnoy.
    assert one("RUS", "п. Степной", "Краснодарский край").precision == "province"


def test_an_unknown_village_is_its_province_and_says_so():
    row = one("RUS", "д. Несуществуевка", "Тульская область")
    assert (row.precision, row.place_confidence) == ("province", "province")
    assert row.place_matched == "Tula Region"


def test_a_short_name_is_never_guessed():
    # One letter from Lahore's "Okara", four letters long.
    assert one("PAK", "Okar").place_confidence != "fuzzy"
    assert one("RUS", "д. Марьино", "Московская область").place_matched != "Malino"


def test_only_the_country_has_no_point():
    row = one("GBR", "United Kingdom")
    assert row.precision == "country"
    assert pd.isna(row.latitude)
    assert one("PAK", "United Kingdom").precision == "none"


@pytest.mark.parametrize(
    "labels",
    [
        {"routing": "International waters/unclaimed territory"},
        {"installation": "International Waters"},
        {"installation": "Territorial Waters"},
    ],
)
def test_open_water_is_maritime_and_has_no_point(labels):
    row = one("PAK", "Karachi", labels=labels)
    assert row.precision == "maritime"
    assert pd.isna(row.latitude)


def test_open_water_in_the_text():
    assert one("KEN", "Indian Ocean").precision == "maritime"


def test_the_index_is_kept_and_nothing_is_mutated():
    frame = pd.DataFrame(
        {"iso3": ["AFG", None, "AFG"], "division": [None, "x", None], "place": ["Kabul", "", "?"]},
        index=[7, 7, "b"],
    )
    before = frame.copy(deep=True)
    result = locate(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert result.index.equals(frame.index)
    assert result.columns.tolist() == COLUMNS
    assert result["precision"].tolist() == ["province", "none", "none"]
    assert result["place_matched"].tolist()[1:] == [None, None]


def test_empty_and_missing():
    assert locate(pd.DataFrame({"iso3": [], "division": [], "place": []})).empty
    with pytest.raises(UnknownNameError, match="place"):
        locate(pd.DataFrame({"iso3": ["AFG"], "division": [None]}))


def test_a_categorical_or_string_column_is_the_same():
    frame = pd.DataFrame(
        {"iso3": ["AFG", "PAK"], "division": [None, None], "place": ["Ghor", "Hub"]}
    )
    pd.testing.assert_frame_equal(locate(frame.astype("category")), locate(frame))
    pd.testing.assert_frame_equal(locate(frame.astype("string")), locate(frame))


TEXTS = st.text(max_size=40) | st.lists(
    st.sampled_from(
        ["Kabul", "г.", "область", "district", "Wels", "/", ", ", "(", "Road", " Samara ", "-",
         "Москва", "Region", "Indian Ocean", "St.", "x", "\n", "100", "Lahore"]
    ),
    max_size=6,
).map(" ".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["AFG", "IRN", "PAK", "RUS", "UZB", "TUR", "ITA", "IND", "XXX", "", None]),
    TEXTS | st.none(),
    TEXTS | st.none(),
)
def test_any_text_gives_an_answer_inside_the_country(iso3, division, place):
    row = one(iso3, place, division)
    assert row.precision in PRECISIONS
    assert row.place_confidence in CONFIDENCES
    assert pd.notna(row.latitude) == pd.notna(row.longitude) == (row.precision in WITH_POINT)
    if row.precision in WITH_POINT:
        assert -90 <= row.latitude <= 90
        assert -180 <= row.longitude <= 180
        assert kilometres_outside(iso3, row.latitude, row.longitude) < 100


def test_a_province_across_the_date_line_stays_in_the_far_east():
    # The plain mean of longitudes on both sides of 180 degrees lies in England.
    assert abs(one("RUS", "Chukotka Autonomous Area").longitude) > 160


def test_the_reviewed_table_holds_what_it_says():
    rows = table("places_reviewed")
    assert not rows.duplicated(["iso3", "name"]).any()
    assert [fold(name) for name in rows["name"]] == rows["name"].to_list()
    assert set(rows["precision"]) <= WITH_POINT
    assert set(rows["confidence"]) == {"stated", "inferred"}
    # Too small for the basemap.
    islands = {"Lakshadweep", "Cargados Carajos District", "Chatham Islands"}
    far = [
        (row.iso3, row.name)
        for row in rows.itertuples(index=False)
        if row.iso3 in shapes()
        and row.iso3 != "MDV"
        and row.matched not in islands
        and kilometres_outside(row.iso3, row.latitude, row.longitude) > 100
    ]
    assert far == []
