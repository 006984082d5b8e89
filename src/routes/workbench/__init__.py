"""Where people explore: panels in JupyterLab over the same library, and layers for other tools."""

from routes.workbench.explorer import Explorer, explore
from routes.workbench.export import export_layers, to_geojson
from routes.workbench.layers import layers

__all__ = ["Explorer", "explore", "export_layers", "layers", "to_geojson"]
