"""Charts: seizures year by year, and the shares of the three routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from routes.views.style import (
    BAN,
    DRUG_COLOURS,
    HATCH,
    INK,
    NOTE,
    PAPER,
    ROUTE_COLOURS,
    ROUTE_DASHES,
    RULE,
    SOFT_INK,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from routes.views.wording import Wording

RC: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "opiate-routes",
    "font.size": 11,
    "axes.edgecolor": RULE,
    "text.color": INK,
    "xtick.color": SOFT_INK,
    "ytick.color": SOFT_INK,
    "hatch.linewidth": 0.6,
    "path.simplify_threshold": 0.3,
}


def canvas(width: float, height: float) -> Axes:
    """Return axes on a figure of its own, outside pyplot's list of open figures."""
    with mpl.rc_context(RC):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure.subplots()


def _plain(ax: Axes) -> None:
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(length=0)
    ax.grid(axis="y", color=RULE, linewidth=0.7)
    ax.set_axisbelow(True)


def plot_trend(
    by_drug: pd.DataFrame,
    totals: pd.DataFrame,
    *,
    wording: Wording,
    ax: Axes | None = None,
) -> Axes:
    """Draw the counted kilograms of a route as stacked bars, with the number of States reporting.

    Parameters
    ----------
    by_drug : DataFrame
        Kilograms: one row per year, one column per drug; missing where nothing was reported.
    totals : DataFrame
        As `yearly_totals` returns it, same years.
    wording : Wording
    ax : Axes, optional

    Returns
    -------
    Axes
        A year without a report has no bar and says so; so does one that is not held here.
    """
    ax = ax or canvas(8.6, 3.9)
    years = by_drug.index.to_numpy(dtype=int)
    tons = totals["kg"].max() >= 1000  # noqa: PLR2004
    scale = 1000.0 if tons else 1.0
    bottom = np.zeros(len(years))
    for drug in by_drug:
        height = by_drug[drug].fillna(0).to_numpy() / scale
        # A light edge parts drugs whose colours are near each other in grey.
        ax.bar(
            years, height, 0.76, bottom=bottom, color=DRUG_COLOURS[drug], label=drug,
            edgecolor=PAPER, linewidth=0.4,
        )  # fmt: skip
        bottom = bottom + height
    ax.set_ylim(0, (bottom.max() or 1) * 1.16)
    _plain(ax)
    not_held = years[_not_held(totals)]
    _name_bars(ax, by_drug, years, bottom, wording, not_held=not_held)
    if len(by_drug.columns) > 1:
        _key(ax, by_drug.columns, wording)
    top = ax.get_ylim()[1]
    _ban(ax, years, wording)
    labelled = years if len(years) <= 12 else years[years % 2 == years[-1] % 2]  # noqa: PLR2004
    ax.set_xticks(labelled)
    ax.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    digits = 0 if top >= 5 else 1  # noqa: PLR2004
    ticks = [tick for tick in ax.get_yticks() if tick <= top]
    ax.set_yticks(ticks, [wording.number(tick, digits=digits) for tick in ticks])
    _reporting_row(ax, years, totals, wording)
    return ax


def _ban(ax: Axes, years: np.ndarray, wording: Wording) -> None:
    """Mark the ban of April 2022, where the years hold it."""
    if years[0] < BAN < years[-1] + 1:
        ax.axvline(BAN, color=NOTE, linewidth=1, linestyle=(0, (4, 3)), zorder=0, gid="ban")
        ax.text(
            BAN - 0.1, ax.get_ylim()[1] * 0.985, wording.say("trend.ban"), ha="right", va="top",
            fontsize=10, color=NOTE,
        )  # fmt: skip


def _name_bars(
    ax: Axes,
    by_drug: pd.DataFrame,
    years: np.ndarray,
    height: np.ndarray,
    wording: Wording,
    *,
    not_held: np.ndarray,
) -> None:
    unreported = by_drug.isna().all(axis=1).to_numpy()
    for year in not_held:
        ax.text(
            year, ax.get_ylim()[1] / 2, wording.say("countries.not_held"), ha="center", va="center",
            rotation=90, fontsize=9.5, color=SOFT_INK, gid="mark-not-held",
        )  # fmt: skip
    for year in np.setdiff1d(years[unreported], not_held):
        # A gap, not a bar of nothing: hatched from top to bottom.
        ax.fill_between(
            [year - 0.38, year + 0.38], 0, 1, transform=ax.get_xaxis_transform(), facecolor="none",
            edgecolor=HATCH, hatch="////", linewidth=0, zorder=0.4, gid="mark-unreported",
        )  # fmt: skip
        ax.text(year, 0, "–", ha="center", va="bottom", color=SOFT_INK)
    known = np.where(unreported, -1.0, height)
    for place in {int(known.argmax()), len(years) - 1}:
        if unreported[place]:
            continue
        value = height[place]
        ax.text(
            years[place],
            value,
            wording.number(value, digits=1 if value < 100 else 0)  # noqa: PLR2004
            if value == 0 or value >= 0.05  # noqa: PLR2004
            else wording.say("amount.trace"),
            ha="center",
            va="bottom",
            weight="bold",
        )


def _not_held(totals: pd.DataFrame) -> np.ndarray:
    """Return the years without a figure of which the tables hold nothing of some State."""
    if "not_held" not in totals:
        return np.zeros(len(totals), dtype=bool)
    absent: np.ndarray = (totals["kg"].isna() & (totals["not_held"] != "")).to_numpy(dtype=bool)
    return absent


def _key(ax: Axes, drugs: pd.Index, wording: Wording) -> None:
    offset = 0
    for drug in drugs:
        word = wording.say(f"drug.{drug}")
        for sign, place, colour in (("\N{BLACK SQUARE}", 0, DRUG_COLOURS[drug]), (word, 13, INK)):
            ax.annotate(
                sign, (0, 1), xycoords="axes fraction", xytext=(offset + place, 6),
                textcoords="offset points", weight="bold", color=colour,
            )  # fmt: skip
        offset += 8 * len(word) + 28


def _count(number: float) -> str:
    return "–" if np.isnan(number) else f"{int(number)}"


def _reporting_row(ax: Axes, years: np.ndarray, totals: pd.DataFrame, wording: Wording) -> None:
    states = int(totals["states"].max())
    counts = totals["states_reporting"].mask(_not_held(totals))
    for year, reporting in zip(years, counts, strict=True):
        ax.text(
            year, -0.115, _count(reporting), transform=ax.get_xaxis_transform(), ha="center",
            va="top", fontsize=9.5, color=INK if reporting == states else NOTE,
            weight="normal" if reporting == states else "bold",
        )  # fmt: skip
    ax.text(
        0, -0.195, wording.say("trend.reporting", states=states), transform=ax.transAxes,
        ha="left", va="top", fontsize=9.5, color=SOFT_INK,
    )  # fmt: skip


def plot_shares(
    shares: pd.DataFrame,
    *,
    wording: Wording,
    highlight: str | None = None,
    not_held: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw the share of each route, year by year, as directly labelled lines.

    Parameters
    ----------
    shares : DataFrame
        As `shares` returns it.
    wording : Wording
    highlight : str, optional
        The route to draw in full weight.
    not_held : bool
        Whether the last year is one of which the tables hold nothing.
    ax : Axes, optional

    Returns
    -------
    Axes
        Per cent by year, three lines.

    Examples
    --------
    >>> from routes.analysis import shares
    >>> from routes.views import Wording
    >>> ax = plot_shares(shares(years=[2016, 2017]), wording=Wording())
    >>> len(ax.lines)
    3
    """
    ax = ax or canvas(8.6, 3.0)
    lines = shares[shares["route"].isin(ROUTE_COLOURS)]
    heights = list(lines["share"])
    labels: list[tuple[float, str, str, str]] = []
    for name, colour in ROUTE_COLOURS.items():
        line = lines[lines["route"] == name]
        strong = highlight in (None, name)
        ax.plot(
            line["year"],
            line["share"],
            color=colour,
            linestyle=ROUTE_DASHES[name],
            linewidth=2.6 if strong else 1.4,
            alpha=1 if strong else 0.75,
            marker="o" if len(line) == 1 else None,
        )
        title, end = wording.say(f"route.{name}.title"), float(line["share"].iloc[-1])
        named = f"{title} {wording.per_cent(end)}"
        if np.isnan(end):
            key = "shares.not_held" if not_held else "shares.unreported"
            named, end = wording.say(key, route=title), 0.0
        labels.append((end, named, colour, "bold" if strong else "normal"))
    _plain(ax)
    top = max(10.0, float(np.nanmax([*heights, 0.0])) * 1.08)
    ax.set_ylim(0, top)
    last = int(shares["year"].max())
    years = np.sort(shares["year"].unique()).astype(int)
    ax.set_xticks(years if len(years) <= 12 else years[years % 2 == last % 2])  # noqa: PLR2004
    # The grid ends with the lines: beyond them stand the labels.
    ax.set_xlim(years[0] - 0.3, last + 0.1)
    name_lines(ax, labels, last)
    _ban(ax, years, wording)
    return ax


def name_lines(ax: Axes, labels: list[tuple[float, str, str, str]], last: int) -> None:
    """Write the name of each line at its end: (value, words, colour, weight), none on another."""
    top, previous = ax.get_ylim()[1], -np.inf
    for value, words, colour, weight in sorted(labels):
        place = max(value, previous + top * 0.085)
        previous = place
        ax.annotate(
            words, (last, place), xytext=(8, 0), textcoords="offset points", va="center",
            color=colour, weight=weight, annotation_clip=False,
        )  # fmt: skip


def plot_top(top: pd.DataFrame, *, colour: str, wording: Wording, ax: Axes | None = None) -> Axes:
    """Draw the share that the largest States make up, year by year, as directly named lines.

    Parameters
    ----------
    top : DataFrame
        As `top_shares` returns it.
    colour : str
        Of the lines; they differ by their dashes and their names.
    wording : Wording
    ax : Axes, optional

    Returns
    -------
    Axes
        From zero to all; a year without a report is a gap.
    """
    ax = ax or canvas(8.6, 2.7)
    years = top.index.to_numpy(dtype=int)
    labels: list[tuple[float, str, str, str]] = []
    for count, dash in zip(top, ("solid", (0, (5, 2)), (0, (1, 1.5))), strict=False):
        line = top[count]
        alone = line.notna() & line.shift().isna() & line.shift(-1).isna()
        ax.plot(
            years, line, color=colour, linestyle=dash, linewidth=2.2, marker="o",
            markevery=list(np.flatnonzero(alone.to_numpy())), gid=f"top-{count}",
        )  # fmt: skip
        known = line.dropna()
        if len(known) and pd.notna(line.iloc[-1]):
            share = wording.per_cent(float(known.iloc[-1]))
            words = wording.count("top.line", int(count), share=share)
            labels.append((float(known.iloc[-1]), words, INK, "normal"))
    _plain(ax)
    ax.set_ylim(0, 100)
    ax.set_yticks(range(0, 101, 25))
    last = int(years[-1])
    ax.set_xticks(years if len(years) <= 12 else years[years % 2 == last % 2])  # noqa: PLR2004
    ax.set_xlim(years[0] - 0.3, last + 0.1)
    _apart(ax, labels, last)
    if years[0] < BAN < years[-1] + 1:
        ax.axvline(BAN, color=NOTE, linewidth=1, linestyle=(0, (4, 3)), zorder=0, gid="ban")
    return ax


def _apart(ax: Axes, labels: list[tuple[float, str, str, str]], last: int) -> None:
    """Name lines that end near the top: pushed down, not up and out of the chart."""
    place = np.inf
    for value, words, colour, weight in sorted(labels, reverse=True):
        place = min(value, place - 9.5)
        ax.annotate(
            words, (last, place), xytext=(8, 0), textcoords="offset points", va="center",
            color=colour, weight=weight, annotation_clip=False,
        )  # fmt: skip
