"""The bytes of a file as it comes, out of gzip or zip, a piece at a time."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from lzma import LZMAError
from typing import IO, TYPE_CHECKING

from routes.seizures.bounds import UnreadableFileError, refuse_ratio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ZIP = b"PK\x03\x04"
WORKBOOK_PARTS = {"[Content_Types].xml", "mimetype", "xl/workbook.xml"}
DAMAGED_ZIP = (
    zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, LZMAError, zlib.error,
)  # fmt: skip
GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


def unpacked(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, unpacked; a workbook as it is.

    Raises
    ------
    UnreadableFileError
        If it is missing, locked or damaged, or unpacks like an attack.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            if head[:2] == GZIP:
                yield from _out_of_gzip(file, path)
            elif head == ZIP:
                yield from _out_of_zip(file, path)
            else:
                yield from _chunks(file)
    except FileNotFoundError:
        raise UnreadableFileError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UnreadableFileError(f"{path}: a folder, not a file") from None
    except OSError as error:
        raise UnreadableFileError(f"{path}: cannot be read: {error.strerror or error}") from None


def _out_of_gzip(file: IO[bytes], path: Path) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=file) as packed:
            yield from _within_ratio(_chunks(packed), path)
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableFileError(f"{path}: damaged gzip file: {error}") from None


def _out_of_zip(file: IO[bytes], path: Path) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            member = _only_member(archive, path)
            if member is not None:
                with archive.open(member) as packed:
                    yield from _within_ratio(_chunks(packed), path)
                return
    except UnreadableFileError:
        raise
    except DAMAGED_ZIP as error:
        raise UnreadableFileError(f"{path}: damaged zip file: {error}") from None
    except RuntimeError:
        raise UnreadableFileError(f"{path}: the zip file is locked with a password") from None
    file.seek(0)
    yield from _chunks(file)


def _only_member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo | None:
    """Return the table inside a zip file; None if the file is a workbook."""
    members = [
        info
        for info in archive.infolist()
        if not info.is_dir() and not info.filename.startswith(("__MACOSX", "."))
    ]
    if {info.filename for info in members} & WORKBOOK_PARTS:
        return None
    if len(members) != 1:
        raise UnreadableFileError(
            f"{path}: the zip file holds {len(members)} files; one table is needed"
        )
    return members[0]


def _within_ratio(chunks: Iterator[bytes], path: Path) -> Iterator[bytes]:
    packed, size = path.stat().st_size, 0
    for chunk in chunks:
        size += len(chunk)
        refuse_ratio(size, packed, path)
        yield chunk


def _chunks(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
