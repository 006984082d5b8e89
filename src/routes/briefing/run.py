"""Run a notebook with parameters in a kernel of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from routes.errors import PublicationError
from routes.reference import notebooks_dir

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

    from routes.briefing.parameters import BriefingParameters

NOTEBOOK = "briefing.ipynb"
CELL_SECONDS = 180


def run(parameters: BriefingParameters, target: Path, *, progress: bool = True) -> NotebookNode:
    """Run the briefing notebook and return it with its outputs.

    Parameters
    ----------
    parameters : BriefingParameters
    target : Path
        Where the run notebook is written.
    progress : bool
        Show a bar, one step a cell.

    Raises
    ------
    PublicationError
        If a cell fails or takes too long.
    """
    # papermill takes seconds to import; nobody but a run pays for it.
    import papermill as pm  # noqa: PLC0415
    from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: PLC0415
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415
    from traitlets.config import Config  # noqa: PLC0415

    # Sockets of the file system: no port of the machine is opened to its other users.
    transport = Config({"KernelManager": {"transport": "ipc"}})
    # The kernel's debugger is not wanted, and warns about frozen modules.
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    bar: Any = False
    if progress:
        bar = {"desc": parameters.slug, "unit": "cell", "leave": False, "ncols": 72}
    values = parameters.model_dump(mode="json")
    try:
        done: NotebookNode = pm.execute_notebook(
            notebooks_dir() / NOTEBOOK,
            target,
            parameters=values,
            kernel_name="python3",
            progress_bar=bar,
            execution_timeout=CELL_SECONDS,
            config=transport,
        )
        return done  # noqa: TRY300
    except PapermillExecutionError as error:
        raise PublicationError(
            f"{parameters.slug}: cell {error.cell_index + 1} failed: {error.ename}: {error.evalue}"
        ) from error
    except (CellTimeoutError, DeadKernelError) as error:
        first = str(error).strip().splitlines()[0]
        raise PublicationError(f"{parameters.slug}: {first}") from error
