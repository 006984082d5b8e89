"""From text rows to events: one row a seizure, in our columns, with what is odd about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from routes.seizures.drugs import drug_families
from routes.seizures.headings import summed
from routes.seizures.layouts import IDS
from routes.seizures.names import country_codes
from routes.seizures.places import locate
from routes.seizures.quality import flagged
from routes.seizures.units import mass_of, to_kilograms
from routes.seizures.values import EPOCH, amounts, dates
from routes.seizures.values.dates import Dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routes.seizures.quality import Flagged
    from routes.seizures.reading import Part, Writing
    from routes.seizures.values import Amounts

COUNTRY_REASONS = {
    "vague": "country is not one country: {value}",
    "historic": "country is a dissolved State: {value}",
    "unknown": "country not recognised: {value}",
}


class Cleaned(NamedTuple):
    """The events of a file or of a part of it, without flags.

    ``keys`` are those of all cells of each accepted row; ``told_duplicate``, where the file says
    itself that it repeats another.
    """

    events: pd.DataFrame
    keys: np.ndarray
    told_duplicate: np.ndarray
    set_aside: pd.DataFrame
    notes: list[str]


def with_flags(
    events: pd.DataFrame, decided: Flagged | None = None, first_row: int = 0
) -> pd.DataFrame:
    """Return events that have ``exact_duplicate`` with their other flags and ``counted``."""
    flags = flagged(events, decided, first_row)
    # An exact duplicate is kept and shown, and left out of totals unless asked for.
    return pd.concat([events, flags], axis=1).assign(counted=~events["exact_duplicate"])


def read_events(
    part: Part,
    written: Writing,
    *,
    factors: Mapping[tuple[str, str], float] | None = None,
) -> Cleaned:
    """Return the accepted events, and the rows set aside.

    Parameters
    ----------
    part : Part
    written : Writing
        Of the whole file.
    factors : mapping of (drug, unit) to kilograms, optional
        For units without mass, such as tablets; without a factor they stay without mass.
    """
    text = part.rows
    if text.empty:
        text = pd.DataFrame(columns=[*_COLUMNS], dtype=str)
        text["line"], text["cells"] = np.int64(0), np.uint64(0)
        text["row"] = text["table"] = 0
        text["native_amount"] = text["native_kg"] = False
        text["in_total"] = text["told_duplicate"] = False
    native_kg = text["native_kg"].astype(bool)
    given = amounts(text["kg"], written.kg, native_kg) if text["kg"].ne("").any() else None
    alone = text["amount"].str.strip().eq("") & text["kg"].str.strip().ne("")
    amount = amounts(
        text["amount"].where(~alone, text["kg"]),
        written.amount if given is None else written.amount + written.kg,
        text["native_amount"].where(~alone, native_kg).astype(bool),
    )
    unit = text["unit"].where(~alone, "kilogram")
    named = text["code"].where(text["code"].str.strip().ne(""), text["country"])
    country = country_codes(named)
    by_name = country_codes(text["country"])
    country = country.where(country["iso3"].notna() | by_name["iso3"].isna(), by_name)
    date = _dates(text, written, country["iso3"])
    reasons = _reasons(text, named, amount, unit, date, given, country)
    accepted = reasons.eq("")
    rows = text[accepted]
    drug = drug_families(rows["drug_name"])
    unit = amount.unit.where(amount.unit.ne(""), unit)[accepted]
    mass = to_kilograms(amount.value[accepted], unit, factors=factors, drug=drug["drug"])
    if given is not None:
        mass = _with_own_kilograms(mass, given.value[accepted])
    where = rows[["division", "place", "routing", "installation"]].assign(
        iso3=country["iso3"][accepted]
    )
    shown = rows["country"].where(rows["country"].ne(""), rows["code"])
    events = pd.concat(
        [
            rows[["line", "sheet"]],
            pd.DataFrame(
                {
                    "date": date.column[accepted],
                    "year": date.column[accepted].dt.year.astype("Int64"),
                    "iso3": country["iso3"][accepted],
                    "country": shown.str.strip(),
                    "division": rows["division"].str.strip(),
                    "place": rows["place"].str.strip(),
                    "drug_name": rows["drug_name"].str.strip(),
                }
            ),
            drug,
            pd.DataFrame(
                {
                    "amount": amount.value[accepted],
                    "unit": unit,
                    "qualifier": amount.qualifier[accepted],
                }
            ),
            mass,
            rows[["transport", "installation", "hiding_place", "routing"]],
            rows[["departure", "destination", "producing"]],
            pd.DataFrame(
                {
                    f"{end}_iso3": country_codes(rows[end])["iso3"]
                    for end in ("departure", "destination", "producing")
                }
            ),
            locate(where),
        ],
        axis=1,
    ).reset_index(drop=True)
    converted = date.calendar[accepted & date.calendar.ne("")].value_counts()
    notes = [f"{n:,} dates of the {name} calendar were converted" for name, n in converted.items()]
    aside = set_aside_frame(part, text[~accepted], reasons[~accepted])
    keys = rows["cells"].to_numpy(dtype=np.uint64)
    return Cleaned(events, keys, rows["told_duplicate"].to_numpy(dtype=bool), aside, notes)


_COLUMNS = (*IDS.fields, "sheet")


def _dates(text: pd.DataFrame, written: Writing, iso3: pd.Series) -> Dates:
    """Return dates, each sheet by the day that its serial numbers count from."""
    epochs = text["epoch"].unique() if "epoch" in text else []
    if len(epochs) <= 1:
        epoch = epochs[0] if len(epochs) else EPOCH
        return dates(text["date"], written.date, epoch=epoch, iso3=iso3)
    parts = [
        dates(rows["date"], written.date, epoch=epoch, iso3=iso3[rows.index])
        for epoch, rows in text.groupby("epoch")
    ]
    joined = [
        pd.concat([getattr(part, name) for part in parts]).reindex(text.index)
        for name in ("column", "contrary", "fault", "calendar")
    ]
    return Dates(joined[0], parts[0].how, joined[1].astype(bool), joined[2], joined[3])


def _with_own_kilograms(mass: pd.DataFrame, given: pd.Series) -> pd.DataFrame:
    """Return the kilograms that the file gives, found with a factor or a name we do not know."""
    factored = given.notna() & mass["kg"].isna()
    status = mass["mass_status"].mask(factored, "converted by factor")
    return mass.assign(kg=given.where(given.notna(), mass["kg"]), mass_status=status)


def _reasons(
    text: pd.DataFrame,
    named: pd.Series,
    amount: Amounts,
    unit: pd.Series,
    date: Dates,
    given: Amounts | None,
    country: pd.DataFrame,
) -> pd.Series:
    reason = pd.Series("", index=text.index, dtype=object)
    _fill(reason, text["in_total"].astype(bool), "a sum of other rows", named)
    reason = reason.where(reason.ne(""), country_reasons(named, country))
    for column in ("country", "drug_name"):
        for name in text[column].unique():
            if summed(name) is not None:
                _fill(reason, text[column].eq(name), "a sum of other rows: {}", text[column])
    for wrong, words in (
        (text["date"].eq(""), "no date"),
        (date.contrary, "date reads only the other way round: {}"),
    ):
        _fill(reason, wrong, words, text["date"])
    for fault in date.fault[date.fault.ne("")].unique():
        _fill(reason, date.fault.eq(fault), f"{fault}: {{}}", text["date"])
    _fill(reason, date.column.isna(), "not a date: {}", text["date"])
    shown = text["amount"].where(text["amount"].ne(""), text["kg"])
    amount_reasons(reason, shown, amount, unit, "amount")
    if given is not None:
        wrong = text["kg"].ne("") & ~(given.value >= 0)
        _fill(reason, wrong, "kilograms are no weight: {}", text["kg"])
    return reason


def amount_reasons(
    reason: pd.Series, text: pd.Series, amount: Amounts, unit: pd.Series, what: str
) -> None:
    """Give the rows without an amount that can be used their reason."""
    _fill(reason, text.str.strip().eq(""), f"no {what}", text)
    for fault in amount.fault[amount.fault.ne("")].unique():
        _fill(reason, amount.fault.eq(fault), f"{fault}: {{}}", text)
    _fill(reason, amount.value.isna(), f"{what} is not a number: {{}}", text)
    _fill(reason, amount.value < 0, f"{what} is negative: {{}}", text)
    written = amount.unit.ne("") & amount.unit.ne("kilogram") & unit.str.strip().ne("")
    if written.any():
        differs = [
            mass_of(a) != mass_of(b)
            for a, b in zip(amount.unit[written], unit[written], strict=True)
        ]
        wrong = written.copy()
        wrong[written] = differs
        _fill(reason, wrong, f"{what} has another unit than its column: {{}}", text)


def country_reasons(text: pd.Series, country: pd.DataFrame) -> pd.Series:
    """Return why a row's country cannot be used; empty where it can."""
    reason = pd.Series("", index=text.index, dtype=object)
    missing = country["iso3"].isna()
    _fill(reason, missing & text.str.strip().eq(""), "no country", text)
    for kind, words in COUNTRY_REASONS.items():
        _fill(reason, missing & (country["name_kind"] == kind), words.format(value="{}"), text)
    _fill(reason, missing, COUNTRY_REASONS["unknown"].format(value="{}"), text)
    return reason


def _fill(reason: pd.Series, wrong: pd.Series, words: str, values: pd.Series) -> None:
    """Give a reason to the rows that have none yet."""
    rows = wrong & reason.eq("")
    if rows.any():
        reason[rows] = [words.format(value[:60]) for value in values[rows]]


def set_aside_frame(part: Part, rows: pd.DataFrame, reasons: pd.Series) -> pd.DataFrame:
    """Return every row that was set aside: where it stood, why, and what it said."""
    own = pd.DataFrame(
        {
            "sheet": rows["sheet"],
            "line": rows["line"],
            "reason": reasons,
            "text": part.said(rows, ";"),
        }
    )
    misshapen = pd.DataFrame(part.aside, columns=["sheet", "line", "reason", "text"])
    frame = pd.concat([own, misshapen], ignore_index=True)
    # The general reason is what one counts; the value at fault stands behind the colon.
    frame.insert(2, "kind", frame["reason"].astype(str).str.split(":", n=1).str[0])
    return frame.astype({"line": np.int64}).sort_values(["sheet", "line"], ignore_index=True)
