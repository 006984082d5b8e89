"""The figures of the pages on coverage, gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from routes.analysis import (
    coverage,
    coverage_by_state,
    coverage_gaps,
    distance_along,
    reach_circles,
)
from routes.briefing.assembly import about
from routes.briefing.page import Page
from routes.network import route as route_of
from routes.partnership import LastMeeting, hosts, last_meeting, meetings, posts_in
from routes.seizures import annual_seizures
from routes.views import coverage_layers, coverage_sentences

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from routes.briefing.coverage_parameters import CoverageParameters
    from routes.network import Route
    from routes.views import CoverageLayers


Frame = TypeVar("Frame", bound="pd.DataFrame")


class CoverageFigures(Page):
    """The figures of a page on coverage; each is computed when first asked for.

    Parameters
    ----------
    parameters : CoverageParameters
    """

    parameters: CoverageParameters

    @cached_property
    def title(self) -> str:
        """Title of the page."""
        p = self.parameters
        name = self.wording.say(f"route.{p.route}.title")
        return self.wording.say(f"title.{p.kind}", route=name, year=p.year)

    @cached_property
    def route(self) -> Route:
        """The route."""
        return route_of(self.parameters.route)

    @cached_property
    def posts(self) -> gpd.GeoDataFrame:
        """The list of posts that answers for the year, on the route or not."""
        return posts_in(self.parameters.year)

    @cached_property
    def posts_here(self) -> gpd.GeoDataFrame:
        """Posts that sit in States on the route."""
        return self.posts[self.posts["iso3"].isin(self.route.countries.index)]

    @cached_property
    def whole(self) -> pd.DataFrame:
        """The measures of the whole route, as `coverage` returns them."""
        p = self.parameters
        return coverage(p.route, radius_km=p.radius_km, **p.choices)

    @cached_property
    def states(self) -> pd.DataFrame:
        """Every State and area of the route with what reaches it, as `coverage_by_state` does."""
        return coverage_by_state(self.parameters.route, **self.parameters.choices)

    @cached_property
    def unreached(self) -> gpd.GeoDataFrame:
        """States and stretches nothing reaches, as `coverage_gaps` returns them."""
        p = self.parameters
        gaps = coverage_gaps(p.route, radius_km=p.radius_km, **p.choices)
        return of_first_family(gaps)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Distance to the nearest post along the route, as `distance_along` returns it."""
        return distance_along(self.parameters.route, self.posts)

    @cached_property
    def known_meetings(self) -> gpd.GeoDataFrame:
        """Meetings of every status, on the route or not."""
        return meetings(pillar=self.parameters.choices.get("pillar"))

    @cached_property
    def meetings_here(self) -> gpd.GeoDataFrame:
        """Meetings held in States on the route up to the year, or in a year no source gives."""
        known = self.known_meetings
        held = known[known["status"] == "held"]
        placed = hosts(held, headquarters=self.parameters.choices.get("headquarters", False))
        early = placed["year"].isna() | (placed["year"] <= self.parameters.year)
        return placed[early & placed["iso3"].isin(self.route.countries.index)]

    @cached_property
    def last_meeting(self) -> LastMeeting:
        """The last meeting known in any State on the route up to the year."""
        p = self.parameters
        return last_meeting(
            self.route.countries.index,
            p.year,
            pillar=p.choices.get("pillar"),
            headquarters=p.choices.get("headquarters", False),
        )

    @cached_property
    def gaps_said(self) -> list[str]:
        """What nothing is known to reach, in sentences."""
        p = self.parameters
        return coverage_sentences.gaps_sentences(
            self.unreached,
            self.route.branches["name"],
            year=p.year,
            radius_km=p.radius_km,
            wording=self.wording,
            pillar=p.choices.get("pillar"),
        )

    def uncounted(self, key: str, codes: pd.Series, **places: object) -> list[str]:
        """Say how many of some places lie in States that do not count for the route."""
        p = self.parameters
        return coverage_sentences.uncounted(
            key, codes, self.states, route=p.route, countries=p.countries, shared=p.shared,
            wording=self.wording, **places,
        )  # fmt: skip

    @cached_property
    def gap_tile(self) -> tuple[str, str, str]:
        """The tile on States that nothing is known to reach."""
        missed = self.unreached[self.unreached["kind"] != "stretch"]
        say, year = self.wording.say, self.parameters.year
        return (
            self.wording.number(len(missed)),
            say("coverage.tile_gaps", year=year),
            say(
                "coverage.tile_unknown",
                partners=self.wording.number(missed["partner"].fillna(value=False).sum()),
                number=self.wording.number(missed["attended"].isna().sum()),
            ),
        )

    @cached_property
    def editions(self) -> list[str]:
        """Editions of the annual totals used."""
        p = self.parameters
        figures = annual_seizures(years=p.year, drugs=p.drugs, countries=self.route.countries.index)
        return sorted(set(figures["edition"]))

    @cached_property
    def layers(self) -> CoverageLayers:
        """Layers of the map."""
        p = self.parameters
        return coverage_layers(
            self.route,
            self.kilograms,
            self.unreached,
            self.posts,
            reach_circles(self.posts, radius_km=p.radius_km),
            self.meetings_here,
            year=p.year,
            wording=self.wording,
            areas=self.next_areas,
        )

    @property
    def next_areas(self) -> gpd.GeoDataFrame | None:
        """Areas where a further post would reach most; a page that asks for none has none."""
        return None

    @cached_property
    def kilograms(self) -> pd.DataFrame:
        """States with the kilograms the map and the strip speak of: opium only if alone."""
        return of_first_family(self.states)

    def about(self, lead: str) -> dict[str, Any]:
        """Return what the exporter and the index need to know of the page."""
        p = self.parameters
        return about(self, lead, years=[p.year, p.year], kind=p.kind, kg=[])


def of_first_family(frame: Frame) -> Frame:
    """Return a frame whose kilograms are those of the first family of drugs: opium only if alone.

    Parameters
    ----------
    frame : DataFrame
        As `coverage_by_state` or `coverage_gaps` returns it.
    """
    if "kg" in frame:
        return frame
    named: Frame = frame.rename(columns=lambda name: name.removeprefix("opium_"))
    return named
