"""One run at a time on a folder; a run that died never keeps the next one out."""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from routes.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK_FILE = ".routes.lock"
_PAUSE = 0.1
_held: set[int] = set()


class BusyError(PublicationError):
    """Another run is at work on the folder."""


def _let_go() -> None:
    for handle in _held:
        os.close(handle)
    _held.clear()


# The lock belongs to the open file, which a forked child would keep open after its parent's death.
os.register_at_fork(after_in_child=_let_go)


@contextmanager
def locked(folder: Path, *, wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a folder.

    The kernel lets go of it when the process ends, however it ends.

    Parameters
    ----------
    folder : Path
    wait : float
        Seconds to wait for another run.
    say : function
        Is told, once, that it waits and for whom.

    Raises
    ------
    BusyError
        If the other run is still at work after that; names its process.
    PublicationError
        If the folder cannot be written.
    """
    until, told = time.monotonic() + wait, False
    handle = _opened(folder)
    try:
        while not _taken(handle):
            if time.monotonic() >= until:
                raise BusyError(f"{folder}: {_holder(handle)} is at work on it")
            if not told:
                say(f"{folder}: {_holder(handle)} is at work on it; waiting up to {wait:g} s")
                told = True
            time.sleep(_PAUSE)
            _close(handle)
            # The run that is over may have taken the file with it.
            handle = _opened(folder)
        mine = json.dumps({"process": os.getpid(), "since": time.strftime("%Y-%m-%d %H:%M:%S")})
        # A full disk keeps the name of the process, not the lock.
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.pwrite(handle, mine.encode(), 0)
        yield
    finally:
        _close(handle)


def _opened(folder: Path) -> int:
    try:
        handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise PublicationError(f"{folder}: cannot be written: {error.strerror}") from error
    _held.add(handle)
    return handle


def _close(handle: int) -> None:
    _held.discard(handle)
    os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    # A lock on a file that has been removed keeps nobody out.
    return os.fstat(handle).st_nlink > 0


def _holder(handle: int) -> str:
    try:
        found = json.loads(os.pread(handle, 500, 0))
        return f"process {int(found['process'])}, since {found['since']},"
    except (ValueError, KeyError, TypeError):
        return "another run"
