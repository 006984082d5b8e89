"""The small pictures on the tiles of the first screen; each says nothing that its words do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.views.style import HATCH, POST, RULE, SOFT_INK
from routes.views.theme import var

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDTH, _HEIGHT = 200, 36
_ROUTE = "var(--route)"


def _picture(shapes: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="xMinYMax meet">'
        f"{''.join(shapes)}</svg>"
    )


def years(kg: pd.Series) -> str:
    """Return kilograms by year as small bars, the last in full colour; a gap is not reported."""
    if kg.isna().all():
        return ""
    top, step = kg.max() or 1.0, _WIDTH / max(len(kg), 8)
    bars = [
        f'<path d="M{place * step:.1f} {_HEIGHT}v-{max(1.0, (_HEIGHT - 2) * value / top):.1f}'
        f'h{step * 0.78:.1f}V{_HEIGHT}z" style="fill:{_ROUTE}" '
        f'opacity="{1 if place == len(kg) - 1 else 0.38}"/>'
        for place, value in enumerate(kg)
        if pd.notna(value)
    ]
    return _picture(bars)


def share(row: pd.Series | None) -> str:
    """Return a share on the way from nothing to all, with a tick for each named alternative."""
    if row is None:
        return ""
    y = _HEIGHT - 9
    at = 2 * float(row["share"])
    ticks = [2 * float(share) for share in row.drop("share").dropna()]
    return _picture(
        [
            f'<path d="M0 {y}H{_WIDTH}" style="stroke:{var(RULE)};stroke-width:7"/>',
            *(
                f'<path d="M{tick:.1f} {y - 7}v14" style="stroke:{_ROUTE};stroke-width:2"/>'
                for tick in ticks
            ),
            f'<circle cx="{at:.1f}" cy="{y}" r="7" style="fill:{_ROUTE}"/>',
        ]
    )


def dots(reporting: int, states: int) -> str:
    """Return a dot a State: filled where it reported, open where it did not."""
    step = min(16.0, _WIDTH / max(states, 1))
    radius = step * 0.36
    y = _HEIGHT - 9
    return _picture(
        f'<circle cx="{(place + 0.5) * step:.1f}" cy="{y}" r="{radius:.1f}" '
        + (
            f'style="fill:{_ROUTE}"/>'
            if place < reporting
            else f'style="fill:none;stroke:{var(SOFT_INK)};stroke-width:1.2"/>'
        )
        for place in range(states)
    )


def squares(posts: int) -> str:
    """Return a square a post, as on the map; a dash for none."""
    y = _HEIGHT - 16
    if not posts:
        return _picture([f'<path d="M0 {y + 7}h14" style="stroke:{var(HATCH)};stroke-width:3"/>'])
    return _picture(
        f'<rect x="{place * 20}" y="{y}" width="13" height="13" style="fill:{var(POST)}"/>'
        for place in range(posts)
    )
