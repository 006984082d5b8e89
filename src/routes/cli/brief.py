"""``routes brief``: make briefings, or the whole programme, and the index over them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.briefing.checking import Parameters, one_of
from routes.briefing.coverage_parameters import LiaisonParameters, MeetingParameters
from routes.briefing.parameters import BriefingParameters
from routes.cli.making import add_making, make
from routes.cli.options import add_options, given_options
from routes.cli.tongues import tongues
from routes.errors import ParameterError
from routes.names import ROUTES
from routes.press.programme import apart, read_programme, runs_of
from routes.reference.files import programme_file
from routes.reference.held import not_held

if TYPE_CHECKING:
    import argparse

ON_COVERAGE: tuple[type[Parameters], ...] = (MeetingParameters, LiaisonParameters)


def add(brief: argparse.ArgumentParser) -> None:
    """Add the options."""
    brief.add_argument("routes", nargs="*", metavar="ROUTE", help=", ".join(ROUTES))
    brief.add_argument("--all", action="store_true", help="every run of the programme")
    brief.add_argument(
        "--programme", type=Path, metavar="FILE", help="of runs; default: the one that is shipped"
    )
    add_options(brief, BriefingParameters, without=("route",))
    brief.add_argument(
        "--coverage", action="store_true", help="also a page on meetings and one on officers"
    )
    add_making(brief, out="briefings")
    brief.set_defaults(run=run, parser=brief)


def run(given: argparse.Namespace) -> int:
    """Make the pages that were asked for; nothing is made unless everything is valid."""
    common = given_options(given, BriefingParameters)
    if given.all or given.programme:
        day = _day(given, common)
        return make(read_programme(given.programme or programme_file(), **day), given)
    routes = list(dict.fromkeys(given.routes or ROUTES))
    wanted: list[tuple[type[Parameters], dict[str, Any]]] = [(BriefingParameters, common)]
    if given.coverage:
        for model in ON_COVERAGE:
            shared = {key: common[key] for key in common if key in _shared(model)}
            wanted.append((model, shared))
    runs = [
        one
        for language in tongues(common.get("language"))
        for route in routes
        for model, values in wanted
        for one in runs_of(model, [{"route": route}], **values | {"language": language})
    ]
    for told in dict.fromkeys(_not_held(one.parameters) for one in runs):
        if told:
            print(f"routes: {told}", file=sys.stderr, flush=True)
    return make(apart([("the command", one) for one in runs]), given)


def _not_held(p: Parameters) -> str:
    """Return one line on years asked for that the tables do not hold."""
    return not_held(p.years, p.edition) if isinstance(p, BriefingParameters) else ""


def _shared(model: type[Parameters]) -> set[str]:
    """Return what a page on coverage shares with a briefing: the years of a period it does not."""
    return ({*model.model_fields} & {*BriefingParameters.model_fields}) - {"first_year"}


def _day(given: argparse.Namespace, common: dict[str, Any]) -> dict[str, Any]:
    """Return the one parameter that goes with a programme."""
    for route in given.routes:
        one_of("route", route, ROUTES)
    names = [name for name in common if name != "as_of"]
    if given.routes or names or given.coverage:
        said = [*given.routes, *names, *(["coverage"] if given.coverage else [])]
        raise ParameterError(
            f"{', '.join(said)}: the programme has its own parameters; only --as-of goes with it"
        )
    return common
