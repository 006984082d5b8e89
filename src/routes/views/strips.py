"""Strips and ranges: where along a route seizures were made, and how much the rule matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from routes.views.charts import RC, canvas
from routes.views.style import INK, ROUTE_COLOURS, RULE, SOFT_INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from routes.views.wording import Wording


def plot_strip(
    position: pd.DataFrame, borders: pd.DataFrame, *, route: str, step_km: float, wording: Wording
) -> Figure:
    """Draw kilograms against kilometres from Afghanistan, one row a branch, read left to right.

    Parameters
    ----------
    position : DataFrame
        As `position_along` returns it.
    borders : DataFrame
        As `borders_along` returns it.
    route : str
    step_km : float
        Length of a step, as given to `position_along`.
    wording : Wording

    Returns
    -------
    Figure
        Branches without a seizure have no row. Each row has a scale of its own, or all but the
        greatest would be flat, and says what it adds up to.

    Examples
    --------
    >>> import pandas as pd
    >>> from routes.analysis import attribute, borders_along, position_along
    >>> from routes.views.wording import Wording
    >>> frame = pd.DataFrame({"latitude": [41.3], "longitude": [69.3], "kg": [5.0]})
    >>> along = position_along(attribute(frame), route="northern")
    >>> borders = borders_along("northern")
    >>> strip = plot_strip(along, borders, route="northern", step_km=50, wording=Wording())
    >>> len(strip.axes)
    1
    """
    kg = position["kg"].fillna(0)
    branches = list(kg.groupby("branch").sum().sort_values(ascending=False).index)
    longest = position.index.get_level_values("km").max() + step_km if len(position) else 1000.0
    with mpl.rc_context(RC):
        figure = Figure(figsize=(8.6, 1.1 + 1.25 * max(len(branches), 1)), layout="constrained")
        rows = figure.subplots(max(len(branches), 1), 1, sharex=True, squeeze=False)
        if not branches:
            rows[0, 0].text(0.5, 0.5, wording.say("strip.empty"), ha="center", color=SOFT_INK)
        for ax, branch in zip(rows[:, 0], branches, strict=False):
            one = kg[branch]
            ax.bar(one.index, one / 1000, step_km * 0.94, align="edge", color=ROUTE_COLOURS[route])
            total = wording.say(
                "strip.branch", branch=branch.replace("-", " "), amount=wording.amount(one.sum())
            )
            _row(ax, borders[borders["branch"] == branch], total, longest, wording)
        rows[0, 0].set_xlim(0, longest)
        rows[-1, 0].set_xlabel(wording.say("strip.km"), color=SOFT_INK)
        figure.supylabel(wording.say("strip.tons"), color=SOFT_INK, fontsize=11)
    return figure


def _row(ax: Axes, borders: pd.DataFrame, title: str, longest: float, wording: Wording) -> None:
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines["left"].set_color(RULE)
    ax.tick_params(length=0)
    ax.set_title(title, loc="left", fontsize=11, color=INK, pad=14)
    top = -np.inf
    for crossing in borders.itertuples():
        if crossing.km > longest:
            continue
        ax.axvline(crossing.km, color=SOFT_INK, linewidth=0.8, linestyle=(0, (2, 2)), zorder=0)
        # Two crossings close together would write over each other.
        if crossing.km - top >= longest / 24:
            entered = wording.say("strip.sea") if pd.isna(crossing.to_iso3) else crossing.to_iso3
            ax.annotate(
                entered, (crossing.km, 1), (2, 3), xycoords=("data", "axes fraction"),
                textcoords="offset points", fontsize=8.5, color=SOFT_INK,
            )  # fmt: skip
            top = crossing.km
    high = ax.get_ylim()[1]
    ax.set_yticks([0, high], ["0", wording.number(high, digits=0 if high >= 10 else 2)])  # noqa: PLR2004


def plot_rules(
    by_rule: pd.DataFrame, chosen: pd.DataFrame, *, wording: Wording, ax: Axes | None = None
) -> Axes:
    """Draw each route's share by every rule as a dot on a line, the chosen rule filled.

    Parameters
    ----------
    by_rule : DataFrame
        One year of what `shares_by_rule` returns, or what `event_shares_by_rule` returns.
    chosen : DataFrame
        The same year of what `sensitivity` returns, indexed by ``route``, or what
        `event_sensitivity` returns.
    wording : Wording
    ax : Axes, optional

    Returns
    -------
    Axes
        Per cent along; one line a route, as wide as its range.

    Examples
    --------
    >>> from routes.analysis import sensitivity, shares_by_rule
    >>> from routes.views.wording import Wording
    >>> chosen = sensitivity(years=2017).droplevel("year")
    >>> ax = plot_rules(shares_by_rule(years=2017), chosen, wording=Wording())
    >>> [int(place) for place in ax.get_yticks()]
    [0, 1, 2]
    """
    ax = ax or canvas(8.6, 2.8)
    routes = list(ROUTE_COLOURS)
    for y, name in enumerate(routes):
        values = by_rule.loc[by_rule["route"] == name, "share"].dropna()
        if values.empty:
            ax.text(0, y, wording.say("tile.not_reported"), va="center", color=SOFT_INK)
            continue
        low, high, share = (chosen.loc[name, c] for c in ("low", "high", "share"))
        colour = ROUTE_COLOURS[name]
        ax.plot([low, high], [y, y], color=colour, linewidth=6, alpha=0.25, solid_capstyle="butt")
        ax.scatter(values, np.full(len(values), y), s=34, facecolor="white", edgecolor=colour)
        ax.scatter([share], [y], s=90, color=colour, zorder=3)
        ax.annotate(
            wording.say(
                "rules.range", share=wording.number(share, digits=1),
                low=wording.number(low, digits=1), high=wording.number(high, digits=1),
            ),
            (low, y), (0, 10), textcoords="offset points", fontsize=10,
        )  # fmt: skip
    ax.set_yticks(range(len(routes)), [wording.say(f"route.{name}.title") for name in routes])
    ax.set_ylim(len(routes) - 0.5, -0.7)
    ax.set_xlim(left=-1)
    axis = "rules.axis_events" if "method" in by_rule else "rules.axis"
    ax.set_xlabel(wording.say(axis), color=SOFT_INK)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(length=0)
    return ax
