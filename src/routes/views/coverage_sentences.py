"""The sentences on coverage: what a page says first, and what it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis import counted_elsewhere
from routes.marks import capital
from routes.names import ROUTES
from routes.partnership import distinct_states, named_states
from routes.views.coverage_tables import counted, says_nothing, share, span
from routes.views.gap_tables import ends_of, kilograms_text

if TYPE_CHECKING:
    from routes.partnership import LastMeeting
    from routes.views.wording import Wording


def row_of(rows: pd.DataFrame, measure: str, relation: str, place: int = 0) -> pd.Series:
    """Return one row of `coverage`, the first family of drugs unless another is asked for."""
    found = rows[(rows["measure"] == measure) & (rows["relation"] == relation)]
    return found.iloc[place]


def liaison_lead(rows: pd.DataFrame, *, route: str, year: int, wording: Wording) -> str:
    """Say in one sentence what officers reach: States, kilograms, kilometres by road and rail.

    Parameters
    ----------
    rows : DataFrame
        As `coverage` returns it, of the whole route.
    route : str
    year : int
    wording : Wording
    """
    states, kg = row_of(rows, "States", "post"), row_of(rows, "kilograms", "post")
    length, sea = (row_of(rows, "length", "post", place) for place in (0, 1))
    where = wording.say(f"route.{route}")
    if says_nothing(states) and not states["numerator"]:
        note = wording.note(str(states["note"]))
        return wording.say("liaison.lead_unknown", year=year, route=where, note=note)
    radius = float(str(length["rule"]).partition("=")[2])
    return wording.say(
        "liaison.lead",
        year=year,
        states=counted(states, wording),
        route=where,
        kg=share(kg["low"], kg["high"], wording),
        drugs=wording.drugs(str(kg["drugs"]).split("+")),
        km=share(length["low"], length["high"], wording),
        sea=share(sea["low"], sea["high"], wording),
        radius=wording.number(radius),
    )


def meetings_lead(
    rows: pd.DataFrame, *, route: str, year: int, pillar: str | None, wording: Wording
) -> str:
    """Say how many States hosted and attended, and what they seized; unknown as unknown.

    Parameters
    ----------
    rows : DataFrame
        As `coverage` returns it, of the whole route.
    """
    hosted, attended = (row_of(rows, "States", name) for name in ("hosted", "attended"))
    on = {} if pillar is None else {"pillar": pillar}
    if pd.isna(hosted["low"]) or str(hosted["source"]) == "":
        key = "meetings.lead_none" if pillar is None else "meetings.lead_none_pillar"
        return wording.say(key, year=year, **on)
    kg = row_of(rows, "kilograms", "attended")
    places = {
        "year": year,
        "route": wording.say(f"route.{route}"),
        "drugs": wording.drugs(str(kg["drugs"]).split("+")),
        **on,
    }
    if not says_nothing(attended):
        return wording.say(
            "meetings.lead" if pillar is None else "meetings.lead_pillar",
            hosted=counted(hosted, wording),
            attended=counted(attended, wording),
            kg=share(kg["low"], kg["high"], wording),
            **places,
        )
    key = "meetings.lead_hosted" if pillar is None else "meetings.lead_hosted_pillar"
    said = wording.say(key, hosted=counted(hosted, wording), **places)
    known = int(attended["numerator"])
    unknown = wording.say(
        "meetings.lead_unknown",
        number=wording.number(known),
        whole=wording.number(attended["denominator"]),
        kg=share(kg["low"], kg["high"], wording),
        **places,
    )
    if not known:
        unknown = wording.say(
            "meetings.lead_nobody", whole=wording.number(attended["denominator"]), **places
        )
    return wording.paragraph([said, unknown])


def last_meeting(last: LastMeeting, *, year: int, wording: Wording) -> str:
    """Say when a meeting was last held on the route, up to a year.

    Parameters
    ----------
    last : LastMeeting
        Of every State on the route, as the tables of meetings have them.
    year : int
    wording : Wording
    """
    if pd.isna(last.low):
        return wording.say("coverage.no_meeting", year=year)
    return wording.say(
        "coverage.last_meeting",
        year=year,
        when=last_held(last, year=year, wording=wording),
        note=wording.note(last.note("route")),
    )


def last_held(row: LastMeeting, *, year: int, wording: Wording) -> str:
    """Return the year of the last meeting, or the years it is between, in words."""
    first, last = (str(round(year - ago)) for ago in (row.high, row.low))
    return first if first == last else wording.say("coverage.span", low=first, high=last)


def gaps_sentences(
    gaps: pd.DataFrame,
    names: pd.Series,
    *,
    year: int,
    radius_km: float,
    wording: Wording,
    pillar: str | None = None,
) -> list[str]:
    """Say what nothing is known to reach: of the States what is unknown, of the lines how long.

    Parameters
    ----------
    gaps : DataFrame
        As `coverage_gaps` returns it.
    names : Series
        Names of the branches.
    year : int
    radius_km : float
    wording : Wording
    pillar : {"I", "II", "III", "IV"}, optional
        Only meetings that deal with it.
    """
    states, stretches = (gaps[(gaps["kind"] == "stretch") == kind] for kind in (False, True))
    said = [
        *(_states(states, year, pillar, wording) if len(states) else ()),
        *(_lengths(stretches, names, radius_km, wording) if len(stretches) else ()),
    ]
    return said or [wording.say("gaps.none")]


def _states(states: pd.DataFrame, year: int, pillar: str | None, wording: Wording) -> list[str]:
    first = [
        wording.say("gaps.named", state=wording.country(row.iso3), kg=_with_unit(row, wording))
        for row in states.head(3).itertuples(index=False)
    ]
    partners = int(states["partner"].fillna(value=False).sum())
    said = [
        wording.say(
            "gaps.unreached",
            number=wording.number(len(states)),
            year=year,
            partners=wording.number(partners),
            first=wording.listed(first),
        )
    ]  # fmt: skip
    for relation in ("post", "served", "hosted", "attended"):
        unknown = int(states[relation].isna().sum())
        if unknown:
            whether = wording.say(f"gaps.whether_{relation}", year=year)
            said.append(
                wording.say("gaps.not_known", number=wording.number(unknown), whether=whether)
            )
    if states["attended"].isna().any():
        said.append(_attendance(year, pillar, wording))
    return said


def _attendance(year: int, pillar: str | None, wording: Wording) -> str:
    """Say how many States attended the meetings of a year, and how many are known by name."""
    union, named = distinct_states(year=year, pillar=pillar), len(named_states(year, pillar=pillar))
    number = wording.number(named)
    if union.low == 0:
        return wording.say("gaps.attendance_none", year=year)
    if union.high is None:
        low = wording.say("coverage.at_least", part=wording.number(union.low))
        return wording.say("gaps.attendance", states=capital(low), year=year, named=number)
    both = span(union.low, union.high, wording, digits=0)
    return wording.say("gaps.attendance", states=both, year=year, named=number)


def _lengths(
    stretches: pd.DataFrame, names: pd.Series, radius_km: float, wording: Wording
) -> list[str]:
    km = stretches.groupby("means")["km"].sum()
    said = [
        wording.say(
            "gaps.stretches",
            radius=wording.number(radius_km),
            **{means: wording.number(km.get(means, 0.0)) for means in ("land", "sea", "air")},
        )
    ]
    for means in ("land", "sea"):
        rows = stretches[stretches["means"] == means]
        said += [
            wording.say(
                f"gaps.longest_{means}",
                where=ends_of(top, wording),
                branch=wording.text("branch", names[top.branch]),
                km=wording.number(top.km),
            )
            for top in rows.head(1).itertuples(index=False)
        ]
    return said


def uncounted(
    key: str,
    codes: pd.Series,
    states: pd.DataFrame,
    *,
    route: str,
    countries: str,
    shared: str,
    wording: Wording,
    **places: object,
) -> list[str]:
    """Say how many of some places lie in States that do not count for the route, and why.

    Parameters
    ----------
    key : str
        Of a message with the places ``whole``, ``number`` and ``states``.
    codes : Series
        ISO3 of the places, such as posts or meetings, all in States on the route.
    states : DataFrame
        As `coverage_by_state` returns it.
    route, countries, shared : str
        The rule, as for `shares`.
    wording : Wording
    **places
        Others of the message.

    Returns
    -------
    list of str
        One sentence, or none if all of them count.
    """
    counts = set(states.index[states["counted"] & (states["kind"] == "state")])
    other = codes[~codes.isin(list(counts))]
    if other.empty:
        return []
    named = []
    for iso3 in dict.fromkeys(other):
        name = wording.country(iso3)
        why = counted_elsewhere(iso3, countries=countries, shared=shared)
        if why in ROUTES and why != route:
            reason = wording.say("uncounted.route", state=name, route=wording.say(f"route.{why}"))
        elif why == "shared":
            reason = wording.say("uncounted.shared", state=name)
        else:
            reason = wording.say(
                "uncounted.list", state=name, list=wording.say(f"list.{countries}")
            )
        named.append(reason)
    return [
        wording.say(
            key,
            whole=wording.number(len(codes)),
            number=wording.number(len(other)),
            states=wording.listed(named),
            **places,
        )
    ]


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
