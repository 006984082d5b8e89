"""Build data/annual_seizures.csv from the files of its editions, each edition whole.

    python tools/build_annual_totals.py KEY=FILE [KEY=FILE …] [--check]

A key is one of data/editions.csv, such as ``wdr-2024=annex_7.1_2018_2022.xlsx``. The rows of an
edition named here are made anew, from `FIRST` on; those of another stay. ``--check`` writes nothing
and fails where the table would change. The files are never committed.

Notes stay with their figure. A note on a figure also goes to the other editions that give the same
figure, unless it is about the edition.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from routes.reference import table
from routes.seizures import read_seizures
from routes.seizures.cells import CELL, opiate_cells

TARGET = Path(__file__).parent.parent / "data" / "annual_seizures.csv"
# Before 2005 no page, no published share and no list of posts asks for a figure, and the export
# still counts States that are none today: Serbia and Montenegro, Czechoslovakia, the Soviet Union.
FIRST = 2005
COLUMNS = [*CELL, "kg", "edition", "note", "confidence"]


def cells_of(key: str, path: str) -> pd.DataFrame:
    """Return every opiate figure of an edition from `FIRST` on, with what is noted of it."""
    cells = opiate_cells(read_seizures(path, kind="annual"))
    cells = cells[cells["year"] >= FIRST].assign(edition=key)
    held = table("annual_seizures")
    own = held[held["edition"] == key][[*CELL, "note", "confidence"]]
    cells = cells.merge(own, on=CELL, how="left")
    noted = held[held["note"].notna() & (held["edition"] != key)]
    for row in noted[~noted["note"].fillna("").str.contains("edition")].itertuples():
        same = (cells[CELL] == [row.iso3, row.year, row.drug]).all(axis=1)
        same &= (cells["kg"] - row.kg).abs() <= 0.5  # noqa: PLR2004 - editions round to kilograms
        cells.loc[same & cells["note"].isna(), "note"] = row.note
        cells.loc[same, "confidence"] = cells.loc[same, "confidence"].fillna(row.confidence)
    return cells.assign(confidence=cells["confidence"].fillna("stated"))[COLUMNS]


def main(arguments: list[str]) -> int:
    """Make the table and write it, or say what would change."""
    check = "--check" in arguments
    files = dict(one.split("=", 1) for one in arguments if one != "--check")
    unknown = set(files) - set(table("editions")["edition"])
    if unknown or not files:
        print(f"no such edition: {sorted(unknown)}" if unknown else __doc__, file=sys.stderr)
        return 2
    held = table("annual_seizures")
    others = held[~held["edition"].isin(files)][COLUMNS]
    whole = pd.concat([others, *(cells_of(key, path) for key, path in files.items())])
    text = whole.sort_values([*CELL, "edition"]).to_csv(
        index=False, lineterminator="\n", float_format="%.15g"
    )
    if not check:
        TARGET.write_text(text, encoding="utf-8")
        print(f"{TARGET.name}: {len(whole)} rows")
        return 0
    before, after = set(TARGET.read_text(encoding="utf-8").splitlines()), set(text.splitlines())
    for line in sorted(before - after):
        print(f"- {line}")
    for line in sorted(after - before):
        print(f"+ {line}")
    return int(before != after)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
