"""Small multiples: every country of a route in route order, each on a scale of its own.

Drawn as SVG by hand, one path for all bars: thirty charts in the time that matplotlib needs for
one, and in fewer bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.escaping import escape
from routes.views.style import BAN, HATCH, NOTE, RULE
from routes.views.theme import var

if TYPE_CHECKING:
    from routes.views.wording import Wording

_WIDTH, _HEIGHT = 150, 52
_GAP = 0.8


def country_multiples(along: pd.DataFrame, *, colour: str, wording: Wording) -> str:
    """Return a list of small charts, one a country that is in the table of annual totals.

    Parameters
    ----------
    along : DataFrame
        As `along_route` returns it.
    colour : str
        Of the bars.
    wording : Wording

    Returns
    -------
    str
        HTML. Bars start at zero; a year not reported is hatched, one not held here is empty, a
        reported zero is a line; the
        ban of April 2022 is marked. Each chart says in words what it shows.
    """
    items = []
    for code in along.index.unique("iso3"):
        rows = along.xs(code, level="iso3")
        if (rows["status"] == "outside the table").all():
            continue
        name = wording.country(str(code))
        said = sentence(rows, name, wording)
        chart = _chart(rows, colour, said)
        items.append(
            f"<li><b>{escape(name)}</b>"
            f'<span class="soft">{escape(_ends(rows, wording))}</span>{chart}</li>'
        )
    return f'<ul class="smalls">{"".join(items)}</ul>'


def sentence(rows: pd.DataFrame, name: str, wording: Wording) -> str:
    """Return what the chart of one country shows, with its figures.

    Parameters
    ----------
    rows : DataFrame
        Of one country, by ``year``: ``kg`` and ``status``.
    name : str
    wording : Wording
    """
    kg, known = rows["kg"], rows["kg"].dropna()
    years = wording.years(int(kg.index[0]), int(kg.index[-1]))
    if known.empty:
        return wording.say("multiples.alt_none", country=name, years=years)
    return wording.say(
        "multiples.alt",
        country=name,
        years=years,
        reported=len(known),
        all=len(kg),
        peak=int(known.idxmax()),
        peak_kg=wording.kg(known.max()),
        last=int(known.index[-1]),
        last_kg=wording.kg(known.iloc[-1]),
    )


def _ends(rows: pd.DataFrame, wording: Wording) -> str:
    known = rows["kg"].dropna()
    if known.empty:
        held = (rows["status"] != "not held here").any()
        return wording.say("countries.unreported" if held else "countries.not_held")
    peak = int(known.idxmax())
    return wording.say("multiples.peak", kg=wording.kg(known.max()), year=peak)


def _chart(rows: pd.DataFrame, colour: str, said: str) -> str:
    kg = rows["kg"]
    years = kg.index.to_numpy(dtype=int)
    step = _WIDTH / max(len(years), 6)
    top = kg.max() if kg.max() > 0 else 1.0
    bars, gaps = [], []
    for place, value in enumerate(kg):
        x, wide = place * step + _GAP / 2, step - _GAP
        if rows["status"].iloc[place] == "not held here":
            continue
        if pd.isna(value):
            gaps.append(f"M{x:.1f} 0h{wide:.1f}v{_HEIGHT}h-{wide:.1f}z")
            continue
        height = max(0.8, (_HEIGHT - 1) * value / top)
        bars.append(f"M{x:.1f} {_HEIGHT}v-{height:.1f}h{wide:.1f}v{height:.1f}z")
    ban = ""
    if years[0] < BAN < years[-1] + 1:
        x = (np.float64(BAN) - years[0] + 0.5) * step
        ban = (
            f'<path d="M{x:.1f} 0V{_HEIGHT}" stroke="{NOTE}" style="stroke:{var(NOTE)}" '
            'stroke-dasharray="2 2"/>'
        )
    hatch = f'<path d="{"".join(gaps)}" class="gap" style="fill:url(#gaps)"/>' if gaps else ""
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT + 1}" role="img" aria-label="{escape(said)}">{hatch}'
        f'<path d="{"".join(bars)}" style="fill:{var(colour)}"/>{ban}'
        f'<path d="M0 {_HEIGHT}.5H{_WIDTH}" style="stroke:{var(RULE)}"/></svg>'
    )


def hatching() -> str:
    """Return the pattern of a year without a report, once a page."""
    return (
        '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
        '<pattern id="gaps" patternUnits="userSpaceOnUse" width="4" height="4" '
        'patternTransform="rotate(45)">'
        f'<path d="M0 0V4" style="stroke:{var(HATCH)};stroke-width:1.2"/></pattern></defs></svg>'
    )
