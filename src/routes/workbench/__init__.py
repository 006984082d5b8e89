"""Where people explore: panels and notebooks in JupyterLab, and layers for other tools."""

from routes.reference.arguments import checked_face
from routes.workbench.explorer import Explorer, explore
from routes.workbench.export import export_layers, to_geojson
from routes.workbench.layers import layers
from routes.workbench.parameters import NOTEBOOKS, NotebookParameters, notebook_parameters

__all__ = [
    "NOTEBOOKS",
    "Explorer",
    "NotebookParameters",
    "explore",
    "export_layers",
    "layers",
    "notebook_parameters",
    "to_geojson",
]

checked_face(globals(), __all__)
