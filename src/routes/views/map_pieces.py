"""Pieces of a printed map: shapes projected into a view, filled and stroked as single paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from routes.views.style import HATCH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Parts of the width of the map: what is finer cannot be seen.
SIMPLIFY = 1 / 2000
SMALLEST = 1 / 500
# Text of these groups gets a halo by the style sheet of the SVG and stays text.
HALO, DARK_HALO = "halo-light", "halo-dark"


def projected(frame: gpd.GeoDataFrame, crs: str, view: shapely.Polygon) -> gpd.GeoDataFrame:
    """Return what of a frame lies in a view of a projection, no finer than can be seen."""
    margin = view.buffer(50_000)
    near = frame[frame.geometry.notna()].to_crs(crs)
    near = near[np.isfinite(near.bounds).all(axis=1)]
    geometry = shapely.clip_by_rect(near.geometry.make_valid().to_numpy(), *margin.bounds)
    near = near.set_geometry(gpd.GeoSeries(geometry, index=near.index, crs=crs))
    near = near[~near.geometry.is_empty]
    return near.set_geometry(near.geometry.simplify(SIMPLIFY * (view.bounds[2] - view.bounds[0])))


def compound(geometry: gpd.GeoSeries) -> Path | None:
    """Return all rings or lines as one path: one element of the SVG instead of hundreds."""
    parts = shapely.get_parts(geometry.to_numpy())
    kind = shapely.get_type_id(parts)
    areas = shapely.orient_polygons(parts[kind == shapely.GeometryType.POLYGON])
    rings = [*shapely.get_rings(areas), *parts[kind == shapely.GeometryType.LINESTRING]]
    if not rings:
        return None
    return Path.make_compound_path(*[Path(shapely.get_coordinates(ring)) for ring in rings])


def fill(ax: Axes, shapes: gpd.GeoDataFrame, colour: str, *, gid: str, hatch: str = "") -> None:
    """Fill shapes as one path; specks are left out."""
    parts = shapes.geometry.explode()
    west, east = ax.get_xlim()
    path = compound(parts[parts.area > (SMALLEST * (east - west)) ** 2])
    if path is not None:
        edge = HATCH if hatch else colour
        patch = PathPatch(
            path, facecolor=colour, edgecolor=edge, hatch=hatch or None, linewidth=0.2
        )
        patch.set_gid(gid)
        ax.add_patch(patch)


def stroke(
    ax: Axes, lines: gpd.GeoDataFrame, colour: str, width: float, dash: str | None, *, gid: str,
    zorder: float = 2,
) -> None:  # fmt: skip
    """Draw lines as one path."""
    path = compound(lines.geometry.line_merge().explode())
    if path is not None:
        patch = PathPatch(
            path, fill=False, edgecolor=colour, linewidth=width, linestyle=dashes(dash),
            zorder=zorder,
        )  # fmt: skip
        patch.set_gid(gid)
        ax.add_patch(patch)


def dashes(dash: str | None) -> str | tuple[int, tuple[float, ...]]:
    """Return a dash of the style as matplotlib wants it."""
    return "solid" if dash is None else (0, tuple(float(part) / 2 for part in dash.split()))
