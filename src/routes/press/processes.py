"""What the press asks of Linux: that no run outlives its press, and what a run takes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from routes.errors import PublicationError

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PAGE = resource.getpagesize()
MB = 1_000_000


def require_linux() -> None:
    """Refuse to start a press of forks where there is no prctl and no pidfd.

    Raises
    ------
    PublicationError
    """
    if not sys.platform.startswith("linux") or not hasattr(os, "pidfd_open"):
        raise PublicationError("the warm engine needs Linux; the engine 'kernel' runs anywhere")


def end_with(parent: int) -> None:
    """End this process when `parent`, which forked it, ends in whatever way."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was faster
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, so that none is lost."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def threads() -> int:
    """Return how many threads this process has, those of C libraries too."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - names alone


def require_one_thread() -> None:
    """Refuse to fork beside another thread: what it holds then is held for ever in the fork.

    Raises
    ------
    PublicationError
    """
    if (count := threads()) > 1:
        raise PublicationError(f"the press has {count} threads, and may fork only with one")


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB; 0 when it has gone."""
    return _statm(pid, 1)


def address_space(pid: int) -> float:
    """Return the address space of a process in MB; 0 when it has gone."""
    return _statm(pid, 0)


def _statm(pid: int, field: int) -> float:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return int(pages[field]) * _PAGE / MB


def children() -> set[int]:
    """Return the ids of the processes whose parent this process is, adopted ones too."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found.update(map(int, (task / "children").read_text(encoding="ascii").split()))
    return found


def end_all_but(known: set[int]) -> int:
    """Kill every child that is not known, and what it leaves; return how many there were.

    Runs adopt the orphans of their own making (`adopt_orphans`): what turns up here was left by
    a run that has ended.
    """
    ended = 0
    while left := children() - known:
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
            ended += 1
    return ended
