"""``routes tables``: which tables are in use, as signed; sign those of one's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from routes.cli.exits import DONE
from routes.reference import check_tables, data_dir, data_hash, descriptor, sign
from routes.reference.fault import damaged
from routes.reference.files import ENVIRONMENT_VARIABLE
from routes.reference.whereabouts import misplaced

if TYPE_CHECKING:
    import argparse


def add(command: argparse.ArgumentParser) -> None:
    """Add the options."""
    command.add_argument(
        "--sign", type=Path, metavar="FOLDER", help="sign the tables of your own in a folder"
    )
    command.add_argument(
        "--name", metavar="NAME", help="what the package of the folder is called, on every page"
    )
    command.set_defaults(run=run, parser=command)


def run(given: argparse.Namespace) -> int:
    """Check the tables in use, or sign a folder; print which they are."""
    if given.sign is None and given.name is not None:
        given.parser.error("--name goes with --sign FOLDER")
    if given.sign is not None:
        folder = given.sign.expanduser().resolve()
        if not folder.is_dir():
            given.parser.error(f"--sign {given.sign}: no such folder")
        for path in sign(folder, name=given.name):
            print(f"signed {path}")
        # What is signed is also what is read from here on.
        os.environ[ENVIRONMENT_VARIABLE] = str(folder)
    check_tables()
    if faults := misplaced(data_dir()):
        raise damaged(*faults)
    package, digest = descriptor(), data_hash()
    rows = sum(resource.get("rows", 0) for resource in package["resources"])
    files = len(package["resources"])
    print(f"{package['name']} {digest}: {files} files, {rows:,} rows, as signed; {data_dir()}")
    return DONE
