"""Load the reference tables, all validated at once, every fault reported together."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from routes.errors import unknown
from routes.reference.fault import Fault, damaged
from routes.reference.files import MissingFilesError, data_dir
from routes.reference.memory import forget
from routes.reference.package import forget_package, package, read_and_check, tabular

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
    return package(data_dir())


def check_tables(folder: Path | None = None) -> None:
    """Validate every table of a data folder; raise one `DataError` that lists every fault."""
    folder = folder or data_dir()
    if not folder.is_dir():
        raise MissingFilesError(f"{folder}: no such folder")
    _load(folder)


def forget_tables() -> None:
    """Forget what was loaded and worked out, after a table has been changed."""
    _load.cache_clear()
    forget_package()
    forget()


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
    resources = tabular(package(folder))
    for resource in resources:
        content, unsigned = read_and_check(folder, resource["path"])
        faults += unsigned
        if content is None:
            continue
        frame, unread = read_rows(resource["path"], content)
        faults += unread
        if frame is not None:
            tables[resource["name"]], found = validated(frame, resource)
            faults += found
    for resource in resources:
        faults += foreign_key_faults(resource, tables)
        faults += conditional_key_faults(resource, tables)
    if faults:
        raise damaged(*faults)
    return {name: frame.reset_index(drop=True) for name, frame in tables.items()}
