"""One run as the press sees it: a fork, its line, its limits, and what it came to."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from typing import TYPE_CHECKING, Any, NoReturn

from routes.press import faults
from routes.press.processes import MB, end_all_but, require_one_thread, resident
from routes.press.wire import BrokenLineError, Incoming, Kind, frame, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_READ = 1 << 20
# A run that has told its end, or closed its line, has this long to go.
_GRACE_SECONDS = 2.0


class Run:
    """A fork that runs one notebook.

    Parameters
    ----------
    request : mapping
        As it came.
    live : callable
        What the fork does; it never returns.
    send : callable
        Takes bytes for whoever asked.
    foreign : iterable of int
        Descriptors of the press, which the fork closes.
    """

    def __init__(
        self,
        request: Mapping[str, Any],
        live: Callable[[Mapping[str, Any], int, int, Iterable[int]], NoReturn],
        send: Callable[[bytes], None],
        foreign: Iterable[int],
    ) -> None:
        self.slug: str = request["slug"]
        self._limits = request
        self._send = send
        self._incoming = Incoming()
        self._cell: int | None = 0
        self._done = False
        self._fault: str | None = None
        press = os.getpid()
        self.line, far = os.pipe()
        self._began = self._cell_began = time.monotonic()
        self._leave_by = float("inf")
        require_one_thread()
        self.pid = os.fork()
        if self.pid == 0:
            live(request, far, press, [self.line, *foreign])
        os.close(far)
        os.set_blocking(self.line, False)
        self.watch = os.pidfd_open(self.pid)

    def read(self) -> bool:
        """Take in what the run tells and pass it on; return False when the line has ended."""
        return self._take() is not False

    def _take(self) -> bool | None:
        """Take in what has come; False at the end of the line, None when nothing is waiting."""
        try:
            data = os.read(self.line, _READ)
        except BlockingIOError:
            return None
        try:
            for kind, body in self._incoming.feed(data):
                self._told(kind, body)
        except (BrokenLineError, ValueError, TypeError):
            self.kill(faults.silent(self.slug, self._cell))
            return False
        if not data:
            self._leave_by = min(self._leave_by, time.monotonic() + _GRACE_SECONDS)
        return bool(data)

    def _told(self, kind: Kind, body: bytes) -> None:
        if kind == Kind.STARTED:
            self._cell = unpack(body)
            self._cell_began = time.monotonic()
        elif kind == Kind.DONE:
            self._done = True
            self._leave_by = time.monotonic() + _GRACE_SECONDS
        self._send(frame(kind, body))

    def check(self) -> None:
        """Stop the run if it takes more than it may."""
        now, limits = time.monotonic(), self._limits
        if self._fault is not None:
            return
        if self._leave_by < float("inf"):  # it is leaving: the other limits are for who is not
            if now > self._leave_by:
                self.kill(None if self._done else faults.silent(self.slug, self._cell))
        elif (seconds := limits["cell_seconds"]) is not None and now - self._cell_began > seconds:
            self.kill(faults.slow_cell(self.slug, self._cell, seconds))
        elif (seconds := limits["run_seconds"]) is not None and now - self._began > seconds:
            self.kill(faults.slow_run(self.slug, self._cell, seconds))
        elif (most := limits["memory_mb"]) is not None and resident(self.pid) > most:
            self.kill(faults.large(self.slug, self._cell, most))

    def kill(self, fault: str | None) -> None:
        """Kill the run and everything of its session."""
        self._fault = self._fault or fault
        for end in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                end(self.pid, signal.SIGKILL)

    def over(self, others: set[int]) -> None:
        """Bury a run that has ended, with all it left, and tell how it ended.

        Parameters
        ----------
        others : set of int
            Process ids of the other runs.
        """
        while self._fault is None and self._take():
            pass
        _, status, usage = os.wait4(self.pid, 0)
        left = end_all_but(others)
        os.close(self.line)
        os.close(self.watch)
        if not self._done and self._fault is None:
            code = os.waitstatus_to_exitcode(status)
            self._fault = (
                faults.killed(self.slug, self._cell, signal.Signals(-code).name)
                if code < 0
                else faults.ended(self.slug, self._cell, code)
            )
        self._send(
            pack(
                Kind.OVER,
                {
                    "fault": self._fault,
                    "cell": self._cell,
                    "seconds": time.monotonic() - self._began,
                    "left": left,
                    "peak_mb": usage.ru_maxrss * 1024 / MB,
                    "cpu_seconds": usage.ru_utime + usage.ru_stime,
                },
            )
        )
