"""Sites to put pages on."""

from __future__ import annotations

import pytest

from routes.press.site import Site
from routes.press.store import LocalStore


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "site"


@pytest.fixture
def site(folder):
    return Site(LocalStore(folder))


@pytest.fixture(autouse=True)
def no_search(monkeypatch):
    """Spare each test the seconds that the page of the catalogue takes."""
    monkeypatch.setattr("routes.press.site._search_page", lambda names: f"search {names}\n")
