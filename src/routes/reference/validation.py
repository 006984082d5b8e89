"""Find every fault of a table, with pandera."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pandera.errors import SchemaErrors

from routes.reference.fault import Fault
from routes.reference.reading import typed_rows
from routes.reference.schemas import fault_text, schema


def validated(frame: pd.DataFrame, resource: dict[str, Any]) -> tuple[pd.DataFrame, list[Fault]]:
    """Return a table in its types, and its faults; of a cell only the first fault is told."""
    typed, unread = typed_rows(frame, resource)
    path, faults = resource["path"], list(unread.values())
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
