"""Coverage: ranges where something is unknown, rules that bite, and one fact removed."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.analysis import coverage, coverage_by_state, coverage_gaps, shares
from routes.analysis.coverage import COLUMNS
from routes.errors import ParameterError, UnknownNameError
from routes.network import ROUTES, nodes, route
from routes.reference import sign

DATA = Path(__file__).parents[2] / "data"
KEY = ["route", "branch", "measure", "relation", "drugs", "pillar", "rule"]
FIGURES = ["low", "high", "numerator", "denominator"]
YEARS = (2010, 2013, 2015, 2018, 2022, None)


@pytest.fixture(scope="module")
def now():
    return coverage()


@pytest.mark.parametrize("year", YEARS)
def test_low_is_never_above_high_and_a_share_never_out_of_0_to_100(year):
    frame = coverage("balkan", year=year, branch="each")
    assert list(frame.columns) == list(COLUMNS)
    known = frame.dropna(subset=["low"])
    assert (known["low"] <= known["high"]).all()
    assert frame["low"].isna().equals(frame["high"].isna())
    per_cent = known[known["unit"] == "per cent"]
    assert per_cent[["low", "high"]].ge(0).all(axis=None)
    assert per_cent["high"].le(100 + 1e-9).all()
    assert (frame.loc[frame["low"].isna(), "note"].str.len() > 0).all()
    assert frame["source"].notna().all()


@pytest.mark.slow
def test_kilograms_of_a_route_are_those_of_its_share_by_the_same_rule():
    for shared in ("primary", "half", "apart"):
        whole = shares(years=2022, shared=shared, countries="all").set_index("route")["kg"]
        frame = coverage(shared=shared, countries="all", drugs=["heroin", "morphine"])
        kilograms = frame[frame["measure"] == "kilograms"].groupby("route")["denominator"].first()
        assert kilograms[list(ROUTES)].to_dict() == pytest.approx(whole[list(ROUTES)].to_dict())


def test_a_state_on_two_routes_counts_by_the_rule_that_is_named():
    posts = {
        shared: coverage("southern", shared=shared, drugs="heroin")
        .set_index(["measure", "relation"])
        .loc[("States", "post")]
        for shared in ("primary", "half", "apart")
    }
    # Iran is on the southern list too: it counts with "half", and neither does with "apart".
    assert [posts[name]["numerator"] for name in posts] == [2, 3, 1]
    assert [posts[name]["denominator"] for name in posts] == [15, 16, 14]
    assert all(f"shared={name}" in row["rule"] for name, row in posts.items())


def test_vienna_counts_only_when_asked():
    def hosted(*, headquarters: bool) -> pd.Series:
        frame = coverage("balkan", drugs="heroin", headquarters=headquarters)
        return frame.set_index(["measure", "relation"]).loc[("States", "hosted")]

    assert [hosted(headquarters=asked)["numerator"] for asked in (False, True)] == [1, 2]
    assert "headquarters=yes" in hosted(headquarters=True)["rule"]


def test_vienna_asked_for_is_the_last_meeting_on_finance():
    asked = coverage("balkan", drugs="heroin", pillar="II", headquarters=True)
    time = asked[asked["measure"] == "time"].iloc[0]
    assert (time["low"], time["high"]) == (0, 0)
    assert "Vienna" in time["note"]


def test_two_meetings_of_a_pillar_are_limited_by_the_distinct_states_of_the_year():
    # Pillar IV in 2022: 22 at the group and 37 at the consultative group, 59 attendances, of 49
    # States that year: more than the route has.
    frame = coverage("balkan", pillar="IV", countries="all", drugs="heroin")
    row = frame.set_index(["measure", "relation"]).loc[("States", "attended")]
    assert row["high"] == pytest.approx(100)
    assert "at most 49 States" in row["note"]


def test_a_count_below_the_number_of_states_limits_the_high_end(monkeypatch, tmp_path):
    # Without the consultative group, pillar I of 2022 is one meeting; let 3 States have come.
    def edit(row: dict[str, str]) -> dict[str, str] | None:
        if row["meeting"] == "EWG2022-I":
            return {**row, "states": "3"}
        return None if row["meeting"] == "PCGM16" else row

    use(monkeypatch, edited(tmp_path, "meetings", edit))
    frame = coverage("northern", pillar="I", drugs=["heroin", "morphine"])
    frame = frame.set_index(["measure", "relation"])
    row = frame.loc[("States", "attended")]
    assert (row["numerator"], row["denominator"]) == (1, 8)  # Kazakhstan was host
    assert (row["low"], row["high"]) == (100 / 8, 300 / 8)
    kilograms = frame.loc[("kilograms", "attended")]
    # Host Kazakhstan 102.06; the two largest others the Russian Federation 913.1, Uzbekistan 276.9;
    # Turkmenistan, not reported, may be one of them: 0.95 at most near 2022, 1.8 in 2014.
    known = 102.06 + 913.1 + 276.9 + 243.59 + 100.93 + 0.01 + 0.9
    assert kilograms["low"] == pytest.approx(100 * 102.06 / (known + 1.8))
    best = 102.06 + 913.1 + 276.9 + 1.8
    assert kilograms["high"] == pytest.approx(100 * best / (known + 1.8))


def test_no_known_meeting_of_a_year_is_anything_from_nothing_to_all():
    frame = coverage("balkan", year=2014, drugs="heroin").set_index(["measure", "relation"])
    for relation in ("hosted", "attended"):
        row = frame.loc[("States", relation)]
        assert (row["low"], row["high"]) == (0, 100)
        assert "does not say that none was held" in row["note"]


def test_a_meeting_without_a_known_place_widens_the_high_end_by_one_state(monkeypatch, tmp_path):
    def edit(row: dict[str, str]) -> dict[str, str] | None:
        if row["meeting"] == "EWG2022-III":
            return {**row, "node": "", "city": "", "iso3": ""}
        return row

    use(monkeypatch, edited(tmp_path, "meetings", edit))
    row = coverage("balkan", drugs="heroin").set_index(["measure", "relation"])
    row = row.loc[("States", "hosted")]
    assert (row["low"], row["high"]) == pytest.approx((0, 100 / 14))
    assert "the place of 1 is not known" in row["note"]


def test_a_report_of_one_post_says_nothing_against_others():
    frame = coverage("balkan", year=2010, drugs="heroin").set_index(["measure", "relation"])
    assert frame.loc[("States", "post"), ["low", "high"]].to_list() == [0, 100]
    land = frame.loc[[("length", "post")]].iloc[0]
    assert land["high"] == 100
    assert "other posts are unknown" in land["note"]


def test_a_year_between_two_lists_says_which_answers():
    frame = coverage("northern", year=2015, drugs="heroin").set_index(["measure", "relation"])
    for key in (("States", "post"), ("length", "post")):
        assert "that of 2013, 9 posts" in frame.loc[[key], "note"].iloc[0]


def test_now_is_the_last_list_with_figures_of_their_last_years():
    frame = coverage("balkan", year=None, drugs="heroin")
    years = frame.groupby(["measure", "relation"])["year"].first()
    assert years[("States", "post")] == 2022
    assert years[("kilograms", "post")] == 2023
    assert years[("States", "hosted")] == 2024


def test_by_state_has_every_country_of_the_route_in_order_and_no_invented_kilogram():
    frame = coverage_by_state("southern")
    assert frame.index.to_list() == route("southern").countries.index.to_list()
    assert not frame.loc["AFG", "counted"]
    assert frame.loc["TZA", ["post", "partner"]].to_list() == [True, False]
    absent = frame[frame["status"] == "not reported"]
    assert absent["kg"].isna().all()
    assert absent["kg_low"].eq(0).all()
    assert frame.loc["OMN", "kg_high"] == 1065
    assert pd.isna(frame.loc["TZA", "opium_kg_high"])  # no figure of opium in any year
    assert frame.loc[["KEN", "OMN"], "last_attended"].to_list() == [2015, 2015]


def test_a_branch_has_its_own_states_and_legs():
    frame = coverage("southern", branch="makran-east-africa", drugs="heroin")
    rows = frame.set_index(["measure", "relation"])
    # Of Iran, Pakistan, Kenya, Tanzania, Mozambique and South Africa three have a post.
    assert rows.loc[("States", "post"), ["numerator", "denominator"]].to_list() == [3, 6]
    km = route("southern").length_km(branch="makran-east-africa")
    assert rows.loc[[("length", "post")], "denominator"].sum() == pytest.approx(km)


def test_a_branch_without_legs_is_unknown_not_zero():
    frame = coverage("southern", branch="each", drugs="heroin")
    rows = frame.set_index(["branch", "measure", "relation"])
    no_legs = rows.loc[[("africa-west-north", "length", "post")]].iloc[0]
    assert pd.isna(no_legs["low"])
    assert pd.isna(no_legs["high"])
    assert "No leg of this branch is by road and rail" in no_legs["note"]
    assert rows.loc[("container-europe", "States", "post"), "denominator"] == 5


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"year": 2009}, ValueError, "years run from 2010 to 2022"),
        ({"year": 2023}, ValueError, "years run from 2010 to 2022"),
        ({"radius_km": 0}, ParameterError, "radius_km is above 0"),
        ({"radius_km": -5}, ParameterError, "radius_km is above 0"),
        ({"radius_km": float("nan")}, ParameterError, "radius_km is a number, not nan"),
        ({"pillar": "V"}, UnknownNameError, "Valid: I, II, III, IV"),
        ({"branch": "gulff"}, UnknownNameError, "did you mean 'gulf'"),
        ({"drugs": "heroine"}, UnknownNameError, "did you mean 'heroin'"),
        ({"countries": "transitt"}, UnknownNameError, "did you mean 'transit'"),
        ({"shared": "halves"}, UnknownNameError, "did you mean 'half'"),
        ({"edition": "wdr-1066"}, UnknownNameError, "unknown edition"),
    ],
)
def test_bad_input_says_what_is_valid_in_one_line(options, error, said):
    with pytest.raises(error, match=said) as caught:
        coverage("southern", **options)
    assert "\n" not in str(caught.value)


def test_a_branch_needs_its_route_and_a_route_its_name():
    with pytest.raises(ParameterError, match="needs its route"):
        coverage(branch="gulf")
    with pytest.raises(UnknownNameError, match="did you mean 'southern'"):
        coverage("southen")


def edited(folder: Path, name: str, change) -> Path:
    """Return a data folder in which `change` has been made to each row of a table.

    Of other tables, rows that name what has gone go with it.
    """
    rows = read(name)
    kept = [changed for row in rows if (changed := change(row))]
    key = next(iter(rows[0]))
    gone = {row[key] for row in rows} - {row[key] for row in kept}
    refer = [table for table in REFERRING if table != name]
    for path in DATA.glob("*.*"):
        if path.stem not in {name, *refer}:
            os.link(path, folder / path.name)
    write(folder, name, kept)
    for table in refer:
        write(folder, table, [row for row in read(table) if not gone & set(row.values())])
    sign(folder, name="edited")
    return folder


REFERRING = ("recommendations", "synergies", "activity_titles")


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def use(monkeypatch, folder: Path) -> None:
    if not (folder / "meeting_attendance.csv").exists():
        pytest.fail("no data folder")
    monkeypatch.setenv("ROUTES_DATA", str(folder))


@pytest.mark.slow
def test_removing_dar_es_salaam_changes_its_figures_and_no_other(now, monkeypatch, tmp_path):
    states = {name: coverage_by_state(name) for name in ROUTES}
    gaps = {name: coverage_gaps(name) for name in ROUTES}
    folder = edited(
        tmp_path,
        "liaison_officers",
        lambda row: None if row["post"] == "2022-TZA" else row,
    )
    use(monkeypatch, folder)
    after = coverage()
    pd.testing.assert_frame_equal(after[KEY], now[KEY])
    same = (after[FIGURES] == now[FIGURES]) | (after[FIGURES].isna() & now[FIGURES].isna())
    moved = now[~same.all(axis=1)]
    assert set(moved["route"]) == {"southern"}
    changed = set(zip(moved["measure"], moved["relation"], moved["drugs"].fillna(""), strict=True))
    # Opium: the United Republic of Tanzania has no figure in any year, so nothing moves.
    assert changed == {
        ("States", "post", ""),
        ("States", "served", ""),
        ("kilograms", "post", "heroin+morphine"),
        ("kilograms", "served", "heroin+morphine"),
        ("length", "post", ""),
        ("distance", "post", ""),
    }
    key = ["route", "measure", "relation"]
    before, later = now.set_index(key), after.set_index(key)
    here = ("southern", "States", "post")
    assert (before.loc[here, "numerator"].item(), later.loc[here, "numerator"].item()) == (2, 1)
    kilograms = ("southern", "kilograms", "post")
    lost = before.loc[kilograms, "numerator"].iloc[0] - later.loc[kilograms, "numerator"].iloc[0]
    assert lost == pytest.approx(254.71)
    for name in ROUTES:
        fewer = coverage_by_state(name)
        if name == "southern":
            assert not fewer.loc["TZA", ["post", "served"]].any()
            fewer.loc["TZA", ["post", "served"]] = True
        pd.testing.assert_frame_equal(fewer, states[name])
        missed = set(coverage_gaps(name)["iso3"].dropna()) - set(gaps[name]["iso3"].dropna())
        assert missed == ({"TZA"} if name == "southern" else set())


SOME_NODES = nodes().query("kind == 'city'").index.to_list()


def made(chosen: list[str]) -> gpd.GeoDataFrame:
    places = nodes().loc[chosen]
    frame = gpd.GeoDataFrame(
        {"post": chosen, "iso3": places["iso3"].to_list(), "serves": places["iso3"].to_list()},
        geometry=places.geometry.to_list(),
        crs="EPSG:4326",
    )
    return frame.assign(source="made")


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from(SOME_NODES), min_size=2, max_size=6, unique=True), st.data())
def test_more_posts_never_cover_less(chosen, data):
    number = data.draw(st.integers(1, len(chosen) - 1))
    key = ["measure", "relation", "drugs", "pillar", "rule"]
    few, more = (
        coverage("northern", posts=made(nodes_of)).fillna({"drugs": "", "pillar": ""})
        for nodes_of in (chosen[:number], chosen)
    )
    pd.testing.assert_frame_equal(few[key], more[key])
    share = few["unit"] == "per cent"
    assert (more.loc[share, "low"] >= few.loc[share, "low"] - 1e-9).all()
    assert (more.loc[share, "high"] >= few.loc[share, "high"] - 1e-9).all()
    nearer = few["measure"] == "distance"
    assert (more.loc[nearer, "high"] <= few.loc[nearer, "high"] + 1e-9).all()


def test_a_wider_radius_never_reaches_less():
    reach = [
        coverage("balkan", radius_km=km, drugs="heroin").query("measure == 'length'")["low"].iloc[0]
        for km in (100, 500, 2000, 10_000)
    ]
    assert reach == sorted(reach)
    assert reach[0] < reach[1] < reach[2]
