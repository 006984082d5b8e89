"""The section of a briefing year by year: amounts, shares, and how few States seized them."""

from __future__ import annotations

from functools import cached_property
from numbers import Integral
from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis import top_shares
from routes.briefing.assembly import figure, scrolled, section
from routes.briefing.section import Section
from routes.marks import capital
from routes.views import figures_table, plot_shares, plot_top, plot_trend, svg
from routes.views.sentences import alternative_name, alternatives_said, last_not_held
from routes.views.style import ROUTE_COLOURS

if TYPE_CHECKING:
    from routes.briefing.figures import BriefingFigures

LARGEST = (1, 3, 5)
_TON = 1000


class TrendSection:
    """Three charts, each with its alternative in words and its figures as a table.

    Parameters
    ----------
    briefing : BriefingFigures
    """

    def __init__(self, briefing: BriefingFigures) -> None:
        self.b = briefing
        self.wording = briefing.wording
        self.years = self.wording.years(*briefing.parameters.years)

    def section(self) -> Section:
        """Return the section."""
        say = self.wording.say
        body = self._trend() + self._shares() + self._top()
        text = f"{self.alt_of_trend()}\n{self.alt_of_shares()}\n{self.alt_of_top()}"
        return Section("trend", section("trend", say("section.trend"), body), text)

    def alt_of_trend(self) -> str:
        """Return what the chart of amounts shows."""
        b, say, year = self.b, self.wording.say, self.b.parameters.last_year
        known, amount = b.totals["kg"].dropna(), b.totals["kg"].iloc[-1]
        unknown = say("tile.not_held" if last_not_held(b.totals) else "tile.not_reported")
        return say(
            "trend.alt",
            drugs=self.wording.drugs(b.drugs),
            route=say(f"route.{b.parameters.route}"),
            years=self.years,
            amount=unknown if pd.isna(amount) else self.wording.amount(amount),
            year=year,
            peak=int(known.idxmax()) if len(known) else year,
            peak_amount=self.wording.amount(known.max()) if len(known) else unknown,
        )

    def alt_of_shares(self) -> str:
        """Return what the chart of shares shows."""
        b, p, say = self.b, self.b.parameters, self.wording.say
        ends = b.shares[b.shares["year"] == p.last_year].set_index("route")["share"]
        values = self.wording.listed(
            say(
                "shares.not_held" if last_not_held(b.totals) else "shares.unreported",
                route=say(f"route.{name}.title"),
            )
            if pd.isna(ends[name])
            else say(
                "shares.value",
                route=say(f"route.{name}.title"),
                share=self.wording.per_cent(ends[name]),
            )
            for name in ROUTE_COLOURS
        )
        said = [say("shares.alt", years=self.years, year=p.last_year, values=values)]
        if b.share_by_rule is not None:
            _, others = alternatives_said(b.share_by_rule, p.route, self.wording)
            if others:
                said.append(say("shares.alt_others", year=p.last_year, others=others))
        return self.wording.paragraph(said)

    def alt_of_top(self) -> str:
        """Return what the chart of the largest States shows."""
        say, last = self.wording.say, self.top.iloc[-1]
        if last.isna().any():
            key = "top.alt_not_held" if last_not_held(self.b.totals) else "top.alt_none"
            return say(key, years=self.years, year=int(self.top.index[-1]))
        one, three, five = (self.wording.per_cent(last[count]) for count in LARGEST)
        return say(
            "top.alt", years=self.years, year=int(self.top.index[-1]), one=one, three=three,
            five=five,
        )  # fmt: skip

    @cached_property
    def top(self) -> pd.DataFrame:
        """Share of the largest States by year."""
        return top_shares(self.b.along, largest=LARGEST)

    def _trend(self) -> str:
        b, say = self.b, self.wording.say
        key = "trend.title" if b.totals["kg"].max() >= _TON else "trend.title_kg"
        if b.converted:
            key = "trend.title_factor"
        title = say(key, drugs=capital(self.wording.drugs(b.drugs)))
        counted = b.along.index.unique("iso3")[
            (b.along["weight"].groupby("iso3", sort=False).first() > 0).to_numpy()
        ]
        names = self.wording.listed(self.wording.country(code) for code in counted)
        axes = plot_trend(b.by_drug, b.totals, wording=self.wording)
        frame = b.by_drug.assign(total=b.totals["kg"], reporting=b.totals["states_reporting"])
        drugs = [say(f"drug.{drug}") for drug in b.by_drug]
        figures = self._table(
            frame,
            [*map(capital, drugs), say("figures.total"), say("figures.reporting")],
            say("figures.caption_kg", drugs=capital(self.wording.drugs(b.drugs))),
        )
        return figure(
            title,
            scrolled(svg(axes, alt=self.alt_of_trend(), key="trend")),
            notes=[say("trend.note", counted=names)],
            source=b.source_line,
            name="seizures-by-year",
            figures=figures,
            wording=self.wording,
        )

    def _shares(self) -> str:
        b, p, say = self.b, self.b.parameters, self.wording.say
        base = "shares.title_world" if p.denominator == "world" else "shares.title_outside"
        title = say(base, drugs=self.wording.drugs(b.drugs))
        axes = plot_shares(
            b.shares, wording=self.wording, highlight=p.route, not_held=last_not_held(b.totals)
        )
        frame = b.shares.pivot_table("share", "year", "route", dropna=False)[list(ROUTE_COLOURS)]
        others = b.alternatives.drop(columns="share")
        frame = frame.join(others)
        heads = [say(f"route.{name}.title") for name in ROUTE_COLOURS]
        route = say(f"route.{p.route}.title")
        for name in others:
            rule = alternative_name(str(name), p.route, self.wording)
            heads.append(say("figures.alternative", route=route, rule=rule))
        figures = self._table(
            frame,
            heads,
            capital(title),
            per_cent=True,
        )
        return figure(
            title,
            scrolled(svg(axes, alt=self.alt_of_shares(), key="shares")),
            notes=[say("shares.note")],
            source=b.source_line,
            name="shares-by-year",
            figures=figures,
            wording=self.wording,
        )

    def _top(self) -> str:
        b, say = self.b, self.wording.say
        title = say("top.title")
        axes = plot_top(self.top, colour=ROUTE_COLOURS[b.parameters.route], wording=self.wording)
        heads = [self.wording.count("figures.top", count) for count in LARGEST]
        return figure(
            title,
            scrolled(svg(axes, alt=self.alt_of_top(), key="top")),
            notes=[say("top.note")],
            source=b.source_line,
            name="largest-states",
            figures=self._table(self.top, heads, title, per_cent=True),
            wording=self.wording,
        )

    def _table(
        self, frame: pd.DataFrame, heads: list[str], caption: str, *, per_cent: bool = False
    ) -> str:
        say = self.wording.say
        return figures_table(
            # A year that is not held has no row: an empty cell would say "not reported".
            frame.drop(index=self.b.years_not_held, errors="ignore"),
            [say("figures.year"), *heads],
            caption=caption,
            absent=say("countries.unreported"),
            words=self.wording.per_cent if per_cent else self._kg_or_count,
        )

    def _kg_or_count(self, figure: float) -> str:
        """Return kilograms in words; a whole number counts States and has no decimals."""
        count = isinstance(figure, Integral)
        return self.wording.number(figure) if count else self.wording.kg(figure)
