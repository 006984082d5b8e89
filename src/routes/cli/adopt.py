"""``routes adopt``: a new edition of the annual totals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from routes.cli.exits import DONE
from routes.reference import data_dir
from routes.seizures import adoption, merged_tables, read_seizures, write_tables

if TYPE_CHECKING:
    import argparse

    from routes.seizures import Adoption

SHOWN = 15


def add(adopt: argparse.ArgumentParser) -> None:
    """Add the options."""
    adopt.add_argument("file", type=Path, metavar="FILE")
    adopt.add_argument("--edition", required=True, metavar="TITLE", help="title of the edition")
    adopt.add_argument("--write", action="store_true", help="change the tables; else only say")
    adopt.set_defaults(run=run, parser=adopt)


def run(given: argparse.Namespace) -> int:
    """Print what the edition adds and revises; write it only when told to."""
    change = adoption(read_seizures(given.file, kind="annual"), given.edition)
    print(_text(change))
    if change.changes_nothing:
        print("nothing to change")
    elif given.write:
        for path in write_tables(merged_tables(change), data_dir()):
            print(f"wrote {path}")
    else:
        print("nothing written; repeat with --write to change the tables")
    return DONE


def _text(change: Adoption) -> str:
    lines = [
        f"{change.title} ({change.edition}), {change.first_year}–{change.last_year}",
        (
            f"adds {len(change.added):,} figures, revises {len(change.revised):,}, "
            f"confirms {change.confirmed:,}"
        ),
    ]
    lines += [
        f"  {row.iso3} {row.year} {row.drug}: {row.before:,.6g} kg ({row.before_edition}) "
        f"to {row.kg:,.6g} kg, {row.change:+,.6g}"
        for row in change.revised.head(SHOWN).itertuples()
    ]
    if len(change.revised) > SHOWN:
        lines.append(f"  and {len(change.revised) - SHOWN} smaller revisions")
    for words, codes in (("appeared", change.appeared), ("vanished", change.vanished)):
        if codes:
            lines.append(f"{words}: {', '.join(codes)}")
    if change.listed_twice:
        blocks = ", ".join(f"{iso3} {year}" for iso3, year in change.listed_twice)
        lines.append(f"listed twice in the file, counted once: {blocks}")
    return "\n".join(lines)
