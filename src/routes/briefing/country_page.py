"""The page on one country: the fact sheet, section by section."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from routes.analysis import TREND_YEARS, attendance_known, country_profile
from routes.briefing import assembly, country_figures
from routes.briefing.country_parameters import CountryParameters
from routes.briefing.page import Page
from routes.briefing.section import Section
from routes.briefing.sheet_tiles import sheet_tiles
from routes.network import bordering_states
from routes.views import country_sentences, country_tables
from routes.views.style import ROUTE_COLOURS

if TYPE_CHECKING:
    from routes.analysis import CountryProfile

CAVEATS = ("AC01", "AC03", "AC09", "AC10", "AC12", "AC14", "AC15", "AC20")
# The ban on poppy, after which years are not like those before.
BAN = 2022


class CountryPage(Page):
    """A page on one country.

    Parameters
    ----------
    parameters : CountryParameters

    Examples
    --------
    >>> CountryPage.of(iso3="UZB", as_of="2026-01-02").lead
    'Uzbekistan reported 102 kilograms of heroin seized in 2023.'
    """

    parameters: CountryParameters
    model: ClassVar = CountryParameters

    @cached_property
    def profile(self) -> CountryProfile:
        """What the tables hold on the country."""
        return country_profile(self.parameters.iso3, years=self.parameters.years)

    @cached_property
    def country(self) -> str:
        """Its name."""
        return self.wording.country(self.parameters.iso3)

    @cached_property
    def title(self) -> str:
        """Title of the page."""
        years = self.wording.years(*self.parameters.years)
        return self.wording.say("sheet.title", country=self.country, years=years)

    @cached_property
    def spoken(self) -> list[list[str]]:
        """What was last reported, drug by drug; drugs never reported are left out."""
        rows = self.profile.trend
        said: list[list[str]] = []
        for drug in rows.index:
            sentences = country_sentences.reported_sentences(
                drug,
                rows.loc[drug],
                last=self.profile.years[1],
                country=None if said else self.country,
                wording=self.wording,
            )
            if sentences:
                said.append(sentences)
        return said

    @property
    def lead(self) -> str:
        """The sentence the page begins with."""
        if not self.spoken:
            years = self.wording.years(*self.profile.years)
            return self.wording.say("sheet.never", country=self.country, years=years)
        return self.spoken[0][0]

    @property
    def keys(self) -> tuple[str, ...]:
        """The sections of the page, in order."""
        return self.parameters.parts[1:-1]

    def _about(self) -> dict[str, Any]:
        """Return what the exporter and the index need to know of the page."""
        p = self.profile
        kg = [None if pd.isna(one) else round(one, 1) for one in p.annual.loc["heroin"]["kg"]]
        region = "" if p.listing is None else p.listing["region"].split(";")[0]
        return {
            "title": self.title,
            "name": self.country,
            "language": self.wording.language,
            "direction": self.wording.direction,
            "iso3": p.iso3,
            "route": p.routes[0],
            # A country between two regions stands in the first.
            "part": self.wording.say(f"region.{region}" if region else "region.other"),
            "years": list(p.years),
            "lead": self.wording.paragraph(self.spoken[0]) if self.spoken else self.lead,
            "made": self.parameters.as_of.isoformat(),
            "kg": kg,
        }

    def _section(
        self, key: str, body: str, notes: list[str] | None = None, text: str = ""
    ) -> Section:
        heading = self.wording.say(f"sheet.section.{key}", country=self.country)
        return Section(key, assembly.section(key, heading, body, notes or []), text)

    def headline(self) -> Section:
        """Say what was last reported, how it changed, and what the sheet rests on."""
        p, w = self.profile, self.wording
        first = self.spoken[0] if self.spoken else [self.lead]
        others = [sentence for said in self.spoken[1:] for sentence in said]
        trend = country_sentences.trend_sentences(
            p.trend, years=p.years, span=TREND_YEARS, wording=w
        )
        reporting = [
            country_sentences.reporting_sentence(p.trend, years=p.years, wording=w),
            w.say("headline.caution"),
        ]
        there = [
            country_sentences.routes_sentence(
                p.branches,
                p.km,
                country=self.country,
                borders=p.iso3 in bordering_states(),
                wording=w,
            ),
            country_sentences.post_sentence(p.posts, country=self.country, wording=w),
        ]
        member, kicker = [], w.say("sheet.kicker")
        if p.listing is not None:
            member = [
                country_sentences.membership_sentence(p.listing, country=self.country, wording=w)
            ]
            regions = country_sentences.regions(p.listing, w)
            kicker = w.say("sheet.kicker_region", region=regions)
        links = [(key, w.say(f"sheet.section.{key}", country=self.country)) for key in self.keys]
        html = assembly.first_screen(
            self.country,
            w.paragraph(first),
            sheet_tiles(p, w),
            [others, trend, reporting, there, member],
            links,
            colour=ROUTE_COLOURS[p.routes[0]],
            wording=w,
            kicker=kicker,
        )
        said = [" ".join(first), *others, *trend, *reporting, *there, *member]
        return Section("headline", html, "\n".join(said), self._about())

    def seizures(self) -> Section:
        """Draw what was reported, each drug on a scale of its own, and who reported when."""
        p, w = self.profile, self.wording
        charts = country_figures.reported_charts(p, w)
        status = country_tables.drug_status(
            p.annual, caption=w.say("sheet.status.caption"), wording=w
        )
        table = country_tables.figures_table(
            p.annual, caption=w.say("sheet.figures.caption"), wording=w
        )
        more = country_figures.folded(w.say("sheet.figures.summary"), table)
        notes = [w.say("sheet.chart.note"), w.say("sheet.status.note")]
        notes.append(assembly.caption_of(self._reported, w))
        return self._section("seizures", charts + status + more, notes)

    def standing(self) -> Section:
        """Say where the country stands among the States on its routes."""
        p, w = self.profile, self.wording
        if p.ranks.empty:
            return self._section("standing", assembly.paragraph(w.say("sheet.ranks.none")))
        table = country_tables.ranks_table(p.ranks, caption=w.say("sheet.ranks.caption"), wording=w)
        return self._section("standing", table, [w.say("sheet.ranks.note")])

    def cultivation(self) -> Section:
        """Draw and list published figures of cultivation and production."""
        p, w = self.profile, self.wording
        if p.cultivation.empty:
            return Section("cultivation", "", w.say("sheet.cultivation.none"))
        charts = country_figures.cultivation_charts(p, w)
        table = country_tables.cultivation_table(
            p.cultivation, caption=w.say("sheet.cultivation.caption"), wording=w
        )
        more = country_figures.folded(w.say("sheet.cultivation.summary"), table)
        return self._section("cultivation", charts + more, [w.say("sheet.cultivation.note")])

    def places(self) -> Section:
        """Say where seizures of the public sample were made, summed by place."""
        p, w = self.profile, self.wording
        precursors = [w.say("sheet.precursors")]
        years = w.years(*p.years)
        if p.places.empty:
            none = w.say("sheet.places.none", country=self.country, years=years)
            return self._section("places", assembly.paragraph(none), precursors)
        first, last = p.places["first_year"].min(), p.places["last_year"].max()
        caption = w.say("sheet.places.caption", years=w.years(int(first), int(last)))
        table = country_tables.places_table(p.places, caption=caption, wording=w)
        picture = country_figures.places_map(p, w)
        notes = [w.say("sheet.places.sample"), w.say("sheet.places.folded"), *precursors]
        return self._section("places", picture + table, notes)

    def network(self) -> Section:
        """Show the country on its routes: map, branches, neighbours."""
        p, w = self.profile, self.wording
        picture = country_figures.routes_map(p, w)
        if not country_figures.has_places(p):
            picture += country_figures.places_map(p, w)
        branches = country_tables.branches_table(
            p.branches, caption=w.say("sheet.branches.caption", country=self.country), wording=w
        )
        joined = country_tables.neighbours_table(
            p.neighbours,
            caption=w.say("sheet.neighbours.caption", country=self.country),
            wording=w,
        )
        return self._section(
            "network",
            picture + joined + branches,
            [w.say("sheet.neighbours.note"), w.say("sheet.branches.note")],
        )

    def partnership(self) -> Section:
        """Say whether it is a partner, and list its posts and meetings."""
        p, w = self.profile, self.wording
        partner = "sheet.partner_no" if p.partner is None else "sheet.partner"
        body = assembly.paragraph(w.say(partner, country=self.country))
        body += country_tables.posts_table(
            p.posts, caption=w.say("sheet.posts.caption", country=self.country), wording=w
        )
        said = country_sentences.meetings_sentences(
            p.meetings, attendance_known(), country=self.country, wording=w
        )
        body += assembly.paragraph(" ".join(said))
        if len(p.meetings):
            caption = w.say("sheet.meetings.caption", country=self.country)
            body += country_tables.meetings_here_table(p.meetings, caption=caption, wording=w)
        notes = [w.say("sheet.posts.note"), w.say("meetings.incomplete"), w.say("pillars.note")]
        return self._section("partnership", body, notes)

    def caveats(self) -> Section:
        """Say what to keep in mind, and what is odd about single figures."""
        p, w = self.profile, self.wording
        keys = list(CAVEATS)
        if p.years[0] < BAN <= p.years[1]:
            keys.append("AC21")
        said = [w.say("caveat.unreported"), *(w.say(f"caveat.{key}") for key in keys)]
        if len(p.routes) > 1:
            names = w.listed(w.say(f"route.{name}") for name in p.routes)
            said.append(w.say("sheet.caveat_routes", country=self.country, routes=names))
        odd = p.annual.dropna(subset=["note"]).reset_index()
        said += [
            w.say(
                "caveat.noted",
                country=self.country,
                year=row.year,
                drug=w.say(f"drug.{row.drug}"),
                note=w.text("figure note", row.note),
            )
            for row in odd.itertuples()
        ]
        return self._section("caveats", assembly.bullets(said))

    @cached_property
    def _reported(self) -> pd.DataFrame:
        """The published figures of the page, one row each."""
        return self.profile.annual.dropna(subset=["kg"]).reset_index()

    def sources(self) -> Section:
        """Name the sources and editions of everything shown."""
        p, w = self.profile, self.wording
        said = assembly.edition_sources(self._reported, w)
        cooperation = dict.fromkeys([*p.posts["source"].dropna(), *p.meetings["source"].dropna()])
        said.append(w.say("sources.partnership", sources=w.originals(cooperation)))
        if p.partner is not None:
            said.append(w.say("sheet.sources.partner", source=w.original(p.partner["source"])))
        lists = dict.fromkeys(p.branches.dropna(subset=["role"])["source"])
        said.append(w.say("sheet.sources.routes", sources=w.originals(lists)))
        said.append(w.say("sources.route"))
        if len(p.places):
            said.append(w.say("sources.events_sample"))
        if len(p.cultivation):
            said.append(w.say("sheet.sources.cultivation"))
        if p.listing is not None:
            said.append(w.say("sheet.sources.listing", source=w.original(p.listing["source"])))
        said.append(w.say("sources.basemap"))
        return self._section("sources", assembly.bullets(said))

    def footer(self) -> Section:
        """Say how the page was made, so that it can be made again."""
        rule = self.wording.say("sheet.rule", years=TREND_YEARS)
        return Section("footer", assembly.footer(self, rule))
