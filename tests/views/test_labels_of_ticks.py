"""Labels of ticks, which matplotlib sets anew while it draws, are cleaned as all text is."""

from __future__ import annotations

from matplotlib.figure import Figure

from routes.views.figure import svg


def test_no_label_of_a_tick_turns_the_words_after_it_round():
    ax = Figure().add_subplot()
    ax.set_xticks([0, 1], ["Uzbekistan \u202egnp.exe", "W" * 5_000])
    said = svg(ax, alt="two", key="ticks")
    assert "Uzbekistan \ufffdgnp.exe" in said
    assert "\u202e" not in said
    assert "W" * 1_000 not in said
