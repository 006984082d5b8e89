"""The States of one branch, all of them: those its nodes lie in and those listed on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis.unreported import NEAREST_FIGURES, kilograms_of_year
from routes.errors import unknown
from routes.network import nodes
from routes.network import route as route_of
from routes.reference import table
from routes.seizures import quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

BRANCH_RULE = "every State of the branch, whole"


def check_branch(route: str, branch: str, *others: str) -> str:
    """Return a branch of a route, checked.

    Raises
    ------
    UnknownNameError
    """
    known = [*route_of(route).branches.index, *others]
    if branch not in known:
        raise unknown(f"branch of the {route} route", branch, known)
    return branch


def states_of_branch(route: str, branch: str) -> pd.DataFrame:
    """Return every State and area of a branch, Afghanistan first.

    A branch has the States in which its nodes lie, whether the route's list holds them or not,
    and those that the list puts on it though no node of it lies there.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    branch : str

    Returns
    -------
    DataFrame
        Indexed by ``iso3``, in the order of the route and then of the legs: ``name``, ``kind``,
        ``role`` on the route (missing if it is not listed there), ``branches``.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> states_of_branch("balkan", "caucasus-branch-armenia").index.to_list()
    ['IRN', 'ARM', 'GEO']
    """
    this = route_of(route)
    check_branch(route, branch)
    legs = this.legs[this.legs["branch"] == branch]
    along = nodes()["iso3"].reindex(legs[["from_node", "to_node"]].to_numpy().ravel()).dropna()
    listed = table("route_countries").query("route == @route and branch == @branch")["iso3"]
    source = this.countries.index[this.countries["role"] == "source"]
    mine = {*along, *(set(listed) - set(source))}
    known = [code for code in this.countries.index if code in mine]
    others = [code for code in dict.fromkeys(along) if code not in this.countries.index]
    about = table("countries").set_index("iso3")[["name", "kind"]].loc[[*known, *others]]
    more = this.countries[["role", "branches"]].reindex(about.index)
    return about.join(more).rename_axis("iso3")


def kilograms_of_branch(
    route: str,
    codes: pd.Index,
    *,
    year: int,
    drugs: Sequence[str],
    edition: str | None = None,
) -> pd.DataFrame:
    """Return what States of a branch seized in a year, or may have, each with its whole weight.

    Parameters as for `kilograms_of_year`; a State that the route's list does not hold has the
    figures it reported all the same.
    """
    listed = kilograms_of_year(route, year=year, drugs=drugs, edition=edition)
    others = codes.difference(listed.index, sort=False)
    frames = [listed[listed.index.isin(codes)]]
    if len(others):
        every = quantities(drugs=drugs, countries=others, edition=edition)
        now = every.xs(year, level="year")
        past = every["kg"].dropna().reset_index()
        near = (past["year"] - year).abs().groupby(past["iso3"]).rank(method="min")
        most = past[near <= NEAREST_FIGURES].groupby("iso3")["kg"].max().reindex(now.index)
        low, high = now["kg"].fillna(0.0), now["kg"].fillna(most)
        frames.append(now[["kg", "status"]].assign(kg_low=low, kg_high=high))
    frame = pd.concat(frames).reindex(codes)
    return frame.assign(weight=1.0)[["weight", "kg", "kg_low", "kg_high", "status"]]
