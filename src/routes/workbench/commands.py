"""The present view as code, as a papermill call, and as a line of the command ``routes``."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.reference import notebooks_dir
from routes.seizures import check_drugs
from routes.views.linked_map import LAYERS
from routes.workbench.choices import not_default

if TYPE_CHECKING:
    from routes.workbench.choices import Choices

# What `routes brief` calls the parameters of a briefing; a test asks the command itself.
FLAGS = {
    "first_year": "--from",
    "last_year": "--to",
    "drugs": "--drug",
    "opium_factor": "--opium-factor",
    "countries": "--countries",
    "shared": "--shared",
    "origin": "--origin",
    "denominator": "--denominator",
    "seizures": "--seizures",
    "edition": "--edition",
    "language": "--lang",
}


def papermill_line(choices: Choices) -> str:
    """Return the papermill call that makes the briefing of this view.

    Examples
    --------
    >>> from routes.workbench.choices import chosen
    >>> papermill_line(chosen({"route": "northern", "first_year": 2015})).split(" ", 2)[2]
    'northern-2015-2023.ipynb -p route northern -p first_year 2015'
    """
    notebook = notebooks_dir() / choices.notebook
    near = os.path.relpath(notebook)
    words = ["papermill", str(notebook if near.startswith("..") else Path(near))]
    words += [f"{choices.slug}.ipynb", "-p", "route", choices.route]
    for name, value in not_default(choices).items():
        words += ["-p", name, ",".join(value) if isinstance(value, tuple) else str(value)]
    return shlex.join(words)


def brief_line(choices: Choices) -> str:
    """Return the line of the command that makes the same briefing.

    Examples
    --------
    >>> from routes.workbench.choices import chosen
    >>> brief_line(chosen({"route": "balkan", "last_year": 2020, "drugs": ("heroin",)}))
    'routes brief balkan --to 2020 --drug heroin'
    """
    words = ["routes", "brief", choices.route]
    for name, value in not_default(choices).items():
        for one in value if isinstance(value, tuple) else (value,):
            words += [FLAGS[name], str(one)]
    return shlex.join(words)


def code_of(choices: Choices, *, frame: bool = False) -> str:
    """Return Python that computes what the view shows: ``along``, ``totals``, ``share``.

    With events also ``counted``, their number and kilograms by route.

    Parameters
    ----------
    choices : Choices
    frame : bool
        Events come from a frame, which the code takes to be called ``events``.
    """
    c = choices
    drugs, factor = check_drugs(c.drugs, c.opium_factor)
    common: dict[str, Any] = {
        "years": c.years,
        "drugs": list(drugs),
        "countries": c.countries,
        "shared": c.shared,
    }
    if c.origin != "afghan":
        common["origin"] = c.origin
    if factor is not None:
        common["opium_factor"] = factor
    if c.edition is not None:
        common["edition"] = c.edition
    along = _call("along_route", c.route, **common)
    shares = _call("shares", **common, denominator=c.denominator)
    mine = f'shares[shares["route"] == {_written(c.route)}]'
    blocks = [
        "import routes as rt",
        f'along = {along}\ntotals = along.groupby("year")["counted_kg"].sum(min_count=1)',
        f'shares = {shares}\nshare = {mine}.set_index("year")["share"]',
    ]
    given: dict[str, Any] = {}
    if frame or c.seizures is not None:
        blocks.append(_events(c, frame=frame))
        given = {"events": _Name("events"), "attribution": c.attribution}
    common["denominator"] = c.denominator
    if c.layers != LAYERS:
        given["layers"] = list(c.layers)
    if c.language != "en":
        given["language"] = c.language
    blocks.append(_call("explore", c.route, **common, **given))
    return "\n\n".join(blocks)


def _events(c: Choices, *, frame: bool) -> str:
    read = f"events = rt.read_seizures({_written(str(c.seizures))}).frame\n"
    first, last = c.years
    attributed = _call(
        "attribute",
        _Name("events"),
        method=c.attribution,
        countries=c.countries,
        shared=c.shared,
    )
    rows = f'attributed[attributed["year"].between({first}, {last})]'
    return (
        f"{'' if frame else read}attributed = {attributed}\n"
        f"attributed = {rows}\n"
        f'attributed = attributed[attributed["family"].isin({_written(list(c.drugs))})]\n'
        "counted = rt.analysis.attributed_totals(attributed)"
    )


class _Name(str):
    """A name in code, written without quotes."""

    __slots__ = ()


def _call(name: str, *positional: Any, **named: Any) -> str:
    lines = [_written(value) for value in positional]
    lines += [f"{key}={_written(value)}" for key, value in named.items()]
    short = f"rt.{name}({', '.join(lines)})"
    if len(short) <= 80:  # noqa: PLR2004 - a line of the box
        return short
    return f"rt.{name}(\n" + "".join(f"    {line},\n" for line in lines) + ")"


def _written(value: Any) -> str:
    if isinstance(value, _Name):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    # Double quotes, as the house writes them, where nothing has to be escaped.
    if isinstance(value, str) and '"' not in value and "\\" not in value and value.isprintable():
        return f'"{value}"'
    return repr(value)
