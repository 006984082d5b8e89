"""The text of a large file, decoded piece by piece as `decode` decodes the whole of a small one."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from routes.seizures.bounds import refuse_long_row
from routes.seizures.decode import (
    BLANK,
    few_nulls,
    legacy,
    mixed_note,
    nulls_note,
    wide,
)
from routes.seizures.unpack import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# What `legacy` looks at.
_BEGINNING = 200_000
_MARK = "\ufeff"


@dataclass(frozen=True)
class TextStream:
    """Text that is decoded anew, a piece at a time, each time it is read.

    Attributes
    ----------
    path : Path
    encoding : str
        As `Text.encoding` says it.
    other : str or None
        The encoding of the lines that are not of the first one.
    nulls : bool
        Whether NUL characters are taken out.
    notes : tuple of str
    """

    path: Path
    encoding: str
    other: str | None = None
    nulls: bool = False
    notes: tuple[str, ...] = ()

    def pieces(self) -> Iterator[str]:
        """Yield the text."""
        chunks = unpacked(self.path)
        if self.other is None:
            decoded = _decoded(chunks, self.encoding)
        else:
            lines = enumerate(_whole_lines(chunks, self.path))
            decoded = (
                "\n" * bool(n) + _of_two(lined, self.encoding, self.other) for n, lined in lines
            )
        for piece in _without_mark(decoded):
            yield piece.replace("\x00", "") if self.nulls else piece


def text_stream(path: Path) -> TextStream | None:
    """Return how the text of a file can be read piece by piece; None if it is no delimited text.

    The file is read once, to its end, since its last line may be the one in another encoding.
    """
    head = b""
    for chunk in unpacked(path):
        head += chunk
        if len(head) >= _BEGINNING:
            break
    if encoding := wide(head):
        stream = TextStream(path, encoding)
    elif _is_utf8(unpacked(path)):
        stream = TextStream(path, "utf-8")
    else:
        stream = _of_windows(path, legacy(head))
    return _of_text(stream)


def _of_windows(path: Path, other: str) -> TextStream:
    good = bad = 0
    for lined in _whole_lines(unpacked(path), path):
        for line in lined.split(b"\n"):
            if _is_utf8([line]):
                good += not line.isascii()
            else:
                bad += 1
    if not good:
        return TextStream(path, other)
    return TextStream(path, "utf-8", other, notes=(mixed_note(bad, other),))


def _of_text(stream: TextStream) -> TextStream | None:
    nulls = letters = 0
    first = ""
    for piece in stream.pieces():
        first = first or piece.lstrip()[:1]
        nulls += piece.count("\x00")
        letters += len(piece)
    many = nulls and not few_nulls(nulls, letters)
    # Nothing, JSON, and what is no text are told as such by `decode`.
    if not first.encode().strip(BLANK) or first in "[{" or many:
        return None
    notes = (*stream.notes, nulls_note(nulls)) if nulls else stream.notes
    return TextStream(stream.path, stream.encoding, stream.other, bool(nulls), notes)


def _is_utf8(chunks: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _whole_lines(chunks: Iterable[bytes], path: Path) -> Iterator[bytes]:
    """Yield the content in pieces that end where a line does, without that line end."""
    tail: list[bytes] = []
    length = lines = 0
    for chunk in chunks:
        before, end, after = chunk.rpartition(b"\n")
        if end:
            whole = b"".join([*tail, before])
            yield whole
            lines += whole.count(b"\n") + 1
            tail, length = [], 0
        tail.append(after)
        length += len(after)
        refuse_long_row(length, lines + 1, path)
    yield b"".join(tail)


def _of_two(lined: bytes, encoding: str, other: str) -> str:
    if _is_utf8([lined]):
        return lined.decode(encoding)
    return "\n".join(
        line.decode(encoding) if _is_utf8([line]) else line.decode(other, errors="replace")
        for line in lined.split(b"\n")
    )


def _without_mark(pieces: Iterator[str]) -> Iterator[str]:
    first = next((piece for piece in pieces if piece), "")
    yield from chain([first.removeprefix(_MARK)], pieces)
