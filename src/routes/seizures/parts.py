"""Read a seizure file of any size part by part, each as it stands in the whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from routes.seizures.account import SeizureFile
from routes.seizures.blocks import (
    Blocks,
    IrregularError,
    TextBlocks,
    parquet_blocks,
    text_blocks,
)
from routes.seizures.bounds import LARGEST_STREAM, refuse_rows
from routes.seizures.events import (
    Writing,
    event_text,
    key_columns,
    read_events,
    with_flags,
    writing,
)
from routes.seizures.files import read_seizures
from routes.seizures.keys import Seen, hashed
from routes.seizures.layouts import EVENTS
from routes.seizures.quality import Flagged, neighbours, settled
from routes.seizures.unpack import GZIP, ZIP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np

    from routes.seizures.events import Cleaned
    from routes.seizures.quality import Neighbours
    from routes.seizures.raw import Raw

# A file of fewer bytes is read at once; text packs about 1:15.
WHOLE, WHOLE_PACKED = 30_000_000, 2_000_000
ROWS = 100_000
_PARQUET = b"PAR1"


def read_in_parts(
    path: str | Path,
    *,
    kind: str | None = None,
    factors: Mapping[tuple[str, str], float] | None = None,
    progress: Callable[[str], object] | None = None,
) -> Iterator[SeizureFile]:
    """Yield the seizures of a file part by part; put together they are `read_seizures`'s.

    Delimited text (packed or not) and Parquet are read three times: how numbers and dates are
    written, duplicates and doubles are decided for the whole file. Of each row eight bytes are
    kept. Small files, workbooks, JSON and annual totals are one part, in the bounds of
    `read_seizures`.

    Parameters
    ----------
    path, kind, factors
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
    path = Path(path)
    step = progress or (lambda _: None)
    found = _blocks(path, kind)
    if found is None or found.layout.kind != EVENTS:
        yield read_seizures(path, kind=kind, factors=factors, progress=step)
        return
    step("reading")
    found, written = _written(found)
    step("comparing")
    duplicates: list[np.ndarray] = []
    decided = _decided(_Pass(path, found, written, factors), duplicates)
    if not duplicates:  # no row at all
        yield read_seizures(path, kind=kind, factors=factors, progress=step)
        return
    step("cleaning")
    yield from _parts(_Pass(path, found, written, factors), duplicates, decided)


@dataclass
class _Pass:
    """One reading of the events of a file, block by block."""

    path: Path
    blocks: Blocks
    written: Writing
    factors: Mapping[tuple[str, str], float] | None
    rows: int = field(default=0)

    def __iter__(self) -> Iterator[tuple[Raw, Cleaned]]:
        for raw in self.blocks.blocks():
            cleaned = read_events(raw, event_text(raw), self.written, factors=self.factors)
            yield raw, cleaned
            self.rows += len(cleaned.events)
            refuse_rows(self.rows, self.path, LARGEST_STREAM)


def _blocks(path: Path, kind: str | None) -> Blocks | None:
    """Return the blocks of a large file; None for one that is read at once."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
        size = path.stat().st_size
    except OSError:
        return None  # the reader of whole files says what is wrong
    if head == _PARQUET:
        return parquet_blocks(path, kind, ROWS) if size > WHOLE_PACKED else None
    packed = head[:2] == GZIP or head == ZIP
    if size <= (WHOLE_PACKED if packed else WHOLE):
        return None
    return text_blocks(path, kind)


def _written(found: Blocks) -> tuple[Blocks, Writing]:
    """Return how the whole file is written, and its blocks, read row by row if need be."""
    try:
        return found, _sum_of_writings(found)
    except IrregularError:
        if not isinstance(found, TextBlocks):
            raise
        found = replace(found, regular=False)
        return found, _sum_of_writings(found)


def _sum_of_writings(found: Blocks) -> Writing:
    total = Writing()
    for raw in found.blocks():
        total += writing(event_text(raw))
    return total


def _decided(reading: _Pass, duplicates: list[np.ndarray]) -> Flagged:
    """Return what is settled between the events of a file; fill in which repeat earlier ones."""
    seen = Seen()
    parts: list[Neighbours] = []
    for raw, cleaned in reading:
        text = event_text(raw)
        keys = hashed(text[cleaned.accepted], key_columns(raw, text))
        duplicates.append(seen.add(keys))
        events = cleaned.events.assign(exact_duplicate=duplicates[-1])
        parts.append(neighbours(events, reading.rows))
    return settled(parts)


def _parts(reading: _Pass, duplicates: list[np.ndarray], decided: Flagged) -> Iterator[SeizureFile]:
    notes = (*reading.blocks.notes, *reading.written.notes)
    for (raw, cleaned), duplicate in zip(reading, duplicates, strict=True):
        first = reading.rows
        events = cleaned.events.assign(exact_duplicate=duplicate)
        frame = with_flags(events, decided, first)
        frame.index = pd.RangeIndex(first, first + len(frame))
        yield SeizureFile(reading.path, raw.layout, frame, cleaned.set_aside, notes)
