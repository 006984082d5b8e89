"""States on a route that are not partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.analysis.membership import country_list
from routes.reference import countries as all_countries
from routes.reference import table

if TYPE_CHECKING:
    import pandas as pd


def route_states_outside(route: str, *, countries: str = "all") -> pd.DataFrame:
    """Return the States that lie on a route and are not partners of the Paris Pact.

    Parameters
    ----------
    route : {"northern", "balkan", "southern"}
    countries : {"transit", "with_markets", "all"}
        See `COUNTRY_LISTS`.

    Returns
    -------
    DataFrame
        Indexed by ``iso3``, in route order; ``name``, ``branches`` and ``roles``
        (";"-separated), ``post`` (whether the last list of officers has a post there). Areas
        that are no States are left out.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> outside = route_states_outside("southern")
    >>> outside.loc["TZA", "branches"], outside.index[outside["post"]].to_list()
    ('makran-east-africa', ['TZA'])
    """
    everyone = all_countries()
    codes = [
        code
        for code in country_list(route, countries=countries)
        if everyone.loc[code, "kind"] == "state" and not everyone.loc[code, "partner"]
    ]
    places = table("route_countries").query("route == @route").groupby("iso3", sort=False)
    frame = everyone.loc[codes, ["name"]]
    for column, words in (("branches", "branch"), ("roles", "role")):
        frame[column] = places[words].agg(_joined).reindex(frame.index)
    posts = table("liaison_officers")
    last = posts[(posts["year"] == posts["year"].max()) & (posts["status"] != "not listed")]
    frame["post"] = frame.index.isin(last["iso3"])
    return frame


def _joined(words: pd.Series) -> str:
    return ";".join(dict.fromkeys(words))
