"""What a packed file may cost, found out before it is paid."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from routes.errors import RoutesError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Three million rows of Individual Drug Seizures are about 350 MB of text.
LARGEST_BYTES = 1_000_000_000
# Text of this kind packs about 1:15; a thousandfold is an attack.
LARGEST_RATIO = 200
_RATIO_MATTERS = 50_000_000
# A full sheet, 1,048,576 rows, of the 16 columns of a seizure file, and some more.
LARGEST_SHEET = 20_000_000
LARGEST_ROWS = 20_000_000
# What is read part by part is bound by what is kept of every row, some twenty bytes.
LARGEST_STREAM = 100_000_000
LONGEST_ROW = 64_000_000
_CHUNK = 1 << 20
_OVERLAP = 256
# Only cells beyond column Z or row 99,999 can make a sheet too large.
_FAR_CELL = re.compile(rb"\sr=[\"'](?:([A-Z]{2,3})([0-9]{1,7})|([A-Z]?)([0-9]{6,7}))[\"']")
_EMPTY_ODS = rb"(?:<table:(?:covered-)?table-cell[^>]*/>|\s)*</table:table-row>"
_REPEATED_ROWS = re.compile(
    rb'<table:table-row[^>]*number-rows-repeated="(\d+)"[^>]*>(?!' + _EMPTY_ODS + rb")"
)
_REPEATED_CELLS = re.compile(rb'<table:table-cell[^>]*number-columns-repeated="(\d+)"[^>]*(?<!/)>')


class UnreadableFileError(RoutesError, ValueError):
    """A file that cannot be read as a table of seizures; the message says why."""


def refuse_bomb(size: int, packed: int | None, path: Path) -> None:
    """Refuse more text than a table of seizures has, or that unpacks like an attack."""
    if size > LARGEST_BYTES:
        raise UnreadableFileError(
            f"{path}: more than {LARGEST_BYTES / 1e9:.0f} GB of text; split it by year"
        )
    refuse_ratio(size, packed, path)


def refuse_ratio(size: int, packed: int | None, path: Path) -> None:
    """Refuse text that unpacks like an attack."""
    if packed and size > _RATIO_MATTERS and size > packed * LARGEST_RATIO:
        raise UnreadableFileError(f"{path}: unpacks to more than {LARGEST_RATIO} times its size")


def refuse_rows(rows: int, path: Path, most: int = LARGEST_ROWS) -> None:
    """Refuse more rows than fit: in a Parquet file few bytes may stand for any number."""
    if rows > most:
        raise UnreadableFileError(f"{path}: {rows:,} rows; split it by year")


def refuse_long_row(letters: int, line: int, path: Path) -> None:
    """Refuse a row that does not end, which is kept in memory as long as it goes on."""
    if letters > LONGEST_ROW:
        raise UnreadableFileError(
            f"{path}: the row of line {line:,} goes on for more than {LONGEST_ROW / 1e6:.0f} "
            "million characters; a quotation mark may lack its second"
        )


def bounded(chunks: Iterable[bytes], path: Path) -> bytes:
    """Return the content of a file, as long as it stays within bounds."""
    parts = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        refuse_bomb(size, None, path)
        parts.append(chunk)
    return b"".join(parts)


def refuse_large_workbook(archive: zipfile.ZipFile, packed: int, path: Path) -> None:
    """Refuse a workbook that unpacks, or spreads few cells, beyond bounds.

    The reader lays a sheet out in full, from its first cell to its last, empty cells included.
    """
    refuse_bomb(sum(info.file_size for info in archive.infolist()), packed, path)
    for info in archive.infolist():
        cells = 0
        if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
            with archive.open(info) as sheet:
                cells = _xlsx_cells(sheet)
        elif info.filename == "content.xml":
            cells = _ods_cells(archive.read(info))
        if cells > LARGEST_SHEET:
            raise UnreadableFileError(
                f"{path}: a sheet spreads over {cells:,} cells; split it by year"
            )


def _xlsx_cells(sheet: IO[bytes]) -> int:
    columns = rows = 1
    for chunk in _overlapping(sheet):
        for letters, row, letter, far_row in _FAR_CELL.findall(chunk):
            columns = max(columns, _column(letters or letter))
            rows = max(rows, int(row or far_row))
    return columns * rows


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _overlapping(file: IO[bytes]) -> Iterator[bytes]:
    tail = b""
    while chunk := file.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


def _ods_cells(content: bytes) -> int:
    rows = sum(map(int, _REPEATED_ROWS.findall(content)))
    columns = max(map(int, _REPEATED_CELLS.findall(content)), default=1)
    return max(rows, 1) * columns
