"""Write the opiate cells of the original workbook of annex 7.1 as a small file for the tests.

    python tools/excerpt_of_annex.py WORKBOOK TARGET

One line a cell, as it stands: row of the sheet, msCode, DrugName, Reference year, Kilograms. Read
with calamine alone and none of this library's readers, so that the two can be held to each other.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from python_calamine import CalamineWorkbook

OPIATES = ("Heroin", "Illicit morphine", "Opium")
HEADS = ("msCode", "DrugName", "Reference year", "Kilograms")


def main(workbook: str, target: str) -> None:
    """Write the excerpt."""
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
    at = [rows[1].index(name) for name in HEADS]
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["row", *HEADS])
        for number, row in enumerate(rows[2:], start=3):
            code, drug, year, kg = (row[place] for place in at)
            if drug in OPIATES:
                out.writerow([number, code, drug, int(float(str(year))), kg])


if __name__ == "__main__":
    main(*sys.argv[1:])
