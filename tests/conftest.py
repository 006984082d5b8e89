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
