"""From Axes to an accessible figure of a page: small SVG with real text that follows a theme.

matplotlib writes every number to a millionth of a point, every style in full on every element and
a font list on every word. Here the same picture is written in a third of the bytes: points to a
tenth, paths by their steps, a style that recurs as a class.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import xml.etree.ElementTree as ET  # our own file is read
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.text import Text

from routes.escaping import escape, plain
from routes.views.charts import RC
from routes.views.style import CLASS_COLOURS, INK, PAPER
from routes.views.theme import themed, var

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = 'system-ui,-apple-system,"Segoe UI","Noto Sans",Arial,sans-serif'
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
# Halos keep names readable over lines and leave them text: selectable, translatable, small.
_STYLE = (
    "svg *{stroke-linejoin:round;stroke-linecap:butt}"
    # Time runs from left to right in every language, and a text hangs on the side it was given;
    # within itself it reads as its first letter does.
    "svg{direction:ltr}"
    f"svg text{{font-family:{FONTS};fill:{var(INK)};unicode-bidi:plaintext}}"
    f".halo-light text{{paint-order:stroke;stroke:{var(PAPER)};stroke-width:2.5px}}"
    f".halo-dark text{{paint-order:stroke;stroke:{var(CLASS_COLOURS[-1])};stroke-width:1.8px}}"
)
# Ids that matplotlib counts up by itself; those that a chart gives stay.
_COUNTED = re.compile(r"[A-Za-z0-9.]+_\d+")
_SHARED = re.compile(r"(?:halo|mark)-[a-z]+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_COMMAND = re.compile(r"([MLQCZmz])([^MLQCZmz]*)")
# How many numbers a command takes at a time.
_SIZES = {"M": 2, "L": 2, "Q": 4, "C": 6}
_LOOSE = re.compile(r"-?\d+\.\d{2,}")
_TENTHS = 10
LONGEST_LABEL = 160
_PAIR = 2


@dataclass(frozen=True)
class Picture:
    """A chart that shows itself in a notebook as SVG, and in a terminal as what it shows.

    Get one with `picture`.

    Attributes
    ----------
    svg, alt, source : str
    """

    svg: str
    alt: str
    source: str

    def _repr_html_(self) -> str:
        return (
            f'<figure style="max-width:60rem;margin:0"><p><b>{escape(self.alt)}</b></p>{self.svg}'
            f"<figcaption><small>Source: {escape(self.source)}</small></figcaption></figure>"
        )

    def __repr__(self) -> str:
        return f"<chart: {self.alt}>"


def picture(ax: Axes | Figure, *, alt: str, source: str) -> Picture:
    """Return a chart as a notebook shows it.

    Parameters
    ----------
    ax : Axes or Figure
        As every ``plot_`` function returns it.
    alt : str
        What the chart shows and in which unit: its title, and the chart itself for those who
        cannot see it.
    source : str
        Where the figures come from, such as `annual_source` has it.

    Returns
    -------
    Picture
        Shows itself in a notebook with title and source.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> picture(Figure().subplots(), alt="An empty chart", source="nowhere")
    <chart: An empty chart>
    """
    # The same words give the same ids, other words others: two charts cannot collide.
    key = f"chart-{hashlib.sha256(alt.encode()).hexdigest()[:8]}"
    return Picture(svg(ax, alt=alt, key=key), alt, source)


def svg(ax: Axes | Figure, *, alt: str, key: str) -> str:
    """Return the figure of `ax` as inline SVG, the same bytes for the same picture.

    Parameters
    ----------
    ax : Axes or Figure
        As every function that plots returns it.
    alt : str
        What the picture shows, for those who cannot see it.
    key : str
        Prefix of the ids and classes in the SVG, so that two figures of a page cannot collide.

    Returns
    -------
    str
        An ``svg`` element with an accessible name; its text is text.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> svg(Figure(), alt="Nothing yet", key="empty")[:42]
    '<svg role="img" aria-label="Nothing yet" x'
    """
    with mpl.rc_context(RC):
        figure: Any = ax.get_figure(root=True)
        for text in figure.findobj(Text):
            # A name is a name: what stands between two dollar signs is no formula.
            text.set_parse_math(False)
            text.set_text(plain(text.get_text(), longest=LONGEST_LABEL))
        with warnings.catch_warnings():
            # Letters are drawn by the reader's fonts, not by those of this machine.
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            drawn = _drawn(figure)
    root = ET.fromstring(drawn)  # noqa: S314
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.endswith(("metadata", "style")):
                parent.remove(child)
    _unwrap(root, key)
    for element in root.iter():
        _tidy(element)
        if element.text and element.tag.endswith("text"):
            # Labels of ticks are set anew while matplotlib draws.
            element.text = plain(element.text, longest=LONGEST_LABEL)
    rules = _classes(root, key)
    style = ET.Element(f"{{{_SVG}}}style")
    style.text = _STYLE + rules
    root.insert(0, style)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    text = ET.tostring(root, encoding="unicode")
    # HTML knows no character references inside a style; there are none to make here but these.
    text = text.replace("&quot;", '"') if "&quot;" in rules else text
    label = _attribute(alt)
    return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1).strip()


def _drawn(figure: Figure) -> bytes:
    """Return a figure as matplotlib writes it; the figure keeps its own canvas.

    `Figure.savefig` draws a figure with a layout twice, the first time for the layout alone, which
    drawing makes anyway.
    """
    buffer, canvas, dpi = io.BytesIO(), figure.canvas, figure.dpi
    drawing: Any = FigureCanvasSVG(figure)
    try:
        drawing.print_svg(buffer, metadata={"Date": None})
    finally:
        figure.set_canvas(canvas)
        figure.set_dpi(dpi)
    return buffer.getvalue()


def _attribute(text: str) -> str:
    said = plain(text)
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        said = said.replace(sign, entity)
    return said.replace("\n", " ")


def _unwrap(root: ET.Element, key: str) -> None:
    """Keep the ids that are meant or referred to, prefixed; let groups that say nothing go."""
    used = {
        name
        for element in root.iter()
        for value in element.attrib.values()
        for name in (*_REFERENCE.findall(value), *re.findall(r"^#(.+)", value))
    }
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name is not None and _SHARED.fullmatch(name):
            # A name that several artists bear is a class.
            element.set("class", name)
        elif name is not None and (name in used or not _COUNTED.fullmatch(name)):
            element.set("id", f"{key}-{name}")
        for attribute, value in element.attrib.items():
            if attribute != "id":
                named = _REFERENCE.sub(rf"url(#{key}-\1)", value)
                if attribute.endswith("href"):
                    named = re.sub(r"^#", f"#{key}-", named)
                element.set(attribute, named)
    _flatten(root)


def _flatten(element: ET.Element) -> None:
    for child in list(element):
        _flatten(child)
    kept: list[ET.Element] = []
    for child in list(element):
        child.tail = None
        if child.tag == f"{{{_SVG}}}g" and not child.attrib:
            kept += list(child)
        elif child.tag == f"{{{_SVG}}}g" and not len(child) and "id" not in child.attrib:
            continue
        else:
            kept.append(child)
    element[:] = kept
    if element.text is not None and not element.text.strip():
        element.text = None


def _tidy(element: ET.Element) -> None:
    if "d" in element.attrib:
        element.set("d", _short(element.attrib["d"]))
    for name in ("x", "y", "transform", "points", "viewBox", "width", "height"):
        if name in element.attrib:
            element.set(name, _LOOSE.sub(_tenth, element.attrib[name]))
    if element.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
        del element.attrib["transform"]
    style = element.attrib.pop("style", "")
    parts = [
        part.strip().replace(": ", ":")
        for part in style.split(";")
        if part.strip()
        and not part.strip().startswith(("font-family", "stroke-linejoin", "stroke-dashoffset: 0"))
    ]
    if parts:
        element.set("style", themed(";".join(parts)))


def _classes(root: ET.Element, key: str) -> str:
    """Turn styles that recur into classes; return their rules."""
    count = Counter(element.attrib["style"] for element in root.iter() if "style" in element.attrib)
    # In the order of the picture, so that the same picture has the same names.
    names: dict[str, str] = {}
    for element in root.iter():
        style = element.get("style")
        if style is None or count[style] < _PAIR:
            continue
        name = names.setdefault(style, f"{key}-{len(names)}")
        element.set(
            "class", f"{element.get('class')} {name}" if "class" in element.attrib else name
        )
        del element.attrib["style"]
    return "".join(f".{name}{{{style}}}" for style, name in names.items())


def _short(path: str) -> str:
    """Return a path in steps of a tenth of a point.

    Examples
    --------
    >>> _short("M 1 2 L 3.04 2.06 L 3.04 2.5 z")
    'M1 2l2 .1 0 .4z'
    """
    said: list[str] = []
    last = ""
    at = start = (0, 0)
    for letter, body in _COMMAND.findall(path):
        command = letter.upper()
        if command == "Z":
            said.append("z")
            at, last = start, ""
            continue
        values = [round(float(number) * _TENTHS) for number in body.split()]
        size = _SIZES[command]
        for first in range(0, len(values) - size + 1, size):
            if command == "M":
                at = start = (values[first], values[first + 1])
                said.append("M" + _joined(at))
                last = "M"
                continue
            steps = [
                value - at[place % _PAIR]
                for place, value in enumerate(values[first : first + size])
            ]
            at = (at[0] + steps[-2], at[1] + steps[-1])
            if command == "L" and last == "l" and steps == [0, 0]:
                continue
            joined = _joined(steps)
            if last != command.lower():
                last = command.lower()
                joined = last + joined
            elif not joined.startswith("-"):
                joined = " " + joined
            said.append(joined)
    return "".join(said)


def _joined(tenths: Iterable[int]) -> str:
    # A minus sign parts numbers by itself.
    return " ".join(map(_decimal, tenths)).replace(" -", "-")


@cache
def _decimal(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), _TENTHS)
    digits = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{digits}" if tenths < 0 else digits


def _tenth(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")
