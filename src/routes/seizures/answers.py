"""What a file leaves unsaid and its user knows: the answers to what would else be asked."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from routes.errors import ParameterError, unknown
from routes.seizures.bounds import UnreadableFileError
from routes.seizures.drugs import drug_of
from routes.seizures.names import country_codes
from routes.seizures.units import mass_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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


def layout_file(path: Path) -> Answers:
    """Return the answers kept in a layout file, such as ``my-ministry.toml``.

    Raises
    ------
    ParameterError
        If it is no TOML file of such answers.
    """
    import tomllib  # noqa: PLC0415

    try:
        kept = tomllib.loads(path.read_text(encoding="utf-8"))
        return Answers(**kept)
    except OSError as error:
        raise ParameterError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise ParameterError(f"{path}: {' '.join(str(error).split())[:200]}") from None
    except TypeError:
        names = ", ".join(f.name for f in fields(Answers))
        raise ParameterError(f"{path}: the answers of a layout file are {names}") from None


def layout_text(answers: Answers) -> str:
    """Return answers as the text of a layout file.

    Examples
    --------
    >>> print(layout_text(Answers(decimal="comma", columns={"amount": "Quantity"})), end="")
    decimal = "comma"
    [columns]
    amount = "Quantity"
    """
    import json  # noqa: PLC0415

    said = {f.name: getattr(answers, f.name) for f in fields(Answers) if f.name != "columns"}
    lines = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in said.items() if value
    ]
    if answers.columns:
        lines.append("[columns]")
        lines += [
            f"{name} = {json.dumps(heading, ensure_ascii=False)}"
            for name, heading in answers.columns.items()
        ]
    return "\n".join(lines) + "\n"
