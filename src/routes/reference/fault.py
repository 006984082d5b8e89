"""One fault of a reference table, and the error that lists all of them."""

from __future__ import annotations

from typing import NamedTuple

from routes.errors import DataError


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


def damaged(*faults: Fault) -> DataError:
    """Return the one error that lists every fault."""
    import pandas as pd  # noqa: PLC0415 - only who has something to say of a table needs it

    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return DataError(
        f"{count} in the reference tables:\n  " + "\n  ".join(map(str, faults)),
        pd.DataFrame([fault[:] for fault in faults], columns=list(Fault._fields)),
    )
