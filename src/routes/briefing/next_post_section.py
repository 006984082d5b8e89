"""The section on further posts: a what-if, not advice."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from routes.analysis import next_post_areas, next_posts, next_posts_by_rule
from routes.analysis.unreported import families
from routes.briefing import assembly, coverage_parts
from routes.briefing.section import Section
from routes.network import nodes
from routes.views import next_posts_table

if TYPE_CHECKING:
    import geopandas as gpd
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
        lead = self.page.wording.paragraph(self._lead())
        table = next_posts_table(
            self.found_by_rule,
            nodes()[["name", "iso3"]],
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
            say("next.area_note"),
            *self._left_out(),
            say("next.list", name=self.page.wording.text("list", rules["list"])),
            say("next.method"),
            coverage_parts.source_line(self.page, meetings=False),
        ]
        body = assembly.paragraph(lead) + table
        return Section("next", assembly.section("next", say("section.next"), body, notes), lead)

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """Which places are as good as one another, as `next_post_areas` draws them."""
        return next_post_areas(self.found)

    def _lead(self) -> list[str]:
        p, found, wording = self.page.parameters, self.found, self.page.wording
        radius = wording.number(p.radius_km)
        if found.sites.empty:
            return [wording.say("next.nothing", radius=radius)]
        amounts = {
            "radius": radius,
            "gain": wording.number(found.gain),
            "total": wording.number(found.total),
            "before": wording.per_cent(found.share_before),
            "after": wording.per_cent(found.share_after),
        }
        best = self.areas[self.areas["rank"].isin(["best", "tie"] if p.k == 1 else ["best"])]
        number = int(best["number"].sum())
        if number == len(found.sites):
            places = wording.joined(self._named(nodes) for nodes in best["nodes"])
            said = [wording.say("next.lead", places=places, **amounts)]
        elif p.k == 1:
            where = wording.joined(self._within(row) for row in best.itertuples())
            said = [
                wording.say("next.lead_area", number=wording.number(number), where=where, **amounts)
            ]
            said.append(wording.say("next.they_are", places=self._named(";".join(best["nodes"]))))
        else:
            places = wording.joined(self._any_of(row) for row in best.itertuples())
            said = [wording.say("next.lead", places=places, **amounts)]
        if len(found.ties) and p.k > 1:
            number_of = wording.number(len(found.ties))
            if not found.ties_complete:
                number_of = wording.say("coverage.at_least", part=number_of)
            said.append(wording.say("next.ties", number=number_of))
        second = self.areas[self.areas["rank"] == "runner-up"]
        if len(second):
            places = wording.joined(self._any_of(row) for row in second.itertuples())
            gain = wording.number(found.runner_up_gain)
            said.append(wording.say("next.second", gain=gain, places=places))
        return said

    def _within(self, row: Any) -> str:
        """Return an area as what it lies within reach of."""
        places = [self.page.wording.text("place", name) for name in row.within.split(";")]
        return self.page.wording.listed(places)

    def _named(self, keys: str) -> str:
        """Return places by State: a and b (Armenia); c (Iran)."""
        wording, places = self.page.wording, nodes()
        by_state: dict[str, list[str]] = {}
        for key in keys.split(";"):
            name = wording.text("place", places.loc[key, "name"])
            by_state.setdefault(str(places.loc[key, "iso3"]), []).append(name)
        return wording.joined(
            wording.say("next.site", place=wording.listed(names), country=wording.country(iso3))
            for iso3, names in by_state.items()
        )

    def _any_of(self, row: Any) -> str:
        if row.number == 1:
            return self._named(row.nodes)
        return self.page.wording.say(
            "next.any_of",
            number=self.page.wording.number(row.number),
            places=self._named(row.nodes),
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
