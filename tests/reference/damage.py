"""How the tests damage a table, and how they read the error."""

from __future__ import annotations

import csv
from contextlib import suppress
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from routes.errors import DataError, RoutesError
from routes.reference import check_tables, sign

if TYPE_CHECKING:
    from pathlib import Path

ANNUAL = "annual_seizures.csv"


def rewrite(path: Path, content: str | bytes) -> None:
    """Replace a file without touching the original it is linked to."""
    path.unlink()
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def set_cell(path: Path, line: int, column: str, value: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        cells = list(csv.reader(file))
    cells[line - 1][cells[0].index(column)] = value
    path.unlink()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(cells)


def signed(folder: Path) -> Path:
    """Sign a folder as its owner would; what cannot be signed is found when it is loaded."""
    with suppress(RoutesError, UnicodeDecodeError):
        sign(folder, name="damaged")
    return folder


def faults(folder: Path) -> pd.DataFrame:
    signed(folder)
    with pytest.raises(DataError) as caught:
        check_tables(folder)
    return caught.value.faults


def places(frame: pd.DataFrame) -> set[tuple[str, int | None, str]]:
    return {
        (row.table, None if pd.isna(row.row) else int(row.row), row.column)
        for row in frame.itertuples()
    }
