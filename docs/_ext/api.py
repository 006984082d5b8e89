"""Write the list of the public face, in the words of the field, from `src/routes/__init__.pyi`.

A name that joins the face joins the list: under the heading that names it, else under that of its
folder.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

DOCS = Path(__file__).resolve().parent.parent
FACE = DOCS.parent / "src" / "routes" / "__init__.pyi"
TARGET = DOCS / "reference" / "api" / "index.md"

HEAD = """\
# API reference

`import routes as rt` imports nothing else; a name is fetched when it is first asked for. Frames in,
frames out; every choice is a keyword and is echoed in the result.
"""
SUMMARY = """\
.. currentmodule:: routes

.. autosummary::
   :toctree: .
   :nosignatures:
"""
# Heading: a sentence on it, the names that stand there, and folders whose other names do.
GROUPS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "Routes, branches, corridors": (
        "Where the three routes run, and what lies near them.",
        (),
        ("network",),
    ),
    "What was seized": (
        "Annual totals as States reported them, and files of single seizures.",
        ("along_route", "completeness"),
        ("seizures",),
    ),
    "Shares and trends": (
        "Which part of the kilograms stands for which route, by a named rule.",
        (
            *("shares", "shares_by_rule", "sensitivity", "reconcile", "membership"),
            *("country_list",),
        ),
        (),
    ),
    "Attribution": (
        "Which route each seizure counts for, how sure that is, and why.",
        (
            *("attribute", "attribute_file", "attribute_partitions", "attributed_totals"),
            *("event_sensitivity", "event_shares_by_rule", "position_along", "borders_along"),
        ),
        (),
    ),
    "Coverage by posts and meetings": (
        "What of a route officers and meetings reach, as ranges where something is unknown.",
        (
            *("coverage", "coverage_by_state", "coverage_change", "coverage_gaps"),
            *("reached_length", "unreached_stretches", "next_posts", "next_posts_by_rule"),
        ),
        (),
    ),
    "The partnership": (
        "Partners, officers, meetings, recommendations, and the report that tells of them.",
        ("route_states_outside",),
        ("partnership",),
    ),
    "One country": ("All of the above for a State.", ("country_profile",), ()),
    "The catalogue": ("Every activity, found by word.", (), ("catalogue",)),
    "Other analysis": ("", (), ("analysis",)),
    "Pages": ("Checked parameters in, sections of a page out.", (), ("briefing",)),
    "Drawing": ("Each takes `ax` and returns the Axes.", (), ("views",)),
    "In a notebook": ("", (), ("workbench",)),
    "Publication": ("", (), ("press",)),
    "Tables and names": (
        "The reference tables and how countries are written.",
        (),
        ("reference", "release"),
    ),
    "Errors": ("Each is one line, and also a builtin error.", (), ("errors",)),
}


def face() -> dict[str, str]:
    """Return the names of the public face and the folder each comes from."""
    tree = ast.parse(FACE.read_text(encoding="utf-8"))
    return {
        alias.name: (node.module or "").partition(".")[0]
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def grouped() -> dict[str, list[str]]:
    """Return the names under each heading that has any; every name once.

    Raises
    ------
    ValueError
        If a name has no place, or a place has no name.
    """
    folders = face()
    named = {name for _, names, _ in GROUPS.values() for name in names}
    if gone := named - set(folders):
        raise ValueError(f"no longer in the public face: {', '.join(sorted(gone))}")
    groups = {
        heading: [n for n in names if n in folders]
        + [n for n, folder in folders.items() if folder in homes and n not in named]
        for heading, (_, names, homes) in GROUPS.items()
    }
    if lost := set(folders) - {name for names in groups.values() for name in names}:
        raise ValueError(f"no heading for {', '.join(sorted(lost))}: see GROUPS")
    return {heading: names for heading, names in groups.items() if names}


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for heading, names in grouped().items():
        listed = "".join(f"   {name}\n" for name in names)
        parts.append(f"## {heading}\n\n{GROUPS[heading][0]}\n")
        parts.append(f"```{{eval-rst}}\n{SUMMARY}\n{listed}```\n")
    return "\n".join(parts)


def write(_: Sphinx, __: Config) -> None:
    """Write the page before Sphinx looks for it."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    names = face()
    for stub in TARGET.parent.glob("routes.*.rst"):
        if stub.stem.removeprefix("routes.") not in names:
            stub.unlink()
    text = page()
    if not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text:
        TARGET.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx; before autosummary looks for its lists."""
    app.connect("config-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
