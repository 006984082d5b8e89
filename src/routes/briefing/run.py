"""Run a notebook with parameters in a kernel of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.errors import PublicationError
from routes.reference import notebooks_dir

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from routes.briefing.checking import Parameters

CELL_SECONDS = 180


def run(parameters: Parameters, target: Path, *, progress: bool = True) -> NotebookNode:
    """Run the notebook of a page and return it with its outputs.

    Parameters
    ----------
    parameters : Parameters
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

    # The kernel's debugger is not wanted, and warns about frozen modules.
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    bar: Any = False
    if progress:
        bar = {"desc": parameters.slug, "unit": "cell", "leave": False, "ncols": 72}
    # Sockets of the file system: no port of the machine is opened to its other users. Their
    # paths must be short, so not in a temporary folder that may lie deep.
    short = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108
    with tempfile.TemporaryDirectory(prefix="routes-", dir=short) as sockets:
        kernel = Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}})
        try:
            done: NotebookNode = pm.execute_notebook(
                notebooks_dir() / parameters.notebook,
                target,
                parameters=parameters.model_dump(mode="json"),
                kernel_name="python3",
                progress_bar=bar,
                execution_timeout=CELL_SECONDS,
                config=kernel,
            )
        except PapermillExecutionError as error:
            raise PublicationError(
                f"{parameters.slug}: cell {error.cell_index + 1} failed: "
                f"{error.ename}: {error.evalue}"
            ) from error
        except (CellTimeoutError, DeadKernelError, RuntimeError, OSError) as error:
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise PublicationError(f"{parameters.slug}: the kernel failed: {first}") from error
    return done
