"""The command ``routes``."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from routes.cli import (
    adopt,
    attribute,
    brief,
    check,
    coverage,
    export,
    factsheets,
    reconcile,
    search,
)
from routes.cli.exits import FAILED, WRONG_INPUT
from routes.errors import PublicationError, RoutesError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    parser = _Parser(
        prog="routes", description="Briefings on the opiate routes out of Afghanistan."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    every = (brief, factsheets, reconcile, check, adopt, attribute, coverage, search, export)
    for command in every:
        command.add(commands)
    given, unknown = parser.parse_known_args(arguments)
    if unknown:
        given.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    try:
        return int(given.run(given))
    except BrokenPipeError:
        # The reader of our output has left: as any tool, stop without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except PublicationError as error:
        print(f"routes: {error}", file=sys.stderr)
        return FAILED
    except RoutesError as error:
        print(f"routes: {error}", file=sys.stderr)
        return WRONG_INPUT
