"""``routes brief``: make briefings and the index over them."""

from __future__ import annotations

import sys
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from routes.briefing import Briefing, publish
from routes.briefing.checking import check
from routes.briefing.coverage_parameters import LiaisonParameters, MeetingParameters
from routes.briefing.parameters import checked
from routes.cli.exits import DONE
from routes.cli.tongues import LANG, tongues
from routes.network import ROUTES

if TYPE_CHECKING:
    import argparse

    from routes.briefing.checking import Parameters
    from routes.cli.exits import Commands


# What a page on coverage shares with a briefing.
COMMON = ("drugs", "countries", "shared", "language", "as_of")
ON_COVERAGE = (MeetingParameters, LiaisonParameters)


def add(commands: Commands) -> None:
    """Add the command and its options."""
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
    brief.add_argument("--seizures", metavar="FILE", help="events to draw instead of the sample")
    brief.add_argument("--edition", metavar="E", help="figures as of this edition")
    brief.add_argument("--lang", dest="language", metavar="L", help=LANG)
    brief.add_argument("--as-of", metavar="DATE", help="date printed on the page (ISO 8601)")
    brief.add_argument(
        "--out", type=Path, default=Path("briefings"), metavar="DIR", help="default: briefings"
    )
    brief.add_argument(
        "--coverage", action="store_true", help="also a page on meetings and one on officers"
    )
    brief.add_argument("--quiet", action="store_true", help="no progress bar")
    brief.set_defaults(run=run, parser=brief)


def run(given: argparse.Namespace) -> int:
    """Make the briefings that were asked for; nothing is made unless everything is valid."""
    names = (
        *("first_year", "last_year", "drugs", "opium_factor", "countries", "shared"),
        *("denominator", "seizures", "edition", "as_of"),
    )
    common = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    # Everything is checked before anything is made.
    requests: list[Parameters] = []
    for language, name in product(tongues(given.language), given.routes or ROUTES):
        asked = common | {"route": name, "language": language}
        requests.append(checked(asked))
        if given.coverage:
            shared = {key: asked[key] for key in ("route", *COMMON) if key in asked}
            requests += [check(model, shared) for model in ON_COVERAGE]
    if given.seizures:
        # A file that cannot be read, or holds no events, is refused before a page is begun.
        _ = Briefing.of(route=(given.routes or ROUTES)[0], **common).events
    try:
        given.out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        given.parser.error(f"--out {given.out}: a file of that name exists; a folder is needed")
    except OSError as error:
        given.parser.error(f"--out {given.out}: cannot be made: {error.strerror}")
    started = time.perf_counter()
    progress = not given.quiet and sys.stderr.isatty()
    for page in publish(requests, given.out, progress=progress):
        seconds = time.perf_counter() - started
        started = time.perf_counter()
        print(f"{page.path}  {page.size / 1000:,.0f} kB  {seconds:.1f} s", flush=True)
    print(f"open {given.out / 'index.html'}")
    return DONE
