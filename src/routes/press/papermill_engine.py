"""The warm engine for papermill itself: ``papermill --engine routes-warm …``.

papermill loads the notebook, injects the parameters, keeps the record and writes the file as ever;
only the cells are run in a fork of a warm press instead of a kernel. The first call in a process
starts a press that ends with it; others of the same user and the same sources use it while it is
up. ``python -P -m routes.press`` keeps one up.

What papermill gives to its own engine is honoured: ``execution_timeout`` (seconds a cell; none by
default), ``log_output``, ``stdout_file``, ``stderr_file``; ``run_seconds`` and ``memory_mb`` are
ours.
"""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

from nbformat import from_dict
from papermill.engines import Engine
from papermill.exceptions import PapermillException
from papermill.log import logger

from routes.press import faults, shared
from routes.press.client import request_for
from routes.press.job import Limits
from routes.press.wire import Kind

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from papermill.engines import NotebookExecutionManager

    from routes.press.client import Line

_STARTS = 2


class RoutesWarmEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """Runs the cells of a notebook in a fork of a warm press."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        execution_timeout: float | None = None,
        run_seconds: float | None = None,
        memory_mb: int | None = Limits.memory_mb,
        **options: Any,
    ) -> None:
        """Run the cells; raises for a run that was stopped, not for a cell that failed.

        Raises
        ------
        PapermillException
            If the run crashed or was stopped, in one line.
        """
        if not kernel_name.startswith("python"):
            raise PapermillException(f"routes-warm runs Python, not the kernel {kernel_name!r}")
        name = str(options.get("input_path") or "notebook")
        _refuse_code(nb_man.nb)
        request = request_for(None, None, notebook=nb_man.nb, slug=name)
        request |= {
            "cell_seconds": execution_timeout or options.get("timeout"),
            "run_seconds": run_seconds,
            "memory_mb": memory_mb,
        }
        for _ in range(_STARTS):
            line = shared.ask(request)
            record = _Record(nb_man, options)
            try:
                over = _followed(line, record)
            finally:
                line.close()
            if over is not None or record.begun:
                break
        if over is None:
            index = line.cell if record.begun else None
            raise PapermillException(
                faults.pressless(name, index) if record.begun else faults.unready(name, "")
            )
        fault = over["fault"] or record.done.get("fault")
        if fault is not None:
            record.stopped(over["cell"])
            raise PapermillException(fault)


def _refuse_code(notebook: NotebookNode) -> None:
    """Refuse parameters whose name is code: papermill writes a name into a cell as it is."""
    given = notebook.metadata.get("papermill", {}).get("parameters", {})
    for name in given:
        if not (isinstance(name, str) and name.isidentifier() and not keyword.iskeyword(name)):
            raise PapermillException(f"parameter {str(name)[:80]!r}: no name of Python's")


class _Record:
    """papermill's record of a run, kept from what is told."""

    def __init__(self, nb_man: NotebookExecutionManager, options: dict[str, Any]) -> None:
        self._man = nb_man
        self._log = bool(options.get("log_output"))
        self._files = {name: options.get(f"{name}_file") for name in ("stdout", "stderr")}
        self.begun = False
        self.done: dict[str, Any] = {}

    def take(self, kind: Kind, content: Any) -> None:
        """Take in what is told."""
        cells = self._man.nb.cells
        if kind == Kind.TAKEN:
            self.begun = True
        elif kind == Kind.STARTED and content is not None:
            self._man.cell_start(cells[content], content)
        elif kind == Kind.ENDED:
            index, told = content
            _fill(cells[index], told)
            self._pass_on(cells[index])
            if told["metadata"]["papermill"]["exception"]:
                self._man.cell_exception(cells[index], index)
            self._man.cell_complete(cells[index], index)
        elif kind == Kind.DONE:
            self.done = content
            if (told := content.get("notebook")) is not None:
                for cell, run in zip(cells, told["cells"], strict=True):
                    _fill(cell, run)  # a later cell may have changed what an earlier one shows
                for name in ("language_info", "widgets"):
                    if name in told["metadata"]:
                        self._man.nb.metadata[name] = from_dict(told["metadata"][name])

    def stopped(self, index: int | None) -> None:
        """Mark the cell in which the run was stopped."""
        if index is not None:
            cell = self._man.nb.cells[index]
            self._man.cell_exception(cell, index)
            self._man.cell_complete(cell, index)

    def _pass_on(self, cell: NotebookNode) -> None:
        for output in cell.get("outputs", ()):
            if output.output_type != "stream":
                continue
            if self._log:
                (logger.info if output.name == "stdout" else logger.warning)(output.text)
            if (file := self._files[output.name]) is not None:
                file.write(output.text)
                file.flush()


def _fill(cell: NotebookNode, told: dict[str, Any]) -> None:
    """Give a cell what a run left in it; papermill's record of it stays."""
    if cell.cell_type == "code":
        cell.outputs = [from_dict(output) for output in told["outputs"]]
        cell.execution_count = told["execution_count"]
        if "execution" in told["metadata"]:
            cell.metadata["execution"] = from_dict(told["metadata"]["execution"])


def _followed(line: Line, record: _Record) -> dict[str, Any] | None:
    """Keep the record of a run to its end; return how it ended, None if the press did first."""
    while True:
        for kind, content in line.read():
            if kind == Kind.OVER:
                over: dict[str, Any] | None = content
                return over
            record.take(kind, content)
