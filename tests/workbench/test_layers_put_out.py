"""Layers go out and come back by another reader, to the row, the place and the word."""

from __future__ import annotations

import json
import sqlite3

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from shapely.geometry import shape

import routes as rt
from routes.cli import main
from routes.workbench.export import LAYER_NAMES, plain, statement


@pytest.fixture(scope="module")
def found():
    return rt.layers("southern", corridor_km=50)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    return {
        suffix: rt.export_layers(folder / f"south.{suffix}", route="southern", corridor_km=50)
        for suffix in ("gpkg", "geojson", "parquet")
    }


def test_every_layer_says_its_crs_units_and_source(found):
    assert tuple(found) == LAYER_NAMES
    for frame in found.values():
        assert frame.crs == "EPSG:4326"
        assert len(frame)
        assert frame["units"].notna().all()
        assert "source" in frame


def test_the_layers_hold_the_rows_of_the_tables(found, rows):
    legs = [row for row in rows("legs") if row["route"] == "southern"]
    assert len(found["legs"]) == len(rt.route("southern").legs) <= len(legs)
    states = {row["iso3"] for row in rows("route_countries") if row["route"] == "southern"}
    assert set(found["coverage"]["iso3"]) == states
    # Posts of the last list in States of the route: Tehran, Islamabad, Dar es Salaam.
    assert set(found["posts"]["city"]) == {"Tehran", "Islamabad", "Dar es Salaam"}


def test_a_virtual_meeting_has_no_place_and_vienna_is_on_no_route(found, rows):
    everywhere = rt.layers()["meetings"]
    assert len(everywhere) == len(rows("meetings"))
    virtual = everywhere["format"].eq("virtual")
    assert virtual.any()
    assert everywhere.loc[virtual, "geometry"].isna().all()
    assert "Vienna" in set(everywhere["city"])
    assert "Vienna" not in set(found["meetings"]["city"])


def test_a_count_keeps_its_qualifier(tmp_path):
    (file, _) = rt.export_layers(tmp_path / "all.geojson", only=["meetings"], year=2022)
    rows = [f["properties"] for f in json.loads(file.read_text(encoding="utf-8"))["features"]]
    counted = {row["meeting"]: row for row in rows}
    one = counted["EWG2022-II"]
    assert one["participants_text"] == f"{one['participants_qualifier']} {one['participants']:.0f}"


def test_unknown_is_neither_yes_nor_no_and_never_zero(found):
    sent = plain(found["coverage"])
    known = found["coverage"]["attended"]
    assert sent.loc[known.isna(), "attended"].eq("unknown").all()
    assert set(sent["attended"]) <= {"yes", "no", "unknown"}
    silent = found["coverage"]["status"] == "not reported"
    assert silent.any()
    assert sent.loc[silent, "kg"].isna().all()


def same(frame, again, *, digits):
    """Assert that what was read is what was written, to the row and the coordinate."""
    sent = plain(frame)
    assert len(again) == len(sent)
    assert again.crs == "EPSG:4326"
    for name in sent.columns.drop("geometry"):
        old, new = sent[name], again[name]
        assert (old.isna().to_numpy() == new.isna().to_numpy()).all(), name
        here = old.notna().to_numpy()
        if pd.api.types.is_numeric_dtype(old):
            np.testing.assert_allclose(
                old[here].to_numpy(float), new[here].to_numpy(float), rtol=1e-12
            )
        else:
            assert old[here].astype(str).to_list() == new[here].astype(str).to_list(), name
    tolerance = 0.6 * 10**-digits if digits else 0
    for old, new in zip(sent.geometry, again.geometry, strict=True):
        if old is None:
            assert new is None
        elif digits:
            # Rings may begin elsewhere and turn the other way: the place is the same.
            assert old.hausdorff_distance(new) <= 2 * tolerance
        else:
            # A layer of one kind: a single part may have become a whole of one.
            parts = [shapely.get_parts(geometry) for geometry in (old, new)]
            assert shapely.to_wkb(parts[0]).tolist() == shapely.to_wkb(parts[1]).tolist()


def test_a_geopackage_is_read_by_gdal(found, written):
    file, about = written["gpkg"]
    assert [name for name, _ in pyogrio.list_layers(file)] == list(LAYER_NAMES)
    for name, frame in found.items():
        same(frame, pyogrio.read_dataframe(file, layer=name), digits=0)
    assert statement() in about.read_text(encoding="utf-8")
    said = sqlite3.connect(file).execute("select description from gpkg_contents").fetchall()
    assert {text for (text,) in said} == {statement()}


def test_geoparquet_is_read_by_arrow_alone(found, written):
    *files, _ = written["parquet"]
    for (name, frame), file in zip(found.items(), files, strict=True):
        assert file.name == f"south-{name}.parquet"
        rows = pq.read_table(file)
        geo = json.loads(rows.schema.metadata[b"geo"])
        assert geo["columns"]["geometry"]["encoding"] == "WKB"
        assert rows.schema.metadata[b"description"].decode() == statement()
        shapes = shapely.from_wkb(rows["geometry"].to_numpy(zero_copy_only=False))
        again = rows.drop_columns(["geometry"]).to_pandas().set_axis(frame.index)
        import geopandas as gpd  # noqa: PLC0415

        same(frame, gpd.GeoDataFrame(again, geometry=shapes, crs="EPSG:4326"), digits=0)


def test_geojson_keeps_rfc_7946(found, written):
    *files, _ = written["geojson"]
    for (name, frame), file in zip(found.items(), files, strict=True):
        text = file.read_text(encoding="utf-8")
        page = json.loads(text)
        assert page["type"] == "FeatureCollection"
        assert "crs" not in page
        assert page["description"] == statement()
        assert page["name"] == name
        assert len(page["features"]) == len(frame)
        for feature in page["features"]:
            if feature["geometry"] is None:
                continue
            geometry = shape(feature["geometry"])
            assert geometry.is_valid or geometry.geom_type.endswith("LineString")
            west, south, east, north = geometry.bounds
            assert -180 <= west <= east <= 180
            assert -90 <= south <= north <= 90
            numbers = shapely.get_coordinates(geometry)
            assert (numbers == numbers.round(7)).all()
            for part in shapely.get_parts(geometry):
                if part.geom_type == "Polygon":
                    assert part.exterior.is_ccw
                    assert not any(ring.is_ccw for ring in part.interiors)
                longitudes = shapely.get_coordinates(part)[:, 0]
                if part.geom_type == "LineString":
                    assert np.abs(np.diff(longitudes)).max() < 180
        same(frame, pyogrio.read_dataframe(file), digits=7)


def test_the_same_layers_are_the_same_bytes(written, tmp_path):
    for suffix, files in written.items():
        again = rt.export_layers(tmp_path / f"south.{suffix}", route="southern", corridor_km=50)
        for one, other in zip(files, again, strict=True):
            assert one.read_bytes() == other.read_bytes(), one.name


def test_a_frame_in_metres_goes_out_in_degrees():
    legs = rt.route("northern").legs
    there = json.loads(rt.workbench.to_geojson(legs.to_crs("ESRI:54009")))["features"][0][
        "geometry"
    ]
    here = json.loads(rt.workbench.to_geojson(legs))["features"][0]["geometry"]
    np.testing.assert_allclose(there["coordinates"], here["coordinates"], atol=1e-6)


@pytest.mark.parametrize(
    ("path", "options", "said"),
    [
        ("x.shp", {}, "unknown ending of an export '.shp'"),
        ("x.gpkg", {"only": ["leg"]}, "did you mean 'legs'"),
        ("x.gpkg", {"route": "balkn"}, "did you mean 'balkan'"),
        ("x.gpkg", {"yaer": 2022}, "unexpected keyword argument 'yaer'"),
        ("x.gpkg", {"corridor_km": -1}, "not -1"),
    ],
)
def test_a_wrong_export_is_one_line_and_writes_nothing(path, options, said, tmp_path):
    with pytest.raises(rt.RoutesError) as caught:
        rt.export_layers(tmp_path / path, **options)
    assert said in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_frame_without_crs_is_refused():
    with pytest.raises(rt.errors.ParameterError, match="no CRS"):
        rt.workbench.to_geojson(rt.route("northern").legs.set_crs(None, allow_override=True))


def test_the_command_writes_what_it_says(tmp_path, capsys):
    folder = tmp_path / "deep" / "out"
    words = [
        "export",
        str(folder),
        "--route",
        "northern",
        "--layer",
        "posts",
        "--format",
        "geojson",
    ]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert sorted(path.name for path in folder.iterdir()) == [
        "northern-posts.geojson", "northern.geojson.txt"
    ]  # fmt: skip
    assert str(folder / "northern-posts.geojson") in said
