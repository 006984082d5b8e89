"""Read a table as text, each row under its line of the file, and find every fault in it."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pandas as pd
from pandera.errors import SchemaErrors

from routes.reference.fault import Fault
from routes.reference.schemas import DTYPES, fault_text, schema

# ASCII digits only, and finite: what every reader of CSV agrees on.
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
        with io.StringIO(content.decode("utf-8-sig"), newline="") as file:
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


def validated(frame: pd.DataFrame, resource: dict[str, Any]) -> tuple[pd.DataFrame, list[Fault]]:
    """Return a table in its types, and its faults; of a cell only the first fault is told."""
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
    faults = list(unread.values())
    whole = schema(resource)
    if whole.unique and not {*whole.unique} & {*typed.columns}:
        # A key of which no column is there; pandas 2 looks for doubles in none, and fails.
        whole.unique = None
    try:
        return whole.validate(typed, lazy=True), faults
    except SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["column", "index", "check"])
        for _, case in cases.iterrows():
            whole_column = case["check"] in {"column_in_dataframe", "column_in_schema"}
            column = str(case["failure_case"] if whole_column else case["column"])
            row = None if pd.isna(case["index"]) else int(case["index"])
            if row is None or (row, column) not in unread:
                faults.append(Fault(path, row, column, fault_text(case, resource)))
        return typed, faults


def _typed(text: pd.Series, kind: str) -> tuple[pd.Series, pd.Series]:
    form = _FORMS[kind]
    fits = text.map(lambda cell: form.fullmatch(cell) is not None, na_action="ignore")
    good = text.where(fits == True)  # noqa: E712 - missing is neither
    wrong = text[text.notna() & (fits == False)]  # noqa: E712
    if kind == "boolean":
        return good.map({"true": True, "false": False}, na_action="ignore").astype("boolean"), wrong
    numbers = pd.to_numeric(good).astype("float64" if kind == "number" else "Int64")
    return numbers.astype(DTYPES[kind]), wrong


def foreign_key_faults(resource: dict[str, Any], tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return every row whose key is not in the table it refers to."""
    faults = []
    for key in resource["schema"].get("foreignKeys", []):
        here = [key["fields"]] if isinstance(key["fields"], str) else key["fields"]
        target = key["reference"]["resource"]
        there = key["reference"]["fields"]
        there = [there] if isinstance(there, str) else there
        frame, other = tables.get(resource["name"]), tables.get(target)
        if frame is None or other is None:
            continue
        if not {*here} <= {*frame.columns} or not {*there} <= {*other.columns}:
            continue
        known = set(other[there].itertuples(index=False, name=None))
        present = frame[here].dropna()
        for row, value in zip(
            present.index, present.itertuples(index=False, name=None), strict=True
        ):
            if value not in known:
                fault = f"{'/'.join(map(str, value))!r} is not in {target}.csv"
                faults.append(Fault(resource["path"], int(row), "/".join(here), fault))
    return faults


def conditional_key_faults(
    resource: dict[str, Any], tables: dict[str, pd.DataFrame]
) -> list[Fault]:
    """Return every row whose key is in none of the tables that its kind refers to.

    Table Schema has no key that depends on another column; ``conditionalKeys`` of a schema holds
    ``fields``, ``when`` (column and value) and ``references``, of which one must have the value.
    """
    faults = []
    for key in resource["schema"].get("conditionalKeys", []):
        here, ((column, value),) = key["fields"], key["when"].items()
        references = [(r["resource"], r["fields"]) for r in key["references"]]
        frame = tables.get(resource["name"])
        if frame is None or not {here, column} <= {*frame.columns}:
            continue
        if not all(name in tables and there in tables[name] for name, there in references):
            continue
        known = {member for name, there in references for member in tables[name][there].dropna()}
        present = frame.loc[(frame[column] == value).fillna(False), here].dropna()
        files = " or ".join(f"{name}.csv" for name, _ in references)
        for row, member in present.items():
            if member not in known:
                fault = f"{member!r} is not in {files}"
                faults.append(Fault(resource["path"], int(str(row)), here, fault))
    return faults
