"""Shares and trends: what of the seizures was made along each route."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from routes.analysis.membership import APART, membership
from routes.analysis.origins import AFGHAN, check_origin, quantities_by_origin, wholly_other
from routes.analysis.result import Shares
from routes.errors import unknown
from routes.names import DENOMINATORS, ROUTES
from routes.reference import remembered, table
from routes.seizures import check_drugs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AFGHANISTAN = "AFG"
ELSEWHERE = "elsewhere"
_ORDER = [*ROUTES, APART, ELSEWHERE, "afghanistan"]


def shares(
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    denominator: str = "outside_afghanistan",
    countries: str = "transit",
    shared: str = "primary",
    origin: str = "afghan",
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
    origin : {"afghan", "all"}
        Whether what is mostly not from Afghanistan counts for a route; it is part of what was
        seized elsewhere if not. The World Drug Report counts "all".
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
        ``states`` (areas not counted), ``states_reporting``; of the kilograms on the country list
        of a route ``other_kg`` (mostly not from Afghanistan, counted by ``origin="all"`` only)
        and ``doubtful_kg`` (mixed or unknown, counted); then every choice made: ``drugs``,
        ``denominator``, ``countries``, ``shared_rule``, ``origin``, ``opium_factor``, ``edition``.

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
    seized = quantities_by_origin(years=years, drugs=chosen, opium_factor=factor, edition=edition)
    rule = Rule(countries, shared, denominator, check_origin(origin))
    frame = by_rule(seized, [rule], drugs=chosen).drop(columns="rule")
    frame.insert(3, "total_kg", frame.groupby("year")["kg"].transform("sum"))
    frame.insert(4, "share", 100 * frame["kg"] / frame["total_kg"])
    told = frame.assign(
        drugs="+".join(chosen),
        denominator=denominator,
        countries=countries,
        shared_rule=shared,
        origin=origin,
        opium_factor=factor,
        edition=edition or "latest",
    )
    return Shares.of(told, edition=edition)


class Rule(NamedTuple):
    """One way of counting: country list, States on two routes, the whole, and origins."""

    countries: str
    shared: str
    denominator: str
    origin: str = AFGHAN


def by_rule(seized: pd.DataFrame, rules: Sequence[Rule], *, drugs: Sequence[str]) -> pd.DataFrame:
    """Return what was seized along each route by each rule, year by year.

    Parameters
    ----------
    seized : DataFrame
        As `quantities_by_origin` returns it for every country: computed once, told apart by many
        rules.
    rules : sequence of Rule
    drugs : sequence of str
        What was added in it.

    Returns
    -------
    DataFrame
        ``rule`` (its place among the rules), ``year``, ``route``, ``kg`` (missing where nothing
        was reported), ``states``, ``states_reporting``, ``other_kg``, ``doubtful_kg``.
    """
    rows = seized[["kg", "status", "kept_kg", "other_kg", "doubtful_kg"]].reset_index()
    # Areas, Kosovo among them, are summed with the rest but never counted as States.
    kind = table("countries").set_index("iso3")["kind"]
    rows["state"] = rows["iso3"].map(kind) == "state"
    rows["reporting"] = rows["state"] & rows["status"].isin(["reported", "reported zero"])
    codes = pd.Index(rows["iso3"].unique(), name="iso3")
    parts = rows.merge(_counted_by(codes, rules, wholly_other(tuple(drugs))), on="iso3")
    for column in ("kg", "kept_kg", "other_kg", "doubtful_kg"):
        parts[column] *= parts["weight"]
    on_list = parts["on_list"].to_numpy(bool)
    parts.loc[~on_list, ["other_kg", "doubtful_kg"]] = np.nan
    # Another part of a State's kilograms: what the rule for origins leaves to no route.
    split = on_list & parts["afghan_only"].to_numpy(bool) & (parts["other_kg"] > 0).to_numpy()
    left = parts[split].assign(kg=parts["other_kg"], route=ELSEWHERE, state=False, reporting=False)
    left = left.assign(other_kg=np.nan, doubtful_kg=np.nan)
    parts["kg"] = parts["kg"].where(~split, parts["kept_kg"])
    # A State of which nothing is left is a State elsewhere.
    whole = parts["whole"].to_numpy(bool)
    moved = parts[whole].assign(kg=np.nan, route=ELSEWHERE, other_kg=np.nan, doubtful_kg=np.nan)
    parts[["state", "reporting"]] &= ~whole[:, None]
    parts = pd.concat([parts, left, moved])
    parts["route"] = pd.Categorical(parts["route"], _ORDER)
    grouped = parts.groupby(["rule", "year", "route"], observed=True)
    frame = pd.DataFrame(
        {
            "kg": grouped["kg"].sum(min_count=1),
            "states": grouped["state"].sum(),
            "states_reporting": grouped["reporting"].sum(),
            "other_kg": grouped["other_kg"].sum(min_count=1),
            "doubtful_kg": grouped["doubtful_kg"].sum(min_count=1),
        }
    ).reset_index()
    frame["route"] = frame["route"].astype(str)
    return frame


@remembered
def _counted_by(codes: pd.Index, rules: Sequence[Rule], others: tuple[str, ...]) -> pd.DataFrame:
    """Return what part of each country counts where, by the place of each rule."""
    return pd.concat(
        [_counted(codes, rule, others).assign(rule=place) for place, rule in enumerate(rules)]
    )


def _counted(codes: pd.Index, rule: Rule, others: tuple[str, ...]) -> pd.DataFrame:
    """Return what part of each country counts where: on a route, elsewhere, or at the source.

    ``whole`` is true of a State of which the rule for origins leaves nothing to its route.
    """
    members = membership(countries=rule.countries, shared=rule.shared).set_index("iso3")
    parts = pd.DataFrame(index=codes).join(members)
    parts["on_list"] = parts["route"].notna()
    parts["route"] = parts["route"].fillna(ELSEWHERE)
    parts["weight"] = parts["weight"].fillna(1.0)
    parts["afghan_only"] = rule.origin == AFGHAN
    if rule.denominator == "outside_afghanistan":
        parts = parts[parts.index != AFGHANISTAN]
    else:
        parts.loc[parts.index == AFGHANISTAN, "route"] = "afghanistan"
    parts["whole"] = parts["afghan_only"] & parts.index.isin(others) & parts["on_list"]
    return parts.reset_index()
