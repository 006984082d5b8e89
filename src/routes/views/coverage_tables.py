"""Tables of coverage as HTML: ranges as ranges, every absence in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from routes.escaping import escape
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


def share(low: float, high: float, wording: Wording) -> str:
    """Return a share in per cent in words, without an end that says nothing.

    From 0 to 100 is unknown; up to 100 is "at least", from 0 on "at most".

    Examples
    --------
    >>> from routes.views.wording import Wording
    >>> [share(*ends, Wording()) for ends in ((28.6, 100), (0, 40), (0, 100), (63, 67), (5, 5))]
    ['at least 29', 'at most 40', 'unknown', '63 to 67', '5.0']
    """
    return _limited(low, high, 100.0, wording)


def _limited(
    low: float, high: float, whole: float, wording: Wording, *, digits: int | None = None
) -> str:
    both = span(low, high, wording, digits=digits)
    if pd.isna(low) or pd.isna(high) or both == span(low, low, wording, digits=digits):
        return both
    if high >= whole:
        if low <= 0:
            return wording.say("table.unknown")
        return wording.say("coverage.at_least", part=span(low, low, wording, digits=digits))
    if low <= 0:
        return wording.say("coverage.at_most", part=span(high, high, wording, digits=digits))
    return both


def says_nothing(row: Any) -> bool:
    """Tell whether the upper end of a share is all there are: no limit is known."""
    return bool(pd.notna(row.low) and row.low < row.high and row.high >= 100)  # noqa: PLR2004


def counted(row: Any, wording: Wording) -> str:
    """Return a share of States as a count: "4 of 14"; "at least 4 of 14" without an upper limit."""
    if not row.denominator:
        return wording.say("coverage.none_counted")
    if pd.isna(row.low):
        return wording.say("table.unknown")
    most = round(row.high * row.denominator / 100)
    found = _limited(row.numerator, most, row.denominator, wording, digits=0)
    if found == wording.say("table.unknown"):
        return found
    return wording.say("coverage.of", part=found, whole=wording.number(row.denominator))


def cell(text: str) -> str:
    """Return a cell of plain text."""
    return escape(text)


def absent(text: str) -> str:
    """Return a cell that says what is missing."""
    return f'<span class="absent">{escape(text)}</span>'


def heads_of(keys: Iterable[str], wording: Wording, **places: object) -> list[str]:
    """Return the headings of a table."""
    return [escape(wording.say(key, **places)) for key in keys]


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
    heads = heads_of((f"measures.{name}" for name in ("relation", "states", "share")), wording)
    heads += [
        escape(wording.say("measures.kilograms", drugs=wording.drugs(family.split("+"))))
        for family in families
    ]
    body = []
    for name in relations:
        row = states.loc[name]
        cells = [
            cell(wording.say(f"relation.{name}", year=year)),
            cell(counted(row, wording)),
            cell(share(row["low"], row["high"], wording)),
        ]
        for family in families:
            of = kilograms[(kilograms["drugs"] == family) & (kilograms["relation"] == name)].iloc[0]
            cells.append(cell(share(of["low"], of["high"], wording)))
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
            cell(
                wording.say("time.any")
                if pd.isna(row.pillar)
                else wording.say("time.pillar", pillar=row.pillar)
            ),
            cell(span(row.low, row.high, wording, digits=0)),
            cell(wording.note(row.note)),
        ]
        for row in rows[rows["measure"] == "time"].itertuples()
    ]
    heads = heads_of((f"time.{name}" for name in ("meeting", "years", "last")), wording)
    return html_table(heads, body, caption=caption, numeric=(1,), classes="time")


def branches_table(
    rows: pd.DataFrame, names: pd.Series, *, radius_km: float, caption: str, wording: Wording
) -> str:
    """Return length and distance by branch, the whole route last: land first, then sea and air.

    Parameters
    ----------
    rows : DataFrame
        As ``coverage(route, branch="each")`` returns it.
    names : Series
        Names of the branches.
    """
    keyed = rows.assign(branch=rows["branch"].fillna("all"))
    length = keyed[keyed["measure"] == "length"].set_index(["branch", "of"])
    away = keyed[keyed["measure"] == "distance"].set_index("branch")
    officer = keyed[(keyed["measure"] == "States") & (keyed["relation"] == "post")]
    officer = officer.set_index("branch")
    land, *others = length.index.unique("of")
    none = absent(wording.say("next.none"))

    def beside(branch: str, means: str) -> str:
        row = length.loc[[(branch, means)]].iloc[0]
        if not row["denominator"]:
            return none
        within = share(row["low"], row["high"], wording)
        return cell(
            wording.say("branches.beside", km=wording.number(row["denominator"]), share=within)
        )

    def cells(branch: str, name: str) -> list[str]:
        half, most = (away.loc[[branch]].iloc[place] for place in (0, 1))
        row = length.loc[[(branch, land)]].iloc[0]
        on_land = [
            cell(wording.number(row["denominator"])),
            cell(share(row["low"], row["high"], wording)),
            cell(span(half["low"], half["high"], wording, digits=0)),
            cell(span(most["low"], most["high"], wording, digits=0)),
        ]
        return [
            cell(name),
            *(on_land if row["denominator"] else [none] * 4),
            *(beside(branch, means) for means in others),
            cell(counted(officer.loc[branch], wording)),
        ]

    order = length.xs(land, level="of").drop("all")
    drawn = length["denominator"].groupby("branch").sum().drop("all") > 0
    order = order[order.index.map(drawn)].sort_values("low", ascending=False, kind="stable")
    body = [cells(branch, wording.text("branch", names[branch])) for branch in order.index]
    heads = heads_of(
        (
            f"branches.{name}"
            for name in ("branch", "km", "within", "half", "nine_tenths", "sea", "air", "states")
        ),
        wording,
        radius=wording.number(radius_km),
    )
    return html_table(
        heads, body, caption=caption, numeric=tuple(range(1, 8)), classes="by-branch",
        foot=cells("all", wording.say("distance.all")),
    )  # fmt: skip


def change_table(change: pd.DataFrame, *, radius_km: float, caption: str, wording: Wording) -> str:
    """Return States, kilograms and length with a post, step by step.

    Parameters
    ----------
    change : DataFrame
        As `coverage_change` returns it.
    """
    families = list(change["drugs"].dropna().unique())
    heads = heads_of((f"change.{name}" for name in ("step", "states")), wording)
    heads += [
        escape(wording.say("change.kilograms", drugs=wording.drugs(family.split("+"))))
        for family in families
    ]
    heads += heads_of(
        (f"change.{name}" for name in ("length",)), wording, radius=wording.number(radius_km)
    )
    body = []
    for step, rows in change.groupby("step", sort=False):
        post = rows[rows["relation"] == "post"]
        kilograms = post[post["measure"] == "kilograms"].set_index("drugs")
        length = post[post["measure"] == "length"].iloc[0]
        states = post[post["measure"] == "States"].iloc[0]
        shares = [kilograms.loc[family] for family in families]
        body.append(
            [
                cell(wording.step(str(step))),
                cell(counted(states, wording)),
                *(cell(share(row["low"], row["high"], wording)) for row in shares),
                cell(share(length["low"], length["high"], wording)),
            ]
        )
    numeric = tuple(range(1, 3 + len(families)))
    return html_table(heads, body, caption=caption, numeric=numeric, classes="change")


def next_posts_table(
    by_rule: pd.DataFrame, places: pd.DataFrame, *, caption: str, wording: Wording
) -> str:
    """Return where the next posts would reach most, by every rule.

    Parameters
    ----------
    by_rule : DataFrame
        As `next_posts_by_rule` returns it.
    places : DataFrame
        The nodes: ``name``, ``iso3``.
    """

    def group(nodes: str) -> str:
        mine = places.loc[nodes.split(";")]
        if len(mine) == 1:
            return wording.text("place", mine["name"].iloc[0])
        where = wording.listed(wording.country(code) for code in dict.fromkeys(mine["iso3"]))
        return wording.say("next.table_area", number=wording.number(len(mine)), countries=where)

    def named(groups: str) -> str:
        found = [group(nodes) for nodes in groups.split("|") if nodes]
        return wording.joined(found) if found else wording.say("next.none")

    def runner_up(row: Any) -> tuple[str, str]:
        if row.runner_up:
            return cell(named(row.second)), cell(wording.number(row.runner_up_gain))
        # With more ties than are looked past, there may be one.
        missing = absent(wording.say("next.none" if row.ties_complete else "table.unknown"))
        return missing, missing

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
                cell(reach),
                cell(wording.say(f"shared.{row.shared_rule}")),
                cell(named(row.best)),
                cell(wording.number(row.gain)),
                cell(wording.number(row.total)),
                cell(span(row.share_before, row.share_before, wording)),
                cell(span(row.share_after, row.share_after, wording)),
                *runner_up(row),
            ]
        )
    names = ("reach", "rule", "places", "gain", "total", "before", "after", "runner_up")
    heads = heads_of((f"next.{name}" for name in (*names, "runner_up_gain")), wording)
    return html_table(heads, body, caption=caption, numeric=(3, 4, 5, 6, 8), classes="next-posts")
