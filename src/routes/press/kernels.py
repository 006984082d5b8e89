"""The engine of kernels: papermill's own, one kernel a run, one run at a time."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.errors import RoutesError
from routes.press import faults
from routes.press.environment import environment
from routes.press.job import Limits, Outcome
from routes.press.notebook import require_fit, warned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbformat import NotebookNode

    from routes.press.job import Job


class KernelEngine:
    """Runs jobs in a Jupyter kernel each, one after another, anywhere Jupyter runs.

    Slower than `WarmEngine`, and without its limits of memory and of a run's time: only a cell's
    time is limited.

    Parameters
    ----------
    limits : Limits, optional
        Of each run; only ``cell_seconds`` holds.
    notebooks : Path, optional
        Folder of the notebooks; default the library's.
    progress : bool
        Show a bar, one step a cell, where there is a terminal.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        notebooks: Path | None = None,
        progress: bool = False,
    ) -> None:
        self.limits = limits or Limits()
        self.notebooks = notebooks
        self.progress = progress and sys.stderr.isatty()

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Run jobs and yield what came of each.

        Parameters
        ----------
        jobs : iterable of Job

        Yields
        ------
        Outcome
        """
        for job in jobs:
            began = time.monotonic()
            made = self._made(job)
            yield Outcome(
                slug=job.slug,
                page=made.get("page"),
                notebook=made.get("notebook"),
                fault=made["fault"],
                warnings=tuple(made.get("warnings", ())),
                seconds=time.monotonic() - began,
                peak_mb=None,
            )

    def _made(self, job: Job) -> dict[str, Any]:
        from routes.reference import notebooks_dir  # noqa: PLC0415 - tables take long to import

        try:
            path = require_fit(self.notebooks or notebooks_dir(), job)
        except RoutesError as error:
            return {"fault": faults.unfit(job.slug, str(error))}
        from routes.press.page import made_of  # noqa: PLC0415 - nbconvert takes long to import

        with tempfile.TemporaryDirectory(prefix="routes-") as scratch:
            target = Path(scratch) / path.name
            notebook, fault = self._run(job, path, target)
            if notebook is None:
                return {"fault": fault}
            if fault is not None and not target.exists():
                return {"fault": fault, "warnings": warned(notebook)}
            return made_of(job, notebook, fault)

    def _run(self, job: Job, path: Path, target: Path) -> tuple[NotebookNode | None, str | None]:
        """Run a notebook; return it, as far as it came, and the fault."""
        import nbformat  # noqa: PLC0415
        import papermill as pm  # noqa: PLC0415
        from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: PLC0415
        from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415
        from traitlets.config import Config  # noqa: PLC0415

        # The kernel's debugger is not wanted, and warns about frozen modules.
        os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
        bar: Any = False
        if self.progress:
            bar = {"desc": job.slug, "unit": "cell", "leave": False, "ncols": 72}
        # Sockets of the file system: no port of the machine is opened to its other users. Their
        # paths must be short, so not in a temporary folder that may lie deep.
        short = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108
        with tempfile.TemporaryDirectory(prefix="routes-", dir=short) as sockets:
            kernel = Config(
                {
                    "KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"},
                    "NotebookClient": {
                        "extra_arguments": ["--InteractiveShellApp.ignore_cwd=True"]
                    },
                }
            )
            try:
                with _safe_path():
                    done: NotebookNode = pm.execute_notebook(
                        path,
                        target,
                        parameters=dict(job.parameters),
                        kernel_name="python3",
                        progress_bar=bar,
                        execution_timeout=self.limits.cell_seconds,
                        config=kernel,
                    )
            except PapermillExecutionError as error:
                fault = faults.failed(job.slug, error.cell_index, error.ename, error.evalue)
            except CellTimeoutError:
                fault = faults.slow_cell(job.slug, _running(target), self.limits.cell_seconds)
            except DeadKernelError:
                fault = faults.kernel_died(job.slug, _running(target))
            except (RuntimeError, OSError) as error:
                fault = faults.broken(job.slug, error)
            else:
                return done, None
        return (nbformat.read(target, as_version=4) if target.exists() else None), fault


@contextmanager
def _safe_path() -> Iterator[None]:
    """Start kernels that import nothing from the working folder."""
    safe = environment()
    names = ("PYTHONSAFEPATH", "PYTHONPATH")
    before = {name: os.environ.get(name) for name in names}
    try:
        _set({name: safe.get(name) for name in names})
        yield
    finally:
        _set(before)


def _set(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _running(target: Path) -> int | None:
    """Return the index of the last cell that was begun, from the notebook as it was left."""
    import nbformat  # noqa: PLC0415

    if not target.exists():
        return 0
    cells = nbformat.read(target, as_version=4).cells
    begun = [i for i, cell in enumerate(cells) if cell.metadata["papermill"].get("start_time")]
    return begun[-1] if begun else 0
