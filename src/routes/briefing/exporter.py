"""The nbconvert exporter: a run notebook becomes one page that needs nothing else.

Registered as ``briefing``, so that ``jupyter nbconvert --to briefing notebook.ipynb`` works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbconvert.exporters import TemplateExporter
from traitlets import default

from routes.briefing.assembly import TEMPLATES
from routes.briefing.document import document
from routes.briefing.section import METADATA
from routes.errors import PublicationError
from routes.views import Wording

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ABOUT = ("title", "language", "direction", "lead")


class BriefingExporter(TemplateExporter):
    """Export a briefing notebook that has been run to a self-contained HTML page.

    Raises
    ------
    PublicationError
        If a cell failed, or the notebook has not been run: an error page is never made.
    """

    export_from_notebook = "Briefing"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "briefing"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        # Not the working folder, where nbconvert would look first: a template is code.
        return [str(TEMPLATES.parent)]

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own exporters return
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook that has been run.

        ``resources["alternates"]``, where given, maps languages to the file names of the same page.
        """
        sections, about = parts(nb)
        page = document(
            about["title"],
            "\n".join(sections),
            wording=Wording(about["language"]),
            description=about["lead"],
            about=about,
            kind="briefing",
            alternates=(resources or {}).get("alternates"),
        )
        self.environment.globals["page"] = page.rstrip()
        return super().from_notebook_node(nb, resources, **kw)


def parts(nb: NotebookNode) -> tuple[list[str], dict[str, Any]]:
    """Return the sections of a run notebook and what the page says about itself."""
    sections: list[str] = []
    about: dict[str, Any] = {}
    for number, cell in enumerate(nb.cells, start=1):
        if cell.cell_type != "code":
            continue
        if cell.source.strip() and cell.get("execution_count") is None and sections:
            raise PublicationError(f"cell {number} has not been run; run the whole notebook")
        for output in cell.outputs:
            if output.output_type == "error":
                raise PublicationError(f"cell {number} failed: {output.ename}: {output.evalue}")
            described = output.get("metadata", {}).get(METADATA, {"empty": True})
            # A section that has nothing to say is no part of the page.
            if not described.get("empty"):
                sections.append(str(output.data["text/html"]))
                about.update(described)
    if not sections:
        raise PublicationError("no section in the notebook; run it first, or add --execute")
    missing = [name for name in _ABOUT if name not in about]
    if missing:
        raise PublicationError(f"no headline in the notebook: {', '.join(missing)} unknown")
    about.pop("section", None)
    return sections, about
