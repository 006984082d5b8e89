"""What a press loads once, so that no run of it has to."""

from __future__ import annotations

import gc
import sys
import warnings
from importlib import import_module
from types import ModuleType
from typing import Any

from routes.errors import PublicationError
from routes.press.processes import threads


def without_grammar() -> None:
    """Import jsonschema without building the grammar of international addresses at once.

    jsonschema imports rfc3987_syntax, which takes most of a second to build a parser that only
    the formats ``iri`` and ``iri-reference`` ask for. It gets a function that imports the package
    when it is first asked.
    """
    name = "rfc3987_syntax"
    if name in sys.modules or "jsonschema" in sys.modules:
        return
    later = ModuleType(name)

    def is_valid_syntax(term: str, value: str) -> Any:
        return import_module(name).is_valid_syntax(term, value)

    later.is_valid_syntax = is_valid_syntax  # type: ignore[attr-defined]
    sys.modules[name] = later
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[name]


def warm() -> None:
    """Import the stack, make the kernel, and make one of everything a page needs.

    Raises
    ------
    PublicationError
        If a library has started a thread: what a thread holds at a fork is held for ever.
    """
    gc.disable()
    without_grammar()
    # The kernel first: matplotlib and pandas look for one when they are imported.
    kernel = import_module("routes.press.kernel").InProcessKernel.made()
    for name in ("routes.press.child", "folium", "geopandas", "matplotlib.backends.backend_svg"):
        import_module(name)
    with warnings.catch_warnings():
        # A warning given here would not be given to the runs.
        warnings.simplefilter("ignore")
        _rehearse()
    del kernel
    if (count := threads()) > 1:
        raise PublicationError(f"the press has {count} threads, and may fork only with one")
    # What is here stays: collecting it in a run would copy every page it lies in.
    gc.collect()
    gc.freeze()


def _rehearse() -> None:
    """Make a page as a run would: tables, shapes, fonts, templates and compiled loops load."""
    from routes.briefing import Briefing  # noqa: PLC0415 - the stack, imported by warm()
    from routes.press.page import exporter  # noqa: PLC0415

    exporter()
    briefing = Briefing.of(route="balkan", as_of="2026-01-02")
    for section in ("headline", *briefing.parameters.sections, "footer"):
        getattr(briefing, section)()
