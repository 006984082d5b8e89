"""Load the reference tables; tables of one's own all at once, every fault reported together.

The shipped tables were validated when they were signed (``tools/datapackage.py``, and a test). Of
these every signature is looked at, which takes milliseconds, and only the table asked for is read;
pandera, which takes half a second to import, is not needed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from routes.errors import unknown
from routes.reference.fault import Fault, damaged
from routes.reference.files import MissingFilesError, data_dir
from routes.reference.memory import forget
from routes.reference.package import (
    SHIPPED,
    forget_package,
    package,
    package_name,
    read_and_check,
    read_signed,
    tabular,
)

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
    folder = data_dir()
    if package_name(folder) == SHIPPED:
        return _signed(folder, name).copy()
    tables = _load(folder)
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
    _signed.cache_clear()
    _held_to_signatures.cache_clear()
    forget_package()
    forget()


@cache
def _held_to_signatures(folder: Path) -> None:
    faults = [
        fault
        for resource in tabular(package(folder))
        for fault in read_and_check(folder, resource["path"])[1]
    ]
    if faults:
        raise damaged(*faults)


@cache
def _signed(folder: Path, name: str) -> pd.DataFrame:
    from routes.reference.reading import read_rows, typed_rows  # noqa: PLC0415 - pandas

    _held_to_signatures(folder)
    resources = {resource["name"]: resource for resource in tabular(package(folder))}
    if name not in resources:
        raise unknown("table", name, resources)
    path = resources[name]["path"]
    frame, faults = read_rows(path, read_signed(folder, path))
    if frame is None or faults:
        raise damaged(*faults)
    typed, unread = typed_rows(frame, resources[name])
    if unread:
        raise damaged(*unread.values())
    return typed.reset_index(drop=True)


@cache
def _load(folder: Path) -> dict[str, pd.DataFrame]:
    # pandera takes two seconds to import: only a program that reads tables pays for it.
    from routes.reference.reading import read_rows  # noqa: PLC0415
    from routes.reference.validation import (  # noqa: PLC0415
        conditional_key_faults,
        foreign_key_faults,
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
