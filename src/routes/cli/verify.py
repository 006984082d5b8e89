"""``routes verify``: hash everything of a site again and say what does not match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.cli.exits import DONE, FAILED
from routes.press import site as names
from routes.press.site import Site
from routes.press.store import open_store
from routes.press.verify import verify

if TYPE_CHECKING:
    import argparse


def add(command: argparse.ArgumentParser) -> None:
    """Add the options."""
    command.add_argument("site", metavar="SITE", help="folder or fsspec URL")
    command.set_defaults(run=run, parser=command)


def run(given: argparse.Namespace) -> int:
    """Print what does not match, a line each, and how much was looked at."""
    site = Site(open_store(given.site))
    there = site.store.names()
    if not there:
        given.parser.error(f"{given.site}: no site there")
    found = list(verify(site))
    for line in found:
        print(line)
    pages = len(names.slugs_in(there, "manifests"))
    what = f"{pages} page{'s' if pages != 1 else ''}"
    print(f"{what}: {len(found)} not as they should be" if found else f"{what}: everything matches")
    return FAILED if found else DONE
