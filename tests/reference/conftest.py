"""Folders of tables to damage."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from damage import signed

DATA = Path(__file__).parents[2] / "data"
ANNUAL = "annual_seizures.csv"


@pytest.fixture(scope="session")
def originals(tmp_path_factory):
    """Return a folder of sound tables, the long one shortened so that it loads fast."""
    folder = tmp_path_factory.mktemp("originals")
    for path in [*DATA.glob("*.csv"), DATA / "datapackage.json"]:
        text = path.read_text(encoding="utf-8")
        if path.name == ANNUAL:
            text = "".join(text.splitlines(keepends=True)[:200])
        (folder / path.name).write_text(text, encoding="utf-8")
    for path in DATA.glob("*.geojson"):
        (folder / path.name).write_bytes(path.read_bytes())
    return signed(folder)


@pytest.fixture(scope="session")
def copy(originals, tmp_path_factory):
    """Return a function that makes a fresh folder; a path is loaded once, so never one twice."""

    def fresh() -> Path:
        folder = tmp_path_factory.mktemp("tables")
        for path in originals.iterdir():
            os.link(path, folder / path.name)
        return folder

    return fresh
