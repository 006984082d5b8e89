"""Read a seizure file as it comes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from routes.seizures.account import SeizureFile
from routes.seizures.bounds import UnreadableFileError
from routes.seizures.events import cleaned_events
from routes.seizures.layouts import EVENTS
from routes.seizures.raw import read_raw
from routes.seizures.totals import cleaned_totals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def read_seizures(
    path: str | Path,
    *,
    kind: str | None = None,
    factors: Mapping[tuple[str, str], float] | None = None,
    progress: Callable[[str], object] | None = None,
) -> SeizureFile:
    """Read a file of seizures: events or annual totals, in any layout that is known.

    Parameters
    ----------
    path : str or Path
        CSV (comma, semicolon, tab; UTF-8, UTF-16, Windows-1251 or -1252), plain, gzip or zip;
        xlsx, xls, xlsb or ods; JSON records; Parquet. Layouts: UNODC Individual Drug Seizures,
        UNODC annual totals under the headings in use, and what this library writes.
    kind : {"events", "annual"}, optional
        Overrides what the content says.
    factors : mapping of (drug, unit) to kilograms, optional
        For units without mass: ``{("heroin", "tablet"): 0.0003}``. Without one such rows stay
        without mass.
    progress : callable, optional
        Called with the name of each step as it begins.

    Returns
    -------
    SeizureFile
        ``frame`` (accepted rows), ``set_aside`` (the others, each with line and reason),
        ``account()``.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read as such a table; says why, the columns found and the nearest
        layout.

    Examples
    --------
    >>> from routes.reference import data_dir
    >>> file = read_seizures(data_dir() / "annual_seizures.csv")
    >>> file.kind, len(file.set_aside)
    ('annual', 0)
    """
    step = progress or (lambda _: None)
    try:
        return _read(Path(path), kind, factors, step)
    except MemoryError:
        raise UnreadableFileError(
            f"{path}: takes more memory than there is; split it by year"
        ) from None


def _read(
    path: Path,
    kind: str | None,
    factors: Mapping[tuple[str, str], float] | None,
    step: Callable[[str], object],
) -> SeizureFile:
    step("reading")
    raw = read_raw(path, kind)
    step("cleaning")
    if raw.layout.kind == EVENTS:
        frame, aside, notes = cleaned_events(raw, factors=factors)
    else:
        frame, aside, notes = cleaned_totals(raw)
    return SeizureFile(path, raw.layout, frame, aside, (*raw.notes, *notes))
