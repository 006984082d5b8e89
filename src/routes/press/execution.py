"""Run a notebook in this very process, by papermill's own functions, telling each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import (
    prepare_notebook_metadata,
    raise_for_execution_errors,
    remove_error_markers,
)
from papermill.iorw import load_notebook_node
from papermill.log import logger
from papermill.parameterize import parameterize_notebook

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
        self.tell(Kind.STARTED, cell_index)

    def cell_complete(
        self, cell: NotebookNode, cell_index: int | None = None, **given: Any
    ) -> None:
        """Tell what has become of a cell."""
        super().cell_complete(cell, cell_index, **given)
        self.tell(Kind.ENDED, [cell_index, cell])


class InProcessEngine(Engine):  # type: ignore[misc]
    """papermill's engine over the kernel of this process."""

    reseed: ClassVar[Callable[[int], None]]

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, kernel_name: str, **_: Any) -> NotebookNode:
        """Run a notebook, as far as its cells do not fail."""
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
        return nb


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
    notebook = parameterize_notebook(
        load_notebook_node(str(path)),
        dict(job.parameters),
        kernel_name="python3",
        engine_name=IN_PROCESS,
    )
    # As pm.execute_notebook goes on, which would also look for parameters that are checked
    # already, and write a notebook nobody reads.
    notebook = remove_error_markers(prepare_notebook_metadata(notebook, str(path), None))
    notebook = InProcessEngine.execute_notebook(notebook, "python3")
    try:
        raise_for_execution_errors(notebook, None)
    except PapermillExecutionError as error:
        return notebook, faults.failed(job.slug, error.cell_index, error.ename, error.evalue)
    return notebook, None
