"""Distance to the nearest post, and the posts of two lists, as a reader sees them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from routes import Wording, route
from routes.analysis import distance_along, reached_length
from routes.partnership import post_changes, posts_in
from routes.views import plot_changes, plot_distances
from routes.views.distances import distance_classes

W = Wording()


def made(rows):
    return pd.DataFrame(rows, columns=["branch", "length_km", "distance_km"])


def test_classes_add_up_to_the_kilometres_by_hand():
    steps = made([("a", 30.0, 100.0), ("a", 10.0, 700.0), ("b", 60.0, 5000.0)])
    classes = distance_classes(steps, 500)
    assert list(classes.columns) == [250, 500, 1000, 2000, np.inf]
    # Branch a: 30 of 40 km within 250, 10 of 40 between 500 and 1,000. All: 30, 10 and 60 of 100.
    assert classes.loc["a"].to_list() == [75, 0, 25, 0, 0]
    assert classes.loc["all"].to_list() == [30, 0, 10, 0, 60]
    assert list(classes.index) == ["all", "a", "b"]


def test_without_a_post_nothing_is_known():
    classes = distance_classes(made([("a", 30.0, np.nan)]), 500)
    assert classes.isna().all(axis=None)


@pytest.fixture(scope="module", params=["northern", "southern"])
def distances(request):
    posts = posts_in(2022)
    steps = distance_along(request.param, posts)
    names = route(request.param).branches["name"]
    figure = plot_distances(steps, names, route=request.param, radius_km=500, wording=W)
    return request.param, steps, posts, figure


def test_the_curve_passes_the_radius_where_the_length_reached_says(distances):
    name, _, posts, figure = distances
    (line,) = (line for line in figure.axes[0].lines if line.get_gid() == "all")
    x, y = line.get_data()
    reached = reached_length(name, posts, radius_km=500).sum()
    share = 100 * reached["reached_km"] / reached["km"]
    assert np.interp(500, x, y) == pytest.approx(share, abs=0.5)
    assert y[-1] == pytest.approx(100)


def test_there_is_a_curve_and_a_bar_for_each_branch_with_legs(distances):
    name, steps, _, figure = distances
    curves = {str(line.get_gid()) for line in figure.axes[0].lines}
    branches = set(steps["branch"])
    assert {f"branch-{branch}" for branch in branches} | {"all"} <= curves
    labels = [label.get_text() for label in figure.axes[1].get_yticklabels()]
    assert labels[0] == "the whole route"
    names = route(name).branches["name"]
    assert set(labels[1:]) == {names[branch] for branch in branches}


def test_every_bar_is_a_hundred_per_cent_long(distances):
    *_, figure = distances
    ends: dict[float, float] = {}
    for bar in figure.axes[1].patches:
        middle = bar.get_y() + bar.get_height() / 2
        ends[middle] = max(ends.get(middle, 0), bar.get_x() + bar.get_width())
    assert all(end == pytest.approx(100) for end in ends.values())


def test_posts_are_kept_gained_or_not_listed_any_more():
    ax = plot_changes(
        post_changes(2013, 2022), countries=route("southern").countries.index, wording=W
    )
    ids = {c.get_gid() for c in ax.collections} - {None}
    first, last = (
        {gid.partition("-")[2] for gid in ids if gid.startswith(end)} for end in ("first", "last")
    )
    assert (len(first & last), len(last - first), len(first - last)) == (5, 2, 4)
    assert len(ax.lines) == 5
    words = [text.get_text() for text in ax.texts]
    assert words.count("not listed any more") == 4
    assert not any("closed" in word for word in words)
    labels = {label.get_text(): label for label in ax.get_yticklabels()}
    assert labels["Dar es Salaam"].get_fontweight() == "bold"
    assert labels["Skopje"].get_fontweight() == "normal"
