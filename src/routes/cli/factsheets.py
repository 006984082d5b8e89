"""``routes factsheets``: make country fact sheets and the index over them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from routes.briefing import FactSheet, check_countries, publish_sheets
from routes.briefing.parameters import checked
from routes.cli.exits import DONE
from routes.cli.tongues import LANG, tongues

if TYPE_CHECKING:
    import argparse

    from routes.cli.exits import Commands


def add(commands: Commands) -> None:
    """Add the command and its options."""
    sheets = commands.add_parser("factsheets", help="make country fact sheets and their index")
    sheets.add_argument("countries", nargs="*", metavar="ISO3", help="such as UZB; default: all 21")
    sheets.add_argument("--from", dest="first_year", type=int, metavar="Y", help="first year")
    sheets.add_argument("--to", dest="last_year", type=int, metavar="Y", help="last year")
    sheets.add_argument("--lang", dest="language", metavar="L", help=LANG)
    sheets.add_argument("--as-of", metavar="DATE", help="date printed on the page (ISO 8601)")
    sheets.add_argument(
        "--out", type=Path, default=Path("factsheets"), metavar="DIR", help="default: factsheets"
    )
    sheets.set_defaults(run=run, parser=sheets)


def run(given: argparse.Namespace) -> int:
    """Make the sheets that were asked for; nothing is made unless everything is valid."""
    names = ("first_year", "last_year", "language", "as_of")
    asked = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    # The years, language and date of a sheet are those of a briefing, and so are their limits.
    common = checked(asked | {"language": "en"})
    spoken = tongues(asked.pop("language", None))
    codes = check_countries(given.countries)
    try:
        given.out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        given.parser.error(f"--out {given.out}: a file of that name exists; a folder is needed")
    except OSError as error:
        given.parser.error(f"--out {given.out}: cannot be made: {error.strerror}")
    sheets = [
        FactSheet(code, common.years, as_of=common.as_of, language=language)
        for language in spoken
        for code in codes
    ]
    started = last = time.perf_counter()
    for page in publish_sheets(sheets, given.out):
        now = time.perf_counter()
        print(f"{page.path}  {page.size / 1000:,.0f} kB  {now - last:.1f} s", flush=True)
        last = now
    number = f"{len(sheets)} fact sheet{'s' if len(sheets) != 1 else ''}"
    print(f"{number} in {time.perf_counter() - started:.1f} s; open {given.out / 'index.html'}")
    return DONE
