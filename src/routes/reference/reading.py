"""Read a table as text, each row under its line of the file, and give its columns their types.

Nothing here needs pandera: tables validated when they were signed are read with this alone.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pandas as pd

from routes.reference.fault import Fault

DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
# ASCII digits only, and finite: what every reader of CSV agrees on.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORMS = {
    "integer": re.compile(r"[+-]?[0-9]{1,18}"),
    "number": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?"),
    "boolean": re.compile(r"true|false"),
}


def read_rows(name: str, content: bytes) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Return a table as text, indexed by the line of the file each row begins on.

    A cell of nothing but white space is empty. Rows of the wrong width are faults and left out.
    """
    try:
        text = content.decode("utf-8-sig")
        controls = _CONTROLS.search(text) is not None
        with io.StringIO(text, newline="") as file:
            reader = csv.reader(file)
            heading = next(reader, None)
            if not heading:
                return None, [Fault(name, None, "", "the table is empty")]
            rows, lines, faults = [], [], []
            line = reader.line_num + 1
            for row in reader:
                if row and len(row) != len(heading):
                    fault = f"{len(row)} cells, the heading has {len(heading)}"
                    faults.append(Fault(name, line, "", fault))
                elif row:
                    faults += [
                        Fault(name, line, column, "a control character")
                        for column, cell in zip(heading, row, strict=True)
                        if controls and _CONTROLS.search(cell)
                    ]
                    rows.append([cell if cell.strip() else None for cell in row])
                    lines.append(line)
                line = reader.line_num + 1
    except (UnicodeDecodeError, csv.Error) as error:
        return None, [Fault(name, None, "", f"not readable as UTF-8 CSV: {error}")]
    twice = {column for column in heading if heading.count(column) > 1}
    if twice:
        return None, [Fault(name, 1, column, "the column stands twice") for column in twice]
    if not rows and not faults:
        return None, [Fault(name, None, "", "the table has no rows")]
    frame = pd.DataFrame(rows, index=lines, columns=heading, dtype=object)
    return frame, faults


def typed_rows(
    frame: pd.DataFrame, resource: dict[str, Any]
) -> tuple[pd.DataFrame, dict[tuple[int, str], Fault]]:
    """Return a table in its types, and by line and column each cell that is not of its type."""
    path = resource["path"]
    typed = frame.copy()
    unread: dict[tuple[int, str], Fault] = {}
    for field in resource["schema"]["fields"]:
        name, kind = field["name"], field["type"]
        if name not in typed:
            continue
        if kind not in _FORMS:
            typed[name] = typed[name].astype("str").where(typed[name].notna())
            continue
        column, wrong = _typed(typed[name], kind)
        typed[name] = column
        article = "an" if kind == "integer" else "a"
        for row, value in wrong.items():
            fault = Fault(path, int(row), name, f"{value!r} is not {article} {kind}")
            unread[int(row), name] = fault
    return typed, unread


def _typed(text: pd.Series, kind: str) -> tuple[pd.Series, pd.Series]:
    form = _FORMS[kind]
    fits = text.map(lambda cell: form.fullmatch(cell) is not None, na_action="ignore")
    good = text.where(fits == True)  # noqa: E712 - missing is neither
    wrong = text[text.notna() & (fits == False)]  # noqa: E712
    if kind == "boolean":
        return good.map({"true": True, "false": False}, na_action="ignore").astype("boolean"), wrong
    numbers = pd.to_numeric(good).astype("float64" if kind == "number" else "Int64")
    return numbers.astype(DTYPES[kind]), wrong
