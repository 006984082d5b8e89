"""Where the reference tables and the notebooks lie, in a checkout and in an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

from routes.errors import RoutesError
from routes.release import __version__

ENVIRONMENT_VARIABLE = "ROUTES_DATA"
NOTEBOOKS_VARIABLE = "ROUTES_NOTEBOOKS"
PROGRAMME = "briefings.toml"
_PACKAGE = Path(__file__).resolve().parent.parent


class MissingFilesError(RoutesError, FileNotFoundError):
    """The reference tables or notebooks are not where they should be."""

    def __str__(self) -> str:
        return str(self.args[0])


def _beside_package(name: str) -> Path:
    # In a wheel the folder lies inside the package; in a checkout, two levels above it.
    for place in (_PACKAGE / name, _PACKAGE.parent.parent / name):
        if place.is_dir():
            return place
    raise MissingFilesError(f"no folder {name!r} beside the package; reinstall opiate-routes")


def shipped_data_dir() -> Path:
    """Return the folder of the tables that came with the library."""
    return _beside_package("data")


def data_dir() -> Path:
    """Return the folder of the reference tables.

    The environment variable ``ROUTES_DATA`` names another folder of the same form, such as a
    copy with tables of your own.
    """
    chosen = os.environ.get(ENVIRONMENT_VARIABLE)
    if not chosen:
        return _beside_package("data")
    path = Path(chosen).expanduser().resolve()
    if not (path / "datapackage.json").is_file():
        raise MissingFilesError(f"{ENVIRONMENT_VARIABLE}={chosen}: no datapackage.json in it")
    return path


def example_file() -> Path:
    """Return a small file of seizures that were made up, to try the readers on.

    It is in the layout of Individual Drug Seizures and holds what such files hold: a row twice, a
    place spelled two ways, a unit without mass, a date that is none. No seizure in it happened.

    Returns
    -------
    Path
        In a checkout and in an installed wheel alike.

    Examples
    --------
    >>> example_file().name
    'made_up_seizures.csv'
    """
    return _beside_package("data") / "examples" / "made_up_seizures.csv"


def notebooks_dir() -> Path:
    """Return the folder of the notebooks.

    The environment variable ``ROUTES_NOTEBOOKS`` names another one, such as a copy with cells of
    your own.
    """
    chosen = os.environ.get(NOTEBOOKS_VARIABLE)
    if not chosen:
        return _beside_package("notebooks")
    path = Path(chosen).expanduser().resolve()
    if not path.is_dir():
        raise MissingFilesError(f"{NOTEBOOKS_VARIABLE}={chosen}: no such folder")
    return path


def programme_file() -> Path:
    """Return the file of the programme of runs."""
    for place in (_PACKAGE, _PACKAGE.parent.parent):
        if (place / PROGRAMME).is_file():
            return place / PROGRAMME
    raise MissingFilesError(f"no file {PROGRAMME!r} beside the package; reinstall opiate-routes")


def version() -> str:
    """Return the version of the installed distribution.

    Returns
    -------
    str
        As in ``pyproject.toml``.

    Examples
    --------
    >>> version().count(".")
    2
    """
    return __version__
