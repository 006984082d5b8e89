"""The strip along a route and the range over rules, as a reader sees them."""

from __future__ import annotations

import pandas as pd

from routes import Wording, sensitivity
from routes.analysis import borders_along, shares_by_rule
from routes.views import plot_rules, plot_strip, svg


def position(rows):
    index = pd.MultiIndex.from_tuples([row[:2] for row in rows], names=["branch", "km"])
    return pd.DataFrame({"events": 1, "kg": [row[2] for row in rows]}, index=index)


def strip(rows):
    return plot_strip(
        position(rows), borders_along("balkan"), route="balkan", step_km=100, wording=Wording()
    )


def test_a_row_a_branch_the_heaviest_first_with_what_it_adds_up_to():
    figure = strip([("trunk", 0.0, 10.0), ("trunk", 900.0, 20.0), ("air", 100.0, 500.0)])
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == ["air: 500 kilograms", "trunk: 30 kilograms"]
    bars = [bar.get_x() for bar in figure.axes[1].patches]
    assert bars == [0.0, 900.0]


def test_borders_on_the_strip_name_the_state_entered():
    figure = strip([("trunk", 0.0, 10.0), ("trunk", 3000.0, 1.0)])
    names = {text.get_text() for text in figure.axes[0].texts}
    borders = borders_along("balkan").query("branch == 'trunk' and km <= 3100")
    assert names <= set(borders["to_iso3"])
    assert "IRN" in names


def test_a_strip_without_seizures_says_so():
    figure = strip([])
    assert [text.get_text() for text in figure.axes[0].texts] == ["No seizure with a known place"]


def test_the_range_says_share_low_and_high():
    ax = plot_rules(
        shares_by_rule(years=2017), sensitivity(years=2017).loc[2017], wording=Wording()
    )
    words = [text.get_text() for text in ax.texts]
    assert any(text.startswith("46.9 per cent; 15.6 to ") for text in words)
    text = svg(ax, alt="Shares by rule", key="rules")
    assert 'aria-label="Shares by rule"' in text
    # Nine rules (three lists, three rules for shared States) and the chosen one, for each route.
    dots = [len(c.get_offsets()) for c in ax.collections]
    assert sorted(dots) == [1, 1, 1, 9, 9, 9]
