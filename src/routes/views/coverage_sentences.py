"""The sentences on coverage: what a page says first, and what it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.views.coverage_tables import counted, span
from routes.views.gap_tables import kilograms_text

if TYPE_CHECKING:
    from routes.views.wording import Wording


def row_of(rows: pd.DataFrame, measure: str, relation: str, place: int = 0) -> pd.Series:
    """Return one row of `coverage`, the first family of drugs unless another is asked for."""
    found = rows[(rows["measure"] == measure) & (rows["relation"] == relation)]
    return found.iloc[place]


def liaison_lead(rows: pd.DataFrame, *, route: str, year: int, wording: Wording) -> str:
    """Say in one sentence what officers reach: States, kilograms, kilometres.

    Parameters
    ----------
    rows : DataFrame
        As `coverage` returns it, of the whole route.
    route : str
    year : int
    wording : Wording
    """
    states, kg = row_of(rows, "States", "post"), row_of(rows, "kilograms", "post")
    length = row_of(rows, "length", "post")
    radius = float(str(length["rule"]).partition("=")[2])
    return wording.say(
        "liaison.lead",
        year=year,
        states=counted(states, wording),
        route=wording.say(f"route.{route}"),
        kg=span(kg["low"], kg["high"], wording),
        drugs=wording.drugs(str(kg["drugs"]).split("+")),
        km=span(length["low"], length["high"], wording),
        radius=wording.number(radius),
    )


def meetings_lead(
    rows: pd.DataFrame, *, route: str, year: int, pillar: str | None, wording: Wording
) -> str:
    """Say in one sentence how many States hosted and attended, and what they seized.

    Parameters
    ----------
    rows : DataFrame
        As `coverage` returns it, of the whole route.
    """
    hosted, attended = (row_of(rows, "States", name) for name in ("hosted", "attended"))
    where = wording.say(f"route.{route}")
    if pd.isna(hosted["low"]) or str(hosted["source"]) == "":
        key = "meetings.lead_none" if pillar is None else "meetings.lead_none_pillar"
        places = {"year": year} if pillar is None else {"year": year, "pillar": pillar}
        return wording.say(key, **places)
    kg = row_of(rows, "kilograms", "attended")
    places = {
        "year": year,
        "hosted": counted(hosted, wording),
        "attended": span(
            attended["numerator"],
            round(attended["high"] * attended["denominator"] / 100),
            wording,
            digits=0,
        ),
        "route": where,
        "kg": span(kg["low"], kg["high"], wording),
        "drugs": wording.drugs(str(kg["drugs"]).split("+")),
    }
    if pillar is None:
        return wording.say("meetings.lead", **places)
    return wording.say("meetings.lead_pillar", pillar=pillar, **places)


def last_meeting(rows: pd.DataFrame, *, year: int, wording: Wording) -> str:
    """Say how long ago a meeting was last held on the route."""
    row = rows[rows["measure"] == "time"].iloc[0]
    if pd.isna(row["low"]):
        return wording.say("coverage.no_meeting", year=year)
    return wording.say(
        "coverage.last_meeting",
        when=last_held(row, year=year, wording=wording),
        note=wording.note(row["note"]),
    )


def last_held(row: pd.Series, *, year: int, wording: Wording) -> str:
    """Return the year of the last meeting, or the years it is between, in words."""
    first, last = (str(round(year - row[ago])) for ago in ("high", "low"))
    return first if first == last else wording.say("coverage.span", low=first, high=last)


def gaps_sentences(gaps: pd.DataFrame, *, radius_km: float, wording: Wording) -> list[str]:
    """Say how many States nothing known reaches, how long no post is near, and the largest.

    Parameters
    ----------
    gaps : DataFrame
        As `coverage_gaps` returns it.
    radius_km : float
    wording : Wording
    """
    states, stretches = (gaps[(gaps["kind"] == "stretch") == kind] for kind in (False, True))
    outside = states["partner"].eq(other=False).fillna(value=False)
    said = []
    if len(states):
        first = [
            wording.say("gaps.named", state=wording.country(row.iso3), kg=_with_unit(row, wording))
            for row in states.head(3).itertuples(index=False)
        ]
        said.append(
            wording.count(
                "gaps.states", len(states), outside=wording.number(int(outside.sum())),
                first=wording.listed(first),
            )
        )  # fmt: skip
    if len(stretches):
        top = stretches.iloc[0]
        said.append(
            wording.say(
                "gaps.stretches",
                km=wording.number(stretches["km"].sum()),
                radius=wording.number(radius_km),
                start=wording.text("place", top["from_name"]),
                end=wording.text("place", top["to_name"]),
                longest=wording.number(top["km"]),
            )
        )
    return said or [wording.say("gaps.none")]


def _with_unit(row: object, wording: Wording) -> str:
    kg = getattr(row, "kg", None)
    if kg is None or pd.isna(kg):
        return kilograms_text(row, wording)
    return wording.say("gaps.kilograms", kg=wording.kg(kg))


def not_reported(states: pd.DataFrame, *, year: int, wording: Wording) -> list[str]:
    """Name the counted States without a figure of the year, by the kind of absence."""
    rows = states[states["counted"]]
    said = []
    for status, key in (
        ("not reported", "headline.missing"),
        ("outside the table", "coverage.outside_table"),
        ("not held here", "headline.not_held_states"),
    ):
        names = [wording.country(str(code)) for code in rows.index[rows["status"] == status]]
        if names:
            said.append(wording.say(key, year=year, countries=wording.listed(names)))
    return said
