"""The questions of a desk officer, each in three languages, answered the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import routes as rt

QUESTIONS = tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))
ASKED = [
    pytest.param(question, language, id=f"{number}-{language}")
    for number, question in enumerate(QUESTIONS["question"], start=1)
    for language in ("en", "ru", "zh")
]


def test_there_are_twenty():
    assert len(QUESTIONS["question"]) == 20


@pytest.mark.parametrize(("question", "language"), ASKED)
def test_a_question_is_answered_with_exactly_what_the_tables_hold(question, language):
    filters = {
        name: value[language] if isinstance(value, dict) else value
        for name, value in question.get("filters", {}).items()
    }
    found = rt.search(question.get(language), language=language, limit=None, **filters)
    assert sorted(found["activity"]) == sorted(question["answer"])
    assert found.total == len(question["answer"])
    titles = rt.catalogue.activities().set_index("activity")
    column = "title" if language == "en" else f"title_{language}"
    assert found["title"].tolist() == titles.loc[found["activity"], column].tolist()


AS_PUT = [
    pytest.param(asked, id=f"{asked['language']}-{number}")
    for number, asked in enumerate(QUESTIONS["asked"], start=1)
]


def test_each_language_asks_at_least_three():
    languages = [asked["language"] for asked in QUESTIONS["asked"]]
    assert len(languages) >= 20
    assert {code: languages.count(code) >= 3 for code in rt.catalogue.LANGUAGES} == (
        dict.fromkeys(("en", "fr", "es", "ru", "ar", "zh"), True)
    )


@pytest.mark.parametrize("asked", AS_PUT)
def test_a_question_as_people_put_it_has_its_answer_first(asked):
    found = rt.search(asked["query"], language=asked["language"], limit=None)
    assert found.suggestion is None
    if "says" in asked:
        assert found["kind"][0] == "answer"
        assert found["title"][0].split(" (")[0] == asked["says"]
    if "top" in asked:
        assert found["activity"][0] == asked["top"]
    if "all" in asked:
        assert found["activity"].to_list() == asked["all"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("who is posted in Iran", "post:2022-IRN"),
        ("when was the last meeting on precursors", "meeting:EWG2023-III"),
        ("first ministerial conference", "meeting:MC1"),
        ("Kabul officer 2013", "post:2013-AFG"),
        ("entregas vigiladas", "meeting:EWG2011-I"),
    ],
)
def test_what_was_asked_of_the_first_version_is_answered(query, first):
    assert rt.search(query)["activity"][0] == first


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("how many partners", "81 (States 58, organizations 23)"),
        ("Is Tanzania a partner?", "United Republic of Tanzania is not in the list of partners"),
        ("partner Türkiye", "Yes: Türkiye is in the list"),
        (
            "next meeting",
            "The latest of these is of 2024-04-17: what comes next is not known here.",
        ),
    ],
)
def test_an_answer_is_a_row_of_its_own_and_counted_with_none(query, said):
    found = rt.search(query, limit=2)
    assert said in found["title"][0]
    assert found["activity"][0] == "answer"
    assert found.total == len(rt.search(query, limit=None)) - 1


@pytest.mark.parametrize(
    "query",
    ["how many States attended EWG2022-III", "how many participants came to the last meeting",
     "how many unicorns", "сколько делегатов было на совещании в Ташкенте"],
)  # fmt: skip
def test_what_no_row_is_is_not_counted(query):
    # meetings.csv says 31 States: a count of rows, or a nought, would be false.
    assert "answer" not in set(rt.search(query)["kind"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("is Russia a partner of the Paris Pact?", ["Yes: Russian Federation"]),
        ("Are Germany and Brazil partners?", ["Yes: Germany is", "Brazil is not in the list"]),
        ("Is INTERPOL a member?", ["Yes: INTERPOL is"]),
        ("هل إيران شريك في ميثاق باريس؟", ["Yes: Iran (Islamic Republic of)"]),
    ],
)
def test_who_is_a_partner_is_said_of_each_that_is_named(query, said):
    found = rt.search(query)
    assert [part for part in said if part not in found["title"][0]] == []
    assert len(found) == 1 + sum(part.startswith("Yes") for part in said)


@pytest.mark.parametrize("query", ["agent de liaison", "oficial de enlace", "موظف اتصال", "联络官"])
def test_a_kind_is_found_in_every_language(query):
    assert set(rt.search(query, limit=None)["activity"]) == (
        set(rt.search("liaison officer", limit=None)["activity"])
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [("إيران", "IRN"), ("Irán", "IRN"), ("Turquie", "TUR"), ("Ouzbékistan", "UZB"),
     ("روسيا", "RUS"), ("Kirguistán", "KGZ"), ("伊朗", "IRN"), ("Македония", "MKD")],
)  # fmt: skip
def test_a_country_is_found_by_its_name_in_every_language(name, code):
    by_code = rt.search(country=code, limit=None)
    assert rt.search(country=name, limit=None)["activity"].to_list() == (
        by_code["activity"].to_list()
    )
    assert f"partner:{code}" in set(rt.search(name, limit=None)["activity"])


@pytest.mark.parametrize(
    "word", ["last", "best", "lost", "past", "polite", "heroes", "courage", "dernier", "zeppelin"]
)
def test_a_word_that_only_looks_alike_is_not_proposed(word):
    try:
        assert rt.search(word).suggestion is None
    except rt.RoutesError as error:
        assert "no word to search for" in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("query", "meeting"),
    [("techniques d’enquête spéciales", "EWG2022-I"), ("特殊侦查手段", "EWG2022-I"),
     ("backtracking", "EWG2022-III"), ("утечка через Интернет", "EWG2022-III"),
     ("calidad del tratamiento", "EWG2022-IV"), ("الأصول الافتراضية", "EWG2022-II")],
)  # fmt: skip
def test_what_the_groups_of_2022_spoke_about_is_found(query, meeting):
    assert rt.search(query)["activity"][0] == f"meeting:{meeting}"


def test_a_resolution_has_its_year_and_number():
    found = rt.search("resolution 56/3", year=2013)
    assert found["activity"].to_list() == ["document:CND-56-3"]
    assert found["title"][0].startswith("Resolution 56/3: ")
