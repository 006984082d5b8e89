"""The network of synergies, as a reader sees it: boxes apart, names inside them, one picture."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.patches import FancyBboxPatch, PathPatch

from routes import Wording
from routes.partnership import synergies, synergy_nodes
from routes.views import network_layout, plot_network, svg

W = Wording("en")


def drawn(node=None):
    return plot_network(synergies(node=node), synergy_nodes(), wording=W)


@pytest.fixture(scope="module")
def picture():
    return drawn()


def test_no_two_boxes_touch():
    boxes = list(network_layout(synergies(), synergy_nodes()).itertuples())
    assert len(boxes) == len(synergy_nodes())
    for one, two in combinations(boxes, 2):
        apart = (
            one.left + one.width < two.left
            or two.left + two.width < one.left
            or one.bottom + one.height < two.bottom
            or two.bottom + two.height < one.bottom
        )
        assert apart, (one.Index, two.Index)


def test_every_name_stays_inside_its_box(picture):
    figure = picture.get_figure(root=True)
    figure.draw_without_rendering()
    frames = [p.get_window_extent() for p in picture.patches if isinstance(p, FancyBboxPatch)]
    labels = [text for text in picture.texts if text.get_zorder() == 4]
    assert len(labels) == len(frames) == len(synergy_nodes())
    for frame, label in zip(frames, labels, strict=True):
        text = label.get_window_extent()
        assert frame.x0 <= text.x0, label.get_text()
        assert text.x1 <= frame.x1, label.get_text()
        assert frame.y0 <= text.y0, label.get_text()
        assert text.y1 <= frame.y1, label.get_text()


def test_columns_run_from_pillars_to_routes_and_pillars_keep_their_order():
    boxes = network_layout(synergies(), synergy_nodes())
    left = boxes.groupby("group")["left"].first().sort_values()
    assert left.index.to_list() == ["pillars", "bodies", "programme", "systems", "routes"]
    heights = boxes["bottom"][["I", "II", "III", "IV"]]
    assert heights.is_monotonic_decreasing


def test_a_line_an_edge_dashed_where_it_is_own_reading(picture):
    lines = [patch for patch in picture.patches if isinstance(patch, PathPatch)]
    assert len(lines) == len(synergies())
    dashed = [line for line in lines if line.get_linestyle() not in {"-", "solid"}]
    assert len(dashed) == (synergies()["confidence"] == "inferred").sum()
    words = [text.get_text() for text in picture.texts]
    assert {"stated by a source", "own reading"} <= set(words)


def test_names_are_text_and_the_same_edges_give_the_same_bytes(picture):
    text = svg(picture, alt="Synergies", key="synergies")
    assert "Dar es Salaam" in text
    assert "Balkan route" in text
    assert svg(drawn(), alt="Synergies", key="synergies") == text


def test_a_part_of_the_graph_shows_only_its_nodes():
    words = " ".join(text.get_text() for text in drawn(node="III").texts)
    assert "precursor" in words
    assert "SELEC" in words
    assert "Balkan" not in words


def test_no_edge_says_so():
    nothing = plot_network(synergies()[:0], synergy_nodes(), wording=W)
    assert [text.get_text() for text in nothing.texts] == ["No edge"]
