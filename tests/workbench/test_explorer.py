"""The explorer without a browser: choices become views, and the code shown makes them again."""

from __future__ import annotations

import json
import re
import shlex
from html import unescape

import numpy as np
import pandas as pd
import pytest

import routes as rt
from routes.analysis import COUNTRY_LISTS, DENOMINATORS, METHODS, SHARED_RULES
from routes.briefing.parameters import BriefingParameters, checked
from routes.network import ROUTES
from routes.seizures import DRUGS
from routes.views import Wording
from routes.views.linked_map import courier
from routes.workbench.choices import Choices, chosen
from routes.workbench.explorer import widgets_run

STATES = [
    {"route": "balkan", "years": (2010, 2020)},
    {"route": "northern", "years": 2017, "drugs": ["opium"], "denominator": "world"},
    {"route": "southern", "drugs": ["heroin", "opium"], "opium_factor": 0.1, "shared": "half"},
    {"route": "balkan", "countries": "with_markets", "shared": "apart", "edition": "wdr-2025"},
    {"route": "balkan", "layers": ["legs", "posts"], "drugs": "morphine"},
]
each_state = pytest.mark.parametrize("given", STATES, ids=lambda given: str(given)[1:-1])


def cells(html):
    """Return the rows of a table as texts."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    return [
        [unescape(re.sub(r"<[^>]*>", "", c)) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


def told(view, layer, what):
    """Return what the map is told of the things of a layer, by their names."""
    (found,) = [one for one in view.news["layers"] if one["id"] == layer]
    return {one["name"]: one[what] for one in found["items"]}


@each_state
def test_the_code_shown_computes_what_is_shown(given):
    shown = rt.explore(**given).view
    names: dict[str, object] = {}
    exec(shown.code, names)  # noqa: S102 - this is what the code is for
    pd.testing.assert_frame_equal(names["along"], shown.along)
    pd.testing.assert_series_equal(
        names["totals"], shown.totals["kg"], check_names=False, check_index_type=False
    )
    last = shown.choices.last_year
    if shown.share is None:
        assert pd.isna(names["share"].get(last))
    else:
        assert names["share"][last] == pytest.approx(shown.share)


@each_state
def test_the_last_line_of_the_code_is_the_same_explorer(given):
    shown = rt.explore(**given)
    again = eval(shown.code[shown.code.index("rt.explore") :], {"rt": rt})  # noqa: S307
    assert again.choices == shown.choices


@each_state
def test_papermill_and_the_command_are_given_the_parameters_of_the_view(given):
    shown = rt.explore(**given)
    words = shlex.split(shown.papermill)
    assert words[0] == "papermill"
    assert words[1].endswith("briefing.ipynb")
    given_to = dict(zip(words[4::3], words[5::3], strict=True))
    assert words[3::3] == ["-p"] * len(given_to)
    wanted = {name: getattr(shown.choices, name) for name in BriefingParameters.model_fields}
    assert checked(given_to) == BriefingParameters(**wanted)


@each_state
def test_the_command_itself_reads_its_line_as_the_same_parameters(given, monkeypatch, tmp_path):
    from routes.cli import brief, main  # noqa: PLC0415

    asked = []
    monkeypatch.setattr(
        brief, "make", lambda runs, *_, **__: asked.extend(one.parameters for one in runs) or 0
    )
    shown = rt.explore(**given)
    words = shlex.split(shown.brief)
    assert words[:2] == ["routes", "brief"]
    assert main([*words[1:], "--out", str(tmp_path)]) == 0
    wanted = {name: getattr(shown.choices, name) for name in BriefingParameters.model_fields}
    assert asked == [BriefingParameters(**wanted)]


def test_2017_on_the_balkan_route_reads_the_same_everywhere():
    # 58,202 kg by the World Drug Report's convention, derived in tests/analysis.
    shown = rt.explore("balkan", years=(2010, 2017)).view
    assert shown.said.startswith(
        "Balkan route, 2010–2017: 58.2 tons of heroin and morphine in 2017"
    )
    assert shown.tiles[0] == ("58.2 tons", "seized in 2017")
    assert cells(shown.table)[-1][3] == "58,202"
    assert ">58.2<" in shown.trend
    tips = told(shown, "countries", "tip")
    turkey = rt.seizures.quantities(years=2017, countries=["TUR"])["kg"].item()
    assert tips["Türkiye"] == [f"{Wording().kg(turkey)} kg reported for 2017"]
    assert f"{Wording().kg(turkey)}" in [
        row[3] for row in cells(shown.table) if "Türkiye" in row[0]
    ]


def test_a_cut_of_all_years_is_what_those_years_give():
    shown = rt.explore("southern", years=(2012, 2015), countries="all", shared="half").view
    alone = rt.along_route("southern", years=(2012, 2015), countries="all", shared="half")
    pd.testing.assert_frame_equal(shown.along, alone)


def test_what_is_not_reported_is_said_and_is_no_zero():
    shown = rt.explore("northern", years=2023, drugs="morphine").view
    missing = shown.along["status"].eq("not reported")
    tips = told(shown, "countries", "tip")
    unreported = {name for name, tip in tips.items() if tip == ["not reported for 2023"]}
    assert len(unreported) == missing.sum() > 0
    # "u" is hatched on the map, and no class of kilograms.
    kinds = told(shown, "countries", "class")
    assert {name for name, kind in kinds.items() if kind == "u"} == unreported


def test_every_option_is_the_librarys_own_and_shows_something():
    explorer = rt.explore("balkan", years=(2015, 2017))
    for name, values in (
        ("route", ROUTES), ("countries", COUNTRY_LISTS), ("shared", SHARED_RULES),
        ("denominator", DENOMINATORS), ("attribution", METHODS),
    ):  # fmt: skip
        for value in values:
            explorer.choose(**{name: value})
            assert getattr(explorer.choices, name) == value
            assert explorer.view.said
    assert set(DRUGS) == {"heroin", "morphine", "opium"}


def test_opium_beside_heroin_takes_the_convention_until_a_factor_is_chosen():
    explorer = rt.explore("southern", years=2020)
    explorer.choose(drugs=("heroin", "opium"))
    assert explorer.choices.opium_factor == 0.1
    assert "heroin equivalent" in explorer.view.trend_title


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"route": "balkn"}, "did you mean 'balkan'"),
        ({"years": (2020, 2010)}, "the first year, 2020, is after the last"),
        ({"layers": ["post"]}, "did you mean 'posts'"),
        ({"attribution": "corridors"}, "did you mean 'corridor'"),
        ({"drugs": []}, "Valid: heroin, morphine, opium"),
        ({"events": 7}, "events is a DataFrame or a text or a path or None, not 7"),
        ({"events": "no-such-file.csv"}, "no file no-such-file.csv"),
        ({"events": pd.DataFrame({"kg": [1.0]})}, "need a column 'year'"),
        ({"events": pd.DataFrame({"year": [2020]})}, "'latitude' and 'longitude', or 'iso3'"),
    ],
)
def test_a_wrong_choice_is_one_line(given, said):
    with pytest.raises(rt.RoutesError) as caught:
        rt.explore(**given)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_choice_that_cannot_be_shown_changes_nothing():
    explorer = rt.explore("balkan", years=(2010, 2017))
    before = explorer.view
    with pytest.raises(rt.RoutesError):
        explorer.choose(first_year=2020)
    assert explorer.view is before


def test_without_widgets_it_is_a_still_view(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert not widgets_run()
    explorer = rt.explore("northern", years=(2008, 2017))
    bundle = explorer._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    html = bundle["text/html"]
    assert "<script" not in html
    assert "<iframe" not in html
    assert html.count("<svg role=") == 2
    assert 'id="explorer' in html
    assert unescape(re.search(r"<pre>(.*?)</pre>", html, re.DOTALL)[1]) == explorer.code
    assert "endorsed or accepted by the United Nations" in html
    assert bundle["text/plain"] == repr(explorer) == explorer.view.said


def test_where_widgets_run_the_still_view_goes_with_them(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "notebook.ipynb")
    bundle = rt.explore("northern", years=(2008, 2017))._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "Northern route, 2008–2017" in bundle["text/html"]


def test_layers_that_are_not_chosen_are_not_shown():
    explorer = rt.explore("balkan", layers=["posts", "countries"])
    assert explorer.view.news["shown"] == ["countries", "posts"]


def test_what_the_frames_are_told_cannot_end_their_script():
    html = courier("k", {"map": {"said": "</script><script>alert(1)</script>"}})
    inside = unescape(re.search(r'srcdoc="([^"]*)"', html)[1])
    # The data, and our script.
    assert inside.count("<script") == inside.count("</script") == 2
    data = re.search(r'id="news">(.*?)</script>', inside)[1]
    assert json.loads(data)["map"]["said"].startswith("</script><script>")


def test_choices_hold_every_parameter_of_a_briefing():
    assert set(BriefingParameters.model_fields) < set(Choices.model_fields)
    assert chosen({"route": "balkan"}).slug == checked({"route": "balkan"}).slug


def made(number, *, seed=7):
    """Return seizures strewn over the countries of the routes."""
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "year": draw.integers(2010, 2021, number),
            "family": draw.choice(["heroin", "morphine", "opium"], number),
            "kg": draw.gamma(0.5, 4, number),
            "latitude": draw.uniform(25, 50, number),
            "longitude": draw.uniform(15, 75, number),
        }
    )


def test_own_seizures_are_told_apart_as_the_library_does():
    frame = made(3000)
    explorer = rt.explore("balkan", years=(2012, 2018), drugs=["heroin"], events=frame)
    names = {"events": frame}
    exec(explorer.code, names)  # noqa: S102
    row = names["counted"].loc["balkan"]
    counted = explorer.view.counted
    assert counted.events == row["events"] > 100
    assert counted.kg == pytest.approx(row["kg"])
    near = rt.attribute(frame[frame["year"].between(2012, 2018) & (frame["family"] == "heroin")])
    shared = (near["route"] == "shared") & near["among"].str.contains("balkan").fillna(value=False)
    assert counted.shared == shared.sum()
    assert names["rt"].explore  # the code ends with the explorer over the same frame
    assert f"{counted.events:,} count for the Balkan route alone" in explorer.view.events_note
    circles = told(explorer.view, "events", "at")
    assert len(circles) == (counted.places["events"] >= 3).sum()


def test_a_place_with_fewer_than_three_is_not_drawn():
    frame = pd.DataFrame(
        {
            "year": 2015, "kg": 1.0, "iso3": "TUR", "family": "heroin", "precision": "place",
            "place_matched": ["Istanbul"] * 3 + ["Ankara"] * 2,
            "latitude": [41.01] * 3 + [39.9] * 2, "longitude": [28.98] * 3 + [32.9] * 2,
        }
    )  # fmt: skip
    counted = rt.explore("balkan", years=2015, events=frame).view.counted
    assert counted.events == 5
    assert counted.places["place"].to_list() == ["Istanbul"]
    assert counted.places["events"].to_list() == [3]


def test_a_hostile_place_reaches_the_map_as_text():
    frame = pd.DataFrame(
        {
            "year": 2015, "kg": 1.0, "iso3": "TUR", "family": "heroin", "precision": "place",
            "place_matched": "<img src=x onerror=alert(1)>", "latitude": 41.0, "longitude": 29.0,
        },
        index=range(4),
    )  # fmt: skip
    view = rt.explore("balkan", years=2015, events=frame).view
    # A name is data to the map, which sets it as text, and stands in no script.
    assert list(told(view, "events", "tip")) == ["<img src=x onerror=alert(1)>"]
    assert "<img" not in unescape(courier("k", {"map": view.news}))


def test_a_change_over_many_seizures_draws_no_more_places_than_a_map_carries():
    # How long a change takes is measured in benchmarks/explorer.py.
    explorer = rt.explore("balkan", years=(2012, 2018), events=made(60_000))
    assert explorer.view.counted.events > 2_000
    explorer.choose(last_year=2017)
    assert len(told(explorer.view, "events", "at")) <= 600
