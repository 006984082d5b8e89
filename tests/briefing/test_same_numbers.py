"""One thing has one number: in the sentence, the tile, the chart, its alternative and the table."""

from __future__ import annotations

import os
import re
from html import unescape

import pytest

from routes.briefing.content import Briefing
from routes.views import languages

pytestmark = pytest.mark.slow
ROUTES = ("northern", "balkan", "southern")
YEARS = range(2006, 2024)
# Every year and route in English; in the other languages each route once, from end to end.
# ROUTES_EVERY=1 takes every year and route in every language.
CASES = [
    (language, route, year)
    for language in languages()
    for route, other in zip(ROUTES, (2006, 2015, 2023), strict=True)
    for year in YEARS
    if language == "en" or year == other or os.environ.get("ROUTES_EVERY")
]


def text_of(html):
    return unescape(re.sub(r"<[^>]+>", "", html)).replace("\xad", "")


def table_after(html, name):
    """Return the rows of the table of a figure as (shown, kept in full) by cell."""
    figure = re.search(rf'<figure data-name="{name}">(.*?)</figure>', html, re.DOTALL)[1]
    rows = re.findall(r"<tr>(.*?)(?=<tr>|</tbody>|</thead>)", figure, re.DOTALL)
    cells = [re.findall(r'<t[hd](?: data-v="([^"]*)")?[^>]*>([^<]*)', row) for row in rows]
    return [[(unescape(shown), full) for full, shown in row] for row in cells]


def picture_after(html, name):
    figure = re.search(rf'<figure data-name="{name}">(.*?)</figure>', html, re.DOTALL)[1]
    drawn = re.search(r"<svg.*?</svg>", figure, re.DOTALL)[0]
    return [unescape(said) for said in re.findall(r"<text[^>]*>([^<]*)</text>", drawn)]


class Said:
    """A briefing of two years: its parts, and what its tables say of the last."""

    def __init__(self, language, route, year) -> None:
        self.b = Briefing.of(route=route, first_year=year - 1, last_year=year, language=language,
                             as_of="2026-01-02")  # fmt: skip
        self.route, self.words = route, self.b.wording
        headline = self.b.headline()
        self.trend, self.countries = self.b.trend(), self.b.countries().html
        self.lead, self.evidence = headline.about["lead"], text_of(headline.html)
        self.tiles = [
            text_of(tile) for tile in re.findall(r"<dd>(.*?)</dd>", headline.html, re.DOTALL)
        ]

    def last(self, name):
        return table_after(self.trend.html, name)[-1]

    def drawn(self, name):
        return picture_after(self.trend.html, name)

    @property
    def reported(self):
        return bool(self.last("seizures-by-year")[-2][1])


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(map(str, case)))
def said(request):
    return Said(*request.param)


def test_what_was_seized(said):
    words, last = said.words, said.last("seizures-by-year")
    kg, full = last[-2]
    if not full:
        assert said.tiles[0] == words.say("tile.not_reported")
        assert kg == words.say("countries.unreported")
        return
    amount = words.amount(float(full))
    assert said.tiles[0] == amount
    assert amount in said.lead
    assert amount in said.trend.text
    # Each is kept to a hundredth.
    parts = [float(value) for _, value in last[1:-2] if value]
    assert sum(parts) == pytest.approx(float(full), abs=0.005 * (len(parts) + 1) + 1e-6)
    total = re.search(r"<tfoot>(.*?)</tfoot>", said.countries, re.DOTALL)[1]
    assert kg in text_of(total)
    if said.b.totals["kg"].max() >= 1000:
        tons = float(full) / 1000
        shown = words.number(tons, digits=1 if tons < 100 else 0)
        shown = words.say("amount.trace") if 0 < tons < 0.05 else shown
        assert shown in said.drawn("seizures-by-year")


def test_its_share_and_those_by_other_rules(said):
    if not said.reported:
        pytest.skip("nothing reported, nothing shared")
    words, shares = said.words, said.last("shares-by-year")
    ours = shares[1 + ROUTES.index(said.route)][0]
    assert said.tiles[1] == words.say("tile.per_cent", share=ours)
    assert ours in said.evidence
    for name, (share, full) in zip(ROUTES, shares[1:4], strict=True):
        title = words.say(f"route.{name}.title")
        if full:
            assert f"{title} {share}" in said.drawn("shares-by-year")
            assert words.say("shares.value", route=title, share=share) in said.trend.text
        else:
            assert words.say("shares.unreported", route=title) in said.trend.text
    _, *others = words.per_cents(said.b.share_by_rule.dropna())
    assert len(others) == len(shares) - 4
    for other, (shown, _) in zip(others, shares[4:], strict=True):
        # In a row of one sentence all have as many decimals; in the table each its own.
        assert other.split(".")[0].split(",")[0] in said.evidence
        assert other in said.trend.text
        assert shown


def test_the_largest_state(said):
    words, largest = said.words, said.last("largest-states")
    if not largest[1][1]:
        pytest.skip("nothing to share out")
    share = largest[1][0]
    assert words.per_cent(said.b.totals["top_share"].iloc[-1]) == share
    assert words.count("top.line", 1, share=share) in said.drawn("largest-states")
    country = words.country(said.b.totals["top"].iloc[-1])
    assert words.say("headline.largest", country=country, share=share) in said.evidence
    (row,) = [
        row
        for row in re.findall(r"<tr>(.*?)</tr>", said.countries, re.DOTALL)
        if "--w:" in row and text_of(row).startswith(country)
    ]
    assert re.search(r'--w:[\d.]+%">([^<]*)<', row)[1] == share


def test_who_reported(said):
    reporting = said.last("seizures-by-year")[-1][0]
    states = int(said.b.totals["states"].iloc[-1])
    value = said.words.say("tile.reporting_value", reporting=reporting, states=states)
    assert said.tiles[2] == value
    assert reporting in said.drawn("seizures-by-year")
