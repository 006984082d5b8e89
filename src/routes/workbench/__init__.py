"""Where people explore: panels in JupyterLab over the same library, and layers for other tools."""

from routes.workbench.explorer import Explorer, explore

__all__ = ["Explorer", "explore"]
