"""The life of one fork: it settles, runs one notebook, tells what came of it, and ends."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import random
import resource
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import nbformat
import numpy as np

from routes.errors import RoutesError
from routes.press import execution, faults
from routes.press.job import Job
from routes.press.kernel import InProcessKernel
from routes.press.notebook import require_fit
from routes.press.page import made_of
from routes.press.processes import MB, address_space, adopt_orphans, end_with
from routes.press.wire import Kind, pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HIGHEST = 2**32
_HIGH = 64


def live(request: Mapping[str, Any], line: int, press: int, foreign: Iterable[int]) -> NoReturn:
    """Run what was asked for and end; nothing of this process ever returns to the press.

    Parameters
    ----------
    request : mapping
        As `routes.press.client` writes it.
    line : int
        Descriptor of the pipe to the press.
    press : int
        Process id of the press.
    foreign : iterable of int
        Descriptors of the press that are none of the run's business.
    """
    status = 1
    try:
        line = _settle(request, line, press, foreign)
        with contextlib.suppress(BrokenPipeError):
            _write(line, Kind.DONE, _done(request, line))
        status = 0
    except BaseException as error:  # noqa: BLE001 - whatever it is, it ends here and is told
        with contextlib.suppress(OSError):
            _write(line, Kind.DONE, {"fault": faults.broken(request["slug"], error)})
    finally:
        os._exit(status)


def _settle(request: Mapping[str, Any], line: int, press: int, foreign: Iterable[int]) -> int:
    """Become a process of its own: session, descriptors, signals, limits, place, surroundings."""
    os.setsid()
    end_with(press)
    adopt_orphans()
    # Those of libraries stay: PROJ keeps its database open, and in a fork closes the number it
    # knows, whatever has that number by then.
    for descriptor in foreign:
        os.close(descriptor)
    # Out of the way of what a cell may open and close.
    kept = fcntl.fcntl(line, fcntl.F_DUPFD_CLOEXEC, _HIGH)
    os.close(line)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    if request["memory_mb"] is not None:
        room = int((address_space(os.getpid()) + request["memory_mb"]) * MB)
        resource.setrlimit(resource.RLIMIT_AS, (room, room))
    backend = os.environ["MPLBACKEND"]
    os.environ.clear()
    os.environ.update(request["environment"])
    os.environ["MPLBACKEND"] = backend
    time.tzset()
    os.chdir(request["folder"])
    sys.argv = ["routes-warm"]
    execution.InProcessEngine.reseed = staticmethod(_reseed)
    execution.Told.tell = staticmethod(lambda kind, content: _write(kept, kind, content))
    InProcessKernel.instance().take_over()
    gc.enable()
    return kept


def _reseed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed % _HIGHEST)  # noqa: NPY002 - the state a fork inherits


def _done(request: Mapping[str, Any], line: int) -> dict[str, Any]:
    if request["job"] is None:
        notebook = nbformat.from_dict(request["notebook"])
        return {"notebook": execution.InProcessEngine.execute_notebook(notebook, "python3")}
    job = Job(**request["job"])
    try:
        path = require_fit(Path(request["notebooks"]), job)
    except RoutesError as error:
        return {"fault": faults.unfit(job.slug, str(error))}
    notebook, fault = execution.run(path, job)
    _write(line, Kind.STARTED, None)
    return made_of(job, notebook, fault)


def _write(line: int, kind: Kind, content: Any) -> None:
    data = memoryview(pack(kind, content))
    while data:
        data = data[os.write(line, data) :]
