"""From a file of any kind to sheets of text, with the line each row came from.

Nothing is interpreted here and nothing is dropped: compression, encoding, workbooks and delimiters
only. What a file may cost is bounded before it is paid.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from lzma import LZMAError
from pathlib import Path  # noqa: TC003
from typing import IO, TYPE_CHECKING

import pandas as pd

from routes.seizures.bounds import (
    UnreadableFileError,
    bounded,
    refuse_large_workbook,
    refuse_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEGACY_RUN = re.compile(rb"[\xc0-\xff]{3,}")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOK_PARTS = {"[Content_Types].xml", "mimetype", "xl/workbook.xml"}
# What a locked workbook keeps its content in; the name stands in UTF-16.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_DAMAGED_ZIP = (
    zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, LZMAError, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """The decoded text of a delimited file."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """Rows of text cells of one sheet, heading and titles included; row 0 is line 1."""

    name: str
    rows: list[list[str]]


@dataclass(frozen=True)
class Decoded:
    """What a file holds: delimited text, or sheets, or a frame with column names."""

    text: Text | None = None
    sheets: list[Sheet] = field(default_factory=list)
    frame: pd.DataFrame | None = None


def decode(path: Path) -> Decoded:
    """Return the content of a file.

    Parameters
    ----------
    path : Path
        CSV or other delimited text, plain, gzip or zip; xlsx, xls, xlsb or ods; JSON records;
        Parquet. What it is, is told from its bytes.

    Raises
    ------
    UnreadableFileError
        If it is missing, empty, locked, damaged, too large, or of no kind that is known.
    """
    try:
        content = _unpacked(path)
    except FileNotFoundError:
        raise UnreadableFileError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UnreadableFileError(f"{path}: a folder, not a file") from None
    except OSError as error:
        raise UnreadableFileError(f"{path}: cannot be read: {error.strerror or error}") from None
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFileError(f"{path}: the file is empty")
    if content[:4] == b"PAR1":
        return Decoded(frame=_parquet(content, path))
    if content[:4] in {_ZIP, _OLE}:
        return Decoded(sheets=_workbook(content, path))
    text = decode_text(content)
    if text.text.lstrip()[:1] in "[{":
        return Decoded(frame=_json(text.text, path))
    if "\x00" in text.text:
        raise UnreadableFileError(f"{path}: neither text nor a workbook")
    return Decoded(text=text)


def _unpacked(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(0)
        if head[:2] == b"\x1f\x8b":
            try:
                with gzip.GzipFile(fileobj=file) as packed:
                    return bounded(packed, path, path.stat().st_size)
            except (EOFError, OSError, zlib.error) as error:
                raise UnreadableFileError(f"{path}: damaged gzip file: {error}") from None
        if head == _ZIP and (member := _only_member(file, path)) is not None:
            return member
        file.seek(0)
        return bounded(file, path, None)


def _only_member(file: IO[bytes], path: Path) -> bytes | None:
    """Return the table inside a zip file; None if the file is a workbook."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = [
                info
                for info in archive.infolist()
                if not info.is_dir() and not info.filename.startswith(("__MACOSX", "."))
            ]
            if {info.filename for info in members} & _WORKBOOK_PARTS:
                return None
            with archive.open(_single(members, path)) as packed:
                return bounded(packed, path, path.stat().st_size)
    except UnreadableFileError:
        raise
    except _DAMAGED_ZIP as error:
        raise UnreadableFileError(f"{path}: damaged zip file: {error}") from None
    except RuntimeError:
        raise UnreadableFileError(f"{path}: the zip file is locked with a password") from None


def decode_text(content: bytes) -> Text:
    """Return bytes as text: UTF-8 or UTF-16, with or without mark, or Windows-1251 or -1252.

    A file that is UTF-8 but for some lines keeps both: those lines are read as Windows text and
    a note says how many.

    Examples
    --------
    >>> decode_text("Türkiye".encode("cp1252")).encoding
    'cp1252'
    """
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _cleaned(content.decode("utf-16", errors="replace"), "utf-16")
    sample = content[:4000]
    if len(sample) > 3 and sample[1::2].count(0) > 0.4 * len(sample) / 2:  # noqa: PLR2004
        return _cleaned(content.decode("utf-16-le", errors="replace"), "utf-16-le")
    if len(sample) > 3 and sample[::2].count(0) > 0.4 * len(sample) / 2:  # noqa: PLR2004
        return _cleaned(content.decode("utf-16-be", errors="replace"), "utf-16-be")
    try:
        return _cleaned(content.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        return _mixed(content)


def _mixed(content: bytes) -> Text:
    legacy = _legacy(content)
    lines, good, bad = [], 0, 0
    for line in content.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            good += not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode(legacy, errors="replace"))
            bad += 1
    if not good:
        return _cleaned(content.decode(legacy, errors="replace"), legacy)
    note = f"{bad} lines were not UTF-8 and were read as {legacy}"
    return _cleaned("\n".join(lines), "utf-8", note)


def _legacy(content: bytes) -> str:
    # Cyrillic text is runs of bytes above C0; accented Latin text has them one at a time.
    high = sum(byte >= 0xC0 for byte in content[:200_000])  # noqa: PLR2004
    in_runs = sum(len(run) for run in _LEGACY_RUN.findall(content[:200_000]))
    return "cp1251" if high and in_runs > high / 2 else "cp1252"


def _cleaned(text: str, encoding: str, *notes: str) -> Text:
    text = text.removeprefix("\ufeff")
    nulls = text.count("\x00")
    # A few stray NULs are noise and said so; many mean that it is no text at all.
    if 0 < nulls <= len(text) / 100:
        text = text.replace("\x00", "")
        notes = (*notes, f"{nulls} NUL characters were removed")
    return Text(text, encoding, notes)


def _workbook(content: bytes, path: Path) -> list[Sheet]:
    # calamine reads a workbook seven times faster than openpyxl; only workbooks pay for it.
    from python_calamine import (  # noqa: PLC0415
        CalamineError,
        CalamineWorkbook,
        PasswordError,
    )

    if content[:4] == _ZIP:
        _check_zipped_workbook(content, path)
    elif _LOCKED in content:
        raise UnreadableFileError(f"{path}: the workbook is locked with a password")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            Sheet(name, [[_cell(value) for value in row] for row in _rows(book, name)])
            for name in book.sheet_names
        ]
    except PasswordError:
        raise UnreadableFileError(f"{path}: the workbook is locked with a password") from None
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFileError(f"{path}: damaged workbook: {_one_line(error)}") from None
    except BaseException as error:
        # The reader is not Python: a panic in it is no ordinary exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFileError(f"{path}: damaged workbook") from None


def _single(members: list[zipfile.ZipInfo], path: Path) -> zipfile.ZipInfo:
    if len(members) != 1:
        raise UnreadableFileError(
            f"{path}: the zip file holds {len(members)} files; one table is needed"
        )
    return members[0]


def _check_zipped_workbook(content: bytes, path: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_nested(archive, path)
            refuse_large_workbook(archive, len(content), path)
    except UnreadableFileError:
        raise
    except _DAMAGED_ZIP as error:
        raise UnreadableFileError(f"{path}: damaged workbook: {_one_line(error)}") from None
    except RuntimeError:
        raise UnreadableFileError(f"{path}: the workbook is locked with a password") from None


def _refuse_nested(archive: zipfile.ZipFile, path: Path) -> None:
    if not set(archive.namelist()) & _WORKBOOK_PARTS:
        raise UnreadableFileError(f"{path}: a zip file inside a zip file; unpack it first")


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def _rows(book: object, name: str) -> Iterator[list[object]]:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    return iter(sheet.to_python(skip_empty_area=False))


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    return "" if value is None else str(value)


def _json(text: str, path: Path) -> pd.DataFrame:
    import json  # noqa: PLC0415

    try:
        records = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = getattr(error, "lineno", None)
        line = f" in line {where}" if where else ""
        raise UnreadableFileError(f"{path}: not JSON{line}") from None
    if isinstance(records, dict):
        # A table wrapped in an object, as services send it: take its one list of records.
        lists = [value for value in records.values() if isinstance(value, list)]
        records = lists[0] if len(lists) == 1 else records
    listed = isinstance(records, list) and records
    if not listed or not all(isinstance(record, dict) for record in records):
        raise UnreadableFileError(f"{path}: JSON, but not a list of records")
    rows = [{_whole(key): _plain(value) for key, value in row.items()} for row in records]
    frame = pd.DataFrame.from_records(rows)
    return frame.fillna("")


def _plain(value: object) -> str:
    return _whole(str(value) if isinstance(value, list | dict) else _cell(value))


def _whole(text: str) -> str:
    # JSON may escape half a character, which no file can hold.
    return text if text.isascii() else text.encode(errors="replace").decode()


def _parquet(content: bytes, path: Path) -> pd.DataFrame:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        refuse_rows(file.metadata.num_rows, path)
        fields = file.schema_arrow
        # The geometry of a GeoParquet file is binary; longitude and latitude stand beside it.
        keep = [
            field.name
            for field in fields
            if not (pa.types.is_nested(field.type) or "binary" in str(field.type))
            and len(fields.get_all_field_indices(field.name)) == 1
        ]
        frame = file.read(columns=keep).to_pandas()
    except UnreadableFileError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        why = _one_line(error)
        raise UnreadableFileError(f"{path}: damaged Parquet file: {why}") from None
    return pd.DataFrame({name: _as_text(frame[name]) for name in frame})


def _as_text(values: pd.Series) -> pd.Series:
    # Values repeat: each is put into text once.
    codes, words = pd.factorize(values)
    texts = pd.Series([*map(_cell, words), ""], dtype=str)
    return texts.take(codes).reset_index(drop=True)
