"""What docs/methods/attribution.md says of the sample of 2011–2014 is what the library says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from routes import attribute, read_seizures
from routes.analysis import attributed_totals, event_sensitivity

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT.parent / "shared" / "data" / "ids_2011_2014.csv.gz"
PAGE = (ROOT / "docs" / "methods" / "attribution.md").read_text(encoding="utf-8")
METHODS = ("country", "corridor", "flow")
FAMILIES = (["heroin", "morphine"], ["opium"])

pytestmark = pytest.mark.skipif(
    not SAMPLE.exists(), reason="the real file is not beside the checkout"
)


@pytest.fixture(scope="module")
def events():
    return read_seizures(SAMPLE).counted


def rows_of_page(first, columns):
    """Return the numbers of the rows of a table whose first cell is a part or route."""
    found = {}
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0].lower() in first and len(cells) == columns + 1:
            found[cells[0].lower()] = [float(cell) for cell in cells[1:]]
    return found


def test_the_share_of_each_part_by_each_method(events):
    parts = ("northern", "balkan", "southern", "shared", "unattributed")
    said = rows_of_page(parts, 6)
    assert set(said) == set(parts)
    for column, (drugs, method) in enumerate((d, m) for d in FAMILIES for m in METHODS):
        rows = events[events["family"].isin(drugs)]
        share = attributed_totals(attribute(rows, method=method))["share"].fillna(0).round(1)
        assert [said[part][column] for part in parts] == share.reindex(parts).to_list()


def test_the_range_over_all_methods(events):
    said = rows_of_page(("northern", "balkan", "southern"), 4)
    for column, drugs in ((0, FAMILIES[0]), (2, FAMILIES[1])):
        frame = event_sensitivity(events[events["family"].isin(drugs)])[["low", "high"]].round(1)
        for route, row in frame.iterrows():
            assert said[route][column : column + 2] == row.to_list()


def test_how_much_the_methods_disagree(events):
    said = re.search(r"disagree: (\d+) per cent of the kilograms .* morphine, (\d+) of", PAGE)
    for number, drugs in zip(said.groups(), FAMILIES, strict=True):
        rows = events[events["family"].isin(drugs)]
        state, place = (
            attribute(rows, method=method)["route"].astype(object).fillna("none")
            for method in ("country", "corridor")
        )
        part = 100 * rows.loc[state != place, "kg"].sum() / rows["kg"].sum()
        assert round(part) == int(number)
