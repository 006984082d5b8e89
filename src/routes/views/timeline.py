"""A timeline of meetings: what was held when, on the route or elsewhere, and what is not known."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from routes.views.charts import canvas
from routes.views.style import INK, NOTE, ROUTE_COLOURS, RULE, SOFT_INK

if TYPE_CHECKING:
    from collections.abc import Collection

    from matplotlib.axes import Axes

    from routes.views.wording import Wording

GROUP, MINISTERIAL = "policy consultative group", "ministerial conference"
HEADQUARTERS = "AUT-VIE"
# How a meeting is marked: shape, and whether it can be filled.
MARKS = {
    "here": "o", "elsewhere": "o", "headquarters": "s", "virtual": "v", "unplaced": "D",
    "announced": "^", "postponed": "x", "replaced": "x",
}  # fmt: skip
DAYS = 365.25


def plot_meetings(
    meetings: pd.DataFrame,
    *,
    route: str,
    countries: Collection[str],
    wording: Wording,
    headquarters: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw meetings by year, one row a pillar, one for each kind of conference.

    Parameters
    ----------
    meetings : DataFrame
        As `routes.meetings` returns it, of every status.
    route : str
        Gives the colour of what was held on it.
    countries : collection of str
        ISO3 of the States on the route.
    wording : Wording
    headquarters : bool
        Take Vienna for a place as any other.
    ax : Axes, optional

    Returns
    -------
    Axes
        One collection a meeting; its group id is ``meeting-…`` with what it is marked as (one of
        `MARKS`) and its key. A meeting whose year is not known spans the years it may be of; a
        break in the numbers of the consultative group is a dotted line with the numbers not
        found.
    """
    rows = _rows(meetings)
    ax = ax or canvas(9.6, 0.75 + 0.62 * len(rows))
    colour = ROUTE_COLOURS[route]
    first, last = int(meetings["year"].min()), int(meetings["year"].max())
    ends: dict[str, float] = {}
    for meeting in meetings.itertuples():
        kind = mark_of(meeting, countries, headquarters=headquarters)
        start, end = _when(meeting, first, last)
        x = (start + end) / 2
        for row in _rows_of(meeting):
            y = rows.index(row)
            if end - start > 1:
                ax.plot([start, end], [y, y], color=SOFT_INK, linewidth=1, zorder=1)
            filled = kind == "here"
            face = colour if filled else NOTE if MARKS[kind] == "x" else "white"
            # A cross is all edge, and has the colour of its face.
            edge = face if MARKS[kind] == "x" else colour if filled else SOFT_INK
            dots = ax.scatter(
                [x], [y], s=62, marker=MARKS[kind], zorder=3, linewidth=1.4, color=face
            )
            dots.set_edgecolor(edge)
            dots.set_gid(f"meeting-{kind}-{meeting.meeting}")
            _label(ax, meeting, kind, (x, y), ends, wording)
    _breaks(ax, meetings, rows, (first, last), wording)
    ax.set_yticks(range(len(rows)), [wording.say(f"timeline.row.{row}") for row in rows])
    ax.set_ylim(len(rows) - 0.45, -0.65)
    ax.set_xlim(first - 0.3, last + 1.1)
    years = range(first, last + 1, 2) if last - first > 12 else range(first, last + 1)  # noqa: PLR2004
    ax.set_xticks([year + 0.5 for year in years], [str(year) for year in years])
    for year in range(first, last + 2):
        ax.axvline(year, color=RULE, linewidth=0.5, zorder=0)
    ax.axvspan(2022, 2023, color=RULE, alpha=0.45, linewidth=0, zorder=0)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return ax


def mark_of(meeting: object, countries: Collection[str], *, headquarters: bool = False) -> str:
    """Return how a meeting is marked: one of `MARKS`.

    Parameters
    ----------
    meeting : row
        With ``status``, ``format``, ``node`` and ``iso3``.
    countries : collection of str
    headquarters : bool
    """
    status, form, node, iso3 = (
        getattr(meeting, name) for name in ("status", "format", "node", "iso3")
    )
    if status != "held":
        return str(status)
    if form == "virtual":
        return "virtual"
    if pd.isna(iso3):
        return "unplaced"
    if node == HEADQUARTERS and not headquarters:
        return "headquarters"
    return "here" if iso3 in countries else "elsewhere"


def _rows_of(meeting: object) -> list[str]:
    kind, pillars = getattr(meeting, "kind", ""), getattr(meeting, "pillars", None)
    if kind == GROUP:
        return ["group"]
    if kind == MINISTERIAL:
        return ["ministerial"]
    return ["other"] if pillars is None or pd.isna(pillars) else str(pillars).split(";")


def _rows(meetings: pd.DataFrame) -> list[str]:
    found = {row for meeting in meetings.itertuples() for row in _rows_of(meeting)}
    order = ("I", "II", "III", "IV", "other", "group", "ministerial")
    return [row for row in order if row in found]


def _when(meeting: object, first: int, last: int) -> tuple[float, float]:
    """Return when a meeting began and ended in years, as far as it is known."""
    day, year, precision = (
        getattr(meeting, name) for name in ("date_start", "year", "date_precision")
    )
    if pd.isna(year):
        span = [int(text) for text in re.findall(r"\b\d{4}\b", str(precision))]
        return (span[0], span[-1] + 1) if span else (first, last + 1)
    if not isinstance(day, str) or len(day) == 4:  # noqa: PLR2004 - known to the year only
        return year + 0.5, year + 0.5
    date = pd.Timestamp(day if len(day) > 7 else f"{day}-15")  # noqa: PLR2004
    at = date.year + (date.day_of_year - 1) / DAYS
    return at, at


def _label(
    ax: Axes,
    meeting: object,
    kind: str,
    at: tuple[float, float],
    ends: dict[str, float],
    wording: Wording,
) -> None:
    city, number = getattr(meeting, "city", None), getattr(meeting, "number", None)
    words = (
        ""
        if city is None or pd.isna(city) or kind == "headquarters"
        else wording.text("place", city)
    )
    if pd.notna(number) and getattr(meeting, "kind", "") == GROUP:
        words = wording.number(int(str(number)))
    if not words:
        words = {"unplaced": "?", "virtual": wording.say("timeline.virtual")}.get(kind, "")
    if not words:
        return
    x, y = at
    # Two names beside each other: the second goes below its mark.
    above, below = f"{y} above", f"{y} below"
    half = 0.085 * len(words) + 0.1
    free = x - half > ends.get(above, -1.0)
    ends[above if free else below] = x + half
    ax.annotate(
        words, at, (0, 7 if free else -7), textcoords="offset points", ha="center",
        va="bottom" if free else "top", fontsize=8.5, zorder=4,
        color=INK if kind == "here" else SOFT_INK,
        weight="bold" if kind == "here" else "normal",
    )  # fmt: skip


def _breaks(
    ax: Axes,
    meetings: pd.DataFrame,
    rows: list[str],
    years: tuple[int, int],
    wording: Wording,
) -> None:
    """Draw a dotted line where numbers of the consultative group are missing."""
    if "group" not in rows:
        return
    y = rows.index("group")
    numbered = meetings[(meetings["kind"] == GROUP) & meetings["number"].notna()]
    known = sorted(
        (int(meeting.number), sum(_when(meeting, *years)) / 2) for meeting in numbered.itertuples()
    )
    for (number, begin), (following, end) in pairwise(known):
        missing = [str(n) for n in range(number + 1, following)]
        if not missing:
            continue
        words = missing[0] if len(missing) == 1 else f"{missing[0]}–{missing[-1]}"
        (line,) = ax.plot(
            [begin + 0.25, end - 0.25], [y, y], color=NOTE, linewidth=1.3, linestyle=(0, (1, 2.5)),
            zorder=1,
        )  # fmt: skip
        line.set_gid(f"missing-{words}")
        ax.annotate(
            wording.say("timeline.missing", numbers=words), ((begin + end) / 2, y), (0, -6),
            textcoords="offset points", ha="center", va="top", fontsize=8.5, color=NOTE,
        )  # fmt: skip
