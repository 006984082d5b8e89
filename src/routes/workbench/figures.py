"""The figures behind the views: computed once a rule for all years, then cut to those asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from routes.analysis import along_route, shares, why_not_counted, yearly_totals
from routes.briefing.figures import BriefingFigures
from routes.network import route as route_of
from routes.partnership import liaison_officers
from routes.seizures import annual_seizures, check_drugs, seizures_by_place
from routes.views import basemap
from routes.workbench.events import Counted

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import geopandas as gpd

    from routes.network import Route
    from routes.workbench.choices import Choices
    from routes.workbench.events import Events

    Kept = TypeVar("Kept")


class Figures:
    """What the views of one explorer are made from; nothing is computed twice.

    Parameters
    ----------
    events : Events, optional
        A reader's own seizures, instead of the sample.
    """

    def __init__(self, events: Events | None = None) -> None:
        self.own = events
        self._kept: dict[Hashable, Any] = {}

    def along(self, c: Choices) -> pd.DataFrame:
        """Return every country of the route in the years chosen, as `along_route` returns it."""
        return _cut_index(self._along(c, c.drugs), c.years)

    def totals(self, c: Choices) -> pd.DataFrame:
        """Return counted kilograms and reporting States by year."""
        return yearly_totals(self.along(c))

    def by_drug(self, c: Choices) -> pd.DataFrame:
        """Return counted kilograms by year, one column per drug."""
        drugs, factor = check_drugs(c.drugs, c.opium_factor)
        columns = {}
        for drug in drugs:
            alone = _cut_index(self._along(c, (drug,)), c.years)
            kg = alone["counted_kg"].groupby("year").sum(min_count=1)
            columns[drug] = kg * factor if drug == "opium" and factor is not None else kg
        return pd.DataFrame(columns)

    def share(self, c: Choices) -> float | None:
        """Return share of the route in the last year, per cent; None where nothing was reported."""
        key = (
            "shares",
            c.drugs,
            c.opium_factor,
            c.countries,
            c.shared,
            c.origin,
            c.denominator,
            c.edition,
        )
        table = self._once(
            key,
            lambda: shares(
                drugs=c.drugs, denominator=c.denominator, countries=c.countries, shared=c.shared,
                origin=c.origin, opium_factor=c.opium_factor, edition=c.edition,
            ),
        )  # fmt: skip
        row = table[(table["year"] == c.last_year) & (table["route"] == c.route)]["share"].dropna()
        return float(row.iloc[0]) if len(row) else None

    def reported(self, c: Choices) -> pd.DataFrame:
        """Return the published figures the view rests on."""
        table = self._once(
            ("reported", c.route, c.drugs, c.edition),
            lambda: annual_seizures(
                drugs=c.drugs, countries=self.route(c).countries.index, edition=c.edition
            ),
        )
        return table[table["year"].between(*c.years)]

    def route(self, c: Choices) -> Route:
        """Return the route."""
        return self._once(("route", c.route), lambda: route_of(c.route))

    def shapes(self, c: Choices) -> gpd.GeoDataFrame:
        """Return shapes of the countries of the route."""

        def made() -> gpd.GeoDataFrame:
            known = basemap.countries()
            return known[known["iso3"].isin(self.route(c).countries.index)].reset_index(drop=True)

        return self._once(("shapes", c.route), made)

    def why(self, c: Choices) -> dict[str, str]:
        """Return why States of the route do not count for it."""
        return self._once(
            ("why", c.route, c.drugs, c.countries, c.shared, c.origin),
            lambda: why_not_counted(
                c.route, drugs=c.drugs, countries=c.countries, shared=c.shared, origin=c.origin
            ),
        )

    def posts_year(self, c: Choices) -> int:
        """Return year of the list of posts that holds for the last year, or that year itself."""
        return self._posts(c)[0] or c.last_year

    def posts(self, c: Choices) -> gpd.GeoDataFrame:
        """Return liaison posts in States on the route, by the list that holds for the last year."""
        return self._posts(c)[1]

    def every_post(self, c: Choices) -> gpd.GeoDataFrame:
        """Return posts of every year in States on the route: the map keeps its view for all."""
        listed = liaison_officers()
        mine = listed["iso3"].isin(self.route(c).countries.index) & listed.geometry.notna()
        return listed[mine].assign(first=c.first_year, last=c.last_year)

    def meetings(self, c: Choices) -> gpd.GeoDataFrame:
        """Return meetings held in the period in States on the route; not at headquarters."""
        return self._once(("meetings", c.route, c.years), lambda: self._page(c).meetings)

    def counted(self, c: Choices) -> Counted:
        """Return what of the events counts for the route; of the sample, all of its States."""
        if self.own is not None:
            return self.own.counted(c)
        rows = self._once(("sample",), seizures_by_place)
        mine = rows["year"].between(*c.years) & rows["family"].isin(c.drugs)
        rows = rows[mine & rows["iso3"].isin(self.route(c).countries.index)]
        return Counted(
            places=rows[rows["latitude"].notna()],
            events=int(rows["events"].sum()),
            shared=0,
            kg=float(rows["kilograms"].sum(min_count=1)),
        )

    def _posts(self, c: Choices) -> tuple[int | None, gpd.GeoDataFrame]:
        def made() -> tuple[int | None, gpd.GeoDataFrame]:
            figures = self._page(c)
            return figures.officers_year, figures.posts

        return self._once(("posts", c.route, c.last_year), made)

    def _page(self, c: Choices) -> BriefingFigures:
        page = BriefingFigures(c)
        page.route = self.route(c)
        return page

    def _along(self, c: Choices, names: tuple[str, ...]) -> pd.DataFrame:
        drugs, factor = check_drugs(names, c.opium_factor)
        return self._once(
            ("along", c.route, drugs, factor, c.countries, c.shared, c.origin, c.edition),
            lambda: along_route(
                c.route, drugs=drugs, countries=c.countries, shared=c.shared, origin=c.origin,
                opium_factor=factor, edition=c.edition,
            ),
        )  # fmt: skip

    def _once(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        if key not in self._kept:
            self._kept[key] = make()
        kept: Kept = self._kept[key]
        return kept


def _cut_index(frame: pd.DataFrame, years: tuple[int, int]) -> pd.DataFrame:
    year = frame.index.get_level_values("year")
    return frame[(year >= years[0]) & (year <= years[1])]
