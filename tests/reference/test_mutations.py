"""Cuts, swaps and edits of the shipped tables: none publishes a figure made of other rows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("times", [40, pytest.param(500, marks=pytest.mark.long)])
def test_no_change_of_the_tables_publishes_a_falsehood(monkeypatch, times):
    monkeypatch.syspath_prepend(ROOT / "tools")
    from mutations import WRONG, outcomes  # noqa: PLC0415

    monkeypatch.setenv("ROUTES_DATA", str(ROOT / "data"))
    found = list(outcomes(times, seed=times))
    assert [one for one in found if one[2] == WRONG] == []
    assert Counter(came for _, _, came, _ in found)["refused"] > 0.9 * times
