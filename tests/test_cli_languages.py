"""``--lang``: one language, or all there are, each under a name of its own."""

from __future__ import annotations

import pytest

from routes.cli import brief, factsheets
from routes.cli.main import main
from routes.names import languages


@pytest.fixture
def asked(monkeypatch):
    """Return what the commands ask to be made, without making it."""
    found = []

    def noted(runs: list[object], _: object) -> int:
        found.extend(runs)
        return 0

    monkeypatch.setattr(brief, "make", noted)
    monkeypatch.setattr(factsheets, "make", noted)
    return found


def test_every_language_is_a_page_of_its_own(asked):
    assert main(["brief", "balkan", "--coverage", "--lang", "all"]) == 0
    assert [run.parameters.language for run in asked[::3]] == list(languages())
    assert [run.slug for run in asked[:6]] == [
        *("balkan", "balkan-meetings", "balkan-liaison"),
        *("balkan-ar", "balkan-meetings-ar", "balkan-liaison-ar"),
    ]


def test_one_language_is_asked_for_by_its_code(asked):
    assert main(["brief", "southern", "--lang", "zh"]) == 0
    assert [(run.parameters.route, run.parameters.language) for run in asked] == [
        ("southern", "zh")
    ]


def test_fact_sheets_come_in_every_language(asked):
    assert main(["factsheets", "UZB", "--lang", "all"]) == 0
    assert [run.slug for run in asked] == ["UZB", *(f"UZB-{code}" for code in languages()[1:])]


def test_a_language_without_a_catalogue_is_refused(asked, capsys):
    assert main(["factsheets", "UZB", "--lang", "xx"]) == 2
    assert "unknown language 'xx'" in capsys.readouterr().err
    assert asked == []
