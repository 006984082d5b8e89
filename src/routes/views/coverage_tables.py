"""Tables of coverage as HTML: ranges as ranges, every absence in words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from routes.views.tables import html_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routes.views.wording import Wording


def span(low: float, high: float, wording: Wording, *, digits: int | None = None) -> str:
    """Return a range in words: one figure where both ends print alike, a word where unknown.

    Parameters
    ----------
    low, high : float
    wording : Wording
    digits : int, optional
        After the decimal sign; by default as for per cent.

    Examples
    --------
    >>> from routes.views.wording import Wording
    >>> span(28.6, 100, Wording()), span(float("nan"), float("nan"), Wording())
    ('29 to 100', 'unknown')
    """
    if pd.isna(low) or pd.isna(high):
        return wording.say("table.unknown")
    one, other = (
        wording.per_cent(end) if digits is None else wording.number(end, digits=digits)
        for end in (low, high)
    )
    return one if one == other else wording.say("coverage.span", low=one, high=other)


def counted(row: Any, wording: Wording) -> str:
    """Return a share of States as a count: "4 of 14", or "4 to 14 of 14" where it is a range."""
    if not row.denominator:
        return wording.say("coverage.none_counted")
    if pd.isna(row.low):
        return wording.say("table.unknown")
    most = round(row.high * row.denominator / 100)
    found = span(row.numerator, most, wording, digits=0)
    return wording.say("coverage.of", part=found, whole=wording.number(row.denominator))


def _cell(text: str) -> str:
    return escape(text)


def _absent(text: str) -> str:
    return f'<span class="absent">{escape(text)}</span>'


def _heads(prefix: str, names: Iterable[str], wording: Wording, **places: object) -> list[str]:
    return [escape(wording.say(f"{prefix}.{name}", **places)) for name in names]


def measures_table(
    rows: pd.DataFrame, *, year: int, relations: Sequence[str], caption: str, wording: Wording
) -> str:
    """Return the share of States and of kilograms with each relation.

    Parameters
    ----------
    rows : DataFrame
        As `coverage` returns it, of one route or branch.
    year : int
    relations : sequence of str
    caption : str
    wording : Wording
    """
    states = rows[rows["measure"] == "States"].set_index("relation")
    kilograms = rows[rows["measure"] == "kilograms"]
    families = list(kilograms["drugs"].unique())
    heads = _heads("measures", ("relation", "states", "share"), wording)
    heads += [
        escape(wording.say("measures.kilograms", drugs=wording.drugs(family.split("+"))))
        for family in families
    ]
    body = []
    for name in relations:
        row = states.loc[name]
        cells = [
            _cell(wording.say(f"relation.{name}", year=year)),
            _cell(counted(row, wording)),
            _cell(span(row["low"], row["high"], wording)),
        ]
        for family in families:
            of = kilograms[(kilograms["drugs"] == family) & (kilograms["relation"] == name)].iloc[0]
            cells.append(_cell(span(of["low"], of["high"], wording)))
        body.append(cells)
    numeric = range(1, 3 + len(families))
    return html_table(heads, body, caption=caption, numeric=tuple(numeric), classes="measures")


def time_table(rows: pd.DataFrame, *, caption: str, wording: Wording) -> str:
    """Return years since a meeting was last held on the route, any and by pillar.

    Parameters
    ----------
    rows : DataFrame
        As `coverage` returns it, of one route.
    """
    body = [
        [
            _cell(
                wording.say("time.any")
                if pd.isna(row.pillar)
                else wording.say("time.pillar", pillar=row.pillar)
            ),
            _cell(span(row.low, row.high, wording, digits=0)),
            _cell(row.note),
        ]
        for row in rows[rows["measure"] == "time"].itertuples()
    ]
    heads = _heads("time", ("meeting", "years", "last"), wording)
    return html_table(heads, body, caption=caption, numeric=(1,), classes="time")


def branches_table(
    rows: pd.DataFrame, names: pd.Series, *, radius_km: float, caption: str, wording: Wording
) -> str:
    """Return length and distance by branch, the whole route last.

    Parameters
    ----------
    rows : DataFrame
        As ``coverage(route, branch="each")`` returns it.
    names : Series
        Names of the branches.
    """
    keyed = rows.assign(branch=rows["branch"].fillna("all"))
    length = keyed[keyed["measure"] == "length"].set_index("branch")
    away = keyed[keyed["measure"] == "distance"].set_index("branch")
    officer = keyed[(keyed["measure"] == "States") & (keyed["relation"] == "post")]
    officer = officer.set_index("branch")

    def cells(branch: str, name: str) -> list[str]:
        half, most = (away.loc[[branch]].iloc[place] for place in (0, 1))
        row = length.loc[branch]
        return [
            _cell(name),
            _cell(wording.number(row["denominator"])),
            _cell(span(row["low"], row["high"], wording)),
            _cell(span(half["low"], half["high"], wording, digits=0)),
            _cell(span(most["low"], most["high"], wording, digits=0)),
            _cell(counted(officer.loc[branch], wording)),
        ]

    order = length.drop("all")
    order = order[order["denominator"] > 0].sort_values("low", ascending=False, kind="stable")
    body = [cells(branch, names[branch]) for branch in order.index]
    heads = _heads(
        "branches", ("branch", "km", "within", "half", "nine_tenths", "states"), wording,
        radius=wording.number(radius_km),
    )  # fmt: skip
    return html_table(
        heads, body, caption=caption, numeric=(1, 2, 3, 4, 5), classes="branches",
        foot=cells("all", wording.say("distance.all")),
    )  # fmt: skip


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
        return _absent(never) if pd.isna(value) else _cell(str(value))

    body = [
        [
            _cell(row.name if row.kind == "State" else wording.say("strip.area", name=row.name)),
            _cell(wording.say(f"role.{row.role}")),
            _partner(row.partner, wording),
            _cell(kilograms_text(row, wording))
            if pd.notna(row.kg)
            else _absent(kilograms_text(row, wording)),
            known(row.last_hosted),
            known(row.last_attended),
        ]
        for row in gaps[gaps["kind"] != "stretch"].itertuples(index=False)
    ]
    heads = _heads(
        "gaps", ("state", "role", "partner", "kg", "hosted", "attended"), wording, year=year
    )
    return html_table(heads, body, caption=caption, numeric=(3, 4, 5), classes="gap-states")


def _partner(value: object, wording: Wording) -> str:
    if value is None or pd.isna(value):
        return _absent(wording.say("table.unknown"))
    return _cell(wording.say("gaps.yes" if value else "gaps.no"))


def stretches_table(gaps: pd.DataFrame, names: pd.Series, *, caption: str, wording: Wording) -> str:
    """Return the stretches no post reaches, the longest first."""
    body = [
        [
            _cell(
                wording.say("gaps.near", place=row.from_name)
                if row.from_name == row.to_name
                else wording.say("gaps.ends", start=row.from_name, end=row.to_name)
            ),
            _cell(names[row.branch]),
            _cell(wording.number(row.km)),
            _cell(span(row.from_km, row.to_km, wording, digits=0)),
            _absent(wording.say("table.unknown"))
            if pd.isna(row.farthest_km)
            else _cell(wording.number(row.farthest_km)),
        ]
        for row in gaps[gaps["kind"] == "stretch"].itertuples(index=False)
    ]
    heads = _heads("gaps", ("stretch", "branch", "km", "from_to", "farthest"), wording)
    return html_table(heads, body, caption=caption, numeric=(2, 3, 4), classes="stretches")


def change_table(change: pd.DataFrame, *, radius_km: float, caption: str, wording: Wording) -> str:
    """Return States, kilograms and length with a post, step by step.

    Parameters
    ----------
    change : DataFrame
        As `coverage_change` returns it.
    """
    families = list(change["drugs"].dropna().unique())
    heads = _heads("change", ("step", "states"), wording)
    heads += [
        escape(wording.say("change.kilograms", drugs=wording.drugs(family.split("+"))))
        for family in families
    ]
    heads += _heads("change", ("length",), wording, radius=wording.number(radius_km))
    body = []
    for step, rows in change.groupby("step", sort=False):
        post = rows[rows["relation"] == "post"]
        kilograms = post[post["measure"] == "kilograms"].set_index("drugs")
        length = post[post["measure"] == "length"].iloc[0]
        states = post[post["measure"] == "States"].iloc[0]
        shares = [kilograms.loc[family] for family in families]
        body.append(
            [
                _cell(str(step)),
                _cell(counted(states, wording)),
                *(_cell(span(row["low"], row["high"], wording)) for row in shares),
                _cell(span(length["low"], length["high"], wording)),
            ]
        )
    numeric = tuple(range(1, 3 + len(families)))
    return html_table(heads, body, caption=caption, numeric=numeric, classes="change")


def next_posts_table(
    by_rule: pd.DataFrame, places: pd.Series, *, caption: str, wording: Wording
) -> str:
    """Return where the next posts would reach most, by every rule.

    Parameters
    ----------
    by_rule : DataFrame
        As `next_posts_by_rule` returns it.
    places : Series
        Names of the nodes.
    """

    def named(nodes: str) -> str:
        found = [places[node] for node in nodes.split(";") if node]
        return wording.listed(found) if found else wording.say("next.none")

    body = []
    for row in by_rule.itertuples(index=False):
        by_states = row.by == "states" or np.isnan(row.radius_km)
        reach = (
            wording.say("next.by_states")
            if by_states
            else wording.say("next.by_radius", km=wording.number(row.radius_km))
        )
        body.append(
            [
                _cell(reach),
                _cell(wording.say(f"shared.{row.shared_rule}")),
                _cell(named(row.nodes)),
                _cell(wording.number(row.gain)),
                _cell(wording.number(row.total)),
                _cell(span(row.share_before, row.share_before, wording)),
                _cell(span(row.share_after, row.share_after, wording)),
                _cell(named(row.runner_up)),
                _cell(wording.number(row.runner_up_gain)),
            ]
        )
    names = ("reach", "rule", "places", "gain", "total", "before", "after", "runner_up")
    heads = _heads("next", (*names, "runner_up_gain"), wording)
    return html_table(heads, body, caption=caption, numeric=(3, 4, 5, 6, 8), classes="next-posts")
