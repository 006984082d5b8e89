"""Write the API reference in the words of the field: the public face, and what its folders hold.

`GROUPS` is the one list of what has a page. A name of the face stands as it is, one of a folder
with its folder (`analysis.shares_by_rule`); what a folder hands only to other folders has none.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.ext.autosummary import AutoLink

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

DOCS = Path(__file__).resolve().parent.parent
FACE = DOCS.parent / "src" / "routes" / "__init__.pyi"
TARGET = DOCS / "reference" / "api" / "index.md"
# What a constant is; its own docstring is that of `dict` or `tuple`.
CONSTANTS: dict[type, str] = {dict: "Valid names and what each means.", tuple: "Valid names."}

HEAD = """\
# API reference

`import routes as rt` imports nothing else; a name is fetched when it is first asked for. What the
first hour asks for stands in `rt` itself (`rt.shares`), the rest in its folders
(`rt.analysis.shares_by_rule`), which hold the names of the face too. Frames in, frames out; every
choice is a keyword and is echoed in the result.
"""
SUMMARY = """\
.. currentmodule:: routes

.. autosummary::
   :toctree: .
   :nosignatures:
"""
# Heading: a sentence on it, and the names that stand there.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Routes, branches, corridors": (
        "Where the three routes run, and what lies near them.",
        (
            *("route", "network.Route", "network.nodes", "network.route_legs"),
            "network.within_corridors",
        ),
    ),
    "What was seized": (
        "Annual totals as States reported them, and files of single seizures.",
        (
            *("along_route", "annual_seizures", "read_seizures", "seizures_by_place"),
            *("seizures.SeizureFile", "seizures.annual_source", "seizures.quantities"),
            *("seizures.STATUSES", "analysis.kilograms_of_year"),
            "analysis.completeness",
        ),
    ),
    "Shares and trends": (
        "Which part of the kilograms stands for which route, by a named rule.",
        (
            *("shares", "sensitivity", "reconcile", "analysis.shares_by_rule"),
            *("analysis.membership", "analysis.country_list", "analysis.COUNTRY_LISTS"),
            *("analysis.SHARED_RULES", "analysis.DENOMINATORS"),
        ),
    ),
    "Attribution": (
        "Which route each seizure counts for, how sure that is, and why.",
        (
            *("attribute", "analysis.attribute_file", "analysis.attribute_partitions"),
            *("analysis.attributed_totals", "analysis.event_sensitivity"),
            *("analysis.event_shares_by_rule", "analysis.position_along"),
            *("analysis.borders_along", "analysis.METHODS"),
        ),
    ),
    "Coverage by posts and meetings": (
        "What of a route officers and meetings reach, as ranges where something is unknown.",
        (
            *("coverage", "next_posts", "analysis.NextPosts", "analysis.next_posts_by_rule"),
            *("analysis.coverage_by_state", "analysis.coverage_change"),
            *("analysis.coverage_gaps", "analysis.reached_length"),
            "analysis.unreached_stretches",
            "analysis.next_post_areas",
            "analysis.states_of_branch",
        ),
    ),
    "The partnership": (
        "Partners, officers, meetings, recommendations, and the report that tells of them.",
        (
            *("liaison_officers", "meetings", "partners", "analysis.route_states_outside"),
            *("partnership.PARAGRAPHS", "partnership.Qualified", "partnership.attendance"),
            *("partnership.attendances", "partnership.consultative_mechanism"),
            *("partnership.data_systems", "partnership.distinct_states"),
            *("partnership.document_links", "partnership.documents", "partnership.duties"),
            *("partnership.numbered_meetings", "partnership.participation_by_year"),
            *("partnership.partners_taking_part", "partnership.pillars"),
            *("partnership.post_changes", "partnership.posts_in"),
            *("partnership.recommendations", "partnership.relations"),
            *("partnership.report_facts", "partnership.stated_counts"),
            *("partnership.synergies", "partnership.synergy_nodes", "partnership.systems"),
            "partnership.year_totals",
        ),
    ),
    "One country": (
        "All of the above for a State.",
        ("country_profile", "analysis.CountryProfile"),
    ),
    "The catalogue": (
        "Every activity, found by word.",
        ("search", "catalogue.Found", "catalogue.activities"),
    ),
    "What stays unknown": (
        "What is known of precursors, and what is not.",
        ("analysis.precursor_knowledge", "analysis.precursor_names"),
    ),
    "Pages": (
        "Checked parameters in, sections of a page out.",
        (
            *("Briefing", "briefing.CountryPage", "briefing.LiaisonNetwork"),
            "briefing.MeetingCoverage",
        ),
    ),
    "Drawing": (
        "Each `plot_…` takes `ax` and returns the Axes.",
        (
            *("Wording", "picture", "whole", "views.plot_network", "views.plot_rules"),
            *("views.plot_shares", "views.plot_strip", "views.svg"),
        ),
    ),
    "In a notebook": (
        "A panel to explore with, parameters that are checked, layers for other tools.",
        (
            *("explore", "workbench.Explorer", "notebook_parameters", "layers", "export_layers"),
            "workbench.to_geojson",
        ),
    ),
    "Tables and names": (
        "The reference tables and how countries are written.",
        (
            *("table", "country_name", "example_file", "reference.countries"),
            *("reference.version", "__version__"),
        ),
    ),
    "Errors": (
        "Each is one line, and also a builtin error.",
        (
            *("RoutesError", "errors.DataError", "errors.ParameterError"),
            *("errors.PublicationError", "errors.UnknownNameError"),
        ),
    ),
}


def face() -> tuple[set[str], set[str]]:
    """Return the names of the public face, and the folders it hands on."""
    tree = ast.parse(FACE.read_text(encoding="utf-8"))
    held: tuple[set[str], set[str]] = (set(), set())
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            held[node.module is None].update(alias.name for alias in node.names)
    return held


@cache
def documented() -> tuple[str, ...]:
    """Return every name that has a page.

    Raises
    ------
    ValueError
        If a name of the face has no heading, or a heading a name that is not there.
    """
    names, folders = face()
    listed = [name for _, group in GROUPS.values() for name in group]
    if lost := names - set(listed):
        raise ValueError(f"no heading for {', '.join(sorted(lost))}: see GROUPS")
    inside = [name.partition(".") for name in listed if "." in name]
    gone = {name for name in listed if "." not in name} - names
    gone |= {
        f"{folder}.{name}"
        for folder, _, name in inside
        if folder not in folders or not hasattr(import_module(f"routes.{folder}"), name)
    }
    if gone:
        raise ValueError(f"no longer there: {', '.join(sorted(gone))}: see GROUPS")
    return tuple(listed)


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for heading, (sentence, names) in GROUPS.items():
        listed = "".join(f"   {name}\n" for name in names)
        parts.append(f"## {heading}\n\n{sentence}\n")
        parts.append(f"```{{eval-rst}}\n{SUMMARY}\n{listed}```\n")
    return "\n".join(parts)


def write(_: Sphinx, __: Config) -> None:
    """Write the page before Sphinx looks for it."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    pages = {f"routes.{name}" for name in documented()}
    for stub in TARGET.parent.glob("routes.*.rst"):
        if stub.stem not in pages:
            stub.unlink()
    text = page()
    if not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text:
        TARGET.write_text(text, encoding="utf-8")


class Known(AutoLink):
    """A name in backquotes: a link to its page, wherever it lies and however short it is called."""

    def run(self) -> tuple[list[Any], list[Any]]:
        """Return the link; what has no page is looked for as Sphinx does."""
        for name in documented():
            if f".{name}".endswith(f".{self.text}"):
                self.text = f"{self.text} <routes.{name}>"
                break
        return super().run()


def constant(_: Sphinx, what: str, __: str, thing: object, ___: object, lines: list[str]) -> None:
    """Say of a constant what it is."""
    if what == "data":
        lines[:] = [CONSTANTS.get(type(thing), f"`{thing}`")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx; before autosummary looks for its lists."""
    app.connect("config-inited", write)
    app.connect("autodoc-process-docstring", constant)
    app.add_role("known", Known())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
