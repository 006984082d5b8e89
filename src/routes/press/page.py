"""From a run notebook to what came of its job: the page, exported and checked, or the fault."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import nbformat

from routes.briefing.exporter import BriefingExporter
from routes.briefing.fit import check_fit
from routes.errors import PublicationError
from routes.press import faults
from routes.press.notebook import warned

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from routes.press.job import Job


@cache
def exporter() -> BriefingExporter:
    """Return the exporter of this process; it keeps its compiled template."""
    made = BriefingExporter()
    made.environment.get_template(made.template_file)
    return made


def made_of(job: Job, notebook: NotebookNode, fault: str | None) -> dict[str, Any]:
    """Return page, notebook, fault and warnings of an `Outcome`.

    Parameters
    ----------
    job : Job
    notebook : NotebookNode
        Run.
    fault : str or None
        Of the run; no page is made then.
    """
    page = None
    if fault is None:
        try:
            page, _ = exporter().from_notebook_node(notebook)
            check_fit(page, job.slug, job.sections)
        except PublicationError as error:
            page, fault = None, faults.unfit(job.slug, str(error))
    # To be read by people only if something is wrong: with line breaks it takes ten times as long.
    text = nbformat.v4.writes(notebook, indent=None if fault is None else 1)
    return {"page": page, "notebook": text, "fault": fault, "warnings": warned(notebook)}
