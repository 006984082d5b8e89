"""Load the reference tables, all validated at once, every fault reported together."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from routes.errors import DataError, unknown
from routes.reference.files import data_dir

if TYPE_CHECKING:
    from pathlib import Path

FAULT_COLUMNS = ["table", "row", "column", "fault"]
_SHOWN = 40


def table(name: str) -> pd.DataFrame:
    """Return one reference table as a fresh frame.

    Parameters
    ----------
    name : str
        A table of ``data/``, such as ``"annual_seizures"`` or ``"meetings"``.

    Returns
    -------
    DataFrame
        Columns as described in ``data/datapackage.json``; integers as ``Int64``, so that a
        missing count stays missing.

    Raises
    ------
    UnknownNameError
        If there is no such table.
    DataError
        If any table of the package is damaged.

    Examples
    --------
    >>> table("pillars").pillar.to_list()
    ['I', 'II', 'III', 'IV']
    """
    tables = _load(data_dir())
    if name not in tables:
        raise unknown("table", name, tables)
    return tables[name].copy()


def descriptor() -> dict[str, Any]:
    """Return the data package descriptor: tables, fields, units, keys, sources."""
    return _descriptor(data_dir())


def check_tables(folder: Path | None = None) -> None:
    """Validate every table of a data folder; raise one `DataError` that lists every fault."""
    _load(folder or data_dir())


@cache
def _descriptor(folder: Path) -> dict[str, Any]:
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    try:
        return cast("dict[str, Any]", json.loads(text))
    except json.JSONDecodeError as error:
        faults = pd.DataFrame(
            [("datapackage.json", error.lineno, "", error.msg)], columns=FAULT_COLUMNS
        )
        raise DataError(f"datapackage.json line {error.lineno}: {error.msg}", faults) from error


def tabular(package: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the resources of a package that are tables."""
    return [r for r in package["resources"] if r.get("profile") == "tabular-data-resource"]


@cache
def _load(folder: Path) -> dict[str, pd.DataFrame]:
    faults: list[tuple[str, int | None, str, str]] = []
    tables: dict[str, pd.DataFrame] = {}
    resources = tabular(_descriptor(folder))
    for resource in resources:
        frame = _read(folder / resource["path"], faults)
        if frame is not None:
            tables[resource["name"]] = _validated(frame, resource, faults)
    for resource in resources:
        _check_foreign_keys(resource, tables, faults)
    if faults:
        _raise(faults)
    return tables


def _read(path: Path, faults: list[tuple[str, int | None, str, str]]) -> pd.DataFrame | None:
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        faults.append((path.name, None, "", "the file is missing"))
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        faults.append((path.name, None, "", f"not readable as UTF-8 CSV: {error}".strip()))
    return None


def _validated(
    frame: pd.DataFrame,
    resource: dict[str, Any],
    faults: list[tuple[str, int | None, str, str]],
) -> pd.DataFrame:
    # pandera takes two seconds to import: only a program that reads tables pays for it.
    from pandera.errors import SchemaErrors  # noqa: PLC0415

    from routes.reference.schemas import fault_text, prepared, schema  # noqa: PLC0415

    text = prepared(frame, resource)
    try:
        return cast("pd.DataFrame", schema(resource).validate(text, lazy=True))
    except SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["column", "index", "check"])
        for _, case in cases.iterrows():
            whole_column = case["check"] in {"column_in_dataframe", "column_in_schema"}
            column = case["failure_case"] if whole_column else case["column"]
            row = None if pd.isna(case["index"]) else int(case["index"]) + 2
            faults.append((resource["path"], row, str(column), fault_text(case, resource)))
        return text


def _check_foreign_keys(
    resource: dict[str, Any],
    tables: dict[str, pd.DataFrame],
    faults: list[tuple[str, int | None, str, str]],
) -> None:
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
        for index, value in zip(
            present.index, present.itertuples(index=False, name=None), strict=True
        ):
            if value not in known:
                shown = "/".join(map(str, value))
                fault = f"{shown!r} is not in {target}.csv"
                faults.append((resource["path"], int(index) + 2, "/".join(here), fault))


def _raise(faults: list[tuple[str, int | None, str, str]]) -> None:
    found = pd.DataFrame(faults, columns=FAULT_COLUMNS)
    lines = []
    for name, row, column, fault in faults[:_SHOWN]:
        place = "".join(
            [name, f" row {row}" if row is not None else "", f" column {column}" if column else ""]
        )
        lines.append(f"{place}: {fault}")
    if len(faults) > _SHOWN:
        lines.append(f"and {len(faults) - _SHOWN} more")
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    raise DataError(f"{count} in the reference tables:\n  " + "\n  ".join(lines), found)
