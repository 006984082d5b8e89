"""How a thing shows itself in a notebook: what draws it is named here, and imported only then.

A route is known long before maps are, and imports run from right to left. What draws is therefore
named as an entry point is, and asked for when a notebook wants to show something.
"""

from __future__ import annotations

from importlib import import_module

# What is shown, and the function that returns its HTML.
DRAWN_BY = {"Route": "routes.views.route_card:route_card"}


def html_of(thing: object) -> str:
    """Return the HTML of a thing whose class, or one it comes from, `DRAWN_BY` names."""
    kind = next(cls.__name__ for cls in type(thing).__mro__ if cls.__name__ in DRAWN_BY)
    module, _, name = DRAWN_BY[kind].partition(":")
    return str(getattr(import_module(module), name)(thing))
