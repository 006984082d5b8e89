"""From the Table Schemas of ``data/datapackage.json`` to pandera schemas.

The descriptor is the one home of column names, types, units, allowed values and keys; this
module only reads it, so that a table and its schema cannot drift apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from routes.reference.reading import DTYPES

if TYPE_CHECKING:
    import pandas as pd


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
        name=resource["name"],
    )


def _column(field: dict[str, Any]) -> pa.Column:
    limits = field.get("constraints", {})
    checks = []
    if "enum" in limits:
        checks.append(pa.Check.isin(limits["enum"], error=f"one of {', '.join(limits['enum'])}"))
    if "pattern" in limits:
        pattern = limits["pattern"]
        checks.append(pa.Check.str_matches(rf"^(?:{pattern})\Z", error=f"of the form {pattern}"))
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


def fault_text(case: pd.Series, resource: dict[str, Any]) -> str:
    """Say one pandera failure case in a few words."""
    check = str(case["check"])
    names = [field["name"] for field in resource["schema"]["fields"]]
    value = case["failure_case"]
    if check == "column_in_dataframe":
        return "the column is missing"
    if check == "column_in_schema":
        return f"unknown column; the table has {', '.join(names)}"
    if check == "not_nullable":
        return "empty, but a value is required"
    if check in {"field_uniqueness", "multiple_fields_uniqueness"}:
        return f"{value!r} stands more than once, but must be unique"
    return f"{value!r} is not {check}"
