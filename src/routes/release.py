"""Which version of the library this is."""

from importlib import metadata

__version__ = metadata.version("opiate-routes")
