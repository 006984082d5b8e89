"""From text rows to annual totals: one row a country, year and drug."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from routes.seizures.drugs import drug_families
from routes.seizures.events import country_reasons, set_aside_frame
from routes.seizures.keys import exact_duplicates
from routes.seizures.names import country_codes
from routes.seizures.values import numbers

if TYPE_CHECKING:
    from routes.seizures.raw import Raw

EARLIEST, LATEST = 1900, 2100
# A run of fewer drugs, or of less, repeats by chance: many figures are 0 or 0.01.
BLOCK_DRUGS = 4
BLOCK_KG = 10.0


def cleaned_totals(raw: Raw) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Return the accepted totals, the rows set aside, and how columns were read."""
    text = raw.frame
    kg, year = numbers(text["kg"]), numbers(text["year"])
    # A code says which country it is; the name only where there is no code.
    named = text["code"].where(text["code"].str.strip().ne(""), text["country"])
    country = country_codes(named)
    by_name = country_codes(text["country"])
    unread = country["iso3"].isna() & by_name["iso3"].notna()
    country = country.where(~unread, by_name)
    reason = country_reasons(named, country)
    for wrong, words, column in (
        (text["year"].eq(""), "no year", "year"),
        (~year.column.between(EARLIEST, LATEST) | (year.column % 1 != 0), "not a year: {}", "year"),
        (text["kg"].eq(""), "no quantity", "kg"),
        (kg.column.isna(), "quantity is not a number: {}", "kg"),
        (kg.column < 0, "quantity is negative: {}", "kg"),
    ):
        rows = wrong & reason.eq("")
        reason[rows] = [words.format(value[:60]) for value in text.loc[rows, column]]
    accepted = reason.eq("")
    rows = text[accepted]
    drug = _drugs(rows)
    name = rows["specific_name"].where(rows["specific_name"].str.strip().ne(""), rows["drug_name"])
    totals = pd.concat(
        [
            rows[["line", "sheet"]],
            pd.DataFrame(
                {
                    "iso3": country["iso3"][accepted],
                    "country": rows["country"].str.strip(),
                    "year": year.column[accepted].astype("int64"),
                    "drug_group": rows["drug_group"].str.strip(),
                    "drug_name": name.str.strip(),
                }
            ),
            drug,
            pd.DataFrame({"kg": kg.column[accepted], "comment": rows["comment"]}),
        ],
        axis=1,
    )
    # A row "Total …" sums rows above it; adding it again would count them twice.
    totals["sums_others"] = totals["drug_name"].str.match(r"total\b", case=False)
    fields = list(raw.layout.fields)
    totals["exact_duplicate"] = exact_duplicates(rows, fields)
    totals["listed_twice"] = _listed_twice(totals)
    totals["counted"] = ~totals["listed_twice"] & ~totals["sums_others"]
    aside = set_aside_frame(raw, text[~accepted], reason[~accepted])
    notes = [f"quantities: {kg.how}"] if kg.how else []
    return totals.reset_index(drop=True), aside, notes


def _drugs(rows: pd.DataFrame) -> pd.DataFrame:
    general = drug_families(rows["drug_name"])
    if rows["specific_name"].eq("").all():
        return general
    specific = drug_families(rows["specific_name"])
    return general.where(~specific["drug_known"], specific)


def _listed_twice(totals: pd.DataFrame) -> pd.Series:
    """Return the rows of blocks that the file holds twice.

    The editions give a drug in several rows, one a form of it, without naming the form: two rows
    alike may be two forms, and are. A run of rows that repeats earlier ones drug by drug is a
    block copied twice.
    """
    place = totals["iso3"].astype(str) + totals["year"].astype(str)
    repeated = totals["exact_duplicate"]
    new_run = (repeated != repeated.shift()) | (place != place.shift())
    run = new_run.cumsum()
    by_run = totals.groupby(run)
    block = (
        (by_run["drug_name"].transform("nunique") >= BLOCK_DRUGS)
        & (by_run["kg"].transform("sum") >= BLOCK_KG)
        & repeated
    )
    return block.astype(bool)


def blocks_listed_twice(totals: pd.DataFrame) -> list[tuple[str, int]]:
    """Return the countries and years of which a block of rows stands twice.

    Parameters
    ----------
    totals : DataFrame
        As `cleaned_totals` returns it.
    """
    twice = totals.loc[totals["listed_twice"], ["iso3", "year"]].drop_duplicates()
    return [(str(iso3), int(year)) for iso3, year in twice.itertuples(index=False)]
