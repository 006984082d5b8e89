"""Tables of what nothing known reaches: States and stretches, the largest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.views.coverage_tables import absent, cell, heads_of, span
from routes.views.tables import html_table

if TYPE_CHECKING:
    from routes.views.wording import Wording


def kilograms_text(row: Any, wording: Wording) -> str:
    """Return what a State seized, or the most it may have where it did not report, in words."""
    if pd.notna(row.kg):
        return wording.kg(row.kg)
    if pd.isna(row.kg_high):
        return wording.say("gaps.no_limit")
    return wording.say("gaps.up_to", kg=wording.kg(row.kg_high))


def gap_states_table(gaps: pd.DataFrame, *, year: int, caption: str, wording: Wording) -> str:
    """Return the States and areas nothing known reaches, the largest first.

    Parameters
    ----------
    gaps : DataFrame
        As `coverage_gaps` returns it.
    """
    never = wording.say("gaps.never")

    def known(value: object) -> str:
        return absent(never) if pd.isna(value) else cell(str(value))

    body = [
        [
            cell(_named(row, wording)),
            cell(wording.say(f"role.{row.role}")),
            _partner(row.partner, wording),
            cell(kilograms_text(row, wording))
            if pd.notna(row.kg)
            else absent(kilograms_text(row, wording)),
            known(row.last_hosted),
            known(row.last_attended),
        ]
        for row in gaps[gaps["kind"] != "stretch"].itertuples(index=False)
    ]
    heads = heads_of(
        (f"gaps.{name}" for name in ("state", "role", "partner", "kg", "hosted", "attended")),
        wording,
        year=year,
    )
    return html_table(heads, body, caption=caption, numeric=(3, 4, 5), classes="gap-states")


def _named(row: Any, wording: Wording) -> str:
    name = wording.country(row.iso3)
    return name if row.kind == "State" else wording.say("strip.area", name=name)


def _partner(value: object, wording: Wording) -> str:
    if value is None or pd.isna(value):
        return absent(wording.say("table.unknown"))
    return cell(wording.say("gaps.yes" if value else "gaps.no"))


def ends_of(row: Any, wording: Wording) -> str:
    """Return between which places a stretch lies; "near" where it ends between two of them."""
    named = [wording.text("place", row.from_name), wording.text("place", row.to_name)]
    if row.from_name == row.to_name:
        return wording.say("gaps.near", place=named[0])
    start, end = (
        place if there else wording.say("gaps.near", place=place)
        for place, there in zip(named, (row.from_at_node, row.to_at_node), strict=True)
    )
    return wording.say("gaps.ends", start=start, end=end)


def stretches_table(gaps: pd.DataFrame, names: pd.Series, *, caption: str, wording: Wording) -> str:
    """Return the stretches no post reaches: land before sea and air, the longest first."""
    body = [
        [
            cell(ends_of(row, wording)),
            cell(wording.text("branch", names[row.branch])),
            cell(wording.say(f"means.{row.means}")),
            cell(wording.number(row.km)),
            cell(span(row.from_km, row.to_km, wording, digits=0)),
            absent(wording.say("table.unknown"))
            if pd.isna(row.farthest_km)
            else cell(wording.number(row.farthest_km)),
        ]
        for row in gaps[gaps["kind"] == "stretch"].itertuples(index=False)
    ]
    names_of = ("stretch", "branch", "means", "km", "from_to", "farthest")
    heads = heads_of((f"gaps.{name}" for name in names_of), wording)
    return html_table(heads, body, caption=caption, numeric=(3, 4, 5), classes="stretches")
