"""The command ``routes``."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from routes.errors import DataError, PublicationError, RoutesError, nearest
from routes.network import ROUTES

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE_ERROR, FAILED = 2, 1


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        word = message.partition("unrecognized arguments: ")[2].split(" ")[0]
        options = [option for action in self._actions for option in action.option_strings]
        guess = nearest(word, options) if word else None
        hint = f"; did you mean {guess}?" if guess else ""
        self.exit(USAGE_ERROR, f"{self.prog}: {message}{hint}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 when a briefing could not be made, 2 for a wrong input."""
    parser = _parser()
    given, unknown = parser.parse_known_args(arguments)
    if unknown:
        given.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    try:
        return int(given.run(given))
    except PublicationError as error:
        print(f"routes: {error}", file=sys.stderr)
        return FAILED
    except (RoutesError, DataError) as error:
        print(f"routes: {error}", file=sys.stderr)
        return USAGE_ERROR


def _parser() -> _Parser:
    parser = _Parser(
        prog="routes", description="Briefings on the opiate routes out of Afghanistan."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    brief = commands.add_parser("brief", help="make briefings and the index over them")
    brief.add_argument("routes", nargs="*", metavar="ROUTE", help=", ".join(ROUTES))
    brief.add_argument("--from", dest="first_year", type=int, metavar="Y", help="first year")
    brief.add_argument("--to", dest="last_year", type=int, metavar="Y", help="last year")
    brief.add_argument(
        "--drug", dest="drugs", action="append", metavar="D", help="heroin, morphine or opium"
    )
    brief.add_argument("--opium-factor", type=float, metavar="F", help="to add opium to heroin")
    brief.add_argument("--countries", metavar="LIST", help="transit, with_markets or all")
    brief.add_argument("--shared", metavar="RULE", help="primary, half or apart")
    brief.add_argument("--denominator", metavar="D", help="outside_afghanistan or world")
    brief.add_argument("--language", metavar="L", help="language of the page")
    brief.add_argument("--as-of", metavar="DATE", help="date printed on the page (ISO 8601)")
    brief.add_argument(
        "--out", type=Path, default=Path("briefings"), metavar="DIR", help="default: briefings"
    )
    brief.add_argument("--quiet", action="store_true", help="no progress bar")
    brief.set_defaults(run=_brief, parser=brief)
    check = commands.add_parser("reconcile", help="published figures beside ours")
    check.add_argument("--json", action="store_true", help="for a program")
    check.set_defaults(run=_reconcile, parser=check)
    return parser


def _brief(given: argparse.Namespace) -> int:
    from routes.briefing import publish  # noqa: PLC0415 - reconcile starts without it
    from routes.briefing.parameters import checked  # noqa: PLC0415

    names = (
        *("first_year", "last_year", "drugs", "opium_factor", "countries", "shared"),
        *("denominator", "language", "as_of"),
    )
    common = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    # Everything is checked before anything is made.
    requests = [checked({"route": name, **common}) for name in given.routes or ROUTES]
    if given.out.exists() and not given.out.is_dir():
        given.parser.error(f"--out {given.out}: a file of that name exists; a folder is needed")
    started = time.perf_counter()
    progress = not given.quiet and sys.stderr.isatty()
    for page in publish(requests, given.out, progress=progress):
        seconds = time.perf_counter() - started
        started = time.perf_counter()
        print(f"{page.path}  {page.size / 1000:,.0f} kB  {seconds:.1f} s", flush=True)
    print(f"open {given.out / 'index.html'}")
    return 0


def _reconcile(given: argparse.Namespace) -> int:
    from routes.analysis import reconcile  # noqa: PLC0415

    frame = reconcile()
    if given.json:
        records = json.loads(frame.to_json(orient="records"))
        print(json.dumps(records, ensure_ascii=False, indent=1))
        return 0
    for row in frame.itertuples():
        qualifier = f"{row.qualifier} " if row.qualifier else ""
        mark = "  " if row.within else "! "
        print(f"{mark}{row.metric} — {row.geography}{f' ({row.route})' if row.route else ''}, "
              f"{row.drug}, {row.year}")  # fmt: skip
        print(f"    published {qualifier}{row.published:,.10g}, ours {row.ours:,.1f}, "
              f"difference {row.difference:+,.1f} {row.unit}")  # fmt: skip
        print(f"    rule: {row.rule}")
        if row.nearest_rule != row.rule:
            print(f"    nearest: {row.nearest:,.1f} by {row.nearest_rule}")
        if row.explanation:
            print(f"    {row.explanation}")
        print(f"    {row.source}")
    outside = (~frame["within"]).sum()
    print(f"{len(frame)} figures; {outside} differ by more than 1 point or 2 per cent (!)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
