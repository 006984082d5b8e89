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
