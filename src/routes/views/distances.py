"""How far it is to the nearest post, along a route and by branch; and how the posts changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from routes.views.charts import RC, canvas
from routes.views.style import INK, NOTE, POST, ROUTE_COLOURS, RULE, SOFT_INK

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from routes.views.wording import Wording

# Light to dark: the farther from a post, the darker.
BAND_COLOURS = ("#d7e5d3", "#f5e3b8", "#eeb46f", "#c9713a", "#7c3010")
TIMES = (0.5, 1, 2, 4)
LONGEST_KM = 6000
INSIDE = 6.0
_MIDDLE = 2


def distance_classes(steps: pd.DataFrame, radius_km: float) -> pd.DataFrame:
    """Return how much of each branch lies how far from a post, per cent of its kilometres.

    Parameters
    ----------
    steps : DataFrame
        As `distance_along` returns it.
    radius_km : float
        Classes end at a half, one, two and four times this.

    Returns
    -------
    DataFrame
        The whole route, ``"all"``, then the branches by what lies within the radius, the most
        first; one column a class, named by its upper end in kilometres; columns add to 100. All
        missing where there is no post.
    """
    ends = [*(radius_km * times for times in TIMES), np.inf]
    away = steps["distance_km"].to_numpy()
    column = np.searchsorted(ends, away)
    counted = steps.assign(column=np.minimum(column, len(ends) - 1))
    by_branch = counted.pivot_table(
        index="branch", columns="column", values="length_km", aggfunc="sum", fill_value=0.0
    ).reindex(columns=range(len(ends)), fill_value=0.0)
    by_branch.loc["all"] = by_branch.sum()
    share = 100 * by_branch.div(by_branch.sum(axis=1), axis=0)
    if np.isnan(away).all():
        share = share * np.nan
    near = share[[0, 1]].sum(axis=1)
    order = near.drop("all").sort_values(ascending=False, kind="stable").index
    return share.loc[["all", *order]].set_axis(ends, axis=1)


def plot_distances(
    steps: pd.DataFrame,
    names: pd.Series,
    *,
    route: str,
    radius_km: float,
    wording: Wording,
) -> Figure:
    """Draw the distribution of the distance to the nearest post, weighted by length.

    Parameters
    ----------
    steps : DataFrame
        As `distance_along` returns it.
    names : Series
        Names of the branches.
    route : str
    radius_km : float
    wording : Wording

    Returns
    -------
    Figure
        Above, the cumulative curve: per cent of the kilometres within so many of a post, the
        whole route in full weight, each branch a thin line (group ids ``all`` and ``branch-…``).
        Below, one bar a branch, cut where `distance_classes` does.
    """
    classes = distance_classes(steps, radius_km)
    with mpl.rc_context(RC):
        height = 3.0 + 0.34 * len(classes)
        figure = Figure(figsize=(8.8, height), layout="constrained")
        curve, bars = figure.subplots(2, 1, height_ratios=[2.6, 0.34 * len(classes)])
        _curves(curve, steps, route, radius_km, wording)
        _bars(bars, classes, names, wording)
    return figure


def _curves(ax: Axes, steps: pd.DataFrame, route: str, radius_km: float, wording: Wording) -> None:
    colour = ROUTE_COLOURS[route]
    groups = [("all", steps), *steps.groupby("branch", sort=False)]
    for name, rows in groups:
        ordered = rows.dropna(subset="distance_km").sort_values("distance_km")
        if ordered.empty:
            continue
        share = 100 * ordered["length_km"].cumsum() / ordered["length_km"].sum()
        whole = name == "all"
        (line,) = ax.plot(
            [0, *ordered["distance_km"]], [0, *share], color=colour if whole else SOFT_INK,
            linewidth=2.8 if whole else 0.7, alpha=1 if whole else 0.55, zorder=3 if whole else 2,
        )  # fmt: skip
        line.set_gid("all" if whole else f"branch-{name}")
    far = steps["distance_km"].max()
    longest = min(LONGEST_KM, far * 1.02) if np.isfinite(far) else LONGEST_KM
    ax.axvline(radius_km, color=NOTE, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    ax.annotate(
        wording.say("distance.radius", km=wording.number(radius_km)), (radius_km, 100), (4, -2),
        textcoords="offset points", va="top", fontsize=9, color=NOTE,
    )  # fmt: skip
    ax.set(xlim=(0, longest), ylim=(0, 101))
    ticks = [tick for tick in ax.get_xticks() if 0 <= tick <= longest]
    ax.set_xticks(ticks, [wording.number(tick) for tick in ticks])
    ax.set_yticks([0, 25, 50, 75, 100])
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(length=0)
    ax.grid(axis="y", color=RULE, linewidth=0.7)
    ax.set_title(wording.say("distance.curve"), loc="right", fontsize=10.5, color=INK)


def _bars(ax: Axes, classes: pd.DataFrame, names: pd.Series, wording: Wording) -> None:
    rows = np.arange(len(classes))
    left = np.zeros(len(classes))
    ends = list(classes.columns)
    for place, (end, colour) in enumerate(zip(ends, BAND_COLOURS, strict=True)):
        share = classes[end].fillna(0).to_numpy()
        if np.isfinite(end):
            word = wording.say("distance.within", km=wording.number(end))
        else:
            word = wording.say("distance.beyond", km=wording.number(ends[place - 1]))
        ax.barh(rows, share, 0.74, left=left, color=colour, edgecolor="white", label=word)
        for row, part in enumerate(share):
            if part >= INSIDE:
                ax.text(
                    left[row] + part / 2, row, wording.number(part), ha="center", va="center",
                    fontsize=8.5, color="white" if place > _MIDDLE else INK,
                )  # fmt: skip
        left = left + share
    words = [
        wording.say("distance.all") if key == "all" else wording.text("branch", names[key])
        for key in classes.index
    ]
    ax.set_yticks(rows, words)
    ax.get_yticklabels()[0].set_fontweight("bold")
    ax.set(xlim=(0, 100), ylim=(len(classes) - 0.5, -0.5), xticks=[])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_title(wording.say("distance.bars"), loc="right", fontsize=10.5, color=INK, pad=24)
    ax.legend(
        loc="lower right", bbox_to_anchor=(1.01, 1.0), ncols=len(ends), frameon=False, fontsize=9,
        handlelength=1.1, columnspacing=1.2, borderaxespad=0.1,
    )  # fmt: skip


def plot_changes(
    changes: pd.DataFrame, *, countries: pd.Index, wording: Wording, ax: Axes | None = None
) -> Axes:
    """Draw the posts of two lists side by side: kept, gained, or not listed any more.

    Parameters
    ----------
    changes : DataFrame
        As `post_changes` returns it.
    countries : Index
        ISO3 of the States on the route: their posts are in full weight.
    wording : Wording
    ax : Axes, optional

    Returns
    -------
    Axes
        One row a post. A filled square where a list has it (group ids ``first-…`` and
        ``last-…``), an open one where it has not, a line where both do.
    """
    order = {"kept": 0, "gained": 1, "not listed": 2}
    rows = changes.assign(on=changes["iso3"].isin(countries), order=changes["change"].map(order))
    rows = rows.sort_values(["order", "on"], ascending=[True, False], kind="stable")
    ax = ax or canvas(6.4, 0.8 + 0.3 * len(rows))
    for y, row in enumerate(rows.itertuples()):
        colour = POST if row.on else SOFT_INK
        held = (row.change != "gained", row.change != "not listed")
        if all(held):
            ax.plot([0, 1], [y, y], color=colour, linewidth=1.6, zorder=1)
        for x, (there, end) in enumerate(zip(held, ("first", "last"), strict=True)):
            dots = ax.scatter(
                [x], [y], s=64, marker="s", facecolor=colour if there else "white",
                edgecolor=colour if there else RULE, zorder=2,
            )  # fmt: skip
            if there:
                dots.set_gid(f"{end}-{row.node}")
        ax.annotate(
            wording.say(f"change.{row.change}"), (1, y), (14, 0), textcoords="offset points",
            va="center", fontsize=9.5, color=colour,
        )  # fmt: skip
    ax.set_yticks(range(len(rows)), [wording.text("place", city) for city in rows["city"]])
    for label, on in zip(ax.get_yticklabels(), rows["on"], strict=True):
        label.set(color=INK if on else SOFT_INK, fontweight="bold" if on else "normal")
    lists = [wording.text("list", changes[end].iloc[0]) for end in ("list_first", "list_last")]
    ax.set_xticks([0, 1], [wording.say("change.list", name=name) for name in lists])
    ax.xaxis.tick_top()
    ax.set(xlim=(-0.35, 2.1), ylim=(len(rows) - 0.5, -0.6))
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return ax
