"""How far posts reach along a route: kilometres within a radius, and distance to the nearest.

Everything is measured by geodesics on the WGS84 ellipsoid; nothing is buffered in a plane.
"""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from routes.analysis.pieces import (
    begins_km,
    distances,
    means_of,
    placed_posts,
    route_pieces,
    united,
)
from routes.errors import ParameterError
from routes.network import route as route_of
from routes.network.geometry import circle
from routes.reference.limits import check_radius

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def reached_length(route: str, posts: pd.DataFrame, *, radius_km: float = 500) -> pd.DataFrame:
    """Return the kilometres of each branch within a radius of a post: land, sea and air apart.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    posts : GeoDataFrame
        Points, as `liaison_officers` returns them; a row without a point is ignored.
    radius_km : float
        Geodesic, above 0 and up to 10,000.

    Returns
    -------
    DataFrame
        Indexed by ``branch`` and ``means`` (`MEANS`; those that have legs): ``km``,
        ``reached_km``, ``share`` (per cent). Each leg counts once, as in `Route.length_km`; right
        to a metre a leg. No officer sits at sea: shares of land and of sea are not one share.

    Raises
    ------
    UnknownNameError, ParameterError, CoordinatesError

    Examples
    --------
    >>> from routes.partnership import liaison_officers
    >>> frame = reached_length("northern", liaison_officers(year=2022))
    >>> float(frame.loc[("uzbek", "land"), "share"].round())
    100.0
    """
    check_radius(radius_km)
    legs = route_of(route).legs
    pieces = route_pieces(route)
    begin, end = pieces.reached(placed_posts(posts), radius_km)
    of_leg = np.bincount(pieces.leg, united(begin, end), minlength=len(legs))
    by_branch = legs.assign(reached_km=of_leg, means=means_of(legs)).groupby(
        ["branch", "means"], sort=False
    )
    frame = pd.DataFrame(
        {"km": by_branch["length_km"].sum(), "reached_km": by_branch["reached_km"].sum()}
    )
    # A sum of parts may pass the whole by a rounding.
    frame["reached_km"] = frame["reached_km"].clip(upper=frame["km"])
    return frame.assign(share=100 * frame["reached_km"] / frame["km"])


def distance_along(route: str, posts: pd.DataFrame, *, step_km: float = 10) -> pd.DataFrame:
    """Return the distance to the nearest post, step by step along every leg of a route.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    posts : GeoDataFrame
        As for `reached_length`.
    step_km : float
        Longest step; each leg is cut into equal ones.

    Returns
    -------
    DataFrame
        One row a step: ``branch``, ``leg`` (position in `Route.legs`), ``means`` (land, sea or
        air), ``km_from_afghanistan`` along the network, ``longitude`` and ``latitude`` of its
        middle, ``length_km`` (its weight in a distribution), ``distance_km`` to the nearest
        post and that ``post`` (its city, else its key); both missing where there is no post.

    Raises
    ------
    UnknownNameError, ParameterError, CoordinatesError

    Examples
    --------
    >>> from routes.partnership import liaison_officers
    >>> steps = distance_along("northern", liaison_officers(year=2022))
    >>> set(steps["post"]) >= {"Tashkent"}
    True
    """
    if not (isinstance(step_km, Real) and 0 < step_km < np.inf):
        raise ParameterError(f"step_km is above 0 and finite, not {step_km!r}")
    legs = route_of(route).legs
    pieces = route_pieces(route)
    length = np.bincount(pieces.leg, pieces.km, minlength=len(legs))
    count = np.ceil(length / step_km).astype(int)
    leg = np.repeat(np.arange(len(legs)), count)
    number = np.arange(len(leg)) - np.repeat(np.cumsum(count) - count, count)
    step = length[leg] / count[leg]
    along = (number + 0.5) * step
    lon, lat = pieces.at(leg, along)
    places = placed_posts(posts)
    frame = pd.DataFrame(
        {
            "branch": legs["branch"].to_numpy()[leg],
            "leg": leg,
            "means": means_of(legs)[leg],
            "km_from_afghanistan": begins_km(legs)[leg] + along,
            "longitude": lon,
            "latitude": lat,
            "length_km": step,
            "distance_km": np.nan,
            "post": pd.Series(None, index=range(len(leg)), dtype=object),
        }
    )
    if len(places):
        away = distances(lon, lat, places)
        frame["distance_km"] = away.min(axis=1)
        frame["post"] = _names(places)[away.argmin(axis=1)]
    return frame


def distance_quantiles(
    steps: pd.DataFrame, *, quantiles: Sequence[float] = (0.5, 0.9, 1.0), by: str | None = None
) -> pd.DataFrame:
    """Return the distribution of the distance to the nearest post, weighted by length.

    Parameters
    ----------
    steps : DataFrame
        As `distance_along` returns it.
    quantiles : sequence of float
        Between 0 and 1: the distance within which this part of the kilometres lies.
    by : str, optional
        A column such as ``"branch"``; by default the whole route, as one row ``"all"``.

    Returns
    -------
    DataFrame
        One row a group, one column a quantile: kilometres; missing where there is no post.

    Raises
    ------
    ParameterError
    """
    if not all(0 <= q <= 1 for q in quantiles):
        raise ParameterError(f"quantiles are between 0 and 1, not {tuple(quantiles)!r}")
    groups = steps.groupby(by, sort=False) if by else [("all", steps)]
    rows = {}
    for name, rows_of in groups:
        ordered = rows_of.sort_values("distance_km", kind="stable")
        weight = ordered["length_km"].to_numpy().cumsum()
        # A hair below the limit, so that a rounding does not take the next step.
        at = np.searchsorted(weight, np.asarray(quantiles) * weight[-1] * (1 - 1e-12))
        rows[name] = ordered["distance_km"].to_numpy()[at]
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(quantiles))


def reach_circles(posts: pd.DataFrame, *, radius_km: float = 500) -> gpd.GeoDataFrame:
    """Return the circle of reach of every post that has a place, true on the ellipsoid.

    Parameters
    ----------
    posts : GeoDataFrame
        As for `reached_length`.
    radius_km : float
        Geodesic, above 0 and up to 10,000.

    Returns
    -------
    GeoDataFrame
        The rows of `posts` with a place, ``radius_km``, and the circle as geometry
        (EPSG:4326, split at the antimeridian).

    Raises
    ------
    ParameterError, CoordinatesError
    """
    check_radius(radius_km)
    places = placed_posts(posts)
    circles = [
        circle(lon, lat, radius_km)
        for lon, lat in zip(places["longitude"], places["latitude"], strict=True)
    ]
    frame = places.drop(columns="geometry", errors="ignore").assign(radius_km=float(radius_km))
    return gpd.GeoDataFrame(frame, geometry=circles, crs="EPSG:4326")


def _names(places: pd.DataFrame) -> NDArray[np.object_]:
    key = places["post"] if "post" in places else places.index.to_series().astype(str)
    city = places["city"].fillna(key) if "city" in places else key
    return np.asarray(city, dtype=object)
