"""Coverage: what of each route an officer or a meeting reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.analysis.coverage_branch import BRANCH_RULE, check_branch
from routes.analysis.coverage_measures import (
    Basis,
    distance_rows,
    kilograms_rows,
    length_rows,
    states_rows,
    time_rows,
)
from routes.analysis.coverage_states import OPIATES, coverage_by_state, moment
from routes.analysis.reach import distance_along, reached_length
from routes.analysis.result import Coverage
from routes.analysis.unreported import families
from routes.errors import ParameterError, unknown
from routes.network import ROUTES
from routes.network import route as route_of
from routes.partnership import PILLARS, posts_in, ties
from routes.reference.limits import check_radius

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = (
    *("route", "branch", "measure", "relation", "drugs", "pillar", "year", "low", "high", "unit"),
    *("numerator", "denominator", "of", "rule", "note", "source"),
)
MEASURES = (states_rows, kilograms_rows, length_rows, distance_rows, time_rows)
EACH = "each"


def coverage(
    route: str | None = None,
    *,
    year: int | None = 2022,
    branch: str | None = None,
    pillar: str | None = None,
    radius_km: float = 500,
    drugs: str | Iterable[str] = OPIATES,
    countries: str = "transit",
    shared: str = "primary",
    headquarters: bool = False,
    edition: str | None = None,
    posts: pd.DataFrame | None = None,
) -> Coverage:
    """Return what of each route the partnership reaches: States, kilograms, length and time.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}, optional
        All three by default.
    year : int, optional
        From the first list of posts to the last; None for what is known now.
    branch : str, optional
        A branch of the route instead of the whole; ``"each"`` for the whole and every branch.
        A branch has its own States, all of them (`states_of_branch`), and ``countries`` and
        ``shared`` leave out none; a State on two branches counts on each.
    pillar : {"I", "II", "III", "IV"}, optional
        Only meetings that deal with it.
    radius_km : float
        Reach of a post, geodesic, kilometres.
    drugs : str or iterable of str
        Heroin and morphine are added, opium stands apart.
    countries, shared
        Which States count for the route, as for `shares`. Length knows no States.
    headquarters : bool
        Count a meeting in Vienna as hosted by Austria.
    edition : str, optional
        Figures as of this edition.
    posts : GeoDataFrame, optional
        Another list of posts than that of the year, with points.

    Returns
    -------
    Coverage
        A DataFrame, one row per route or branch, ``measure`` and ``relation``:

        - ``"States"``, ``"kilograms"`` (each family of ``drugs``): ``relation`` is one of
          `RELATIONS`; ``low`` and ``high`` are per cent, equal where nothing is unknown;
        - ``"length"``: per cent of the kilometres within the radius of a post, a row each for
          land, sea and air (``of`` says which): no officer sits at sea;
        - ``"distance"``: kilometres to the nearest post within which half and nine tenths of the
          roads and railways lie;
        - ``"time"``: years since a meeting was last held on the route, any and by pillar.

        ``numerator`` and ``denominator`` are what is known for sure (States, kilograms or
        kilometres, as ``of`` says), ``unit`` is that of ``low`` and ``high``; ``year`` is that of
        the figures. A missing ``low`` and ``high`` is unknown, never zero; ``note`` says why.
        ``rule`` and ``source`` as in every figure.

    Raises
    ------
    UnknownNameError, OfficerYearError, YearError, ParameterError

    Examples
    --------
    >>> southern = coverage("southern", drugs="heroin").query("measure == 'States'")
    >>> southern.set_index("relation").loc["post", ["numerator", "denominator"]].to_list()
    [2.0, 15.0]
    """
    check_radius(radius_km)
    if pillar is not None and pillar not in PILLARS:
        raise unknown("pillar", pillar, PILLARS)
    if route is None and branch not in (None, EACH):
        raise ParameterError(f"branch {branch!r} needs its route; without one only {EACH!r}")
    chosen = families(drugs)
    listed = posts_in(year) if posts is None else posts
    when = moment(year)
    known = ties(year, pillar=pillar, posts=posts)
    rows: list[dict[str, Any]] = []
    for name in ROUTES if route is None else (route,):
        reached = reached_length(name, listed, radius_km=radius_km)
        steps = distance_along(name, listed)
        for part in _parts(name, branch):
            here = part is None
            basis = Basis(
                states=coverage_by_state(
                    name,
                    branch=part,
                    year=year,
                    pillar=pillar,
                    drugs=[drug for family in chosen for drug in family],
                    countries=countries,
                    shared=shared,
                    headquarters=headquarters,
                    edition=edition,
                    posts=posts,
                ),
                ties=known,
                reached=reached if here else reached[reached.index.isin([part], level="branch")],
                steps=steps if here else steps[steps["branch"] == part],
                whole_list=bool(listed["whole_list"].all()) if "whole_list" in listed else True,
                families=chosen,
                pillar=pillar,
                year=when.meetings,
                seizure_year=when.seizures,
                edition=edition,
                headquarters=headquarters,
                radius_km=float(radius_km),
                rule=f"countries={countries}; shared={shared}" if here else BRANCH_RULE,
                part="route" if here else "branch",
            )
            rows += [
                {"route": name, "branch": part, **row}
                for measure in MEASURES
                for row in measure(basis)
            ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = dict.fromkeys(("low", "high", "numerator", "denominator"), "float64")
    texts = dict.fromkeys(("branch", "drugs", "pillar", "of"), object)
    return Coverage(frame.astype({"year": "Int64", **numbers, **texts}))


def _parts(route: str, branch: str | None) -> list[str | None]:
    branches = route_of(route).branches.index
    if branch is None:
        return [None]
    if branch == EACH:
        return [None, *branches]
    return [check_branch(route, branch, EACH)]
