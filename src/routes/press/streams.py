"""What a cell writes to stdout and stderr, by Python or past it, bounded."""

from __future__ import annotations

import codecs
import contextlib
import os
import threading
from io import TextIOBase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# Characters of one stream that one cell may leave in its notebook.
LONGEST = 1_000_000
_DRAIN_SECONDS = 5
_MARK_LENGTH = 34


class CellStream(TextIOBase):
    """A stream whose text goes to the notebook when it is flushed.

    Parameters
    ----------
    name : str
        ``stdout`` or ``stderr``.
    descriptor : int
        Of the process; what forks of a cell write goes through it.
    publish : callable
        Takes the name and the text that is flushed.
    """

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, name: str, descriptor: int, publish: Callable[[str, str], None]) -> None:
        self.name = name
        self._descriptor = descriptor
        self._publish = publish
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._parts: list[str] = []
        self._room = LONGEST
        self._dropped = 0

    def writable(self) -> bool:
        """Say that the stream takes text."""
        return True

    def isatty(self) -> bool:
        """Say that the stream is no terminal."""
        return False

    def fileno(self) -> int:
        """Return the descriptor that programs a cell starts may write to."""
        return self._descriptor

    def write(self, text: str) -> int:
        """Take in text; what is more than a cell may leave is counted and dropped."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._process:
            os.write(self._descriptor, text.encode("utf-8", "replace"))
            return len(text)
        with self._lock:
            kept = text[: self._room]
            self._room -= len(kept)
            self._dropped += len(text) - len(kept)
            if kept:
                self._parts.append(kept)
        return len(text)

    def flush(self) -> None:
        """Send what has been written since the last time."""
        if os.getpid() != self._process:
            return
        with self._lock:
            text, self._parts = "".join(self._parts), []
        if text:
            self._publish(self.name, text)

    def next_cell(self) -> None:
        """Say what was dropped, and make room for the next cell."""
        with self._lock:
            dropped, self._dropped, self._room = self._dropped, 0, LONGEST
            if dropped:
                self._parts.append(f"\n… {dropped:,} more characters are left out\n")
        self.flush()


class Descriptors:
    """Descriptors 1 and 2 of the process, read into the streams of the cells."""

    def __init__(self, streams: dict[int, CellStream]) -> None:
        self._writers: list[int] = []
        self._marks: list[tuple[bytes, threading.Event]] = []
        for descriptor, stream in streams.items():
            reader, writer = os.pipe()
            os.dup2(writer, descriptor)
            # A copy of our own: a cell may close the descriptor or point it elsewhere.
            self._writers.append(writer)
            threading.Thread(target=self._read, args=(reader, stream), daemon=True).start()

    def drain(self) -> None:
        """Wait until everything written so far has come in."""
        for writer in self._writers:
            mark, seen = b"\0" + os.urandom(16).hex().encode() + b"\0", threading.Event()
            self._marks.append((mark, seen))
            with contextlib.suppress(OSError):
                os.write(writer, mark)
                seen.wait(_DRAIN_SECONDS)

    def _read(self, reader: int, stream: CellStream) -> None:
        decoder: Any = codecs.getincrementaldecoder("utf-8")("replace")
        held = b""
        while data := os.read(reader, 65536):
            held += data
            for mark, seen in list(self._marks):
                if mark in held:
                    before, _, held = held.partition(mark)
                    stream.write(decoder.decode(before))
                    self._marks.remove((mark, seen))
                    seen.set()
            # The beginning of a mark may be at the end of what has come.
            cut = held.rfind(b"\0")
            keep = cut if cut >= 0 and len(held) - cut < _MARK_LENGTH and self._marks else len(held)
            stream.write(decoder.decode(held[:keep]))
            held = held[keep:]
