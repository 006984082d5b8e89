"""One run at a time on a folder; a run that died never keeps the next one out.

The folder may be shared with others, who can put anything under the name of the lock: it is opened
without following links, must be a plain file of one name, and what it says of its holder is read
through a model and believed only of a process that lives and began when it says.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from routes.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOCK_FILE = ".routes.lock"
_PAUSE = 0.1
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_held: set[int] = set()


class BusyError(PublicationError):
    """Another run is at work on the folder."""


class _Owner(BaseModel):
    """Who holds a lock; a process is told from a later one of its number by when it began."""

    model_config = ConfigDict(strict=True)
    process: int = Field(gt=0, lt=1 << 31)
    began: int | None = Field(ge=0)
    since: str = Field(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", max_length=19)


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
        If the folder cannot be written, or something else lies under the name of the lock.
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
        mine = _Owner(
            process=os.getpid(),
            began=_began(os.getpid()),
            since=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S"),
        )
        # A full disk keeps the name of the process, not the lock.
        with suppress(OSError):
            os.fchmod(handle, 0o600)
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps(mine.model_dump()).encode(), 0)
        yield
    finally:
        _close(handle)


def _opened(folder: Path) -> int:
    path = folder / LOCK_FILE
    try:
        handle = os.open(path, _FLAGS, 0o600)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.EISDIR, errno.ENXIO}:
            raise PublicationError(f"{path}: no lock of ours; remove it") from error
        raise PublicationError(f"{folder}: cannot be written: {error.strerror}") from error
    about = os.fstat(handle)
    # Of a file that has another name too, the other name's content would be overwritten.
    if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
        os.close(handle)
        raise PublicationError(f"{path}: no lock of ours; remove it")
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
        found = _Owner.model_validate_json(os.pread(handle, 500, 0))
    except (ValidationError, OSError):
        return "another run"
    # Its number may be that of another process by now, or of one on another machine.
    if found.began is None or found.began != _began(found.process):
        return "another run"
    return f"process {found.process}, since {found.since},"


def _began(process: int) -> int | None:
    """Return when a process began, in ticks since the machine did; None where it is not known."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        # The name of the program may hold anything, but ends with the last bracket.
        return int(text.rpartition(")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return None
