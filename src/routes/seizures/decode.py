"""From a workbook, JSON or Parquet to sheets of text, numbers told apart from text.

Nothing is interpreted here and nothing is dropped: compression, encoding, workbooks and delimiters
only. What a file may cost is bounded before it is paid.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.seizures.bounds import (
    UnreadableFileError,
    bounded,
    refuse_rows,
)
from routes.seizures.unpack import DAMAGED_ZIP, WORKBOOK_PARTS, ZIP, unpacked
from routes.seizures.values.dates import EPOCH, EPOCH_1904
from routes.seizures.workbooks import refuse_large_workbook

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import pyarrow as pa
    import pyarrow.parquet as pq

_LEGACY_RUN = re.compile(rb"[\xc0-\xff]{3,}")
OLE = b"\xd0\xcf\x11\xe0"
# What a file may consist of and still be empty.
_FROM_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']")
BLANK = b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"
# What a locked workbook keeps its content in; the name stands in UTF-16.
_LOCKED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Text:
    """The decoded text of a delimited file."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """Rows of text cells of one sheet, heading and titles included; row 0 is line 1.

    ``native`` tells the cells that the workbook holds as numbers; ``epoch`` is the day that its
    serial numbers count from.
    """

    name: str
    rows: list[list[str]]
    native: list[list[bool]]
    hidden: bool = False
    epoch: dt.date = EPOCH


@dataclass(frozen=True)
class Decoded:
    """What a file holds: sheets, or a frame with column names.

    ``frame.attrs["native"]`` tells, by column, the cells that are numbers and not text.
    """

    sheets: list[Sheet] = field(default_factory=list)
    frame: pd.DataFrame | None = None


def decode(path: Path) -> Decoded:
    """Return the content of a file.

    Parameters
    ----------
    path : Path
        xlsx, xls, xlsb or ods; JSON records; Parquet. What it is, is told from its bytes.

    Raises
    ------
    UnreadableFileError
        If it is missing, empty, locked, damaged, too large, or of no kind that is known.
    """
    content = bounded(unpacked(path), path)
    if not content.strip(BLANK):
        raise UnreadableFileError(f"{path}: the file is empty")
    if content[:4] == b"PAR1":
        return Decoded(frame=_parquet(content, path))
    if content[:4] in {ZIP, OLE}:
        return Decoded(sheets=_workbook(content, path))
    text = decode_text(content)
    if text.text.lstrip()[:1] in "[{":
        return Decoded(frame=_json(text.text, path))
    raise UnreadableFileError(f"{path}: neither text nor a workbook")


def decode_text(content: bytes) -> Text:
    """Return bytes as text: UTF-8 or UTF-16, with or without mark, or Windows-1251 or -1252.

    A file that is UTF-8 but for some lines keeps both: those lines are read as Windows text and
    a note says how many.

    Examples
    --------
    >>> decode_text("Türkiye".encode("cp1252")).encoding
    'cp1252'
    """
    if encoding := wide(content):
        return _cleaned(content.decode(encoding, errors="replace"), encoding)
    try:
        return _cleaned(content.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        return _mixed(content)


def wide(content: bytes) -> str | None:
    """Return the encoding of text in two bytes a letter, told from its beginning, or None."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    sample = content[:4000]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) > 3 and sample[first::2].count(0) > 0.4 * len(sample) / 2:  # noqa: PLR2004
            return encoding
    return None


def _mixed(content: bytes) -> Text:
    encoding = legacy(content)
    lines, good, bad = [], 0, 0
    for line in content.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            good += not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode(encoding, errors="replace"))
            bad += 1
    if not good:
        return _cleaned(content.decode(encoding, errors="replace"), encoding)
    return _cleaned("\n".join(lines), "utf-8", mixed_note(bad, encoding))


def mixed_note(bad: int, encoding: str) -> str:
    """Return what is said of a file with lines of another encoding."""
    return f"{bad} lines were not UTF-8 and were read as {encoding}"


def legacy(content: bytes) -> str:
    """Return which Windows encoding a text that is not UTF-8 has, told from its beginning."""
    # Cyrillic text is runs of bytes above C0; accented Latin text has them one at a time.
    high = sum(byte >= 0xC0 for byte in content[:200_000])  # noqa: PLR2004
    in_runs = sum(len(run) for run in _LEGACY_RUN.findall(content[:200_000]))
    return "cp1251" if high and in_runs > high / 2 else "cp1252"


def _cleaned(text: str, encoding: str, *notes: str) -> Text:
    text = text.removeprefix("\ufeff")
    nulls = text.count("\x00")
    # A few stray NULs are noise and said so; many mean that it is no text at all.
    if few_nulls(nulls, len(text)):
        text = text.replace("\x00", "")
        notes = (*notes, nulls_note(nulls))
    return Text(text, encoding, notes)


def few_nulls(nulls: int, letters: int) -> bool:
    """Return whether a text holds NUL characters, but so few that they are noise."""
    return 0 < nulls <= letters / 100


def nulls_note(nulls: int) -> str:
    """Return what is said of NUL characters that were taken out."""
    return f"{nulls} NUL characters were removed"


def _workbook(content: bytes, path: Path) -> list[Sheet]:
    # calamine reads a workbook seven times faster than openpyxl; only workbooks pay for it.
    from python_calamine import (  # noqa: PLC0415
        CalamineError,
        CalamineWorkbook,
        PasswordError,
    )

    if content[:4] == ZIP:
        _check_zipped_workbook(content, path)
    elif _LOCKED in content:
        raise UnreadableFileError(f"{path}: the workbook is locked with a password")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        epoch = _epoch(content)
        hidden = {m.name for m in book.sheets_metadata if "Visible" not in str(m.visible)}
        return [_sheet(book, name, name in hidden, epoch) for name in book.sheet_names]
    except PasswordError:
        raise UnreadableFileError(f"{path}: the workbook is locked with a password") from None
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFileError(f"{path}: damaged workbook: {_one_line(error)}") from None
    except BaseException as error:
        # The reader is not Python: a panic in it is no ordinary exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFileError(f"{path}: damaged workbook") from None


def _sheet(book: object, name: str, hidden: bool, epoch: dt.date) -> Sheet:
    rows = list(_rows(book, name))
    return Sheet(
        name,
        [[_cell(value) for value in row] for row in rows],
        [[type(value) in (float, int) for value in row] for row in rows],
        hidden,
        epoch,
    )


def _epoch(content: bytes) -> dt.date:
    """Return the day that the serial numbers of a workbook count from."""
    if content[:4] != ZIP:
        return EPOCH
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith("workbook.xml")]
        head = archive.read(names[0]) if names else b""
    return EPOCH_1904 if _FROM_1904.search(head) else EPOCH


def _check_zipped_workbook(content: bytes, path: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_nested(archive, path)
            refuse_large_workbook(archive, len(content), path)
    except UnreadableFileError:
        raise
    except DAMAGED_ZIP as error:
        raise UnreadableFileError(f"{path}: damaged workbook: {_one_line(error)}") from None
    except RuntimeError:
        raise UnreadableFileError(f"{path}: the workbook is locked with a password") from None


def _refuse_nested(archive: zipfile.ZipFile, path: Path) -> None:
    if not set(archive.namelist()) & WORKBOOK_PARTS:
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
    frame = pd.DataFrame.from_records(rows).fillna("").astype(str)
    kinds: dict[str, list[bool]] = {str(name): [] for name in frame}
    for row in records:
        told = {_whole(key): type(value) in (float, int) for key, value in row.items()}
        for name, cells in kinds.items():
            cells.append(told.get(name, False))
    frame.attrs["native"] = {name: np.array(cells) for name, cells in kinds.items()}
    return frame


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
        return texts(file.read(columns=parquet_columns(file)))
    except UnreadableFileError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        why = _one_line(error)
        raise UnreadableFileError(f"{path}: damaged Parquet file: {why}") from None


def parquet_columns(file: pq.ParquetFile) -> list[str]:
    """Return the columns of a Parquet file that are text, numbers or dates and have one name."""
    import pyarrow as pa  # noqa: PLC0415

    # The geometry of a GeoParquet file is binary; longitude and latitude stand beside it.
    columns = file.schema_arrow
    return [
        field.name
        for field in columns
        if not (pa.types.is_nested(field.type) or "binary" in str(field.type))
        and len(columns.get_all_field_indices(field.name)) == 1
    ]


def texts(table: pa.Table) -> pd.DataFrame:
    """Return the cells of a table, or of a part of one, as text."""
    # Whole numbers stay whole beside missing ones, in every part of a file alike.
    import pyarrow as pa  # noqa: PLC0415

    frame = table.to_pandas(integer_object_nulls=True)
    result = pd.DataFrame({name: _as_text(frame[name]) for name in frame})
    result.attrs["native"] = {
        field.name: True
        for field in table.schema
        if pa.types.is_floating(field.type) or pa.types.is_integer(field.type)
    }
    return result


def _as_text(values: pd.Series) -> pd.Series:
    # Values repeat: each is put into text once.
    codes, words = pd.factorize(values)
    texts = pd.Series([*map(_cell, words), ""], dtype=str)
    return texts.take(codes).reset_index(drop=True)
