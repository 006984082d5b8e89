"""Small charts of one country: a drug a chart, each on a scale of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from routes.views.charts import RC
from routes.views.labels import HALO
from routes.views.style import DRUG_COLOURS, HATCH, RULE, SOFT_INK
from routes.views.wording import KG_PER_TON

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from routes.views.wording import Wording

SMALL = 8.5
# Of the height of the chart: what was reported is never too small to be seen.
LEAST = 0.015


def _small(width: float, height: float) -> Axes:
    """Return axes of a fixed place in their figure: much faster than a layout that adapts."""
    with mpl.rc_context(RC):
        ax = Figure(figsize=(width, height)).add_axes((0.14, 0.13, 0.81, 0.79))
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(length=0, labelsize=SMALL)
    ax.grid(axis="y", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def scale_of(kg: pd.Series) -> float:
    """Return 1000 where a chart of these kilograms is in tons, else 1."""
    return float(KG_PER_TON) if kg.max() >= 10 * KG_PER_TON else 1.0


def plot_reported(
    reported: pd.DataFrame, *, drug: str, wording: Wording, ax: Axes | None = None
) -> Axes:
    """Draw what a country reported of one drug, year by year.

    Parameters
    ----------
    reported : DataFrame
        Indexed by ``year``: ``kg`` and ``status``, as `CountryProfile.annual` holds them.
    drug : str
    wording : Wording
    ax : Axes, optional

    Returns
    -------
    Axes
        A year not reported is hatched from top to bottom, one not held here is empty; a reported
        zero is a 0 on the line.
        Artists carry the group ids ``mark-reported``, ``mark-zero`` and ``mark-unreported``, which
        become classes of the SVG.
    """
    ax = ax or _small(3.4, 2.3)
    years = reported.index.to_numpy(dtype=int)
    kg = reported["kg"] / scale_of(reported["kg"])
    top = float(kg.max()) * 1.2 if kg.max() > 0 else 1.0
    missing = (kg.isna() & (reported.get("status") != "not held here")).to_numpy()
    with mpl.rc_context(RC):
        hatched = ax.bar(
            years[missing], top, 0.9, facecolor="none", edgecolor=HATCH, hatch="////", linewidth=0
        )
        drawn = (kg > 0).to_numpy()
        heights = np.maximum(kg[drawn].to_numpy(), LEAST * top)
        bars = ax.bar(years[drawn], heights, 0.76, color=DRUG_COLOURS[drug])
    for group, name in ((hatched, "mark-unreported"), (bars, "mark-reported")):
        for bar in group:
            bar.set_gid(name)
    for year in years[(kg == 0).to_numpy()]:
        ax.text(
            year, 0, "0", ha="center", va="bottom", fontsize=SMALL, weight="bold", gid="mark-zero"
        )
    _frame(ax, years, top, wording)
    _named(ax, kg, scale_of(reported["kg"]), wording)
    return ax


def _frame(ax: Axes, years: np.ndarray, top: float, wording: Wording) -> None:
    ax.set_ylim(0, top)
    ax.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    last = years[-1]
    step = 5 if len(years) > 6 else 1  # noqa: PLR2004
    ticks = [year for year in years if year % step == 0 and (last - year >= step / 2)]
    ax.set_xticks([*ticks, last])
    ax.locator_params(axis="y", nbins=4)
    ticks = [tick for tick in ax.get_yticks() if tick <= top]
    digits = 0 if top >= 5 else 1 if top >= 0.5 else 2  # noqa: PLR2004
    ax.set_yticks(ticks, [wording.number(tick, digits=digits) for tick in ticks])


def _named(ax: Axes, values: pd.Series, scale: float, wording: Wording) -> None:
    """Write the figure over the highest bar and the last one, unless they stand too close."""
    known = values[values > 0]
    if known.empty:
        return
    peak, last = int(known.idxmax()), int(known.index[-1])
    near = peak != last and last - peak < len(values) / 6
    for year in {last} if near else {peak, last}:
        value = known[year]
        words = wording.kg(value)
        if scale > 1 > value:
            # Less than a ton on a scale of tons.
            words = wording.say("amount.kg", amount=wording.kg(value * scale))
        ax.text(
            year, max(value, LEAST * ax.get_ylim()[1]), words, ha="center", va="bottom",
            fontsize=SMALL, weight="bold", gid=HALO,
        )  # fmt: skip


def plot_published(
    published: pd.DataFrame, *, colour: str, wording: Wording, ax: Axes | None = None
) -> Axes:
    """Draw a published series, year by year; what is inferred is paler.

    Parameters
    ----------
    published : DataFrame
        ``year``, ``value``, ``confidence``.
    colour : str
    wording : Wording
    ax : Axes, optional
    """
    ax = ax or _small(4.6, 2.4)
    series = published.set_index("year").astype({"value": float})
    top = float(series["value"].max()) * 1.2
    for name, alpha in (("stated", 1.0), ("inferred", 0.4)):
        rows = series[series["confidence"] == name]
        bars = ax.bar(rows.index, rows["value"], 0.76, color=colour, alpha=alpha)
        for bar in bars:
            bar.set_gid(f"mark-{name}")
    years = np.arange(series.index.min(), series.index.max() + 1)
    _frame(ax, years, top, wording)
    _named(ax, series["value"].reindex(years), 1.0, wording)
    for tick in ax.get_xticklabels():
        tick.set_color(SOFT_INK)
    return ax
