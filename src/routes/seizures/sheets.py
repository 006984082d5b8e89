"""A file as sheets of text cells, each row with its line: at once, or in parts, as often as needed.

Delimited text is one sheet without a name, and so are JSON and Parquet.
"""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from routes.seizures.bounds import LARGEST_BYTES, UnreadableFileError, refuse_bomb, refuse_long_row
from routes.seizures.decode import OLE, decode, parquet_columns, texts
from routes.seizures.delimited import delimiter_of, regular_rows
from routes.seizures.quotes import Record, records, usual_width
from routes.seizures.stream import TextStream, text_stream
from routes.seizures.unpack import ZIP, unpacked
from routes.seizures.values.dates import EPOCH

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

# Characters that are parsed at a time, and in which the heading is looked for.
BLOCK = 8_000_000
_HEAD = 4_000_000
HEADING_WITHIN = 40
# Lines that tell how many cells a row has.
_WIDTH_WITHIN = 400
# Rows of Parquet that are read at a time.
ROWS = 100_000
_PARQUET = b"PAR1"
_LINE_ENDS = "\r\n"
_SENTINEL = "\x01"


@dataclass(frozen=True)
class Grid:
    """Some rows of a sheet, one below the other.

    Attributes
    ----------
    cells : DataFrame
        Text, in columns 0, 1, 2 …; empty where there is nothing.
    lines : array of int
        The line of each row in the file or sheet; the first is 1.
    native : array of bool, optional
        Cells that the file holds as numbers and not as text, as `cells`; none by default.
    headed : tuple of str
        The names of the columns where the file keeps them apart from its rows.
    mended : tuple of int
        Lines of the rows that stood inside a quoted cell.
    doubts : tuple of Record
        Lines that are rows, and cannot be read for their quotation marks; not in `cells`.
    """

    cells: pd.DataFrame
    lines: np.ndarray
    native: np.ndarray | None = None
    headed: tuple[str, ...] = ()
    mended: tuple[int, ...] = ()
    doubts: tuple[Record, ...] = ()


class Sheet(Protocol):
    """A sheet that gives its rows from the first one, each time it is asked."""

    @property
    def name(self) -> str:
        """Empty where the file is one sheet."""

    @property
    def hidden(self) -> bool:
        """Whether the workbook hides it."""

    @property
    def epoch(self) -> dt.date:
        """The day that serial numbers count from."""

    @property
    def delimiter(self) -> str | None:
        """Between the cells of a text."""

    @property
    def notes(self) -> tuple[str, ...]:
        """How it is read."""

    def grids(self) -> Iterator[Grid]:
        """Yield its rows, in one part or in several."""


@dataclass(frozen=True)
class Rows:
    """A sheet that is in memory: of a workbook, JSON, or small Parquet."""

    name: str
    grid: Grid
    hidden: bool = False
    epoch: dt.date = EPOCH
    delimiter: str | None = None
    notes: tuple[str, ...] = ()

    def grids(self) -> Iterator[Grid]:
        """Yield all of it."""
        yield self.grid


@dataclass(frozen=True)
class Parquet:
    """A Parquet file, a batch of rows at a time."""

    path: Path
    name: str = ""
    hidden: bool = False
    epoch: dt.date = EPOCH
    delimiter: str | None = None
    notes: tuple[str, ...] = ()

    def grids(self) -> Iterator[Grid]:
        """Yield its batches."""
        line = 1
        for frame in _parquet_frames(self.path):
            yield framed(frame, np.arange(line, line + len(frame)))
            line += len(frame)


def _parquet_frames(path: Path) -> Iterator[pd.DataFrame]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        # With a buffer ahead, every batch that was read would be kept.
        with pq.ParquetFile(path, pre_buffer=False) as file:
            for batch in file.iter_batches(ROWS, columns=parquet_columns(file)):
                yield texts(pa.Table.from_batches([batch]))
    except (pa.ArrowException, OSError, ValueError) as error:
        why = " ".join(str(error).split())[:200]
        raise UnreadableFileError(f"{path}: damaged Parquet file: {why}") from None


def framed(frame: pd.DataFrame, lines: np.ndarray) -> Grid:
    """Return the rows of a frame of text whose columns are named, and its numbers told apart."""
    names = tuple(str(name) for name in frame.columns)
    kept = frame.attrs.get("native", {})
    native = None
    if kept:
        native = np.zeros(frame.shape, dtype=bool)
        for at, name in enumerate(frame.columns):
            native[:, at] = kept.get(name, False)
    return Grid(frame.set_axis(range(len(names)), axis=1), lines, native, names)


@dataclass(frozen=True)
class Delimited:
    """A delimited text, in whole rows.

    Attributes
    ----------
    stream : TextStream
    delimiter : str
    block : int or None
        Characters of a part; None for the whole.
    width : int
        Cells of most rows.
    """

    stream: TextStream
    delimiter: str
    block: int | None = None
    width: int = 1
    name: str = ""
    hidden: bool = False
    epoch: dt.date = EPOCH
    _kept: list[Grid] = field(default_factory=list)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The encoding and the separator."""
        names = {";": "semicolons", ",": "commas", "\t": "tabs"}
        by = names.get(self.delimiter, repr(self.delimiter))
        return (f"text in {self.stream.encoding}, separated by {by}", *self.stream.notes)

    def grids(self) -> Iterator[Grid]:
        """Yield the rows; what is one part is parsed once."""
        if self.block is not None:
            yield from self._parts()
            return
        if not self._kept:
            self._kept.extend(self._parts())
        yield from self._kept

    def _parts(self) -> Iterator[Grid]:
        line = 1
        for block in self._whole_rows():
            yield _parsed(block, line, self.delimiter, self.width)
            line += _lines(block)

    def _whole_rows(self) -> Iterator[str]:
        """Yield the text in blocks that end where a row does."""
        if self.block is None:
            yield self._whole()
            return
        pending, line, enough = "", 1, self.block
        for piece in self.stream.pieces():
            pending += piece
            while len(pending) >= enough:
                end = _end_of_rows(pending, self.delimiter)
                if not end:
                    refuse_long_row(len(pending), line, self.stream.path)
                    # Looked at again when it has grown: a row without end costs no more.
                    enough = 2 * len(pending)
                    continue
                block, pending, enough = pending[:end], pending[end:], self.block
                line += _lines(block)
                yield block
                if end < self.block:
                    enough = max(self.block, 2 * len(pending))
        if pending:
            yield pending

    def _whole(self) -> str:
        pieces, size = [], 0
        for piece in self.stream.pieces():
            size += len(piece)
            refuse_bomb(min(size, LARGEST_BYTES + 1), None, self.stream.path)
            pieces.append(piece)
        return "".join(pieces)


def _parsed(block: str, line: int, delimiter: str, width: int) -> Grid:
    cells = None
    if _lines(block) == block.count("\n") + (not block.endswith("\n")):
        cells = regular_rows(block, delimiter, width)
    if cells is not None:
        frame, lines = cells
        return Grid(frame, lines + line - 1)
    rows, mended, doubts = [], [], []
    for record in records(block, delimiter, width):
        placed = record._replace(line=line + record.line - 1)
        if record.doubt:
            doubts.append(placed)
            continue
        rows.append((placed.line, placed.cells))
        if record.mended:
            mended.append(placed.line)
    return replace(of_rows(rows), mended=tuple(mended), doubts=tuple(doubts))


def of_rows(rows: list[tuple[int, list[str]]], native: list[list[bool]] | None = None) -> Grid:
    """Return rows of cells, each with its line, as a grid."""
    width = max((len(row) for _, row in rows), default=0)
    cells = [[*row, *[""] * (width - len(row))] for _, row in rows]
    frame = pd.DataFrame(cells, columns=range(width), dtype=str)
    lines = np.array([line for line, _ in rows], dtype=np.int64)
    if native is None:
        return Grid(frame, lines)
    told = [[*row, *[False] * (width - len(row))] for row in native]
    return Grid(frame, lines, np.array(told, dtype=bool).reshape(frame.shape))


def sheets_of(path: Path, *, block: int | None = None) -> list[Sheet]:
    """Return the sheets of a file; those of text and Parquet in parts if `block` is given."""
    begins = next(unpacked(path), b"")[:4]
    if block is not None and begins == _PARQUET:
        return [Parquet(path)]
    stream = None if begins in {_PARQUET, ZIP, OLE} else text_stream(path)
    if stream is None:
        decoded = decode(path)
        if decoded.frame is not None:
            return [Rows("", framed(decoded.frame, np.arange(1, len(decoded.frame) + 1)))]
        return [
            Rows(sheet.name, of_rows(list(enumerate(sheet.rows, start=1)), sheet.native),
                 sheet.hidden, sheet.epoch)
            for sheet in decoded.sheets
        ]  # fmt: skip
    head = ""
    for piece in stream.pieces():
        head += piece
        if head.count("\n") >= HEADING_WITHIN or len(head) >= _HEAD:
            break
    lines = head.splitlines(keepends=True)
    delimiter = delimiter_of("".join(lines[:HEADING_WITHIN]))
    width = usual_width("".join(lines[:_WIDTH_WITHIN]), delimiter)
    return [Delimited(stream, delimiter, block, width=width)]


def whole(sheet: Sheet) -> Sheet:
    """Return a sheet that is read in one part."""
    if isinstance(sheet, Delimited):
        return replace(sheet, block=None, _kept=[])
    if isinstance(sheet, Parquet):
        frames = list(sheet.grids())
        return Rows("", replace(
            frames[0], cells=pd.concat([f.cells for f in frames], ignore_index=True),
            lines=np.concatenate([f.lines for f in frames]),
            native=None if frames[0].native is None
            else np.concatenate([f.native for f in frames if f.native is not None]),
        ))  # fmt: skip
    return sheet


def _lines(text: str) -> int:
    """Return how many lines a text has: each ends with one of the three line ends, or the text."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends + (not text.endswith(tuple(_LINE_ENDS)))


class _Reader:
    """Rows of a text, and how many of its characters they took."""

    def __init__(self, text: str, delimiter: str) -> None:
        csv.field_size_limit(sys.maxsize)
        self.taken = 0
        self.ended = False
        self.rows = csv.reader(self._lines(text), delimiter=delimiter)

    def _lines(self, text: str) -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            self.taken += len(line)
            yield line
        self.ended = True
        # Read as a row of its own if the text ends where a row does, else as a part of one.
        yield _SENTINEL


def _end_of_rows(text: str, delimiter: str) -> int:
    """Return where the last whole row of a text ends; 0 if there is none."""
    # A carriage return at the very end may be half a line end.
    end = text.rfind("\n") + 1 or text.rfind("\r", 0, len(text) - 1) + 1
    if _well_quoted(text[:end], delimiter):
        return end
    reader = _Reader(text[:end], delimiter)
    start = before = 0
    for row in reader.rows:
        if reader.ended and row == [_SENTINEL]:
            return end
        start, before = before, reader.taken
    return start


def _well_quoted(text: str, delimiter: str) -> bool:
    """Return whether a text ends where a row does, seen from its quotation marks alone."""
    outside = text.split('"')[::2]
    if text.count('"') % 2:
        return False
    edges = {delimiter, *_LINE_ENDS}
    # Nothing between two marks is a mark inside a cell.
    opening = {part[-1] for part in outside[:-1] if part}
    closing = {part[0] for part in outside[1:] if part}
    return (opening | closing) <= edges and (len(outside) == 1 or bool(outside[-1]))
