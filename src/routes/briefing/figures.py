"""The figures of a briefing, gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import geopandas as gpd
import pandas as pd

from routes.analysis import (
    along_route,
    counted_by_year,
    reach_circles,
    share_alternatives,
    shares,
    yearly_totals,
)
from routes.briefing.assembly import caption_of
from routes.briefing.page import Page
from routes.briefing.parameters import BriefingParameters
from routes.errors import ParameterError
from routes.network import route as route_of
from routes.partnership import liaison_officers, meetings
from routes.reference.held import check_held
from routes.seizures import (
    aggregated,
    annual_seizures,
    check_drugs,
    read_seizures,
    seizures_by_place,
)
from routes.views import map_layers
from routes.views.wording import converted

if TYPE_CHECKING:
    from routes.network import Route
    from routes.views import MapLayers

# The seat of the secretariat is no place on a route.
HEADQUARTERS = "Vienna"
# Around a post, as on the pages on coverage.
RADIUS_KM = 500.0


class BriefingFigures(Page):
    """The figures of a briefing on one route; each is computed when first asked for.

    Parameters
    ----------
    parameters : BriefingParameters
    """

    parameters: BriefingParameters
    model: ClassVar = BriefingParameters

    @cached_property
    def title(self) -> str:
        """Title of the page."""
        name = self.wording.say(f"route.{self.parameters.route}.title")
        return self.wording.say(
            "page.title", route=name, years=self.wording.years(*self.parameters.years)
        )

    @cached_property
    def route(self) -> Route:
        """The route."""
        return route_of(self.parameters.route)

    @cached_property
    def rule(self) -> dict[str, Any]:
        """Country list and rules for shared States and for origins, as keyword arguments."""
        p = self.parameters
        return {"countries": p.countries, "shared": p.shared, "origin": p.origin}

    @cached_property
    def converted(self) -> bool:
        """Whether opium was converted, to be added to other drugs."""
        return converted(self.drugs, self.parameters.opium_factor)

    @cached_property
    def drugs(self) -> tuple[str, ...]:
        """Drugs in table order."""
        return check_drugs(self.parameters.drugs, self.parameters.opium_factor)[0]

    @cached_property
    def along(self) -> pd.DataFrame:
        """Every country of the route, year by year, as `along_route` returns it."""
        p = self.parameters
        return along_route(
            p.route,
            years=p.years,
            drugs=self.drugs,
            opium_factor=p.opium_factor,
            edition=p.edition,
            **self.rule,
        )

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Counted kilograms and reporting States by year."""
        return yearly_totals(self.along)

    @cached_property
    def years_not_held(self) -> list[int]:
        """The years of the period of which the tables hold nothing."""
        return [*check_held(self.parameters.years, self.parameters.edition)]

    @cached_property
    def by_drug(self) -> pd.DataFrame:
        """Counted kilograms by year, one column per drug."""
        p = self.parameters
        columns = {}
        for drug in self.drugs:
            alone = along_route(p.route, years=p.years, drugs=drug, edition=p.edition, **self.rule)
            kg = counted_by_year(alone)
            weighed = drug == "opium" and len(self.drugs) > 1
            columns[drug] = kg * p.opium_factor if weighed else kg
        return pd.DataFrame(columns)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Shares of the three routes by the same rule."""
        p = self.parameters
        return shares(
            years=p.years,
            drugs=self.drugs,
            denominator=p.denominator,
            opium_factor=p.opium_factor,
            edition=p.edition,
            **self.rule,
        )

    @cached_property
    def reported(self) -> pd.DataFrame:
        """The published figures the page rests on, one row each, with edition and note."""
        p = self.parameters
        return annual_seizures(
            years=p.years,
            drugs=self.drugs,
            countries=self.route.countries.index,
            edition=p.edition,
        )

    @cached_property
    def source_line(self) -> str:
        """The source line under a figure: publisher's titles and tables used."""
        return caption_of(self.reported, self.wording)

    @cached_property
    def share(self) -> float | None:
        """Share of the route in the last year, per cent; None where nothing was reported."""
        p = self.parameters
        row = self.shares[(self.shares["year"] == p.last_year) & (self.shares["route"] == p.route)]
        known = pd.notna(self.totals["kg"].iloc[-1]) and len(row)
        return float(row["share"].iloc[0]) if known else None

    @cached_property
    def alternatives(self) -> pd.DataFrame:
        """Share of the route by the chosen rule and by named alternatives, year by year."""
        p = self.parameters
        return share_alternatives(
            p.route,
            years=p.years,
            drugs=self.drugs,
            denominator=p.denominator,
            opium_factor=p.opium_factor,
            edition=p.edition,
            **self.rule,
        )

    @cached_property
    def share_by_rule(self) -> pd.Series | None:
        """Row of `alternatives` of the last year; None where nothing was reported."""
        return None if self.share is None else self.alternatives.loc[self.parameters.last_year]

    @cached_property
    def officers_year(self) -> int | None:
        """Year of the latest list of posts that is not after the last year."""
        listed = liaison_officers()["year"].dropna()
        earlier = listed[listed <= self.parameters.last_year]
        return int(earlier.max()) if len(earlier) else None

    @cached_property
    def posts(self) -> gpd.GeoDataFrame:
        """Liaison posts in States on the route."""
        year = self.officers_year
        return self._posts_of(year)

    @cached_property
    def lists(self) -> dict[int, int | None]:
        """Year of the list of posts that answers for each year; None before the first."""
        listed = sorted(liaison_officers()["year"].dropna().astype(int).unique())
        first, last = self.parameters.years
        return {
            year: max((one for one in listed if one <= year), default=None)
            for year in range(first, last + 1)
        }

    @cached_property
    def posts_by_year(self) -> gpd.GeoDataFrame:
        """Posts of every list that answers for a year, and the years ``first`` to ``last``."""
        parts = [self._posts_of(None).assign(first=0, last=0)]
        for listed in {one for one in self.lists.values() if one is not None}:
            years = [year for year, one in self.lists.items() if one == listed]
            parts.append(self._posts_of(listed).assign(first=years[0], last=years[-1]))
        kept = [part for part in parts if len(part)] or parts[:1]
        return gpd.GeoDataFrame(pd.concat(kept, ignore_index=True), crs=kept[0].crs)

    def _posts_of(self, year: int | None) -> gpd.GeoDataFrame:
        listed = liaison_officers(year=year) if year else liaison_officers().iloc[:0]
        return listed[listed["iso3"].isin(self.route.countries.index)]

    @cached_property
    def meetings(self) -> gpd.GeoDataFrame:
        """Meetings held in the period in States on the route; not at headquarters."""
        held = self._meetings_held
        return held[held["year"].between(*self.parameters.years)]

    @cached_property
    def undated_meetings(self) -> gpd.GeoDataFrame:
        """Meetings held in States on the route in a year no source gives."""
        return self._meetings_held[self._meetings_held["year"].isna()]

    @cached_property
    def _meetings_held(self) -> gpd.GeoDataFrame:
        known = meetings(status="held")
        inside = known["iso3"].isin(self.route.countries.index) & (known["city"] != HEADQUARTERS)
        return known[inside]

    @cached_property
    def dated(self) -> pd.DataFrame:
        """Events of the period by place and year, as `aggregated` returns them."""
        p = self.parameters
        if p.seizures is None:
            rows = seizures_by_place()
        else:
            file = read_seizures(p.seizures)
            if file.kind != "events":
                raise ParameterError(
                    f"{p.seizures.name}: {file.layout.title}; a file of events is needed, annual "
                    "totals come in by routes adopt"
                )
            rows = aggregated(file.frame)
        keep = rows["year"].between(*p.years) & rows["family"].isin(self.drugs)
        return rows[keep & rows["iso3"].isin(self.route.countries.index)].reset_index(drop=True)

    @cached_property
    def events(self) -> pd.DataFrame:
        """Events of the last year by place; empty where none."""
        return self.dated[self.dated["year"] == self.parameters.last_year]

    @cached_property
    def circles(self) -> gpd.GeoDataFrame:
        """What lies within `RADIUS_KM` of each post."""
        return reach_circles(self.posts, radius_km=RADIUS_KM)

    @cached_property
    def layers(self) -> MapLayers:
        """Layers of the map: the last year, and every year for the live one."""
        return map_layers(
            self.route,
            self.along,
            self.posts,
            self.meetings,
            wording=self.wording,
            events=self.dated,
            circles=self.circles,
            lists=self.posts_by_year,
        )

    @cached_property
    def figure_sources(self) -> dict[tuple[str, int], str]:
        """The editions that the figure of each State and year comes from, in words."""
        said: dict[tuple[str, ...], str] = {}
        found = {}
        for key, rows in self.reported.groupby(["iso3", "year"]):
            editions = tuple(sorted(set(rows["edition"])))
            if editions not in said:
                said[editions] = caption_of(rows, self.wording)
            found[key] = said[editions]
        return found
