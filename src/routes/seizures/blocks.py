"""The rows of a large file, a block of rows at a time, and as often as needed."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from routes.errors import RoutesError
from routes.seizures.bounds import UnreadableFileError, refuse_long_row
from routes.seizures.decode import parquet_columns, texts
from routes.seizures.delimited import (
    HEADING_WITHIN,
    Heading,
    csv_rows,
    heading_of,
    regular_rows,
    text_notes,
    unplaced,
)
from routes.seizures.layouts import Layout, recognised
from routes.seizures.raw import Raw, finished, from_rows, ours
from routes.seizures.stream import TextStream, text_stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

# Characters that are parsed at a time, and in which the heading is looked for.
BLOCK = 8_000_000
_HEAD = 4_000_000
_LINE_ENDS = "\r\n"
_SENTINEL = "\x01"


class IrregularError(RoutesError):
    """A file taken for a regular one that is not: it has to be read another way from the start."""


class Blocks(Protocol):
    """A file that gives its rows a block at a time."""

    @property
    def layout(self) -> Layout:
        """Of its rows."""

    @property
    def notes(self) -> list[str]:
        """How it is read."""

    def blocks(self) -> Iterator[Raw]:
        """Yield its rows, from the first one, each time it is called."""


@dataclass(frozen=True)
class ParquetBlocks:
    """A Parquet file, a batch of rows at a time."""

    path: Path
    layout: Layout
    headings: list[str]
    rows: int

    @property
    def notes(self) -> list[str]:
        """Nothing had to be decided."""
        return []

    def blocks(self) -> Iterator[Raw]:
        """Yield the rows."""
        line = 1
        for frame in parquet_frames(self.path, self.rows):
            frame["line"], frame["sheet"] = np.arange(line, line + len(frame)), ""
            line += len(frame)
            yield finished(Raw(self.layout, ours(frame, self.layout, self.headings)))


def parquet_frames(path: Path, rows: int) -> Iterator[pd.DataFrame]:
    """Yield the cells of a Parquet file as text."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        # With a buffer ahead, every batch that was read would be kept.
        with pq.ParquetFile(path, pre_buffer=False) as file:
            for batch in file.iter_batches(rows, columns=parquet_columns(file)):
                yield texts(pa.Table.from_batches([batch]))
    except (pa.ArrowException, OSError, ValueError) as error:
        why = " ".join(str(error).split())[:200]
        raise UnreadableFileError(f"{path}: damaged Parquet file: {why}") from None


def parquet_blocks(path: Path, kind: str | None, rows: int) -> ParquetBlocks:
    """Return the blocks of a Parquet file."""
    frames = parquet_frames(path, rows)
    headings = [str(name) for name in next(frames).columns]
    frames.close()  # type: ignore[attr-defined]
    layout = recognised(headings, kind)
    if layout is None:
        raise unplaced(path, [headings], kind)
    return ParquetBlocks(path, layout, headings, rows)


@dataclass(frozen=True)
class TextBlocks:
    """A delimited text, a block of whole rows at a time.

    Attributes
    ----------
    stream : TextStream
    heading : Heading
    offset, line : int
        Where the first row after the heading stands: characters before it, and its line.
    regular : bool
        Whether every row is one as `regular_rows` reads them, as long as none is found that is
        not. In a file that is not regular, blank rows are passed over.
    """

    stream: TextStream
    heading: Heading
    offset: int
    line: int
    regular: bool

    @property
    def layout(self) -> Layout:
        """Of the rows."""
        return self.heading.layout

    @property
    def notes(self) -> list[str]:
        """How the text is read."""
        return text_notes(self.stream.encoding, self.heading, self.stream.notes)

    def blocks(self) -> Iterator[Raw]:
        """Yield the rows.

        Raises
        ------
        IrregularError
            If the file is not regular and was said to be.
        """
        line, lead = self.line, ""
        for block in self._whole_rows():
            yield finished(self._parsed(block, line, lead))
            if self.regular:
                lead = lead or block[: _first_row(block, self.heading.delimiter)]
                line += block.count("\n")
            else:
                line += _lines(block)

    def _whole_rows(self) -> Iterator[str]:
        """Yield the text after the heading in blocks that end where a row does."""
        pending, line, enough, skip = "", self.line, BLOCK, self.offset
        for piece in self.stream.pieces():
            pending += piece[skip:]
            skip = max(skip - len(piece), 0)
            while len(pending) >= enough:
                end = _end_of_rows(pending, self.heading.delimiter)
                if not end:
                    refuse_long_row(len(pending), line, self.stream.path)
                    # Looked at again when it has grown: a row without end costs no more.
                    enough = 2 * len(pending)
                    continue
                block, pending, enough = pending[:end], pending[end:], BLOCK
                line += _lines(block)
                if self.regular and not block.endswith("\n"):
                    raise IrregularError
                yield block
                if end < BLOCK:
                    enough = max(BLOCK, 2 * len(pending))
        if pending:
            yield pending

    def _parsed(self, block: str, line: int, lead: str) -> Raw:
        found = self.heading
        # A first row with a cell more widens all the rows of a file: it is there for each block.
        frame = None
        if self.regular or _lines(block) == block.count("\n") + (not block.endswith("\n")):
            frame = regular_rows(_as_line(found) + lead + block, found.delimiter, found.cells)
        if frame is None and self.regular:
            raise IrregularError
        if frame is None:
            rows = ((line + at - 1, row) for at, row in csv_rows(block, found.delimiter))
            return from_rows(rows, found.cells, found.layout, "", found.delimiter)
        if lead:
            frame = frame.iloc[1:].reset_index(drop=True)
        if len(frame):
            frame["line"] += line - frame["line"].iloc[0]
        if not self.regular:
            frame = frame[~_blank(frame[found.cells])].reset_index(drop=True)
        rows_read = ours(frame, found.layout, found.cells)
        return Raw(found.layout, rows_read, delimiter=found.delimiter)


def text_blocks(path: Path, kind: str | None) -> TextBlocks | None:
    """Return the blocks of a delimited text; None if the file is none."""
    stream = text_stream(path)
    if stream is None:
        return None
    head = ""
    for piece in stream.pieces():
        head += piece
        if head.count("\n") >= HEADING_WITHIN or len(head) >= _HEAD:
            break
    found = heading_of(head, path, kind)
    offset = _end_of(head, found.skipped + 1, found.delimiter)
    line = 1 + _lines(head[:offset])
    one_line = line == 2 and "\n" not in "".join(found.cells)  # noqa: PLR2004
    regular = one_line and head[:offset].endswith("\n") and not found.skipped
    return TextBlocks(stream, found, offset, line, regular)


def _as_line(found: Heading) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=found.delimiter, lineterminator="\n").writerow(found.cells)
    return out.getvalue()


def _lines(text: str) -> int:
    """Return how many lines a text has: each ends with one of the three line ends, or the text."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends + (not text.endswith(tuple(_LINE_ENDS)))


def _blank(cells: pd.DataFrame) -> np.ndarray:
    blank = np.ones(len(cells), dtype=bool)
    for name in cells:
        here = np.flatnonzero(blank)
        if not len(here):
            break
        blank[here] = [not cell.strip() for cell in cells[name].iloc[here]]
    return blank


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


def _end_of(text: str, rows: int, delimiter: str) -> int:
    """Return where the last of so many rows that are not blank ends."""
    reader = _Reader(text, delimiter)
    for row in reader.rows:
        rows -= any(cell.strip() for cell in row)
        if not rows:
            break
    return reader.taken


def _first_row(text: str, delimiter: str) -> int:
    return _end_of(text, 1, delimiter)


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
