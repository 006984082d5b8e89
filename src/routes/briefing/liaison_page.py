"""The page on liaison officers: where they sit, whom they serve, how far they reach."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from routes.analysis import coverage, coverage_change
from routes.briefing import assembly, coverage_parts
from routes.briefing.coverage_figures import CoverageFigures
from routes.briefing.coverage_parameters import LiaisonParameters
from routes.briefing.next_post_section import NextPostSection
from routes.briefing.section import Section
from routes.partnership import partners, post_changes, posts_in
from routes.views import (
    branches_table,
    change_table,
    coverage_sentences,
    measures_table,
    officers_table,
    plot_changes,
    plot_distances,
    svg,
)
from routes.views.coverage_tables import counted, share, span

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


ON_PAGE = ("post", "served", "partner")


class LiaisonNetwork(CoverageFigures):
    """A page on liaison officers and what of a route they reach.

    Parameters
    ----------
    parameters : LiaisonParameters

    Examples
    --------
    >>> page = LiaisonNetwork.of(route="southern", year=2022)
    >>> sorted(page.posts_here["city"])
    ['Dar es Salaam', 'Islamabad', 'Tehran']
    """

    parameters: LiaisonParameters
    model: ClassVar = LiaisonParameters

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Every measure of the route and of each branch, as `coverage` returns it."""
        p = self.parameters
        return coverage(p.route, branch="each", radius_km=p.radius_km, **p.choices)

    @cached_property
    def whole(self) -> pd.DataFrame:
        """The measures of the whole route."""
        return self.rows[self.rows["branch"].isna()]

    @cached_property
    def posts_for_the_route(self) -> gpd.GeoDataFrame:
        """Posts that sit in States on the route or serve one of them."""
        codes = set(self.route.countries.index)
        serves = self.posts["serves"].fillna("").str.split(";")
        there = serves.map(lambda served: bool(codes & set(served)))
        return self.posts[self.posts["iso3"].isin(codes) | there]

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Posts of two lists, as `post_changes` returns them."""
        p = self.parameters
        return post_changes(p.first_year, p.year)

    @cached_property
    def coverage_before_and_after(self) -> pd.DataFrame:
        """Coverage of two years and now, as `coverage_change` returns it."""
        p = self.parameters
        options = {name: value for name, value in p.choices.items() if name != "year"}
        return coverage_change(
            p.route, first=p.first_year, last=p.year, radius_km=p.radius_km, **options
        )

    def headline(self) -> Section:
        """Say what officers reach of the route, and what they do not."""
        p, say = self.parameters, self.wording.say
        lead = coverage_sentences.liaison_lead(
            self.whole, route=p.route, year=p.year, wording=self.wording
        )
        listed = self._list_notes()
        gaps = [*self.uncounted("liaison.uncounted", self.posts_here["iso3"]), *self.gaps_said]
        missing = coverage_sentences.not_reported(self.kilograms, year=p.year, wording=self.wording)
        listed.append(say("coverage.presence"))
        paragraphs = [gaps, missing, listed]
        html = assembly.headline(self, lead, self._tiles(), paragraphs)
        text = "\n".join([lead, *gaps, *missing, *listed])
        return Section("headline", html, text, self.about(lead))

    def _tiles(self) -> list[tuple[str, str, str]]:
        say, p = self.wording.say, self.parameters
        states = coverage_sentences.row_of(self.whole, "States", "post")
        served = coverage_sentences.row_of(self.whole, "States", "served")
        length, sea = (
            coverage_sentences.row_of(self.whole, "length", "post", place) for place in (0, 1)
        )
        half, most = (
            coverage_sentences.row_of(self.whole, "distance", "post", place) for place in (0, 1)
        )
        return [
            (
                self.wording.number(len(self.posts_here)),
                say(
                    "liaison.tile_posts",
                    name=self.wording.text("list", self.posts["list_name"].iloc[0]),
                ),
                "",
            ),
            (
                counted(states, self.wording),
                say("liaison.tile_states"),
                say("liaison.tile_served", states=counted(served, self.wording)),
            ),
            (
                say("tile.per_cent", share=share(length["low"], length["high"], self.wording)),
                say("liaison.tile_length", radius=self.wording.number(p.radius_km)),
                say("liaison.tile_sea", share=share(sea["low"], sea["high"], self.wording)),
            ),
            (
                say("liaison.km", km=span(half["low"], half["high"], self.wording, digits=0)),
                say("liaison.tile_half"),
                say(
                    "liaison.tile_nine",
                    km=span(most["low"], most["high"], self.wording, digits=0),
                ),
            ),
        ]

    def map(self) -> Section:
        """Draw where officers sit, their circles of reach, and what nothing reaches."""
        return coverage_parts.map_section(self)

    def officers(self) -> Section:
        """List the posts that sit in or serve States on the route."""
        say, listed = self.wording.say, self.posts_for_the_route
        notes = self._list_notes()
        if listed.empty:
            body = assembly.paragraph(say("liaison.no_posts", year=self.parameters.year))
        else:
            caption = say(
                "liaison.caption", name=self.wording.text("list", self.posts["list_name"].iloc[0])
            )
            body = officers_table(listed, caption=caption, wording=self.wording)
            notes += self.uncounted("liaison.uncounted", self.posts_here["iso3"])
            hosts = dict.fromkeys(self.posts_here["iso3"])
            members = partners(kind="state").index
            outside = [code for code in hosts if code not in members]
            if outside:
                names = self.wording.listed(self.wording.country(code) for code in outside)
                notes.append(say("officers.not_partner", countries=names))
        notes.append(say("liaison.kept_apart"))
        notes.append(say("coverage.source_of_posts", sources=self._lists(self.posts)))
        html = assembly.section("posts", say("section.posts"), body, notes)
        return Section("posts", html)

    def by_state(self) -> Section:
        """Draw what reaches each State, in route order, beside what it seized."""
        html, alt = coverage_parts.strip_figure(
            self.kilograms,
            ON_PAGE,
            year=self.parameters.year,
            source=coverage_parts.source_line(self, meetings=False),
            wording=self.wording,
        )
        heading = self.wording.say("section.states")
        return Section("states", assembly.section("states", heading, html), alt)

    def measures(self) -> Section:
        """List the share of States and kilograms by relation, and length by branch."""
        p, say = self.parameters, self.wording.say
        first = measures_table(
            self.whole,
            year=p.year,
            relations=ON_PAGE,
            caption=say("measures.caption", year=p.year),
            wording=self.wording,
        )
        second = branches_table(
            self.rows,
            self.route.branches["name"],
            radius_km=p.radius_km,
            caption=say("branches.caption", radius=self.wording.number(p.radius_km)),
            wording=self.wording,
        )
        notes = [
            say("measures.note"),
            say("branches.note"),
            coverage_parts.rule_note(self),
            coverage_parts.source_line(self, meetings=False),
        ]
        html = assembly.section("measures", say("section.measures"), first + second, notes)
        return Section("measures", html)

    def distance(self) -> Section:
        """Draw how far it is to the nearest post, along the route and by branch."""
        p, say = self.parameters, self.wording.say
        half, most = (
            coverage_sentences.row_of(self.whole, "distance", "post", place) for place in (0, 1)
        )
        on_land = self.steps[self.steps["means"] == "land"]
        apart = self.steps.groupby("means")["length_km"].sum()
        alt = say(
            "distance.alt",
            half=span(half["low"], half["high"], self.wording, digits=0),
            most=span(most["low"], most["high"], self.wording, digits=0),
            branches=on_land["branch"].nunique(),
        )
        picture = plot_distances(
            on_land,
            self.route.branches["name"],
            route=p.route,
            radius_km=p.radius_km,
            wording=self.wording,
        )
        drawn = assembly.scrolled(svg(picture, alt=alt, key="distance"), kind="strip")
        body = assembly.figure(
            say("distance.title"),
            drawn,
            notes=[
                say(
                    "distance.note",
                    sea=self.wording.number(apart.get("sea", 0.0)),
                    air=self.wording.number(apart.get("air", 0.0)),
                ),
                alt,
            ],
            source=say("coverage.source_lines", sources=self._lists(self.posts)),
        )
        return Section("distance", assembly.section("distance", say("section.distance"), body), alt)

    def change(self) -> Section:
        """Draw which posts were gained, kept or are not listed any more, and what that changed."""
        p, say = self.parameters, self.wording.say
        found = self.changes["change"].value_counts()
        alt = say(
            "change.alt",
            first=self.wording.text("list", self.changes["list_first"].iloc[0]),
            last=self.wording.text("list", self.changes["list_last"].iloc[0]),
            kept=int(found.get("kept", 0)),
            gained=int(found.get("gained", 0)),
            not_listed=int(found.get("not listed", 0)),
        )
        axes = plot_changes(
            self.changes, countries=self.route.countries.index, wording=self.wording
        )
        drawn = assembly.scrolled(svg(axes, alt=alt, key="change"), kind="narrow")
        picture = assembly.figure(
            say("change.title", first=p.first_year, last=p.year),
            drawn,
            notes=[alt, say("change.note")],
            source=say(
                "coverage.source_of_posts",
                sources=self._lists(posts_in(p.first_year), self.posts),
            ),
        )
        table = change_table(
            self.coverage_before_and_after,
            radius_km=p.radius_km,
            caption=say("change.caption"),
            wording=self.wording,
        )
        notes = [say("change.note_table"), coverage_parts.rule_note(self)]
        body = picture + table
        return Section(
            "change", assembly.section("change", say("section.change"), body, notes), alt
        )

    def _list_notes(self) -> list[str]:
        return [self.wording.note(note) for note in dict.fromkeys(self.posts["list_note"])]

    def _lists(self, *lists: pd.DataFrame) -> str:
        return self.wording.originals(source for one in lists for source in one["source"])

    def gaps(self) -> Section:
        """List what nothing reaches."""
        return coverage_parts.gaps_section(self)

    @cached_property
    def next_post(self) -> NextPostSection:
        """Where further posts would reach most."""
        return NextPostSection(self)

    @property
    def next_areas(self) -> gpd.GeoDataFrame | None:
        """Areas where a further post would reach most, and the next best."""
        return self.next_post.areas

    def further(self) -> Section:
        """Say where the next posts would reach most: a what-if, not advice."""
        return self.next_post.section()

    def unknown(self) -> Section:
        """Say what is not known."""
        say = self.wording.say
        more = [say("caveat.AC20"), say("change.note")]
        return coverage_parts.unknown_section(self, ON_PAGE, *more)

    def sources(self) -> Section:
        """Name the sources."""
        return coverage_parts.sources_section(self, ON_PAGE)

    def footer(self) -> Section:
        """Say how the page was made, so that it can be made again."""
        return Section("footer", assembly.footer(self, coverage_parts.footer_rule(self)))
