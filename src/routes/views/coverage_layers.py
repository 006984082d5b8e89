"""What a map of coverage shows, as frames: the same for the live map and the printed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from routes.views.gap_tables import ends_of
from routes.views.layers import MapLayers, map_layers

if TYPE_CHECKING:
    from routes.network import Route
    from routes.views.wording import Wording

# Degrees: lines nearer than this are one line on any map here.
_APART = 0.05


@dataclass(frozen=True)
class CoverageLayers:
    """The layers of one route's map of coverage.

    Attributes
    ----------
    base : MapLayers
        Boundaries, legs, posts, meeting places. Its ``countries`` have ``reach``, one of
        `routes.views.style.REACH_COLOURS`, and a ``tip`` that says it.
    circles : GeoDataFrame
        As `reach_circles` returns it, with ``label`` and ``tip``.
    stretches : GeoDataFrame
        Lines that no post reaches: ``branch``, ``km``, ``tip``.
    areas : GeoDataFrame
        Where a further post would reach most (``rank`` best or tie) and next most (runner-up),
        as outlines with ``tip``; empty where a page does not ask.
    """

    base: MapLayers
    circles: gpd.GeoDataFrame
    stretches: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame


def coverage_layers(
    route: Route,
    states: pd.DataFrame,
    gaps: gpd.GeoDataFrame,
    posts: gpd.GeoDataFrame,
    circles: gpd.GeoDataFrame,
    meetings: gpd.GeoDataFrame,
    *,
    year: int,
    wording: Wording,
    areas: gpd.GeoDataFrame | None = None,
) -> CoverageLayers:
    """Return the layers of a route's map of coverage.

    Parameters
    ----------
    route : Route
    states : DataFrame
        As `coverage_by_state` returns it.
    gaps : GeoDataFrame
        As `coverage_gaps` returns it: its States are hatched, its stretches drawn.
    posts : GeoDataFrame
        As `posts_in` returns it, on the route or not.
    circles : GeoDataFrame
        As `reach_circles` returns it for these posts.
    meetings : GeoDataFrame
        Of this route.
    year : int
    wording : Wording
        For the tips.
    areas : GeoDataFrame, optional
        As `next_post_areas` returns it.
    """
    seized = states[["kg", "status"]].assign(year=year).set_index("year", append=True)
    base = map_layers(route, seized, posts.iloc[:0], meetings, wording=wording)
    reach = reach_of(states, gaps)
    shapes = base.countries
    shapes["reach"] = shapes["iso3"].map(reach)
    shapes["tip"] = [
        f"{wording.say(f'reach.{row.reach}')}\n{row.tip}" for row in shapes.itertuples()
    ]
    km = [wording.number(value) for value in circles["radius_km"]]
    rings = circles.assign(
        label=[wording.text("place", city) for city in circles["city"]],
        tip=[wording.say("map.tip.circle", km=value) for value in km],
    )
    lines = gaps[gaps["kind"] == "stretch"].copy()
    lines = lines.set_geometry(_drawn_once(lines.geometry))
    names = route.branches["name"]
    lines["tip"] = [
        wording.say(
            "map.tip.stretch",
            branch=wording.text("branch", names[row.branch]),
            where=ends_of(row, wording),
            means=wording.say(f"means.{row.means}"),
            km=wording.number(row.km),
        )
        for row in lines.itertuples()
    ]
    placed = posts[posts.geometry.notna()].copy()
    placed["label"] = [wording.text("place", city) for city in placed["city"]]
    placed["tip"] = [
        wording.say(
            "map.tip.post",
            role=wording.text("role", row.role),
            status=wording.say(f"status.{row.status}"),
            year=wording.text("list", row.list_name),
        )
        for row in placed.itertuples()
    ]
    placed["serves"] = ""
    marked = placed[["label", "tip", "serves", "source", "geometry"]]
    return CoverageLayers(
        base=MapLayers(**(vars(base) | {"posts": marked})),
        circles=rings[["label", "tip", "radius_km", "geometry"]],
        stretches=lines[["branch", "km", "tip", "geometry"]],
        areas=_areas(areas, wording),
    )


def _areas(areas: gpd.GeoDataFrame | None, wording: Wording) -> gpd.GeoDataFrame:
    columns = ["rank", "tip", "geometry"]
    if areas is None or not len(drawn := areas[~(areas.geometry.isna() | areas.is_empty)]):
        return gpd.GeoDataFrame(columns=columns, geometry="geometry", crs="EPSG:4326")
    tips = [
        wording.say(
            "map.tip.second_area" if row.rank == "runner-up" else "map.tip.best_area",
            number=wording.number(row.number),
            gain=wording.number(row.gain),
        )
        for row in drawn.itertuples()
    ]
    return gpd.GeoDataFrame(drawn.assign(tip=tips)[columns], crs="EPSG:4326")


def _drawn_once(stretches: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return stretches without what lies on an earlier one: ticks upon ticks would be grey.

    Branches share sea lanes. A stretch that lies on others altogether is left as it is.
    """
    drawn: list[shapely.Geometry] = []
    seen: shapely.Geometry = shapely.Polygon()
    for stretch in stretches:
        parts = []
        for part in shapely.get_parts(stretch):
            rest = shapely.difference(part, seen)
            seen = shapely.union(seen, shapely.buffer(part, _APART, quad_segs=2))
            parts += [one for one in shapely.get_parts(rest) if one.length > _APART]
        drawn.append(shapely.multilinestrings(parts) if parts else stretch)
    return gpd.GeoSeries(drawn, index=stretches.index, crs=stretches.crs)


def reach_of(states: pd.DataFrame, gaps: pd.DataFrame) -> pd.Series:
    """Return what reaches each State most, by ISO3.

    ``post``, ``served``, ``meeting`` (host of one in the year, or known to have attended),
    ``gap-partner`` and ``gap`` (nothing known reaches it; the second is no partner), ``source``
    (Afghanistan), or ``unknown``.
    """
    missed = set(gaps.loc[gaps["kind"] != "stretch", "iso3"])
    reach = pd.Series("unknown", index=states.index, dtype=object)
    met = states["hosted"].fillna(False) | states["attended"].fillna(False)
    reach[met.astype(bool)] = "meeting"
    partner = states["partner"].fillna(False).astype(bool)
    gap = states.index.isin(missed)
    reach[gap & partner] = "gap-partner"
    reach[gap & ~partner] = "gap"
    for relation in ("served", "post"):
        reach[states[relation].fillna(False).astype(bool)] = relation
    reach[(states["role"] == "source") & (reach != "post") & (reach != "served")] = "source"
    return reach
