"""The one home of colours, line styles, markers, classes and frames."""

from __future__ import annotations

from dataclasses import dataclass

ROUTE_COLOURS = {"northern": "#2a5d9f", "balkan": "#a3341f", "southern": "#1f6f54"}
# Lines of the three routes differ in grey too.
ROUTE_DASHES = {"northern": "solid", "balkan": (0, (5, 2)), "southern": (0, (1, 1.5))}
# Pixels, by kind of branch: the weight says how central a branch is, never how much flows on it.
LINE_WEIGHTS = {"trunk": 3.8, "branch": 2.6, "extension": 1.6, "offshoot": 1.6, "distribution": 1.6}
MODE_DASHES = {"road": None, "rail": "8 3 2 3", "sea": "7 5", "air": "1 6"}

INK = "#1d2733"
SOFT_INK = "#5a6673"
RULE = "#d5d9dd"
PAPER = "#ffffff"
SEA = "#dde8f0"
SEA_INK = "#44657c"
BAR = "#f0cfa6"
LAND = "#f4f2ec"
OUTSIDE = "#e4e4e0"
# On the map of one country: itself, and the States on its routes.
HOME, ON_ROUTE = "#f6d3a1", "#fbf3e2"
UNREPORTED = PAPER
# Not held here: unknown, and no State that did not report. Dotted, not hatched.
NOT_HELD = "#f1eef6"
HATCH = "#8a929b"
POST = "#123a6b"
MEETING = "#7a1f6b"
NOTE = "#7b5a00"
EVENT, EVENT_EDGE = "#14b0c0", "#06343a"
# Pixels: the area of a circle grows with its kilograms.
EVENT_RADIUS = (3.0, 17.0)

# How far the partnership reaches a State, the nearest first; the last two are hatched.
REACH_COLOURS = {
    "post": "#7d9cc9",
    "served": "#c3d3ea",
    "meeting": "#dcc3da",
    "unknown": "#ece9dc",
    "source": OUTSIDE,
    "gap-partner": PAPER,
    "gap": "#f6e3c4",
}
GAP_INK = {"gap-partner": HATCH, "gap": "#8a4b10"}
# A stretch without a post: a light band with ticks across it, hatched at any zoom.
GAP_BAND, GAP_TICK = "#ffd94a", INK
GAP_DASH = "1.4 3.4"
# Where a further post would reach most, and the next best: outlines, as a what-if is no fact.
AREA_DASHES = {"best": None, "tie": None, "runner-up": "2 3"}
CIRCLE = POST
YES, NO, UNKNOWN = "#2f5d50", PAPER, "#aeb6bd"

DRUG_COLOURS = {"heroin": "#8c4a16", "morphine": "#e0a458", "opium": "#5b6b3a"}

# Classes of kilograms: a reported zero is a class of its own.
CLASS_LIMITS = (0, 10, 100, 1_000, 10_000)
CLASS_COLOURS = ("#fdf6e6", "#fbe2b7", "#f4bd79", "#df8b43", "#b85a1e", "#6f2c0c")

# The ban on poppy cultivation, April 2022: a bar is centred on its year, which spans half a
# unit on either side.
BAN = 2021.5 + 3 / 12

BOUNDARY_DASHES = {"international": None, "undetermined": "4 3", "line_of_control": "1 3"}


@dataclass(frozen=True)
class Frame:
    """What a map of one route shows.

    ``centre`` is the (longitude, latitude) of the equal-area projection; ``west``, ``south``,
    ``east``, ``north`` bound the view in degrees.
    """

    centre: tuple[float, float]
    west: float
    south: float
    east: float
    north: float


FRAMES = {
    "northern": Frame((58, 48), 19, 31, 90, 62),
    "balkan": Frame((36, 42), -8, 24, 73, 57),
    "southern": Frame((70, 5), 5, -40, 140, 54),
}


def class_of(kg: float) -> int:
    """Return the class of a quantity; 0 is the reported zero.

    Examples
    --------
    >>> [class_of(kg) for kg in (0, 0.5, 10, 99_000)]
    [0, 1, 2, 5]
    """
    if kg == 0:
        return 0
    return sum(kg >= limit for limit in CLASS_LIMITS)


def radius_of(kg: float, largest: float) -> float:
    """Return the radius of a circle whose area grows with its kilograms, in pixels.

    Examples
    --------
    >>> radius_of(0, 100), radius_of(100, 100)
    (3.0, 17.0)
    """
    smallest, widest = EVENT_RADIUS
    return smallest + (widest - smallest) * (kg / largest) ** 0.5 if largest else smallest
