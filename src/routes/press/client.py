"""The other end of a press: start one, hand it runs, read what it tells."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from routes.press.processes import require_linux
from routes.press.wire import BrokenLineError, Incoming, Kind, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from routes.press.job import Job, Limits

_READ = 1 << 20
_LEAVE_SECONDS = 10


class Line:
    """One run that was asked for: what is told of it, until the line ends.

    Parameters
    ----------
    there : socket
        To the press.
    request : dict
        As `request_for` makes it.
    """

    def __init__(self, there: socket.socket, request: dict[str, Any]) -> None:
        self.socket = there
        self.slug: str = request["slug"]
        self.cell: int | None = 0
        self._incoming = Incoming()
        with contextlib.suppress(OSError):  # a press that has gone is read as an end
            there.sendall(pack(Kind.REQUEST, request))

    def read(self) -> Iterator[tuple[Kind, Any]]:
        """Wait for something and yield what is told; nothing when the press has gone."""
        try:
            data = self.socket.recv(_READ)
            for kind, body in self._incoming.feed(data):
                content = unpack(body)
                if kind == Kind.STARTED:
                    self.cell = content
                yield kind, content
        except (OSError, BrokenLineError):
            data = b""
        if not data:  # before the press said how the run ended: it has gone
            yield Kind.OVER, None

    def close(self) -> None:
        """Hang up; a run that is not over is ended."""
        self.socket.close()


class PrivatePress:
    """A press of this process alone: nothing in the file system leads to it.

    Raises
    ------
    PublicationError
        Where there is no Linux.
    """

    def __init__(self) -> None:
        # Light on purpose: the press imports while its owner still does.
        from routes.press.environment import SAFE, environment  # noqa: PLC0415

        require_linux()
        self.began = False  # whether a run of it ever did
        self._control, far = socket.socketpair()
        self._said = os.memfd_create("routes-press")
        with far:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [
                    *(sys.executable, *SAFE, "routes.press.server"),
                    *("control", str(far.fileno()), str(os.getpid())),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                pass_fds=(far.fileno(),),
                env=environment(),
                # Settings of libraries that lie in the working folder are not ours.
                cwd="/",
            )

    @property
    def pid(self) -> int:
        """Process id of the press."""
        return self._process.pid

    def ask(self, request: dict[str, Any]) -> Line:
        """Hand over a run."""
        near, far = socket.socketpair()
        with far, contextlib.suppress(OSError):
            socket.send_fds(self._control, [b"."], [far.fileno()])
        return Line(near, request)

    def gone(self) -> bool:
        """Say whether the press has ended."""
        try:
            self._process.wait(0.2)
        except subprocess.TimeoutExpired:
            return False
        return True

    def last_words(self) -> str:
        """Return the last line the press wrote before it ended."""
        size = os.fstat(self._said).st_size
        lines = os.pread(self._said, 10_000, max(0, size - 10_000)).decode("utf-8", "replace")
        return lines.strip().splitlines()[-1] if lines.strip() else ""

    def close(self) -> None:
        """End the press and wait for it."""
        self._control.close()
        try:
            self._process.wait(_LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._said)


def request_for(
    job: Job | None,
    limits: Limits | None,
    *,
    notebooks: Path | None = None,
    notebook: Any = None,
    slug: str = "",
) -> dict[str, Any]:
    """Return what a press is asked: a whole job, or to run the cells of a notebook alone.

    Parameters
    ----------
    job : Job or None
    limits : Limits or None
        None: no limit.
    notebooks : Path, optional
        Folder of the job's notebook.
    notebook : NotebookNode, optional
        Where there is no job.
    slug : str, optional
        Where there is no job.
    """
    return {
        "slug": job.slug if job else slug,
        "job": None if job is None else {**asdict(job), "parameters": dict(job.parameters)},
        "notebooks": str(notebooks),
        "notebook": notebook,
        "folder": os.getcwd(),  # noqa: PTH109 - as text
        "environment": dict(os.environ),
        "cell_seconds": limits and limits.cell_seconds,
        "run_seconds": limits and limits.run_seconds,
        "memory_mb": limits and limits.memory_mb,
    }
