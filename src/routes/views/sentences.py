"""The sentences of a briefing: what the figures say, and what they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from routes.views.wording import Wording

ABOUT_THE_SAME = 1.0


def change_sentence(
    totals: pd.DataFrame, *, route: str, drugs: tuple[str, ...], wording: Wording
) -> str:
    """Say what was seized in the last year, and how that compares with the year before.

    Parameters
    ----------
    totals : DataFrame
        As `yearly_totals` returns it; the last row is the year spoken of.
    route, drugs
        Names, put into words.
    wording : Wording
    """
    places: dict[str, object] = {
        "route": wording.say(f"route.{route}"),
        "drugs": wording.drugs(drugs),
    }
    year = int(totals.index[-1])
    kg = totals["kg"].iloc[-1]
    if pd.isna(kg):
        key = "headline.not_held" if last_not_held(totals) else "headline.none"
        return wording.say(key, year=year, **places)
    places |= {"year": year, "amount": wording.amount(kg)}
    change = change_per_cent(totals)
    if change is None:
        return wording.say("headline.single", **places)
    before = {"year_before": year - 1, "before": wording.amount(totals["kg"].iloc[-2])}
    if abs(change) < ABOUT_THE_SAME:
        return wording.say("headline.same", **places, **before)
    key = "headline.more" if change > 0 else "headline.less"
    return wording.say(key, percent=wording.per_cent(abs(change)), **places, **before)


def last_not_held(totals: pd.DataFrame) -> bool:
    """Return whether the tables hold no figure of the last year: unknown, not unreported."""
    return bool(pd.isna(totals["kg"].iloc[-1]) and totals["not_held"].iloc[-1])


def change_per_cent(totals: pd.DataFrame) -> float | None:
    """Return the change from the year before in per cent; None where there is no base."""
    if len(totals) < 2:  # noqa: PLR2004
        return None
    before, last = totals["kg"].iloc[-2], totals["kg"].iloc[-1]
    if pd.isna(before) or pd.isna(last) or before == 0:
        return None
    return float(100 * (last - before) / before)


def evidence_sentences(
    totals: pd.DataFrame, share: pd.Series | None, *, denominator: str, wording: Wording
) -> list[str]:
    """Say how the last year stands: share and its range, largest country, the range of years.

    Parameters
    ----------
    totals : DataFrame
        As `yearly_totals` returns it; the last row is the year spoken of.
    share : Series or None
        The row of `sensitivity` of that year and route; None where nothing was reported.
    denominator : {"outside_afghanistan", "world"}
    wording : Wording
    """
    year = int(totals.index[-1])
    last = totals.iloc[-1]
    said = []
    if share is not None:
        said.append(_share_sentence(share, year, denominator, wording))
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


def _share_sentence(row: pd.Series, year: int, denominator: str, wording: Wording) -> str:
    world = denominator == "world"
    places = {"share": wording.per_cent(row["share"]), "year": year}
    low, high = wording.per_cent(row["low"]), wording.per_cent(row["high"])
    if low == high:
        return wording.say("headline.share_world" if world else "headline.share_outside", **places)
    key = "headline.share_world_range" if world else "headline.share_outside_range"
    return wording.say(key, low=low, high=high, **places)


def rules_sentence(row: pd.Series, wording: Wording) -> str:
    """Say how much the rule matters: how many were run, and which give the two ends.

    Parameters
    ----------
    row : Series
        A row of `sensitivity`.
    wording : Wording
    """
    low, high = wording.per_cent(row["low"]), wording.per_cent(row["high"])
    rules = wording.number(row["rules"])
    if low == high:
        return wording.say("headline.rules_same", rules=rules, share=low)
    lowest, highest = _rule(row["low_rule"]), _rule(row["high_rule"])
    return wording.say(
        "headline.rules",
        rules=rules,
        low=low,
        high=high,
        low_countries=wording.say(f"list.{lowest['countries']}"),
        low_shared=wording.say(f"shared.{lowest['shared']}"),
        high_countries=wording.say(f"list.{highest['countries']}"),
        high_shared=wording.say(f"shared.{highest['shared']}"),
    )


def _rule(text: str) -> dict[str, str]:
    """Return the choices of a rule as `sensitivity` writes it."""
    return dict(choice.split("=") for choice in text.split("; "))


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
