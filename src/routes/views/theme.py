"""Light and dark: every colour of `style` as a CSS custom property with a value for each.

Charts are drawn in the light colours; `themed` then writes each as ``var(--name,#light)``, so that
a figure follows the page it stands in and keeps its own colours wherever it is taken.
"""

from __future__ import annotations

import re

from routes.views import style

# Name of the property: its light value, its dark value.
TOKENS: dict[str, tuple[str, str]] = {
    "ink": (style.INK, "#e9ecef"),
    "soft": (style.SOFT_INK, "#aab4be"),
    "rule": (style.RULE, "#3b444d"),
    "paper": (style.PAPER, "#171c21"),
    "page": ("#fbfaf7", "#0e1215"),
    "focus": ("#0b57d0", "#8ab4f8"),
    "sea": (style.SEA, "#15222e"),
    "sea-ink": (style.SEA_INK, "#8fb2ca"),
    "land": (style.LAND, "#262b30"),
    "outside": (style.OUTSIDE, "#3b4148"),
    "not-held": (style.NOT_HELD, "#2e2b38"),
    "hatch": (style.HATCH, "#87919b"),
    "home": (style.HOME, "#6b4a1d"),
    "on-route": (style.ON_ROUTE, "#332d22"),
    "post": (style.POST, "#9cc4f7"),
    "meeting": (style.MEETING, "#e39ad6"),
    "note": (style.NOTE, "#e6be4e"),
    "event": (style.EVENT, "#35c9d8"),
    "event-edge": (style.EVENT_EDGE, "#d5f6fa"),
    "northern": (style.ROUTE_COLOURS["northern"], "#86b4ef"),
    "balkan": (style.ROUTE_COLOURS["balkan"], "#f28d76"),
    "southern": (style.ROUTE_COLOURS["southern"], "#6fcfa9"),
    "reach-post": (style.REACH_COLOURS["post"], "#44669c"),
    "reach-served": (style.REACH_COLOURS["served"], "#2c4060"),
    "reach-meeting": (style.REACH_COLOURS["meeting"], "#513a55"),
    "reach-unknown": (style.REACH_COLOURS["unknown"], "#35332b"),
    "reach-gap": (style.REACH_COLOURS["gap"], "#4a3717"),
    "gap-ink": (style.GAP_INK["gap"], "#e2a55f"),
    "gap-band": (style.GAP_BAND, "#7d6710"),
    "yes": (style.YES, "#5fb59d"),
    "unknown": (style.UNKNOWN, "#6b757e"),
    "heroin": (style.DRUG_COLOURS["heroin"], "#d77a37"),
    "morphine": (style.DRUG_COLOURS["morphine"], "#f4d29b"),
    "opium": (style.DRUG_COLOURS["opium"], "#8fa45c"),
    "bar": (style.BAR, "#70501f"),
    **{
        f"class-{level}": (light, dark)
        for level, (light, dark) in enumerate(
            zip(
                style.CLASS_COLOURS,
                ("#2b2721", "#4a3716", "#74501d", "#a86f2a", "#d9953f", "#ffd08a"),
                strict=True,
            )
        )
    },
}
_NAMES = {light: name for name, (light, _) in TOKENS.items()}
_DARK_SCREEN = "@media screen and (prefers-color-scheme:dark)"
_HEX = re.compile(r"(?<![\w&])#[0-9a-f]{6}\b")


def var(colour: str) -> str:
    """Return a colour of `style` as CSS that follows the theme.

    Examples
    --------
    >>> var("#1d2733"), var("#123456")
    ('var(--ink,#1d2733)', '#123456')
    """
    name = _NAMES.get(colour)
    return colour if name is None else f"var(--{name},{colour})"


def themed(css: str) -> str:
    """Return CSS or SVG in which every colour of `style` follows the theme."""
    return _HEX.sub(lambda found: var(found[0]), css)


def properties(selector: str = ":root") -> str:
    """Return the style sheet that defines the properties: light, and dark on a dark screen.

    Paper is light, whatever the screen is.
    """
    return f"{selector}{{{_light()}}}{_DARK_SCREEN}{{{selector}{{{_dark()}}}}}"


def properties_in_notebook(selector: str) -> str:
    """Return the same for a part of a notebook, which is as dark as what stands around it.

    JupyterLab has a theme of its own, whatever the screen is; the site of the documentation lays
    white paper under what a notebook draws.
    """
    dark_lab = 'body[data-jp-theme-light="false"]'
    unthemed = "html:not([data-theme]) body:not([data-jp-theme-light])"
    return (
        f"{selector}{{{_light()}}}"
        f"@media screen{{{dark_lab} {selector}{{{_dark()}}}}}"
        f"{_DARK_SCREEN}{{{unthemed} {selector}{{{_dark()}}}}}"
    )


def _light() -> str:
    return "color-scheme:light;" + "".join(f"--{name}:{one};" for name, (one, _) in TOKENS.items())


def _dark() -> str:
    return "color-scheme:dark;" + "".join(f"--{name}:{one};" for name, (_, one) in TOKENS.items())
