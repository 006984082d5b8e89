"""The share of a route by the few other rules that someone defends, each by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.analysis.origins import quantities_by_origin
from routes.analysis.shares import Rule, by_rule
from routes.errors import unknown
from routes.names import COUNTRY_LISTS, DENOMINATORS, ORIGIN_RULES, ROUTES, SHARED_RULES
from routes.seizures import check_drugs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

ALTERNATIVES = ("convention", "halved", "markets")


def share_alternatives(
    route: str,
    *,
    years: int | Sequence[int] | None = None,
    drugs: str | Iterable[str] = ("heroin", "morphine"),
    denominator: str = "outside_afghanistan",
    countries: str = "transit",
    shared: str = "primary",
    origin: str = "afghan",
    opium_factor: float | None = None,
    edition: str | None = None,
) -> pd.DataFrame:
    """Return the share of a route by the chosen rule and by named alternatives, year by year.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    years, drugs, denominator, countries, shared, origin, opium_factor, edition
        The chosen rule, as for `shares`.

    Returns
    -------
    DataFrame
        Per cent, indexed by ``year``: ``share`` by the chosen rule; ``convention``, that of the
        World Drug Report (States of transit, each on one route, whatever the origin); ``halved``,
        the chosen rule with States on two routes half on each; ``markets``, the chosen rule with
        the markets at the end of the route (of the Balkan route, Western and Central Europe). An
        alternative that is the chosen rule itself has no column.

    Raises
    ------
    UnknownNameError, YearError, OpiumFactorError

    Examples
    --------
    >>> share_alternatives("balkan", years=2017).round(1).loc[2017].to_dict()
    {'share': 46.9, 'convention': 46.9, 'halved': 44.1, 'markets': 50.3}
    """
    for kind, name, valid in (
        ("route", route, ROUTES),
        ("country list", countries, COUNTRY_LISTS),
        ("rule for shared States", shared, SHARED_RULES),
        ("denominator", denominator, DENOMINATORS),
        ("rule for origins", origin, ORIGIN_RULES),
    ):
        if name not in valid:
            raise unknown(kind, name, valid)
    chosen, factor = check_drugs(drugs, opium_factor)
    own = Rule(countries, shared, denominator, origin)
    others = {
        "convention": Rule("transit", "primary", denominator, "all"),
        "halved": own._replace(shared="half"),
        "markets": own._replace(countries="with_markets"),
    }
    rules = {"share": own, **{name: rule for name, rule in others.items() if rule != own}}
    seized = quantities_by_origin(years=years, drugs=chosen, opium_factor=factor, edition=edition)
    frame = by_rule(seized, list(rules.values()), drugs=chosen)
    frame["share"] = 100 * frame["kg"] / frame.groupby(["rule", "year"])["kg"].transform("sum")
    mine = frame[frame["route"] == route]
    wide = mine.pivot_table("share", "year", "rule", dropna=False)
    return wide.reindex(columns=range(len(rules))).set_axis(list(rules), axis="columns")
