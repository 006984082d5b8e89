"""Engines by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.errors import unknown
from routes.press.kernels import KernelEngine
from routes.press.warm import WarmEngine

if TYPE_CHECKING:
    from pathlib import Path

    from routes.press.job import Engine, Limits

ENGINES = ("warm", "kernel")


def engine(
    name: str = "warm",
    *,
    jobs: int = 2,
    limits: Limits | None = None,
    notebooks: Path | None = None,
) -> Engine:
    """Return an engine.

    Parameters
    ----------
    name : {"warm", "kernel"}
        Forks of a warm process, or a Jupyter kernel each.
    jobs : int
        Runs at a time; the engine of kernels runs one.
    limits : Limits, optional
    notebooks : Path, optional
        Folder of the notebooks; default the library's.

    Raises
    ------
    UnknownNameError, PublicationError

    Examples
    --------
    >>> engine("worm")
    Traceback (most recent call last):
    routes.errors.UnknownNameError: unknown engine 'worm'; did you mean 'warm'? Valid: warm, kernel
    """
    if name == "warm":
        return WarmEngine(jobs=jobs, limits=limits, notebooks=notebooks)
    if name == "kernel":
        return KernelEngine(limits=limits, notebooks=notebooks)
    raise unknown("engine", name, ENGINES)
