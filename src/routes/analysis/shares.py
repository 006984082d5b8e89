"""Shares and trends: what of the seizures was made along each route."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from routes.analysis.membership import APART, membership
from routes.analysis.result import Shares
from routes.errors import unknown
from routes.names import DENOMINATORS, ROUTES
from routes.reference import remembered, table
from routes.seizures import check_drugs, quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AFGHANISTAN = "AFG"
ELSEWHERE = "elsewhere"


def shares(
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    denominator: str = "outside_afghanistan",
    countries: str = "transit",
    shared: str = "primary",
    opium_factor: float | None = None,
    edition: str | None = None,
) -> Shares:
    """Return kilograms seized along each route and their share, year by year.

    A share is of seizures, not of flow: it depends on trafficking, enforcement and concealment
    together.

    Parameters
    ----------
    years : int or (first, last), optional
        All years of the table by default.
    drugs : str or iterable of str
        Added kilogram for kilogram.
    denominator : {"outside_afghanistan", "world"}
    countries : {"transit", "with_markets", "all"}
        The country list of each route, see `country_list`.
    shared : {"primary", "half", "apart"}
        The rule for States on two routes, see `membership`.
    opium_factor : float, optional
        Needed to add opium to heroin or morphine.
    edition : str, optional
        As the figures stood with this edition; by default the latest.

    Returns
    -------
    Shares
        A DataFrame, one row per year and part. ``route`` is a route, ``"shared"`` (rule "apart"
        only), ``"elsewhere"`` or, in the world, ``"afghanistan"``: the parts sum to the total.
        ``kg`` and ``share`` (per cent; missing where nothing was reported), ``total_kg``,
        ``states`` (areas not counted), ``states_reporting``; then every choice made:
        ``drugs``, ``denominator``, ``countries``, ``shared_rule``, ``opium_factor``,
        ``edition``.

    Raises
    ------
    UnknownNameError, YearError, OpiumFactorError

    Examples
    --------
    >>> s = shares(years=2017).set_index("route")["share"].round(1)
    >>> float(s["balkan"])
    46.9
    """
    if denominator not in DENOMINATORS:
        raise unknown("denominator", denominator, DENOMINATORS)
    chosen, factor = check_drugs(drugs, opium_factor)
    seized = quantities(years=years, drugs=chosen, opium_factor=factor, edition=edition)
    frame = by_rule(seized, [Rule(countries, shared, denominator)]).drop(columns="rule")
    frame.insert(3, "total_kg", frame.groupby("year")["kg"].transform("sum"))
    frame.insert(4, "share", 100 * frame["kg"] / frame["total_kg"])
    told = frame.assign(
        drugs="+".join(chosen),
        denominator=denominator,
        countries=countries,
        shared_rule=shared,
        opium_factor=factor,
        edition=edition or "latest",
    )
    return Shares.of(told, edition=edition)


class Rule(NamedTuple):
    """One way of counting: a country list, a way with States on two routes, and the whole."""

    countries: str
    shared: str
    denominator: str


def by_rule(seized: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
    """Return what was seized along each route by each rule, year by year.

    Parameters
    ----------
    seized : DataFrame
        As `quantities` returns it for every country: computed once, told apart by many rules.
    rules : sequence of Rule

    Returns
    -------
    DataFrame
        ``rule`` (its place among the rules), ``year``, ``route``, ``kg`` (missing where nothing
        was reported), ``states``, ``states_reporting``.
    """
    rows = seized[["kg", "status"]].reset_index()
    # Areas, Kosovo among them, are summed with the rest but never counted as States.
    kind = table("countries").set_index("iso3")["kind"]
    rows["state"] = rows["iso3"].map(kind) == "state"
    rows["reporting"] = rows["state"] & rows["status"].isin(["reported", "reported zero"])
    codes = pd.Index(rows["iso3"].unique(), name="iso3")
    parts = rows.merge(_counted_by(codes, rules), on="iso3")
    parts["kg"] *= parts["weight"]
    grouped = parts.groupby(["rule", "year", "route"], observed=True)
    frame = pd.DataFrame(
        {
            "kg": grouped["kg"].sum(min_count=1),
            "states": grouped["state"].sum(),
            "states_reporting": grouped["reporting"].sum(),
        }
    ).reset_index()
    frame["route"] = frame["route"].astype(str)
    return frame


@remembered
def _counted_by(codes: pd.Index, rules: Sequence[Rule]) -> pd.DataFrame:
    """Return what part of each country counts where, by the place of each rule."""
    return pd.concat([_counted(codes, rule).assign(rule=place) for place, rule in enumerate(rules)])


def _counted(codes: pd.Index, rule: Rule) -> pd.DataFrame:
    """Return what part of each country counts where: on a route, elsewhere, or at the source."""
    members = membership(countries=rule.countries, shared=rule.shared).set_index("iso3")
    parts = pd.DataFrame(index=codes).join(members)
    parts["route"] = parts["route"].fillna(ELSEWHERE)
    parts["weight"] = parts["weight"].fillna(1.0)
    if rule.denominator == "outside_afghanistan":
        parts = parts[parts.index != AFGHANISTAN]
    else:
        parts.loc[parts.index == AFGHANISTAN, "route"] = "afghanistan"
    order = [*ROUTES, APART, ELSEWHERE, "afghanistan"]
    return parts.assign(route=pd.Categorical(parts["route"], order)).reset_index()
