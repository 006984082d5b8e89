"""Where further posts would reach the same: ties as areas, never one place as their winner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from routes.network import nodes
from routes.network.geometry import circle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from routes.analysis.covering import Cover
    from routes.analysis.what_if import NextPosts

BEST, TIE, RUNNER_UP = "best", "tie", "runner-up"
COLUMNS = ("rank", "post", "gain", "nodes", "number", "places", "countries", "reaches")
# Of an area, in parts: what cuts off less is not named.
_FINE = 1e-3
# Lengths are reached at a point every few kilometres: as many circles say nothing.
MOST_CIRCLES = 300


def areas_of(
    found: Cover,
    candidates: pd.DataFrame,
    reaches: NDArray[np.bool_],
    amount: NDArray[np.float64],
) -> pd.DataFrame:
    """Return the places that are as good as one another, for the best choice and the next.

    Returns
    -------
    DataFrame
        One row an area: ``rank`` (``"best"``; ``"tie"``, another choice that gains as much;
        ``"runner-up"``), ``post`` (its number in the choice), ``gain`` of the whole choice,
        ``nodes`` and ``places`` (keys and names of all that reach the same, ";"-separated),
        ``number`` of them, ``countries`` (ISO3), ``reaches`` (positions of what is reached).
    """
    choices: list[tuple[str, Sequence[int], float]] = [(BEST, found.sites, found.gain)]
    choices += [(TIE, choice, found.gain) for choice in found.ties]
    if found.runner_up is not None:
        choices.append((RUNNER_UP, found.runner_up, found.runner_up_gain))
    rows: list[dict[str, Any]] = []
    for rank, choice, gain in choices:
        for post, site in enumerate(choice, start=1):
            mine = candidates.iloc[list(found.equals[site])]
            rows.append(
                {
                    "rank": rank,
                    "post": post,
                    "gain": gain,
                    "nodes": ";".join(mine.index),
                    "number": len(mine),
                    "places": ";".join(mine["name"]),
                    "countries": ";".join(dict.fromkeys(mine["iso3"])),
                    "reaches": tuple(np.flatnonzero(reaches[site] & (amount > 0)).tolist()),
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def next_post_areas(found: NextPosts) -> gpd.GeoDataFrame:
    """Return the areas from which further posts would reach the same, as outlines.

    An area is everything within the radius of all that its places reach: any place in the best
    one gains at least as much, and of the places known none more.

    Parameters
    ----------
    found : NextPosts
        As `next_posts` returns it, by radius.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; the rows of ``found.areas`` but for ``reaches``, and ``within`` (the fewest of
        the places reached whose circles alone make the area, ";"-separated names). The area of a
        runner-up is without that of the best. No geometry by States or where only lengths are
        reached: there the places alone say it.

    Examples
    --------
    >>> from routes.analysis import next_posts
    >>> best = next_post_areas(next_posts(route="balkan")).iloc[0]
    >>> best["rank"], int(best["number"]), best.geometry.geom_type
    ('best', 17, 'Polygon')
    """
    radius = found.rules.get("radius_km")
    points, names = found.points, nodes()["name"]
    shapes: list[Any] = []
    within: list[str] = []
    best: shapely.Geometry = shapely.Polygon()
    for row in found.areas.itertuples(index=False):
        mine = points.iloc[list(row.reaches)]
        mine = mine[~mine.index.duplicated()]
        named = mine.index.isin(names.index).all()
        if radius is None or not named or not 0 < len(mine) <= MOST_CIRCLES:
            shapes.append(None)
            within.append("")
            continue
        shape, of = _common(mine, float(radius))
        if row.rank == BEST:
            best = shapely.union(best, shape)
        shapes.append(shapely.difference(shape, best) if row.rank == RUNNER_UP else shape)
        within.append(";".join(names.loc[of]))
    frame = found.areas.drop(columns="reaches").assign(within=within)
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def _common(points: pd.DataFrame, radius_km: float) -> tuple[shapely.Geometry, list[str]]:
    """Return what lies within the radius of all points, and the fewest whose circles make it."""
    circles = {
        node: circle(lon, lat, radius_km)
        for node, lon, lat in zip(
            points.index, points["longitude"], points["latitude"], strict=True
        )
    }
    whole = shapely.intersection_all(list(circles.values()))
    shape, of = None, []
    while shape is None or shape.area > (1 + _FINE) * whole.area:
        cut = {
            node: one if shape is None else shapely.intersection(shape, one)
            for node, one in circles.items()
            if node not in of
        }
        if not cut:
            break
        if shape is None and len(cut) > 1:
            # The two that are farthest apart cut off most.
            pair = _farthest(points)
            shape, of = shapely.intersection(cut[pair[0]], cut[pair[1]]), list(pair)
            continue
        node = min(cut, key=lambda key: cut[key].area)
        shape, of = cut[node], [*of, node]
    for node in list(of):
        rest = [circles[other] for other in of if other != node]
        if rest and shapely.intersection_all(rest).area <= (1 + _FINE) * whole.area:
            of.remove(node)
    return whole, [str(node) for node in of]


def _farthest(points: pd.DataFrame) -> tuple[str, str]:
    lon, lat = np.radians(points["longitude"]), np.radians(points["latitude"])
    place = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    apart = np.linalg.norm(place[:, None] - place[None, :], axis=2)
    one, other = np.unravel_index(int(apart.argmax()), apart.shape)
    return str(points.index[one]), str(points.index[other])


def groups(areas: pd.DataFrame, ranks: Iterable[str]) -> str:
    """Return nodes as good as one another: ";" between them, "|" between posts of a choice.

    Other choices of one post that gain as much are one group with it.
    """
    rows = areas[areas["rank"].isin(list(ranks))]
    single = rows["post"].max() == 1 if len(rows) else False
    return (";" if single else "|").join(rows["nodes"])
