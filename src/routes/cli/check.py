"""``routes check``: the account of a seizure file.

Exit codes: 0 every row is read; 1 rows were set aside for a fault, or a label that is not known
carries kilograms; 2 the file cannot be read, or asks a question.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from routes.cli.exits import DONE, FAILED
from routes.seizures import Answers, layout_file, layout_text, read_seizures, write_clean
from routes.seizures.template import COLUMNS, write_template

if TYPE_CHECKING:
    import argparse

    from routes.seizures import SeizureFile

STEPS = 4
_SAID = ("decimal", "dates", "country", "drug", "unit", "year")
MATRIX_ROWS = 40


def add(check: argparse.ArgumentParser) -> None:
    """Add the options."""
    check.add_argument("file", type=Path, metavar="FILE", nargs="?")
    check.add_argument(
        "--template", type=Path, metavar="FILE.csv", help="write a table to fill, and stop"
    )
    check.add_argument("--kind", metavar="KIND", help="events or annual; else from the content")
    add_answers(check)
    check.add_argument(
        "--save-layout", metavar="FILE", type=Path, help="keep the answers for the next file"
    )
    check.add_argument("--json", action="store_true", help="for a program")
    check.add_argument("--out", type=Path, metavar="DIR", help="write clean and set-aside rows")
    check.epilog = (
        "exit codes: 0 every row is read; 1 rows were set aside for a fault, or a label that is "
        "not known carries kilograms; 2 the file cannot be read, or asks a question"
    )
    check.set_defaults(run=run, parser=check)


def add_answers(command: argparse.ArgumentParser) -> None:
    """Add the options that say what a file leaves unsaid."""
    said = command.add_argument_group("what the file leaves unsaid")
    said.add_argument("--layout", metavar="FILE", type=Path, help="answers kept, as TOML")
    said.add_argument("--decimal", metavar="SIGN", default="", help="comma or point")
    said.add_argument("--dates", metavar="FIRST", default="", help="day or month")
    said.add_argument("--country", metavar="NAME", default="")
    said.add_argument("--drug", metavar="NAME", default="")
    said.add_argument("--unit", metavar="UNIT", default="", help="of amounts without one: kg, t, g")
    said.add_argument("--year", metavar="YEAR", type=int)
    said.add_argument(
        "--column", metavar="FIELD=HEADING", action="append", default=[],
        help="which of two columns to read, such as amount=Quantity",
    )  # fmt: skip


def answers_of(given: argparse.Namespace) -> Answers:
    """Return the answers given on the command line."""
    kept = layout_file(given.layout) if given.layout else Answers()
    wrong = [pair for pair in given.column if "=" not in pair]
    if wrong:
        given.parser.error(f"--column {wrong[0]!r}: FIELD=HEADING is needed")
    said = {name: getattr(given, name) for name in _SAID if getattr(given, name)}
    columns = {**kept.columns, **dict(pair.split("=", 1) for pair in given.column)}
    return replace(kept, **said, columns=columns)


def run(given: argparse.Namespace) -> int:
    """Print the account; return 1 when rows were set aside or an unknown label has a mass."""
    if given.template:
        print(f"wrote {write_template(given.template)}: fill it and run routes check on it")
        for _, heading, example, meaning in COLUMNS:
            print(f"  {heading:<12} {example:<11} {meaning}")
        return DONE
    if given.file is None:
        given.parser.error("FILE is needed, or --template FILE.csv")
    answers = answers_of(given)
    # The bar shows itself only when reading takes longer than two seconds.
    with tqdm(total=STEPS, delay=2, leave=False, ncols=72, disable=None) as bar:

        def step(name: str) -> None:
            bar.set_description(name)
            bar.update()

        file = read_seizures(given.file, kind=given.kind, progress=step, answers=answers)
        written = write_clean(file, given.out) if given.out else []
    if given.save_layout:
        given.save_layout.write_text(layout_text(answers), encoding="utf-8")
    account = file.account()
    if given.json:
        print(json.dumps(account, ensure_ascii=False, indent=1))
    else:
        print(_text(file))
        for path in written:
            print(f"wrote {path}")
    return DONE if file.complete else FAILED


def _text(file: SeizureFile) -> str:
    a = file.account()
    lines = [
        f"{a['file']}: {file.layout.title}",
        *(f"  {note}" for note in a["notes"]),
        (
            f"rows read {a['rows_read']:,} = accepted {a['rows_accepted']:,} "
            f"+ set aside {a['rows_set_aside']:,}"
        ),
    ]
    lines += [f"  {number:,} {reason}" for reason, number in a["reasons"].items()]
    if a["years"]:
        states = "1 country" if a["countries"] == 1 else f"{a['countries']} countries"
        lines.append(f"years {a['years'][0]}–{a['years'][-1]}, {states}")
    lines.append("kilograms, duplicates left out")
    for family, kg in a["kilograms_by_family"].items():
        mass = "no mass" if kg is None else f"{kg:,.1f} kg"
        lines.append(f"  {family:<12} {mass:>19} {a['rows_by_family'][family]:>9,} rows")
    if a["unknown_labels"]:
        lines.append("labels that are not known, in no family")
        for name, of in list(a["unknown_labels"].items())[:MATRIX_ROWS]:
            lines.append(f"  {name[:40]:<40} {of['kilograms']:>14,.1f} kg {of['rows']:>9,} rows")
    if a["rows_without_mass"]:
        lines.append(f"  without mass {a['rows_without_mass']:>29,} rows")
    if a["located_share"] is not None:
        shares = ", ".join(f"{name} {n:,}" for name, n in a["rows_by_precision"].items())
        lines.append(f"located {100 * a['located_share']:.1f} per cent: {shares}")
    flags = ", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in a["flags"].items() if n)
    lines.append(f"flagged: {flags or 'nothing'}")
    if a.get("blocks_listed_twice"):
        lines.append(f"listed twice, counted once: {', '.join(a['blocks_listed_twice'])}")
    matrix = file.reporting_matrix()
    if len(matrix):
        order = matrix.sum(axis=1).sort_values(ascending=False).index
        shown = matrix.loc[order[:MATRIX_ROWS]]
        lines += ["rows by country and year (0: no row in this file)", shown.to_string()]
        if len(matrix) > len(shown):
            lines.append(f"and {len(matrix) - len(shown)} more countries")
    return "\n".join(lines)
