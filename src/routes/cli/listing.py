"""``routes list``: the runs of the programme, and the state of the page of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.cli.exits import DONE
from routes.press.programme import read_programme, selected
from routes.press.site import Site
from routes.press.store import open_store, require_readers
from routes.press.work import plan
from routes.reference.files import programme_file

if TYPE_CHECKING:
    import argparse


def add(command: argparse.ArgumentParser) -> None:
    """Add the options."""
    command.add_argument(
        "--programme", type=Path, metavar="FILE", help="of runs; default: the one that is shipped"
    )
    command.add_argument("--only", metavar="PATTERN", help="only these pages, such as 'balkan*'")
    command.add_argument(
        "--out", default="briefings", metavar="DIR", help="folder or URL; default: briefings"
    )
    command.set_defaults(run=run, parser=command)


def run(given: argparse.Namespace) -> int:
    """Print a line for each run: slug, notebook, state, parameters that are not the default."""
    runs = selected(read_programme(given.programme or programme_file()), only=given.only)
    for one in plan(runs, Site(open_store(require_readers(given.out)))):
        changed = " ".join(f"{name}={_text(value)}" for name, value in one.run.changed().items())
        state = "stale" if one.failed else one.state
        print(f"{one.run.slug}  {one.run.notebook}  {state}  {changed}".rstrip())
    return DONE


def _text(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)
