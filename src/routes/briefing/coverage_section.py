"""The section on coverage of a briefing: short, the rest is on pages of its own."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from routes.analysis import coverage, coverage_by_state, coverage_gaps
from routes.briefing import assembly, coverage_parts
from routes.briefing.coverage_figures import of_first_family
from routes.briefing.section import Section
from routes.partnership import OfficerYearError, held_meetings, hosts, last_meeting, posts_in
from routes.seizures import annual_seizures
from routes.views import coverage_sentences

if TYPE_CHECKING:
    import pandas as pd

    from routes.briefing.figures import BriefingFigures

RADIUS_KM = 500.0
RELATIONS = ("post", "served", "partner", "hosted", "hosted_to_date", "attended")


class CoverageSection:
    """What officers and meetings reach in the last year of a briefing, or the last one known.

    Parameters
    ----------
    briefing : BriefingFigures
    """

    def __init__(self, briefing: BriefingFigures) -> None:
        self.briefing = briefing

    @cached_property
    def year(self) -> int | None:
        """Year of the figures: the last of the briefing with a list of posts; None before any."""
        p = self.briefing.parameters
        newest = int(posts_in()["list_year"].max())
        year = min(p.last_year, newest)
        try:
            posts_in(year)
        except OfficerYearError:
            return None
        return year

    def section(self) -> Section:
        """Return the section: a few sentences, the strip by State, the largest gaps."""
        b, say = self.briefing, self.briefing.wording.say
        heading = say("section.coverage")
        if self.year is None:
            said = [say("officers.unknown", year=b.parameters.last_year)]
            html = assembly.section("coverage", heading, assembly.paragraph(said[0]))
            return Section("coverage", html, said[0])
        said = self._sentences(self.year)
        drawn, _ = coverage_parts.strip_figure(
            self._states,
            RELATIONS,
            year=self.year,
            source=say("coverage.source_posts", posts=self._posts, editions=self._editions),
            wording=b.wording,
        )
        body = assembly.bullets(said) + drawn
        notes = [say("coverage.presence"), say("meetings.range_note"), say("coverage.methods")]
        return Section(
            "coverage", assembly.section("coverage", heading, body, notes), "\n".join(said)
        )

    def _sentences(self, year: int) -> list[str]:
        p, wording = self.briefing.parameters, self.briefing.wording
        rows = coverage(p.route, radius_km=RADIUS_KM, **self._choices)
        gaps = of_first_family(coverage_gaps(p.route, radius_km=RADIUS_KM, **self._choices))
        said = [wording.say("coverage.briefing_year", year=year)] if year != p.last_year else []
        return [
            *said,
            coverage_sentences.liaison_lead(rows, route=p.route, year=year, wording=wording),
            *self._uncounted("liaison.uncounted", self._sitting),
            coverage_sentences.meetings_lead(
                rows, route=p.route, year=year, pillar=None, wording=wording
            ),
            *self._uncounted("meetings.uncounted", self._hosts(year), when=str(year)),
            coverage_sentences.last_meeting(
                last_meeting(self._states.index, p.last_year), year=p.last_year, wording=wording
            ),
            *coverage_sentences.gaps_sentences(
                gaps,
                self.briefing.route.branches["name"],
                year=year,
                radius_km=RADIUS_KM,
                wording=wording,
            ),
        ]

    def _hosts(self, year: int) -> pd.Series:
        held = held_meetings()
        held = hosts(held[(held["year"] == year).fillna(value=False)])["iso3"]
        return held[held.isin(self._states.index)]

    def _uncounted(self, key: str, codes: pd.Series, **places: object) -> list[str]:
        p = self.briefing.parameters
        return coverage_sentences.uncounted(
            key, codes, self._states, route=p.route, countries=p.countries, shared=p.shared,
            wording=self.briefing.wording, **places,
        )  # fmt: skip

    @cached_property
    def _choices(self) -> dict[str, Any]:
        p = self.briefing.parameters
        return {
            "year": self.year,
            "drugs": self.briefing.drugs,
            "countries": p.countries,
            "shared": p.shared,
            "edition": p.edition,
        }

    @cached_property
    def _states(self) -> Any:
        route = self.briefing.parameters.route
        return of_first_family(coverage_by_state(route, **self._choices))

    @property
    def _sitting(self) -> pd.Series:
        codes = posts_in(self.year)["iso3"]
        return codes[codes.isin(self._states.index)]

    @property
    def _posts(self) -> str:
        return self.briefing.wording.originals(posts_in(self.year)["source"])

    @property
    def _editions(self) -> str:
        figures = annual_seizures(
            years=self.year,
            drugs=self.briefing.drugs,
            countries=self.briefing.route.countries.index,
            edition=self.briefing.parameters.edition,
        )
        used = sorted(set(figures["edition"]))
        return self.briefing.wording.originals(coverage_parts.edition_titles(used))
