"""How much the rule matters: the share of each route by every rule, and its range."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis.origins import check_origin, quantities_by_origin
from routes.analysis.result import Sensitivity
from routes.analysis.shares import Rule, by_rule
from routes.errors import unknown
from routes.names import COUNTRY_LISTS, DENOMINATORS, SHARED_RULES
from routes.network import ROUTES
from routes.seizures import check_drugs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Finer differences are those of adding in another order: the rule named first is kept.
DIGITS = 9
_COLUMNS = ["year", "route", "kg", "share"]


def shares_by_rule(
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    denominator: str | None = "outside_afghanistan",
    origin: str = "afghan",
    opium_factor: float | None = None,
    edition: str | None = None,
) -> pd.DataFrame:
    """Return the share of each route by every rule, year by year.

    A rule is a country list with a way of counting States on two routes: all pairs are run.

    Parameters
    ----------
    years, drugs, origin, opium_factor, edition
        As for `shares`.
    denominator : {"outside_afghanistan", "world"}, optional
        None runs every denominator too.

    Returns
    -------
    DataFrame
        One row per rule, year and route, the default rule first: ``year``, ``route``, ``kg``
        and ``share`` (missing where no State on the list reported), ``countries``,
        ``shared_rule``, ``denominator``, ``origin``.

    Raises
    ------
    UnknownNameError, YearError, OpiumFactorError

    Examples
    --------
    >>> frame = shares_by_rule(years=2017).query("route == 'balkan' and countries == 'transit'")
    >>> frame.set_index("shared_rule")["share"].round(1).to_dict()
    {'primary': 46.9, 'half': 44.1, 'apart': 15.6}
    """
    if denominator is not None and denominator not in DENOMINATORS:
        raise unknown("denominator", denominator, DENOMINATORS)
    chosen, factor = check_drugs(drugs, opium_factor)
    seized = quantities_by_origin(years=years, drugs=chosen, opium_factor=factor, edition=edition)
    check_origin(origin)
    bases = DENOMINATORS if denominator is None else (denominator,)
    rules = [Rule(*rule, origin) for rule in product(COUNTRY_LISTS, SHARED_RULES, bases)]
    frame = by_rule(seized, rules, drugs=chosen)
    whole = frame.groupby(["rule", "year"])["kg"].transform("sum")
    frame["share"] = 100 * frame["kg"] / whole
    told = pd.DataFrame(rules, columns=["countries", "shared_rule", "denominator", "origin"])
    of_routes = frame[frame["route"].isin(ROUTES)].join(told, on="rule")
    return of_routes[[*_COLUMNS, *told]].reset_index(drop=True)


def sensitivity(
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    denominator: str | None = "outside_afghanistan",
    countries: str = "transit",
    shared: str = "primary",
    origin: str = "afghan",
    opium_factor: float | None = None,
    edition: str | None = None,
) -> Sensitivity:
    """Return the share of each route by the chosen rule and its range over all rules.

    Parameters
    ----------
    years, drugs, origin, opium_factor, edition
        As for `shares`.
    denominator : {"outside_afghanistan", "world"}, optional
        None runs every denominator too; ``share`` is then of what was seized outside
        Afghanistan.
    countries, shared
        The chosen rule, see `shares`.

    Returns
    -------
    Sensitivity
        A DataFrame indexed by ``year`` and ``route``: ``share`` (by the chosen rule, per cent),
        ``low``, ``high`` (over all rules), ``low_rule``, ``high_rule`` (as ``countries=transit;
        shared=apart``, with the denominator where every one is run), ``rules`` (how many were
        run). Missing where nothing was reported.

    Raises
    ------
    UnknownNameError, YearError, OpiumFactorError

    Examples
    --------
    >>> row = sensitivity(years=2017).loc[(2017, "balkan")]
    >>> row[["share", "low", "high"]].astype(float).round(1).to_list()
    [46.9, 15.6, 50.5]
    >>> row["low_rule"]
    'countries=transit; shared=apart'
    """
    if countries not in COUNTRY_LISTS:
        raise unknown("country list", countries, COUNTRY_LISTS)
    if shared not in SHARED_RULES:
        raise unknown("rule for shared States", shared, SHARED_RULES)
    frame = shares_by_rule(
        years=years,
        drugs=drugs,
        denominator=denominator,
        origin=origin,
        opium_factor=opium_factor,
        edition=edition,
    )
    base = next(iter(DENOMINATORS)) if denominator is None else denominator
    frame["rule"] = "countries=" + frame["countries"] + "; shared=" + frame["shared_rule"]
    if denominator is None:
        frame["rule"] += "; denominator=" + frame["denominator"]
    cells = frame.set_index(["year", "route"])
    by_rule = {name: part["share"] for name, part in cells.groupby("rule", sort=False)}
    wide = pd.DataFrame(by_rule)
    known = wide[wide.notna().any(axis=1)].round(DIGITS)
    ours = (cells["countries"] == countries) & (cells["shared_rule"] == shared)
    found = pd.DataFrame(
        {
            "share": cells.loc[ours & (cells["denominator"] == base), "share"],
            "low": wide.min(axis=1),
            "high": wide.max(axis=1),
            "low_rule": known.idxmin(axis=1),
            "high_rule": known.idxmax(axis=1),
            "rules": len(by_rule),
        },
        index=wide.index,
    )
    return Sensitivity.of(
        found,
        edition=edition,
        drugs="+".join(check_drugs(drugs, opium_factor)[0]),
        denominator=denominator or "each",
        countries=countries,
        shared=shared,
        origin=origin,
    )
