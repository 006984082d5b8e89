"""What a packed file may cost, found out before it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.errors import RoutesError

if TYPE_CHECKING:
    from collections.abc import Iterable
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
