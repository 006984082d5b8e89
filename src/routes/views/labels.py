"""Labels of a map that do not write over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from routes.views.lettering import BOLD, ems, wrapped
from routes.views.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Text of these groups gets a halo by the style sheet of the SVG and stays text.
HALO, DARK_HALO = "halo-light", "halo-dark"
# Height of a line as a part of the size of the type.
LINE = 1.2
WRAPPED = 16
# Points that stay free inside the frame of the map.
MARGIN = 3


class Labels:
    """The labels of a map drawn to scale: a new one is written only where there is room.

    Parameters
    ----------
    ax : Axes
        Its limits are those of the map.
    points_per_unit : float
        Of type, to a unit of the axes.
    """

    def __init__(self, ax: Axes, *, points_per_unit: float) -> None:
        self.ax = ax
        self.scale = points_per_unit
        (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
        edge = MARGIN / points_per_unit
        self.view = shapely.box(west + edge, south + edge, east - edge, north - edge)
        self.taken: list[shapely.Polygon] = []

    def occupy(self, x: float, y: float, radius: float) -> None:
        """Keep a mark of so many points free of labels."""
        r = radius / self.scale
        self.taken.append(shapely.box(x - r, y - r, x + r, y + r))

    def beside(
        self, x: float, y: float, text: str, *, size: float, away: float, colour: str = INK,
        weight: str = "normal",
    ) -> bool:  # fmt: skip
        """Write a label at the first free side of a point, `away` points from it.

        Where it would leave the map it moves along its side until it is inside.
        """
        bold = BOLD if weight == "bold" else 1
        width, height = bold * ems(text) * size / self.scale, LINE * size / self.scale
        gap = away / self.scale
        if not away:
            sides = [(0.0, 0.0, "center", "center")]
        else:
            sides = [
                (gap, 0.0, "left", "center"), (-gap, 0.0, "right", "center"),
                (0.0, gap, "center", "bottom"), (0.0, -gap, "center", "top"),
            ]  # fmt: skip
        for dx, dy, across, up in sides:
            west = x + dx - {"left": 0, "right": 1, "center": 0.5}[across] * width
            south = y + dy - {"bottom": 0, "top": 1, "center": 0.5}[up] * height
            along, over = self._moved(west, south, width, height)
            along, over = along * (across == "center"), over * (up == "center")
            west, south = west + along, south + over
            if self._take(shapely.box(west, south, west + width, south + height)):
                self.ax.text(
                    x + dx + along, y + dy + over, text, fontsize=size, color=colour,
                    weight=weight, ha=across, va=up, zorder=9, gid=HALO,
                )  # fmt: skip
                return True
        return False

    def inside(
        self, shape: shapely.Polygon, text: str, *, size: float, colour: str = INK,
        gid: str = HALO, room: float = 0.95,
    ) -> bool:  # fmt: skip
        """Write a label within a shape, if it fits there: into `room` of its width and height."""
        lines = wrapped(text, WRAPPED)
        at = shapely.point_on_surface(shape)
        height = len(lines) * LINE * size / self.scale
        west, south, east, north = shape.bounds
        if self._wide(lines, size) >= room * (east - west) or height >= 0.95 * (north - south):
            return False
        # Where a mark lies, a line or two higher or lower.
        for shift in (0, 1, -1, 2, -2):
            moved = shapely.Point(at.x, at.y + shift * LINE * size / self.scale)
            if shape.contains(moved) and self.at(
                moved, "\n".join(lines), size=size, colour=colour, gid=gid
            ):
                return True
        return False

    def at(
        self, at: shapely.Point, text: str, *, size: float, colour: str = INK,
        gid: str | None = None, style: str = "normal",
    ) -> bool:  # fmt: skip
        """Write a label at a point, if there is room."""
        lines = text.split("\n")
        half, high = self._wide(lines, size) / 2, len(lines) * LINE * size / self.scale / 2
        if not self._take(shapely.box(at.x - half, at.y - high, at.x + half, at.y + high)):
            return False
        self.ax.text(
            at.x, at.y, text, fontsize=size, color=colour, ha="center", va="center", zorder=9,
            gid=gid, style=style,
        )  # fmt: skip
        return True

    def _wide(self, lines: list[str], size: float) -> float:
        return max(map(ems, lines)) * size / self.scale

    def _moved(self, west: float, south: float, width: float, height: float) -> tuple[float, float]:
        """Return how far a box must move to lie on the map, at most half of itself."""
        left, low, right, top = self.view.bounds
        along = max(left - west, 0) + min(right - west - width, 0)
        over = max(low - south, 0) + min(top - south - height, 0)
        return (
            max(-width / 2, min(along, width / 2)),
            max(-height / 2, min(over, height / 2)),
        )

    def _take(self, box: shapely.Polygon) -> bool:
        if not self.view.contains(box) or any(box.intersects(other) for other in self.taken):
            return False
        self.taken.append(box)
        return True
