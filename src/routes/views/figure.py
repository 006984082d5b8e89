"""From Axes to an accessible figure of a page: inline SVG with real text."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from routes.views.charts import RC
from routes.views.style import CLASS_COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Halos keep names readable over lines and leave them text: selectable, translatable, small.
_STYLE = (
    "svg *{stroke-linejoin:round;stroke-linecap:butt}"
    # Time runs from left to right in every language, and a text hangs on the side it was given;
    # within itself it reads as its first letter does.
    "svg{direction:ltr}svg text{unicode-bidi:plaintext}"
    ".halo-light text{paint-order:stroke;stroke:#fff;stroke-width:2.5px}"
    f".halo-dark text{{paint-order:stroke;stroke:{CLASS_COLOURS[-1]};stroke-width:1.8px}}"
)
_NUMBER = re.compile(r"-?\d+\.\d{2,}")


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
        Prefix of the ids in the SVG, so that two figures of a page cannot collide.

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
    buffer = io.StringIO()
    with mpl.rc_context(RC):
        figure: Any = ax.get_figure(root=True)
        with warnings.catch_warnings():
            # Letters are the browser's affair: the picture holds text, and its fonts have all.
            warnings.filterwarnings("ignore", r"Glyph .* missing from font", UserWarning)
            figure.savefig(buffer, format="svg", metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # A tenth of a point is finer than any screen; matplotlib writes a millionth.
    text = re.sub(
        r' (d|points|transform|x|y)="([^"]*)"',
        lambda found: f' {found[1]}="{_NUMBER.sub(_tenth, found[2])}"',
        text,
    )
    text = re.sub(r"<style.*?</style>", f"<style>{_STYLE}</style>", text, flags=re.DOTALL)
    # A name that several artists bear is a class.
    text = re.sub(r'\bid="((?:halo|mark)-[a-z]+)"', r'class="\1"', text)
    text = re.sub(r'\bid="', f'id="{key}-', text)
    text = re.sub(r'(href="#|url\(#)', rf"\g<1>{key}-", text)
    text = re.sub(r'<svg ([^>]*?)width="[^"]*" ?', r"<svg \1", text, count=1)
    text = re.sub(r'<svg ([^>]*?)height="[^"]*" ?', r"<svg \1", text, count=1)
    label = escape(alt, quote=True)
    return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1).strip()


def _tenth(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")
