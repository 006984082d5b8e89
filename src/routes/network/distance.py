"""How far from Afghanistan, along the network."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

import pandas as pd

from routes.reference import remembered, table

if TYPE_CHECKING:
    import geopandas as gpd

SOURCE = "AFG"


@remembered
def bordering_states() -> frozenset[str]:
    """Return the States that legs on land enter from Afghanistan: its neighbours on a route.

    Examples
    --------
    >>> sorted(bordering_states())
    ['IRN', 'PAK', 'TJK', 'TKM', 'UZB']
    """
    legs = table("legs")
    country = table("nodes").set_index("node")["iso3"]
    ends = legs[["from_node", "to_node"]].apply(lambda ends: ends.map(country))
    first = (ends["from_node"] == SOURCE) & legs["mode"].isin(["road", "rail"])
    return frozenset(ends.loc[first, "to_node"].dropna()) - {SOURCE}


def km_from_afghanistan(legs: gpd.GeoDataFrame) -> pd.Series:
    """Return the shortest way along the legs from Afghanistan to each node.

    Legs are followed in the direction in which they lead away from Afghanistan.

    Parameters
    ----------
    legs : GeoDataFrame
        Legs of one route, as `route_legs` returns them.

    Returns
    -------
    Series
        Kilometres by node; 0 for nodes in Afghanistan; a node that cannot be reached is absent.
    """
    onward: dict[str, list[tuple[str, float]]] = {}
    for leg in legs.itertuples():
        onward.setdefault(leg.from_node, []).append((leg.to_node, leg.length_km))
    starts = set(legs.loc[legs["from_iso3"] == SOURCE, "from_node"])
    starts |= set(legs.loc[legs["to_iso3"] == SOURCE, "to_node"])
    queue = [(0.0, node) for node in sorted(starts)]
    reached: dict[str, float] = {}
    while queue:
        km, node = heappop(queue)
        if node in reached:
            continue
        reached[node] = km
        for following, length in onward.get(node, []):
            if following not in reached:
                heappush(queue, (km + length, following))
    return pd.Series(reached, name="km_from_afghanistan", dtype=float)
