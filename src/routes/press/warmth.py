"""What a press loads once, so that no run of it has to."""

from __future__ import annotations

import gc
import sys
import warnings
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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


def load() -> None:
    """Import the stack and make the kernel; runs may be forked from then on."""
    gc.disable()
    without_grammar()
    # The kernel first: matplotlib and pandas look for one when they are imported.
    import_module("routes.press.kernel").InProcessKernel.made()
    for name in ("routes.press.child", "folium", "geopandas", "matplotlib.backends.backend_svg"):
        import_module(name)
    import_module("routes.press.page").exporter()
    settle()


def settle() -> None:
    """Let what is here stay: collecting it in a run would copy every page it lies in."""
    gc.collect()
    gc.freeze()


def rehearsal() -> Iterator[None]:
    """Make a page as a run would, step by step: tables, shapes, fonts and compiled loops load.

    Runs may be forked between the steps; each is short, for nothing else is done meanwhile.
    """
    from routes.briefing import Briefing  # noqa: PLC0415 - imported by load()
    from routes.network import ROUTES  # noqa: PLC0415
    from routes.reference import check_tables  # noqa: PLC0415

    briefing = Briefing.of(route=ROUTES[1], as_of="2026-01-02")
    steps: list[Callable[[], Any]] = [
        check_tables,
        *(
            getattr(briefing, section)
            for section in ("headline", *briefing.parameters.sections, "footer")
        ),
        *(partial(_lines, name) for name in ROUTES),
        settle,
    ]
    for step in steps:
        # A warning given here would not be given to the runs.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            step()
        yield


def _lines(route: str) -> None:
    from routes.analysis.pieces import route_pieces  # noqa: PLC0415 - imported by load()
    from routes.network import route as route_of  # noqa: PLC0415

    _ = route_of(route).countries, route_pieces(route)
