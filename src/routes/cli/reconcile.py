"""``routes reconcile``: published figures beside ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis import reconcile
from routes.cli.exits import DONE

if TYPE_CHECKING:
    import argparse


def add(beside: argparse.ArgumentParser) -> None:
    """Add the options."""
    beside.add_argument("--json", action="store_true", help="for a program")
    beside.set_defaults(run=run, parser=beside)


def run(given: argparse.Namespace) -> int:
    """Print every published figure that annual totals can speak to, beside ours."""
    frame = reconcile()
    if given.json:
        records = json.loads(frame.to_json(orient="records"))
        print(json.dumps(records, ensure_ascii=False, indent=1))
        return DONE
    for row in frame.itertuples():
        qualifier = f"{row.qualifier} " if pd.notna(row.qualifier) else ""
        mark = "  " if row.within else "! "
        route = f" ({row.route})" if pd.notna(row.route) else ""
        print(f"{mark}{row.metric} — {row.geography}{route}, {row.drug}, {row.year}")
        low, high = f"{row.low:,.1f}", f"{row.high:,.1f}"
        reach = f" ({low} to {high} by every rule tried)" if low != high else ""
        # Two shares differ by points: a per cent of a per cent would be another figure.
        unit = "points" if row.unit == "per cent" else row.unit
        print(f"    published {qualifier}{row.published:,.10g}, ours {row.ours:,.1f}{reach}, "
              f"difference {row.difference:+,.1f} {unit}")  # fmt: skip
        print(f"    rule: {row.rule}")
        if row.nearest_rule != row.rule:
            print(f"    nearest: {row.nearest:,.1f} by {row.nearest_rule}")
        if pd.notna(row.explanation):
            print(f"    {row.explanation}")
        print(f"    {row.source}")
    outside = (~frame["within"]).sum()
    print(f"{len(frame)} figures; {outside} differ by more than 1 point or 2 per cent (!)")
    return DONE
