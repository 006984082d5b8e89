"""The map of a route to move and zoom, offline, in an equal-area projection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.views.style import class_of
from routes.views.web_pieces import (
    Sources,
    boundaries,
    context,
    group,
    item,
    legs,
    live_map,
    marks,
    names,
    rings,
    seas,
    seizure,
    shape_of,
    simplified,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from routes.views.layers import MapLayers
    from routes.views.offline import OfflineMap
    from routes.views.wording import Wording

# What a country is in a year, beside its class of kilograms.
STATES = {"not reported": "u", "outside the table": "o", "not held here": "n"}


def route_web_map(
    layers: MapLayers,
    *,
    wording: Wording,
    title: str | Sequence[str] = "",
    says: Sequence[str] = (),
    sources: Mapping[tuple[str, int], str] | None = None,
    events_source: str = "",
) -> OfflineMap:
    """Return the live map of a route.

    Parameters
    ----------
    layers : MapLayers
    wording : Wording
    title : str or sequence of str
        What the map is called for those who cannot see it; one a year of `layers.history`.
    says : sequence of str
        What the map shows of each year, to be read on it.
    sources : mapping of (ISO3, year) to str, optional
        Of the kilograms of a State and year, for its card.
    events_source : str
        Of the seizures by place.

    Returns
    -------
    folium.Map
        Layers that can be switched: countries by kilograms of a year that the reader chooses,
        boundaries, route lines, reach of posts, seizures by place and precision, meetings by
        pillar, posts: each as the year has it. Makes no request to the network.
    """
    say = wording.say
    years = sorted(layers.history.index.unique("year"))
    known = Sources()
    groups = [
        context(layers),
        _countries(layers, years, sources or {}, known, wording),
        boundaries(layers, wording),
        legs(layers, wording),
        rings(layers.circles, wording, on=False),
        *_events(layers, years, known[events_source] if events_source else None, wording),
        names(layers),
        seas(layers, wording),
        *_meetings(layers.held, years, known, wording),
        marks(layers.lists, "post", say("map.layer.posts"), sources=known, years=years),
    ]
    return live_map(
        layers, groups, title=title, wording=wording, sources=known, years=years, says=says
    )


def _countries(
    layers: MapLayers,
    years: list[int],
    sources: Mapping[tuple[str, int], str],
    known: Sources,
    wording: Wording,
) -> dict[str, Any]:
    history = {cell: (kg, status) for cell, kg, status in layers.history.itertuples()}
    items = []
    for row, shape in zip(
        layers.countries.itertuples(index=False), simplified(layers.countries), strict=True
    ):
        cells = [history[row.iso3, year] for year in years]
        by = "".join(STATES.get(status) or str(class_of(kg)) for kg, status in cells)
        said = ["" if pd.isna(kg) or not kg else wording.kg(kg) for kg, _ in cells]
        # The edition of this figure, and no other; none where there is no figure.
        cited = [sources.get((row.iso3, year)) for year in years]
        more: dict[str, Any] = (
            {"from": [-1 if one is None else known[one] for one in cited]} if sources else {}
        )
        items.append(item(row.name, at=shape_of(shape), by=by, kg=said, **more))
    return group("area", "country", wording.say("map.layer.countries")) | {"items": items}


def _events(
    layers: MapLayers, years: list[int], source: int | None, wording: Wording
) -> list[dict[str, Any]]:
    events = layers.dated
    made = []
    for precision in ("province", "district", "place"):
        rows = events[(events["precision"] == precision) & events["year"].isin(years)]
        items = [
            seizure(row, layers.largest, years=[years.index(row.year)] * 2, source=source)
            for row in rows.itertuples(index=False)
        ]
        # A province is no place: its circle is open and dashed, and a layer of its own.
        name = wording.say(f"map.layer.events.{precision}")
        made.append(group("circle", "event", name) | {"items": items})
    return made


def _meetings(
    held: gpd.GeoDataFrame, years: list[int], sources: Sources, wording: Wording
) -> list[dict[str, Any]]:
    return [
        marks(
            rows,
            "meeting",
            wording.say(f"map.layer.meetings.{pillar}"),
            sources=sources,
            years=years,
        )
        for pillar, rows in held.groupby("pillar", sort=False)
    ]
