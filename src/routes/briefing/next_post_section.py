"""The section on further posts: a what-if, not advice."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from routes.analysis import next_posts, next_posts_by_rule
from routes.analysis.unreported import families
from routes.briefing import assembly, coverage_parts
from routes.briefing.section import Section
from routes.network import nodes
from routes.views import next_posts_table

if TYPE_CHECKING:
    import pandas as pd

    from routes.analysis import NextPosts
    from routes.briefing.liaison_page import LiaisonNetwork


class NextPostSection:
    """Where further posts would reach most, by the rule of a page and by every rule.

    Parameters
    ----------
    page : LiaisonNetwork
    """

    def __init__(self, page: LiaisonNetwork) -> None:
        self.page = page

    @cached_property
    def found(self) -> NextPosts:
        """Where the next posts would reach most, as `next_posts` returns it."""
        return next_posts(radius_km=self.page.parameters.radius_km, **self._asked)

    @cached_property
    def found_by_rule(self) -> pd.DataFrame:
        """The same by every rule, as `next_posts_by_rule` returns it."""
        radius = self.page.parameters.radius_km
        choices = {name: value for name, value in self._asked.items() if name != "shared"}
        return next_posts_by_rule(radii=(radius / 2, radius, 2 * radius), **choices)

    @cached_property
    def _asked(self) -> dict[str, Any]:
        p = self.page.parameters
        # Opium outweighs heroin: they are not added, and the first family is asked about.
        drugs = families(p.drugs)[0]
        names = ("route", "k", "year", "countries", "shared")
        return {name: getattr(p, name) for name in names} | {"drugs": drugs}

    def section(self) -> Section:
        """Say where the next posts would reach most: a what-if, not advice."""
        p, say = self.page.parameters, self.page.wording.say
        lead = self._next_sentence()
        table = next_posts_table(
            self.found_by_rule,
            nodes()["name"],
            caption=say("next.caption", k=p.k),
            wording=self.page.wording,
        )
        rules = self.found.rules
        notes = [
            say("next.note", years=self.page.wording.years(*rules["years"])),
            say(
                "next.proof",
                gain=self.page.wording.number(self.found.gain),
                bound=self.page.wording.number(self.found.bound),
            ),
            *self._left_out(),
            say("next.list", name=self.page.wording.text("list", rules["list"])),
            say("next.method"),
            coverage_parts.source_line(self.page, meetings=False),
        ]
        body = assembly.paragraph(lead) + table
        return Section("next", assembly.section("next", say("section.next"), body, notes), lead)

    def _next_sentence(self) -> str:
        p, found, say = self.page.parameters, self.found, self.page.wording.say
        wording = self.page.wording
        if found.sites.empty:
            return say("next.nothing", radius=self.page.wording.number(p.radius_km))
        sites = [
            say(
                "next.site",
                place=wording.text("place", row.name),
                country=wording.country(row.iso3),
            )
            for row in found.sites.rename_axis("row").itertuples(name="Row", index=False)
        ]
        return say(
            "next.lead",
            places=self.page.wording.listed(sites),
            radius=self.page.wording.number(p.radius_km),
            gain=self.page.wording.number(found.gain),
            total=self.page.wording.number(found.total),
            before=self.page.wording.per_cent(found.share_before),
            after=self.page.wording.per_cent(found.share_after),
        )

    def _left_out(self) -> list[str]:
        said = []
        for codes, key in (
            (self.found.not_reported, "next.not_reported"),
            (self.found.unplaceable["iso3"], "next.unplaceable"),
        ):
            if len(codes):
                names = self.page.wording.listed(self.page.wording.country(code) for code in codes)
                said.append(self.page.wording.say(key, countries=names))
        return said
