"""The States of a route in route order, each with what reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from routes.analysis.coverage_branch import kilograms_of_branch, states_of_branch
from routes.analysis.membership import membership
from routes.analysis.unreported import families, kilograms_of_year
from routes.network import route as route_of
from routes.partnership import RELATIONS, meetings, posts_in, relations
from routes.reference import remembered
from routes.seizures import table_years

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

OPIATES = ("heroin", "morphine", "opium")


class Moment(NamedTuple):
    """The years that answer for one year, or for now."""

    meetings: int
    seizures: int


def moment(year: int | None) -> Moment:
    """Return the years of meetings and seizures that a year means; for None the last of each.

    Raises
    ------
    OfficerYearError
        If the year is outside the lists of posts.
    """
    if year is None:
        return Moment(int(meetings()["year"].max()), table_years()[1])
    posts_in(year)
    return Moment(year, year)


@remembered
def coverage_by_state(
    route: str,
    *,
    year: int | None = 2022,
    branch: str | None = None,
    pillar: str | None = None,
    drugs: str | Iterable[str] = OPIATES,
    countries: str = "transit",
    shared: str = "primary",
    headquarters: bool = False,
    edition: str | None = None,
    posts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return every State and area of a route in route order with what reaches it.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    year : int, optional
        From the first list of posts to the last; None for what is known now: the last list of
        posts, meetings and seizures of their last years.
    branch : str, optional
        A branch of the route, with every State it has (`states_of_branch`): all count, whole,
        whatever ``countries`` and ``shared`` leave to the route.
    pillar : {"I", "II", "III", "IV"}, optional
        Only meetings that deal with it.
    drugs : str or iterable of str
        Heroin and morphine are added, opium stands apart.
    countries, shared
        Which States count for the route, as for `shares`.
    headquarters : bool
        Count a meeting in Vienna as hosted by Austria.
    edition : str, optional
        Figures as of this edition.
    posts : DataFrame, optional
        Another list of posts than that of the year, as for `relations`.

    Returns
    -------
    DataFrame
        Indexed by ``iso3``, Afghanistan first. ``name``, ``kind`` (state or territory), ``role``,
        ``branches``, ``weight`` and ``counted`` (whether it counts for the route; Afghanistan
        never does); ``post``, ``served``, ``partner``, ``hosted``, ``hosted_to_date``,
        ``attended``, ``last_hosted``, ``last_attended`` as `relations` has them: True, False or
        missing where unknown. ``kg``, ``kg_low``, ``kg_high``, ``status`` as
        `kilograms_of_year` has them, and the same for opium with ``opium_`` before.

    Raises
    ------
    OfficerYearError, YearError, UnknownNameError

    Examples
    --------
    >>> frame = coverage_by_state("southern")
    >>> frame.index[frame["counted"] & frame["post"]].to_list()
    ['PAK', 'TZA']
    """
    about = route_of(route).countries if branch is None else states_of_branch(route, branch)
    when = moment(year)
    tied = relations(year, pillar=pillar, headquarters=headquarters, posts=posts)
    frame = about[["name", "kind", "role", "branches"]].copy()
    ties = tied.loc[frame.index, [*RELATIONS, "last_hosted", "last_attended"]]
    for family in families(drugs):
        if branch is None:
            kilograms = kilograms_of_year(
                route,
                year=when.seizures,
                drugs=family,
                countries=countries,
                shared=shared,
                edition=edition,
            )
        else:
            kilograms = kilograms_of_branch(
                route, frame.index, year=when.seizures, drugs=family, edition=edition
            )
        if "weight" not in frame:
            frame["weight"] = kilograms["weight"]
            frame["counted"] = (frame["weight"] > 0) & (frame["role"] != "source")
            frame = frame.join(ties)
        prefix = prefix_of(family)
        columns = kilograms[["kg", "kg_low", "kg_high", "status"]]
        frame = frame.join(columns.add_prefix(prefix))
    return frame


def counted_elsewhere(iso3: str, *, countries: str = "transit", shared: str = "primary") -> str:
    """Return why a State of a route does not count for it: another route, "shared", or "list".

    Parameters
    ----------
    iso3 : str
    countries, shared
        As for `shares`.

    Returns
    -------
    str
        The route for which it counts instead; ``"shared"`` where States on two routes are counted
        apart; ``"list"`` where no country list of this kind holds it.

    Examples
    --------
    >>> counted_elsewhere("PAK"), counted_elsewhere("PAK", shared="apart"), counted_elsewhere("FRA")
    ('southern', 'shared', 'list')
    """
    rows = membership(countries=countries, shared=shared)
    rows = rows[rows["iso3"] == iso3]
    return str(rows["route"].iloc[0]) if len(rows) else "list"


def prefix_of(family: tuple[str, ...]) -> str:
    """Return what stands before the columns of a family of drugs."""
    return "opium_" if family == ("opium",) else ""
