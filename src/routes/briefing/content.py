"""What a briefing says: its sections."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from routes.analysis import country_list, not_counted, why_not_counted
from routes.briefing import assembly, briefing_parts
from routes.briefing.coverage_section import CoverageSection
from routes.briefing.figures import BriefingFigures
from routes.briefing.section import Section
from routes.briefing.trend_section import TrendSection
from routes.marks import capital
from routes.partnership import partners
from routes.views import (
    countries_table,
    meetings_table,
    officers_table,
    plot_route_map,
    reporting_matrix,
    route_web_map,
    sentences,
    svg,
)

CAVEATS = ("AC01", "AC03", "AC04", "AC08", "AC10", "AC12", "AC14", "AC15", "AC17", "AC19", "AC20")


class Briefing(BriefingFigures):
    """A briefing on one route.

    Parameters
    ----------
    parameters : BriefingParameters

    Examples
    --------
    >>> Briefing.of(route="balkan", first_year=2016, last_year=2017).totals["kg"].round().to_list()
    [38692.0, 58202.0]
    """

    def headline(self) -> Section:
        """Say what was seized, whether it is more or less, who is there and what is missing."""
        p, say = self.parameters, self.wording.say
        lead = sentences.lead_sentences(
            self.totals,
            route=p.route,
            drugs=self.drugs,
            opium_factor=p.opium_factor,
            wording=self.wording,
        )
        evidence = sentences.evidence_sentences(
            self.totals,
            self.share_by_rule,
            route=p.route,
            denominator=p.denominator,
            wording=self.wording,
        )
        reporting = [
            *self.origins,
            *sentences.reporting_sentences(self.totals, wording=self.wording),
        ]
        left_out = not_counted(p.route, countries=p.countries, shared=p.shared)
        listed = country_list(p.route, countries=p.countries)
        on_two = self.route.countries["other_routes"] != ""
        counted = [
            code
            for code in listed
            if code not in left_out and on_two[code] and self._on_another_list(code)
        ]
        rule = sentences.shared_sentences(
            counted, left_out, route=p.route, shared=p.shared, wording=self.wording
        )
        if self.converted:
            rule.append(
                say(
                    "headline.opium_factor",
                    factor=p.opium_factor,
                    ratio=self.wording.ratio(p.opium_factor),
                )
            )
        there = [
            sentences.officers_sentence(self.posts, self.officers_year, p.last_year, self.wording),
            sentences.meetings_sentence(self.meetings, *p.years, self.wording),
        ]
        caution = say("headline.caution")
        tiles = briefing_parts.tiles(self)
        html = assembly.headline(
            self,
            lead,
            tiles,
            [evidence, reporting, there, [*rule, caution]],
            heads=[
                say("headline.how_much"),
                say("headline.missing_head"),
                say("headline.who"),
                say("headline.by_which_rule"),
            ],
        )
        text = "\n".join([lead, *evidence, *reporting, *rule, caution, *there])
        kg = [None if pd.isna(kg) else round(kg, 1) for kg in self.totals["kg"]]
        # The index says of a route the very words of its page.
        first = {"seized": tiles[0][:3], "reporting": tiles[2][:2]}
        about = assembly.about(self, lead, years=p.years, kg=kg, **first)
        return Section("headline", html, text, about)

    @cached_property
    def origins(self) -> list[str]:
        """Return what of the last year is not from Afghanistan, or not surely."""
        p = self.parameters
        return sentences.origin_sentences(
            self.along,
            drugs=self.drugs,
            origin=p.origin,
            opium_factor=p.opium_factor,
            wording=self.wording,
        )

    def _on_another_list(self, code: str) -> bool:
        others = self.route.countries.loc[code, "other_routes"].split(";")
        return any(
            code in country_list(name, countries=self.parameters.countries) for name in others
        )

    def map(self) -> Section:
        """Draw the route, what was seized along it, and who is there: live and in print."""
        layers, years = (
            self.layers,
            range(self.parameters.first_year, self.parameters.last_year + 1),
        )
        titles = [briefing_parts.map_alt(self, year) for year in years]
        says = [briefing_parts.map_says(self, year) for year in years]
        alt = titles[-1]
        live = route_web_map(
            layers,
            wording=self.wording,
            title=titles,
            says=says,
            sources=self.figure_sources,
            events_source=briefing_parts.events_source(self),
        ).frame(title=self.wording.say("map.live", route=briefing_parts.route_name(self)))
        still = svg(plot_route_map(layers, wording=self.wording), alt=alt, key="map")
        return Section("map", briefing_parts.map_figure(self, live, still, says[-1]), alt)

    def trend(self) -> Section:
        """Draw the seizures year by year, the share of the route, and how few States seized it."""
        return TrendSection(self).section()

    def countries(self) -> Section:
        """List the countries in route order."""
        heading = self.wording.say("section.countries")
        drugs = capital(self.wording.drugs(self.drugs))
        table = countries_table(
            self.route.countries,
            self.along,
            route=self.parameters.route,
            caption=self.wording.say(
                "countries.caption_converted" if self.converted else "countries.caption",
                drugs=drugs,
            ),
            wording=self.wording,
            why=why_not_counted(self.parameters.route, drugs=self.drugs, **self.rule),
        )
        body = briefing_parts.multiples_figure(self) + assembly.kept(table, "countries")
        notes = [
            self.wording.say("countries.note"),
            self.wording.say(f"countries.note_{self.parameters.countries}"),
            self.wording.say("countries.territory_note"),
        ]
        return Section("countries", assembly.section("countries", heading, body, notes))

    def reporting(self) -> Section:
        """Show who reported, by country and year."""
        say = self.wording.say
        table = reporting_matrix(self.along, caption=say("reporting.caption"), wording=self.wording)
        note = say("reporting.note", drugs=self.wording.drugs(self.drugs))
        return Section(
            "reporting",
            assembly.section(
                "reporting", say("section.reporting"), assembly.kept(table, "reporting"), [note]
            ),
        )

    def partnership(self) -> Section:
        """List officers and meetings on the route."""
        p, say = self.parameters, self.wording.say
        years = self.wording.years(*p.years)
        parts = []
        notes = []
        if len(self.posts):
            caption = say("officers.caption", year=self.officers_year)
            drawn = officers_table(self.posts, caption=caption, wording=self.wording)
            parts.append(assembly.kept(drawn, "officers"))
            states = partners(kind="state").index
            outside = [code for code in self.posts["iso3"] if code not in states]
            if outside:
                names = self.wording.listed(self.wording.country(code) for code in outside)
                notes.append(say("officers.not_partner", countries=names))
        else:
            parts.append(
                assembly.paragraph(
                    sentences.officers_sentence(
                        self.posts, self.officers_year, p.last_year, self.wording
                    )
                )
            )
        if len(self.meetings):
            caption = say("meetings.caption", years=years)
            drawn = meetings_table(self.meetings, caption=caption, wording=self.wording)
            parts.append(assembly.kept(drawn, "meetings"))
        else:
            parts.append(
                assembly.paragraph(
                    sentences.meetings_sentence(self.meetings, *p.years, self.wording)
                )
            )
        undated = self.undated_meetings
        if len(undated):
            cities = self.wording.listed(
                self.wording.text("place", city) for city in undated["city"]
            )
            notes.append(self.wording.count("meetings.undated", len(undated), cities=cities))
        notes += [say("pillars.note"), say("meetings.vienna"), say("meetings.incomplete")]
        body = "".join(parts)
        return Section(
            "partnership",
            assembly.section("partnership", say("section.partnership"), body, notes),
        )

    def coverage(self) -> Section:
        """Say what officers and meetings reach of the route, State by State."""
        return CoverageSection(self).section()

    def caveats(self) -> Section:
        """Say what to keep in mind, and what is odd about single figures."""
        p, say = self.parameters, self.wording.say
        keys = list(CAVEATS)
        if "opium" in self.drugs:
            keys.append("AC09")
        if p.route in ("balkan", "southern"):
            keys.append("AC16")
        if p.first_year < 2022 <= p.last_year:  # noqa: PLR2004 - the ban of April 2022
            keys.append("AC21")
        said = [
            *self.origins,
            say("caveat.unreported"),
            *(say(f"caveat.{key}") for key in sorted(keys)),
        ]
        rows = self.reported.dropna(subset=["note"])
        for (code, note), group in rows.groupby(["iso3", "note"], sort=False):
            years = self.wording.listed(str(year) for year in sorted(set(group["year"])))
            drugs = self.wording.drugs(dict.fromkeys(group["drug"]))
            name = self.wording.country(code)
            said.append(
                say(
                    "caveat.noted",
                    country=name,
                    year=years,
                    drug=drugs,
                    note=self.wording.text("figure note", note),
                )
            )
        body = assembly.bullets(said)
        return Section("caveats", assembly.section("caveats", say("section.caveats"), body))

    def sources(self) -> Section:
        """Name the sources and editions of everything shown."""
        said = briefing_parts.sources(self)
        body = assembly.bullets(said)
        heading = self.wording.say("section.sources")
        return Section("sources", assembly.section("sources", heading, body), "\n".join(said))

    def footer(self) -> Section:
        """Say how the page was made, so that it can be made again."""
        return Section("footer", assembly.footer(self, briefing_parts.rule(self)))
