"""The sentences of a briefing: what the figures say, and what they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.analysis.origins import likely_sources

if TYPE_CHECKING:
    from routes.views.wording import Wording

ABOUT_THE_SAME = 1.0
# Points by which two changes differ, beyond which both are told.
TOLD_BESIDE = 1.0


def lead_sentences(
    totals: pd.DataFrame,
    *,
    route: str,
    drugs: tuple[str, ...],
    wording: Wording,
    opium_factor: float | None = None,
) -> str:
    """Say what was seized in the last year, and how that compares with the year before.

    Parameters
    ----------
    totals : DataFrame
        As `yearly_totals` returns it; the last row is the year spoken of.
    route, drugs
        Names, put into words.
    wording : Wording
    opium_factor : float, optional
        What opium was converted by.
    """
    where = wording.say(f"route.{route}")
    year, kg = int(totals.index[-1]), totals["kg"].iloc[-1]
    if pd.isna(kg):
        key = "headline.not_held" if last_not_held(totals) else "headline.none"
        return wording.say(key, year=year, route=where, drugs=wording.drugs(drugs))
    quantity = wording.quantity(kg, drugs, opium_factor)
    said = wording.say("headline.single", year=year, route=where, quantity=quantity)
    return wording.paragraph([said, *change_sentences(totals, wording)])


def last_not_held(totals: pd.DataFrame) -> bool:
    """Return whether the tables hold no figure of the last year: unknown, not unreported."""
    return bool(pd.isna(totals["kg"].iloc[-1]) and totals["not_held"].iloc[-1])


def change_sentences(totals: pd.DataFrame, wording: Wording) -> list[str]:
    """Say how the last year compares with the one before, on the States that reported for both.

    Where some reported for one of the two only, they are named; where that moves the change by
    more than a point, the change of all reports stands beside it.
    """
    if len(totals) < 2:  # noqa: PLR2004
        return []
    last, before = totals.iloc[-1], totals.iloc[-2]
    if pd.isna(before["kg"]) or pd.isna(last["raw_change"]):
        return []
    year = int(totals.index[-1])
    base = {"year_before": year - 1, "before": wording.amount(before["kg"])}
    only = [
        wording.say("change.only", year=at, countries=_names(codes, wording))
        for at, codes in ((year - 1, last["only_before"]), (year, last["only_now"]))
        if codes
    ]
    change, raw = last["change"], last["raw_change"]
    if not only:
        return [_compared("sheet", change, base, wording)]
    if pd.isna(change):
        return [wording.say("change.none", year=year, year_before=year - 1), *only]
    said = [_compared("change.alike", change, {"year_before": year - 1}, wording)]
    if abs(change - raw) <= TOLD_BESIDE:
        return said
    return [*said, _compared("change.raw", raw, base, wording), *only]


def _compared(key: str, change: float, places: dict[str, object], wording: Wording) -> str:
    if abs(change) < ABOUT_THE_SAME:
        return wording.say(f"{key}.same", **places)
    way = "more" if change > 0 else "less"
    return wording.say(f"{key}.{way}", percent=wording.per_cent(abs(change)), **places)


def _names(codes: str, wording: Wording) -> str:
    return wording.listed(wording.country(code) for code in codes.split(";"))


def tile_change(totals: pd.DataFrame, wording: Wording) -> str:
    """Return the change in few words, on the States that reported for both years; empty if none."""
    if len(totals) < 2 or pd.isna(totals["change"].iloc[-1]):  # noqa: PLR2004
        return ""
    last, before = totals.iloc[-1], int(totals.index[-2])
    key = "tile.more" if last["change"] > 0 else "tile.less"
    if last["only_before"] or last["only_now"]:
        key += "_alike"
    return wording.say(key, percent=wording.per_cent(abs(last["change"])), year=before)


def origin_sentences(
    along: pd.DataFrame,
    *,
    drugs: tuple[str, ...],
    origin: str,
    opium_factor: float | None,
    wording: Wording,
) -> list[str]:
    """Say what of the last year is not from Afghanistan, or not surely, and whose it is.

    Parameters
    ----------
    along : DataFrame
        As `along_route` returns it.
    drugs : tuple of str
    origin : {"afghan", "all"}
        The rule by which it was counted.
    opium_factor : float or None
    wording : Wording
    """
    year = int(along.index.unique("year").max())
    last = along.xs(year, level="year")
    said = []
    for column, key in (
        ("other_kg", "origin.left_out" if origin == "afghan" else "origin.counted"),
        ("doubtful_kg", "origin.doubtful"),
    ):
        kg = last[column][last[column] > 0].sort_values(ascending=False)
        if kg.empty:
            continue
        amount = wording.quantity(kg.sum(), drugs, opium_factor)
        states = wording.joined(
            wording.say("origin.state", country=wording.country(code), amount=wording.amount(part))
            for code, part in kg.items()
        )
        sources = likely_sources(tuple(kg.index), drugs)
        names = wording.listed(wording.country(code) for code in sources)
        place = {"year": year, "amount": amount, "states": states, "sources": names}
        said.append(wording.say(key if names else f"{key}_unknown", **place))
    return said


def evidence_sentences(
    totals: pd.DataFrame,
    share: pd.Series | None,
    *,
    route: str,
    denominator: str,
    wording: Wording,
) -> list[str]:
    """Say how the last year stands: share by each named rule, largest country, range of years.

    Parameters
    ----------
    totals : DataFrame
        As `yearly_totals` returns it; the last row is the year spoken of.
    share : Series or None
        The row of `share_alternatives` of that year; None where nothing was reported.
    route : str
    denominator : {"outside_afghanistan", "world"}
    wording : Wording
    """
    year = int(totals.index[-1])
    last = totals.iloc[-1]
    said = []
    if share is not None:
        said.append(_share_sentence(share, year, route, denominator, wording))
    if pd.notna(last["top_share"]):
        said.append(
            wording.say(
                "headline.largest",
                country=wording.country(last["top"]),
                share=wording.per_cent(last["top_share"]),
            )
        )
    known = totals["kg"].dropna()
    if len(known) > 2:  # noqa: PLR2004
        said.append(
            wording.say(
                "headline.peak",
                years=wording.years(int(totals.index[0]), year),
                peak=int(known.idxmax()),
                amount=wording.amount(known.max()),
                trough=int(known.idxmin()),
                trough_amount=wording.amount(known.min()),
            )
        )
    return said


def _share_sentence(
    row: pd.Series, year: int, route: str, denominator: str, wording: Wording
) -> str:
    key = "headline.share_world" if denominator == "world" else "headline.share_outside"
    share, others = alternatives_said(row, route, wording)
    if not others:
        return wording.say(key, share=share, year=year)
    return wording.say(f"{key}_others", share=share, others=others, year=year)


def alternatives_said(row: pd.Series, route: str, wording: Wording) -> tuple[str, str]:
    """Return a share in per cent, and those by the named alternatives in words.

    Parameters
    ----------
    row : Series
        A row of `share_alternatives`.
    route : str
    wording : Wording
    """
    known = row.dropna()
    share, *others = wording.per_cents(known)
    said = [
        wording.say(
            "alternatives.value", rule=alternative_name(str(name), route, wording), share=of
        )
        for name, of in zip(known.index[1:], others, strict=True)
    ]
    return share, wording.joined(said)


def alternative_name(name: str, route: str, wording: Wording) -> str:
    """Return what a named alternative is: the markets of the Balkan route have a name."""
    return wording.say(
        f"alternatives.{name}{'.balkan' * (name == 'markets' and route == 'balkan')}"
    )


def reporting_sentences(totals: pd.DataFrame, *, wording: Wording) -> list[str]:
    """Say how many States reported, and name those that did not."""
    year = int(totals.index[-1])
    last = totals.iloc[-1]
    counts = {"states": int(last["states"]), "reporting": int(last["states_reporting"])}
    said = []
    if last_not_held(totals):
        return [wording.say("headline.not_held_year", year=year)]
    if len(totals) > 1:
        before = int(totals["states_reporting"].iloc[-2])
        said.append(
            wording.say(
                "headline.reporting",
                year=year,
                year_before=year - 1,
                reporting_before=before,
                **counts,
            )
        )
    else:
        said.append(wording.say("headline.reporting_single", year=year, **counts))
    missing = [code for code in str(last["not_reported"]).split(";") if code]
    if missing:
        names = wording.listed(wording.country(code) for code in missing)
        said.append(wording.say("headline.missing", year=year, countries=names))
    unheld = [code for code in str(last["not_held"]).split(";") if code]
    if unheld:
        names = wording.listed(wording.country(code) for code in unheld)
        said.append(wording.say("headline.not_held_states", year=year, countries=names))
    return said


def shared_sentences(
    counted: list[str], left_out: list[str], *, route: str, shared: str, wording: Wording
) -> list[str]:
    """Say what the rule for States on two routes does to this route.

    Parameters
    ----------
    counted, left_out : list of str
        ISO3 of the States on two routes that count here, and of those that count elsewhere.
    """

    def names(codes: list[str]) -> str:
        return wording.listed(wording.country(code) for code in codes)

    if shared == "half" and counted:
        return [wording.say("headline.shared_half", countries=names(counted))]
    if shared == "apart" and left_out:
        return [wording.say("headline.shared_apart", countries=names(left_out))]
    if shared != "primary":
        return []
    where = wording.say(f"route.{route}")
    here = [wording.say("headline.shared", countries=names([c]), route=where) for c in counted]
    there = [wording.say("headline.shared_elsewhere", countries=names([c])) for c in left_out]
    return [*here, *there]


def officers_sentence(posts: pd.DataFrame, year: int | None, asked: int, wording: Wording) -> str:
    """Say how many officers sit on the route, and where.

    Parameters
    ----------
    posts : DataFrame
        Posts of the route in the year of the list.
    year : int or None
        Year of the list; None where none is known.
    asked : int
        Year that was asked for.
    """
    if year is None:
        return wording.say("officers.unknown", year=asked)
    if posts.empty:
        return wording.say("officers.none", year=year)
    return wording.count("officers.some", len(posts), year=year, cities=_cities(posts, wording))


def _cities(rows: pd.DataFrame, wording: Wording) -> str:
    known = dict.fromkeys(rows["city"].dropna())
    return wording.listed(wording.text("place", city) for city in known)


def meetings_sentence(held: pd.DataFrame, first: int, last: int, wording: Wording) -> str:
    """Say how many meetings were held in States on the route, and where."""
    years = wording.years(first, last)
    if held.empty:
        return wording.say("meetings.none", years=years)
    cities = _cities(held, wording)
    return wording.count("meetings.some", len(held), years=years, cities=cities)
