"""The warm engine: a press that has imported everything once and forks a process per run."""

from __future__ import annotations

import json
import selectors
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from routes.press import faults
from routes.press.client import PrivatePress, request_for
from routes.press.job import Job, Limits, Outcome
from routes.press.notebook import mark_stopped, warned
from routes.press.wire import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# A press that ends this often before a run has begun is not started again.
_STARTS = 2


class WarmEngine:
    """Runs jobs in forks of one warm process.

    A run that crashes, hangs, grows, leaks or ends itself is an `Outcome` with a fault and harms no
    other. The press is started by the first run, or by `start`, and ends with `run`; in a ``with``
    statement it ends with that.

    Parameters
    ----------
    jobs : int
        Runs at a time.
    limits : Limits, optional
        Of each run.
    notebooks : Path, optional
        Folder of the notebooks; default the library's.

    Raises
    ------
    PublicationError
        Where there is no Linux.

    Examples
    --------
    >>> with WarmEngine(jobs=2) as engine:
    ...     [outcome.slug for outcome in engine.run([])]
    []
    """

    def __init__(
        self, *, jobs: int = 2, limits: Limits | None = None, notebooks: Path | None = None
    ) -> None:
        self.jobs = max(1, jobs)
        self.limits = limits or Limits()
        self.notebooks = notebooks
        self._press: PrivatePress | None = None
        self._kept = False
        self._words = ""

    def __enter__(self) -> Self:
        self._kept = True
        return self

    def __exit__(self, *_: object) -> None:
        self._kept = False
        self.close()

    def start(self) -> None:
        """Start the press, to import while the caller does something else."""
        if self._press is None:
            self._press = PrivatePress()

    @property
    def press_pid(self) -> int | None:
        """Process id of the press; None while there is none."""
        return None if self._press is None else self._press.pid

    def close(self) -> None:
        """End the press, and every run of it."""
        press, self._press = self._press, None
        if press is not None:
            press.close()

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs and yield what came of each as it ends.

        Parameters
        ----------
        jobs : iterable of Job

        Yields
        ------
        Outcome
        """
        # A job is taken when there is room for it: who hands them out may stop in between.
        coming, waiting = iter(jobs), deque[Job]()
        running: dict[_Running, None] = {}
        selector = selectors.DefaultSelector()
        unready = 0
        try:
            while running or _ahead(waiting, coming):
                while len(running) < self.jobs and _ahead(waiting, coming):
                    if unready >= _STARTS:
                        yield _Running(waiting.popleft()).outcome(self._words)
                        continue
                    one = self._ask(waiting.popleft())
                    running[one] = None
                    selector.register(one.line.socket, selectors.EVENT_READ, one)
                for key, _ in selector.select() if running else ():
                    one = key.data
                    if not one.read():
                        continue
                    selector.unregister(one.line.socket)
                    del running[one]
                    if one.over is None and self._bury(one):
                        # It counts once, whichever of its runs is read first.
                        unready += not one.press_began
                    if one.over is None and not one.begun and unready < _STARTS:
                        waiting.appendleft(one.job)
                        continue
                    yield one.outcome(self._words)
        finally:
            selector.close()
            for one in running:
                one.line.close()
            if not self._kept:
                self.close()

    def _ask(self, job: Job) -> _Running:
        self.start()
        assert self._press is not None  # noqa: S101 - just started
        folder = self.notebooks
        if folder is None:
            # While the press imports.
            from routes.reference import notebooks_dir  # noqa: PLC0415

            folder = notebooks_dir()
        return _Running(job, self._press, request_for(job, self.limits, notebooks=folder))

    def _bury(self, one: _Running) -> bool:
        """Forget the press of a run if it has ended; return False where that has been done."""
        if one.press is not self._press or self._press is None:
            return False
        self._press.gone()
        self._words = self._press.last_words()
        self.close()
        return True


def _ahead(waiting: deque[Job], coming: Iterator[Job]) -> bool:
    """Take a job if none waits; return whether one does."""
    if not waiting:
        waiting.extend(islice(coming, 1))
    return bool(waiting)


class _Running:
    """A job on its way, and what has been told of it."""

    def __init__(
        self, job: Job, press: PrivatePress | None = None, request: dict[str, Any] | None = None
    ) -> None:
        self.job, self.press = job, press
        if press is not None and request is not None:
            self.line = press.ask(request)
        self.begun = False  # whether a process was forked for it
        self.notebook: dict[str, Any] | None = None
        self.done: dict[str, Any] = {}
        self.over: dict[str, Any] | None = None

    @property
    def press_began(self) -> bool:
        """Whether its press ever got as far as a run."""
        return self.press is not None and self.press.began

    def read(self) -> bool:
        """Take in what is told; return True when nothing more will be."""
        for kind, content in self.line.read():
            if kind == Kind.TAKEN:
                self.begun = True
                if self.press is not None:
                    self.press.began = True
            elif kind == Kind.BEGUN:
                self.notebook = content
            elif kind == Kind.ENDED and self.notebook is not None:
                index, cell = content
                self.notebook["cells"][index] = cell
            elif kind == Kind.DONE:
                self.done = content
            elif kind == Kind.OVER:
                self.over = content
                self.line.close()
                return True
        return False

    def outcome(self, words: str) -> Outcome:
        """Return what came of the job; `words` are the last ones of a press that ended."""
        slug, over = self.job.slug, self.over
        if over is None:
            cell = self.line.cell if self.begun else None
            said = faults.pressless(slug, cell) if self.begun else faults.unready(slug, words)
            over = {"fault": said, "cell": cell, "left": 0, "peak_mb": None, "seconds": 0.0}
        fault: str | None = over["fault"] or self.done.get("fault")
        notebook: str | None = self.done.get("notebook")
        warnings = list(self.done.get("warnings", ()))
        if notebook is None and self.notebook is not None:
            mark_stopped(self.notebook, over["cell"])
            warnings += warned(self.notebook)
            notebook = json.dumps(self.notebook, ensure_ascii=False, indent=1) + "\n"
        if over["left"]:
            warnings.append(faults.left_running(over["left"]))
        return Outcome(
            slug=slug,
            page=self.done.get("page") if fault is None else None,
            notebook=notebook,
            fault=fault,
            warnings=tuple(warnings),
            seconds=over["seconds"],
            peak_mb=over["peak_mb"],
        )
