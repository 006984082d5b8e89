"""What every test may use."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import settings

# The time of one example says more of what else the machine does than of the code.
settings.register_profile("routes", deadline=None)
settings.load_profile("routes")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root():
    """Return the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def rows():
    """Return a function that reads a table of ``data/`` without the library: a list of dicts."""

    def read(name: str) -> list[dict[str, str]]:
        with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture
def pseudo(tmp_path, monkeypatch):
    """Add a language in which every translation is the English between ⟦ and ⟧; return its code."""
    from babel.messages.pofile import read_po, write_po  # noqa: PLC0415

    from routes.reference import country_names  # noqa: PLC0415
    from routes.views import messages, wording  # noqa: PLC0415
    from routes.views.table_texts import texts  # noqa: PLC0415

    code = "eo"
    with (messages.CATALOGUES / "en.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    (tmp_path / "en.po").write_bytes((messages.CATALOGUES / "en.po").read_bytes())
    for message in catalogue:
        if message.id:
            forms = (message.string,) if isinstance(message.string, str) else message.string
            marked = tuple(f"⟦{form}⟧" for form in forms)
            message.string = marked[0] if isinstance(message.string, str) else marked
    for kind, text in texts():
        catalogue.add(text, f"⟦{text}⟧", context=kind)
    with (tmp_path / f"{code}.po").open("wb") as file:
        write_po(file, catalogue)
    names = {iso3: f"⟦{name}⟧" for iso3, name in country_names().items()}
    monkeypatch.setattr("routes.names.CATALOGUES", tmp_path)
    monkeypatch.setattr(messages, "CATALOGUES", tmp_path)
    monkeypatch.setattr(wording, "country_names", lambda _: names)
    return code
