"""``routes attribute``: which route every seizure of a file counts for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from routes.analysis import METHODS, attribute_file, attribute_partitions
from routes.cli.exits import DONE, FAILED
from routes.names import ORIGIN_RULES

if TYPE_CHECKING:
    import argparse


def add(command: argparse.ArgumentParser) -> None:
    """Add the options."""
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--method", default="corridor", metavar="METHOD", help=", ".join(METHODS))
    command.add_argument("--corridor-km", type=float, metavar="KM", help="half-width; default 100")
    command.add_argument("--tie-km", type=float, metavar="KM", help="near-tie; default 10")
    command.add_argument("--coarsest", metavar="PLACE", help="place, district or province")
    command.add_argument("--countries", metavar="LIST", help="country list of the routes")
    command.add_argument("--shared", metavar="RULE", help="rule for States on two routes")
    command.add_argument(
        "--origin", metavar="RULE", help="of annual totals by State: " + ", ".join(ORIGIN_RULES)
    )
    command.add_argument("--out", type=Path, metavar="OUT", help=".parquet or .csv to write")
    command.add_argument(
        "--cluster", metavar="ADDRESS", help="of a Dask scheduler; Parquet in, folder out"
    )
    command.add_argument("--json", action="store_true", help="for a program")
    command.set_defaults(run=run, parser=command)


def run(given: argparse.Namespace) -> int:
    """Attribute the file and print what it came to; return 1 when rows were set aside."""
    names = ("corridor_km", "tie_km", "coarsest", "countries", "shared", "origin")
    rule = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    if given.cluster:
        if given.out is None:
            given.parser.error("--cluster needs --out, a folder")
        attribute_partitions(
            given.file, given.out, scheduler=given.cluster, method=given.method, **rule
        )
        print(f"wrote {given.out}")
        return DONE
    with tqdm(unit=" rows", delay=2, leave=False, ncols=72, disable=None) as bar:
        account = attribute_file(
            given.file, given.out, method=given.method, progress=bar.update,
            step=bar.set_description, **rule,
        )  # fmt: skip
    if given.json:
        print(json.dumps(account, ensure_ascii=False, indent=1))
    else:
        print(_text(account))
        if given.out:
            print(f"wrote {given.out}")
    return FAILED if account["rows_set_aside"] else DONE


def _text(account: dict[str, Any]) -> str:
    apart = (
        f"  {account['rows_set_aside']:,} rows set aside, "
        f"{account['rows_not_counted']:,} duplicates not counted, "
        f"{account['rows_other_drugs']:,} rows of other drugs in no total"
    )
    head = f"{account['file']}: {account['rows']:,} seizures, {METHODS[account['method']]}"
    lines = [head, apart]
    for family, parts in account["totals"].items():
        lines.append(family or "all rows")
        for part, row in parts.items():
            kg = "no mass" if row["kg"] is None else f"{row['kg']:,.1f} kg"
            share = "" if row["share"] is None else f"{row['share']:6.1f} per cent"
            lines.append(f"  {part:<14}{row['events']:>12,} seizures {kg:>20} {share}")
    lines.append("how sure, all rows")
    lines += [f"  {name:<14}{rows:>12,} rows" for name, rows in account["certainty"].items()]
    lines += [f"    {reason}: {rows:,}" for reason, rows in account["reasons"].items()]
    return "\n".join(lines)
