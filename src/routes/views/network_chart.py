"""The network of synergies, drawn in columns: pillars, bodies, the programme, systems, routes."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from routes.views.charts import canvas
from routes.views.style import (
    INK,
    MEETING,
    PAPER,
    POST,
    ROUTE_COLOURS,
    SOFT_INK,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from routes.views.wording import Wording

# Inches: left edge and width of each column of boxes, and characters to a line of its labels.
_COLUMNS = {
    "pillars": (0.0, 1.75, 21),
    "bodies": (2.65, 1.85, 22),
    "programme": (5.3, 1.85, 22),
    "systems": (8.2, 2.6, 31),
    "routes": (11.8, 1.2, 14),
}
_WIDTH = 13.0
_LINE, _PAD, _GAP, _WIDEST_GAP = 0.165, 0.1, 0.11, 0.8
_SWEEPS = 6
_FONT = 9.5
_DASHED = (0, (3, 2))


def network_layout(edges: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """Return the box of every node of the edges, the same for the same edges.

    In a column, a node stands near the middle of those it is tied to, so that few lines cross;
    the pillars keep their order.

    Parameters
    ----------
    edges : DataFrame
        As `synergies` returns it.
    nodes : DataFrame
        As `synergy_nodes` returns it.

    Returns
    -------
    DataFrame
        Indexed by ``node``; ``group``, ``label``, and in inches ``left``, ``bottom``, ``width``,
        ``height``. No two boxes touch.
    """
    used = nodes.index.isin([*edges["from_node"], *edges["to_node"]])
    boxes = nodes.loc[used, ["group"]].copy()
    labels = [_label(node, row) for node, row in nodes[used].iterrows()]
    boxes["label"] = labels
    boxes["height"] = [_LINE * (label.count("\n") + 1) + _PAD for label in labels]
    tied = _neighbours(edges)
    rank = _stacked(boxes)
    pillars = {node: -place for place, node in enumerate(boxes.index[boxes["group"] == "pillars"])}
    for _ in range(_SWEEPS):
        mean = {node: sum(rank[n] for n in tied[node]) / len(tied[node]) for node in boxes.index}
        middle = pd.Series({**mean, **pillars}, dtype=float).reindex(boxes.index)
        boxes = boxes.loc[middle.sort_values(ascending=False, kind="stable").index]
        rank = _stacked(boxes)
    boxes["bottom"] = [rank[node] - boxes.loc[node, "height"] / 2 for node in boxes.index]
    boxes["left"] = [_COLUMNS[group][0] for group in boxes["group"]]
    boxes["width"] = [_COLUMNS[group][1] for group in boxes["group"]]
    return boxes[["group", "label", "left", "bottom", "width", "height"]]


def _label(node: object, row: pd.Series) -> str:
    name = {"pillar": f"{node}  {row['name']}", "system": f"{node}  {row['name']}"}.get(row["kind"])
    text = str(row["name"]) if name is None else name
    return textwrap.fill(text[0].upper() + text[1:], _COLUMNS[row["group"]][2])


def _neighbours(edges: pd.DataFrame) -> dict[object, list[object]]:
    found: dict[object, list[object]] = {}
    for one, other in zip(edges["from_node"], edges["to_node"], strict=True):
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def _stacked(boxes: pd.DataFrame) -> dict[object, float]:
    """Return the height of the middle of each box; shorter columns spread to the tallest."""
    columns = [column["height"] for _, column in boxes.groupby("group", sort=False)]
    tallest = max((heights.sum() + _GAP * (len(heights) - 1) for heights in columns), default=0.0)
    middles: dict[object, float] = {}
    for heights in columns:
        gaps = max(len(heights) - 1, 1)
        gap = min((tallest - heights.sum()) / gaps, _WIDEST_GAP)
        top = (heights.sum() + gap * (len(heights) - 1)) / 2
        for node, height in heights.items():
            middles[node] = top - height / 2
            top -= height + gap
    return middles


def plot_network(
    edges: pd.DataFrame, nodes: pd.DataFrame, *, wording: Wording, ax: Axes | None = None
) -> Axes:
    """Draw who has to do with whom, in columns from the pillars to the routes.

    Parameters
    ----------
    edges : DataFrame
        As `synergies` returns it, whole or filtered.
    nodes : DataFrame
        As `synergy_nodes` returns it.
    wording : Wording
    ax : Axes, optional
        Lengths are inches; on axes of another size the boxes shrink and their labels do not.

    Returns
    -------
    Axes
        A line that no source states is dashed. Lines to a route have its colour.

    Examples
    --------
    >>> from routes.partnership import synergies, synergy_nodes
    >>> from routes.views.wording import Wording
    >>> ax = plot_network(synergies(), synergy_nodes(), wording=Wording())
    >>> len(ax.texts) > 50
    True
    """
    boxes = network_layout(edges, nodes)
    low, high = -0.5, 0.5
    if len(boxes):
        low, high = boxes["bottom"].min(), (boxes["bottom"] + boxes["height"]).max()
    ax = ax or canvas(_WIDTH, high - low + 1.0)
    ax.set_axis_off()
    ax.set_xlim(-0.05, _WIDTH + 0.05)
    ax.set_ylim(low - 0.45, high + 0.45)
    for edge in edges.itertuples():
        _line(ax, edge, boxes)
    for node, box in boxes.iterrows():
        _box(ax, node, box)
    titles = {
        "pillars": wording.say("network.pillars"),
        "bodies": wording.say("network.bodies"),
        "programme": wording.say("network.programme"),
        "systems": wording.say("network.systems"),
        "routes": wording.say("network.routes"),
    }
    for group in dict.fromkeys(boxes["group"]):
        left, width, _ = _COLUMNS[group]
        ax.text(
            left + width / 2, high + 0.2, titles[group], ha="center", va="bottom", weight="bold",
            fontsize=10.5, color=INK,
        )  # fmt: skip
    if boxes.empty:
        ax.text(_WIDTH / 2, 0, wording.say("network.empty"), ha="center", color=SOFT_INK)
        return ax
    _key(ax, low - 0.25, wording)
    return ax


def _box(ax: Axes, node: object, box: pd.Series) -> None:
    colour = {"pillars": MEETING, "programme": POST}.get(box["group"], SOFT_INK)
    colour = ROUTE_COLOURS.get(str(node), colour)
    patch = FancyBboxPatch(
        (box["left"], box["bottom"]), box["width"], box["height"],
        boxstyle="round,pad=0,rounding_size=0.06", facecolor=PAPER, edgecolor=colour, linewidth=1.1,
        zorder=3,
    )  # fmt: skip
    ax.add_patch(patch)
    ax.text(
        box["left"] + box["width"] / 2, box["bottom"] + box["height"] / 2, box["label"],
        ha="center", va="center", fontsize=_FONT, color=INK, zorder=4, linespacing=1.15,
    )  # fmt: skip


def _line(ax: Axes, edge: object, boxes: pd.DataFrame) -> None:
    ends = [boxes.loc[getattr(edge, f"{end}_node")] for end in ("from", "to")]
    ends.sort(key=lambda box: box["left"])
    one, other = ends
    start = (one["left"] + one["width"], one["bottom"] + one["height"] / 2)
    end = (other["left"], other["bottom"] + other["height"] / 2)
    if one["left"] == other["left"]:
        # Within a column the line leaves and comes back on the left, wider the farther it goes.
        start = (one["left"], start[1])
        bulge = min(0.18 + 0.09 * abs(start[1] - end[1]), 0.75)
        points = [start, (start[0] - bulge, start[1]), (end[0] - bulge, end[1]), end]
    else:
        bend = (end[0] - start[0]) / 2
        points = [start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end]
    kinds = {getattr(edge, "from_kind", ""), getattr(edge, "to_kind", "")}
    node = str(getattr(edge, "to_node", ""))
    colour = ROUTE_COLOURS.get(node, MEETING if "pillar" in kinds else SOFT_INK)
    stated = getattr(edge, "confidence", "") == "stated"
    path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    ax.add_patch(
        PathPatch(
            path,
            facecolor="none",
            edgecolor=colour,
            linewidth=1.2,
            alpha=0.75,
            linestyle="solid" if stated else _DASHED,
            zorder=2,
        )
    )


def _key(ax: Axes, height: float, wording: Wording) -> None:
    for left, style, text in (
        (0.0, "solid", wording.say("network.stated")),
        (3.2, _DASHED, wording.say("network.inferred")),
    ):
        ax.plot(
            [left, left + 0.45], [height, height], color=SOFT_INK, linewidth=1.4, linestyle=style
        )
        ax.text(left + 0.55, height, text, va="center", fontsize=_FONT, color=SOFT_INK)
