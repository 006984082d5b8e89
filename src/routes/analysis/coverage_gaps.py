"""Gaps: the States and stretches of a route that nothing reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from routes.analysis.coverage_states import OPIATES, coverage_by_state, prefix_of
from routes.analysis.stretches import unreached_stretches
from routes.analysis.unreported import families
from routes.errors import unknown
from routes.network import SOURCE
from routes.partnership import RELATIONS, posts_in
from routes.reference.limits import check_radius

if TYPE_CHECKING:
    from collections.abc import Iterable

REACH = ("post", "served", "hosted", "attended")


def coverage_gaps(
    route: str,
    year: int | None = 2022,
    *,
    branch: str | None = None,
    radius_km: float = 500,
    relations: Iterable[str] = REACH,
    pillar: str | None = None,
    drugs: str | Iterable[str] = OPIATES,
    countries: str = "transit",
    shared: str = "primary",
    headquarters: bool = False,
    edition: str | None = None,
    posts: pd.DataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Return the States and stretches of a route that nothing known reaches, the largest first.

    Not known to be reached is not the same as not reached: that a State attended no meeting is
    hardly ever known, as few lists of attendance are. The relations stay in the rows, missing
    where unknown.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    year : int, optional
        From the first list of posts to the last; None for what is known now.
    branch : str, optional
        A branch of the route, with every State it has, instead of the whole.
    radius_km : float
        Reach of a post, geodesic, kilometres.
    relations : iterable of str
        A State is a gap if it is known to have none of these; by default no post sits in it or
        serves it, and in that year it hosted no meeting and is not known to have attended one.
        ``["partner"]`` gives the States outside the partnership.
    pillar, drugs, countries, shared, headquarters, edition, posts
        As for `coverage`. Every State of the route is looked at, on the list or not; Afghanistan,
        the source, is not.

    Returns
    -------
    GeoDataFrame
        EPSG:4326. States and areas first (``kind``, no geometry), by the most they may have
        seized of the first family of drugs, those without any figure last: ``rank``, ``iso3``,
        ``name``, ``role``, ``counted``, the relations, ``last_hosted``, ``last_attended``, and
        kilograms as `coverage_by_state` has them. Then stretches, lines: ``rank``,
        ``branch``, ``km``, ``from_km``, ``to_km``, ``from_name``, ``to_name``, ``countries``,
        ``farthest_km`` and the others as `unreached_stretches` has them, land before sea and air.

    Raises
    ------
    UnknownNameError, OfficerYearError, YearError, ParameterError

    Examples
    --------
    >>> outside = coverage_gaps("southern", 2022, relations=["partner"])
    >>> int((outside["kind"] == "State").sum())
    24
    """
    check_radius(radius_km)
    asked = [relations] if isinstance(relations, str) else list(relations)
    for relation in asked or [""]:
        if relation not in RELATIONS:
            raise unknown("relation", relation, RELATIONS)
    states = coverage_by_state(
        route,
        year=year,
        branch=branch,
        pillar=pillar,
        drugs=drugs,
        countries=countries,
        shared=shared,
        headquarters=headquarters,
        edition=edition,
        posts=posts,
    )
    reached = states[asked].fillna(False).astype(bool).any(axis=1)
    missed = states[~reached & (states.index != SOURCE)].reset_index()
    missed["kind"] = missed["kind"].map({"state": "State"}).fillna("area")
    by = f"{prefix_of(families(drugs)[0])}kg_high"
    missed = missed.sort_values(by, ascending=False, kind="stable", na_position="last")
    listed = posts_in(year) if posts is None else posts
    stretches = unreached_stretches(route, listed, radius_km=radius_km)
    if branch is not None:
        stretches = stretches[stretches["branch"] == branch]
    stretches = stretches.rename(columns={"length_km": "km"}).assign(kind="stretch")
    frame = gpd.GeoDataFrame(
        pd.concat([_ranked(missed), _ranked(pd.DataFrame(stretches))], ignore_index=True),
        geometry="geometry",
        crs="EPSG:4326",
    )
    first = ["kind", "rank", "iso3", "name", "branch", "km"]
    return frame[[*first, *(column for column in frame if column not in first)]]


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(rank=range(1, len(rows) + 1))
