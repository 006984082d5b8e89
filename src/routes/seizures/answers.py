"""What a file leaves unsaid and its user knows: the answers to what would else be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routes.errors import ParameterError, unknown
from routes.seizures.bounds import UnreadableFileError
from routes.seizures.drugs import drug_of
from routes.seizures.names import country_codes
from routes.seizures.units import mass_of

if TYPE_CHECKING:
    from collections.abc import Mapping

DECIMALS = {"comma": ",", "point": "."}
DATES = ("day", "month")


class QuestionError(UnreadableFileError):
    """A file that can be read in two ways: it says which, and which option answers."""


@dataclass(frozen=True)
class Answers:
    """Answers of the user; each empty where nothing was said.

    Attributes
    ----------
    decimal : {"", "comma", "point"}
        The decimal sign of amounts.
    dates : {"", "day", "month"}
        What stands first in a date of three numbers.
    country, drug, unit : str
        Of every row of a file that does not say it.
    year : int or None
    columns : mapping of str to str
        The heading to use for a field, such as ``{"amount": "Quantity"}``.
    """

    decimal: str = ""
    dates: str = ""
    country: str = ""
    drug: str = ""
    unit: str = ""
    year: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        import pandas as pd  # noqa: PLC0415

        if self.decimal and self.decimal not in DECIMALS:
            raise unknown("decimal sign", self.decimal, DECIMALS)
        if self.dates and self.dates not in DATES:
            raise unknown("order of dates", self.dates, DATES)
        if self.country and country_codes(pd.Series([self.country]))["iso3"].isna().item():
            raise ParameterError(f"country {self.country!r} is not known")
        if self.drug and not drug_of(self.drug):
            raise ParameterError(f"drug {self.drug!r} is not known")
        if self.unit and mass_of(self.unit) is None:
            raise ParameterError(f"unit {self.unit!r} is no unit of mass that is known")
        if self.year is not None and not 1900 <= self.year <= 2100:  # noqa: PLR2004
            raise ParameterError(f"year {self.year}: from 1900 to 2100")
