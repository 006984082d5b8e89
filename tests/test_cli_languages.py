"""``--lang``: one language, or all there are, each under a name of its own."""

from __future__ import annotations

import pytest

from routes.briefing.sheets import file_name
from routes.cli import brief, factsheets
from routes.cli.main import main
from routes.views import languages


@pytest.fixture
def asked(monkeypatch):
    """Return what the commands ask to be made, without making it."""
    found = []

    def noted(requests: list[object], *_: object, **__: object) -> object:
        found.extend(requests)
        return iter(())

    monkeypatch.setattr(brief, "publish", noted)
    monkeypatch.setattr(factsheets, "publish_sheets", noted)
    return found


def test_every_language_is_a_page_of_its_own(asked, tmp_path):
    assert main(["brief", "balkan", "--coverage", "--lang", "all", "--out", str(tmp_path)]) == 0
    assert [page.language for page in asked[::3]] == list(languages())
    assert [page.slug for page in asked[:6]] == [
        *("balkan", "balkan-meetings", "balkan-liaison"),
        *("balkan-ar", "balkan-meetings-ar", "balkan-liaison-ar"),
    ]


def test_one_language_is_asked_for_by_its_code(asked, tmp_path):
    assert main(["brief", "southern", "--lang", "zh", "--out", str(tmp_path)]) == 0
    assert [(page.route, page.language) for page in asked] == [("southern", "zh")]


def test_fact_sheets_come_in_every_language(asked, tmp_path):
    assert main(["factsheets", "UZB", "--lang", "all", "--out", str(tmp_path)]) == 0
    assert [file_name(sheet) for sheet in asked] == [
        "UZB.html",
        *(f"UZB-{code}.html" for code in languages()[1:]),
    ]


def test_a_language_without_a_catalogue_is_refused(asked, tmp_path, capsys):
    assert main(["factsheets", "UZB", "--lang", "xx", "--out", str(tmp_path)]) == 2
    assert "unknown language 'xx'" in capsys.readouterr().err
    assert asked == []
