"""A notebook before it is run and after: refused if unfit, read for what it warned of."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from routes.errors import PublicationError, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from routes.press.job import Job

_WARNED = re.compile(r"^(?:\S.*)?:\d+: (?P<said>\w*Warning: .*)$", re.MULTILINE)


def require_fit(folder: Path, job: Job) -> Path:
    """Return the path of a job's notebook, or refuse the job before anything is run.

    Raises
    ------
    RoutesError
        In one line, if the notebook is unknown, no notebook, or has not exactly one cell that is
        tagged ``parameters``.
    """
    known = sorted(path.name for path in folder.glob("*.ipynb"))
    if job.notebook not in known:
        raise unknown("notebook", job.notebook, known)
    path = folder / job.notebook
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        tagged = sum("parameters" in cell["metadata"].get("tags", ()) for cell in cells)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublicationError(f"{job.notebook}: no notebook can be read from it") from error
    if tagged != 1:
        count = "no cell is" if tagged == 0 else f"{tagged} cells are"
        raise PublicationError(
            f"{job.notebook}: {count} tagged 'parameters'; exactly one is needed"
        )
    return path


def warned(notebook: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the cells of a run notebook warned of, each once, without where.

    Examples
    --------
    >>> text = "/tmp/ipykernel_7/1.py:3: UserWarning: old file"
    >>> output = {"output_type": "stream", "name": "stderr", "text": text}
    >>> warned({"cells": [{"outputs": [output]}]})
    ('UserWarning: old file',)
    """
    said: dict[str, None] = {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "stream" and output["name"] == "stderr":
                text = output["text"]
                text = text if isinstance(text, str) else "".join(text)
                said.update(dict.fromkeys(found["said"] for found in _WARNED.finditer(text)))
    return tuple(said)


def mark_stopped(notebook: dict[str, Any], index: int | None) -> None:
    """Mark the cell in which a run was stopped as failed, as papermill marks a failed cell.

    Parameters
    ----------
    notebook : dict
        As far as it was run.
    index : int or None
        None: past the last cell.
    """
    notebook["metadata"].setdefault("papermill", {})["exception"] = True
    if index is not None and index < len(notebook["cells"]):
        about = notebook["cells"][index]["metadata"].setdefault("papermill", {})
        about.update(exception=True, status="failed")


def seed(notebook: Mapping[str, Any]) -> int:
    """Return a number from the code of a notebook, injected parameters too.

    Random draws of a run start from it: the same inputs draw the same numbers, whichever process
    runs them and in whichever order, and two runs never share a sequence because one forked both.
    """
    digest = hashlib.sha256()
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            digest.update(cell["source"].encode("utf-8", "surrogatepass") + b"\0")
    return int.from_bytes(digest.digest()[:8], "big")
