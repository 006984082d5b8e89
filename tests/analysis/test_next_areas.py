"""Ties of the next post are areas: every place in them, and no other, gains the same."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

from routes.analysis import next_post_areas, next_posts, next_posts_by_rule
from routes.network import nodes

GEOD = Geod(ellps="WGS84")
DATA = Path(__file__).parents[2] / "data"
CASES = [("northern", 500), ("balkan", 500), ("southern", 500), ("balkan", 250), (None, 500)]


def states():
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso3"] for row in csv.DictReader(file) if row["kind"] == "state"}


def gains(found, radius_km):
    """What a further post at each node of a State would gain, measured here."""
    held = nodes().loc[list(POSTS)]
    points = found.points
    lon, lat = points["longitude"].to_numpy(), points["latitude"].to_numpy()

    def near(x, y):  # noqa: ANN202
        here = np.full(len(lon), x), np.full(len(lon), y)
        return np.asarray(GEOD.inv(*here, lon, lat)[2]) <= 1000 * radius_km

    taken = np.zeros(len(points), dtype=bool)
    for row in held.itertuples():
        taken |= near(row.longitude, row.latitude)
    kg = points["amount"].to_numpy()
    everywhere = nodes()[nodes()["iso3"].isin(states())]
    return {
        row.Index: kg[near(row.longitude, row.latitude) & ~taken].sum()
        for row in everywhere.itertuples()
    }


with (DATA / "liaison_officers.csv").open(encoding="utf-8", newline="") as _file:
    POSTS = [
        row["node"]
        for row in csv.DictReader(_file)
        if row["year"] == "2022" and row["status"] != "not listed"
    ]


@pytest.mark.parametrize(("route", "radius_km"), CASES)
def test_every_place_that_gains_as_much_is_in_the_answer_and_no_other(route, radius_km):
    found = next_posts(route=route, radius_km=radius_km)
    gained = gains(found, radius_km)
    most = max(gained.values())
    expected = {node for node, kg in gained.items() if kg >= most - 1e-6 * found.total}
    best = found.areas[found.areas["rank"].isin(["best", "tie"])]
    assert {node for keys in best["nodes"] for node in keys.split(";")} == expected
    assert best["number"].sum() == len(expected)
    assert found.gain == pytest.approx(most) == pytest.approx(found.bound)
    # The next best are all those of the second gain that reach the same.
    less = max(kg for kg in gained.values() if kg < most - 1e-6 * found.total)
    second = found.areas[found.areas["rank"] == "runner-up"]
    assert second["gain"].item() == pytest.approx(less)


@pytest.mark.parametrize(("route", "radius_km"), CASES)
def test_the_area_holds_its_places_and_all_of_it_reaches_the_same(route, radius_km):
    found = next_posts(route=route, radius_km=radius_km)
    for row, shape in zip(found.areas.itertuples(), next_post_areas(found).geometry, strict=True):
        inside = nodes().loc[row.nodes.split(";")]
        assert shapely.buffer(shape, 0.01).contains(inside.geometry.to_numpy()).all()
        reached = found.points.iloc[list(row.reaches)]
        at = shapely.point_on_surface(shape)
        here = np.full(len(reached), at.x), np.full(len(reached), at.y)
        km = np.asarray(GEOD.inv(*here, reached["longitude"], reached["latitude"])[2]) / 1000
        assert km.max() <= radius_km


def test_the_places_named_alone_make_the_area():
    found = next_posts(route="balkan")
    area = next_post_areas(found).iloc[0]
    assert area["number"] == 17
    where = nodes().set_index("name").loc[area["within"].split(";")]
    for node in area["nodes"].split(";"):
        x, y = nodes().loc[node, ["longitude", "latitude"]]
        for row in where.itertuples():
            assert GEOD.inv(x, y, row.longitude, row.latitude)[2] <= 500_000
    # Fewer places are named than are reached.
    assert len(where) < len(found.areas["reaches"].iloc[0])


def test_a_tie_is_no_winner_in_the_table_of_rules_nor_in_print():
    frame = next_posts_by_rule(route="balkan", radii=(500,))
    first = frame[(frame["by"] == "radius") & (frame["shared_rule"] == "primary")].iloc[0]
    assert len(first["best"].split(";")) == 17
    text = repr(next_posts(route="balkan"))
    assert "any of 17 places that reach the same" in text
    assert "Agarak, Armenia" not in text


def test_by_states_there_are_places_and_no_circle():
    areas = next_post_areas(next_posts(route="southern", by="states"))
    assert areas.geometry.isna().all()
    assert areas.iloc[0]["countries"] == "IND"
