"""Run a notebook in this very process, by papermill's own functions, telling each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import papermill as pm
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.log import logger

from routes.press import faults
from routes.press.kernel import InProcessClient, InProcessKernel
from routes.press.notebook import seed
from routes.press.wire import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nbformat import NotebookNode

    from routes.press.job import Job

    Tell = Callable[[Kind, Any], None]

IN_PROCESS = "routes-in-process"


class Told(NotebookExecutionManager):  # type: ignore[misc]  # papermill has no types
    """papermill's record of a run, which tells every step to whoever listens."""

    tell: Tell

    def notebook_start(self, **given: Any) -> None:
        """Tell the notebook as it will be run."""
        super().notebook_start(**given)
        self.tell(Kind.BEGUN, self.nb)

    def cell_start(self, cell: NotebookNode, cell_index: int | None = None, **given: Any) -> None:
        """Tell which cell starts."""
        super().cell_start(cell, cell_index, **given)
        if cell.cell_type == "code":
            self.tell(Kind.STARTED, cell_index)

    def cell_complete(
        self, cell: NotebookNode, cell_index: int | None = None, **given: Any
    ) -> None:
        """Tell what has become of a cell."""
        super().cell_complete(cell, cell_index, **given)
        if cell.cell_type == "code":
            self.tell(Kind.ENDED, [cell_index, cell])


class InProcessEngine(Engine):  # type: ignore[misc]
    """papermill's engine over the kernel of this process."""

    reseed: ClassVar[Callable[[int], None]]
    nb: ClassVar[NotebookNode]

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, kernel_name: str, **_: Any) -> NotebookNode:
        """Run a notebook; it can be read at ``nb`` however the run ends."""
        cls.nb = nb
        cls.reseed(seed(nb))
        record = Told(nb, progress_bar=False, autosave_cell_every=0)
        record.notebook_start()
        kernel = InProcessKernel.instance()
        client = PapermillNotebookClient(record, km=_Started(), kernel_name=kernel_name, log=logger)
        client.kc = InProcessClient(kernel)
        try:
            client.execute()
        finally:
            record.notebook_complete()
        return cls.nb


class _Started:
    """What nbclient takes for the manager of a kernel that is up."""

    has_kernel = True


papermill_engines.register(IN_PROCESS, InProcessEngine)


def run(path: Path, job: Job) -> tuple[NotebookNode, str | None]:
    """Run a job's notebook; return it and the fault of a cell, if one failed.

    Parameters
    ----------
    path : Path
    job : Job
    """
    try:
        done = pm.execute_notebook(
            path,
            None,
            parameters=dict(job.parameters),
            engine_name=IN_PROCESS,
            kernel_name="python3",
            progress_bar=False,
        )
    except PapermillExecutionError as error:
        fault = faults.failed(job.slug, error.cell_index, error.ename, error.evalue)
        return InProcessEngine.nb, fault
    return done, None
