"""Charts and maps of one country: absences are marked, labels do not meet."""

from __future__ import annotations

import re

import pandas as pd
import pytest
import shapely
from matplotlib.figure import Figure

from routes.analysis import country_profile
from routes.views import Wording, svg
from routes.views.country_charts import LEAST, plot_published, plot_reported, scale_of
from routes.views.country_map import plot_lines_within, plot_place_on_routes
from routes.views.country_sentences import reported_sentences, tellable
from routes.views.country_tables import published
from routes.views.labels import Labels

W = Wording("en")


def reported(**kg: float | None):
    frame = pd.DataFrame({"kg": pd.Series(kg, dtype=float)})
    frame.index = [int(name[1:]) for name in kg]
    return frame


def marks(ax):
    text = svg(ax, alt="", key="k")
    names = ("reported", "zero", "unreported", "stated", "inferred")
    return {name: n for name in names if (n := len(re.findall(f'class="mark-{name}"', text)))}


def test_reported_zero_and_not_reported_are_three_marks():
    ax = plot_reported(reported(y2010=5, y2011=0, y2012=None, y2013=None), drug="heroin", wording=W)
    assert marks(ax) == {"reported": 1, "zero": 1, "unreported": 2}


def test_what_is_too_little_for_the_scale_is_still_drawn():
    ax = plot_reported(reported(y2010=1000, y2011=0.01), drug="opium", wording=W)
    heights = [patch.get_height() for patch in ax.patches]
    assert heights == [1000, LEAST * 1200]
    assert "under 0.1" in [text.get_text() for text in ax.texts]


def test_a_chart_of_zeros_only_has_no_bar():
    ax = plot_reported(reported(y2010=0, y2011=0), drug="opium", wording=W)
    assert marks(ax) == {"zero": 2}


def test_the_scale_is_in_tons_from_ten_tons_up_and_a_kilogram_stays_one():
    assert scale_of(pd.Series([9_999.0])) == 1
    assert scale_of(pd.Series([10_000.0])) == 1000
    ax = plot_reported(reported(y2010=50_000, y2011=2, y2012=1), drug="heroin", wording=W)
    assert "1.0 kg" in [text.get_text() for text in ax.texts]


def test_inferred_figures_are_paler():
    frame = pd.DataFrame(
        {"year": [2001, 2003], "value": [8.0, 80.0], "confidence": ["inferred", "stated"]}
    )
    ax = plot_published(frame, colour="#5b6b3a", wording=W)
    assert marks(ax) == {"stated": 1, "inferred": 1}
    alphas = {patch.get_gid(): patch.get_alpha() for patch in ax.patches}
    assert alphas["mark-inferred"] < alphas["mark-stated"]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"value": 328000}, "328,000 ha"),
        ({"value": 102, "qualifier": "almost"}, "almost 102 ha"),
        ({"low": 550, "high": 900}, "550 to 900 ha"),
        ({"value": 700, "low": 550, "high": 900}, "700 (550 to 900) ha"),
    ],
)
def test_a_published_figure_keeps_its_qualifier_and_range(known, words):
    empty = {"value": float("nan"), "low": float("nan"), "high": float("nan"), "qualifier": None}
    assert published({**empty, "unit": "ha", **known}, W) == words


def row(**cells: float):
    names = ("year", "kg", "year_before", "kg_before", "change")
    return pd.Series({name: cells.get(name, float("nan")) for name in names})


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"year": 2023, "kg": 50, "year_before": 2022, "kg_before": 50, "change": 0},
            (
                "Of opium it reported 50 kilograms seized in 2023. "
                "That is about as much as the 50 kilograms of 2022."
            ),
        ),
        (
            {"year": 2023, "kg": 0, "year_before": 2022, "kg_before": 5, "change": -100},
            "For opium it reported a zero in 2023. In 2022 it was 5.0 kilograms.",
        ),
        (
            {"year": 2023, "kg": 5, "year_before": 2022, "kg_before": 0},
            "Of opium it reported 5.0 kilograms seized in 2023. For 2022 it had reported a zero.",
        ),
        (
            {"year": 2021, "kg": 0},
            (
                "It last reported opium for 2021: a zero. "
                "For 2022–2023 no figure for opium is reported."
            ),
        ),
        ({"year": 2023, "kg": 7}, "Of opium it reported 7.0 kilograms seized in 2023."),
    ],
)
def test_the_sentence_on_a_figure_says_what_it_may(cells, said):
    sentences = reported_sentences("opium", row(**cells), last=2023, country=None, wording=W)
    assert " ".join(sentences) == said


def test_a_drug_never_reported_has_no_sentence():
    assert reported_sentences("opium", row(), last=2023, country="X", wording=W) == []


def test_a_change_is_told_only_where_it_says_something():
    told = [tellable(c) for c in (-99.6, -99.4, 0, 300, 301, float("nan"))]
    assert told == [False, True, True, True, False, False]


@pytest.fixture(scope="module")
def labels():
    ax = Figure(figsize=(4, 4)).add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 288), ylim=(0, 288))
    return Labels(ax, points_per_unit=1)


def test_labels_do_not_meet_and_do_not_leave_the_map(labels):
    assert labels.beside(100, 100, "Skopje", size=10, away=4)
    assert labels.beside(100, 101, "Tetovo", size=10, away=4)  # on another side
    left, right = (text.get_ha() for text in labels.ax.texts)
    assert left != right
    assert not labels.beside(287, 287, "Bogorodica border post", size=10, away=0)
    taken = labels.taken
    assert not [a for i, a in enumerate(taken) for b in taken[:i] if a.intersects(b)]


def test_a_label_at_the_edge_moves_inside(labels):
    assert labels.beside(280, 286, "Osh", size=10, away=4)
    assert labels.beside(3, 100, "Tashkent", size=10, away=0)
    edges = [box.bounds for box in labels.taken]
    assert all(min(box) > 0 and max(box) < 288 for box in edges)


def room(text):
    """Return the frame of a text in points, as a browser draws it: a Chinese sign is a square."""
    size, lines = text.get_fontsize(), text.get_text().split("\n")
    ems = [sum(1 if sign > "\u2e80" else 0.5 for sign in line) for line in lines]
    width, height = size * max(ems), size * len(lines)
    x, y = (72 * at for at in text.figure.dpi_scale_trans.inverted().transform(
        text.axes.transData.transform(text.get_position())))  # fmt: skip
    west = x - width * {"left": 0, "center": 0.5, "right": 1}[text.get_ha()]
    south = y - height * {"bottom": 0, "center": 0.5, "top": 1}[text.get_va()]
    return west, south, west + width, south + height


@pytest.mark.parametrize("language", ["en", "ar", "ru", "zh"])
@pytest.mark.parametrize("code", ["UZB", "MKD"])
def test_no_label_of_a_map_is_cut_by_its_frame_or_written_over_another(code, language):
    for plate in drawn(code, Wording(language))[1:]:
        wide, high = (72 * inches for inches in plate.ax.figure.get_size_inches())
        frames = [room(text) for text in plate.ax.texts]
        assert len(frames) > 5
        for west, south, east, north in frames:
            assert west > 0
            assert south > 0
            assert east < wide
            assert north < high
        boxes = [shapely.box(*frame) for frame in frames]
        assert not [a for i, a in enumerate(boxes) for b in boxes[:i] if a.intersects(b)]


def drawn(code, wording=W):
    p = country_profile(code)
    options = {"routes": p.routes, "members": p.on_its_routes, "wording": wording}
    return p, plot_place_on_routes(code, **options), plot_lines_within(code, **options)


def test_a_small_country_is_ringed_and_named_and_a_large_one_is_not_ringed():
    _, small, within = drawn("MKD")
    _, large, _ = drawn("IRN")
    gids = {line.get_gid() for line in small.ax.lines}
    assert "ring" in gids
    assert "ring" not in {line.get_gid() for line in large.ax.lines}
    assert "North Macedonia" in [text.get_text() for text in small.ax.texts]
    assert {"Skopje", "Tabanovce"} <= {text.get_text() for text in within.ax.texts}


def test_notes_are_those_that_the_view_calls_for():
    _, balkan, _ = drawn("MKD")
    _, central, within = drawn("UZB")
    assert set(balkan.notes) == {"line_of_control", "undetermined", "kosovo", "crimea"}
    assert "kosovo" not in central.notes
    assert "crimea" not in central.notes
    assert within.modes == {"road", "rail"} | (within.modes & {"sea"})


def test_lines_in_the_air_are_drawn_only_where_they_start_or_end():
    _, iran, _ = drawn("IRN")
    gids = {patch.get_gid() for patch in iran.ax.patches}
    assert "legs-balkan-air" in gids  # Tehran – Istanbul
    assert "legs-southern-air" not in gids  # those of Karachi and Islamabad
