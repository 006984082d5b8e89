"""``routes adopt``: a new edition of the annual totals."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from routes.cli.exits import DONE, FAILED
from routes.reference import data_dir, require_country
from routes.seizures import adoption, merged_tables, read_seizures, write_tables
from routes.seizures.adopt import title_of
from routes.seizures.leaps import nearest

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from routes.seizures import Adoption

SHOWN = 15


def add(adopt: argparse.ArgumentParser) -> None:
    """Add the options."""
    adopt.add_argument("file", type=Path, metavar="FILE")
    adopt.add_argument(
        "--edition", metavar="TITLE", help="title of the edition; default: as the file says"
    )
    adopt.add_argument("--write", action="store_true", help="change the tables; else only say")
    adopt.add_argument(
        "--replace-newer", action="store_true",
        help="put it above editions that are newer or finer",
    )  # fmt: skip
    adopt.add_argument(
        "--accept-leaps", metavar="ISO3", default="",
        help="States whose leaps are right, such as PRT,NZL",
    )  # fmt: skip
    adopt.add_argument(
        "--accept-set-aside", action="store_true", help="leave out what was set aside"
    )
    adopt.set_defaults(run=run, parser=adopt)


def run(given: argparse.Namespace) -> int:
    """Print what the edition adds and revises; write it only when told to."""
    accepted = {require_country(code.strip()) for code in given.accept_leaps.split(",") if code}
    file = read_seizures(given.file, kind="annual")
    change = adoption(file, given.edition, replace_newer=given.replace_newer)
    told_by = title_of(file, given.edition)[1]
    if change.changes_nothing:
        print(_head(change, told_by))
        print(f"nothing to change: the tables hold these figures as {change.held_already!r}")
        return DONE
    print(_text(change, told_by))
    open_questions = _open_questions(change, accepted, given)
    for question in open_questions:
        print(f"routes: {question}", file=sys.stderr)
    if open_questions:
        if given.write:
            print("nothing written")
        return FAILED
    if given.write:
        for path in write_tables(merged_tables(change), data_dir()):
            print(f"wrote {path}")
    else:
        print("nothing written; repeat with --write to change the tables")
    return DONE


def _open_questions(change: Adoption, accepted: set[str], given: argparse.Namespace) -> list[str]:
    """Return what has to be told before anything is written."""
    questions = []
    states = sorted(set(change.leaps["iso3"]) - accepted)
    if states:
        questions.append(
            f"{int(change.leaps['iso3'].isin(states).sum())} figures leap, unexplained; if they "
            f"are right: --accept-leaps {','.join(states)}"
        )
    hidden = int((~change.set_aside["empty"]).sum())
    if hidden and not given.accept_set_aside:
        questions.append(
            f"opiates set aside for another reason than an empty cell, rows: {hidden}; mend the "
            "file, or leave them out: --accept-set-aside"
        )
    return questions


def _head(change: Adoption, told_by: str) -> str:
    years = f"{change.first_year}–{change.last_year}"
    return f"{change.title} ({change.edition}), {years}; told by {told_by}"


def _text(change: Adoption, told_by: str) -> str:
    extent = {
        "whole": "held whole: a State it does not name did not report",
        "part": "held in part: of the States it does not name nothing is known",
    }[change.extent]
    lines = [
        _head(change, told_by),
        *(f"vintage: {reason}" for reason in change.vintage.reasons),
        extent,
        (
            f"adds {len(change.added):,} figures, revises {len(change.revised):,}, "
            f"confirms {change.confirmed:,}"
        ),
    ]
    if len(change.kept):
        lines.append(
            f"differs in {len(change.kept):,} figures from editions above it, whose figures stay"
        )
    if change.too_early:
        lines.append(f"{change.too_early:,} figures of earlier years than the tables: left out")
    lines += _revised(change)
    lines += _added(change)
    lines += _leaps(change)
    lines += _set_aside(change)
    for words, codes in (("appeared", change.appeared), ("vanished", change.vanished)):
        if codes:
            lines.append(f"{words}: {', '.join(codes)}")
    if change.listed_twice:
        blocks = ", ".join(f"{iso3} {year}" for iso3, year in change.listed_twice)
        lines.append(f"listed twice in the file, counted once: {blocks}")
    return "\n".join(lines)


def _revised(change: Adoption) -> list[str]:
    lines = [
        f"  {row.iso3} {row.year} {row.drug}: {row.before:,.6g} kg ({row.before_edition}) "
        f"to {row.kg:,.6g} kg, {row.change:+,.6g}"
        for row in change.revised.head(SHOWN).itertuples()
    ]
    if len(change.revised) > SHOWN:
        lines.append(f"  and {len(change.revised) - SHOWN} smaller revisions")
    return lines


def _added(change: Adoption) -> list[str]:
    """Return every figure that would be added, beside the State's figures of the years around."""
    lines = []
    for (iso3, drug), rows in change.added.groupby(["iso3", "drug"], sort=True):
        known = change.history.get((iso3, drug), {})
        new = ", ".join(f"{row.year} {_kg(row.kg)}" for row in rows.itertuples())
        near = nearest(known, int(rows["year"].max()))
        around = ", ".join(f"{year} {_kg(kg)}" for year, kg in near.items())
        lines.append(f"  + {iso3} {drug}: {new} kg | known: {around or 'nothing near'}")
    return lines


def _leaps(change: Adoption) -> list[str]:
    return [
        f"  leap: {row.iso3} {row.year} {row.drug}: {_kg(row.kg)} kg, and "
        f"{_kg(row.low)} to {_kg(row.high)} kg before: {_times(row.times)}"
        for row in change.leaps.itertuples()
    ]


def _times(times: float) -> str:
    if times == 0:
        return "nothing is left of it"
    if times == float("inf"):
        return "it was nothing before"
    return f"{times:,.0f} times the highest" if times > 1 else f"1/{1 / times:,.0f} of the lowest"


def _set_aside(change: Adoption) -> list[str]:
    rows: pd.DataFrame = change.set_aside
    lines = [f"  set aside: line {row.line}, {row.reason}: {row.text}" for row in rows.itertuples()]
    if change.other_set_aside:
        lines.append(f"set aside too: {change.other_set_aside:,} rows, of other drugs or years")
    return lines


def _kg(kg: float) -> str:
    """Return kilograms as they are held, never in powers of ten."""
    return f"{kg:,.3f}".rstrip("0").rstrip(".") if kg >= 0.001 or not kg else f"{kg:.6f}"  # noqa: PLR2004
