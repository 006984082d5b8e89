"""The command ``routes``."""

from routes.cli.main import main

__all__ = ["main"]
