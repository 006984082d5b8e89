"""Bring the notebooks into the site, run beside each other, each once for the same code and tables.

jupyter-cache knows a notebook again by its cells. What the cells call changes too, so the cache
lies in a folder named after the bytes of library and tables.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.executors.basic import ExecutionWorkerTempMProc, JupyterExecutorTempMproc
from jupyter_cache.executors.utils import single_nb_execution
from sphinx.errors import ExtensionError
from sphinx.util import logging
from traitlets.config import Config as Traits

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

SAY = logging.getLogger(__name__)
DOCS = Path(__file__).resolve().parent.parent
NOTEBOOKS = DOCS.parent / "notebooks"
TARGET = DOCS / "tutorials"
CACHES = DOCS / "_build" / "notebooks"
WATCHED = (("src/routes", "**/*"), ("data", "*.*"))
PAGE = re.compile(r"`?\bdocs/([\w/-]+)\.md\b`?")


class Worker(ExecutionWorkerTempMProc):  # type: ignore[misc]
    """Runs one notebook in an empty folder, with a kernel that opens no port of the machine."""

    @staticmethod
    def execute(project_nb: Any, data: Any) -> Any:
        """Return the notebook with its outputs, or its error."""
        # The path of a socket must be short, so not in a temporary folder that may lie deep.
        short = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108
        with tempfile.TemporaryDirectory(prefix="docs-", dir=short) as folder:
            traits = Traits({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
            return single_nb_execution(
                project_nb.nb, folder, data.timeout, data.allow_errors, config=traits
            )


class Executor(JupyterExecutorTempMproc):  # type: ignore[misc]
    """Runs notebooks, one a processor."""

    _EXECUTION_WORKER = Worker


def fetch() -> list[Path]:
    """Copy the notebooks beside the index of the tutorials; return the copies.

    A page that a cell of words names becomes a link to it. A copy that has not changed is left
    alone: Sphinx then need not read it again.
    """
    TARGET.mkdir(exist_ok=True)
    copies = []
    for source in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(source, as_version=4)  # type: ignore[no-untyped-call]
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = PAGE.sub(r"[docs/\1](../\1.md)", cell.source)
        copy = TARGET / source.name
        text = nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
        if not copy.is_file() or copy.read_text(encoding="utf-8") != text:
            copy.write_text(text, encoding="utf-8")
        copies.append(copy)
    for stale in set(TARGET.glob("*.ipynb")) - set(copies):
        stale.unlink()
    return copies


def cache_folder() -> Path:
    """Return the folder of outputs made with the library and tables as they are; drop others."""
    digest = hashlib.sha256()
    for watched, pattern in WATCHED:
        for path in sorted((DOCS.parent / watched).glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.name.encode() + path.read_bytes())
    folder = CACHES / digest.hexdigest()[:12]
    if CACHES.is_dir():
        for other in CACHES.iterdir():
            if other != folder:
                shutil.rmtree(other)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run(copies: list[Path], folder: Path, seconds: int) -> None:
    """Run what the cache does not hold, a process for each processor.

    Raises
    ------
    ExtensionError
        With the notebook and the last line of its error.
    """
    cache = get_cache(folder)
    for copy in copies:
        cache.add_nb_to_project(str(copy))
    waiting = cache.list_unexecuted()
    if not waiting:
        return
    SAY.info("running %s notebooks", len(waiting))
    executor = Executor(cache)
    executor.logger.setLevel("ERROR")  # what fails is told below, once
    done = executor.run_and_cache(timeout=seconds)
    failed = {*done.excepted, *done.errored}
    if failed:
        records = [one for one in cache.list_project_records() if one.uri in failed]
        raise ExtensionError(
            "; ".join(f"{Path(r.uri).name}: {_last(r.traceback)}" for r in records)
        )


def _last(traceback: str | None) -> str:
    lines = re.sub(r"\x1b\[[0-9;]*m", "", traceback or "").strip().splitlines()
    return lines[-1] if lines else "the kernel failed"


def prepare(_: Sphinx, config: Config) -> None:
    """Fetch and run the notebooks before Sphinx looks for pages."""
    copies = fetch()
    wanted = [copy for copy in copies if copy.match(config.tutorials_run)]
    left = [f"tutorials/{copy.name}" for copy in copies if copy not in wanted]
    config.nb_execution_excludepatterns = left
    folder = cache_folder()
    config.nb_execution_cache_path = str(folder)
    run(wanted, folder, config.nb_execution_timeout)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx; before myst-nb reads its settings."""
    app.add_config_value("tutorials_run", "*", "env", str)
    app.connect("config-inited", prepare, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
