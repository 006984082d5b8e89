"""The catalogue holds every activity of the tables once, told in six languages."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import routes as rt
from routes.catalogue.terms import MEANT
from routes.catalogue.words import tokens


@pytest.fixture(scope="module")
def catalogue():
    return rt.catalogue.activities().set_index("activity")


def test_every_row_of_the_tables_is_one_activity(catalogue, rows):
    expected = [
        *(f"meeting:{row['meeting']}" for row in rows("meetings")),
        *(f"post:{r['post']}" for r in rows("liaison_officers") if r["status"] != "not listed"),
        *(f"document:{row['document']}" for row in rows("documents")),
        *(f"recommendations:{r['meeting']}:{r['pillar']}" for r in rows("recommendations")),
        *(f"fact sheet:{row['iso3']}" for row in rows("fact_sheet_countries")),
        *(f"programme:{row['system']}" for row in rows("systems") if row["kind"] != "context"),
        *(f"partner:{row['partner']}" for row in rows("partners")),
    ]
    # 35 meetings, 28 posts less 4 not listed, 8 documents, 6, 21, 32 systems less one context, and
    # 81 partners.
    assert len(expected) == 35 + 24 + 8 + 6 + 21 + 31 + 81
    assert sorted(catalogue.index) == sorted(expected)


def test_every_title_is_translated(catalogue):
    titles = [column for column in catalogue if column.startswith("title")]
    assert len(titles) == 6
    assert catalogue[[*titles, "text", "source"]].notna().all(axis=None)
    assert all(len(set(row)) > 1 for row in catalogue[titles].itertuples(index=False))
    assert catalogue["title_ar"].map(lambda t: bool(re.search("[\u0621-\u064a]", t))).all()
    without_acronyms = catalogue["title_ru"].str.replace(r"\([^()]*\)", "", regex=True)
    assert without_acronyms.map(lambda t: bool(re.search("[а-я]", t))).all()
    assert not without_acronyms.map(lambda t: bool(re.search("[a-z]{3}", t))).any()
    assert catalogue["title_zh"].map(lambda t: bool(re.search("[\u4e00-\u9fff]", t))).all()


def test_a_meeting_in_vienna_a_virtual_one_and_one_without_a_place_are_on_no_route(catalogue):
    on = catalogue["routes"]
    assert on[["meeting:PCGM16", "meeting:EWG2022-II", "meeting:EWG2023-II"]].isna().all()
    assert pd.isna(on["meeting:PCGM14"])
    assert on["meeting:EWG2022-III"] == "balkan"


def test_afghanistan_where_the_routes_begin_is_on_all_three(catalogue):
    assert catalogue.loc["fact sheet:AFG", "routes"] == "northern;balkan;southern"


def test_qualifiers_and_what_is_not_known_are_said(catalogue):
    assert "more than 110 participants" in catalogue.loc["meeting:EWG2022-I", "text"]
    assert "endorsed by: not known" in catalogue.loc["recommendations:EWG2018-I:I", "text"]
    assert "that it is on the list is inferred" in catalogue.loc["fact sheet:UZB", "text"]
    assert pd.isna(catalogue.loc["post:2014-2016-IRN", "year"])
    assert "2014–2016" in catalogue.loc["post:2014-2016-IRN", "text_zh"]


def test_names_of_countries_are_those_of_the_united_nations(catalogue):
    row = catalogue.loc["fact sheet:KGZ"]
    assert row["title"] == "Country fact sheet: Kyrgyzstan"
    assert row["title_ru"] == "Справка по стране: Кыргызстан"  # CLDR has Киргизия
    assert "俄罗斯联邦" in catalogue.loc["meeting:MC2", "text_zh"]  # CLDR has 俄罗斯


def test_activities_come_in_order_of_date_those_without_last():
    years = rt.catalogue.activities()["year"]
    dated = years.dropna()
    assert dated.is_monotonic_increasing
    assert years.iloc[: len(dated)].notna().all()


def test_a_form_means_one_thing_only(rows):
    meanings: dict[tuple[str, ...], set[str]] = {}
    for row in rows("search_terms"):
        if row["group"] in MEANT:
            for form in row["forms"].split(";"):
                words = tuple(tokens(form))
                meanings.setdefault(words, set()).add(f"{row['group']}.{row['key']}")
    assert not {form: of for form, of in meanings.items() if len(of) > 1}


def test_every_term_has_a_form_in_each_language(rows):
    # English labels of these groups stand in other tables; of countries only what CLDR lacks.
    known: dict[tuple[str, str], set[str]] = {}
    for row in rows("search_terms"):
        known.setdefault((row["group"], row["key"]), set()).add(row["language"])
    for (group, key), languages in known.items():
        if group != "country":
            english = set() if group == "pillar name" else {"en"}
            assert languages == {"fr", "es", "ru", "ar", "zh"} | english, (group, key)


def test_changing_the_frame_does_not_change_the_next():
    frame = rt.catalogue.activities()
    frame["title"] = ""
    assert rt.catalogue.activities()["title"].ne("").all()
