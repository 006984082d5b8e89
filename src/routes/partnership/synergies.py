"""Who has to do with whom: programmes, units, posts, pillars and routes as a graph."""

from __future__ import annotations

import pandas as pd

from routes.errors import unknown
from routes.partnership.meetings import pillars
from routes.partnership.officers import liaison_officers
from routes.partnership.systems import systems
from routes.reference import table

# Where a node stands, from what is agreed to where it is done.
GROUPS = ("pillars", "bodies", "programme", "systems", "routes")
PROGRAMME = "PPP"
NODE_KINDS = ("pillar", "post", "component", "system", "route")


def synergies(
    *, node: str | None = None, kind: str | None = None, stated_only: bool = False
) -> pd.DataFrame:
    """Return the edges: who works with, supports, feeds or is part of what.

    Parameters
    ----------
    node : str, optional
        Only edges of this node, such as ``"RPANC"``, ``"III"``, ``"balkan"`` or ``"2022-TUR"``.
    kind : {"pillar", "post", "component", "system", "route"}, optional
        Only edges with such a node at either end.
    stated_only : bool
        Without the edges that are own reading.

    Returns
    -------
    DataFrame
        ``from_kind``, ``from_node``, ``relation``, ``to_kind``, ``to_node``, ``paragraph`` (of
        the report; missing where it does not say so), ``note``, ``source``, ``confidence``.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> synergies(node="2022-TUR", kind="route")[["relation", "to_node"]].values.tolist()
    [['was opened for', 'balkan']]
    """
    rows = table("synergies")
    if kind is not None:
        if kind not in NODE_KINDS:
            raise unknown("kind of node", kind, NODE_KINDS)
        rows = rows[(rows["from_kind"] == kind) | (rows["to_kind"] == kind)]
    if node is not None:
        known = synergy_nodes().index
        if node not in known:
            raise unknown("node", node, known)
        rows = rows[(rows["from_node"] == node) | (rows["to_node"] == node)]
    if stated_only:
        rows = rows[rows["confidence"] == "stated"]
    return rows.reset_index(drop=True)


def synergy_nodes() -> pd.DataFrame:
    """Return the nodes of `synergies`.

    Returns
    -------
    DataFrame
        Indexed by ``node``; ``kind``, ``group`` (one of `GROUPS`: the global programme, its
        components and posts are "programme", its systems those of UNODC, bodies all others),
        ``name``, ``edges`` (how many it has).

    Examples
    --------
    >>> synergy_nodes().loc[["2022-TUR", "IDS", "balkan"], "name"].to_list()
    ['Ankara', 'Individual Drug Seizures database', 'Balkan route']
    """
    rows = table("synergies")
    ends = [
        rows[[f"{end}_node", f"{end}_kind"]].set_axis(["node", "kind"], axis=1)
        for end in ("from", "to")
    ]
    both = pd.concat(ends)
    nodes = both.drop_duplicates("node").set_index("node")
    order = nodes["kind"].map(NODE_KINDS.index)
    nodes = nodes.loc[order.sort_values(kind="stable").index]
    posts = liaison_officers().set_index("post")["city"]
    names = {
        "pillar": pillars()["name"],
        "post": posts,
        "component": pd.Series(nodes.index, index=nodes.index),
        "system": systems()["name"],
        "route": pd.Series({code: f"{_title(code)} route" for code in nodes.index}),
    }
    named = [str(names[kind][node]) for node, kind in nodes["kind"].items()]
    groups = [_group(node, kind) for node, kind in nodes["kind"].items()]
    return nodes.assign(
        group=groups, name=named, edges=both["node"].value_counts().reindex(nodes.index)
    )


def _group(node: object, kind: str) -> str:
    if kind != "system":
        return {"pillar": "pillars", "route": "routes"}.get(kind, "programme")
    if node == PROGRAMME:
        return "programme"
    return "systems" if systems().loc[node, "owner"] == "UNODC" else "bodies"


def _title(route: str) -> str:
    # The Balkans are a name, north and south are not.
    return route.capitalize() if route == "balkan" else route
