"""``routes search`` as a user types it."""

from __future__ import annotations

import json

import pytest

from routes.cli import main


@pytest.fixture
def run(capsys):
    """Return a function that runs the command: (code, stdout, stderr)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(["search", *arguments])
        except SystemExit as stop:  # argparse ends so
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_words_and_filters_give_titles_places_and_sources(run):
    code, out, _ = run("precursor", "--pillar", "III", "--year", "2022")
    assert code == 0
    title, tags = out.splitlines()[:2]
    assert title == "Priority recommendations (11): Precursors"
    assert tags.startswith("  recommendations · 2022-10-24 · ")
    assert "meeting:EWG2022-III — E/CN.7/2023/9 para 14" in out
    assert "\n2 fit." in out
    assert max(map(len, out.splitlines())) <= 100


def test_the_answer_is_in_the_language_asked_for(run):
    _, out, _ = run("塔什干联络官", "--lang", "zh", "--year", "2022")
    assert out.splitlines()[:2] == ["联络干事，塔什干", "  联络干事 · 2022 · 北线 · 乌兹别克斯坦"]


def test_json_is_for_a_program(run):
    _, out, _ = run("precursor", "--limit", "2", "--json")
    answer = json.loads(out)
    assert answer["total"] == 10
    assert len(answer["activities"]) == 2
    assert answer["activities"][0]["score"] > answer["activities"][1]["score"]
    assert answer["activities"][0]["source"]


def test_nothing_found_is_said_with_the_nearest_word(run):
    assert run("precusor") == (0, "Nothing fits 'precusor'; did you mean 'precursor'?\n", "")


def test_words_that_look_like_options_or_syntax_are_words(run):
    code, out, _ = run("--", "-precursor", "OR", "*")
    assert (code, out.rstrip().endswith("10 fit.")) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing was asked for; give words, or a pillar"),
        (["the"], "'the' holds no word to search for"),
        (["x", "--pillar", "V"], "unknown pillar 'V'"),
        (["x", "--route", "nothern"], "did you mean 'northern'?"),
        (["x", "--year", "1999"], "the catalogue runs from 2003 to 2024"),
        (["x", "--country", "Uzbekstan"], "did you mean 'Uzbekistan'?"),
        (["x", "--kind", "meating"], "did you mean 'meeting'?"),
        (["x", "--lang", "de"], "Valid: en, fr, es, ru, ar, zh"),
        (["x", "--limit", "0"], "limit is a whole number from 1"),
        (["x", "--limt", "3"], "did you mean --limit?"),
    ],
)
def test_a_wrong_question_is_one_line_and_code_2(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
