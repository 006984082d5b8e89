"""One fault of a reference table."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """Where a table is damaged, and how.

    ``row`` is the line of the file, the heading being 1; None for a fault of the whole table.
    """

    table: str
    row: int | None
    column: str
    fault: str

    def __str__(self) -> str:
        row = f" row {self.row}" if self.row is not None else ""
        column = f" column {self.column}" if self.column else ""
        return f"{self.table}{row}{column}: {self.fault}"
