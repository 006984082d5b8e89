"""From the Table Schemas of ``data/datapackage.json`` to pandera schemas.

The descriptor is the one home of column names, types, units, allowed values and keys; this
module only reads it, so that a table and its schema cannot drift apart.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa

DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean"}


def schema(resource: dict[str, Any]) -> pa.DataFrameSchema:
    """Return the pandera schema of one table.

    Parameters
    ----------
    resource : dict
        A resource of the data package, with its Table Schema.
    """
    fields = resource["schema"]["fields"]
    key = resource["schema"].get("primaryKey")
    return pa.DataFrameSchema(
        {field["name"]: _column(field) for field in fields},
        unique=key,
        strict=True,
        coerce=True,
        name=resource["name"],
    )


def _column(field: dict[str, Any]) -> pa.Column:
    limits = field.get("constraints", {})
    checks = []
    if "enum" in limits:
        checks.append(pa.Check.isin(limits["enum"], error=f"one of {', '.join(limits['enum'])}"))
    if "pattern" in limits:
        pattern = limits["pattern"]
        checks.append(pa.Check.str_matches(f"^(?:{pattern})$", error=f"of the form {pattern}"))
    if "minimum" in limits:
        checks.append(pa.Check.ge(limits["minimum"], error=f"at least {limits['minimum']}"))
    if "maximum" in limits:
        checks.append(pa.Check.le(limits["maximum"], error=f"at most {limits['maximum']}"))
    return pa.Column(
        DTYPES.get(field["type"]),
        checks=checks,
        nullable=not limits.get("required", False),
        unique=limits.get("unique", False),
        required=True,
    )


def prepared(frame: pd.DataFrame, resource: dict[str, Any]) -> pd.DataFrame:
    """Return the text frame with empty cells missing and true/false as booleans."""
    result = frame.replace("", pd.NA)
    for field in resource["schema"]["fields"]:
        name = field["name"]
        if field["type"] == "boolean" and name in result:
            words = result[name].map({"true": True, "false": False}, na_action="ignore")
            result[name] = words.astype(object).where(
                words.notna() | result[name].isna(), frame[name]
            )
    return result


def fault_text(case: pd.Series, resource: dict[str, Any]) -> str:
    """Say one pandera failure case in a few words."""
    check = str(case["check"])
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    value = case["failure_case"]
    if check == "column_in_dataframe":
        return "the column is missing"
    if check == "column_in_schema":
        return f"unknown column; the table has {', '.join(types)}"
    if check == "not_nullable":
        return "empty, but a value is required"
    if check in {"field_uniqueness", "multiple_fields_uniqueness"}:
        return f"{value!r} stands more than once, but must be unique"
    if check.startswith(("coerce_dtype", "dtype")):
        kind = types.get(str(case["column"]), "value")
        article = "an" if kind == "integer" else "a"
        return f"{value!r} is not {article} {kind}"
    return f"{value!r} is not {check}"
