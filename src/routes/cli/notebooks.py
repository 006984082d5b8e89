"""``routes notebooks``: the notebooks, where somebody works who has no repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from routes.cli.exits import DONE
from routes.errors import ParameterError
from routes.reference import notebooks_dir
from routes.workbench.jobs import MONTHLY, job_definitions

if TYPE_CHECKING:
    import argparse

JOBS = "jobs"


def add(command: argparse.ArgumentParser) -> None:
    """Add the options."""
    command.add_argument("folder", type=Path, metavar="DIR", help="made if it is not there")
    command.add_argument("--force", action="store_true", help="overwrite what was changed there")
    command.add_argument(
        "--jobs", action="store_true", help="also job definitions for jupyter-scheduler"
    )
    command.add_argument(
        "--schedule", default=MONTHLY, metavar="CRON", help=f"of the jobs; default {MONTHLY!r}"
    )
    command.add_argument("--timezone", default="UTC", metavar="TZ", help="of the schedule")
    command.set_defaults(run=run, parser=command)


def run(given: argparse.Namespace) -> int:
    """Copy the notebooks and say what next."""
    folder: Path = given.folder
    wanted = {folder / path.name: path.read_bytes() for path in notebooks_dir().glob("*.ipynb")}
    if given.jobs:
        wanted |= _jobs(given)
    written = write(folder, wanted, force=given.force)
    count = len([path for path in wanted if path.suffix == ".ipynb"])
    new = len(written)
    print(f"{count} notebooks in {folder}, {new or 'no'} file{'' if new == 1 else 's'} written")
    print(f"next: jupyter lab {folder}")
    if given.jobs:
        print(f"      {folder / JOBS}: one file a job, for POST scheduler/job_definitions")
    return DONE


def write(folder: Path, wanted: dict[Path, bytes], *, force: bool) -> list[Path]:
    """Write what is not there yet; return what was written.

    Raises
    ------
    ParameterError
        If a file of the same name and other content lies there; then nothing was written.
    """
    if folder.exists() and not folder.is_dir():
        raise ParameterError(f"{folder}: a file of that name exists; a folder is needed")
    there = [path for path in wanted if path.exists()]
    same = [path for path in there if path.is_file() and path.read_bytes() == wanted[path]]
    changed = sorted(path.relative_to(folder).as_posix() for path in set(there) - set(same))
    if changed and not force:
        raise ParameterError(
            f"{folder}: {', '.join(changed)} differ{'s' if len(changed) == 1 else ''} from ours; "
            "nothing was copied. Give another folder, or --force to overwrite"
        )
    fresh = sorted(set(wanted) - set(same))
    try:
        for path in fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
    except OSError as error:
        raise ParameterError(f"{error.filename}: {(error.strerror or '').lower()}") from error
    return fresh


def _jobs(given: argparse.Namespace) -> dict[Path, bytes]:
    made = job_definitions(schedule=given.schedule, timezone=given.timezone)
    return {
        given.folder / JOBS / f"{name}.json": f"{json.dumps(job, indent=1)}\n".encode()
        for name, job in made.items()
    }
