"""The engine everybody has: papermill in a Jupyter kernel of its own for each run."""

from __future__ import annotations

import io
import os
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from routes.errors import PublicationError
from routes.press.job import Limits, Outcome
from routes.reference import notebooks_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbformat import NotebookNode

    from routes.press.job import Job


@dataclass(frozen=True)
class KernelEngine:
    """Run each job in a kernel of its own, several at a time.

    Parameters
    ----------
    workers : int
    limits : Limits
        Seconds a cell; a kernel's memory and its whole run are not watched.
    """

    workers: int = 1
    limits: Limits = field(default_factory=Limits)

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs and yield what came of each as it ends."""
        # The kernel's debugger is not wanted, and warns about frozen modules.
        os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
        waiting, running = iter(jobs), set[Future[Outcome]]()
        with ThreadPoolExecutor(self.workers) as pool:
            while True:
                while len(running) < self.workers and (job := next(waiting, None)):
                    running.add(pool.submit(self._outcome, job))
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for one in done:
                    yield one.result()

    def _outcome(self, job: Job) -> Outcome:
        from routes.briefing.exporter import BriefingExporter  # noqa: PLC0415 - slow to import
        from routes.briefing.fit import check_fit  # noqa: PLC0415

        started = time.perf_counter()
        page, fault, text = None, None, None
        with tempfile.TemporaryDirectory(prefix="routes-") as scratch:
            target = Path(scratch) / job.notebook
            try:
                notebook = self._executed(job, target)
                found, _ = BriefingExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
                check_fit(found, job.slug, job.sections)
                page = found
            except PublicationError as error:
                fault = str(error)
            if target.is_file():
                text = target.read_text(encoding="utf-8")
        seconds = time.perf_counter() - started
        return Outcome(job.slug, page, text, fault, (), seconds, None)

    def _executed(self, job: Job, target: Path) -> NotebookNode:
        import papermill as pm  # noqa: PLC0415 - takes seconds to import
        from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: PLC0415
        from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415
        from traitlets.config import Config  # noqa: PLC0415

        # Sockets of the file system: no port of the machine is opened to its other users. Their
        # paths must be short, so not in a temporary folder that may lie deep.
        short = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108
        with tempfile.TemporaryDirectory(prefix="routes-", dir=short) as sockets:
            kernel = Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}})
            try:
                done: NotebookNode = pm.execute_notebook(
                    notebooks_dir() / job.notebook,
                    target,
                    parameters=dict(job.parameters),
                    kernel_name="python3",
                    progress_bar=False,
                    execution_timeout=self.limits.cell_seconds,
                    stdout_file=io.StringIO(),
                    stderr_file=io.StringIO(),
                    config=kernel,
                )
            except PapermillExecutionError as error:
                where = f"cell {error.cell_index + 1}"
                raise PublicationError(f"{where} failed: {error.ename}: {error.evalue}") from error
            except (CellTimeoutError, DeadKernelError, RuntimeError, OSError) as error:
                first = (str(error).strip() or type(error).__name__).splitlines()[0]
                raise PublicationError(f"the kernel failed: {first}") from error
        return done
