"""The press itself: one process and one thread that imports once and forks a child per run.

It takes requests over descriptors that its owner hands it, or over a socket in a private folder,
and answers with messages (`routes.press.wire`). It ends when its owner does.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import struct
import sys
from collections import deque
from typing import TYPE_CHECKING, Any

from routes.press.processes import adopt_orphans
from routes.press.wire import BrokenLineError, Incoming, Kind, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from routes.press.runs import Run

_TICK_SECONDS = 0.1
_READ = 1 << 20


class _Asker:
    """Whoever asked for a run, at the other end of a socket."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.incoming = Incoming()
        self.out = bytearray()
        self.run: Run | None = None
        self.over = False
        line.setblocking(False)


class Press:
    """Serves until its owner ends.

    Parameters
    ----------
    control : socket or None
        Over which the owner hands a socket for each run.
    listener : socket or None
        Where others of the same user may ask, with `path` its name.
    owner : int or None
        Process id of the owner; None serves until SIGTERM.
    rehearsal : iterator, optional
        What makes runs faster, step by step. One run at most is begun before it is over: it has
        the other core.
    """

    def __init__(
        self,
        *,
        control: socket.socket | None = None,
        listener: socket.socket | None = None,
        path: Path | None = None,
        owner: int | None = None,
        rehearsal: Iterator[None] | None = None,
    ) -> None:
        self._selector = selectors.DefaultSelector()
        self._askers: set[_Asker] = set()
        self._waiting: deque[tuple[_Asker, dict[str, Any]]] = deque()
        self._rehearsal: Iterator[None] | None = rehearsal
        self._control, self._listener, self._path = control, listener, path
        self._open, self._stopped = True, False
        if control is not None:
            self._selector.register(control, selectors.EVENT_READ, self._handed)
        if listener is not None:
            listener.setblocking(False)
            self._selector.register(listener, selectors.EVENT_READ, self._asked)
        if owner is not None:
            try:
                watch = os.pidfd_open(owner)
            except ProcessLookupError:
                self._open = False
            else:
                self._selector.register(watch, selectors.EVENT_READ, self._close)

    def serve(self) -> None:
        """Serve; returns when the owner has gone and no run of anybody else is left."""
        while self._open or self._askers:
            if self._stopped:
                self._close()
                for asker in list(self._askers):
                    self._left(asker)
                break
            busy = self._rehearsal is not None
            for key, events in self._selector.select(0 if busy else _TICK_SECONDS):
                key.data(events)
            for asker in list(self._askers):
                if asker.run is not None:
                    asker.run.check()
            self._rehearse()
            self._begin_waiting()
        self._selector.close()

    def _rehearse(self) -> None:
        """Take one step of the rehearsal."""
        if self._rehearsal is not None and next(self._rehearsal, self) is self:
            self._rehearsal = None

    def stop(self, *_: Any) -> None:
        """Take no more requests and end every run, soon; for a signal to call."""
        self._stopped = True

    def _close(self, *_: Any) -> None:
        """Take no more requests; the runs of others go on, the owner's have lost their asker."""
        if not self._open:
            return
        self._open = False
        for key in list(self._selector.get_map().values()):
            if key.data in (self._handed, self._asked, self._close):
                self._selector.unregister(key.fileobj)
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _handed(self, _: int) -> None:
        assert self._control is not None  # noqa: S101 - it is what was readable
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
        except OSError:
            data, descriptors = b"", []
        if not data:
            self._close()
            return
        for descriptor in descriptors:
            self._welcome(socket.socket(fileno=descriptor))

    def _asked(self, _: int) -> None:
        assert self._listener is not None  # noqa: S101
        with contextlib.suppress(BlockingIOError):
            line, _ = self._listener.accept()
            about = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            if struct.unpack("3i", about)[1] == os.getuid():
                self._welcome(line)
            else:
                line.close()

    def _welcome(self, line: socket.socket) -> None:
        asker = _Asker(line)
        self._askers.add(asker)
        self._watch(asker)

    def _watch(self, asker: _Asker) -> None:
        """Look for what comes from an asker, and for room where something is to be sent."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if asker.out else 0)
        if asker.line in self._selector.get_map():
            key = self._selector.get_key(asker.line)
            if key.events != events:
                self._selector.modify(asker.line, events, key.data)
        else:
            self._selector.register(asker.line, events, lambda ready: self._ready(asker, ready))

    def _ready(self, asker: _Asker, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                sent = asker.line.send(asker.out)
                del asker.out[:sent]
                self._watch(asker)
            if events & selectors.EVENT_READ:
                data = asker.line.recv(_READ)
                if not data:
                    self._left(asker)
                    return
                for kind, body in asker.incoming.feed(data):
                    if kind == Kind.REQUEST and asker.run is None and not asker.over:
                        self._waiting.append((asker, unpack(body)))
        except (OSError, BrokenLineError, ValueError, KeyError):
            self._left(asker)
            return
        if asker.over and not asker.out:  # all is told
            self._left(asker)

    def _begin_waiting(self) -> None:
        """Begin the runs that may begin."""
        while self._waiting and (
            self._rehearsal is None or all(asker.run is None for asker in self._askers)
        ):
            asker, request = self._waiting.popleft()
            if asker in self._askers and asker.run is None:
                self._begin(asker, request)

    def _begin(self, asker: _Asker, request: dict[str, Any]) -> None:
        from routes.press.child import live  # noqa: PLC0415 - warm by now
        from routes.press.runs import Run  # noqa: PLC0415

        def send(data: bytes) -> None:
            if asker in self._askers:
                asker.out += data
                self._watch(asker)

        # Before the fork and at once: a run that kills the press must not be taken for one that
        # was never begun, and be begun again.
        with contextlib.suppress(OSError):
            asker.line.sendall(pack(Kind.TAKEN, None))
        asker.run = run = Run(request, live, send, self._descriptors())
        self._selector.register(run.line, selectors.EVENT_READ, lambda _: self._told(run))
        self._selector.register(run.watch, selectors.EVENT_READ, lambda _: self._ended(asker))

    def _descriptors(self) -> list[int]:
        """Return every descriptor the press has opened for itself."""
        opened = {self._selector.fileno()}
        opened.update(key.fd for key in self._selector.get_map().values())
        for asker in self._askers:
            if asker.run is not None:
                opened |= {asker.run.line, asker.run.watch}
        return sorted(opened)

    def _told(self, run: Run) -> None:
        if not run.read():
            self._selector.unregister(run.line)

    def _ended(self, asker: _Asker) -> None:
        run = asker.run
        assert run is not None  # noqa: S101
        for descriptor in (run.line, run.watch):
            with contextlib.suppress(KeyError):
                self._selector.unregister(descriptor)
        asker.run, asker.over = None, True
        run.over({other.run.pid for other in self._askers if other.run is not None})

    def _left(self, asker: _Asker) -> None:
        """Forget an asker who has gone, and end the run nobody waits for."""
        if asker not in self._askers:
            return
        self._askers.discard(asker)
        self._selector.unregister(asker.line)
        asker.line.close()
        if asker.run is not None:
            asker.run.kill(None)
            self._ended(asker)


def main(arguments: list[str]) -> None:
    """Start as the owner asks: ``control FD OWNER`` or ``socket FD PATH OWNER``."""
    from pathlib import Path  # noqa: PLC0415

    from routes.press.warmth import load, rehearsal  # noqa: PLC0415

    kind, descriptor, *rest = arguments
    door = socket.socket(fileno=int(descriptor))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner's to answer; it then ends us
    adopt_orphans()
    load()
    if kind == "control":
        press = Press(control=door, owner=int(rest[0]), rehearsal=rehearsal())
    else:
        path, owner = Path(rest[0]), int(rest[1])
        press = Press(listener=door, path=path, owner=owner, rehearsal=rehearsal())
    signal.signal(signal.SIGTERM, press.stop)
    press.serve()


if __name__ == "__main__":
    main(sys.argv[1:])
