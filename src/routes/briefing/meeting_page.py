"""The page on meetings: what of a route they reach, and what they do not."""

from __future__ import annotations

from typing import Any, ClassVar

import pandas as pd

from routes.briefing import assembly, coverage_parts
from routes.briefing.coverage_figures import CoverageFigures
from routes.briefing.coverage_parameters import MeetingParameters
from routes.briefing.legend import legend, sign
from routes.briefing.section import Section
from routes.partnership import RELATIONS, stated_counts
from routes.views import (
    coverage_sentences,
    measures_table,
    meetings_table,
    plot_meetings,
    sums_table,
    svg,
    time_table,
)
from routes.views.coverage_tables import counted
from routes.views.style import NOTE, ROUTE_COLOURS, SOFT_INK
from routes.views.timeline import mark_of

_ON_PAGE = ("post", "served", "partner", "hosted", "hosted_to_date", "attended")
_OPEN = f'fill="#fff" stroke="{SOFT_INK}" stroke-width="1.5"'
# How a mark of the timeline looks in the legend.
_SHAPES = {
    "elsewhere": f'<circle cx="8" cy="8" r="5" {_OPEN}/>',
    "headquarters": f'<rect x="3" y="3" width="10" height="10" {_OPEN}/>',
    "virtual": f'<path d="M3 4h10L8 13Z" {_OPEN}/>',
    "unplaced": f'<path d="M8 2 14 8 8 14 2 8Z" {_OPEN}/>',
    "announced": f'<path d="M3 12h10L8 3Z" {_OPEN}/>',
    "postponed": f'<path d="M4 4 12 12M4 12 12 4" stroke="{NOTE}" stroke-width="2"/>',
    "replaced": f'<path d="M4 4 12 12M4 12 12 4" stroke="{NOTE}" stroke-width="2"/>',
}


class MeetingCoverage(CoverageFigures):
    """A page on the meetings of the Paris Pact and what of a route they reach.

    Parameters
    ----------
    parameters : MeetingParameters

    Examples
    --------
    >>> page = MeetingCoverage.of(route="southern", year=2022)
    >>> page.states.index[page.states["hosted"].fillna(False)].to_list()
    ['PAK']
    """

    parameters: MeetingParameters
    model: ClassVar = MeetingParameters

    def headline(self) -> Section:
        """Say how many States hosted and attended, and what is out of reach."""
        p, say = self.parameters, self.wording.say
        lead = coverage_sentences.meetings_lead(
            self.whole, route=p.route, year=p.year, pillar=p.pillar, wording=self.wording
        )
        here = self.meetings_here
        of_year = here[(here["year"] == p.year).fillna(value=False)]
        last = [
            *self.uncounted("meetings.uncounted", of_year["iso3"], when=str(p.year)),
            coverage_sentences.last_meeting(self.last_meeting, year=p.year, wording=self.wording),
        ]
        gaps = self.gaps_said
        missing = coverage_sentences.not_reported(self.kilograms, year=p.year, wording=self.wording)
        caution = [say("meetings.range_note"), say("meetings.vienna"), say("meetings.incomplete")]
        paragraphs = [last, gaps, missing, caution]
        html = assembly.headline(self, lead, self._tiles(), paragraphs)
        text = "\n".join([lead, *last, *gaps, *missing, *caution])
        return Section("headline", html, text, self.about(lead))

    def _tiles(self) -> list[tuple[str, str, str]]:
        say, year = self.wording.say, self.parameters.year
        rows = {
            name: coverage_sentences.row_of(self.whole, "States", name)
            for name in ("hosted", "hosted_to_date", "attended")
        }
        last = say("table.unknown")
        if pd.notna(self.last_meeting.low):
            last = coverage_sentences.last_held(self.last_meeting, year=year, wording=self.wording)
        to_date = say("meetings.tile_to_date", states=counted(rows["hosted_to_date"], self.wording))
        return [
            (
                counted(rows["hosted"], self.wording),
                say("meetings.tile_hosted", year=year),
                to_date,
            ),
            (counted(rows["attended"], self.wording), say("meetings.tile_attended", year=year), ""),
            (last, say("meetings.tile_last", year=year), ""),
            self.gap_tile,
        ]

    def map(self) -> Section:
        """Draw where meetings were held, where officers sit, and what nothing reaches."""
        return coverage_parts.map_section(self)

    def by_state(self) -> Section:
        """Draw what reaches each State, in route order, beside what it seized."""
        p = self.parameters
        html, alt = coverage_parts.strip_figure(
            self.kilograms,
            RELATIONS,
            year=p.year,
            source=coverage_parts.source_line(self),
            wording=self.wording,
        )
        heading = self.wording.say("section.states")
        return Section("states", assembly.section("states", heading, html), alt)

    def timeline(self) -> Section:
        """Draw meetings by year and pillar: on the route, elsewhere, and what is not known."""
        p, say = self.parameters, self.wording.say
        known = self.known_meetings
        codes = self.route.countries.index
        marks = [mark_of(row, codes, headquarters=p.headquarters) for row in known.itertuples()]
        first, last = int(known["year"].min()), int(known["year"].max())
        alt = say(
            "timeline.alt",
            number=len(known),
            years=self.wording.years(first, last),
            here=marks.count("here"),
            to_date=sum(
                mark == "here" and not year > p.year
                for mark, year in zip(marks, known["year"].astype(float), strict=True)
            ),
            year=p.year,
            route=say(f"route.{p.route}"),
        )
        axes = plot_meetings(
            known, route=p.route, countries=codes, headquarters=p.headquarters,
            wording=self.wording,
        )  # fmt: skip
        picture = assembly.scrolled(svg(axes, alt=alt, key="timeline"), kind="strip")
        full = f'<circle cx="8" cy="8" r="5" fill="{ROUTE_COLOURS[p.route]}"/>'
        signs = [sign(full, say("timeline.here", route=say(f"route.{p.route}")))]
        signs += [
            sign(shape, say(f"timeline.{kind}")) for kind, shape in _SHAPES.items() if kind in marks
        ]
        key = legend([(say("map.legend.marks"), "".join(signs))])
        title = say("timeline.title", years=self.wording.years(first, last))
        body = assembly.figure(
            title,
            picture + key,
            notes=[say("timeline.note"), say("pillars.note")],
            source=say("coverage.source_meetings"),
        )
        return Section("timeline", assembly.section("timeline", say("section.timeline"), body), alt)

    def measures(self) -> Section:
        """List the share of States and kilograms by relation, and the time since the last."""
        p, say = self.parameters, self.wording.say
        first = measures_table(
            self.whole,
            year=p.year,
            relations=RELATIONS,
            caption=say("measures.caption", year=p.year),
            wording=self.wording,
        )
        second = time_table(
            self.whole, caption=say("time.caption", year=p.year), wording=self.wording
        )
        third = sums_table(
            p.year, pillar=p.pillar, caption=say("sums.caption", year=p.year), wording=self.wording
        )
        notes = [
            say("measures.note"), say("measures.note_range"), say("time.note"), say("sums.note"),
            coverage_parts.rule_note(self), coverage_parts.source_line(self),
        ]  # fmt: skip
        body = first + second + third
        html = assembly.section("measures", say("section.measures"), body, notes)
        return Section("measures", html)

    def meetings(self) -> Section:
        """List the meetings held on the route, and counts on which sources differ."""
        p, say = self.parameters, self.wording.say
        held = self.meetings_here
        if held.empty:
            body = assembly.paragraph(say("coverage.no_meeting", year=p.year))
        else:
            caption = say("meetings.caption_to", year=p.year)
            body = meetings_table(held, caption=caption, wording=self.wording)
        notes = [self._conflict(row) for row in held.itertuples() if self._differ(row.meeting)]
        sources = self.wording.originals(held["source"])
        until = say("uncounted.until", year=p.year)
        notes += self.uncounted("meetings.uncounted", held["iso3"], when=until)
        notes += [say("meetings.vienna")]
        if sources:
            notes.append(say("sources.caption", source=sources))
        html = assembly.section("meetings", say("section.meetings"), body, notes)
        return Section("meetings", html)

    @staticmethod
    def _differ(meeting: str) -> bool:
        return len(stated_counts(meeting)) > 1

    def _conflict(self, row: Any) -> str:
        counts = [
            self.wording.say(
                "meetings.stated",
                count=self.wording.qualified(count.text),
                source=self.wording.original(count.source),
            )
            for count in stated_counts(row.meeting).itertuples()
        ]
        return self.wording.say(
            "meetings.conflict",
            title=self.wording.text("meeting", row.title),
            date=self.wording.span(row.date_start, row.date_end),
            counts=self.wording.listed(counts),
        )

    def gaps(self) -> Section:
        """List what nothing reaches."""
        return coverage_parts.gaps_section(self)

    def unknown(self) -> Section:
        """Say what is not known."""
        say = self.wording.say
        more = [say("meetings.incomplete"), say("caveat.AC17"), say("caveat.AC19")]
        return coverage_parts.unknown_section(self, _ON_PAGE, *more)

    def sources(self) -> Section:
        """Name the sources."""
        return coverage_parts.sources_section(self, _ON_PAGE)

    def footer(self) -> Section:
        """Say how the page was made, so that it can be made again."""
        return Section("footer", assembly.footer(self, coverage_parts.footer_rule(self)))
