"""The tiles of a fact sheet: the answer in a few figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.views.country_sentences import LARGEST_CHANGE

if TYPE_CHECKING:
    from routes.analysis import CountryProfile
    from routes.views import Wording


def sheet_tiles(p: CountryProfile, wording: Wording) -> list[tuple[str, str, str]]:
    """Return (value, label, more) of each tile."""
    tiles = [
        _drug(drug, row, p.years[1], wording)
        for drug, row in p.trend.iterrows()
        if row["years_reported"] > 0
    ]
    if not p.ranks.empty:
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
    value = wording.say("sheet.tile.zero") if row["kg"] == 0 else wording.amount(row["kg"])
    if year < last:
        silent = wording.years(year + 1, last)
        label = wording.say("sheet.tile.last", drug=name, year=year)
        return value, label, wording.say("sheet.tile.silent", years=silent)
    more, change = "", row["change"]
    if pd.notna(change) and 0 < abs(change) <= LARGEST_CHANGE and row["kg"] > 0:
        key = "tile.more" if change > 0 else "tile.less"
        percent = wording.per_cent(abs(change))
        more = wording.say(key, percent=percent, year=int(row["year_before"]))
    return value, wording.say("sheet.tile.seized", drug=name, year=year), more


def _post(posts: pd.DataFrame, wording: Wording) -> tuple[str, str, str]:
    dated = posts.dropna(subset=["year"])
    year = int(dated["year"].max())
    latest = dated[dated["year"] == year].dropna(subset=["city"])
    if latest.empty:
        more = wording.say("sheet.tile.post_none")
        return wording.say("status.not listed"), wording.say("sheet.tile.post", year=year), more
    post = latest.iloc[0]
    more = wording.say(f"status.{post['status']}")
    return post["city"], wording.say("sheet.tile.post", year=year), more
