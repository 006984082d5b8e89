"""Tables as a reader sees them; hostile names are text, absences are words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import geopandas as gpd
import pandas as pd
import pytest

from routes.analysis import along_route, why_not_counted
from routes.network import route
from routes.views import (
    Wording,
    countries_table,
    languages,
    meetings_table,
    next_posts_table,
    officers_table,
    reporting_matrix,
    wording,
)
from routes.views.tables import spark

W = Wording("en")
HOSTILE = ["<script>alert(1)</script>", "${alert(1)}", "\"'><img src=x onerror=alert(1)>"]


class Page(HTMLParser):
    """Tags, attributes and cells of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self._cell = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag):
        if tag in {"td", "th"}:
            self._cell = False

    def handle_data(self, data):
        self.text += data
        if self._cell:
            self.rows[-1][-1] += data


def posts(**cells: object):
    one = {
        "city": "Skopje", "city_confidence": "stated", "iso3": "MKD",
        "role": "Liaison Officer", "status": "in post", "serves": "MKD", "serves_area": None,
    }  # fmt: skip
    return gpd.GeoDataFrame([one | cells], geometry=gpd.points_from_xy([21.4], [42.0]))


def held(**cells: object):
    one = {
        "date_start": "2022-10-05", "date_end": "2022-10-06", "city": "Almaty",
        "title": "Cross-border cooperation", "pillars": "I;II",
        "participants_text": "more than 110", "states_text": None, "recommendations": 8,
    }  # fmt: skip
    return gpd.GeoDataFrame([one | cells], geometry=gpd.points_from_xy([76.9], [43.2]))


def harmless(html: str, text: str):
    page = Page(html)
    assert text in page.text
    assert not {"script", "img"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("column", ["city", "role", "serves_area"])
def test_a_hostile_post_is_text(column, text):
    harmless(officers_table(posts(**{column: text}), caption="c", wording=W), text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("column", ["city", "title", "participants_text", "states_text"])
def test_a_hostile_meeting_is_text(column, text):
    harmless(meetings_table(held(**{column: text}), caption="c", wording=W), text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_caption_is_text_in_the_caption_and_the_label(text):
    html = officers_table(posts(), caption=text, wording=W)
    harmless(html, text)
    assert ("aria-label", text) in Page(html).attributes


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_country_is_text(text, monkeypatch):
    countries = route("northern").countries
    monkeypatch.setattr(wording, "country_names", lambda _: dict.fromkeys(countries.index, text))
    along = along_route("northern", years=2017)
    harmless(
        countries_table(countries, along, route="northern", caption="c", wording=W), text
    )  # fmt: skip


def test_a_post_is_shown_with_its_host_and_the_states_it_serves():
    html = officers_table(posts(serves="UZB;KAZ", serves_area="region"), caption="c", wording=W)
    assert Page(html).rows[1] == [
        *("Skopje", "North Macedonia", "Liaison Officer", "in post"),
        "Uzbekistan; Kazakhstan; region",
    ]


def test_an_inferred_city_says_so():
    html = officers_table(posts(city_confidence="inferred"), caption="c", wording=W)
    assert Page(html).rows[1][0] == "Skopje (city inferred)"


def test_a_meeting_keeps_its_qualifier_and_says_unknown_for_the_rest():
    assert Page(meetings_table(held(), caption="c", wording=W)).rows[1] == [
        *("5–6 October 2022", "Almaty", "Cross-border cooperation", "I, II"),
        *("more than 110", "unknown", "8"),
    ]


def test_who_reported_is_readable_without_colour():
    index = pd.MultiIndex.from_product([["KAZ", "UZB"], [2016, 2017]], names=["iso3", "year"])
    status = ["reported", "reported zero", "not reported", "outside the table"]
    rows = Page(
        reporting_matrix(pd.DataFrame({"status": status}, index=index), caption="c", wording=W)
    ).rows
    assert rows == [
        ["Country or area", "2016", "2017"],
        ["Kazakhstan", "reported", "reported zero"],
        ["Uzbekistan", "not reported", "outside the table"],
    ]


def test_countries_come_in_route_order_with_kilograms_and_words_for_absences(rows):
    along = along_route("northern", years=(2022, 2023))
    html = countries_table(
        route("northern").countries,
        along,
        route="northern",
        caption="c",
        wording=W,
        why=why_not_counted("northern"),
    )
    table = {row[0]: row for row in Page(html).rows}
    kg = {
        (row["iso3"], row["year"]): float(row["kg"])
        for row in rows("latest_annual_seizures")
        if row["drug"] == "heroin"
    }
    morphine = {
        (row["iso3"], row["year"]): float(row["kg"])
        for row in rows("latest_annual_seizures")
        if row["drug"] == "morphine"
    }
    assert next(iter(table)) == "Country or area"
    assert list(table)[1] == "Afghanistan"
    assert table["Afghanistan"][4] == "source, not counted"
    uzbekistan = kg["UZB", "2023"] + morphine.get(("UZB", "2023"), 0)
    assert table["Uzbekistan"][3] == f"{uzbekistan:,.0f}"
    absent = [row["name"] for row in rows("countries") if row["iso3"] in {"TKM", "UKR", "EST"}]
    for name, code in zip(absent, ["EST", "TKM", "UKR"], strict=True):
        reported = (code, "2023") in kg or (code, "2023") in morphine
        assert (table[name][3] == "not reported") == (not reported), name
    assert "not reported" in {row[3] for row in table.values()}


def test_a_spark_leaves_a_gap_for_a_year_not_reported():
    drawn = spark(pd.Series([5.0, float("nan"), 10.0]), "#000")
    bars = re.findall(r"M([\d.]+) ", drawn)
    assert bars == ["0.0", "38.0"]  # of three steps of 19, the middle one is empty
    assert spark(pd.Series([float("nan")] * 3), "#000") == ""


@pytest.mark.parametrize("language", languages())
def test_a_second_choice_that_is_not_there_is_said_in_words(language, unsaid):
    # The first posts reach everything, so that there is none; too many ties hide the second.
    rule = {"by": "radius", "radius_km": 500.0, "shared_rule": "half", "best": "AFG-KBL"}
    found = {"gain": 0.0, "total": 0.0, "share_before": float("nan"), "share_after": float("nan")}
    second = {
        "runner_up": "",
        "second": "",
        "runner_up_gain": float("nan"),
        "ties_complete": [True, False],
    }
    by_rule, places = (
        pd.DataFrame(rule | found | second),
        pd.DataFrame({"name": ["Kabul"], "iso3": ["AFG"]}, index=["AFG-KBL"]),
    )
    words = Wording(language)
    html = next_posts_table(by_rule, places, caption="", wording=words)
    assert unsaid(html) == []
    none, unknown = words.say("next.none"), words.say("table.unknown")
    assert [row[5:] for row in Page(html).rows[1:]] == [
        [unknown, unknown, none, none],
        [unknown] * 4,
    ]
