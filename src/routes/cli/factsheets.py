"""``routes factsheets``: make country fact sheets and the index over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.briefing.country_parameters import CountryParameters
from routes.cli.making import add_making, make
from routes.cli.options import add_options, given_options
from routes.cli.tongues import tongues
from routes.press.programme import apart, runs_of
from routes.reference.limits import fact_sheet_states

if TYPE_CHECKING:
    import argparse


def add(sheets: argparse.ArgumentParser) -> None:
    """Add the options."""
    sheets.add_argument(
        "countries",
        nargs="*",
        metavar="ISO3",
        help="States on a route, such as UZB; default: the 21 with a fact sheet",
    )
    add_options(sheets, CountryParameters, without=("iso3",))
    add_making(sheets, out="factsheets")
    sheets.set_defaults(run=run, parser=sheets)


def run(given: argparse.Namespace) -> int:
    """Make the sheets that were asked for; nothing is made unless everything is valid."""
    common = given_options(given, CountryParameters)
    codes = dict.fromkeys(given.countries or fact_sheet_states())
    asked = [
        {"iso3": code, "language": language}
        for language in tongues(common.pop("language", None))
        for code in codes
    ]
    runs = runs_of(CountryParameters, asked, **common)
    return make(apart([("the command", one) for one in runs]), given)
