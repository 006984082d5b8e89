"""The command ``routes``."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from routes.cli.exits import FAILED, STOPPED, WRONG_INPUT
from routes.cli.terminal import clean_output, complain
from routes.errors import PublicationError, RoutesError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each command: the module that has its options, and what it does. Only the one that is asked for
# is imported; each has ``add(parser)``, which sets ``run`` and ``parser``.
COMMANDS = {
    "brief": ("brief", "make briefings and the index over them"),
    "factsheets": ("factsheets", "make country fact sheets and their index"),
    "list": ("listing", "the runs of the programme and their state"),
    "verify": ("verify", "hash a site again and say what does not match"),
    "notebooks": ("notebooks", "copy the notebooks into a folder"),
    "reconcile": ("reconcile", "published figures beside ours"),
    "check": ("check", "account of a seizure file, to the row"),
    "tables": ("tables", "check the tables in use, or sign your own"),
    "adopt": ("adopt", "merge a new edition of the annual totals"),
    "attribute": ("attribute", "which route every seizure counts for"),
    "coverage": ("coverage", "what officers and meetings reach of a route"),
    "export": ("export", "network, posts, meetings and coverage as layers"),
    "search": ("search", "meetings, posts, documents, programmes by word"),
}


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        word = message.partition("unrecognized arguments: ")[2].split(" ")[0]
        options = [option for action in self._actions for option in action.option_strings]
        guess = nearest(word, options) if word else None
        hint = f"; did you mean {guess}?" if guess else ""
        self.exit(WRONG_INPUT, f"{self.prog}: {message}{hint}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 when something could not be made, 2 for a wrong input."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        # Also what the help names as valid is read from the tables.
        given, unknown = _parser(words).parse_known_args(words)
        if unknown:
            given.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
        with clean_output():
            return int(given.run(given))
    except BrokenPipeError:
        # The reader of our output has left: as any tool, stop without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        complain("stopped")
        return STOPPED
    except PublicationError as error:
        complain(error)
        return FAILED
    except RoutesError as error:
        complain(error)
        return WRONG_INPUT


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser, with the options of the command that is asked for."""
    parser = _Parser(
        prog="routes", description="Briefings on the opiate routes out of Afghanistan."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    asked = next((word for word in words if not word.startswith("-")), None)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary)
        if name == asked:
            importlib.import_module(f"routes.cli.{module}").add(command)
    return parser
