"""Marks of posts and meetings on a printed map: at their places, or joined to them by a line."""

from __future__ import annotations

from itertools import product
from math import cos, pi, sin
from typing import TYPE_CHECKING

import numpy as np

from routes.views.style import EVENT, INK, MEETING, POST

if TYPE_CHECKING:
    import geopandas as gpd
    import shapely
    from matplotlib.axes import Axes

    from routes.views.labels import Labels
    from routes.views.layers import MapLayers

# Points of type.
DIAMOND, SQUARE, SPOT = 8.5, 6.5, 3.4
APART = 10.5
_STEPS, _TURNS = range(12, 90, 6), 16
# How far a label may stand from its mark.
_AWAY = (6, 9, 13)


def places(ax: Axes, layers: MapLayers, crs: str, view: shapely.Polygon, labels: Labels) -> None:
    """Mark and name posts and meeting places; what is at one place is one mark with a number."""
    posts, meetings = (
        rows[rows.within(view)] for rows in (layers.posts.to_crs(crs), layers.meetings.to_crs(crs))
    )
    found = _by_place(posts, meetings)
    if not found:
        return
    true = np.array([at for at, _, _ in found.values()])
    # In points of type from the lower left corner.
    corner = np.array(view.bounds[:2])
    stand = standing((true - corner) * labels.scale, _size(view, labels)) / labels.scale + corner
    for (x, y), (own_x, own_y) in zip(stand, true, strict=True):
        if (x, y) != (own_x, own_y):
            ax.plot([x, own_x], [y, own_y], color=INK, linewidth=0.8, gid="mark-leader", zorder=5.5)
            ax.plot(
                [own_x], [own_y], linestyle="none", marker="o", color=INK, markersize=SPOT,
                markeredgecolor="white", markeredgewidth=0.5, gid="mark-spot", zorder=5.6,
            )  # fmt: skip
            labels.occupy(own_x, own_y, SPOT)
        labels.occupy(x, y, DIAMOND / 2)
    # Where a post and meetings share a city the larger mark of the meetings shows behind.
    for place, marker, colour, size, gid, order in (
        (1, "D", MEETING, DIAMOND, "meetings", 6), (0, "s", POST, SQUARE, "posts", 7),
    ):  # fmt: skip
        here = [bool(counts[place]) for _, counts, _ in found.values()]
        ax.plot(
            stand[here, 0], stand[here, 1], linestyle="none", marker=marker, color=colour,
            markeredgecolor="white", markersize=size, gid=gid, zorder=order,
        )  # fmt: skip
    _circles_under(ax, layers.events.to_crs(crs), stand, labels)
    for (label, (_, counts, _)), (x, y) in zip(found.items(), stand, strict=True):
        number = sum(counts)
        text = label if number == 1 else f"{label} · {number}"
        _name(ax, labels, x, y, text, POST if counts[0] else MEETING)


def _by_place(
    posts: gpd.GeoDataFrame, meetings: gpd.GeoDataFrame
) -> dict[str, tuple[tuple[float, float], list[int], str]]:
    """Return the places by name: where, how many posts and meetings, the name."""
    found: dict[str, tuple[tuple[float, float], list[int], str]] = {}
    for kind, rows in enumerate((posts, meetings)):
        for label, tip, at in zip(rows["label"], rows["tip"], rows.geometry, strict=True):
            _, counts, _ = found.setdefault(label, ((at.x, at.y), [0, 0], label))
            counts[kind] += 1 if kind == 0 else len(tip.split("\n"))
    return found


def _size(view: shapely.Polygon, labels: Labels) -> tuple[float, float]:
    west, south, east, north = view.bounds
    return (east - west) * labels.scale, (north - south) * labels.scale


def standing(places: np.ndarray, size: tuple[float, float], apart: float = APART) -> np.ndarray:
    """Return where marks stand: at their places, or aside where they would hide each other.

    Parameters
    ----------
    places : array, n by 2
        Points of type from the lower left corner.
    size : tuple of float
        Width and height of the map.
    apart : float
        How far marks must be from each other.

    Examples
    --------
    >>> standing(np.array([[50.0, 50.0], [80.0, 50.0]]), (200, 100)).tolist()
    [[50.0, 50.0], [80.0, 50.0]]
    """
    gaps = np.abs(places[:, None] - places[None]).max(axis=2)
    np.fill_diagonal(gaps, np.inf)
    met = gaps.min(axis=1) < apart if len(places) > 1 else np.zeros(len(places), dtype=bool)
    stand = places.astype(float).copy()
    taken = list(places)
    for place in np.flatnonzero(met):
        x, y = places[place]
        for far, turn in product(_STEPS, range(_TURNS)):
            angle = pi / 2 + 2 * pi * turn / _TURNS
            at = np.array([x + far * cos(angle), y + far * sin(angle)])
            inside = (at > apart).all() and (at < np.array(size) - apart).all()
            if inside and min(np.abs(np.array(taken) - at).max(axis=1)) >= apart:
                stand[place] = at
                taken.append(at)
                break
    return stand


def _name(ax: Axes, labels: Labels, x: float, y: float, text: str, colour: str) -> None:
    for away in _AWAY:
        if labels.beside(x, y, text, size=9, away=away, colour=colour, weight="bold"):
            return
    # No room anywhere: over what is there, rather than not at all.
    ax.annotate(
        text, (x, y), xytext=(6, 5), textcoords="offset points", fontsize=9, color=colour,
        weight="bold", zorder=8, gid="halo-light",
    )  # fmt: skip


def _circles_under(ax: Axes, events: gpd.GeoDataFrame, stand: np.ndarray, labels: Labels) -> None:
    """Draw the rim of what a mark would hide: seizures at the very place of a post or meeting."""
    if events.empty:
        return
    at = np.column_stack([events.geometry.x, events.geometry.y])
    far = np.linalg.norm(at[:, None] - stand[None], axis=2).min(axis=1) * labels.scale
    hidden = at[far < DIAMOND / 2]
    if len(hidden):
        ax.plot(
            hidden[:, 0], hidden[:, 1], linestyle="none", marker="o", markerfacecolor="none",
            markeredgecolor=EVENT, markersize=SQUARE - 3, markeredgewidth=1.1, gid="events-under",
            zorder=7.5,
        )  # fmt: skip
