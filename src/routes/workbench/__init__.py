"""Where people explore: panels in JupyterLab over the same library."""
