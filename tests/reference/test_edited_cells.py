"""Whatever is typed into one cell of any table is read as typed, or refused at its line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from damage import set_cell, signed
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from routes.errors import DataError
from routes.reference import table

DATA = Path(__file__).parents[2] / "data"
NASTY = ["", " ", "0", "-1", "1e9", "nan", "NA", "true", "AFG", "2017", "heroin", '"', ",", "\x00"]
# Python's csv writer before 3.13 leaves \r without quotes.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
NAMES = [r["path"] for r in PACKAGE["resources"] if r["path"].endswith(".csv")]


@settings(max_examples=20, deadline=None, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(edit=st.data())
def test_any_edited_cell_is_read_as_written_or_named(copy, edit):
    name = edit.draw(st.sampled_from(NAMES))
    folder = copy()
    with (folder / name).open(encoding="utf-8", newline="") as file:
        cells = list(csv.reader(file))
    line = edit.draw(st.integers(2, len(cells)))
    column = edit.draw(st.sampled_from(cells[0]))
    value = edit.draw(st.sampled_from(NASTY) | TEXTS)
    set_cell(folder / name, line, column, value)
    found = None
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ROUTES_DATA", str(signed(folder)))
            read = table(Path(name).stem).loc[line - 2, column]
    except DataError as error:
        found = error.faults
    if found is not None:
        named = ((found["table"] == name) & (found["row"] == line)).any()
        orphaned = found["fault"].str.contains(f"is not in (?:.* or )?{name}", regex=True).any()
        assert named or orphaned, found
    elif value.strip() == "":
        assert pd.isna(read)
    elif isinstance(read, str):
        assert read == value
    elif isinstance(read, float):
        assert read == float(value)
    else:
        assert str(read).lower() == value.strip()
