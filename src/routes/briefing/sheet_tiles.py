"""The tiles of a fact sheet: the answer in a few figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.views import country_tables
from routes.views.country_sentences import tellable
from routes.views.wording import KG_PER_TON

if TYPE_CHECKING:
    import pandas as pd

    from routes.analysis import CountryProfile
    from routes.views import Wording


def sheet_tiles(p: CountryProfile, wording: Wording) -> list[tuple[str, str, str]]:
    """Return (value, label, more) of each tile."""
    tiles = [
        _drug(drug, row, p.years[1], wording)
        for drug, row in p.trend.iterrows()
        if row["years_reported"] > 0
    ]
    if len(p.cultivation):
        tiles.append(_grown(p.cultivation, wording))
    elif not p.ranks.empty:
        (route, drug), row = next(p.ranks.iterrows())
        label = wording.say(
            "sheet.tile.rank",
            drug=wording.say(f"drug.{drug}"),
            route=wording.say(f"route.{route}"),
            year=row["year"],
        )
        value = wording.say("sheet.tile.rank_value", rank=row["rank"], reporting=row["reporting"])
        tiles.append((value, label, ""))
    return [*tiles, _post(p.posts, wording)]


def _drug(drug: object, row: pd.Series, last: int, wording: Wording) -> tuple[str, str, str]:
    year, name = int(row["year"]), wording.say(f"drug.{drug}")
    value = wording.say("sheet.tile.zero") if row["kg"] == 0 else _amount(row["kg"], wording)
    if year < last:
        silent = wording.years(year + 1, last)
        label = wording.say("sheet.tile.last", drug=name, year=year)
        return value, label, wording.say("sheet.tile.silent", years=silent)
    more, change = "", row["change"]
    if tellable(change):
        key = "tile.more" if change >= 0 else "tile.less"
        percent = wording.per_cent(abs(change))
        more = wording.say(key, percent=percent, year=int(row["year_before"]))
    return value, wording.say("sheet.tile.seized", drug=name, year=year), more


def _grown(cultivation: pd.DataFrame, wording: Wording) -> tuple[str, str, str]:
    """Return the latest figure of the first series."""
    series = cultivation[cultivation["metric"] == cultivation["metric"].iloc[0]]
    row = series.sort_values("year").iloc[-1]
    label = wording.say(
        "sheet.tile.grown", metric=wording.text("metric", row["metric"]), year=row["year"]
    )
    stated = row["confidence"] == "stated"
    more = wording.say("sheet.tile.grown_more" if stated else "sheet.tile.grown_inferred")
    return country_tables.published(row.to_dict(), wording), label, more


def _amount(kg: float, wording: Wording) -> str:
    """Return a quantity short enough for a tile."""
    if kg >= KG_PER_TON:
        return wording.amount(kg)
    return wording.say("amount.kg", amount=wording.kg(kg))


def _post(posts: pd.DataFrame, wording: Wording) -> tuple[str, str, str]:
    dated = posts.dropna(subset=["year"])
    year = int(dated["year"].max())
    latest = dated[dated["year"] == year].dropna(subset=["city"])
    if latest.empty:
        more = wording.say("sheet.tile.post_none")
        return wording.say("status.not listed"), wording.say("sheet.tile.post", year=year), more
    post = latest.iloc[0]
    more = wording.say(f"status.{post['status']}")
    return wording.text("place", post["city"]), wording.say("sheet.tile.post", year=year), more
