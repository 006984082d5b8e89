"""The charts show the figures: bar by bar, label by label; an absence is not a bar."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from routes.analysis import along_route, shares, top_shares, yearly_totals
from routes.views import Wording, plot_shares, plot_top, plot_trend

W = Wording("en")
# Transit States of the Balkan route; Pakistan counts for the southern one.
BALKAN = (
    *("IRN", "TUR", "GRC", "ALB", "BGR", "MKD", "SRB", "MNE"),
    *("BIH", "HRV", "SVN", "XKX", "ROU", "HUN", "AUT"),
)


def trend(kg, *, drug="heroin", first=2016, reporting=None, ax=None):
    years = pd.RangeIndex(first, first + len(kg), name="year")
    reporting = reporting or [0 if math.isnan(value) else 3 for value in kg]
    totals = pd.DataFrame({"kg": kg, "states": 3, "states_reporting": reporting}, index=years)
    return plot_trend(pd.DataFrame({drug: kg}, index=years), totals, wording=W, ax=ax)


def words(ax):
    return [text.get_text() for text in ax.texts]


def heights(ax):
    return [float(bar.get_height()) for bar in ax.patches]


def test_a_chart_is_drawn_on_the_axes_given():
    ax = Figure().subplots()
    assert trend([5.0, 6.0], ax=ax) is ax
    lines = Figure().subplots()
    assert plot_shares(shares(years=(2016, 2017)), wording=W, ax=lines) is lines


def test_kilograms_below_a_ton_are_drawn_as_kilograms():
    assert heights(trend([250.0, 999.0])) == [250.0, 999.0]


def test_from_a_ton_up_the_bars_are_tons():
    assert heights(trend([250.0, 58_200.0])) == [0.25, 58.2]


def test_bars_of_the_balkan_route_are_the_figures_of_the_table(rows):
    expected = {(drug, year): 0.0 for drug in ("heroin", "morphine") for year in (2016, 2017)}
    for row in rows("latest_annual_seizures"):
        key = row["drug"], int(row["year"])
        if row["iso3"] in BALKAN and key in expected:
            expected[key] += float(row["kg"]) / 1000
    by_drug = pd.DataFrame(
        {
            drug: yearly_totals(along_route("balkan", years=(2016, 2017), drugs=drug))["kg"]
            for drug in ("heroin", "morphine")
        }
    )
    totals = yearly_totals(along_route("balkan", years=(2016, 2017)))
    ax = plot_trend(by_drug, totals, wording=W)
    assert heights(ax) == pytest.approx(list(expected.values()))
    stacked = [float(bar.get_y()) for bar in ax.patches]
    assert stacked == pytest.approx([0, 0, expected["heroin", 2016], expected["heroin", 2017]])
    assert {"heroin", "morphine", "58.2"} <= set(words(ax))


def test_a_year_without_a_report_has_no_bar_and_a_dash():
    ax = trend([400.0, float("nan"), 300.0])
    assert heights(ax) == [400.0, 0.0, 300.0]
    (dash,) = [text for text in ax.texts if text.get_text() == "–"]
    assert dash.get_position()[0] == 2017


def test_a_last_year_without_a_report_is_not_labelled_zero():
    ax = trend([400.0, float("nan")])
    assert words(ax)[:2] == ["–", "400"]
    assert "0.0" not in words(ax)


def test_a_reported_zero_is_not_a_dash():
    assert "–" not in words(trend([400.0, 0.0]))


def test_the_row_below_says_how_many_states_reported():
    ax = trend([1.0, 2.0], reporting=[2, 3])
    counts = {t.get_text(): t.get_weight() for t in ax.texts if t.get_text() in {"2", "3"}}
    assert counts == {"2": "bold", "3": "normal"}
    assert "States reporting, of 3" in words(ax)


def test_a_small_last_year_is_not_labelled_zero():
    assert "0.0" not in words(trend([2000.0, 20.0]))


def test_the_ban_is_marked_only_where_the_years_hold_it():
    assert W.say("trend.ban") in words(trend([1.0, 2.0], first=2021))
    assert W.say("trend.ban") not in words(trend([1.0, 2.0], first=2016))


def test_the_axis_is_in_whole_years():
    labels = [label.get_text() for label in trend([1.0] * 19, first=2005).get_xticklabels()]
    assert labels == [str(year) for year in range(2005, 2024, 2)]


def test_shares_are_named_at_the_end_of_their_lines():
    ax = plot_shares(shares(years=(2016, 2017)), wording=W, highlight="balkan")
    labels = {text.get_text(): text for text in ax.texts}
    # World Drug Report 2019: 47 per cent on the Balkan route in 2017, 1 on the northern.
    assert "Balkan route 47" in labels
    assert labels["Balkan route 47"].get_weight() == "bold"
    (northern,) = [text for text in labels if text.startswith("Northern route")]
    assert northern in {f"Northern route 0.{tenth}" for tenth in range(5, 10)}
    assert labels[northern].get_weight() == "normal"


def test_labels_of_shares_do_not_lie_on_each_other():
    ax = plot_shares(shares(years=(2005, 2023)), wording=W)
    at = sorted(text.xy[1] for text in ax.texts if isinstance(text, Annotation))
    gap = ax.get_ylim()[1] * 0.085
    assert all(upper - lower >= gap * 0.999 for lower, upper in itertools.pairwise(at))


def test_lines_of_the_routes_differ_without_colour():
    ax = plot_shares(shares(years=(2005, 2023)), wording=W)
    styles = [line._unscaled_dash_pattern for line in ax.lines if line.get_gid() != "ban"]
    assert len(styles) == 3
    assert len({str(style) for style in styles}) == 3


def test_a_year_without_a_report_is_hatched_from_top_to_bottom():
    ax = trend([400.0, float("nan"), 300.0])
    (gap,) = [c for c in ax.collections if c.get_gid() == "mark-unreported"]
    assert gap.get_hatch()
    box = gap.get_paths()[0].get_extents()
    assert (box.ymin, box.ymax) == (0, 1)
    assert box.x0 < 2017 < box.x1


def test_bars_start_at_zero():
    for kg in ([400.0, 300.0], [58_000.0, 2_000.0]):
        ax = trend(kg)
        assert ax.get_ylim()[0] == 0
        assert all(bar.get_y() == 0 for bar in ax.patches)


def test_the_largest_states_of_the_balkan_route_by_hand(rows):
    """Iran, Türkiye and the rest of the list for 2023, added up from the table."""
    kg = dict.fromkeys(BALKAN, 0.0)
    for row in rows("latest_annual_seizures"):
        wanted = row["year"] == "2023" and row["drug"] in {"heroin", "morphine"}
        if wanted and row["iso3"] in kg:
            kg[row["iso3"]] += float(row["kg"])
    largest = sorted(kg.values(), reverse=True)
    top = top_shares(along_route("balkan", years=(2022, 2023))).loc[2023]
    for count in (1, 3, 5):
        expected = 100 * sum(largest[:count]) / sum(largest)
        assert top[count] == pytest.approx(expected)
    ax = plot_top(top.to_frame().T, colour="#a3341f", wording=W)
    assert ax.get_ylim() == (0, 100)
    assert f"the largest State {W.per_cent(top[1])}" in words(ax)


def test_a_year_without_a_report_breaks_the_line_of_the_largest():
    top = pd.DataFrame({1: [80.0, float("nan"), 70.0]}, index=pd.Index([2016, 2017, 2018]))
    (line,) = [
        c for c in plot_top(top, colour="#000000", wording=W).lines if c.get_gid() == "top-1"
    ]
    assert math.isnan(line.get_ydata()[1])


def test_one_year_of_shares_is_a_point():
    ax = plot_shares(shares(years=2017), wording=W)
    assert [line.get_marker() for line in ax.lines] == ["o", "o", "o"]
