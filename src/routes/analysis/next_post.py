"""Where would the next post reach most? A what-if, not advice.

It knows what States reported and where lines were drawn, and nothing of why a post is wanted.
"""

from __future__ import annotations

from itertools import product
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from routes.analysis.along import not_counted
from routes.analysis.covering import maximal_cover
from routes.analysis.demand import Demand, kilograms, kilometres
from routes.analysis.membership import APART, membership
from routes.analysis.next_areas import BEST, RUNNER_UP, TIE, areas_of, groups
from routes.analysis.pieces import placed_posts, within
from routes.analysis.what_if import NextPosts
from routes.errors import ParameterError, nearest, unknown
from routes.names import SHARED_RULES
from routes.network import ROUTES, nodes
from routes.partnership import posts_in
from routes.reference import country_name, table
from routes.reference.limits import check_radius
from routes.seizures import check_drugs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from routes.analysis.covering import Cover

REACHES = {
    "radius": "a post reaches what lies within the radius, by geodesic",
    "states": "a post serves the State that hosts it",
}
EXISTING = {
    "fixed": "the posts listed stay; what they reach cannot be gained again",
    "free": "no post is taken as given",
}
WEIGHTS = {
    "kilograms": "what States reported as seized, mean of a year",
    "length": "kilometres of the legs by road and rail: no officer sits at sea",
}
RADII = (250, 500, 750, 1000)
_MEAN_OF = 5


def next_posts(
    *,
    k: int = 1,
    route: str | None = None,
    year: int = 2022,
    by: str = "radius",
    radius_km: float = 500,
    existing: str = "fixed",
    weight: str = "kilograms",
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    countries: str = "transit",
    shared: str = "primary",
    opium_factor: float | None = None,
    edition: str | None = None,
    sites: Iterable[str] | None = None,
) -> NextPosts:
    """Return the places where `k` further posts would reach most. A what-if, not advice.

    Maximal covering location over the nodes of the network, solved exactly; see
    ``docs/methods/next-post.md``.

    Parameters
    ----------
    k : int
        How many posts.
    route : {"northern", "balkan", "southern"}, optional
        What lies along one route; by default along all three.
    year : int
        Year of the posts: the list that `posts_in` finds for it.
    by : {"radius", "states"}
        See `REACHES`.
    radius_km : float
        Geodesic, above 0 and up to 10,000; not used by States.
    existing : {"fixed", "free"}
        See `EXISTING`.
    weight : {"kilograms", "length"}
        See `WEIGHTS`.
    years : int or (first, last), optional
        Of the annual totals; by default the five up to `year`. Years in which a State did not
        report are not in its mean.
    drugs, countries, shared, opium_factor, edition
        As for `shares`; not used for lengths.
    sites : iterable of str, optional
        Nodes to choose from; by default all that lie in a State, of whichever route.

    Returns
    -------
    NextPosts
        ``sites`` in order, what each adds, and the bound that proves them best.

    Raises
    ------
    UnknownNameError, ParameterError, OfficerYearError, YearError, OpiumFactorError, NotProvedError

    Examples
    --------
    >>> next_posts(route="southern", by="states").sites["iso3"].to_list()
    ['IND']
    """
    routes = _checked(route, by, existing, weight)
    chosen, factor = check_drugs(drugs, opium_factor)
    radius = check_radius(radius_km) if by == "radius" else None
    posts = posts_in(year)
    if weight == "length":
        demand, period = kilometres(routes), None
    else:
        period = (year - _MEAN_OF + 1, year) if years is None else years
        demand = kilograms(
            routes,
            years=period,
            drugs=chosen,
            countries=countries,
            shared=shared,
            opium_factor=factor,
            edition=edition,
        )
    candidates = _candidates(sites)
    if not (isinstance(k, Integral) and 1 <= k <= len(candidates)):
        raise ParameterError(f"k is a number of posts from 1 to {len(candidates)}, not {k!r}")
    amount = demand.points["amount"].to_numpy(dtype=float)
    held = np.zeros(len(amount), dtype=bool)
    if existing == "fixed":
        held = _reach(placed_posts(posts), demand, radius, served="serves").any(axis=0)
    reaches = _reach(candidates, demand, radius) & ~held
    found = maximal_cover(reaches, amount, k=int(k))
    total, before = float(amount.sum()), float(amount[held].sum())
    rules: dict[str, Any] = {
        "k": int(k), "route": route or "all", "by": by, "radius_km": radius,
        "existing": existing, "posts": ";".join(posts["city"].sort_values()),
        "list": posts["list_name"].iloc[0],
        "weight": weight,
    }  # fmt: skip
    if weight == "kilograms":
        rules |= {
            "years": period,
            "drugs": "+".join(chosen), "opium_factor": factor,
            "countries": countries, "shared_rule": shared,
            "counted for another route or apart": ";".join(_left_out(route, countries, shared)),
            "edition": edition or "latest",
        }  # fmt: skip
    return NextPosts(
        sites=_site_rows(found, candidates, reaches, amount),
        unit=demand.unit,
        total=total,
        gain=found.gain,
        bound=found.bound,
        gap=found.gap,
        share_before=100 * before / total if total else np.nan,
        share_after=100 * (before + found.gain) / total if total else np.nan,
        runner_up=None if found.runner_up is None else _keys(candidates, found.runner_up),
        runner_up_gain=found.runner_up_gain,
        ties=tuple(_keys(candidates, choice) for choice in found.ties),
        ties_complete=found.ties_complete,
        areas=areas_of(found, candidates, reaches, amount),
        points=demand.points,
        states=demand.states,
        not_reported=demand.not_reported,
        unplaceable=demand.unplaceable,
        rules=rules,
    )


def next_posts_by_rule(
    *, radii: Iterable[float] = RADII, weight: str = "kilograms", **choices: Any
) -> pd.DataFrame:
    """Return how the answer changes with the rules. A what-if, not advice.

    Every radius, and reach by States, with every rule for States on two routes.

    Parameters
    ----------
    radii : iterable of float
        Kilometres.
    weight : {"kilograms", "length"}
        For lengths there is no rule for States on two routes.
    **choices
        Others of `next_posts`: ``k``, ``route``, ``year``, ``existing``, ``years``, ``drugs``,
        ``countries``, ...

    Returns
    -------
    DataFrame
        One row a rule: ``by``, ``radius_km`` (missing by States), ``shared_rule``, ``nodes``,
        ``places``, ``countries`` (ISO3; all ";"-separated), ``best`` and ``second`` (every node
        as good, ";"-separated, "|" between posts), ``gain``, ``total``, ``unit``,
        ``share_before``, ``share_after``, ``runner_up``, ``runner_up_gain``, ``ties`` (other
        choices that gain as much), ``ties_complete``, ``gap``.

    Raises
    ------
    UnknownNameError, ParameterError, YearError, OpiumFactorError, NotProvedError

    Examples
    --------
    >>> frame = next_posts_by_rule(radii=(500,), route="balkan")
    >>> frame[["by", "shared_rule"]].values.tolist()[:2]
    [['radius', 'primary'], ['radius', 'half']]
    """
    taken = [name for name in ("by", "radius_km", "shared") if name in choices]
    if taken:
        raise ParameterError(f"every {', '.join(taken)} is run here; give it to next_posts")
    reaches = [*[("radius", float(km)) for km in radii], ("states", np.nan)]
    shared_rules = SHARED_RULES if weight == "kilograms" else ("primary",)
    rows = []
    for (by, km), shared in product(reaches, shared_rules):
        radius: dict[str, Any] = {"radius_km": km} if by == "radius" else {}
        found = next_posts(by=by, weight=weight, shared=shared, **radius, **choices)
        rows.append(
            {
                "by": by,
                "radius_km": km,
                "shared_rule": shared if weight == "kilograms" else None,
                "nodes": ";".join(found.sites["node"]),
                "places": ";".join(found.sites["name"]),
                "countries": ";".join(found.sites["iso3"]),
                "gain": found.gain,
                "total": found.total,
                "unit": found.unit,
                "share_before": found.share_before,
                "share_after": found.share_after,
                "best": groups(found.areas, _best_of(found)),
                "second": groups(found.areas, [RUNNER_UP]),
                "runner_up": ";".join(found.runner_up or ()),
                "runner_up_gain": found.runner_up_gain,
                "ties": len(found.ties),
                "ties_complete": found.ties_complete,
                "gap": found.gap,
            }
        )
    return pd.DataFrame(rows)


def _best_of(found: NextPosts) -> tuple[str, ...]:
    """Return the ranks that gain most: of one post, what ties is as good."""
    return (BEST, TIE) if found.rules["k"] == 1 else (BEST,)


def _checked(route: str | None, by: str, existing: str, weight: str) -> tuple[str, ...]:
    if route is not None and route not in ROUTES:
        raise unknown("route", route, ROUTES)
    for kind, value, valid in (
        ("reach of a post", by, REACHES),
        ("way to take existing posts", existing, EXISTING),
        ("weight", weight, WEIGHTS),
    ):
        if value not in valid:
            raise unknown(kind, value, valid)
    return ROUTES if route is None else (route,)


def _candidates(chosen: Iterable[str] | None) -> pd.DataFrame:
    """Return the nodes that lie in a State, in the order of their keys."""
    kind = table("countries").set_index("iso3")["kind"]
    places = nodes()
    places = places[places["iso3"].map(kind) == "state"].sort_index()
    if chosen is not None:
        wanted = set(chosen)
        for node in sorted(wanted - set(places.index)):
            guess = nearest(node, places.index)
            raise ParameterError(
                f"sites: {node!r} is no node that lies in a State"
                + (f"; did you mean {guess!r}?" if guess else "; see nodes()")
            )
        places = places[places.index.isin(wanted)]
    return pd.DataFrame(places.drop(columns="geometry"))


def _reach(
    places: pd.DataFrame, demand: Demand, radius_km: float | None, *, served: str | None = None
) -> NDArray[np.bool_]:
    """Return which places reach which points; by States where there is no radius."""
    points = demand.points
    if radius_km is not None:
        lon, lat = (points[name].to_numpy(dtype=float) for name in ("longitude", "latitude"))
        return within(lon, lat, places, radius_km).T
    states = [
        {row["iso3"], *(str(row[served]).split(";") if served and pd.notna(row[served]) else [])}
        for _, row in places.iterrows()
    ]
    reach = [points["iso3"].isin(codes).to_numpy() for codes in states]
    return np.array(reach, dtype=bool).reshape(len(places), len(points))


def _site_rows(
    found: Cover,
    candidates: pd.DataFrame,
    reaches: NDArray[np.bool_],
    amount: NDArray[np.float64],
) -> pd.DataFrame:
    rows = []
    left, reached = list(found.sites), np.zeros(len(amount), dtype=bool)
    while left:
        adds = {site: float(amount[reaches[site] & ~reached].sum()) for site in left}
        site = max(left, key=lambda s: (adds[s], -s))
        left.remove(site)
        reached |= reaches[site]
        place = candidates.iloc[site]
        rows.append(
            {
                "node": candidates.index[site],
                "name": place["name"],
                "iso3": place["iso3"],
                "country": country_name(place["iso3"]),
                "gain": adds[site],
                "alone": float(amount[reaches[site]].sum()),
                "as_good": ";".join(
                    candidates.index[other] for other in found.equals[site] if other != site
                ),
            }
        )
    columns = ["node", "name", "iso3", "country", "gain", "alone", "as_good"]
    return pd.DataFrame(rows, columns=columns)


def _keys(candidates: pd.DataFrame, choice: Iterable[int]) -> tuple[str, ...]:
    return tuple(str(candidates.index[site]) for site in choice)


def _left_out(route: str | None, countries: str, shared: str) -> list[str]:
    if route is not None:
        return not_counted(route, countries=countries, shared=shared)
    rows = membership(countries=countries, shared=shared)
    return list(rows.loc[rows["route"] == APART, "iso3"])
