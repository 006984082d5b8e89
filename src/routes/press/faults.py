"""Every fault of a run in one line: which page, which cell, what. Others may rely on the words."""

from __future__ import annotations

LONGEST = 300


def cell(index: int | None) -> str:
    """Return where a run is: in a cell, counted from 1 in the run notebook, or past them all."""
    return "the making of the page" if index is None else f"cell {index + 1}"


def failed(slug: str, index: int, name: str, value: str) -> str:
    """Say that a cell raised an error.

    Examples
    --------
    >>> failed("balkan", 3, "ValueError", "no such year")
    'balkan: cell 4 failed: ValueError: no such year'
    """
    said = _line(value)
    return f"{slug}: {cell(index)} failed: {name}" + (f": {said}" if said else "")


def slow_cell(slug: str, index: int | None, seconds: float) -> str:
    """Say that a cell was stopped for its time."""
    return f"{slug}: {cell(index)} took more than {seconds:g} s and was stopped"


def slow_run(slug: str, index: int | None, seconds: float) -> str:
    """Say that a run was stopped for its time."""
    return f"{slug}: the run took more than {seconds:g} s and was stopped in {cell(index)}"


def large(slug: str, index: int | None, memory_mb: float) -> str:
    """Say that a run was stopped for its memory."""
    return f"{slug}: {cell(index)} took more than {memory_mb:,.0f} MB of memory and was stopped"


def ended(slug: str, index: int | None, status: int) -> str:
    """Say that the process ended by itself."""
    return f"{slug}: the process ended by itself in {cell(index)}, with exit status {status}"


def killed(slug: str, index: int | None, signal_name: str) -> str:
    """Say that the process was killed from outside, or crashed."""
    return f"{slug}: the process was killed by {signal_name} in {cell(index)}"


def silent(slug: str, index: int | None) -> str:
    """Say that the process closed the line to the press, or sent what is no message."""
    return f"{slug}: {cell(index)} broke the line to the press and was stopped"


def pressless(slug: str, index: int | None) -> str:
    """Say that the press itself ended."""
    return f"{slug}: the press itself ended; the run was last heard of in {cell(index)}"


def unready(slug: str, said: str) -> str:
    """Say that the press never got ready."""
    return f"{slug}: the press did not start: {_line(said) or 'it ended without a word'}"


def kernel_died(slug: str, index: int | None) -> str:
    """Say that the kernel went away."""
    return f"{slug}: the kernel died in {cell(index)}"


def unfit(slug: str, said: str) -> str:
    """Say that a page could not be made or is not fit to go out."""
    said = _line(said)
    return said if said.startswith(f"{slug}: ") else f"{slug}: {said}"


def broken(slug: str, error: BaseException) -> str:
    """Say that the engine itself failed."""
    said = _line(str(error))
    return f"{slug}: the engine failed: {type(error).__name__}" + (f": {said}" if said else "")


def left_running(count: int) -> str:
    """Say that a run left processes behind; a warning, for the page is whole."""
    said = "a process" if count == 1 else f"{count} processes"
    return f"the run left {said} running; ended with it"


def _line(text: str) -> str:
    lines = text.strip().splitlines()
    first = lines[0].strip() if lines else ""
    return first if len(first) <= LONGEST else first[: LONGEST - 1] + "…"
