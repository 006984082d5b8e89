"""``routes export``: layers for a geographic information system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from routes.cli.exits import DONE
from routes.network import ROUTES

if TYPE_CHECKING:
    import argparse

FORMATS = ("gpkg", "geojson", "parquet")


def add(export: argparse.ArgumentParser) -> None:
    """Add the options."""
    export.add_argument("folder", type=Path, metavar="DIR", help="where the files are put")
    export.add_argument("--route", choices=ROUTES, help="one route only")
    export.add_argument("--format", choices=FORMATS, default="gpkg", help="default: gpkg")
    export.add_argument("--layer", dest="only", action="append", metavar="L", help="one layer only")
    export.add_argument("--year", type=int, metavar="Y", help="what answers for this year")
    export.add_argument(
        "--km", dest="corridor_km", type=float, default=100, help="half-width of corridors"
    )
    export.set_defaults(run=run, parser=export)


def run(given: argparse.Namespace) -> int:
    """Write the layers and say which files there are."""
    # Geographic formats take a while to import: only this command pays for them.
    from routes.workbench.export import export_layers  # noqa: PLC0415

    target = given.folder / f"{given.route or 'routes'}.{given.format}"
    try:
        files = export_layers(
            target,
            route=given.route,
            only=given.only,
            year=given.year,
            corridor_km=given.corridor_km,
        )
    except OSError as error:
        given.parser.error(f"{given.folder}: cannot be written: {error.strerror or error}")
    for file in files:
        print(f"{file}  {file.stat().st_size / 1000:,.0f} kB")
    return DONE
