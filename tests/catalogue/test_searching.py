"""Searching: filters, languages, phrases, proposals, errors, and text that means mischief."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import routes as rt
from routes.catalogue import CatalogueYearError, QueryError
from routes.catalogue.index import build
from routes.catalogue.search import search_in
from routes.catalogue.words import tokens
from routes.errors import ParameterError, UnknownNameError
from routes.reference import sign

if TYPE_CHECKING:
    import pandas as pd

PRECURSORS = 10


@pytest.mark.parametrize(
    "query",
    ["precursor", "PRECURSORS", "precursor chemicals", "прекурсоры", "прекурсоров", "прекурсорам",
     "前体", "前体化学品", "易制毒化学品"],
)  # fmt: skip
def test_every_form_of_a_term_finds_the_same(query):
    assert set(rt.search(query)["activity"]) == set(rt.search("precursors")["activity"])
    assert rt.search(query).total == PRECURSORS


@pytest.mark.parametrize(
    ("filters", "same"),
    [
        ({"pillar": 3}, {"pillar": "III"}),
        ({"pillar": "iii"}, {"pillar": "III"}),
        ({"pillar": "支柱三"}, {"pillar": "III"}),
        ({"route": "Balkan route"}, {"route": "balkan"}),
        ({"route": "巴尔干路线"}, {"route": "balkan"}),
        ({"country": "iran"}, {"country": "IRN"}),
        ({"country": "Иран"}, {"country": "IRN"}),
        ({"country": "伊朗"}, {"country": "IRN"}),
        ({"kind": "справка по стране"}, {"kind": "fact sheet"}),
        ({"year": "2022"}, {"year": 2022}),
    ],
)
def test_a_filter_is_understood_in_every_language(filters, same):
    assert rt.search(**filters, limit=None)["activity"].to_list() == (
        rt.search(**same, limit=None)["activity"].to_list()
    )


def test_filters_alone_list_everything_that_fits_in_order_of_date():
    found = rt.search(kind="meeting", year=2022)
    # meetings.csv: 30 May, 18 July, 5 October, 24 October, 5 December
    expected = ["EWG2022-II", "EWG2022-IV", "EWG2022-I", "EWG2022-III", "PCGM16"]
    assert found["activity"].to_list() == [f"meeting:{key}" for key in expected]
    assert found["score"].isna().all()


def test_a_word_in_the_title_comes_before_one_in_the_text():
    # A post has Ankara in its title, two meetings in their texts.
    first, *others = rt.search("Ankara")["activity"]
    assert first == "post:2022-TUR"
    assert set(others) == {"meeting:EWG2023-II-ANK", "meeting:EWG2023-II"}


def test_scores_fall_and_the_limit_is_told():
    found = rt.search("precursor", limit=3)
    assert found["score"].is_monotonic_decreasing
    assert len(found) == 3
    assert found.total == PRECURSORS
    assert "3 of 10 that fit." in repr(found)


def test_quotation_marks_ask_for_words_in_a_row():
    assert rt.search("treatment prevention").total == 2  # EWG2023-IV and the section PTRS
    assert rt.search('"treatment prevention"').empty
    found = {"meeting:EWG2023-IV", "programme:PTRS"}  # "Prevention, Treatment and …"
    assert set(rt.search('"prevention and treatment"')["activity"]) == found
    assert set(rt.search("«профилактика и лечение»")["activity"]) == found


def test_the_title_is_in_the_language_asked_for():
    found = rt.search("Ankara", kind="post", language="zh")
    assert found["title"].to_list() == ["国家联络干事，安卡拉"]
    assert "土耳其" in found["snippet"][0]


def test_a_snippet_shows_the_word():
    snippet = rt.search("earthquake")["snippet"][0]
    assert "earthquake" in snippet
    assert "cryptocurrency" not in snippet


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("precusor", "precursor"), ("Tashkient", "tashkent"), ("прекурсорв", "прекурсоров"),
     ("treatmnt Bishkek", "treatment Bishkek")],
)  # fmt: skip
def test_a_slip_is_answered_with_the_nearest_word(typed, meant):
    found = rt.search(typed)
    assert found.empty
    assert found.suggestion == meant
    assert f"did you mean {meant!r}?" in repr(found)
    assert not rt.search(meant).empty


def test_nothing_found_says_so_and_what_would_be_without_the_filters():
    said = repr(rt.search("precursor", pillar="I"))
    assert said == "Nothing fits 'precursor', pillar I. Without the filters: 10."
    assert repr(rt.search("zeppelin")) == "Nothing fits 'zeppelin'. In no activity: zeppelin."
    assert rt.search(country="Peru").empty


def test_what_has_no_year_is_told_when_a_year_is_asked_for():
    # meetings.csv: EWGxxxx-III-HAG and PCGM14 have none
    assert "the year is not known: 2." in rt.search(kind="meeting", year=2022).note
    assert "not known" not in rt.search(kind="meeting", pillar="II").note


@pytest.mark.parametrize(
    ("asked", "kind", "said"),
    [
        ({}, QueryError, "nothing was asked for; give words, or a pillar (I, II, III, IV)"),
        ({"query": " "}, QueryError, "holds no word"),
        ({"query": "the of"}, QueryError, "'the of' holds no word to search for"),
        ({"query": "***", "pillar": "I"}, QueryError, "holds no word"),
        ({"query": "of " + " ".join(f"q{a}q" for a in "bcdefghijklmnopqrstuvwxyzабвгдежз")},
         QueryError, "at most 32"),
        ({"pillar": "V"}, UnknownNameError, "unknown pillar 'V'"),
        ({"pillar": True}, UnknownNameError, "pillar is a text or a whole number or None"),
        ({"query": "\0precursor"}, ParameterError, "query holds a null character"),
        ({"route": "nothern"}, UnknownNameError, "did you mean 'northern'?"),
        ({"kind": "meating"}, UnknownNameError, "did you mean 'meeting'?"),
        ({"country": "Uzbekstan"}, UnknownNameError, "did you mean 'Uzbekistan'?"),
        ({"country": ""}, UnknownNameError, "unknown country ''"),
        ({"query": "x", "language": "de"}, UnknownNameError, "Valid: en, fr, es, ru, ar, zh"),
        ({"year": 1999}, CatalogueYearError, "the catalogue runs from 2003 to 2024"),
        ({"year": "soon"}, CatalogueYearError, "year is a year such as 2024, not 'soon'"),
        ({"query": "x", "limit": 0}, QueryError, "limit is a whole number from 1"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_answered_in_one_line(asked, kind, said):
    with pytest.raises(kind) as caught:
        rt.search(**asked)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    ['NEAR("precursor" meeting, 2)', "precursor OR zeppelin", "precursor NOT meeting", "title:x",
     "{title text}: precursor", "pre*", '"', '"""', "precursor)", "^precursor", "-precursor",
     "a AND (b", "'; DROP TABLE tags; --", "\ue000topic.precursors",
     "NEAR/3", "+", "\\"],
)  # fmt: skip
def test_what_is_typed_is_never_syntax(query):
    try:
        rt.search(query)
    except QueryError as error:
        assert "holds no word" in str(error)  # noqa: PT017
    assert rt.search("precursor").total == PRECURSORS


def test_operators_are_words_that_must_be_found():
    assert rt.search("precursor NOT meeting").suggestion is None
    assert rt.search("precursor NOT meeting").total < PRECURSORS  # all three words
    assert rt.search("precursor NEAR zeppelin").empty
    # The mark of the index cannot be typed: what is left of it are words.
    assert rt.search("\ue000topic.precursors").empty


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=60))
def test_any_text_is_answered_or_refused_in_one_line(query):
    try:
        found = rt.search(query)
    except QueryError as error:
        assert "\n" not in str(error).replace(repr(query), "")  # noqa: PT017
    else:
        assert found.total >= len(found)


def hostile(text: str) -> pd.DataFrame:
    frame = rt.catalogue.activities()
    frame.loc[0, ["title", "title_ru", "title_zh", "text"]] = text
    return frame


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", 'a" OR "b', "NEAR(x y)", "'; DROP TABLE tags"]
)
def test_hostile_data_is_found_as_it_is_written(text):
    catalogue = build(hostile(text))
    found = search_in(catalogue, text, limit=None)
    assert text in found["title"].to_list()


def test_an_installed_copy_of_the_tables_has_a_catalogue_of_its_own(monkeypatch, tmp_path, root):
    for path in (root / "data").glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    table = tmp_path / "meetings.csv"
    table.write_bytes(table.read_bytes().replace(b"Paris Pact meeting co-chaired", b"Zeppelins"))
    sign(tmp_path, name="zeppelins")
    assert rt.search("zeppelin").empty
    monkeypatch.setenv("ROUTES_DATA", str(tmp_path))
    assert rt.search("zeppelin")["activity"].to_list() == ["meeting:ERT2004-TAS"]


@pytest.mark.parametrize(
    ("forms", "one"),
    [
        ("countries country", "country"),
        ("прекурсор прекурсоры прекурсоров прекурсорами", "прекурсор"),
        ("совещание совещания совещаний совещаниях", "совещан"),
        ("Турция Турции Турцию", "турц"),
        ("Иран Ирана Иране", "иран"),
        ("Türkiye TURKIYE turkiye", "turkiye"),
        ("IDS", "ids"),
        ("Paris", "paris"),
    ],
)
def test_forms_of_a_word_are_one_word(forms, one):
    assert set(tokens(forms)) == {one}
