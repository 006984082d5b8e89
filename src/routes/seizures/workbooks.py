"""What a zipped workbook would spread to, read from its XML before any reader lays it out.

Every part is looked at, whatever its name: a workbook says itself which of them are sheets.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from routes.seizures.bounds import LARGEST_BYTES, LARGEST_SHEET, UnreadableFileError, refuse_bomb

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_CHUNK = 1 << 20
_HEAD = 4_096
_SPREAD = re.compile(rb"worksheet|<sst|:sst|document-content|w\0o\0r\0k\0s\0h|\0w\0o\0r\0k\0s\0h")
# As spreadsheets write a cell; where every cell is written so, its place is found without parsing.
_CELL = re.compile(rb"<c[\s/>]")
_USUAL = re.compile(rb'<c (?:s="\d+" )?r="[A-Z]{1,3}[1-9]\d{0,6}"')
# Only cells beyond column Z or row 99,999 can make a sheet too large.
_FAR = re.compile(rb'<c (?:s="\d+" )?r="(?:([A-Z]{2,3})(\d{1,7})|([A-Z])(\d{6,7}))"')
_PLACE = re.compile(r"\s*\$?([A-Za-z]*)\$?0*(\d*)\s*")
_FARTHEST = 1 << 40


def refuse_large_workbook(archive: zipfile.ZipFile, packed: int, path: Path) -> None:
    """Refuse a workbook that unpacks, or spreads few cells or texts, beyond bounds.

    A reader lays each sheet out in full, from its first cell to its last, empty cells included,
    and writes a shared text anew for each cell that refers to it.
    """
    refuse_bomb(sum(info.file_size for info in archive.infolist()), packed, path)
    cells = references = longest = 0
    for info in archive.infolist():
        with archive.open(info) as part:
            head = part.read(_HEAD)
        if not _SPREAD.search(head):
            continue
        here = _usual_cells(archive, info) if _is_usual(head) else None
        if here is None:
            found = _Walk(path)
            with archive.open(info) as part:
                found.read(part)
            here = found.cells
            longest = max(longest, found.longest)
            references += found.references
        else:
            references += here
        cells += here
        if cells > LARGEST_SHEET:
            raise UnreadableFileError(
                f"{path}: a sheet spreads over {cells:,} cells; split it by year"
            )
    if longest * references > LARGEST_BYTES and _shared_letters(archive, path) > LARGEST_BYTES:
        raise UnreadableFileError(
            f"{path}: texts that cells share come to more than {LARGEST_BYTES / 1e9:.0f} GB"
        )


def _is_usual(head: bytes) -> bool:
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return b"<worksheet" in head and b"<!DOCTYPE" not in head and begins[:1] == b"<"


def _usual_cells(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int | None:
    """Return how many cells a sheet spreads over; None if one is not written as usual."""
    columns, rows = 26, 1
    last = 0
    with archive.open(info) as part:
        for chunk in _whole_tags(part):
            if b"<!" in chunk or len(_CELL.findall(chunk)) != len(_USUAL.findall(chunk)):
                return None
            if b":c " in chunk or b":row" in chunk or b":c>" in chunk:
                return None
            last += chunk.count(b"<row")
            for letters, row, letter, far in _FAR.findall(chunk):
                columns = max(columns, _column((letters or letter).decode()))
                rows = max(rows, int(row or far))
    return columns * max(rows, min(last, 99_999))


def _whole_tags(part: IO[bytes]) -> Iterator[bytes]:
    tail = b""
    while chunk := part.read(_CHUNK):
        chunk = tail + chunk
        end = chunk.rfind(b"<")
        yield chunk[: max(end, 0)]
        tail = chunk[max(end, 0) :]
    yield tail


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return min(number, _FARTHEST)


class _Walk:
    """The XML of one part: the cells it spreads over, the texts it shares."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells = self.references = self.longest = 0
        self.lengths: list[int] = []
        self.referred: dict[int, int] = {}
        self._rows = self._columns = self._row = self._column = 0
        self._times = 1
        self._filled = self._shared = False
        self._letters = 0
        self._text: list[str] | None = None

    def read(self, part: IO[bytes]) -> None:
        """Read a part to its end.

        Raises
        ------
        UnreadableFileError
            If it is no XML, or declares entities.
        """
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.ParseFile(part)
        except expat.ExpatError as error:
            raise UnreadableFileError(f"{self.path}: damaged workbook: {error}") from None
        self._close()

    def _doctype(self, *_: object) -> None:
        raise UnreadableFileError(f"{self.path}: damaged workbook: it declares a document type")

    def _close(self) -> None:
        self.cells += self._rows * self._columns
        self._rows = self._columns = self._row = self._column = 0

    def _start(self, tag: str, given: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        plain = {key.rpartition(":")[2]: value for key, value in given.items()} if given else {}
        if name == "c":
            self._place(plain.get("r", ""))
            self._shared = plain.get("t", "").strip() == "s"
            self.references += self._shared
        elif name == "row":
            self._row = _whole(plain.get("r", ""), self._row + 1)
            self._column = 0
        elif name == "si":
            self._letters = 0
        elif name == "v" and self._shared:
            self._text = []
        elif name == "table-row":
            self._times, self._filled, self._column = _repeated(plain, "rows"), False, 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._column = min(self._column + _repeated(plain, "columns"), _FARTHEST)
            if "value-type" in plain or "formula" in plain:
                self._fill()
        elif name == "p":
            self._fill()

    def _fill(self) -> None:
        self._filled = True
        self._columns = max(self._columns, self._column)

    def _place(self, where: str) -> None:
        found = _PLACE.fullmatch(where)
        letters, digits = (found[1], found[2]) if found else ("", "")
        self._column = _column(letters) if letters else self._column + 1
        self._row = _whole(digits, max(self._row, 1))
        self._columns = max(self._columns, self._column)
        self._rows = max(self._rows, self._row)

    def _said(self, text: str) -> None:
        self._letters += len(text)
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v" and self._text is not None:
            at = _whole("".join(self._text).strip(), -1)
            self.referred[at] = self.referred.get(at, 0) + 1
            self._text = None
        elif name == "si":
            self.lengths.append(self._letters)
            self.longest = max(self.longest, self._letters)
        elif name == "table-row":
            self._row = min(self._row + self._times, _FARTHEST)
            if self._filled:
                self._rows = self._row
        elif name == "table":
            self._close()


def _whole(text: str, otherwise: int) -> int:
    text = text.strip()
    if not text.isdecimal():
        return otherwise
    return min(int(text), _FARTHEST) if len(text.lstrip("0")) < 15 else _FARTHEST  # noqa: PLR2004


def _repeated(given: Mapping[str, str], what: str) -> int:
    return max(_whole(given.get(f"number-{what}-repeated", ""), 1), 1)


def _shared_letters(archive: zipfile.ZipFile, path: Path) -> int:
    """Return how many letters a reader writes for the shared texts of all cells."""
    lengths: list[int] = []
    referred: dict[int, int] = {}
    for info in archive.infolist():
        with archive.open(info) as part:
            if not _SPREAD.search(part.read(_HEAD)):
                continue
        walk = _Walk(path)
        with archive.open(info) as part:
            walk.read(part)
        lengths = walk.lengths or lengths
        for at, times in walk.referred.items():
            referred[at] = referred.get(at, 0) + times
    return sum(lengths[at] * times for at, times in referred.items() if 0 <= at < len(lengths))
