"""The errors of the library: one line each, saying what is wrong, where, and what is valid."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


# What was given and is none may be of any length.
_LONGEST = 100


class RoutesError(Exception):
    """Base of every error the library raises on purpose."""

    def _render_traceback_(self) -> list[str]:
        """Show one line in a notebook instead of forty; IPython looks for this method."""
        return [f"{type(self).__name__}: {self}"]


class UnknownNameError(RoutesError, ValueError):
    """A route, drug, country, language or option that does not exist."""


class ParameterError(RoutesError, ValueError):
    """A briefing parameter that is unknown or out of bounds."""


class DataError(RoutesError, ValueError):
    """Damaged reference tables; every fault is in the message and in ``faults``.

    Attributes
    ----------
    faults : DataFrame
        Columns ``table``, ``row`` (line of the file, the heading is 1), ``column``, ``fault``.
    """

    def __init__(self, message: str, faults: pd.DataFrame) -> None:
        super().__init__(message)
        self.faults = faults


class PublicationError(RoutesError, RuntimeError):
    """A briefing that could not be made or is not fit to publish; nothing was replaced."""


def nearest(name: object, valid: Iterable[object]) -> str | None:
    """Return the member of `valid` that looks most like `name`, or None."""
    words = [str(word) for word in valid]
    folded = {word.casefold(): word for word in words}
    match = get_close_matches(str(name).casefold(), folded, n=1, cutoff=0.5)
    return folded[match[0]] if match else None


def unknown(kind: str, name: object, valid: Iterable[object]) -> UnknownNameError:
    """Build the error for a name that is not among the valid ones.

    Examples
    --------
    >>> print(unknown("route", "nothern", ["northern", "balkan", "southern"]))
    unknown route 'nothern'; did you mean 'northern'? Valid: northern, balkan, southern
    """
    words = [str(word) for word in valid]
    name = str(name) if len(str(name)) <= _LONGEST else f"{str(name)[:_LONGEST]}…"
    guess = nearest(name, words)
    hint = f"; did you mean {guess!r}?" if guess else "."
    return UnknownNameError(f"unknown {kind} {str(name)!r}{hint} Valid: {', '.join(words)}")
