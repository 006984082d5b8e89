"""Load the reference tables, all validated at once, every fault reported together."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from routes.errors import DataError, unknown
from routes.reference.fault import Fault
from routes.reference.files import MissingFilesError, data_dir
from routes.reference.memory import forget

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


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
    folder = folder or data_dir()
    if not folder.is_dir():
        raise MissingFilesError(f"{folder}: no such folder")
    _load(folder)


def forget_tables() -> None:
    """Forget what was loaded and worked out, after a table has been changed."""
    _load.cache_clear()
    _descriptor.cache_clear()
    forget()


@cache
def _descriptor(folder: Path) -> dict[str, Any]:
    path = folder / "datapackage.json"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise _damaged(Fault(path.name, error.lineno, "", f"not JSON: {error.msg}")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(Fault(path.name, None, "", f"not readable: {error}")) from error
    try:
        for resource in tabular(package):
            schema_of = resource["schema"]["fields"]
            assert resource["name"], resource["path"]  # noqa: S101 - any absence is one fault
            assert all(field["name"] and field["type"] for field in schema_of)  # noqa: S101
    except (AssertionError, AttributeError, KeyError, TypeError) as error:
        fault = "no data package: every table needs a name, a path and a schema with fields"
        raise _damaged(Fault(path.name, None, "", fault)) from error
    return cast("dict[str, Any]", package)


def tabular(package: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the resources of a package that are tables."""
    return [r for r in package["resources"] if r.get("profile") == "tabular-data-resource"]


@cache
def _load(folder: Path) -> dict[str, pd.DataFrame]:
    # pandera takes two seconds to import: only a program that reads tables pays for it.
    from routes.reference.validation import (  # noqa: PLC0415
        conditional_key_faults,
        foreign_key_faults,
        read_rows,
        validated,
    )

    faults: list[Fault] = []
    tables: dict[str, pd.DataFrame] = {}
    resources = tabular(_descriptor(folder))
    for resource in resources:
        frame, unread = read_rows(folder / resource["path"])
        faults += unread
        if frame is not None:
            tables[resource["name"]], found = validated(frame, resource)
            faults += found
    for resource in resources:
        faults += foreign_key_faults(resource, tables)
        faults += conditional_key_faults(resource, tables)
    if faults:
        raise _damaged(*faults)
    return {name: frame.reset_index(drop=True) for name, frame in tables.items()}


def _damaged(*faults: Fault) -> DataError:
    import pandas as pd  # noqa: PLC0415

    lines = [str(fault) for fault in faults]
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return DataError(
        f"{count} in the reference tables:\n  " + "\n  ".join(lines),
        pd.DataFrame([fault[:] for fault in faults], columns=list(Fault._fields)),
    )
