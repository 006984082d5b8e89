"""Job definitions for the scheduler of JupyterLab, from the models that check the parameters."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.briefing.registry import MODELS
from routes.errors import ParameterError
from routes.network import ROUTES
from routes.workbench.parameters import NOTEBOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTHLY = "0 3 1 * *"
_CRON = re.compile(r"[\d*/,\-A-Za-z#L?]+( [\d*/,\-A-Za-z#L?]+){4}")


def job_definitions(
    *, schedule: str = MONTHLY, timezone: str = "UTC", folder: str = ""
) -> dict[str, dict[str, Any]]:
    """Return what ``POST scheduler/job_definitions`` of jupyter-scheduler takes, one a page.

    Parameters
    ----------
    schedule : str
        Five fields of cron: minute, hour, day of month, month, day of week.
    timezone : str
        Of the schedule, such as ``"Europe/Vienna"``.
    folder : str
        Where the notebooks lie below the folder JupyterLab shows; by default in it.

    Returns
    -------
    dict
        By name: a notebook that is about a route has a definition for each of the three. The
        parameters are all that are set by default, as text that is Python, which is how the
        scheduler puts them into the notebook. The date is left out: the day of the run.

    Raises
    ------
    ParameterError
        If the schedule is not written as five fields.

    Examples
    --------
    >>> job = job_definitions()["briefing-northern"]
    >>> job["input_uri"], job["parameters"]["route"], job["schedule"]
    ('briefing.ipynb', "'northern'", '0 3 1 * *')
    """
    if not _CRON.fullmatch(schedule):
        raise ParameterError(
            f"schedule: five fields such as {MONTHLY!r} (minute, hour, day of month, month, day "
            f"of week), not {schedule!r}"
        )
    return {
        name: {
            "name": name,
            "input_uri": f"{folder.rstrip('/')}/{notebook}" if folder else notebook,
            # The name under which the scheduler lists the Python that JupyterLab runs in.
            "runtime_environment_name": Path(sys.executable).name,
            # Its list of formats is closed, and its HTML links scripts on the web.
            "output_formats": ["ipynb"],
            "parameters": {key: repr(value) for key, value in values.items()},
            "tags": ["opiate-routes"],
            "schedule": schedule,
            "timezone": timezone,
        }
        for name, notebook, values in _runs()
    }


def _runs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield name, notebook and parameters of each run."""
    for model in sorted((*MODELS, *NOTEBOOKS.values()), key=lambda model: model.notebook):
        stem = Path(model.notebook).stem
        given = model().model_dump(mode="json", exclude={"as_of"}, exclude_none=True)
        if "route" not in given:
            yield stem, model.notebook, given
            continue
        for route in ROUTES:
            yield f"{stem}-{route}", model.notebook, given | {"route": route}
