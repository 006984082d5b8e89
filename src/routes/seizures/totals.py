"""From text rows to annual totals: one row a country, year and drug."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from routes.seizures.copies import copied_sheets, sums_of_others
from routes.seizures.drugs import drug_families
from routes.seizures.events import amount_reasons, country_reasons, set_aside_frame
from routes.seizures.headings import summed
from routes.seizures.names import country_codes
from routes.seizures.units import to_kilograms
from routes.seizures.values import amounts
from routes.seizures.values.calendars import BUDDHIST, SOLAR_HIJRI, calendar_of
from routes.seizures.values.numbers import plain_digits

if TYPE_CHECKING:
    from routes.seizures.reading import Part, Writing

# A run of fewer drugs, or of less, repeats by chance: many figures are 0 or 0.01.
BLOCK_DRUGS = 4
BLOCK_KG = 10.0


def read_totals(part: Part, written: Writing) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Return the accepted totals, the rows set aside, and what was done to read them.

    Parameters
    ----------
    part : Part
        The whole file: what sums or repeats what is told from all of its rows.
    written : Writing
    """
    text = part.rows
    own_kg = text["kg"].str.strip().ne("")
    shown = text["kg"].where(own_kg, text["amount"])
    native = text["native_kg"].where(own_kg, text["native_amount"]).astype(bool)
    amount = amounts(shown, written.kg + written.amount, native)
    unit = text["unit"].where(~own_kg, "kilogram")
    # A code says which country it is; the name only where there is no code.
    named = text["code"].where(text["code"].str.strip().ne(""), text["country"])
    named, filled = _merged_down(text, named)
    country = country_codes(named)
    by_name = country_codes(text["country"])
    unread = country["iso3"].isna() & by_name["iso3"].notna()
    country = country.where(~unread, by_name)
    year, fault, calendar = _years(text["year"], country["iso3"])
    reason = country_reasons(named, country)
    told = {name: summed(name) is not None for name in named.unique()}
    sums = country["iso3"].isna() & np.array([told[name] for name in named], dtype=bool)
    reason[sums] = [f"a sum of other rows: {name[:60]}" for name in named[sums]]
    for wrong, words in ((text["year"].str.strip().eq(""), "no year"), (fault.ne(""), "{}")):
        rows = wrong & reason.eq("")
        reason[rows] = [
            words.format(f"{why}: {value[:60]}")
            for why, value in zip(fault[rows], text.loc[rows, "year"], strict=True)
        ]
    amount_reasons(reason, shown, amount, unit, "quantity")
    mass = to_kilograms(amount.value, amount.unit.where(amount.unit.ne(""), unit))["kg"]
    unknown = mass.isna() & reason.eq("")
    reason[unknown] = [f"not a unit of mass: {label[:60]}" for label in unit[unknown]]
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
                    "country": rows["country"].where(rows["country"].ne(""), named).str.strip(),
                    "year": year[accepted].astype("int64"),
                    "drug_group": rows["drug_group"].str.strip(),
                    "drug_name": name.str.strip(),
                }
            ),
            drug,
            pd.DataFrame(
                {
                    "kg": mass[accepted],
                    "qualifier": amount.qualifier[accepted],
                    "comment": rows["comment"],
                }
            ),
        ],
        axis=1,
    )
    totals["sums_others"] = sums_of_others(totals, rows["in_total"].astype(bool))
    totals["exact_duplicate"] = rows["cells"].duplicated()
    placed = totals.assign(cells=rows["cells"], at=range(len(totals)))
    totals["listed_twice"] = _listed_twice(placed) | _repeats_all(text)[accepted]
    copies = copied_sheets(totals, ["iso3", "year", "drug", "kg"])
    totals["listed_twice"] |= totals["sheet"].isin(list(copies))
    totals["counted"] = ~totals["listed_twice"] & ~totals["sums_others"]
    aside = set_aside_frame(part, text[~accepted], reason[~accepted])
    converted = calendar[accepted & calendar.ne("")].value_counts()
    notes = [
        *written.notes,
        *(f"{n:,} years of the {name} calendar were converted" for name, n in converted.items()),
    ]
    notes += [f"sheet {name!r} repeats {of}: counted once" for name, of in copies.items()]
    if filled:
        notes.append(f"{filled:,} rows without a country are taken for merged with the one above")
    return totals.reset_index(drop=True), aside, notes


def _years(text: pd.Series, iso3: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return years, why one is none, and the calendar it was converted from."""
    pairs = list(zip(text, iso3.fillna(""), strict=True))
    known = {pair: _year_of(*pair) for pair in set(pairs)}
    years, faults, calendars = zip(*(known[pair] for pair in pairs), strict=True) if pairs else (
        (), (), ()
    )  # fmt: skip
    return (
        pd.Series(years, index=text.index, dtype=float),
        pd.Series(faults, index=text.index, dtype=object),
        pd.Series(calendars, index=text.index, dtype=object),
    )


def _year_of(text: str, iso3: str) -> tuple[float, str, str]:
    said = plain_digits(str(text).strip())
    found = re.fullmatch(r"(\d{4})(?:\.0+)?\s*(?:г\.?|年)?[*¹²³]*", said)
    if not found:
        return float("nan"), "not a year", ""
    year = int(found[1])
    calendar = calendar_of(year, iso3)
    if calendar == BUDDHIST:
        return float(year - 543), "", calendar
    if calendar == SOLAR_HIJRI:
        return float("nan"), "a Solar Hijri year lies in two years", ""
    return (float("nan"), f"not a year, {calendar}", "") if calendar else (float(year), "", "")


def _merged_down(text: pd.DataFrame, named: pd.Series) -> tuple[pd.Series, int]:
    """Return names of countries, a blank one taken for merged with the one above.

    Only where each drug then stands once for a country and year: anything else is no merged cell.
    """
    blank = named.str.strip().eq("")
    if not blank.any() or blank.iloc[0]:
        return named, 0
    whole = text["drug_name"].str.strip().ne("") & text["year"].str.strip().ne("")
    down = named.mask(blank).ffill()
    # Never over the end of a sheet, and never past a row that is no row of the table.
    same = text["sheet"].eq(text["sheet"].shift()) & text["line"].diff().le(1)
    down = down.where(~blank | (whole & same.where(blank, other=True)), named)
    cell = pd.DataFrame(
        {"c": down, "y": text["year"], "d": text["drug_name"], "s": text["specific_name"]}
    )
    if cell.duplicated(keep=False)[blank].any():
        return named, 0
    return down, int((blank & down.str.strip().ne("")).sum())


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
    # A list pasted again: rows of several States or years that repeat earlier ones in their order.
    stretch = (repeated != repeated.shift()).cumsum()
    by_stretch = totals.assign(place=place).groupby(stretch)
    pasted = (
        (by_stretch["place"].transform("nunique") > 1)
        & (by_stretch["kg"].transform("sum") >= BLOCK_KG)
        & repeated
        & _in_order(totals)
    )
    return (block | pasted).astype(bool)


def _repeats_all(text: pd.DataFrame) -> pd.Series:
    """Return the second half of each table that is the same rows twice, whatever they weigh."""
    found = pd.Series(data=False, index=text.index)
    for _, cells in text.groupby("table")["cells"]:
        half = len(cells) // 2
        first, second = cells.to_numpy()[:half], cells.to_numpy()[half:]
        # Two rows alike may be two parts of a figure.
        if half > 1 and len(cells) == 2 * half and first[0] != first[1]:
            found[cells.index[half:]] = bool((first == second).all())
    return found


def _in_order(totals: pd.DataFrame) -> pd.Series:
    """Return the rows of a stretch of repeated ones whose first occurrences follow each other."""
    first = totals.groupby("cells")["at"].transform("first")
    repeated = totals["exact_duplicate"]
    stretch = (repeated != repeated.shift()).cumsum()
    steps = first.groupby(stretch).diff().fillna(1).eq(1)
    return steps.groupby(stretch).transform("all")


def blocks_listed_twice(totals: pd.DataFrame) -> list[tuple[str, int]]:
    """Return the countries and years of which a block of rows stands twice.

    Parameters
    ----------
    totals : DataFrame
        As `cleaned_totals` returns it.
    """
    twice = totals.loc[totals["listed_twice"], ["iso3", "year"]].drop_duplicates()
    return [(str(iso3), int(year)) for iso3, year in twice.itertuples(index=False)]
