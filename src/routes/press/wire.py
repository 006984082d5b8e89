"""Messages between a run, its press and whoever asked: one kind, one length, JSON text.

A run cannot be trusted to send whole messages: it may die in the middle of one. Whatever is not
whole when the line ends is dropped.
"""

from __future__ import annotations

import json
import struct
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = struct.Struct(">4sBI")
_MARK = b"rpr1"
# A page is at most 3 MB and its notebook little more; what is larger is a fault.
LARGEST = 64_000_000


class Kind(IntEnum):
    """What a message is."""

    REQUEST = 1  # to the press: what to run
    BEGUN = 2  # from a run: the notebook as it will be run
    STARTED = 3  # from a run: the index of the cell that starts; None: the page is made
    ENDED = 4  # from a run: the index of a cell and the cell, run
    DONE = 5  # from a run: what came of it
    OVER = 6  # from the press: how the process ended
    TAKEN = 7  # from the press: a process is about to be forked for it


_KINDS = frozenset(Kind)


class BrokenLineError(ValueError):
    """What came over a line is no message."""


def pack(kind: Kind, content: Any) -> bytes:
    """Return a message as bytes."""
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if len(body) > LARGEST:
        raise BrokenLineError(f"{len(body) / 1e6:,.0f} MB, more than {LARGEST / 1e6:,.0f}")
    return frame(kind, body)


def frame(kind: Kind, body: bytes) -> bytes:
    """Return a message whose body is ready, as bytes."""
    return _HEAD.pack(_MARK, kind, len(body)) + body


def unpack(body: bytes) -> Any:
    """Return the content of a message."""
    return json.loads(body.decode("utf-8", "surrogatepass"))


class Incoming:
    """Bytes as they come, cut into messages."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[Kind, bytes]]:
        """Take in bytes and yield each message that is now whole: its kind and its body.

        Raises
        ------
        BrokenLineError
            If the bytes are no message.
        """
        self._bytes += data
        while len(self._bytes) >= _HEAD.size:
            mark, kind, length = _HEAD.unpack_from(self._bytes)
            if mark != _MARK or kind not in _KINDS or length > LARGEST:
                raise BrokenLineError("what came is no message")
            end = _HEAD.size + length
            if len(self._bytes) < end:
                return
            body = bytes(self._bytes[_HEAD.size : end])
            del self._bytes[:end]
            yield Kind(kind), body
