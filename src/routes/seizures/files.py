"""Read a seizure file as it comes: at once, or part by part, each as it stands in the whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import ParameterError
from routes.seizures.account import SeizureFile
from routes.seizures.bounds import LARGEST_STREAM, UnreadableFileError, refuse_rows
from routes.seizures.copies import copied_sheets
from routes.seizures.events import read_events, with_flags
from routes.seizures.keys import Seen
from routes.seizures.layouts import EVENTS
from routes.seizures.quality import neighbours, settled
from routes.seizures.reading import Reading
from routes.seizures.sheets import BLOCK
from routes.seizures.totals import read_totals
from routes.seizures.unpack import GZIP, ZIP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np

    from routes.seizures.answers import Answers

# A file of fewer bytes is read at once; text packs about 1:15.
WHOLE, WHOLE_PACKED = 30_000_000, 2_000_000
# What the rows of a sheet that is a copy share with those it repeats.
_SAME = ["iso3", "date", "drug", "amount", "unit", "kg", "division", "place"]


def read_seizures(
    path: str | Path,
    *,
    kind: str | None = None,
    factors: Mapping[tuple[str, str], float] | None = None,
    progress: Callable[[str], object] | None = None,
    answers: Answers | None = None,
) -> SeizureFile:
    """Read a file of seizures: events or annual totals, in any layout that is known.

    Parameters
    ----------
    path : str or Path
        CSV (comma, semicolon, tab; UTF-8, UTF-16, Windows-1251 or -1252), plain, gzip or zip;
        xlsx, xls, xlsb or ods; JSON records; Parquet. Layouts: UNODC Individual Drug Seizures,
        UNODC annual totals, national lists, and what this library writes, under headings in
        the six languages of the United Nations, Persian, Turkish and German.
    kind : {"events", "annual"}, optional
        Overrides what the content says.
    factors : mapping of (drug, unit) to kilograms, optional
        For units without mass: ``{("heroin", "tablet"): 0.0003}``. Without one such rows stay
        without mass.
    progress : callable, optional
        Called with the name of each step as it begins.
    answers : Answers, optional
        What the file leaves unsaid: country, unit, drug, year, the decimal sign.

    Returns
    -------
    SeizureFile
        ``frame`` (accepted rows), ``set_aside`` (the others, each with line and reason),
        ``account()``.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read as such a table, or can be read in two ways; says why, and
        which option answers.

    Examples
    --------
    >>> from routes.reference import data_dir
    >>> file = read_seizures(data_dir() / "annual_seizures.csv")
    >>> file.kind, len(file.set_aside)
    ('annual', 0)
    """
    step = progress or (lambda _: None)
    try:
        return next(_read(_checked(path), kind, factors, step, answers, None))
    except MemoryError:
        raise UnreadableFileError(
            f"{path}: takes more memory than there is; split it by year"
        ) from None


def read_in_parts(
    path: str | Path,
    *,
    kind: str | None = None,
    factors: Mapping[tuple[str, str], float] | None = None,
    progress: Callable[[str], object] | None = None,
    answers: Answers | None = None,
) -> Iterator[SeizureFile]:
    """Yield the seizures of a file part by part; put together they are `read_seizures`'s.

    Delimited text (packed or not) and Parquet are read three times: how numbers and dates are
    written, duplicates and doubles are decided for the whole file. Of each row eight bytes are
    kept. Small files, workbooks, JSON and annual totals are one part, in the bounds of
    `read_seizures`.

    Parameters
    ----------
    path, kind, factors, answers
        As for `read_seizures`.
    progress : callable, optional
        Called with the name of each step as it begins.

    Yields
    ------
    SeizureFile
        ``frame`` is indexed by the number of the row among the accepted ones of the file.

    Raises
    ------
    UnreadableFileError

    Examples
    --------
    >>> from routes.seizures import read_in_parts
    >>> sum(len(part.frame) for part in read_in_parts("seizures.csv"))  # doctest: +SKIP
    26545
    """
    step = progress or (lambda _: None)
    path = _checked(path)
    yield from _read(path, kind, factors, step, answers, BLOCK if _is_large(path) else None)


def _checked(path: object) -> Path:
    if not isinstance(path, str | Path):
        raise ParameterError(f"a path of a file is needed, not {type(path).__name__}")
    return Path(path)


def _is_large(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(4)
        size = path.stat().st_size
    except OSError:
        return False  # what reads it says what is wrong
    packed = head[:2] == GZIP or head in {ZIP, b"PAR1"}
    return size > (WHOLE_PACKED if packed else WHOLE)


def _read(
    path: Path,
    kind: str | None,
    factors: Mapping[tuple[str, str], float] | None,
    step: Callable[[str], object],
    answers: Answers | None,
    block: int | None,
) -> Iterator[SeizureFile]:
    step("reading")
    reading = Reading(path, kind, answers, block)
    layout = reading.layout
    written = reading.writing()
    if layout.kind != EVENTS:
        step("cleaning")
        for part in reading.parts():
            frame, aside, told = read_totals(part, written)
            yield SeizureFile(path, layout, frame, aside, (*reading.notes, *told))
        return
    step("comparing")
    seen = Seen()
    duplicates: list[np.ndarray] = []
    gathered = []
    rows = 0
    kept = []
    for part in reading.parts():
        cleaned = read_events(part, written, factors=factors)
        duplicates.append(seen.add(cleaned.keys) | cleaned.told_duplicate)
        events = cleaned.events.assign(exact_duplicate=duplicates[-1])
        gathered.append(neighbours(events, rows))
        rows += len(events)
        refuse_rows(rows, path, LARGEST_STREAM)
        if block is None:
            kept.append(cleaned)
    decided = settled(gathered)
    step("cleaning")
    notes = (*reading.notes, *written.notes)
    first = 0
    again = kept or (read_events(part, written, factors=factors) for part in reading.parts())
    for cleaned, duplicate in zip(again, duplicates, strict=True):
        events = cleaned.events.assign(exact_duplicate=duplicate)
        frame = with_flags(events, decided, first)
        copies = copied_sheets(frame[frame["counted"]], _SAME)
        if copies:
            frame["counted"] &= ~frame["sheet"].isin(list(copies))
        repeated = [f"sheet {name!r} repeats {of}: counted once" for name, of in copies.items()]
        frame.index = pd.RangeIndex(first, first + len(frame))
        first += len(frame)
        yield SeizureFile(
            path, layout, frame, cleaned.set_aside, (*notes, *cleaned.notes, *repeated)
        )
