"""The sentences of a fact sheet: what one State reported, last and over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.views.sentences import ABOUT_THE_SAME

if TYPE_CHECKING:
    from routes.views.wording import Wording

# Per cent: beyond these a change says less than the two figures, and all but all is not all.
SMALLEST_CHANGE, LARGEST_CHANGE = -99.5, 300.0


def tellable(change: float) -> bool:
    """Return whether a change in per cent says more than the two figures; a missing one does not.

    Examples
    --------
    >>> [tellable(change) for change in (-63.2, -99.8, 101_000.0, float("nan"))]
    [True, False, False, False]
    """
    return SMALLEST_CHANGE < change <= LARGEST_CHANGE


def reported_sentences(
    drug: str, row: pd.Series, *, last: int, country: str | None, wording: Wording
) -> list[str]:
    """Say what a State last reported of a drug, and how that compares with the figure before.

    Parameters
    ----------
    drug : str
    row : Series
        A row of `CountryProfile.trend`.
    last : int
        Last year of the period.
    country : str or None
        Name of the State; None in a sentence that follows one with the name.
    wording : Wording

    Returns
    -------
    list of str
        Empty where it never reported the drug.
    """
    if pd.isna(row["year"]):
        return []
    year, zero = int(row["year"]), row["kg"] == 0
    places: dict[str, object] = {"drug": wording.say(f"drug.{drug}"), "year": year}
    if not zero:
        places["amount"] = wording.amount(row["kg"])
    silent = []
    if year < last:
        key = "sheet.last_zero" if zero else "sheet.last"
        follows = "sheet.other_last_zero" if zero else "sheet.other_last"
        years = wording.years(year + 1, last)
        silent = [wording.say("sheet.silent", drug=places["drug"], silent=years)]
    else:
        key = "sheet.now_zero" if zero else "sheet.now"
        follows = "sheet.other_zero" if zero else "sheet.other"
    if country is None:
        said = wording.say(follows, **places)
    else:
        said = wording.say(key, country=country, **places)
    return [said, *_change(row, year, wording), *silent]


def _change(row: pd.Series, year: int, wording: Wording) -> list[str]:
    if pd.isna(row["year_before"]):
        return []
    before = int(row["year_before"])
    places = {"before": wording.amount(row["kg_before"]), "year_before": before}
    gap = before < year - 1
    if row["kg_before"] == 0:
        return [wording.say("sheet.before_zero_gap" if gap else "sheet.before_zero", **places)]
    change = row["change"]
    if not tellable(change):
        return [wording.say("sheet.before_gap" if gap else "sheet.before", **places)]
    if abs(change) < ABOUT_THE_SAME:
        return [wording.say("sheet.same_gap" if gap else "sheet.same", **places)]
    places["percent"] = wording.per_cent(abs(change))
    if change > 0:
        return [wording.say("sheet.more_gap" if gap else "sheet.more", **places)]
    return [wording.say("sheet.less_gap" if gap else "sheet.less", **places)]


def trend_sentences(
    trend: pd.DataFrame, *, years: tuple[int, int], span: int, wording: Wording
) -> list[str]:
    """Say how the last years stand to those before them, drug by drug.

    Parameters
    ----------
    trend : DataFrame
        `CountryProfile.trend`.
    years : (int, int)
        The period.
    span : int
        Years on either side.
    wording : Wording
    """
    first, last = years
    if last - 2 * span + 1 < first:
        return [wording.say("sheet.trend_short", years=2 * span)]
    recent = wording.years(last - span + 1, last)
    earlier = wording.years(last - 2 * span + 1, last - span)
    values = []
    for drug, row in zip(trend.index, trend.itertuples(), strict=True):
        if pd.isna(row.recent):
            continue
        places: dict[str, object] = {
            "drug": wording.say(f"drug.{drug}"),
            "recent": wording.amount(row.recent),
            "earlier": wording.amount(row.earlier),
        }
        if row.recent_years == row.earlier_years == span:
            values.append(wording.say("sheet.trend_value", **places))
            continue
        places |= {
            "recent_reported": wording.number(row.recent_years),
            "earlier_reported": wording.number(row.earlier_years),
            "span": span,
        }
        values.append(wording.say("sheet.trend_value_part", **places))
    said = []
    if values:
        said.append(
            wording.say(
                "sheet.trend",
                recent_years=recent,
                earlier_years=earlier,
                values=wording.listed(values),
            )
        )
    unknown = trend.index[trend["recent"].isna() & (trend["years_reported"] > 0)]
    if len(unknown):
        said.append(wording.say("sheet.trend_unknown", drugs=wording.drugs(unknown)))
    return said


def reporting_sentence(trend: pd.DataFrame, *, years: tuple[int, int], wording: Wording) -> str:
    """Say for how many years of the period each drug was reported."""
    first, last = years
    counts = wording.listed(
        wording.say(
            "sheet.reported_years",
            drug=wording.say(f"drug.{drug}"),
            number=wording.number(number),
        )
        for drug, number in trend["years_reported"].items()
    )
    return wording.say(
        "sheet.reporting", total=last - first + 1, years=wording.years(first, last), counts=counts
    )


def routes_sentence(
    branches: pd.DataFrame,
    km: dict[str, float],
    *,
    country: str,
    wording: Wording,
    borders: bool = False,
) -> str:
    """Say on which routes a country lies, as what, and how far along each if not on the border."""
    roles = {"source": 0, "transit": 1, "destination": 2}
    listed = branches.dropna(subset=["role"])
    parts = []
    for name, rows in listed.groupby("route", sort=False):
        role = min(rows["role"], key=roles.__getitem__)
        key = "sheet.on_route_source" if role == "source" else "sheet.on_route"
        places: dict[str, object] = {"route": wording.say(f"route.{name}")}
        if role != "source":
            places |= {"role": wording.say(f"role.{role}"), "km": wording.number(km[str(name)])}
            key += "_bordering" * borders
        parts.append(wording.say(key, **places))
    return wording.say("sheet.routes", country=country, routes=wording.listed(parts))


def post_sentence(posts: pd.DataFrame, *, country: str, wording: Wording) -> str:
    """Say what the latest dated list holds of liaison posts in a country or for it."""
    dated = posts.dropna(subset=["year"])
    year = int(dated["year"].max())
    latest = dated[dated["year"] == year]
    hosted = latest[latest["relation"] == "hosts"]
    served = latest[latest["relation"] == "served"]
    if len(hosted):
        return wording.say(
            "sheet.post_here",
            year=year,
            city=wording.text("place", hosted["city"].iloc[0]),
            status=wording.say(f"status.{hosted['status'].iloc[0]}"),
        )
    if len(served):
        return wording.say(
            "sheet.post_serves", year=year, city=wording.text("place", served["city"].iloc[0])
        )
    return wording.say("sheet.post_none", year=year, country=country)


def meetings_sentences(
    meetings: pd.DataFrame, known: tuple[int, int], *, country: str, wording: Wording
) -> list[str]:
    """Say how many meetings were held in a country and how many it is known to have attended."""
    here = int((meetings["here"] & (meetings["status"] == "held")).sum())
    attended = int(meetings["attended"].sum())
    said = [
        wording.count("sheet.meetings_here", here, country=country)
        if here
        else wording.say("sheet.meetings_none", country=country),
        wording.count("sheet.attended", attended)
        if attended
        else wording.say("sheet.attended_none"),
    ]
    return [*said, wording.say("sheet.attendance", named=known[0], held=known[1])]


def membership_sentence(listing: pd.Series, *, country: str, wording: Wording) -> str:
    """Say that a country is one of those with a fact sheet, and on what that rests."""
    places = {"country": country, "source": wording.original(listing["source"])}
    if listing["confidence"] == "inferred":
        return wording.say(
            "sheet.member_inferred", basis=wording.text("basis", listing["basis"]), **places
        )
    return wording.say("sheet.member", **places)


def regions(listing: pd.Series, wording: Wording) -> str:
    """Return the regions of a country in words."""
    return wording.listed(wording.say(f"region.{name}") for name in listing["region"].split(";"))
