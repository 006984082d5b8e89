"""Where people explore: panels and notebooks in JupyterLab over the same library."""

from routes.workbench.parameters import NOTEBOOKS, NotebookParameters, notebook_parameters

__all__ = ["NOTEBOOKS", "NotebookParameters", "notebook_parameters"]
