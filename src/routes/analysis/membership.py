"""Which States count for which route: the country lists, and the rule for States on two.

The convention of the World Drug Report is followed: a route's seizures are those of the States
that lie on it, by reporting State, not by consignment.
"""

from __future__ import annotations

import pandas as pd

from routes.errors import unknown
from routes.names import COUNTRY_LISTS, ROUTES, SHARED_RULES
from routes.reference import remembered, table

APART = "shared"
_KINDS = {
    "transit": {"trunk", "branch", "extension"},
    "with_markets": {"trunk", "branch", "extension", "distribution"},
    "all": {"trunk", "branch", "extension", "distribution", "offshoot"},
}


@remembered
def country_list(route: str, *, countries: str = "transit") -> list[str]:
    """Return the ISO3 codes of the States (and Kosovo) that a country list holds.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    countries : {"transit", "with_markets", "all"}
        See `COUNTRY_LISTS`. Afghanistan, the source, is on none.

    Returns
    -------
    list of str
        In the order of the branches of the route.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> "DEU" in country_list("balkan"), "DEU" in country_list("balkan", countries="with_markets")
    (False, True)
    """
    if route not in ROUTES:
        raise unknown("route", route, ROUTES)
    if countries not in COUNTRY_LISTS:
        raise unknown("country list", countries, COUNTRY_LISTS)
    kinds = table("branches").set_index(["route", "branch"])["kind"]
    rows = table("route_countries").query("route == @route and role != 'source'")
    kind = kinds.reindex(pd.MultiIndex.from_frame(rows[["route", "branch"]])).to_numpy()
    keep = pd.Series(kind, index=rows.index).isin(_KINDS[countries])
    if countries == "transit":
        keep &= rows["role"] == "transit"
    return list(dict.fromkeys(rows.loc[keep, "iso3"]))


@remembered
def membership(*, countries: str = "transit", shared: str = "primary") -> pd.DataFrame:
    """Return how much of each State's seizures counts for which route.

    Parameters
    ----------
    countries : {"transit", "with_markets", "all"}
    shared : {"primary", "half", "apart"}
        Rule for States on two routes' lists, see `SHARED_RULES`.

    Returns
    -------
    DataFrame
        Columns ``iso3``, ``route`` (or ``"shared"``), ``weight``; the weights of a State sum
        to 1.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> membership().query("iso3 == 'IRN'")["route"].to_list()
    ['balkan']
    """
    if shared not in SHARED_RULES:
        raise unknown("rule for shared States", shared, SHARED_RULES)
    rows = pd.DataFrame(
        [(code, name) for name in ROUTES for code in country_list(name, countries=countries)],
        columns=["iso3", "route"],
    )
    number = rows.groupby("iso3")["route"].transform("size")
    rows["weight"] = 1.0 / number
    if shared == "half":
        return rows
    if shared == "apart":
        rows.loc[number > 1, "route"] = APART
        return rows.groupby(["iso3", "route"], sort=False, as_index=False)["weight"].sum()
    primary = rows["iso3"].map(table("shared_states").set_index("iso3")["primary_route"])
    kept = rows[(number == 1) | (rows["route"] == primary)]
    return kept.assign(weight=1.0).reset_index(drop=True)
