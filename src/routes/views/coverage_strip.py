"""Coverage by State as a strip in route order: one column a State, one row a relation."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from routes.escaping import plain
from routes.views.charts import RC
from routes.views.style import (
    CLASS_COLOURS,
    INK,
    NO,
    OUTSIDE,
    RULE,
    SOFT_INK,
    UNKNOWN,
    YES,
    class_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from routes.views.wording import Wording

STATES = {True: "yes", False: "no", None: "unknown"}
# Half the side of a mark, in columns and rows.
HALF = 0.37
LONGEST_NAME = 28
# Of a mark on the logarithmic scale: its top to its foot.
MARK = 2.2
LOWEST_KG, HIGHEST_KG = 0.1, 100_000

# A name ends where what is said of it begins, in brackets of any script.
_SHORT = re.compile(r"\s*[(（]")


def plot_coverage_strip(
    states: pd.DataFrame,
    *,
    relations: Iterable[str],
    year: int,
    wording: Wording,
) -> Figure:
    """Draw what reaches each State, in route order, over the kilograms each seized.

    Parameters
    ----------
    states : DataFrame
        As `coverage_by_state` returns it, Afghanistan first.
    relations : iterable of str
        Columns of `states`, one row each.
    year : int
    wording : Wording

    Returns
    -------
    Figure
        A mark is filled (yes), empty (no) or hatched (unknown); its group id is
        ``yes-…``, ``no-…`` or ``unknown-…`` with relation and State. Below stand bars of
        kilograms on a logarithmic scale; a State that did not report has a hatched field
        (``unreported-…``), never a bar of zero. Names of areas have a dagger and are in italics;
        States that do not count for the route are written lighter.
    """
    rows = list(relations)
    # A column has the width that a name on its side needs, whatever their number.
    width = 2.0 + 0.185 * max(len(states), 18)
    with mpl.rc_context(RC):
        figure = Figure(figsize=(width, 2.9 + 0.25 * len(rows)), layout="constrained")
        top, bottom = figure.subplots(
            2, 1, height_ratios=[0.25 * len(rows), 1.05], gridspec_kw={"hspace": 0.02}
        )
        for place, state in enumerate(states.itertuples()):
            for row, relation in enumerate(rows):
                _mark(top, place, row, getattr(state, relation), f"{relation}-{state.Index}")
            _kilograms(bottom, place, state, wording)
        _frame(top, bottom, states, rows, year, wording)
    return figure


def _mark(ax: Axes, x: int, y: int, value: object, key: str) -> None:
    known = None if pd.isna(value) else bool(value)
    patch = Rectangle(
        (x - HALF, y - HALF), 2 * HALF, 2 * HALF, linewidth=0.8,
        facecolor=YES if known else NO, edgecolor=YES if known else UNKNOWN,
        hatch="//////" if known is None else None,
    )  # fmt: skip
    patch.set_gid(f"{STATES[known]}-{key}")
    _add(ax, patch)


def _add(ax: Axes, patch: Rectangle) -> None:
    # The limits are set by hand: add_patch would work them out anew for every patch.
    ax.add_artist(patch)


def _kilograms(ax: Axes, x: int, state: Any, wording: Wording) -> None:
    code, kg, status = state.Index, state.kg, state.status
    if status == "reported":
        # A logarithmic scale has no zero for a bar to start from: a mark at its height.
        height = max(kg, 1.4 * LOWEST_KG)
        ax.vlines(x, LOWEST_KG, height, color=RULE, linewidth=1, zorder=0.5)
        mark = Rectangle(
            (x - HALF, height / MARK), 2 * HALF, height - height / MARK,
            facecolor=CLASS_COLOURS[class_of(kg)], edgecolor=SOFT_INK, linewidth=0.4,
        )  # fmt: skip
        mark.set_gid(f"kg-{code}")
        _add(ax, mark)
        return
    if status == "reported zero":
        ax.text(x, LOWEST_KG * 1.3, wording.number(0), ha="center", va="bottom", fontsize=8)
        return
    unreported, unheld = status == "not reported", status == "not held here"
    field = Rectangle(
        (x - HALF, LOWEST_KG), 2 * HALF, 2.5 * LOWEST_KG, linewidth=0.6,
        facecolor=OUTSIDE if status == "outside the table" else NO, edgecolor=UNKNOWN,
        hatch="//////" if unreported else "..." if unheld else None,
    )  # fmt: skip
    kind = "unreported" if unreported else "not-held" if unheld else "outside"
    field.set_gid(f"{kind}-{code}")
    _add(ax, field)


def _frame(
    top: Axes, bottom: Axes, states: pd.DataFrame, rows: list[str], year: int, wording: Wording
) -> None:
    for ax in (top, bottom):
        ax.spines[:].set_visible(False)
        ax.tick_params(length=0)
        ax.set_xlim(-0.6, len(states) - 0.4)
    top.set_ylim(len(rows) - 0.5, -0.5)
    words = [wording.say(f"relation.{name}", year=year) for name in rows]
    top.set_yticks(range(len(rows)), words, fontsize=9.5, color=INK)
    top.tick_params(labelbottom=False, labeltop=True)
    names = [plain(_name(state, wording)) for state in states.itertuples()]
    top.set_xticks(np.arange(len(states)), names, rotation=90, va="bottom", linespacing=0.9)
    for label, state in zip(top.get_xticklabels(), states.itertuples(), strict=True):
        label.set_fontsize(7 if "\n" in label.get_text() else 8.5)
        label.set_color(INK if state.counted else SOFT_INK)
        label.set_fontweight("bold" if state.counted else "normal")
        label.set_fontstyle("normal" if state.kind == "state" else "italic")
    bottom.set_yscale("log")
    bottom.set_ylim(LOWEST_KG, HIGHEST_KG)
    bottom.minorticks_off()
    ticks = [1, 100, 10_000]
    bottom.set_yticks(ticks, [wording.number(tick) for tick in ticks], fontsize=8.5)
    bottom.xaxis.set_visible(False)
    bottom.grid(axis="y", color=RULE, linewidth=0.6)
    bottom.set_axisbelow(True)
    bottom.set_ylabel(wording.say("strip.seized", year=year), rotation=0, ha="right", va="center")
    bottom.yaxis.label.set(fontsize=9.5, color=INK)


def _name(state: Any, wording: Wording) -> str:
    name = wording.country(state.Index)
    if state.kind != "state":
        # The note of the figure gives the name in full.
        name = wording.say("strip.area", name=_SHORT.split(name, maxsplit=1)[0])
    # A name that is too long is parted at its bracket: "Iran / (Islamic Republic of)".
    before, bracket, rest = name.partition(" (")
    if len(name) > LONGEST_NAME and bracket and len(rest) < LONGEST_NAME:
        return f"{before}\n({rest}"
    return "\n".join(textwrap.wrap(name, LONGEST_NAME))
