"""``routes coverage``: what of a route officers and meetings reach, and what nothing does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.analysis import coverage, coverage_gaps, states_of_branch
from routes.analysis.coverage import EACH
from routes.cli.exits import DONE
from routes.network import ROUTES

if TYPE_CHECKING:
    import argparse


WORDS = {
    "post": "officer in post",
    "served": "served by an officer",
    "partner": "partner",
    "hosted": "hosted a meeting",
    "hosted_to_date": "hosted one to date",
    "attended": "known to have attended",
}
BY = {"land": "road and rail", "sea": "sea", "air": "air"}
GAPS_SHOWN = 5


def add(command: argparse.ArgumentParser) -> None:
    """Add the options."""
    command.add_argument("route", nargs="?", metavar="ROUTE", help=", ".join(ROUTES))
    command.add_argument("--year", type=int, default=2022, metavar="Y", help="default 2022")
    command.add_argument("--now", action="store_true", help="what is known now, instead of a year")
    command.add_argument(
        "--radius", type=float, default=500, metavar="KM", help="reach of a post; default 500"
    )
    command.add_argument("--pillar", metavar="P", help="I, II, III or IV: only its meetings")
    command.add_argument("--branch", metavar="B", help="a branch of the route, or each")
    command.add_argument("--countries", metavar="LIST", help="transit, with_markets or all")
    command.add_argument("--shared", metavar="RULE", help="primary, half or apart")
    command.add_argument(
        "--headquarters", action="store_true", help="count meetings in Vienna as on the route"
    )
    command.add_argument("--json", action="store_true", help="for a program")
    command.set_defaults(run=run, parser=command)


def run(given: argparse.Namespace) -> int:
    """Print coverage, and in the text the largest gaps."""
    rule = {key: getattr(given, key) for key in ("countries", "shared") if getattr(given, key)}
    chosen = {
        "year": None if given.now else given.year,
        "pillar": given.pillar,
        "radius_km": given.radius,
        "headquarters": given.headquarters,
        **rule,
    }
    frame = coverage(given.route, branch=given.branch, **chosen)
    if given.json:
        records = json.loads(frame.to_json(orient="records"))
        print(json.dumps(records, ensure_ascii=False, indent=1))
        return DONE
    for route, of_route in frame.groupby("route", sort=False):
        for branch, rows in of_route.groupby("branch", sort=False, dropna=False):
            print("\n".join(_text(str(route), branch, rows)))
        if given.branch != EACH:
            print("\n".join(_gaps(coverage_gaps(str(route), branch=given.branch, **chosen))))
    return DONE


def _text(route: str, branch: object, rows: pd.DataFrame) -> list[str]:
    lines = [f"{route}{'' if pd.isna(branch) else f', {branch}'}"]
    if not pd.isna(branch):
        states = states_of_branch(route, str(branch))
        named = ", ".join(states.index[states["role"] != "source"])
        lines.append(f"  its States, counted for the route or not: {named}")
    about = rows[rows["measure"] == "States"].set_index("relation")["note"]
    for (measure, drugs), block in rows.groupby(["measure", "drugs"], sort=False, dropna=False):
        lines.append(f"  {measure}{'' if pd.isna(drugs) else f', {drugs}'}{_rule(block)}")
        said = ""
        for row in block.itertuples():
            note = row.note
            if measure == "kilograms":
                # What was said of the relation above is not said again.
                said, note = note.removeprefix(about[row.relation]).strip(), ""
            lines.append(f"    {_name(row):<24}{_range(row):>22}{_known(row):>36}  {note}".rstrip())
        if said:
            lines.append(f"    {said}")
    return lines


def _rule(block: pd.DataFrame) -> str:
    rule = str(block["rule"].iloc[-1])
    return "" if rule.startswith("quantile") else f"; {rule}"


def _name(row: Any) -> str:
    if row.measure == "time":
        return "last meeting on it" if pd.isna(row.pillar) else f"pillar {row.pillar}"
    if row.measure == "distance":
        return "to the nearest post"
    return "near a post" if row.measure == "length" else WORDS[row.relation]


def _range(row: Any) -> str:
    if pd.isna(row.low) or pd.isna(row.high):
        return "unknown"
    digits = 0 if row.unit in {"km", "years"} else 1
    if row.unit == "per cent" and row.low < row.high and row.high >= 100:  # noqa: PLR2004
        return "unknown" if row.low <= 0 else f"at least {row.low:,.1f} {row.unit}"
    ends = dict.fromkeys(f"{value:,.{digits}f}" for value in (row.low, row.high))
    return f"{' to '.join(ends)} {row.unit}"


def _known(row: Any) -> str:
    if pd.isna(row.numerator):
        return ""
    return f"{row.numerator:,.0f} of {row.denominator:,.0f} {row.of}"


def _gaps(gaps: pd.DataFrame) -> list[str]:
    states = gaps[gaps["kind"] != "stretch"]
    stretches = gaps[gaps["kind"] == "stretch"]
    partners = int(states["partner"].fillna(value=False).sum())
    unknown = int(states["attended"].isna().sum())
    km = stretches.groupby("means")["km"].sum()
    apart = ", ".join(f"{km.get(means, 0.0):,.0f} km by {words}" for means, words in BY.items())
    head = (
        f"  not known to be reached: {len(states)} States and areas, {partners} of them partners; "
        f"whether they attended is not known for {unknown}\n"
        f"  no post near {apart}; the largest"
    )
    lines = [
        head,
        *(f"    {row.name:<54}{_seized(row):>38}" for row in _first(states)),
    ]
    ends = [
        f"{row.from_name}–{row.to_name}, {row.branch}, by {BY[row.means]}"
        for row in _first(stretches)
    ]
    lengths = [f"{row.km:,.0f} km" for row in _first(stretches)]
    return [*lines, *(f"    {a:<54}{b:>38}" for a, b in zip(ends, lengths, strict=True))]


def _first(gaps: pd.DataFrame) -> Any:
    return gaps.head(GAPS_SHOWN).itertuples(index=False)


def _seized(row: Any) -> str:
    if pd.notna(row.kg):
        return f"{row.kg:,.1f} kg"
    limit = "no limit known" if pd.isna(row.kg_high) else f"up to {row.kg_high:,.1f} kg"
    return f"{row.status}, {limit}"
