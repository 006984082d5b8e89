"""How much the method matters for events: the share of each route by every way of attribution."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis.attribution import attribute, attributed_totals
from routes.errors import ParameterError
from routes.names import COUNTRY_LISTS, SHARED_RULES
from routes.network import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTHS_KM = (50, 100, 200)
COARSEST = ("district", "province")
_DEFAULT = "method=corridor; corridor_km=100; coarsest=district; shared=apart"


def event_shares_by_rule(events: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each route in the kilograms of events, by every reasonable rule.

    By State: every country list with every rule for States on two routes. By corridor and by
    flow: three widths, districts or provinces as the coarsest place that is measured, and what
    routes share counted apart or divided equally.

    Parameters
    ----------
    events : DataFrame
        Events of one drug or family, as `read_seizures` returns them, before `attribute`; with
        ``kg``, ``iso3``, ``latitude`` and ``longitude``. Flow is run where
        ``departure_iso3`` and ``destination_iso3`` are there.

    Returns
    -------
    DataFrame
        One row per rule and route: ``method``, ``rule``, ``route``, ``kg``, ``share`` (per cent
        of all kilograms, what is on no route included).

    Raises
    ------
    ParameterError
        Without kilograms.

    Examples
    --------
    >>> frame = pd.DataFrame({"latitude": [41.3, 0], "longitude": [69.3, 0], "kg": [1.0, 3.0]})
    >>> by_rule = event_shares_by_rule(frame.assign(iso3=["UZB", "GHA"]))
    >>> by_rule.loc[by_rule["route"] == "northern", "share"].unique().tolist()
    [25.0]
    """
    if "kg" not in events or not events["kg"].notna().any():
        raise ParameterError("no kilograms: a share needs a column kg with at least one mass")
    frames = []
    for rule, attributed, split in _attributed(events):
        totals = attributed_totals(attributed, split=split)[["kg", "share"]].fillna(0)
        rows = totals.loc[list(ROUTES)].rename_axis("route").reset_index()
        rows["route"] = rows["route"].astype(str)
        method = rule.split(";")[0].removeprefix("method=")
        frames.append(rows.assign(method=method, rule=rule))
    result = pd.concat(frames, ignore_index=True)
    return result[["method", "rule", "route", "kg", "share"]]


def _attributed(events: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, bool]]:
    for countries, shared in product(COUNTRY_LISTS, SHARED_RULES):
        by_state = attribute(events, method="country", countries=countries, shared=shared)
        said = f"method=country; countries={countries}; shared={shared}"
        yield said, by_state, shared == "half"
    told = {"departure_iso3", "destination_iso3"} <= set(events.columns)
    for method, width, coarsest in product(
        ("corridor", "flow") if told else ("corridor",), WIDTHS_KM, COARSEST
    ):
        by_place = attribute(events, method=method, corridor_km=width, coarsest=coarsest)
        said = f"method={method}; corridor_km={width}; coarsest={coarsest}; shared="
        yield said + "apart", by_place, False
        yield said + "half", by_place, True


def event_sensitivity(events: pd.DataFrame) -> pd.DataFrame:
    """Return each route's share in the kilograms of events, and its range over all rules.

    Parameters
    ----------
    events : DataFrame
        As for `event_shares_by_rule`.

    Returns
    -------
    DataFrame
        Indexed by ``route``: ``share`` (by corridor of 100 km, shared apart), ``low``, ``high``,
        ``low_rule``, ``high_rule``, ``rules`` (how many were run).

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"latitude": [41.3], "longitude": [69.3], "iso3": ["UZB"], "kg": [5.0]}
    ... )
    >>> event_sensitivity(frame).loc["northern", ["share", "low", "high"]].to_list()
    [100.0, 100.0, 100.0]
    """
    frame = event_shares_by_rule(events)
    wide = frame.pivot_table(index="route", columns="rule", values="share", sort=False)
    wide = wide.reindex(index=list(ROUTES), columns=list(dict.fromkeys(frame["rule"])))
    return pd.DataFrame(
        {
            "share": wide[_DEFAULT],
            "low": wide.min(axis=1),
            "high": wide.max(axis=1),
            "low_rule": wide.idxmin(axis=1),
            "high_rule": wide.idxmax(axis=1),
            "rules": wide.shape[1],
        }
    )
