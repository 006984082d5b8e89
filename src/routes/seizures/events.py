"""From text rows to events: one row a seizure, in our columns, with what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from routes.seizures.drugs import drug_families
from routes.seizures.keys import exact_duplicates
from routes.seizures.names import country_codes
from routes.seizures.places import locate
from routes.seizures.quality import flagged
from routes.seizures.units import to_kilograms
from routes.seizures.values import (
    DateOrder,
    NumberStyle,
    date_order,
    dates,
    number_style,
    numbers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routes.seizures.quality import Flagged
    from routes.seizures.raw import Raw
    from routes.seizures.values import Parsed

COUNTRY_REASONS = {
    "vague": "country is not one country: {value}",
    "historic": "country is a dissolved State: {value}",
    "unknown": "country not recognised: {value}",
}


@dataclass(frozen=True)
class Writing:
    """How the amounts, kilograms and dates of a file are written; those of its parts add up."""

    amount: NumberStyle = field(default_factory=NumberStyle)
    kg: NumberStyle = field(default_factory=NumberStyle)
    date: DateOrder = field(default_factory=DateOrder)

    def __add__(self, other: Writing) -> Writing:
        return Writing(self.amount + other.amount, self.kg + other.kg, self.date + other.date)

    @property
    def notes(self) -> list[str]:
        """The decisions in words."""
        said = (("dates", self.date.how), ("amounts", self.amount.how))
        return [f"{what}: {how}" for what, how in said if how]


class Cleaned(NamedTuple):
    """The events of a file or of a part of it, without flags."""

    events: pd.DataFrame
    accepted: pd.Series
    set_aside: pd.DataFrame


def cleaned_events(
    raw: Raw, *, factors: Mapping[tuple[str, str], float] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Return the accepted events, the rows set aside, and how columns were read.

    Parameters
    ----------
    raw : Raw
    factors : mapping of (drug, unit) to kilograms, optional
        For units without mass, such as tablets; without a factor they stay without mass.
    """
    text = event_text(raw)
    written = writing(text)
    events, accepted, aside = read_events(raw, text, written, factors=factors)
    duplicate = exact_duplicates(text[accepted], key_columns(raw, text))
    events = with_flags(events.assign(exact_duplicate=duplicate))
    return events.reset_index(drop=True), aside, written.notes


def event_text(raw: Raw) -> pd.DataFrame:
    """Return the text rows of events, those of our own layout as if they came from elsewhere."""
    return _own(raw.frame) if "kg" in raw.layout.fields else raw.frame


def key_columns(raw: Raw, text: pd.DataFrame) -> list[str]:
    """Return the columns in which an exact duplicate repeats an earlier row."""
    return [name for name in raw.layout.fields if name in text]


def writing(text: pd.DataFrame) -> Writing:
    """Return how the columns of a file, or of a part of it, are written."""
    kg = number_style(text["kg"]) if "kg" in text else NumberStyle()
    return Writing(number_style(text["amount"]), kg, date_order(text["date"]))


def with_flags(
    events: pd.DataFrame, decided: Flagged | None = None, first_row: int = 0
) -> pd.DataFrame:
    """Return events that have ``exact_duplicate`` with their other flags and ``counted``."""
    flags = flagged(events, decided, first_row)
    # An exact duplicate is kept and shown, and left out of totals unless asked for.
    return pd.concat([events, flags], axis=1).assign(counted=~events["exact_duplicate"])


def read_events(
    raw: Raw,
    text: pd.DataFrame,
    written: Writing,
    *,
    factors: Mapping[tuple[str, str], float] | None = None,
) -> Cleaned:
    """Return the accepted events, which of the rows they are, and the rows set aside.

    Parameters
    ----------
    raw : Raw
    text : DataFrame
        From `event_text`.
    written : Writing
        Of the whole file.
    factors : mapping of (drug, unit) to kilograms, optional
    """
    amount, date = numbers(text["amount"], written.amount), dates(text["date"], written.date)
    given = numbers(text["kg"], written.kg).column if "kg" in text else None
    country = country_codes(text["country"])
    reasons = _reasons(text, amount.column, date, given, country)
    accepted = reasons.eq("")
    rows = text[accepted]
    drug = drug_families(rows["drug_name"])
    mass = to_kilograms(amount.column[accepted], rows["unit"], factors=factors, drug=drug["drug"])
    if given is not None:
        mass = _with_own_kilograms(mass, given[accepted])
    where = rows[["division", "place", "routing", "installation"]].assign(
        iso3=country["iso3"][accepted]
    )
    events = pd.concat(
        [
            rows[["line", "sheet"]],
            pd.DataFrame(
                {
                    "date": date.column[accepted],
                    "year": date.column[accepted].dt.year.astype("Int64"),
                    "iso3": country["iso3"][accepted],
                    "country": rows.get("country_name", rows["country"]).str.strip(),
                    "division": rows["division"].str.strip(),
                    "place": rows["place"].str.strip(),
                    "drug_name": rows["drug_name"].str.strip(),
                }
            ),
            drug,
            pd.DataFrame({"amount": amount.column[accepted], "unit": rows["unit"]}),
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
    )
    return Cleaned(events, accepted, set_aside_frame(raw, text[~accepted], reasons[~accepted]))


def _own(text: pd.DataFrame) -> pd.DataFrame:
    """Return rows of our own layout; those in kilograms alone with that amount and unit."""
    alone = text["amount"].eq("") & text["kg"].ne("")
    return text.assign(
        amount=text["amount"].where(~alone, text["kg"]),
        unit=text["unit"].where(~alone, "kilogram"),
        country_name=text["country_name"].where(text["country_name"].ne(""), text["country"]),
    )


def _with_own_kilograms(mass: pd.DataFrame, given: pd.Series) -> pd.DataFrame:
    """Return the kilograms that the file gives, found with a factor or a name we do not know."""
    factored = given.notna() & mass["kg"].isna()
    status = mass["mass_status"].mask(factored, "converted by factor")
    return mass.assign(kg=given.where(given.notna(), mass["kg"]), mass_status=status)


def _reasons(
    text: pd.DataFrame,
    amount: pd.Series,
    date: Parsed,
    given: pd.Series | None,
    country: pd.DataFrame,
) -> pd.Series:
    reason = country_reasons(text["country"], country)
    for wrong, words in (
        (text["date"].eq(""), "no date"),
        (date.contrary, "date reads only the other way round: {}"),
        (date.column.isna(), "not a date: {}"),
    ):
        _fill(reason, wrong, words, text["date"])
    for wrong, words in (
        (text["amount"].eq(""), "no amount"),
        (amount.isna(), "amount is not a number: {}"),
        (amount < 0, "amount is negative: {}"),
    ):
        _fill(reason, wrong, words, text["amount"])
    if given is not None:
        wrong = text["kg"].ne("") & ~(given >= 0)
        _fill(reason, wrong, "kilograms are no weight: {}", text["kg"])
    return reason


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


def set_aside_frame(raw: Raw, rows: pd.DataFrame, reasons: pd.Series) -> pd.DataFrame:
    """Return every row that was set aside: where it stood, why, and what it said."""
    fields = list(raw.layout.fields)
    said = [";".join(cells) for cells in zip(*(rows[name] for name in fields), strict=True)]
    own = pd.DataFrame(
        {"sheet": rows["sheet"], "line": rows["line"], "reason": reasons, "text": said}
    )
    misshapen = pd.DataFrame(raw.set_aside, columns=["sheet", "line", "reason", "text"])
    frame = pd.concat([own, misshapen], ignore_index=True)
    # The general reason is what one counts; the value at fault stands behind the colon.
    frame.insert(2, "kind", frame["reason"].astype(str).str.split(":", n=1).str[0])
    return frame.astype({"line": np.int64}).sort_values(["sheet", "line"], ignore_index=True)
